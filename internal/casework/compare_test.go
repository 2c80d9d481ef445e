package casework

import (
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
		_, weighs := e.Allotment()
		want := []allotment.Mode{allotment.Draw, allotment.Priority}
		if weighs {
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
			for _, s := range o.BySize {
				sum += s.Housed
			}
			if o.Households != 6 || o.Housed > 4 || o.Housed < 3 || sum != o.Housed || o.FirstWish != o.Housed {
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
