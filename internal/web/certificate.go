package web

import (
	"encoding/json"
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

// certificatesView is the list of certificates.
type certificatesView struct {
	Rows       []certificateRow
	Programmes []string // in force that give money
}

type certificateRow struct {
	store.CertificateRow
	Name string
	Tag  tag
	Sum  string
}

func (v *visit) getCertificates() error {
	rows, err := v.srv.House.ListCertificates(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	programmes, err := v.srv.House.MoneyProgrammes(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	var x certificatesView
	for _, p := range programmes {
		x.Programmes = append(x.Programmes, p.Rules.TitleIn(v.Lang()))
	}
	for _, r := range rows {
		x.Rows = append(x.Rows, certificateRow{r, listName(r.Given, r.Family), certificateTag(v.Localizer, r.Stage()), sumOf(v.Localizer, r.Amount, r.Currency)})
	}
	return v.page(certificatesPage(v.frame("web.certificates.title"), x))
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
	if u := file.Use; u != nil {
		x.Sum, x.Parts, x.Awaits = sumOf(v.Localizer, u.Amount, u.Currency), ruledSums(v.Localizer, file.Rules, u.Parts, u.Currency), nil
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
	x.MayDecide, x.MayIssue = may(homeward.CertificateDecide), may(homeward.CertificateIssue)
	x.MayRedeem = may(homeward.CertificateRedeem) && !file.Over(today)
	x.MayExpire = may(homeward.CertificateExpire) && file.Over(today)
	return x
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

// postApply takes an application of a household.
func (v *visit) postApply() error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	ce, err := v.srv.House.ApplyCertificate(v.r.Context(), v.actor, homeward.HouseholdID(id), fm.text("programme"))
	if err != nil {
		return err
	}
	return v.to("/certificates/"+string(ce), "web.certificate.applied")
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

// recordFacts records what was changed in a form of facts. What is wrong with it is noted in the form.
func (v *visit) recordFacts(fm *form, household homeward.HouseholdID, certificate homeward.CertificateID, asked []casework.AskedFact) error {
	var found []casework.FoundFact
	first := ""
	for _, a := range asked {
		name := fieldOf(a)
		written := fm.text(name)
		if a.Registered || written == "" || written == writtenFact(a) {
			continue
		}
		if _, err := policy.ReadFact(a.Path, written); err != nil {
			if err := fm.refuseErr(name, err); err != nil {
				return err
			}
			continue
		}
		f := casework.FoundFact{Path: a.Path, Value: written}
		if a.Member() {
			f.Member = a.Who.ID
		}
		found = append(found, f)
		if first == "" {
			first = name
		}
	}
	if !fm.OK() {
		return nil
	}
	err := v.srv.House.RecordFact(v.r.Context(), v.actor, household, certificate, found, fm.text("basis"))
	if err == nil {
		return nil
	}
	if homeward.IsKey(err, "fact.basis") || first == "" {
		first = "basis"
	}
	return fm.refuseErr(first, err)
}

// factsForm is the form of what the rules ask.
type factsForm struct {
	*form
	Action string
	Groups []factGroup
	Known  []knownFact // what the register holds itself
	May    bool
}

// factGroup is the household, a member, the application or the home.
type factGroup struct {
	Title, Lang string
	Fields      []factField
}

type factField struct {
	input
	Since string // on what the present value rests
	Said  string // the present value in words
}

type knownFact struct{ Label, Said string }

// fieldOf is the name of the field of a fact.
func fieldOf(a casework.AskedFact) string {
	if a.Who != nil {
		return a.Path + "/" + string(a.Who.ID)
	}
	return a.Path
}

// factsForm lays out what the rules ask, by whom it is about. What was written comes before what is known.
func (v *visit) factsForm(fm *form, action string, c store.Case, asked []casework.AskedFact) factsForm {
	out := factsForm{form: fm, Action: action}
	at := map[string]int{}
	for _, a := range asked {
		label := v.Text(a.Text())
		if a.Registered {
			if a.Who != nil {
				label += ", " + a.Who.FullName()
			}
			out.Known = append(out.Known, knownFact{label, saidFact(v.Localizer, a)})
			continue
		}
		title, lang := v.groupOf(a)
		i, ok := at[title]
		if !ok {
			i = len(out.Groups)
			at[title] = i
			out.Groups = append(out.Groups, factGroup{Title: title, Lang: lang})
		}
		f := factField{input: v.inputOf(a, label), Said: saidFact(v.Localizer, a)}
		if a.Basis != "" {
			f.Since = v.T("web.facts.since", "Basis", a.Basis, "Date", a.FoundOn)
		}
		if !fm.values.Has(f.Name) {
			fm.values.Set(f.Name, writtenFact(a))
		}
		out.Groups[i].Fields = append(out.Groups[i].Fields, f)
	}
	slices.SortStableFunc(out.Groups, func(a, b factGroup) int { return v.groupPlace(a) - v.groupPlace(b) })
	return out
}

func (v *visit) groupOf(a casework.AskedFact) (title, lang string) {
	switch {
	case a.Who != nil:
		return a.Who.FullName(), a.Who.NameLang
	case strings.HasPrefix(a.Path, "application."):
		return v.T("web.facts.application"), v.Lang()
	case strings.HasPrefix(a.Path, "dwelling."):
		return v.T("web.facts.home"), v.Lang()
	}
	return v.T("web.facts.household"), v.Lang()
}

// groupPlace puts the application first, the home last.
func (v *visit) groupPlace(g factGroup) int {
	switch g.Title {
	case v.T("web.facts.application"):
		return 0
	case v.T("web.facts.household"):
		return 1
	case v.T("web.facts.home"):
		return 3
	}
	return 2
}

// inputOf is the field of a fact: a choice where the answers are few, else a line to write in.
func (v *visit) inputOf(a casework.AskedFact, label string) input {
	in := input{Name: fieldOf(a), Label: label}
	switch a.Type {
	case "bool":
		in.Options = []option{{"", v.T("common.unknown")}, {"yes", v.T("common.yes")}, {"no", v.T("common.no")}}
	case "timestamp":
		in.Type = "date"
	case "string":
		if len(a.Words) == 0 {
			break
		}
		in.Options = []option{{"", v.T("common.unknown")}}
		for _, w := range a.Words {
			in.Options = append(in.Options, option{w, v.Text(policy.WordText(a.Path, w))})
		}
		if a.Open {
			in.Options = append(in.Options, option{"other", v.T("web.facts.other")})
		}
	case "list of string":
		var words []string
		for _, w := range a.Words {
			words = append(words, w)
		}
		in.Hint = strings.Join(words, ", ")
	}
	return in
}

// writtenFact is the present value of a fact as the form writes it.
func writtenFact(a casework.AskedFact) string {
	var value any
	if json.Unmarshal([]byte(a.Value), &value) != nil {
		return ""
	}
	switch x := value.(type) {
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case string:
		return strings.TrimSuffix(x, "T00:00:00Z")
	case []any:
		var words []string
		for _, w := range x {
			s, _ := w.(string)
			words = append(words, s)
		}
		return strings.Join(words, ", ")
	}
	return a.Value
}

// saidFact is the present value of a fact in words.
func saidFact(l *i18n.Localizer, a casework.AskedFact) string {
	s := writtenFact(a)
	switch a.Type {
	case "bool":
		if s == "" {
			return l.T("common.unknown")
		}
		return l.T("common." + s)
	case "timestamp":
		if d, err := homeward.ParseDate(s); err == nil {
			return l.Date(d)
		}
	case "string":
		if strings.HasSuffix(a.Path, ".id") { // of a place
			return l.Place(homeward.PlaceID(s))
		}
		return l.Text(policy.WordText(a.Path, s))
	}
	return s
}

// applyView is the section of a household's page about money for a home.
type applyView struct {
	Rows       []certificateRow
	Programmes []option
	May        bool
	Household  homeward.HouseholdID
}

// fillApply adds a household's certificates, and the programmes it may apply in.
func (v *visit) fillApply(x *householdView) error {
	x.Apply = applyView{Household: x.ID, May: access.May(v.actor, homeward.CertificateApply) && x.Now.Status != homeward.HouseholdEnded}
	for _, c := range x.Certificates {
		row := certificateRow{CertificateRow: store.CertificateRow{Certificate: c.Certificate}, Tag: certificateTag(v.Localizer, c.Stage())}
		if c.Ruling != nil {
			row.Sum = sumOf(v.Localizer, c.Ruling.Amount, c.Ruling.Currency)
		}
		x.Apply.Rows = append(x.Apply.Rows, row)
	}
	if !access.May(v.actor, homeward.RegisterList) {
		return nil
	}
	programmes, err := v.srv.House.MoneyProgrammes(v.r.Context(), v.actor)
	for _, p := range programmes {
		x.Apply.Programmes = append(x.Apply.Programmes, option{p.ID, p.Rules.TitleIn(v.Lang())})
	}
	return err
}
