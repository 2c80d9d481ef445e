package allotment

import (
	"math"
	"slices"
)

// lagrange bounds a pairing by letting every settlement fill itself as it likes best, with a fee for each household that
// makes them agree (Fisher, Jaikumar and Van Wassenhove 1986). Its bound is at least as good as that of the linear
// relaxation, and it shows which ways cannot be part of anything better than what is known. All numbers are whole.
type lagrange struct {
	units    []bundleUnit
	capacity []int64
	items    [][]item // by settlement
	fee      []int64  // by unit, in parts of one value: feeParts of them

	filled [][]bool // by settlement: which of its items it took
	taken  []int32  // by unit: how many settlements took it
	alive  []int32  // by unit: how many of its items may still be taken
	must   []bool   // by unit: whether it has to go somewhere, so that its fee may be negative
	table  []int64
	took   []uint64
	steps  int // of all fillings so far
}

// item is a unit as a settlement sees it.
type item struct {
	unit, site int32
	people     int64
	value      int64
	gone       bool // it may not be taken any more
}

const (
	feeParts = 64
	// rootRounds and nodeRounds are how often the fees are changed at most.
	rootRounds = 400
	nodeRounds = 24
	// pairingSteps is the budget of a search in steps of fillings: a few CPU seconds.
	pairingSteps = 1_500_000_000
)

func newLagrange(units []bundleUnit, capacity []int64, all bool) *lagrange {
	n := len(units)
	l := &lagrange{units: units, capacity: capacity, fee: make([]int64, n), taken: make([]int32, n), alive: make([]int32, n), must: make([]bool, n)}
	l.items = make([][]item, len(capacity))
	for i, u := range units {
		l.must[i], l.alive[i] = all, int32(len(u.sites))
		for k := range u.sites {
			st := &u.sites[k]
			l.items[st.row] = append(l.items[st.row], item{unit: int32(i), site: int32(k), people: int64(st.people), value: st.value})
		}
	}
	most, bits := int64(0), 0
	for s := range l.items {
		l.filled = append(l.filled, make([]bool, len(l.items[s])))
		most = max(most, capacity[s])
		bits = max(bits, len(l.items[s])*(int(capacity[s])/64+1))
	}
	l.table = make([]int64, most+1)
	l.took = make([]uint64, bits)
	return l
}

// improve changes the fees so that the bound falls, for so many rounds and as long as it pays. It returns the best bound
// and leaves the fees that gave it; the fillings are those of the last round.
func (l *lagrange) improve(best int64, rounds int, step float64, each func(round int)) int64 {
	bound, fees := int64(math.MaxInt64), slices.Clone(l.fee)
	since := 0
	for round := range rounds {
		total := l.fill()
		if total < bound {
			bound, since = total, 0
			copy(fees, l.fee)
		} else if since++; since >= 10 {
			step, since = step/2, 0
			copy(l.fee, fees)
		}
		if each != nil {
			each(round)
		}
		if step < 1e-3 || bound < (best+1)*feeParts || !l.change(step, total-best*feeParts) {
			break
		}
	}
	copy(l.fee, fees)
	return floorDiv(bound, feeParts)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// change takes a subgradient step; false if every household is taken exactly once, which is an optimum.
func (l *lagrange) change(step float64, over int64) bool {
	norm := 0
	for i, n := range l.taken {
		if n == 0 && !l.must[i] && l.fee[i] == 0 {
			continue
		}
		norm += int((1 - n) * (1 - n))
	}
	if norm == 0 {
		return false
	}
	size := step * float64(max(over, feeParts)) / float64(norm)
	for i, n := range l.taken {
		l.fee[i] -= int64(math.Round(size * float64(1-n)))
		if !l.must[i] {
			l.fee[i] = max(l.fee[i], 0)
		}
	}
	return true
}

// fill lets every settlement fill itself and returns the bound, in parts.
func (l *lagrange) fill() int64 {
	total := int64(0)
	for _, f := range l.fee {
		total += f
	}
	clear(l.taken)
	for s := range l.items {
		total += l.fillOne(s)
		for n, in := range l.filled[s] {
			if in {
				l.taken[l.items[s][n].unit]++
			}
		}
	}
	return total
}

// fillOne is the knapsack of one settlement, by dynamic programming over people.
func (l *lagrange) fillOne(s int) int64 {
	room := l.capacity[s]
	table := l.table[:room+1]
	clear(table)
	items := l.items[s]
	words := int(room)/64 + 1
	for n := range items {
		x := &items[n]
		profit := x.value*feeParts - l.fee[x.unit]
		l.filled[s][n] = !x.gone && profit > 0
		if !l.filled[s][n] {
			continue
		}
		l.steps += int(room)
		row := l.took[n*words : (n+1)*words]
		clear(row)
		for c := room; c >= x.people; c-- {
			if v := table[c-x.people] + profit; v > table[c] {
				table[c] = v
				row[c/64] |= 1 << (c % 64)
			}
		}
	}
	at := room
	for n := len(items) - 1; n >= 0; n-- {
		if !l.filled[s][n] {
			continue
		}
		l.filled[s][n] = l.took[n*words+int(at)/64]&(1<<(at%64)) != 0
		if l.filled[s][n] {
			at -= items[n].people
		}
	}
	return table[room]
}

// chosen reads a choice off the fillings: a household that several took goes where it counts most.
func (l *lagrange) chosen() []int32 {
	out := make([]int32, len(l.units))
	for i := range out {
		out[i] = -1
	}
	for s := range l.items {
		for n, x := range l.items[s] {
			if l.filled[s][n] && (out[x.unit] < 0 || l.units[x.unit].sites[out[x.unit]].value < x.value) {
				out[x.unit] = x.site
			}
		}
	}
	return out
}

// fix removes every way that cannot be part of an assignment better than best: taking it would push the bound to best or
// below. What it removed is appended to removed.
func (l *lagrange) fix(best int64, removed []way) []way {
	total := l.fill()
	for s := range l.items {
		forced := l.forced(s)
		for n := range l.items[s] {
			if x := &l.items[s][n]; !x.gone && floorDiv(total-forced[n], feeParts) <= best {
				removed = l.remove(way{s, n}, removed)
			}
		}
	}
	return removed
}

// way is an item by settlement and place.
type way struct{ settlement, at int }

func (l *lagrange) remove(w way, removed []way) []way {
	x := &l.items[w.settlement][w.at]
	x.gone = true
	l.alive[x.unit]--
	return append(removed, w)
}

func (l *lagrange) restore(removed []way) {
	for _, w := range removed {
		x := &l.items[w.settlement][w.at]
		x.gone = false
		l.alive[x.unit]++
	}
}

// forced is, for each item of a settlement, how much its filling loses when it has to take that item.
func (l *lagrange) forced(s int) []int64 {
	items, room := l.items[s], l.capacity[s]
	width := int(room + 1)
	l.steps += 3 * len(items) * width
	before := make([]int64, (len(items)+1)*width) // of the first n items
	for n, x := range items {
		row, next := before[n*width:(n+1)*width], before[(n+1)*width:(n+2)*width]
		copy(next, row)
		if profit := x.value*feeParts - l.fee[x.unit]; profit > 0 && !x.gone {
			for c := x.people; c <= room; c++ {
				next[c] = max(next[c], row[c-x.people]+profit)
			}
		}
	}
	best := before[len(items)*width+int(room)]
	out := make([]int64, len(items))
	after := make([]int64, width)
	for n := len(items) - 1; n >= 0; n-- {
		x := items[n]
		if x.gone {
			continue
		}
		profit := x.value*feeParts - l.fee[x.unit]
		most := int64(math.MinInt64 / 2)
		for c := int64(0); c+x.people <= room; c++ {
			most = max(most, before[n*width+int(c)]+profit+after[room-x.people-c])
		}
		out[n] = best - most
		if profit > 0 {
			for c := room; c >= x.people; c-- {
				after[c] = max(after[c], after[c-x.people]+profit)
			}
		}
	}
	return out
}
