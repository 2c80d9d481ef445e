// Package instance makes lists of households and dwellings that look like an organised return: household sizes from one
// to nine with a mean of 4.1, a room norm, one household in twelve in need of an accessible home, twenty settlements of
// which few are much wanted, three wishes each, groups of kin, and homes of which three in four are ready. The same
// number and seed always give the same lists, those that the optima in docs/allocation.md are for.
package instance

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
)

const (
	settlements = 20
	wishes      = 3
)

// The shares of household sizes 1 to 9, of vulnerability 0 to 4 and of homes with 1 to 5 rooms.
var (
	sizes          = []float64{.07, .12, .18, .24, .19, .11, .05, .025, .015}
	vulnerabilites = []float64{.40, .25, .18, .12, .05}
	rooms          = []float64{.09, .29, .37, .18, .07}
)

// norm is the rooms for each size: one for one, two for two or three, three for four or five, four for six or seven, five
// for more.
var norm = []int{0, 1, 2, 2, 3, 3, 4, 4, 5, 5}

const (
	needsAccessible = 0.08
	isAccessible    = 0.10
	isReady         = 0.75
	startsGroup     = 0.12
	// Demand and supply of the settlements fall by Zipf's law with these exponents.
	demandFalls = 0.8
	supplyFalls = 0.6
)

// generator draws everything from one stream, households first.
type generator struct{ *rand.Rand }

// Write makes n households and n dwellings and writes them as CSV.
func Write(n int, seed uint64, households, dwellings io.Writer) error {
	g := generator{rand.New(rand.NewPCG(seed, 7))}
	if err := g.households(n, households); err != nil {
		return err
	}
	return g.dwellings(n, dwellings)
}

func (g generator) households(n int, out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "id,size,min_category,accessible,vulnerability,pref1,pref2,pref3,kin")
	demand := zipf(demandFalls)
	groups, left := 0, 0
	var ofGroup [wishes]int
	for i := range n {
		size := g.pick(sizes) + 1
		accessible := g.Float64() < needsAccessible
		vulnerability := g.pick(vulnerabilites)
		if left == 0 && g.Float64() < startsGroup {
			left = 2 + g.IntN(5)
			groups++
			ofGroup = g.wishes(demand)
		}
		group, list := -1, ofGroup
		if left > 0 {
			group = groups - 1
			left--
		} else {
			list = g.wishes(demand)
		}
		fmt.Fprintf(w, "%d,%d,%d,%v,%d,%d,%d,%d,%d\n", i, size, norm[size], accessible, vulnerability, list[0], list[1], list[2], group)
	}
	return w.Flush()
}

func (g generator) dwellings(n int, out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "id,settlement,category,accessible,ready")
	supply := zipf(supplyFalls)
	for i := range n {
		settlement, category := g.pick(supply), g.pick(rooms)+1
		accessible, ready := g.Float64() < isAccessible, g.Float64() < isReady
		fmt.Fprintf(w, "%d,%d,%d,%v,%v\n", i, settlement, category, accessible, ready)
	}
	return w.Flush()
}

// wishes draws three different settlements.
func (g generator) wishes(demand []float64) (list [wishes]int) {
	for k := 0; k < wishes; {
		list[k] = g.pick(demand)
		again := false
		for _, s := range list[:k] {
			again = again || s == list[k]
		}
		if !again {
			k++
		}
	}
	return list
}

// pick draws an index with the given shares.
func (g generator) pick(shares []float64) int {
	u := g.Float64()
	for i, p := range shares {
		if u < p {
			return i
		}
		u -= p
	}
	return len(shares) - 1
}

func zipf(falls float64) []float64 {
	shares := make([]float64, settlements)
	sum := 0.0
	for i := range shares {
		shares[i] = math.Pow(1/float64(i+1), falls)
		sum += shares[i]
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares
}
