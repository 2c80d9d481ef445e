package matching

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// clusterer joins rows into clusters by average linkage: of all clusters joined by a likely pair, the two with the
// highest average weight over all pairs between them are merged first, and none below a floor. A chain of look-alikes
// does not become one person, and the order of the rows changes nothing.
type clusterer struct {
	*scorer
	floor float64
	of    []int32
	// members is nil for a row alone.
	members [][]uint32
	// near holds, for each cluster, the sum of weights to the clusters it has a likely pair with.
	near []map[int32]float64
	heap mergeHeap
	// apart says whether two rows must never be one person; it may be nil.
	apart func(a, b uint32) bool
}

// clipBits bounds what one pair adds to the average, so that one sure pair does not carry many doubtful ones.
const clipBits = 15

// largestCluster is where a person must look before anything more is joined.
const largestCluster = 40

func newClusterer(s *scorer, rows int, floor float64, apart func(a, b uint32) bool) *clusterer {
	c := &clusterer{scorer: s, floor: floor, of: make([]int32, rows), members: make([][]uint32, rows), near: make([]map[int32]float64, rows), apart: apart}
	for i := range c.of {
		c.of[i] = int32(i)
	}
	return c
}

// merge is two clusters that could be joined, with the average weight between them when it was put on the heap.
type merge struct {
	average float64
	x, y    int32
	sum     float64
}

type mergeHeap []merge

func (h mergeHeap) Len() int { return len(h) }
func (h mergeHeap) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(h[j].average, h[i].average), cmp.Compare(h[i].x, h[j].x), cmp.Compare(h[i].y, h[j].y)) < 0
}
func (h mergeHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *mergeHeap) Push(m any)   { *h = append(*h, m.(merge)) }
func (h *mergeHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (c *clusterer) membersOf(i int32) []uint32 {
	if c.members[i] == nil {
		return []uint32{uint32(i)}
	}
	return c.members[i]
}

// join merges along edges of at least the given weight.
func (c *clusterer) join(edges []edge, least float64) {
	for _, e := range edges {
		if float64(e.bits) < least {
			break
		}
		if c.apart != nil && c.apart(e.a, e.b) {
			continue
		}
		c.put(int32(e.a), int32(e.b), max(-clipBits, min(clipBits, float64(e.bits))))
	}
	heap.Init(&c.heap)
	for len(c.heap) > 0 {
		m := heap.Pop(&c.heap).(merge)
		if c.near[m.x] == nil || c.near[m.y] == nil {
			continue
		}
		if sum, ok := c.near[m.x][m.y]; !ok || sum != m.sum {
			continue
		}
		a, b := c.membersOf(m.x), c.membersOf(m.y)
		if len(a)+len(b) > largestCluster {
			delete(c.near[m.x], m.y)
			delete(c.near[m.y], m.x)
			continue
		}
		c.merge(m.x, m.y)
	}
}

// put records the sum of weights between two clusters and offers them for merging.
func (c *clusterer) put(x, y int32, sum float64) {
	if c.near[x] == nil {
		c.near[x] = map[int32]float64{}
	}
	if c.near[y] == nil {
		c.near[y] = map[int32]float64{}
	}
	c.near[x][y], c.near[y][x] = sum, sum
	if x > y {
		x, y = y, x
	}
	average := sum / float64(len(c.membersOf(x))*len(c.membersOf(y)))
	if average >= c.floor {
		c.heap = append(c.heap, merge{average, x, y, sum})
	}
}

// merge joins y to x (or x to y, if y is larger) and adds up the sums to their neighbours.
func (c *clusterer) merge(x, y int32) {
	if len(c.membersOf(x)) < len(c.membersOf(y)) {
		x, y = y, x
	}
	before, gone := c.near[x], c.near[y]
	a, b := c.membersOf(x), c.membersOf(y)
	around := make([]int32, 0, len(before)+len(gone))
	for z := range before {
		around = append(around, z)
	}
	for z := range gone {
		if _, both := before[z]; !both {
			around = append(around, z)
		}
	}
	slices.Sort(around)
	sums := make([]float64, len(around))
	for i, z := range around {
		if z == x || z == y {
			continue
		}
		sx, okX := before[z]
		sy, okY := gone[z]
		if !okX {
			sx = c.cross(a, c.membersOf(z))
		}
		if !okY {
			sy = c.cross(b, c.membersOf(z))
		}
		sums[i] = sx + sy
	}
	c.members[x] = append(append(make([]uint32, 0, len(a)+len(b)), a...), b...)
	for _, row := range b {
		c.of[row] = x
	}
	c.members[y], c.near[y] = nil, nil
	delete(before, y)
	for i, z := range around {
		if z == x || z == y {
			continue
		}
		delete(c.near[z], y)
		at := len(c.heap)
		c.put(x, z, sums[i])
		if len(c.heap) > at {
			heap.Fix(&c.heap, at)
		}
	}
}

// cross is the sum of the weights of all pairs between two clusters, minus infinity where two of them must stay apart.
func (c *clusterer) cross(a, b []uint32) float64 {
	var v vector
	sum := 0.0
	for _, x := range a {
		for _, y := range b {
			if c.apart != nil && c.apart(x, y) {
				return math.Inf(-1)
			}
			c.compare(x, y, &v)
			sum += max(-clipBits, min(clipBits, c.bits(x, y, &v)))
		}
	}
	return sum
}
