package allotment

import (
	"cmp"
	"slices"
)

// Problem is an Input made ready to be solved: what each need finds in each settlement, wish lists by number. It may be
// used by one goroutine at a time.
type Problem struct {
	*Input
	spots     []spots // by need
	wishOf    []int32 // household -> wish list
	wishLists [][]int32
	offList   int32 // see Input.unwished
	packing   packing
	members   [][]int32 // group -> households, in order of line

	shapeClasses *classes // see shapes
}

// spots are the homes within a norm by settlement, ascending.
type spots struct {
	settlements []int32
	homes       [][]spot
}

// spot is a type of home within a norm.
type spot struct {
	kind       int32 // index into Input.Types
	spare      int32
	accessible bool
}

func Prepare(in *Input) *Problem {
	pr := &Problem{Input: in, packing: in.packing(), offList: in.unwished()}
	byStratum := make([][]int32, len(in.Strata))
	for j, t := range in.Types {
		byStratum[t.Stratum] = append(byStratum[t.Stratum], int32(j))
	}
	for _, need := range in.Needs {
		var at spots
		for _, a := range need.Allowed {
			settlement := int32(in.Strata[a.Stratum].Settlement)
			n, ok := slices.BinarySearch(at.settlements, settlement)
			if !ok {
				at.settlements = slices.Insert(at.settlements, n, settlement)
				at.homes = slices.Insert(at.homes, n, nil)
			}
			for _, j := range byStratum[a.Stratum] {
				at.homes[n] = append(at.homes[n], spot{j, int32(a.Spare), in.Types[j].Accessible})
			}
		}
		pr.spots = append(pr.spots, at)
	}
	pr.numberWishes()
	for i := range in.Households {
		if g := in.Households[i].Group; g != NoGroup {
			for int(g) >= len(pr.members) {
				pr.members = append(pr.members, nil)
			}
			pr.members[g] = append(pr.members[g], int32(i))
		}
	}
	return pr
}

// numberWishes numbers the distinct wish lists in their own order, so that neighbours want nearly the same.
func (pr *Problem) numberWishes() {
	pr.wishOf = make([]int32, len(pr.Households))
	table := wishTable{slots: make([]int32, 1024)}
	for i := range pr.Households {
		pr.wishOf[i] = table.number(pr.Households[i].Wishes)
	}
	order := make([]int32, len(table.lists))
	for n := range order {
		order[n] = int32(n)
	}
	slices.SortFunc(order, func(a, b int32) int { return slices.Compare(table.lists[a], table.lists[b]) })
	place := make([]int32, len(order))
	for at, n := range order {
		place[n] = int32(at)
		pr.wishLists = append(pr.wishLists, table.lists[n])
	}
	for i, n := range pr.wishOf {
		pr.wishOf[i] = place[n]
	}
}

// wishTable numbers wish lists. A Go map would need a string made of each list.
type wishTable struct {
	slots []int32 // number + 1, or 0; a power of two long
	lists [][]int32
}

func (t *wishTable) number(list []int32) int32 {
	if 2*len(t.lists) >= len(t.slots) {
		t.grow()
	}
	at := t.find(list)
	if t.slots[at] == 0 {
		t.lists = append(t.lists, list)
		t.slots[at] = int32(len(t.lists))
	}
	return t.slots[at] - 1
}

// keep numbers a list whose memory the caller goes on to use.
func (t *wishTable) keep(list []int32) int32 {
	known := len(t.lists)
	n := t.number(list)
	if len(t.lists) > known {
		t.lists[n] = slices.Clone(list)
	}
	return n
}

func (t *wishTable) find(list []int32) uint32 {
	hash := uint32(2166136261)
	for _, s := range list {
		hash = (hash ^ uint32(s)) * 16777619
	}
	mask := uint32(len(t.slots) - 1)
	at := (hash ^ hash>>15) & mask
	for t.slots[at] != 0 && !slices.Equal(t.lists[t.slots[at]-1], list) {
		at = (at + 1) & mask
	}
	return at
}

func (t *wishTable) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	for n, list := range t.lists {
		t.slots[t.find(list)] = int32(n + 1)
	}
}

// classes are the rows of the optimiser: households that no rule tells apart but the line.
type classes struct {
	transport
	terms []terms // option -> what the home means; zero for waiting
	of    []int32 // part -> class; a part is a household, or one way to hold it, see scheme
	trait []trait // by class
}

// scheme says what classes are built for.
type scheme struct {
	worth    func(rank int32, t terms) int64
	byRank   bool      // keep ranks apart: their worth differs
	byPeople bool      // keep sizes apart: capacities count people
	waits    bool      // everybody may wait, which is worth 0
	bonus    int64     // added to the worth of households that are held to a settlement
	toll     []float64 // by settlement: taken off the worth for each person; nil for none; needs byPeople
	// held says to which settlement a household is held; nil: nobody is.
	held func(household int) int32
	// parts, if not nil, are gathered instead of the households one by one.
	parts []part
}

// part is a household as far as it is held to a settlement.
type part struct{ household, held int32 }

// Answers of scheme.held that are no settlement.
const (
	anywhere = int32(-1)
	nowhere  = int32(-2) // it takes no part; its class is -1
)

// trait is what makes households with the same wishes equal.
type trait struct {
	need, rank, people int32
	held               int32 // to a settlement, or anywhere
	accessible         bool
}

// classKey is a trait by number and a wish list by number.
type classKey struct{ trait, wishes int32 }

// build gathers the households into classes and lists what each class may get, the best first.
func (pr *Problem) build(s scheme) *classes {
	c := &classes{}
	keys, traits := pr.gather(c, s)
	c.order(keys, traits)
	c.first = append(make([]int32, 0, len(keys)+1), 0)
	for _, k := range keys {
		c.trait = append(c.trait, traits[k.trait])
		pr.list(c, traits[k.trait], pr.wishLists[k.wishes], s)
		c.first = append(c.first, int32(len(c.to)))
	}
	c.room = make([]int32, len(pr.Types)+1)
	for j, t := range pr.Types {
		c.room[j] = int32(t.Homes)
	}
	c.room[len(pr.Types)] = unbounded
	return c
}

func (pr *Problem) gather(c *classes, s scheme) (keys []classKey, traits []trait) {
	traitOf := map[trait]int32{}
	classOf := map[classKey]int32{}
	enter := func(at int, p part) {
		h := &pr.Households[p.household]
		t := trait{need: h.Need, held: p.held, accessible: h.Accessible}
		if s.byRank {
			t.rank = h.Rank
		}
		if s.byPeople {
			t.people = h.People
		}
		number, ok := traitOf[t]
		if !ok {
			number = int32(len(traits))
			traitOf[t] = number
			traits = append(traits, t)
		}
		k := classKey{number, pr.wishOf[p.household]}
		n, ok := classOf[k]
		if !ok {
			n = int32(len(keys))
			classOf[k] = n
			keys = append(keys, k)
			c.count = append(c.count, 0)
		}
		c.count[n]++
		c.of[at] = n
	}
	if s.parts != nil {
		c.of = make([]int32, len(s.parts))
		for at, p := range s.parts {
			enter(at, p)
		}
		return keys, traits
	}
	c.of = make([]int32, len(pr.Households))
	for i := range pr.Households {
		held := anywhere
		if s.held != nil {
			held = s.held(i)
		}
		if held == nowhere {
			c.of[i] = -1
			continue
		}
		enter(i, part{int32(i), held})
	}
	return keys, traits
}

// order brings classes that want the same homes next to each other, which thinning needs.
func (c *classes) order(keys []classKey, traits []trait) {
	order := make([]int32, len(keys))
	for n := range order {
		order[n] = int32(n)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &traits[keys[a].trait], &traits[keys[b].trait]
		return cmp.Or(int(x.need-y.need), int(x.rank-y.rank), int(keys[a].wishes-keys[b].wishes), int(a-b))
	})
	place := make([]int32, len(keys))
	sorted := make([]classKey, len(keys))
	count := make([]int32, len(keys))
	for at, n := range order {
		place[n], sorted[at], count[at] = int32(at), keys[n], c.count[n]
	}
	copy(keys, sorted)
	c.count = count
	for i, n := range c.of {
		if n >= 0 {
			c.of[i] = place[n]
		}
	}
}

// list enters the options of one class, the most worth first; equals in order of wish, spare rooms, misuse and type.
func (pr *Problem) list(c *classes, t trait, wishes []int32, s scheme) {
	from := len(c.to)
	for at, settlement := range wishes {
		if t.held == anywhere || t.held == settlement {
			pr.listSpots(c, t, settlement, int32(at), s)
		}
	}
	if !pr.Rules.OnlyWished {
		for _, settlement := range pr.spots[t.need].settlements {
			if (t.held == anywhere || t.held == settlement) && !slices.Contains(wishes, settlement) {
				pr.listSpots(c, t, settlement, pr.offList, s)
			}
		}
	}
	c.sortFrom(from)
	if s.waits {
		c.add(int32(len(pr.Types)), 0, terms{})
	}
}

func (pr *Problem) listSpots(c *classes, t trait, settlement, wish int32, s scheme) {
	at := &pr.spots[t.need]
	n, ok := slices.BinarySearch(at.settlements, settlement)
	if !ok {
		return
	}
	for _, sp := range at.homes[n] {
		if t.accessible && !sp.accessible {
			continue
		}
		means := terms{wish: wish, spare: sp.spare}
		if sp.accessible && !t.accessible {
			means.waste = 1
		}
		worth := s.worth(t.rank, means)
		if t.held != anywhere {
			worth += s.bonus
		} else if s.toll != nil {
			worth -= int64(s.toll[settlement] * float64(t.people))
		}
		c.add(sp.kind, worth, means)
	}
}

func (c *classes) add(kind int32, worth int64, t terms) {
	c.to = append(c.to, kind)
	c.value = append(c.value, worth)
	c.terms = append(c.terms, t)
}

// sortFrom sorts the options from an index on. They come nearly sorted, a dozen at a time: insertion.
func (c *classes) sortFrom(from int) {
	for i := from + 1; i < len(c.to); i++ {
		to, value, t := c.to[i], c.value[i], c.terms[i]
		k := i
		for ; k > from && c.better(value, t, to, k-1); k-- {
			c.to[k], c.value[k], c.terms[k] = c.to[k-1], c.value[k-1], c.terms[k-1]
		}
		c.to[k], c.value[k], c.terms[k] = to, value, t
	}
}

func (c *classes) better(value int64, t terms, to int32, than int) bool {
	if value != c.value[than] {
		return value > c.value[than]
	}
	u := c.terms[than]
	return cmp.Or(int(t.wish-u.wish), int(t.spare-u.spare), int(t.waste-u.waste), int(to-c.to[than])) < 0
}
