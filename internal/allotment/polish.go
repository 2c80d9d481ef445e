package allotment

import "math/rand/v2"

// polisher improves a whole choice by solving two settlements at a time exactly: everybody in either, and whoever waits,
// is given out between them anew by dynamic programming over the people in both. Between two such optima it moves a few
// units at random and tries again (iterated local search).
type polisher struct {
	*local
	rand  *rand.Rand
	steps int // of dynamic programming so far
	table []int64
	pick  []uint8
}

const (
	// polishSteps is the budget of all polishing of a search, polishTable the largest table that is tried.
	polishSteps = 700_000_000
	polishTable = 40_000_000
	// shaken is how many units are moved at random between two optima.
	shaken = 4
)

// What a unit does in the table of two settlements.
const (
	waits = uint8(iota)
	goesFirst
	goesSecond
)

// run polishes a choice in place until the budget is spent and keeps the best it meets.
func (p *polisher) run(best []int32, value int64) ([]int32, int64) {
	at := append([]int32{}, best...)
	for first := true; p.steps < polishSteps; first = false {
		if !first {
			copy(at, best)
			for range shaken {
				if i := p.rand.IntN(len(at)); len(p.units[i].sites) > 0 {
					at[i] = int32(p.rand.IntN(len(p.units[i].sites)))
				}
			}
		}
		p.complete(at)
		for p.sweep() {
		}
		if v := p.total(); v > value {
			best, value = append([]int32{}, at...), v
		}
		if p.steps == 0 {
			break // every table is too large
		}
	}
	return best, value
}

func (p *polisher) total() (sum int64) {
	for i, k := range p.at {
		sum += p.value(i, k)
	}
	return sum
}

// sweep tries all pairs of settlements.
func (p *polisher) sweep() (any bool) {
	for a := range p.capacity {
		for b := range a {
			if p.steps < polishSteps && p.pair(int32(a), int32(b)) {
				any = true
			}
		}
	}
	return any
}

// pair gives out anew whoever is in a or b, or waits and could go there.
func (p *polisher) pair(a, b int32) bool {
	var members []int
	before := int64(0)
	for i, k := range p.at {
		here := k >= 0 && (p.units[i].sites[k].row == a || p.units[i].sites[k].row == b)
		if here || k < 0 && (p.siteIn[i][a] >= 0 || p.siteIn[i][b] >= 0) {
			members = append(members, i)
			before += p.value(i, k)
		}
	}
	wide, deep := int(p.capacity[a])+1, int(p.capacity[b])+1
	size := wide * deep
	if len(members) == 0 || size > polishTable/len(members) {
		return false
	}
	p.steps += size * len(members)
	value := p.fill(members, a, b, wide, deep)
	if value <= before {
		return false
	}
	ca, cb := wide-1, deep-1
	for n := len(members) - 1; n >= 0; n-- {
		i := members[n]
		switch p.pick[n*size+ca*deep+cb] {
		case waits:
			p.move(i, -1)
		case goesFirst:
			ca -= int(p.units[i].sites[p.siteIn[i][a]].people)
			p.move(i, p.siteIn[i][a])
		case goesSecond:
			cb -= int(p.units[i].sites[p.siteIn[i][b]].people)
			p.move(i, p.siteIn[i][b])
		}
	}
	return true
}

// fill is the table: the best value with so much room in a and so much in b.
func (p *polisher) fill(members []int, a, b int32, wide, deep int) int64 {
	size := wide * deep
	if len(p.table) < size {
		p.table = make([]int64, size)
	}
	if len(p.pick) < size*len(members) {
		p.pick = make([]uint8, size*len(members))
	}
	table := p.table[:size]
	clear(table)
	for n, i := range members {
		stay := p.value(i, -1)
		pick := p.pick[n*size : (n+1)*size]
		inA, weightA, valueA := p.offer(i, a)
		inB, weightB, valueB := p.offer(i, b)
		for ca := wide - 1; ca >= 0; ca-- {
			for cb := deep - 1; cb >= 0; cb-- {
				at := ca*deep + cb
				best, way := table[at]+stay, waits
				if inA && ca >= weightA {
					if v := table[at-weightA*deep] + valueA; v > best {
						best, way = v, goesFirst
					}
				}
				if inB && cb >= weightB {
					if v := table[at-weightB] + valueB; v > best {
						best, way = v, goesSecond
					}
				}
				table[at], pick[at] = best, way
			}
		}
	}
	return table[size-1]
}

func (p *polisher) offer(i int, row int32) (ok bool, people int, value int64) {
	k := p.siteIn[i][row]
	if k < 0 {
		return false, 0, 0
	}
	st := &p.units[i].sites[k]
	return true, int(st.people), st.value
}
