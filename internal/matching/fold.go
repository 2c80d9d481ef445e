package matching

import (
	"slices"
	"strings"
)

// Fold turns a name into the text that stands in a search column: one string, words kept in their order and parted by
// single spaces, the same whatever script the name was typed in as far as rules can see to it. What a person types is
// folded too and searched as prefix of a word or as part of the column; sounds that scripts confuse (a and ə, g, h, kh
// and q, b and p, o and u) are one letter in it, so a fold finds a little too much and Compare sorts the result. It is
// empty for a name without letters.
func Fold(name string) string {
	var b strings.Builder
	for _, token := range tokens(name) {
		if particles[string(token)] {
			continue
		}
		reading := readings(token)[0]
		if tokenScript(token) == arabic {
			reading = withShortVowels(reading)
		}
		folded := foldSounds(reading)
		if folded == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(folded)
	}
	return b.String()
}

// foldClasses merges the sounds that the scripts of one region write for each other.
var foldClasses = map[byte]string{
	'a': "a", 'e': "a", 'i': "i", 'y': "i", 'o': "u", 'u': "u",
	'b': "p", 'p': "p", 'd': "t", 't': "t", 'g': "k", 'k': "k", 'q': "k", 'G': "k", 'x': "k", 'h': "k",
	'j': "j", 'Z': "j", 'C': "c", 'c': "ts", 'D': "ts", 'z': "z", 's': "s", 'S': "x", 'f': "v", 'v': "v", 'm': "m", 'n': "n", 'l': "l", 'r': "r",
}

// droppedH lists beginnings of Armenian names that Russian writes without the h, or with g for it (Հակոբ Акоп, Հովհաննես
// Ованес, Оганес), each with the form all of them get. Longest first.
var droppedH = []struct{ begin, as string }{
	{"hovhan", "ohan"}, {"ovhan", "ohan"}, {"hovan", "ohan"}, {"hohan", "ohan"}, {"hogan", "ohan"}, {"ovan", "ohan"}, {"ogan", "ohan"},
	{"hakob", "akop"}, {"hakop", "akop"}, {"hagop", "akop"}, {"akob", "akop"}, {"agop", "akop"}, {"harut", "arut"}, {"hayrap", "ayrap"},
	{"hairap", "ayrap"}, {"airap", "ayrap"}, {"hovsep", "ovsep"}, {"hambar", "ambar"}, {"hovak", "ovak"}, {"hovik", "ovik"}, {"hasmik", "asmik"}, {"hayk", "ayk"},
	{"gayk", "ayk"}, {"haik", "ayk"}, {"gaik", "ayk"}, {"aik", "ayk"},
}

// withoutDroppedH rewrites the beginning of a reading by droppedH.
func withoutDroppedH(reading string) string {
	for _, d := range droppedH {
		if rest, ok := strings.CutPrefix(reading, d.begin); ok {
			return d.as + rest
		}
	}
	return reading
}

// foldSounds folds one reading.
func foldSounds(reading string) string {
	reading = withoutDroppedH(reading)
	if strings.HasPrefix(reading, "ye") {
		reading = reading[1:]
	}
	out := make([]byte, 0, len(reading)+2)
	for i := 0; i < len(reading); i++ {
		c := reading[i]
		if c == 'y' && i > 0 && i+1 < len(reading) && isVowel(reading[i-1]) && isVowel(reading[i+1]) {
			continue
		}
		class, ok := foldClasses[c]
		if !ok {
			class = string(c)
		}
		if n := len(out); c == 'z' && n > 0 && out[n-1] == 't' {
			class = "s" // d and z of two words (Məmmədzadə) and the one sound dz are spelt alike
		}
		for j := 0; j < len(class); j++ {
			if n := len(out); n == 0 || out[n-1] != class[j] {
				out = append(out, class[j])
			}
		}
	}
	s := string(out)
	if len(s) > 4 && slices.ContainsFunc(feminineFolds, func(end string) bool { return strings.HasSuffix(s, end) }) {
		s = s[:len(s)-1]
	}
	return s
}

// feminineFolds are endings of folded family names whose last vowel only says that the bearer is a woman.
var feminineFolds = []string{"uva", "ava", "ina", "skaia"}

// withShortVowels puts the commonest short vowel, a, between consonants of a reading whose script does not write it:
// right for most names of the region (حسن Həsən) and always the same.
func withShortVowels(reading string) string {
	out := make([]byte, 0, 2*len(reading))
	for i := 0; i < len(reading); i++ {
		if i > 0 && !isVowel(reading[i-1]) && !isVowel(reading[i]) && reading[i-1] != 'y' && reading[i] != 'y' {
			out = append(out, 'a')
		}
		out = append(out, reading[i])
	}
	return string(out)
}
