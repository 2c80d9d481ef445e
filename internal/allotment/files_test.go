package allotment

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"homeward"
	"homeward/bench/allotment/instance"
)

// generated reads the lists that bench/allotment/instance makes, under the rules of policies/generator.yaml.
func generated(t testing.TB, n int, seed uint64) *Register {
	t.Helper()
	var households, dwellings bytes.Buffer
	if err := instance.Write(n, seed, &households, &dwellings); err != nil {
		t.Fatal(err)
	}
	f := reference()
	f.Households, f.Dwellings = households.Bytes(), dwellings.Bytes()
	reg, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// reference are the rules of policies/generator.yaml.
func reference() *Files {
	return &Files{
		HouseholdsName: "households.csv", DwellingsName: "homes.csv", CapacityName: "capacity.csv",
		Rules:         Rules{WishValue: []int64{300, 180, 90}, SpareRoom: -20, AccessibleUnneeded: -15, OnlyWished: true},
		ClassValue:    []int64{1000, 1500, 2200, 3000, 4000},
		MaxSpareRooms: 1,
		Norm: func(people int, _ string) (int, bool) {
			return []int{0, 1, 2, 2, 3, 3, 4, 4, 5}[min(people, 8)], people <= 20
		},
		Ticket: func(ids []string, noun string) []uint64 { return Tickets(make([]byte, 32), ids, noun) },
	}
}

// The optima of the generated lists, as other solvers find them too (docs/allocation.md).
func TestOptimaOfTheGeneratedLists(t *testing.T) {
	for _, c := range []struct {
		n       int
		seed    uint64
		optimum int64
		long    bool
	}{{1_000, 1, 1_696_390, false}, {10_000, 1, 16_981_245, false}, {100_000, 1, 170_590_495, true}} {
		if c.long && testing.Short() {
			continue
		}
		in := generated(t, c.n, c.seed).Input
		v, err := Verify(in, Prepare(in).Solve(Weighted))
		if err != nil {
			t.Fatal(err)
		}
		if v.Measures.Value != c.optimum || v.Gap.Sign() != 0 {
			t.Errorf("%d households: value %d, gap %v, want %d", c.n, v.Measures.Value, v.Gap, c.optimum)
		}
	}
}

// The priority rule houses the most there can be housed and passes nobody over.
func TestPriorityOnGeneratedLists(t *testing.T) {
	for _, c := range []struct{ n, housed int }{{1_000, 764}, {10_000, 7_441}} {
		in := generated(t, c.n, 1).Input
		p := Prepare(in)
		r := p.Solve(Priority)
		v, err := Verify(in, r)
		if err != nil {
			t.Fatal(err)
		}
		if v.Measures.Housed != c.housed || v.Gap.Sign() != 0 || v.Unproved != 0 {
			t.Errorf("%d households: %d housed, gap %v, %d unproved; want %d housed", c.n, v.Measures.Housed, v.Gap, v.Unproved, c.housed)
		}
		if n, ok := p.Violations(r); !ok || n != 0 {
			t.Errorf("%d households passed over", n)
		}
	}
}

// What togetherness costs: the optima with groups in one settlement, as integer programming finds them too.
func TestGroupsOnGeneratedLists(t *testing.T) {
	for _, c := range []struct {
		n       int
		optimum int64
	}{{300, 480_530}, {1_000, 1_684_065}} {
		if c.n > 300 && testing.Short() {
			continue
		}
		in := generated(t, c.n, 1).Input
		in.Rules.Together = true
		r := Prepare(in).Solve(Weighted)
		v, err := Verify(in, r)
		if err != nil {
			t.Fatal(err)
		}
		if v.Measures.Value != c.optimum || !r.Searched || r.BestBound(v) != c.optimum {
			t.Errorf("%d households: value %d, bound %d, proved %v; want %d", c.n, v.Measures.Value, r.BestBound(v), r.Searched, c.optimum)
		}
	}
}

// Lists too long to search keep a gap of at most one in a thousand.
func TestGroupsOfLongLists(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	in := generated(t, 10_000, 1).Input
	in.Rules.Together = true
	r := Prepare(in).Solve(Weighted)
	v, err := Verify(in, r)
	if err != nil {
		t.Fatal(err)
	}
	if gap := r.BestBound(v) - v.Measures.Value; gap < 0 || gap*1000 > v.Measures.Value {
		t.Errorf("gap %d of %d", gap, v.Measures.Value)
	}
}

// The order of the rows of a file decides nothing.
func TestOrderOfRowsDecidesNothing(t *testing.T) {
	var households, dwellings bytes.Buffer
	if err := instance.Write(500, 3, &households, &dwellings); err != nil {
		t.Fatal(err)
	}
	read := func(households, dwellings string) string {
		f := reference()
		f.Households, f.Dwellings = []byte(households), []byte(dwellings)
		reg, err := f.Read()
		if err != nil {
			t.Fatal(err)
		}
		reg.DrawLots()
		p := Prepare(reg.Input)
		r := p.Solve(Priority)
		homes := Deal(reg.Input, r, reg.Dwellings)
		var out strings.Builder
		for i, d := range homes.Home {
			if d >= 0 {
				fmt.Fprintln(&out, reg.Input.Households[i].ID, reg.Dwellings[d].ID)
			}
		}
		return out.String()
	}
	if read(households.String(), dwellings.String()) != read(backwards(households.String()), backwards(dwellings.String())) {
		t.Error("rows in another order give another result")
	}
}

// backwards turns the rows of a file around and leaves the header.
func backwards(file string) string {
	rows := strings.Split(strings.TrimSuffix(file, "\n"), "\n")
	for a, b := 1, len(rows)-1; a < b; a, b = a+1, b-1 {
		rows[a], rows[b] = rows[b], rows[a]
	}
	return strings.Join(rows, "\n") + "\n"
}

const (
	fewHouseholds = "id,size,accessible,vulnerability,pref1,pref2\na,4,false,1,lachin,zabukh\nb,2,true,0,zabukh,\n"
	fewHomes      = "id,settlement,rooms,accessible,ready\n1,lachin,3,false,true\n2,zabukh,2,true,true\n"
)

// Each thing that can be wrong with a file is refused with its row, its column, its reason and what to do.
func TestWrongFilesAreRefused(t *testing.T) {
	swap := func(file, old, new string) string { return strings.Replace(file, old, new, 1) }
	for name, c := range map[string]struct {
		households, dwellings, capacity string
		key, reason                     string
		row                             int
	}{
		"a household twice":                   {swap(fewHouseholds, "\nb,", "\na,"), fewHomes, "", "allotment.row", "twice", 3},
		"a dwelling twice":                    {fewHouseholds, swap(fewHomes, "\n2,", "\n1,"), "", "allotment.row", "twice", 3},
		"a household of nobody":               {swap(fewHouseholds, "a,4", "a,0"), fewHomes, "", "allotment.row", "too_small", 2},
		"a household larger than any norm":    {swap(fewHouseholds, "a,4", "a,21"), fewHomes, "", "allotment.row", "no_norm", 2},
		"a size that is no number":            {swap(fewHouseholds, "a,4", "a,four"), fewHomes, "", "allotment.row", "number", 2},
		"a class without value":               {swap(fewHouseholds, "false,1", "false,5"), fewHomes, "", "allotment.row", "too_large", 2},
		"a misspelt settlement":               {swap(fewHouseholds, "lachin", "lacin"), fewHomes, "", "allotment.row", "unknown_settlement", 2},
		"accessible neither yes nor no":       {swap(fewHouseholds, "true", "maybe"), fewHomes, "", "allotment.row", "yes_or_no", 3},
		"no id":                               {swap(fewHouseholds, "\nb,", "\n,"), fewHomes, "", "allotment.row", "empty", 3},
		"a field too many":                    {swap(fewHouseholds, "lachin,zabukh", "lachin,zabukh,x"), fewHomes, "", "allotment.row_whole", "fields", 2},
		"a home without rooms":                {fewHouseholds, swap(fewHomes, "lachin,3", "lachin,0"), "", "allotment.row", "too_small", 2},
		"a home without settlement":           {fewHouseholds, swap(fewHomes, "lachin", ""), "", "allotment.row", "empty", 2},
		"ready on no day":                     {fewHouseholds, swap(fewHomes, "true\n2", "2026-13-01\n2"), "", "allotment.row", "ready", 2},
		"a negative capacity":                 {fewHouseholds, fewHomes, "settlement,people\nlachin,-3\n", "allotment.row", "too_small", 2},
		"the capacity of an unknown place":    {fewHouseholds, fewHomes, "settlement,people\nbaku,3\n", "allotment.row", "unknown_settlement", 2},
		"a capacity twice":                    {fewHouseholds, fewHomes, "settlement,people\nlachin,3\nlachin,3\n", "allotment.row", "twice", 3},
		"an empty file":                       {"", fewHomes, "", "allotment.file_empty", "", 0},
		"a header and nothing else":           {"id,size\n", fewHomes, "", "allotment.file_empty", "", 0},
		"dwellings without rows":              {fewHouseholds, "id,settlement,rooms\n", "", "allotment.file_empty", "", 0},
		"no column of sizes":                  {"id,people\na,3\n", fewHomes, "", "allotment.column_missing", "", 0},
		"no column of rooms":                  {fewHouseholds, "id,settlement\n1,lachin\n", "", "allotment.column_missing", "", 0},
		"a quotation mark that never ends":    {swap(fewHouseholds, "\nb,", "\n\"b,"), fewHomes, "", "allotment.row_whole", "quotes", 3},
		"a settlement by a number far beyond": {swap(fewHouseholds, "lachin", "99"), swap(fewHomes, "lachin", "3"), "", "allotment.row", "unknown_settlement", 2},
	} {
		t.Run(name, func(t *testing.T) {
			f := reference()
			f.Households, f.Dwellings = []byte(c.households), []byte(c.dwellings)
			if c.capacity != "" {
				f.Capacity = []byte(c.capacity)
			}
			_, err := f.Read()
			e, ok := errors.AsType[*homeward.Error](err)
			if !ok || e.Text.Key != c.key {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			if e.Hint.IsZero() {
				t.Error("no hint")
			}
			if c.reason == "" {
				return
			}
			if reason := e.Text.Args["Reason"].(homeward.Text).Key; reason != "allotment.row."+c.reason || e.Text.Args["Row"] != c.row {
				t.Errorf("row %v: %s, want row %d: %s", e.Text.Args["Row"], reason, c.row, c.reason)
			}
		})
	}
}

// A file with too many rows is refused before it fills the memory.
func TestTooManyRowsAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("reads five million rows")
	}
	f := reference()
	f.Households = []byte(fewHouseholds)
	f.Dwellings = append([]byte("id,settlement,rooms\n"), bytes.Repeat([]byte("\n"), MostRows+2)...)
	if _, err := f.Read(); !homeward.IsKey(err, "allotment.too_many_rows") {
		t.Errorf("got %v", err)
	}
}

// What the columns may say: homes that take part, and classes by rank.
func TestColumnsAreUnderstood(t *testing.T) {
	f := reference()
	f.On = homeward.Date{Year: 2026, Month: 5, Day: 1}
	f.Households = []byte("\ufeffid,size,class,group,wish1\r\n\"a\",4,2,\"kin, of a\",lachin\r\nb,2,1,,lachin\r\n\r\nc,2,1,\"kin, of a\",lachin\r\n")
	f.Dwellings = []byte("id,settlement,category,ready,held,building,door\n1,lachin,3,2026-05-01,,b1,4\n2,lachin,2,2026-05-02,,b1,5\n3,lachin,2,true,claim,b1,6\n4,lachin,2,yes,no,b1,7\n")
	reg, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	if len(reg.Dwellings) != 2 || reg.NotReady != 1 || reg.Held != 1 || reg.Listed != 4 {
		t.Errorf("%d take part, %d not ready, %d held of %d", len(reg.Dwellings), reg.NotReady, reg.Held, reg.Listed)
	}
	in := reg.Input
	last := in.Households[2]
	if last.ID != "a" || last.Rank != 1 || in.Rules.ClassValue[0] != 1000 {
		t.Errorf("last in line is %s of rank %d, the first class is worth %d", last.ID, last.Rank, in.Rules.ClassValue[0])
	}
	together := 0
	for _, h := range in.Households {
		together += bit(h.Group == last.Group)
	}
	if together != 2 {
		t.Errorf("%d in the group, want 2", together)
	}
}

// Whatever stands in the files, reading ends in a register that can be solved and checked, or in a refusal.
func FuzzRead(f *testing.F) {
	f.Add(fewHouseholds, fewHomes, "settlement,people\nlachin,5\n")
	f.Add("id,size\na,1\n", "id,settlement,rooms\n1,x,1\n", "")
	f.Add("id,size,kin,pref1\n\"a\"\"b\",3,0,x\nc,3,0,x\n", "id,settlement,rooms\n1,x,2\n2,x,2\n", "settlement,people\nx,4\n")
	f.Fuzz(func(t *testing.T, households, dwellings, capacity string) {
		files := reference()
		files.Rules.Together = true
		files.Households, files.Dwellings = []byte(households), []byte(dwellings)
		if capacity != "" {
			files.Capacity = []byte(capacity)
		}
		reg, err := files.Read()
		if err != nil {
			if homeward.KindOf(err) == homeward.Internal {
				t.Fatalf("unclassified: %v", err)
			}
			return
		}
		if len(reg.Input.Households) > 50 {
			return
		}
		p := Prepare(reg.Input)
		for _, mode := range Modes {
			r := p.Solve(mode)
			if _, err := Verify(reg.Input, r); err != nil {
				t.Fatalf("%s: %v", mode, err)
			}
			x := p.NewExplainer(r)
			for i := range reg.Input.Households {
				x.Reason(i)
			}
		}
	})
}
