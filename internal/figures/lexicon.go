package figures

import (
	"slices"
	"strings"
)

// class is what a word or phrase tells about the figures near it.
type class uint8

const (
	noClass class = iota

	// What a number counts.
	cueFamily
	cuePerson
	cueWorker // people who are somewhere for work or study: residents, no returnees
	cuePart   // women, children: parts of another number
	cueHome
	cueThing // hectares, years, seats, vehicles: no figure of ours

	// How a number is meant, before or after it.
	cueAbout
	cueMoreThan
	cueAtLeast
	cueLessThan
	cueUpTo
	cueAsManyAs
	cueSome
	cueMoreAfter // "40 mindən çox"
	cueNearAfter // "180-ə yaxın"
	cueLessAfter // "100-dən az"
	cueAtLeastAfter
	cueSeveral // "several dozen", "hundreds of"
	cueHalf

	// Until when, and how much of it.
	cueToDate
	cueTotal
	cueThus
	cueReaches
	cuePermanent
	cueAnother
	cueMore // "22 more families"
	cueStage
	cueToday
	cueTomorrow
	cueYesterday
	cueEarlier
	cueAsOf
	cueWith // "with the latest group"

	// What happens.
	cuePlans
	cueWill
	cueByEnd
	cueDraws
	cueRoom
	cueCasualty
	cueLives
	cueWorks
	cuePopulation // "population", as one mass
	cueInhabitant // "inhabitants", one by one
	cueWas
	cueBeforeWar
	cueLeaves
	cueEmigrates // left Armenia again
	cueCrosses
	cueRemains
	cueRegisters
	cueTemporary
	cueByState
	cueBenefit
	cueJob
	cueBuilds
	cueRepairs
	cueCondemned
	cueSends
	cueArrives
	cueSettles
	cueDisplaced
	cueComes // "come from": where people of a group are from, and no journey
	cueStudy

	// Where, and who says so.
	cueLiberated
	cueRegion // "the region": all of Karabakh for residents, else what the text is about
	cueHomeland
	cueVillage
	cueCity
	cueTown
	cueDistrict
	cueProvince
	cueTo
	cueIn
	cueFrom
	cueInstitution
	cuePlaces // "settlements", of which a sentence may give a number
	cueMask   // words after a name that make it no destination: "genocide", "University"
	cueHere

	// How numbers hang together.
	cueRespectively
	cueIncluding
	cueNumberOf
	cueLink
	cueAge
	cueEach
	cueMonth
	cueWeekday
	cueDayWord
	cueNotNumber // "No. 4", "school number"
	cueNeeds     // people whose needs are still being found out
	cueProgram   // the name of the programme, which is no verb
)

// entry gives words and phrases of one class: patterns parted by blanks, the words of a phrase joined by "_", "*" for
// any ending.
type entry struct {
	class class
	words string
}

// words are the tables of one language.
type language struct {
	code    string
	entries []entry
	// numbers and magnitudes are number words; several forms of a word stand side by side.
	numbers    map[string]int
	magnitudes map[string]float64
	months     []string // twelve, forms parted by blanks
	weekdays   []string // seven from Monday, forms parted by blanks
	common     string   // frequent small words by which the language is told
	placeFirst bool     // the place stands before the number it goes with, as in "Laçına 20 ailə"
}

// pattern is a phrase, folded.
type pattern struct {
	words  []string
	prefix []bool // the word may have any ending
	class  class
	value  int // month or weekday number
}

// lexicon is a language made ready for matching. It is built once and never changes.
type lexicon struct {
	language
	exact    map[string][]pattern
	stem     map[string][]pattern // by first words that may have any ending
	stemLens []int                // lengths of the keys of stem that occur
	numbers  map[string]int
	powers   map[string]float64
	common   map[string]bool
}

func newLexicon(l language) *lexicon {
	x := &lexicon{language: l, exact: map[string][]pattern{}, stem: map[string][]pattern{}, numbers: map[string]int{},
		powers: map[string]float64{}, common: map[string]bool{}}
	for _, e := range l.entries {
		for _, p := range strings.Fields(e.words) {
			x.add(p, e.class, 0)
		}
	}
	for i, forms := range l.months {
		for _, p := range strings.Fields(forms) {
			x.add(p, cueMonth, i+1)
		}
	}
	for i, forms := range l.weekdays {
		for _, p := range strings.Fields(forms) {
			x.add(p, cueWeekday, i+1)
		}
	}
	for w, n := range l.numbers {
		for _, form := range strings.Fields(w) {
			x.numbers[fold(form)] = n
		}
	}
	for w, n := range l.magnitudes {
		for _, form := range strings.Fields(w) {
			x.powers[fold(form)] = n
		}
	}
	for _, w := range strings.Fields(l.common) {
		x.common[fold(w)] = true
	}
	lens := map[int]bool{}
	for k := range x.stem {
		lens[len(k)] = true
	}
	for n := range maxWord + 1 {
		if lens[n] {
			x.stemLens = append(x.stemLens, n)
		}
	}
	return x
}

func (x *lexicon) add(s string, c class, value int) {
	p := pattern{class: c, value: value}
	for _, w := range strings.Split(s, "_") {
		stem, any := strings.CutSuffix(w, "*")
		p.words, p.prefix = append(p.words, fold(stem)), append(p.prefix, any)
	}
	if p.prefix[0] {
		x.stem[p.words[0]] = append(x.stem[p.words[0]], p)
	} else {
		x.exact[p.words[0]] = append(x.exact[p.words[0]], p)
	}
}

// hit is a phrase found in a sentence, by its tokens.
type hit struct {
	class    class
	from, to int
	value    int
}

// match finds the phrases of a sentence. At each word the longest phrases win; a word inside a phrase that was found
// begins no other of the same length or shorter.
func (x *lexicon) match(tokens []token) []hit {
	var out []hit
	for i := 0; i < len(tokens); {
		t := tokens[i]
		if t.kind != wordToken {
			i++
			continue
		}
		best := 0
		from := len(out)
		try := func(list []pattern) {
			for _, p := range list {
				n := p.length(tokens, i)
				if n == 0 || n < best {
					continue
				}
				if n > best {
					out, best = out[:from], n
				}
				out = append(out, hit{p.class, i, i + n, p.value})
			}
		}
		try(x.exact[t.fold])
		for _, n := range x.stemLens {
			if n > len(t.fold) {
				break
			}
			try(x.stem[t.fold[:n]])
		}
		i += max(best, 1)
	}
	return out
}

// length returns how many tokens the phrase takes at token i, 0 if it is not there. A hyphen or apostrophe between two
// words of a phrase is passed over.
func (p pattern) length(tokens []token, i int) int {
	k := i
	for w, word := range p.words {
		if w > 0 && k < len(tokens) && tokens[k].kind == markToken && (tokens[k].mark == '-' || tokens[k].mark == '\'') {
			k++
		}
		if k >= len(tokens) || tokens[k].kind != wordToken {
			return 0
		}
		if f := tokens[k].fold; f != word && !(p.prefix[w] && strings.HasPrefix(f, word)) {
			return 0
		}
		k++
	}
	return k - i
}

// languages lists the languages that are read.
func languages() []language {
	return []language{english(), azerbaijani(), russian(), armenianWords(), german(), french(), spanish(), turkish(), arabicWords()}
}

// detect tells the language of tokens: by script where it settles the matter, else by the small words that occur.
func detect(all []*lexicon, tokens []token) *lexicon {
	scripts := [5]int{}
	votes, schwa := make([]int, len(all)), false
	for i, t := range tokens {
		if t.kind != wordToken {
			continue
		}
		if i > 5000 {
			break
		}
		s := scriptOf(t.fold)
		scripts[s]++
		if s == latin {
			schwa = schwa || t.letter == 'ə' || t.letter == 'Ə'
			for l, x := range all {
				if x.common[t.fold] {
					votes[l]++
				}
				votes[l] += letterVotes[t.letter][x.code]
			}
		}
	}
	most := latin
	for s := latin; s <= arabic; s++ {
		if scripts[s] > scripts[most] {
			most = s
		}
	}
	if scripts[most] == 0 {
		return nil
	}
	if code := map[script]string{cyrillic: "ru", armenian: "hy", arabic: "ar"}[most]; code != "" {
		return byCode(all, code)
	}
	if !schwa && scripts[latin] >= 4 {
		votes[slices.IndexFunc(all, func(x *lexicon) bool { return x.code == "az" })] = 0 // hardly a clause of Azerbaijani does without ə
	}
	best := -1
	for l, v := range votes {
		if v > 0 && (best < 0 || v > votes[best]) {
			best = l
		}
	}
	if best < 0 {
		return nil
	}
	return all[best]
}

// letterVotes is how strongly a letter speaks for a language.
var letterVotes = map[rune]map[string]int{
	'ə': {"az": 3}, 'Ə': {"az": 3}, 'ş': {"az": 1, "tr": 1}, 'Ş': {"az": 1, "tr": 1}, 'ğ': {"az": 1, "tr": 1}, 'ı': {"az": 1, "tr": 1},
	'İ': {"az": 1, "tr": 1}, 'ß': {"de": 3}, 'ä': {"de": 2}, 'Ä': {"de": 2}, 'ñ': {"es": 3}, 'è': {"fr": 2}, 'ê': {"fr": 2}, 'œ': {"fr": 3},
}

// isMonth says whether a word names a month.
func (x *lexicon) isMonth(word string) bool {
	for _, p := range x.exact[word] {
		if p.class == cueMonth {
			return true
		}
	}
	return false
}

// votes counts the small words of the language.
func (x *lexicon) votes(tokens []token) int {
	n := 0
	for _, t := range tokens {
		if t.kind == wordToken && x.common[t.fold] {
			n++
		}
	}
	return n
}

func byCode(all []*lexicon, code string) *lexicon {
	for _, x := range all {
		if x.code == code {
			return x
		}
	}
	return nil
}
