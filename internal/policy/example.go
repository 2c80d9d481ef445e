package policy

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// runExamples evaluates the examples of the file and notes every difference.
func (p *Policy) runExamples(found *problems) {
	for i := range p.doc.Examples {
		x := &p.doc.Examples[i]
		d := p.Evaluate(x.Case())
		for _, f := range d.Faults {
			found.fail(x.Line, "policy.example_fault", "Example", x.ID, "Entry", f.Entry, "Detail", f.Detail)
		}
		for _, diff := range x.compare(p, d) {
			line := x.Expect.Line
			if line == 0 {
				line = x.Line
			}
			found.fail(line, "policy.example_differs", "Example", x.ID, "Field", diff.field, "Want", diff.want, "Got", diff.got)
		}
	}
}

// Case is the example as a question; its facts are copies, every absent one with its zero value.
func (x *Example) Case() Case {
	c := Case{Today: x.Today.Date}
	if x.Household != nil {
		h := *x.Household
		h.Members = slices.Clone(h.Members)
		c.Household = &h
	}
	if x.Dwelling != nil {
		d := *x.Dwelling
		c.Dwelling = &d
	}
	if x.Application != nil {
		a := *x.Application
		c.Application = &a
	}
	if x.Round != nil {
		r := *x.Round
		c.Round = &r
	}
	c.AssumeAbsent()
	return c
}

type difference struct{ field, want, got string }

// compare lists what the example expects and the decision does not say. What it does not expect is not compared.
func (x *Example) compare(p *Policy, d Decision) []difference {
	e := &x.Expect
	var out []difference
	check := func(field string, asked bool, want, got any) {
		if w, g := show(want), show(got); asked && w != g {
			out = append(out, difference{field, w, g})
		}
	}
	keys := make([]string, len(d.Refusals))
	for i, r := range d.Refusals {
		keys[i] = r.Key
	}
	check("outcome", e.Outcome != "", e.Outcome, d.Outcome)
	check("refusals", e.Refusals != nil, distinct(e.Refusals), distinct(keys))
	check("rooms", e.Rooms != nil, e.Rooms, d.Rooms)
	area := d.Area
	if area == nil {
		area = &Area{}
	}
	check("min_m2", e.MinM2 != nil, e.MinM2, area.Min)
	check("max_m2", e.MaxM2 != nil, e.MaxM2, area.Max)
	check("class", e.Class != nil, e.Class, d.Class)
	check("rank", e.Rank != nil, e.Rank, d.Rank)
	points := 0.0
	if d.Points != nil {
		points = *d.Points
	}
	check("points", e.Points != nil, e.Points, points)
	check("reached", e.Reached != nil, e.Reached, d.Threshold == nil || d.Threshold.Reached)
	check("quotas", e.Quotas != nil, distinct(e.Quotas), distinct(d.Quotas))
	check("stage_open", e.StageOpen != nil, e.StageOpen, d.Stage == nil || d.Stage.Open)
	amount := 0
	if d.Amount != nil {
		amount = *d.Amount
	}
	check("amount", e.Amount != nil, e.Amount, amount)
	for id, want := range e.Limits {
		check("limits."+id, true, want, limitOf(d, id))
	}
	chances := 1
	if d.Chances != nil {
		chances = *d.Chances
	}
	check("chances", e.Chances != nil, e.Chances, chances)
	check("first", e.First != nil, e.First, d.First != nil && *d.First)
	for id, want := range e.Capacities {
		check("capacities."+id, true, want, d.Capacities[id])
	}
	if e.OnRefusal != nil {
		check("on_refusal", true, e.OnRefusal, p.effectsOf(x.Case()))
	}
	return out
}

// distinct are the words of a list, each once and in order: two rules may refuse with one key.
func distinct(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

// effectsOf is what one more refusal after those the household has made leads to.
func (p *Policy) effectsOf(c Case) []Effect {
	before, _ := c.Household.OffersRefused.Get()
	consequences, _ := p.OnRefusal(c, before+1)
	out := make([]Effect, len(consequences))
	for i := range consequences {
		out[i] = consequences[i].Effect
	}
	return out
}

func limitOf(d Decision, id string) any {
	for _, l := range d.Limits {
		if l.ID == id {
			return l.Value
		}
	}
	return "none"
}

// show writes a value for a message and for comparing; whole numbers look alike whatever their type.
func show(v any) string {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return "none"
		}
		r = r.Elem()
	}
	switch r.Kind() {
	case reflect.Float64:
		return strconv.FormatFloat(math.Round(r.Float()*1e6)/1e6, 'f', -1, 64)
	case reflect.Slice:
		items := make([]string, r.Len())
		for i := range items {
			items[i] = show(r.Index(i).Interface())
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return fmt.Sprint(r.Interface())
}
