package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// follows applies what the policy of a round lets follow an offer that was refused or not answered: the household keeps
// its place in the line, waits behind the others, or is kept out for a time or for good. What the policy does not say is
// not done: then the household is simply free for the next list.
func (h *House) follows(ctx context.Context, tx *store.Tx, o homeward.Offer, a homeward.Allocation) ([]homeward.Sanction, error) {
	r, err := tx.Round(ctx, a.RoundID)
	if err != nil {
		return nil, err
	}
	p, err := h.rulesBy(ctx, tx, r.PolicyHash)
	if err != nil {
		return nil, err
	}
	tx.Rules(p.Hash())
	c, err := tx.Case(ctx, o.HouseholdID)
	if err != nil {
		return nil, err
	}
	answers := effectsOf(p, h.offered(c, r, tx.Today()), o.Answer, c.Past.OffersRefused)
	keeps := len(answers) > 0
	var out []homeward.Sanction
	for _, x := range answers {
		if x.Effect == policy.GiveToNext {
			continue
		}
		keeps = keeps && x.Effect == policy.Demote
		s := homeward.Sanction{OfferID: o.ID, HouseholdID: o.HouseholdID, Adoption: r.Adoption, Effect: string(x.Effect), From: tx.Today(), PolicyHash: p.Hash()}
		if !x.For.IsZero() {
			s.Until = x.For.After(tx.Today(), policy.CalendarDays, nil)
		}
		out = append(out, s)
	}
	if err := tx.InsertSanctions(ctx, out); err != nil || !keeps {
		return out, err
	}
	return out, tx.SetEntryLive(ctx, a.EntryID, true)
}

// offered is the case of a household that a round made an offer to.
func (h *House) offered(c store.Case, r homeward.Round, on homeward.Date) policy.Case {
	return policy.Case{Household: factsOf(h.Places, c), Dwelling: homeFacts(h.Places, r.Place, homeward.FlatType), Today: on}
}

// effectsOf is what an answer leads to. Refused is how many offers the household has refused, this one among them.
func effectsOf(p *policy.Policy, c policy.Case, answer homeward.OfferAnswer, refused int) []policy.Answer {
	if answer == homeward.OfferLapsed {
		if o, ok := p.Offer(); ok && o.OnLapse != "" {
			return []policy.Answer{{Effect: o.OnLapse}}
		}
		return nil
	}
	// A fact that is unknown cannot be held against the household: then nothing follows.
	answers, _ := p.OnRefusal(c, refused)
	return answers
}

// sanctioned says which sanctions of a programme stand against a household on a day.
func sanctioned(c store.Case, programme string, on homeward.Date, effect policy.Effect) (homeward.Sanction, bool) {
	for _, s := range c.Past.Sanctions {
		if s.Adoption == programme && s.Effect == string(effect) && !on.Before(s.From) && (s.Until.IsZero() || !s.Until.Before(on)) {
			return s, true
		}
	}
	return homeward.Sanction{}, false
}

// keptOut is the refusal of a household that is kept out of a programme because of an offer it did not take.
func keptOut(c store.Case, programme string, on homeward.Date) (homeward.Refusal, bool) {
	if s, ok := sanctioned(c, programme, on, policy.Cancel); ok {
		return homeward.NewRefusal("offer_refused", "offer", string(s.OfferID)), true
	}
	if s, ok := sanctioned(c, programme, on, policy.Suspend); ok {
		if s.Until.IsZero() {
			return homeward.NewRefusal("offer_refused", "offer", string(s.OfferID)), true
		}
		return homeward.NewRefusal("suspended_until", "offer", string(s.OfferID), "Date", s.Until), true
	}
	return homeward.Refusal{}, false
}

// ranked gives each entry of a preview its rank by the order of the policy: the rank of its class where the order knows
// only classes, else its place by class, points and dates, equal ones together for the lot to decide. Households that
// wait behind the others after an offer they did not take come last.
func ranked(p *policy.Policy, es []homeward.Entry, standing []policy.Standing, demoted []bool) {
	last := 0
	if o := p.Document().Order; o != nil && (o.Method == policy.OrderPoints || o.Method == policy.OrderClassesThenPoints || o.Method == policy.OrderDate) {
		order := make([]int, len(es))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return p.Waits(standing[a], standing[b]) })
		for n, i := range order {
			es[i].ClassRank = n + 1
			if n > 0 && p.Waits(standing[order[n-1]], standing[i]) == 0 {
				es[i].ClassRank = es[order[n-1]].ClassRank
			}
		}
	}
	for i := range es {
		last = max(last, es[i].ClassRank)
	}
	for i := range es {
		if demoted[i] {
			es[i].ClassRank = last + 1
		}
	}
}

// drawable refuses rounds under rules that a round does not carry out yet, rather than drawing as if they were not there.
func drawable(p *policy.Policy, on homeward.Date) error {
	d := p.Document()
	for i := range d.Quotas {
		if d.Quotas[i].InForce(on) {
			return homeward.Errorf(homeward.Blocked, "round.quotas", "Quota", d.Quotas[i].ID).WithHint("round.quotas.hint")
		}
	}
	if w := d.Draw; w != nil && w.InForce(on) && !w.Chances.IsZero() {
		return homeward.Errorf(homeward.Blocked, "round.chances").WithHint("round.quotas.hint")
	}
	return nil
}
