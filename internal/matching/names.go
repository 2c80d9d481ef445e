package matching

import (
	"strings"

	"homeward"
)

// Name is what a record says a person is called. Parts that are told are used; where only Full is told its words are
// compared in any order. Nothing is required.
type Name struct {
	Given, Father, Family string
	// Full is the whole name where the parts are not told apart.
	Full string
}

// words returns the words of the whole name.
func (n Name) words() []word {
	text := n.Full
	if n.Given != "" || n.Family != "" || n.Father != "" {
		text = strings.Join([]string{n.Family, n.Given, n.Father}, " ")
	}
	return wordsOf(text)
}

// word is one word of a name with all its readings.
type word struct {
	raw      string
	readings []string
	// unvowelled says that the script leaves short vowels out.
	unvowelled bool
}

func wordsOf(text string) []word {
	var out []word
	for _, token := range tokens(text) {
		rs := readings(token)
		if particles[rs[0]] {
			continue
		}
		out = append(out, word{raw: string(token), readings: rs, unvowelled: tokenScript(token) == arabic})
	}
	return out
}

// matchAt is the score from which two names are called one name. It was set once on authored pairs and has no knob.
const matchAt = 0.80

// Compare says how like two names are, 0 to 1, whether they may be called one name, and why. It knows only the names:
// many people bear one name, so a match of names is never a match of people.
func Compare(a, b Name) (score float64, match bool, reasons []homeward.Text) {
	wa, wb := a.words(), b.words()
	if len(wa) == 0 || len(wb) == 0 {
		return 0, false, []homeward.Text{homeward.T("matching.name_missing")}
	}
	if len(wa) > len(wb) {
		wa, wb = wb, wa
	}
	total, weight := 0.0, 0.0
	used := make([]bool, len(wb))
	for _, x := range wa {
		best, at := -1.0, 0
		for j, y := range wb {
			if l := wordLikeness(x, y); !used[j] && l > best {
				best, at = l, j
			}
		}
		used[at] = true
		reasons = append(reasons, wordReason(x, wb[at], best))
		total += best * float64(len(x.readings[0]))
		weight += float64(len(x.readings[0]))
	}
	score = total / weight
	if len(wa) == 1 && len(wb) > 1 {
		score *= 0.9
	}
	return score, score >= matchAt, reasons
}

// wordLikeness is the likeness of the best pair of readings.
func wordLikeness(a, b word) float64 {
	best := 0.0
	for _, x := range a.readings {
		for _, y := range b.readings {
			x, y := withoutFeminine(withoutDroppedH(x)), withoutFeminine(withoutDroppedH(y))
			if a.unvowelled != b.unvowelled {
				x, y = consonants(x, false), consonants(y, false)
			}
			best = max(best, likeness(x, y))
		}
	}
	return best
}

func wordReason(a, b word, like float64) homeward.Text {
	switch {
	case a.raw == b.raw:
		return homeward.T("matching.word_same", "A", a.raw)
	case like >= 0.9:
		return homeward.T("matching.word_spelt_otherwise", "A", a.raw, "B", b.raw)
	case like >= matchAt:
		return homeward.T("matching.word_close", "A", a.raw, "B", b.raw)
	}
	return homeward.T("matching.word_differs", "A", a.raw, "B", b.raw)
}
