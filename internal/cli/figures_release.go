package cli

import (
	"encoding/json"
	"fmt"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"

	"github.com/spf13/cobra"
)

func newFiguresReleaseCommand() *cobra.Command {
	var where operation
	var as, place, day string
	var preview, asJSON bool
	c := &cobra.Command{
		Use:   "release --place KEY [--date DAY]",
		Short: "Release the day's paragraph for the press from the register, in four languages",
		Long: `Release the day's paragraph for the press from the register, in Azerbaijani, English, Armenian and Russian: who got their
keys, the total with the one before, and when the register was read. What is released is recorded and never changed: if
the register shows something else later, running this again releases a correction. Groups of fewer than three families
are told together with those after them.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
				return release(c, house, actor, homeward.PlaceID(place), day, preview, asJSON)
			})
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().StringVar(&place, "place", "", "key of the place, khojaly")
	c.Flags().StringVar(&day, "date", "", "the day, 2025-04-28; else today")
	c.Flags().BoolVar(&preview, "preview", false, "only show the paragraph; nothing is released")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON object to standard output")
	_ = c.MarkFlagRequired("place")
	return c
}

// releasedDay is a release as JSON.
type releasedDay struct {
	Place    homeward.PlaceID  `json:"place"`
	Date     homeward.Date     `json:"date"`
	CutOff   homeward.Instant  `json:"cut_off"`
	Edition  int               `json:"edition"`
	Released bool              `json:"released"` // false for a preview
	Minimum  int               `json:"minimum"`
	Text     map[string]string `json:"text"`
}

func release(c *cobra.Command, house *casework.House, actor homeward.Actor, place homeward.PlaceID, date string, preview, asJSON bool) error {
	day := house.Today()
	if date != "" {
		var err error
		if day, err = homeward.ParseDate(date); err != nil {
			return err
		}
	}
	act := house.ReleaseFigure
	if preview {
		act = house.PreviewRelease
	}
	p, err := act(c.Context(), actor, place, day)
	if homeward.IsKey(err, "release.unchanged") {
		// Asked again, it answers what was released.
		var list []casework.Paragraph
		if list, err = house.ViewReleases(c.Context(), actor, place); err == nil {
			for _, r := range list {
				if r.Day == day {
					p = r
					break
				}
			}
		}
	}
	if err != nil {
		return err
	}
	out := releasedDay{place, day, p.CutOff, p.Edition, !preview, p.Minimum, p.Text}
	if asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(out)
	}
	for _, l := range i18n.Languages {
		fmt.Fprintf(c.OutOrStdout(), "%s\n%s\n\n", l.Name, out.Text[l.Code])
	}
	return nil
}
