package allotment

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"homeward"
)

// small draws an input that can be solved by trying everything.
func small(t *rapid.T) *Input {
	in := &Input{Rules: Rules{
		ClassValue:         []int64{40, 25, 10},
		WishValue:          []int64{9, 5},
		SpareRoom:          int64(rapid.SampledFrom([]int{-2, 0, 1}).Draw(t, "spare room")),
		AccessibleUnneeded: int64(rapid.SampledFrom([]int{-1, 0}).Draw(t, "misuse")),
		OnlyWished:         rapid.Bool().Draw(t, "only wished"),
	}}
	for s := range 3 {
		in.Settlements = append(in.Settlements, Settlement{ID: homeward.PlaceID(rune('x' + s)), People: -1})
		for rooms := 1; rooms <= 2; rooms++ {
			in.Strata = append(in.Strata, Stratum{Settlement: s, Rooms: rooms})
		}
	}
	for rooms := 1; rooms <= 2; rooms++ {
		need := Need{Rooms: rooms}
		for k, s := range in.Strata {
			if s.Rooms >= rooms {
				need.Allowed = append(need.Allowed, Allowed{k, s.Rooms - rooms})
			}
		}
		in.Needs = append(in.Needs, need)
	}
	for k := range in.Strata {
		for _, accessible := range []bool{false, true} {
			if homes := rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2}).Draw(t, "homes"); homes > 0 {
				in.Types = append(in.Types, Type{k, accessible, homes})
			}
		}
	}
	n := rapid.IntRange(1, 6).Draw(t, "households")
	for i := range n {
		wishes := rapid.Permutation([]int32{0, 1, 2}).Draw(t, "wishes")
		in.Households = append(in.Households, Household{
			ID: string(rune('a' + i)), Number: int32(i + 1), People: int32(rapid.IntRange(1, 4).Draw(t, "people")),
			Rank: int32(rapid.IntRange(0, 2).Draw(t, "rank")), Need: int32(rapid.IntRange(0, 1).Draw(t, "need")),
			Wishes:     wishes[:rapid.IntRange(0, 3).Draw(t, "length")],
			Accessible: rapid.IntRange(0, 3).Draw(t, "accessible") == 0, Group: NoGroup,
		})
	}
	slices.SortStableFunc(in.Households, func(a, b Household) int { return int(a.Rank - b.Rank) })
	return in
}

// grouped draws groups and capacities into an input.
func grouped(t *rapid.T) *Input {
	in := small(t)
	in.Rules.Together = rapid.Bool().Draw(t, "together")
	for i := range in.Households {
		in.Households[i].Group = int32(rapid.IntRange(-1, 1).Draw(t, "group"))
	}
	if !in.Rules.Together || rapid.Bool().Draw(t, "counted") {
		for s := range in.Settlements {
			in.Settlements[s].People = rapid.IntRange(-1, 8).Draw(t, "capacity")
		}
	}
	return in
}

// every calls f with each allotment there is: types by household, -1 for waiting.
func every(in *Input, f func(got []int32)) {
	j := newJudge(in, &Result{})
	left := make([]int, len(in.Types))
	for k, t := range in.Types {
		left[k] = t.Homes
	}
	got := make([]int32, len(in.Households))
	var place func(i int)
	place = func(i int) {
		if i == len(got) {
			f(got)
			return
		}
		got[i] = -1
		place(i + 1)
		j.may(&in.Households[i], func(c *choice, _ terms) {
			if left[c.kind] == 0 {
				return
			}
			left[c.kind]--
			got[i] = c.kind
			place(i + 1)
			got[i] = -1
			left[c.kind]++
		})
	}
	place(0)
}

// keeps says whether an allotment respects groups and capacities.
func keeps(in *Input, got []int32) bool {
	j := newJudge(in, &Result{Type: got})
	return j.people() == nil && j.groups() == nil
}

// valueOf is the total of the published values.
func valueOf(in *Input, got []int32) (v int64) {
	j := newJudge(in, &Result{})
	for i := range got {
		j.may(&in.Households[i], func(c *choice, t terms) {
			if c.kind == got[i] {
				v += in.Rules.value(in.Households[i].Rank, t)
			}
		})
	}
	return v
}

// inLine compares two allotments as the rules do: who is housed, in order of line; then the packed cost; then who has the
// better home, in order of line. With byValue only the value and then the line count.
func inLine(in *Input, a, b []int32, byValue bool) int {
	pr := Prepare(in)
	place := func(i int, kind int32) int {
		mode := Priority
		if byValue {
			mode = Weighted
		}
		return pr.optionsOf(i, mode).place(kind)
	}
	if byValue {
		if d := valueOf(in, b) - valueOf(in, a); d != 0 {
			return sign(d)
		}
	} else {
		for i := range a {
			if (a[i] < 0) != (b[i] < 0) {
				return 2*bit(a[i] < 0) - 1
			}
		}
		if d := costOf(in, a) - costOf(in, b); d != 0 {
			return sign(d)
		}
	}
	for i := range a {
		if d := place(i, a[i]) - place(i, b[i]); d != 0 {
			return sign(int64(d))
		}
	}
	return 0
}

func sign(n int64) int {
	if n < 0 {
		return -1
	}
	return 1
}

func costOf(in *Input, got []int32) (sum int64) {
	j := newJudge(in, &Result{})
	for i := range got {
		j.may(&in.Households[i], func(c *choice, t terms) {
			if c.kind == got[i] {
				sum += j.packing.cost(t)
			}
		})
	}
	return sum
}

// The two exact modes give the one allotment that the rules single out, whatever else is as good.
func TestModesAgainstTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := small(t)
		for _, mode := range []Mode{Weighted, Priority} {
			r := Prepare(in).Solve(mode)
			best := slices.Clone(r.Type)
			every(in, func(got []int32) {
				if inLine(in, got, best, mode == Weighted) < 0 {
					best = slices.Clone(got)
				}
			})
			if !slices.Equal(best, r.Type) {
				t.Fatalf("%s: got %v, the rules single out %v", mode, r.Type, best)
			}
			v, err := Verify(in, r)
			if err != nil {
				t.Fatalf("%s: %v", mode, err)
			}
			if v.Gap.Sign() != 0 || v.Unproved != 0 {
				t.Fatalf("%s: gap %v, %d unproved", mode, v.Gap, v.Unproved)
			}
		}
	})
}

// Under groups and capacities the weighted value is the greatest there is, and what is claimed about it holds.
func TestTogetherAgainstTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := grouped(t)
		r := Prepare(in).Solve(Weighted)
		v, err := Verify(in, r)
		if err != nil {
			t.Fatal(err)
		}
		most := int64(0)
		every(in, func(got []int32) {
			if keeps(in, got) {
				most = max(most, valueOf(in, got))
			}
		})
		if v.Measures.Value != most {
			t.Fatalf("value %d, there is one of %d", v.Measures.Value, most)
		}
		if bound := r.BestBound(v); bound != most {
			t.Fatalf("bound %d for a value of %d that nothing exceeds", bound, most)
		}
	})
}

// Under groups and capacities the other two modes keep every hard rule.
func TestCoupledModesKeepTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := grouped(t)
		p := Prepare(in)
		for _, mode := range []Mode{Priority, Draw} {
			r := p.Solve(mode)
			if _, err := Verify(in, r); err != nil {
				t.Fatalf("%s: %v", mode, err)
			}
		}
		if n, ok := p.Violations(p.Solve(Priority)); ok && n != 0 {
			t.Fatalf("%d households passed over", n)
		}
	})
}

// Whatever the check accepts is an optimum: a result that was tampered with is refused, or is as good.
func TestTamperedResultsAreRefused(t *testing.T) {
	refused := 0
	rapid.Check(t, func(t *rapid.T) {
		in := small(t)
		mode := rapid.SampledFrom([]Mode{Weighted, Priority, Draw}).Draw(t, "mode")
		r := Prepare(in).Solve(mode)
		tamper(t, in, r)
		if _, err := Verify(in, r); err != nil {
			refused++
			return
		}
		every(in, func(got []int32) {
			switch mode {
			case Weighted:
				if valueOf(in, got) > valueOf(in, r.Type) {
					t.Fatalf("accepted %v, %v is worth more", r.Type, got)
				}
			case Priority:
				for i := range got {
					if (got[i] < 0) != (r.Type[i] < 0) {
						if got[i] >= 0 {
							t.Fatalf("accepted %v, household %d could be housed as in %v", r.Type, i, got)
						}
						return
					}
				}
				if costOf(in, got) < costOf(in, r.Type) {
					t.Fatalf("accepted %v, %v loses less", r.Type, got)
				}
			}
		})
	})
	if refused == 0 {
		t.Error("no tampering was refused")
	}
}

// tamper changes one number of a result.
func tamper(t *rapid.T, in *Input, r *Result) {
	i := rapid.IntRange(0, len(r.Type)-1).Draw(t, "household")
	switch rapid.IntRange(0, 3).Draw(t, "part") {
	case 0:
		r.Type[i] = int32(rapid.IntRange(-1, len(in.Types)-1).Draw(t, "type"))
	case 1:
		if k := len(r.Price); k > 0 {
			r.Price[rapid.IntRange(0, k-1).Draw(t, "price of")] += int64(rapid.SampledFrom([]int{-1, 1, 7}).Draw(t, "by"))
		}
	case 2:
		if k := len(r.ClosedSets); k > 0 {
			r.Set[i] = int32(rapid.IntRange(-1, k).Draw(t, "set"))
		}
	case 3:
		other := rapid.IntRange(0, len(r.Type)-1).Draw(t, "with")
		r.Type[i], r.Type[other] = r.Type[other], r.Type[i]
	}
}

// Violations are those that trying everything finds: a waiting household that fits beside all who are ahead of it.
func TestViolationsAgainstTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := small(t)
		p := Prepare(in)
		r := p.Solve(rapid.SampledFrom(Modes).Draw(t, "mode"))
		want := 0
		for i := range r.Type {
			if r.Type[i] >= 0 {
				continue
			}
			fits := false
			every(in, func(got []int32) {
				with := got[i] >= 0
				for h := range i {
					with = with && (got[h] >= 0 || r.Type[h] < 0)
				}
				fits = fits || with
			})
			want += bit(fits)
		}
		if n, ok := p.Violations(r); !ok || n != want {
			t.Fatalf("%s: %d violations, want %d", r.Mode, n, want)
		}
	})
}
