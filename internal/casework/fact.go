package casework

import (
	"context"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// FoundFact is a fact as an officer writes it down.
type FoundFact struct {
	Path   string // household.owns_home, household.members[].citizen, application.component
	Member homeward.IndividualID
	Value  string // as written: yes, 54, 2024-11-01
}

// RecordFact records facts about a household, with the paper or the body they rest on; facts of an application and its
// home belong to a certificate. What stood before for the same is ended and stays readable in the journal.
func (h *House) RecordFact(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, certificate homeward.CertificateID, in []FoundFact, basis string) error {
	if len(in) == 0 {
		return homeward.Errorf(homeward.Invalid, "fact.none").WithHint("fact.none.hint")
	}
	if basis = strings.TrimSpace(basis); basis == "" {
		return homeward.Errorf(homeward.Invalid, "fact.basis").WithHint("fact.basis.hint")
	}
	area, err := h.DB.AreaOf(ctx, household(id))
	if err != nil {
		return err
	}
	first := h.IDs.New("fa")
	return h.DB.Write(ctx, actor, homeward.FactRecord, homeward.Subject{Noun: "fact", ID: first, Area: area}, func(tx *store.Tx) error {
		c, err := tx.Case(ctx, id)
		if err != nil {
			return err
		}
		if certificate != "" {
			if err := h.mayFind(ctx, tx, id, certificate); err != nil {
				return err
			}
		}
		if err := alive(c); err != nil {
			return err
		}
		facts, err := h.facts(c, certificate, in, basis, tx.Today())
		if err != nil {
			return err
		}
		facts[0].ID = homeward.FactID(first)
		for i := range facts {
			facts[i].FoundOn = tx.Today()
		}
		tx.Detail(facts)
		return tx.RecordFacts(ctx, facts)
	})
}

// mayFind refuses facts about somebody else's certificate, or one that is used or over.
func (h *House) mayFind(ctx context.Context, tx *store.Tx, id homeward.HouseholdID, certificate homeward.CertificateID) error {
	ce, err := tx.Certificate(ctx, certificate)
	if err != nil {
		return err
	}
	if ce.HouseholdID != id {
		return homeward.Errorf(homeward.Invalid, "certificate.of_another")
	}
	return ce.Stage().Allows(homeward.FactRecord)
}

// facts reads what was written. A fact about a member names one of the household; what the register holds itself is
// changed there; nothing has happened on a day that is still to come.
func (h *House) facts(c store.Case, certificate homeward.CertificateID, in []FoundFact, basis string, today homeward.Date) ([]homeward.Fact, error) {
	var out []homeward.Fact
	known := policy.Case{Household: registered(h.Places, c), Application: &policy.Application{Submitted: policy.Known(today.Time()), Granted: policy.Known(today.Time())}}
	for _, f := range in {
		value, err := policy.ReadFact(f.Path, f.Value)
		if err != nil {
			return nil, err
		}
		if held(&known, f.Path, f.Member) {
			return nil, homeward.Errorf(homeward.Invalid, "fact.registered", "Fact", policy.Asked{Path: f.Path}.Text()).WithHint("fact.registered.hint")
		}
		if on, err := homeward.ParseDate(strings.TrimSpace(f.Value)); err == nil && today.Before(on) {
			return nil, homeward.Errorf(homeward.Invalid, "fact.future", "Fact", policy.Asked{Path: f.Path}.Text(), "Date", on)
		}
		row := homeward.Fact{ID: homeward.FactID(h.IDs.New("fa")), HouseholdID: c.ID, Path: f.Path, Value: string(value), Basis: basis}
		asked := policy.Asked{Path: f.Path}
		switch {
		case asked.Member():
			if !slices.ContainsFunc(c.Members, func(m store.Member) bool { return m.ID == f.Member }) {
				return nil, homeward.Errorf(homeward.Invalid, "household.not_a_member")
			}
			row.IndividualID = f.Member
		case !strings.HasPrefix(f.Path, "household."):
			if certificate == "" {
				return nil, homeward.Errorf(homeward.Invalid, "fact.of_certificate", "Fact", asked.Text())
			}
			row.CertificateID = certificate
		}
		// Said twice in one breath, the last word counts.
		out = slices.DeleteFunc(out, func(x homeward.Fact) bool { return x.Path == row.Path && x.IndividualID == row.IndividualID })
		out = append(out, row)
	}
	return out, nil
}

// AskedFact is a fact the rules read, for a household or one of its members, and what is known of it.
type AskedFact struct {
	policy.Asked
	Who     *store.Member // whom it is about; nil for the household
	Value   string        // as JSON; empty while nobody knows it
	Basis   string
	FoundOn homeward.Date
	// Registered says that the register holds it itself: it is changed there, not here.
	Registered bool
}

// custody is asked of children only.
const custody = "household.members[].custody"

// askedFacts lists what the rules of a policy read about a case, member by member, with what is known.
func (h *House) askedFacts(p *policy.Policy, c store.Case, certificate homeward.CertificateID, known *policy.Case, on homeward.Date) []AskedFact {
	var out []AskedFact
	register := policy.Case{Household: registered(h.Places, c), Application: known.Application}
	add := func(a policy.Asked, index int, m *store.Member) {
		x := AskedFact{Asked: a, Who: m}
		if v, ok := known.Known(a.Path, index); ok {
			x.Value = string(v)
		}
		var who homeward.IndividualID
		if m != nil {
			who = m.ID
		}
		for _, f := range c.Facts {
			mine := f.CertificateID == "" || f.CertificateID == certificate
			if f.Path == a.Path && mine && (m == nil || f.IndividualID == who) {
				x.Basis, x.FoundOn = f.Basis, f.FoundOn
			}
		}
		switch {
		case strings.HasPrefix(a.Path, "household.") && held(&register, a.Path, who): // whatever was written down before it did
			x.Registered, x.Basis, x.FoundOn = true, "", homeward.Date{}
		case x.Basis == "":
			x.Registered = x.Value != "" && a.Path != presumed
		}
		out = append(out, x)
	}
	for _, a := range p.Asks() {
		if !a.Member() {
			add(a, -1, nil)
			continue
		}
		for i := range c.Members {
			if a.Path == custody && c.Members[i].Adult(on) {
				continue
			}
			add(a, i, &c.Members[i])
		}
	}
	return out
}

// FactsFile is what the rules of a programme ask about a household, and what is known.
type FactsFile struct {
	Case       store.Case
	Programme  Programme
	Programmes []Programme // all in force
	Facts      []AskedFact
}

// ViewFacts shows what the rules of a programme in force ask about a household; the first programme when none is named.
// Facts of an application belong to its certificate and are left out.
func (h *House) ViewFacts(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, programme string) (f FactsFile, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		f = FactsFile{}
		if err := tx.Within(ctx, household(id)); err != nil {
			return err
		}
		if f.Programmes, err = h.programmes(ctx, tx); err != nil {
			return err
		}
		if len(f.Programmes) == 0 {
			return homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.programme"))
		}
		f.Programme = f.Programmes[0]
		for _, p := range f.Programmes {
			if p.ID == programme {
				f.Programme = p
			}
		}
		if f.Case, err = tx.Case(ctx, id); err != nil {
			return err
		}
		known := policy.Case{Household: factsOf(h.Places, f.Case)}
		for _, a := range h.askedFacts(f.Programme.Rules, f.Case, "", &known, tx.Today()) {
			if strings.HasPrefix(a.Path, "household.") {
				f.Facts = append(f.Facts, a)
			}
		}
		return nil
	})
	return f, err
}
