package casework

import (
	"context"
	"strings"

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
	article := homeward.Article{ID: homeward.ArticleID("at" + strings.TrimPrefix(string(in.ID), "sm")), Key: in.Source + " " + in.PublishedOn.String(),
		Publisher: in.Source, URL: in.URL, PublishedOn: in.PublishedOn}
	article.Cluster = article.Key
	in.Key, in.EventDate, in.Reasons = strings.Join([]string{string(in.Place), string(in.Kind), in.AsOf.String()}, "/"), in.AsOf.String(), "[]"
	err := h.DB.Write(ctx, actor, homeward.StatementRecord, homeward.Subject{Noun: "statement", ID: string(in.ID), Area: in.Place}, func(tx *store.Tx) error {
		before, ok, err := tx.ArticleByKey(ctx, article.Key)
		if err != nil {
			return err
		}
		in.ArticleID = before.ID
		if !ok {
			in.ArticleID = article.ID
			if err := tx.InsertArticles(ctx, []homeward.Article{article}); err != nil {
				return err
			}
		}
		tx.Detail(in)
		return tx.InsertStatements(ctx, []homeward.Statement{in})
	})
	return in.ID, err
}

// Figures is what the operation shows about settled households: its own counts by place and day, and the published
// figures beside them.
type Figures struct {
	Day        homeward.Date
	Settled    []SettledPlace
	Statements []Compared
	Waiting    []homeward.Article // texts with proposals that nobody has looked at, the newest first
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
		if out, err = h.figures(ctx, tx); err != nil {
			return err
		}
		out.Waiting, err = tx.ArticlesWaiting(ctx)
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
		if s.Aside {
			continue
		}
		out.Statements = append(out.Statements, h.compare(s, out.Settled))
	}
	return out, nil
}
