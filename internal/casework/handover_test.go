package casework_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
)

func (f *fixture) accept(id homeward.HouseholdID) homeward.HandoverID {
	f.t.Helper()
	ho, err := f.AcceptHandover(f.t.Context(), housing, casework.Acceptance{Household: id, SignedBy: f.members(id)[0], Keys: 2})
	f.ok(err)
	return ho
}

// settle takes a household that has arrived to its keys.
func (f *fixture) settle(id homeward.HouseholdID) homeward.HouseholdID {
	f.t.Helper()
	f.ok(f.KeysHandover(f.t.Context(), housing, f.accept(id)))
	return id
}

func (f *fixture) homeOf(id homeward.HouseholdID) homeward.Home {
	f.t.Helper()
	x, err := f.ViewHandover(f.t.Context(), housing, id)
	f.ok(err)
	return x.Home
}

// The act comes before the keys, and neither while the ground, the title or the works stand against the dwelling.
func TestTheGatesHoldUntilTheKeys(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, id := t.Context(), f.arrived(1, 1)
		home := f.homeOf(id)
		who := f.members(id)
		act := casework.Acceptance{Household: id, SignedBy: who[0], Keys: 2}
		accept := func() error { _, err := f.AcceptHandover(ctx, housing, act); return err }

		f.ground(home.BuildingID, homeward.Confirmed) // found after the dwelling was given
		f.refused(accept(), "refusal.home_hazardous")
		f.ground(home.BuildingID, homeward.Cleared)
		cl := f.claimed(home.ID, "")
		f.refused(accept(), "refusal.home_claimed")
		f.ok(f.DecideClaim(ctx, claims, cl, homeward.ClaimRejected, "another street"))
		f.report(home.ID, "power", false)
		f.refused(accept(), "refusal.home_not_ready")
		f.report(home.ID, "power", true)

		for key, change := range map[string]func(*casework.Acceptance){
			"handover.no_keys":        func(a *casework.Acceptance) { a.Keys = 0 },
			"handover.minor_signs":    func(a *casework.Acceptance) { a.SignedBy = who[1] },
			"handover.stranger_signs": func(a *casework.Acceptance) { a.SignedBy = "in_0000000000000000000000000a" },
			"handover.meter":          func(a *casework.Acceptance) { a.Meters = []homeward.MeterReading{{Meter: "gas", Reading: math.NaN()}} },
			"handover.meter_unknown":  func(a *casework.Acceptance) { a.Meters = []homeward.MeterReading{{Meter: "steam", Reading: 1}} },
			"handover.defect":         func(a *casework.Acceptance) { a.Defects = []homeward.Defect{{Room: "1", Text: " "}} },
			"store.recorded":          func(a *casework.Acceptance) { a.Meters = []homeward.MeterReading{{Meter: "gas"}, {Meter: "gas"}} },
			"error.not_found":         func(a *casework.Acceptance) { a.Household = "hh_0000000000000000000000000a" },
		} {
			bad := act
			change(&bad)
			_, err := f.AcceptHandover(ctx, housing, bad)
			f.refused(err, key)
		}

		act.Meters = []homeward.MeterReading{{Meter: "power", Reading: 12}, {Meter: "water", Reading: 0.5}}
		act.Defects = []homeward.Defect{{Room: "1", Text: "a window handle is loose"}}
		ho, err := f.AcceptHandover(ctx, housing, act)
		f.ok(err)
		f.refused(f.KeysHandover(ctx, housing, "ho_0000000000000000000000000a"), "error.not_found")
		f.ground(home.BuildingID, homeward.Suspected) // found between the act and the keys
		f.refused(f.KeysHandover(ctx, housing, ho), "refusal.home_hazardous")
		f.ground(home.BuildingID, homeward.Cancelled)
		if s := f.status(id); s != homeward.HouseholdArrived {
			t.Errorf("before the keys the household is %s", s)
		}
		f.ok(f.KeysHandover(ctx, housing, ho))
		f.refused(f.KeysHandover(ctx, housing, ho), "handover.keys_given")
		f.refused(accept(), "household.not_now")

		file, err := f.ViewHousehold(ctx, registrar, id)
		f.ok(err)
		if file.Now.Status != homeward.HouseholdSettled || file.Stay.ID != "" || file.Home.State() != homeward.DwellingOccupied {
			t.Errorf("with the keys: %s, stay %q, dwelling %s", file.Now.Status, file.Stay.ID, file.Home.State())
		}
		shown, err := f.ViewHandover(ctx, housing, id)
		f.ok(err)
		if len(shown.Meters) != 2 || len(shown.Defects) != 1 || shown.Defects[0].Due != f.Today().Add(30) || shown.Number != 1 {
			t.Errorf("the act holds %d readings, %+v, number %d", len(shown.Meters), shown.Defects, shown.Number)
		}
		// What turns up later is recorded too.
		f.ok(f.DefectHandover(ctx, housing, ho, homeward.Defect{Room: "2", Text: "a tap drips"}))
		f.now.pass(24 * time.Hour)
		f.ok(f.MeterHandover(ctx, housing, ho, homeward.MeterReading{Meter: "gas", Reading: 3}))
		f.refused(f.MeterHandover(ctx, housing, ho, homeward.MeterReading{Meter: "gas", Reading: -1}), "handover.meter")
		f.refused(f.DefectHandover(ctx, housing, "ho_0000000000000000000000000a", homeward.Defect{Text: "x"}), "error.not_found")
	})
}

// The paper that was signed is kept; in another language it is made from the same record.
func TestTheActIsAPaper(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, id := t.Context(), f.arrived(2, 0)
		ho := f.accept(id)
		signed, err := f.ActOf(ctx, housing, ho, "en")
		f.ok(err)
		again, err := f.ActOf(ctx, housing, ho, "en")
		f.ok(err)
		if signed.ID == "" || signed.ID != again.ID || !bytes.Equal(signed.Bytes, again.Bytes) || !bytes.HasPrefix(signed.Bytes, []byte("%PDF-")) {
			t.Errorf("the signed paper %q is not kept as it was", signed.ID)
		}
		for _, lang := range []string{"az", "hy", "ru"} {
			doc, err := f.ActOf(ctx, auditor, ho, lang)
			f.ok(err)
			if !bytes.HasPrefix(doc.Bytes, []byte("%PDF-")) || bytes.Equal(doc.Bytes, signed.Bytes) {
				t.Errorf("the translation into %s is no paper of its own", lang)
			}
		}
	})
}

// The stay of before ends on the day of the keys, and a household that divides afterwards gets none from the old one.
func TestDividingAfterTheKeys(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id := f.settle(f.arrived(3, 0))
		keys := f.Today()
		son := f.members(id)[2]
		divide := func(on homeward.Date) (homeward.HouseholdID, error) {
			return f.DivideHousehold(ctx, registrar, id, casework.Division{Who: []homeward.IndividualID{son}, Head: son, On: on})
		}
		before := f.settled("khojaly")
		f.now.pass(10 * 24 * time.Hour)
		_, err := divide(keys)
		f.refused(err, "household.divided_on") // would change the figure of a day that has passed
		_, err = divide(f.Today().Add(1))
		f.refused(err, "household.divided_on")
		_, err = divide(homeward.NewDate(2020, 1, 1))
		f.refused(err, "household.dates") // before they were registered
		young, err := divide(homeward.Date{})
		f.ok(err)
		if after := f.settled("khojaly"); before != after || after.Individuals != 3 {
			t.Errorf("settled were %+v, and after the division %+v", before, after)
		}
		file, err := f.ViewHousehold(ctx, registrar, young)
		f.ok(err)
		if file.Stay.ID != "" || file.Now.Status != homeward.HouseholdRegistered || len(file.Members) != 1 || file.Members[0].Relation != homeward.Head || file.DividedFrom != id {
			t.Errorf("the new household: stay %q, %s, %d members", file.Stay.ID, file.Now.Status, len(file.Members))
		}
		if s := f.status(id); s != homeward.HouseholdSettled {
			t.Errorf("the old household is %s", s)
		}
	})
}
