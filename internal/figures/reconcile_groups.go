package figures

import (
	"maps"
	"slices"
	"strings"

	"homeward"
)

// versions finds groups that sources tell with different numbers. Sent in the morning and arrived at night may differ
// rightly; the totals before and after often tell which number is right.
func versions(l *Ledger, place string) []Contradiction {
	var out []Contradiction
	for _, ev := range l.events(place) {
		people := ev.people()
		if len(people) < 2 {
			continue
		}
		c := Contradiction{Rule: "versions", Place: place, Date: ev.day, Values: valuesOf(ev.entries...)}
		numbers := slices.Sorted(maps.Keys(people))
		c.Explanation = homeward.T("figures.rule.versions", "Least", numbers[0], "Most", numbers[len(numbers)-1])
		if phaseSplit(people) {
			c.Explanation = homeward.T("figures.rule.versions_phase", "Least", numbers[0], "Most", numbers[len(numbers)-1])
		}
		if n, ok := l.fromTotals(place, ev); ok && people[n] != nil {
			v := valueOne(people[n][0], "people", n)
			c.Supports = &v
			c.Explanation = homeward.T("figures.rule.versions_chain", "People", n, "Place", homeward.PlaceID(place))
		}
		out = append(out, c)
	}
	return append(out, sentArrived(l, place)...)
}

// phaseSplit says whether each version was told of one phase only: the sent had one number, the arrived another.
func phaseSplit(people map[int][]Entry) bool {
	seen := map[Phase]int{}
	for n, list := range people {
		for _, e := range list {
			if e.Phase == nil {
				return false
			}
			if other, ok := seen[*e.Phase]; ok && other != n {
				return false
			}
			seen[*e.Phase] = n
		}
	}
	return len(seen) == 2
}

// fromTotals works out the people of a group from the total that it is in and the total right before.
func (l *Ledger) fromTotals(place string, ev event) (int, bool) {
	all := l.totals(place)
	for i, t := range all {
		if t.day != ev.day || t.people < 0 || t.families < 0 {
			continue
		}
		for k := i - 1; k >= 0; k-- {
			b := all[k]
			if b.people >= 0 && b.families >= 0 && t.families-b.families == ev.families() && b.day.Before(t.day) {
				return t.people - b.people, true
			}
		}
	}
	return 0, false
}

// sentArrived finds a group that left with other families than arrived, a day apart at most.
func sentArrived(l *Ledger, place string) []Contradiction {
	events := l.events(place)
	var out []Contradiction
	for i, a := range events {
		for _, b := range events[i+1:] {
			d := a.families() - b.families()
			if !near(a.day, b.day, 1) || a.families() < 3 || b.families() < 3 || abs(d) > strayFamilies || d == 0 || !onlyPhases(a, b) {
				continue
			}
			c := Contradiction{Rule: "sent_arrived", Place: place, Date: b.day, Values: append(valuesOf(a.entries...), valuesOf(b.entries...)...)}
			c.Explanation = homeward.T("figures.rule.sent_arrived", "Families", familiesText(abs(d)))
			out = append(out, c)
		}
	}
	return out
}

func onlyPhases(a, b event) bool {
	is := func(ev event, p Phase) bool {
		for _, e := range ev.entries {
			if e.Phase == nil || *e.Phase != p {
				return false
			}
		}
		return true
	}
	return is(a, Sent) && is(b, Arrived) || is(a, Arrived) && is(b, Sent)
}

// draws compares what is told of one draw: the families in titles, texts and other outlets, the homes by rooms, and the
// group that moved in afterwards.
func draws(l *Ledger, place string) []Contradiction {
	byDate := map[homeward.Date][]Entry{}
	for _, e := range l.of(place, DrawParticipants, DrawByRooms) {
		byDate[e.Day] = append(byDate[e.Day], e)
	}
	var out []Contradiction
	for _, day := range slices.SortedFunc(maps.Keys(byDate), byDay) {
		votes := map[int]map[string]bool{}
		var values []Value
		rooms := 0
		vote := func(n int, voice string) {
			if votes[n] == nil {
				votes[n] = map[string]bool{}
			}
			votes[n][voice] = true
		}
		for _, e := range byDate[day] {
			switch {
			case e.Rooms != nil:
				sum := sumRooms(e.Rooms)
				rooms = sum
				values = append(values, valueOne(e, "homes", sum))
				vote(sum, e.Article+" rooms")
			case e.Families != nil:
				values = append(values, valueOne(e, "families", *e.Families))
				vote(*e.Families, e.Article)
			}
		}
		if len(votes) < 2 {
			continue
		}
		for _, ev := range l.events(place) {
			if n := day.DaysUntil(ev.day); n >= 0 && n <= 60 && votes[ev.families()] != nil {
				values = append(values, valuesOf(ev.entries[0])...)
				vote(ev.families(), "moved")
			}
		}
		out = append(out, drawFinding(place, day, values, votes, rooms))
	}
	return out
}

func sumRooms(rooms map[string]int) int {
	sum := 0
	for _, n := range rooms {
		sum += n
	}
	return sum
}

func drawFinding(place string, day homeward.Date, values []Value, votes map[int]map[string]bool, rooms int) Contradiction {
	c := Contradiction{Rule: "draw", Place: place, Date: day, Values: values}
	best, tie := 0, true
	for _, n := range slices.Sorted(maps.Keys(votes)) {
		switch {
		case best == 0 || len(votes[n]) > len(votes[best]):
			best, tie = n, false
		case len(votes[n]) == len(votes[best]):
			tie = true
		}
	}
	c.Explanation = homeward.T("figures.rule.draw_votes", "Families", best, "Voices", len(votes[best]))
	if rooms > 0 && len(votes) == 2 && tie {
		// A list can lose a line; the number of families told beside it cannot.
		c.Rule = "rooms"
		for n := range votes {
			if n > rooms {
				best, tie = n, false
				c.Explanation = homeward.T("figures.rule.rooms_short", "Families", n, "Homes", rooms)
			}
		}
	}
	if tie {
		c.Explanation = homeward.T("figures.rule.draw_open")
		return c
	}
	for _, v := range values {
		if v.Value == best && v.Unit != "people" {
			s := v
			c.Supports = &s
			break
		}
	}
	return c
}

// drawGrowth finds a place that grew by more families after a draw than took part in it.
func drawGrowth(l *Ledger, place string) []Contradiction {
	var out []Contradiction
	all := l.totals(place)
	seen := map[homeward.Date]bool{}
	for _, d := range l.of(place, DrawParticipants) {
		if d.Families == nil || seen[d.Day] {
			continue
		}
		for i, before := range all {
			if before.day != d.Day || before.families < 0 || i+1 >= len(all) {
				continue
			}
			after := all[i+1]
			grown := after.families - before.families
			if after.families < 0 || d.Day.DaysUntil(after.day) > 14 || grown <= *d.Families || seen[d.Day] {
				continue
			}
			seen[d.Day] = true
			c := Contradiction{Rule: "draw_growth", Place: place, Date: after.day,
				Values: append(append(valuesOf(d), valuesOf(before.entries[0])...), valuesOf(after.entries[0])...)}
			people := 0
			if d.People != nil {
				people = after.people - before.people - *d.People
			}
			c.Explanation = homeward.T("figures.rule.draw_growth", "Families", familiesText(grown-*d.Families), "People", peopleText(people))
			out = append(out, c)
		}
	}
	return out
}

// mislabelled finds a total that only repeats a day's group where others had come before.
func mislabelled(l *Ledger, place string) []Contradiction {
	var out []Contradiction
	events := l.events(place)
	for _, t := range l.totals(place) {
		if t.people < 0 {
			continue
		}
		sum, others := 0, []Entry(nil)
		var same *event
		for k := range events {
			ev := &events[k]
			if _, ok := ev.people()[t.people]; ok && ev.day == t.day {
				same = ev
			} else if ev.day.Before(t.day) {
				for n, list := range ev.people() {
					sum += n
					others = append(others, list[0])
					break
				}
			}
		}
		if same == nil || sum == 0 || t.families >= 0 && t.families != same.families() {
			continue
		}
		c := Contradiction{Rule: "mislabelled", Place: place, Date: t.day, Values: append(valuesOf(t.entries...), append(valuesOf(same.entries...), valuesOf(others...)...)...)}
		v := valueOne(others[0], "people", sum+t.people)
		c.Supports = &v
		c.Explanation = homeward.T("figures.rule.mislabelled", "People", t.people, "Total", sum+t.people)
		out = append(out, c)
	}
	return out
}

// origins compares the rows of a breakdown by origin with the group they break down.
func origins(l *Ledger, place string) []Contradiction {
	rows := map[string][]Entry{}
	for _, e := range l.of(place, Increment) {
		if e.Has(FlagPart) {
			rows[e.Article] = append(rows[e.Article], e)
		}
	}
	var out []Contradiction
	for _, article := range slices.Sorted(maps.Keys(rows)) {
		families, people := 0, 0
		for _, e := range rows[article] {
			families += max(value(e.Families), 0)
			people += max(value(e.People), 0)
		}
		for _, e := range l.of(place, Increment) {
			if e.Article != article || e.Has(FlagPart) || e.People == nil || e.Families == nil || *e.Families != families || *e.People == people {
				continue
			}
			c := Contradiction{Rule: "origins", Place: place, Date: e.Day, Values: append(valuesOf(e), valuesOf(rows[article]...)...)}
			if slices.ContainsFunc(l.of(place, Increment), func(o Entry) bool {
				return o.Cluster != e.Cluster && value(o.Families) == families && value(o.People) == *e.People
			}) {
				v := valueOne(e, "people", *e.People)
				c.Supports = &v
			}
			c.Explanation = homeward.T("figures.rule.origins", "People", *e.People, "Sum", people)
			out = append(out, c)
		}
	}
	return out
}

// groupTotals finds a number for several places that an outlet gave to one of them.
func groupTotals(l *Ledger, place string) []Contradiction {
	var out []Contradiction
	for _, e := range l.of(place, Increment) {
		if e.Families == nil || e.People == nil || !e.exact() || strings.Contains(place, "+") {
			continue
		}
		parts := map[string][]Entry{}
		for _, o := range l.Entries {
			if o.Kind == Increment && o.Article != e.Article && near(o.Day, e.Day, 1) && o.Families != nil && o.People != nil && !o.Has(FlagPart) && !strings.Contains(o.placeID(), "+") {
				parts[o.Article] = append(parts[o.Article], o)
			}
		}
		for _, article := range slices.Sorted(maps.Keys(parts)) {
			families, people, own := 0, 0, Entry{}
			for _, o := range parts[article] {
				families, people = families+*o.Families, people+*o.People
				if o.placeID() == place {
					own = o
				}
			}
			if len(parts[article]) < 2 || own.ID == "" || families != *e.Families || people != *e.People {
				continue
			}
			c := Contradiction{Rule: "group_total", Place: place, Date: e.Day, Values: append(valuesOf(e), valuesOf(parts[article]...)...)}
			v := valueOne(own, "families", *own.Families)
			c.Supports = &v
			c.Explanation = homeward.T("figures.rule.group_total", "Families", families, "Places", len(parts[article]))
			out = append(out, c)
			break
		}
	}
	return out
}
