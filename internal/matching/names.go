package matching

import (
	"slices"
	"strings"

	"homeward"
)

// Name is what a record says a person is called. Parts that are told are used; where only Full is told its words are
// compared in any order. Nothing is required.
type Name struct {
	Given, Father, Family string
	// Full is the whole name where the parts are not told apart; it is not read when any part is told.
	Full string
}

// maxWords bounds the words of a name that are compared.
const maxWords = 8

// Spoken is a name made ready to be compared with many others. It is not changed by comparing.
type Spoken struct {
	words []word
	// joined[i] is words[i] and the next one written as one word: Mustafa zadə, Məmməd Əmin.
	joined []word
}

// Prepare reads a name once for all comparisons.
func Prepare(n Name) *Spoken { return prepare(n, allScripts) }

// prepare reads a name to be compared with names of the given scripts.
func prepare(n Name, scripts scriptSet) *Spoken {
	s := &Spoken{words: nameWords(n, scripts)}
	for i := 1; i < len(s.words); i++ {
		a, b := s.words[i-1], s.words[i]
		w := newWord([]rune(a.raw+b.raw), scripts)
		w.written, w.role = a.written+" "+b.written, b.role
		if w.role == titleRole {
			w.role = a.role
		}
		s.joined = append(s.joined, w)
	}
	return s
}

// joinedAt returns the words with the i-th and the next joined.
func (s *Spoken) joinedAt(i int) []word {
	out := make([]word, 0, len(s.words)-1)
	out = append(out, s.words[:i]...)
	out = append(out, s.joined[i])
	return append(out, s.words[i+2:]...)
}

// nameWords returns the words of a name with the roles that are told or can be seen.
func nameWords(n Name, scripts scriptSet) []word {
	var out []word
	add := func(text string, r role) {
		// A word alone is taken as it stands: it may be a family name that looks like a patronymic or a title.
		alone := r != fatherRole && len(tokens(n.Full)) == 1
		eachToken(text, func(token []rune, written string) {
			switch {
			case len(out) == maxWords:
			case particles[string(token)] && len(out) > 0:
				if last := &out[len(out)-1]; !last.told || r == fatherRole {
					last.role = fatherRole
				}
			default:
				w := word{}
				if alone {
					w = newWord(token, scripts)
				} else {
					w = wordInRole(token, r, scripts)
				}
				w.written = written
				out = append(out, w)
			}
		})
	}
	if n.Given == "" && n.Family == "" && n.Father == "" {
		family, rest, comma := strings.Cut(n.Full, ",")
		if comma && strings.TrimSpace(rest) != "" {
			add(family, familyRole)
			add(rest, anyRole)
		} else {
			add(n.Full, anyRole)
		}
		return guessRoles(out)
	}
	add(n.Family, familyRole)
	add(n.Given, givenRole)
	add(n.Father, fatherRole)
	return guessRoles(out)
}

func wordInRole(token []rune, r role, scripts scriptSet) word {
	father, patronymic := splitPatronymic(token)
	if patronymic && r != familyRole && r != givenRole {
		token, r = father, fatherRole
	}
	w := newWord(token, scripts)
	w.role, w.told = r, r != anyRole
	if titles[w.raw] && !w.told {
		w.role = titleRole
	}
	return w
}

// guessRoles gives a role to words that were not told one: a family ending makes a family name where no other is, and
// the one word left over is the given name.
func guessRoles(words []word) []word {
	var family, given int
	for _, w := range words {
		switch w.role {
		case familyRole:
			family++
		case givenRole:
			given++
		}
	}
	left := -1
	for i := range words {
		w := &words[i]
		if w.role != anyRole {
			continue
		}
		if family == 0 && w.ending != noEnding && w.ending != endingLi && w.ending != endingPur {
			w.role = familyRole
			family++
		} else if left < 0 {
			left = i
		} else {
			left = len(words)
		}
	}
	if family > 0 && given == 0 && left >= 0 && left < len(words) {
		words[left].role = givenRole
	}
	return words
}

// matchAt is the score from which two names are called one name. It has no knob: bench/matching shows what it lets
// through, script by script.
const matchAt = 0.80

// Compare says how like two names are, 0 to 1, whether they may be called one name, and why. It knows only the names:
// many people bear one name, so a match of names is never a match of people.
func Compare(a, b Name) (score float64, match bool, reasons []homeward.Text) {
	x, y := Prepare(a), Prepare(b)
	if len(x.words) == 0 || len(y.words) == 0 {
		return 0, false, []homeward.Text{homeward.T("matching.name_missing")}
	}
	score, pairs := x.align(y, false)
	for _, p := range pairs {
		reasons = append(reasons, p.reason())
	}
	return score, score >= matchAt, reasons
}

// Likeness is the score of Compare for names prepared before.
func (s *Spoken) Likeness(t *Spoken) float64 {
	if len(s.words) == 1 && len(t.words) == 1 {
		return wordLikeness(&s.words[0], &t.words[0], false) * roleFit(&s.words[0], &t.words[0])
	}
	score, _ := s.align(t, false)
	return score
}

// soundsLike is a quick order: each word of the shorter name by its likest sound in the longer one.
func (s *Spoken) soundsLike(t *Spoken) float64 {
	short, long := s.words, t.words
	if len(short) > len(long) {
		short, long = long, short
	}
	sum := 0.0
	for i := range short {
		best := 0.0
		for j := range long {
			best = max(best, short[i].whole.sounds(&long[j].whole, short[i].script, long[j].script))
		}
		sum += best
	}
	return sum / float64(max(1, len(short)))
}

// order is the score by which names are put in order: in two scripts the learnt spelling has the same say as the sound,
// which tells near names apart better; the score of Compare is made to tell one name from two.
func (s *Spoken) order(t *Spoken) float64 {
	if len(s.words) == 1 && len(t.words) == 1 {
		return wordLikeness(&s.words[0], &t.words[0], true) * roleFit(&s.words[0], &t.words[0])
	}
	score, _ := s.align(t, true)
	return score
}

// aligned is one word of a name beside one of the other; b is nil for a word that stands alone.
type aligned struct {
	a, b  *word
	score float64
}

// align lays two names side by side; where one has more words than the other, two of its words may be one.
func (s *Spoken) align(t *Spoken, ranking bool) (float64, []aligned) {
	if len(s.words) > len(t.words) {
		score, pairs := t.align(s, ranking)
		for i, p := range pairs {
			if p.b != nil {
				pairs[i].a, pairs[i].b = p.b, p.a
			}
		}
		return score, pairs
	}
	if len(s.words) == 0 {
		return 0, nil
	}
	score, pairs := alignWords(s.words, t.words, ranking)
	if len(s.words) == len(t.words) || score >= spelledAlike {
		return score, pairs
	}
	for i := range t.joined {
		if joint, jointPairs := alignWords(s.words, t.joinedAt(i), ranking); joint > score {
			score, pairs = joint, jointPairs
		}
	}
	return score, pairs
}

// alignWords lays the words of two names side by side in the best order and scores the whole: half the mean of the
// words, half the worst of them, so that one name that is plainly another is not outvoted.
func alignWords(short, long []word, ranking bool) (float64, []aligned) {
	likes := make([][]float64, len(short))
	for i := range short {
		likes[i] = make([]float64, len(long))
		for j := range long {
			likes[i][j] = wordLikeness(&short[i], &long[j], ranking) * roleFit(&short[i], &long[j])
		}
	}
	order := bestOrder(likes)
	pairs := make([]aligned, 0, len(long))
	total, weight, worst := 0.0, 0.0, 1.0
	for i, j := range order {
		w := wordWeight(&short[i], &long[j])
		total += w * likes[i][j]
		weight += w
		if w == 1 {
			worst = min(worst, likes[i][j])
		}
		pairs = append(pairs, aligned{&short[i], &long[j], likes[i][j]})
	}
	score := (total/weight + worst) / 2
	var alone []*word
	for j := range long {
		if !slices.Contains(order, j) {
			alone = append(alone, &long[j])
			pairs = append(pairs, aligned{a: &long[j]})
		}
	}
	return score * aloneFactor(short, alone), pairs
}

// aloneFactor lowers the score for words that stand in one name only. A father's name or a title is often left out; a
// name against one word only says too little.
func aloneFactor(short []word, alone []*word) float64 {
	factor := 1.0
	main := 0
	for _, w := range short {
		if w.role != titleRole && w.role != fatherRole {
			main++
		}
	}
	for _, w := range alone {
		switch {
		case w.role == titleRole:
			factor *= 0.99
		case main < 2:
			factor *= 0.75
		case w.role == fatherRole:
			factor *= 0.98
		default:
			factor *= 0.94
		}
	}
	return factor
}

// wordWeight is 1 but for titles, which tell little.
func wordWeight(a, b *word) float64 {
	if a.role == titleRole && b.role == titleRole {
		return 0.3
	}
	return 1
}

// roleFit lowers the likeness of words that stand in different roles: a father is not his child, and a given name
// entered in the family's box is still likely to be the same word.
func roleFit(a, b *word) float64 {
	switch {
	case a.role == b.role:
		return 1
	case a.role == titleRole || b.role == titleRole:
		return 0.5
	case a.role == anyRole || b.role == anyRole:
		return 1
	case a.role == fatherRole || b.role == fatherRole:
		return 0.7
	}
	return 0.95
}

// bestOrder assigns each row a column of its own so that the sum is highest. Names are short: rows are tried in turn
// with every column, which for maxWords words is done over subsets of columns.
func bestOrder(likes [][]float64) []int {
	columns := len(likes[0])
	size := 1 << columns
	best := make([]float64, size)
	from := make([][]int8, len(likes))
	for i := range best {
		best[i] = -1
	}
	best[0] = 0
	for i, row := range likes {
		from[i] = make([]int8, size)
		next := make([]float64, size)
		for s := range next {
			next[s] = -1
		}
		for s, v := range best {
			if v < 0 {
				continue
			}
			for j, l := range row {
				if t := s | 1<<j; s&(1<<j) == 0 && v+l > next[t] {
					next[t], from[i][t] = v+l, int8(j)
				}
			}
		}
		best = next
	}
	at := 0
	for s, v := range best {
		if v > best[at] {
			at = s
		}
	}
	order := make([]int, len(likes))
	for i := len(likes) - 1; i >= 0; i-- {
		order[i] = int(from[i][at])
		at &^= 1 << order[i]
	}
	return order
}

func (p aligned) reason() homeward.Text {
	if p.b == nil {
		return homeward.T("matching.word_only_one", "A", p.a.written)
	}
	a, b := p.a, p.b
	key := "matching.word_differs"
	switch {
	case a.raw == b.raw:
		return homeward.T("matching.word_same", "A", a.written)
	case a.whole.sharesGroup(b.whole) && p.score < spelledAlike:
		key = "matching.word_other_form"
	case isInitial(a, b):
		key = "matching.word_initial"
		if len(b.raw) < len(a.raw) {
			a, b = b, a
		}
	case p.score >= spelledAlike:
		key = "matching.word_spelt_otherwise"
	case p.score >= matchAt:
		key = "matching.word_close"
	case a.ending != b.ending && a.stem.likeness(&b.stem, a.script, b.script, false) >= spelledAlike:
		key = "matching.word_same_stem"
	}
	return homeward.T(key, "A", a.written, "B", b.written)
}

// spelledAlike is the likeness from which two words are called one name in another spelling.
const spelledAlike = 0.88
