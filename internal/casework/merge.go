package casework

import (
	"cmp"
	"context"
	"slices"

	"homeward"
	"homeward/internal/store"
)

// mergePlan says which of two records goes on, and what ends with the other.
type mergePlan struct {
	kept, ended      store.Member
	keptIn, endedIn  store.Case
	left             []store.Member // who stays in the household of the ended record
	newHead          *store.Member  // of those, when the head ended
	sameHousehold    bool
	endsTheHousehold bool
	takesItsHeadAway bool
}

// needsSecond: whoever ends an entitlement, or changes whose it is, does not do so alone.
func (p mergePlan) needsSecond() bool {
	return p.endsTheHousehold || p.takesItsHeadAway && !p.sameHousehold
}

// planMerge lets the record that was registered first go on, unless its household alone may still change. A household
// that is in a round or on its way is not taken apart: the refusal names how far each is.
func planMerge(two twoRecords) (mergePlan, error) {
	order := []int{0, 1}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := two.cases[a], two.cases[b]
		return cmp.Or(x.RegisteredOn.Time().Compare(y.RegisteredOn.Time()), cmp.Compare(x.CaseNumber, y.CaseNumber), cmp.Compare(two.people[a].ID, two.people[b].ID))
	})
	first, second := order[0], order[1]
	if two.cases[second].Now.Status.Allows(homeward.HouseholdMerge) != nil {
		first, second = second, first
	}
	if err := two.cases[second].Now.Status.Allows(homeward.HouseholdMerge); err != nil {
		return mergePlan{}, homeward.Errorf(homeward.Blocked, "question.both_on_their_way",
			"One", homeward.T("status.household."+string(two.cases[0].Now.Status)), "Other", homeward.T("status.household."+string(two.cases[1].Now.Status))).
			WithHint("question.both_on_their_way.hint")
	}
	p := mergePlan{keptIn: two.cases[first], endedIn: two.cases[second]}
	p.kept, p.ended = member(p.keptIn, two.people[first].ID), member(p.endedIn, two.people[second].ID)
	p.sameHousehold = p.keptIn.ID == p.endedIn.ID
	for _, m := range p.endedIn.Members {
		if m.ID != p.ended.ID {
			p.left = append(p.left, m)
		}
	}
	p.endsTheHousehold = len(p.left) == 0
	if p.takesItsHeadAway = p.ended.Relation == homeward.Head && len(p.left) > 0; p.takesItsHeadAway {
		next := slices.MinFunc(p.left, func(a, b store.Member) int { return a.BirthDate.Time().Compare(b.BirthDate.Time()) })
		if p.sameHousehold {
			next = p.kept
		}
		p.newHead = &next
	}
	return p, nil
}

func member(c store.Case, id homeward.IndividualID) store.Member {
	i := slices.IndexFunc(c.Members, func(m store.Member) bool { return m.ID == id })
	return c.Members[i] // twoOf read the case by this member
}

// merge ends one record and lets the other go on, and keeps what that changed.
func (h *House) merge(ctx context.Context, tx *store.Tx, p mergePlan, m homeward.Merge) error {
	today := tx.Today()
	m.KeptID, m.EndedID, m.HouseholdID = p.kept.ID, p.ended.ID, p.endedIn.ID
	e := &m.Effects
	if err := tx.EndIndividual(ctx, p.ended.ID, today); err != nil {
		return err
	}
	e.Membership = p.ended.MemberID
	if err := tx.EndMembership(ctx, p.ended.MemberID, laterOf(p.ended.ValidFrom, today)); err != nil {
		return err
	}
	if p.newHead != nil {
		e.HeadBefore, e.HeadNow = p.newHead.MemberID, homeward.MembershipID(h.IDs.New("mb"))
		from := laterOf(p.newHead.ValidFrom, today)
		if err := tx.EndMembership(ctx, e.HeadBefore, from); err != nil {
			return err
		}
		if err := tx.InsertMemberships(ctx, []homeward.Membership{{ID: e.HeadNow, HouseholdID: p.endedIn.ID, IndividualID: p.newHead.ID,
			Relation: homeward.Head, ValidFrom: from}}); err != nil {
			return err
		}
	}
	if p.endsTheHousehold {
		e.HouseholdEnded = true
		if err := tx.EndHousehold(ctx, p.endedIn.ID, today); err != nil {
			return err
		}
	}
	if err := tx.TakeOverNeeds(ctx, p.ended.Needs, p.kept, today, e); err != nil {
		return err
	}
	if err := h.moveQuestions(ctx, tx, p, m.FirstBy, e); err != nil {
		return err
	}
	return tx.InsertMerge(ctx, m)
}

func laterOf(a, b homeward.Date) homeward.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// moveQuestions closes what was asked about the ended record, and asks it about the one that goes on.
func (h *House) moveQuestions(ctx context.Context, tx *store.Tx, p mergePlan, by homeward.UserID, e *homeward.MergeEffects) error {
	about, err := tx.QuestionsAbout(ctx, p.ended.ID)
	if err != nil {
		return err
	}
	aboutKept, err := tx.QuestionsAbout(ctx, p.kept.ID)
	if err != nil {
		return err
	}
	asked := map[homeward.IndividualID]homeward.Question{}
	for _, q := range aboutKept {
		asked[q.Other(p.kept.ID)] = q
	}
	var third []homeward.IndividualID
	for _, q := range about {
		if !q.Open() {
			continue
		}
		if err := tx.DecideQuestion(ctx, q.ID, homeward.MootQuestion, by); err != nil {
			return err
		}
		e.Moot = append(e.Moot, q.ID)
		other := q.Other(p.ended.ID)
		switch before, known := asked[other]; {
		case other == p.kept.ID:
		case !known:
			third = append(third, other)
		case before.Decision == homeward.MootQuestion: // asked by a merge that was taken back
			e.Asked = append(e.Asked, before.ID)
			if err := tx.ReopenQuestion(ctx, before.ID); err != nil {
				return err
			}
		}
	}
	others, err := tx.LiveIndividuals(ctx, third)
	if err != nil {
		return err
	}
	for _, o := range others {
		if q, ok := h.doubt(tx.Now, p.kept.Individual, o); ok {
			e.Asked = append(e.Asked, q.ID)
			if err := tx.InsertQuestion(ctx, q); err != nil {
				return err
			}
		}
	}
	return nil
}

// unmerge puts back everything that a merge changed, as it was. Later merges of the same household are taken back first:
// they stand on this one.
func (h *House) unmerge(ctx context.Context, tx *store.Tx, actor homeward.Actor, q homeward.Question) error {
	m, err := tx.LiveMerge(ctx, q.ID)
	if err != nil {
		return err
	}
	later, err := tx.MergedSince(ctx, m)
	if err != nil {
		return err
	}
	if later > 0 {
		return homeward.Errorf(homeward.Conflict, "question.undo_order", "Count", later).WithHint("question.undo_order.hint")
	}
	now, err := tx.NowOf(ctx, m.HouseholdID)
	if err != nil {
		return err
	}
	if now.Status != homeward.HouseholdEnded {
		if err := now.Status.Allows(homeward.HouseholdMerge); err != nil {
			return err
		}
	}
	return tx.UndoMerge(ctx, m, actor.User)
}
