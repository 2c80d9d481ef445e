package figures

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// script is the writing a word is in, as far as its inflection goes.
type script uint8

const (
	otherScript script = iota
	latin
	cyrillic
	armenian
	arabic
)

// foldTable holds what lower-casing alone does not bring together. Dotless and dotted i, schwa and the letters of the
// Turkic alphabets fold to plain Latin, as texts are written with and without them.
var foldTable = map[rune]string{
	'ı': "i", 'İ': "i", 'I': "i", 'ə': "e", 'Ə': "e", 'ş': "s", 'Ş': "s", 'ç': "c", 'Ç': "c", 'ğ': "g", 'Ğ': "g",
	'ö': "o", 'Ö': "o", 'ü': "u", 'Ü': "u", 'ß': "ss", 'ä': "a", 'Ä': "a", 'á': "a", 'à': "a", 'â': "a", 'ã': "a",
	'Á': "a", 'À': "a", 'Â': "a", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'É': "e", 'È': "e", 'Ê': "e", 'í': "i",
	'ì': "i", 'î': "i", 'ï': "i", 'Í': "i", 'Î': "i", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o", 'Ó': "o", 'Ô': "o",
	'ú': "u", 'ù': "u", 'û': "u", 'Ú': "u", 'Û': "u", 'ñ': "n", 'Ñ': "n", 'ž': "z", 'š': "s", 'č': "c", 'ў': "у",
	'ё': "е", 'Ё': "е", 'և': "եւ",
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ئ': "ي", 'ک': "ك", 'ة': "ه", 'ۀ': "ه", 'ؤ': "و",
	'ـ': "", '\u200c': "", '\u200d': "", '\u200e': "", '\u200f': "", '\u00ad': "",
}

// fold brings spellings of a word together: lower case, no diacritics.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || ('A' <= c && c <= 'Z') {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
			continue
		}
		if t, ok := foldTable[r]; ok {
			b.WriteString(t)
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// scriptOf tells the script of a word by its first letter.
func scriptOf(word string) script {
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case r < 0x250:
		return latin
	case 0x400 <= r && r < 0x530:
		return cyrillic
	case 0x530 <= r && r < 0x590:
		return armenian
	case 0x600 <= r && r < 0x780, 0xfb50 <= r && r < 0xff00:
		return arabic
	}
	return otherScript
}

// romanised spells Cyrillic letters in Latin ones, for the skeleton only.
var romanised = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "j", 'з': "z", 'и': "i", 'й': "", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "c",
	'ш': "s", 'щ': "s", 'ъ': "", 'ы': "i", 'ь': "", 'э': "e", 'ю': "u", 'я': "a",
}

// skeletonRules turn the ways in which one sound is written in English, German, Turkish and Azerbaijani into one
// letter; the longer ones stand first.
var skeletonRules = strings.NewReplacer(
	"dsch", "j", "tsch", "c", "sch", "s", "dzh", "j", "tch", "c", "dj", "j", "zh", "j", "kh", "h", "gh", "g", "sh", "s",
	"ch", "c", "ə", "a", "e", "a", "ä", "a", "ı", "i", "y", "i", "ş", "s", "ç", "c", "ğ", "g", "q", "g", "x", "h", "w", "v",
	"ö", "o", "ü", "u", "é", "a", "è", "a", "c", "j",
)

// skeleton is a rough shape that spellings of one place name share across outlets: "Khydyrly", "Xıdırlı" and "Хыдырлы"
// become one. It is only used for capitalised words that no listed name fits.
func skeleton(word string) string {
	s := strings.Map(func(r rune) rune {
		switch r {
		case 'İ', 'I':
			return 'i'
		}
		return unicode.ToLower(r)
	}, word)
	if scriptOf(s) == cyrillic {
		var b strings.Builder
		for _, r := range strings.ReplaceAll(s, "дж", "ж") {
			b.WriteString(romanised[r])
		}
		s = b.String()
		s = strings.ReplaceAll(s, "e", "a")
	} else {
		s = skeletonRules.Replace(s)
	}
	var b strings.Builder
	last := rune(0)
	for _, r := range s {
		if r == last || r < 'a' || r > 'z' {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return strings.ReplaceAll(b.String(), "ai", "a")
}
