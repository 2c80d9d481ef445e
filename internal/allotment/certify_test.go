package allotment

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"homeward/draw"
)

const anyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// event freezes and opens a round of n households over three settlements; the seed makes different ones.
func event(t *testing.T, n int, seed uint64, rules draw.Rules) *draw.Bundle {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	places := []string{"khojaly", "lachin", "zabukh"}
	var entries []draw.Entry
	for i := range n {
		rooms := 1 + r.IntN(3)
		e := draw.Entry{ID: fmt.Sprintf("en_%04d", i), ClassRank: r.IntN(3), Persons: 1 + r.IntN(6), Rooms: rooms, Accessible: r.IntN(9) == 0}
		for _, k := range r.Perm(len(places))[:1+r.IntN(3)] {
			e.Wishes = append(e.Wishes, places[k])
			for spare := 0; spare <= rules.MaxSpareRooms; spare++ {
				e.Strata = append(e.Strata, draw.Stratum(places[k], "flat", rooms+spare))
			}
		}
		if r.IntN(3) == 0 {
			e.Group = fmt.Sprintf("g%d", r.IntN(n/6+1))
		}
		entries = append(entries, e)
	}
	var dwellings []draw.Dwelling
	for i := range n {
		if r.IntN(4) == 0 {
			continue
		}
		dwellings = append(dwellings, draw.Dwelling{
			ID: fmt.Sprintf("dw_%04d", i), Settlement: places[r.IntN(len(places))], Type: "flat", Rooms: 1 + r.IntN(4),
			Accessible: r.IntN(8) == 0, Building: fmt.Sprintf("b%d", r.IntN(4)), Door: 1 + i,
		})
	}
	h := draw.Header{
		Operation: "sample", Round: "round", PolicyID: "generator", PolicyHash: anyHash, SoftwareHash: anyHash,
		FrozenAt: "2026-02-09T08:00:00.000Z", Rules: rules,
		Sources: []draw.Source{{
			ID: "office", Kind: draw.SourceCommit, Label: "office", Missing: draw.MissingStop,
			Commitment: draw.Commit("round", "office", "a secret of the office"),
		}, {
			ID: "ombudsman", Kind: draw.SourceCommit, Label: "ombudsman", Missing: draw.MissingStop,
			Commitment: draw.Commit("round", "ombudsman", "a secret of the ombudsman"),
		}},
	}
	b, err := draw.Freeze(h, entries, dwellings, rand.NewChaCha8([32]byte{byte(seed)}))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close([]draw.Dropped{{ID: b.Entries[2].ID, Reason: "withdrawn"}}); err != nil {
		t.Fatal(err)
	}
	if err := b.Open([]draw.Reveal{
		{Source: "office", State: draw.Revealed, Value: "a secret of the office"},
		{Source: "ombudsman", State: draw.Revealed, Value: "a secret of the ombudsman"},
	}); err != nil {
		t.Fatal(err)
	}
	return b
}

// Certificates pass the judge of package draw, which shares nothing with this one, and finish a bundle.
func TestCertificatesPassTheJudge(t *testing.T) {
	weighted := draw.Rules{
		Mode: draw.ModeWeighted, Address: draw.AddressLot, Groups: draw.GroupsIgnore, MaxWishes: 3, MaxSpareRooms: 1,
		ClassValue: []int64{4000, 2000, 1000}, WishValue: []int64{300, 180, 90}, SpareRoom: -20, AccessibleUnneeded: -15,
	}
	priority := draw.Rules{Mode: draw.ModePriority, Address: draw.AddressLot, Groups: draw.GroupsIgnore, MaxWishes: 3, MaxSpareRooms: 1}
	together := func(r draw.Rules) draw.Rules {
		r.Groups, r.Near = draw.GroupsSameSettlement, true
		return r
	}
	counted := func(r draw.Rules) draw.Rules {
		r.Capacities = []draw.Capacity{{Settlement: "khojaly", Counts: draw.CountsPeople, Limit: 30}, {Settlement: "zabukh", Counts: draw.CountsPeople, Limit: 12}}
		return r
	}
	for name, rules := range map[string]draw.Rules{
		"weighted": weighted, "priority": priority,
		"weighted with groups": together(weighted), "priority with groups": together(priority),
		"weighted with capacities": counted(weighted), "priority with capacities": counted(priority),
		"weighted with both": counted(together(weighted)), "priority with both": counted(together(priority)),
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(6) {
				b := event(t, 40, seed, rules)
				c, err := Certify(b)
				if err != nil {
					t.Fatal(err)
				}
				if c.Measures.Housed == 0 {
					t.Fatal("nobody is housed")
				}
				b.Certificate = c
				if err := b.Finish(); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
		})
	}
}

// A certificate that was changed does not finish a bundle.
func TestChangedCertificatesAreRefused(t *testing.T) {
	rules := draw.Rules{Mode: draw.ModePriority, Address: draw.AddressLot, Groups: draw.GroupsIgnore, MaxWishes: 3, MaxSpareRooms: 1}
	for name, change := range map[string]func(c *draw.Certificate){
		"a housed entry waits":   func(c *draw.Certificate) { c.Placements[0].Type = -1 },
		"a price is negative":    func(c *draw.Certificate) { c.Types[0].Price = -1 },
		"a closed set is bigger": func(c *draw.Certificate) { c.ClosedSets[0] = append(c.ClosedSets[0], len(c.Types)) },
		"a measure is better":    func(c *draw.Certificate) { c.Measures.LostWishes-- },
		"the gap is another":     func(c *draw.Certificate) { c.Gap = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			b := event(t, 40, 1, rules)
			c, err := Certify(b)
			if err != nil {
				t.Fatal(err)
			}
			change(c)
			b.Certificate = c
			if err := b.Finish(); err == nil {
				t.Error("accepted")
			}
		})
	}
}

// The same bundle always gets the same certificate.
func TestCertifyIsDeterministic(t *testing.T) {
	rules := draw.Rules{Mode: draw.ModePriority, Address: draw.AddressLot, Groups: draw.GroupsSameSettlement, Near: true, MaxWishes: 3, MaxSpareRooms: 1}
	first, err := Certify(event(t, 120, 4, rules))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Certify(event(t, 120, 4, rules))
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(*first) != fmt.Sprint(*again) {
		t.Error("two runs differ")
	}
}
