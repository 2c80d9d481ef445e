package casework

import (
	"context"

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
	home, err := tx.Home(ctx, o.DwellingID)
	if err != nil {
		return nil, err
	}
	given, err := h.offered(ctx, tx, c, r, home)
	if err != nil {
		return nil, err
	}
	answers := effectsOf(p, given, o.Answer, c.Past.OffersRefused)
	keeps := len(answers) > 0
	var out []homeward.Sanction
	for _, x := range answers {
		if x.Effect == policy.GiveToNext {
			continue
		}
		keeps = keeps && x.Effect == policy.Demote
		s := homeward.Sanction{OfferID: o.ID, HouseholdID: o.HouseholdID, Adoption: r.Adoption, Effect: string(x.Effect),
			Component: string(home.Type), From: tx.Today(), PolicyHash: p.Hash()}
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

// offered is the case of a household that a round offered a home to, with how many like it are still free.
func (h *House) offered(ctx context.Context, tx *store.Tx, c store.Case, r homeward.Round, home homeward.Home) (policy.Case, error) {
	homes, err := tx.Homes(ctx, home.Place)
	if err != nil {
		return policy.Case{}, err
	}
	left := 0
	for _, x := range homes {
		if stratumOf(x.Dwelling) == stratumOf(home.Dwelling) && (x.ID == home.ID || x.Allocated == "" && !x.HandedOver && len(x.Blocked()) == 0) {
			left++
		}
	}
	given := h.entering(factsOf(h.Places, c), home.Place, home.Type, tx.Today())
	given.Dwelling = dwellingFacts(h.Places, home)
	given.Dwelling.Left = policy.Known(left)
	p, err := h.rulesBy(ctx, tx, r.PolicyHash)
	if err != nil {
		return given, err
	}
	plan, err := h.planOf(r, p, tx.Today())
	given.Round = plan.facts(left)
	return given, err
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
		if s.Effect == string(effect) && stands(s, programme, on) {
			return s, true
		}
	}
	return homeward.Sanction{}, false
}

// sanctions counts those of one effect that stand against a household on a day.
func sanctions(c store.Case, programme string, on homeward.Date, effect policy.Effect) (n int) {
	for _, s := range c.Past.Sanctions {
		n += bit(s.Effect == string(effect) && stands(s, programme, on))
	}
	return n
}

func stands(s homeward.Sanction, programme string, on homeward.Date) bool {
	return s.Adoption == programme && !on.Before(s.From) && (s.Until.IsZero() || !s.Until.Before(on))
}

// lostComponent is the refusal of homes of a type to a household that refused one of that type, where the policy lets it lose
// that kind of help and no other.
func lostComponent(c store.Case, programme string, on homeward.Date, t homeward.DwellingType) (homeward.Refusal, bool) {
	for _, s := range c.Past.Sanctions {
		if s.Effect == string(policy.LoseComponent) && s.Component == string(t) && stands(s, programme, on) {
			return homeward.NewRefusal("component_lost", "offer", string(s.OfferID), "Type", homeward.T("type."+string(t))), true
		}
	}
	return homeward.Refusal{}, false
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
