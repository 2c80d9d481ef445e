package allotment

import "slices"

// together is the weighted allotment in which groups live in one settlement or wait as a whole, and settlements take no
// more people than they can. That is no longer a flow, but it is one again as soon as it is known which party goes
// where.
type together struct {
	*Problem
	parties  [][]int32 // households that go as one, in order of line
	party    []int32   // household -> party, -1 if it is among the classes
	singles  *classes  // the households that go by themselves
	rows     int       // home types, then capacities in people
	rowOf    []int32   // settlement -> row of its capacity, -1 if it has none
	search   *search
	bestToll []float64
	came     []int64 // people by settlement in the last flow, before it was mended
}

// bonus is what a member of a party that is to be housed is worth beyond its value, so that no flow leaves it out if
// there is any room for it. It exceeds what moving everybody else along a chain could save.
const bonus = int64(1) << 40

const (
	// searchUnits is up to how many units the optimum is searched for; beyond, alternate bounds the gap. Measured:
	// 3,000 households with groups make 2,157 units and take 2 CPU seconds to prove.
	searchUnits = 4000
	// searchPivots is the budget of a search: some twenty seconds at worst.
	searchPivots = 200_000
	// alternations is how often the groups are asked anew.
	alternations = 12
)

// allotTogether is the weighted allotment under groups and capacities.
func (pr *Problem) allotTogether() *Result {
	t := pr.newTogether()
	if len(t.search.units) <= searchUnits {
		t.search.run()
	} else {
		t.alternate(alternations)
	}
	c, f := t.settle(t.search.best, t.bestToll)
	give := deal
	if t.counted() { // its chains would move people between settlements
		give = t.hand
	}
	r := &Result{Mode: Weighted, Type: give(c, f), Bound: t.search.bound, Bounded: true, Searched: t.search.proved}
	pr.evenOut(r)
	r.setPrices(pr.Input, t.search.bestPrice, t.rowOf)
	return r
}

func (pr *Problem) newTogether() *together {
	t := &together{Problem: pr, rows: len(pr.Types), rowOf: make([]int32, len(pr.Settlements))}
	var capacity []int64
	for _, x := range pr.Types {
		capacity = append(capacity, int64(x.Homes))
	}
	for s, x := range pr.Settlements {
		t.rowOf[s] = -1
		if x.People >= 0 {
			t.rowOf[s] = int32(len(capacity))
			capacity = append(capacity, int64(x.People))
		}
	}
	t.rows = len(capacity)
	t.makeParties()
	var units []bundleUnit
	for _, members := range t.parties {
		units = append(units, t.partyUnit(members))
	}
	for c := range t.singles.count {
		units = append(units, t.classUnit(c))
	}
	t.search = newSearch(units, capacity, searchPivots)
	t.search.complete = func(chosen []int32) int64 {
		c, f := t.settle(chosen, nil)
		return t.worth(c, f)
	}
	return t
}

// counted says whether some settlement counts people.
func (pr *Problem) counted() bool {
	return slices.ContainsFunc(pr.Settlements, func(s Settlement) bool { return s.People >= 0 })
}

// makeParties gathers the groups. Where people are counted and the search can bear it, every household is a party of
// its own: only a household whose settlement is decided takes a whole number of people there.
func (t *together) makeParties() {
	t.party = make([]int32, len(t.Households))
	alone := t.counted() && len(t.Households) <= searchUnits
	for i := range t.Households {
		t.party[i] = -1
		switch first := int32(i); {
		case t.grouped(i) && t.members[t.Households[i].Group][0] != int32(i):
			t.party[i] = t.party[t.members[t.Households[i].Group][0]]
		case t.grouped(i):
			t.party[i] = int32(len(t.parties))
			t.parties = append(t.parties, t.members[t.Households[i].Group])
		case alone:
			t.party[i] = int32(len(t.parties))
			t.parties = append(t.parties, []int32{first})
		}
	}
	t.singles = t.build(scheme{worth: t.Rules.value, byRank: true, byPeople: t.counted(), held: func(i int) int32 {
		if t.party[i] >= 0 {
			return nowhere
		}
		return anywhere
	}})
}

// grouped says whether a household goes with others.
func (pr *Problem) grouped(i int) bool {
	g := pr.Households[i].Group
	return pr.Rules.Together && g != NoGroup && len(pr.members[g]) > 1
}

func (t *together) partyUnit(members []int32) bundleUnit {
	u := bundleUnit{count: 1, whole: true}
	people := int32(0)
	options := make([]*classes, len(members))
	for n, i := range members {
		options[n] = t.optionsOf(int(i), Weighted)
		people += t.Households[i].People
	}
	for s := range t.Settlements {
		st := site{place: int32(s), row: t.rowOf[s], people: people}
		for _, o := range options {
			seats := t.seatsIn(o, 0, len(o.to), s)
			if seats == nil {
				break
			}
			st.members = append(st.members, seats)
		}
		if len(st.members) == len(members) {
			u.sites = append(u.sites, st)
		}
	}
	return u
}

// optionsOf lists what one household may get, the best first by the rule of a mode.
func (pr *Problem) optionsOf(i int, mode Mode) *classes {
	h := &pr.Households[i]
	c := &classes{}
	worth := pr.preference
	if mode == Weighted {
		worth = pr.Rules.value
	}
	pr.list(c, trait{need: h.Need, rank: h.Rank, people: h.People, held: anywhere, accessible: h.Accessible}, h.Wishes,
		scheme{worth: worth})
	return c
}

// seatsIn picks the options that lie in a settlement.
func (t *together) seatsIn(c *classes, from, to, settlement int) []seatAt {
	var seats []seatAt
	for o := from; o < to; o++ {
		if t.settlementOf(c.to[o]) == settlement {
			seats = append(seats, seatAt{c.to[o], c.value[o]})
		}
	}
	return seats
}

func (pr *Problem) settlementOf(kind int32) int {
	return pr.Strata[pr.Types[kind].Stratum].Settlement
}

// classUnit is a class of single households; without capacities it is all one whether it has a site for each settlement
// or one for all.
func (t *together) classUnit(n int) bundleUnit {
	c := t.singles
	u := bundleUnit{count: c.count[n]}
	from, to := int(c.first[n]), int(c.first[n+1])
	if !t.counted() {
		var seats []seatAt
		for o := from; o < to; o++ {
			seats = append(seats, seatAt{c.to[o], c.value[o]})
		}
		if seats != nil {
			u.sites = []site{{row: -1, members: [][]seatAt{seats}}}
		}
		return u
	}
	for s := range t.Settlements {
		if seats := t.seatsIn(c, from, to, s); seats != nil {
			u.sites = append(u.sites, site{place: int32(s), row: t.rowOf[s], people: c.trait[n].people, members: [][]seatAt{seats}})
		}
	}
	return u
}

// settle places everybody, with the parties held to their sites. Parties that cannot be housed whole there, or are too
// many people for it, are made to wait, which is written into chosen.
func (t *together) settle(chosen []int32, toll []float64) (*classes, flow) {
	t.shedPeople(chosen)
	for {
		held := t.heldBy(chosen)
		c := t.build(scheme{
			byRank: true, byPeople: t.counted(), waits: true, bonus: bonus, toll: toll, worth: t.Rules.value,
			held: func(i int) int32 { return held[i] },
		})
		f := c.solve()
		if !t.dropIncomplete(c, f, chosen) {
			if t.counted() {
				t.came = t.countPeople(c, f)
				t.mendPeople(c, f)
			}
			return c, f
		}
	}
}

// heldBy says for each household where it is held to.
func (t *together) heldBy(chosen []int32) []int32 {
	held := make([]int32, len(t.Households))
	for i, p := range t.party {
		switch {
		case p < 0:
			held[i] = anywhere
		case chosen[p] < 0:
			held[i] = nowhere
		default:
			held[i] = t.search.units[p].sites[chosen[p]].place
		}
	}
	return held
}

// dropIncomplete makes parties wait of which somebody found no home, the last in line first; it says whether there were
// any.
func (t *together) dropIncomplete(c *classes, f flow, chosen []int32) bool {
	missing := make([]int32, len(c.count))
	any := false
	for n := range c.count {
		if c.trait[n].held != anywhere {
			missing[n] = f.put[c.first[n+1]-1] // the waiting list is the last option
			any = any || missing[n] > 0
		}
	}
	if !any {
		return false
	}
	for p := len(t.parties) - 1; p >= 0; p-- {
		if chosen[p] < 0 || !slices.ContainsFunc(t.parties[p], func(i int32) bool { return missing[c.of[i]] > 0 }) {
			continue
		}
		chosen[p] = -1
		for _, i := range t.parties[p] {
			missing[c.of[i]]--
		}
	}
	return true
}

// worth is the value of a settled flow by the published weights, without bonus and toll.
func (t *together) worth(c *classes, f flow) int64 {
	var sum int64
	for n := range c.count {
		for o := c.first[n]; o < c.first[n+1]-1; o++ {
			if f.put[o] > 0 {
				sum += int64(f.put[o]) * t.Rules.value(c.trait[n].rank, c.terms[o])
			}
		}
	}
	return sum
}
