package matching

import (
	"math"

	"homeward"
)

// Pair is two rows held to be one person's, with the probability.
type Pair struct {
	A, B        int
	Probability float64
}

// Options of a run; the zero value is right.
type Options struct {
	// Progress is told the stage (a catalogue key) and how far it is; it may be nil.
	Progress func(stage string, done, total int)
	// Apart says whether two rows must never be one person: a clerk's decision, two verified documents, two people
	// present at one event. It may be nil.
	Apart func(a, b int) bool
}

func (o Options) progress(stage string, done, total int) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}

// Result is what a run found.
type Result struct {
	// Pairs are the likely pairs, the surest first.
	Pairs []Pair
	// Clusters is the number of each row's cluster, counted from 0 in the order of first rows.
	Clusters []int
	model    *model
}

// likelyBits is the weight from which a pair is held to be one person: even odds.
const likelyBits = 0

// Dedupe finds the records of a table that speak of one person. It learns from the table alone: no labels, no
// threshold. The same table gives the same result.
func Dedupe(t *Table, o Options) (*Result, error) {
	l, edges, err := learn(t, 0, o)
	if err != nil {
		return nil, err
	}
	edges = l.addHouseholds(edges)
	o.progress("matching.stage.cluster", 0, 1)
	s := newScorer(l.model, l.scorer.of)
	c := newClusterer(s, t.rows, l.floor(), func(a, b uint32) bool { return s.mustStayApart(a, b, o.Apart) })
	c.join(edges, likelyBits)
	o.progress("matching.stage.cluster", 1, 1)
	return &Result{model: l.model, Pairs: likely(edges), Clusters: numbered(c.of)}, nil
}

// Link finds the records of two tables that speak of one person. The tables have the same columns; the rows of both
// stand in t, the first split of them from the first. Unless many is set, no row is linked twice.
func Link(t *Table, split int, many bool, o Options) (*Result, error) {
	if split <= 0 || split >= t.rows {
		return nil, homeward.Errorf(homeward.Invalid, "matching.nothing_to_compare").WithHint("matching.nothing_to_compare.hint")
	}
	l, edges, err := learn(t, split, o)
	if err != nil {
		return nil, err
	}
	edges = l.addHouseholds(edges)
	if !many {
		edges = bestMutual(edges, t.rows)
	}
	r := &Result{model: l.model, Pairs: likely(edges)}
	for i, p := range r.Pairs {
		r.Pairs[i].A, r.Pairs[i].B = min(p.A, p.B), max(p.A, p.B)-split
	}
	return r, nil
}

// floor is the average weight under which clusters are not merged: half way between chance and even odds. A pair that
// reaches it is still 2^(prior/2) times likelier than two records drawn at random.
func (m *model) floor() float64 { return m.prior / 2 }

// mustStayApart is the caller's word, and that of a household which declares two members of different given names.
func (s *scorer) mustStayApart(a, b uint32, apart func(a, b int) bool) bool {
	if apart != nil && apart(int(a), int(b)) {
		return true
	}
	if !s.sameHousehold(a, b) || s.kin.given < 0 {
		return false
	}
	n := len(s.fields)
	x, y := s.of[int(a)*n+s.kin.given], s.of[int(b)*n+s.kin.given]
	return s.compareValues(s.kin.given, x, y) > sameFormLevel
}

func likely(edges []edge) []Pair {
	var out []Pair
	for _, e := range edges {
		if e.bits >= likelyBits {
			out = append(out, Pair{int(e.a), int(e.b), probability(float64(e.bits))})
		}
	}
	return out
}

// numbered renames clusters by the order of their first rows.
func numbered(of []int32) []int {
	out := make([]int, len(of))
	numbers := map[int32]int{}
	for row, x := range of {
		n, ok := numbers[x]
		if !ok {
			n = len(numbers)
			numbers[x] = n
		}
		out[row] = n
	}
	return out
}

func probability(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }

// learn makes the model of a table and scores its candidate pairs. across is the number of rows of the first of two
// tables that are linked, 0 for one table.
func learn(t *Table, across int, o Options) (*learner, []edge, error) {
	o.progress("matching.stage.read", 0, 1)
	fields := t.fields()
	if len(fields) < 2 || t.rows < 2 {
		return nil, nil, homeward.Errorf(homeward.Invalid, "matching.nothing_to_compare").WithHint("matching.nothing_to_compare.hint")
	}
	if len(fields) > maxFields {
		return nil, nil, homeward.Errorf(homeward.Invalid, "matching.too_many_columns", "Count", len(fields), "Most", maxFields)
	}
	l := &learner{model: newModel(t, fields)}
	l.scorer = newScorer(l.model, layRows(fields, t.rows))
	o.progress("matching.stage.plan", 0, 1)
	l.plan = planBlocks(fields, t.rows)
	o.progress("matching.stage.learn", 0, 1)
	l.learnU(across)
	l.learnM(across)
	pairs := float64(t.rows) * float64(t.rows-1) / 2
	if across > 0 {
		pairs = float64(across) * float64(t.rows-across)
	}
	l.prior = -math.Log2(float64(t.rows))
	l.weigh()
	l.learnGuard(across)
	edges, histogram := l.scorePairs(across, func(done, total int) { o.progress("matching.stage.score", done, total) })
	fitted := fitPrior(histogram, l.prior, pairs)
	shift := float32(fitted - l.prior)
	for i := range edges {
		edges[i].bits += shift
	}
	l.prior = fitted
	return l, edges, nil
}
