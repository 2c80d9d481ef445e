package matching

import "strings"

// cyrillicSounds reads Russian; the other tables say what differs.
var cyrillicSounds = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'ж': "Z", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n",
	'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "x", 'ц': "c", 'ч': "C", 'ш': "S", 'щ': "S", 'ы': "i",
	'э': "e", 'ъ': "", 'ь': "",
	// Azerbaijani Cyrillic of 1958: these letters stand in no other alphabet here, so they are read even in a mixed word.
	'ә': "a", 'ғ': "G", 'ҝ': "g", 'ө': "o", 'ү': "u", 'һ': "h", 'ҹ': "j", 'ј': "y",
	// Ukrainian and Belarusian.
	'і': "i", 'ґ': "g", 'ў': "v",
}

// softVowels carry a glide at the beginning of a word and after a vowel or a sign.
var softVowels = map[rune]string{'е': "e", 'ё': "o", 'ю': "u", 'я': "a", 'є': "e", 'ї': "i"}

// readCyrillic gives the Russian reading, the Azerbaijani one (г is q) and the Ukrainian one (г is h), each first when
// a letter of its own says so. A word with none of those letters is Russian first.
func readCyrillic(word []rune) []string {
	text := string(word)
	ru := readCyrillicBy(word, 'г', "g")
	switch {
	case strings.ContainsAny(text, "әғҝөүһҹј"):
		return []string{readCyrillicBy(word, 'г', "q"), ru}
	case strings.ContainsAny(text, "іїєґ"):
		return []string{readCyrillicBy(word, 'г', "h"), ru}
	}
	return []string{ru}
}

// readCyrillicBy reads a word with one letter read otherwise. дж is one sound; so are the pairs of soft sign and vowel.
func readCyrillicBy(word []rune, letter rune, as string) string {
	out := make([]byte, 0, len(word)+2)
	for i, r := range word {
		sound, soft := softVowels[r]
		switch {
		case soft:
			glide := i == 0 || strings.ContainsRune("ьъ'", word[i-1]) || endsInVowel(out) || r != 'е' && r != 'є'
			if glide {
				out = append(out, 'y')
			}
			out = append(out, sound...)
		case r == 'ж' && len(out) > 0 && word[max(i-1, 0)] == 'д':
			out[len(out)-1] = 'j'
		case r == letter:
			out = append(out, as...)
		default:
			out = append(out, cyrillicSounds[r]...)
		}
	}
	return string(out)
}
