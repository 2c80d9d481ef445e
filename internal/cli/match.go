package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"homeward"
	"homeward/internal/matching"

	"github.com/spf13/cobra"
)

type matchFlags struct {
	columns, also []string
	out, encoding string
	many, strict  bool
	asJSON        bool
}

func newMatchCommand() *cobra.Command {
	var f matchFlags
	c := &cobra.Command{
		Use:   "match FILE [FILE]",
		Short: "Find the records of a file that speak of one person, or link two files",
		Long: `Find the records of a CSV or XLSX file that may speak of one person, whatever script they are written in. Nothing is
merged and nothing is set: the weights are learnt from the file itself.

  homeward match people.csv --out clusters.csv     groups of records, as id,cluster
  homeward match left.csv right.csv --out pairs.csv  pairs across two files, as a,b,probability

Columns are found by their names in Azerbaijani, Armenian, Russian and English, or told with --map. Fields: ` + strings.Join(matching.FieldNames(), ", ") + `.
Entries of one household are held to be different people. docs/matching.md tells how it is done and what was measured.`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, files []string) error {
			if len(files) == 2 {
				return linkFiles(c, files[0], files[1], &f)
			}
			return dedupeFile(c, files[0], &f)
		},
	}
	flags := c.Flags()
	flags.StringSliceVar(&f.columns, "map", nil, "which column is which field: COLUMN=FIELD,…")
	flags.StringSliceVar(&f.also, "also", nil, "further columns to compare as text: COLUMN,…")
	flags.StringVar(&f.out, "out", "", "write the result as CSV to this file")
	flags.StringVar(&f.encoding, "encoding", "", "encoding of the files where it cannot be told: windows-1251, koi8-r, …")
	flags.BoolVar(&f.many, "many", false, "with two files: let a record match several of the other file")
	flags.BoolVar(&f.strict, "strict", false, "stop at dates that do not exist instead of listing them")
	flags.BoolVar(&f.asJSON, "json", false, "write a summary as JSON")
	c.AddCommand(newMatchNamesCommand(), newMatchRegisterCommand())
	return c
}

// matchSummary is the wire form of a run.
type matchSummary struct {
	Records int `json:"records"`
	// Pairs are those held to be one person with even odds and more.
	Pairs int `json:"pairs"`
	// Clusters counts the groups, records that stand alone among them: the people, as far as the file tells.
	Clusters int            `json:"clusters,omitempty"`
	Largest  int            `json:"largest_cluster,omitempty"`
	Fields   []string       `json:"fields"`
	Problems []fileProblem  `json:"problems"`
	More     int            `json:"more_problems,omitempty"`
	Seconds  float64        `json:"seconds"`
	PeakMB   float64        `json:"peak_mb"`
	Rules    string         `json:"rules_version"`
	Linked   []linkedRecord `json:"linked,omitempty"`
}

type linkedRecord struct {
	A           string  `json:"a"`
	B           string  `json:"b"`
	Probability float64 `json:"probability"`
}

// dedupeFile finds the groups of records in one file.
func dedupeFile(c *cobra.Command, name string, f *matchFlags) error {
	began := time.Now()
	p := newProgress(c.ErrOrStderr())
	defer p.end()
	t, err := readPeople(name, f, p)
	if err != nil {
		return err
	}
	result, err := matching.Dedupe(t.table, matching.Options{Progress: p.stage})
	if err != nil {
		return err
	}
	p.end()
	if f.out != "" {
		err := writeTable(f.out, []string{"id", "cluster"}, t.table.Len(), func(row int) []string {
			return []string{t.id(row), strconv.Itoa(result.Clusters[row] + 1)}
		})
		if err != nil {
			return err
		}
	}
	sizes := map[int]int{}
	for _, n := range result.Clusters {
		sizes[n]++
	}
	s := t.summary(result, began)
	s.Clusters = len(sizes)
	for _, n := range sizes {
		s.Largest = max(s.Largest, n)
	}
	if f.asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(s)
	}
	t.tellProblems(c.ErrOrStderr())
	fmt.Fprintln(c.OutOrStdout(), say(homeward.T("matching.told", "Records", s.Records, "Count", s.Clusters)))
	if f.out == "" {
		tellGroups(c.OutOrStdout(), t, result, sizes)
	}
	return nil
}

// shownGroups bounds what is printed where no file was asked for.
const shownGroups = 20

// tellGroups prints the first groups of more than one record.
func tellGroups(w io.Writer, t *people, r *matching.Result, sizes map[int]int) {
	rows := map[int][]int{}
	var order []int
	for row, n := range r.Clusters {
		if sizes[n] < 2 {
			continue
		}
		if rows[n] == nil {
			if len(order) == shownGroups {
				continue
			}
			order = append(order, n)
		}
		rows[n] = append(rows[n], row)
	}
	for _, n := range order {
		fmt.Fprintln(w)
		for _, row := range rows[n] {
			fmt.Fprintf(w, "  %s  %s\n", t.id(row), strings.Join(t.values(row), " | "))
		}
	}
	more := 0
	for _, n := range sizes {
		if n > 1 {
			more++
		}
	}
	if more -= len(order); more > 0 {
		fmt.Fprintf(w, "\n%s\n", say(homeward.T("matching.told_more", "Count", more)))
	}
}

// linkFiles finds the pairs of records across two files.
func linkFiles(c *cobra.Command, a, b string, f *matchFlags) error {
	began := time.Now()
	p := newProgress(c.ErrOrStderr())
	defer p.end()
	t, split, err := readTwo(a, b, f, p)
	if err != nil {
		return err
	}
	result, err := matching.Link(t.table, split, f.many, matching.Options{Progress: p.stage})
	if err != nil {
		return err
	}
	p.end()
	record := func(i int) linkedRecord {
		pair := result.Pairs[i]
		return linkedRecord{t.id(pair.A), t.id(split + pair.B), pair.Probability}
	}
	header := []string{"a", "b", "probability"}
	line := func(i int) []string {
		r := record(i)
		return []string{r.A, r.B, strconv.FormatFloat(r.Probability, 'f', 6, 64)}
	}
	if f.out != "" {
		if err := writeTable(f.out, header, len(result.Pairs), line); err != nil {
			return err
		}
	}
	s := t.summary(result, began)
	if f.asJSON {
		if f.out == "" {
			for i := range result.Pairs {
				s.Linked = append(s.Linked, record(i))
			}
		}
		return json.NewEncoder(c.OutOrStdout()).Encode(s)
	}
	t.tellProblems(c.ErrOrStderr())
	if f.out == "" {
		return writeRecords(c.OutOrStdout(), header, len(result.Pairs), line)
	}
	fmt.Fprintln(c.OutOrStdout(), say(homeward.T("matching.told_linked", "Records", s.Records, "Count", s.Pairs)))
	return nil
}

func (t *people) summary(r *matching.Result, began time.Time) matchSummary {
	_, peak := usage()
	return matchSummary{
		Records: t.table.Len(), Pairs: len(r.Pairs), Fields: t.fields(), Problems: t.problems, More: t.more,
		Seconds: time.Since(began).Seconds(), PeakMB: peak, Rules: matching.RulesVersion,
	}
}

// stage shows the stage of a run.
func (p *progress) stage(key string, done, total int) { p.tell(done, total, say(homeward.T(key))) }

// writeTable writes a CSV file whole or not at all: to a file beside it first.
func writeTable(name string, header []string, rows int, row func(int) []string) error {
	fail := func(err error) error {
		return homeward.Errorf(homeward.Unavailable, "matching.file_unwritable", "File", name).WithHint("matching.file_unwritable.hint").Because(err)
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".homeward-*")
	if err != nil {
		return fail(err)
	}
	defer os.Remove(f.Name())
	if err := writeRecords(f, header, rows, row); err != nil {
		f.Close()
		return fail(err)
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return fail(err)
	}
	if err := f.Close(); err != nil {
		return fail(err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fail(err)
	}
	return nil
}

func writeRecords(w io.Writer, header []string, rows int, row func(int) []string) error {
	b := bufio.NewWriterSize(w, 1<<16)
	out := csv.NewWriter(b)
	if err := out.Write(header); err != nil {
		return err
	}
	for i := range rows {
		if err := out.Write(row(i)); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return b.Flush()
}
