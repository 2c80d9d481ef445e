package figures

// setHits keeps the phrases of the sentence, ordered by where they begin, with an index by token.
func (s *sentence) setHits(hits []hit) {
	s.hits = hits
	s.firstHit = make([]int32, len(s.tokens)+2)
	k := 0
	for i := range s.firstHit {
		for k < len(hits) && hits[k].from < i {
			k++
		}
		s.firstHit[i] = int32(k)
	}
}

// hitsFrom gives the phrases that begin in [from, to).
func (s *sentence) hitsFrom(from, to int) []hit {
	from, to = max(from, 0), min(to, len(s.tokens))
	if from >= to {
		return nil
	}
	return s.hits[s.firstHit[from]:s.firstHit[to]]
}

// at says whether a phrase of a class begins at token i.
func (s *sentence) at(i int, c class) bool {
	for _, h := range s.hitsFrom(i, i+1) {
		if h.class == c {
			return true
		}
	}
	return false
}

// longestPhrase is more tokens than any phrase of the tables has.
const longestPhrase = 12

// ending gives the phrase of one of the classes that ends right before token i.
func (s *sentence) ending(i int, classes ...class) (hit, bool) {
	for _, h := range s.hitsFrom(i-longestPhrase, i) {
		if h.to != i {
			continue
		}
		for _, c := range classes {
			if h.class == c {
				return h, true
			}
		}
	}
	return hit{}, false
}

// startingAt gives the phrase of one of the classes that begins at token i.
func (s *sentence) startingAt(i int, classes ...class) (hit, bool) {
	return s.firstOf(i, i+1, classes...)
}

// has says whether a phrase of one of the classes begins in [from, to).
func (s *sentence) has(from, to int, classes ...class) bool {
	_, ok := s.firstOf(from, to, classes...)
	return ok
}

// firstOf gives the first phrase of one of the classes that begins in [from, to).
func (s *sentence) firstOf(from, to int, classes ...class) (hit, bool) {
	for _, h := range s.hitsFrom(from, to) {
		for _, c := range classes {
			if h.class == c {
				return h, true
			}
		}
	}
	return hit{}, false
}

// any says whether the sentence has a phrase of one of the classes.
func (s *sentence) any(classes ...class) bool { return s.has(0, len(s.tokens), classes...) }
