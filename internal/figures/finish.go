package figures

import (
	"fmt"
	"maps"
	"strings"

	"homeward"
)

// finish settles what needs all statements: people told in the sentence after their families, figures told twice,
// titles that say otherwise, and what does not fit.
func (d *document) finish() {
	d.joinSentences()
	d.raiseTotals()
	d.noGroup()
	d.loneGroup()
	d.dropRepeats()
	for i := range d.out {
		check(&d.out[i])
	}
	d.checkRooms()
	d.checkTotals()
}

// joinSentences joins "… greeted 20 families. So 81 more residents are home." to one figure.
func (d *document) joinSentences() {
	for i := 0; i+1 < len(d.out); i++ {
		a, b := &d.out[i], &d.out[i+1]
		ka, kb := d.keys[i], d.keys[i+1]
		if kb.sentence != ka.sentence+1 || a.Kind != Increment || b.Kind != Increment || a.Families == nil || a.People != nil ||
			b.Families != nil || b.People == nil || ka.title || a.Block != b.Block || kb.named && !samePlaces(*a, *b) {
			continue
		}
		if !plausible(*a.Families, *b.People) {
			continue
		}
		a.People, a.End = b.People, b.End
		a.because("next_sentence")
		d.out = append(d.out[:i+1], d.out[i+2:]...)
		d.keys = append(d.keys[:i+1], d.keys[i+2:]...)
	}
}

// raiseTotals makes totals of figures that nothing but a verb makes a group's, where the text has the day's group in
// plain words and this number is far greater, or where they stand for the whole programme.
func (d *document) raiseTotals() {
	for i := range d.out {
		t := &d.out[i]
		if d.keys[i].kindRule != "moves" || t.Kind != Increment {
			continue
		}
		whole := t.Place != nil && *t.Place == string(homeward.Programme)
		for k := range d.out {
			g := d.out[k]
			if k != i && g.Kind == Increment && d.keys[k].kindRule == "day_group" && samePlaces(g, *t) &&
				(t.Families != nil && g.Families != nil && *t.Families >= 3**g.Families || t.People != nil && g.People != nil && *t.People >= 3**g.People) {
				whole = true
			}
		}
		if whole {
			t.Kind, t.Phase = Cumulative, nil
			t.because("larger")
		}
	}
}

// mostFamilies and mostPeople are more than ever moved to one place on one day.
const (
	mostFamilies = 130
	mostPeople   = 550
)

// noGroup makes totals of what nothing but a verb makes a group's, in a text that tells of no group at all (no "another",
// no "today", no convoy, no keys), where the number is greater than any group's.
func (d *document) noGroup() {
	for i := range d.sentences {
		if d.sentences[i].any(cueAnother, cueStage, cueToday, cueTomorrow, cueYesterday, cueSends, cueArrives) {
			return
		}
	}
	for i := range d.out {
		t := &d.out[i]
		if d.keys[i].kindRule == "moves" && t.Kind == Increment && (value(t.Families) > mostFamilies || value(t.People) > mostPeople) {
			t.Kind, t.Phase = Cumulative, nil
			t.because("no_group")
		}
	}
}

// loneGroup makes the announced group of a figure that only "thus" made a total, in a text whose title announces a group
// and that has no other figure for it.
func (d *document) loneGroup() {
	lone := -1
	for i, s := range d.out {
		switch {
		case s.Kind == Increment || s.Kind == Planned || s.Kind == DrawParticipants:
			return
		case d.keys[i].kindRule == "thus":
			if lone >= 0 {
				return
			}
			lone = i
		}
	}
	if lone < 0 || !d.sentences[0].title || !d.sentences[0].any(cueAnother, cueSends, cueStage, cueToday) {
		return
	}
	d.out[lone].Kind = Increment
	d.out[lone].because("announced")
}

func samePlaces(a, b Statement) bool { return placeKey(a) == placeKey(b) }

func placeKey(s Statement) string {
	if s.Place != nil {
		return *s.Place
	}
	return strings.Join(s.Places, "+")
}

// value is a number, or -1 where none is stated.
func value(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// dropRepeats keeps of a figure that is told again the first telling in the text; a title is dropped where the text
// has its numbers, and flagged where the text has others.
func (d *document) dropRepeats() {
	var out []Statement
	var keys []statementPlace
	for i, s := range d.out {
		switch {
		case d.keys[i].title && d.covered(i):
			continue
		case d.repeats(out, s):
			continue
		}
		out, keys = append(out, s), append(keys, d.keys[i])
	}
	d.out, d.keys = out, keys
	for i := range d.out {
		if d.keys[i].title && d.contradicted(i) {
			d.out[i].flag(FlagHeadline)
		}
	}
}

// covered says whether the text tells all numbers of a title's figure.
func (d *document) covered(i int) bool {
	t := d.out[i]
	for k, s := range d.out {
		if k == i || d.keys[k].title {
			continue
		}
		if holds(s.Families, t.Families) && holds(s.People, t.People) && holds(s.Homes, t.Homes) && (t.Quantifier == s.Quantifier || t.Quantifier != Vague) {
			return true
		}
	}
	return false
}

func holds(have, want *int) bool { return want == nil || have != nil && *have == *want }

// repeats says whether a statement tells again what an earlier one told. Sent and arrived are two things.
func (d *document) repeats(out []Statement, s Statement) bool {
	for k := range out {
		o := &out[k]
		if o.Kind != s.Kind || !d.covers(*o, s) || o.Quantifier != s.Quantifier || !holds(o.Families, s.Families) ||
			!holds(o.People, s.People) || !holds(o.Homes, s.Homes) || !maps.Equal(o.Rooms, s.Rooms) {
			continue
		}
		if s.Phase != nil && o.Phase != nil && *s.Phase != *o.Phase && s.Block != o.Block {
			continue
		}
		if s.Has(FlagPart) != o.Has(FlagPart) {
			continue
		}
		o.flag(FlagRepeated)
		return true
	}
	return false
}

// covers says whether a statement's place is that of an earlier one, or only the district or the group that the earlier
// one's place lies in, told less exactly.
func (d *document) covers(o, s Statement) bool {
	if samePlaces(o, s) {
		return true
	}
	if s.Place == nil && s.Places == nil {
		return true
	}
	if o.Place == nil || s.Place == nil {
		return false
	}
	p, ok := d.places.byKey[*o.Place]
	return ok && (d.places.places[p].district == *s.Place || *s.Place == string(homeward.Programme)) && s.Kind == Increment
}

// contradicted says whether the text has another number where the title has this one.
func (d *document) contradicted(i int) bool {
	t := d.out[i]
	for k, s := range d.out {
		if d.keys[k].title || s.Kind != t.Kind || placeKey(s) != placeKey(t) {
			continue
		}
		if s.Families != nil && t.Families != nil && *s.Families != *t.Families || s.People != nil && t.People != nil && *s.People != *t.People {
			return true
		}
	}
	return false
}

// check flags what a statement alone shows to be doubtful.
func check(s *Statement) {
	if s.Families != nil && s.People != nil && s.Quantifier == Exact && s.PeopleQuantifier == "" && *s.Families > 0 {
		if mean := float64(*s.People) / float64(*s.Families); mean < 2 || mean > 6 {
			s.flag(FlagFamilySize)
			s.because("family_size", "Mean", fmt.Sprintf("%.1f", mean))
		}
	}
	if s.Families != nil && *s.Families > 0 && *s.Families < 3 && s.Quantifier == Exact {
		s.flag(FlagSingle)
	}
}

// checkRooms compares homes by rooms with the families that drew.
func (d *document) checkRooms() {
	for i := range d.out {
		r := &d.out[i]
		if r.Rooms == nil {
			continue
		}
		sum := 0
		for _, n := range r.Rooms {
			sum += n
		}
		matches, others := false, false
		for k := range d.out {
			f := d.out[k]
			if f.Kind != DrawParticipants || f.Families == nil || placeKey(f) != placeKey(*r) {
				continue
			}
			if *f.Families == sum {
				matches = true
			} else {
				others = true
			}
		}
		if others && !matches {
			r.flag(FlagRoomsSum)
			r.because("rooms_sum", "Homes", sum)
		}
	}
}

// checkTotals looks for a total that its parts exceed by whole thousands: a group of digits was lost. It also marks a
// total that only repeats the day's group.
func (d *document) checkTotals() {
	for i := range d.out {
		t := &d.out[i]
		if t.Kind == Cumulative && t.People != nil && t.Families == nil {
			for _, g := range d.out {
				if g.Kind == Increment && g.People != nil && *g.People == *t.People && samePlaces(g, *t) && g.Families != nil {
					t.flag(FlagMislabelled)
				}
			}
		}
		if t.Kind != TemporaryAccommodation || t.People == nil || t.Place == nil || *t.Place != "armenia" {
			continue
		}
		sum, parts := 0, 0
		for _, p := range d.out {
			if p.Kind == t.Kind && p.People != nil && p.Place != nil && strings.HasPrefix(*p.Place, "am-") {
				sum += *p.People
				parts++
			}
		}
		if parts >= 3 && sum != *t.People && sum%1000 == *t.People%1000 && sum > *t.People && *t.People < 1000 {
			t.flag(FlagLostThousands)
			t.because("lost_thousands", "Sum", sum)
		}
	}
}
