package web

import (
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/policy"
)

// rulesView is the rules in force, in the words of the reader.
type rulesView struct {
	Editions []editionView
	Do       []navItem // what may be done with rules
}

// editionView is one edition of a programme's rules.
type editionView struct {
	homeward.Adoption
	Policy   *policy.Policy
	Sections []policy.Section
	Sources  []policy.Source
	Tag      tag
}

// Number is the place of a source in the list, from 1, by which lines refer to it.
func (e editionView) Number(source string) int {
	for i, s := range e.Sources {
		if s.ID == source {
			return i + 1
		}
	}
	return 0
}

// SourceAt is the identifier of a source on the page; several editions stand on one.
func (e editionView) SourceAt(source string) string {
	return "source-" + e.PolicyHash[:8] + "-" + source
}

func (v *visit) getRules() error {
	editions, err := v.editions(v.actor)
	if err != nil {
		return err
	}
	x := rulesView{}
	for _, e := range editions {
		if e.Tag.Text == v.T("web.rules.in_force") {
			x.Editions = append(x.Editions, e)
		}
	}
	x.Do = append(x.Do, navItem{Address: "/public/rules", Text: v.T("web.rules.everyone")})
	for _, d := range []struct {
		path, key string
		action    homeward.Action
	}{

		{"/rules/compare", "web.trial.title", homeward.ProgrammeCompare},
		{"/rules/reopen", "web.reopen.title", homeward.RefusalReopen},
		{"/rules/adopt", "web.adopt.title", homeward.ProgrammeAdopt},
	} {
		if access.May(v.actor, d.action) {
			x.Do = append(x.Do, navItem{Address: d.path, Text: v.T(d.key)})
		}
	}
	return v.page(rulesPage(v.frame("web.rules.title"), x))
}

// editions are all editions ever adopted, each programme's latest first, with whether they are in force today.
func (v *visit) editions(as homeward.Actor) ([]editionView, error) {
	adoptions, err := v.srv.House.Adoptions(v.r.Context(), as)
	if err != nil {
		return nil, err
	}
	today := v.srv.now().Date()
	var out []editionView
	inForce := map[string]bool{}
	for _, a := range adoptions {
		p, err := v.srv.House.EditionOf(a)
		if err != nil {
			return nil, err
		}
		e := editionView{Adoption: a, Policy: p, Sections: p.Sections(), Sources: p.Document().Sources}
		switch {
		case today.Before(a.ValidFrom):
			e.Tag = shown(waits, v.T("web.rules.not_yet", "Date", a.ValidFrom))
		case inForce[a.ID]:
			e.Tag = shown(look{"is-plain", "ended"}, v.T("web.rules.replaced"))
		default:
			inForce[a.ID] = true
			e.Tag = shown(done, v.T("web.rules.in_force"))
		}
		out = append(out, e)
	}
	return out, nil
}

// getPublicRules lists every edition, for everybody.
func (v *visit) getPublicRules() error {
	editions, err := v.editions(casework.Public())
	if err != nil {
		return err
	}
	return v.page(publicRulesPage(v.frame("web.rules.everyone"), rulesView{Editions: editions}))
}

// publicEdition is the edition an address names by its content.
func (v *visit) publicEdition() (editionView, error) {
	editions, err := v.editions(casework.Public())
	if err != nil {
		return editionView{}, err
	}
	for _, e := range editions {
		if e.PolicyHash == v.r.PathValue("hash") {
			return e, nil
		}
	}
	return editionView{}, homeward.Errorf(homeward.NotFound, "error.no_page")
}

func (v *visit) getPublicEdition() error {
	e, err := v.publicEdition()
	if err != nil {
		return err
	}
	f := v.frame("web.rules.title")
	f.Title = e.Policy.TitleIn(v.Lang())
	return v.page(publicEditionPage(f, e))
}

// getPolicyFile gives the file itself, byte for byte: whoever runs it gets the answers the office gets.
func (v *visit) getPolicyFile() error {
	e, err := v.publicEdition()
	if err != nil {
		return err
	}
	return v.file(e.PolicyID+"-"+e.PolicyHash[:12]+".yaml", "text/yaml; charset=utf-8", []byte(e.PolicyText))
}

func (v *visit) getPolicyPaper() error {
	e, err := v.publicEdition()
	if err != nil {
		return err
	}
	b, err := v.srv.House.PolicyPaper(e.Adoption, v.Lang())
	if err != nil {
		return err
	}
	return v.file(e.PolicyID+"-"+v.Lang()+".pdf", pdf, b)
}

// adoptView is the form by which an edition comes into force.
type adoptView struct {
	Form     *form
	Problems []string // of the file, line by line
}

func (v *visit) getAdopt() error {
	if !access.May(v.actor, homeward.ProgrammeAdopt) {
		return v.noRole(homeward.ProgrammeAdopt)
	}
	return v.page(adoptPage(v.frame("web.adopt.title"), adoptView{Form: v.blank("from", v.srv.now().Date().String())}))
}

// noRole is the refusal that names the role an action needs.
func (v *visit) noRole(a homeward.Action) error {
	info, _ := a.Info()
	_, err := access.Check(v.actor, a, homeward.Subject{Noun: info.Noun, Area: homeward.Programme}, []homeward.Area{homeward.Programme})
	return err
}

func (v *visit) postAdopt() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	x := adoptView{Form: fm}
	a := homeward.Adoption{ID: fm.text("programme"), Area: homeward.Programme, PolicyText: strings.ReplaceAll(fm.Value("text"), "\r\n", "\n"),
		ValidFrom: fm.needDate("from", "web.form.choice")}
	if fm.OK() && a.ValidFrom.Before(v.srv.now().Date()) {
		fm.refuse("from", "programme.future")
	}
	if _, found := policy.Check(a.ID, []byte(a.PolicyText)); len(found) > 0 {
		for _, p := range found {
			if !p.Warning {
				x.Problems = append(x.Problems, v.T("web.adopt.problem", "Line", p.Line, "Text", p.Text, "Hint", p.Hint))
			}
		}
		if len(x.Problems) > 0 {
			fm.faults = append(fm.faults, fault{"text", x.Problems[0]})
		}
	}
	if fm.OK() {
		err := v.srv.House.AdoptProgramme(v.r.Context(), v.actor, a)
		if err == nil {
			return v.to("/rules/reopen?on="+a.ValidFrom.String(), "web.adopt.done", "Date", a.ValidFrom)
		}
		if err := fm.refuseErr("programme", err); err != nil {
			return err
		}
	}
	return v.send(422, adoptPage(v.frame("web.adopt.title"), x))
}

// reopenView lists the refusals that other rules would change.
type reopenView struct {
	casework.Reopenables
	Form  *form
	Today homeward.Date
	Ahead bool // a day still to come is looked at
	May   bool
}

func (v *visit) getReopen() error { return v.reopen(200, v.blank()) }

func (v *visit) reopen(status int, fm *form) error {
	var on homeward.Date
	if asked := v.r.URL.Query().Get("on"); asked != "" {
		d, err := homeward.ParseDate(asked)
		if err != nil {
			return err
		}
		on = d
	}
	list, err := v.srv.House.ListReopenable(v.r.Context(), v.actor, on)
	if err != nil {
		return err
	}
	x := reopenView{Reopenables: list, Form: fm, Today: v.srv.now().Date(), May: access.May(v.actor, homeward.RefusalReopen)}
	x.Ahead = x.Today.Before(list.On)
	return v.send(status, reopenPage(v.frame("web.reopen.title"), x))
}

func (v *visit) postReopen() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	id := fm.text("household")
	if !homeward.ValidID(id, "hh") {
		return homeward.Errorf(homeward.NotFound, "error.no_page")
	}
	seq := int64(fm.number("seq", 1, 1<<40))
	field := "reason-" + fm.text("seq") + "-" + id
	err = v.srv.House.ReopenRefusal(v.r.Context(), v.actor, homeward.HouseholdID(id), seq, fm.text("reason"))
	if err == nil {
		return v.to("/rules/reopen", "web.reopen.done")
	}
	if homeward.KindOf(err) != homeward.Invalid {
		return err
	}
	if err := fm.refuseErr(field, err); err != nil {
		return err
	}
	return v.reopen(422, fm)
}
