package web

import (
	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
)

// householdView is one household's file as its page shows it.
type householdView struct {
	casework.HouseholdFile
	Title      string
	Lang       string // of the title: the language the head gave the name in
	Tag        tag
	Held       []homeward.Refusal // what keeps it out of a round
	HomeLabel  string
	Doubles    []doubleView
	Besides    []subjectLink
	MayDecide  bool
	MayAmend   bool
	MayAnswer  bool
	Open       *homeward.Offer // the offer that waits for an answer
	AmendForm  *form
	Apply      applyView
	Intentions []option
	StayKinds  []option
	People     []option // members, and nobody
	Places     []option
}

// doubleView is an open question, the two people side by side.
type doubleView struct {
	casework.Double
	Percent int
	Rows    []compareRow
}

// compareRow is one thing compared between two people.
type compareRow struct {
	What, Own, Other   string
	OwnLang, OtherLang string
	Same               bool
}

func (v *visit) getHousehold() error {
	return v.household(200, v.blank())
}

func (v *visit) household(status int, fm *form) error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewHousehold(v.r.Context(), v.actor, homeward.HouseholdID(id))
	if err != nil {
		return err
	}
	head := file.Head()
	f := v.frame("web.household.title", "Name", listName(head.Given, head.Family), "Number", string(file.CaseNumber))
	x := householdView{
		HouseholdFile: file, Title: listName(head.Given, head.Family), Lang: head.NameLang, Tag: householdTag(v.Localizer, file.Now.Status),
		MayDecide: access.May(v.actor, homeward.QuestionDecide),
		MayAmend:  access.May(v.actor, homeward.HouseholdAmend) && file.Now.Status.Allows(homeward.HouseholdAmend) == nil,
		MayAnswer: access.May(v.actor, homeward.OfferAccept),
		AmendForm: fm,
	}
	if x.Title == "" { // nobody is left in it
		x.Title, x.Lang = string(file.CaseNumber), ""
	}
	if file.Home.ID != "" {
		x.HomeLabel = homeLabel(f, file.Home)
	}
	x.Held = heldNow(file)
	for _, d := range file.Doubles {
		x.Doubles = append(x.Doubles, newDouble(f, d))
	}
	for _, b := range file.Besides {
		x.Besides = append(x.Besides, subjectLink{"/households/" + string(b), string(file.Neighbour[b])})
	}
	for i := range file.Offers {
		if file.Offers[i].Answer == "" {
			x.Open = &file.Offers[i]
		}
	}
	if x.MayAmend {
		v.offerAmendment(&x)
	}
	if err := v.fillApply(&x); err != nil {
		return err
	}
	return v.send(status, householdPage(f, x))
}

// offerAmendment fills the form of changes with what is so now.
func (v *visit) offerAmendment(x *householdView) {
	x.Intentions = words(v.Localizer, "intention.", homeward.Intentions)
	x.StayKinds = words(v.Localizer, "stay.", homeward.StayKinds)
	x.Places = v.places()
	x.People = []option{{"", v.T("common.none")}}
	for _, m := range x.Members {
		x.People = append(x.People, option{string(m.ID), m.FullName()})
	}
	for name, value := range map[string]string{"intention": string(x.Intention), "stay": string(x.Stay.Kind), "stay_place": string(x.Stay.Place), "stay_address": x.Stay.Address} {
		if !x.AmendForm.values.Has(name) {
			x.AmendForm.values.Set(name, value)
		}
	}
}

// heldNow says what would keep the household out of a round today, in the words a freeze uses.
func heldNow(f casework.HouseholdFile) []homeward.Refusal {
	if f.Now.Status != homeward.HouseholdRegistered {
		return nil
	}
	var out []homeward.Refusal
	if len(f.Questions) > 0 {
		out = append(out, homeward.NewRefusal("duplicate_open", "question", ""))
	}
	if f.Intention != homeward.IntentReturn {
		out = append(out, homeward.NewRefusal("not_intending", "free_choice", "", "Intention", homeward.T("intention."+string(f.Intention))))
	}
	return out
}

func newDouble(f *frame, d casework.Double) doubleView {
	x := doubleView{Double: d, Percent: min(99, int(d.Question.Score*100+.5))} // nothing about names is certain
	add := func(key, own, other string) {
		if own != "" || other != "" {
			x.Rows = append(x.Rows, compareRow{What: f.T(key), Own: own, Other: other, Same: own == other})
		}
	}
	add("web.word.name", d.Own.FullName(), d.Other.FullName())
	x.Rows[0].OwnLang, x.Rows[0].OtherLang = d.Own.NameLang, d.Other.NameLang
	add("web.word.father", d.Own.Father, d.Other.Father)
	add("web.word.born", f.ShortDate(d.Own.BirthDate), f.ShortDate(d.Other.BirthDate))
	add("web.word.document", d.Own.Document, d.Other.Document)
	add("web.word.phone", d.Own.Phone, d.Other.Phone)
	return x
}

// homeLabel is the address of a dwelling inside its settlement: Building 3, dwelling 27; or the house alone.
func homeLabel(f *frame, h homeward.Home) string {
	return addressIn(f, h.Building.Kind, h.Building.Name, h.Number)
}

func addressIn(f *frame, kind homeward.BuildingKind, building, number string) string {
	if kind == homeward.House {
		return f.T("web.dwelling.house", "Name", building)
	}
	return f.T("web.dwelling.flat", "Building", building, "Number", number)
}

func (v *visit) postAmend() error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	intention := choice(fm, "intention", homeward.Intentions)
	stay := homeward.Stay{Kind: choice(fm, "stay", homeward.StayKinds), Place: homeward.PlaceID(fm.need("stay_place", "web.register.stay_place_missing")),
		Address: fm.text("stay_address"), LivesHere: true}
	if fm.OK() {
		in := casework.Amendment{Intention: &intention}
		if fm.Value("moved") != "" {
			in.Stay = &stay
		}
		field := "intention"
		if who := fm.text("died"); who != "" {
			field = "died_on"
			in.Died = &casework.Death{Who: homeward.IndividualID(who), On: fm.date("died_on"), Head: homeward.IndividualID(fm.text("head"))}
		}
		if !fm.OK() {
			return v.household(422, fm)
		}
		err := v.srv.House.AmendHousehold(v.r.Context(), v.actor, homeward.HouseholdID(id), in)
		if err == nil {
			return v.to("/households/"+id, "web.household.amended")
		}
		if homeward.IsKey(err, "household.next_head") {
			field = "head"
		}
		if err := fm.refuseErr(field, err); err != nil {
			return err
		}
	}
	return v.household(422, fm)
}

// backTo is the page a form of a part was sent from, when it names one of ours.
func backTo(fm *form, prefix, path string) string {
	if id := fm.Value("back"); homeward.ValidID(id, prefix) {
		return path + id
	}
	return "/overview"
}
