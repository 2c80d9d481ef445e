// Command learn makes the tables internal/matching/spelling_*.tsv: which letters of Armenian, Russian, Persian and
// Arabic stand for which Latin letters in the names of people, learnt from pairs of spellings.
//
// Usage: learn en-hy.csv OUT.tsv   (columns en,native; further columns are not read)
//
// The model is a joint multigram (Bisani and Ney, "Joint-sequence models for grapheme-to-phoneme conversion", Speech
// Communication 50, 2008, with single units and no context): a pair of spellings is cut into units of up to three Latin
// and up to two native letters, and expectation maximisation over all cuts gives the units their probabilities. The
// table holds ln( p(latin, native) / (p(latin) p(native)) ) of each unit, letters taken as independent below: how much
// likelier the two are side by side in one name than by chance.
package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"homeward/internal/matching"
)

const (
	maxLatin, maxNative = 3, 2
	rounds              = 8
	// shortness is the power a unit's probability gets for each letter beyond the first. Without it long units win
	// because fewer of them are multiplied.
	shortness = 0.3
	// rare is the expected count under which a unit is dropped.
	rare = 3
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: learn PAIRS.csv OUT.tsv")
		os.Exit(2)
	}
	pairs, err := readPairs(os.Args[1])
	if err == nil {
		err = write(os.Args[2], train(pairs), pairs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

type pair struct{ latin, native []rune }

func readPairs(path string) ([]pair, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(bufio.NewReader(f)).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []pair
	for _, row := range rows[1:] {
		p := pair{[]rune(matching.LearningLetters(row[0])), []rune(matching.LearningLetters(row[1]))}
		if len(p.latin) > 0 && len(p.native) > 0 && p.native[0] > 0x36F {
			out = append(out, p)
		}
	}
	return out, nil
}

type unit struct{ latin, native string }

// lattice lists, for each cell of the table of prefixes, the units that end there; -1 where none is known.
type lattice struct {
	rows, cols int
	unit       []int32
}

const perCell = (maxLatin + 1) * (maxNative + 1)

type model struct {
	index map[unit]int32
	units []unit
	p     []float64
}

func allowed(a, b int) bool { return a+b > 0 && (a > 0 || b == 1) && (b > 0 || a == 1) }

func (m *model) lattice(p pair) lattice {
	l := lattice{rows: len(p.latin) + 1, cols: len(p.native) + 1}
	l.unit = make([]int32, l.rows*l.cols*perCell)
	for i := range l.unit {
		l.unit[i] = -1
	}
	for i := range l.rows {
		for j := range l.cols {
			for a := 0; a <= min(i, maxLatin); a++ {
				for b := 0; b <= min(j, maxNative); b++ {
					if !allowed(a, b) {
						continue
					}
					u := unit{string(p.latin[i-a : i]), string(p.native[j-b : j])}
					id, ok := m.index[u]
					if !ok {
						id = int32(len(m.units))
						m.index[u] = id
						m.units = append(m.units, u)
					}
					l.unit[(i*l.cols+j)*perCell+a*(maxNative+1)+b] = id
				}
			}
		}
	}
	return l
}

// each calls f for every unit that ends in cell (i, j), with the cell it begins in.
func (l lattice) each(i, j int, f func(from int, id int32)) {
	at := (i*l.cols + j) * perCell
	for a := 0; a <= min(i, maxLatin); a++ {
		for b := 0; b <= min(j, maxNative); b++ {
			if id := l.unit[at+a*(maxNative+1)+b]; id >= 0 {
				f((i-a)*l.cols+j-b, id)
			}
		}
	}
}

func train(pairs []pair) *model {
	m := &model{index: map[unit]int32{}}
	lattices := make([]lattice, len(pairs))
	for i, p := range pairs {
		lattices[i] = m.lattice(p)
	}
	m.p = make([]float64, len(m.units))
	for i := range m.p {
		m.p[i] = 1 / float64(len(m.p))
	}
	for round := range rounds {
		counts := m.expect(lattices)
		total := 0.0
		for i, c := range counts {
			if round > 0 && c < rare {
				counts[i] = 0
			}
			total += counts[i]
		}
		for i := range m.p {
			m.p[i] = counts[i] / total
		}
	}
	return m
}

// expect runs forward and backward over every pair and returns the expected count of each unit.
func (m *model) expect(lattices []lattice) []float64 {
	weight := make([]float64, len(m.p))
	for i, u := range m.units {
		size := max(len([]rune(u.latin)), len([]rune(u.native)))
		weight[i] = math.Pow(m.p[i], shortness*float64(size-1)+1)
	}
	counts := make([]float64, len(m.p))
	for _, l := range lattices {
		n := l.rows * l.cols
		forward, backward := make([]float64, n), make([]float64, n)
		forward[0], backward[n-1] = 1, 1
		for i := range l.rows {
			for j := range l.cols {
				l.each(i, j, func(from int, id int32) { forward[i*l.cols+j] += forward[from] * weight[id] })
			}
		}
		if forward[n-1] == 0 {
			continue
		}
		for i := l.rows - 1; i >= 0; i-- {
			for j := l.cols - 1; j >= 0; j-- {
				after := backward[i*l.cols+j]
				if after == 0 {
					continue
				}
				l.each(i, j, func(from int, id int32) {
					x := after * weight[id]
					backward[from] += x
					counts[id] += forward[from] * x / forward[n-1]
				})
			}
		}
	}
	return counts
}

// write stores the weights in hundredths, the likeliest units first.
func write(path string, m *model, pairs []pair) error {
	chance := map[rune]float64{}
	var latin, native float64
	for _, p := range pairs {
		for _, r := range p.latin {
			chance[r]++
		}
		for _, r := range p.native {
			chance[r]++
		}
		latin, native = latin+float64(len(p.latin)), native+float64(len(p.native))
	}
	surprise := func(s string, total float64) (sum float64) {
		for _, r := range s {
			sum += math.Log(chance[r] / total)
		}
		return sum
	}
	order := make([]int, 0, len(m.units))
	for i := range m.units {
		if m.p[i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		if m.p[a] != m.p[b] {
			if m.p[a] > m.p[b] {
				return -1
			}
			return 1
		}
		return strings.Compare(m.units[a].latin+"\t"+m.units[a].native, m.units[b].latin+"\t"+m.units[b].native)
	})
	var b strings.Builder
	for _, i := range order {
		u := m.units[i]
		w := math.Log(m.p[i]) - surprise(u.latin, latin) - surprise(u.native, native)
		fmt.Fprintf(&b, "%s\t%s\t%.0f\n", u.latin, u.native, 100*w)
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
