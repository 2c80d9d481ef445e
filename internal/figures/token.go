package figures

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits that keep a hostile text from costing more than its size.
const (
	maxWord     = 64      // bytes of a word that are looked at
	maxDigits   = 12      // digits of a number; longer ones are account numbers or attacks
	maxSentence = 400     // tokens of a sentence; longer ones are cut
	maxText     = 2 << 20 // bytes of a text, and of a page once it is stripped
)

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	timeToken // 09:47
	dateToken // 24.08.2023, 2023-08-24
	markToken // one punctuation mark
)

// token is a word, a number or a mark of a text, by its bytes.
type token struct {
	start, end int
	kind       tokenKind
	fold       string
	upper      bool // begins with a capital letter, or the script has none
	caps       bool // all capitals, of two letters or more
	spaced     bool // white space stands before it
	number     number
	mark       rune
	letter     rune // a letter that only some languages have: ə, ş, ß, ñ
}

// number is what a numberToken reads as.
type number struct {
	value    float64
	whole    bool // no decimals
	grouped  bool // digits were grouped: 1,392
	decimal  bool // written with decimals: 15,5
	ordinal  bool // 28th, 2-ci
	percent  bool
	clock    string   // of a timeToken: 09:47
	day      calendar // of a dateToken
	dotGroup bool     // 1.392, which English would read as a decimal
}

// tokenize makes tokens of text[from:to]; byte offsets are those of text.
func tokenize(text string, from, to int) []token {
	out := make([]token, 0, (to-from)/8+8)
	spaced := true
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:to])
		switch {
		case unicode.IsSpace(r):
			spaced = true
			i += size
			continue
		case digit(r) >= 0:
			t := readNumber(text, i, to)
			t.spaced = spaced
			out = append(out, t)
			i = t.end
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			t := readWord(text, i, to)
			t.spaced = spaced
			out = append(out, t)
			i = t.end
		case r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u200e' || r == '\u200f' || r == '\ufeff':
			i += size
			continue
		case len(out) > 0 && !spaced && out[len(out)-1].kind == markToken && out[len(out)-1].mark == plainMark(r):
			out[len(out)-1].end = i + size // "..." is one mark
			i += size
		default:
			out = append(out, token{start: i, end: i + size, kind: markToken, mark: plainMark(r), spaced: spaced})
			i += size
		}
		spaced = false
	}
	return out
}

func readWord(text string, i, to int) token {
	t := token{start: i, kind: wordToken}
	letters, capitals := 0, 0
	end := i
	for end < to {
		r, size := utf8.DecodeRuneInString(text[end:to])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != '\u200c' && r != '\u00ad' && (digit(r) < 0 || end == i || scriptOf(text[i:]) == arabic) {
			break
		}
		if hinting(r) && t.letter != 'ə' {
			t.letter = r
		}
		if unicode.IsUpper(r) {
			capitals++
			t.upper = t.upper || letters == 0
		}
		if letters == 0 && scriptOf(text[end:]) == arabic {
			t.upper = true
		}
		letters++
		end += size
	}
	t.end = end
	t.caps = letters > 1 && capitals == letters
	short := text[i:end]
	if len(short) > maxWord {
		short = strings.ToValidUTF8(short[:maxWord], "")
	}
	t.fold = fold(short)
	return t
}

// hinting says whether a letter tells the language of its word.
func hinting(r rune) bool {
	return r > 0x7f && strings.ContainsRune("əƏşŞğĞıİßäÄñÑèÈêÊœ", r)
}

// digit gives the value of a digit, European or Arabic, -1 for anything else.
func digit(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case '٠' <= r && r <= '٩':
		return int(r - '٠')
	case '۰' <= r && r <= '۹':
		return int(r - '۰')
	}
	return -1
}

// plainMark brings the many dashes, quotes and commas together.
func plainMark(r rune) rune {
	switch r {
	case '–', '—', '‒', '―', '‐', '‑', '−':
		return '-'
	case '’', '‘', 'ʼ', '`', '´', 'ʻ':
		return '\''
	case '“', '”', '„', '«', '»', '‟':
		return '"'
	case '،', '٬':
		return ','
	case '؛':
		return ';'
	case '։', '۔':
		return '.'
	case '․': // the Armenian one dot leader, written for a comma or a colon
		return ';'
	case '（':
		return '('
	case '）':
		return ')'
	}
	return r
}
