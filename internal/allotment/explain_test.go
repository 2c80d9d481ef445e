package allotment

import (
	"testing"

	"pgregory.net/rapid"

	"homeward"
)

// What a reason says is true: whoever is told to be next is housed by the one home that is named, and by nobody else's
// loss; and the cut-off stands ahead.
func TestReasonsAreTrue(t *testing.T) {
	told := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		in := small(t)
		p := Prepare(in)
		for _, mode := range Modes {
			r := p.Solve(mode)
			x := p.NewExplainer(r)
			for i := range in.Households {
				reason := x.Reason(i)
				told[x.Key(i)]++
				if (r.Type[i] >= 0) != (reason.Args["Wish"] != nil) {
					t.Fatalf("%s, household %d: %v", mode, i, reason)
				}
				if number, ok := reason.Args["Number"]; ok && mode == Priority && r.Type[i] < 0 && !ahead(in, i, number.(int)) {
					t.Fatalf("household %d: the cut-off stands behind it: %v", i, reason)
				}
				if x.Key(i) == "wait_next" {
					checkNext(t, in, r, i, reason)
				}
			}
		}
	})
	for _, key := range []string{"first_contested", "first_free", "later_priority", "later_weighted", "later_draw", "later_none", "unwished",
		"nothing_fits", "wait_next", "wait_line", "wait_weighted", "wait_weighted_short", "wait_draw"} {
		if told[key] == 0 && !testing.Short() {
			t.Errorf("no household was ever told %s", key)
		}
	}
}

func ahead(in *Input, i, number int) bool {
	for _, h := range in.Households[:i] {
		if int(h.Number) == number {
			return true
		}
	}
	return false
}

// checkNext adds the home that a reason names and solves again.
func checkNext(t *rapid.T, in *Input, r *Result, i int, reason homeward.Text) {
	more := *in
	found := false
	for j := range in.Types {
		s := in.Strata[in.Types[j].Stratum]
		if in.Settlements[s.Settlement].ID != reason.Args["Place"] || s.Rooms != reason.Args["Rooms"] {
			continue
		}
		more.Types = append([]Type{}, in.Types...)
		more.Types[j].Homes++
		again := Prepare(&more).Solve(Priority)
		for h := range again.Type {
			if r.Type[h] >= 0 && again.Type[h] < 0 {
				t.Fatalf("one home more puts out household %d", h)
			}
		}
		found = found || again.Type[i] >= 0
	}
	if !found {
		t.Fatalf("household %d is not housed by what it was told: %v", i, reason)
	}
}

// One household or one home more is answered as if everything were solved again.
func TestWhatIfAgainstSolvingAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := small(t)
		p := Prepare(in)
		h := in.Households[rapid.IntRange(0, len(in.Households)-1).Draw(t, "like")]
		h.ID, h.Number = "new", int32(rapid.IntRange(0, len(in.Households)).Draw(t, "after"))
		for _, mode := range Modes {
			r := p.Solve(mode)
			w := p.NewWhatIf(r)
			got := w.Household(h)
			more, at := insert(in, h)
			again := Prepare(more).Solve(mode)
			switch mode {
			case Weighted:
				if gain := valueOf(more, again.Type) - valueOf(in, r.Type); gain != got.Gain {
					t.Fatalf("gain %d, solved again %d", got.Gain, gain)
				}
			default:
				if housed := again.Type[at] >= 0; housed != got.Housed {
					t.Fatalf("%s: housed %v, solved again %v", mode, got.Housed, housed)
				}
			}
			if mode == Draw && got.Housed && again.Type[at] != got.Type {
				t.Fatalf("draw: type %d, solved again %d", got.Type, again.Type[at])
			}
			if mode == Priority && got.Out >= 0 {
				out := got.Out
				if int(out) >= at {
					out++
				}
				if again.Type[out] >= 0 {
					t.Fatalf("household %d is said to lose its home and keeps it", got.Out)
				}
			}
			for j := range in.Types {
				checkHome(t, in, r, w, int32(j))
			}
		}
	})
}

// insert puts a household into the line, behind those of its rank with its number or a lower one.
func insert(in *Input, h Household) (*Input, int) {
	more := *in
	at := 0
	for at < len(in.Households) && (in.Households[at].Rank < h.Rank || in.Households[at].Rank == h.Rank && in.Households[at].Number <= h.Number) {
		at++
	}
	more.Households = append(append(append([]Household{}, in.Households[:at]...), h), in.Households[at:]...)
	return &more, at
}

func checkHome(t *rapid.T, in *Input, r *Result, w *WhatIf, kind int32) {
	more := *in
	more.Types = append([]Type{}, in.Types...)
	more.Types[kind].Homes++
	household, gain := w.Home(kind)
	again := Prepare(&more).Solve(r.Mode)
	switch r.Mode {
	case Weighted:
		if want := valueOf(&more, again.Type) - valueOf(in, r.Type); want != gain {
			t.Fatalf("a home of type %d more adds %d, said %d", kind, want, gain)
		}
	case Priority:
		for i := range again.Type {
			if housed := again.Type[i] >= 0 && r.Type[i] < 0; housed != (int32(i) == household) {
				t.Fatalf("a home of type %d more houses %d, said %d", kind, i, household)
			}
		}
	}
}
