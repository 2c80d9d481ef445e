package allotment

import (
	"cmp"
	"slices"
)

// Addresses says which dwelling each household gets.
type Addresses struct {
	Home []int32 // household -> index into the dwellings, -1 if it waits
	Near []bool  // household -> whether the home was chosen to be near its group, and not by lot
	// Of the groups that were housed: how many there are, how many could be in one building (each for itself, with all
	// homes free), how many are, and how many of those have doors side by side.
	Groups, CouldBeNear, InOneBuilding, NextDoor int
}

// Deal gives every housed household a dwelling of its type. Members of a group get homes as near to each other as is
// possible in the order of the line; then the i-th household in line gets the i-th lot, in accessible types first those
// who need them. This is the order of docs/draw.md; dwellings must come in order of lot.
func Deal(in *Input, r *Result, dwellings []Dwelling) *Addresses {
	a := &Addresses{Home: make([]int32, len(in.Households)), Near: make([]bool, len(in.Households))}
	taken := make([]bool, len(dwellings))
	for i := range a.Home {
		a.Home[i] = -1
	}
	if in.Rules.Together {
		a.near(in, r, dwellings, taken)
	}
	free := make([][]int32, len(in.Types))
	for j, t := range in.Types {
		free[j] = make([]int32, 0, t.Homes)
	}
	for d := range dwellings {
		if !taken[d] {
			free[dwellings[d].Type] = append(free[dwellings[d].Type], int32(d))
		}
	}
	for _, needs := range []bool{true, false} {
		for i, j := range r.Type {
			if j < 0 || a.Home[i] >= 0 || in.Households[i].Accessible != needs {
				continue
			}
			a.Home[i] = free[j][0]
			free[j] = free[j][1:]
		}
	}
	return a
}

// block is a building as groups see it: its free homes in order of door.
type block struct{ homes []int32 }

// near gives the groups their homes, in order of line: the building where all fit with the fewest doors between them;
// otherwise the building that takes the most of them, and so on with the rest.
func (a *Addresses) near(in *Input, r *Result, dwellings []Dwelling, taken []bool) {
	blocks := blocksOf(in, dwellings)
	groups := map[int32][]int32{}
	var order []int32
	for i, j := range r.Type {
		g := in.Households[i].Group
		if g == NoGroup || j < 0 {
			continue
		}
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], int32(i))
	}
	none := make([]bool, len(dwellings))
	for _, g := range order {
		members := groups[g]
		if len(members) < 2 {
			continue
		}
		a.Groups++
		here := blocks[in.Strata[in.Types[r.Type[members[0]]].Stratum].Settlement]
		if n, _ := nearest(here, members, r, dwellings, none); len(n) == len(members) {
			a.CouldBeNear++
		}
		first, span := nearest(here, members, r, dwellings, taken)
		if len(first) == len(members) {
			a.InOneBuilding++
			if span == int32(len(members)-1) {
				a.NextDoor++
			}
		}
		for rest := members; len(rest) > 0; {
			got, _ := nearest(here, rest, r, dwellings, taken)
			if len(got) == 0 {
				break // homes without a building: by lot, with everybody else
			}
			var later []int32
			for _, i := range rest {
				if d, ok := got[i]; ok {
					a.Home[i], a.Near[i] = d, true
					taken[d] = true
				} else {
					later = append(later, i)
				}
			}
			rest = later
		}
	}
}

// blocksOf lists the buildings of each settlement, in order of their first lot.
func blocksOf(in *Input, dwellings []Dwelling) map[int][]*block {
	type name struct {
		settlement int
		building   string
	}
	known := map[name]*block{}
	blocks := map[int][]*block{}
	for d := range dwellings {
		if dwellings[d].Building == "" {
			continue
		}
		n := name{in.Strata[in.Types[dwellings[d].Type].Stratum].Settlement, dwellings[d].Building}
		b := known[n]
		if b == nil {
			b = &block{}
			known[n] = b
			blocks[n.settlement] = append(blocks[n.settlement], b)
		}
		b.homes = append(b.homes, int32(d))
	}
	for _, b := range known {
		slices.SortFunc(b.homes, func(x, y int32) int {
			return cmp.Or(cmp.Compare(dwellings[x].Door, dwellings[y].Door), cmp.Compare(x, y))
		})
	}
	return blocks
}

// nearest finds the building that takes the most of the members, with the least span of doors, and says who gets which
// home there.
func nearest(blocks []*block, members []int32, r *Result, dwellings []Dwelling, taken []bool) (best map[int32]int32, span int32) {
	for _, b := range blocks {
		got, s := b.fit(members, r, dwellings, taken)
		if len(got) > len(best) || len(got) == len(best) && len(got) > 0 && s < span {
			best, span = got, s
		}
	}
	return best, span
}

// fit tries every free home of the building as the first door and fills members in from there.
func (b *block) fit(members []int32, r *Result, dwellings []Dwelling, taken []bool) (best map[int32]int32, span int32) {
	for from, d := range b.homes {
		if taken[d] {
			continue
		}
		got, last := map[int32]int32{}, d
		for _, next := range b.homes[from:] {
			if taken[next] || len(got) == len(members) {
				continue
			}
			for _, i := range members {
				if _, has := got[i]; !has && r.Type[i] == dwellings[next].Type {
					got[i] = next
					last = next
					break
				}
			}
		}
		s := dwellings[last].Door - dwellings[d].Door
		if len(got) > len(best) || len(got) == len(best) && len(got) > 0 && s < span {
			best, span = got, s
		}
	}
	return best, span
}
