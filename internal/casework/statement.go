package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/store"
)

// RecordStatement keeps a published figure with its source.
func (h *House) RecordStatement(ctx context.Context, actor homeward.Actor, in homeward.Statement) (homeward.StatementID, error) {
	if err := h.knownPlace(in.Place); err != nil {
		return "", err
	}
	if in.Source == "" {
		return "", homeward.Errorf(homeward.Invalid, "statement.source")
	}
	if in.Families < 0 || in.People < 0 || in.Families == 0 && in.People == 0 {
		return "", homeward.Errorf(homeward.Invalid, "statement.no_number")
	}
	if in.AsOf.IsZero() || in.PublishedOn.IsZero() {
		return "", homeward.Errorf(homeward.Invalid, "statement.dates")
	}
	in.ID = fresh(h, in.ID, "sm")
	err := h.DB.Write(ctx, actor, homeward.StatementRecord, homeward.Subject{Noun: "statement", ID: string(in.ID), Area: in.Place}, func(tx *store.Tx) error {
		tx.Detail(in)
		return tx.InsertStatement(ctx, in)
	})
	return in.ID, err
}

// Compared is a published figure with what the register shows for the same place and day. Agrees is nil where the
// register holds no such measure.
type Compared struct {
	homeward.Statement
	Register *homeward.Count
	Agrees   *bool
}

// Figures is what the operation shows about settled households: its own counts by place and day, and the published
// figures beside them.
type Figures struct {
	Day        homeward.Date
	Settled    []SettledPlace
	Statements []Compared
}

// SettledPlace is one place with its days.
type SettledPlace struct {
	Place homeward.PlaceID
	Total homeward.Count
	Days  []SettledDay
}

// SettledDay is how many got their keys on a day, and how many had them by its end.
type SettledDay struct {
	Day    homeward.Date
	Of     homeward.Count
	ToDate homeward.Count
}

// ViewFigure gives the figures to those who sign in. What the public is shown is PublicFigures.
func (h *House) ViewFigure(ctx context.Context, actor homeward.Actor) (out Figures, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out, err = h.figures(ctx, tx)
		return err
	})
	return out, err
}

func (h *House) figures(ctx context.Context, tx *store.Tx) (Figures, error) {
	out := Figures{Day: tx.Today()}
	days, err := tx.Settled(ctx)
	if err != nil {
		return out, err
	}
	for _, d := range days {
		if n := len(out.Settled); n == 0 || out.Settled[n-1].Place != d.Place {
			out.Settled = append(out.Settled, SettledPlace{Place: d.Place})
		}
		p := &out.Settled[len(out.Settled)-1]
		of := homeward.Count{Households: d.Households, Individuals: d.Individuals}
		p.Total.Households += of.Households
		p.Total.Individuals += of.Individuals
		p.Days = append(p.Days, SettledDay{Day: d.Day, Of: of, ToDate: p.Total})
	}
	statements, err := tx.Statements(ctx)
	if err != nil {
		return out, err
	}
	for _, s := range statements {
		out.Statements = append(out.Statements, compare(s, out.Settled))
	}
	return out, nil
}

// compare puts the register's number beside a published one. The register knows who was settled where and when; of
// populations, departures and plans it knows nothing, and says so.
func compare(s homeward.Statement, settled []SettledPlace) Compared {
	c := Compared{Statement: s}
	var of homeward.Count
	i := slices.IndexFunc(settled, func(p SettledPlace) bool { return p.Place == s.Place })
	switch s.Kind {
	case homeward.Cumulative:
		if i >= 0 {
			for _, d := range settled[i].Days {
				if !s.AsOf.Before(d.Day) {
					of = d.ToDate
				}
			}
		}
	case homeward.Increment:
		if i >= 0 {
			for _, d := range settled[i].Days {
				if d.Day == s.AsOf {
					of = d.Of
				}
			}
		}
	default:
		return c
	}
	agrees := (s.Families == 0 || s.Families == of.Households) && (s.People == 0 || s.People == of.Individuals)
	c.Register, c.Agrees = &of, &agrees
	return c
}
