package policy

import (
	"cmp"

	"homeward"
)

// Standing is what decides a household's place among those who wait.
type Standing struct {
	Rank      int      // of its class; 0 is none and comes after all
	Points    *float64 // nil is none
	Submitted homeward.Date
	// Registered and Displaced break ties where the policy names them.
	Registered, Displaced homeward.Date
}

// Waits compares two households that wait, by the order of the policy and then by its ties, as far as they are dates:
// negative when a comes first, zero where only a lot or a commission can tell.
func (p *Policy) Waits(a, b Standing) int {
	o := p.doc.Order
	if o == nil {
		return 0
	}
	rank := func() int { return cmp.Compare(lastWhenNone(a.Rank), lastWhenNone(b.Rank)) }
	points := func() int { return cmp.Compare(pointsOf(b), pointsOf(a)) }
	place := 0
	switch o.Method {
	case OrderClasses:
		place = rank()
	case OrderPoints:
		place = points()
	case OrderClassesThenPoints:
		place = cmp.Or(rank(), points())
	case OrderDate:
		place = earlier(a.Submitted, b.Submitted)
	}
	for _, tie := range o.Ties {
		if place != 0 {
			break
		}
		switch tie {
		case "submitted":
			place = earlier(a.Submitted, b.Submitted)
		case "registered_on":
			place = earlier(a.Registered, b.Registered)
		case "displaced_on":
			place = earlier(a.Displaced, b.Displaced)
		default:
			return 0 // a lot, or a body: what the file names after it does not come before it
		}
	}
	return place
}

func lastWhenNone(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

func pointsOf(s Standing) float64 {
	if s.Points == nil {
		return 0
	}
	return *s.Points
}

// earlier compares days; one that is not known comes last.
func earlier(a, b homeward.Date) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return a.Time().Compare(b.Time())
}
