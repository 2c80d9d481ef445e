package casework_test

import (
	"slices"
	"testing"

	"homeward"
	"homeward/internal/casework"
)

// accepts makes households, each with a dwelling it said yes to. Each has as many adults and minors as sizes say.
func (f *fixture) acceptedAll(sizes ...[2]int) (out []homeward.HouseholdID) {
	f.t.Helper()
	for n, s := range sizes {
		out = append(out, f.register(n+1, s[0], s[1]))
	}
	f.flats("1", len(sizes))
	for _, o := range offers(f.drawn()) {
		f.ok(f.AcceptOffer(f.t.Context(), allocation, o.ID))
	}
	return out
}

func (f *fixture) traveller(mv homeward.MovementID, who homeward.IndividualID) casework.JourneyTraveller {
	f.t.Helper()
	j, err := f.ViewMovement(f.t.Context(), moving, mv)
	f.ok(err)
	i := slices.IndexFunc(j.Travellers, func(t casework.JourneyTraveller) bool { return t.Individual == who })
	if i < 0 {
		f.t.Fatalf("%s is not on the movement", who)
	}
	return j.Travellers[i]
}

// Nobody is on a bus without their own yes, given after the briefing, or for a minor that of an adult of the household
// who goes too; and it can be taken back until the bus leaves.
func TestConsent(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		hhs := f.acceptedAll([2]int{2, 1}, [2]int{1, 0}, [2]int{1, 0})
		family, alone, third := hhs[0], hhs[1], hhs[2]
		p := f.members(family)
		mother, father, child := p[0], p[1], p[2]
		single := f.members(alone)[0]
		stranger := f.members(third)[0]
		mv := f.planned(family, alone)
		say := func(who, by homeward.IndividualID) error { return f.ConsentMovement(ctx, moving, mv, who, by) }
		depart := func(present ...homeward.IndividualID) error { return f.DepartMovement(ctx, moving, mv, present) }

		f.refused(say(mother, mother), "movement.not_now") // no briefing was held at all
		f.refused(f.ManifestMovement(ctx, moving, mv), "movement.not_now")
		f.refused(depart(mother), "movement.not_now")
		f.refused(f.BriefMovement(ctx, moving, mv, nil), "movement.nobody_briefed")
		f.refused(f.BriefMovement(ctx, moving, mv, []homeward.HouseholdID{third}), "movement.not_seated")
		f.ok(f.BriefMovement(ctx, moving, mv, []homeward.HouseholdID{family}))
		f.refused(say(single, single), "refusal.briefing_missing") // their household was not there
		f.refused(f.ManifestMovement(ctx, moving, mv), "movement.nobody_consents")

		f.refused(say(father, mother), "consent.own_word")
		f.refused(say(child, child), "consent.guardian")
		f.refused(say(child, mother), "consent.guardian_first")
		f.refused(say(stranger, stranger), "movement.not_seated")
		f.ok(say(mother, mother))
		f.refused(say(mother, mother), "consent.given")
		f.refused(say(child, single), "consent.guardian")
		f.ok(say(child, mother))
		if got := f.traveller(mv, child); got.GivenBy != mother {
			t.Errorf("the child's consent was given by %q", got.GivenBy)
		}

		f.ok(f.ManifestMovement(ctx, moving, mv))
		f.refused(depart(), "movement.nobody_present")
		f.refused(depart(mother, father), "movement.may_not_depart") // no consent
		f.refused(depart(mother, single), "movement.may_not_depart") // no briefing
		f.refused(depart(mother, stranger), "movement.not_seated")
		f.ok(say(father, father))
		f.refused(depart(mother, father), "movement.not_on_manifest") // said yes after the list was made
		f.ok(f.ManifestMovement(ctx, moving, mv))

		// The mother takes her word back after the manifest: she stays, and so does the child she spoke for.
		f.ok(f.WithdrawMovement(ctx, moving, mv, mother))
		f.refused(f.WithdrawMovement(ctx, moving, mv, mother), "consent.none")
		f.refused(depart(mother), "movement.may_not_depart")
		f.refused(depart(father, child), "movement.may_not_depart")
		if got := f.traveller(mv, child); got.Consent {
			t.Error("the child's consent outlives that of the adult who gave it")
		}
		f.ok(say(child, father))
		f.ok(depart(father, child))

		f.refused(f.WithdrawMovement(ctx, moving, mv, father), "movement.not_now")
		f.refused(say(mother, mother), "movement.not_now")
		f.refused(f.ArriveMovement(ctx, moving, mv, []homeward.IndividualID{father, mother}), "movement.did_not_depart")
		f.ok(f.ArriveMovement(ctx, moving, mv, []homeward.IndividualID{father, child}))
		if got := f.traveller(mv, mother); !got.Departed.IsZero() || !got.Arrived.IsZero() {
			t.Errorf("who stayed is marked as departed %s and arrived %s", got.Departed, got.Arrived)
		}
	})
}

// A household of whom nobody came keeps its dwelling, gives up its seats, and can go another day.
func TestAnAbsentHouseholdKeepsItsDwelling(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		hhs := f.acceptedAll([2]int{1, 0}, [2]int{1, 0})
		mv := f.planned(hhs...)
		f.ok(f.BriefMovement(ctx, moving, mv, hhs))
		for _, hh := range hhs {
			who := f.members(hh)[0]
			f.ok(f.ConsentMovement(ctx, moving, mv, who, who))
		}
		f.ok(f.ManifestMovement(ctx, moving, mv))
		came := f.members(hhs[0])
		f.ok(f.DepartMovement(ctx, moving, mv, came))
		f.ok(f.ArriveMovement(ctx, moving, mv, came))
		file, err := f.ViewHousehold(ctx, registrar, hhs[1])
		f.ok(err)
		if file.Now.Status != homeward.HouseholdAccepted || file.Now.DwellingID == "" || file.Now.MovementID != "" {
			t.Errorf("the absent household: %+v", file.Now)
		}
		_, err = f.AcceptHandover(ctx, housing, casework.Acceptance{Household: hhs[1], SignedBy: file.Members[0].ID, Keys: 1})
		f.refused(err, "household.not_now")
		if s := f.status(hhs[0]); s != homeward.HouseholdArrived {
			t.Errorf("who came is %s", s)
		}
		f.planned(hhs[1])
		if s := f.status(hhs[1]); s != homeward.HouseholdPlanned {
			t.Errorf("planned anew it is %s", s)
		}
	})
}

// Nobody is seated for, or driven to, a dwelling that may not be given any more.
func TestNobodyTravelsToADwellingThatIsHeld(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id := f.register(1, 1, 0)
		b, ds := f.building("1", homeward.Components, 2)
		f.ground(b, homeward.Cleared)
		f.ok(f.AcceptOffer(ctx, allocation, offers(f.drawn())[0].ID))
		plan := casework.Plan{From: "masazir", To: "khojaly", DepartsOn: f.Today().Add(3), Vehicles: 1, Households: []homeward.HouseholdID{id}}
		cl := f.claimed(ds[0], "")
		_, err := f.PlanMovement(ctx, moving, plan)
		f.refused(err, "refusal.home_claimed")
		f.ok(f.DecideClaim(ctx, claims, cl, homeward.ClaimRejected, "another house"))
		for key, change := range map[string]func(*casework.Plan){
			"movement.past":          func(p *casework.Plan) { p.DepartsOn = f.Today().Add(-1) },
			"movement.elsewhere":     func(p *casework.Plan) { p.To = "ballija" },
			"movement.empty":         func(p *casework.Plan) { p.Households = nil },
			"movement.vehicles":      func(p *casework.Plan) { p.Vehicles = 0 },
			"place.unknown":          func(p *casework.Plan) { p.From = "atlantis" },
			"place.not_a_settlement": func(p *casework.Plan) { p.To = "lachin-district" },
			"error.not_found":        func(p *casework.Plan) { p.Households = []homeward.HouseholdID{"hh_0000000000000000000000000a"} },
		} {
			p := plan
			change(&p)
			_, err := f.PlanMovement(ctx, moving, p)
			f.refused(err, key)
		}
		m, err := f.PlanMovement(ctx, moving, plan)
		f.ok(err)
		who := f.members(id)
		f.ok(f.BriefMovement(ctx, moving, m.ID, plan.Households))
		f.ok(f.ConsentMovement(ctx, moving, m.ID, who[0], who[0]))
		f.ok(f.ManifestMovement(ctx, moving, m.ID))
		f.ground(b, homeward.Confirmed)
		f.refused(f.DepartMovement(ctx, moving, m.ID, who), "movement.may_not_depart")
		f.ground(b, homeward.Cleared)
		f.ok(f.DepartMovement(ctx, moving, m.ID, who))
	})
}
