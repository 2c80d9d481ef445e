package allotment

// The heaps of the solver are written out: container/heap's interface calls cost three times the work they do here.

func heapify(h []move) {
	for i := len(h)/2 - 1; i >= 0; i-- {
		siftDown(h, i)
	}
}

func siftUp(h []move) {
	i := len(h) - 1
	m := h[i]
	for i > 0 {
		up := (i - 1) / 2
		if h[up].loss <= m.loss {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = m
}

func siftDown(h []move, i int) {
	m := h[i]
	for {
		kid := 2*i + 1
		if kid >= len(h) {
			break
		}
		if kid+1 < len(h) && h[kid+1].loss < h[kid].loss {
			kid++
		}
		if m.loss <= h[kid].loss {
			break
		}
		h[i] = h[kid]
		i = kid
	}
	h[i] = m
}

func popMove(h []move) []move {
	last := len(h) - 1
	h[0] = h[last]
	h = h[:last]
	if last > 1 {
		siftDown(h, 0)
	}
	return h
}

// nodeAt is a type at a distance.
type nodeAt struct {
	dist int64
	node int32
}

// nodeHeap is the queue of a shortest-path search; equal distances come out by number, so that every run is the same.
type nodeHeap []nodeAt

func (a nodeAt) before(b nodeAt) bool {
	return a.dist < b.dist || a.dist == b.dist && a.node < b.node
}

func (h *nodeHeap) push(n nodeAt) {
	*h = append(*h, n)
	s := *h
	i := len(s) - 1
	for i > 0 {
		up := (i - 1) / 2
		if s[up].before(n) {
			break
		}
		s[i] = s[up]
		i = up
	}
	s[i] = n
}

func (h *nodeHeap) pop() nodeAt {
	s := *h
	top := s[0]
	n := s[len(s)-1]
	s = s[:len(s)-1]
	*h = s
	i := 0
	for {
		kid := 2*i + 1
		if kid >= len(s) {
			break
		}
		if kid+1 < len(s) && s[kid+1].before(s[kid]) {
			kid++
		}
		if !s[kid].before(n) {
			break
		}
		s[i] = s[kid]
		i = kid
	}
	if len(s) > 0 {
		s[i] = n
	}
	return top
}

// pairTable numbers the ordered pairs of types that some class joins, in the order they are first met, and lists them
// by their first type.
type pairTable struct {
	n     int
	dense []int32         // n·n, for up to denseTypes types; 0 means not met, otherwise number + 1
	hash  map[int64]int32 // beyond
	from  [][]pairTo
	size  int32
}

type pairTo struct{ to, pair int32 }

// denseTypes is where the square table (4 bytes a pair) would pass 64 MB.
const denseTypes = 4096

func newPairTable(n int) pairTable {
	p := pairTable{n: n, from: make([][]pairTo, n)}
	if n <= denseTypes {
		p.dense = make([]int32, n*n)
	} else {
		p.hash = map[int64]int32{}
	}
	return p
}

// id returns the number of a pair, making it if it is new.
func (p *pairTable) id(j, k int32) int32 {
	if p.dense != nil {
		at := &p.dense[int(j)*p.n+int(k)]
		if *at == 0 {
			*at = p.add(j, k) + 1
		}
		return *at - 1
	}
	key := int64(j)*int64(p.n) + int64(k)
	id, ok := p.hash[key]
	if !ok {
		id = p.add(j, k)
		p.hash[key] = id
	}
	return id
}

func (p *pairTable) add(j, k int32) int32 {
	id := p.size
	p.size++
	p.from[j] = append(p.from[j], pairTo{k, id})
	return id
}
