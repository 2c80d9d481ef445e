package allotment

import "math/bits"

// reach is what can be reached from home types by chains of moves: from a type to every type that one of its holders may
// get as well, whatever the holders' groups and whatever it costs them.
type reach struct {
	words int
	next  []uint64 // type -> types
	full  []bool
	last  []int32 // type -> the holder furthest back in line, -1 if nobody holds it
	homes []int
}

// newReach reads the moves off an allotment. c are classes of all households, with every option they have.
func (pr *Problem) newReach(c *classes, got []int32) *reach {
	n := len(pr.Types)
	g := &reach{words: (n + 63) / 64, full: make([]bool, n), last: make([]int32, n), homes: make([]int, n)}
	g.next = make([]uint64, n*g.words)
	held := make([]int, n)
	known := make([]bool, len(c.to)) // option -> its type's holders of that class have been entered
	for j := range g.last {
		g.last[j] = -1
	}
	for i, j := range got {
		if j < 0 {
			continue
		}
		held[j]++
		g.last[j] = int32(i)
		class := c.of[i]
		for o := c.first[class]; o < c.first[class+1]; o++ {
			if c.to[o] != j {
				continue
			}
			if !known[o] {
				known[o] = true
				g.enter(c, class, j)
			}
			break
		}
	}
	for j, t := range pr.Types {
		g.full[j] = held[j] == t.Homes
		g.homes[j] = t.Homes
	}
	return g
}

func (g *reach) enter(c *classes, class, from int32) {
	row := g.row(from)
	for o := c.first[class]; o < c.first[class+1]; o++ {
		row[c.to[o]/64] |= 1 << (c.to[o] % 64)
	}
}

func (g *reach) row(j int32) []uint64 { return g.next[int(j)*g.words : (int(j)+1)*g.words] }

// from returns, ascending, the types that a class could come to have, directly or by any chain of moves.
func (g *reach) from(c *classes, class int32) []int32 {
	seen := make([]uint64, g.words)
	for o := c.first[class]; o < c.first[class+1]; o++ {
		seen[c.to[o]/64] |= 1 << (c.to[o] % 64)
	}
	for again := true; again; {
		again = false
		for w := range seen {
			for word := seen[w]; word != 0; word &= word - 1 {
				for v, more := range g.row(int32(w*64 + bits.TrailingZeros64(word))) {
					if more&^seen[v] != 0 {
						seen[v] |= more
						again = true
					}
				}
			}
		}
	}
	var list []int32
	for w, word := range seen {
		for ; word != 0; word &= word - 1 {
			list = append(list, int32(w*64+bits.TrailingZeros64(word)))
		}
	}
	return list
}

// closeSets gives every waiting household the closed set of full homes that it could reach, if its holders all stand
// ahead of it. Without groups and capacities that is always so.
func (pr *Problem) closeSets(r *Result) {
	c := pr.shapes()
	g := pr.newReach(c, r.Type)
	number := map[string]int32{}
	setOf := make([]int32, len(c.count)) // class -> set + 1
	cut := make([]int32, 0)              // set -> last holder
	r.Set = make([]int32, len(r.Type))
	for i, j := range r.Type {
		r.Set[i] = -1
		class := c.of[i]
		if j >= 0 {
			continue
		}
		if setOf[class] == 0 {
			list := g.from(c, class)
			setOf[class] = numbered(number, list) + 1
			if int(setOf[class]) > len(r.ClosedSets) {
				r.ClosedSets = append(r.ClosedSets, list)
				cut = append(cut, g.cut(list))
			}
		}
		if n := setOf[class] - 1; cut[n] <= int32(i) {
			r.Set[i] = n
		}
	}
	r.dropUnusedSets()
}

// numbered gives equal lists the same number, counting from 0.
func numbered(number map[string]int32, list []int32) int32 {
	key := setKey(list)
	n, ok := number[key]
	if !ok {
		n = int32(len(number))
		number[key] = n
	}
	return n
}

// setKey is the same for equal lists.
func setKey(list []int32) string {
	key := make([]byte, 0, 4*len(list))
	for _, j := range list {
		key = append(key, byte(j), byte(j>>8), byte(j>>16), byte(j>>24))
	}
	return string(key)
}

// behindAll is a cut-off that nobody in line is behind.
const behindAll = int32(1<<31 - 1)

// cut is the last holder of a set of types, or behindAll if some home of it is free.
func (g *reach) cut(list []int32) int32 {
	last := int32(-1)
	for _, j := range list {
		if !g.full[j] {
			return behindAll
		}
		last = max(last, g.last[j])
	}
	return last
}

// dropUnusedSets leaves only sets that somebody points to, in the order in which the line meets them.
func (r *Result) dropUnusedSets() {
	place := make([]int32, len(r.ClosedSets))
	var used [][]int32
	for i, n := range r.Set {
		if n < 0 {
			continue
		}
		if place[n] == 0 {
			used = append(used, r.ClosedSets[n])
			place[n] = int32(len(used))
		}
		r.Set[i] = place[n] - 1
	}
	r.ClosedSets = used
}
