package figures

import (
	"maps"
	"slices"
	"strings"

	"homeward"
)

// Contradiction is statements that cannot all be right, or that look as if they spoke of one thing and do not.
type Contradiction struct {
	Rule   string        `json:"rule"`
	Place  string        `json:"place"`
	Date   homeward.Date `json:"date"`
	Values []Value       `json:"values"`
	// Supports is the value that other statements bear out; nil where the matter stays open.
	Supports    *Value        `json:"supports"`
	Explanation homeward.Text `json:"explanation"`
}

// Value is one number with where it was published.
type Value struct {
	Value     int    `json:"value"`
	Unit      string `json:"unit"` // families, people, homes
	Source    string `json:"source"`
	Statement string `json:"statement"`
	Publisher string `json:"-"` // of Source, without the name that a table gives the article
}

// finder is one rule of reconciliation over one place.
type finder func(l *Ledger, place string) []Contradiction

// Reconcile checks whether the statements of a ledger add up. Families are held strictly, people within what births
// and late arrivals explain; sent and arrived are kept apart; a gap that a group nobody reported can fill is no
// contradiction. place limits the search; "" is everywhere.
func Reconcile(l *Ledger, place string) []Contradiction {
	var out []Contradiction
	for _, p := range l.places() {
		if place != "" && !slices.Contains(strings.Split(p, "+"), place) {
			continue
		}
		for _, find := range []finder{chains, versions, draws, drawGrowth, mislabelled, origins, groupTotals, categories, provinces, sameNumber, measures, familySizes} {
			out = append(out, find(l, p)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Contradiction) int {
		if c := byDay(a.Date, b.Date); c != 0 {
			return c
		}
		return strings.Compare(a.Place+a.Rule, b.Place+b.Rule)
	})
	return out
}

func familiesText(n int) homeward.Text { return homeward.T("figures.families", "Count", n) }

func peopleText(n int) homeward.Text { return homeward.T("figures.people", "Count", n) }

func valueOne(e Entry, unit string, n int) Value {
	return Value{Value: n, Unit: unit, Source: e.Source(), Statement: e.ID, Publisher: e.Publisher}
}

// valuesOf lists the families and people of entries.
func valuesOf(entries ...Entry) []Value {
	var out []Value
	for _, e := range entries {
		if e.Families != nil {
			out = append(out, valueOne(e, "families", *e.Families))
		}
		if e.People != nil {
			out = append(out, valueOne(e, "people", *e.People))
		}
		if e.Homes != nil {
			out = append(out, valueOne(e, "homes", *e.Homes))
		}
	}
	return out
}

// strayPeople is how many people a total may move by without anybody moving: births, deaths, one late relative.
const strayPeople = 2

// strayFamilies is how many families come outside of the convoys without a news item. More than these between two
// totals are a group that was not reported.
const strayFamilies = 2

// chains compares each total of a place with the one before it and the groups in between. The groups of the two days
// themselves may or may not be in the totals, so every reading is tried before a gap is called one.
func chains(l *Ledger, place string) []Contradiction {
	if strings.HasPrefix(place, "armenia") || strings.Contains(place, "+") || place == string(homeward.Programme) {
		return nil // arrivals by the hour: totals of one day differ rightly; and no group is told for the whole programme
	}
	events := l.events(place)
	whole, partial := l.wholeTotals(place)
	var out []Contradiction
	for i := 0; i+1 < len(whole); i++ {
		g, between, known := link(whole[i], whole[i+1], events)
		if !known {
			continue
		}
		if c, ok := chainOf(place, whole, i, g, between, events); ok {
			c.witness(whole[i], whole[i+1], g, partial)
			out = append(out, c)
		}
	}
	return append(out, restatedPartly(place, whole, partial, events)...)
}

// wholeTotals parts the totals of a place into those with families and people and those with one of them.
func (l *Ledger) wholeTotals(place string) (whole, partial []total) {
	for _, t := range l.totals(place) {
		if t.families >= 0 && t.people >= 0 {
			whole = append(whole, t)
		} else {
			partial = append(partial, t)
		}
	}
	return whole, partial
}

// gap is what is left when the groups between two totals are taken from their difference.
type gap struct{ families, people int }

// link takes the groups between two totals from their difference, in each reading of whether the groups of the two
// days are in, and with each version of their people. A reading that closes counts; else the smallest gap that a group
// nobody reported could fill; only if there is none, the smallest shortfall. It is not ok if a group is told by half.
func link(a, b total, events []event) (best gap, between []event, ok bool) {
	var first, middle, last []event
	for _, ev := range events {
		switch {
		case ev.day == a.day && ev.day != b.day:
			first = append(first, ev)
		case ev.day == b.day && ev.day != a.day:
			last = append(last, ev)
		case a.day == ev.day || a.day.Before(ev.day) && ev.day.Before(b.day):
			middle = append(middle, ev)
		}
	}
	for _, withFirst := range []bool{false, true} {
		for _, withLast := range []bool{true, false} {
			list := slices.Clone(middle)
			if withFirst {
				list = append(list, first...)
			}
			if withLast {
				list = append(list, last...)
			}
			for _, g := range leftOver(a, b, list) {
				if !ok || better(g, best) {
					best, between, ok = g, list, true
				}
			}
		}
	}
	return best, between, ok
}

// better orders gaps: nothing missing, then people only, then what a group could fill, then shortfalls.
func better(a, b gap) bool {
	if ra, rb := a.rank(), b.rank(); ra != rb {
		return ra < rb
	}
	if a.families != b.families {
		return abs(a.families) < abs(b.families)
	}
	return abs(a.people) < abs(b.people)
}

func (g gap) rank() int {
	switch {
	case g.families == 0 && g.people == 0:
		return 0
	case g.families == 0:
		return 1
	case g.families > 0 && g.people >= g.families:
		return 2
	}
	return 3
}

func abs(n int) int { return max(n, -n) }

// mostVersions bounds the ways in which the versions of groups are combined.
const mostVersions = 64

// leftOver gives the gap for each version of the people of the groups.
func leftOver(a, b total, list []event) []gap {
	families, sums := b.families-a.families, []int{0}
	for _, ev := range list {
		versions := slices.Sorted(maps.Keys(ev.people()))
		if ev.families() < 0 || len(versions) == 0 {
			return nil // a group told by half cannot be taken off
		}
		families -= ev.families()
		var next []int
		for _, s := range sums {
			for _, v := range versions {
				next = append(next, s+v)
			}
		}
		sums = next[:min(len(next), mostVersions)]
	}
	out := make([]gap, len(sums))
	for i, s := range sums {
		out[i] = gap{families, b.people - a.people - s}
	}
	return out
}

// chainOf says whether the gap between totals i and i+1 is a contradiction, and which value the rest of the chain bears
// out.
func chainOf(place string, all []total, i int, g gap, between, events []event) (Contradiction, bool) {
	a, b := all[i], all[i+1]
	c := Contradiction{Rule: "chain", Place: place, Date: b.day, Values: append(valuesOf(a.entries...), valuesOf(b.entries...)...)}
	for _, ev := range between {
		c.Values = append(c.Values, valuesOf(ev.entries[0])...)
	}
	pairs := []any{"Families", familiesText(abs(g.families)), "People", peopleText(abs(g.people)), "Place", homeward.PlaceID(place)}
	switch {
	case g == gap{}:
		return c, false
	case g.families == 0 && a.families == b.families:
		c.Rule, c.Explanation = "restated", homeward.T("figures.rule.restated", pairs...)
	case g.families == 0:
		c.Explanation = homeward.T("figures.rule.chain_people", pairs...)
	case g.families > 0 && g.families <= strayFamilies && len(between) > 0 && g.people >= 0 && g.people <= 7*g.families:
		c.Explanation = homeward.T("figures.rule.chain_stray", pairs...)
	case g.rank() == 3:
		c.Explanation = homeward.T("figures.rule.chain_falls", pairs...)
	default:
		return c, false
	}
	c.Supports = borneOut(all, i, events)
	return c, true
}

// borneOut looks which of two totals the later ones follow from.
func borneOut(all []total, i int, events []event) *Value {
	supported := func(t total) bool {
		for _, later := range all[i+2:] {
			g, between, known := link(t, later, events)
			if known && later.day != t.day && g == (gap{}) && len(between) > 0 {
				return true
			}
		}
		return false
	}
	a, b := all[i], all[i+1]
	switch sa, sb := supported(a), supported(b); {
	case a.families == b.families && sa && !sb:
		v := valueOne(a.entries[0], "people", a.people)
		return &v
	case a.families == b.families && sb && !sa:
		v := valueOne(b.entries[0], "people", b.people)
		return &v
	case a.families != b.families && sb:
		v := valueOne(b.entries[0], "families", b.families)
		return &v
	}
	return nil
}

// witness adds a total told by half in between that bears the later total out: the families that came without a news
// item were already counted there.
func (c *Contradiction) witness(a, b total, g gap, partial []total) {
	for _, w := range partial {
		if w.families == a.families+g.families && a.day.Before(w.day) && w.day.Before(b.day) {
			c.Values = append(c.Values, valuesOf(w.entries...)...)
			v := valueOne(b.entries[0], "families", b.families)
			c.Supports = &v
			c.Explanation = homeward.T("figures.rule.chain_witness", "Families", familiesText(g.families), "People", peopleText(g.people),
				"Total", familiesText(w.families), "Day", w.day)
		}
	}
}

// restatedPartly finds a total told in people only that differs from the next full one by fewer people than a family
// has, with no group in between.
func restatedPartly(place string, whole, partial []total, events []event) []Contradiction {
	var out []Contradiction
	for _, p := range partial {
		if p.people < 0 {
			continue
		}
		for _, t := range whole {
			d := t.people - p.people
			if t.day.Before(p.day) || d == 0 || abs(d) > strayPeople || slices.ContainsFunc(events, func(ev event) bool {
				return !ev.day.Before(p.day) && !t.day.Before(ev.day)
			}) {
				continue
			}
			out = append(out, Contradiction{Rule: "restated", Place: place, Date: t.day, Values: append(valuesOf(p.entries...), valuesOf(t.entries...)...),
				Explanation: homeward.T("figures.rule.restated", "People", peopleText(abs(d)), "Place", homeward.PlaceID(place))})
			break
		}
	}
	return out
}
