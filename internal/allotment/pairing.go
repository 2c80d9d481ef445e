package allotment

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Pairing sends whole households to settlements that can take so many people, at the greatest total score: a
// generalised assignment problem, as solved for resettled refugees (Ahani et al. 2021). There are no homes in it.
type Pairing struct {
	Capacity []int64  // people by settlement
	Ways     [][]Way  // by household
	All      bool     // everybody has to go somewhere; otherwise a household may wait, which scores 0
	IDs      []string // of the households, for words
}

// Way is one settlement that a household could go to.
type Way struct {
	Settlement int32
	Score      int64
	People     int64 // that it counts there
}

// Paired is the answer to a Pairing.
type Paired struct {
	Settlement []int32 // by household; -1 if it waits
	Score      int64
	Bound      int64 // no assignment scores more
	Proved     bool  // Score is Bound
	Feasible   bool  // with All: whether everybody was placed
	Nodes      int
}

// Solve finds the best assignment, with proof or with a bound. The same input gives the same answer.
func (p *Pairing) Solve() Paired {
	units := make([]bundleUnit, len(p.Ways))
	for i, ways := range p.Ways {
		u := bundleUnit{count: 1, whole: true}
		for _, w := range ways {
			if w.People <= p.Capacity[w.Settlement] {
				u.sites = append(u.sites, site{place: w.Settlement, value: w.Score, people: int32(w.People), row: w.Settlement})
			}
		}
		units[i] = u
	}
	s := newPairSearch(units, p.Capacity, p.All)
	s.run()
	out := Paired{Settlement: make([]int32, len(units)), Score: s.value, Bound: s.bound, Proved: s.bound == s.value, Feasible: true, Nodes: s.nodes}
	for i, k := range s.best {
		out.Settlement[i] = -1
		if k >= 0 {
			out.Settlement[i] = units[i].sites[k].place
		} else if p.All {
			out.Feasible = false
		}
	}
	return out
}

// pairSearch is branch and bound over a pairing, bounded by lagrange.
type pairSearch struct {
	*lagrange
	local *local
	all   bool

	best  []int32
	value int64
	bound int64 // no assignment is worth more
	nodes int
}

func newPairSearch(units []bundleUnit, capacity []int64, all bool) *pairSearch {
	s := &pairSearch{lagrange: newLagrange(units, capacity, all), local: newLocal(units, capacity, all), all: all}
	s.best = make([]int32, len(units))
	for i := range s.best {
		s.best[i] = -1
	}
	s.value = s.local.complete(s.best)
	return s
}

// try makes a choice fit and keeps it if it is the best so far.
func (s *pairSearch) try(chosen []int32) {
	if v := s.local.complete(chosen); v > s.value {
		s.best, s.value = chosen, v
	}
}

func (s *pairSearch) run() {
	s.startFees()
	bound := s.improve(s.value, rootRounds, 1, func(round int) {
		if round%8 == 0 {
			s.try(s.chosen())
		}
	})
	if bound > s.value {
		s.cool()
	}
	s.bound = s.value
	if bound > s.value {
		s.node(bound)
	}
}

// startFees takes the fees of the linear relaxation.
func (s *pairSearch) startFees() {
	r := newSearch(s.units, s.capacity, searchPivots)
	if s.all {
		for i := range s.units {
			r.ban(i, len(s.units[i].sites), true)
		}
	}
	r.lp.reprice()
	r.lp.solve(r.budget)
	for i := range s.units {
		_, worth := r.choose(i, r.lp.price)
		s.fee[i] = int64(math.Round(worth * feeParts))
	}
	s.try(r.chosen())
}

// node bounds one node, removes what is hopeless in it, and goes into its children.
func (s *pairSearch) node(bound int64) {
	s.nodes++
	bound = min(bound, s.improve(s.value, nodeRounds, 0.25, nil))
	if bound <= s.value {
		return
	}
	if s.steps > pairingSteps {
		s.bound = max(s.bound, bound)
		return
	}
	removed := s.fix(s.value, nil)
	defer func() { s.restore(removed) }()
	s.try(s.chosen())
	if bound <= s.value || s.stuck() {
		return
	}
	unit, at := s.branch()
	if unit < 0 {
		s.bound = max(s.bound, bound) // every way is decided, yet the bound stays above: leave it open
		return
	}
	s.split(unit, at, bound)
}

// stuck says that a unit that has to go somewhere has nowhere left to go.
func (s *pairSearch) stuck() bool {
	for i, n := range s.alive {
		if n == 0 && s.must[i] {
			return true
		}
	}
	return false
}

// branch picks the unit on which the settlements disagree the most among those with a choice left, and the settlement
// where it counts most of those that took it, or of all.
func (s *pairSearch) branch() (unit int32, at way) {
	unit = -1
	disagree := int32(0)
	for i, n := range s.taken {
		d := n - 1
		if d < 0 {
			d = 1
		}
		free := s.alive[i]
		if !s.must[i] {
			free++
		}
		if free > 1 && (d > disagree || d == disagree && d > 0 && unit >= 0 && s.alive[i] < s.alive[unit]) {
			unit, disagree = int32(i), d
		}
	}
	if unit < 0 {
		return unit, at
	}
	bestTaken, best := false, int64(math.MinInt64)
	for r, items := range s.items {
		for n := range items {
			x := &items[n]
			if x.unit != unit || x.gone {
				continue
			}
			if took := s.filled[r][n]; took && !bestTaken || took == bestTaken && x.value > best {
				bestTaken, best, at = took, x.value, way{r, n}
			}
		}
	}
	if best == math.MinInt64 {
		return -1, at
	}
	return unit, at
}

// split tries the way first, and then everything but the way.
func (s *pairSearch) split(unit int32, at way, bound int64) {
	fees, must := slices.Clone(s.fee), s.must[unit]
	var removed []way
	for r, items := range s.items {
		for n := range items {
			if items[n].unit == unit && !items[n].gone && (way{r, n}) != at {
				removed = s.remove(way{r, n}, removed)
			}
		}
	}
	s.must[unit] = true
	s.node(bound)
	s.restore(removed)
	s.must[unit] = must
	copy(s.fee, fees)
	removed = s.remove(at, nil)
	s.node(bound)
	s.restore(removed)
	copy(s.fee, fees)
}

// coolings is how often annealing starts again from the best choice.
const coolings = 1

func (s *pairSearch) cool() {
	a := &anneal{units: s.units, capacity: s.capacity, siteIn: s.local.siteIn, all: s.all, rand: rand.New(rand.NewPCG(1, 1))}
	for range coolings {
		a.run(s.best)
		if a.found {
			s.try(slices.Clone(a.best))
		}
	}
	p := &polisher{local: s.local, rand: rand.New(rand.NewPCG(2, 2))}
	s.best, s.value = p.run(s.best, s.value)
}

// local turns any choice of sites into one that fits and that no single move or exchange improves.
type local struct {
	units    []bundleUnit
	capacity []int64
	all      bool
	left     []int64
	at       []int32   // unit -> site, -1 waiting
	siteIn   [][]int32 // unit, row -> site, -1 if it may not go there
}

func newLocal(units []bundleUnit, capacity []int64, all bool) *local {
	l := &local{units: units, capacity: capacity, all: all}
	for _, u := range units {
		in := make([]int32, len(capacity))
		for r := range in {
			in[r] = -1
		}
		for k := range u.sites {
			in[u.sites[k].row] = int32(k)
		}
		l.siteIn = append(l.siteIn, in)
	}
	return l
}

// waitingCost is what a unit that has to go somewhere loses by waiting.
const waitingCost = int64(1) << 30

func (l *local) value(i int, k int32) int64 {
	if k >= 0 {
		return l.units[i].sites[k].value
	}
	if l.all {
		return -waitingCost
	}
	return 0
}

// complete improves chosen in place and returns its value.
func (l *local) complete(chosen []int32) int64 {
	l.at = chosen
	l.left = slices.Clone(l.capacity)
	for i, k := range l.at {
		if k >= 0 {
			st := &l.units[i].sites[k]
			l.left[st.row] -= int64(st.people)
		}
	}
	l.shed()
	for l.shift() || l.exchange() || l.eject() {
	}
	var sum int64
	for i, k := range l.at {
		sum += l.value(i, k)
	}
	return sum
}

func (l *local) move(i int, k int32) {
	if old := l.at[i]; old >= 0 {
		st := &l.units[i].sites[old]
		l.left[st.row] += int64(st.people)
	}
	if l.at[i] = k; k >= 0 {
		st := &l.units[i].sites[k]
		l.left[st.row] -= int64(st.people)
	}
}

// fits says whether a site has room for a unit that is not there.
func (l *local) fits(i int, k int32, freed int64) bool {
	if k < 0 {
		return true
	}
	st := &l.units[i].sites[k]
	return l.left[st.row]+freed >= int64(st.people)
}

// shed empties overfull sites, those units first that lose the least for each person.
func (l *local) shed() {
	type cost struct {
		unit int
		loss float64
	}
	var list []cost
	for i, k := range l.at {
		if k < 0 || l.left[l.units[i].sites[k].row] >= 0 {
			continue
		}
		st := &l.units[i].sites[k]
		second := int64(math.MinInt64)
		for other := range l.units[i].sites {
			if int32(other) != k && l.fits(i, int32(other), 0) {
				second = max(second, l.units[i].sites[other].value)
			}
		}
		second = max(second, min(l.value(i, -1), 0))
		list = append(list, cost{i, float64(st.value-second) / float64(max(st.people, 1))})
	}
	slices.SortFunc(list, func(a, b cost) int { return cmp.Or(cmp.Compare(a.loss, b.loss), cmp.Compare(a.unit, b.unit)) })
	for _, c := range list {
		st := &l.units[c.unit].sites[l.at[c.unit]]
		if l.left[st.row] < 0 {
			l.move(c.unit, l.best(c.unit))
		}
	}
}

// best is the best other site of a unit that has room, or waiting.
func (l *local) best(i int) int32 {
	best, value := int32(-1), l.value(i, -1)
	for k := range l.units[i].sites {
		if int32(k) != l.at[i] && l.units[i].sites[k].value > value && l.fits(i, int32(k), 0) {
			best, value = int32(k), l.units[i].sites[k].value
		}
	}
	return best
}

// shift moves single units to better sites with room.
func (l *local) shift() (any bool) {
	for i := range l.at {
		if k := l.best(i); k >= 0 && l.units[i].sites[k].value > l.value(i, l.at[i]) {
			l.move(i, k)
			any = true
		}
	}
	return any
}

// exchange lets two units change places where both together gain, and a waiting one take the place of a housed one.
func (l *local) exchange() (any bool) {
	for i := range l.at {
		for j := range i {
			a, b := l.at[i], l.at[j]
			if a < 0 && b < 0 || a >= 0 && b >= 0 && l.units[i].sites[a].row == l.units[j].sites[b].row {
				continue
			}
			if l.trySwap(i, j) {
				any = true
			}
		}
	}
	return any
}

func (l *local) trySwap(i, j int) bool {
	a, b := l.at[i], l.at[j]
	to, back := int32(-1), int32(-1)
	if b >= 0 {
		if to = l.siteIn[i][l.units[j].sites[b].row]; to < 0 {
			return false
		}
	}
	if a >= 0 {
		if back = l.siteIn[j][l.units[i].sites[a].row]; back < 0 {
			return false
		}
	}
	if l.value(i, to)+l.value(j, back) <= l.value(i, a)+l.value(j, b) {
		return false
	}
	if !l.fits(i, to, l.people(j, b)) || !l.fits(j, back, l.people(i, a)) {
		return false
	}
	l.move(i, to)
	l.move(j, back)
	return true
}

func (l *local) people(i int, k int32) int64 {
	if k < 0 {
		return 0
	}
	return int64(l.units[i].sites[k].people)
}

// ejectWork bounds the size (units times units times sites) up to which chains of two are tried.
const ejectWork = 5_000_000

// eject sends a unit to a better site and whoever is in the way there to a third.
func (l *local) eject() (any bool) {
	sites := 0
	for i := range l.units {
		sites = max(sites, len(l.units[i].sites))
	}
	if len(l.units)*len(l.units)*sites > ejectWork {
		return false
	}
	for i := range l.at {
		for k := range l.units[i].sites {
			if gain := l.units[i].sites[k].value - l.value(i, l.at[i]); int32(k) != l.at[i] && gain > 0 && l.ejectFor(i, int32(k), gain) {
				any = true
			}
		}
	}
	return any
}

func (l *local) ejectFor(i int, k int32, gain int64) bool {
	row := l.units[i].sites[k].row
	for j := range l.at {
		b := l.at[j]
		if b < 0 || j == i || l.units[j].sites[b].row != row || !l.fits(i, k, l.people(j, b)) {
			continue
		}
		old := l.at[i]
		l.move(i, -1)
		l.move(j, -1)
		l.move(i, k)
		if to := l.best(j); l.value(j, b)-l.value(j, to) < gain {
			l.move(j, to)
			return true
		}
		l.move(i, old)
		l.move(j, b)
	}
	return false
}
