package matching

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// script is the writing system of one token.
type script uint8

const (
	noScript script = iota
	latin
	cyrillic
	armenian
	arabic
	georgian
	otherScript
)

// scriptSet has a bit for each script.
type scriptSet uint16

const allScripts scriptSet = 1<<latin | 1<<cyrillic | 1<<armenian | 1<<arabic | 1<<georgian

func scriptOf(r rune) script {
	switch {
	case r < 0x80:
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return latin
		}
		return noScript
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Armenian, r):
		return armenian
	case unicode.Is(unicode.Arabic, r):
		return arabic
	case unicode.Is(unicode.Georgian, r):
		return georgian
	case unicode.IsLetter(r):
		return otherScript
	}
	return noScript
}

// tokenScript is the script most letters of a token belong to; the first seen wins a tie.
func tokenScript(token []rune) script {
	var count [otherScript + 1]int
	best := noScript
	for _, r := range token {
		s := scriptOf(r)
		if s == noScript {
			continue
		}
		count[s]++
		if best == noScript || count[s] > count[best] {
			best = s
		}
	}
	return best
}

// composed joins a letter and a following combining mark where the two together are another letter of our alphabets.
// Marks not listed (stress, vowel points) are dropped.
var composed = map[[2]rune]rune{
	{'s', 0x327}: 'ş', {'c', 0x327}: 'ç', {'g', 0x306}: 'ğ', {'o', 0x308}: 'ö', {'u', 0x308}: 'ü', {'a', 0x308}: 'ä',
	{'i', 0x307}: 'i', {'s', 0x30C}: 'š', {'c', 0x30C}: 'č', {'z', 0x30C}: 'ž', {'n', 0x303}: 'ñ', {'c', 0x301}: 'ć',
	{'и', 0x306}: 'й', {'е', 0x308}: 'ё', {'і', 0x308}: 'ї', {'у', 0x306}: 'ў',
	{0x627, 0x653}: 'آ', {0x627, 0x654}: 'أ', {0x627, 0x655}: 'إ', {0x648, 0x654}: 'ؤ', {0x64A, 0x654}: 'ئ',
}

// lookalikes are Latin letters typed inside a Cyrillic word, and the reverse: they look the same on paper and on most
// keyboards, so a word is read in the script most of its letters have.
var lookalikes = map[rune]rune{
	'a': 'а', 'c': 'с', 'e': 'е', 'o': 'о', 'p': 'р', 'x': 'х', 'y': 'у', 'i': 'і', 'j': 'ј', 'h': 'һ', 'ə': 'ә', 'k': 'к',
	'm': 'м', 't': 'т', 'b': 'в',
}

var lookalikesBack = func() map[rune]rune {
	back := make(map[rune]rune, len(lookalikes))
	for l, c := range lookalikes {
		back[c] = l
	}
	back['һ'] = 'h'
	return back
}()

// letter lower-cases one rune of a name. The capital I of Azerbaijani and Turkish becomes i as every other: dotted and
// dotless i are one sound here.
func letter(r rune) rune {
	switch r {
	case 'İ', 'I', 'ı':
		return 'i'
	case 'Ə', 'Ǝ', 'ǝ':
		return 'ə'
	case 'ʼ', '’', '‘', '`', '´', 'ʻ', 'ʹ', 'ʿ', 'ʾ', '\'':
		return '\''
	case 'ي', 'ى', 'ۍ', 'ې':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'ہ', 'ۀ', 'ە':
		return 'ه'
	}
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// tokens splits a name into lower-cased words of letters, marks composed, apostrophes and points dropped. Hyphens and
// everything that is no letter separate.
func tokens(name string) [][]rune {
	var out [][]rune
	eachToken(name, func(word []rune, _ string) { out = append(out, word) })
	return out
}

// eachToken calls f with each word of a name and how it is written there.
func eachToken(name string, f func(word []rune, written string)) {
	var word []rune
	from, to := 0, 0
	flush := func() {
		if len(word) > 0 {
			f(oneScript(word), name[from:to])
			word = nil
		}
	}
	for i, written := range name {
		r := letter(written)
		switch {
		case unicode.Is(unicode.M, r):
			if n := len(word); n > 0 {
				to = i + utf8.RuneLen(written)
				if c, ok := composed[[2]rune{word[n-1], r}]; ok {
					word[n-1] = c
				}
			}
		case r == '\'' || r == 0x640 || r == 0xAD || r >= 0x200B && r <= 0x200F:
			// Apostrophes, the Arabic stretching stroke, soft hyphens and joiners stand inside a word.
		case digitOf(r) >= 0:
			// A digit inside a word is a slip of the finger (do7ghty); the letters around it are one word.
		case unicode.IsLetter(r):
			if len(word) == 0 {
				from = i
			}
			to = i + utf8.RuneLen(written)
			word = append(word, r)
		default:
			flush()
		}
	}
	flush()
}

// oneScript reads lookalike letters in the script of the word around them.
func oneScript(word []rune) []rune {
	var table map[rune]rune
	main := tokenScript(word)
	switch main {
	case cyrillic:
		table = lookalikes
	case latin:
		table = lookalikesBack
	default:
		return word
	}
	for i, r := range word {
		if scriptOf(r) == main {
			continue
		}
		if same, ok := table[r]; ok {
			word[i] = same
		}
	}
	return word
}

// baseLetters gives the plain letters under Latin letters with marks that have no value of their own here.
var baseLetters = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'đ': "d", 'ł': "l", 'ø': "o", 'ŋ': "n", 'ħ': "h"}
	for base, marked := range map[string]string{
		"a": "àáâãåāăąǎạảấầẩẫậắằẳẵặ", "e": "èéêëēĕėęěẹẻẽếềểễệ", "i": "ìíîïĩīĭįǐịỉ", "o": "òóôõōŏőơǒọỏốồổỗộớờởỡợ",
		"u": "ùúûũūŭůűųưǔụủứừửữự", "y": "ýÿŷỳỵỷỹ", "c": "ĉċ", "d": "ďḍ", "g": "ĝġģǵ", "h": "ĥḥḫ", "j": "ĵ", "k": "ķḳ", "l": "ĺļľŀ",
		"n": "ńņňṇ", "r": "ŕŗřṛ", "s": "ŝṣ", "t": "ţťțŧṭ", "w": "ŵ", "z": "źẓ",
	} {
		for _, r := range marked {
			m[r] = base
		}
	}
	for r, s := range map[rune]string{'ș': "ş", 'ś': "š", 'ż': "ž", 'ñ': "ny", 'ć': "č"} {
		m[r] = s
	}
	return m
}()

// plainLatin replaces marked Latin letters by their base, keeping the letters that the readings know.
func plainLatin(word []rune) []rune {
	var b strings.Builder
	for _, r := range word {
		if s, ok := baseLetters[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return []rune(b.String())
}
