package matching

// arabicSounds reads the letters of Arabic and Persian; ا و ی and final ه are rules of readArabic. Short vowels are not
// written: readings of this script leave them out, and comparison asks no vowel of them.
var arabicSounds = map[rune]string{
	'آ': "a", 'أ': "a", 'إ': "i", 'ا': "a", 'ٱ': "a", 'ب': "b", 'پ': "p", 'ت': "t", 'ث': "s", 'ج': "j", 'چ': "C", 'ح': "h", 'خ': "x", 'د': "d",
	'ذ': "z", 'ر': "r", 'ز': "z", 'ژ': "Z", 'س': "s", 'ش': "S", 'ص': "s", 'ض': "z", 'ط': "t", 'ظ': "z", 'ع': "", 'غ': "G", 'ف': "f",
	'ق': "q", 'ک': "k", 'گ': "g", 'ل': "l", 'م': "m", 'ن': "n", 'و': "v", 'ه': "h", 'ی': "y", 'ء': "", 'ة': "a", 'ؤ': "u", 'ئ': "",
	'ڤ': "v", 'ۆ': "o", 'ۇ': "u", 'ۋ': "v",
}

// readArabic reads a word with و and ی as vowels between consonants and at the end, and gives a second reading without
// the article ال.
func readArabic(word []rune) []string {
	out := []string{readArabicWord(word)}
	if len(word) > 4 && word[0] == 'ا' && word[1] == 'ل' {
		out = append(out, readArabicWord(word[2:]))
	}
	return out
}

func readArabicWord(word []rune) string {
	out := make([]byte, 0, len(word)+2)
	for i, r := range word {
		last := i == len(word)-1
		nextVowel := !last && (word[i+1] == 'ا' || word[i+1] == 'آ')
		switch {
		case r == 'ع' && i == 0 && !last && word[1] != 'ا' && word[1] != 'و' && word[1] != 'ی':
			out = append(out, 'a')
		case r == 'و' && i > 0 && !nextVowel && !endsInVowel(out):
			out = append(out, 'u')
		case r == 'ی' && i > 0 && !nextVowel && !endsInVowel(out):
			out = append(out, 'i')
		case r == 'ه' && last && i > 1 && !endsInVowel(out):
			out = append(out, 'a')
		case r == 'ا' && i == 0 && !last && (word[1] == 'ی' || word[1] == 'و'):
			// The alif only carries the long vowel that follows.
			if word[1] == 'ی' {
				out = append(out, 'i')
			} else {
				out = append(out, 'u')
			}
		case i == 1 && word[0] == 'ا' && (r == 'ی' || r == 'و'):
		case r == 'ن' && !last && word[i+1] == 'ب':
			out = append(out, 'm') // قنبر is said Qəmbər
		default:
			out = append(out, arabicSounds[r]...)
		}
	}
	return string(out)
}
