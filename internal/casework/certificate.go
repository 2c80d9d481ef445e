package casework

import (
	"context"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/policy"
	"homeward/internal/store"
)

func certificate(id homeward.CertificateID) homeward.Subject {
	return homeward.Subject{Noun: "certificate", ID: string(id)}
}

// alive refuses a household that has ended: it was merged into another, which has a case of its own.
func alive(c store.Case) error {
	if c.Now.Status == homeward.HouseholdEnded {
		return c.Now.Status.Allows(homeward.HouseholdAmend)
	}
	return nil
}

// payable refuses what may not be paid for now, whatever the programme says: a household that has ended, and one of whose
// members it is still asked whether somebody stands in the register twice, for that one may be paid twice.
func payable(c store.Case) error {
	if err := alive(c); err != nil {
		return err
	}
	if len(c.Questions) == 0 {
		return nil
	}
	return against(c, homeward.NewRefusal("duplicate_open", "question", string(askedAbout(c, c.Questions[0]))))
}

// askedAbout is the member of a household whom a question is about.
func askedAbout(c store.Case, q homeward.Question) homeward.IndividualID {
	if slices.ContainsFunc(c.Members, func(m store.Member) bool { return m.ID == q.OneID }) {
		return q.OneID
	}
	return q.OtherID
}

// against is a refusal as an error, with the member it is about.
func against(c store.Case, r homeward.Refusal) error {
	i := slices.IndexFunc(c.Members, func(m store.Member) bool { return string(m.ID) == r.Who })
	if i < 0 {
		return &homeward.Error{Kind: homeward.Blocked, Text: r.Text, Hint: r.Remedy}
	}
	return &homeward.Error{Kind: homeward.Blocked, Text: r.Text, Hint: homeward.T("certificate.about", "Name", c.Members[i].FullName(), "Remedy", r.Remedy)}
}

// ApplyCertificate takes a household's application in a programme that gives money. What it asks for, and what its rules
// want to know, is recorded as facts.
func (h *House) ApplyCertificate(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, programme string) (homeward.CertificateID, error) {
	area, err := h.DB.AreaOf(ctx, household(id))
	if err != nil {
		return "", err
	}
	ce := homeward.Certificate{ID: homeward.CertificateID(h.IDs.New("ce")), HouseholdID: id, Adoption: programme, Live: true}
	err = h.DB.Write(ctx, actor, homeward.CertificateApply, homeward.Subject{Noun: "certificate", ID: string(ce.ID), Area: area}, func(tx *store.Tx) error {
		p, err := h.rulesOn(ctx, tx, programme, tx.Today())
		if err != nil {
			return err
		}
		if p.Document().Gives == policy.GivesHome || p.Document().Money == nil {
			return homeward.Errorf(homeward.Invalid, "certificate.gives_homes").WithHint("certificate.gives_homes.hint")
		}
		now, err := tx.NowOf(ctx, id)
		if err != nil {
			return err
		}
		if err := alive(store.Case{Now: now}); err != nil {
			return err
		}
		ce.AppliedOn = tx.Today()
		tx.Rules(p.Hash())
		tx.Detail(map[string]any{"household": id, "programme": programme})
		return tx.InsertCertificate(ctx, ce)
	})
	return ce.ID, err
}

// rulesOn is the edition of a programme in force on a day.
func (h *House) rulesOn(ctx context.Context, tx *store.Tx, programme string, on homeward.Date) (*policy.Policy, error) {
	a, err := tx.AdoptionOn(ctx, programme, on)
	if err != nil {
		return nil, err
	}
	return h.policyOf(a)
}

// rulesBy is the edition with this content.
func (h *House) rulesBy(ctx context.Context, tx *store.Tx, hash string) (*policy.Policy, error) {
	a, err := tx.AdoptionByHash(ctx, hash)
	if err != nil {
		return nil, err
	}
	return h.policyOf(a)
}

// claimOf is a certificate's case as its policy sees it on a day. The home counts once something is known of it; until
// then only the rules of the application are asked.
func (h *House) claimOf(c store.Case, ce homeward.Certificate, granted, on homeward.Date) policy.Case {
	out := policy.Case{Household: factsOf(h.Places, c), Application: &policy.Application{Submitted: policy.Known(ce.AppliedOn.Time())}, Today: on, Upto: policy.StageApply}
	if !granted.IsZero() {
		out.Application.Granted = policy.Known(granted.Time())
	}
	found(&out, c.Facts, ce.ID)
	if out.Dwelling != nil {
		out.Upto = policy.StageGrant
	}
	return out
}

// rulesFor is the edition that decides a certificate, and the day it is read as of: today, or for a refusal that was taken
// up again the day of that, whose rules the household was promised.
func (h *House) rulesFor(ctx context.Context, tx *store.Tx, ce store.CertificateCase) (*policy.Policy, homeward.Date, error) {
	if r := ce.Reopening; r != nil {
		p, err := h.rulesBy(ctx, tx, r.PolicyHash)
		return p, r.ReopenedOn, err
	}
	p, err := h.rulesOn(ctx, tx, ce.Adoption, tx.Today())
	return p, tx.Today(), err
}

// taken asks the rules about a claim that was taken up on a day, which may be later than that of the application. The
// application keeps its own day for whatever reads it: the order, a stage that has closed since. One that came before its
// stage opened stands in it once it is taken up again.
func taken(p *policy.Policy, claim policy.Case, on homeward.Date) policy.Decision {
	d := p.Evaluate(claim)
	if d.Stage == nil || d.Stage.Open {
		return d
	}
	later := *claim.Application
	later.Submitted = policy.Known(on.Time())
	claim.Application = &later
	if s := p.Evaluate(claim).Stage; s != nil && s.Open {
		d.Stage = s
	}
	return d
}

// asked asks the edition that granted a certificate about the household as it is now, as of the day of that decision: only
// what has become known and who has left can change the answer. That the application stands is settled.
func (h *House) asked(p *policy.Policy, ce store.CertificateCase, c store.Case) (homeward.Ruling, error) {
	d := p.Evaluate(h.claimOf(c, ce.Certificate, homeward.Date{}, ce.Ruling.DecidedOn))
	d.Stage, d.Threshold = nil, nil
	return rule(p, c, d)
}

// differs says whether a later answer gives a household something else than the decision that stands.
func differs(standing, now homeward.Ruling) bool {
	return now.Outcome != standing.Outcome || now.Persons != standing.Persons || now.Amount != standing.Amount
}

// DecideCertificate decides an application by the edition in force today, a refusal that was taken up again by the one in
// force on the day of that. While a fact that decides is unknown, nothing is decided, and the fact is named. What was
// granted is decided again, by the edition that did, when the household has changed before it got its certificate.
func (h *House) DecideCertificate(ctx context.Context, actor homeward.Actor, id homeward.CertificateID) (out homeward.Ruling, err error) {
	err = h.DB.Write(ctx, actor, homeward.CertificateDecide, certificate(id), func(tx *store.Tx) error {
		ce, err := tx.Certificate(ctx, id)
		if err != nil {
			return err
		}
		if err := ce.Stage().Allows(homeward.CertificateDecide); err != nil {
			return err
		}
		c, err := tx.Case(ctx, ce.HouseholdID)
		if err != nil {
			return err
		}
		if err := alive(c); err != nil {
			return err
		}
		if out, err = h.decide(ctx, tx, ce, c); err != nil {
			return err
		}
		out.CertificateID, out.DecidedOn = id, tx.Today()
		tx.Detail(out)
		if err := tx.InsertRuling(ctx, out); err != nil {
			return err
		}
		ce.Live = out.Outcome == homeward.RulingGranted
		return tx.SetCertificate(ctx, ce.Certificate)
	})
	return out, err
}

func (h *House) decide(ctx context.Context, tx *store.Tx, ce store.CertificateCase, c store.Case) (homeward.Ruling, error) {
	if ce.Ruling != nil {
		p, err := h.rulesBy(ctx, tx, ce.Ruling.PolicyHash)
		if err != nil {
			return homeward.Ruling{}, err
		}
		tx.Rules(p.Hash())
		out, err := h.asked(p, ce, c)
		if err == nil && !differs(*ce.Ruling, out) {
			err = homeward.Errorf(homeward.Conflict, "certificate.decided")
		}
		if err != nil {
			return out, err
		}
		return out, tx.CloseRuling(ctx, ce.ID)
	}
	p, on, err := h.rulesFor(ctx, tx, ce)
	if err != nil {
		return homeward.Ruling{}, err
	}
	tx.Rules(p.Hash())
	return rule(p, c, taken(p, h.claimOf(c, ce.Certificate, homeward.Date{}, on), on))
}

// rule makes a decision of what the policy says about a case, or names the facts without which there is none.
func rule(p *policy.Policy, c store.Case, d policy.Decision) (homeward.Ruling, error) {
	r := homeward.Ruling{PolicyHash: p.Hash(), Outcome: homeward.RulingGranted, Persons: d.Counted, Currency: d.Currency, Rank: d.Rank,
		Refusals: refusedBy(d, c), Parts: sums(d), Limits: limits(d), Awaits: []string{}}
	if d.Points != nil {
		r.Points = *d.Points
	}
	if len(r.Refusals) > 0 {
		r.Outcome, r.Parts, r.Limits = homeward.RulingRefused, []homeward.SumPart{}, []homeward.SumPart{}
		return r, nil
	}
	if missing := d.Waiting("stage", "threshold"); d.Outcome == policy.Undecided || len(missing) > 0 {
		return r, factsMissing(c, missing)
	}
	switch waits := d.Undetermined["amount"]; {
	case d.Amount != nil:
		r.Amount = int64(*d.Amount)
	case len(waits) == 0:
		r.Outcome = homeward.RulingRefused
		r.Refusals = append(r.Refusals, homeward.NewRefusal("no_amount", "money", ""))
	case slices.ContainsFunc(waits, func(fact string) bool { return !strings.HasPrefix(fact, "dwelling.") }):
		return r, factsMissing(c, waits)
	default:
		r.Awaits, r.Parts = waits, []homeward.SumPart{}
	}
	return r, nil
}

// refusedBy is what stands against a household: the rules that fail, a stage that is not open to it, points it does not
// have. Each names the member it fails for.
func refusedBy(d policy.Decision, c store.Case) []homeward.Refusal {
	out := []homeward.Refusal{}
	for _, x := range d.Refusals {
		r := x.Refusal
		for _, m := range x.Members {
			r.Who = string(c.Members[m].ID)
			out = append(out, r)
		}
		switch {
		case len(x.Members) > 0:
		case r.Key == "already_housed" && len(c.Past.PaidElsewhere) > 0:
			for _, who := range c.Past.PaidElsewhere { // through whom the register knows it
				r.Who = string(who)
				out = append(out, r)
			}
		default:
			out = append(out, r)
		}
	}
	if s := d.Stage; s != nil && !s.Open {
		key := "stage_closed"
		if !s.Opens.IsZero() {
			key = "stage_opens"
		}
		out = append(out, homeward.NewRefusal(key, "stages", "", "Date", s.Opens))
	}
	if t := d.Threshold; t != nil && !t.Reached {
		out = append(out, homeward.NewRefusal("below_threshold", t.ID, ""))
	}
	return out
}

func sums(d policy.Decision) []homeward.SumPart {
	out := []homeward.SumPart{}
	for _, a := range d.Amounts {
		out = append(out, homeward.SumPart{Rule: a.ID, Value: int64(a.Value), Paid: a.Paid})
	}
	return out
}

func limits(d policy.Decision) []homeward.SumPart {
	out := []homeward.SumPart{}
	for _, l := range d.Limits {
		out = append(out, homeward.SumPart{Rule: l.ID, Value: int64(l.Value), Paid: true})
	}
	return out
}

// factsMissing names the facts without which nothing can be decided.
func factsMissing(c store.Case, missing []string) error {
	var facts []homeward.Text
	for _, m := range missing {
		facts = append(facts, missingText(c, m))
	}
	return homeward.Errorf(homeward.Blocked, "certificate.facts_missing", "Facts", facts).WithHint("certificate.facts_missing.hint")
}

// missingText names a fact that is missing, with the member whose it is.
func missingText(c store.Case, path string) homeward.Text {
	a, member := policy.AskedAt(path)
	if member < 0 || member >= len(c.Members) {
		return policy.FactText(path)
	}
	return homeward.T("certificate.fact_of", "Name", c.Members[member].FullName(), "Fact", a.Label())
}

// IssueCertificate gives a granted household its certificate, under the next number, good for as long as the policy says.
// If the decision would no longer be the same, because a member left or something was found out, it is decided again first.
func (h *House) IssueCertificate(ctx context.Context, actor homeward.Actor, id homeward.CertificateID) (number int, err error) {
	err = h.DB.Write(ctx, actor, homeward.CertificateIssue, certificate(id), func(tx *store.Tx) error {
		ce, err := tx.Certificate(ctx, id)
		if err != nil {
			return err
		}
		if err := ce.Stage().Allows(homeward.CertificateIssue); err != nil {
			return err
		}
		c, err := tx.Case(ctx, ce.HouseholdID)
		if err != nil {
			return err
		}
		if err := payable(c); err != nil {
			return err
		}
		p, err := h.rulesBy(ctx, tx, ce.Ruling.PolicyHash)
		if err != nil {
			return err
		}
		tx.Rules(p.Hash())
		now, err := h.asked(p, ce, c)
		if err != nil {
			return err
		}
		if differs(*ce.Ruling, now) {
			return homeward.Errorf(homeward.Blocked, "certificate.changed", "Then", ce.Ruling.Persons, "Now", now.Persons).WithHint("certificate.changed.hint")
		}
		if ce.Number, err = tx.NextCertificate(ctx); err != nil {
			return err
		}
		ce.IssuedOn = tx.Today()
		ce.ValidUntil = p.Document().Money.ValidFor().LastDay(tx.Today())
		if ce.Over(tx.Today()) {
			return homeward.Errorf(homeward.Blocked, "certificate.too_late", "Date", ce.ValidUntil).WithHint("certificate.too_late.hint")
		}
		number = ce.Number
		tx.Detail(map[string]any{"number": ce.Number, "valid_until": ce.ValidUntil, "amount": ce.Ruling.Amount})
		return tx.SetCertificate(ctx, ce.Certificate)
	})
	return number, err
}

// RedeemCertificate uses a certificate for the home that was recorded with it, once. The rules of the edition that
// granted it are asked again with that home, and fix the amount.
func (h *House) RedeemCertificate(ctx context.Context, actor homeward.Actor, id homeward.CertificateID, basis string) error {
	if basis = strings.TrimSpace(basis); basis == "" {
		return homeward.Errorf(homeward.Invalid, "certificate.basis").WithHint("certificate.basis.hint")
	}
	return h.DB.Write(ctx, actor, homeward.CertificateRedeem, certificate(id), func(tx *store.Tx) error {
		ce, err := tx.Certificate(ctx, id)
		if err != nil {
			return err
		}
		if err := ce.Stage().Allows(homeward.CertificateRedeem); err != nil {
			return err
		}
		if ce.Over(tx.Today()) {
			return homeward.Errorf(homeward.Blocked, "certificate.over", "Date", ce.ValidUntil).WithHint("certificate.over.hint")
		}
		p, err := h.rulesBy(ctx, tx, ce.Ruling.PolicyHash)
		if err != nil {
			return err
		}
		c, err := tx.Case(ctx, ce.HouseholdID)
		if err != nil {
			return err
		}
		if err := payable(c); err != nil {
			return err
		}
		tx.Rules(p.Hash())
		r, err := atUse(p, c, h.claimOf(c, ce.Certificate, ce.Ruling.DecidedOn, tx.Today()))
		if err != nil {
			return err
		}
		use := homeward.CertificateUse{CertificateID: id, UsedOn: tx.Today(), Basis: basis, Parts: r.Parts, Amount: r.Amount, Currency: r.Currency}
		tx.Detail(use)
		return tx.InsertUse(ctx, use)
	})
}

// atUse asks every rule with the home that is paid for. Which stage of applications is open no longer matters: the
// certificate is there.
func atUse(p *policy.Policy, c store.Case, claim policy.Case) (homeward.Ruling, error) {
	claim.Upto = policy.StageGrant
	d := p.Evaluate(claim)
	d.Stage, d.Threshold = nil, nil
	if refusals := refusedBy(d, c); len(refusals) > 0 {
		return homeward.Ruling{}, against(c, refusals[0])
	}
	if missing := d.Waiting("amount"); d.Outcome == policy.Undecided || len(missing) > 0 {
		return homeward.Ruling{}, factsMissing(c, missing)
	}
	if d.Amount == nil {
		x := homeward.NewRefusal("no_amount", "money", "")
		return homeward.Ruling{}, &homeward.Error{Kind: homeward.Blocked, Text: x.Text, Hint: x.Remedy}
	}
	return homeward.Ruling{Amount: int64(*d.Amount), Currency: d.Currency, Parts: sums(d)}, nil
}

// ExpireCertificate ends a certificate whose last day has passed unused. The day does it by itself (day.go).
func (h *House) ExpireCertificate(ctx context.Context, actor homeward.Actor, id homeward.CertificateID) error {
	return h.DB.Write(ctx, actor, homeward.CertificateExpire, certificate(id), func(tx *store.Tx) error {
		ce, err := tx.Certificate(ctx, id)
		if err != nil {
			return err
		}
		if err := ce.Stage().Allows(homeward.CertificateExpire); err != nil {
			return err
		}
		if !ce.Over(tx.Today()) {
			return homeward.Errorf(homeward.Conflict, "certificate.still_good", "Date", ce.ValidUntil)
		}
		ce.EndedOn, ce.Live = tx.Today(), false
		return tx.SetCertificate(ctx, ce.Certificate)
	})
}
