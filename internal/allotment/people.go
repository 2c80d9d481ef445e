package allotment

import (
	"cmp"
	"slices"
)

// shedPeople makes parties wait where a settlement would get more people than it can take, the last in line first.
func (t *together) shedPeople(chosen []int32) {
	left := t.peopleLeft()
	for p := range t.parties {
		if chosen[p] < 0 {
			continue
		}
		st := &t.search.units[p].sites[chosen[p]]
		if st.row < 0 {
			continue
		}
		if left[st.place] < int64(st.people) {
			chosen[p] = -1
			continue
		}
		left[st.place] -= int64(st.people)
	}
}

// peopleLeft is how many people each settlement can take.
func (pr *Problem) peopleLeft() []int64 {
	left := make([]int64, len(pr.Settlements))
	for s, x := range pr.Settlements {
		left[s] = int64(x.People)
		if x.People < 0 {
			left[s] = 1 << 60
		}
	}
	return left
}

// mendPeople takes single households out of settlements with more people than they can take, the least worth for each
// person first, and gives those who wait what is then left.
func (t *together) mendPeople(c *classes, f flow) {
	left := t.peopleLeft()
	free := make([]int32, len(t.Types))
	for j, x := range t.Types {
		free[j] = int32(x.Homes)
	}
	var order []int32 // options by falling worth for each person
	for n := range c.count {
		for o := c.first[n]; o < c.first[n+1]-1; o++ {
			free[c.to[o]] -= f.put[o]
			left[t.settlementOf(c.to[o])] -= int64(f.put[o]) * int64(c.trait[n].people)
			if c.trait[n].held == anywhere {
				order = append(order, o)
			}
		}
	}
	class := make([]int32, len(c.to))
	for n := range c.count {
		for o := c.first[n]; o < c.first[n+1]; o++ {
			class[o] = int32(n)
		}
	}
	people := func(o int32) int64 { return int64(c.trait[class[o]].people) }
	value := func(o int32) int64 { return t.Rules.value(c.trait[class[o]].rank, c.terms[o]) }
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(value(b)*max(people(a), 1), value(a)*max(people(b), 1)), cmp.Compare(a, b))
	})
	move := func(o int32, n int32) {
		f.put[o] += n
		f.put[c.first[class[o]+1]-1] -= n
		free[c.to[o]] -= n
		left[t.settlementOf(c.to[o])] -= int64(n) * people(o)
	}
	for _, o := range slices.Backward(order) {
		if over := -left[t.settlementOf(c.to[o])]; over > 0 && people(o) > 0 {
			move(o, -min(f.put[o], int32((over+people(o)-1)/people(o))))
		}
	}
	for _, o := range order {
		room := min(int64(free[c.to[o]]), int64(f.put[c.first[class[o]+1]-1]))
		if people(o) > 0 {
			room = min(room, left[t.settlementOf(c.to[o])]/people(o))
		}
		if room > 0 && value(o) > 0 {
			move(o, int32(room))
		}
	}
}

// countPeople is how many people a flow brings to each settlement.
func (t *together) countPeople(c *classes, f flow) []int64 {
	people := make([]int64, len(t.Settlements))
	for n := range c.count {
		for o := c.first[n]; o < c.first[n+1]-1; o++ {
			people[t.settlementOf(c.to[o])] += int64(f.put[o]) * int64(c.trait[n].people)
		}
	}
	return people
}

// raiseTolls moves the price of a place for one person up where too many would have come, and down where there was
// room, by less each round (a subgradient step).
func (t *together) raiseTolls(people []int64, toll []float64, round int) {
	scale := 0.0 // worth of housing one person
	for _, v := range t.Rules.ClassValue {
		scale = max(scale, float64(v)/4)
	}
	for s, x := range t.Settlements {
		if x.People >= 0 {
			over := float64(people[s]-int64(x.People)) / float64(max(x.People, 1))
			toll[s] = max(0, toll[s]+2*scale*max(-1, min(1, over))/float64(round+1))
		}
	}
}
