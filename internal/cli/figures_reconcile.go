package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/figures"

	"github.com/spf13/cobra"
)

func newFiguresReconcileCommand() *cobra.Command {
	var where operation
	var as, claims, articles, place string
	var asJSON bool
	c := &cobra.Command{
		Use:   "reconcile [--claims FILE --articles FILE]",
		Short: "See where published figures contradict each other, and which value the others bear out",
		Long: `See where published figures contradict each other: totals that do not follow from the groups in between, one group told
with two numbers, homes by rooms, origins and provinces that do not make their total, one measure used for another. Each
finding has its rule, the values with their sources, and the value that the other statements bear out, if any does.
Findings are no errors: the exit code is 0.

With tables of claims, these alone are looked at. Without, it is the ledger of an operation, beside its register.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if claims == "" && articles == "" {
				return where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
					found, err := house.Reconcile(c.Context(), actor, homeward.PlaceID(place))
					if err != nil {
						return err
					}
					return tellContradictions(c, found, asJSON)
				})
			}
			ledger, err := readLedger(claims, articles)
			if err != nil {
				return err
			}
			return tellContradictions(c, figures.Reconcile(ledger, place), asJSON)
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().StringVar(&claims, "claims", "", "claims in the shared format, CSV")
	c.Flags().StringVar(&articles, "articles", "", "the articles of the claims, CSV")
	c.Flags().StringVar(&place, "place", "", "key of one place")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON array to standard output")
	c.MarkFlagsRequiredTogether("claims", "articles")
	return c
}

// spokenContradiction is a contradiction with its explanation in the language of the terminal.
type spokenContradiction struct {
	figures.Contradiction
	Explanation string `json:"explanation"`
}

func tellContradictions(c *cobra.Command, found []figures.Contradiction, asJSON bool) error {
	out := []spokenContradiction{}
	for _, x := range found {
		out = append(out, spokenContradiction{x, say(x.Explanation)})
	}
	if asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(out)
	}
	for _, x := range out {
		tellContradiction(c.OutOrStdout(), x)
	}
	return nil
}

func readLedger(claims, articles string) (*figures.Ledger, error) {
	reader, err := newFigureReader()
	if err != nil {
		return nil, err
	}
	c, err := openTable(claims)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	a, err := openTable(articles)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	return reader.ReadClaims(c, a)
}

func openTable(name string) (*os.File, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, homeward.Errorf(homeward.NotFound, "figures.no_file", "File", name)
	}
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "figures.unreadable", "File", name).Because(err)
	}
	return f, nil
}

func tellContradiction(w io.Writer, x spokenContradiction) {
	fmt.Fprintf(w, "%s  %s  %s\n  %s\n", speaker().Date(x.Date), speaker().Place(homeward.PlaceID(x.Place)), say(homeward.T("web.found."+x.Rule)), x.Explanation)
	for _, v := range x.Values {
		mark := " "
		if x.Supports != nil && x.Supports.Statement == v.Statement && x.Supports.Unit == v.Unit && x.Supports.Value == v.Value {
			mark = "*"
		}
		source := v.Source
		if source == "register" {
			source = say(homeward.T("web.figures.register"))
		}
		fmt.Fprintf(w, "  %s %s, %s\n", mark, say(homeward.T("web.unit."+v.Unit, "Count", v.Value)), source)
	}
}
