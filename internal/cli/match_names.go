package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/matching"

	"github.com/spf13/cobra"
)

func newMatchNamesCommand() *cobra.Command {
	var pairs, rank, among, charset string
	var asJSON bool
	c := &cobra.Command{
		Use:   "names [A B]",
		Short: "Say how like two names are, in any scripts, and why",
		Long: `Say how like two names are, 0 to 1, whether they may be called one name, and why. Names only: many people bear one name.

  homeward match names "Əliyev Vaqif" "Вагиф Алиев"
  homeward match names --pairs pairs.csv --json                     columns a and b; others are kept
  homeward match names --rank queries.csv --among names.csv --json  the ten best for each query`,
		Args: cobra.RangeArgs(0, 2),
		RunE: func(c *cobra.Command, names []string) error {
			switch {
			case pairs != "" && len(names) == 0 && rank == "":
				return comparePairs(c, pairs, charset, asJSON)
			case rank != "" && among != "" && len(names) == 0 && pairs == "":
				return rankNames(c, rank, among, charset, asJSON)
			case len(names) == 2 && pairs == "" && rank == "":
				return compareNames(c, names[0], names[1], asJSON)
			}
			return usageError{c, errors.New("two names, or --pairs, or --rank with --among")}
		},
	}
	flags := c.Flags()
	flags.StringVar(&pairs, "pairs", "", "CSV or XLSX file with columns a and b")
	flags.StringVar(&rank, "rank", "", "file of names to be found")
	flags.StringVar(&among, "among", "", "file of names to be searched")
	flags.StringVar(&charset, "encoding", "", "encoding of the files where it cannot be told")
	flags.BoolVar(&asJSON, "json", false, "write JSON")
	return c
}

// comparedNames is the wire form of one comparison.
type comparedNames struct {
	A       string   `json:"a"`
	B       string   `json:"b"`
	Score   float64  `json:"score"`
	Match   bool     `json:"match"`
	Reasons []string `json:"reasons"`
}

func compare(a, b string) comparedNames {
	score, match, reasons := matching.Compare(matching.Name{Full: a}, matching.Name{Full: b})
	return comparedNames{a, b, rounded(score), match, sayAll(reasons)}
}

// rounded keeps four digits: more say nothing.
func rounded(score float64) float64 { return float64(int(score*10_000+0.5)) / 10_000 }

func compareNames(c *cobra.Command, a, b string, asJSON bool) error {
	r := compare(a, b)
	if asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(r)
	}
	key := "matching.names_apart"
	if r.Match {
		key = "matching.names_meet"
	}
	fmt.Fprintln(c.OutOrStdout(), say(homeward.T(key, "A", a, "B", b, "Score", strconv.FormatFloat(r.Score, 'f', 2, 64))))
	for _, s := range r.Reasons {
		fmt.Fprintln(c.OutOrStdout(), "  "+s)
	}
	return nil
}

// comparePairs compares the names of each row as they are read, so that a file may be of any length.
func comparePairs(c *cobra.Command, name, charset string, asJSON bool) error {
	rows, err := openRows(name, charset)
	if err != nil {
		return err
	}
	defer rows.Close()
	header, at, err := nameColumns(rows, name, [][]string{{"a", "name_a", "left"}, {"b", "name_b", "right"}})
	if err != nil {
		return err
	}
	p := newProgress(c.ErrOrStderr())
	defer p.end()
	out := newRowWriter(c.OutOrStdout(), header, asJSON)
	for row := 2; ; row++ {
		fields, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out.end()
		}
		if err != nil {
			return err
		}
		if err := checkWidth(rows, name, row, len(fields), len(header)); err != nil {
			return err
		}
		if isEmptyRow(fields) {
			continue
		}
		if err := out.write(fields, compare(fieldAt(fields, at[0]), fieldAt(fields, at[1]))); err != nil {
			return err
		}
		if row%1_000 == 0 {
			done, total := rows.Progress()
			p.tell(done, total, say(homeward.T("matching.stage.score")))
		}
	}
}

func checkWidth(rows rowReader, name string, row, got, want int) error {
	if got == want || rows.Ragged() && got < want {
		return nil
	}
	return homeward.Errorf(homeward.Invalid, "matching.row_width", "File", name, "Row", row, "Count", got, "Want", want).WithHint("matching.row_width.hint")
}

// nameColumns reads the header and finds one column for each list of names it may have.
func nameColumns(rows rowReader, name string, wanted [][]string) (header []string, at []int, err error) {
	first, err := rows.Next()
	if errors.Is(err, io.EOF) {
		return nil, nil, homeward.Errorf(homeward.Invalid, "matching.file_empty", "File", name).WithHint("matching.file_empty.hint")
	}
	if err != nil {
		return nil, nil, err
	}
	if len(first) > mostColumns {
		return nil, nil, homeward.Errorf(homeward.Invalid, "matching.file_columns", "File", name, "Count", len(first), "Most", mostColumns).WithHint("matching.file_columns.hint")
	}
	for _, h := range first {
		header = append(header, strings.Clone(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))))
	}
	for _, names := range wanted {
		i := slices.IndexFunc(header, func(h string) bool { return slices.Contains(names, strings.ToLower(h)) })
		if i < 0 {
			return nil, nil, homeward.Errorf(homeward.Invalid, "matching.column_missing", "File", name, "Column", names[0]).
				WithHint("matching.column_missing.hint", "Columns", shownColumns(header))
		}
		at = append(at, i)
	}
	return header, at, nil
}

// rowWriter writes compared rows as they come: one JSON array, or CSV with the columns of the file and three more.
type rowWriter struct {
	buffer *bufio.Writer
	csv    *csv.Writer
	header []string
	rows   int
}

func newRowWriter(w io.Writer, header []string, asJSON bool) *rowWriter {
	r := &rowWriter{buffer: bufio.NewWriter(w), header: header}
	if !asJSON {
		r.csv = csv.NewWriter(r.buffer)
	}
	return r
}

func (w *rowWriter) write(fields []string, r comparedNames) error {
	w.rows++
	if w.csv != nil {
		if w.rows == 1 {
			if err := w.csv.Write(append(slices.Clone(w.header), "score", "match", "reasons")); err != nil {
				return err
			}
		}
		line := append(slices.Clone(fields), strconv.FormatFloat(r.Score, 'f', 4, 64), strconv.FormatBool(r.Match), strings.Join(r.Reasons, " "))
		return w.csv.Write(line)
	}
	row := make(map[string]any, len(w.header)+5)
	for i, h := range w.header {
		row[h] = fieldAt(fields, i)
	}
	row["a"], row["b"], row["score"], row["match"], row["reasons"] = r.A, r.B, r.Score, r.Match, r.Reasons
	b, err := json.Marshal(row)
	if err != nil {
		return err
	}
	before := ",\n"
	if w.rows == 1 {
		before = "[\n"
	}
	_, err = w.buffer.WriteString(before + string(b))
	return err
}

func (w *rowWriter) end() error {
	if w.csv != nil {
		w.csv.Flush()
		return errors.Join(w.csv.Error(), w.buffer.Flush())
	}
	closing := "\n]\n"
	if w.rows == 0 {
		closing = "[]\n"
	}
	_, err := w.buffer.WriteString(closing)
	return errors.Join(err, w.buffer.Flush())
}

// rankedNames is the wire form of one query's answer.
type rankedNames struct {
	Query string `json:"query"`
	// Further columns of the query's row, as they were.
	Row  map[string]string `json:"row,omitempty"`
	Best []rankedName      `json:"best"`
}

type rankedName struct {
	Name  string            `json:"name"`
	Score float64           `json:"score"`
	Match bool              `json:"match"`
	Row   map[string]string `json:"row,omitempty"`
}

// nameList is a file of names: the column of names, and what else stands in each row.
type nameList struct {
	names []string
	rows  []map[string]string
}

// mostNames bounds a file of names to be ranked.
const mostNames = 2_000_000

func readNames(name, charset string) (*nameList, error) {
	rows, err := openRows(name, charset)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	header, _, err := nameColumns(rows, name, nil)
	if err != nil {
		return nil, err
	}
	at := max(0, slices.IndexFunc(header, func(h string) bool {
		return slices.Contains([]string{"name", "query", "full_name", "token", "a"}, strings.ToLower(h))
	}))
	list := &nameList{}
	for row := 2; ; row++ {
		fields, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if err := checkWidth(rows, name, row, len(fields), len(header)); err != nil {
			return nil, err
		}
		if isEmptyRow(fields) {
			continue
		}
		if len(list.names) == mostNames {
			return nil, homeward.Errorf(homeward.Invalid, "matching.file_records", "File", name, "Most", mostNames).WithHint("matching.file_records.hint")
		}
		list.names = append(list.names, strings.Clone(fieldAt(fields, at)))
		var rest map[string]string
		for i, h := range header {
			if i != at {
				if rest == nil {
					rest = map[string]string{}
				}
				rest[h] = strings.Clone(fieldAt(fields, i))
			}
		}
		list.rows = append(list.rows, rest)
	}
}

// bestNames is how many are given for each query.
const bestNames = 10

func rankNames(c *cobra.Command, queriesFile, amongFile, charset string, asJSON bool) error {
	queries, err := readNames(queriesFile, charset)
	if err != nil {
		return err
	}
	among, err := readNames(amongFile, charset)
	if err != nil {
		return err
	}
	p := newProgress(c.ErrOrStderr())
	defer p.end()
	found := matching.Rank(queries.names, among.names, bestNames, func(done, total int) {
		p.tell(done, total, say(homeward.T("matching.stage.score")))
	})
	p.end()
	out := bufio.NewWriter(c.OutOrStdout())
	answers := make([]rankedNames, len(queries.names))
	for i, best := range found {
		a := &answers[i]
		a.Query, a.Row, a.Best = queries.names[i], queries.rows[i], []rankedName{}
		for _, b := range best {
			a.Best = append(a.Best, rankedName{among.names[b.Index], rounded(b.Score), b.Match, among.rows[b.Index]})
		}
	}
	if asJSON {
		if err := json.NewEncoder(out).Encode(answers); err != nil {
			return err
		}
		return out.Flush()
	}
	for _, a := range answers {
		fmt.Fprintln(out, a.Query)
		for _, b := range a.Best {
			fmt.Fprintf(out, "  %.2f  %s\n", b.Score, b.Name)
		}
	}
	return out.Flush()
}
