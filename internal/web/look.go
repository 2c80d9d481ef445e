package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/matching"
)

// While a registrar writes, the page says who may be in the register already. It never stops the saving: without scripts
// the first press of the button looks, shows what it found, and the second saves.

// lookView is what was found about the people on the form.
type lookView struct {
	Found []sightingView
	More  int
	// Asked says that somebody looked: then "nobody" is an answer too.
	Asked bool
}

// sightingView is one possible match in words.
type sightingView struct {
	casework.Sighting
	Form         int // number of the person on the form, from 0
	Name         string
	Roman        string // the name in Latin letters, where it was written otherwise
	Percent      int
	For, Against []string
}

// reasonsAtMost is how many sentences for and how many against are shown at the desk; the file of the question has all.
const reasonsAtMost = 3

// of are the sightings of one person on the form.
func (x lookView) of(n int) (out []sightingView) {
	for _, s := range x.Found {
		if s.Form == n {
			out = append(out, s)
		}
	}
	return out
}

// look asks the register about the people on the form; rows are their numbers there. The household itself is in the
// register when a form is sent twice, and is nobody's double.
func (v *visit) look(own homeward.HouseholdID, people []casework.Registrant, rows []int) (lookView, error) {
	x := lookView{Asked: true}
	found, more, err := v.srv.House.LookAround(v.r.Context(), v.actor, people)
	if err != nil {
		return x, err
	}
	x.More = more
	for _, s := range found {
		if own == "" || s.Household != own {
			x.Found = append(x.Found, v.sighting(s, rows[s.Row-1]))
		}
	}
	return x, nil
}

func (v *visit) sighting(s casework.Sighting, form int) sightingView {
	x := sightingView{Sighting: s, Form: form, Percent: min(99, int(s.Probability*100+.5))} // nothing about names is certain
	if s.Elsewhere {
		return x
	}
	x.Name = listName(s.Person.Given, s.Person.Family)
	if roman := matching.Romanise(x.Name); roman != x.Name {
		x.Roman = roman
	}
	say := func(list []matching.Evidence) (out []string) {
		for _, e := range list[:min(len(list), reasonsAtMost)] {
			out = append(out, v.Text(e.Text))
		}
		return out
	}
	x.For, x.Against = say(s.For), say(s.Against)
	return x
}

// postLook answers the script of the form: what is known about one person as far as it is written.
func (v *visit) postLook() error {
	if !access.May(v.actor, homeward.HouseholdRegister) {
		return v.mayNot(homeward.HouseholdRegister)
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(fm.Value("person"))
	if err != nil || n < 0 || n >= peopleMost {
		return homeward.Errorf(homeward.Invalid, "error.form")
	}
	m := written(fm, strconv.Itoa(n))
	if m.Given+m.Family+m.Document == "" {
		return v.page(sightings(v.frame("web.register.title"), lookView{}, n))
	}
	x, err := v.look("", []casework.Registrant{m}, []int{n})
	if err != nil {
		return err
	}
	if err := v.warn(fm, x); err != nil {
		return err
	}
	return v.page(sightings(v.frame("web.register.title"), x, n))
}

// written is a person as far as they are written: what is missing or half a date says nothing yet.
func written(fm *form, n string) (m casework.Registrant) {
	m.Given, m.Father, m.Family = fm.text("given-"+n), fm.text("father-"+n), fm.text("family-"+n)
	m.Document, m.Phone, m.Sex = fm.text("document-"+n), fm.text("phone-"+n), homeward.Sex(fm.text("sex-"+n))
	if d, err := homeward.ParseDate(fm.text("born-" + n)); err == nil {
		m.BirthDate = d
	}
	if m.Sex != homeward.Female && m.Sex != homeward.Male {
		m.Sex = ""
	}
	return m
}

// sessionShown remembers who was shown to the registrar for the form that is being filled in: its identifier, a bar, and
// people's identifiers with commas between them.
const sessionShown = "shown"

// shown are the people who were shown for this form before.
func (v *visit) shown(fm *form) []homeward.IndividualID {
	id, list, _ := strings.Cut(v.srv.sessions.GetString(v.r.Context(), sessionShown), "|")
	if id == "" || id != fm.Value("id") {
		return nil
	}
	var out []homeward.IndividualID
	for s := range strings.SplitSeq(list, ",") {
		out = append(out, homeward.IndividualID(s))
	}
	return out
}

// news says whether something was found that was not shown for this form before.
func (v *visit) news(fm *form, x lookView) bool {
	before := v.shown(fm)
	return slices.ContainsFunc(x.Found, func(s sightingView) bool { return !slices.Contains(before, s.Person.ID) })
}

// warn journals what is about to be shown, once for each person, and remembers it.
func (v *visit) warn(fm *form, x lookView) error {
	id := fm.Value("id")
	if !homeward.ValidID(id, "hh") || !v.news(fm, x) {
		return nil
	}
	list := v.shown(fm)
	var seen []casework.Sighting
	for _, s := range x.Found {
		if !slices.Contains(list, s.Person.ID) {
			list = append(list, s.Person.ID)
			seen = append(seen, s.Sighting)
		}
	}
	if err := v.srv.House.WarnHousehold(v.r.Context(), v.actor, homeward.HouseholdID(id), v.deskArea(fm), seen); err != nil {
		return err
	}
	words := make([]string, len(list))
	for i, p := range list {
		words[i] = string(p)
	}
	v.srv.sessions.Put(v.r.Context(), sessionShown, id+"|"+strings.Join(words, ","))
	return nil
}

// deskArea is the area of a household that is being written down: its origin once that is chosen, else where the
// registrar works.
func (v *visit) deskArea(fm *form) homeward.Area {
	area := homeward.Area("")
	for _, p := range v.actor.Appointments {
		if access.MayAnywhere(p.Role, homeward.HouseholdWarn) {
			area = cmp.Or(area, p.Area)
			if o := homeward.PlaceID(fm.text("origin")); o != "" && v.srv.House.Places.Within(o, p.Area) {
				return o
			}
		}
	}
	return area
}
