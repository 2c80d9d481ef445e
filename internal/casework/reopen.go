package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// Reopenable is a refusal that the rules of another day would not repeat: to be taken up again by a person, for this one
// household.
type Reopenable struct {
	Household   homeward.HouseholdID
	CaseNumber  homeward.CaseNumber
	Name        string
	NameLang    string
	Seq         int64 // the journal number under which it was refused
	RefusedOn   homeward.Date
	Programme   string                 // slug
	Certificate homeward.CertificateID // refused; or
	Round       homeward.Round         // the round whose list it was left out of
	Why         []homeward.Refusal     // what was said then
	Edition     string                 // that said so
	Now         string                 // edition of the day
	// Missing are the facts that the answer waits for; without any the household would not be refused at all.
	Missing []homeward.Text
}

// ChangeDay is a day on which rules change: a later edition comes into force, or an entry of one begins or ends.
type ChangeDay struct {
	On        homeward.Date
	Programme string
	Edition   string
}

// Reopenables are the refusals that would change on a day, and the days still to come.
type Reopenables struct {
	On   homeward.Date
	List []Reopenable
	Runs int // refusals that were run again
	Days []ChangeDay
}

// ListReopenable runs every refusal that stands again by the rules of a day (today when none is given) and lists those
// that would change. Nothing is reopened by looking.
func (h *House) ListReopenable(ctx context.Context, actor homeward.Actor, on homeward.Date) (out Reopenables, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out = Reopenables{On: on}
		if on.IsZero() {
			out.On = tx.Today()
		}
		if out.Days, err = h.changeDays(ctx, tx); err != nil {
			return err
		}
		standing, err := tx.StandingRefusals(ctx)
		if err != nil {
			return err
		}
		out.Runs = len(standing)
		out.List, err = h.runAgain(ctx, tx, standing, out.On)
		return err
	})
	return out, err
}

// changeDays lists the days to come on which the rules of the programmes change.
func (h *House) changeDays(ctx context.Context, tx *store.Tx) (out []ChangeDay, err error) {
	adoptions, err := tx.Adoptions(ctx)
	if err != nil {
		return nil, err
	}
	inForce := map[string]bool{}
	for _, a := range adoptions { // the latest of each first
		if inForce[a.ID] {
			continue
		}
		p, err := h.policyOf(a)
		if err != nil {
			return nil, err
		}
		add := func(on homeward.Date) {
			if tx.Today().Before(on) && !on.Before(a.ValidFrom) {
				out = append(out, ChangeDay{on, a.ID, p.Edition()})
			}
		}
		add(a.ValidFrom)
		for _, d := range p.ChangeDays() {
			add(d)
		}
		inForce[a.ID] = !tx.Today().Before(a.ValidFrom)
	}
	slices.SortFunc(out, func(a, b ChangeDay) int {
		return cmp.Or(a.On.Time().Compare(b.On.Time()), cmp.Compare(a.Programme, b.Programme))
	})
	return slices.Compact(out), nil
}

// runAgain decides refused cases by the rules of a day and keeps those that are refused no more.
func (h *House) runAgain(ctx context.Context, tx *store.Tx, standing []store.StandingRefusal, on homeward.Date) ([]Reopenable, error) {
	ids := make([]homeward.HouseholdID, len(standing))
	for i, s := range standing {
		ids[i] = s.HouseholdID
	}
	slices.Sort(ids)
	cases, err := tx.CasesByID(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	at := map[homeward.HouseholdID]store.Case{}
	for _, c := range cases {
		at[c.ID] = c
	}
	editions := editions{house: h, tx: tx, by: map[string]*policy.Policy{}}
	var out []Reopenable
	for _, s := range standing {
		now, err := editions.on(ctx, s.Adoption, on)
		if homeward.KindOf(err) == homeward.NotFound {
			continue // on that day the programme is not in force
		}
		if err != nil {
			return nil, err
		}
		c := at[s.HouseholdID]
		d := h.again(now, c, s, on)
		if len(refusedBy(d, c)) > 0 {
			continue
		}
		then, err := editions.of(ctx, s.PolicyHash)
		if err != nil {
			return nil, err
		}
		head := c.Head()
		r := Reopenable{Household: c.ID, CaseNumber: c.CaseNumber, Name: head.FullName(), NameLang: head.NameLang, Seq: s.Seq, RefusedOn: s.RefusedOn,
			Programme: s.Adoption, Certificate: s.Certificate, Round: s.Round, Why: named(c, s.Why), Edition: then.Edition(), Now: now.Edition()}
		for _, m := range d.Waiting("stage", "threshold") {
			r.Missing = append(r.Missing, missingText(c, m))
		}
		out = append(out, r)
	}
	return out, nil
}

// named puts before each refusal the member it was about, if that one still belongs to the household.
func named(c store.Case, why []homeward.Refusal) []homeward.Refusal {
	out := slices.Clone(why)
	for i, r := range out {
		if m := slices.IndexFunc(c.Members, func(m store.Member) bool { return string(m.ID) == r.Who }); m >= 0 {
			out[i].Text = homeward.T("certificate.fact_of", "Name", c.Members[m].FullName(), "Fact", r.Text)
		}
	}
	return out
}

// again decides a refused case by an edition on a day: a certificate with what was applied for, a household left out of
// a round with the homes of its place.
func (h *House) again(p *policy.Policy, c store.Case, s store.StandingRefusal, on homeward.Date) policy.Decision {
	if s.Certificate != "" {
		return taken(p, h.claimOf(c, homeward.Certificate{ID: s.Certificate, AppliedOn: s.AppliedOn}, homeward.Date{}, on), on)
	}
	facts := factsOf(h.Places, c)
	var d policy.Decision
	for _, t := range []homeward.DwellingType{homeward.FlatType, homeward.HouseType} {
		d = p.Evaluate(h.entering(facts, s.Round.Place, t, on))
		if d.Outcome != policy.Refused {
			break
		}
	}
	d.Stage = nil // rounds are not applied for
	return d
}

// editions finds editions, each read once.
type editions struct {
	house *House
	tx    *store.Tx
	by    map[string]*policy.Policy
}

func (e editions) on(ctx context.Context, programme string, on homeward.Date) (*policy.Policy, error) {
	key := programme + " " + on.String()
	if p := e.by[key]; p != nil {
		return p, nil
	}
	p, err := e.house.rulesOn(ctx, e.tx, programme, on)
	if err == nil {
		e.by[key] = p
	}
	return p, err
}

func (e editions) of(ctx context.Context, hash string) (*policy.Policy, error) {
	if p := e.by[hash]; p != nil {
		return p, nil
	}
	p, err := e.house.rulesBy(ctx, e.tx, hash)
	if err == nil {
		e.by[hash] = p
	}
	return p, err
}

// ReopenRefusal takes one refusal up again, with a reason. A refused certificate waits for a decision again, by the rules
// of this day and with the day it was applied for, and its earlier decision stays to be read; a household left out of a
// round is noted, and enters the next list by itself.
func (h *House) ReopenRefusal(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, seq int64, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return homeward.Errorf(homeward.Invalid, "refusal.reason").WithHint("refusal.reason.hint")
	}
	return h.DB.Write(ctx, actor, homeward.RefusalReopen, homeward.Subject{Noun: "refusal", ID: string(id)}, func(tx *store.Tx) error {
		s, err := tx.StandingRefusal(ctx, id, seq)
		if err != nil {
			return err
		}
		changed, err := h.runAgain(ctx, tx, []store.StandingRefusal{s}, tx.Today())
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			return homeward.Errorf(homeward.Conflict, "refusal.unchanged").WithHint("refusal.unchanged.hint")
		}
		p, err := h.rulesOn(ctx, tx, s.Adoption, tx.Today())
		if err != nil {
			return err
		}
		tx.Rules(p.Hash())
		tx.Detail(map[string]any{"refused": seq, "certificate": s.Certificate, "round": s.Round.ID, "by": s.PolicyHash, "reason": reason})
		if err := tx.InsertReopening(ctx, homeward.Reopening{HouseholdID: id, RefusedSeq: seq, PolicyHash: p.Hash(), ReopenedOn: tx.Today(), Reason: reason}); err != nil {
			return err
		}
		if s.Certificate == "" {
			return nil
		}
		ce, err := tx.Certificate(ctx, s.Certificate)
		if err != nil {
			return err
		}
		ce.Live = true
		if err := tx.CloseRuling(ctx, ce.ID); err != nil {
			return err
		}
		return tx.SetCertificate(ctx, ce.Certificate)
	})
}
