package cli

import (
	"crypto/rand"
	"encoding/json"
	"fmt"

	"homeward"
	"homeward/internal/casework"

	"github.com/spf13/cobra"
)

func newMatchRegisterCommand() *cobra.Command {
	var where operation
	var login string
	var asJSON bool
	c := &cobra.Command{
		Use:   "register --data DIR | --database ADDRESS",
		Short: "Search the whole register of an operation for people registered twice",
		Long: `Search the whole register of an operation for people registered twice, and ask about each pair.

Nothing is merged: the questions wait on the page of doubles. What was asked before is not asked again. A search that was
stopped or killed goes on where it was; one that a serving process carries on is left to it.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			house, err := where.open(c)
			if err != nil {
				return err
			}
			defer house.DB.Close()
			actor, err := signIn(c, house, login)
			if err != nil {
				return err
			}
			return searchRegister(c, house, actor, asJSON)
		},
	}
	where.flags(c)
	c.Flags().StringVar(&login, "as", "", "who asks for the search")
	c.Flags().BoolVar(&asJSON, "json", false, "print what came of it as one JSON object")
	return c
}

func searchRegister(c *cobra.Command, house *casework.House, actor homeward.Actor, asJSON bool) error {
	if _, err := house.RunMatching(c.Context(), actor); err != nil && !homeward.IsKey(err, "matching.running") {
		return err
	}
	house.Desk = casework.NewDesk()
	if err := house.FillDesk(c.Context()); err != nil {
		return err
	}
	p := newProgress(c.ErrOrStderr())
	defer p.end()
	job, err := house.CarryOnMatching(c.Context(), rand.Text(), func(done, total int) {
		p.tell(done, total, say(homeward.T("matching.stage.score")))
	})
	switch {
	case err != nil:
		return err
	case job.ID == "":
		return homeward.Errorf(homeward.Conflict, "matching.running")
	case asJSON:
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]any{"people": job.Done, "questions": job.Questions, "outcome": job.Outcome, "rules": job.Rules})
	}
	_, err = fmt.Fprintln(c.OutOrStdout(), say(homeward.T("matching.searched", "People", job.Done, "Count", job.Questions)))
	return err
}
