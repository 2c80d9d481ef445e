package casework

import (
	"context"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/document"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// CertificatePaper is an issued certificate as PDF.
func (h *House) CertificatePaper(ctx context.Context, actor homeward.Actor, id homeward.CertificateID, lang string) ([]byte, error) {
	f, err := h.ViewCertificate(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if f.Number == 0 {
		return nil, homeward.Errorf(homeward.Conflict, "certificate.not_now", "Stage", homeward.T("status.certificate."+string(f.Stage())),
			"Action", homeward.T("web.certificate.paper"))
	}
	in := document.CertificateInput{In: h.in(lang), Note: h.sampleNote(), Office: h.office(lang), Certificate: f.Certificate, Ruling: *f.Ruling,
		Case: f.Case.CaseNumber, Programme: titleOf(f.Rules), Edition: f.Rules.Edition(), Parts: partsOf(f.Rules, f.Ruling.Parts), Signs: actor.Name}
	for _, m := range f.Case.Members {
		if !slices.ContainsFunc(f.LeftOut, func(x store.Member) bool { return x.ID == m.ID }) {
			in.Members = append(in.Members, document.Member{Name: m.FullName(), Relation: m.Relation, Born: m.BirthDate})
		}
	}
	for _, l := range linesOf(f.Rules, "policy.show.duties") {
		in.Duties = append(in.Duties, saying(l))
	}
	return document.Certificate(in)
}

// RulingLetter tells a household in writing what was decided and why, in the very words of the page.
func (h *House) RulingLetter(ctx context.Context, actor homeward.Actor, id homeward.CertificateID, lang string) ([]byte, error) {
	f, err := h.ViewCertificate(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if f.Ruling == nil {
		return nil, homeward.Errorf(homeward.Conflict, "certificate.not_now", "Stage", homeward.T("status.certificate."+string(f.Stage())),
			"Action", homeward.T("web.certificate.letter"))
	}
	in := document.RulingInput{In: h.in(lang), Note: h.sampleNote(), Office: h.office(lang), Ruling: *f.Ruling, AppliedOn: f.AppliedOn,
		Case: f.Case.CaseNumber, Name: f.Case.Head().FullName(), Programme: titleOf(f.Rules), Edition: f.Rules.Edition(),
		Parts: partsOf(f.Rules, f.Ruling.Parts), Signs: actor.Name}
	lines := linesOf(f.Rules, "policy.show.rules.")
	for _, r := range f.Ruling.Refusals {
		x := document.RulingReason{Refusal: r}
		if i := slices.IndexFunc(f.Case.Members, func(m store.Member) bool { return string(m.ID) == r.Who }); i >= 0 {
			x.Name = f.Case.Members[i].FullName()
		}
		if i := slices.IndexFunc(lines, func(l policy.Line) bool { return l.ID == r.Rule }); i >= 0 {
			x.Says = saying(lines[i])
		}
		in.Refusals = append(in.Refusals, x)
	}
	return document.RulingLetter(in)
}

// office is the name a letter bears.
func (h *House) office(lang string) string {
	if h.Sample {
		return h.Speech.For(lang).T("operation.sample")
	}
	return h.Operation
}

func titleOf(p *policy.Policy) document.Sentence {
	return func(l *i18n.Localizer) string { return p.TitleIn(l.Lang()) }
}

func saying(l policy.Line) document.Sentence {
	return func(in *i18n.Localizer) string { return l.In(in.Lang(), in.Text) }
}

// linesOf are the lines of the sections whose title begins so.
func linesOf(p *policy.Policy, section string) (out []policy.Line) {
	for _, s := range p.Sections() {
		if strings.HasPrefix(s.Title.Key, section) {
			out = append(out, s.Lines...)
		}
	}
	return out
}

// partsOf are the sums that are paid, with the sentences of their rules.
func partsOf(p *policy.Policy, parts []homeward.SumPart) []document.CertificatePart {
	lines := linesOf(p, "policy.show.money")
	var out []document.CertificatePart
	for _, s := range parts {
		if !s.Paid {
			continue
		}
		says := func(*i18n.Localizer) string { return s.Rule }
		if i := slices.IndexFunc(lines, func(l policy.Line) bool { return l.ID == s.Rule }); i >= 0 {
			says = saying(lines[i])
		}
		out = append(out, document.CertificatePart{Value: s.Value, Says: says})
	}
	return out
}
