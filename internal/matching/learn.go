package matching

import (
	"cmp"
	"math"
	"slices"
)

// learner collects what a model is learnt from.
type learner struct {
	*model
	plan   *plan
	scorer *scorer
}

// randomPairs is how many pairs are drawn for u at most, and drawsPerRow how many for each row of a short file.
const randomPairs, drawsPerRow = 250_000, 60

// learnU compares random pairs. Every level keeps a little of chance, for a level that a million pairs never showed
// may still come. Agreement by chance is known exactly from the counts of the values.
func (l *learner) learnU(across int) {
	counts := make([][levels]float64, len(l.fields))
	var v vector
	state := uint64(1)
	draws := min(randomPairs, 20_000+drawsPerRow*l.rows, l.rows*(l.rows-1)/2*4)
	for range draws {
		a, b := uint32(next(&state)%uint64(l.rows)), uint32(next(&state)%uint64(l.rows))
		if across > 0 {
			a, b = uint32(next(&state)%uint64(across)), uint32(across)+uint32(next(&state)%uint64(l.rows-across))
		}
		if a == b {
			continue
		}
		l.scorer.compare(a, b, &v)
		for i := range l.fields {
			counts[i][v[i]]++
		}
	}
	for i, f := range l.fields {
		total := 0.0
		if f.sexes == nil {
			filled := 0.0
			for lv := sameLevel; lv < levels; lv++ {
				filled += counts[i][lv]
			}
			counts[i][sameLevel] = filled * f.chance()
		}
		for lv := sameLevel; lv < levels; lv++ {
			counts[i][lv] += 0.5 + pseudoDraws*usualU[lv]
			total += counts[i][lv]
		}
		for lv := sameLevel; lv < levels; lv++ {
			l.u[i][lv] = counts[i][lv] / total
		}
	}
}

// pseudoDraws pairs of an ordinary register stand beside those drawn, at these shares: in a short file too few are drawn
// to know how seldom strangers are alike.
const pseudoDraws = 500

var usualU = [levels]float64{sameFormLevel: .002, closeLevel: .01, looseLevel: .03, differLevel: .958}

// trainingPairs bounds the pairs of one rule that m is learnt from.
const trainingPairs = 60_000

// ruleLevels are the patterns of one rule's pairs with their counts.
type ruleLevels struct {
	rule     *rule
	patterns map[uint64]float64
}

// sample compares pairs of a rule's blocks, evenly thinned to trainingPairs.
func (l *learner) sample(i int, across int) ruleLevels {
	total := l.plan.rules[i].pairs
	keep := uint64(math.MaxUint64)
	if total > trainingPairs {
		keep = uint64(float64(math.MaxUint64) * float64(trainingPairs) / float64(total))
	}
	out := ruleLevels{rule: &l.plan.rules[i], patterns: map[uint64]float64{}}
	var v vector
	l.plan.blocks(i, func(rows []uint32) {
		for x := range rows {
			for _, b := range rows[x+1:] {
				a := rows[x]
				if across > 0 && (a < uint32(across)) == (b < uint32(across)) {
					continue
				}
				if h := uint64(a)*0x9E3779B97F4A7C15 ^ uint64(b)*0xC2B2AE3D27D4EB4F; h*0xD6E8FEB86659FD93 > keep {
					continue
				}
				l.scorer.compare(a, b, &v)
				out.patterns[v.pattern(len(l.fields))]++
			}
		}
	})
	return out
}

const (
	emRounds = 100
	// emStop ends the rounds when no share moves by more.
	emStop = 1e-4
	// firstRepeats is how many repeats a record has when learning begins: few, so that a rule whose blocks hold hardly a
	// match does not take relatives and namesakes for them.
	firstRepeats = 0.1
	// pseudoMatches stand beside the matches seen, with the levels of defaultM.
	pseudoMatches = 5
	// clearPower is how much less a rule counts that does not tell matches clearly from the rest.
	clearPower = 8
)

// defaultM is where learning begins and what a field keeps that no rule could teach.
var defaultM = [levels]float64{0, .72, .1, .06, .04, .08}

// learnM runs EM per rule and averages what the rules say of each field by the matches they saw. A field that no rule
// could teach (a short file, a column nearly empty) keeps defaultM.
func (l *learner) learnM(across int) {
	n := len(l.fields)
	sums := make([][levels]float64, n)
	weight := make([]float64, n)
	for i := range l.plan.rules {
		rl := l.sample(i, across)
		m, seen, clear, ok := l.expectRule(rl)
		if !ok {
			continue
		}
		for f := range n {
			if rl.rule.has(f) || seen[f] < 1 {
				continue
			}
			w := math.Sqrt(seen[f]) * math.Pow(clear, clearPower)
			weight[f] += w
			for lv := range levels {
				sums[f][lv] += w * m[f][lv]
			}
		}
	}
	for f := range n {
		if weight[f] == 0 {
			l.m[f] = defaultM
			continue
		}
		for lv := range levels {
			l.m[f][lv] = sums[f][lv] / weight[f]
		}
	}
}

// expectRule learns m from one rule's patterns over the fields that the rule does not make agree. seen is how many matches
// had each field, clear how sure they were on average.
func (l *learner) expectRule(rl ruleLevels) (m [][levels]float64, seen []float64, clear float64, ok bool) {
	n := len(l.fields)
	type row struct {
		v     vector
		count float64
	}
	rows := make([]row, 0, len(rl.patterns))
	total := 0.0
	keys := make([]uint64, 0, len(rl.patterns))
	for p := range rl.patterns {
		keys = append(keys, p)
	}
	slices.Sort(keys)
	for _, p := range keys {
		r := row{count: rl.patterns[p]}
		for i := n - 1; i >= 0; i-- {
			r.v[i] = level(p % uint64(levels))
			p /= uint64(levels)
		}
		rows = append(rows, r)
		total += r.count
	}
	if total < 20 {
		return nil, nil, 0, false
	}
	m = make([][levels]float64, n)
	for i := range m {
		m[i] = defaultM
	}
	share := min(0.2, firstRepeats*float64(l.rows)/total)
	for range emRounds {
		counts := make([][levels]float64, n)
		matches := 0.0
		for _, r := range rows {
			odds := share / (1 - share)
			for i := range n {
				if lv := r.v[i]; lv != blankLevel && !rl.rule.has(i) {
					odds *= m[i][lv] / l.u[i][lv]
				}
			}
			p := r.count * odds / (1 + odds)
			matches += p
			for i := range n {
				counts[i][r.v[i]] += p
			}
		}
		moved := math.Abs(matches/total - share)
		share = min(0.999, max(1e-6, matches/total))
		for i := range n {
			sum := 0.0
			for lv := sameLevel; lv < levels; lv++ {
				counts[i][lv] += pseudoMatches * defaultM[lv]
				sum += counts[i][lv]
			}
			for lv := sameLevel; lv < levels; lv++ {
				x := counts[i][lv] / sum
				moved = max(moved, math.Abs(x-m[i][lv]))
				m[i][lv] = x
			}
		}
		if moved < emStop {
			break
		}
	}
	seen = make([]float64, n)
	sum, squares := 0.0, 0.0
	for _, r := range rows {
		odds := share / (1 - share)
		for i := range n {
			if lv := r.v[i]; lv != blankLevel && !rl.rule.has(i) {
				odds *= m[i][lv] / l.u[i][lv]
			}
		}
		p := odds / (1 + odds)
		sum, squares = sum+r.count*p, squares+r.count*p*p
		for i := range n {
			if r.v[i] != blankLevel {
				seen[i] += r.count * p
			}
		}
	}
	if sum < 1 {
		return nil, nil, 0, false
	}
	return m, seen, squares / sum, true
}

// guardPairs is how many pairs that agree on a field are drawn at most to see what else strangers share who share it.
const guardPairs, guardPerRow = 30_000, 20

// learnGuard measures what strangers who agree on one field also agree on, for the fields that say where and what
// somebody is, and for the family name that can fill a village. Not for the rest: among records that share a day of birth
// too many are one person's still unrecognised.
func (l *learner) learnGuard(across int) {
	n := len(l.fields)
	guard := make([][]float64, n)
	state := uint64(7)
	var v vector
	for f := range n {
		guard[f] = make([]float64, n)
		if !l.fields[f].kind.isCircumstance() {
			continue
		}
		strangers, agree := make([]float64, n), make([]float64, n)
		l.agreeing(f, &state, func(a, b uint32) {
			if across > 0 && (a < uint32(across)) == (b < uint32(across)) {
				return
			}
			l.scorer.compare(a, b, &v)
			p := 1 - probability(l.scorer.bits(a, b, &v))
			for g := range n {
				switch v[g] {
				case blankLevel:
				case sameLevel, sameFormLevel:
					agree[g] += p
					fallthrough
				default:
					strangers[g] += p
				}
			}
		})
		for g := range n {
			most := 0.0
			switch {
			case g == f || strangers[g] < leastStrangers:
				continue
			case l.fields[g].kind.isCircumstance():
				most = mostGuard
			case l.fields[g].kind == FamilyName && l.fields[f].kind.isPlace():
				most = mostFamilyGuard
			}
			chance := l.u[g][sameLevel] + l.u[g][sameFormLevel]
			guard[f][g] = min(most, max(0, math.Log2((agree[g]+0.5)/strangers[g]/chance)))
		}
	}
	l.guard = guard
}

const (
	// leastStrangers is how many must be seen before a guard is believed.
	leastStrangers = 200
	// mostGuard and mostFamilyGuard bound what is taken off, in bits.
	mostGuard, mostFamilyGuard = 3, 3
)

func (k Kind) isPlace() bool { return k == BirthPlace || k == Place }

// isCircumstance says whether a field tells where or what somebody is rather than who.
func (k Kind) isCircumstance() bool { return k.isPlace() || k == Address || k == OtherText }

// agreeing draws pairs of rows with the same value of a field, each such pair as likely as any other.
func (l *learner) agreeing(f int, state *uint64, found func(a, b uint32)) {
	rows := make([]uint32, 0, l.rows)
	for row := range l.rows {
		if !l.fields[f].blank(l.fields[f].of[row]) {
			rows = append(rows, uint32(row))
		}
	}
	sound := func(row uint32) uint32 { return l.fields[f].sound[l.fields[f].of[row]] }
	slices.SortFunc(rows, func(a, b uint32) int { return cmp.Or(cmp.Compare(sound(a), sound(b)), cmp.Compare(a, b)) })
	var starts []int
	var before []float64
	total := 0.0
	for s := 0; s < len(rows); {
		e := s
		for e < len(rows) && sound(rows[e]) == sound(rows[s]) {
			e++
		}
		if n := float64(e - s); n > 1 {
			starts = append(starts, s)
			before = append(before, total)
			total += n * (n - 1) / 2
		}
		s = e
	}
	if total == 0 {
		return
	}
	ends := append(slices.Clone(starts[1:]), len(rows))
	for range min(guardPairs, guardPerRow*l.rows) {
		x := float64(next(state)>>11) / (1 << 53) * total
		i, _ := slices.BinarySearch(before, x)
		i = max(0, i-1)
		s, e := starts[i], ends[i]
		for e > s && sound(rows[e-1]) != sound(rows[s]) {
			e--
		}
		a, b := rows[s+int(next(state)%uint64(e-s))], rows[s+int(next(state)%uint64(e-s))]
		if a != b {
			found(a, b)
		}
	}
}

// next is Marsaglia's xorshift: the same numbers on every machine.
func next(state *uint64) uint64 {
	*state ^= *state << 13
	*state ^= *state >> 7
	*state ^= *state << 17
	return *state
}
