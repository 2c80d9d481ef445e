package allotment

import (
	"math"
	"math/rand/v2"
	"slices"
)

// anneal looks for a good whole choice by simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983): units move or change
// places at random, worse ones the more rarely the colder it gets. Settlements may be overfull on the way, at a price for
// each person that rises while they are and falls while they are not. The stream of chance is fixed, so the answer is.
type anneal struct {
	units    []bundleUnit
	capacity []int64
	siteIn   [][]int32
	all      bool
	rand     *rand.Rand

	at    []int32
	load  []int64
	over  int64   // people beyond capacities
	price float64 // of one of them
	value int64

	best      []int32
	bestValue int64
	found     bool
}

// annealMoves is how many moves are tried in one cooling.
const annealMoves = 2_000_000

// run cools down once from a choice.
func (a *anneal) run(start []int32) {
	a.at = slices.Clone(start)
	a.load = make([]int64, len(a.capacity))
	a.value, a.over = 0, 0
	scale, count := 0.0, 0
	for i, k := range a.at {
		if k < 0 && a.all {
			k = int32(a.rand.IntN(len(a.units[i].sites)))
			a.at[i] = k
		}
		if k >= 0 {
			st := &a.units[i].sites[k]
			a.load[st.row] += int64(st.people)
			a.value += st.value
		}
		low, high := int64(math.MaxInt64), int64(math.MinInt64)
		for k := range a.units[i].sites {
			low, high = min(low, a.units[i].sites[k].value), max(high, a.units[i].sites[k].value)
		}
		if len(a.units[i].sites) > 0 {
			scale += float64(high - low)
			count++
		}
	}
	for s, n := range a.load {
		a.over += max(0, n-a.capacity[s])
	}
	scale /= float64(max(count, 1))
	a.price = scale / 10
	hot, cold := scale/4+1, scale/400+0.05
	for m := range annealMoves {
		heat := hot * math.Pow(cold/hot, float64(m)/annealMoves)
		if m%2 == 0 {
			a.shift(heat)
		} else {
			a.swap(heat)
		}
		if a.over == 0 && (!a.found || a.value > a.bestValue) {
			a.best, a.bestValue, a.found = slices.Clone(a.at), a.value, true
		}
		if m%500 == 0 {
			if a.over > 0 {
				a.price = min(a.price*1.05, 1e12)
			} else {
				a.price = max(a.price/1.05, 1e-3)
			}
		}
	}
}

func (a *anneal) site(i int, k int32) (row int32, people, value int64) {
	if k < 0 {
		return -1, 0, 0
	}
	st := &a.units[i].sites[k]
	return st.row, int64(st.people), st.value
}

// overBy is how the people beyond a capacity change when so many come.
func (a *anneal) overBy(row int32, people int64) int64 {
	if row < 0 {
		return 0
	}
	return max(0, a.load[row]+people-a.capacity[row]) - max(0, a.load[row]-a.capacity[row])
}

func (a *anneal) accepts(value, over int64, heat float64) bool {
	gain := float64(value) - a.price*float64(over)
	return gain >= 0 || a.rand.Float64() < math.Exp(gain/heat)
}

func (a *anneal) put(i int, k int32) {
	if row, people, _ := a.site(i, a.at[i]); row >= 0 {
		a.load[row] -= people
	}
	a.at[i] = k
	if row, people, _ := a.site(i, k); row >= 0 {
		a.load[row] += people
	}
}

func (a *anneal) shift(heat float64) {
	i := a.rand.IntN(len(a.units))
	n := len(a.units[i].sites)
	if n == 0 {
		return
	}
	k := int32(a.rand.IntN(n))
	if !a.all && a.rand.IntN(8) == 0 {
		k = -1
	}
	if k == a.at[i] {
		return
	}
	from, leaves, before := a.site(i, a.at[i])
	to, comes, after := a.site(i, k)
	over := a.overBy(from, -leaves) + a.overBy(to, comes)
	if a.accepts(after-before, over, heat) {
		a.put(i, k)
		a.value += after - before
		a.over += over
	}
}

func (a *anneal) swap(heat float64) {
	i, j := a.rand.IntN(len(a.units)), a.rand.IntN(len(a.units))
	from, leaves, before := a.site(i, a.at[i])
	to, others, theirs := a.site(j, a.at[j])
	if from == to {
		return
	}
	k, m := int32(-1), int32(-1)
	if to >= 0 {
		if k = a.siteIn[i][to]; k < 0 {
			return
		}
	}
	if from >= 0 {
		if m = a.siteIn[j][from]; m < 0 {
			return
		}
	}
	_, comes, after := a.site(i, k)
	_, back, theirsAfter := a.site(j, m)
	over := a.overBy(from, back-leaves) + a.overBy(to, comes-others)
	gain := after - before + theirsAfter - theirs
	if a.accepts(gain, over, heat) {
		a.put(i, k)
		a.put(j, m)
		a.value += gain
		a.over += over
	}
}
