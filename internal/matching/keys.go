package matching

import (
	"slices"
	"strings"
)

// SearchKeys returns the skeleton keys of every word of a name in all its readings, sorted, without repeats. Two
// spellings of one name share at least one key almost always, whatever their scripts; two names that share none are
// not worth comparing. A key keeps the consonants, merged by class, and the colour of the first vowel, so that Həsənov
// and Hüseynov stay apart.
func SearchKeys(name string) []string {
	var keys []string
	for _, token := range tokens(name) {
		if particles[string(token)] {
			continue
		}
		rs := readings(token)
		vowels := tokenScript(token) != arabic
		for _, r := range rs {
			keys = append(keys, skeletons(r, vowels)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// skeletonClass merges consonants across the scripts; vowels and glides have none.
var skeletonClass = map[byte]byte{
	'b': 'P', 'p': 'P', 'd': 'T', 't': 'T', 'g': 'K', 'k': 'K', 'q': 'K', 'G': 'K', 'x': 'K', 'h': 'K', 'j': 'J', 'Z': 'J', 'C': 'C',
	'c': 'S', 'D': 'S', 'z': 'S', 's': 'S', 'S': 'C', 'f': 'V', 'v': 'V', 'm': 'M', 'n': 'N', 'l': 'L', 'r': 'R',
}

// firstVowel colours the first vowel of a reading; unwritten vowels (Arabic script) could be any.
var firstVowel = map[byte]string{'a': "a", 'e': "a", 'i': "i", 'o': "u", 'u': "u"}

// skeletons returns the keys of one reading: with h and its Russian spellings as K, and with them dropped.
func skeletons(reading string, vowelsWritten bool) []string {
	reading = strings.TrimPrefix(withoutDroppedH(reading), "y")
	reading = withoutFeminine(reading)
	colours := []string{""}
	for i := 0; i < len(reading); i++ {
		if c, ok := firstVowel[reading[i]]; ok {
			colours[0] = c
			break
		}
	}
	if !vowelsWritten {
		colours = []string{"a", "i", "u"}
	}
	bodies := []string{consonants(reading, false)}
	if short := consonants(reading, true); short != bodies[0] && len(short) > 1 {
		bodies = append(bodies, short)
	}
	keys := make([]string, 0, len(colours)*len(bodies))
	for _, body := range bodies {
		for _, colour := range colours {
			keys = append(keys, colour+body)
		}
	}
	return keys
}

// consonants returns the classes of the consonants of a reading, doubles collapsed; a vowel at the beginning is kept
// as "-".
func consonants(reading string, dropH bool) string {
	out := make([]byte, 0, len(reading))
	vowelBetween := false
	for i := 0; i < len(reading); i++ {
		c := reading[i]
		if dropH && (c == 'h' || c == 'G') {
			continue
		}
		class, ok := skeletonClass[c]
		if !ok {
			if i == 0 && isVowel(c) {
				out = append(out, '-')
			} else if !isVowel(c) && c != 'y' {
				out = append(out, c)
			}
			vowelBetween = true
			continue
		}
		switch n := len(out); {
		case n > 0 && !vowelBetween && out[n-1] == class:
			continue
		case n > 0 && !vowelBetween && out[n-1] == 'T' && class == 'S':
			out[n-1] = 'S' // ts and dz are one sound in some scripts and two letters in others
		default:
			out = append(out, class)
		}
		vowelBetween = false
	}
	return string(out)
}

// withoutFeminine takes the feminine -a off the endings -ova and -eva of a reading, and makes -skaya -skiy.
func withoutFeminine(reading string) string {
	if len(reading) < 6 {
		return reading
	}
	switch {
	case strings.HasSuffix(reading, "ova"), strings.HasSuffix(reading, "eva"):
		return reading[:len(reading)-1]
	case strings.HasSuffix(reading, "skaya"):
		return reading[:len(reading)-3] + "iy"
	}
	return reading
}
