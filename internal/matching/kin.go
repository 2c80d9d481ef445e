package matching

import (
	"cmp"
	"math"
	"slices"
)

// Relatives share what strangers do not: a family name, a home, a telephone, and twins a day of birth. Fields are
// weighed as if they agreed by chance, so what speaks for two members of one family is capped here.

// kinship holds the numbers of the fields that tell relatives apart, -1 where the table has none.
type kinship struct{ given, family, father, birth, document int }

const (
	// twinPartners is how many twins an average person has: one birth in eighty is of twins.
	twinPartners = 0.025
	// siblingBits speaks for twins where the father's name agrees too: theirs always does.
	siblingBits = 4
	// namesakePartners is how many close relatives of another generation bear a person's own given and family name.
	namesakePartners = 0.005
	// generation is the least difference in years between parent and child.
	generation = 13
	// farDates is the share of wrong dates of birth that are wrong by a generation.
	farDates = 0.3
	// sameHouseholdBits speaks against two entries of one declared household being one person.
	sameHouseholdBits = -12
)

func newModel(t *Table, fields []*field) *model {
	m := &model{
		fields: fields, rows: t.rows, m: make([][levels]float64, len(fields)), u: make([][levels]float64, len(fields)),
		kin: kinship{-1, -1, -1, -1, -1},
	}
	for i, f := range fields {
		switch f.kind {
		case GivenName:
			m.kin.given = i
		case FamilyName:
			m.kin.family = i
		case FatherName:
			m.kin.father = i
		case BirthDate:
			m.kin.birth = i
		case Document:
			m.kin.document = i
		}
	}
	if c := t.first(Household); c != nil {
		m.household = c.of
	}
	return m
}

func (m *model) sameHousehold(a, b uint32) bool {
	return m.household != nil && m.household[a] != 0 && m.household[a] == m.household[b]
}

// kinCap is the most two records may weigh that look like relatives: twins (one family name and day of birth, two given
// names) or a child named after its parent (one name, a generation apart). It is the odds of a repeated record with that
// error against such a relative; it follows the prior, so it may be applied before the prior is fitted.
func (s *scorer) kinCap(a, b uint32, v *vector) float64 {
	k := s.kin
	if k.given < 0 || k.family < 0 || k.birth < 0 || v[k.family] > closeLevel || v[k.family] == blankLevel || k.document >= 0 && v[k.document] == sameLevel {
		return math.Inf(1)
	}
	repeats := s.prior + math.Log2(float64(s.rows))
	switch {
	case v[k.given] == differLevel && v[k.birth] >= sameLevel && v[k.birth] <= closeLevel:
		most := repeats + math.Log2(s.m[k.given][differLevel]/twinPartners)
		if k.father >= 0 && v[k.father] >= sameLevel && v[k.father] <= closeLevel {
			most -= siblingBits
		}
		return most
	case v[k.given] != blankLevel && v[k.given] <= sameFormLevel && v[k.birth] >= looseLevel && s.generationApart(a, b):
		return repeats + math.Log2(farDates*(s.m[k.birth][looseLevel]+s.m[k.birth][differLevel])/namesakePartners)
	}
	return math.Inf(1)
}

func (s *scorer) generationApart(a, b uint32) bool {
	f, n := s.fields[s.kin.birth], len(s.fields)
	x, y := f.dates[s.of[int(a)*n+s.kin.birth]].Year, f.dates[s.of[int(b)*n+s.kin.birth]].Year
	return x != 0 && y != 0 && max(x, y)-min(x, y) >= generation
}

// membersBits is what each further pair of matching members of two households adds, and mostMembersBits the most.
const (
	membersBits     = 3
	mostMembersBits = 9
)

// addHouseholds raises the pairs of two households of which other members match too. Every member counts once.
func (m *model) addHouseholds(edges []edge) []edge {
	if m.household == nil {
		return edges
	}
	type couple struct{ x, y uint32 }
	coupleOf := func(e edge) (couple, bool) {
		x, y := m.household[e.a], m.household[e.b]
		return couple{min(x, y), max(x, y)}, x != 0 && y != 0 && x != y
	}
	matched := map[couple][]edge{}
	for _, e := range edges {
		c, ok := coupleOf(e)
		if !ok || e.bits < likelyBits {
			continue
		}
		if !slices.ContainsFunc(matched[c], func(f edge) bool { return f.a == e.a || f.b == e.b || f.a == e.b || f.b == e.a }) {
			matched[c] = append(matched[c], e)
		}
	}
	for i, e := range edges {
		c, ok := coupleOf(e)
		if !ok {
			continue
		}
		others := 0
		for _, f := range matched[c] {
			if f.a != e.a && f.b != e.b && f.a != e.b && f.b != e.a {
				others++
			}
		}
		edges[i].bits += float32(min(mostMembersBits, others*membersBits))
	}
	slices.SortFunc(edges, compareEdges)
	return edges
}

// bestMutual keeps, of pairs between two tables, at most one for each row: the heaviest first, ties by row.
func bestMutual(edges []edge, rows int) []edge {
	taken := make([]bool, rows)
	var out []edge
	for _, e := range slices.SortedFunc(slices.Values(edges), func(x, y edge) int {
		return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	}) {
		if !taken[e.a] && !taken[e.b] {
			taken[e.a], taken[e.b] = true, true
			out = append(out, e)
		}
	}
	return out
}
