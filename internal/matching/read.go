package matching

import (
	"slices"
	"strings"
)

// A reading is a string over this alphabet of sounds, one byte each:
//
//	a e i o u   vowels            y           glide
//	b p d t g k q                 stops (q is the Azerbaijani q, between g and k)
//	G x h                         gh, kh, h
//	j C c D                       j as in John, ch, ts, dz
//	z Z s S f v                   z, zh, s, sh, f, v
//	m n l r
//
// Letters of scripts without a table stay as they are, so that such names still equal themselves.

// maxReadings bounds the readings of one token.
const maxReadings = 4

// readings returns the ways a token may be said, the likeliest first, at most maxReadings, never empty.
func readings(token []rune) []string {
	var out []string
	add := func(s string) {
		if s != "" && len(out) < maxReadings && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch tokenScript(token) {
	case latin:
		for _, s := range readLatin(plainLatin(token)) {
			add(s)
		}
	case cyrillic:
		for _, s := range readCyrillic(token) {
			add(s)
		}
	case armenian:
		add(readArmenian(token, easternArmenian))
		add(readArmenian(token, westernArmenian))
	case arabic:
		for _, s := range readArabic(token) {
			add(s)
		}
	case georgian:
		add(readGeorgian(token))
	}
	if len(out) == 0 {
		add(string(token))
	}
	return out
}

func isVowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }

// endsInVowel says whether the sounds so far end in a vowel; an empty reading does not.
func endsInVowel(b []byte) bool { return len(b) > 0 && isVowel(b[len(b)-1]) }
