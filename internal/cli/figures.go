package cli

import (
	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/figures"

	"github.com/spf13/cobra"
)

func newFiguresCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "figures",
		Short: "Read published figures, and see whether they add up",
		Args:  cobra.NoArgs,
	}
	c.AddCommand(newFiguresExtractCommand(), newFiguresImportCommand(), newFiguresReconcileCommand(), newFiguresReleaseCommand())
	return c
}

// figurePlaces hands the places of the atlas over to figures, under all their names.
func figurePlaces() ([]figures.PlaceNames, error) {
	a, err := atlas.Load()
	if err != nil {
		return nil, err
	}
	var out []figures.PlaceNames
	for _, p := range a.All() {
		n := figures.PlaceNames{Key: string(p.ID), Level: string(p.Kind), District: string(p.Parent)}
		for _, name := range p.Names {
			n.Names = append(n.Names, name.Text)
		}
		out = append(out, n)
	}
	return out, nil
}

func newFigureReader() (*figures.Reader, error) {
	places, err := figurePlaces()
	if err != nil {
		return nil, err
	}
	return figures.NewReader(places), nil
}

// parsePublished reads the --published flag; empty is no date.
func parsePublished(s string) (homeward.Date, error) {
	if s == "" {
		return homeward.Date{}, nil
	}
	return homeward.ParseDate(s)
}
