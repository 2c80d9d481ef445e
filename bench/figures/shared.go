//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"homeward/internal/figures"
)

// known are the contradictions among the shared claims that people found and wrote down, by the number of their row,
// and the value that the other claims bear out, if any.
var known = []struct {
	row, rule, place, date string
	supports               int
}{
	{"1", "rooms", "fuzuli", "2024-03-01", 139},
	{"2", "draw", "fuzuli", "2024-04-16", 156},
	{"3", "draw", "aghali", "2023-08-04", 22},
	{"5", "versions", "lachin", "2023-07-13", 85},
	{"7", "chain", "fuzuli", "2023-12-13", 358},
	{"9", "draw_growth", "aghali", "2023-10-28", 0},
	{"10", "restated", "ballija", "2025-04-28", 743},
	{"11", "mislabelled", "sarijali", "2025-04-29", 310},
	{"12", "versions", "karkijahan", "2025-12-20", 0},
	{"13", "sent_arrived", "jabrayil", "2024-12-02", 0},
	{"18", "origins", "khojaly", "2025-04-28", 0},
	{"19", "versions", "girmizi-bazar", "2025-12-17", 0},
	{"19", "restated", "talish", "2025-05-31", 0},
	{"28", "date", "armenia", "2023-09-26", 26600},
	{"29", "categories", "armenia", "2023-09-25", 0},
	{"30", "measure", "armenia", "2023-10-31", 120000},
}

// told are the figures of the three shared articles.
var told = []string{
	"cumulative khojaly 85 341", "cumulative ballija 157 743", "increment khojaly 33 137",
	"resident_population karabakh-east-zangezur - 40000", "casualties khojaly - 613", "increment khankendi 36 162",
	"population_before khankendi - 51000", "departure nagorno-karabakh - 100000", "population_before nagorno-karabakh - 120000",
}

func onShared(dir string) error {
	if dir == "" {
		dir = "../shared"
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "figures")); err != nil {
		fmt.Println("shared claims and articles: not here, skipped")
		return nil
	}
	if err := onArticles(filepath.Join(dir, "seeds")); err != nil {
		return err
	}
	return onClaims(filepath.Join(dir, "data", "figures"))
}

func onArticles(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return err
	}
	places, err := programme()
	if err != nil {
		return err
	}
	all := item{name: "articles", want: map[fact]bool{}}
	if err := all.expect(told); err != nil {
		return err
	}
	r := figures.NewReader(places)
	out, err := score([]item{all}, func(item) ([]figures.Statement, error) {
		var list []figures.Statement
		for _, f := range files {
			source, err := os.ReadFile(f)
			if err != nil {
				return nil, err
			}
			got, err := r.Read(figures.Source{Name: f, Text: string(source)})
			if err != nil {
				return nil, err
			}
			list = append(list, got.Statements...)
		}
		return list, nil
	})
	t := out.byLang[""]
	fmt.Printf("%d shared articles: %d of %d facts found, %d too many\n", len(files), t.right, t.wanted, t.found-t.right)
	out.differences()
	return err
}

func onClaims(dir string) error {
	claims, err := os.Open(filepath.Join(dir, "claims.csv"))
	if err != nil {
		return err
	}
	defer claims.Close()
	list, err := os.Open(filepath.Join(dir, "articles.csv"))
	if err != nil {
		return err
	}
	defer list.Close()
	places, err := programme()
	if err != nil {
		return err
	}
	start := cpu()
	ledger, err := figures.NewReader(places).ReadClaims(claims, list)
	if err != nil {
		return err
	}
	found := figures.Reconcile(ledger, "")
	took := cpu() - start
	rows, right := []string{}, 0
	matched := make([]bool, len(found))
	for _, k := range known {
		for i, c := range found {
			if c.Rule != k.rule || c.Place != k.place || c.Date.String() != k.date {
				continue
			}
			matched[i] = true
			rows = append(rows, k.row)
			if c.Supports == nil && k.supports == 0 || c.Supports != nil && c.Supports.Value == k.supports {
				right++
			}
			break
		}
	}
	fmt.Printf("shared claims: %d findings in %.2f s CPU; of %d known contradictions %d found (rows %s), %d with the value borne out\n",
		len(found), took.Seconds(), len(known), len(rows), strings.Join(slices.Compact(rows), ", "), right)
	for i, c := range found {
		if !matched[i] {
			fmt.Println("also found:", c.Rule, c.Place, c.Date)
		}
	}
	return nil
}
