package casework_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/casework"
)

func officerAt(role homeward.Role, area homeward.Area) homeward.Actor {
	a := officer(role)
	a.User += "_" + homeward.UserID(area)
	a.Appointments[0].Area = area
	return a
}

// scene is a fixture with one of everything in Khojaly.
type scene struct {
	*fixture
	household homeward.HouseholdID
	person    homeward.IndividualID
	dwelling  homeward.DwellingID
	building  homeward.BuildingID
	round     homeward.RoundID // drawn and published
	opened    homeward.RoundID
	offer     homeward.OfferID
	movement  homeward.MovementID
	handover  homeward.HandoverID
	claim     homeward.ClaimID
	question  homeward.QuestionID
}

func newScene(f *fixture) scene {
	f.t.Helper()
	ctx := f.t.Context()
	s := scene{fixture: f, household: f.arrived(2, 1)}
	s.handover = f.accept(s.household)
	file, err := f.ViewHousehold(ctx, registrar, s.household)
	f.ok(err)
	s.person, s.dwelling, s.building = file.Members[0].ID, file.Home.ID, file.Home.BuildingID
	s.offer, s.movement, s.round = file.Offers[0].ID, file.Movement.ID, file.Entries[0].RoundID
	s.claim = f.claimed(s.dwelling, homeward.ClaimRejected)
	s.opened = f.open()
	s.question, err = f.RaiseQuestion(ctx, registrar, homeward.Question{OneID: s.person, OtherID: f.members(f.register(40, 1, 0))[0], Score: 0.6})
	f.ok(err)
	return s
}

// steps are every step on something that is in Khojaly, with the role that may do it there.
func (s scene) steps() map[string]struct {
	role homeward.Role
	do   func(homeward.Actor) error
} {
	ctx := s.t.Context()
	type step = struct {
		role homeward.Role
		do   func(homeward.Actor) error
	}
	who := []homeward.IndividualID{s.person}
	return map[string]step{
		"open a household":  {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ViewHousehold(ctx, a, s.household); return err }},
		"open a movement":   {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ViewMovement(ctx, a, s.movement); return err }},
		"open an offer":     {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ViewOffer(ctx, a, s.offer); return err }},
		"open a handover":   {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ViewHandover(ctx, a, s.household); return err }},
		"open an act":       {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ActOf(ctx, a, s.handover, "ru"); return err }},
		"open a round":      {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ViewRound(ctx, a, s.opened); return err }},
		"preview a freeze":  {homeward.RoleAllocation, func(a homeward.Actor) error { _, err := s.PreviewFreeze(ctx, a, s.opened); return err }},
		"open a dwelling":   {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ViewHome(ctx, a, s.dwelling); return err }},
		"open a settlement": {homeward.RoleHousing, func(a homeward.Actor) error { _, err := s.ViewSettlement(ctx, a, "khojaly"); return err }},
		"print a manifest":  {homeward.RoleMovement, func(a homeward.Actor) error { _, err := s.ManifestPaper(ctx, a, s.movement, "en"); return err }},
		"register there": {homeward.RoleRegistrar, func(a homeward.Actor) error {
			_, err := s.RegisterHousehold(ctx, a, registration(50, 1, 0))
			return err
		}},
		"amend a household": {homeward.RoleRegistrar, func(a homeward.Actor) error { return s.AmendHousehold(ctx, a, s.household, casework.Amendment{}) }},
		"divide a household": {homeward.RoleRegistrar, func(a homeward.Actor) error {
			_, err := s.DivideHousehold(ctx, a, s.household, casework.Division{Who: who, Head: s.person})
			return err
		}},
		"raise a question": {homeward.RoleRegistrar, func(a homeward.Actor) error {
			_, err := s.RaiseQuestion(ctx, a, homeward.Question{OneID: s.person, OtherID: "in_7zzzzzzzzzzzzzzzzzzzzzzzzz"})
			return err
		}},
		"answer a question": {homeward.RoleRegistrar, func(a homeward.Actor) error { return s.DecideQuestion(ctx, a, s.question, homeward.SamePerson) }},
		"report on a dwelling": {homeward.RoleHousing, func(a homeward.Actor) error {
			return s.ReportDwelling(ctx, a, s.dwelling, []homeward.Readiness{{Component: "gas"}})
		}},
		"record ground": {homeward.RoleHousing, func(a homeward.Actor) error {
			return s.RecordGround(ctx, a, homeward.GroundFinding{BuildingID: s.building, Finding: homeward.Confirmed})
		}},
		"hand the keys over": {homeward.RoleHousing, func(a homeward.Actor) error { return s.KeysHandover(ctx, a, s.handover) }},
		"make an act": {homeward.RoleHousing, func(a homeward.Actor) error {
			_, err := s.AcceptHandover(ctx, a, casework.Acceptance{Household: s.household, SignedBy: s.person, Keys: 1})
			return err
		}},
		"note a defect": {homeward.RoleHousing, func(a homeward.Actor) error { return s.DefectHandover(ctx, a, s.handover, homeward.Defect{Text: "x"}) }},
		"lodge a claim": {homeward.RoleClaims, func(a homeward.Actor) error {
			_, err := s.LodgeClaim(ctx, a, homeward.Claim{DwellingID: s.dwelling, Claimant: claimant})
			return err
		}},
		"decide a claim":      {homeward.RoleClaims, func(a homeward.Actor) error { return s.DecideClaim(ctx, a, s.claim, homeward.ClaimUpheld, "heard") }},
		"freeze a round":      {homeward.RoleAllocation, func(a homeward.Actor) error { return s.FreezeRound(ctx, a, s.opened, "") }},
		"open a round for it": {homeward.RoleAllocation, func(a homeward.Actor) error { _, err := s.OpenRound(ctx, a, "", "great-return", "khojaly"); return err }},
		"make an offer":       {homeward.RoleAllocation, func(a homeward.Actor) error { _, err := s.MakeOffer(ctx, a, s.dwelling); return err }},
		"accept an offer":     {homeward.RoleMovement, func(a homeward.Actor) error { return s.AcceptOffer(ctx, a, s.offer) }},
		"plan a movement": {homeward.RoleMovement, func(a homeward.Actor) error {
			_, err := s.PlanMovement(ctx, a, casework.Plan{From: "baku", To: "khojaly", DepartsOn: s.Today(), Vehicles: 1, Households: []homeward.HouseholdID{s.household}})
			return err
		}},
		"take a consent":        {homeward.RoleMovement, func(a homeward.Actor) error { return s.ConsentMovement(ctx, a, s.movement, s.person, s.person) }},
		"let a movement depart": {homeward.RoleMovement, func(a homeward.Actor) error { return s.DepartMovement(ctx, a, s.movement, who) }},
		"brief a household": {homeward.RoleMovement, func(a homeward.Actor) error {
			return s.BriefMovement(ctx, a, s.movement, []homeward.HouseholdID{s.household})
		}},
		"record a figure": {homeward.RoleAnalyst, func(a homeward.Actor) error {
			_, err := s.RecordStatement(ctx, a, homeward.Statement{Source: "x", Place: "khojaly", Families: 1, AsOf: s.Today(), PublishedOn: s.Today()})
			return err
		}},
	}
}

// An officer of another district is refused by every step and every page of a record, whatever its address; the refusal
// names the place, and the journal holds it with the area it was about.
func TestAnotherDistrictIsClosed(t *testing.T) {
	each(t, func(f *fixture) {
		s := newScene(f)
		steps := s.steps()
		for name, step := range steps {
			a := officerAt(step.role, "lachin-district")
			a.Request = "closed/" + name
			err := step.do(a)
			if !homeward.IsKey(err, "access.area") || homeward.KindOf(err) != homeward.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
		entries, err := f.ReadJournal(t.Context(), auditor, 0, 1000, "")
		f.ok(err)
		noted := map[string]homeward.JournalEntry{}
		for _, e := range entries {
			if name, ok := strings.CutPrefix(e.Request, "closed/"); ok {
				noted[name] = e
			}
		}
		for name := range steps {
			e, ok := noted[name]
			if !ok || e.Refused != "access.area" || e.Area != "khojaly" || !strings.HasSuffix(string(e.Actor), "lachin-district") {
				t.Errorf("%s: the journal holds %+v", name, e)
			}
		}
	})
}

// The same steps by the same roles where they belong are not refused for their area.
func TestTheOwnDistrictIsOpen(t *testing.T) {
	each(t, func(f *fixture) {
		s := newScene(f)
		for name, step := range s.steps() {
			if err := step.do(officerAt(step.role, "karabakh-east-zangezur")); homeward.KindOf(err) == homeward.Forbidden || homeward.KindOf(err) == homeward.Internal {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Lists hold what lies in the actor's areas and nothing else.
func TestListsEndAtTheDistrict(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		newScene(f)
		for area, some := range map[homeward.Area]bool{"lachin-district": false, "khojaly": true} {
			a := officerAt(homeward.RoleHousing, area)
			register, err := f.ListRegister(ctx, a, casework.RegisterQuery{})
			f.ok(err)
			named, err := f.ListRegister(ctx, a, casework.RegisterQuery{Text: nameOf(10), Area: "khojaly"})
			f.ok(err)
			rounds, err := f.ListRounds(ctx, a)
			f.ok(err)
			moves, err := f.ListMovements(ctx, a)
			f.ok(err)
			handovers, err := f.ListHandovers(ctx, a, 10)
			f.ok(err)
			ready, err := f.ReadyToTravel(ctx, a, "khojaly")
			f.ok(err)
			o, err := f.Overview(ctx, a)
			f.ok(err)
			for what, n := range map[string]int{"households": len(register.Rows), "found": len(named.Rows), "rounds": len(rounds), "movements": len(moves),
				"handovers": len(handovers), "places": len(o.Places)} {
				if (n > 0) != some {
					t.Errorf("%s: %d %s", area, n, what)
				}
			}
			if !some && (len(ready) > 0 || register.Total > 0 || len(o.Homes) > 0) {
				t.Errorf("%s: %d ready to travel, %d counted, homes %v", area, len(ready), register.Total, o.Homes)
			}
		}
	})
}

// A published round is everybody's; the officer of another district reads it as everybody does.
func TestAPublishedRoundIsEverybodys(t *testing.T) {
	each(t, func(f *fixture) {
		s := newScene(f)
		for _, a := range []homeward.Actor{casework.Public(), officerAt(homeward.RoleHousing, "lachin-district"), analyst} {
			r, err := f.ViewRound(t.Context(), a, s.round)
			f.ok(err)
			if !r.Report.OK || r.Secret != "" {
				t.Errorf("verifies %t, secret %q", r.Report.OK, r.Secret)
			}
			if _, err := f.BundleOf(t.Context(), a, s.round); err != nil {
				t.Error(err)
			}
		}
		if _, err := f.ViewRound(t.Context(), casework.Public(), s.opened); homeward.KindOf(err) != homeward.NotFound {
			t.Errorf("a round that is only open: %v", err)
		}
	})
}

// secrets are words by which a person of the scene could be known.
func (s scene) secrets() []string {
	c, err := s.ViewHousehold(s.t.Context(), registrar, s.household)
	s.ok(err)
	words := []string{claimant}
	for _, m := range c.Members {
		words = append(words, m.Given, m.Family, m.Fold)
	}
	return words
}

// An analyst opens no file and no list of people, and what they do see has no name in it.
func TestAnAnalystSeesNoNames(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, s := t.Context(), newScene(f)
		for name, err := range map[string]error{
			"household": second(f.ViewHousehold(ctx, analyst, s.household)),
			"register":  second(f.ListRegister(ctx, analyst, casework.RegisterQuery{})),
			"movement":  second(f.ViewMovement(ctx, analyst, s.movement)),
			"movements": second(f.ListMovements(ctx, analyst)),
			"offer":     second(f.ViewOffer(ctx, analyst, s.offer)),
			"handover":  second(f.ViewHandover(ctx, analyst, s.household)),
			"handovers": second(f.ListHandovers(ctx, analyst, 10)),
			"act":       second(f.ActOf(ctx, analyst, s.handover, "en")),
			"freeze":    second(f.PreviewFreeze(ctx, analyst, s.opened)),
			"ready":     second(f.ReadyToTravel(ctx, analyst, "khojaly")),
			"journal":   second(f.ReadJournal(ctx, analyst, 0, 10, "")),
			"users":     second(f.ListUser(ctx, analyst)),
		} {
			if !homeward.IsKey(err, "access.role") {
				t.Errorf("%s: %v", name, err)
			}
		}
		var seen []any
		see := func(v any, err error) {
			f.ok(err)
			seen = append(seen, v)
		}
		for _, a := range []homeward.Actor{analyst, casework.Public()} {
			see(f.ViewRound(ctx, a, s.round))
			see(f.BundleOf(ctx, a, s.round))
			see(f.ViewFigure(ctx, a))
		}
		see(f.Overview(ctx, analyst))
		see(f.ViewHome(ctx, analyst, s.dwelling))
		see(f.ViewSettlement(ctx, analyst, "khojaly"))
		see(f.ListRounds(ctx, analyst))
		see(f.Adoptions(ctx, analyst))
		see(f.PublicPage(ctx))
		words := s.secrets()
		for _, v := range seen {
			text := fmt.Sprintf("%+v", v)
			if b, ok := v.([]byte); ok {
				text = string(b)
			}
			for _, w := range words {
				if w != "" && strings.Contains(strings.ToLower(text), strings.ToLower(w)) {
					t.Errorf("%T shows %q", v, w)
				}
			}
		}
		home, err := f.ViewHome(ctx, claims, s.dwelling)
		f.ok(err)
		if home.Claims[0].Claimant != claimant {
			t.Error("who decides claims does not see whose they are")
		}
	})
}

func second[T any](_ T, err error) error { return err }

// The journal holds who did, opened and was refused what; and no names: they lie beside it, where they can be erased.
func TestTheJournal(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, s := t.Context(), newScene(f)
		f.refused(second(f.ListRegister(ctx, analyst, casework.RegisterQuery{})), "access.role")
		f.refused(f.DrawRound(ctx, housing, s.opened), "access.role")
		f.ground(s.building, homeward.Confirmed)
		f.refused(f.KeysHandover(ctx, housing, s.handover), "refusal.home_hazardous")
		// Nobody signed in is refused too, but has no name to be noted under.
		f.refused(second(f.ViewHousehold(ctx, homeward.Actor{}, s.household)), "access.signed_out")

		entries, err := f.ReadJournal(ctx, auditor, 0, 1000, "")
		f.ok(err)
		has := func(action homeward.Action, actor homeward.Actor, subject, refused string) {
			t.Helper()
			if !slices.ContainsFunc(entries, func(e homeward.JournalEntry) bool {
				return e.Action == action && e.Actor == actor.User && e.Subject == subject && e.Refused == refused && !e.At.IsZero()
			}) {
				t.Errorf("the journal has no %s by %s on %s refused by %q", action, actor.User, subject, refused)
			}
		}
		has(homeward.HouseholdView, registrar, string(s.household), "")
		has(homeward.RegisterList, analyst, "", "access.role")
		has(homeward.RoundDraw, housing, string(s.opened), "access.role")
		has(homeward.HandoverKeys, housing, string(s.handover), "refusal.home_hazardous")
		for _, e := range entries {
			if e.Action == homeward.HandoverKeys && (e.Area != "khojaly" || e.Role != homeward.RoleHousing) {
				t.Errorf("a refusal by a rule is noted for %q as %q", e.Area, e.Role)
			}
			if e.Actor == "" || e.Request == "" {
				t.Errorf("entry %d is nobody's: %+v", e.Seq, e)
			}
		}
		b, err := json.Marshal(entries)
		f.ok(err)
		text := strings.ToLower(string(b))
		for _, w := range s.secrets() {
			if strings.Contains(text, strings.ToLower(w)) {
				t.Errorf("the journal holds %q", w)
			}
		}
		// Reading the journal is noted as well, and the whole is unbroken.
		entries, err = f.ReadJournal(ctx, auditor, 0, 3, "")
		f.ok(err)
		if len(entries) != 3 {
			t.Errorf("%d entries on a page of three", len(entries))
		}
		has(homeward.JournalRead, auditor, "", "")
		check, err := f.VerifyJournal(ctx, auditor)
		f.ok(err)
		if !check.Verified || check.Entries < 30 {
			t.Errorf("journal: %+v", check)
		}
	})
}
