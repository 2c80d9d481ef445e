package figures

import (
	"slices"

	"homeward"
)

// Moved is a household in the register's history of a place: when it was sent there, when it came, when it got its keys.
// A day that has not come is zero.
type Moved struct {
	ID, DividedFrom string
	Registered      homeward.Date // of one that divided, the day it did
	Ended           homeward.Date
	Settled         homeward.Date
	Members         []Member
}

// Member is somebody of a household, with the days that a count can turn on.
type Member struct {
	Born, From, To, Died homeward.Date
	Sent, Arrived        homeward.Date
	GroupArrived         homeward.Date // when the group came that the member was sent with
	// Merged is the day on which this record was found to be of a person registered twice and ended; MergedInto is the
	// household where the other record goes on.
	Merged     homeward.Date
	MergedInto string
}

// On is what the register counts of a place on a day.
type On struct{ Sent, Arrived, Settled homeward.Count }

// window is how long before a published count its lists may have been closed: births, deaths, divisions and merges in
// these days can be in the register and not in the list. lag is how long after it keys and late arrivals may follow.
const (
	window = 90
	lag    = 30
)

func (m Moved) size(on homeward.Date) int {
	n := 0
	for _, p := range m.Members {
		if !on.Before(p.From) && (p.To.IsZero() || on.Before(p.To)) {
			n++
		}
	}
	return n
}

// inDays says whether a day that has come lies in (from, to].
func inDays(d, from, to homeward.Date) bool { return !d.IsZero() && from.Before(d) && !to.Before(d) }

// scope is the days that a published count is about: its day, or all days until then.
func scope(kind Kind, day homeward.Date) func(homeward.Date) bool {
	return func(d homeward.Date) bool {
		if kind == Increment {
			return d == day
		}
		return !d.IsZero() && !day.Before(d)
	}
}

// CountOn counts the households and people of a place that were sent, came and got their keys on the day, or until then
// for a total. Who belonged to a household on the day of its keys is settled with it.
func CountOn(history []Moved, kind Kind, day homeward.Date) (out On) {
	in := scope(kind, day)
	for _, m := range history {
		sent, arrived := 0, 0
		for _, p := range m.Members {
			if in(p.Sent) {
				sent++
			}
			if in(p.Arrived) {
				arrived++
			}
		}
		out.Sent = plus(out.Sent, sent)
		out.Arrived = plus(out.Arrived, arrived)
		if in(m.Settled) {
			out.Settled = plus(out.Settled, m.size(m.Settled))
		}
	}
	return out
}

// plus adds a household of n people; none is no household.
func plus(c homeward.Count, n int) homeward.Count {
	if n > 0 {
		c.Households, c.Individuals = c.Households+1, c.Individuals+n
	}
	return c
}

// Waiting counts the households of a place that were registered by a day and had no keys yet.
func Waiting(history []Moved, day homeward.Date) (out homeward.Count) {
	for _, m := range history {
		if day.Before(m.Registered) || !m.Ended.IsZero() && !day.Before(m.Ended) || !m.Settled.IsZero() && !day.Before(m.Settled) {
			continue
		}
		out = plus(out, m.size(day))
	}
	return out
}

// Changes lists what the register's history holds that can move a count of the settled or arrived away from what was
// published: the sign is that of the register's number less the published one.
func Changes(history []Moved, kind Kind, phase Phase, day homeward.Date) []Change {
	if phase == Sent {
		return nil // who was on the buses is counted on the buses
	}
	byID := map[string]Moved{}
	for _, m := range history {
		byID[m.ID] = m
	}
	in, from := scope(kind, day), day.Add(-window)
	var out []Change
	for _, m := range history {
		if m.DividedFrom != "" && inDays(m.Registered, from, day) {
			out = append(out, divided(m, byID[m.DividedFrom], in)...)
		}
		out = append(out, joined(m, byID, in, from, day)...)
		if phase == Arrived {
			out = append(out, lateOnTheWay(m, day)...)
			continue
		}
		if in(m.Settled) {
			out = append(out, bornAndDied(m, from, day)...)
		}
		out = append(out, lateKeys(m, in, day)...)
	}
	slices.SortStableFunc(out, func(a, b Change) int { return byDay(a.Day, b.Day) })
	return out
}

// divided compares one family on the list with the two that it has become: both are counted, or one of them only.
func divided(m, parent Moved, in func(homeward.Date) bool) []Change {
	mine, theirs := in(m.Settled), in(parent.Settled)
	switch {
	case mine && theirs:
		return []Change{{Divided, 1, 0, m.Registered}}
	case theirs && !parent.Settled.Before(m.Registered):
		return []Change{{Divided, 0, -m.size(m.Registered), m.Registered}}
	case mine && parent.ID != "":
		return []Change{{Divided, 0, -parent.size(m.Registered), m.Registered}}
	}
	return nil
}

// joined is a household some of whose members were registered twice: a list that was closed before counted them in both
// places, and the household as a family of its own if nobody is left in it.
func joined(m Moved, byID map[string]Moved, in func(homeward.Date) bool, from, day homeward.Date) []Change {
	c := Change{Cause: Joined}
	for _, p := range m.Members {
		if inDays(p.Merged, from, day) && in(byID[p.MergedInto].Settled) {
			c.People, c.Day = c.People-1, latest(c.Day, p.Merged)
		}
	}
	switch {
	case c.People == 0:
		return nil
	case inDays(m.Ended, from, day):
		c.Families = -1
	case !in(m.Settled):
		return nil // it waits, and was counted by nobody
	}
	return []Change{c}
}

// bornAndDied lists the births and deaths of a counted household that the list may not have known, and children who were
// entered after the keys and so are not in the register's count.
func bornAndDied(m Moved, from, day homeward.Date) []Change {
	var out []Change
	for _, p := range m.Members {
		switch {
		case inDays(p.Born, from, day) && !m.Settled.Before(p.From):
			out = append(out, Change{Born, 0, 1, p.Born})
		case inDays(p.Born, from, day):
			out = append(out, Change{Born, 0, -1, p.Born})
		case inDays(p.Died, from, day) && !m.Settled.Before(p.Died):
			out = append(out, Change{Died, 0, -1, p.Died})
		}
	}
	return out
}

// lateKeys is a household whose keys did not come with its group's: after the day, though its group had come; or on it,
// though its group came before. Who was sent and never came is absent.
func lateKeys(m Moved, in func(homeward.Date) bool, day homeward.Date) []Change {
	var sent, group, arrived homeward.Date
	for _, p := range m.Members {
		sent, group = latest(sent, p.Sent), latest(group, p.GroupArrived)
		arrived = latest(arrived, p.Arrived)
	}
	switch {
	case inDays(sent, day.Add(-lag), day) && !group.IsZero() && !day.Before(group) && arrived.IsZero():
		return []Change{{Absent, -1, -m.size(sent), sent}}
	case in(group) && inDays(m.Settled, day, day.Add(lag)):
		return []Change{{Late, -1, -m.size(m.Settled), m.Settled}}
	case in(m.Settled) && inDays(m.Settled, day.Add(-lag), day) && !group.IsZero() && group.Before(arrived):
		return []Change{{Late, 1, m.size(m.Settled), m.Settled}}
	}
	return nil
}

// lateOnTheWay is who came after the group they were sent with, or not at all.
func lateOnTheWay(m Moved, day homeward.Date) []Change {
	late, absent, with := 0, 0, 0
	var on, sent homeward.Date
	for _, p := range m.Members {
		switch {
		case p.Sent.IsZero() || p.GroupArrived.IsZero() || !inDays(p.GroupArrived, day.Add(-lag), day):
		case p.Arrived.IsZero():
			absent++
			sent = p.Sent
		case inDays(p.Arrived, day, day.Add(lag)):
			late++
			on = p.Arrived
		default:
			with++
		}
	}
	var out []Change
	whole := func(n int) int {
		if with == 0 && late+absent == n {
			return -1
		}
		return 0
	}
	if late > 0 {
		out = append(out, Change{Late, whole(late), -late, on})
	}
	if absent > 0 {
		out = append(out, Change{Absent, whole(absent), -absent, sent})
	}
	return out
}

func latest(a, b homeward.Date) homeward.Date {
	if a.Before(b) {
		return b
	}
	return a
}
