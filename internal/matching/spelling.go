package matching

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// The tables spelling_*.tsv say which letters of a script stand for which Latin letters in names: latin, native, and
// 100 times ln( p(both) / (p(latin) p(native)) ). They were learnt by bench/matching/learn from parallel name tokens of
// Wikidata (deepchar/entities; data CC0).
var (
	//go:embed spelling_hy.tsv
	spellingHy string
	//go:embed spelling_ru.tsv
	spellingRu string
	//go:embed spelling_fa.tsv
	spellingFa string
	//go:embed spelling_ar.tsv
	spellingAr string
)

// maxLatinUnit and maxNativeUnit are the longest units of the tables, in letters.
const (
	maxLatinUnit  = 3
	maxNativeUnit = 2
	// unlearnt is the weight of two letters, or of a letter left out, that the table does not hold.
	unlearnt float32 = -8
	never    float32 = -1e9
)

// spelling is one table: units numbered per side, weights in a matrix.
type spelling struct {
	script        script
	latin, native map[string]int32
	// weight is a matrix with a row of width numbers for each Latin unit.
	weight []float32
	width  int
	// bestLatin and bestNative hold the highest weight of each unit, whatever stands beside it.
	bestLatin, bestNative []float32
}

// allSpellings gives the tables; Arabic script has two, and the better one counts.
var allSpellings = sync.OnceValue(func() []*spelling {
	return []*spelling{
		newSpelling(armenian, spellingHy), newSpelling(cyrillic, spellingRu), newSpelling(arabic, spellingFa), newSpelling(arabic, spellingAr),
	}
})

func newSpelling(native script, table string) *spelling {
	s := &spelling{script: native, latin: map[string]int32{"": 0}, native: map[string]int32{"": 0}}
	type entry struct {
		latin, native int32
		weight        float32
	}
	number := func(m map[string]int32, unit string) int32 {
		id, ok := m[unit]
		if !ok {
			id = int32(len(m))
			m[unit] = id
		}
		return id
	}
	var entries []entry
	for line := range strings.Lines(table) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		w, err := strconv.Atoi(parts[2])
		if err != nil {
			panic("matching: spelling table: " + line)
		}
		entries = append(entries, entry{number(s.latin, parts[0]), number(s.native, parts[1]), float32(w) / 100})
	}
	s.width = len(s.native)
	s.weight = make([]float32, len(s.latin)*s.width)
	for i := range s.weight {
		s.weight[i] = never
	}
	s.bestLatin, s.bestNative = make([]float32, len(s.latin)), make([]float32, len(s.native))
	for _, e := range entries {
		s.weight[int(e.latin)*s.width+int(e.native)] = e.weight
		s.bestLatin[e.latin] = max(s.bestLatin[e.latin], e.weight)
		s.bestNative[e.native] = max(s.bestNative[e.native], e.weight)
	}
	return s
}

// spelt is a word cut into the units of one table: the unit of each length that ends after each letter.
type spelt struct {
	letters int
	// unit[i*(longest+1)+n] is the number of the unit of n letters that ends after letter i, -1 if the table has none.
	unit []int32
	// ideal is the highest sum of weights any word beside this one could reach.
	ideal float32
}

func (s *spelling) speltLatin(letters []rune) spelt {
	return cut(letters, maxLatinUnit, s.latin, s.bestLatin)
}

func (s *spelling) speltNative(letters []rune) spelt {
	return cut(letters, maxNativeUnit, s.native, s.bestNative)
}

func cut(letters []rune, longest int, numbers map[string]int32, best []float32) spelt {
	letters = letters[:min(len(letters), maxSounds)]
	c := spelt{letters: len(letters), unit: make([]int32, (len(letters)+1)*(longest+1))}
	ideal := make([]float32, len(letters)+1)
	for i := range len(letters) + 1 {
		if i > 0 {
			ideal[i] = ideal[i-1]
		}
		for n := range longest + 1 {
			at := i*(longest+1) + n
			c.unit[at] = -1
			if n > i {
				continue
			}
			if id, ok := numbers[string(letters[i-n:i])]; ok {
				c.unit[at] = id
				if n > 0 {
					ideal[i] = max(ideal[i], ideal[i-n]+best[id])
				}
			}
		}
	}
	c.ideal = ideal[len(letters)]
	return c
}

// evidence is the weight of the best way to lay two spellings side by side: ln of how much likelier they are as two
// spellings of one name than as strangers.
func (s *spelling) evidence(latin, native spelt) float32 {
	// best[i%4][j] is the weight of the best way to lay the first i and the first j letters side by side: units are at
	// most maxLatinUnit letters long, so four rows are enough.
	var best [maxLatinUnit + 1][maxSounds + 1]float32
	for i := range latin.letters + 1 {
		row := &best[i&maxLatinUnit]
		units := latin.unit[i*(maxLatinUnit+1) : (i+1)*(maxLatinUnit+1)]
		for j := range native.letters + 1 {
			if i == 0 && j == 0 {
				continue
			}
			most := never
			for b := 0; b <= min(j, maxNativeUnit); b++ {
				na := native.unit[j*(maxNativeUnit+1)+b]
				if na < 0 && b > 1 {
					continue
				}
				for a := 0; a <= min(i, maxLatinUnit); a++ {
					le := units[a]
					if a+b == 0 || a > 1 && le < 0 {
						continue
					}
					w := never
					if le >= 0 && na >= 0 {
						w = s.weight[int(le)*s.width+int(na)]
					}
					if a <= 1 && b <= 1 {
						w = max(w, unlearnt)
					}
					most = max(most, best[(i-a)&maxLatinUnit][j-b]+w)
				}
			}
			row[j] = most
		}
	}
	return best[latin.letters&maxLatinUnit][native.letters]
}

// likeness is evidence against the most there could be: 1 for the likeliest spelling of the other, 0 for no better
// than chance.
func (s *spelling) likeness(latin, native spelt) float64 {
	most := (latin.ideal + native.ideal) / 2
	if most <= 0 {
		return 0
	}
	return float64(max(0, min(1, s.evidence(latin, native)/most)))
}

// LearningLetters is a name as the tables are learnt from it: its letters in small, composed, Latin ones without marks
// of no value here, words run together.
func LearningLetters(name string) string {
	var b strings.Builder
	for _, token := range tokens(name) {
		if tokenScript(token) == latin {
			token = plainLatin(token)
		}
		b.WriteString(string(token))
	}
	return b.String()
}
