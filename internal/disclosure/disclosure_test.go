package disclosure

import (
	"fmt"
	"reflect"
	"testing"

	"homeward"

	"pgregory.net/rapid"
)

func count(households, people int) homeward.Count {
	return homeward.Count{Households: households, Individuals: people}
}

func counts(households ...int) []homeward.Count {
	out := make([]homeward.Count, len(households))
	for i, h := range households {
		out[i] = count(h, 4*h)
	}
	return out
}

func names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("place-", i)
	}
	return out
}

func protectList(t *testing.T, previous *Release, households ...int) Release {
	t.Helper()
	r, err := Protect(List(names(len(households)), counts(households...)), previous, Rule{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// show writes a list as a reader sees it: x for hidden, ~ for held, the total last.
func show(r Release) []string {
	var out []string
	for i := range r.Cells {
		s := r.Cells[i][len(r.Columns)]
		switch {
		case s.Hidden:
			out = append(out, "x")
		case s.Held:
			out = append(out, fmt.Sprint("~", s.Households))
		default:
			out = append(out, fmt.Sprint(s.Households))
		}
	}
	return out
}

func TestList(t *testing.T) {
	for name, c := range map[string]struct {
		in   []int
		want []string
	}{
		"nothing small, nothing hidden":           {[]int{85, 157, 36}, []string{"85", "157", "36", "278"}},
		"no lone hidden cell":                     {[]int{85, 2, 36}, []string{"85", "x", "x", "123"}},
		"no small cell found by its partner":      {[]int{1, 1, 50, 60}, []string{"x", "x", "x", "60", "112"}},
		"two small cells that hide each other":    {[]int{2, 2, 50}, []string{"x", "x", "50", "54"}},
		"zero is no secret":                       {[]int{0, 12, 7}, []string{"0", "12", "7", "19"}},
		"a lone small place hides the total":      {[]int{2}, []string{"x", "x"}},
		"a small place with nobody to hide among": {[]int{0, 1, 0}, []string{"0", "x", "0", "x"}},
		"empty": {nil, []string{"0"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := show(protectList(t, nil, c.in...)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%v is published as %v, want %v", c.in, got, c.want)
			}
		})
	}
}

func TestNextRelease(t *testing.T) {
	for name, c := range map[string]struct {
		first, second []int
		want          []string
	}{
		"one more family is held back, in the total too":      {[]int{85, 157}, []int{86, 157}, []string{"~85", "157", "~242"}},
		"three more families are told":                        {[]int{85, 157}, []int{88, 157}, []string{"88", "157", "245"}},
		"one fewer is held back":                              {[]int{85, 157}, []int{84, 160}, []string{"~85", "160", "~245"}},
		"a place of two families does not show in the total":  {[]int{85, 0}, []int{85, 2}, []string{"85", "x", "~85"}},
		"what was hidden stays hidden among what was":         {[]int{2, 5, 10}, []int{5, 5, 10}, []string{"x", "x", "10", "20"}},
		"what was hidden may be shown when it has grown well": {[]int{2, 5, 10}, []int{9, 14, 10}, []string{"9", "14", "10", "33"}},
	} {
		t.Run(name, func(t *testing.T) {
			first := protectList(t, nil, c.first...)
			if got := show(protectList(t, &first, c.second...)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("after %v, %v is published as %v, want %v", show(first), c.second, got, c.want)
			}
		})
	}
}

func TestHeldChangesAreToldOnceTheyAreEnough(t *testing.T) {
	r := protectList(t, nil, 10, 20)
	for _, step := range []struct {
		households int
		want       string
	}{{11, "~10"}, {12, "~10"}, {13, "13"}, {14, "~13"}} {
		r = protectList(t, &r, step.households, 20)
		if got := show(r)[0]; got != step.want {
			t.Errorf("at %d households the place shows %s, want %s", step.households, got, step.want)
		}
	}
}

func TestABirthAloneIsHeldBack(t *testing.T) {
	first, err := Protect(List(names(1), []homeward.Count{count(10, 40)}), nil, Rule{})
	if err != nil {
		t.Fatal(err)
	}
	for people, want := range map[int]int{41: 40, 42: 40, 43: 43, 38: 40} {
		r, err := Protect(List(names(1), []homeward.Count{count(10, people)}), &first, Rule{})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Total().Individuals; got != want {
			t.Errorf("with %d people after 40 the release says %d, want %d", people, got, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		table Table
		rule  Rule
		key   string
	}{
		"households below zero":        {List(names(1), []homeward.Count{count(-1, 0)}), Rule{}, "disclosure.count"},
		"people without a household":   {List(names(1), []homeward.Count{count(0, 3)}), Rule{}, "disclosure.count"},
		"a rounding base that tells":   {List(names(1), counts(1)), Rule{Base: 2}, "disclosure.rule"},
		"a row without its cells":      {Table{Rows: names(2), Columns: names(1), Cells: [][]homeward.Count{{{}}}}, Rule{}, "disclosure.shape"},
		"a row with too few cells":     {Table{Rows: names(1), Columns: names(2), Cells: [][]homeward.Count{{{}}}}, Rule{}, "disclosure.shape"},
		"a table too large to protect": {Table{Rows: names(101), Columns: names(100)}, Rule{}, "disclosure.too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Protect(c.table, nil, c.rule)
			if !homeward.IsKey(err, c.key) {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func TestNote(t *testing.T) {
	for want, s := range map[string]Shown{"disclosure.hidden": {Hidden: true}, "disclosure.held": {Held: true}, "": {}} {
		if got := s.Note(3).Key; got != want {
			t.Errorf("note of %+v is %q, want %q", s, got, want)
		}
	}
}

// anyTable draws a small table with many small cells.
func anyTable(t *rapid.T, maxRows, maxColumns, most int) Table {
	r, c := rapid.IntRange(1, maxRows).Draw(t, "rows"), rapid.IntRange(1, maxColumns).Draw(t, "columns")
	table := Table{Rows: names(r), Columns: names(c), Cells: make([][]homeward.Count, r)}
	for i := range table.Cells {
		table.Cells[i] = make([]homeward.Count, c)
		for j := range table.Cells[i] {
			h := rapid.IntRange(0, most).Draw(t, "households")
			table.Cells[i][j] = count(h, h*rapid.IntRange(1, 7).Draw(t, "size"))
		}
	}
	return table
}

// solutions lists every table of households that a reader could believe in, given what is shown: hidden cells count
// at least one household, at most most.
func solutions(r Release, most int) [][]int {
	rows, columns := len(r.Rows), len(r.Columns)
	var out [][]int
	current := make([]int, rows*columns)
	var fill func(k int)
	fill = func(k int) {
		if k == len(current) {
			if addsUp(r, current) {
				out = append(out, append([]int(nil), current...))
			}
			return
		}
		s := r.Cells[k/columns][k%columns]
		if !s.Hidden {
			current[k] = s.Households
			fill(k + 1)
			return
		}
		for v := 1; v <= most; v++ {
			current[k] = v
			fill(k + 1)
		}
	}
	fill(0)
	return out
}

func addsUp(r Release, cells []int) bool {
	rows, columns := len(r.Rows), len(r.Columns)
	for i := 0; i <= rows; i++ {
		for j := 0; j <= columns; j++ {
			if (i < rows && j < columns) || r.Cells[i][j].Hidden {
				continue
			}
			sum := 0
			for k, v := range cells {
				if (i == rows || k/columns == i) && (j == columns || k%columns == j) {
					sum += v
				}
			}
			if sum != r.Cells[i][j].Households {
				return false
			}
		}
	}
	return true
}

// A reader who works through every table that fits what is shown can say of no cell that it counts fewer than the minimum.
func TestNoSmallCellCanBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// With three, one cell more is nearly always room enough; with five, it is not.
		minimum := rapid.SampledFrom([]int{3, 5}).Draw(t, "minimum")
		most, mostHidden := 8, 6
		if minimum == 5 {
			most, mostHidden = 15, 4
		}
		table := anyTable(t, 3, 3, minimum+2)
		r, err := Protect(table, nil, Rule{Minimum: minimum})
		if err != nil {
			t.Fatal(err)
		}
		hidden := 0
		for i := range r.Rows {
			for j := range r.Columns {
				if r.Cells[i][j].Hidden {
					hidden++
				}
			}
		}
		if hidden > mostHidden {
			t.Skip("too many tables to go through")
		}
		all := solutions(r, most)
		for i := range r.Rows {
			for j := range r.Columns {
				if h := table.Cells[i][j].Households; h == 0 || h >= minimum {
					continue
				}
				could := 0
				for _, s := range all {
					could = max(could, s[i*len(r.Columns)+j])
				}
				if could < minimum {
					t.Fatalf("cell %d,%d can be told to be under %d from %+v (truth %+v)", i, j, minimum, r.Cells, table.Cells)
				}
			}
		}
	})
}

// A reader who keeps the first release, and takes what shows the same number to be the same, learns from the second
// release of no cell that it counted fewer than three in the first.
func TestNoSmallCellCanBeWorkedOutFromTwoReleases(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const most = 8
		first := anyTable(t, 4, 1, 5)
		second := Table{Rows: first.Rows, Columns: first.Columns}
		for _, row := range first.Cells {
			second.Cells = append(second.Cells, []homeward.Count{{}})
			h := row[0].Households + rapid.SampledFrom([]int{0, 0, 3, 4}).Draw(t, "more")
			second.Cells[len(second.Cells)-1][0] = count(h, 4*h)
		}
		r1, err := Protect(first, nil, Rule{})
		if err != nil {
			t.Fatal(err)
		}
		r2, err := Protect(second, &r1, Rule{})
		if err != nil {
			t.Fatal(err)
		}
		later := solutions(r2, most)
		for i := range r1.Rows {
			if h := first.Cells[i][0].Households; h == 0 || h >= 3 {
				continue
			}
			if !mayBeLarge(i, solutions(r1, most), later) {
				t.Fatalf("row %d counted %d at first, which %v and then %v tell", i, first.Cells[i][0].Households, show(r1), show(r2))
			}
		}
	})
}

// mayBeLarge says whether some pair of tables that fit the two releases, with changes of nothing or of at least three,
// has three households or more in the row at first.
func mayBeLarge(row int, before, after [][]int) bool {
	for _, a := range before {
		if a[row] < 3 {
			continue
		}
		for _, b := range after {
			fits := true
			for k := range a {
				d := b[k] - a[k]
				fits = fits && (d == 0 || d >= 3)
			}
			if fits {
				return true
			}
		}
	}
	return false
}

func TestShownNumbersAddUpWithWhatIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, err := Protect(anyTable(t, 5, 4, 9), nil, Rule{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := Protect(anyTable(t, 5, 4, 9), &first, Rule{})
		if err != nil {
			t.Fatal(err)
		}
		sums := withTotals(r.Counted, len(r.Rows), len(r.Columns))
		for i := range r.Cells {
			for j, s := range r.Cells[i] {
				if !s.Hidden && s.Count != sums[i][j] {
					t.Fatalf("cell %d,%d shows %+v but counts %+v", i, j, s.Count, sums[i][j])
				}
				if !s.Hidden && 0 < s.Households && s.Households < 3 {
					t.Fatalf("cell %d,%d shows %d households", i, j, s.Households)
				}
			}
		}
	})
}

func TestRoundedTablesAddUpAndStayNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t, 6, 5, 40)
		base := rapid.IntRange(3, 10).Draw(t, "base")
		r, err := Protect(table, nil, Rule{Base: base})
		if err != nil {
			t.Fatal(err)
		}
		truth := withTotals(table.Cells, len(r.Rows), len(r.Columns))
		shown := make([][]homeward.Count, len(r.Rows))
		for i := range shown {
			for j := range r.Columns {
				shown[i] = append(shown[i], r.Cells[i][j].Count)
			}
		}
		for i, row := range withTotals(shown, len(r.Rows), len(r.Columns)) {
			for j, sum := range row {
				if r.Cells[i][j].Count != sum {
					t.Fatalf("%d,%d shows %+v, its parts make %+v", i, j, r.Cells[i][j].Count, sum)
				}
				nearMultiple(t, base, truth[i][j].Households, sum.Households)
				nearMultiple(t, base, truth[i][j].Individuals, sum.Individuals)
			}
		}
	})
}

// A number alone with its totals goes to the nearer multiple.
func TestANumberIsRoundedToTheNearerMultiple(t *testing.T) {
	for truth, want := range []int{0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15} {
		r, err := Protect(List(names(1), counts(truth)), nil, Rule{Base: 5})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Cells[0][0].Count.Households; got != want {
			t.Errorf("%d is shown as %d, want %d", truth, got, want)
		}
	}
}

func nearMultiple(t *rapid.T, base, truth, shown int) {
	if shown%base != 0 || shown <= truth-base || shown >= truth+base {
		t.Fatalf("%d is shown as %d in steps of %d", truth, shown, base)
	}
}
