package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/disclosure"
	"homeward/internal/figures"
	"homeward/internal/i18n"

	"github.com/spf13/cobra"
)

func newFiguresReleaseCommand() *cobra.Command {
	var where operation
	var as, place, day string
	var asJSON bool
	c := &cobra.Command{
		Use:   "release --place KEY [--date DAY]",
		Short: "Write the day's paragraph for the press from the register, in four languages",
		Long: `Write the day's paragraph for the press from the register, in Azerbaijani, English, Armenian and Russian: who moved in, the
total with the one before, and when the register was read. Groups of fewer than three families are told without numbers.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
				return release(c, house, actor, homeward.PlaceID(place), day, asJSON)
			})
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().StringVar(&place, "place", "", "key of the place, khojaly")
	c.Flags().StringVar(&day, "date", "", "the day, 2025-04-28; else today")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON object to standard output")
	_ = c.MarkFlagRequired("place")
	return c
}

// releasedDay is a release as JSON.
type releasedDay struct {
	Place   homeward.PlaceID  `json:"place"`
	Date    homeward.Date     `json:"date"`
	CutOff  homeward.Instant  `json:"cut_off"`
	Minimum int               `json:"minimum"`
	Text    map[string]string `json:"text"`
}

func release(c *cobra.Command, house *casework.House, actor homeward.Actor, place homeward.PlaceID, date string, asJSON bool) error {
	if _, ok := house.Places.Place(place); !ok {
		return homeward.Errorf(homeward.NotFound, "figures.release.no_place", "Place", string(place))
	}
	day := house.Today()
	if date != "" {
		var err error
		if day, err = homeward.ParseDate(date); err != nil {
			return err
		}
	}
	shown, err := house.ViewFigure(c.Context(), actor)
	if err != nil {
		return err
	}
	d := figures.Day{Place: place, Day: day, CutOff: house.DB.Now()}
	for _, p := range shown.Settled {
		for _, of := range p.Days {
			switch {
			case p.Place != place || day.Before(of.Day):
			case of.Day == day:
				d.Group = of.Of
			default:
				d.Before = of.ToDate
			}
		}
	}
	out := releasedDay{Place: place, Date: day, CutOff: d.CutOff, Minimum: disclosure.DefaultMinimum, Text: map[string]string{}}
	for _, l := range i18n.Languages {
		var sentences []string
		for _, s := range figures.Paragraph(d, disclosure.DefaultMinimum) {
			sentences = append(sentences, house.Speech.For(l.Code).Text(s))
		}
		out.Text[l.Code] = strings.Join(sentences, " ")
	}
	if asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(out)
	}
	for _, l := range i18n.Languages {
		fmt.Fprintf(c.OutOrStdout(), "%s\n%s\n\n", l.Name, out.Text[l.Code])
	}
	return nil
}
