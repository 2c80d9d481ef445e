package cli

import (
	"encoding/json"
	"errors"
	"fmt"

	"homeward"
	"homeward/internal/casework"

	"github.com/spf13/cobra"
)

// finding is one thing that doctor looked at.
type finding struct {
	Key   string `json:"check"`
	Good  bool   `json:"good"`
	Text  string `json:"text"`
	texts homeward.Text
}

func newDoctorCommand() *cobra.Command {
	var where operation
	var as string
	var asJSON bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Look whether an operation is sound",
		Long: `Look whether an operation is sound: the key fits, the whole database can be read, its tables are those of this program,
the rules it was adopted with are known, the counts that are kept are those of the register. With --as, also that its journal is unbroken (an auditor may know). The exit code
is 0 if all is well and 1 if not.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			house, err := where.open(c) // refuses a wrong key, a damaged file, tables that cannot be brought up to date
			if err != nil {
				return err
			}
			found, err := examine(c, house, as)
			if err = errors.Join(err, house.DB.Close()); err != nil {
				return err
			}
			return tellFindings(c, found, asJSON)
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON array to standard output")
	return c
}

func examine(c *cobra.Command, house *casework.House, as string) ([]finding, error) {
	found := []finding{{Key: "open", Good: true, texts: homeward.T("cli.doctor.open", "Operation", house.Operation)}}
	switch err := house.DB.Check(c.Context()); {
	case err == nil:
		found = append(found, finding{Key: "database", Good: true, texts: homeward.T("cli.doctor.database")})
	case homeward.KindOf(err) == homeward.Unavailable:
		text, _ := homeward.TextOf(err)
		found = append(found, finding{Key: "database", texts: text})
	default:
		return nil, err
	}
	counts, err := countsFinding(c, house)
	if err != nil {
		return nil, err
	}
	if as == "" {
		return append(found, counts), nil
	}
	actor, err := signIn(c, house, as)
	if err != nil {
		return nil, err
	}
	check, err := house.VerifyJournal(c.Context(), actor)
	if err != nil {
		return nil, err
	}
	journal := finding{Key: "journal", Good: check.Verified, texts: homeward.T("cli.journal.whole", "Count", check.Entries)}
	if !check.Verified {
		journal.texts = homeward.T("cli.journal.broken", "Seq", fmt.Sprint(check.Bad))
	}
	return append(found, journal, counts), nil
}

// countsFinding says whether the kept counts are those of counting everything.
func countsFinding(c *cobra.Command, house *casework.House) (finding, error) {
	wrong, err := house.DB.Miscounts(c.Context())
	if err != nil || len(wrong) == 0 {
		return finding{Key: "counts", Good: true, texts: homeward.T("cli.doctor.counts")}, err
	}
	w := wrong[0]
	return finding{Key: "counts", texts: homeward.T("cli.doctor.miscounts", "Count", len(wrong), "Place", homeward.PlaceID(w.Area), "What", w.What,
		"Kept", w.Kept, "Really", w.Really)}, nil
}

func tellFindings(c *cobra.Command, found []finding, asJSON bool) error {
	well := true
	for i := range found {
		found[i].Text = say(found[i].texts)
		well = well && found[i].Good
	}
	var err error
	if asJSON {
		err = json.NewEncoder(c.OutOrStdout()).Encode(found)
	} else {
		for _, f := range found {
			mark := "+"
			if !f.Good {
				mark = "!"
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s\n", mark, f.Text)
		}
	}
	if err == nil && !well {
		err = exitError{1}
	}
	return err
}
