package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// heldOut is how many pairs of tokens are kept from learning and searched for.
const heldOut = 3000

// names measures names across scripts: tokens that the tables were not learnt from, and people of the region.
func (b *bench) names() error {
	for _, lang := range []string{"hy", "ru", "fa", "ar"} {
		if err := b.tokens(lang); err != nil {
			return err
		}
	}
	return b.region()
}

// tokens learns the table of one language from all pairs but heldOut, builds the program with it, and looks each held
// English token up among the native ones, and the other way round.
func (b *bench) tokens(lang string) error {
	path, ok := b.data("names_en_" + lang + "_train.csv")
	if !ok {
		fmt.Printf("tokens en-%s       skipped: no data\n", lang)
		return nil
	}
	rows, err := readCSV(path)
	if err != nil {
		return err
	}
	order := func(r map[string]string) uint64 {
		h := fnv.New64a()
		h.Write([]byte(r["en"] + "," + r["native"]))
		return h.Sum64()
	}
	slices.SortFunc(rows, func(x, y map[string]string) int {
		if order(x) < order(y) {
			return -1
		}
		return 1
	})
	learn, held := rows[heldOut:], rows[:heldOut]
	program, err := b.learnt(lang, learn)
	if err != nil {
		return err
	}
	for _, way := range [][2]string{{"en", "native"}, {"native", "en"}} {
		share, err := b.recall(program, held, way[0], way[1])
		if err != nil {
			return err
		}
		fmt.Printf("tokens %s→%s: found first among %d: %.4f\n", replaced(way[0], lang), replaced(way[1], lang), len(held), share)
	}
	return nil
}

func replaced(column, lang string) string {
	if column == "native" {
		return lang
	}
	return column
}

// learnt builds the program with a table learnt from the given pairs in the place of the one it ships.
func (b *bench) learnt(lang string, pairs []map[string]string) (string, error) {
	training, table := filepath.Join(b.work, lang+".csv"), filepath.Join(b.work, lang+".tsv")
	if err := writePairs(training, pairs, "en", "native"); err != nil {
		return "", err
	}
	if err := run("go", "run", "./bench/matching/learn", training, table); err != nil {
		return "", err
	}
	shipped, err := filepath.Abs("internal/matching/spelling_" + lang + ".tsv")
	if err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{shipped: table}})
	if err != nil {
		return "", err
	}
	file, program := filepath.Join(b.work, "overlay.json"), filepath.Join(b.work, "homeward-"+lang)
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		return "", err
	}
	return program, run("go", "build", "-overlay", file, "-o", program, "./cmd/homeward")
}

func run(name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Stderr = os.Stderr
	return c.Run()
}

func writePairs(path string, rows []map[string]string, columns ...string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	if err := w.Write(columns); err != nil {
		return err
	}
	for _, r := range rows {
		line := make([]string, len(columns))
		for i, c := range columns {
			line[i] = r[c]
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// recall is the share of queries whose own pair comes first.
func (b *bench) recall(program string, rows []map[string]string, from, to string) (float64, error) {
	queries, among := filepath.Join(b.work, "queries.csv"), filepath.Join(b.work, "among.csv")
	if err := writePairs(queries, rows, from); err != nil {
		return 0, err
	}
	if err := writePairs(among, rows, to); err != nil {
		return 0, err
	}
	out, err := exec.Command(program, "match", "names", "--rank", queries, "--among", among, "--json").Output()
	if err != nil {
		return 0, err
	}
	var answers []struct {
		Best []struct {
			Name string `json:"name"`
		} `json:"best"`
	}
	if err := json.Unmarshal(out, &answers); err != nil {
		return 0, err
	}
	hits := 0
	for i, a := range answers {
		if len(a.Best) > 0 && a.Best[0].Name == rows[i][to] {
			hits++
		}
	}
	return float64(hits) / float64(len(rows)), nil
}

// printed is one form of one person's name.
type printed struct {
	person int
	script string
	name   string
}

// region compares every form of every name in region_people.tsv with every other, by pair of scripts.
func (b *bench) region() error {
	forms, err := readForms("bench/matching/region_people.tsv")
	if err != nil {
		return err
	}
	path := filepath.Join(b.work, "forms.csv")
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(bufio.NewWriterSize(f, 1<<16))
	rows := [][]string{{"a", "b"}}
	var pairs [][2]printed
	for i, x := range forms {
		for _, y := range forms[i+1:] {
			if x.person == y.person || x.script != y.script {
				rows = append(rows, []string{x.name, y.name})
				pairs = append(pairs, [2]printed{x, y})
			}
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	out, err := exec.Command(b.homeward, "match", "names", "--pairs", path, "--json").Output()
	if err != nil {
		return err
	}
	var answers []struct {
		Match bool    `json:"match"`
		Score float64 `json:"score"`
	}
	if err := json.Unmarshal(out, &answers); err != nil {
		return err
	}
	tellRegion(pairs, func(i int) (bool, float64) { return answers[i].Match, answers[i].Score })
	return nil
}

func readForms(path string) ([]printed, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	scripts := []string{"en", "az", "ru", "hy", "fa"}
	var out []printed
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for i, name := range strings.Split(line, "\t") {
			if name != "-" {
				out = append(out, printed{n, scripts[i], name})
			}
		}
	}
	return out, nil
}

// tellRegion prints precision and recall of all, and how evenly false alarms fall on pairs of scripts.
func tellRegion(pairs [][2]printed, answer func(int) (bool, float64)) {
	type count struct{ yes, hit, no, alarm, near int }
	counts := map[string]*count{}
	of := func(key string) *count {
		if counts[key] == nil {
			counts[key] = &count{}
		}
		return counts[key]
	}
	for i, p := range pairs {
		match, score := answer(i)
		for _, c := range []*count{of("all"), of(p[0].script + "-" + p[1].script)} {
			if p[0].person == p[1].person {
				c.yes++
				if match {
					c.hit++
				}
				continue
			}
			c.no++
			if match {
				c.alarm++
			}
			// Alarms are too few to compare; so are counted all strangers over half the scale.
			if score >= 0.5 {
				c.near++
			}
		}
	}
	all := of("all")
	p, r := float64(all.hit)/float64(max(1, all.hit+all.alarm)), float64(all.hit)/float64(all.yes)
	fmt.Printf("region: %d true pairs of %d: P %.4f R %.4f F1 %.4f\n", all.yes, all.yes+all.no, p, r, 2*p*r/(p+r))
	least, most := 1.0, 0.0
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		c := counts[key]
		if key == "all" {
			continue
		}
		rate := float64(c.near) / float64(c.no)
		least, most = min(least, rate), max(most, rate)
		fmt.Printf("  %s: R %.3f, false alarms %d, strangers scored half and more %.5f\n", key, float64(c.hit)/float64(c.yes), c.alarm, rate)
	}
	if least == 0 {
		fmt.Printf("  highest rate between pairs of scripts %.5f, and pairs of scripts without any: no ratio\n", most)
		return
	}
	fmt.Printf("  highest to lowest rate between pairs of scripts: %.2f\n", most/least)
}
