package allotment

import "testing"

// What one household or one home more would change, in lists of 100,000 households.
func BenchmarkWhatIf(b *testing.B) {
	in := generated(b, 100_000, 1).Input
	p := Prepare(in)
	for _, mode := range Modes {
		w := p.NewWhatIf(p.Solve(mode))
		b.Run(string(mode)+"/household", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				h := in.Households[i%len(in.Households)]
				h.ID = "new"
				w.Household(h)
			}
		})
		b.Run(string(mode)+"/home", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				w.Home(int32(i % len(in.Types)))
			}
		})
	}
}
