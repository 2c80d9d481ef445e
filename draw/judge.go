package draw

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// CheckCertificate checks an optimiser's certificate for an open bundle, after the contract at the top of
// certificate.go. It shares nothing with any solver: it only counts, compares and adds.
func CheckCertificate(b *Bundle, c *Certificate) error {
	line, err := Line(b)
	if err != nil {
		return err
	}
	return checkCertificate(b, c, line, HomeTypes(b))
}

// judge holds what the parts of the check share.
type judge struct {
	b       *Bundle
	c       *Certificate
	rules   *Rules
	line    []InLine
	types   []HomeType
	index   map[string][2]int // by stratum, see typeIndex
	places  []string          // settlement of each type
	rooms   []int             // of each type
	perHead []int64           // price per person at each type's settlement
	wish    int64             // priority: cost of one lost wish
	spare   int64             // priority: cost of one spare room
}

func checkCertificate(b *Bundle, c *Certificate, line []InLine, types []HomeType) error {
	j := &judge{b: b, c: c, rules: &b.Header.Rules, line: line, types: types, index: typeIndex(types)}
	for _, step := range []func() error{
		j.checkTypes, j.checkPlacements, j.checkCapacities, j.checkTogether, j.checkNear, j.checkMeasures, j.checkBound,
		j.checkEquals, j.checkWaiting,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// malformed refuses a certificate that does not fit the bundle at all.
func malformed(part string) error { return problem("draw.certificate_part", "Part", part) }

// checkTypes compares the types with the dwellings that take part, and prepares scores.
func (j *judge) checkTypes() error {
	if j.c.Mode != j.rules.Mode || j.rules.Mode == ModeDraw {
		return malformed("mode")
	}
	if len(j.c.Types) != len(j.types) {
		return malformed("types")
	}
	if len(j.c.PersonPrices) != len(j.rules.Capacities) {
		return malformed("person_prices")
	}
	if j.c.Gap < 0 || j.c.Gap > maxNumber {
		return malformed("gap")
	}
	perHead := map[string]int64{}
	for i, q := range j.c.PersonPrices {
		if q < 0 || q > maxNumber {
			return malformed("person_prices")
		}
		perHead[j.rules.Capacities[i].Settlement] = q
	}
	for i, t := range j.types {
		got := j.c.Types[i]
		t.Price = got.Price
		if got != t || got.Price < 0 || got.Price > maxNumber {
			return malformed("types")
		}
		j.types[i].Price = got.Price
		settlement, _, rooms, _ := ParseStratum(t.Stratum)
		j.places = append(j.places, settlement)
		j.rooms = append(j.rooms, rooms)
		j.perHead = append(j.perHead, perHead[settlement])
	}
	n, m := int64(len(j.line)), int64(j.rules.MaxSpareRooms)
	j.spare = n + 1
	j.wish = (n + 1) * (n*m + 1)
	return nil
}

// options calls f with each home type that e may get.
func (j *judge) options(e *Entry, f func(t int)) {
	for _, s := range e.Strata {
		pair, ok := j.index[s]
		if !ok {
			continue
		}
		for _, t := range pair[bit(e.Accessible):] {
			if t >= 0 {
				f(t)
			}
		}
	}
}

// parts are wish, spare and waste of the contract.
func (j *judge) parts(e *Entry, t int) (wish, spare, waste int) {
	wish = slices.Index(e.Wishes, j.places[t])
	if wish < 0 {
		wish = j.rules.MaxWishes
	}
	return wish, max(0, j.rooms[t]-e.Rooms), bit(j.types[t].Accessible && !e.Accessible)
}

// score is at most 2^53 in size, see the limits in checkRules and freeze.go.
func (j *judge) score(e *Entry, t int) int64 {
	wish, spare, waste := j.parts(e, t)
	if j.rules.Mode == ModePriority {
		return -(int64(wish)*j.wish + int64(spare)*j.spare + int64(waste))
	}
	value := j.rules.ClassValue[e.ClassRank] + int64(spare)*j.rules.SpareRoom + int64(waste)*j.rules.AccessibleUnneeded
	if wish < len(j.rules.WishValue) {
		value += j.rules.WishValue[wish]
	}
	return value
}

// checkPlacements sees that every entry has one placement, that it may get what it gets, and that no type is overfull.
func (j *judge) checkPlacements() error {
	if len(j.c.Placements) != len(j.line) {
		return malformed("placements")
	}
	held := make([]int, len(j.types))
	for i, p := range j.c.Placements {
		e := j.line[i].Entry
		if p.Entry != e.ID || p.Type < -1 || p.Type >= len(j.types) || p.Set < -1 || p.Set >= len(j.c.ClosedSets) {
			return malformed("placements")
		}
		if p.Set >= 0 && (p.Type >= 0 || j.rules.Mode != ModePriority) {
			return malformed("placements")
		}
		if p.Type < 0 {
			continue
		}
		may := false
		j.options(e, func(t int) { may = may || t == p.Type })
		if !may {
			return problem("draw.certificate_may_not", "Entry", p.Entry)
		}
		held[p.Type]++
	}
	for t, n := range held {
		if n > j.types[t].Homes {
			return problem("draw.certificate_overfull", "Stratum", j.types[t].Stratum)
		}
	}
	return nil
}

func (j *judge) checkCapacities() error {
	people := map[string]int{}
	for i, p := range j.c.Placements {
		if p.Type >= 0 {
			people[j.places[p.Type]] += j.line[i].Entry.Persons
		}
	}
	for _, c := range j.rules.Capacities {
		if people[c.Settlement] > c.Limit {
			return problem("draw.certificate_capacity", "Settlement", c.Settlement)
		}
	}
	return nil
}

// groups lists the places in line of each group's members, where groups are in force.
func (j *judge) groups() map[string][]int {
	groups := map[string][]int{}
	if j.rules.Groups == GroupsSameSettlement {
		for i := range j.line {
			if g := j.line[i].Entry.Group; g != "" {
				groups[g] = append(groups[g], i)
			}
		}
	}
	return groups
}

func (j *judge) checkTogether() error {
	where := func(i int) string {
		if t := j.c.Placements[i].Type; t >= 0 {
			return j.places[t]
		}
		return ""
	}
	for _, members := range j.groups() {
		for _, i := range members {
			if where(i) != where(members[0]) {
				return problem("draw.certificate_apart", "Group", j.line[i].Entry.Group)
			}
		}
	}
	return nil
}

func (j *judge) checkNear() error {
	if !j.rules.Near && len(j.c.Near) > 0 {
		return malformed("near")
	}
	placed := make(map[string]int, len(j.c.Near)) // entry to type
	for _, members := range j.groups() {
		for _, i := range members {
			if t := j.c.Placements[i].Type; t >= 0 && len(members) > 1 {
				placed[j.line[i].Entry.ID] = t
			}
		}
	}
	homes, out, taken := map[string]*Dwelling{}, j.b.dropped(), map[string]bool{}
	for i := range j.b.Dwellings {
		homes[j.b.Dwellings[i].ID] = &j.b.Dwellings[i]
	}
	last := ""
	for _, n := range j.c.Near {
		t, grouped := placed[n.Entry]
		d := homes[n.Dwelling]
		if !grouped || d == nil || n.Entry <= last || out[d.ID] || taken[d.ID] || j.index[d.Stratum()][bit(d.Accessible)] != t {
			return problem("draw.certificate_near", "Entry", n.Entry)
		}
		taken[d.ID], last = true, n.Entry
	}
	return nil
}

func (j *judge) checkMeasures() error {
	var m Measures
	for i, p := range j.c.Placements {
		if p.Type < 0 {
			continue
		}
		e := j.line[i].Entry
		wish, spare, waste := j.parts(e, p.Type)
		m.Housed++
		m.Persons += e.Persons
		m.LostWishes += wish
		m.SpareRooms += spare
		m.AccessibleUnneeded += waste
		if j.rules.Mode == ModeWeighted {
			m.Value += j.score(e, p.Type)
		}
	}
	if m != j.c.Measures {
		return problem("draw.certificate_measures")
	}
	return nil
}

const never = math.MinInt64

// bestWhere is the greatest score less prices that e can have, in one settlement or, if it is empty, anywhere.
func (j *judge) bestWhere(e *Entry, settlement string) int64 {
	best := int64(never)
	j.options(e, func(t int) {
		if settlement == "" || j.places[t] == settlement {
			best = max(best, j.score(e, t)-j.types[t].Price-j.perHead[t]*int64(e.Persons))
		}
	})
	return best
}

// checkBound compares the gap, and sees that there is none where an exact answer can be had.
func (j *judge) checkBound() error {
	if j.gap().Cmp(big.NewInt(j.c.Gap)) != 0 {
		return problem("draw.certificate_gap")
	}
	if j.c.Gap != 0 && j.exact() {
		return problem("draw.certificate_not_best", "Gap", j.c.Gap)
	}
	return nil
}

// exact says whether prices alone can prove an optimum: no groups, no capacities in people.
func (j *judge) exact() bool {
	return j.rules.Groups == GroupsIgnore && len(j.rules.Capacities) == 0
}

// gap is the bound of weak duality less the score that was reached.
func (j *judge) gap() *big.Int {
	gap, weighted, groups := new(big.Int), j.rules.Mode == ModeWeighted, j.groups()
	add := func(n, times int64) { gap.Add(gap, new(big.Int).Mul(big.NewInt(n), big.NewInt(times))) }
	for _, t := range j.types {
		add(t.Price, int64(t.Homes))
	}
	for i, c := range j.rules.Capacities {
		add(j.c.PersonPrices[i], int64(c.Limit))
	}
	for i, p := range j.c.Placements {
		e := j.line[i].Entry
		if p.Type >= 0 {
			add(-j.score(e, p.Type), 1)
		}
		if len(groups[e.Group]) > 1 || p.Type < 0 && !weighted {
			continue
		}
		best := j.bestWhere(e, "")
		if weighted {
			best = max(best, 0)
		}
		add(best, 1)
	}
	for _, members := range groups {
		if len(members) > 1 && (weighted || j.c.Placements[members[0]].Type >= 0) {
			gap.Add(gap, j.bestGroup(members))
		}
	}
	return gap
}

func (j *judge) bestGroup(members []int) *big.Int {
	best := new(big.Int)
	found := j.rules.Mode == ModeWeighted // waiting together, worth 0
	for _, settlement := range j.settlements(j.line[members[0]].Entry) {
		sum, all := new(big.Int), true
		for _, i := range members {
			one := j.bestWhere(j.line[i].Entry, settlement)
			all = all && one != never
			sum.Add(sum, big.NewInt(one))
		}
		if all && (!found || sum.Cmp(best) > 0) {
			best, found = sum, true
		}
	}
	return best
}

// settlements lists where e may get something.
func (j *judge) settlements(e *Entry) (list []string) {
	j.options(e, func(t int) {
		if !slices.Contains(list, j.places[t]) {
			list = append(list, j.places[t])
		}
	})
	return list
}

// checkEquals sees that among entries with the same facts the one ahead in line never does worse.
func (j *judge) checkEquals() error {
	last := map[string]int64{}
	for i, p := range j.c.Placements {
		e := j.line[i].Entry
		if e.Group != "" && j.rules.Groups != GroupsIgnore {
			continue
		}
		persons := 0
		if len(j.rules.Capacities) > 0 {
			persons = e.Persons
		}
		key := strings.Join([]string{
			strconv.Itoa(e.ClassRank), strconv.Itoa(e.Rooms), yesNo(e.Accessible), strconv.Itoa(persons),
			strings.Join(e.Strata, " "), strings.Join(e.Wishes, " "),
		}, "\n")
		score := int64(never)
		if p.Type >= 0 {
			score = j.score(e, p.Type)
		}
		if before, ok := last[key]; ok && score > before {
			return problem("draw.certificate_equals", "Entry", e.ID)
		}
		last[key] = score
	}
	return nil
}

// checkWaiting checks the closed sets of priority mode.
func (j *judge) checkWaiting() error {
	if j.rules.Mode != ModePriority {
		if len(j.c.ClosedSets) > 0 || j.c.Unproved != 0 {
			return malformed("closed_sets")
		}
		return nil
	}
	holders := make([][]int, len(j.types)) // places in line by type held
	for i, p := range j.c.Placements {
		if p.Type >= 0 {
			holders[p.Type] = append(holders[p.Type], i)
		}
	}
	within := make([][]bool, len(j.c.ClosedSets))
	last := make([]int, len(j.c.ClosedSets)) // place in line of the last holder
	for k, set := range j.c.ClosedSets {
		in := make([]bool, len(j.types))
		for n, t := range set {
			if t < 0 || t >= len(j.types) || n > 0 && t <= set[n-1] {
				return malformed("closed_sets")
			}
			in[t] = true
		}
		last[k], within[k] = -1, in
		for _, t := range set {
			if len(holders[t]) != j.types[t].Homes {
				return problem("draw.certificate_set", "Set", k)
			}
			for _, i := range holders[t] {
				if !j.inside(i, in) {
					return problem("draw.certificate_set", "Set", k)
				}
				last[k] = max(last[k], i)
			}
		}
	}
	unproved := 0
	for i, p := range j.c.Placements {
		switch {
		case p.Type >= 0:
		case p.Set < 0:
			unproved++
		case i < last[p.Set] || !j.inside(i, within[p.Set]):
			return problem("draw.certificate_waits", "Entry", p.Entry)
		}
	}
	if unproved != j.c.Unproved || unproved > 0 && j.exact() {
		return problem("draw.certificate_unproved", "Count", unproved)
	}
	return nil
}

// inside says whether the entry at place i may get nothing outside the set.
func (j *judge) inside(i int, in []bool) bool {
	all := true
	j.options(j.line[i].Entry, func(t int) { all = all && in[t] })
	return all
}
