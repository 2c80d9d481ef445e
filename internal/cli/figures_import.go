package cli

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/figures"

	"github.com/spf13/cobra"
)

func newFiguresImportCommand() *cobra.Command {
	var where operation
	var as, claims, articles, rejects string
	var keepGood, asJSON bool
	c := &cobra.Command{
		Use:   "import --claims FILE --articles FILE",
		Short: "Take published figures in the shared format into the ledger of an operation",
		Long: `Take published figures in the shared format into the ledger of an operation. A table imported twice is kept once. Bad rows
are listed with their row, column, reason and what would mend them; nothing is taken then, unless --keep-good asks for
the rest. What a person would have to decide, a statement told otherwise than before, is listed and left as it is.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
				in, err := takeClaims(claims, articles)
				if err != nil {
					return err
				}
				out, err := house.ImportStatement(c.Context(), actor, in, keepGood)
				if err := keepRejects(rejects, out.Bad); err != nil {
					return err
				}
				if err != nil && !homeward.IsKey(err, "figures.import.bad") {
					return err
				}
				return errors.Join(tellImported(c, out, asJSON), err)
			})
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().StringVar(&claims, "claims", "", "claims in the shared format, CSV")
	c.Flags().StringVar(&articles, "articles", "", "the articles of the claims, CSV")
	c.Flags().StringVar(&rejects, "rejects", "", "write the bad rows with their reasons to this CSV file")
	c.Flags().BoolVar(&keepGood, "keep-good", false, "take the good rows though others are bad")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON object to standard output")
	_ = c.MarkFlagRequired("claims")
	_ = c.MarkFlagRequired("articles")
	return c
}

// takeClaims reads a table of claims with its articles.
func takeClaims(claims, articles string) (figures.Claims, error) {
	reader, err := newFigureReader()
	if err != nil {
		return figures.Claims{}, err
	}
	c, err := openTable(claims)
	if err != nil {
		return figures.Claims{}, err
	}
	defer c.Close()
	a, err := openTable(articles)
	if err != nil {
		return figures.Claims{}, err
	}
	defer a.Close()
	return reader.TakeClaims(c, a)
}

// spokenRow is a bad row in the language of the terminal.
type spokenRow struct {
	Table  string `json:"table"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
	Hint   string `json:"hint"`
}

func speakRows(list []figures.BadRow) []spokenRow {
	out := []spokenRow{}
	for _, b := range list {
		out = append(out, spokenRow{b.Table, b.Row, b.Column, b.Value, say(b.Reason), say(b.Hint)})
	}
	return out
}

// keepRejects writes bad rows to a file, as they stood, with where and why before them.
func keepRejects(name string, list []figures.BadRow) (err error) {
	if name == "" || len(list) == 0 {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return homeward.Errorf(homeward.Unavailable, "figures.unwritable", "File", name).Because(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	for _, b := range list {
		if err := w.Write(append([]string{b.Table, fmt.Sprint(b.Row), b.Column, say(b.Reason), say(b.Hint)}, b.Record...)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func tellImported(c *cobra.Command, out casework.Imported, asJSON bool) error {
	rows := speakRows(out.Bad)
	if asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(struct {
			casework.Imported
			Bad []spokenRow `json:"bad"`
		}{out, rows})
	}
	w := c.OutOrStdout()
	for _, r := range rows {
		tellRow(w, r)
	}
	if out.Articles+out.Statements+out.Already > 0 || len(rows) == 0 {
		fmt.Fprintln(w, say(homeward.T("figures.import.done", "Articles", out.Articles, "Statements", out.Statements, "Already", out.Already)))
	}
	for _, s := range out.Changed {
		fmt.Fprintln(w, say(homeward.T("figures.import.changed", "Statement", s)))
	}
	return nil
}

func tellRow(w io.Writer, r spokenRow) {
	fmt.Fprintf(w, "%s %d, %s: %s\n  %s\n", r.Table, r.Row, r.Column, r.Reason, r.Hint)
}
