package casework_test

import (
	"strings"
	"testing"

	"homeward"
	"homeward/internal/casework"
)

const nobody = "0000000000000000000000000a"

// Bad input is refused with the words for it: what is wrong, never a fault of ours.
func TestBadInputIsRefused(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		household := f.register(1, 2, 0)
		dwelling := f.flats("1", 1)[0]
		building := f.homeByID(dwelling).BuildingID

		for key, change := range map[string]func(*casework.Registration){
			"household.empty":                  func(r *casework.Registration) { r.Members = nil },
			"household.too_large":              func(r *casework.Registration) { r.Members = registration(9, 41, 0).Members },
			"household.one_head":               func(r *casework.Registration) { r.Members[1].Relation = homeward.Head },
			"household.intention":              func(r *casework.Registration) { r.Intention = "perhaps" },
			"household.dates":                  func(r *casework.Registration) { r.RegisteredOn = f.Today().Add(1) },
			"household.left_on":                func(r *casework.Registration) { r.LeftOn = homeward.Date{} },
			"household.exists":                 func(r *casework.Registration) { r.ID = household },
			"individual.name":                  func(r *casework.Registration) { r.Members[1].Given, r.Members[1].Family = " ", "" },
			"individual.birth_date":            func(r *casework.Registration) { r.Members[1].BirthDate = homeward.Date{} },
			"individual.birth_date_impossible": func(r *casework.Registration) { r.Members[1].BirthDate = homeward.NewDate(1890, 1, 1) },
			"individual.relation":              func(r *casework.Registration) { r.Members[1].Relation = "friend" },
			"individual.need":                  func(r *casework.Registration) { r.Members[1].Needs = []string{"XX"} },
			"individual.exists":                func(r *casework.Registration) { r.Members[1].ID = f.members(household)[0] },
			"stay.kind":                        func(r *casework.Registration) { r.Stay.Kind = "palace" },
			"place.unknown":                    func(r *casework.Registration) { r.Stay.Place = "atlantis" },
			"place.not_a_settlement":           func(r *casework.Registration) { r.OriginPlace = "lachin-district" },
			"store.unknown_record":             func(r *casework.Registration) { r.Beside = []homeward.HouseholdID{"hh_" + nobody} },
		} {
			in := registration(2, 2, 0)
			change(&in)
			_, err := f.RegisterHousehold(ctx, registrar, in)
			f.refused(err, key)
		}
		for name, change := range map[string]func(*casework.Registration){
			"born tomorrow":             func(r *casework.Registration) { r.Members[0].BirthDate = f.Today().Add(1) },
			"left after registration":   func(r *casework.Registration) { r.LeftOn = f.Today().Add(1) },
			"no head":                   func(r *casework.Registration) { r.Members[0].Relation = homeward.Spouse },
			"a wish for a whole region": func(r *casework.Registration) { r.Wishes = []homeward.PlaceID{"karabakh-east-zangezur"} },
			"a place nobody knows":      func(r *casework.Registration) { r.OriginPlace = "" },
		} {
			in := registration(3, 1, 0)
			change(&in)
			if _, err := f.RegisterHousehold(ctx, registrar, in); homeward.KindOf(err) != homeward.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if page, err := f.ListRegister(ctx, registrar, casework.RegisterQuery{}); err != nil || page.Total != 1 {
			t.Errorf("after refusals the register holds %d households, %v", page.Total, err)
		}

		add := func(b casework.NewBuilding) error { _, err := f.AddDwelling(ctx, housing, b); return err }
		block := homeward.Building{Place: "khojaly", Name: "9", Kind: homeward.Block}
		door := homeward.Dwelling{Number: "1", Type: homeward.FlatType, Rooms: 2}
		with := func(change func(*homeward.Dwelling)) []homeward.Dwelling {
			d := door
			change(&d)
			return []homeward.Dwelling{d}
		}
		claim := f.claimed(dwelling, homeward.ClaimRejected)
		lodge := func(c homeward.Claim) error { _, err := f.LodgeClaim(ctx, claims, c); return err }
		ground := func(g homeward.GroundFinding) error { return f.RecordGround(ctx, housing, g) }
		state := func(change func(*homeward.Statement)) error {
			s := homeward.Statement{Source: "a gazette", Place: "khojaly", Kind: homeward.Cumulative, Families: 1, AsOf: f.Today(), PublishedOn: f.Today()}
			change(&s)
			_, err := f.RecordStatement(ctx, analyst, s)
			return err
		}
		user := func(u casework.NewUser) error { _, err := f.AddUser(ctx, officer(homeward.RoleAdmin), u); return err }
		amend := func(a casework.Amendment) error { return f.AmendHousehold(ctx, registrar, household, a) }
		divide := func(d casework.Division) error { _, err := f.DivideHousehold(ctx, registrar, household, d); return err }
		open := func(programme string, place homeward.PlaceID) error {
			_, err := f.OpenRound(ctx, allocation, "", programme, place)
			return err
		}
		two := f.members(household)
		f.ok(state(func(*homeward.Statement) {}))
		for _, c := range []struct {
			key string
			err error
		}{
			{"building.empty", add(casework.NewBuilding{Building: block})},
			{"building.exists", add(casework.NewBuilding{Building: homeward.Building{Place: "khojaly", Name: "1", Kind: homeward.Block}, Dwellings: []homeward.Dwelling{door}})},
			{"place.not_a_settlement", add(casework.NewBuilding{Building: homeward.Building{Place: "lachin-district", Name: "1"}, Dwellings: []homeward.Dwelling{door}})},
			{"dwelling.rooms", add(casework.NewBuilding{Building: block, Dwellings: with(func(d *homeward.Dwelling) { d.Rooms = 0 })})},
			{"dwelling.rooms", add(casework.NewBuilding{Building: block, Dwellings: with(func(d *homeward.Dwelling) { d.Rooms = 13 })})},
			{"dwelling.type", add(casework.NewBuilding{Building: block, Dwellings: with(func(d *homeward.Dwelling) { d.Type = "tent" })})},
			{"dwelling.exists", add(casework.NewBuilding{Building: block, Dwellings: []homeward.Dwelling{door, door}})},
			{"store.recorded", add(casework.NewBuilding{Building: block, Dwellings: with(func(d *homeward.Dwelling) { d.ID = dwelling })})},
			{"dwelling.component", f.ReportDwelling(ctx, housing, dwelling, []homeward.Readiness{{Component: "sauna"}})},
			{"error.not_found", f.ReportDwelling(ctx, housing, "dw_"+nobody, []homeward.Readiness{{Component: "gas"}})},
			{"ground.finding", ground(homeward.GroundFinding{BuildingID: building, Finding: "clean"})},
			{"ground.document", ground(homeward.GroundFinding{BuildingID: building, Finding: homeward.Cleared})},
			{"ground.future", ground(homeward.GroundFinding{BuildingID: building, Finding: homeward.Suspected, RecordedOn: f.Today().Add(1)})},
			{"error.not_found", ground(homeward.GroundFinding{BuildingID: "bd_" + nobody, Finding: homeward.Suspected})},
			{"claim.claimant", lodge(homeward.Claim{DwellingID: dwelling, Claimant: " "})},
			{"error.not_found", lodge(homeward.Claim{DwellingID: "dw_" + nobody, Claimant: claimant})},
			{"claim.decision", f.DecideClaim(ctx, claims, claim, "perhaps", "x")},
			{"claim.reason", f.DecideClaim(ctx, claims, claim, homeward.ClaimUpheld, " ")},
			{"claim.decided", f.DecideClaim(ctx, claims, claim, homeward.ClaimUpheld, "once more")},
			{"error.not_found", f.DecideClaim(ctx, claims, "cl_"+nobody, homeward.ClaimUpheld, "x")},
			{"household.intention", amend(casework.Amendment{Intention: ptr(homeward.Intention("maybe"))})},
			{"stay.kind", amend(casework.Amendment{Stay: &homeward.Stay{Kind: "palace", Place: "baku"}})},
			{"place.not_a_settlement", amend(casework.Amendment{Wishes: &[]homeward.PlaceID{"lachin-district"}})},
			{"store.unknown_record", amend(casework.Amendment{Beside: []homeward.HouseholdID{"hh_" + nobody}})},
			{"error.not_found", f.AmendHousehold(ctx, registrar, "hh_"+nobody, casework.Amendment{})},
			{"household.new_head", divide(casework.Division{Who: two[1:], Head: two[0]})},
			{"household.head_stays", divide(casework.Division{Who: two[:1], Head: two[0]})},
			{"household.not_a_member", divide(casework.Division{Who: []homeward.IndividualID{"in_" + nobody}, Head: "in_" + nobody})},
			{"stay.kind", divide(casework.Division{Who: two[1:], Head: two[1], Stay: &homeward.Stay{Kind: "palace"}})},
			{"error.not_found", open("no-such-programme", "khojaly")},
			{"place.unknown", open("great-return", "atlantis")},
			{"place.not_a_settlement", open("great-return", "lachin-district")},
			{"error.not_found", f.FreezeRound(ctx, allocation, "rd_"+nobody, "")},
			{"error.not_found", f.AcceptOffer(ctx, allocation, "of_"+nobody)},
			{"error.not_found", second(f.MakeOffer(ctx, allocation, "dw_"+nobody))},
			{"error.not_found", f.ConsentMovement(ctx, moving, "mv_"+nobody, two[0], two[0])},
			{"error.not_found", f.DepartMovement(ctx, moving, "mv_"+nobody, two)},
			{"question.one_person", second(f.RaiseQuestion(ctx, registrar, homeward.Question{OneID: two[0], OtherID: two[0]}))},
			{"store.unknown_record", second(f.RaiseQuestion(ctx, registrar, homeward.Question{OneID: two[0], OtherID: "in_7zzzzzzzzzzzzzzzzzzzzzzzzz"}))},
			{"question.decision", f.DecideQuestion(ctx, registrar, "qu_"+nobody, "perhaps")},
			{"error.not_found", f.DecideQuestion(ctx, registrar, "qu_"+nobody, homeward.SamePerson)},
			{"statement.source", state(func(s *homeward.Statement) { s.Source = "" })},
			{"statement.no_number", state(func(s *homeward.Statement) { s.Families = 0 })},
			{"statement.no_number", state(func(s *homeward.Statement) { s.Families, s.People = 3, -1 })},
			{"statement.dates", state(func(s *homeward.Statement) { s.AsOf = homeward.Date{} })},
			{"statement.exists", state(func(*homeward.Statement) {})},
			{"place.unknown", state(func(s *homeward.Statement) { s.Place = "atlantis" })},
			{"user.login", user(casework.NewUser{Login: " ", Name: "x", Password: "long enough for us"})},
			{"user.password", user(casework.NewUser{Login: "x", Name: "x", Password: "short"})},
			{"user.role", user(casework.NewUser{Login: "x", Name: "x", Password: "long enough for us", Appointments: []homeward.Appointment{{Role: "king", Area: "khojaly"}}})},
			{"user.role", user(casework.NewUser{Login: "x", Name: "x", Password: "long enough for us", Appointments: []homeward.Appointment{{Role: homeward.RolePublic, Area: "khojaly"}}})},
			{"place.unknown", user(casework.NewUser{Login: "x", Name: "x", Password: "long enough for us", Appointments: []homeward.Appointment{{Role: homeward.RoleAuditor, Area: "atlantis"}}})},
			{"store.unknown_record", f.GrantUser(ctx, officer(homeward.RoleAdmin), "us_"+nobody, homeward.Appointment{Role: homeward.RoleAuditor, Area: "khojaly"})},
		} {
			if !homeward.IsKey(c.err, c.key) {
				t.Errorf("got %v, want %s", c.err, c.key)
			}
		}
	})
}

func (f *fixture) homeByID(id homeward.DwellingID) homeward.Home {
	f.t.Helper()
	h, err := f.ViewHome(f.t.Context(), housing, id)
	f.ok(err)
	return h
}

// A page of something nobody has is not found, whoever asks.
func TestUnknownRecordsAreNotFound(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		for name, err := range map[string]error{
			"household":  second(f.ViewHousehold(ctx, registrar, "hh_"+nobody)),
			"dwelling":   second(f.ViewHome(ctx, housing, "dw_"+nobody)),
			"settlement": second(f.ViewSettlement(ctx, housing, "atlantis")),
			"round":      second(f.ViewRound(ctx, allocation, "rd_"+nobody)),
			"draw":       second(f.BundleOf(ctx, casework.Public(), "rd_"+nobody)),
			"freeze":     second(f.PreviewFreeze(ctx, allocation, "rd_"+nobody)),
			"offer":      second(f.ViewOffer(ctx, allocation, "of_"+nobody)),
			"movement":   second(f.ViewMovement(ctx, moving, "mv_"+nobody)),
			"handover":   second(f.ViewHandover(ctx, housing, "hh_"+nobody)),
			"act":        second(f.ActOf(ctx, housing, "ho_"+nobody, "en")),
		} {
			if homeward.KindOf(err) != homeward.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := f.ViewHandover(ctx, housing, f.register(1, 1, 0)); homeward.KindOf(err) != homeward.NotFound {
			t.Errorf("the handover of a household without a dwelling: %v", err)
		}
	})
}

// Names are found in any script, by their beginning and by the number; what is none of these finds nobody.
func TestSearch(t *testing.T) {
	each(t, func(f *fixture) {
		in := registration(1, 1, 0)
		in.Members[0].Given, in.Members[0].Family, in.Members[0].NameLang = "Эльшад", "Гасанов", "ru"
		out, err := f.RegisterHousehold(t.Context(), registrar, in)
		f.ok(err)
		f.register(2, 1, 0)
		for text, want := range map[string]int{"Elşad": 1, "həsən": 1, "Гас": 1, "Elshad Hasanov": 1, string(out.CaseNumber): 1,
			strings.ReplaceAll(string(out.CaseNumber), "-", ""): 1, "": 2, "Nobody Atall": 0, "12 34": 0, "%": 0, "_": 0, "'; DROP TABLE household; --": 0} {
			page, err := f.ListRegister(t.Context(), registrar, casework.RegisterQuery{Text: text})
			f.ok(err)
			if len(page.Rows) != want {
				t.Errorf("%q finds %d households, want %d", text, len(page.Rows), want)
			}
		}
	})
}
