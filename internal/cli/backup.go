package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"homeward"
	"homeward/internal/casework"

	"github.com/spf13/cobra"
)

func newBackupCommand() *cobra.Command {
	var where operation
	var as, to string
	var asJSON bool
	c := &cobra.Command{
		Use:   "backup --to FOLDER",
		Short: "Copy an operation into a folder of its own, while others go on working",
		Long: `Copy an operation into a folder of its own, while others go on working.

The copy is encrypted under the same key, read through once, and is an operation like any other: look at it with
"homeward doctor --data COPY", go on with it with "homeward serve --data COPY". With --into each backup gets a folder of
its own below this one, named by the time. An operation on PostgreSQL is backed up with the server's own tools (pg_dump).`,
		Example: `  homeward backup --data return --as leyla --to /media/stick/return-monday`,
		Args:    cobra.NoArgs,
	}
	where.flags(c)
	actingFlag(c, &as)
	into := ""
	c.Flags().StringVar(&to, "to", "", "folder of the copy; it must be new or empty")
	c.Flags().StringVar(&into, "into", "", "folder below which the copy gets one of its own")
	c.MarkFlagsOneRequired("to", "into")
	c.MarkFlagsMutuallyExclusive("to", "into")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON object to standard output")
	c.RunE = func(c *cobra.Command, _ []string) error {
		err := where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
			if into != "" {
				to = filepath.Join(into, house.DB.BackupName())
			}
			return house.BackupOperation(c.Context(), actor, to)
		})
		if err != nil {
			return err
		}
		if asJSON {
			return json.NewEncoder(c.OutOrStdout()).Encode(map[string]string{"backup": to})
		}
		_, err = fmt.Fprintln(c.OutOrStdout(), say(homeward.T("cli.backup.done", "Folder", to)))
		return err
	}
	return c
}
