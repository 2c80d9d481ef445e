package allotment

import (
	"math"
	"slices"
)

// alternate finds a choice of sites for more parties than a search can settle. At the present prices every party names
// the site it is best at, everybody is placed with the parties held there, which gives new prices, and so on. So that
// equals do not all change their mind at once, a smaller share of the parties may move each time. Settlements that got
// too many people ask a toll for each of them. The best choice and the best bound met on the way are kept; the gap
// between them is what is not known.
func (t *together) alternate(rounds int) {
	s := t.search
	toll := make([]float64, len(t.Settlements))
	c := t.build(scheme{byRank: true, waits: true, worth: t.Rules.value})
	t.bound(c.solve().price, toll)
	price := s.bestPrice
	chosen := make([]int32, len(s.units))
	for round := range rounds {
		for p := range t.parties {
			if p%(round+1) == 0 {
				at, _ := s.choose(p, price)
				chosen[p] = int32(at)
			}
		}
		trial := slices.Clone(chosen)
		c, f := t.settle(trial, toll)
		if v := t.worth(c, f); !s.has || v > s.value {
			s.best, s.value, s.has = trial, v, true
			t.bestToll = slices.Clone(toll)
		}
		price = t.bound(f.price, toll)
		if t.counted() {
			t.raiseTolls(t.came, toll, round)
		}
	}
}

// bound is the bound of weak duality at prices and tolls, kept if it is the best; it returns them as rows.
func (t *together) bound(price []int64, toll []float64) []float64 {
	rows := make([]float64, t.rows)
	for j := range t.Types {
		rows[j] = float64(price[j])
	}
	for place, r := range t.rowOf {
		if r >= 0 {
			rows[r] = math.Floor(toll[place])
		}
	}
	if b := t.search.upperAt(rows); t.search.bestPrice == nil || b < t.search.bound {
		t.search.bound, t.search.bestPrice = b, rows
	}
	return rows
}
