package matching

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
)

// edge is a pair of rows with its weight.
type edge struct {
	a, b uint32
	bits float32
}

// keptBits is the weight from which a pair is remembered: under it, no evidence of others could lift it.
const keptBits = -8

// scorePairs compares all pairs the plan brings together, each once, on all processors. It returns the pairs of keptBits
// and more in a fixed order, and a histogram of all weights, a bin a quarter of a bit, for the prior.
func (l *learner) scorePairs(across int, progress func(done, total int)) (edges []edge, histogram map[int]float64) {
	workers := runtime.GOMAXPROCS(0)
	type part struct {
		scorer    *scorer
		edges     []edge
		histogram map[int]float64
	}
	parts := make([]part, workers)
	for w := range parts {
		parts[w] = part{scorer: newScorer(l.model, l.scorer.of), histogram: map[int]float64{}}
	}
	for i := range l.plan.rules {
		progress(i, len(l.plan.rules))
		work := make(chan []uint32, 4*workers)
		var group sync.WaitGroup
		for w := range workers {
			group.Go(func() {
				var v vector
				for batch := range work {
					l.scoreBatch(parts[w].scorer, i, batch, across, &v, func(e edge) {
						parts[w].histogram[int(e.bits*4)]++
						if e.bits >= keptBits {
							parts[w].edges = append(parts[w].edges, e)
						}
					})
				}
			})
		}
		var batch []uint32
		l.plan.blocks(i, func(rows []uint32) {
			batch = append(append(batch, uint32(len(rows))), rows...)
			if len(batch) > 4096 {
				work <- batch
				batch = nil
			}
		})
		work <- batch
		close(work)
		group.Wait()
	}
	progress(len(l.plan.rules), len(l.plan.rules))
	histogram = map[int]float64{}
	for _, p := range parts {
		edges = append(edges, p.edges...)
		for b, n := range p.histogram {
			histogram[b] += n
		}
	}
	slices.SortFunc(edges, compareEdges)
	return edges, histogram
}

// compareEdges puts the heaviest first, and has an order for every two.
func compareEdges(x, y edge) int {
	return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// scoreBatch scores the new pairs of a list of blocks: count, rows, count, rows.
func (l *learner) scoreBatch(s *scorer, rule int, batch []uint32, across int, v *vector, found func(edge)) {
	for len(batch) > 0 {
		rows := batch[1 : 1+batch[0]]
		batch = batch[1+batch[0]:]
		for x := range rows {
			for _, b := range rows[x+1:] {
				a := rows[x]
				if across > 0 && (a < uint32(across)) == (b < uint32(across)) || l.plan.coveredBefore(rule, a, b) {
					continue
				}
				s.compare(a, b, v)
				found(edge{a, b, float32(s.bits(a, b, v))})
			}
		}
	}
}

// fitPrior finds the odds under which the pairs seen hold as many matches as the odds say: EM for one number, over the
// histogram of weights made under another prior. Pairs that no rule brought together are held to be strangers.
func fitPrior(histogram map[int]float64, made, pairs float64) float64 {
	prior := made
	for range 60 {
		matches := 0.0
		for bin, n := range histogram {
			bits := float64(bin)/4 - made + prior
			matches += n / (1 + math.Exp2(-bits))
		}
		next := math.Log2(max(matches, 0.5) / pairs)
		if math.Abs(next-prior) < 1e-3 {
			return next
		}
		prior = next
	}
	return prior
}
