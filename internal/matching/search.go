package matching

import (
	"cmp"
	"math"
	"slices"
)

// search is one question to an index.
type search struct {
	x                     *Index
	asked                 asked
	given, family, father likeNames
	best                  []scoredRow
	limit                 int
	seen                  map[uint32]bool
}

// likeNames are the numbers of names that could be the one asked for, the likeliest first, and what each says.
type likeNames struct {
	numbers []uint32
	bits    []float32
}

type scoredRow struct {
	row  uint32
	bits float32
}

// Search proposes at most limit people who could be the one asked for, the likeliest first. What is not known may be
// left out: a family name and a year are enough to begin with.
func (x *Index) Search(p Person, limit int) []Candidate {
	s := &search{x: x, asked: askedOf(p), limit: limit, seen: map[uint32]bool{}}
	x.mu.RLock()
	defer x.mu.RUnlock()
	s.given, s.family, s.father = x.numbersLike(s.asked.given), x.numbersLike(s.asked.family), x.numbersLike(s.asked.father)
	s.byCodes()
	s.byBirth()
	s.byNames()
	out := make([]Candidate, len(s.best))
	for i, b := range s.best {
		out[i] = Candidate{x.rows.at(b.row).id, b.bits}
	}
	return out
}

// numbersLike are the numbers of all readings first, then of what is a consonant away. A rare name says more.
func (x *Index) numbersLike(skeletons []string) likeNames {
	var out likeNames
	add := func(n uint32, bits float32) {
		if len(out.numbers) < mostNamesLike && !slices.Contains(out.numbers, n) {
			out.numbers, out.bits = append(out.numbers, n), append(out.bits, bits)
		}
	}
	for _, s := range skeletons {
		if n, known := x.names.number[s]; known {
			add(n, float32(min(12, math.Log2(float64(x.rows.n)/float64(x.names.count[n])))))
		}
	}
	for _, s := range skeletons {
		for _, n := range x.names.like(s) {
			add(n, 3)
		}
	}
	return out
}

func (s *search) byCodes() {
	for _, d := range s.asked.documents {
		s.x.each(keyDocument, d, mostOfKey, s.lookAtSure)
	}
	for _, n := range s.asked.phones {
		for _, g := range s.given.numbers {
			s.x.each(keyPhone, mix(n, g), mostOfKey, s.lookAt)
		}
	}
}

// byBirth looks at everybody born on the day, or on the day with day and month swapped; where too many were, by family
// name too.
func (s *search) byBirth() {
	d := s.asked.birth
	if d.Day == 0 {
		return
	}
	days := []Date{d}
	if d.Day <= 12 && d.Month >= 1 && d.Day != d.Month {
		days = append(days, Date{d.Year, d.Day, d.Month})
	}
	for _, day := range days {
		for _, f := range s.family.numbers {
			s.x.each(keyFamilyBirth, mix(f, dayKey(day)), mostOfKey, s.lookAt)
		}
		s.x.each(keyBirth, dayKey(day), mostOfKey, s.lookAt)
	}
}

// byNames looks at namesakes: of the years around the year of birth where it is told, else of all years; and at given
// and family name in each other's place.
func (s *search) byNames() {
	year := s.asked.birth.Year
	for i, g := range s.given.numbers {
		for j, f := range s.family.numbers {
			if i > 0 && j > 0 {
				break // both a consonant away is another name
			}
			for _, names := range []uint32{mix(g, f), mix(f, g)} {
				if year == 0 {
					s.x.each(keyNames, names, mostOfKey, s.lookAt)
					continue
				}
				for y := year - 1; y <= year+1; y++ {
					s.x.each(keyNamesYear, mix(names, uint32(y)), mostOfKey, s.lookAt)
				}
				if i == 0 && j == 0 {
					s.x.each(keyNames, names, mostOfKey/8, s.lookAt)
				}
			}
		}
		if i > 0 || year == 0 || len(s.father.numbers) == 0 {
			continue
		}
		for y := year - 1; y <= year+1; y++ {
			s.x.each(keyGivenFather, mix(mix(g, s.father.numbers[0]), uint32(y)), mostOfKey, s.lookAt)
		}
	}
}

func (s *search) lookAt(i uint32) { s.consider(i, 0) }

// lookAtSure is for a row found by its document: it comes first whatever else it says.
func (s *search) lookAtSure(i uint32) { s.consider(i, 30) }

func (s *search) consider(i uint32, extra float32) {
	r := s.x.rows.at(i)
	if r.gone() {
		return
	}
	bits := s.weigh(r) + extra
	if len(s.best) == s.limit && bits <= s.best[len(s.best)-1].bits || s.seen[i] {
		return
	}
	s.seen[i] = true
	at, _ := slices.BinarySearchFunc(s.best, scoredRow{i, bits}, func(a, b scoredRow) int {
		return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(a.row, b.row))
	})
	s.best = slices.Insert(s.best, at, scoredRow{i, bits})
	s.best = s.best[:min(len(s.best), s.limit)]
}

// weigh is the rough weight of a row: by number, not by letter.
func (s *search) weigh(r *row) float32 {
	straight := s.weighName(s.given, r.given) + s.weighName(s.family, r.family)
	if straight < 0 {
		straight = max(straight, s.weighName(s.given, r.family)+s.weighName(s.family, r.given)-2)
	}
	bits := straight + s.weighName(s.father, r.father)/2 + s.weighBirth(r.birth())
	switch sex := r.sex(); {
	case sex == 0 || s.asked.sex == SexUnknown:
	case sex == 1 != (s.asked.sex == Female):
		bits -= 4
	}
	if s.asked.place != 0 && s.asked.place == r.place {
		bits += 2
	}
	return bits
}

func (s *search) weighName(like likeNames, n uint32) float32 {
	if len(like.numbers) == 0 || n == 0 {
		return 0
	}
	for i, m := range like.numbers {
		if m == n {
			return like.bits[i]
		}
	}
	return -4
}

func (s *search) weighBirth(d Date) float32 {
	a := s.asked.birth
	if a.Year == 0 || d.Year == 0 {
		return 0
	}
	switch compareDates(a, d, a == d) {
	case sameLevel:
		return 12
	case sameFormLevel:
		return 5
	case closeLevel:
		return 7
	case looseLevel:
		return 2
	}
	if max(a.Year, d.Year)-min(a.Year, d.Year) <= 1 {
		return -2
	}
	return -8
}
