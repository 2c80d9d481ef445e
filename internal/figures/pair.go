package figures

import "slices"

// figure is what a statement is made of: the quantities that speak of one thing, by their index in qs.
type figure struct {
	family, person, home int // -1 where there is none
	from, to             int // tokens
	at                   int // token of the first number, without a noun that stands before it
	rooms                map[int]int
	slip                 bool // two numbers of people where one must be of families
	elliptic             bool // units taken from a neighbour in a list
	places               []int
	named                bool // the place stands in the sentence
	mention              int  // of the first place, -1
	group                bool // one number for several places
	programme            bool // "the liberated territories"
}

func (f *figure) widen(q quantity) {
	end := q.to
	if q.noun >= end {
		end = q.noun + 1
	}
	start := q.from
	if q.before {
		start = min(start, q.noun)
	}
	if f.to == 0 {
		f.from, f.to, f.at = start, end, q.from
		return
	}
	f.at = min(f.at, q.from)
	f.from, f.to = min(f.from, start), max(f.to, end)
}

// join makes figures of the quantities of a sentence: families and people of one group together, in whichever of the
// many ways they are written ("12 families (51 people)", "33 people (eight families)", "59 families (230)").
func (s *sentence) join(qs []quantity) []figure {
	slices.SortStableFunc(qs, func(a, b quantity) int { return a.from - b.from })
	s.shareUnits(qs)
	var out []figure
	for i := range qs {
		q := &qs[i]
		if q.used || q.unit == others || q.unit == noUnit {
			continue
		}
		q.used = true
		f := figure{family: -1, person: -1, home: -1, mention: -1}
		f.take(i, *q)
		if i+1 < len(qs) && s.belongs(qs, i, i+1) {
			n := &qs[i+1]
			n.used = true
			if n.unit == noUnit {
				n.unit = other(q.unit)
			}
			if n.unit == people && q.unit == people {
				f.slip, f.person = true, i+1
			}
			f.take(i+1, *n)
		}
		f.elliptic = q.bare && !q.before
		out = append(out, f)
	}
	return out
}

func (f *figure) take(i int, q quantity) {
	switch q.unit {
	case families:
		f.family = i
	case people:
		f.person = i
	case homes:
		f.home = i
	}
	f.widen(q)
}

func other(u unit) unit {
	if u == families {
		return people
	}
	return families
}

// belongs says whether quantity j, the next after i, is the other half of a pair.
func (s *sentence) belongs(qs []quantity, i, j int) bool {
	a, b := qs[i], qs[j]
	if a.unit == homes || b.unit == homes || b.unit == others || b.part || a.part || a.quantifier == Vague || b.quantifier == Vague || a.worker || b.worker {
		return false
	}
	end := max(a.to, a.noun+1)
	start := b.from
	if b.before && b.noun < b.from {
		start = b.noun
	}
	bracket := s.opens(end, start)
	fam, ppl := a, b
	if a.unit == people && b.unit != people {
		fam, ppl = b, a
	}
	likely := ppl.value >= fam.value && ppl.value <= fam.value*12
	switch {
	case b.unit == noUnit:
		// "59 families (230)"
		return bracket && a.unit == families && likely && s.closes(b.to)
	case a.unit == b.unit:
		// "124 people (482 individuals)"
		return bracket && a.unit == people && likely && a.value*2 <= b.value && s.closes(max(b.to, b.noun+1))
	case !likely && !bracket:
		return false
	}
	if a.unit == families && s.has(max(b.to, b.noun+1), max(b.to, b.noun+1)+2, cueTotal) {
		return true // "86 families have made it their home, 420 people in total"
	}
	return bracket || s.linked(end, start)
}

// opens says whether [from, to) is an opening bracket with nothing but small words after it.
func (s *sentence) opens(from, to int) bool {
	for i := from; i < to && i < from+5; i++ {
		if s.tokens[i].kind == markToken && (s.tokens[i].mark == '(' || s.tokens[i].mark == '[') {
			return s.linked(i+1, to)
		}
		if s.tokens[i].kind != wordToken || s.named(i) {
			return false
		}
	}
	return false
}

func (s *sentence) closes(i int) bool {
	for k := i; k < len(s.tokens) && k < i+3; k++ {
		if s.tokens[k].kind == markToken && (s.tokens[k].mark == ')' || s.tokens[k].mark == ']') {
			return true
		}
	}
	return false
}

// linked says whether only words and marks that hold a pair together stand in [from, to), and at most two others.
func (s *sentence) linked(from, to int) bool {
	if to < from || to-from > 10 {
		return false
	}
	strange := 0
	for i := from; i < to; {
		t := s.tokens[i]
		if t.kind == markToken {
			if t.mark == ';' || t.mark == '.' && s.lang.code != "de" && s.lang.code != "en" && s.lang.code != "ru" {
				return false
			}
			i++
			continue
		}
		if t.kind != wordToken {
			return false
		}
		if h, ok := s.startingAt(i, cueLink); ok {
			i = max(h.to, i+1)
			continue
		}
		if _, ok := s.lang.powers[t.fold]; ok || joiners[t.fold] {
			i++
			continue
		}
		if s.named(i) || s.has(i, i+1, cueToDate, cueReaches, cueAnother, cueSends, cueToday) {
			return false
		}
		strange++
		i++
	}
	return strange <= 2
}

// named says whether a place is named at token i.
func (s *sentence) named(i int) bool {
	for _, m := range s.places {
		if m.name <= i && i < m.to && m.role != masked {
			return true
		}
	}
	return false
}

// shareUnits gives units to the bare numbers of a list: "6 families (24) to Alder, 8 (41) to Birch"; "Alder 25, Birch
// 52, Cedar 24 people"; "130 (452) and 186 (775) families respectively".
func (s *sentence) shareUnits(qs []quantity) {
	for i := 0; i < len(qs); i++ {
		if q := &qs[i]; q.unit == others && i+1 < len(qs) && qs[i+1].unit == families && qs[i+1].from-q.noun == 2 && members[s.tokens[q.noun].fold] {
			q.unit = people // "811 members of 172 families"
			continue
		}
		if i > 0 && qs[i].unit == noUnit && (qs[i-1].unit == people || qs[i-1].unit == families) && s.has(qs[i].from-5, qs[i].from, cueNumberOf) {
			qs[i].unit = qs[i-1].unit // "2,300 people; by the end of the year this number will reach 5.5 thousand"
			continue
		}
		if qs[i].unit != noUnit || qs[i].quantifier == Vague {
			continue
		}
		if i+1 < len(qs) && qs[i+1].unit == noUnit && s.opens(qs[i].to, qs[i+1].from) && s.closes(qs[i+1].to) &&
			s.neighbour(qs, i, families) && qs[i+1].value >= qs[i].value {
			qs[i].unit, qs[i+1].unit = families, people
			i++
			continue
		}
		switch u := s.listUnit(qs, i); {
		case i > 0 && s.has(qs[i].to, qs[i].to+1, cueIncluding) && (qs[i-1].unit == families || qs[i-1].unit == people):
			qs[i].unit = qs[i-1].unit // "2,823 families, 907 of whom"
		case s.homes && s.has(qs[i].to, qs[i].to+7, cueCondemned, cueRepairs):
			qs[i].unit = homes // "of which 69 were beyond repair"
		case s.partOf(qs, i):
			qs[i].unit = people
			if i+1 < len(qs) && qs[i+1].unit == people && qs[i+1].from-qs[i].to <= 3 {
				qs[i+1].reference = !s.has(qs[i+1].to, qs[i+1].to+6, cueLives, cuePopulation, cueInhabitant)
			}
		case u != noUnit && s.placed(qs, i):
			qs[i].unit = u
		case s.exodus && (s.elided(qs[i]) || s.placed(qs, i) && s.inProvinces()):
			qs[i].unit = people
		}
	}
}

// members are the words for those who make up a family.
var members = set("members membres mitglieder mitgliedern miembros члены членов члена üzvü üyesi անդամ")

// neighbour says whether a quantity with a noun of its own beside i counts u.
func (s *sentence) neighbour(qs []quantity, i int, u unit) bool {
	for _, q := range qs {
		if q.unit == u {
			return true
		}
	}
	return i > 0
}

// partOf says whether a bare number is told of a number of people beside it: "2,100 of the 2,906 people", "of the
// 2,906 people, 2,100".
func (s *sentence) partOf(qs []quantity, i int) bool {
	if i+1 < len(qs) && qs[i+1].unit == people && qs[i+1].from-qs[i].to <= 3 && s.has(qs[i].to, qs[i+1].from, cueIn, cueFrom) {
		return true
	}
	return i > 0 && qs[i-1].unit == people && s.has(qs[i-1].from-3, qs[i-1].from, cueIn, cueFrom) && s.exodus
}

// elided says whether people are meant by a number without a noun, as its verb tells: "22,800 have been registered".
func (s *sentence) elided(q quantity) bool {
	return q.value > 31 && (s.has(q.to, q.to+7, cueRegisters, cueTemporary, cueCrosses, cueIncluding) ||
		s.has(q.from-5, q.from, cueRegisters, cueTemporary, cueYesterday, cueToday) && s.any(cuePerson))
}

// inProvinces says whether the sentence lists provinces of Armenia.
func (s *sentence) inProvinces() bool { return s.provinces >= 2 }

// listUnit gives the unit of a bare number in a list of places from the next number that has a noun, or the last.
func (s *sentence) listUnit(qs []quantity, i int) unit {
	for k := i + 1; k < len(qs); k++ {
		if qs[k].unit == people || qs[k].unit == families {
			return qs[k].unit
		}
		if qs[k].unit != noUnit {
			return noUnit
		}
	}
	for k := i - 1; k >= 0; k-- {
		if qs[k].unit == people || qs[k].unit == families {
			return qs[k].unit
		}
	}
	return noUnit
}

// placed says whether a place is named right before the bare number i, as in a list by place.
func (s *sentence) placed(qs []quantity, i int) bool {
	low := 0
	if i > 0 {
		low = max(qs[i-1].to, qs[i-1].noun+1)
	}
	if k := qs[i].from - 1; k >= 0 && s.tokens[k].kind == wordToken && s.tokens[k].upper && !s.named(k) && scriptOf(s.tokens[k].fold) != arabic {
		return false // Gobu Park 3
	}
	for _, m := range s.places {
		if m.from >= low && m.to <= qs[i].from && qs[i].from-m.to <= 3 && m.role != masked && m.role != office {
			return true
		}
	}
	// "25 in Alder": the place right behind
	for _, m := range s.places {
		if m.from >= qs[i].to && m.from-qs[i].to <= 3 && m.role != masked && m.role != office && (i > 0 || s.inProvinces()) {
			return true
		}
	}
	return false
}
