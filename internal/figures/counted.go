package figures

import "strings"

// noun finds what the number counts, a few words on.
func (s *sentence) noun(q *quantity) {
	i := q.to
	for n := 0; i < len(s.tokens) && n < 7; i, n = i+1, n+1 {
		t := s.tokens[i]
		if t.kind == markToken {
			if t.mark == '-' && !t.spaced && i+1 < len(s.tokens) && !s.tokens[i+1].spaced || t.mark == '"' || t.mark == '\'' || t.mark == '.' && s.isAbbreviation(i-1) {
				continue
			}
			break
		}
		if t.kind != wordToken {
			break
		}
		if joiners[t.fold] || conjunctions[t.fold] || stopWords[t.fold] {
			break
		}
		if s.at(i, cueMore) && n <= 2 {
			q.more = true
		}
		if u := s.unitAt(i); u != noUnit {
			if q.word && q.value == 1 && i > q.to {
				break // "eine weitere Gruppe": the word is an article
			}
			s.take(q, i, u)
			return
		}
		if n <= 2 && s.at(i, cueCasualty) {
			q.noun, q.unit = i, people // "20 deaths", "290 injured"
			return
		}
		if s.at(i, cueSends) || s.at(i, cueSettles) || s.at(i, cueLives) || s.at(i, cueNumberOf) ||
			n > 0 && (s.at(i, cueTo) || s.at(i, cueFrom) || s.at(i, cueAsOf)) || s.at(i, cueIn) && s.lang.code != "en" && n > 0 || s.at(i, cueIn) && t.fold != "of" {
			break
		}
	}
	q.bare = true
	s.nounBefore(q)
}

// stopWords end the search for what a number counts.
var stopWords = set("as that when who which because что который когда ki dass als que quand cuando որ أن الذين")

func (s *sentence) isAbbreviation(i int) bool { return i >= 0 && abbreviations[s.tokens[i].fold] }

// unitAt says what the noun at token i counts, if it is one.
func (s *sentence) unitAt(i int) unit {
	switch {
	case s.at(i, cueFamily):
		return families
	case s.at(i, cueHome):
		return homes
	case s.at(i, cuePerson), s.at(i, cueWorker), s.at(i, cuePart):
		return people
	case s.at(i, cueThing) && !s.at(i, cueCasualty):
		return others
	}
	return noUnit
}

// adjectiveFirst are the languages in which the noun comes last: "refugee families", "köçkün ailəsi".
var adjectiveFirst = map[string]bool{"en": true, "az": true, "tr": true, "hy": true, "de": true}

// groupWord says whether a word is one for a group: "92 kişilik grup" are people.
func groupWord(w string) bool {
	for _, stem := range []string{"group", "convoy", "party", "grup", "kafile", "konvoy", "qrup", "karvan", "խումբ", "խմբ"} {
		if strings.HasPrefix(w, stem) {
			return true
		}
	}
	return false
}

func (s *sentence) take(q *quantity, i int, u unit) {
	if adjectiveFirst[s.lang.code] && i+1 < len(s.tokens) && !s.at(i, cuePart) {
		for k := i + 1; k < len(s.tokens) && k <= i+2; k++ {
			v := s.unitAt(k)
			if u == families && v == homes && (s.lang.code != "en" || k > i+1) {
				break // "24 ailəyə mənzillərin açarları": keys of homes for families
			}
			if v == families || v == homes || (v == others && u == people && k == i+1 && s.lang.code != "de" && !groupWord(s.tokens[k].fold)) {
				i, u = k, v
				break
			}
			if s.unitAt(k) == noUnit {
				break
			}
		}
	}
	q.noun, q.unit = i, u
	q.part, q.worker = s.at(i, cuePart), s.at(i, cueWorker) && !s.at(i, cuePerson)
	if s.at(i, cueRoom) {
		q.unit = others
	}
}

// nounBefore finds the noun of a number that has none behind it: "the number of families reached 408", "families: 33".
func (s *sentence) nounBefore(q *quantity) {
	i := q.from - 1
	if i >= 1 && s.tokens[i].kind == markToken && (s.tokens[i].mark == ':' || s.tokens[i].mark == '-' && s.tokens[i].spaced) && (i < 2 || s.tokens[i-2].kind != numberToken) {
		if u := s.unitAt(i - 1); u == families || u == people || u == homes {
			q.noun, q.unit, q.before = i-1, u, true
			return
		}
	}
	from := q.from - 14
	for k := i; k >= 0 && k >= from; k-- {
		if s.tokens[k].kind == numberToken {
			return
		}
		if !s.at(k, cueNumberOf) {
			continue
		}
		// The noun may stand on either side of "number of", or be left out: "the number of those registered".
		for _, j := range []int{k + 1, k + 2, k + 3, k + 4, k - 1, k - 2, k} {
			if j < 0 || j >= q.from {
				continue
			}
			if u := s.unitAt(j); u == families || u == people || u == homes {
				q.noun, q.unit, q.before = j, u, true
				return
			}
		}
		if s.has(k-3, q.from, cueRegisters, cueCrosses, cueDisplaced, cueTemporary, cueArrives, cueSettles, cueLeaves) {
			q.noun, q.unit, q.before = k, people, true
		}
		return
	}
	if h, ok := s.firstOf(q.from-5, q.from, cuePopulation); ok && !s.at(h.from, cueFamily) {
		q.noun, q.unit, q.before = h.from, people, true
	}
}
