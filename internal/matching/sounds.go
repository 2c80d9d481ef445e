package matching

// nearSounds gives the cost of writing one sound for another, 0 to 1, where it is under 1: what the scripts and
// spelling habits of the region confuse. The order of the two does not matter.
var nearSounds = []struct {
	pair string
	cost float64
}{
	{"ae", .25}, {"ao", .45}, {"ei", .4}, {"ou", .2}, {"ai", .7}, {"au", .9}, {"eo", .7}, {"eu", .9}, {"iu", .5}, {"io", .6},
	{"iy", .05}, {"ey", .4},
	{"bp", .35}, {"dt", .35}, {"gk", .35}, {"gq", .1}, {"kq", .1}, {"gG", .15}, {"qG", .25}, {"kG", .5}, {"xh", .1}, {"xG", .35}, {"gh", .25},
	{"Gh", .35}, {"kx", .35}, {"qx", .35}, {"kh", .6}, {"gx", .5}, {"qh", .5},
	{"jZ", .25}, {"jC", .4}, {"Cc", .4}, {"CS", .4}, {"jy", .5}, {"cs", .35}, {"cz", .5}, {"zs", .35},
	{"sS", .4}, {"zZ", .35}, {"ZS", .5}, {"fv", .3}, {"fp", .5}, {"vb", .6}, {"vu", .4}, {"vo", .6}, {"mn", .7}, {"kc", .7}, {"ks", .8}, {"jg", .6},
}

// dropCosts gives the cost of leaving a sound out; sounds not listed cost 1.
var dropCosts = map[byte]float64{'a': .45, 'e': .4, 'i': .4, 'o': .5, 'u': .5, 'y': .15, 'h': .45, 'G': .7}

// unwrittenVowel is the cost of a vowel that stands against nothing in a script that leaves short vowels out; a long
// vowel that script does write costs longVowel against nothing.
const (
	unwrittenVowel = .08
	longVowel      = .3
)

// costs is a table by sound; column and row 0 stand for "no sound", rows for the first word.
type costs [128][128]float32

// soundCosts compares two words whose scripts write all vowels.
var soundCosts = func() *costs {
	var t costs
	for x := range t {
		for y := range t[x] {
			if x != y {
				t[x][y] = 1
			}
		}
	}
	for _, n := range nearSounds {
		x, y := n.pair[0], n.pair[1]
		t[x][y], t[y][x] = float32(n.cost), float32(n.cost)
	}
	for c, cost := range dropCosts {
		t[c][0], t[0][c] = float32(cost), float32(cost)
	}
	return &t
}()

// unvowelledCosts compares a word that has its vowels (rows) with one of Arabic script (columns), whose و is v, o or u,
// ی is y, i or e, and ا any open vowel.
var unvowelledCosts = func() *costs {
	t := *soundCosts
	for _, v := range "aeiou" {
		t[v][0], t[0][v] = unwrittenVowel, longVowel
	}
	for _, n := range []struct {
		pair string
		cost float32
	}{{"ov", .1}, {"uv", .1}, {"vu", .1}, {"ou", 0}, {"uo", 0}, {"ei", .1}, {"ey", .1}, {"iy", 0}, {"yi", 0}, {"ea", .15}, {"oa", .25}, {"vf", .15}, {"pb", .1},
		{"gj", .3}, {"gG", .1}, {"gk", .2}, {"gq", .1}, {"Ck", .7}, {"tt", 0}, {"xh", .25}, {"zs", .5}, {"kq", .1}, {"ha", .5}} {
		t[n.pair[0]][n.pair[1]] = n.cost
	}
	return &t
}()

// doubledCost is what a doubled sound costs against a single one.
const doubledCost = 0.05

// maxSounds bounds the length of a reading that is compared; what is longer is cut.
const maxSounds = 48

// distance is the least cost of turning reading a into reading b.
func (t *costs) distance(a, b string) float32 {
	a, b = a[:min(len(a), maxSounds)], b[:min(len(b), maxSounds)]
	var row, dropB [maxSounds + 1]float32
	for j := 1; j <= len(b); j++ {
		dropB[j] = t.dropSecond(b, j-1)
		row[j] = row[j-1] + dropB[j]
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		dropA := t.dropFirst(a, i-1)
		row[0] += dropA
		x := &t[a[i-1]&127]
		for j := 1; j <= len(b); j++ {
			best := min(diagonal+x[b[j-1]&127], row[j]+dropA, row[j-1]+dropB[j])
			diagonal, row[j] = row[j], best
		}
	}
	return row[len(b)]
}

func (t *costs) dropFirst(s string, i int) float32 {
	if i > 0 && s[i] == s[i-1] {
		return doubledCost
	}
	return t[s[i]&127][0]
}

func (t *costs) dropSecond(s string, i int) float32 {
	if i > 0 && s[i] == s[i-1] {
		return doubledCost
	}
	return t[0][s[i]&127]
}

// sizeFirst and sizeSecond are what it costs to leave every sound out, as the first and as the second of two.
func (t *costs) sizeFirst(s string) (sum float32) {
	for i := range min(len(s), maxSounds) {
		sum += t.dropFirst(s, i)
	}
	return sum
}

func (t *costs) sizeSecond(s string) (sum float32) {
	for i := range min(len(s), maxSounds) {
		sum += t.dropSecond(s, i)
	}
	return sum
}

// likeness of two readings of the given sizes together: 1 when nothing differs, 0 when nothing is shared.
func (t *costs) likeness(a, b string, sizes float32) float64 {
	if a == b {
		return 1
	}
	if sizes == 0 {
		return 0
	}
	return float64(max(0, 1-2*t.distance(a, b)/sizes))
}
