package matching

import "strings"

// georgianSounds reads the modern alphabet.
var georgianSounds = map[rune]string{
	'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k", 'ლ': "l", 'მ': "m", 'ნ': "n",
	'ო': "o", 'პ': "p", 'ჟ': "Z", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u", 'ფ': "p", 'ქ': "k", 'ღ': "G", 'ყ': "q", 'შ': "S", 'ჩ': "C",
	'ც': "c", 'ძ': "dz", 'წ': "c", 'ჭ': "C", 'ხ': "x", 'ჯ': "j", 'ჰ': "h",
}

// readGeorgian reads a word; the ending -i of the nominative is left off foreign family names (ალიევი is Aliyev).
func readGeorgian(word []rune) string {
	out := make([]byte, 0, len(word))
	for _, r := range word {
		out = append(out, georgianSounds[r]...)
	}
	s := string(out)
	if strings.HasSuffix(s, "ovi") || strings.HasSuffix(s, "evi") {
		s = s[:len(s)-1]
	}
	return s
}
