package casework

import (
	"testing"

	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
	"homeward/policies"

	"pgregory.net/rapid"
)

// TestApportion: all is divided, nobody gets more than there is, and every part is its exact share rounded up or down.
func TestApportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 8).Draw(t, "sizes")
		sum := 0
		for _, s := range sizes {
			sum += s
		}
		n := rapid.IntRange(0, sum).Draw(t, "n")
		left := n
		for i, got := range apportion(n, sizes) {
			left -= got
			if got < 0 || got > sizes[i] || sum > 0 && (got < n*sizes[i]/sum || got > (n*sizes[i]+sum-1)/sum) {
				t.Fatalf("%d of %v: part %d gets %d", n, sizes, i, got)
			}
		}
		if left != 0 {
			t.Fatalf("%d of %v: %d are left over", n, sizes, left)
		}
	})
}

// TestQuotaRowsTellHomesApart: a quota about all homes of a kind, about those without steps, about those with, and one about
// some that nothing tells apart from the others.
func TestQuotaRowsTellHomesApart(t *testing.T) {
	var homes []homeward.Home
	for i := range 4 {
		h := homeward.Home{}
		h.Place, h.Type, h.Rooms, h.Accessible = "khojaly", homeward.FlatType, 2, i < 2
		homes = append(homes, h)
	}
	for scope, concerns := range map[string][]bool{
		draw.ScopeAny: {true, true, true, true}, draw.ScopeAccessible: {true, true, false, false}, draw.ScopeOther: {false, false, true, true}, "": {true, false, false, false},
	} {
		rows, err := quotaRows(policy.QuotaCount{ID: "q", Homes: 2, Concerns: concerns}, homes)
		if scope == "" {
			if !homeward.IsKey(err, "round.quota_homes") {
				t.Errorf("one of two alike: %v", err)
			}
			continue
		}
		if err != nil || len(rows) != 1 || rows[0].Scope != scope || rows[0].Homes != 2 {
			t.Errorf("%s: %+v, %v", scope, rows, err)
		}
	}
	if rows, err := quotaRows(policy.QuotaCount{ID: "q", Homes: 0, Concerns: make([]bool, 4)}, homes); err != nil || len(rows) != 0 {
		t.Errorf("about no home: %+v, %v", rows, err)
	}
}

// TestRanked: whoever is in no class comes after those who are, whoever is first before all, whoever waits behind the others
// last; with weights a rank is only where the value stands.
func TestRanked(t *testing.T) {
	editions, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := editions["az-great-return"]
	ranks := func(classes []int, first, demoted []bool, weighted bool) (out []int) {
		es := make([]homeward.Entry, len(classes))
		for i, c := range classes {
			es[i].ClassRank = c
		}
		ranked(p, es, make([]policy.Standing, len(es)), first, demoted, weighted)
		for _, e := range es {
			out = append(out, classOf(e.ClassRank, nil))
		}
		return out
	}
	no := make([]bool, 4)
	for _, c := range []struct {
		name           string
		classes        []int
		first, demoted []bool
		weighted       bool
		want           [4]int
	}{
		{"classes", []int{1, 3, 2, 1}, no, no, false, [4]int{0, 2, 1, 0}},
		{"nobody in a class", []int{0, 0, 0, 0}, no, no, false, [4]int{0, 0, 0, 0}},
		{"one in no class", []int{1, 0, 2, 1}, no, no, false, [4]int{0, 2, 1, 0}},
		{"one behind the others", []int{1, 0, 2, 1}, no, []bool{true, false, false, false}, false, [4]int{3, 2, 1, 0}},
		{"one first", []int{1, 0, 2, 1}, []bool{false, true, false, false}, no, false, [4]int{4, 2, 5, 4}},
		{"first, with weights", []int{1, 2, 2, 1}, []bool{false, true, false, false}, no, true, [4]int{0, 1, 1, 0}},
	} {
		if got := ranks(c.classes, c.first, c.demoted, c.weighted); [4]int(got) != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := classOf(7, []int64{5, 4, 3}); got != 2 {
		t.Errorf("a rank beyond the values has value %d, not the last", got)
	}
}
