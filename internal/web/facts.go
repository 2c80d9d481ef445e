package web

import (
	"net/url"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
)

// factsView is what the rules of a programme ask about a household.
type factsView struct {
	casework.FactsFile
	Title, Lang string
	Programme   string
	Picks       []navItem // by programme
	Form        factsForm
}

func (v *visit) getFacts() error { return v.facts(200, v.blank()) }

func (v *visit) facts(status int, fm *form) error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewFacts(v.r.Context(), v.actor, homeward.HouseholdID(id), v.r.URL.Query().Get("programme"))
	if err != nil {
		return err
	}
	head := file.Case.Head()
	x := factsView{FactsFile: file, Title: listName(head.Given, head.Family), Lang: head.NameLang, Programme: file.Programme.Rules.TitleIn(v.Lang())}
	for _, p := range file.Programmes {
		x.Picks = append(x.Picks, navItem{factsAddress(id, p.ID), p.Rules.TitleIn(v.Lang()), p.ID == file.Programme.ID})
	}
	x.Form = v.factsForm(fm, factsAddress(id, file.Programme.ID), file.Case, file.Facts)
	x.Form.May = access.May(v.actor, homeward.FactRecord)
	return v.send(status, factsPage(v.frame("web.facts.title"), x))
}

func factsAddress(household, programme string) string {
	return "/households/" + household + "/facts?" + url.Values{"programme": {programme}}.Encode()
}

func (v *visit) postFacts() error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewFacts(v.r.Context(), v.actor, homeward.HouseholdID(id), v.r.URL.Query().Get("programme"))
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	if err := v.recordFacts(fm, homeward.HouseholdID(id), "", file.Facts); err != nil {
		return err
	}
	if !fm.OK() {
		return v.facts(422, fm)
	}
	return v.to(factsAddress(id, file.Programme.ID), "web.facts.recorded")
}
