package disclosure

import (
	"math/rand/v2"
	"testing"

	"homeward"
)

// A table such as places by month, in which one cell in five is small.
func BenchmarkProtect(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	t := Table{Rows: names(70), Columns: names(48), Cells: make([][]homeward.Count, 70)}
	for i := range t.Cells {
		for range t.Columns {
			h := max(0, rng.IntN(60)-40) / (1 + rng.IntN(4))
			t.Cells[i] = append(t.Cells[i], count(h, 4*h))
		}
	}
	for b.Loop() {
		if _, err := Protect(t, nil, Rule{}); err != nil {
			b.Fatal(err)
		}
	}
}
