package casework_test

import (
	"fmt"
	"slices"
	"testing"

	"homeward"
	"homeward/draw"
	"homeward/internal/casework"
)

// ruledRound opens a round of a programme with some further blocks.
func (f *fixture) ruledRound(slug, blocks string) homeward.RoundID {
	f.t.Helper()
	f.programme(slug, blocks)
	r, err := f.OpenRound(f.t.Context(), allocation, "", slug, "khojaly")
	f.ok(err)
	return r.ID
}

func (f *fixture) preview(id homeward.RoundID) casework.Preview {
	f.t.Helper()
	p, err := f.PreviewFreeze(f.t.Context(), allocation, id)
	f.ok(err)
	return p
}

// given says which households a round gave a home to.
func given(r casework.RoundFile) map[homeward.HouseholdID]bool {
	out := map[homeward.HouseholdID]bool{}
	for _, e := range r.Entries {
		out[e.HouseholdID] = e.Dwelling != "" && !e.Passed
	}
	return out
}

const largeFirst = `
order:
  method: classes
  classes: [{id: single, rank: 1, when: size(household.members) == 1, source: [decree], confidence: published},
            {id: others, rank: 2, when: size(household.members) > 1, source: [decree], confidence: published}]
  source: [decree]
  confidence: published
quotas: [{id: large_families, share: 0.5, of: homes, when: size(household.members) > 2, unfilled: return, overlap: first, source: [decree], confidence: published}]`

// Half of the homes are set aside for large families, though singles stand before them in line; and a home that came from the
// share passes to the next of the group.
func TestAShareGoesToItsGroup(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.ruledRound("ruled", largeFirst)
		for n := range 4 {
			f.register(n+1, 1, 0)
		}
		large := []homeward.HouseholdID{f.register(11, 2, 1), f.register(12, 2, 2), f.register(13, 3, 1)}
		f.flats("1", 4)
		p := f.preview(id)
		if p.Stop != nil || len(p.Shares()) != 1 || p.Shares()[0].Homes != 2 || p.Plan.Mode != draw.ModeDraw {
			t.Fatalf("stop %v, shares %+v, mode %s", p.Stop, p.Shares(), p.Plan.Mode)
		}
		outlook := p.Outlook.Modes
		if len(outlook) != 1 || outlook[0].Housed != 4 {
			t.Errorf("outlook %+v", outlook)
		}
		f.freeze(id)
		r := f.publish(id)
		housed := slices.DeleteFunc(slices.Clone(large), func(h homeward.HouseholdID) bool { return !given(r)[h] })
		if !r.Report.OK || r.Allocated != 4 || len(housed) != 2 || r.Shares[0].Given != 2 {
			t.Fatalf("verifies %t, %d given, %d of the large, shares %+v", r.Report.OK, r.Allocated, len(housed), r.Shares)
		}
		f.sameEverywhere(r)
		for _, e := range r.Entries {
			if !slices.Contains(housed, e.HouseholdID) {
				continue
			}
			if e.Reason.Key != "allotment.reason.set_aside" {
				t.Errorf("a home of the share: %s", e.Reason)
			}
			// It refuses; the third large family is next, ahead of two singles who wait with better places.
			f.ok(f.RefuseOffer(t.Context(), allocation, e.Offer.ID, ""))
			if next := f.nextOffer(e.Dwelling); !slices.Contains(large, next.HouseholdID) {
				t.Error("a home of the share passed to somebody of no group")
			}
			return
		}
	})
}

// Without a rule for households of two groups nobody can say how many homes are whose, so nothing is frozen.
func TestSharesThatDoNotSayHowTheyOverlapStopTheFreeze(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.ruledRound("ruled", `
quotas: [{id: large, share: 0.5, of: homes, when: size(household.members) > 2, source: [decree], confidence: published},
         {id: single, share: 0.2, of: homes, when: size(household.members) == 1, source: [decree], confidence: published}]`)
		f.register(1, 1, 0)
		f.flats("1", 1)
		f.refused(f.FreezeRound(t.Context(), allocation, id, f.preview(id).Hash), "round.quotas_overlap")
	})
}

// A household with more chances has them in the bundle, and a refused offer can cost one.
func TestChancesOfThePolicy(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.ruledRound("ruled", `
draw: {method: entry_within_category, chances: "math.least(3, size(household.members))", source: [decree], confidence: published}
offer: {deadline: P5D, source: [decree], confidence: published,
  on_refusal: [{effect: lose_chance, for: P1Y, source: [decree], confidence: published}]}`)
		one, four := f.register(1, 1, 0), f.register(2, 3, 1)
		f.flats("1", 2)
		p := f.preview(id)
		if p.Chances[one].Tickets != 1 || p.Chances[four].Tickets != 3 {
			t.Fatalf("chances %+v", p.Chances)
		}
		f.freeze(id)
		r := f.publish(id)
		for _, e := range r.Entries {
			f.ok(f.RefuseOffer(t.Context(), allocation, e.Offer.ID, ""))
		}
		again, err := f.OpenRound(t.Context(), allocation, "", "ruled", "khojaly")
		f.ok(err)
		p = f.preview(again.ID)
		if p.Chances[four].Tickets != 2 || len(p.Entries) != 1 || p.Held[0].Key != "no_chance" || p.Held[0].SubjectID != string(one) {
			t.Errorf("after a refusal: %+v, held %+v", p.Chances, p.Held)
		}
	})
}

// The school has two seats. A family with three children waits though homes are free, and one without children gets in; who
// lives there already takes its seats.
func TestAFullSchoolHoldsFamiliesWithPupils(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.ruledRound("ruled", `
capacities: [{id: school, per: settlement, counts: pupils, limit: "3", source: [decree], confidence: published}]`)
		three, none := f.register(1, 2, 3), f.register(2, 2, 0)
		f.flats("1", 1)
		p := f.preview(id)
		if len(p.Capacities) != 1 || p.Capacities[0].Limit != 3 {
			t.Fatalf("capacities %+v, stop %v", p.Capacities, p.Stop)
		}
		// Another programme gives the flat to a family with one pupil: two seats are left.
		intend := func(i homeward.Intention) {
			for _, h := range []homeward.HouseholdID{three, none} {
				f.ok(f.AmendHousehold(t.Context(), registrar, h, casework.Amendment{Intention: &i}))
			}
		}
		intend(homeward.IntentUndecided)
		f.register(3, 1, 1)
		first := f.open()
		f.freeze(first)
		f.publish(first)
		intend(homeward.IntentReturn)
		f.flats("2", 2)
		p = f.preview(id)
		if p.Capacities[0].Limit != 2 || p.Chances[three].Pupils != 3 || len(p.Entries) != 2 {
			t.Fatalf("capacities %+v, chances %+v, held %+v", p.Capacities, p.Chances, p.Held)
		}
		f.freeze(id)
		r := f.publish(id)
		if !r.Report.OK || given(r)[three] || !given(r)[none] {
			t.Errorf("verifies %t; given %v", r.Report.OK, given(r))
		}
		f.sameEverywhere(r)
		for _, e := range r.Entries {
			if e.HouseholdID == three && e.Reason.Key != "allotment.reason.wait_full" {
				t.Errorf("three children: %s", e.Reason)
			}
		}
	})
}

// A limit that is about other homes than those of the round holds nobody, and children are not counted for it.
func TestALimitOfOtherHomesIsNoLimit(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.ruledRound("ruled", `
capacities: [{id: school, per: settlement, counts: pupils, when: "dwelling.type == 'house'", limit: "0", source: [decree], confidence: published}]`)
		f.register(1, 1, 2)
		f.flats("1", 1)
		f.freeze(id)
		if r := f.publish(id); !r.Report.OK || r.Allocated != 1 || len(r.Rules.Capacities) != 0 {
			t.Errorf("verifies %t, %d given, capacities %+v", r.Report.OK, r.Allocated, r.Rules.Capacities)
		}
	})
}

// A limit that a round cannot count, or that waits for a fact, stops the freeze and says so.
func TestLimitsThatCannotBeCountedStopTheFreeze(t *testing.T) {
	each(t, func(f *fixture) {
		f.register(1, 1, 0)
		f.flats("1", 1)
		n := 0
		for blocks, key := range map[string]string{
			`capacities: [{id: stairs, per: building, counts: people, limit: "9", source: [decree], confidence: published}]`:                            "round.capacity_per",
			`capacities: [{id: water, per: settlement, counts: people, limit: "dwelling.price", source: [decree], confidence: published}]`:              "round.capacity_unknown",
			`quotas: [{id: ground, share: 0.5, of: homes, homes_when: dwelling.area_m2 > 61.0, when: "true", source: [decree], confidence: published}]`: "",
		} {
			n++
			id := f.ruledRound(fmt.Sprint("ruled", n), blocks)
			p := f.preview(id)
			switch {
			case key != "":
				f.refused(f.FreezeRound(t.Context(), allocation, id, p.Hash), key)
			case p.Stop != nil || len(p.Quotas) != 0: // it concerns none of the flats
				t.Errorf("stop %v, quotas %+v", p.Stop, p.Quotas)
			}
		}
	})
}

// The rules leave the points to the round: without them nothing is frozen, with them they are published, and whoever has
// fewer is held.
func TestTheThresholdOfARoundIsSetAndPublished(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id := f.ruledRound("ruled", `
order:
  method: points
  points: [{id: each, value: "double(size(household.members))", source: [decree], confidence: published}]
  thresholds: [{id: line, min: round.threshold, when: "application.component == 'flat'", source: [decree], confidence: published}]
  source: [decree]
  confidence: published`)
		f.register(1, 1, 0)
		f.register(2, 2, 1)
		f.flats("1", 1)
		f.refused(f.FreezeRound(ctx, allocation, id, f.preview(id).Hash), "round.threshold_missing")
		plan, choices, err := f.Plan(ctx, allocation, id)
		f.ok(err)
		if !choices.Threshold || choices.Kind {
			t.Errorf("choices %+v", choices)
		}
		points := -1.0
		plan.Threshold = &points
		f.refused(f.PlanRound(ctx, allocation, id, plan), "round.threshold")
		points = 2.5
		f.ok(f.PlanRound(ctx, allocation, id, plan))
		p := f.preview(id)
		if len(p.Entries) != 1 || len(p.Held) != 1 || p.Held[0].Key != "below_threshold" {
			t.Fatalf("%d entries, held %+v", len(p.Entries), p.Held)
		}
		f.freeze(id)
		if r := f.publish(id); !r.Report.OK || r.Rules.Threshold != "2.5" {
			t.Errorf("verifies %t, threshold %q", r.Report.OK, r.Rules.Threshold)
		}
	})
}

// Where the order of choosing is drawn, households choose in their turn, two people type it, and only as many as the rules
// call stay in line.
func TestHouseholdsChooseInTheirTurn(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id := f.ruledRound("ruled", `
draw: {method: ranked_tickets, queue_factor: 1.5, source: [decree], confidence: published}`)
		for n := range 4 {
			f.register(n+1, 1, 0)
		}
		f.flats("1", 2)
		plan, choices, err := f.Plan(ctx, allocation, id)
		f.ok(err)
		if plan.Address != draw.AddressChoice || len(choices.Addresses) != 1 {
			t.Fatalf("plan %+v, choices %+v", plan, choices)
		}
		f.freeze(id)
		f.ok(f.CommitRound(ctx, allocation, id))
		f.thrown(id)
		f.ok(f.CallRound(ctx, allocation, id))
		for range 2 {
			balls := f.round(id).Balls
			turn := balls[slices.IndexFunc(balls, func(b casework.HallBall) bool { return !b.Agreed })]
			at := slices.IndexFunc(turn.Free, func(d homeward.DwellingID) bool { return d != "" })
			number := string(rune('1' + at))
			f.ok(f.HearRound(ctx, allocation, id, string(turn.Entry), number))
			f.ok(f.HearRound(ctx, committee, id, string(turn.Entry), number))
		}
		f.ok(f.DrawRound(ctx, allocation, id))
		f.ok(f.PublishRound(ctx, allocation, id))
		r := f.round(id)
		if !r.Report.OK || r.Allocated != 2 {
			t.Fatalf("verifies %t, %d given", r.Report.OK, r.Allocated)
		}
		f.sameEverywhere(r)
		live := 0
		for _, e := range r.Entries {
			if e.Dwelling == "" && e.Live {
				live++
			} else if e.Dwelling == "" && e.Reason.Key != "allotment.reason.not_called" {
				t.Errorf("not called: %s", e.Reason)
			}
		}
		if live != 1 { // one and a half times two homes are three places
			t.Errorf("%d stay in line", live)
		}
	})
}

// Whoever refused a flat, and by the rules loses flats and nothing else, is not asked about flats and still about houses.
func TestALostComponentIsLostAlone(t *testing.T) {
	each(t, func(f *fixture) {
		r, homes := f.ruled(2, 1, `
offer: {deadline: P5D, source: [decree], confidence: published,
  on_refusal: [{effect: give_to_next, source: [decree], confidence: published}, {effect: lose_component, for: P1Y, source: [decree], confidence: published}]}`)
		o := f.refuseOffer(r)
		_, err := f.MakeOffer(t.Context(), allocation, homes[0])
		f.ok(err)
		f.flats("2", 1)
		again, err := f.OpenRound(t.Context(), allocation, "", "ruled", "khojaly")
		f.ok(err)
		p := f.preview(again.ID)
		at := slices.IndexFunc(p.Held, func(x homeward.Held) bool { return x.SubjectID == string(o.HouseholdID) })
		if at < 0 || p.Held[at].Key != "component_lost" {
			t.Fatalf("held %+v", p.Held)
		}
		house := casework.NewBuilding{Building: homeward.Building{Place: "khojaly", Name: "H1", Kind: homeward.House, Floors: 1}, Ready: homeward.Components,
			Dwellings: []homeward.Dwelling{{Number: "1", Type: homeward.HouseType, Rooms: 2, AreaM2: 80}}}
		b, err := f.AddDwelling(t.Context(), housing, house)
		f.ok(err)
		f.ground(b, homeward.Cleared)
		if p := f.preview(again.ID); !slices.ContainsFunc(p.Entries, func(e homeward.Entry) bool { return e.HouseholdID == o.HouseholdID && e.Type == homeward.HouseType }) {
			t.Errorf("with a house: held %+v", p.Held)
		}
	})
}

// A limit in people is kept by the optimiser too, with its proof: a family of four that would come first waits, and two
// singles fit.
func TestALimitInPeopleHoldsInEveryMode(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		for n, mode := range []string{draw.ModeDraw, draw.ModePriority} {
			id := f.ruledRound(fmt.Sprint("ruled", n), `
order:
  method: points
  points: [{id: each, value: "double(size(household.members))", source: [decree], confidence: published}]
  source: [decree]
  confidence: published
capacities: [{id: water, per: settlement, counts: people, limit: "3", source: [decree], confidence: published}]`)
			if n == 0 {
				f.register(1, 3, 1)
				f.register(2, 1, 0)
				f.register(3, 1, 0)
				f.flats("1", 3)
			}
			plan, choices, err := f.Plan(ctx, allocation, id)
			f.ok(err)
			if len(choices.Modes) != 2 {
				t.Fatalf("modes %v", choices.Modes)
			}
			plan.Mode = mode
			f.ok(f.PlanRound(ctx, allocation, id, plan))
			if p := f.preview(id); len(p.Capacities) != 1 || p.Capacities[0].Limit != 3 || len(p.Outlook.Modes) != 2 {
				t.Fatalf("%s: capacities %+v", mode, p.Capacities)
			}
			f.freeze(id)
			r := f.publish(id)
			if !r.Report.OK || r.Allocated != 2 {
				t.Errorf("%s: verifies %t (%s), %d given", mode, r.Report.OK, r.Report.Key, r.Allocated)
			}
			f.sameEverywhere(r)
			if n == 0 { // the second mode draws the same again
				rerun, err := f.RerunRound(ctx, allocation, id, "court_decision", "")
				f.ok(err)
				f.ok(f.ApproveRound(ctx, committee, rerun.ID))
			}
		}
	})
}
