package draw

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// solve is a small honest optimiser, so that certificates can be tested without the real one: the Hungarian method on
// entries × homes, exact and slow. Groups and capacities it ignores.
func solve(t testing.TB, b *Bundle) *Certificate {
	t.Helper()
	line := must[[]InLine](t)(Line(b))
	types := HomeTypes(b)
	c := &Certificate{Mode: b.Header.Rules.Mode, Types: types, PersonPrices: make([]int64, len(b.Header.Rules.Capacities))}
	j := &judge{b: b, c: c, rules: &b.Header.Rules, line: line, types: slices.Clone(types), index: typeIndex(types)}
	ok(t, j.checkTypes())
	var homes []int // type of each home
	for k, ty := range types {
		for range ty.Homes {
			homes = append(homes, k)
		}
	}
	taking := make([]int, len(line)) // entries to be placed, by place in line
	for i := range taking {
		taking[i] = i
	}
	if c.Mode == ModePriority {
		taking = housedFirst(j, homes)
	}
	given := hungarian(j, taking, homes)
	sortEquals(j, given)
	prices := dualPrices(j, given)
	for k := range c.Types {
		c.Types[k].Price = prices[k]
		j.types[k].Price = prices[k]
	}
	for i := range line {
		c.Placements = append(c.Placements, Placement{Entry: line[i].Entry.ID, Type: given[i], Set: -1})
	}
	if c.Mode == ModePriority {
		closeSets(j, given)
	}
	for i, ty := range given {
		if ty >= 0 {
			w, s, a := j.parts(line[i].Entry, ty)
			c.Measures.Housed++
			c.Measures.Persons += line[i].Entry.Persons
			c.Measures.LostWishes += w
			c.Measures.SpareRooms += s
			c.Measures.AccessibleUnneeded += a
			if c.Mode == ModeWeighted {
				c.Measures.Value += j.score(line[i].Entry, ty)
			}
		}
	}
	c.Gap = j.gap().Int64()
	return c
}

// housedFirst inserts the entries in order of line by augmenting paths.
func housedFirst(j *judge, homes []int) (housed []int) {
	holder := make([]int, len(homes))
	for h := range holder {
		holder[h] = -1
	}
	var try func(i int, seen []bool) bool
	try = func(i int, seen []bool) bool {
		for h, ty := range homes {
			may := false
			j.options(j.line[i].Entry, func(o int) { may = may || o == ty })
			if !may || seen[h] {
				continue
			}
			seen[h] = true
			if holder[h] < 0 || try(holder[h], seen) {
				holder[h] = i
				return true
			}
		}
		return false
	}
	for i := range j.line {
		if try(i, make([]bool, len(homes))) {
			housed = append(housed, i)
		}
	}
	return housed
}

// hungarian places the entries of taking with the greatest total score. In weighted mode each also has a place to wait.
func hungarian(j *judge, taking, homes []int) []int {
	n := len(taking)
	m := max(len(homes)+n, n)
	const no = 1e15
	cost := func(r, k int) float64 {
		if k >= len(homes) {
			if j.rules.Mode == ModeWeighted {
				return 0
			}
			return no
		}
		best := no
		j.options(j.line[taking[r]].Entry, func(o int) {
			if o == homes[k] {
				best = -float64(j.score(j.line[taking[r]].Entry, o))
			}
		})
		return best
	}
	u, v, p, way := make([]float64, n+1), make([]float64, m+1), make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		p[0] = i
		col := 0
		least, used := make([]float64, m+1), make([]bool, m+1)
		for k := range least {
			least[k] = math.Inf(1)
		}
		for p[col] != 0 {
			used[col] = true
			row, delta, next := p[col], math.Inf(1), 0
			for k := 1; k <= m; k++ {
				if used[k] {
					continue
				}
				if x := cost(row-1, k-1) - u[row] - v[k]; x < least[k] {
					least[k], way[k] = x, col
				}
				if least[k] < delta {
					delta, next = least[k], k
				}
			}
			for k := 0; k <= m; k++ {
				if used[k] {
					u[p[k]] += delta
					v[k] -= delta
				} else {
					least[k] -= delta
				}
			}
			col = next
		}
		for col != 0 {
			p[col] = p[way[col]]
			col = way[col]
		}
	}
	given := make([]int, len(j.line))
	for i := range given {
		given[i] = -1
	}
	for k := 1; k <= len(homes); k++ {
		if p[k] > 0 && cost(p[k]-1, k-1) < no {
			given[taking[p[k]-1]] = homes[k-1]
		}
	}
	return given
}

// sortEquals hands what equal entries got to them in order of line.
func sortEquals(j *judge, given []int) {
	same := map[string][]int{}
	for i := range j.line {
		e := *j.line[i].Entry
		key := fmt.Sprint(e.ClassRank, e.Rooms, e.Accessible, e.Strata, e.Wishes)
		same[key] = append(same[key], i)
	}
	for _, places := range same {
		got := make([]int, len(places))
		for n, i := range places {
			got[n] = given[i]
		}
		e := j.line[places[0]].Entry
		worth := func(ty int) int64 {
			if ty < 0 {
				return math.MinInt64
			}
			return j.score(e, ty)
		}
		slices.SortStableFunc(got, func(x, y int) int {
			switch {
			case worth(x) > worth(y):
				return -1
			case worth(x) < worth(y):
				return 1
			}
			return 0
		})
		for n, i := range places {
			given[i] = got[n]
		}
	}
}

// dualPrices are the least prices at which everybody is content.
func dualPrices(j *judge, given []int) []int64 {
	price := make([]int64, len(j.types))
	for range len(j.types) + 1 {
		for i, ty := range given {
			e := j.line[i].Entry
			j.options(e, func(o int) {
				switch {
				case ty >= 0:
					price[o] = max(price[o], price[ty]+j.score(e, o)-j.score(e, ty))
				case j.rules.Mode == ModeWeighted:
					price[o] = max(price[o], j.score(e, o))
				}
			})
		}
	}
	return price
}

// closeSets gives each waiting entry the set of types that it reaches.
func closeSets(j *judge, given []int) {
	for i := range given {
		if given[i] >= 0 {
			continue
		}
		in := make([]bool, len(j.types))
		j.options(j.line[i].Entry, func(o int) { in[o] = true })
		for range j.types {
			for k, ty := range given {
				if ty >= 0 && in[ty] {
					j.options(j.line[k].Entry, func(o int) { in[o] = true })
				}
			}
		}
		set := []int{}
		for ty, is := range in {
			if is {
				set = append(set, ty)
			}
		}
		at := slices.IndexFunc(j.c.ClosedSets, func(s []int) bool { return slices.Equal(s, set) })
		if at < 0 {
			at = len(j.c.ClosedSets)
			j.c.ClosedSets = append(j.c.ClosedSets, set)
		}
		j.c.Placements[i].Set = at
	}
}

// wishingLists makes n entries with up to three wishes and m dwellings in three settlements.
func wishingLists(r *rand.Rand, n, m int) (entries []Entry, dwellings []Dwelling) {
	places := []string{"khojaly", "lachin", "fuzuli"}
	for i := range n {
		rooms := 2 + r.IntN(2)
		e := Entry{ID: fmt.Sprintf("en_%03d", i), ClassRank: r.IntN(3), Persons: 1 + r.IntN(6), Rooms: rooms, Accessible: r.IntN(6) == 0}
		r.Shuffle(3, func(a, b int) { places[a], places[b] = places[b], places[a] })
		e.Wishes = slices.Clone(places[:1+r.IntN(3)])
		for _, p := range e.Wishes {
			e.Strata = append(e.Strata, Stratum(p, "flat", rooms), Stratum(p, "flat", rooms+1))
		}
		entries = append(entries, e)
	}
	for i := range m {
		dwellings = append(dwellings, Dwelling{ID: fmt.Sprintf("dw_%03d", i), Settlement: places[r.IntN(3)], Type: "flat", Rooms: 2 + r.IntN(3),
			Accessible: r.IntN(4) == 0, Building: fmt.Sprintf("bd_%d", i%3), Door: i})
	}
	return entries, dwellings
}

func optimisedRules(mode string) Rules {
	r := Rules{Mode: mode, Address: AddressLot, Groups: GroupsIgnore, MaxWishes: 3, MaxSpareRooms: 1}
	if mode == ModeWeighted {
		r.ClassValue, r.WishValue = []int64{4000, 2200, 1000}, []int64{300, 180, 90}
		r.SpareRoom, r.AccessibleUnneeded = -20, -15
	}
	return r
}

// openOptimised freezes, closes and opens a round of a mode; the certificate is still to come.
func openOptimised(t testing.TB, rules Rules, entries []Entry, dwellings []Dwelling) *Bundle {
	t.Helper()
	h := testHeader("round_2")
	h.Rules = rules
	b := must[*Bundle](t)(Freeze(h, entries, dwellings, chance(2)))
	ok(t, b.Close(nil))
	ok(t, b.Open(testReveals()))
	return b
}

// optimisedBundle is a finished round of a mode.
func optimisedBundle(t testing.TB, mode string, seed uint64, n, m int) *Bundle {
	t.Helper()
	entries, dwellings := wishingLists(rand.New(rand.NewPCG(seed, 9)), n, m)
	b := openOptimised(t, optimisedRules(mode), entries, dwellings)
	b.Certificate = solve(t, b)
	ok(t, b.Finish())
	return b
}
