package matching

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Ranked is one of the best names for a query.
type Ranked struct {
	// Index is the place of the name in the list.
	Index int
	Score float64
	Match bool
}

// comparedWhole is the length of a list up to which every name is compared with every query. Longer ones are searched
// by keys first.
const comparedWhole = 20_000

// Rank finds for each query the n names of a list that are likest, the best first. Names that the scripts write alike
// come before names that merely sound alike. progress may be nil.
func Rank(queries, names []string, n int, progress func(done, total int)) [][]Ranked {
	scripts := scriptsOf(queries) | scriptsOf(names)
	r := &ranker{names: names, scripts: scripts, n: n}
	if len(names) <= comparedWhole {
		for i, name := range names {
			r.spoken = append(r.spoken, prepare(Name{Full: name}, scripts))
			r.all = append(r.all, uint32(i))
		}
	} else {
		r.index(names)
	}
	out := make([][]Ranked, len(queries))
	var done atomic.Int64
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				out[i] = r.best(queries[i])
				done.Add(1)
			}
		})
	}
	for i := range queries {
		if progress != nil && i%64 == 0 {
			progress(int(done.Load()), len(queries))
		}
		next <- i
	}
	close(next)
	group.Wait()
	if progress != nil {
		progress(len(queries), len(queries))
	}
	return out
}

// scriptsOf is the set of scripts that names are written in.
func scriptsOf(names []string) scriptSet {
	var set scriptSet
	for _, name := range names {
		for _, token := range tokens(name) {
			set |= 1 << tokenScript(token)
		}
	}
	return set
}

type ranker struct {
	names   []string
	scripts scriptSet
	n       int
	// spoken holds every name of a short list; all numbers them.
	spoken []*Spoken
	all    []uint32
	// byKey finds the names of a long list.
	byKey map[uint32][]uint32
}

// index files a long list under the keys of its words and their beginnings.
func (r *ranker) index(names []string) {
	r.byKey = map[uint32][]uint32{}
	for i, name := range names {
		for _, k := range rankKeys(name) {
			r.byKey[k] = append(r.byKey[k], uint32(i))
		}
	}
}

// rankKeys are the skeletons of a name's words without their vowels, whole and short of one consonant, so that one
// consonant read wrongly still meets.
func rankKeys(name string) []uint32 {
	var keys []uint32
	for _, token := range tokens(name) {
		for _, reading := range readings(token) {
			body := consonants(withoutDroppedH(reading), false)
			keys = append(keys, hashOf(body))
			for i := range body {
				if len(body) > 2 {
					keys = append(keys, hashOf(body[:i]+body[i+1:]))
				}
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// mostCandidates bounds the names of a long list that one query is compared with.
const mostCandidates = 4_000

// candidates are the names that share most keys with a query.
func (r *ranker) candidates(query string) []uint32 {
	if r.byKey == nil {
		return r.all
	}
	shared := map[uint32]int{}
	for _, k := range rankKeys(query) {
		for _, i := range r.byKey[k] {
			shared[i]++
		}
	}
	out := make([]uint32, 0, len(shared))
	for i := range shared {
		out = append(out, i)
	}
	slices.SortFunc(out, func(a, b uint32) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), mostCandidates)]
}

// inEarnest is how many of the candidates, the likest by sound, have their spelling looked at too, which takes longer.
const inEarnest = 600

func (r *ranker) best(query string) []Ranked {
	q := prepare(Name{Full: query}, r.scripts)
	candidates := r.candidates(query)
	if len(candidates) > inEarnest && len(q.words) > 0 && len(q.words[0].whole.cuts) > 0 {
		candidates = keepBest(candidates, inEarnest, func(i uint32) float64 { return q.soundsLike(r.prepared(i)) })
	}
	top := keepBest(candidates, r.n, func(i uint32) float64 { return q.order(r.prepared(i)) })
	out := make([]Ranked, len(top))
	for i, index := range top {
		score := q.Likeness(r.prepared(index))
		out[i] = Ranked{Index: int(index), Score: score, Match: score >= matchAt}
	}
	return out
}

// keepBest returns the n rows with the highest value above 0, the highest first, the earlier row first of two alike.
func keepBest(rows []uint32, n int, value func(uint32) float64) []uint32 {
	type valued struct {
		row   uint32
		value float64
	}
	all := make([]valued, 0, len(rows))
	for _, row := range rows {
		if v := value(row); v > 0 {
			all = append(all, valued{row, v})
		}
	}
	slices.SortFunc(all, func(a, b valued) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.row, b.row)) })
	out := make([]uint32, 0, n)
	for _, v := range all[:min(n, len(all))] {
		out = append(out, v.row)
	}
	return out
}

func (r *ranker) prepared(i uint32) *Spoken {
	if r.spoken != nil {
		return r.spoken[i]
	}
	return prepare(Name{Full: r.names[i]}, r.scripts)
}
