package allotment

// transport is the exact core: households of the same class (same needs, same wishes, same worth) are one row, homes
// of the same type one column. The search works between columns only, so its cost hangs on the number of types (a few
// hundred) and on how many households move, never on households times homes.
//
// maximise Σ value·put, every class placed exactly (waiting is an option like any other), no type over its capacity.
//
// The method is the primal-dual one for minimum-cost flow (Ford and Fulkerson; Ahuja, Magnanti, Orlin, Network Flows,
// ch. 9) started from the prices of a thinned copy of the same problem, so that only what the thinned copy got wrong is
// moved. It ends with prices that prove the optimum; see Proof.
type transport struct {
	room  []int32 // homes by type; the last type is the waiting list and has no bound
	count []int32 // households by class
	first []int32 // class -> its first option; one longer than count
	to    []int32 // option -> type
	value []int64 // option -> worth of one household there
}

// flow is a solution: how many households of its class each option takes, and the price of each type.
type flow struct {
	put   []int32
	price []int64
}

// unreachable is longer than any chain.
const unreachable = int64(1) << 62

// unbounded is the room of the waiting list.
const unbounded = int32(1 << 30)

// thinning: below this many households a problem is solved from zero prices; above it, from the prices of a copy with
// one household and one home in thinFactor. Measured on the generator at 10^5 and 10^6: factors 4 to 16 are alike.
const (
	thinFrom   = 2000
	thinFactor = 8
)

func (t *transport) types() int { return len(t.room) - 1 }

func (t *transport) households() int {
	n := 0
	for _, c := range t.count {
		n += int(c)
	}
	return n
}

// solve returns an optimal flow. A class without a waiting option must have room; the caller makes sure of it.
func (t *transport) solve() flow {
	price := make([]int64, len(t.room))
	if t.households() > thinFrom {
		small := t.thinned(thinFactor)
		copy(price, small.solve().price)
	}
	return t.solveFrom(price)
}

// thinned keeps every k-th household and home, counted through in order, so that neighbouring classes (which want the
// same homes) are thinned evenly. Every class may wait in it: where waiting is no option, thinning can make it so, and
// its worth is then low enough to be the last resort.
func (t *transport) thinned(k int) *transport {
	s := &transport{room: make([]int32, len(t.room)), first: []int32{0}}
	for j, r := range t.room {
		s.room[j] = (r + int32(k) - 1) / int32(k)
	}
	ground := int32(t.types())
	s.room[ground] = unbounded
	lowest, highest := int64(0), int64(0)
	for _, v := range t.value {
		lowest, highest = min(lowest, v), max(highest, v)
	}
	seen := 0
	for c, n := range t.count {
		before := seen / k
		seen += int(n)
		if seen/k == before {
			continue
		}
		s.count = append(s.count, int32(seen/k-before))
		waits := false
		for o := t.first[c]; o < t.first[c+1]; o++ {
			s.to = append(s.to, t.to[o])
			s.value = append(s.value, t.value[o])
			waits = waits || t.to[o] == ground
		}
		if !waits {
			s.to = append(s.to, ground)
			s.value = append(s.value, lowest-4*(highest-lowest)-1)
		}
		s.first = append(s.first, int32(len(s.to)))
	}
	return s
}

// solveFrom starts at given prices: every class takes what is best for it at them, then the types that took too many or
// too few are put right along cheapest paths.
func (t *transport) solveFrom(price []int64) flow {
	b := newBalance(t, price)
	b.placeAtPrices()
	b.buildPairs()
	b.shedExcess()
	b.fillDeficits()
	b.settlePrices()
	return flow{put: b.put, price: b.price}
}

// move is one way a household can go: from the option it has to another of its class. loss is what the value falls by,
// before prices.
type move struct {
	loss     int64
	from, to int32 // options
}

// balance is the state of one solve. Between every two types that share a class lies a pair: the heap of moves of those
// households that are in the first and could be in the second, the least loss on top. Moves of households that have
// left stay in the heaps until they come to the top.
type balance struct {
	*transport
	put   []int32
	load  []int32
	price []int64
	class []int32 // option -> class

	pairs pairTable
	moves [][]move // by pair

	dist  []int64 // of the last shortest-path search
	done  []bool
	level []int32 // of the last breadth-first search
	next  []int32 // current arc of each type in the blocking flow
	queue []int32
	heap  nodeHeap
}

func newBalance(t *transport, price []int64) *balance {
	n := len(t.room)
	b := &balance{
		transport: t,
		put:       make([]int32, len(t.to)),
		load:      make([]int32, n),
		price:     price,
		class:     make([]int32, len(t.to)),
		pairs:     newPairTable(n),
		dist:      make([]int64, n),
		done:      make([]bool, n),
		level:     make([]int32, n),
		next:      make([]int32, n),
	}
	for c := range t.count {
		for o := t.first[c]; o < t.first[c+1]; o++ {
			b.class[o] = int32(c)
		}
	}
	return b
}

// placeAtPrices gives every class what is worth most to it at the prices. Classes with a single best come first; those
// that do not care fill what the others left.
func (b *balance) placeAtPrices() {
	for pass := range 2 {
		for c, n := range b.count {
			best, ties := b.bestOf(c)
			if (ties > 1) != (pass == 1) {
				continue
			}
			b.spread(c, n, best)
		}
	}
}

// bestOf returns the highest worth less price among a class's options, and how many options have it.
func (b *balance) bestOf(c int) (best int64, ties int) {
	for o := b.first[c]; o < b.first[c+1]; o++ {
		w := b.value[o] - b.price[b.to[o]]
		switch {
		case ties == 0 || w > best:
			best, ties = w, 1
		case w == best:
			ties++
		}
	}
	return best, ties
}

func (b *balance) spread(c int, n int32, best int64) {
	last := int32(-1)
	for o := b.first[c]; o < b.first[c+1] && n > 0; o++ {
		j := b.to[o]
		if b.value[o]-b.price[j] != best {
			continue
		}
		last = o
		if take := min(n, b.room[j]-b.load[j]); take > 0 {
			b.put[o] += take
			b.load[j] += take
			n -= take
		}
	}
	if n > 0 {
		b.put[last] += n
		b.load[b.to[last]] += n
	}
}

func (b *balance) buildPairs() {
	for o, n := range b.put {
		if n > 0 {
			b.offer(int32(o), false)
		}
	}
	for p := range b.moves {
		heapify(b.moves[p])
	}
}

// offer enters the moves of the households at option o into the heaps of their type.
func (b *balance) offer(o int32, ordered bool) {
	c := b.class[o]
	j := b.to[o]
	for k := b.first[c]; k < b.first[c+1]; k++ {
		if k == o {
			continue
		}
		p := b.pairs.id(j, b.to[k])
		if int(p) == len(b.moves) {
			b.moves = append(b.moves, nil)
		}
		b.moves[p] = append(b.moves[p], move{b.value[o] - b.value[k], o, k})
		if ordered {
			siftUp(b.moves[p])
		}
	}
}

// top returns the cheapest move of a pair that can still be made.
func (b *balance) top(p int32) (move, bool) {
	h := b.moves[p]
	for len(h) > 0 && b.put[h[0].from] == 0 {
		h = popMove(h)
	}
	b.moves[p] = h
	if len(h) == 0 {
		return move{}, false
	}
	return h[0], true
}

// shedExcess moves households out of overfull types until none is.
func (b *balance) shedExcess() {
	for b.raise() {
		for b.layer(b.overfull, b.hasRoom) {
			for j := range b.next {
				b.next[j] = 0
			}
			for j := range b.types() {
				if b.overfull(int32(j)) {
					b.push(int32(j), b.load[j]-b.room[j], b.hasRoom)
				}
			}
		}
	}
}

func (b *balance) overfull(j int32) bool { return b.load[j] > b.room[j] }
func (b *balance) hasRoom(j int32) bool  { return b.load[j] < b.room[j] }

// raise lifts the prices around overfull types by the distance to the nearest room; false when nothing is overfull.
func (b *balance) raise() bool {
	b.startSearch()
	any := false
	for j := range b.types() {
		if b.overfull(int32(j)) {
			b.reach(int32(j), 0)
			any = true
		}
	}
	if !any {
		return false
	}
	d := b.search(b.hasRoom)
	for j := range b.types() {
		if b.done[j] {
			b.price[j] += d - b.dist[j]
		}
	}
	return true
}

// fillDeficits brings households into types that cost something and still have room, or lowers the price to nothing.
func (b *balance) fillDeficits() {
	ground := int32(b.types())
	gives := func(j int32) bool { return j == ground || b.price[j] == 0 && b.load[j] > 0 }
	for b.lower() {
		for b.layer(gives, b.wanting) {
			for j := range b.next {
				b.next[j] = 0
			}
			for j := range b.room {
				if gives(int32(j)) {
					b.push(int32(j), b.load[j], b.wanting)
				}
			}
		}
	}
}

// wanting says that a type asks a price and is not full, which no proof allows.
func (b *balance) wanting(j int32) bool { return b.price[j] > 0 && b.load[j] < b.room[j] }

func (b *balance) lower() bool {
	any := false
	for j := range b.types() {
		any = any || b.wanting(int32(j))
	}
	if !any {
		return false
	}
	b.startSearch()
	for j := range b.room {
		b.reach(int32(j), b.price[j]) // a home left empty costs its price; the waiting list's is 0
	}
	d := b.search(b.wanting)
	for j := range b.types() {
		b.price[j] -= min(b.dist[j], d)
	}
	return true
}

// settlePrices lowers every price as far as the proof allows. The optimum often has a range of prices; the lowest are
// unique, so they can be published as such, and each says what the next household to come would push out.
func (b *balance) settlePrices() {
	b.startSearch()
	for j := range b.room {
		b.reach(int32(j), b.price[j])
	}
	b.search(func(int32) bool { return false })
	for j := range b.types() {
		b.price[j] -= b.dist[j]
	}
}

func (b *balance) startSearch() {
	for j := range b.dist {
		b.dist[j] = unreachable
		b.done[j] = false
	}
	b.heap = b.heap[:0]
}

func (b *balance) reach(j int32, d int64) {
	if d < b.dist[j] {
		b.dist[j] = d
		b.heap.push(nodeAt{d, j})
	}
}

// search is Dijkstra's over the types, with the loss of a move less the gain in price as length; it stops at the first
// goal and returns its distance, or unreachable. Types settled before it have done set.
func (b *balance) search(goal func(int32) bool) int64 {
	for len(b.heap) > 0 {
		at := b.heap.pop()
		j := at.node
		if b.done[j] || at.dist > b.dist[j] {
			continue
		}
		if goal(j) {
			return at.dist
		}
		b.done[j] = true
		for _, a := range b.pairs.from[j] {
			if b.done[a.to] {
				continue
			}
			if m, ok := b.top(a.pair); ok {
				b.reach(a.to, at.dist+m.loss-b.price[j]+b.price[a.to])
			}
		}
	}
	return unreachable
}

// layer numbers the types by moves that cost nothing at the present prices, from sources on; false when no goal is
// reached.
func (b *balance) layer(source, goal func(int32) bool) bool {
	for j := range b.level {
		b.level[j] = -1
	}
	b.queue = b.queue[:0]
	for j := range b.room {
		if source(int32(j)) {
			b.level[j] = 0
			b.queue = append(b.queue, int32(j))
		}
	}
	found := false
	for i := 0; i < len(b.queue); i++ {
		j := b.queue[i]
		if b.level[j] > 0 && goal(j) {
			found = true
			continue
		}
		for _, a := range b.pairs.from[j] {
			if b.level[a.to] >= 0 {
				continue
			}
			if m, ok := b.top(a.pair); ok && m.loss-b.price[j]+b.price[a.to] == 0 {
				b.level[a.to] = b.level[j] + 1
				b.queue = append(b.queue, a.to)
			}
		}
	}
	return found
}

// push sends up to n households out of j towards goals along the layers, and returns how many went. A type that is a
// goal keeps what it has room for.
func (b *balance) push(j, n int32, goal func(int32) bool) int32 {
	sent := int32(0)
	if b.level[j] > 0 && goal(j) {
		sent = min(n, b.room[j]-b.load[j])
		n -= sent
	}
	arcs := b.pairs.from[j]
	for ; n > 0 && int(b.next[j]) < len(arcs); b.next[j]++ {
		a := arcs[b.next[j]]
		if b.level[a.to] != b.level[j]+1 {
			continue
		}
		for n > 0 {
			m, ok := b.top(a.pair)
			if !ok || m.loss-b.price[j]+b.price[a.to] != 0 {
				break
			}
			want := min(n, b.put[m.from])
			got := b.push(a.to, want, goal)
			b.shift(m, got)
			n -= got
			sent += got
			if got < want {
				break // nothing more goes that way in this layering
			}
		}
		if n == 0 {
			break // this arc may still have some: keep it current
		}
	}
	return sent
}

// shift moves n households of one class from an option to another.
func (b *balance) shift(m move, n int32) {
	if n == 0 {
		return
	}
	b.put[m.from] -= n
	b.load[b.to[m.from]] -= n
	b.put[m.to] += n
	b.load[b.to[m.to]] += n
	if b.put[m.to] == n {
		b.offer(m.to, true)
	}
}
