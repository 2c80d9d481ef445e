package i18n

import "strings"

// join gives the words that follow a value as they are written after it. A date that ends with a point ends a sentence
// with one point only, and in Azerbaijani the ending of a number follows the sound of its last word: 2-ci and 3-cü, 5-dən
// and 6-dan.
func join(lang, value, words string) string {
	for _, end := range []string{".", "։"} {
		if strings.HasSuffix(value, end) && strings.HasPrefix(words, end) && !strings.HasPrefix(words, end+end) {
			return words[len(end):]
		}
	}
	if lang != "az" {
		return words
	}
	for written, vowels := range azEndings {
		if rest, ok := strings.CutPrefix(words, written); ok {
			if sound, ok := azSound(value); ok {
				return vowels[sound] + rest
			}
		}
	}
	return words
}

// azEndings are the endings of numbers as the catalogue writes them, and as they follow each sound.
var azEndings = map[string]map[rune]string{
	"-ci":  {'i': "-ci", 'ü': "-cü", 'ı': "-cı", 'u': "-cu"},
	"-dən": {'i': "-dən", 'ü': "-dən", 'ı': "-dan", 'u': "-dan"},
}

// The sounds of the last words of numbers: sıfır, bir, iki, üç, dörd, beş, altı, yeddi, səkkiz, doqquz; on, iyirmi, otuz,
// qırx, əlli, altmış, yetmiş, səksən, doxsan; yüz, min, milyon.
var (
	azUnits = []rune("ıiiüüiıiiu")
	azTens  = []rune(" uiuıiıiiı")
)

// azSound is the sound on which a number ends when it is spoken; not ok where the value ends with no number.
func azSound(value string) (rune, bool) {
	last := value[strings.LastIndexAny(value, " "+nbsp)+1:]
	digits := strings.ReplaceAll(last, ".", "")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	zeros := len(digits) - len(strings.TrimRight(digits, "0"))
	switch n := len(digits) - zeros; {
	case n == 0 || zeros == 0: // nothing but zeros is said as zero
		return azUnits[digits[len(digits)-1]-'0'], true
	case zeros == 1:
		return azTens[digits[n-1]-'0'], true
	case zeros == 2:
		return 'ü', true
	case zeros < 6:
		return 'i', true
	}
	return 'u', true
}
