package casework

import (
	"context"

	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// RoundFile is a round as its page shows it: public numbers, no names.
type RoundFile struct {
	homeward.Round
	Entries    []RoundEntry // by number
	Dwellings  []RoundHome
	Held       []homeward.Held
	Strata     []StratumCount
	Commitment string
	Closing    string
	Seal       string
	Report     draw.Report // of a drawn round: what verifying the bundle says
	Allocated  int
	Rules      draw.Rules     // of the header: mode, address
	Shares     []Share        // what the rules set aside
	Policy     *policy.Policy // the edition it uses
	Sources    []HallSource
	Balls      []HallBall // in order of line, where addresses are drawn with balls
	Droppeds   []draw.Dropped
	Seed       string
	Rerun      homeward.Rerun // what this round replaces and why; zero for a first run
	ReplacedBy homeward.Rerun // the rerun that replaces this round, asked for or approved; zero if there is none
}

// RoundEntry is one line of the list of entries.
type RoundEntry struct {
	homeward.Entry
	Reason   homeward.Text
	Dwelling homeward.DwellingID // given by the draw, or later as next in line; empty while it waits
	Building string
	Door     string
	Offer    homeward.Offer // of Dwelling; zero before it is made
	Passed   bool           // it was given a dwelling and did not take it
}

// RoundHome is one dwelling of a round.
type RoundHome struct {
	homeward.RoundDwelling
	Home homeward.Home
}

// ViewRound shows a round: once it is committed to everybody, before that to those who work where it gives homes.
func (h *House) ViewRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (f RoundFile, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		f = RoundFile{}
		if f.Round, err = tx.Round(ctx, id); err != nil {
			return err
		}
		if !f.Stage().Public() {
			if actor.User == "" {
				return homeward.Errorf(homeward.NotFound, "round.not_published")
			}
			if err := tx.Within(ctx, round(id)); err != nil {
				return err
			}
		}
		return h.fillRound(ctx, tx, &f, actor.User)
	})
	f.Secret = "" // stays inside, also from pages
	if f.DrawnAt.IsZero() {
		for i := range f.Sources {
			if f.Sources[i].ID == sourceOffice {
				f.Sources[i].Opened = ""
			}
		}
	}
	return f, err
}

func (h *House) fillRound(ctx context.Context, tx *store.Tx, f *RoundFile, reader homeward.UserID) error {
	reruns, err := tx.Reruns(ctx)
	if err != nil {
		return err
	}
	for _, x := range reruns {
		switch f.ID {
		case x.RoundID:
			f.Rerun = x
		case x.Replaces:
			f.ReplacedBy = x
		}
	}
	rules, err := h.rulesBy(ctx, tx, f.PolicyHash)
	if err != nil {
		return err
	}
	f.Policy = rules
	held, err := tx.Held(ctx, f.ID)
	if err != nil {
		return err
	}
	f.Held = held
	if f.Bundle == "" {
		return nil
	}
	b, err := draw.Decode([]byte(f.Bundle))
	if err != nil {
		return drawError(err)
	}
	f.Commitment, f.Closing, f.Seal = b.Commitment, b.Closing, b.Seal
	if err := fillHall(ctx, tx, f, b, reader); err != nil {
		return err
	}
	if !f.DrawnAt.IsZero() {
		f.Report = draw.Verify([]byte(f.Bundle))
	}
	if len(f.Rules.Quotas) > 0 {
		if err := fillShares(f, b, rules); err != nil {
			return err
		}
	}
	homes, err := tx.Homes(ctx, f.Place)
	if err != nil {
		return err
	}
	home := map[homeward.DwellingID]homeward.Home{}
	for _, x := range homes {
		hideClaimants(x.Claims) // a round is shown to everybody
		home[x.ID] = x
	}
	ds, err := tx.RoundDwellings(ctx, f.ID)
	if err != nil {
		return err
	}
	for _, d := range ds {
		f.Dwellings = append(f.Dwellings, RoundHome{d, home[d.DwellingID]})
	}
	es, err := tx.Entries(ctx, f.ID)
	if err != nil {
		return err
	}
	p := Preview{Entries: es}
	for _, d := range f.Dwellings {
		p.Dwellings = append(p.Dwellings, d.Home)
	}
	f.Strata = p.Strata()
	return h.fillEntries(ctx, tx, f, es, home)
}

// fillShares tells what was set aside for whom and, of a drawn round, what became of it.
func fillShares(f *RoundFile, b *draw.Bundle, rules *policy.Policy) (err error) {
	var given []int
	if !f.DrawnAt.IsZero() {
		if given, err = draw.Filled(b); err != nil {
			return drawError(err)
		}
	}
	f.Shares = sharesOf(f.Rules.Quotas, rules, given)
	return nil
}

func (h *House) fillEntries(ctx context.Context, tx *store.Tx, f *RoundFile, es []homeward.Entry, home map[homeward.DwellingID]homeward.Home) error {
	reasons, _, err := answers(ctx, tx, f.Round)
	if err != nil {
		return err
	}
	as, err := tx.Allocations(ctx, f.ID)
	if err != nil {
		return err
	}
	os, err := tx.OffersOfRound(ctx, f.ID)
	if err != nil {
		return err
	}
	offer := map[homeward.AllocationID]homeward.Offer{}
	for _, o := range os {
		offer[o.AllocationID] = o
	}
	given := map[homeward.EntryID]homeward.Allocation{}
	for _, a := range as {
		given[a.EntryID] = a
		if a.EndedAt.IsZero() {
			f.Allocated++
		}
	}
	for _, e := range es {
		r := RoundEntry{Entry: e, Reason: reasons[string(e.ID)]}
		if a, ok := given[e.ID]; ok {
			x := home[a.DwellingID]
			r.Dwelling, r.Building, r.Door, r.Offer, r.Passed = a.DwellingID, x.Building.Name, x.Number, offer[a.ID], !a.EndedAt.IsZero()
		}
		f.Entries = append(f.Entries, r)
	}
	return nil
}

// answers gives every entry of a round its answer: the words of the draw, and for one that moved up later those of its
// allocation. given says who was given a dwelling.
func answers(ctx context.Context, tx *store.Tx, r homeward.Round) (reasons map[string]homeward.Text, given map[homeward.EntryID]bool, err error) {
	reasons, given = map[string]homeward.Text{}, map[homeward.EntryID]bool{}
	if r.DrawnAt.IsZero() {
		return reasons, given, nil
	}
	b, err := draw.Decode([]byte(r.Bundle))
	if err != nil {
		return nil, nil, drawError(err)
	}
	if reasons, err = reasonsOf(b); err != nil {
		return nil, nil, err
	}
	as, err := tx.Allocations(ctx, r.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range as {
		reasons[string(a.EntryID)], given[a.EntryID] = a.Reason, true
	}
	return reasons, given, nil
}

// ListRounds lists rounds in the actor's areas, newest first.
func (h *House) ListRounds(ctx context.Context, actor homeward.Actor) (out []store.RoundRow, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out, err = tx.Rounds(ctx)
		return err
	})
	return out, err
}

// OfferFile is one offer with the household and the dwelling it is about.
type OfferFile struct {
	homeward.Offer
	Case   store.Case
	Home   homeward.Home
	Reason homeward.Text
	Round  homeward.RoundID
	// IfRefused is what the policy lets follow a refusal now; Followed what did follow the answer that was given.
	IfRefused []policy.Answer
	Followed  []homeward.Sanction
}

// ViewOffer shows an offer.
func (h *House) ViewOffer(ctx context.Context, actor homeward.Actor, id homeward.OfferID) (f OfferFile, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		f = OfferFile{}
		if err := tx.Within(ctx, homeward.Subject{Noun: "offer", ID: string(id)}); err != nil {
			return err
		}
		if f.Offer, err = tx.Offer(ctx, id); err != nil {
			return err
		}
		if f.Case, err = tx.Case(ctx, f.HouseholdID); err != nil {
			return err
		}
		if f.Home, err = tx.Home(ctx, f.DwellingID); err != nil {
			return err
		}
		a, err := tx.Allocation(ctx, f.AllocationID)
		if err != nil {
			return err
		}
		f.Reason, f.Round = a.Reason, a.RoundID
		return h.consequences(ctx, tx, &f)
	})
	return f, err
}

// consequences adds what a refusal would lead to, or what the answer led to.
func (h *House) consequences(ctx context.Context, tx *store.Tx, f *OfferFile) error {
	for _, s := range f.Case.Past.Sanctions {
		if s.OfferID == f.ID {
			f.Followed = append(f.Followed, s)
		}
	}
	if f.Answer != "" {
		return nil
	}
	r, err := tx.Round(ctx, f.Round)
	if err != nil {
		return err
	}
	p, err := h.rulesBy(ctx, tx, r.PolicyHash)
	if err != nil {
		return err
	}
	given, err := h.offered(ctx, tx, f.Case, r, f.Home)
	if err != nil {
		return err
	}
	f.IfRefused = effectsOf(p, given, homeward.OfferRefused, f.Case.Past.OffersRefused+1)
	return nil
}
