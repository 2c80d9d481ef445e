package allotment

import "slices"

// deal turns an optimal flow, which only counts, into a home type for each household, -1 for waiting. Of all allotments
// with the same total it takes the one that is best for the first in line, among those the one best for the second, and
// so on: the line is the last tie-break, and the answer follows from the published rules alone, whatever way the solver
// went.
//
// Prices make this quick: the optimal allotments are exactly those in which everybody has an option that is best at the
// prices and every type that asks a price is full, so it is enough to look for chains of moves among such options.
func deal(c *classes, f flow) []int32 {
	d := &dealer{
		exchange: newExchange(&c.transport, f.put, tight(&c.transport, f.price)),
		mine:     make([]int32, len(c.room)),
	}
	d.spare = make([]bool, c.types())
	for j := range d.spare {
		d.spare[j] = f.price[j] == 0
	}
	got := make([]int32, len(c.of))
	ground := int32(c.types())
	for i, n := range c.of {
		got[i] = -1
		if n < 0 {
			continue
		}
		if j := c.to[d.take(n)]; j != ground {
			got[i] = j
		}
	}
	return got
}

// hand gives the households of each class its homes in order of line, those of most value first, and moves nothing: for
// flows that are not known to be optimal.
func (pr *Problem) hand(c *classes, f flow) []int32 {
	got := make([]int32, len(c.of))
	for i, n := range c.of {
		got[i] = -1
		if n < 0 {
			continue
		}
		best := c.first[n+1] - 1 // the waiting list
		for o := c.first[n]; o < c.first[n+1]-1; o++ {
			if f.put[o] > 0 && (int(c.to[best]) == c.types() || pr.worthAt(c, n, o) > pr.worthAt(c, n, best)) {
				best = o
			}
		}
		f.put[best]--
		if j := c.to[best]; int(j) != c.types() {
			got[i] = j
		}
	}
	return got
}

// worthAt is the published value of an option, without tolls and bonus.
func (pr *Problem) worthAt(c *classes, class, option int32) int64 {
	return pr.Rules.value(c.trait[class].rank, c.terms[option])
}

// evenOut gives equals their homes in order of line, the best first. Where parties were placed one by one, somebody
// behind can have come off better than an equal ahead; nothing else changes when they exchange.
func (pr *Problem) evenOut(r *Result) {
	type equal struct {
		trait  trait
		wishes int32
	}
	members := map[equal][]int32{}
	var order []equal
	for i := range pr.Households {
		h := &pr.Households[i]
		if pr.grouped(i) {
			continue
		}
		e := equal{trait{h.Need, h.Rank, h.People, anywhere, h.Accessible}, pr.wishOf[i]}
		if members[e] == nil {
			order = append(order, e)
		}
		members[e] = append(members[e], int32(i))
	}
	for _, e := range order {
		list := members[e]
		if len(list) < 2 {
			continue
		}
		rank := pr.optionsOf(int(list[0]), r.Mode)
		homes := make([]int32, len(list))
		for n, i := range list {
			homes[n] = r.Type[i]
		}
		slices.SortStableFunc(homes, func(a, b int32) int { return rank.place(a) - rank.place(b) })
		for n, i := range list {
			r.Type[i] = homes[n]
		}
	}
}

// place is where a type stands among the options of a single class, the waiting list last.
func (c *classes) place(kind int32) int {
	if at := slices.Index(c.to, kind); at >= 0 {
		return at
	}
	return len(c.to)
}

// tight marks the options that are worth most to their class at the prices.
func tight(t *transport, price []int64) []bool {
	yes := make([]bool, len(t.to))
	for c := range t.count {
		from, to := t.first[c], t.first[c+1]
		if from == to {
			continue
		}
		best := t.value[from] - price[t.to[from]]
		for o := from; o < to; o++ {
			best = max(best, t.value[o]-price[t.to[o]])
		}
		for o := from; o < to; o++ {
			yes[o] = t.value[o]-price[t.to[o]] == best
		}
	}
	return yes
}

// dealer is an exchange that fixes one household after another.
type dealer struct {
	*exchange
	mine []int32 // type -> option + 1 at which the household's class has somebody to move; 0 for none
}

// take fixes the next household of a class and returns its option: the best it can have without changing the total or
// what those ahead got. An option that one household of a class cannot have, no later one of it can: what is fixed only
// grows.
func (d *dealer) take(class int32) int32 {
	from, to := d.first[class], d.first[class+1]
	for o := from; o < to; o++ {
		if d.put[o] > 0 {
			d.put[o]-- // it stays in the load
			return o
		}
		if !d.usable[o] {
			continue
		}
		if d.swap(o, from, to) {
			return o
		}
		d.usable[o] = false
	}
	panic("allotment: a household is missing from its class")
}

// swap looks for a chain by which a household of the class that is counted elsewhere comes to option o, and makes it.
func (d *dealer) swap(o, from, to int32) bool {
	for k := from; k < to; k++ {
		if d.put[k] > 0 {
			d.mine[d.to[k]] = k + 1
		}
	}
	d.start()
	d.visit(d.to[o], origin)
	at, ok := d.search(func(j int32) bool { return d.mine[j] != 0 })
	if ok {
		d.apply(at)
		d.remove(d.mine[at] - 1)
		d.load[d.to[o]]++
	}
	for k := from; k < to; k++ {
		d.mine[d.to[k]] = 0
	}
	return ok
}
