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
	Died         *Death
}

// AmendHousehold records what a household says anew. What was said before stays readable in the journal.
func (h *House) AmendHousehold(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, in Amendment) error {
	if in.Intention != nil && !slices.Contains(homeward.Intentions, *in.Intention) {
		return homeward.Errorf(homeward.Invalid, "household.intention")
	}
	if in.Stay != nil {
		if err := h.checkStay(*in.Stay); err != nil {
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
		if in.Died != nil {
			if err := h.died(ctx, tx, c, *in.Died); err != nil {
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

func (h *House) checkStay(s homeward.Stay) error {
	if !slices.Contains(homeward.StayKinds, s.Kind) {
		return homeward.Errorf(homeward.Invalid, "stay.kind", "Value", string(s.Kind))
	}
	return h.knownPlace(s.Place)
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
	if in.Stay != nil {
		if err := h.checkStay(*in.Stay); err != nil {
			return "", err
		}
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
		relations, err := mayDivide(old, in, tx.Today())
		if err != nil {
			return err
		}
		tx.Detail(in)
		if err := tx.EndMemberships(ctx, id, in.Who, in.On); err != nil {
			return err
		}
		return h.found(ctx, tx, old, in, relations)
	})
	return in.ID, err
}

// mayDivide checks who leaves and when, and returns the relations they had. A division is of no later day than today,
// and of a household with keys of a later day than those: who was settled then was, and the figure of that day stands.
func mayDivide(old store.Case, in Division, today homeward.Date) (map[homeward.IndividualID]homeward.Relation, error) {
	relations, since := map[homeward.IndividualID]homeward.Relation{}, map[homeward.IndividualID]homeward.Date{}
	for _, m := range old.Members {
		relations[m.ID], since[m.ID] = m.Relation, m.ValidFrom
	}
	for _, p := range in.Who {
		r, ok := relations[p]
		switch {
		case !ok:
			return nil, homeward.Errorf(homeward.Invalid, "household.not_a_member")
		case r == homeward.Head:
			return nil, homeward.Errorf(homeward.Invalid, "household.head_stays").WithHint("household.head_stays.hint")
		case in.On.Before(since[p]):
			return nil, homeward.Errorf(homeward.Invalid, "household.dates")
		}
	}
	if len(in.Who) >= len(old.Members) {
		return nil, homeward.Errorf(homeward.Invalid, "household.nobody_stays")
	}
	if today.Before(in.On) || !old.Now.KeysAt.IsZero() && !old.Now.KeysAt.Date().Before(in.On) || !old.Past.PaidOn.IsZero() && !old.Past.PaidOn.Before(in.On) {
		return nil, homeward.Errorf(homeward.Invalid, "household.divided_on").WithHint("household.divided_on.hint")
	}
	return relations, nil
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
	if c.Stay.Kind != "" { // a household with keys has no stay to take over
		c.Stay.ID, c.Stay.HouseholdID, c.Stay.ValidFrom, c.Stay.RecordedSeq = fresh(h, homeward.StayID(""), "st"), in.ID, in.On, tx.Seq
	}
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
	if err := tx.InsertMemberships(ctx, ms); err != nil {
		return err
	}
	// What was found out about those who leave is known of them in the new household too.
	var facts []homeward.Fact
	for _, f := range old.Facts {
		if slices.Contains(in.Who, f.IndividualID) {
			f.ID, f.HouseholdID = homeward.FactID(h.IDs.New("fa")), in.ID
			facts = append(facts, f)
		}
	}
	return tx.RecordFacts(ctx, facts)
}
