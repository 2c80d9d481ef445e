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

// CertificateFile is one certificate with everything an officer decides by.
type CertificateFile struct {
	store.CertificateCase
	Case    store.Case
	Rulings []homeward.Ruling // every decision, the latest first
	Facts   []AskedFact       // what the rules ask, and what is known
	Alone   []store.Member    // who counts here and may also apply alone
	LeftOut []store.Member    // who is not counted by the rules about members
	// Rules is the edition that decided, else the one that would decide.
	Rules *policy.Policy
	// Would is what that edition says, while nothing is decided; Missing are the facts it waits for.
	Would   *policy.Decision
	Missing []homeward.Text
	// Changed is what the edition that granted it says of the household as it is now, where that is not the same any more
	// and the certificate is not used yet.
	Changed *homeward.Ruling
}

// ViewCertificate shows a certificate.
func (h *House) ViewCertificate(ctx context.Context, actor homeward.Actor, id homeward.CertificateID) (f CertificateFile, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		f = CertificateFile{}
		if err := tx.Within(ctx, certificate(id)); err != nil {
			return err
		}
		if f.CertificateCase, err = tx.Certificate(ctx, id); err != nil {
			return err
		}
		if f.Case, err = tx.Case(ctx, f.HouseholdID); err != nil {
			return err
		}
		if f.Rulings, err = tx.Rulings(ctx, id); err != nil {
			return err
		}
		on := tx.Today()
		if f.Ruling != nil {
			f.Rules, err = h.rulesBy(ctx, tx, f.Ruling.PolicyHash)
		} else {
			f.Rules, on, err = h.rulesFor(ctx, tx, f.CertificateCase)
		}
		if err != nil {
			return err
		}
		h.fillCertificate(&f, on)
		return nil
	})
	return f, err
}

// fillCertificate adds what the rules ask and say on a day.
func (h *House) fillCertificate(f *CertificateFile, on homeward.Date) {
	granted := homeward.Date{}
	if f.Ruling != nil {
		granted = f.Ruling.DecidedOn
	}
	claim := h.claimOf(f.Case, f.Certificate, granted, on)
	f.Facts = h.askedFacts(f.Rules, f.Case, f.ID, &claim, on)
	d := taken(f.Rules, claim, on)
	for _, i := range d.MayApplyAlone {
		f.Alone = append(f.Alone, f.Case.Members[i])
	}
	for _, i := range d.LeftOut {
		f.LeftOut = append(f.LeftOut, f.Case.Members[i])
	}
	if s := f.Stage(); s == homeward.CertificateGranted || s == homeward.CertificateIssued {
		if now, err := h.asked(f.Rules, f.CertificateCase, f.Case); err == nil && differs(*f.Ruling, now) {
			f.Changed = &now
		}
	}
	if f.Ruling != nil {
		return
	}
	f.Would = &d
	for _, m := range d.Waiting("stage", "threshold") {
		f.Missing = append(f.Missing, missingText(f.Case, m))
	}
	for _, m := range d.Undetermined["amount"] {
		if t := missingText(f.Case, m); !strings.HasPrefix(m, "dwelling.") && !slices.ContainsFunc(f.Missing, func(x homeward.Text) bool { return x.String() == t.String() }) {
			f.Missing = append(f.Missing, t)
		}
	}
}

// mostCertificates bounds the list.
const mostCertificates = 500

// CertificateList is a list of certificates, and how many there are in each stage.
type CertificateList struct {
	Rows   []store.CertificateRow
	Stages map[homeward.CertificateStage]int
}

// ListCertificates lists certificates in the actor's areas, those in a stage or all of them: those that wait for a
// certificate first, in the order the policy of their programme gives, then the others by the day of application, latest
// first.
func (h *House) ListCertificates(ctx context.Context, actor homeward.Actor, stage homeward.CertificateStage) (out CertificateList, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out = CertificateList{}
		if out.Stages, err = tx.CertificateStages(ctx); err != nil {
			return err
		}
		if out.Rows, err = tx.Certificates(ctx, stage, mostCertificates); err != nil {
			return err
		}
		rules := map[string]*policy.Policy{}
		for _, r := range out.Rows {
			if rules[r.Adoption] == nil {
				if rules[r.Adoption], err = h.rulesOn(ctx, tx, r.Adoption, tx.Today()); err != nil {
					return err
				}
			}
		}
		slices.SortStableFunc(out.Rows, func(a, b store.CertificateRow) int {
			wa, wb := a.Stage() == homeward.CertificateGranted, b.Stage() == homeward.CertificateGranted
			switch {
			case wa != wb:
				if wa {
					return -1
				}
				return 1
			case wa:
				return cmp.Or(cmp.Compare(a.Adoption, b.Adoption), rules[a.Adoption].Waits(standingOf(a), standingOf(b)))
			}
			return 0
		})
		return nil
	})
	return out, err
}

func standingOf(r store.CertificateRow) policy.Standing {
	return policy.Standing{Rank: r.Rank, Points: &r.Points, Submitted: r.AppliedOn, Registered: r.RegisteredOn}
}

// MoneyProgrammes lists the programmes in force that give money.
func (h *House) MoneyProgrammes(ctx context.Context, actor homeward.Actor) (out []Programme, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out = nil
		all, err := h.programmes(ctx, tx)
		for _, p := range all {
			if p.Rules.Document().Gives != policy.GivesHome && p.Rules.Document().Money != nil {
				out = append(out, p)
			}
		}
		return err
	})
	return out, err
}

// Programme is a programme with the edition in force today.
type Programme struct {
	ID    string
	Rules *policy.Policy
}

// programmes lists the programmes in force today.
func (h *House) programmes(ctx context.Context, tx *store.Tx) (out []Programme, err error) {
	adoptions, err := tx.Adoptions(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, a := range adoptions { // the latest of each first
		if seen[a.ID] || tx.Today().Before(a.ValidFrom) {
			continue
		}
		seen[a.ID] = true
		p, err := h.policyOf(a)
		if err != nil {
			return nil, err
		}
		out = append(out, Programme{a.ID, p})
	}
	return out, nil
}
