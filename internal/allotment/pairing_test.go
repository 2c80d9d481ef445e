package allotment

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"homeward"
)

// fewPairs draws a pairing that can be solved by trying everything.
func fewPairs(t *rapid.T) *Pairing {
	p := &Pairing{All: rapid.Bool().Draw(t, "all")}
	for range rapid.IntRange(1, 3).Draw(t, "settlements") {
		p.Capacity = append(p.Capacity, int64(rapid.IntRange(0, 12).Draw(t, "capacity")))
	}
	p.Ways = make([][]Way, rapid.IntRange(1, 7).Draw(t, "households"))
	for i := range p.Ways {
		people := int64(rapid.IntRange(1, 6).Draw(t, "people"))
		for s := range p.Capacity {
			if rapid.IntRange(0, 4).Draw(t, "may") > 0 {
				p.Ways[i] = append(p.Ways[i], Way{int32(s), int64(rapid.IntRange(-3, 20).Draw(t, "score")), people})
			}
		}
	}
	return p
}

// bestPairing tries everything.
func bestPairing(p *Pairing) (most int64, feasible bool) {
	left := append([]int64{}, p.Capacity...)
	var place func(i int, score int64)
	place = func(i int, score int64) {
		if i == len(p.Ways) {
			if !feasible || score > most {
				most, feasible = score, true
			}
			return
		}
		if !p.All {
			place(i+1, score)
		}
		for _, w := range p.Ways[i] {
			if left[w.Settlement] >= w.People {
				left[w.Settlement] -= w.People
				place(i+1, score+w.Score)
				left[w.Settlement] += w.People
			}
		}
	}
	place(0, 0)
	return most, feasible
}

// Pairings are solved to the optimum, and what is said to be a bound is one.
func TestPairingAgainstTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := fewPairs(t)
		most, feasible := bestPairing(p)
		r := p.Solve()
		if r.Feasible != feasible {
			t.Fatalf("feasible %v, want %v", r.Feasible, feasible)
		}
		if !feasible {
			return
		}
		if err := p.Verify(&r); err != nil {
			t.Fatal(err)
		}
		if r.Score != most || r.Bound < most {
			t.Fatalf("score %d, bound %d, want %d", r.Score, r.Bound, most)
		}
	})
}

// The instances of the OR-library, where they are at hand: near the best known values, and bounds that hold.
func TestPublishedPairings(t *testing.T) {
	folder := os.Getenv("HOMEWARD_SHARED")
	if folder == "" || testing.Short() {
		t.Skip("HOMEWARD_SHARED names no folder with data, or -short")
	}
	for name, best := range map[string]int64{"a05100": 1698, "b05100": 1843, "c05100": 1931} {
		data, err := os.ReadFile(filepath.Join(folder, "data", "allocation", "gap", name))
		if err != nil {
			t.Skip(err)
		}
		p, err := ReadGAP(name, data, false)
		if err != nil {
			t.Fatal(err)
		}
		r := p.Solve()
		if err := p.Verify(&r); err != nil {
			t.Fatal(err)
		}
		if cost := -r.Score; cost < best || cost*1000 > best*1005 || -r.Bound > best {
			t.Errorf("%s: cost %d, bound %d, best known %d", name, cost, -r.Bound, best)
		}
	}
}

const tinyGAP = "2 3\n 5 7 3\n 4 9 8\n 2 2 2\n 3 1 2\n 4 4\n"

// An instance is read agent by agent: costs, resources, capacities.
func TestGAPIsRead(t *testing.T) {
	p, err := ReadGAP("tiny", []byte(tinyGAP), false)
	if err != nil {
		t.Fatal(err)
	}
	if w := p.Ways[1][0]; w.Score != -7 || w.People != 2 {
		t.Errorf("second job with the first agent: %+v", w)
	}
	r := p.Solve()
	if !r.Proved || !r.Feasible || r.Score != -14 { // jobs 2 and 3 with the first agent, job 1 with the second
		t.Errorf("%+v", r)
	}
}

// What is wrong with an instance is said with its line.
func TestWrongGAPIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, key string }{
		"empty":             {"", "allotment.gap_short"},
		"cut off":           {strings.TrimSuffix(tinyGAP, " 4 4\n"), "allotment.gap_short"},
		"a word":            {strings.Replace(tinyGAP, "7", "seven", 1), "allotment.gap_number"},
		"a negative number": {strings.Replace(tinyGAP, " 4 4\n", " 4 -4\n", 1), "allotment.gap_number"},
		"no agents":         {"0 3\n", "allotment.gap_number"},
		"more than it says": {tinyGAP + "9\n", "allotment.gap_surplus"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadGAP("tiny", []byte(c.file), false)
			e, ok := errors.AsType[*homeward.Error](err)
			if !ok || e.Text.Key != c.key || e.Hint.IsZero() {
				t.Errorf("got %v, want %s with a hint", err, c.key)
			}
		})
	}
}

func FuzzReadGAP(f *testing.F) {
	f.Add([]byte(tinyGAP))
	f.Add([]byte("1 1\n1\n1\n1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadGAP("fuzz", data, true)
		if err != nil {
			if homeward.KindOf(err) != homeward.Invalid {
				t.Fatalf("unclassified: %v", err)
			}
			return
		}
		if len(p.Ways) < 8 && len(p.Capacity) < 4 {
			r := p.Solve()
			if err := p.Verify(&r); r.Feasible && err != nil {
				t.Fatal(err)
			}
		}
	})
}

func pairFiles(pairs, capacity string) *PairFiles {
	return &PairFiles{
		HouseholdsName: "households.csv", PairsName: "pairs.csv", CapacityName: "capacity.csv",
		Households: []byte("id,size\na,4\nb,3\n"), Pairs: []byte(pairs), Capacity: []byte(capacity),
	}
}

// Scores keep their decimals, and whole households go where they fit.
func TestPairsAreRead(t *testing.T) {
	list, err := pairFiles("household,settlement,score\na,x,0.5\na,y,0.25\nb,x,0.4\n", "settlement,people\nx,4\ny,4\n").Read()
	if err != nil {
		t.Fatal(err)
	}
	r := list.Pairing.Solve()
	if got := list.Number(r.Score); got != "0.65" || !r.Proved {
		t.Errorf("score %s, proved %v, want 0.65", got, r.Proved)
	}
	if fmt.Sprint(r.Settlement) != "[1 0]" {
		t.Errorf("settlements %v", r.Settlement)
	}
}

func TestWrongPairsAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ pairs, capacity, key, reason string }{
		"an unknown household":  {"household,settlement,score\nz,x,1\n", "settlement,people\nx,4\n", "allotment.row", "unknown_household"},
		"an unknown settlement": {"household,settlement,score\na,z,1\n", "settlement,people\nx,4\n", "allotment.row", "unknown_settlement"},
		"a pair twice":          {"household,settlement,score\na,x,1\na,x,2\n", "settlement,people\nx,4\n", "allotment.row", "twice"},
		"a score in words":      {"household,settlement,score\na,x,good\n", "settlement,people\nx,4\n", "allotment.row", "score"},
		"a negative capacity":   {"household,settlement,score\na,x,1\n", "settlement,people\nx,-4\n", "allotment.row", "too_small"},
		"no pairs":              {"household,settlement,score\n", "settlement,people\nx,4\n", "allotment.file_empty", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pairFiles(c.pairs, c.capacity).Read()
			e, ok := errors.AsType[*homeward.Error](err)
			if !ok || e.Text.Key != c.key || e.Hint.IsZero() {
				t.Fatalf("got %v, want %s with a hint", err, c.key)
			}
			if c.reason != "" && e.Text.Args["Reason"].(homeward.Text).Key != "allotment.row."+c.reason {
				t.Errorf("got %v, want %s", err, c.reason)
			}
		})
	}
}
