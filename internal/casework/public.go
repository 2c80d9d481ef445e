package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/disclosure"
	"homeward/internal/store"
)

// PublicFigures is what everybody may see: settled households and people by place, with small cells withheld, and the
// published figures beside them.
type PublicFigures struct {
	Day        homeward.Date
	Places     []homeward.PlaceID
	Shown      []disclosure.Shown // one a place
	Total      disclosure.Shown
	Minimum    int
	Statements []Compared
	Rounds     []store.RoundRow // committed and published ones
}

// PublicPage gives the public figures.
func (h *House) PublicPage(ctx context.Context) (out PublicFigures, err error) {
	err = h.DB.List(ctx, Public(), homeward.FigureView, func(tx *store.Tx) error {
		out = PublicFigures{Day: tx.Today()}
		figures, err := h.figures(ctx, tx)
		if err != nil {
			return err
		}
		var names []string
		var counts []homeward.Count
		for _, p := range figures.Settled {
			out.Places = append(out.Places, p.Place)
			names = append(names, string(p.Place))
			counts = append(counts, p.Total)
		}
		release, err := disclosure.Protect(disclosure.List(names, counts), nil, disclosure.Rule{})
		if err != nil {
			return err
		}
		for _, n := range names {
			row, _ := release.Row(n)
			out.Shown = append(out.Shown, row)
		}
		out.Total, out.Minimum = release.Total(), release.Minimum
		out.Statements = publicStatements(figures.Statements, out)
		rounds, err := tx.Rounds(ctx)
		for _, r := range rounds {
			if r.Stage().Public() {
				out.Rounds = append(out.Rounds, r)
			}
		}
		return err
	})
	return out, err
}

// publicStatements keeps what others published as it is, and drops the register's number beside it where that number
// is too small to show.
func publicStatements(in []Compared, out PublicFigures) []Compared {
	var kept []Compared
	for _, s := range in {
		i := slices.Index(out.Places, s.Place)
		small := s.Register != nil && s.Register.Households > 0 && s.Register.Households < out.Minimum
		if small || i >= 0 && out.Shown[i].Hidden {
			s.Register, s.Agrees = nil, nil
		}
		kept = append(kept, s)
	}
	return kept
}
