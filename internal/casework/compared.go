package casework

import (
	"context"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/figures"
	"homeward/internal/store"
)

// Compared is a published figure with what the register shows for the same place, day and measure. Agrees is nil where
// the register holds no such measure, or the statement no number.
type Compared struct {
	homeward.Statement
	Register    *homeward.Count
	Agrees      *bool
	Explanation homeward.Text
	// Because are the changes in the register's own history that make up the difference; Open is what they do not.
	Because []figures.Change
	Open    homeward.Count
}

// history is what the register knows of the households of a place.
func history(ctx context.Context, tx *store.Tx, place homeward.PlaceID) ([]figures.Moved, error) {
	rows, err := tx.Moved(ctx, place)
	if err != nil {
		return nil, err
	}
	var out []figures.Moved
	var last homeward.IndividualID
	for _, r := range rows {
		if n := len(out); n == 0 || out[n-1].ID != string(r.HouseholdID) {
			out = append(out, figures.Moved{ID: string(r.HouseholdID), DividedFrom: string(r.DividedFrom), Registered: r.RegisteredOn,
				Ended: r.EndedOn, Settled: r.KeysAt.Date()})
		}
		m := &out[len(out)-1]
		if n := len(m.Members); n > 0 && last == r.IndividualID && m.Members[n-1].From == r.ValidFrom {
			// Somebody who stayed behind and travelled again: sent with the first group, come with the second.
			m.Members[n-1] = again(m.Members[n-1], r)
			continue
		}
		last = r.IndividualID
		who := figures.Member{Born: r.BirthDate, From: r.ValidFrom, To: r.ValidTo, Died: r.DiedOn,
			Sent: r.DepartedAt.Date(), Arrived: r.ArrivedAt.Date(), GroupArrived: r.MovementsArrivedAt.Date()}
		if r.MergedInto != "" {
			who.Merged, who.MergedInto, who.Died = r.DiedOn, string(r.MergedInto), homeward.Date{}
		}
		m.Members = append(m.Members, who)
	}
	return out, nil
}

func again(m figures.Member, r store.MovedRow) figures.Member {
	if sent := r.DepartedAt.Date(); sent.Before(m.Sent) {
		m.Sent, m.GroupArrived = sent, r.MovementsArrivedAt.Date()
	}
	if arrived := r.ArrivedAt.Date(); m.Arrived.Before(arrived) {
		m.Arrived = arrived
	}
	return m
}

// counted says whether the register counts what a statement does: groups and totals of those who were settled. Who
// crossed a border, lived somewhere or left is counted elsewhere.
func counted(s homeward.Statement) bool {
	return (s.Kind == homeward.Increment || s.Kind == homeward.Cumulative) && (s.Measure == "" || s.Measure == string(figures.Settled)) &&
		s.Quantifier != string(figures.Vague) && (s.Families != 0 || s.People != 0) && !s.AsOf.IsZero()
}

// compare puts the register's number beside a published one, by the days of keys.
func (h *House) compare(s homeward.Statement, settled []SettledPlace) Compared {
	c := Compared{Statement: s}
	if !counted(s) || s.Phase == string(figures.Sent) {
		return c
	}
	var of homeward.Count
	places := h.placesOf(s)
	for _, p := range settled {
		if !slices.Contains(places, p.Place) && !slices.Contains(places, homeward.Programme) {
			continue
		}
		for _, d := range p.Days {
			if d.Day == s.AsOf || s.Kind == homeward.Cumulative && d.Day.Before(s.AsOf) {
				of = add(of, d.Of)
			}
		}
	}
	return c.beside(of)
}

// beside sets the register's number beside the published one.
func (c Compared) beside(of homeward.Count) Compared {
	x := figures.Compare(c.Statement, of)
	if x.Agrees == nil {
		return c
	}
	// Those who came from one place of a list are a part of the group: the register has no such part, and to say that the
	// whole differs from it would be wrong.
	if c.Statement.Origin != "" && !*x.Agrees {
		return c
	}
	c.Register, c.Agrees, c.Explanation = &of, x.Agrees, x.Explanation
	return c
}

// placesOf lists every place that a statement is about, with those inside.
func (h *House) placesOf(s homeward.Statement) []homeward.PlaceID {
	var out []homeward.PlaceID
	if s.Place != "" {
		out = inside(h.Places, s.Place)
	}
	for _, p := range splitPlaces(s.Places) {
		out = append(out, inside(h.Places, p)...)
	}
	return out
}

// splitPlaces reads several places joined by "+".
func splitPlaces(s string) (out []homeward.PlaceID) {
	for p := range strings.SplitSeq(s, "+") {
		if p != "" {
			out = append(out, homeward.PlaceID(p))
		}
	}
	return out
}

// explain compares a statement about one place with the register's history of it, in the statement's own phase, and
// looks there for what makes up the difference.
func explain(s homeward.Statement, list []figures.Moved) Compared {
	c := Compared{Statement: s}
	if !counted(s) {
		return c
	}
	on := figures.CountOn(list, s.Kind, s.AsOf)
	of := on.Settled
	switch figures.Phase(s.Phase) {
	case figures.Sent:
		of = on.Sent
	case figures.Arrived:
		// A place whose movements are not in this register has arrivals only as keys.
		if of = on.Arrived; of == (homeward.Count{}) {
			of = on.Settled
		}
	}
	c = c.beside(of)
	if c.Agrees == nil || *c.Agrees || (s.Quantifier != "" && s.Quantifier != string(figures.Exact)) {
		return c
	}
	published, register := homeward.Count{Households: s.Families, Individuals: s.People}, of
	if s.Families == 0 { // what was not said is not compared
		published.Households = register.Households
	}
	if s.People == 0 {
		published.Individuals = register.Individuals
	}
	changes := figures.Changes(list, s.Kind, figures.Phase(s.Phase), s.AsOf)
	for i := range changes {
		if s.Families == 0 {
			changes[i].Families = 0
		}
		if s.People == 0 {
			changes[i].People = 0
		}
	}
	c.Because, c.Open = figures.ExplainDifference(published, register, changes)
	return c
}
