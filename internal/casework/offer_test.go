package casework_test

import (
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
)

// household registers one adult, who may need a dwelling without steps.
func (f *fixture) household(n int, stepFree bool) homeward.HouseholdID {
	f.t.Helper()
	in := registration(n, 1, 0)
	if stepFree {
		in.Members[0].Needs, in.Members[0].StepFree = []string{"DS-PM"}, true
	}
	out, err := f.RegisterHousehold(f.t.Context(), registrar, in)
	f.ok(err)
	return out.ID
}

// stepFreeFlats adds a block of two-room flats without steps.
func (f *fixture) stepFreeFlats(name string, n int) []homeward.DwellingID {
	f.t.Helper()
	b := casework.NewBuilding{Building: homeward.Building{Place: "khojaly", Name: name, Kind: homeward.Block, Floors: 1}, Ready: homeward.Components}
	for i := range n {
		b.Dwellings = append(b.Dwellings, homeward.Dwelling{Number: string(rune('1' + i)), Type: homeward.FlatType, Floor: 1, Rooms: 2, AreaM2: 60, Accessible: true})
	}
	id, err := f.AddDwelling(f.t.Context(), housing, b)
	f.ok(err)
	f.ground(id, homeward.Cleared)
	var out []homeward.DwellingID
	for _, d := range b.Dwellings {
		out = append(out, d.ID)
	}
	return out
}

// waiting lists the households of a round that wait, by their place in the line.
func waiting(r casework.RoundFile) map[int]homeward.HouseholdID {
	out := map[int]homeward.HouseholdID{}
	for _, e := range r.Entries {
		if e.Dwelling == "" {
			out[e.Line] = e.HouseholdID
		}
	}
	return out
}

func (f *fixture) refuse(o homeward.Offer) {
	f.t.Helper()
	f.ok(f.RefuseOffer(f.t.Context(), allocation, o.ID, "too far from the school"))
}

func (f *fixture) nextOffer(d homeward.DwellingID) homeward.Offer {
	f.t.Helper()
	o, err := f.MakeOffer(f.t.Context(), allocation, d)
	f.ok(err)
	return o
}

func TestARefusedDwellingGoesToTheNextInLine(t *testing.T) {
	each(t, func(f *fixture) {
		for n := range 4 {
			f.register(n, 1, 0)
		}
		flat := f.flats("1", 1)[0]
		r := f.drawn()
		first := offers(r)[0]
		_, err := f.MakeOffer(t.Context(), allocation, flat)
		f.refused(err, "dwelling.allocated") // nobody has refused it yet
		f.refuse(first)
		if s := f.status(first.HouseholdID); s != homeward.HouseholdRegistered {
			t.Errorf("who refused is %s", s)
		}
		line := waiting(r)
		for place := 2; place <= 4; place++ {
			o := f.nextOffer(flat)
			if o.HouseholdID != line[place] || o.Deadline.IsZero() {
				t.Fatalf("place %d is %s, asked was %s until %s", place, line[place], o.HouseholdID, o.Deadline)
			}
			file, err := f.ViewOffer(t.Context(), allocation, o.ID)
			f.ok(err)
			if file.Reason.Key != "reason.next_in_line" {
				t.Errorf("the reason is %s", file.Reason.Key)
			}
			f.refuse(o)
		}
		_, err = f.MakeOffer(t.Context(), allocation, flat)
		f.refused(err, "offer.nobody_waits")
		// It is free for the next round, and so are they.
		if p := f.freeze(f.open()); len(p.Dwellings) != 1 || len(p.Entries) != 4 {
			t.Errorf("the next round takes in %d dwellings and %d households", len(p.Dwellings), len(p.Entries))
		}
	})
}

// A dwelling with steps is no answer to a need for none; one without steps goes first to those who need it.
func TestStepFreeDwellingsInLine(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.register(1, 1, 0)
		f.register(2, 1, 0)
		needs := f.household(3, true)
		flat := f.flats("steps", 1)[0]
		r := f.drawn()
		for range 2 {
			o := offers(f.round(r.ID))[0]
			if o.HouseholdID == needs {
				t.Fatal("a household that needs a home without steps was given one with steps")
			}
			f.refuse(o)
			if _, err := f.MakeOffer(ctx, allocation, flat); homeward.IsKey(err, "offer.nobody_waits") {
				break
			}
		}
		_, err := f.MakeOffer(ctx, allocation, flat)
		f.refused(err, "offer.nobody_waits")
	})
	each(t, func(f *fixture) {
		need := map[homeward.HouseholdID]bool{}
		for n := range 3 {
			need[f.household(n, true)] = true
		}
		for n := range 6 {
			f.register(10+n, 1, 0)
		}
		flat := f.stepFreeFlats("level", 1)[0]
		o := offers(f.drawn())[0]
		for range 3 {
			if !need[o.HouseholdID] {
				t.Errorf("a home without steps went to a household that does not need one, while others wait who do")
			}
			f.refuse(o)
			o = f.nextOffer(flat)
		}
		if need[o.HouseholdID] {
			t.Error("somebody was asked twice")
		}
	})
}

// Who is held when a dwelling comes free is passed over and keeps the place.
func TestTheLinePassesOverWhoIsHeld(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		for n := range 5 {
			f.register(n, 1, 0)
		}
		flat := f.flats("1", 1)[0]
		r := f.drawn()
		line := waiting(r)
		f.ok(f.AmendHousehold(ctx, registrar, line[2], casework.Amendment{Intention: ptr(homeward.IntentElsewhere)}))
		q, err := f.RaiseQuestion(ctx, registrar, homeward.Question{OneID: f.members(line[3])[0], OtherID: f.members(f.register(20, 1, 0))[0], Score: 0.7})
		f.ok(err)
		f.refuse(offers(r)[0])
		o := f.nextOffer(flat)
		if o.HouseholdID != line[4] {
			t.Fatalf("asked was %s; places: %v", o.HouseholdID, line)
		}
		f.refuse(o)
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.DifferentPeople))
		if o = f.nextOffer(flat); o.HouseholdID != line[3] {
			t.Errorf("once the question is answered %s is asked, place 3 is %s", o.HouseholdID, line[3])
		}
	})
}

func TestADwellingIsOfferedOnlyWhileItMayBeGiven(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		for n := range 3 {
			f.register(n, 1, 0)
		}
		never := f.flats("0", 1)[0]
		b, ds := f.building("1", homeward.Components, 2)
		f.claimed(never, "")
		f.ground(b, homeward.Cleared)
		r := f.drawn()
		flat := ds[0]
		f.refuse(offers(r)[0])
		_, err := f.MakeOffer(ctx, allocation, never)
		f.refused(err, "refusal.home_claimed")
		free := f.flats("2", 1)[0]
		_, err = f.MakeOffer(ctx, allocation, free)
		f.refused(err, "offer.no_round")

		cl := f.claimed(flat, "")
		_, err = f.MakeOffer(ctx, allocation, flat)
		f.refused(err, "refusal.home_claimed")
		f.ok(f.DecideClaim(ctx, claims, cl, homeward.ClaimRejected, "no proof of a house there"))
		f.ground(b, homeward.Suspected)
		_, err = f.MakeOffer(ctx, allocation, flat)
		f.refused(err, "refusal.home_hazardous")
		f.ground(b, homeward.Cancelled)

		// Once a later round has taken it in, that round's lot decides, and it can be drawn.
		later := f.open()
		f.freeze(later)
		_, err = f.MakeOffer(ctx, allocation, flat)
		f.refused(err, "dwelling.in_another_round")
		if got := f.publish(later); got.Allocated != 2 || !got.Report.OK {
			t.Errorf("the later round gave %d dwellings, verifies %t", got.Allocated, got.Report.OK)
		}
	})
}

// An offer stands until the end of its last day: it lapses only after, and is accepted only until then.
func TestAnOfferHasItsTime(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		for n := range 3 {
			f.register(n, 1, 0)
		}
		f.flats("1", 3)
		r := f.drawn()
		os := offers(r)
		if len(os) != 3 {
			t.Fatalf("%d offers", len(os))
		}
		if os[0].MadeOn.DaysUntil(os[0].Deadline) != 5 {
			t.Errorf("made on %s, to be answered until %s; the policy gives five days", os[0].MadeOn, os[0].Deadline)
		}
		f.refused(f.LapseOffer(ctx, allocation, os[0].ID), "offer.still_open")
		f.now.pass(5 * 24 * time.Hour)
		f.refused(f.LapseOffer(ctx, allocation, os[0].ID), "offer.still_open")
		f.ok(f.AcceptOffer(ctx, allocation, os[1].ID))
		f.now.pass(24 * time.Hour)
		f.refused(f.AcceptOffer(ctx, allocation, os[0].ID), "refusal.offer_lapsed")
		f.ok(f.RefuseOffer(ctx, allocation, os[2].ID, "")) // a late no is still a no
		f.ok(f.LapseOffer(ctx, allocation, os[0].ID))
		f.refused(f.AcceptOffer(ctx, allocation, os[0].ID), "offer.not_now")
		f.refused(f.RefuseOffer(ctx, allocation, os[1].ID, ""), "offer.not_now")
		for i, want := range []homeward.HouseholdStatus{homeward.HouseholdRegistered, homeward.HouseholdAccepted, homeward.HouseholdRegistered} {
			if s := f.status(os[i].HouseholdID); s != want {
				t.Errorf("household %d is %s, want %s", i, s, want)
			}
		}
	})
}
