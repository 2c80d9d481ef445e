package figures

import (
	"slices"
	"strings"

	"homeward"
)

// Ledger keeps statements with their sources. Copies that outlets took from one another form a cluster and count as
// one voice; every value keeps all its sources.
type Ledger struct {
	Entries []Entry
}

// Entry is one statement of one article.
type Entry struct {
	// ID is what the source's table calls the statement; several entries may be told under one, Key tells them apart.
	ID  string
	Key string
	Statement
	Note      string
	Other     string // a number of something else, as written, of an entry that counts nothing of ours
	Article   string
	Publisher string
	Cluster   string // syndicated copies share it
	// Day is the day the statement speaks of: the end of the month or year where only those are given.
	Day homeward.Date
	// Exactly says that Day is a day and not only a month or year.
	Exactly bool
	// Aside is set for people that are counted in the article but are no figure of ours, such as those whose needs are
	// still being found out. They are kept because the figures of an article must add up with them.
	Aside bool
}

// Source names where the entry was published.
func (e Entry) Source() string {
	if e.Publisher == "" {
		return e.Article
	}
	return e.Article + " " + e.Publisher
}

// exact says whether the entry's numbers are meant exactly.
func (e Entry) exact() bool {
	return (e.Quantifier == Exact || e.Quantifier == "") && e.PeopleQuantifier == ""
}

// fixDay reads the day of an event date.
func (e *Entry) fixDay() {
	e.Day, e.Exactly = EventDay(e.EventDate), len(e.EventDate) == len("2006-01-02")
}

// EventDay is the day that 2025-04-28, 2025-04 or 2025 speaks of, the last one of a month or year; zero where it is none
// of these.
func EventDay(s string) homeward.Date {
	var d homeward.Date
	var err error
	switch len(s) {
	case len("2006-01-02"):
		d, err = homeward.ParseDate(s)
	case len("2006-01"):
		if d, err = homeward.ParseDate(s + "-01"); err == nil {
			d = homeward.NewDate(d.Year, d.Month+1, 1).Add(-1)
		}
	case len("2006"):
		d, err = homeward.ParseDate(s + "-12-31")
	}
	if err != nil {
		return homeward.Date{}
	}
	return d
}

// placeID is the place of the entry: one key, or several joined by "+".
func (e Entry) placeID() string {
	if e.Place != nil {
		return *e.Place
	}
	return strings.Join(e.Places, "+")
}

// places lists the places that entries speak of, in order.
func (l *Ledger) places() []string {
	var out []string
	for _, e := range l.Entries {
		if p := e.placeID(); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// of returns the entries of a place and kind, by day.
func (l *Ledger) of(place string, kinds ...Kind) []Entry {
	var out []Entry
	for _, e := range l.Entries {
		if e.placeID() == place && slices.Contains(kinds, e.Kind) && !e.Aside {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return byDay(a.Day, b.Day) })
	return out
}

func byDay(a, b homeward.Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

// event is one group that moved, as all sources tell it.
type event struct {
	day     homeward.Date
	entries []Entry
}

// families gives the number of families of the event, -1 if no source has it.
func (ev event) families() int {
	for _, e := range ev.entries {
		if e.Families != nil {
			return *e.Families
		}
	}
	return -1
}

// people gives each number of people that sources have for the event, with its entries.
func (ev event) people() map[int][]Entry {
	out := map[int][]Entry{}
	for _, e := range ev.entries {
		if e.People != nil {
			out[*e.People] = append(out[*e.People], e)
		}
	}
	return out
}

// events makes groups of the increments of a place: one event is told by several sources with the same families, or
// the same people, a day apart at most. Parts of a group (its origins) and sums of several days are no events of their
// own; an equal pair at another place or date is.
func (l *Ledger) events(place string) []event {
	var out []event
	for _, e := range l.of(place, Increment) {
		if !e.exact() || e.Day.IsZero() || e.Has(FlagPart) || (e.Families == nil && e.People == nil) {
			continue
		}
		found := false
		for k := range out {
			if near(out[k].day, e.Day, 1) && out[k].tells(e) {
				out[k].entries, found = append(out[k].entries, e), true
				break
			}
		}
		if !found {
			out = append(out, event{e.Day, []Entry{e}})
		}
	}
	return slices.DeleteFunc(out, func(ev event) bool { return isSum(ev, out) })
}

func near(a, b homeward.Date, days int) bool {
	n := a.DaysUntil(b)
	return -days <= n && n <= days
}

// tells says whether an entry tells of this event.
func (ev event) tells(e Entry) bool {
	if f := ev.families(); f >= 0 && e.Families != nil {
		return f == *e.Families
	}
	if e.People == nil {
		return false
	}
	_, ok := ev.people()[*e.People]
	return ok
}

// isSum says whether an event is only the sum of others told of the same days: "20 families in this stage", of which
// ten came on Tuesday and ten on Friday.
func isSum(ev event, all []event) bool {
	families, n := 0, 0
	for _, o := range all {
		if o.families() > 0 && o.families() < ev.families() && near(o.day, ev.day, 7) {
			families += o.families()
			n++
		}
	}
	return n >= 2 && families == ev.families()
}

// total is what a place had come to by a day, as all sources that agree tell it.
type total struct {
	day              homeward.Date
	families, people int // -1 where not stated
	entries          []Entry
}

// totals lists the exact totals of a place in order; sources that say the same on the same day stand together.
func (l *Ledger) totals(place string) []total {
	var out []total
	for _, e := range l.of(place, Cumulative) {
		if !e.exact() || e.Day.IsZero() {
			continue
		}
		t := total{e.Day, value(e.Families), value(e.People), []Entry{e}}
		if i := slices.IndexFunc(out, func(o total) bool {
			return o.day == t.day && o.families == t.families && o.people == t.people
		}); i >= 0 {
			out[i].entries = append(out[i].entries, e)
			continue
		}
		out = append(out, t)
	}
	return out
}
