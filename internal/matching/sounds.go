package matching

// soundAlphabet lists the sounds in the order of the tables below.
const soundAlphabet = "aeiouybpdtgkqGxhjCcDzZsSfvmnlr"

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
	{"jZ", .25}, {"jC", .4}, {"jD", .4}, {"Cc", .4}, {"CS", .4}, {"jy", .5}, {"cs", .35}, {"cz", .5}, {"cD", .3}, {"Dz", .2}, {"Ds", .5}, {"zs", .35},
	{"sS", .4}, {"zZ", .35}, {"ZS", .5}, {"fv", .3}, {"fp", .5}, {"vb", .6}, {"vu", .4}, {"vo", .6}, {"mn", .7}, {"kc", .7}, {"ks", .8}, {"jg", .6},
}

// dropCosts gives the cost of leaving a sound out; sounds not listed cost 1.
var dropCosts = map[byte]float64{'a': .45, 'e': .4, 'i': .4, 'o': .5, 'u': .5, 'y': .15, 'h': .45, 'G': .7}

// soundCost is the table of nearSounds by byte; the row and column 0 stand for "no sound".
var soundCost = func() *[128][128]float32 {
	var t [128][128]float32
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

func costOf(x, y byte) float32 { return soundCost[x&127][y&127] }

// doubledCost is what a doubled sound costs against a single one.
const doubledCost = 0.05

// maxSounds bounds the length of a reading that is compared; what is longer is cut.
const maxSounds = 48

// distance is the least cost of turning one reading into the other.
func distance(a, b string) float32 {
	a, b = a[:min(len(a), maxSounds)], b[:min(len(b), maxSounds)]
	var row [maxSounds + 1]float32
	for j := 1; j <= len(b); j++ {
		row[j] = row[j-1] + dropCost(b, j-1)
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		dropA := dropCost(a, i-1)
		row[0] += dropA
		for j := 1; j <= len(b); j++ {
			best := diagonal + costOf(a[i-1], b[j-1])
			best = min(best, row[j]+dropA, row[j-1]+dropCost(b, j-1))
			diagonal, row[j] = row[j], best
		}
	}
	return row[len(b)]
}

func dropCost(s string, i int) float32 {
	if i > 0 && s[i] == s[i-1] {
		return doubledCost
	}
	return costOf(s[i], 0)
}

// weightOf is what all sounds of a reading would cost if left out: the size against which a distance is judged.
func weightOf(s string) float32 {
	var w float32
	for i := 0; i < len(s) && i < maxSounds; i++ {
		w += dropCost(s, i)
	}
	return w
}

// likeness of two readings: 1 when nothing differs, 0 when nothing is shared.
func likeness(a, b string) float64 {
	if a == b {
		return 1
	}
	total := weightOf(a) + weightOf(b)
	if total == 0 {
		return 0
	}
	return max(0, 1-float64(2*distance(a, b)/total))
}
