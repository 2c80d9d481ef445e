package matching

import (
	"strings"
	"unicode"
)

// plainText is any text as compared: words in the sounds of their first reading, digits kept, everything else one
// space. Two scripts meet in it as far as letters go.
func plainText(s string) string {
	var b strings.Builder
	var word []rune
	flush := func() {
		for _, token := range tokens(string(word)) {
			b.WriteString(readings(token)[0])
		}
		word = word[:0]
	}
	for _, r := range s {
		switch d := digitOf(r); {
		case unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '\'' || r == '’':
			word = append(word, r)
		case d >= 0:
			flush()
			b.WriteByte(byte('0' + d))
		default:
			flush()
			if n := b.Len(); n > 0 && b.String()[n-1] != ' ' {
				b.WriteByte(' ')
			}
		}
	}
	flush()
	return strings.TrimSpace(b.String())
}

// jaroWinkler is the measure of Winkler (1990): Jaro's share of letters in common, raised for a common beginning of up
// to four letters. It works on bytes; its callers hand it plainText.
func jaroWinkler(a, b string) float64 {
	j := jaro(a, b)
	prefix := 0
	for prefix < min(len(a), len(b), 4) && a[prefix] == b[prefix] {
		prefix++
	}
	return j + float64(prefix)*0.1*(1-j)
}

func jaro(a, b string) float64 {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if a == b {
		return 1
	}
	reach := max(len(a), len(b))/2 - 1
	var usedA, usedB uint64
	common := 0
	for i := range len(a) {
		for j := max(0, i-reach); j <= min(len(b)-1, i+reach); j++ {
			if usedB&(1<<j) == 0 && a[i] == b[j] {
				usedA |= 1 << i
				usedB |= 1 << j
				common++
				break
			}
		}
	}
	if common == 0 {
		return 0
	}
	swapped, j := 0, 0
	for i := range len(a) {
		if usedA&(1<<i) == 0 {
			continue
		}
		for usedB&(1<<j) == 0 {
			j++
		}
		if a[i] != b[j] {
			swapped++
		}
		j++
	}
	m := float64(common)
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped)/2)/m) / 3
}

// sharedWords is the share of the words of two texts that stand in both.
func sharedWords(a, b string) float64 {
	wa, wb := strings.Fields(a), strings.Fields(b)
	if len(wa) < 2 && len(wb) < 2 {
		return 0
	}
	shared := 0
	for _, x := range wa {
		for i, y := range wb {
			if x == y {
				shared++
				wb[i] = ""
				break
			}
		}
	}
	return 2 * float64(shared) / float64(len(wa)+len(wb))
}

// oneEdit says whether two texts differ by one letter added, left out or replaced, or by two neighbours swapped.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		if i == len(a) {
			return false
		}
		if a[i+1:] == b[i+1:] {
			return true
		}
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	}
	return a[i:] == b[i+1:]
}

// plainCode is a document or telephone number as compared: letters and digits only, Latin and Cyrillic lookalikes one.
func plainCode(s string) string {
	var b strings.Builder
	for _, r := range s {
		if d := digitOf(r); d >= 0 {
			b.WriteByte(byte('0' + d))
			continue
		}
		if r = letter(r); unicode.IsLetter(r) {
			if l, ok := lookalikesBack[r]; ok {
				r = l
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainPhone is a telephone number by its last nine digits: the same with and without the country's code or a zero.
func plainPhone(s string) string {
	code := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, plainCode(s))
	return code[max(0, len(code)-9):]
}

// sexOf reads the words and letters of the four languages for a woman and a man.
func sexOf(s string) Sex {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "f", "female", "w", "woman", "q", "qadın", "qadin", "qız", "k", "kadın", "ж", "жен", "жен.", "женский", "женщина", "ի", "իգ", "իգական", "կին", "2", "زن", "مونث":
		return Female
	case "m", "male", "man", "kişi", "kisi", "e", "erkek", "м", "муж", "муж.", "мужской", "мужчина", "ա", "արական", "տղամարդ", "1", "مرد", "مذکر":
		return Male
	}
	return SexUnknown
}
