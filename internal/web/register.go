package web

import (
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/i18n"
)

// registerView is the form a registrar fills in.
type registerView struct {
	Form        *form
	People      []int // numbers of the people on the form
	Settlements []option
	Wishes      []option
	Places      []option
	Intentions  []option
	StayKinds   []option
	Conditions  []option
	Relations   []option
	Sexes       []option
	Languages   []option
	Needs       []option
	Look        lookView
}

// peopleAtFirst is how many people a new form has room for; more are a press of a button away.
const (
	peopleAtFirst = 3
	peopleMore    = 3
	peopleMost    = 40
)

func (v *visit) getRegister() error {
	if !access.May(v.actor, homeward.HouseholdRegister) {
		return v.mayNot(homeward.HouseholdRegister)
	}
	fm := v.blank("people", strconv.Itoa(peopleAtFirst), "relation-0", string(homeward.Head), "lives_here", "1",
		"id", v.srv.House.IDs.New("hh"))
	return v.page(registerPage(v.frame("web.register.title"), v.registerView(fm)))
}

func (v *visit) postRegister() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	if !homeward.ValidID(fm.Value("id"), "hh") {
		fm.values.Set("id", v.srv.House.IDs.New("hh"))
	}
	if fm.Value("more") != "" {
		people, _ := strconv.Atoi(fm.Value("people")) // a number that was tampered with is put right by registerView
		fm.values.Set("people", strconv.Itoa(people+peopleMore))
		return v.page(registerPage(v.frame("web.register.title"), v.registerView(fm)))
	}
	in, rows := v.registration(fm)
	look, saves, err := v.lookFirst(fm, in, rows)
	if err != nil {
		return err
	}
	if !saves {
		x := v.registerView(fm)
		x.Look = look
		return v.page(registerPage(v.frame("web.register.title"), x))
	}
	if fm.OK() {
		in.Shown = v.shown(fm)
		made, err := v.srv.House.RegisterHousehold(v.r.Context(), v.actor, in)
		if err == nil {
			key := "web.register.done"
			if len(made.Questions) > 0 {
				key = "web.register.done_question"
			}
			return v.to("/households/"+string(made.ID), key, "Number", string(made.CaseNumber), "Count", len(made.Questions))
		}
		if err := fm.refuseErr(registerField(err), err); err != nil {
			return err
		}
	}
	x := v.registerView(fm)
	x.Look = look
	return v.send(422, registerPage(v.frame("web.register.title"), x))
}

// lookFirst looks who of the register may be on the form, and says whether it may be saved now: not when only a look was
// asked for, and not before the registrar has seen what was found. A look that fails is a help less and stops nothing.
func (v *visit) lookFirst(fm *form, in casework.Registration, rows []int) (x lookView, saves bool, err error) {
	only := fm.Value("look") != ""
	x, err = v.look(in.ID, in.Members, rows)
	if err != nil {
		if homeward.KindOf(err) == homeward.Internal { // a refusal is told by the step itself
			v.srv.Log.Error("the look before saving failed", "request", requestID(v.r), "error", err)
		}
		return lookView{}, true, nil
	}
	if only {
		fm.faults = nil // a look is no saving: nothing is wrong yet
	}
	if saves = !only && (!fm.OK() || !v.news(fm, x)); saves && fm.OK() {
		return x, true, nil
	}
	err = v.warn(fm, x)
	if kind := homeward.KindOf(err); kind != homeward.None && kind != homeward.Internal {
		return lookView{}, true, nil // who may not register is told so by the step itself
	}
	return x, saves, err
}

// registerField is the field that a refusal of a registration is about: by its key and, for a person, its row.
func registerField(err error) string {
	text, _ := homeward.TextOf(err)
	row := "0"
	if n, ok := text.Args["Row"].(int); ok {
		row = strconv.Itoa(n - 1)
	}
	switch text.Key {
	case "household.left_on", "household.dates":
		return "left"
	case "individual.birth_date", "individual.birth_date_impossible":
		return "born-" + row
	case "individual.relation", "household.one_head":
		return "relation-" + row
	case "individual.need":
		return "need-" + row
	case "place.unknown", "place.not_a_settlement":
		return "origin"
	case "stay.kind":
		return "stay"
	case "household.intention":
		return "intention"
	}
	return "given-" + row
}

// registration reads the form; what is wrong is noted in it. rows are the numbers on the form of the people in it.
func (v *visit) registration(fm *form) (in casework.Registration, rows []int) {
	in = casework.Registration{
		OriginPlace:   homeward.PlaceID(fm.need("origin", "web.register.origin_missing")),
		OriginAddress: fm.text("origin_address"),
		LeftOn:        fm.needDate("left", "web.register.left_missing"),
		Intention:     choice(fm, "intention", homeward.Intentions),
		ServesThere:   fm.checked("serves_there"),
		FallenFamily:  fm.checked("fallen_family"),
		Stay: homeward.Stay{
			Kind:      choice(fm, "stay", homeward.StayKinds),
			Place:     homeward.PlaceID(fm.need("stay_place", "web.register.stay_place_missing")),
			Address:   fm.text("stay_address"),
			LivesHere: fm.checked("lives_here"),
			ValidFrom: fm.date("stay_since"),
		},
	}
	if id := fm.Value("id"); homeward.ValidID(id, "hh") {
		in.ID = homeward.HouseholdID(id) // so that sending the form twice registers once
	}
	if fm.text("condition") != "" {
		in.Stay.Condition = choice(fm, "condition", []homeward.StayCondition{homeward.ConditionGood, homeward.ConditionPoor, homeward.ConditionDangerous})
	}
	if wish := fm.text("wish"); wish != "" {
		in.Wishes = []homeward.PlaceID{homeward.PlaceID(wish)}
	}
	v.beside(fm, &in)
	for _, n := range people(fm) {
		if m, ok := registrant(fm, strconv.Itoa(n)); ok {
			in.Members, rows = append(in.Members, m), append(rows, n)
		}
	}
	if len(in.Members) == 0 && fm.OK() {
		fm.refuse("given-0", "web.register.nobody")
	}
	return in, rows
}

// beside finds the household that was named by its number.
func (v *visit) beside(fm *form, in *casework.Registration) {
	s := fm.text("beside")
	if s == "" {
		return
	}
	number, err := homeward.ParseCaseNumber(s)
	if err != nil {
		_ = fm.refuseErr("beside", err) // a malformed number is always the reader's
		return
	}
	id, err := v.householdByNumber(number)
	if err != nil || id == "" {
		fm.refuse("beside", "web.register.beside_unknown", "Number", string(number))
		return
	}
	in.Beside = append(in.Beside, id)
}

// people lists the numbers of the people a form has room for.
func people(fm *form) []int {
	n, err := strconv.Atoi(fm.Value("people"))
	if err != nil || n < 1 {
		n = peopleAtFirst
	}
	out := make([]int, min(n, peopleMost))
	for i := range out {
		out[i] = i
	}
	return out
}

// registrant reads one person; a row in which nothing was written is nobody.
func registrant(fm *form, n string) (casework.Registrant, bool) {
	var m casework.Registrant
	m.Given, m.Father, m.Family = fm.text("given-"+n), fm.text("father-"+n), fm.text("family-"+n)
	m.Document, m.Phone = fm.text("document-"+n), fm.text("phone-"+n)
	if m.Given+m.Father+m.Family+m.Document+m.Phone+fm.text("born-"+n) == "" {
		return m, false
	}
	if m.Given+m.Family == "" {
		fm.refuse("given-"+n, "web.register.name_missing")
	}
	m.BirthDate = fm.needDate("born-"+n, "web.register.born_missing")
	m.Relation = choice(fm, "relation-"+n, homeward.Relations)
	m.NameLang = fm.text("lang-" + n)
	if m.NameLang == "" || !i18n.Known(m.NameLang) {
		m.NameLang = scriptLang(m.Given + m.Family)
	}
	if s := homeward.Sex(fm.text("sex-" + n)); s == homeward.Female || s == homeward.Male {
		m.Sex = s
	}
	if code := fm.text("need-" + n); code != "" {
		m.Needs = []string{choice(fm, "need-"+n, homeward.NeedCodes)}
	}
	m.StepFree = fm.checked("step_free-" + n)
	return m, true
}

// scriptLang guesses the language of a name from its letters, for a registrar in a hurry: Armenian and Russian by their
// scripts, else Azerbaijani where a letter is its own, else English.
func scriptLang(name string) string {
	for _, r := range name {
		switch {
		case r >= 0x0531 && r <= 0x0587:
			return "hy"
		case r >= 0x0400 && r <= 0x04ff:
			return "ru"
		case strings.ContainsRune("əƏğĞışŞçÇöÖüÜİ", r):
			return "az"
		}
	}
	return "en"
}

func (v *visit) registerView(fm *form) registerView {
	x := registerView{
		Form: fm, People: people(fm),
		Intentions: append([]option{{"", v.T("web.form.choose")}}, words(v.Localizer, "intention.", homeward.Intentions)...),
		StayKinds:  append([]option{{"", v.T("web.form.choose")}}, words(v.Localizer, "stay.", homeward.StayKinds)...),
		Conditions: append(v.nothing(), words(v.Localizer, "condition.", []homeward.StayCondition{homeward.ConditionGood, homeward.ConditionPoor, homeward.ConditionDangerous})...),
		Relations:  append([]option{{"", v.T("web.form.choose")}}, words(v.Localizer, "relation.", homeward.Relations)...),
		Sexes:      append(v.nothing(), words(v.Localizer, "sex.", []homeward.Sex{homeward.Female, homeward.Male})...),
		Languages:  append([]option{{"", v.T("web.register.lang_guess")}}, words(v.Localizer, "language.", []string{"az", "hy", "ru", "en"})...),
		Needs:      append([]option{{"", v.T("common.none")}}, words(v.Localizer, "need.", homeward.NeedCodes)...),
	}
	x.Settlements, x.Places = v.settlements(), v.places()
	x.Wishes = append(v.nothing(), x.Settlements[1:]...)
	return x
}

// nothing is the empty answer of a choice that need not be made.
func (v *visit) nothing() []option { return []option{{"", v.T("web.form.not_stated")}} }

// settlements offers every place a household can have its origin home in.
func (v *visit) settlements() []option {
	return v.placeOptions(func(p homeward.Place) bool {
		return (p.Kind == homeward.PlaceTown || p.Kind == homeward.PlaceSettlement || p.Kind == homeward.PlaceVillage) &&
			v.srv.House.Places.Within(p.ID, "karabakh-east-zangezur")
	})
}

// places offers every place somebody can live in now.
func (v *visit) places() []option {
	return v.placeOptions(func(p homeward.Place) bool {
		return p.Kind == homeward.PlaceTown || p.Kind == homeward.PlaceSettlement || p.Kind == homeward.PlaceVillage || p.Kind == homeward.PlaceReception
	})
}

func (v *visit) placeOptions(keep func(homeward.Place) bool) []option {
	var out []option
	for _, p := range v.srv.House.Places.All() {
		if keep(p) {
			out = append(out, option{string(p.ID), v.srv.House.Places.Label(p.ID, v.Lang())})
		}
	}
	i18n.Sort(v.Localizer, out, func(o option) string { return o.Text })
	return append([]option{{"", v.T("web.form.choose")}}, out...)
}
