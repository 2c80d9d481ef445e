package figures

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a stretch of the text that is read as one, by its bytes.
type paragraph struct {
	start, end int
	title      bool
}

// paragraphs splits a text at its line ends. Text that was wrapped at a fixed width, as news agencies send it, is
// joined again first: there a line end is only a blank.
func paragraphs(text string) []paragraph {
	wrapped := isWrapped(text)
	var out []paragraph
	blank := true
	for i := 0; i < len(text); {
		n := strings.IndexByte(text[i:], '\n')
		end := len(text)
		if n >= 0 {
			end = i + n
		}
		line := text[i:end]
		if strings.TrimSpace(line) == "" {
			blank = true
		} else if p := len(out) - 1; p >= 0 && !blank && continues(text, out[p], line, wrapped) {
			out[p].end = end
		} else {
			out = append(out, paragraph{start: i, end: end})
			blank = false
		}
		i = end + 1
	}
	return out
}

// isWrapped says whether most lines of a text have the length of a fixed width.
func isWrapped(text string) bool {
	lines, narrow := 0, 0
	for line := range strings.Lines(text) {
		n := utf8.RuneCountInString(strings.TrimSpace(line))
		if n < 20 {
			continue
		}
		lines++
		if n <= 85 && !endsSentence(line) {
			narrow++
		}
	}
	return lines >= 5 && narrow*5 >= lines*3
}

func continues(text string, p paragraph, line string, wrapped bool) bool {
	before := text[p.start:p.end]
	if endsSentence(before) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	if unicode.IsLower(first) && scriptOf(string(first)) != arabic {
		return true
	}
	return wrapped && utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) >= 35
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \t\r\n\"'”»’)")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:;։؟۔…", r)
}

// sentence is a run of tokens that is read for itself.
type sentence struct {
	tokens []token
	block  int
	title  bool
	lang   *lexicon
	hits   []hit // in the order of where they begin
	// firstHit[i] is the first of hits that begins at token i or later.
	firstHit []int32
	places   []mention
	homes    bool // homes are spoken of here or in the sentence before
	// exodus: the text is about the exodus to Armenia, in which "22,800 have been registered" are people.
	exodus    bool
	provinces int // of Armenia, named in the sentence
}

// splitSentences cuts the tokens of a paragraph at full stops.
func splitSentences(text string, tokens []token, lang *lexicon) [][]token {
	var out [][]token
	from := 0
	for i, t := range tokens {
		if t.kind != markToken || i+1-from < maxSentence && !stops(text, tokens, i, lang) {
			if i+1-from >= maxSentence {
				out = append(out, tokens[from:i+1])
				from = i + 1
			}
			continue
		}
		out = append(out, tokens[from:i+1])
		from = i + 1
	}
	if from < len(tokens) {
		out = append(out, tokens[from:])
	}
	return out
}

// abbreviations are words whose point ends no sentence.
var abbreviations = map[string]bool{"no": true, "mr": true, "mrs": true, "dr": true, "st": true, "vs": true, "approx": true,
	"jan": true, "feb": true, "mar": true, "apr": true, "jun": true, "jul": true, "aug": true, "sep": true, "sept": true,
	"oct": true, "nov": true, "dec": true, "г": true, "тыс": true, "чел": true, "млн": true, "руб": true, "им": true,
	"ул": true, "д": true, "кв": true, "mln": true, "ca": true, "d": true, "h": true, "bzw": true, "z": true, "b": true,
	"tsd": true, "hab": true, "թ": true, "հզ": true, "av": true, "sk": true, "m": true, "p": true, "a": true}

// stops says whether the mark at i ends a sentence.
func stops(text string, tokens []token, i int, lang *lexicon) bool {
	t := tokens[i]
	if t.mark == '!' || t.mark == '?' || t.mark == '؟' || t.mark == '…' {
		return true
	}
	if strings.HasPrefix(text[t.start:], "։") || strings.HasPrefix(text[t.start:], "۔") {
		return true
	}
	if i == 0 || i+1 == len(tokens) {
		return t.mark == '.'
	}
	next, before := tokens[i+1], tokens[i-1]
	if t.mark == ':' {
		// Armenian texts write a colon for the full stop.
		return scriptOf(text[before.start:]) == armenian && next.spaced && next.upper
	}
	if t.mark != '.' || !next.spaced && next.mark != '"' && !runOn(before, next) {
		return false
	}
	if before.kind == numberToken && next.kind == wordToken && lang.isMonth(next.fold) {
		return false // am 9. Mai
	}
	if before.kind == wordToken && !t.spaced && (abbreviations[before.fold] || initial(text, before)) {
		return false
	}
	return next.kind != wordToken || next.upper
}

// runOn says whether two sentences were set without a blank: "he said.Then". A name such as "News.Az" is none.
func runOn(before, next token) bool {
	return before.kind == wordToken && !before.caps && len(before.fold) >= 3 && next.kind == wordToken && next.upper && !next.caps &&
		utf8.RuneCountInString(next.fold) >= 3 && scriptOf(next.fold) != arabic
}

// initial says whether a word is a single letter, as in "S. Aliyev" or "i.e."; in Armenian such a word is a verb.
func initial(text string, t token) bool {
	return utf8.RuneCountInString(text[t.start:t.end]) == 1 && scriptOf(t.fold) != armenian
}
