package allotment

import "math/bits"

// exchange holds an allotment class by class and finds chains of moves in it: somebody leaves a type for another it may
// have, who makes room for the next. Both the order of line (who can be housed at all) and the last tie-break (who among
// equals gets the better home) are settled by such chains.
type exchange struct {
	*transport
	put    []int32 // option -> households that may still be moved
	load   []int32 // type -> households, also those that may not be moved any more
	class  []int32 // option -> class
	usable []bool  // option -> whether moves to it are allowed
	// spare says which types need not be full: an empty home there may be taken, and one be left empty, as part of a
	// chain. Nil when chains only go through households.
	spare []bool

	pairs pairTable
	steps [][]step // by pair, newest last; those whose households have left stay until met
	words int
	open  []uint64 // type -> types that a step leads to, as bits; may show pairs that have become empty

	seen  []uint64
	came  []step // by type: the step that reached it
	queue []int32
}

// step is one household of a class going from an option to another.
type step struct{ from, to int32 }

func newExchange(t *transport, put []int32, usable []bool) *exchange {
	n := len(t.room)
	x := &exchange{
		transport: t, put: put, usable: usable,
		load:  make([]int32, n),
		class: make([]int32, len(t.to)),
		pairs: newPairTable(n),
		words: (n + 63) / 64,
		came:  make([]step, n),
	}
	x.open = make([]uint64, n*x.words)
	x.seen = make([]uint64, x.words)
	for c := range t.count {
		for o := t.first[c]; o < t.first[c+1]; o++ {
			x.class[o] = int32(c)
			x.load[t.to[o]] += put[o]
		}
	}
	for o, k := range put {
		if k > 0 {
			x.enter(int32(o))
		}
	}
	return x
}

// enter makes the moves of the households at an option known.
func (x *exchange) enter(o int32) {
	c, j := x.class[o], x.to[o]
	for k := x.first[c]; k < x.first[c+1]; k++ {
		if k == o || !x.usable[k] {
			continue
		}
		p := x.pairs.id(j, x.to[k])
		if int(p) == len(x.steps) {
			x.steps = append(x.steps, nil)
		}
		x.steps[p] = append(x.steps[p], step{o, k})
		x.open[int(j)*x.words+int(x.to[k])/64] |= 1 << (x.to[k] % 64)
	}
}

// step returns a move from j to k that can be made now.
func (x *exchange) step(j, k int32) (step, bool) {
	p := x.pairs.id(j, k)
	s := x.steps[p]
	for len(s) > 0 && x.put[s[len(s)-1].from] == 0 {
		s = s[:len(s)-1]
	}
	x.steps[p] = s
	if len(s) == 0 {
		x.open[int(j)*x.words+int(k)/64] &^= 1 << (k % 64)
		return step{}, false
	}
	return s[len(s)-1], true
}

// add places one household at an option, to be moved later if need be.
func (x *exchange) add(o int32) {
	x.load[x.to[o]]++
	x.put[o]++
	if x.put[o] == 1 {
		x.enter(o)
	}
}

// remove takes one household from an option.
func (x *exchange) remove(o int32) {
	x.put[o]--
	x.load[x.to[o]]--
}

func (x *exchange) start() {
	clear(x.seen)
	x.queue = x.queue[:0]
}

func (x *exchange) visit(j int32, by step) bool {
	w, bit := j/64, uint64(1)<<(j%64)
	if x.seen[w]&bit != 0 {
		return false
	}
	x.seen[w] |= bit
	x.came[j] = by
	x.queue = append(x.queue, j)
	return true
}

// origin marks a type from which a search starts.
var origin = step{-1, -1}

// emptiness is the mark of a step that no household makes: a type came to be reached from another over an empty home.
const emptiness = int32(-2)

// search goes on from the types in the queue until one is a goal. It returns that type, or false with the queue holding
// every type that can be reached.
func (x *exchange) search(goal func(j int32) bool) (int32, bool) {
	for i := 0; i < len(x.queue); i++ {
		j := x.queue[i]
		if goal(j) {
			return j, true
		}
		x.throughEmpty(j)
		row := x.open[int(j)*x.words : (int(j)+1)*x.words]
		for w, word := range row {
			for word &^= x.seen[w]; word != 0; word &= word - 1 {
				k := int32(w*64 + bits.TrailingZeros64(word))
				if s, ok := x.step(j, k); ok {
					x.visit(k, s)
				}
			}
		}
	}
	return 0, false
}

// throughEmpty goes over homes that may stay empty: taking one lets another, anywhere, be left.
func (x *exchange) throughEmpty(j int32) {
	ground := int32(x.types())
	switch {
	case x.spare == nil:
	case j == ground:
		for k := range x.spare {
			if x.spare[k] && x.load[k] > 0 {
				x.visit(int32(k), step{emptiness, j})
			}
		}
	case x.spare[j] && x.load[j] < x.room[j]:
		x.visit(ground, step{emptiness, j})
	}
}

// apply makes the moves of the chain that ends at j, and returns the type where it starts.
func (x *exchange) apply(j int32) int32 {
	for x.came[j] != origin {
		s := x.came[j]
		if s.from == emptiness {
			j = s.to
			continue
		}
		j = x.to[s.from]
		x.remove(s.from)
		x.add(s.to)
	}
	return j
}
