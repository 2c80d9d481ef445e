package matching

import (
	"cmp"
	"math/bits"
	"slices"
)

// Nobody compares every record with every other. A rule gives each record a key, and only records of one key are
// compared. Rules are made from the columns at hand: every pair of fields that can agree gives one, so that two records
// of one person meet unless all but one of their fields were spoilt.

// atom is one thing of a field two records can have in common: a whole value, a year, the consonants of a name.
type atom struct {
	field int
	// coarse orders the atoms of one field: a higher one holds for more pairs.
	coarse int
	// nested says that values which agree on the finest atom of the field agree on this one too.
	nested bool
	// key is the hash of the atom by value number; 0 where the value has none.
	key []uint32
}

// fieldAtoms returns what can be had in common in the i-th field.
func fieldAtoms(i int, f *field) []atom {
	made := map[int]*atom{}
	var order []int
	put := func(coarse, value int, text string) {
		if text == "" {
			return
		}
		a := made[coarse]
		if a == nil {
			a = &atom{field: i, coarse: coarse, nested: f.kind != FullName, key: make([]uint32, len(f.value))}
			made[coarse] = a
			order = append(order, coarse)
		}
		a.key[value] = hashOf(text)
	}
	for v := range f.value {
		if f.blank(uint32(v)) {
			continue
		}
		switch {
		case f.kind == FullName:
			first, last := outerWords(f.names[v])
			put(1, v, first)
			put(2, v, last)
		case f.names != nil:
			put(1, v, firstSkeleton(f.names[v]))
			put(2, v, prefix(f.plain[v], 3))
		case f.dates != nil:
			d := f.dates[v]
			if d.Day != 0 {
				put(0, v, string(rune(d.Year))+string(rune(d.Month*32+d.Day)))
			}
			if d.Year != 0 {
				put(2, v, string(rune(d.Year)))
			}
			if d.Day > 1 || d.Month > 1 {
				put(1, v, string(rune(d.Month*32+d.Day)))
			}
		case f.sexes != nil:
		case f.kind == Document || f.kind == Phone:
			put(0, v, f.plain[v])
		default:
			put(0, v, f.plain[v])
			put(1, v, prefix(f.plain[v], 4))
		}
	}
	out := make([]atom, 0, len(order))
	for _, c := range order {
		out = append(out, *made[c])
	}
	slices.SortFunc(out, func(a, b atom) int { return cmp.Compare(b.coarse, a.coarse) })
	return out
}

func prefix(s string, n int) string { return s[:min(len(s), n)] }

// firstSkeleton is the consonants of the first word of a name part.
func firstSkeleton(s *Spoken) string {
	if len(s.words) == 0 {
		return ""
	}
	return consonants(s.words[0].whole.readings[0], false)
}

// outerWords are the first and the last in order of letters of the skeletons of a full name's words: the same whatever
// order the words stand in.
func outerWords(s *Spoken) (first, last string) {
	for _, w := range s.words {
		if w.role == titleRole || w.role == fatherRole {
			continue
		}
		k := consonants(w.whole.readings[0], false)
		if first == "" || k < first {
			first = k
		}
		last = max(last, k)
	}
	return first, last
}

// hashOf is FNV-1a, never 0: the same on every machine, so that the same file gives the same clusters.
func hashOf(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return mixed(h)
}

func mixed(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x7feb352d
	h ^= h >> 15
	h *= 0x846ca68b
	h ^= h >> 16
	return max(h, 1)
}

// rule is a set of atoms that must all agree.
type rule struct {
	atoms []*atom
	// only limits the rule to records whose key of a coarser rule stands in too large a block; nil for all records.
	only []bool
	// except leaves out the records that stand in too large a block of this rule itself.
	except []bool
	// fields has a bit for each field the rule looks at.
	fields uint32
	pairs  int
}

func (r *rule) has(i int) bool { return r.fields&(1<<i) != 0 }

// isFinerThan says whether every pair of r is a pair of s: r asks for all that s asks for, or more.
func (r *rule) isFinerThan(s *rule) bool {
	if s.only != nil || s.except != nil || len(r.atoms) < len(s.atoms) {
		return false
	}
	for _, a := range s.atoms {
		if !slices.ContainsFunc(r.atoms, func(b *atom) bool { return b == a || b.field == a.field && b.coarse == 0 && a.coarse > 0 && a.nested }) {
			return false
		}
	}
	return true
}

// plan is the rules of a table with the keys of every record, a row of keys a record.
type plan struct {
	rules []rule
	keys  []uint32
	rows  int
}

const (
	// largestBlock bounds the records of one key that are compared with each other.
	largestBlock = 600
	// pairsPerRecord and smallPairs bound the pairs of all rules together.
	pairsPerRecord = 40
	smallPairs     = 20_000_000
)

// planBlocks chooses the rules for a table: single atoms that few share, and for every two fields the coarsest pair of
// atoms that stays inside the budget.
func planBlocks(fields []*field, rows int) *plan {
	atoms := make([][]atom, len(fields))
	for i, f := range fields {
		atoms[i] = fieldAtoms(i, f)
	}
	p := &planner{
		fields: fields, rows: rows, budget: max(smallPairs, pairsPerRecord*rows),
		keys: make([]uint32, rows), counts: make([]uint32, 1<<bits.Len(uint(4*rows))),
	}
	combos := max(1, len(fields)*(len(fields)-1)/2)
	p.perRule = p.budget / combos
	for i := range atoms {
		for j := range atoms[i] {
			if atoms[i][j].coarse == 0 {
				p.try(&atoms[i][j])
			}
		}
	}
	for i := range atoms {
		for j := i + 1; j < len(atoms); j++ {
			p.tryPairs(atoms[i], atoms[j])
		}
	}
	for i := range atoms {
		if fields[i].kind == FullName && len(atoms[i]) == 2 {
			p.try(&atoms[i][0], &atoms[i][1])
		}
	}
	p.refine(atoms)
	return p.plan()
}

type planner struct {
	fields  []*field
	rows    int
	budget  int
	perRule int
	rules   []rule
	// keys and counts are used by one rule at a time.
	keys   []uint32
	counts []uint32
}

// tryPairs takes the coarsest combination of two fields' atoms that stays inside the budget of a rule.
func (p *planner) tryPairs(a, b []atom) {
	type combo struct {
		x, y   *atom
		coarse int
	}
	var combos []combo
	for i := range a {
		for j := range b {
			combos = append(combos, combo{&a[i], &b[j], a[i].coarse + b[j].coarse})
		}
	}
	slices.SortStableFunc(combos, func(x, y combo) int { return cmp.Compare(y.coarse, x.coarse) })
	taken := -1
	for _, c := range combos {
		// Of combinations nearly as coarse as the first that fits, all that fit are taken: they hold for other pairs.
		if taken >= 0 && c.coarse < taken-1 {
			return
		}
		if p.try(c.x, c.y) && taken < 0 {
			taken = c.coarse
		}
	}
}

// try adds a rule if the pairs it would compare stay inside its budget.
func (p *planner) try(atoms ...*atom) bool {
	r := rule{atoms: atoms}
	for _, a := range atoms {
		r.fields |= 1 << a.field
	}
	if slices.ContainsFunc(p.rules, func(s rule) bool { return r.isFinerThan(&s) }) {
		return false
	}
	return p.add(r)
}

func (p *planner) add(r rule) bool {
	p.fill(&r, p.keys, 1, 0)
	r.pairs, r.except = p.count()
	if r.pairs == 0 || r.pairs > p.perRule {
		return false
	}
	p.rules = append(p.rules, r)
	return true
}

// fill writes the rule's key of every record to keys[record*step+at], 0 where the rule does not hold for it.
func (p *planner) fill(r *rule, keys []uint32, step, at int) {
	for row := range p.rows {
		h := uint32(0)
		if (r.only == nil || r.only[row]) && (r.except == nil || !r.except[row]) {
			h = 2166136261
			for _, a := range r.atoms {
				k := a.key[p.fields[a.field].of[row]]
				if k == 0 {
					h = 0
					break
				}
				h = mixed(h*31 + k + uint32(a.field)*0x9e3779b9 + uint32(a.coarse))
			}
		}
		keys[row*step+at] = h
	}
}

// count counts the pairs inside blocks of no more than largestBlock records, and marks the records in larger ones.
// Keys are counted by their upper bits: blocks that share them are taken for one, which only makes the plan careful.
func (p *planner) count() (pairs int, large []bool) {
	clear(p.counts)
	shift := 32 - bits.Len(uint(len(p.counts)-1))
	for _, k := range p.keys {
		if k != 0 {
			p.counts[k>>shift]++
		}
	}
	over := false
	for _, n := range p.counts {
		if n > largestBlock {
			over = true
		} else {
			pairs += int(n) * (int(n) - 1) / 2
		}
	}
	if over {
		large = make([]bool, p.rows)
		for row, k := range p.keys {
			large[row] = k != 0 && p.counts[k>>shift] > largestBlock
		}
	}
	return pairs, large
}

// refine cuts blocks that are too large by one more field each, instead of leaving out the commonest names.
func (p *planner) refine(atoms [][]atom) {
	for i := range len(p.rules) {
		large := p.rules[i].except
		if large == nil {
			continue
		}
		for f := range atoms {
			if p.rules[i].has(f) || len(atoms[f]) == 0 {
				continue
			}
			fine := &atoms[f][len(atoms[f])-1]
			p.add(rule{atoms: append(slices.Clone(p.rules[i].atoms), fine), only: large, fields: p.rules[i].fields | 1<<f})
		}
	}
}

// plan puts the rules with the fewest pairs first, keeps them up to the budget, and lays the keys out by record.
func (p *planner) plan() *plan {
	slices.SortStableFunc(p.rules, func(a, b rule) int { return cmp.Compare(a.pairs, b.pairs) })
	out := &plan{rows: p.rows}
	left := p.budget
	for _, r := range p.rules {
		if r.pairs > left {
			break
		}
		left -= r.pairs
		out.rules = append(out.rules, r)
	}
	n := len(out.rules)
	out.keys = make([]uint32, n*p.rows)
	for i := range out.rules {
		p.fill(&out.rules[i], out.keys, n, i)
		out.rules[i].only, out.rules[i].except = nil, nil
	}
	return out
}

// blocks calls f for every block of a rule, the rows of one key in ascending order.
func (p *plan) blocks(i int, f func(rows []uint32)) {
	n := len(p.rules)
	list := make([]uint64, 0, p.rows)
	for row := range p.rows {
		if k := p.keys[row*n+i]; k != 0 {
			list = append(list, uint64(k)<<32|uint64(row))
		}
	}
	slices.Sort(list)
	var rows []uint32
	for s := 0; s < len(list); {
		e := s
		rows = rows[:0]
		for e < len(list) && list[e]>>32 == list[s]>>32 {
			rows = append(rows, uint32(list[e]))
			e++
		}
		if len(rows) > 1 && len(rows) <= largestBlock {
			f(rows)
		}
		s = e
	}
}

// coveredBefore says whether an earlier rule than the i-th already brought two rows together.
func (p *plan) coveredBefore(i int, a, b uint32) bool {
	n := len(p.rules)
	x, y := p.keys[int(a)*n:int(a)*n+i], p.keys[int(b)*n:int(b)*n+i]
	for j, k := range x {
		if k != 0 && k == y[j] {
			return true
		}
	}
	return false
}
