package casework_test

import (
	"strings"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
)

// known is a man who is in the register, written in Azerbaijani.
func known() casework.Registrant {
	return casework.Registrant{Relation: homeward.Head, Individual: homeward.Individual{Given: "Heydər", Father: "Məmməd", Family: "Həsənov",
		NameLang: "az", Sex: homeward.Male, BirthDate: homeward.NewDate(1961, time.April, 9)}}
}

func household(people ...casework.Registrant) casework.Registration {
	in := registration(1, 1, 0)
	in.Members = people
	return in
}

// withDesk gives the fixture a desk that has read the register as it is.
func (f *fixture) withDesk() {
	f.t.Helper()
	f.Desk = casework.NewDesk()
	f.ok(f.FillDesk(f.t.Context()))
}

func (f *fixture) look(actor homeward.Actor, m casework.Registrant) []casework.Sighting {
	f.t.Helper()
	out, _, err := f.LookAround(f.t.Context(), actor, []casework.Registrant{m})
	f.ok(err)
	return out
}

func TestTheDeskSeesEveryScriptAndWhatWasJustSaved(t *testing.T) {
	each(t, func(f *fixture) {
		f.withDesk() // empty: everybody below came after it
		made, err := f.RegisterHousehold(t.Context(), registrar, household(known()))
		f.ok(err)
		for name, m := range map[string]homeward.Individual{
			"Russian":                          {Given: "Гейдар", Family: "Гасанов", BirthDate: homeward.NewDate(1961, time.April, 9)},
			"Armenian letters, day and month":  {Given: "Հեյդար", Family: "Հասանով", BirthDate: homeward.NewDate(1961, time.September, 4)},
			"two slips of the pen":             {Given: "Heytər", Family: "Həsənoh", BirthDate: homeward.NewDate(1961, time.April, 9)},
			"family and given name exchanged":  {Given: "Həsənov", Family: "Heydər", BirthDate: homeward.NewDate(1961, time.April, 9)},
			"typed without the letters of his": {Given: "Heyder", Family: "Hesenov", BirthDate: homeward.NewDate(1961, time.April, 9)},
		} {
			found := f.look(registrar, casework.Registrant{Individual: m})
			if len(found) != 1 || found[0].Household != made.ID || found[0].CaseNumber != made.CaseNumber || len(found[0].For) == 0 || len(found[0].Against) == 0 {
				t.Errorf("%s: saw %+v", name, found)
			}
		}
	})
}

// Blanks never match; a namesake, a twin, a father and his son are other people.
func TestTheDeskKeepsPeopleApart(t *testing.T) {
	each(t, func(f *fixture) {
		_, err := f.RegisterHousehold(t.Context(), registrar, household(known()))
		f.ok(err)
		f.withDesk()
		twin, son, namesake := known(), known(), known()
		twin.Given = "Aydın"
		son.BirthDate = homeward.NewDate(1989, time.May, 2)
		namesake.BirthDate = homeward.Date{}
		for name, m := range map[string]casework.Registrant{
			"nothing written":      {},
			"a day of birth alone": {Individual: homeward.Individual{BirthDate: homeward.NewDate(1961, time.April, 9)}},
			"a twin":               twin, "a son of his name": son, "a namesake of unknown age": namesake,
		} {
			if found := f.look(registrar, m); len(found) > 0 {
				t.Errorf("%s: saw %+v", name, found)
			}
		}
	})
}

// Of another area the registrar hears that there is somebody, and where to ask; no name, no number, no reason.
func TestTheDeskNamesNobodyOfAnotherArea(t *testing.T) {
	each(t, func(f *fixture) {
		_, err := f.RegisterHousehold(t.Context(), registrar, household(known()))
		f.ok(err)
		f.withDesk()
		lachin := registrar
		lachin.Appointments = []homeward.Appointment{{Role: homeward.RoleRegistrar, Area: "lachin-district"}}
		found := f.look(lachin, known())
		if len(found) != 1 || !found[0].Elsewhere || found[0].Area != "khojaly" {
			t.Fatalf("saw %+v", found)
		}
		if s := found[0]; s.Person.FullName() != "" || !s.Person.BirthDate.IsZero() || s.CaseNumber != "" || s.Household != "" || len(s.For)+len(s.Against) > 0 {
			t.Errorf("told of another area: %+v", s)
		}
		_, _, err = f.LookAround(t.Context(), analyst, []casework.Registrant{known()})
		f.refused(err, "access.role")
	})
}

// At most three are shown, the likeliest first, however many there are.
func TestTheDeskShowsThreeAtMost(t *testing.T) {
	each(t, func(f *fixture) {
		for range 5 {
			_, err := f.RegisterHousehold(t.Context(), registrar, household(known()))
			f.ok(err)
		}
		f.withDesk()
		found, more, err := f.LookAround(t.Context(), registrar, []casework.Registrant{known()})
		f.ok(err)
		if len(found) != 3 || more != 2 {
			t.Errorf("shown %d, %d more", len(found), more)
		}
	})
}

// The warning and what was done in spite of it are in the journal, under one identifier and without a name.
func TestWarningAndOverrideAreJournalled(t *testing.T) {
	each(t, func(f *fixture) {
		_, err := f.RegisterHousehold(t.Context(), registrar, household(known()))
		f.ok(err)
		f.withDesk()
		in := household(known())
		in.ID = "hh_06fzzzzzzzzzzzzzzzzzzzzzzz"
		seen := f.look(registrar, in.Members[0])
		f.ok(f.WarnHousehold(t.Context(), registrar, in.ID, "khojaly", seen))
		in.Shown = []homeward.IndividualID{seen[0].Person.ID}
		made, err := f.RegisterHousehold(t.Context(), registrar, in)
		f.ok(err)
		if len(made.Questions) != 1 {
			t.Errorf("saving raised %d questions", len(made.Questions))
		}
		entries, err := f.ReadJournal(t.Context(), auditor, 0, 10, string(in.ID))
		f.ok(err)
		if len(entries) != 2 || entries[0].Action != homeward.HouseholdRegister || entries[1].Action != homeward.HouseholdWarn {
			t.Fatalf("the journal of the household: %+v", entries)
		}
		for _, e := range entries {
			if strings.Contains(e.Subject+e.Reason+string(e.Area), "Həsənov") {
				t.Errorf("a name in %+v", e)
			}
		}
	})
}

// A list that is sent again under new identifiers asks again only what nobody has answered.
func TestDifferentPeopleAreRememberedByContent(t *testing.T) {
	each(t, func(f *fixture) {
		_, err := f.RegisterHousehold(t.Context(), registrar, household(known()))
		f.ok(err)
		other := known()
		other.Given, other.Family, other.NameLang = "Гейдар", "Гасанов", "ru"
		first, err := f.RegisterHousehold(t.Context(), registrar, household(other))
		f.ok(err)
		if len(first.Questions) != 1 {
			t.Fatalf("%d questions", len(first.Questions))
		}
		f.ok(f.DecideQuestion(t.Context(), registrar, first.Questions[0].ID, homeward.DifferentPeople))
		again, err := f.RegisterHousehold(t.Context(), registrar, household(other))
		f.ok(err)
		if len(again.Questions) != 1 || again.Questions[0].Content != "" {
			t.Errorf("sent again, it asks %+v: only its own first copy should be asked about", again.Questions)
		}
	})
}

// A search that finds nobody as it was typed shows whose names are like it, to those who may see them; what finds
// somebody is left as it is.
func TestASearchThroughSlipsOfThePen(t *testing.T) {
	each(t, func(f *fixture) {
		list := func(actor homeward.Actor, text string) casework.RegisterPage {
			out, err := f.ListRegister(t.Context(), actor, casework.RegisterQuery{Text: text})
			f.ok(err)
			return out
		}
		x, err := f.RegisterHousehold(t.Context(), registrar, household(known()))
		f.ok(err)
		stranger := known()
		stranger.Given, stranger.Family = "Arpine", "Avetisyan"
		_, err = f.RegisterHousehold(t.Context(), registrar, household(stranger))
		f.ok(err)
		if got := list(registrar, "Hasemov Heydar"); got.Total != 0 || got.Alike {
			t.Errorf("without a desk: %+v", got)
		}
		f.withDesk()
		for _, text := range []string{"Hasemov Heydar", "Heydar Hasamov", "Гасамов Гейдар", "Гейдал Гасанов", "Հասամով Հեյդար", "Hazsanov Heydr"} {
			if got := list(registrar, text); !got.Alike || len(got.Rows) == 0 || got.Rows[0].ID != x.ID {
				t.Errorf("%q: %+v", text, got)
			}
		}
		if got := list(registrar, "Həsənov"); got.Alike || got.Total != 1 {
			t.Errorf("as it is written: %+v", got)
		}
		for _, text := range []string{"Qwrtpsdf", "77", "x y z v w u"} {
			if got := list(registrar, text); len(got.Rows) > 0 {
				t.Errorf("%q: %+v", text, got)
			}
		}
	})
}
