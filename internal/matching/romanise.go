package matching

import (
	"strings"
	"unicode"
)

// Romanise writes a name in Latin letters for a reader who does not know its script. It is for showing beside the name
// as it was given, and nothing is compared by it: a name has several readings, and this is one of them. Latin text is
// returned as it is. The spellings are those of passports: Russian after ICAO 9303, Armenian after BGN/PCGN 1981 without
// marks, Georgian as the national system of 2002, Persian and Arabic without the vowels that are not written.
func Romanise(name string) string {
	var b strings.Builder
	word := []rune{}
	flush := func() {
		b.WriteString(romaniseWord(word))
		word = word[:0]
	}
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
			word = append(word, r)
			continue
		}
		flush()
		b.WriteRune(r)
	}
	flush()
	return b.String()
}

// latinOf are the tables of letters, small; what depends on a neighbour stands in romaniseWord.
var latinOf = map[rune]string{
	// Russian; then what Azerbaijani Cyrillic, Ukrainian and Belarusian have besides.
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "i", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
	'ә': "ə", 'ғ': "ğ", 'ҝ': "g", 'ө': "ö", 'ү': "ü", 'һ': "h", 'ҹ': "c", 'ј': "y", 'і': "i", 'ї': "i", 'є': "ie", 'ґ': "g", 'ў': "u",
	// Armenian.
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "y", 'թ': "t", 'ժ': "zh", 'ի': "i", 'լ': "l", 'խ': "kh",
	'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m", 'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o", 'չ': "ch", 'պ': "p",
	'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v", 'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "v", 'փ': "p", 'ք': "k", 'և': "ev", 'օ': "o", 'ֆ': "f",
	// Georgian.
	'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k", 'ლ': "l", 'მ': "m", 'ნ': "n",
	'ო': "o", 'პ': "p", 'ჟ': "zh", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u", 'ფ': "p", 'ქ': "k", 'ღ': "gh", 'ყ': "q", 'შ': "sh", 'ჩ': "ch",
	'ც': "ts", 'ძ': "dz", 'წ': "ts", 'ჭ': "ch", 'ხ': "kh", 'ჯ': "j", 'ჰ': "h",
	// Arabic and Persian.
	'ا': "a", 'آ': "a", 'أ': "a", 'إ': "i", 'ب': "b", 'پ': "p", 'ت': "t", 'ث': "th", 'ج': "j", 'چ': "ch", 'ح': "h", 'خ': "kh", 'د': "d",
	'ذ': "dh", 'ر': "r", 'ز': "z", 'ژ': "zh", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z", 'ع': "", 'غ': "gh", 'ف': "f",
	'ق': "q", 'ک': "k", 'ك': "k", 'گ': "g", 'ل': "l", 'م': "m", 'ن': "n", 'و': "v", 'ه': "h", 'ة': "a", 'ی': "i", 'ي': "i", 'ى': "a", 'ئ': "", 'ء': "",
}

// romaniseWord writes one word; its first letter is a capital where the script has none, or where it was one.
func romaniseWord(word []rune) string {
	if len(word) == 0 {
		return ""
	}
	s := tokenScript(word)
	if s == latin || s == noScript || s == otherScript {
		return string(word)
	}
	var b strings.Builder
	for i := 0; i < len(word); i++ {
		r := unicode.ToLower(word[i])
		next := rune(0)
		if i+1 < len(word) {
			next = unicode.ToLower(word[i+1])
		}
		switch {
		case r == 'ո' && next == 'ւ':
			b.WriteString("u")
			i++
		case r == 'ո' && i == 0 && next != 'վ':
			b.WriteString("vo")
		case r == 'ե' && i == 0, r == 'և' && i == 0:
			b.WriteString("y" + latinOf[r])
		default:
			latinLetter, known := latinOf[r]
			if !known && !unicode.Is(unicode.Mn, r) {
				latinLetter = string(r)
			}
			b.WriteString(latinLetter)
		}
	}
	out := []rune(b.String())
	first := word[0]
	if len(out) > 0 && (unicode.IsUpper(first) || s == georgian || s == arabic) {
		out[0] = unicode.ToUpper(out[0])
	}
	return string(out)
}
