package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/store"
)

// Amendment is what a household says anew of itself; nil fields stay as they are.
type Amendment struct {
	Intention    *homeward.Intention
	ServesThere  *bool
	FallenFamily *bool
	Stay         *homeward.Stay
	Wishes       *[]homeward.PlaceID
	Beside       []homeward.HouseholdID // further households it asks to live beside
}

// AmendHousehold records what a household says anew. What was said before stays readable in the journal.
func (h *House) AmendHousehold(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, in Amendment) error {
	if in.Intention != nil && !slices.Contains(homeward.Intentions, *in.Intention) {
		return homeward.Errorf(homeward.Invalid, "household.intention")
	}
	if in.Stay != nil {
		if !slices.Contains(homeward.StayKinds, in.Stay.Kind) {
			return homeward.Errorf(homeward.Invalid, "stay.kind", "Value", string(in.Stay.Kind))
		}
		if err := h.knownPlace(in.Stay.Place); err != nil {
			return err
		}
	}
	return h.DB.Write(ctx, actor, homeward.HouseholdAmend, household(id), func(tx *store.Tx) error {
		c, err := tx.Case(ctx, id)
		if err != nil {
			return err
		}
		if err := c.Now.Status.Allows(homeward.HouseholdAmend); err != nil {
			return err
		}
		tx.Detail(map[string]any{"before": map[string]any{"intention": c.Intention, "stay": c.Stay, "wishes": c.Wishes}, "now": in})
		set(&c.Intention, in.Intention)
		set(&c.ServesThere, in.ServesThere)
		set(&c.FallenFamily, in.FallenFamily)
		if err := tx.AmendHousehold(ctx, c.Household); err != nil {
			return err
		}
		if in.Stay != nil {
			s := *in.Stay
			s.ID, s.HouseholdID, s.ValidFrom, s.ValidTo = fresh(h, s.ID, "st"), id, tx.Today(), homeward.Date{}
			if err := tx.MoveStay(ctx, id, tx.Today(), &s); err != nil {
				return err
			}
		}
		if in.Wishes != nil {
			var ws []homeward.Wish
			for i, w := range *in.Wishes {
				if err := h.settlement(w); err != nil {
					return err
				}
				ws = append(ws, homeward.Wish{HouseholdID: id, Rank: i + 1, Place: w, RecordedSeq: tx.Seq})
			}
			if err := tx.ReplaceWishes(ctx, id, ws); err != nil {
				return err
			}
		}
		return tx.InsertBesides(ctx, id, in.Beside)
	})
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// Division says who leaves a household to be one of their own.
type Division struct {
	ID   homeward.HouseholdID // of the new household, or empty
	Who  []homeward.IndividualID
	Head homeward.IndividualID // of the new household
	On   homeward.Date         // empty is today
	Stay *homeward.Stay        // where the new household lives; nil is where it lived
}

// DivideHousehold makes a household of some members of another, from a day on. Both keep their history.
func (h *House) DivideHousehold(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, in Division) (homeward.HouseholdID, error) {
	if !slices.Contains(in.Who, in.Head) {
		return "", homeward.Errorf(homeward.Invalid, "household.new_head")
	}
	in.ID = fresh(h, in.ID, "hh")
	err := h.DB.Write(ctx, actor, homeward.HouseholdDivide, household(id), func(tx *store.Tx) error {
		old, err := tx.Case(ctx, id)
		if err != nil {
			return err
		}
		if err := old.Now.Status.Allows(homeward.HouseholdDivide); err != nil {
			return err
		}
		if in.On.IsZero() {
			in.On = tx.Today()
		}
		relations := map[homeward.IndividualID]homeward.Relation{}
		for _, m := range old.Members {
			relations[m.ID] = m.Relation
		}
		for _, p := range in.Who {
			if r, ok := relations[p]; !ok {
				return homeward.Errorf(homeward.Invalid, "household.not_a_member")
			} else if r == homeward.Head {
				return homeward.Errorf(homeward.Invalid, "household.head_stays").WithHint("household.head_stays.hint")
			}
		}
		if len(in.Who) >= len(old.Members) {
			return homeward.Errorf(homeward.Invalid, "household.nobody_stays")
		}
		tx.Detail(in)
		if err := tx.EndMemberships(ctx, id, in.Who, in.On); err != nil {
			return err
		}
		return h.found(ctx, tx, old, in, relations)
	})
	return in.ID, err
}

// found makes the new household of a division: it keeps the origin, the intention and the wishes of the old one.
func (h *House) found(ctx context.Context, tx *store.Tx, old store.Case, in Division, relations map[homeward.IndividualID]homeward.Relation) error {
	number, err := tx.NextCaseNumber(ctx)
	if err != nil {
		return err
	}
	c := store.Case{Household: old.Household}
	c.ID, c.CaseNumber, c.RegisteredOn, c.DividedFrom = in.ID, number, in.On, old.ID
	for _, d := range old.Displacements {
		d.ID, d.HouseholdID, d.RecordedSeq = fresh(h, homeward.DisplacementID(""), "dp"), in.ID, tx.Seq
		c.Displacements = append(c.Displacements, d)
	}
	c.Stay = old.Stay
	if in.Stay != nil {
		c.Stay = *in.Stay
	}
	c.Stay.ID, c.Stay.HouseholdID, c.Stay.ValidFrom, c.Stay.RecordedSeq = fresh(h, homeward.StayID(""), "st"), in.ID, in.On, tx.Seq
	for _, w := range old.Wishes {
		w.HouseholdID, w.RecordedSeq = in.ID, tx.Seq
		c.Wishes = append(c.Wishes, w)
	}
	if err := tx.InsertHousehold(ctx, c, nil); err != nil {
		return err
	}
	var ms []homeward.Membership
	for _, p := range in.Who {
		r := relations[p]
		if p == in.Head {
			r = homeward.Head
		}
		ms = append(ms, homeward.Membership{ID: fresh(h, homeward.MembershipID(""), "mb"), HouseholdID: in.ID, IndividualID: p, Relation: r, ValidFrom: in.On})
	}
	return tx.InsertMemberships(ctx, ms)
}
