package allotment

import (
	"math"
	"math/big"
)

// score is what one placement counts in the unit of the mode.
func (j *judge) score(h *Household, t terms) int64 {
	if j.r.Mode == Priority {
		return -j.packing.cost(t)
	}
	return j.in.Rules.value(h.Rank, t)
}

// prices computes the bound of weak duality: everybody at what is best for it at the prices, and every home and every
// place for a person sold at its price. No allotment scores more. In priority mode it is about these same households
// being housed. Without groups and capacities the bound must be met.
func (j *judge) prices() error {
	in, v := j.in, j.verdict
	if len(j.r.Price) != len(in.Types) || len(j.r.PersonPrice) != len(in.Settlements) {
		return refuse("prices")
	}
	for k, t := range in.Types {
		if j.r.Price[k] < 0 {
			return refuse("prices", "Type", k)
		}
		v.Bound.Add(v.Bound, product(j.r.Price[k], int64(t.Homes)))
	}
	coupled := false
	for s, x := range in.Settlements {
		q := j.r.PersonPrice[s]
		if q < 0 || q > 0 && x.People < 0 {
			return refuse("prices", "Place", x.ID)
		}
		if x.People >= 0 {
			coupled = true
			v.Bound.Add(v.Bound, product(q, int64(x.People)))
		}
	}
	coupled = j.bests() || coupled
	v.Gap.Sub(v.Bound, v.Score)
	if v.Gap.Sign() < 0 || v.Gap.Sign() > 0 && !coupled {
		return refuse("gap", "Gap", v.Gap.String())
	}
	return nil
}

func product(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }

// tally adds whole numbers without overflow: a big.Int that is only touched when the sum of many gets large.
type tally struct {
	sum  big.Int
	part int64
}

func (t *tally) add(n int64) {
	if t.part > math.MaxInt64/2 || t.part < math.MinInt64/2 || n > math.MaxInt64/2 || n < math.MinInt64/2 {
		t.flush()
		t.sum.Add(&t.sum, big.NewInt(n))
		return
	}
	t.part += n
}

func (t *tally) flush() *big.Int {
	t.sum.Add(&t.sum, big.NewInt(t.part))
	t.part = 0
	return &t.sum
}

// bests adds up scores and bests, and says whether groups bind anybody together.
func (j *judge) bests() (grouped bool) {
	var score, best tally
	groups := map[int32][]int32{}
	for i := range j.in.Households {
		h, got := &j.in.Households[i], j.r.Type[i]
		top, mine := int64(math.MinInt64), int64(0)
		j.may(h, func(c *choice, t terms) {
			s := j.score(h, t)
			if c.kind == got {
				mine = s
			}
			top = max(top, s-j.r.Price[c.kind]-j.r.PersonPrice[c.settlement]*int64(h.People))
		})
		if got >= 0 {
			score.add(mine)
		}
		switch {
		case j.in.Rules.Together && h.Group != NoGroup:
			groups[h.Group] = append(groups[h.Group], int32(i))
			grouped = grouped || len(groups[h.Group]) > 1
		case j.r.Mode == Weighted:
			best.add(max(top, 0))
		case got >= 0:
			best.add(top)
		}
	}
	for _, members := range groups {
		if j.r.Mode == Weighted || j.r.Type[members[0]] >= 0 {
			best.add(j.bestOfGroup(members))
		}
	}
	j.verdict.Score.Set(score.flush())
	j.verdict.Bound.Add(j.verdict.Bound, best.flush())
	return grouped
}

// bestOfGroup is the most that a group can have at the prices in one settlement; waiting together counts 0.
func (j *judge) bestOfGroup(members []int32) int64 {
	type sum struct {
		worth int64
		count int
	}
	at := map[int32]sum{}
	for _, i := range members {
		h := &j.in.Households[i]
		tops := map[int32]int64{}
		j.may(h, func(c *choice, t terms) {
			w := j.score(h, t) - j.r.Price[c.kind] - j.r.PersonPrice[c.settlement]*int64(h.People)
			if old, ok := tops[c.settlement]; !ok || w > old {
				tops[c.settlement] = w
			}
		})
		for s, w := range tops {
			at[s] = sum{at[s].worth + w, at[s].count + 1}
		}
	}
	best, found := int64(0), j.r.Mode == Weighted
	for _, x := range at {
		if x.count == len(members) && (!found || x.worth > best) {
			best, found = x.worth, true
		}
	}
	return best
}

// sets checks the closed sets: full, held by nobody who could get anything outside, and all of them ahead of whoever
// points to the set.
func (j *judge) sets() error {
	if len(j.r.Set) != len(j.in.Households) {
		return refuse("sets")
	}
	holders := make([][]int32, len(j.in.Types))
	for i, got := range j.r.Type {
		if got >= 0 {
			holders[got] = append(holders[got], int32(i))
		}
	}
	escapes := j.escapes(holders)
	within := make([]map[int32]bool, len(j.r.ClosedSets))
	last := make([]int32, len(j.r.ClosedSets))
	for n, set := range j.r.ClosedSets {
		in := make(map[int32]bool, len(set))
		for _, k := range set {
			if k < 0 || int(k) >= len(j.in.Types) {
				return refuse("sets", "Set", n)
			}
			in[k] = true
		}
		last[n] = -1
		for _, k := range set {
			if len(holders[k]) != j.in.Types[k].Homes {
				return refuse("set_not_full", "Set", n)
			}
			for to := range escapes[k] {
				if !in[to] {
					return refuse("set_not_closed", "Set", n)
				}
			}
			for _, i := range holders[k] {
				last[n] = max(last[n], i)
			}
		}
		within[n] = in
	}
	for i, n := range j.r.Set {
		if err := j.waits(i, n, within, last); err != nil {
			return err
		}
	}
	return nil
}

// escapes lists for each type what its holders may get as well.
func (j *judge) escapes(holders [][]int32) []map[int32]bool {
	out := make([]map[int32]bool, len(holders))
	for k, list := range holders {
		out[k] = map[int32]bool{}
		for _, i := range list {
			j.may(&j.in.Households[i], func(c *choice, _ terms) { out[k][c.kind] = true })
		}
	}
	return out
}

func (j *judge) waits(i int, set int32, within []map[int32]bool, last []int32) error {
	h := &j.in.Households[i]
	switch {
	case j.r.Type[i] >= 0 && set != -1, set < -1, int(set) >= len(within):
		return refuse("sets", "Household", h.ID)
	case j.r.Type[i] >= 0:
		return nil
	case set == -1:
		j.verdict.Unproved++
		if !j.in.Rules.Together && !j.counted() {
			return refuse("unproved", "Household", h.ID)
		}
		return nil
	}
	inside := true
	j.may(h, func(c *choice, _ terms) { inside = inside && within[set][c.kind] })
	if !inside || last[set] > int32(i) {
		return refuse("waits_wrongly", "Household", h.ID)
	}
	return nil
}

func (j *judge) counted() bool {
	for _, s := range j.in.Settlements {
		if s.People >= 0 {
			return true
		}
	}
	return false
}

// turns replays the line: nobody got less than the best that was left, unless groups or capacities stood in the way.
func (j *judge) turns() error {
	if j.in.Rules.Together || j.counted() {
		return nil
	}
	left := make([]int, len(j.in.Types))
	for k, t := range j.in.Types {
		left[k] = t.Homes
	}
	for i := range j.in.Households {
		h, got := &j.in.Households[i], j.r.Type[i]
		best, mine := int64(math.MaxInt64), int64(math.MaxInt64)
		j.may(h, func(c *choice, t terms) {
			cost := j.packing.cost(t)
			if left[c.kind] > 0 {
				best = min(best, cost)
			}
			if c.kind == got {
				mine = cost
			}
		})
		if mine != best {
			return refuse("not_its_turn", "Household", h.ID)
		}
		if got >= 0 {
			left[got]--
		}
	}
	return nil
}
