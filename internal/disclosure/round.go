package disclosure

import "homeward"

// round sets every number to one of its two neighbouring multiples of base, so that all totals still add up; multiples
// of base, and so zeros, stay as they are. Nothing needs hiding then.
func (n *network) round(base int) {
	households, people := make([]int, len(n.arcs)), make([]int, len(n.arcs))
	for i, a := range n.arcs {
		households[i], people[i] = a.counted.Households, a.counted.Individuals
	}
	n.roundFlow(households, base)
	n.roundFlow(people, base)
	for i := range n.arcs {
		n.arcs[i].shown = homeward.Count{Households: households[i], Individuals: people[i]}
		n.arcs[i].hidden = false
	}
}

// roundFlow pushes flow around cycles of arcs that are no multiple of base until none is left. A node never touches
// just one such arc, as what flows in flows out, so a walk along them always closes; each cycle makes at least one arc
// a multiple for good.
func (n *network) roundFlow(x []int, base int) {
	exact := append([]int(nil), x...)
	for start := 0; start < len(x); {
		if x[start]%base == 0 {
			start++
			continue
		}
		cycle := n.loose(x, base, start)
		up, down := room(x, cycle, base)
		// The nearer multiple is taken; where both are as near, the one that brings the numbers back to the truth.
		if down < up || (down == up && drift(x, exact, cycle) > 0) {
			up = -down
		}
		for _, s := range cycle {
			x[s.arc] += s.sign * up
		}
	}
}

// loose walks from arc to arc that is no multiple of base until it meets its own track, and returns that cycle.
func (n *network) loose(x []int, base, start int) []step {
	seenAt := make(map[int]int)
	var track []step
	node, last := n.arcs[start].from, -1
	for {
		if k, ok := seenAt[node]; ok {
			return track[k:]
		}
		seenAt[node] = len(track)
		for _, i := range n.at[node] {
			if i == last || x[i]%base == 0 {
				continue
			}
			s := step{i, +1}
			next := n.arcs[i].to
			if n.arcs[i].from != node {
				s.sign, next = -1, n.arcs[i].from
			}
			track, node, last = append(track, s), next, i
			break
		}
	}
}

// room is how far a cycle can be pushed forwards and backwards until an arc becomes a multiple of base.
func room(x []int, cycle []step, base int) (forward, backward int) {
	forward, backward = base, base
	for _, s := range cycle {
		below := x[s.arc] % base
		above := base - below
		if s.sign < 0 {
			below, above = above, below
		}
		forward, backward = min(forward, above), min(backward, below)
	}
	return forward, backward
}

// drift is how much larger the numbers of the cycle have become than they were.
func drift(x, exact []int, cycle []step) int {
	d := 0
	for _, s := range cycle {
		d += s.sign * (x[s.arc] - exact[s.arc])
	}
	return d
}
