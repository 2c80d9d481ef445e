package web

import (
	"slices"
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// certificateLooks says how each stage of a certificate is shown.
var certificateLooks = map[homeward.CertificateStage]look{
	homeward.CertificateApplied: neutral,
	homeward.CertificateRefused: blocks,
	homeward.CertificateGranted: waits,
	homeward.CertificateIssued:  {"is-plain", "key"},
	homeward.CertificateUsed:    {"is-done", "home"},
	homeward.CertificateExpired: {"is-plain", "ended"},
}

func certificateTag(l *i18n.Localizer, s homeward.CertificateStage) tag {
	return shown(certificateLooks[s], l.T("status.certificate."+string(s)))
}

// sumOf writes an amount of money; nothing when there is none.
func sumOf(l *i18n.Localizer, amount int64, currency string) string {
	if amount == 0 {
		return ""
	}
	return l.T("web.certificate.sum", "Amount", l.Number(int(amount)), "Currency", currency)
}

// certificateView is one certificate as its page shows it.
type certificateView struct {
	casework.CertificateFile
	Title, Programme string
	HeadName         string
	HeadLang         string
	Tag              tag
	Sum              string
	Refusals         []ruledRefusal
	Parts, Limits    []ruledSum
	Awaits           []homeward.Text
	Terms            []policy.Line
	By               homeward.Date // the day whose rules decide, where it is not today
	LeftOut, Alone   string
	Form             factsForm
	Redeem           *form
	MayDecide        bool
	MayIssue         bool
	MayRedeem        bool
	MayExpire        bool
}

// ruledRefusal is a refusal with the member it fails for and the rule's own sentence.
type ruledRefusal struct {
	Text, Remedy, Who, Rule string
	Line                    *policy.Line
}

// ruledSum is a part of an amount with the rule that gives it.
type ruledSum struct {
	Rule, Sum, Said string
	Paid            bool
}

func (v *visit) getCertificate() error { return v.certificate(200, v.blank(), v.blank()) }

func (v *visit) certificate(status int, facts, redeem *form) error {
	id, err := v.id("ce")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewCertificate(v.r.Context(), v.actor, homeward.CertificateID(id))
	if err != nil {
		return err
	}
	x := v.certificateView(file)
	x.Redeem = redeem
	x.Form = v.factsForm(facts, "/certificates/"+id+"/facts", file.Case, file.Facts)
	x.Form.May = access.May(v.actor, homeward.FactRecord) && file.Stage().Allows(homeward.FactRecord) == nil
	return v.send(status, certificatePage(v.frame("web.certificate.title"), x))
}

func (v *visit) certificateView(file casework.CertificateFile) certificateView {
	head := file.Case.Head()
	today := v.srv.now().Date()
	x := certificateView{CertificateFile: file, Title: v.T("web.certificate.title"), Programme: file.Rules.TitleIn(v.Lang()),
		HeadName: listName(head.Given, head.Family), HeadLang: head.NameLang, Tag: certificateTag(v.Localizer, file.Stage()),
		LeftOut: namesOf(file.LeftOut), Alone: namesOf(file.Alone)}
	if file.Number > 0 {
		x.Title = v.T("web.certificate.numbered", "Number", file.Number)
	}
	if r := file.Ruling; r != nil {
		x.Sum = sumOf(v.Localizer, r.Amount, r.Currency)
		x.Refusals = ruledRefusals(v.Localizer, file, r.Refusals)
		x.Parts, x.Limits = ruledSums(v.Localizer, file.Rules, r.Parts, r.Currency), ruledSums(v.Localizer, file.Rules, r.Limits, r.Currency)
		for _, fact := range r.Awaits {
			x.Awaits = append(x.Awaits, policy.FactText(fact))
		}
	}
	if p := file.Reopening; p != nil {
		x.By = p.ReopenedOn
	}
	if u := file.Use; u != nil {
		x.Sum, x.Parts, x.Awaits = sumOf(v.Localizer, u.Amount, u.Currency), ruledSums(v.Localizer, file.Rules, u.Parts, u.Currency), nil
	}
	if c := file.Changed; c != nil {
		x.Refusals = ruledRefusals(v.Localizer, file, c.Refusals)
	}
	if w := file.Would; w != nil {
		var against []homeward.Refusal
		for _, r := range w.Refusals {
			if r.Who == "" && len(r.Members) > 0 {
				r.Refusal.Who = string(file.Case.Members[r.Members[0]].ID)
			}
			against = append(against, r.Refusal)
		}
		x.Refusals = ruledRefusals(v.Localizer, file, against)
	}
	for _, s := range file.Rules.Sections() {
		if s.Title.Key == "policy.show.procedure" {
			x.Terms = s.Lines
		}
	}
	may := func(a homeward.Action) bool { return access.May(v.actor, a) && file.Stage().Allows(a) == nil }
	changed := file.Changed != nil
	x.MayDecide = may(homeward.CertificateDecide) && (file.Ruling == nil && (len(file.Missing) == 0 || len(x.Refusals) > 0) || changed)
	x.MayIssue = may(homeward.CertificateIssue) && !changed
	x.MayRedeem = may(homeward.CertificateRedeem) && !file.Over(today)
	x.MayExpire = may(homeward.CertificateExpire) && file.Over(today)
	return x
}

// wouldBy says by the rules of which day the page tells what would be decided.
func wouldBy(f *frame, x certificateView) string {
	if x.By.IsZero() {
		return f.T("web.certificate.would")
	}
	return f.T("web.certificate.would_by", "Date", x.By)
}

func namesOf(list []store.Member) string {
	var names []string
	for _, m := range list {
		names = append(names, m.FullName())
	}
	return strings.Join(names, ", ")
}

// ruledRefusals puts beside each refusal the member it fails for and the sentence of its rule.
func ruledRefusals(l *i18n.Localizer, file casework.CertificateFile, list []homeward.Refusal) []ruledRefusal {
	var out []ruledRefusal
	for _, r := range list {
		x := ruledRefusal{Text: l.Text(r.Text), Remedy: l.Text(r.Remedy), Rule: r.Rule, Line: lineOf(file.Rules, "policy.show.rules.", r.Rule)}
		if i := slices.IndexFunc(file.Case.Members, func(m store.Member) bool { return string(m.ID) == r.Who }); i >= 0 {
			x.Who = file.Case.Members[i].FullName()
		}
		out = append(out, x)
	}
	return out
}

func ruledSums(l *i18n.Localizer, p *policy.Policy, list []homeward.SumPart, currency string) []ruledSum {
	var out []ruledSum
	for _, s := range list {
		x := ruledSum{Rule: s.Rule, Sum: sumOf(l, s.Value, currency), Paid: s.Paid}
		if line := lineOf(p, "policy.show.money", s.Rule); line != nil {
			x.Said = line.In(l.Lang(), l.Text)
		}
		out = append(out, x)
	}
	return out
}

// lineOf is the sentence of a rule in the policy as people read it; nil when it has none.
func lineOf(p *policy.Policy, section, id string) *policy.Line {
	for _, s := range p.Sections() {
		if !strings.HasPrefix(s.Title.Key, section) {
			continue
		}
		for i := range s.Lines {
			if s.Lines[i].ID == id {
				return &s.Lines[i]
			}
		}
	}
	return nil
}

// postCertificate does the next step.
func (v *visit) postCertificate() error {
	id, err := v.id("ce")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	ce, ctx, house, here := homeward.CertificateID(id), v.r.Context(), v.srv.House, "/certificates/"+id
	switch fm.Value("do") {
	case "decide":
		if _, err := house.DecideCertificate(ctx, v.actor, ce); err != nil {
			return err
		}
		return v.to(here, "web.certificate.decided")
	case "issue":
		number, err := house.IssueCertificate(ctx, v.actor, ce)
		if err != nil {
			return err
		}
		return v.to(here, "web.certificate.issued", "Number", number)
	case "redeem":
		err := house.RedeemCertificate(ctx, v.actor, ce, fm.Value("contract"))
		if err == nil {
			return v.to(here, "web.certificate.redeemed")
		}
		if err := fm.refuseErr("contract", err); err != nil {
			return err
		}
		return v.certificate(422, v.blank(), fm)
	case "expire":
		if err := house.ExpireCertificate(ctx, v.actor, ce); err != nil {
			return err
		}
		return v.to(here, "web.certificate.expired")
	}
	return homeward.Errorf(homeward.Invalid, "web.form.choice")
}

// postCertificateFacts records what the rules ask.
func (v *visit) postCertificateFacts() error {
	id, err := v.id("ce")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewCertificate(v.r.Context(), v.actor, homeward.CertificateID(id))
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	if err := v.recordFacts(fm, file.HouseholdID, file.ID, file.Facts); err != nil {
		return err
	}
	if !fm.OK() {
		return v.certificate(422, fm, v.blank())
	}
	return v.to("/certificates/"+id, "web.facts.recorded")
}
