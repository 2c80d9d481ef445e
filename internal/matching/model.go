package matching

import "math"

// The score is that of Fellegi and Sunter (1969): each field adds log2(m/u), how much oftener its level is seen between
// two records of one person than between strangers. u comes from pairs drawn at random; m is learnt without labels by
// expectation maximisation (Winkler 1988) over the pairs of each blocking rule in turn, leaving out the fields that the
// rule makes agree.

// maxFields bounds the compared columns: a rule keeps its fields as bits, a pattern its levels as digits.
const maxFields = 24

// vector is the levels of one pair of records.
type vector [maxFields]level

// model is what was learnt from one table.
type model struct {
	fields []*field
	// household is the number of each row's declared household, 0 for none; nil if the table has no such column.
	household []uint32
	kin       kinship
	rows      int
	// m and u are chances by field and level, blankLevel apart: they sum to 1 over the other levels.
	m, u [][levels]float64
	// guard[f][g] is how many bits an agreement of field g loses where field f agrees too: strangers of one village share
	// more than the village.
	guard [][]float64
	// weight is log2(m/u) by field and level, and same is that of agreement by field and value: a rare value says more.
	weight [][levels]float32
	same   [][]float32
	// prior is log2 of the odds that two records drawn at random are one person's.
	prior float64
}

// scorer compares rows by a model. Each goroutine has its own, for the cache.
type scorer struct {
	*model
	// of holds the value numbers by record: row*len(fields)+field.
	of    []uint32
	cache [][]cached
}

// cached is one remembered comparison of two values.
type cached struct {
	pair  uint64
	level level
}

const cacheSize = 1 << 16

func newScorer(m *model, of []uint32) *scorer {
	s := &scorer{model: m, of: of, cache: make([][]cached, len(m.fields))}
	for i, f := range m.fields {
		if f.sexes == nil && f.dates == nil {
			s.cache[i] = make([]cached, cacheSize)
		}
	}
	return s
}

// layRows writes the value numbers of all fields beside each other, a record a row.
func layRows(fields []*field, rows int) []uint32 {
	of := make([]uint32, len(fields)*rows)
	for i, f := range fields {
		for row, v := range f.of {
			of[row*len(fields)+i] = v
		}
	}
	return of
}

// compare fills in the levels of two rows.
func (s *scorer) compare(a, b uint32, out *vector) {
	n := len(s.fields)
	x, y := s.of[int(a)*n:int(a)*n+n], s.of[int(b)*n:int(b)*n+n]
	for i := range n {
		out[i] = s.compareValues(i, x[i], y[i])
	}
	if k := s.kin; k.given >= 0 && k.family >= 0 && out[k.given] == differLevel && out[k.family] == differLevel {
		s.compareSwapped(x, y, out)
	}
}

func (s *scorer) compareValues(i int, a, b uint32) level {
	f := s.fields[i]
	if a == b {
		if a == 0 || f.blank(a) {
			return blankLevel
		}
		if f.dates == nil {
			return sameLevel
		}
	}
	c := s.cache[i]
	if c == nil {
		return f.compare(a, b)
	}
	if a > b {
		a, b = b, a
	}
	pair := uint64(a)<<32 | uint64(b)
	at := &c[(pair*0x9E3779B97F4A7C15)>>48]
	if at.pair != pair {
		*at = cached{pair, f.compare(a, b)}
	}
	return at.level
}

// compareSwapped looks whether given and family name stand in each other's place: then the two together count as one
// name in another form.
func (s *scorer) compareSwapped(x, y []uint32, out *vector) {
	given, family := s.kin.given, s.kin.family
	g, f := s.fields[given], s.fields[family]
	if !startAlike(g, f, x[given], y[family]) || !startAlike(g, f, y[given], x[family]) {
		return
	}
	if g.names[x[given]].Likeness(f.names[y[family]]) >= spelledAlike && f.names[x[family]].Likeness(g.names[y[given]]) >= spelledAlike {
		out[given], out[family] = sameFormLevel, sameFormLevel
	}
}

// startAlike is a cheap look at the first sounds before two names are compared in earnest.
func startAlike(f, g *field, a, b uint32) bool {
	x, y := f.plain[a], g.plain[b]
	return x != "" && y != "" && soundCosts[x[0]&127][y[0]&127] < 0.5
}

// bits is the weight of a pair whose levels are known: the prior and what every field adds.
func (s *scorer) bits(a, b uint32, v *vector) float64 {
	sum := s.prior
	for i := range s.fields {
		sum += s.guarded(i, a, b, v)
	}
	if s.sameHousehold(a, b) {
		sum += sameHouseholdBits
	}
	return min(sum, s.kinCap(a, b, v))
}

// guarded is what a field says beside the fields before it: an agreement that another one explains counts for less, and
// never for nothing or against.
func (s *scorer) guarded(i int, a, b uint32, v *vector) float64 {
	w := s.fieldBits(i, a, b, v)
	if w <= 0 || s.guard == nil || v[i] > sameFormLevel {
		return w
	}
	most := 0.0
	for f := range i {
		if v[f] == sameLevel || v[f] == sameFormLevel {
			most = max(most, s.guard[f][i])
		}
	}
	return max(0, w-most)
}

// mostBits bounds what one field can say.
const mostBits = 16

// weigh turns m and u into weights.
func (m *model) weigh() {
	m.weight = make([][levels]float32, len(m.fields))
	m.same = make([][]float32, len(m.fields))
	clip := func(w float64) float32 { return float32(max(-mostBits, min(mostBits, w))) }
	for i, f := range m.fields {
		for l := sameLevel; l < levels; l++ {
			m.weight[i][l] = clip(math.Log2(m.m[i][l] / m.u[i][l]))
		}
		m.same[i] = make([]float32, len(f.value))
		for v, share := range f.share {
			if f.sexes != nil {
				m.same[i][v] = m.weight[i][sameLevel]
			} else if share > 0 {
				m.same[i][v] = clip(math.Log2(m.m[i][sameLevel] / float64(share)))
			}
		}
	}
}

// fieldBits is what one field says by itself.
func (s *scorer) fieldBits(i int, a, b uint32, v *vector) float64 {
	l := v[i]
	if l != sameLevel {
		return float64(s.weight[i][l])
	}
	n := len(s.fields)
	return float64(min(s.same[i][s.of[int(a)*n+i]], s.same[i][s.of[int(b)*n+i]]))
}

// pattern is a vector as one number.
func (v *vector) pattern(n int) uint64 {
	p := uint64(0)
	for i := range n {
		p = p*uint64(levels) + uint64(v[i])
	}
	return p
}
