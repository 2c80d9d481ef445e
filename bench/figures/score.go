//go:build unix

package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/figures"
)

// item is a text with the facts that a person reads in it.
type item struct {
	name, lang, text string
	published        homeward.Date
	want             map[fact]bool
}

// fact is one number of a statement. Which of several places comes first does not matter.
type fact struct {
	place string
	kind  figures.Kind
	unit  string
	value int
}

// tally counts facts: found and wanted, found at all, wanted at all.
type tally struct{ right, found, wanted int }

func (t tally) f1() float64 {
	if t.found+t.wanted == 0 {
		return 1
	}
	return 2 * float64(t.right) / float64(t.found+t.wanted)
}

func share(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// result is how well texts were read.
type result struct {
	byLang, byKind map[string]tally
	missed, extra  []string
}

func score(items []item, read func(item) ([]figures.Statement, error)) (result, error) {
	out := result{byLang: map[string]tally{}, byKind: map[string]tally{}}
	for _, it := range items {
		list, err := read(it)
		if err != nil {
			return out, fmt.Errorf("%s: %w", it.name, err)
		}
		found := map[fact]bool{}
		for _, s := range list {
			for _, f := range facts(s) {
				// Rows of origins are parts of a group; who labels them may leave them out.
				if s.Has(figures.FlagPart) && s.Origin != "" && !it.want[f] {
					continue
				}
				found[f] = true
			}
		}
		for f := range found {
			out.count(it, f, it.want[f], true, it.want[f])
			if !it.want[f] {
				out.extra = append(out.extra, fmt.Sprint(it.name, ": ", f))
			}
		}
		for f := range it.want {
			if !found[f] {
				out.count(it, f, false, false, true)
				out.missed = append(out.missed, fmt.Sprint(it.name, ": ", f))
			}
		}
	}
	return out, nil
}

func (r *result) count(it item, f fact, right, found, wanted bool) {
	one := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	for _, x := range []struct {
		m   map[string]tally
		key string
	}{{r.byLang, it.lang}, {r.byKind, string(f.kind)}} {
		t := x.m[x.key]
		t.right, t.found, t.wanted = t.right+one(right), t.found+one(found), t.wanted+one(wanted)
		x.m[x.key] = t
	}
}

// tell prints precision, recall and F1, with the F1 of another reader beside.
func (r result) tell(peer result) {
	for _, x := range []struct {
		what       string
		mine, peer map[string]tally
	}{{"language", r.byLang, peer.byLang}, {"kind", r.byKind, peer.byKind}} {
		fmt.Printf("%-24s %9s %9s %9s %9s %9s\n", x.what, "facts", "precision", "recall", "F1", "plain F1")
		for _, k := range slices.Sorted(maps.Keys(x.mine)) {
			t := x.mine[k]
			fmt.Printf("%-24s %9d %9.3f %9.3f %9.3f %9.3f\n", k, t.wanted, share(t.right, t.found), share(t.right, t.wanted), t.f1(), x.peer[k].f1())
		}
	}
}

func (r result) differences() {
	for _, m := range slices.Sorted(slices.Values(r.missed)) {
		fmt.Println("missed  ", m)
	}
	for _, m := range slices.Sorted(slices.Values(r.extra)) {
		fmt.Println("too much", m)
	}
}

// facts gives the numbers of a statement.
func facts(s figures.Statement) []fact {
	place := "-"
	if s.Place != nil {
		place = *s.Place
	} else if len(s.Places) > 0 {
		place = strings.Join(slices.Sorted(slices.Values(s.Places)), "+")
	}
	var out []fact
	for unit, n := range map[string]*int{"families": s.Families, "people": s.People, "homes": s.Homes} {
		if n != nil {
			out = append(out, fact{place, s.Kind, unit, *n})
		}
	}
	for size, n := range s.Rooms {
		out = append(out, fact{place, s.Kind, "homes of " + size, n})
	}
	if s.Quantifier == figures.Vague {
		out = append(out, fact{place, s.Kind, "vague", 0})
	}
	return out
}

// wanted reads "kind place families people homes" or "draw_by_rooms place 2:51 3:76"; marks after that are for the tests.
func wanted(line string) ([]fact, error) {
	f := strings.Fields(line)
	if len(f) < 3 {
		return nil, fmt.Errorf("%q says no number", line)
	}
	place := strings.Join(slices.Sorted(strings.SplitSeq(f[1], "+")), "+")
	if place == "?" {
		place = "-"
	}
	units := []string{"families", "people", "homes"}
	var out []fact
	for i, v := range f[2:] {
		unit := ""
		switch {
		case strings.ContainsAny(v[:1], "@%/!="):
			return out, nil
		case v == "-":
			continue
		case v == "vague":
			out = append(out, fact{place, figures.Kind(f[0]), "vague", 0})
			continue
		case v[0] == 'h':
			unit, v = "homes", v[1:]
		case strings.Contains(v, ":"):
			size, n, _ := strings.Cut(v, ":")
			unit, v = "homes of "+size, n
		case i < len(units):
			unit = units[i]
		}
		n, err := strconv.Atoi(v)
		if err != nil || unit == "" {
			return nil, fmt.Errorf("%q has %q for a number", line, v)
		}
		out = append(out, fact{place, figures.Kind(f[0]), unit, n})
	}
	return out, nil
}

// ownSentences reads the sentences that the tests read.
func ownSentences(dir string) ([]item, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, cmp.Or(err, fmt.Errorf("no sentences in %s", dir))
	}
	var out []item
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		for line := range strings.Lines(string(source)) {
			f := strings.Split(strings.TrimSpace(line), " | ")
			if len(f) != 3 || strings.HasPrefix(line, "#") {
				continue
			}
			it := item{name: lang + " " + f[0], lang: lang, text: strings.ReplaceAll(f[1], " ¶", "\n"),
				published: homeward.NewDate(2025, 4, 28), want: map[fact]bool{}}
			if err := it.expect(strings.Split(f[2], ";")); err != nil {
				return nil, err
			}
			out = append(out, it)
		}
	}
	return out, nil
}

func (it *item) expect(lines []string) error {
	for _, line := range lines {
		if strings.TrimSpace(line) == "-" {
			continue
		}
		list, err := wanted(line)
		if err != nil {
			return err
		}
		for _, f := range list {
			it.want[f] = true
		}
	}
	return nil
}

// articles reads a file of labelled articles.
func articles(file string) ([]item, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []item
	for _, part := range strings.Split("\n"+string(source), "\n### ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		it := item{name: name, lang: strings.TrimRight(name, "0123456789 "), want: map[fact]bool{}}
		var lines []string
		for line := range strings.Lines(rest) {
			if said, ok := strings.CutPrefix(line, "=> "); ok {
				lines = append(lines, strings.TrimSpace(said))
			} else {
				it.text += line
			}
		}
		if err := it.expect(lines); err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

// invented reads the invented places of the tests.
func invented(file string) ([]figures.PlaceNames, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []figures.PlaceNames
	for _, r := range rows[1:] {
		out = append(out, figures.PlaceNames{Key: r[0], Level: r[1], District: r[2], Names: strings.FieldsFunc(r[3], func(c rune) bool { return c == ';' })})
	}
	return out, nil
}

// programme gives the places of the atlas.
func programme() ([]figures.PlaceNames, error) {
	a, err := atlas.Load()
	if err != nil {
		return nil, err
	}
	var out []figures.PlaceNames
	for _, p := range a.All() {
		n := figures.PlaceNames{Key: string(p.ID), Level: string(p.Kind), District: string(p.Parent)}
		for _, name := range p.Names {
			n.Names = append(n.Names, name.Text)
		}
		out = append(out, n)
	}
	return out, nil
}
