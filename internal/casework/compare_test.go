package casework

import (
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"homeward"
	"homeward/draw"
	"homeward/internal/allotment"
	"homeward/internal/policy"
	"homeward/policies"
)

// TestCompareModes: each way gives whole homes to those who asked, weights are compared only where the policy has them,
// and looking twice shows the same.
func TestCompareModes(t *testing.T) {
	editions, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := Preview{Round: homeward.Round{Place: "khojaly"}}
	stratum := draw.Stratum("khojaly", string(homeward.FlatType), 3)
	for i := range 6 {
		p.Entries = append(p.Entries, homeward.Entry{HouseholdID: homeward.HouseholdID(fmt.Sprint("hh", i)), Persons: 3 + i%2, ClassRank: 1, Rooms: 3,
			Type: homeward.FlatType, Stratum: stratum, Accessible: i == 0})
	}
	for i := range 4 {
		home := homeward.Home{}
		home.ID, home.Place, home.Type, home.Rooms = homeward.DwellingID(fmt.Sprint("dw", i)), "khojaly", homeward.FlatType, 3
		home.Accessible = i == 0
		p.Dwellings = append(p.Dwellings, home)
	}
	for _, e := range editions {
		want := []allotment.Mode{allotment.Draw}
		if len(e.Document().Quotas) == 0 { // shares are for a line in which each has its turn
			want = append(want, allotment.Priority)
		}
		if _, weighs := e.Allotment(); weighs {
			want = append(want, allotment.Weighted)
		}
		once, err := compareModes(p, e)
		if err != nil {
			t.Fatalf("%s: %v", e.ID(), err)
		}
		again, _ := compareModes(p, e)
		if fmt.Sprint(once) != fmt.Sprint(again) {
			t.Errorf("%s: two looks differ: %v, %v", e.ID(), once, again)
		}
		var modes []allotment.Mode
		for _, o := range once {
			modes = append(modes, o.Mode)
			sum := 0
			for _, s := range o.Slices {
				if s.By == "people" {
					sum += s.Housed
				}
			}
			if o.Households != 6 || o.Housed > 4 || o.Housed < 3 || o.Empty != 4-o.Housed || sum != o.Housed || o.FirstWish != o.Housed {
				t.Errorf("%s: %+v", e.ID(), o)
			}
		}
		if !slices.Equal(modes, want) {
			t.Errorf("%s: %v, want %v", e.ID(), modes, want)
		}
	}
	if none, err := compareModes(Preview{}, nil); none != nil || err != nil {
		t.Errorf("empty lists: %v %v", none, err)
	}
}

// TestOutlook: what is shown for one home and one household more, and for each rule, is what happens when the lists really
// are so.
func TestOutlook(t *testing.T) {
	editions, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	rules := editions["az-great-return"]
	p := Preview{Round: homeward.Round{Place: "khojaly"}, Origins: map[homeward.HouseholdID]homeward.PlaceID{}, heldHomes: map[string]homeward.Home{}}
	home := func(n, rooms int, accessible bool) homeward.Home {
		h := homeward.Home{}
		h.ID, h.Place, h.Type, h.Rooms, h.Accessible = homeward.DwellingID(fmt.Sprint("dw", n)), "khojaly", homeward.FlatType, rooms, accessible
		return h
	}
	for i := range 12 {
		rooms := 2 + i%2
		e := homeward.Entry{HouseholdID: homeward.HouseholdID(fmt.Sprintf("hh%02d", i)), Persons: 1 + i%5, ClassRank: 1 + i%3, Rooms: rooms,
			Type: homeward.FlatType, Stratum: draw.Stratum("khojaly", string(homeward.FlatType), rooms), Accessible: i%5 == 0}
		p.Entries = append(p.Entries, e)
		p.Origins[e.HouseholdID] = []homeward.PlaceID{"khojaly", "shusha"}[i%2]
	}
	for n := range 8 {
		p.Dwellings = append(p.Dwellings, home(n, 2+n%2, n == 3))
	}
	claimed := home(20, 3, false)
	p.heldHomes["dw20"] = claimed
	p.Held = []homeward.Held{{Noun: "dwelling", SubjectID: "dw20", Key: "home_claimed", Text: homeward.T("refusal.home_claimed")},
		{Noun: "household", SubjectID: "hh99", Key: "duplicate_open", Text: homeward.T("refusal.duplicate_open")}}
	for _, mode := range modesOf(rules, homeward.Date{}) {
		p.Plan = RoundPlan{Mode: mode, Address: draw.AddressLot}
		x, err := tryOut(p, rules, &MoreHousehold{Stratum: p.Entries[1].Stratum, Class: 1})
		if err != nil {
			t.Fatal(err)
		}
		base := outcomeOf(t, p, rules, mode)
		if mode == draw.ModeDraw && base != drawnOf(t, p) {
			t.Errorf("the trial of a draw houses %d, the draw itself %d", base, drawnOf(t, p))
		}
		for _, m := range x.More {
			more := p
			more.Dwellings = append(slices.Clone(p.Dwellings), home(50, m.Rooms, m.Accessible))
			if got := outcomeOf(t, more, rules, mode) > base; got != m.Helps {
				t.Errorf("%s: a home more of %+v: really %t", mode, m, got)
			}
		}
		if len(x.Costs) != 2 || x.Costs[0].Dwellings != 1 || x.Costs[1].Households != 1 {
			t.Fatalf("%s: costs %+v", mode, x.Costs)
		}
		freed := p
		freed.Dwellings = append(slices.Clone(p.Dwellings), claimed)
		if got := outcomeOf(t, freed, rules, mode) - base; got != x.Costs[slices.IndexFunc(x.Costs, func(c RuleCost) bool { return c.Dwellings == 1 })].MoreHoused {
			t.Errorf("%s: without the claim %d more, said %+v", mode, got, x.Costs)
		}
		if x.Answer == nil || !x.Answer.Best || x.Answer.Worst && !x.Answer.Best {
			t.Errorf("%s: a household more of the first class: %+v", mode, x.Answer)
		}
		origins := 0
		for _, s := range x.Modes[0].Slices {
			if s.By == "origin" {
				origins += s.Households
			}
		}
		if origins != len(p.Entries) {
			t.Errorf("%s: %d of %d households have an origin", mode, origins, len(p.Entries))
		}
	}
}

func outcomeOf(t *testing.T, p Preview, rules *policy.Policy, mode string) int {
	t.Helper()
	all, err := compareModes(p, rules)
	if err != nil {
		t.Fatal(err)
	}
	return all[slices.IndexFunc(all, func(o ModeOutcome) bool { return string(o.Mode) == mode })].Housed
}

// drawnOf is how many the draw itself would house with the trial's seed.
func drawnOf(t *testing.T, p Preview) int {
	t.Helper()
	b := &draw.Bundle{Seed: hex.EncodeToString(trialSeed[:])}
	b.Header.Rules = draw.Rules{Mode: draw.ModeDraw, Address: draw.AddressLot}
	for _, e := range p.Entries {
		b.Entries = append(b.Entries, draw.Entry{ID: string(e.HouseholdID), ClassRank: e.ClassRank - 1, Accessible: e.Accessible, Strata: []string{e.Stratum}})
	}
	for _, d := range p.Dwellings {
		b.Dwellings = append(b.Dwellings, draw.Dwelling{ID: string(d.ID), Settlement: string(d.Place), Type: string(d.Type), Rooms: d.Rooms, Accessible: d.Accessible})
	}
	r, err := draw.Run(b)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range r.Rows {
		if row.Dwelling != "" {
			n++
		}
	}
	return n
}
