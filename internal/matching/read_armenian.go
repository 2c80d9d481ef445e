package matching

// easternArmenian reads the letters as in Armenia and Artsakh; digraphs and word beginnings are rules of readArmenian.
var easternArmenian = map[rune]string{
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "", 'թ': "t", 'ժ': "Z", 'ի': "i", 'լ': "l", 'խ': "x",
	'ծ': "c", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "G", 'ճ': "C", 'մ': "m", 'յ': "y", 'ն': "n", 'շ': "S", 'ո': "o", 'չ': "C", 'պ': "p",
	'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v", 'տ': "t", 'ր': "r", 'ց': "c", 'ւ': "v", 'փ': "p", 'ք': "k", 'օ': "o", 'ֆ': "f",
}

// westernArmenian differs by voicing (բ p and պ b, and so on), as in the diaspora: Hagop, Krikor, Bedros.
var westernArmenian = func() map[rune]string {
	m := make(map[rune]string, len(easternArmenian))
	for r, s := range easternArmenian {
		m[r] = s
	}
	for r, s := range map[rune]string{'բ': "p", 'պ': "b", 'գ': "k", 'կ': "g", 'դ': "t", 'տ': "d", 'ձ': "c", 'ծ': "dz", 'ջ': "C", 'ճ': "j"} {
		m[r] = s
	}
	return m
}()

// readArmenian reads a word by a table of letters. ու is u, և is ev; ե and ո have a glide at the beginning (ye, vo, but
// ov before վ), ե has one after a vowel; the classical ending -եան is -yan.
func readArmenian(word []rune, table map[rune]string) string {
	out := make([]byte, 0, len(word)+2)
	for i := 0; i < len(word); i++ {
		r, next := word[i], rune(0)
		if i+1 < len(word) {
			next = word[i+1]
		}
		start := len(out) == 0
		switch {
		case r == 'ո' && (next == 'ւ' || next == 'վ' && start):
			if next == 'ւ' {
				out = append(out, 'u')
			} else {
				out = append(out, "ov"...)
			}
			i++
		case r == 'ո' && start:
			out = append(out, "vo"...)
		case r == 'և' || r == 'ե' && next == 'ւ':
			if start || endsInVowel(out) {
				out = append(out, 'y')
			}
			out = append(out, "ev"...)
			if r == 'ե' {
				i++
			}
		case r == 'ե' && next == 'ա':
			out = append(out, 'y')
		case r == 'ե' && (start || endsInVowel(out)):
			out = append(out, "ye"...)
		default:
			out = append(out, table[r]...)
		}
	}
	return string(out)
}
