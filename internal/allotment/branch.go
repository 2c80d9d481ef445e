package allotment

import "math"

// bundleUnit is a unit of the search: households that go to one site together or wait together.
type bundleUnit struct {
	sites []site
	count int32 // how many such units there are
	// whole units are branched on until they go to one site. The others, households by themselves, come out whole once
	// all whole units are settled: what is left is a flow.
	whole bool
}

// site is a settlement that a unit could go to as a whole.
type site struct {
	place  int32 // for the caller
	value  int64 // of the site itself, beside the homes
	people int32 // that it takes of the capacity, if row is not negative
	row    int32 // of the capacity in people
	// members lists for each household the homes it could have there. Empty where sites have no homes.
	members [][]seatAt
}

// seatAt is a home type for one member, with the value.
type seatAt struct {
	row   int32
	value int64
}

// search chooses a site for every unit, by branch and bound over the linear relaxation. It proves the optimum, or stops
// at a number of pivots (never at a time, so that every run is the same) and tells how far it may be off.
type search struct {
	units    []bundleUnit
	capacity []int64
	lp       *simplex
	banned   [][]bool // by unit: each site, and last the waiting list
	// grain divides every value, so a bound is rounded down to a multiple of it.
	grain int64
	// complete turns a choice of sites into its true value, placing also what is not branched on. A choice that does
	// not fit it mends, by letting units wait.
	complete func(chosen []int32) int64

	best  []int32 // site by unit, -1 waiting; -2 where not branched on
	value int64
	has   bool
	bound int64 // no choice is worth more
	// bestPrice are whole-numbered prices of the rows that prove the best bound known without branching.
	bestPrice []float64
	budget    int // of pivots
	nodes     int
	proved    bool
}

// penalty makes a banned column leave: it exceeds any value a unit can have.
const penalty = 1e9

func newSearch(units []bundleUnit, capacity []int64, budget int) *search {
	s := &search{units: units, capacity: capacity, budget: budget, bound: math.MinInt64, grain: grainOf(units)}
	s.banned = make([][]bool, len(units))
	lpUnits := make([]lpUnit, len(units))
	for i, u := range units {
		s.banned[i] = make([]bool, len(u.sites)+1)
		lpUnits[i] = lpUnit{count: float64(u.count), key: &column{unit: int32(i), site: -1}, keyX: float64(u.count)}
	}
	room := make([]float64, len(capacity))
	for r, c := range capacity {
		// A little more room, different in each row, keeps the simplex from standing still among equals. Bounds do not
		// rest on it.
		room[r] = float64(c) + 1e-6*(1+float64(r*7919%101)/101)
	}
	s.lp = newSimplex(room, lpUnits)
	s.lp.choose, s.lp.build = s.choose, s.column
	return s
}

// grainOf is the greatest common divisor of all values.
func grainOf(units []bundleUnit) int64 {
	var g int64
	add := func(v int64) {
		for v != 0 {
			g, v = v, g%v
		}
		g = max(g, -g)
	}
	for _, u := range units {
		for _, st := range u.sites {
			add(st.value)
			for _, m := range st.members {
				for _, c := range m {
					add(c.value)
				}
			}
		}
	}
	return max(g, 1)
}

// choose finds the best site of a unit at the prices, among what is not banned; -1 is waiting.
func (s *search) choose(i int, price []float64) (at int, worth float64) {
	u := &s.units[i]
	at = -1
	if s.banned[i][len(u.sites)] {
		worth = -penalty
	}
	for k := range u.sites {
		if s.banned[i][k] {
			continue
		}
		if w := siteWorth(&u.sites[k], price); w > worth {
			worth, at = w, k
		}
	}
	return at, worth
}

func siteWorth(st *site, price []float64) float64 {
	w := float64(st.value)
	if st.row >= 0 {
		w -= price[st.row] * float64(st.people)
	}
	for _, m := range st.members {
		best := math.Inf(-1)
		for _, c := range m {
			best = max(best, float64(c.value)-price[c.row])
		}
		w += best
	}
	return w
}

// column is a unit at a site, each member in the home type that is best at the prices.
func (s *search) column(i, at int, price []float64) column {
	if at < 0 {
		c := column{unit: int32(i), site: -1}
		if s.banned[i][len(s.units[i].sites)] {
			c.value = -penalty
		}
		return c
	}
	st := &s.units[i].sites[at]
	c := column{unit: int32(i), site: int32(at), value: float64(st.value)}
	if st.row >= 0 {
		c.uses = append(c.uses, use{st.row, float64(st.people)})
	}
	for _, m := range st.members {
		best, worth := 0, math.Inf(-1)
		for n, x := range m {
			if w := float64(x.value) - price[x.row]; w > worth {
				best, worth = n, w
			}
		}
		c.value += float64(m[best].value)
		c.uses = append(c.uses, use{m[best].row, 1})
	}
	return c
}

// ban sets or lifts a ban, with the values of the columns in the basis.
func (s *search) ban(i, at int, on bool) {
	if s.banned[i][at] == on {
		return
	}
	s.banned[i][at] = on
	change := penalty
	if on {
		change = -penalty
	}
	id := int32(at)
	if at == len(s.units[i].sites) {
		id = -1
	}
	u := &s.lp.units[i]
	if u.key.site == id {
		u.key.value += change
	}
	for _, p := range u.basics {
		if s.lp.basis[p].site == id {
			s.lp.basis[p].value += change
		}
	}
}

// run searches; what it found is in best, value, bound and proved.
func (s *search) run() {
	s.proved = true
	s.bound = math.MinInt64
	s.node(math.MaxInt64)
	if s.has {
		s.bound = max(s.bound, s.value)
	}
}

// node bounds one node and goes into its children. inherited is the bound of the parent.
func (s *search) node(inherited int64) {
	s.nodes++
	s.lp.reprice()
	before := s.lp.pivots
	done := s.lp.solve(s.budget)
	s.budget -= s.lp.pivots - before
	bound := min(inherited, s.upper())
	if s.has && bound <= s.value || done && s.impossible() {
		return
	}
	if s.nodes == 1 {
		s.keepPrices()
	}
	if !done || s.budget <= 0 {
		s.try(s.chosen())
		s.proved = false
		s.bound = max(s.bound, bound)
		return
	}
	i, at := s.fraction()
	if i < 0 {
		s.leaf(bound)
		return
	}
	if s.nodes%16 == 1 {
		s.try(s.chosen())
		if s.has && bound <= s.value {
			return
		}
	}
	s.split(i, at, bound)
}

// impossible says that even the relaxation cannot keep the bans.
func (s *search) impossible() bool {
	banned := func(c *column) bool {
		at := int(c.site)
		if at < 0 {
			at = len(s.banned[c.unit]) - 1
		}
		return s.banned[c.unit][at]
	}
	for i := range s.lp.units {
		if u := &s.lp.units[i]; u.keyX > 1e-6 && banned(u.key) {
			return true
		}
	}
	for p, c := range s.lp.basis {
		if c != nil && s.lp.x[p] > 1e-6 && banned(c) {
			return true
		}
	}
	return false
}

// keepPrices rounds the prices of the root to whole numbers, which are what is published.
func (s *search) keepPrices() {
	s.bestPrice = make([]float64, len(s.lp.price))
	for r, p := range s.lp.price {
		s.bestPrice[r] = math.Round(max(p, 0))
	}
}

// split tries the site first, and then everything but the site.
func (s *search) split(i, at int, bound int64) {
	var banned []int
	for k := range s.banned[i] {
		if k != at && !s.banned[i][k] {
			banned = append(banned, k)
			s.ban(i, k, true)
		}
	}
	s.node(bound)
	for _, k := range banned {
		s.ban(i, k, false)
	}
	s.ban(i, at, true)
	s.node(bound)
	s.ban(i, at, false)
}

// upper is the bound of weak duality at the present prices.
func (s *search) upper() int64 {
	price := make([]float64, len(s.lp.price))
	for r, p := range s.lp.price {
		price[r] = max(p, 0)
	}
	return s.upperAt(price)
}

// upperAt is the bound at any prices that are not negative: everybody at its best, and every place sold.
func (s *search) upperAt(price []float64) int64 {
	total := 0.0
	for r, p := range price {
		total += p * float64(s.capacity[r])
	}
	for i := range s.units {
		_, w := s.choose(i, price)
		total += w * float64(s.units[i].count)
	}
	// The sum of some 10^5 terms of at most 10^10 is right to 10^-3 at worst.
	return int64(math.Floor(total/float64(s.grain)+1e-6)) * s.grain
}

// shares returns how much of a unit each of its sites has in the relaxation, the waiting list last.
func (s *search) shares(i int) []float64 {
	u := &s.lp.units[i]
	n := len(s.units[i].sites)
	out := make([]float64, n+1)
	put := func(c *column, x float64) {
		if c.site < 0 {
			out[n] += x
		} else {
			out[c.site] += x
		}
	}
	put(u.key, u.keyX)
	for _, p := range u.basics {
		put(s.lp.basis[p], s.lp.x[p])
	}
	return out
}

// fraction finds the unit that is split the most evenly and its largest site; -1 if every unit is whole.
func (s *search) fraction() (unit, at int) {
	unit, most := -1, 1e-5
	for i := range s.units {
		if !s.units[i].whole || len(s.lp.units[i].basics) == 0 {
			continue
		}
		shares := s.shares(i)
		k := largest(shares)
		if split := 1 - shares[k]; split > most {
			unit, at, most = i, k, split
		}
	}
	return unit, at
}

func largest(shares []float64) int {
	k := 0
	for n, x := range shares {
		if x > shares[k]+1e-9 {
			k = n
		}
	}
	return k
}

// chosen reads the largest site of each unit off the relaxation.
func (s *search) chosen() []int32 {
	out := make([]int32, len(s.units))
	for i := range s.units {
		if !s.units[i].whole {
			out[i] = -2
			continue
		}
		k := largest(s.shares(i))
		if k == len(s.units[i].sites) {
			k = -1
		}
		out[i] = int32(k)
	}
	return out
}

// leaf takes a node whose units are all whole. Its choice is worth what the relaxation says; if it is not, by rounding or
// because a choice did not fit, the bound stays open.
func (s *search) leaf(bound int64) {
	if s.try(s.chosen()) < bound {
		s.proved = false
		s.bound = max(s.bound, bound)
	}
}

// try completes a choice, keeps it if it is the best so far, and returns its value.
func (s *search) try(chosen []int32) int64 {
	v := s.complete(chosen)
	if !s.has || v > s.value {
		s.best, s.value, s.has = chosen, v, true
	}
	return v
}
