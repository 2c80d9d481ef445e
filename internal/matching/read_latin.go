package matching

import "strings"

// azLatin reads the Azerbaijani Latin alphabet of 1991 (letters not listed are as in plainSounds).
var azLatin = map[rune]string{
	'ə': "a", 'ä': "a", 'ı': "i", 'ö': "o", 'ü': "u", 'ç': "C", 'ş': "S", 'ğ': "G", 'c': "j", 'j': "Z", 'x': "x", 'q': "q", 'w': "v",
}

// plainSounds reads one Latin letter where no group of letters and no other rule applies.
var plainSounds = map[rune]string{
	'a': "a", 'b': "b", 'c': "k", 'd': "d", 'e': "e", 'f': "f", 'g': "g", 'h': "h", 'i': "i", 'j': "j", 'k': "k", 'l': "l", 'm': "m",
	'n': "n", 'o': "o", 'p': "p", 'q': "q", 'r': "r", 's': "s", 't': "t", 'u': "u", 'v': "v", 'w': "v", 'x': "ks", 'y': "y", 'z': "z",
	'ə': "a", 'ä': "a", 'ö': "o", 'ü': "u", 'ç': "C", 'ş': "S", 'š': "S", 'č': "C", 'ž': "Z", 'ğ': "G",
}

// latinGroups are letters read together, longest first.
var latinGroups = []struct{ letters, sound string }{
	{"tsch", "C"}, {"dzh", "j"}, {"tch", "C"}, {"sch", "S"}, {"dsch", "j"},
	{"sh", "S"}, {"ch", "C"}, {"zh", "Z"}, {"kh", "x"}, {"gh", "G"}, {"ph", "f"}, {"th", "t"}, {"dj", "j"}, {"dž", "j"},
	{"ts", "c"}, {"tz", "c"}, {"ck", "k"}, {"oo", "u"}, {"ee", "i"}, {"ou", "u"}, {"qu", "ku"},
}

// readLatin gives the plain reading and, where the letters allow it, the Azerbaijani one; Azerbaijani first when a
// letter says so.
func readLatin(word []rune) []string {
	plain := readLatinBy(word, false)
	az := readLatinBy(word, true)
	if strings.ContainsAny(string(word), "əğ") || startsAzerbaijani(word) {
		return []string{az, plain}
	}
	return []string{plain, az}
}

// startsAzerbaijani says whether a word typed without marks is spelt as only Azerbaijani spells: q not before u and
// not last (Qasimov), x before a vowel at the beginning (Xalilov).
func startsAzerbaijani(word []rune) bool {
	for i, r := range word {
		if r == 'q' && i+1 < len(word) && (word[i+1] != 'u' || i+2 < len(word) && !isVowel(byte(word[i+2]))) {
			return true
		}
	}
	return len(word) > 1 && word[0] == 'x' && word[1] < 0x80 && isVowel(byte(word[1]))
}

func readLatinBy(word []rune, azerbaijani bool) string {
	out := make([]byte, 0, len(word)+2)
	text := string(word)
	for i := 0; i < len(word); i++ {
		if g := latinGroup(text); g >= 0 && !(azerbaijani && latinGroups[g].letters == "qu") {
			out = append(out, latinGroups[g].sound...)
			n := len([]rune(latinGroups[g].letters))
			i += n - 1
			text = text[len(latinGroups[g].letters):]
			continue
		}
		r := word[i]
		text = text[len(string(r)):]
		if azerbaijani {
			if s, ok := azLatin[r]; ok {
				out = append(out, s...)
				continue
			}
		}
		out = append(out, plainLetter(word, i)...)
	}
	return string(out)
}

func latinGroup(text string) int {
	for g := range latinGroups {
		if strings.HasPrefix(text, latinGroups[g].letters) {
			return g
		}
	}
	return -1
}

// plainLetter reads word[i] with its neighbours: c before e, i, y is s; y is a vowel between consonants and at the end
// after one.
func plainLetter(word []rune, i int) string {
	next := rune(0)
	if i+1 < len(word) {
		next = word[i+1]
	}
	switch word[i] {
	case 'c':
		if next == 'e' || next == 'i' || next == 'y' {
			return "s"
		}
	case 'y':
		before := i > 0 && strings.ContainsRune("aeiouöüəä", word[i-1])
		after := strings.ContainsRune("aeiouöüəä", next) && next != 0
		if !before && !after {
			return "i"
		}
	}
	return plainSounds[word[i]]
}
