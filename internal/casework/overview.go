package casework

import (
	"cmp"
	"context"
	"slices"

	"homeward"
	"homeward/internal/store"
)

// Overview is the first page an officer sees: how far everybody is, what blocks what, and what waits for somebody.
type Overview struct {
	Day     homeward.Date
	Status  map[homeward.HouseholdStatus]homeward.Count
	Places  []PlaceOverview // those with households or dwellings, in the order of their slugs
	Homes   map[homeward.DwellingState]int
	Blocks  []Block
	Open    store.Unanswered
	Rounds  []homeward.Round    // that go on, newest first
	Moves   []homeward.Movement // that have not arrived, newest first
	Waiting homeward.Count      // registered and not settled
}

// PlaceOverview is one settlement.
type PlaceOverview struct {
	Place   homeward.PlaceID
	Settled homeward.Count
	Waiting homeward.Count
	Homes   map[homeward.DwellingState]int
}

// Block is one thing that keeps homes from being given, with how many it keeps; the most frequent come first. A home that
// two things hold counts for both.
type Block struct {
	Key       string // refusal key
	Component homeward.Component
	Place     homeward.PlaceID
	Homes     int
}

// Overview is limited to the actor's areas.
func (h *House) Overview(ctx context.Context, actor homeward.Actor) (o Overview, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		o = Overview{Day: tx.Today(), Status: map[homeward.HouseholdStatus]homeward.Count{}, Homes: map[homeward.DwellingState]int{}}
		places := map[homeward.PlaceID]*PlaceOverview{}
		at := func(p homeward.PlaceID) *PlaceOverview {
			if places[p] == nil {
				places[p] = &PlaceOverview{Place: p, Homes: map[homeward.DwellingState]int{}}
			}
			return places[p]
		}
		counts, err := tx.StatusCounts(ctx)
		if err != nil {
			return err
		}
		for _, c := range counts {
			n := homeward.Count{Households: c.Households, Individuals: c.Individuals}
			o.Status[c.Status] = add(o.Status[c.Status], n)
			switch c.Status {
			case homeward.HouseholdSettled:
				at(c.Area).Settled = add(at(c.Area).Settled, n)
			case homeward.HouseholdEnded:
			default:
				at(c.Area).Waiting = add(at(c.Area).Waiting, n)
				o.Waiting = add(o.Waiting, n)
			}
		}
		homes, err := tx.HomeCounts(ctx)
		if err != nil {
			return err
		}
		for _, c := range homes {
			if c.State != "" {
				o.Homes[c.State] += c.Homes
				at(c.Place).Homes[c.State] += c.Homes
			} else {
				o.Blocks = append(o.Blocks, Block{Key: c.Key, Component: c.Component, Place: c.Place, Homes: c.Homes})
			}
		}
		slices.SortFunc(o.Blocks, func(a, b Block) int {
			return cmp.Or(cmp.Compare(b.Homes, a.Homes), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Component, b.Component), cmp.Compare(a.Place, b.Place))
		})
		for _, p := range places {
			o.Places = append(o.Places, *p)
		}
		slices.SortFunc(o.Places, func(a, b PlaceOverview) int { return cmp.Compare(a.Place, b.Place) })
		return overviewLists(ctx, tx, &o)
	})
	return o, err
}

func overviewLists(ctx context.Context, tx *store.Tx, o *Overview) (err error) {
	if o.Open, err = tx.Unanswered(ctx); err != nil {
		return err
	}
	if o.Rounds, err = tx.RoundsUnderWay(ctx); err != nil {
		return err
	}
	o.Moves, err = tx.MovementsUnderWay(ctx)
	return err
}

func add(a, b homeward.Count) homeward.Count {
	return homeward.Count{Households: a.Households + b.Households, Individuals: a.Individuals + b.Individuals}
}
