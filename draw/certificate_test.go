package draw

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// wantKey says whether err is the refusal with this key.
func wantKey(t testing.TB, err error, key string) {
	t.Helper()
	if e, is := errors.AsType[*Error](err); !is || e.Key != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

func TestCertificateOfAnHonestOptimiser(t *testing.T) {
	for _, mode := range []string{ModePriority, ModeWeighted} {
		for seed := range uint64(tries(40)) {
			r := rand.New(rand.NewPCG(seed, 3))
			b := optimisedBundle(t, mode, seed, 1+r.IntN(24), 1+r.IntN(20))
			if rep := Verify(must[[]byte](t)(b.Encode())); !rep.OK {
				t.Fatalf("%s, seed %d: %s %v", mode, seed, rep.Key, rep.Args)
			}
		}
	}
}

// TestPriorityHousesAsManyAsPossible compares with the weighted mode when all values are equal.
func TestPriorityHousesAsManyAsPossible(t *testing.T) {
	for seed := range uint64(tries(20)) {
		entries, dwellings := wishingLists(rand.New(rand.NewPCG(seed, 4)), 20, 14)
		rules := optimisedRules(ModeWeighted)
		rules.ClassValue, rules.WishValue, rules.SpareRoom, rules.AccessibleUnneeded = []int64{1, 1, 1}, nil, 0, 0
		w := openOptimised(t, rules, entries, dwellings)
		p := openOptimised(t, optimisedRules(ModePriority), entries, dwellings)
		if most, got := solve(t, w).Measures.Housed, solve(t, p).Measures.Housed; got != most {
			t.Errorf("seed %d: priority houses %d, %d is possible", seed, got, most)
		}
	}
}

// finishWith alters an honest certificate and says what Finish answers.
func finishWith(t *testing.T, mode string, alter func(b *Bundle, c *Certificate)) error {
	t.Helper()
	entries, dwellings := wishingLists(rand.New(rand.NewPCG(7, 9)), 24, 14)
	b := openOptimised(t, optimisedRules(mode), entries, dwellings)
	b.Certificate = solve(t, b)
	alter(b, b.Certificate)
	return b.Finish()
}

func firstWhere(c *Certificate, housed bool) *Placement {
	for i := range c.Placements {
		if (c.Placements[i].Type >= 0) == housed {
			return &c.Placements[i]
		}
	}
	return nil
}

func TestCertificateRefuses(t *testing.T) {
	cases := []struct {
		name, mode, key string
		alter           func(b *Bundle, c *Certificate)
	}{
		{"a certificate of another mode", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.Mode = ModePriority }},
		{"no certificate", ModeWeighted, "draw.certificate_missing", func(b *Bundle, _ *Certificate) { b.Certificate = nil }},
		{"a home type left out", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.Types = c.Types[1:] }},
		{"more homes than there are", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.Types[0].Homes++ }},
		{"a price below zero", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.Types[0].Price = -1 }},
		{"a price that nobody asked for", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.PersonPrices = []int64{1} }},
		{"an entry left out", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.Placements = c.Placements[1:] }},
		{"entries out of line", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) {
			c.Placements[0], c.Placements[1] = c.Placements[1], c.Placements[0]
		}},
		{"a home type that does not exist", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.Placements[0].Type = 99 }},
		{"a home it may not have", ModeWeighted, "draw.certificate_may_not", func(b *Bundle, c *Certificate) {
			p := firstWhere(c, true)
			may := map[string]bool{}
			for _, s := range b.byID()[p.Entry].Strata {
				may[s] = true
			}
			for i, ty := range c.Types {
				if !may[ty.Stratum] {
					p.Type = i
				}
			}
		}},
		{"more entries than homes", ModeWeighted, "draw.certificate_overfull", func(b *Bundle, c *Certificate) {
			line, _ := Line(b)
			for i := range c.Placements {
				for k, ty := range c.Types {
					if e := line[i].Entry; ty.Stratum == e.Strata[0] && (ty.Accessible || !e.Accessible) {
						c.Placements[i].Type = k
					}
				}
			}
		}},
		{"measures that do not add up", ModeWeighted, "draw.certificate_measures", func(_ *Bundle, c *Certificate) { c.Measures.Value++ }},
		{"a gap that is not the prices'", ModeWeighted, "draw.certificate_gap", func(_ *Bundle, c *Certificate) { c.Gap = 5 }},
		{"a price too high", ModeWeighted, "draw.certificate_gap", func(_ *Bundle, c *Certificate) { c.Types[0].Price += 100000 }},
		{"an open gap owned up to", ModeWeighted, "draw.certificate_not_best", func(b *Bundle, c *Certificate) {
			c.Types[0].Price += 100000
			c.Gap = gapOf(b, c)
		}},
		{"somebody sent away", ModeWeighted, "draw.certificate_not_best", func(b *Bundle, c *Certificate) {
			p := firstWhere(c, true)
			p.Type = -1
			measure(b, c)
			c.Gap = gapOf(b, c)
		}},
		{"somebody ahead sent away", ModePriority, "draw.certificate_not_best", func(b *Bundle, c *Certificate) {
			// The home stays empty at its price: the prices alone show that something is wrong.
			p := firstWhere(c, true)
			for i := range c.Types {
				c.Types[i].Price += 1000
			}
			p.Type = -1
			measure(b, c)
			c.Gap = gapOf(b, c)
		}},
		{"a closed set out of order", ModePriority, "draw.certificate_part", func(_ *Bundle, c *Certificate) {
			c.ClosedSets[0] = []int{1, 0}
		}},
		{"no proof for one who waits", ModePriority, "draw.certificate_unproved", func(_ *Bundle, c *Certificate) {
			firstWhere(c, false).Set = -1
			c.Unproved = 1
		}},
		{"one without proof not counted", ModePriority, "draw.certificate_unproved", func(_ *Bundle, c *Certificate) {
			firstWhere(c, false).Set = -1
		}},
		{"closed sets without their mode", ModeWeighted, "draw.certificate_part", func(_ *Bundle, c *Certificate) { c.ClosedSets = [][]int{{0}} }},
		{"neighbours without groups", ModeWeighted, "draw.certificate_part", func(b *Bundle, c *Certificate) {
			c.Near = []Near{{firstWhere(c, true).Entry, b.Dwellings[0].ID}}
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { wantKey(t, finishWith(t, c.mode, c.alter), c.key) })
	}
}

func judgeOf(b *Bundle, c *Certificate) *judge {
	line, _ := Line(b)
	types := HomeTypes(b)
	j := &judge{b: b, c: c, rules: &b.Header.Rules, line: line, types: types, index: typeIndex(types)}
	if err := j.checkTypes(); err != nil {
		panic(err)
	}
	return j
}

func gapOf(b *Bundle, c *Certificate) int64 { return judgeOf(b, c).gap().Int64() }

// measure makes the certificate own up to what its placements add up to.
func measure(b *Bundle, c *Certificate) {
	j := judgeOf(b, c)
	c.Measures = Measures{}
	for i, p := range c.Placements {
		if p.Type < 0 {
			continue
		}
		w, s, a := j.parts(j.line[i].Entry, p.Type)
		c.Measures.Housed++
		c.Measures.Persons += j.line[i].Entry.Persons
		c.Measures.LostWishes += w
		c.Measures.SpareRooms += s
		c.Measures.AccessibleUnneeded += a
		if c.Mode == ModeWeighted {
			c.Measures.Value += j.score(j.line[i].Entry, p.Type)
		}
	}
}

// plainRound is a round for one stratum of khojaly, in which all entries are of one class.
func plainRound(t testing.TB, rules Rules, n, homes int, alter func(es []Entry)) *Bundle {
	t.Helper()
	var es []Entry
	var ds []Dwelling
	for i := range n {
		es = append(es, Entry{ID: "en_" + string(rune('a'+i)), Persons: 2, Rooms: 2, Strata: []string{"khojaly/flat/2"}, Wishes: []string{"khojaly"}})
	}
	for i := range homes {
		ds = append(ds, Dwelling{ID: "dw_" + string(rune('a'+i)), Settlement: "khojaly", Type: "flat", Rooms: 2})
	}
	if alter != nil {
		alter(es)
	}
	return openOptimised(t, rules, es, ds)
}

func TestCertificateRefusesAnEqualServedFirst(t *testing.T) {
	b := plainRound(t, optimisedRules(ModeWeighted), 3, 2, nil)
	b.Certificate = solve(t, b)
	p := b.Certificate.Placements
	p[0].Type, p[2].Type = p[2].Type, p[0].Type
	wantKey(t, b.Finish(), "draw.certificate_equals")
}

func TestCertificateRefusesOneWhoWaitsAhead(t *testing.T) {
	rules := optimisedRules(ModePriority)
	b := plainRound(t, rules, 3, 2, func(es []Entry) { // different facts, so that they are no equals
		for i := range es {
			es[i].ClassRank = i
		}
	})
	b.Certificate = solve(t, b)
	p := b.Certificate.Placements
	p[0].Type, p[0].Set, p[2].Type, p[2].Set = p[2].Type, p[2].Set, p[0].Type, p[0].Set
	wantKey(t, b.Finish(), "draw.certificate_waits")
}

func TestCertificateRefusesASetThatIsNotFullOrNotClosed(t *testing.T) {
	es := []Entry{
		{ID: "en_a", Rooms: 2, Strata: []string{"k/flat/2", "k/flat/3"}, ClassRank: 0},
		{ID: "en_b", Rooms: 2, Strata: []string{"k/flat/2"}, ClassRank: 1},
		{ID: "en_c", Rooms: 3, Strata: []string{"k/flat/4"}, ClassRank: 2},
	}
	ds := []Dwelling{
		{ID: "dw_2", Settlement: "k", Type: "flat", Rooms: 2},
		{ID: "dw_3", Settlement: "k", Type: "flat", Rooms: 3},
		{ID: "dw_5", Settlement: "k", Type: "flat", Rooms: 5},
	}
	b := openOptimised(t, optimisedRules(ModePriority), es, ds)
	// The first sits where the second could, although a home with a room more is free: the set of that one home is full, but
	// not closed.
	b.Certificate = &Certificate{Mode: ModePriority, Types: HomeTypes(b), Placements: []Placement{{"en_a", 0, -1}, {"en_b", -1, 0}, {"en_c", -1, 1}},
		ClosedSets: [][]int{{0}, {}}, Measures: Measures{Housed: 1, LostWishes: 3}}
	wantKey(t, b.Finish(), "draw.certificate_set")
	b.Certificate.ClosedSets[0] = []int{0, 1} // closed, but not full
	wantKey(t, b.Finish(), "draw.certificate_set")
	b.Certificate.ClosedSets[0] = []int{} // full, but the second could have more
	wantKey(t, b.Finish(), "draw.certificate_waits")
	b.Certificate = solve(t, b)
	ok(t, b.Finish())
}

func TestGroupsStayTogetherOrTheBundleIsRefused(t *testing.T) {
	rules := optimisedRules(ModeWeighted)
	rules.Groups, rules.Near = GroupsSameSettlement, true
	pair := func(es []Entry) {
		es[0].Group, es[1].Group = "kin", "kin"
		es[0].ClassRank, es[1].ClassRank = 2, 2 // the least value, so that alone they would wait
	}
	b := plainRound(t, rules, 4, 3, pair)
	c := solve(t, b) // ignores groups: houses both singles and one of the pair
	b.Certificate = c
	wantKey(t, b.Finish(), "draw.certificate_apart")

	for i := range c.Placements { // both wait, one home stays empty
		if e := b.byID()[c.Placements[i].Entry]; e.Group == "kin" {
			c.Placements[i].Type = -1
		}
	}
	measure(b, c)
	c.Gap = gapOf(b, c)
	ok(t, b.Finish())
	if c.Gap <= 0 {
		t.Errorf("gap %d: the pair could have been housed instead of a single", c.Gap)
	}
	if rep := Verify(must[[]byte](t)(b.Encode())); !rep.OK {
		t.Errorf("%s %v", rep.Key, rep.Args)
	}
}

func TestNeighboursGetTheirHomesAndOthersTheirLots(t *testing.T) {
	rules := optimisedRules(ModeWeighted)
	rules.Groups, rules.Near = GroupsSameSettlement, true
	b := plainRound(t, rules, 3, 3, func(es []Entry) { es[0].Group, es[1].Group = "kin", "kin" })
	c := solve(t, b)
	b.Certificate = c
	c.Near = []Near{{"en_a", "dw_a"}, {"en_b", "dw_a"}}
	wantKey(t, b.Finish(), "draw.certificate_near") // one home for both
	c.Near = []Near{{"en_c", "dw_a"}}
	wantKey(t, b.Finish(), "draw.certificate_near") // not of a group
	c.Near = []Near{{"en_a", "dw_b"}, {"en_b", "dw_c"}}
	ok(t, b.Finish())
	got := map[string]string{}
	for _, r := range b.Result.Rows {
		got[r.Entry] = r.Dwelling
	}
	if got["en_a"] != "dw_b" || got["en_b"] != "dw_c" || got["en_c"] != "dw_a" {
		t.Errorf("%v", got)
	}
	if rep := Verify(must[[]byte](t)(b.Encode())); !rep.OK {
		t.Errorf("%s %v", rep.Key, rep.Args)
	}
}

func TestCapacityInPeople(t *testing.T) {
	rules := optimisedRules(ModeWeighted)
	rules.Capacities = []Capacity{{"khojaly", CountsPeople, 5}}
	b := plainRound(t, rules, 3, 3, nil)
	c := solve(t, b)
	b.Certificate = c
	wantKey(t, b.Finish(), "draw.certificate_capacity") // 6 people
	c.Placements[2].Type = -1
	measure(b, c)
	c.PersonPrices[0] = 2150 // a home is worth 4300 to an entry of two
	c.Gap = gapOf(b, c)
	ok(t, b.Finish())
	if c.Gap != 2150 { // half a household more would fit
		t.Errorf("gap %d", c.Gap)
	}
	if rep := Verify(must[[]byte](t)(b.Encode())); !rep.OK {
		t.Errorf("%s %v", rep.Key, rep.Args)
	}
}
