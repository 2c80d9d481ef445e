package draw

import "slices"

// turns is a draw in which the entries take homes in their turn: what is left, what quotas and capacities still allow.
type turns struct {
	rules  *Rules
	line   []InLine
	types  []HomeType
	index  map[string][2]int // by stratum, see typeIndex
	left   []int             // homes by type
	filled []int             // by row of Rules.Quotas: homes it concerns that went to entries of the quota
	room   []int             // by row of Rules.Capacities: what the settlement can still take
	places []string          // settlement by type
	given  []int             // home type by place in line, −1 for those who wait
	quota  []string          // the quota it came from, by place in line
}

// inTurn lets the entries choose in order of line: first, quota by quota in their order, the homes that are set aside, then
// all others. In each of these passes those who need an accessible home come first. Each takes the first of its strata that
// still has a home for it; whoever does not need an accessible home takes one only when the stratum has no other left, and
// of those that a quota sets aside only where the quota is one of accessible homes. With one stratum an entry, without
// quotas and capacities, this is: the i-th in line gets the i-th lot.
//
// A quota is a floor: whoever of its group is not reached within it stands in line with everybody. An entry of several groups
// counts in each that it names.
func inTurn(r *Rules, line []InLine, types []HomeType) (given []int, quota []string) {
	t := newTurns(r, line, types)
	for at := 0; at < len(r.Quotas); {
		id, first := r.Quotas[at].ID, at
		for at < len(r.Quotas) && r.Quotas[at].ID == id {
			at++
		}
		t.pass(func(e *Entry) bool { return slices.Contains(e.Quotas, id) }, id, func(e *Entry, kind int) bool {
			return t.setAside(first, at, e, kind)
		})
	}
	t.pass(func(*Entry) bool { return true }, "", t.mayTake)
	return t.given, t.quota
}

func newTurns(r *Rules, line []InLine, types []HomeType) *turns {
	t := &turns{rules: r, line: line, types: types, index: typeIndex(types), left: make([]int, len(types)), filled: make([]int, len(r.Quotas)),
		room: make([]int, len(r.Capacities)), places: make([]string, len(types)), given: make([]int, len(line)), quota: make([]string, len(line))}
	for i, x := range types {
		t.left[i] = x.Homes
		t.places[i], _, _, _ = ParseStratum(x.Stratum)
	}
	for i, c := range r.Capacities {
		t.room[i] = c.Limit
	}
	for i := range t.given {
		t.given[i] = -1
	}
	return t
}

// pass goes down the line once for those who need an accessible home and once for the others.
func (t *turns) pass(takes func(*Entry) bool, quota string, may func(e *Entry, kind int) bool) {
	for _, needs := range []bool{true, false} {
		for i := range t.line {
			e := t.line[i].Entry
			if e.Accessible != needs || t.given[i] >= 0 || !takes(e) {
				continue
			}
			if kind := t.firstFree(e, may); kind >= 0 {
				t.take(i, kind, quota)
			}
		}
	}
}

func (t *turns) firstFree(e *Entry, may func(e *Entry, kind int) bool) int {
	for _, s := range e.Strata {
		pair, ok := t.index[s]
		if !ok {
			continue
		}
		for _, kind := range pair[bit(e.Accessible):] {
			if kind >= 0 && t.left[kind] > 0 && t.fits(e, t.places[kind]) && may(e, kind) {
				return kind
			}
		}
	}
	return -1
}

// take gives the entry at a place in line a home of a type.
func (t *turns) take(i, kind int, quota string) {
	e := t.line[i].Entry
	t.given[i], t.quota[i] = kind, quota
	t.left[kind]--
	for n, q := range t.rules.Quotas {
		if q.concerns(t.types[kind]) && slices.Contains(e.Quotas, q.ID) {
			t.filled[n]++
		}
	}
	for n, c := range t.rules.Capacities {
		if c.Settlement == t.places[kind] {
			t.room[n] -= c.weighs(e)
		}
	}
}

// setAside says whether a home of a type is one that the quota in rows first to end (exclusive) still sets aside.
func (t *turns) setAside(first, end int, e *Entry, kind int) bool {
	for n := first; n < end; n++ {
		q := &t.rules.Quotas[n]
		if q.concerns(t.types[kind]) {
			return t.filled[n] < q.Homes && (e.Accessible || !t.types[kind].Accessible || q.Scope == ScopeAccessible)
		}
	}
	return false
}

// mayTake says whether an entry may take a home of a type that is open to all: not one that a quota keeps for its own group.
func (t *turns) mayTake(e *Entry, kind int) bool {
	for n, q := range t.rules.Quotas {
		if q.Unfilled == UnfilledKeep && q.concerns(t.types[kind]) && !slices.Contains(e.Quotas, q.ID) && t.leftOf(&q) <= q.Homes-t.filled[n] {
			return false
		}
	}
	return true
}

// leftOf counts the homes left that a quota concerns.
func (t *turns) leftOf(q *Quota) (n int) {
	pair, ok := t.index[q.Stratum]
	if !ok {
		return 0
	}
	for _, kind := range pair {
		if kind >= 0 && q.concerns(t.types[kind]) {
			n += t.left[kind]
		}
	}
	return n
}

// fits says whether a settlement can still take an entry.
func (t *turns) fits(e *Entry, settlement string) bool {
	for n, c := range t.rules.Capacities {
		if c.Settlement == settlement && c.weighs(e) > t.room[n] {
			return false
		}
	}
	return true
}

// concerns says whether a home of a type is one that the quota is about.
func (q *Quota) concerns(t HomeType) bool {
	return q.Stratum == t.Stratum && (q.Scope == ScopeAny || (q.Scope == ScopeAccessible) == t.Accessible)
}

// weighs is how much of a capacity an entry takes.
func (c *Capacity) weighs(e *Entry) int {
	switch c.Counts {
	case CountsPeople:
		return e.Persons
	case CountsPupils:
		return e.Pupils
	}
	return 1
}
