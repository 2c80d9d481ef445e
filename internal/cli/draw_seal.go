package cli

import (
	"crypto/rand"
	"encoding/json"
	"fmt"

	"homeward/draw"

	"github.com/spf13/cobra"
)

// sealed is what a party keeps (Secret, Backup) and what it gives to the office that holds the round (Seal, BackupSeal).
type sealed struct {
	Round      string `json:"round"`
	Source     string `json:"source"`
	Secret     string `json:"secret"`
	Seal       string `json:"seal"`
	Backup     string `json:"backup,omitempty"`
	BackupSeal string `json:"backup_seal,omitempty"`
}

// newDrawSealCommand makes a party's secret for one source of one round, on the party's own computer.
func newDrawSealCommand() *cobra.Command {
	var round, source string
	var backup, asJSON bool
	c := &cobra.Command{
		Use:   "seal --round ROUND --source SOURCE",
		Short: "Make a party's secret for a round, and the seal that it gives to the office beforehand",
		Long: "A party that does not trust the office makes its own secret, on its own computer and without a network. It writes the\n" +
			"secret down, keeps it in an envelope, and gives the office only the seal. In the hall, after the dice, it opens the\n" +
			"envelope; the seal proves that the secret was made before. With --backup a second secret is made, to be kept by\n" +
			"somebody else in case the party does not come.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if round == "" || source == "" {
				return usageError{c, fmt.Errorf("--round and --source are needed: both stand on the page of the round")}
			}
			out := sealed{Round: round, Source: source}
			var err error
			if out.Secret, err = draw.NewSecret(rand.Reader); err != nil {
				return err
			}
			out.Seal = draw.Commit(round, source, out.Secret)
			if backup {
				if out.Backup, err = draw.NewSecret(rand.Reader); err != nil {
					return err
				}
				out.BackupSeal = draw.CommitBackup(round, source, out.Backup)
			}
			if asJSON {
				return json.NewEncoder(c.OutOrStdout()).Encode(out)
			}
			w := c.OutOrStdout()
			fmt.Fprintf(w, "secret  %s\nseal    %s\n", out.Secret, out.Seal)
			if backup {
				fmt.Fprintf(w, "backup  %s\nseal    %s\n", out.Backup, out.BackupSeal)
			}
			return nil
		},
	}
	c.Flags().StringVar(&round, "round", "", "the round, rd_…, as its page names it")
	c.Flags().StringVar(&source, "source", "", "which party's secret: party1, party2 or party3")
	c.Flags().BoolVar(&backup, "backup", false, "make a second secret, to be kept by somebody else")
	c.Flags().BoolVar(&asJSON, "json", false, "write the result as JSON")
	return c
}
