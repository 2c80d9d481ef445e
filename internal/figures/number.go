package figures

import (
	"math"
	"time"
)

func timeMonth(m int) time.Month { return time.Month(m) }

// unit is what a quantity counts.
type unit uint8

const (
	noUnit unit = iota
	families
	people
	homes
	others // not a figure of ours
)

// quantity is a number of a sentence with what it counts and how it is meant.
type quantity struct {
	from, to   int // tokens of the number, with its quantifier's ending but without its noun
	noun       int // token of the noun, -1 without
	value      int
	most       int // upper end of a range
	quantifier Quantifier
	twice      bool // two quantifiers
	unit       unit
	part       bool // women, children …
	worker     bool
	more       bool // "22 more families"
	word       bool // written in words
	bare       bool // no noun of its own
	before     bool // the noun stands before the number
	reference  bool // the whole that another number is a part of
	used       bool
}

// quantities finds the counts of a sentence. Dates, times, ranks, percentages and numbers of schools or decrees are
// none.
func quantities(s *sentence) []quantity {
	skip := make([]bool, len(s.tokens))
	for _, d := range dates(s) {
		for i := d.from; i < d.to; i++ {
			skip[i] = true
		}
	}
	var out []quantity
	for i := 0; i < len(s.tokens); {
		if skip[i] || s.numbered(i) {
			i++
			continue
		}
		q, ok := s.number(i)
		if !ok {
			i++
			continue
		}
		next := q.to
		s.quantify(&q)
		s.noun(&q)
		if !s.yearLike(q) && !(q.word && q.value == 1 && q.unit == noUnit) {
			out = append(out, q)
		}
		i = max(next, i+1)
	}
	s.bareCasualties(out)
	return append(out, s.vague()...)
}

// bareCasualties makes people of a bare number right beside a word for casualties, in a sentence that counts people:
// "68 people died and 290 were wounded".
func (s *sentence) bareCasualties(qs []quantity) {
	counts := false
	for _, q := range qs {
		counts = counts || q.unit == people
	}
	for i := range qs {
		q := &qs[i]
		if counts && q.bare && q.unit == noUnit && !q.word && (s.has(q.from-2, q.from, cueCasualty) || s.has(q.to, q.to+3, cueCasualty)) {
			q.unit, q.noun = people, q.from
		}
	}
}

// numbered says whether the number at i is a rank or name: "No. 4", "decree 2386", a percentage, a time.
func (s *sentence) numbered(i int) bool {
	t := s.tokens[i]
	if t.kind == numberToken && (t.number.ordinal || t.number.percent) || t.kind == timeToken || t.kind == dateToken {
		return true
	}
	if t.kind == numberToken && (!t.number.whole && !t.number.decimal) {
		return true
	}
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		if s.tokens[k].kind == markToken && (s.tokens[k].mark == '№' || s.tokens[k].mark == '#' || s.tokens[k].mark == '+' || s.tokens[k].mark == '$' || s.tokens[k].mark == '€') {
			return true
		}
		if s.at(k, cueNotNumber) {
			return true
		}
		if !(s.tokens[k].kind == markToken && s.tokens[k].mark == '.') {
			break
		}
	}
	// "Gobu Park-3", "T-72": part of a name. "18 families-66 people" is none.
	if i >= 2 && t.kind == numberToken && !t.spaced && s.tokens[i-1].kind == markToken && s.tokens[i-1].mark == '-' && !s.tokens[i-1].spaced &&
		s.tokens[i-2].kind == wordToken && s.tokens[i-2].upper && s.unitAt(i-2) == noUnit {
		return true
	}
	// "las 6 de la mañana", "6 p.m."
	for k := i + 1; k < len(s.tokens) && k <= i+3 && t.kind == numberToken && t.number.value <= 24; k++ {
		if s.at(k, cueDayWord) {
			return true
		}
		if s.tokens[k].kind != wordToken || !sortFiller[s.tokens[k].fold] && !dateFiller[s.tokens[k].fold] {
			break
		}
	}
	return i+1 < len(s.tokens) && t.kind == numberToken && s.tokens[i+1].kind == markToken && s.tokens[i+1].mark == '%'
}

// number reads a number at token i: digits with a magnitude ("40 thousand", "81 тысячи 139", "22 ألف و800"), words, or
// a range of two.
func (s *sentence) number(i int) (quantity, bool) {
	q := quantity{noun: -1, quantifier: Exact}
	v, to, words := s.value(i)
	if to == i {
		return q, false
	}
	q.from, q.to, q.word = i, to, words
	if w, end, ok := s.upper(to, v); ok {
		if end > to && w > v {
			// "20-30 thousand": the magnitude stands behind both
			if w >= 1000 && v < 1000 && w/1000 > v && w/1000 < 1000 && s.tokens[end-1].kind == wordToken {
				v *= 1000
			}
			q.most, q.quantifier, q.to = int(w), Range, end
		}
	}
	if v < 0 || v > 1e8 || v != math.Trunc(v) || (v == 0) {
		return q, false
	}
	q.value = int(v)
	q.to = afterSuffix(s.tokens, q.to)
	return q, true
}

// upper reads the upper end of a range: "50-1,000", "50 to 1,000".
func (s *sentence) upper(i int, low float64) (float64, int, bool) {
	if i+1 >= len(s.tokens) {
		return 0, 0, false
	}
	t := s.tokens[i]
	dash := t.kind == markToken && t.mark == '-' && !t.spaced && !s.tokens[i+1].spaced
	between := t.kind == wordToken && joiners[t.fold] && s.after(i, "between", "zwischen", "entre", "между")
	word := t.kind == wordToken && (t.fold == "to" || t.fold == "до" || t.fold == "bis" || t.fold == "a" || t.fold == "ila" || t.fold == "ile")
	if !dash && !word && !between {
		return 0, 0, false
	}
	if s.tokens[i+1].kind != numberToken || s.tokens[i+1].number.ordinal || s.tokens[i+1].number.percent {
		return 0, 0, false
	}
	v, to, _ := s.value(i + 1)
	if to == i+1 || v <= low || isYear(s.tokens[i+1]) && low > 1900 {
		return 0, 0, false
	}
	return v, to, true
}

// after says whether one of the words stands up to three tokens before token i.
func (s *sentence) after(i int, words ...string) bool {
	for k := max(0, i-4); k < i; k++ {
		for _, w := range words {
			if s.tokens[k].fold == w {
				return true
			}
		}
	}
	return false
}

// value reads one number at token i and returns where it ends; to == i if there is none.
func (s *sentence) value(i int) (v float64, to int, words bool) {
	t := s.tokens[i]
	if t.kind == numberToken {
		v, to = t.number.value, i+1
		if p, ok := s.power(to); ok {
			if t.number.grouped && t.number.value >= 1000 {
				v /= 1000 // "1.250 million" is a decimal after all
			}
			v *= p
			to++
			v, to = s.rest(v, p, to)
		}
		return v, to, false
	}
	if t.kind != wordToken {
		return 0, i, false
	}
	v, to = s.words(i)
	return v, to, true
}

// power gives the magnitude word at token i.
func (s *sentence) power(i int) (float64, bool) {
	if i >= len(s.tokens) || s.tokens[i].kind != wordToken {
		return 0, false
	}
	p, ok := s.lang.powers[s.tokens[i].fold]
	if !ok && scriptOf(s.tokens[i].fold) == arabic {
		for _, st := range arabicStems(s.tokens[i].fold) {
			if p, ok = s.lang.powers[st.text]; ok {
				break
			}
		}
	}
	return p, ok
}

// rest reads what follows a magnitude: the 139 of "81 тысячи 139", the 800 of "22 ألف و800".
func (s *sentence) rest(v, p float64, i int) (float64, int) {
	k := i
	if k < len(s.tokens) && s.tokens[k].kind == markToken && s.tokens[k].mark == '.' && !s.tokens[k].spaced {
		k++ // тыс. 139
	}
	if k < len(s.tokens) && s.tokens[k].kind == wordToken && joiners[s.tokens[k].fold] {
		k++
	}
	if k < len(s.tokens) && s.tokens[k].kind == numberToken && s.tokens[k].number.whole && !s.tokens[k].number.ordinal &&
		!s.tokens[k].number.percent && s.tokens[k].number.value < p && p >= 1000 && s.tokens[k].number.value >= 1 {
		return v + s.tokens[k].number.value, k + 1
	}
	return v, i
}

// joiners stand between the words of a number.
var joiners = set("and e et y und и ու և եւ و ve və")

// words reads a number written in words: "twenty-five", "on iki", "two dozen".
func (s *sentence) words(i int) (float64, int) {
	total, current, to := 0.0, 0.0, i
	for k := i; k < len(s.tokens); {
		t := s.tokens[k]
		if t.kind == markToken && t.mark == '-' && to > i && !t.spaced && k+1 < len(s.tokens) && !s.tokens[k+1].spaced {
			k++
			continue
		}
		if t.kind != wordToken {
			break
		}
		if n, ok := s.lang.numbers[t.fold]; ok {
			if current > 0 && (n >= 10 && math.Mod(current, 100) != 0 || n < 10 && math.Mod(current, 10) != 0) {
				break
			}
			current += float64(n)
		} else if p, ok := s.power(k); ok && (to > i || p >= 100) {
			if to == i && !s.magnitudeAlone(k) {
				break
			}
			current = max(current, 1) * p
			if p >= 1000 {
				total, current = total+current, 0
			}
		} else if to > i && joiners[t.fold] && k+1 < len(s.tokens) && s.isNumberWord(k+1) && math.Mod(current, 10) == 0 {
			k++
			continue
		} else {
			break
		}
		k++
		to = k
	}
	if to > i && total > 0 && current == 0 {
		return s.rest(total, 1000, to)
	}
	return total + current, to
}

func (s *sentence) isNumberWord(i int) bool {
	if s.tokens[i].kind != wordToken {
		return false
	}
	_, ok := s.lang.numbers[s.tokens[i].fold]
	return ok
}

// magnitudeAlone says whether a magnitude without a number before it is one: "min nəfər", "тысяча человек".
func (s *sentence) magnitudeAlone(i int) bool {
	if _, several := s.ending(i, cueSeveral); several {
		return false
	}
	return i+1 < len(s.tokens) && (s.at(i+1, cuePerson) || s.at(i+1, cueFamily)) && (i == 0 || !s.at(i-1, cueSeveral))
}

// quantify reads how the number is meant, from the words before and after it.
func (s *sentence) quantify(q *quantity) {
	set := func(v Quantifier) {
		if q.quantifier != Exact && q.quantifier != v {
			q.twice = true
			if q.quantifier == Range || v == About {
				return
			}
		}
		q.quantifier = v
	}
	start := q.from
	for n := 0; n < 3; n++ {
		h, ok := s.ending(start, cueAbout, cueMoreThan, cueAtLeast, cueLessThan, cueUpTo, cueAsManyAs, cueSome)
		if !ok {
			break
		}
		switch h.class {
		case cueAbout:
			set(About)
		case cueMoreThan:
			set(MoreThan)
		case cueAtLeast:
			set(AtLeast)
		case cueLessThan:
			set(LessThan)
		case cueUpTo:
			set(UpTo)
		case cueSome:
			if q.value >= 1000 {
				set(About)
			}
		}
		start = h.from
	}
	q.from = start
	i := q.to
	if i < len(s.tokens) && s.tokens[i].kind == markToken && s.tokens[i].mark == '+' {
		set(MoreThan)
		i++
		q.to = i
	}
	// Endings carry the case that "more" and "near" govern: "40 mindən çox", "180-ə yaxın", "100-ից ավելի".
	for _, k := range []int{i, i + 1} {
		if h, ok := s.startingAt(k, cueMoreAfter, cueNearAfter, cueLessAfter); ok && (k == i || s.lang.code == "tr" || s.lang.code == "az" || s.lang.code == "hy") {
			if k == i+1 && (!s.at(i, cuePerson) && !s.at(i, cueFamily)) {
				continue
			}
			switch h.class {
			case cueMoreAfter:
				set(MoreThan)
			case cueNearAfter:
				set(UpTo)
			case cueLessAfter:
				set(LessThan)
			}
			if k == i {
				q.to = h.to
			}
			break
		}
	}
}

// yearLike says whether a number is a year that no date took: "in 2024", "2026".
func (s *sentence) yearLike(q quantity) bool {
	return q.to-q.from <= 3 && !s.inProvinces() && isYear(s.tokens[q.from]) && (q.unit == noUnit || q.unit == others)
}

// vague finds quantities without a number: "several dozen people", "hundreds of families", "a few hundred".
func (s *sentence) vague() []quantity {
	var out []quantity
	for _, h := range s.hits {
		if h.class != cueSeveral {
			continue
		}
		i, magnitude := h.to, manyWords[s.tokens[h.from].fold]
		if _, ok := s.power(i); ok {
			i, magnitude = i+1, true
		}
		if !magnitude || h.from > 0 && (s.tokens[h.from-1].kind == numberToken || s.isNumberWord(h.from-1)) {
			continue // "24 тысячи человек" is a number
		}
		q := quantity{from: h.from, to: i, noun: -1, quantifier: Vague, word: true}
		if i < len(s.tokens) && s.at(i, cueIn) {
			q.to = i + 1
		}
		s.noun(&q)
		if q.noun < 0 && s.has(q.from-6, q.to+3, cueRemains) {
			q.unit = people // "nur noch wenige Hundert geblieben"
			out = append(out, q)
			continue
		}
		if q.noun >= 0 && q.noun <= q.to+1 && !q.worker && (q.unit == families || q.unit == people) {
			out = append(out, q)
		}
	}
	return out
}

// manyWords are vague by themselves, without a magnitude.
var manyWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range []string{"dozens", "hundreds", "thousands", "tens", "handful", "onlarla", "yüzlərlə", "minlərlə", "десятки", "десятков", "сотни",
		"сотен", "тысячи", "տասնյակ", "հարյուրավոր", "հազարավոր", "hunderte", "hunderten", "dutzende", "tausende", "centaines", "dizaines", "milliers",
		"poignée", "dizaine", "vingtaine", "trentaine", "cinquantaine", "centaine", "cientos", "decenas", "miles", "centenares", "onlarca", "yüzlerce", "binlerce", "عشرات", "مئات", "آلاف"} {
		m[fold(w)] = true
	}
	return m
}()
