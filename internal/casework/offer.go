package casework

import (
	"context"

	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// newOffer asks a household about its allocation, with the time the policy gives it.
func (h *House) newOffer(tx *store.Tx, rules *policy.Policy, a homeward.Allocation) homeward.Offer {
	return homeward.Offer{ID: homeward.OfferID(h.IDs.New("of")), AllocationID: a.ID, HouseholdID: a.HouseholdID, DwellingID: a.DwellingID,
		MadeOn: tx.Today(), Deadline: lastDay(rules, tx.Today())}
}

// lastDay is the last day on which an offer made today may be answered; homeward.Endless where the policy sets none.
func lastDay(rules *policy.Policy, made homeward.Date) homeward.Date {
	if o, ok := rules.Offer(); ok {
		if last := o.LastDay(made, rules.DaysOff()); !last.IsZero() {
			return last
		}
	}
	return homeward.Endless
}

// MakeOffer gives a dwelling that came free after a published round to the next in its line, and asks that household.
// Of many who try at once one succeeds; the database sees to that.
func (h *House) MakeOffer(ctx context.Context, actor homeward.Actor, dwelling homeward.DwellingID) (homeward.Offer, error) {
	area, err := h.DB.AreaOf(ctx, homeward.Subject{Noun: "dwelling", ID: string(dwelling)})
	if err != nil {
		return homeward.Offer{}, err
	}
	id := homeward.OfferID(h.IDs.New("of"))
	var o homeward.Offer
	err = h.DB.Write(ctx, actor, homeward.OfferMake, homeward.Subject{Noun: "offer", ID: string(id), Area: area}, func(tx *store.Tx) error {
		home, err := tx.Home(ctx, dwelling)
		if err != nil {
			return err
		}
		if err := mayGive(home); err != nil {
			return err
		}
		if home.InRound != "" { // a later round has taken it in, and its lot will decide
			return homeward.Errorf(homeward.Conflict, "dwelling.in_another_round")
		}
		last, ok, err := tx.LastAllocationOf(ctx, dwelling)
		if err != nil {
			return err
		}
		if !ok {
			return homeward.Errorf(homeward.Blocked, "offer.no_round").WithHint("offer.no_round.hint")
		}
		a, rules, err := h.nextInLine(ctx, tx, last, home)
		if err != nil {
			return err
		}
		// The unique index on live allocations decides here, whatever was read above.
		if err := tx.InsertAllocations(ctx, []homeward.Allocation{a}); err != nil {
			return err
		}
		o = h.newOffer(tx, rules, a)
		o.ID = id
		tx.Rules(rules.Hash())
		tx.Detail(map[string]any{"dwelling": dwelling, "entry": a.EntryID})
		if err := tx.SetEntryLive(ctx, a.EntryID, false); err != nil {
			return err
		}
		return tx.InsertOffers(ctx, []homeward.Offer{o})
	})
	return o, err
}

// mayGive asks the gates of danger and title, and the works: what is held is given to nobody, nobody travels to it, and
// nobody gets its keys.
func mayGive(home homeward.Home) error {
	why := home.Blocked()
	if len(why) == 0 {
		return nil
	}
	return &homeward.Error{Kind: homeward.Blocked, Text: why[0].Text, Hint: why[0].Remedy}
}

// nextInLine makes the allocation of a freed dwelling to the entry that waits first for one like it.
func (h *House) nextInLine(ctx context.Context, tx *store.Tx, last homeward.Allocation, home homeward.Home) (homeward.Allocation, *policy.Policy, error) {
	r, err := tx.Round(ctx, last.RoundID)
	if err != nil {
		return homeward.Allocation{}, nil, err
	}
	if r.Stage() != homeward.RoundPublished {
		return homeward.Allocation{}, nil, homeward.Errorf(homeward.Conflict, "round.not_published")
	}
	adoption, err := tx.AdoptionByHash(ctx, r.PolicyHash)
	if err != nil {
		return homeward.Allocation{}, nil, err
	}
	rules, err := h.policyOf(adoption)
	if err != nil {
		return homeward.Allocation{}, nil, err
	}
	e, err := h.passesTo(ctx, tx, r, home)
	if err != nil {
		return homeward.Allocation{}, nil, err
	}
	if e.ID == "" {
		if home.Allocated != "" { // somebody else was first, and was the last in line
			return homeward.Allocation{}, nil, homeward.Errorf(homeward.Conflict, "dwelling.allocated")
		}
		return homeward.Allocation{}, nil, homeward.Errorf(homeward.Blocked, "offer.nobody_waits").WithHint("offer.nobody_waits.hint")
	}
	return homeward.Allocation{ID: homeward.AllocationID(h.IDs.New("al")), RoundID: r.ID, EntryID: e.ID, HouseholdID: e.HouseholdID,
		DwellingID: home.ID, MadeAt: tx.Now, Reason: homeward.T("reason.next_in_line", "Line", e.Line, "Rooms", home.Rooms)}, rules, nil
}

// passesTo is the entry that a dwelling of a published round passes to, by the rule of the draw (draw.Bundle.Next): those who
// wait behind the others after an offer they did not take come when nobody else does. The zero Entry is nobody.
func (h *House) passesTo(ctx context.Context, tx *store.Tx, r homeward.Round, home homeward.Home) (homeward.Entry, error) {
	b, err := draw.Decode([]byte(r.Bundle))
	if err != nil {
		return homeward.Entry{}, drawError(err)
	}
	list, err := tx.WaitingFor(ctx, r, home.Dwelling)
	if err != nil {
		return homeward.Entry{}, err
	}
	as, err := tx.Allocations(ctx, r.ID)
	if err != nil {
		return homeward.Entry{}, err
	}
	held := map[string]string{}
	for _, a := range as {
		if a.EndedAt.IsZero() {
			held[string(a.EntryID)] = string(a.DwellingID)
		}
	}
	for _, demoted := range []bool{false, true} {
		waits := map[string]homeward.Entry{}
		for _, w := range list {
			if w.Demoted == demoted {
				waits[string(w.ID)] = w.Entry
			}
		}
		if id, ok := b.Next(string(home.ID), func(id string) bool { _, is := waits[id]; return is }, held); ok {
			return waits[id], nil
		}
	}
	return homeward.Entry{}, nil
}

// AcceptOffer records the household's yes.
func (h *House) AcceptOffer(ctx context.Context, actor homeward.Actor, id homeward.OfferID) error {
	return h.answer(ctx, actor, homeward.OfferAccept, id, homeward.OfferAccepted, "")
}

// RefuseOffer records the household's no. It needs no reason; the dwelling is free for the next in line.
func (h *House) RefuseOffer(ctx context.Context, actor homeward.Actor, id homeward.OfferID, reason string) error {
	return h.answer(ctx, actor, homeward.OfferRefuse, id, homeward.OfferRefused, reason)
}

// LapseOffer ends an offer whose time has run out without an answer. The day does it by itself (day.go).
func (h *House) LapseOffer(ctx context.Context, actor homeward.Actor, id homeward.OfferID) error {
	return h.answer(ctx, actor, homeward.OfferLapse, id, homeward.OfferLapsed, "")
}

func (h *House) answer(ctx context.Context, actor homeward.Actor, action homeward.Action, id homeward.OfferID, answer homeward.OfferAnswer, reason string) error {
	return h.DB.Write(ctx, actor, action, homeward.Subject{Noun: "offer", ID: string(id)}, func(tx *store.Tx) error {
		o, err := tx.Offer(ctx, id)
		if err != nil {
			return err
		}
		if err := o.Allows(action); err != nil {
			return err
		}
		over := o.Deadline.Before(tx.Today())
		switch {
		case answer == homeward.OfferAccepted && over:
			return homeward.Errorf(homeward.Blocked, "refusal.offer_lapsed", "Date", o.Deadline).WithHint("refusal.offer_lapsed.remedy")
		case answer == homeward.OfferLapsed && !over:
			return homeward.Errorf(homeward.Conflict, "offer.still_open", "Date", o.Deadline)
		}
		o.Answer, o.AnsweredOn, o.Reason = answer, tx.Today(), reason
		tx.Detail(map[string]any{"answer": answer, "reason": reason})
		if err := tx.AnswerOffer(ctx, o); err != nil || answer == homeward.OfferAccepted {
			return err
		}
		if err := tx.EndAllocation(ctx, o.AllocationID); err != nil {
			return err
		}
		a, err := tx.Allocation(ctx, o.AllocationID)
		if err != nil {
			return err
		}
		sanctions, err := h.follows(ctx, tx, o, a)
		tx.Detail(map[string]any{"answer": answer, "reason": reason, "follows": sanctions})
		return err
	})
}
