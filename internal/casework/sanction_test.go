package casework_test

import (
	"strings"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
)

// ruled puts a programme with some further blocks in force and draws a round of it for some households and flats.
func (f *fixture) ruled(households, flats int, blocks string) (casework.RoundFile, []homeward.DwellingID) {
	f.t.Helper()
	f.programme("ruled", blocks)
	for n := range households {
		f.register(n+1, 1, 0)
	}
	homes := f.flats("1", flats)
	r, err := f.OpenRound(f.t.Context(), allocation, "", "ruled", "khojaly")
	f.ok(err)
	f.freeze(r.ID)
	return f.publish(r.ID), homes
}

func (f *fixture) programme(slug, blocks string) {
	f.t.Helper()
	f.ok(f.AdoptProgramme(f.t.Context(), allocation, homeward.Adoption{ID: slug, Area: homeward.Programme, ValidFrom: f.Today(), PolicyText: `
format: homeward-policy/1
id: ` + slug + `
edition: "1"
title: A programme
gives: home
unit: household
sources: [{id: decree, title: Decree, kind: law, read: full}]
norms:
  - {id: rooms, measure: rooms, table: [{persons: [1, null], rooms: 2}], source: [decree], confidence: published}
` + strings.TrimSpace(blocks) + "\n"}))
}

func (f *fixture) refuseOffer(r casework.RoundFile) homeward.Offer {
	f.t.Helper()
	o := offers(r)[0]
	f.ok(f.RefuseOffer(f.t.Context(), allocation, o.ID, ""))
	return o
}

func TestWhoRefusesKeepsItsPlaceWhereThePolicySaysSo(t *testing.T) {
	each(t, func(f *fixture) {
		r, homes := f.ruled(2, 1, `
offer: {deadline: P5D, source: [decree], confidence: published, on_lapse: give_to_next,
  on_refusal: [{count: 1, effect: give_to_next, source: [decree], confidence: published}]}`)
		first := f.refuseOffer(r)
		next, err := f.MakeOffer(t.Context(), allocation, homes[0])
		f.ok(err)
		if next.HouseholdID == first.HouseholdID {
			t.Fatal("the home went back to who refused it")
		}
		f.ok(f.RefuseOffer(t.Context(), allocation, next.ID, ""))
		// Both keep their places, and neither is asked about the same home again.
		_, err = f.MakeOffer(t.Context(), allocation, homes[0])
		f.refused(err, "offer.nobody_waits")
	})
}

func TestASuspendedHouseholdIsKeptOutUntilItsDay(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		r, _ := f.ruled(1, 1, `
offer: {deadline: P5D, source: [decree], confidence: published,
  on_refusal: [{count: 1, effect: suspend, for: P1Y, source: [decree], confidence: published},
               {count: 2, effect: cancel, source: [decree], confidence: published}]}`)
		o := f.refuseOffer(r)
		file, err := f.ViewOffer(ctx, allocation, o.ID)
		f.ok(err)
		until := homeward.NewDate(2027, 3, 2)
		if len(file.Followed) != 1 || file.Followed[0].Effect != "suspend" || file.Followed[0].Until != until {
			t.Fatalf("followed %+v; want suspend until %s", file.Followed, until)
		}
		again := func() casework.Preview {
			x, err := f.OpenRound(ctx, allocation, "", "ruled", "khojaly")
			f.ok(err)
			p, err := f.PreviewFreeze(ctx, allocation, x.ID)
			f.ok(err)
			return p
		}
		if p := again(); len(p.Entries) != 0 || len(p.Held) != 1 || p.Held[0].Key != "suspended_until" {
			t.Errorf("while suspended: %d entries, held %+v", len(p.Entries), p.Held)
		}
		f.now.pass(370 * 24 * time.Hour)
		p := again()
		if len(p.Entries) != 1 {
			t.Fatalf("after its day: held %+v", p.Held)
		}
		// The second refusal ends its application.
		f.ok(f.FreezeRound(ctx, allocation, p.Round.ID, p.Hash))
		f.refuseOffer(f.publish(p.Round.ID))
		if p := again(); len(p.Entries) != 0 || p.Held[0].Key != "offer_refused" {
			t.Errorf("after the second refusal: %d entries, held %+v", len(p.Entries), p.Held)
		}
	})
}

func TestADemotedHouseholdComesAfterTheOthers(t *testing.T) {
	each(t, func(f *fixture) {
		r, homes := f.ruled(3, 1, `
offer: {deadline: P5D, source: [decree], confidence: published,
  on_refusal: [{effect: demote, for: P1Y, source: [decree], confidence: published}]}`)
		first := f.refuseOffer(r)
		more := f.flats("2", 1)
		_, err := f.MakeOffer(t.Context(), allocation, homes[0])
		f.ok(err)
		x, err := f.OpenRound(t.Context(), allocation, "", "ruled", "khojaly")
		f.ok(err)
		p, err := f.PreviewFreeze(t.Context(), allocation, x.ID)
		f.ok(err)
		ranks := map[homeward.HouseholdID]int{}
		for _, e := range p.Entries {
			ranks[e.HouseholdID] = e.ClassRank
		}
		if len(ranks) != 2 || len(more) != 1 {
			t.Fatalf("entries %v", ranks)
		}
		for id, rank := range ranks {
			if id != first.HouseholdID && rank >= ranks[first.HouseholdID] {
				t.Errorf("%s has rank %d, who refused %d", id, rank, ranks[first.HouseholdID])
			}
		}
	})
}

func TestALapsedOfferHasTheEffectOfThePolicy(t *testing.T) {
	each(t, func(f *fixture) {
		r, _ := f.ruled(1, 1, `
days_off: ["2026-03-09"]
offer: {deadline: P5D, days: working, on_lapse: cancel, source: [decree], confidence: published}`)
		o := offers(r)[0]
		// Monday 2 March: five working days, with Monday 9 March off, end on Tuesday the 10th.
		if want := homeward.NewDate(2026, 3, 10); o.Deadline != want {
			t.Errorf("deadline %s, want %s", o.Deadline, want)
		}
		f.now.pass(9 * 24 * time.Hour)
		f.ok(f.LapseOffer(t.Context(), allocation, o.ID))
		file, err := f.ViewOffer(t.Context(), allocation, o.ID)
		f.ok(err)
		if len(file.Followed) != 1 || file.Followed[0].Effect != "cancel" {
			t.Errorf("followed %+v", file.Followed)
		}
	})
}

func TestWithoutADeadlineAnOfferHasNone(t *testing.T) {
	each(t, func(f *fixture) {
		r, _ := f.ruled(1, 1, "")
		if o := offers(r)[0]; !o.Endless() {
			t.Errorf("deadline %s", o.Deadline)
		}
		f.now.pass(400 * 24 * time.Hour)
		f.ok(f.AcceptOffer(t.Context(), allocation, offers(r)[0].ID))
	})
}

func TestPointsDecideThePlaceAndTheThresholdWhoEnters(t *testing.T) {
	each(t, func(f *fixture) {
		f.programme("ruled", `
order:
  method: points
  points: [{id: each, value: "double(size(household.members))", source: [decree], confidence: published}]
  thresholds: [{id: line, min: "2", source: [decree], confidence: published}]
  source: [decree]
  confidence: published`)
		f.register(1, 1, 0)
		two, four, also := f.register(2, 2, 0), f.register(3, 3, 1), f.register(4, 2, 0)
		f.flats("1", 2)
		r, err := f.OpenRound(t.Context(), allocation, "", "ruled", "khojaly")
		f.ok(err)
		p, err := f.PreviewFreeze(t.Context(), allocation, r.ID)
		f.ok(err)
		ranks := map[homeward.HouseholdID]int{}
		for _, e := range p.Entries {
			ranks[e.HouseholdID] = e.ClassRank
		}
		if ranks[four] != 1 || ranks[two] != 2 || ranks[also] != 2 || len(ranks) != 3 {
			t.Errorf("ranks %v; want four people before two, equal ones together", ranks)
		}
		if len(p.Held) != 1 || p.Held[0].Key != "below_threshold" {
			t.Errorf("held %+v; want below_threshold", p.Held)
		}
	})
}
