package casework

import (
	"crypto/sha256"
	"encoding/hex"

	"homeward/draw"
	"homeward/internal/allotment"
	"homeward/internal/policy"
)

// ModeOutcome is what one way of giving the homes of a round would come to, with lots that are tried and not drawn.
type ModeOutcome struct {
	Mode                                  allotment.Mode
	Households, Housed                    int
	People, FirstWish, AccessibleUnneeded int
	BySize                                []allotment.Slice // by number of people
}

// trial is the seed that every comparison uses, so that looking twice shows the same and nobody can choose a lucky one.
var trial = sha256.Sum256([]byte("homeward: trial of a round"))

// compareModes tries the ways of giving homes on the lists of a preview: by lot alone, by the published order with the
// optimiser choosing the home, and by weights where the policy has them.
func compareModes(p Preview, rules *policy.Policy) ([]ModeOutcome, error) {
	if len(p.Entries) == 0 || len(p.Dwellings) == 0 {
		return nil, nil
	}
	b := &draw.Bundle{Seed: hex.EncodeToString(trial[:])}
	for _, e := range p.Entries {
		b.Entries = append(b.Entries, draw.Entry{ID: string(e.HouseholdID), ClassRank: e.ClassRank, Persons: e.Persons, Rooms: e.Rooms,
			Accessible: e.Accessible, Strata: []string{e.Stratum}, Wishes: []string{string(p.Round.Place)}})
	}
	for _, d := range p.Dwellings {
		b.Dwellings = append(b.Dwellings, draw.Dwelling{ID: string(d.ID), Settlement: string(d.Place), Type: string(d.Type), Rooms: d.Rooms,
			Accessible: d.Accessible, Building: string(d.BuildingID)})
	}
	in, _, err := allotment.FromBundle(b)
	if err != nil {
		return nil, err
	}
	in.Rules = allotment.Rules{OnlyWished: true}
	modes := []allotment.Mode{allotment.Draw, allotment.Priority}
	if a, ok := rules.Allotment(); ok {
		in.Rules.ClassValue, in.Rules.WishValue = wide(a.ClassValue), wide(a.WishValue)
		in.Rules.SpareRoom, in.Rules.AccessibleUnneeded = int64(a.SpareRoom), int64(a.AccessibleUnneeded)
		modes = append(modes, allotment.Weighted)
	}
	problem := allotment.Prepare(in)
	var out []ModeOutcome
	for _, mode := range modes {
		r := problem.Solve(mode)
		v, err := allotment.Verify(in, r)
		if err != nil {
			return nil, err
		}
		m := v.Measures
		o := ModeOutcome{Mode: mode, Households: m.Households, Housed: m.Housed, People: m.People, AccessibleUnneeded: m.AccessibleUnneeded}
		if len(m.Wishes) > 0 {
			o.FirstWish = m.Wishes[0]
		}
		for _, s := range allotment.Slices(in, r) {
			if s.By == "people" {
				o.BySize = append(o.BySize, s)
			}
		}
		out = append(out, o)
	}
	return out, nil
}

func wide(list []int) []int64 {
	out := make([]int64, len(list))
	for i, n := range list {
		out[i] = int64(n)
	}
	return out
}
