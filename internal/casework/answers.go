package casework

import (
	"context"

	"homeward"
	"homeward/draw"
	"homeward/internal/i18n"
	"homeward/internal/store"
)

// PublicAnswers are the answers of a published round for programs: public numbers, and of each the very words of page and
// letter in every language.
type PublicAnswers struct {
	Round      homeward.RoundID `json:"round"`
	Number     int              `json:"number"`
	Place      homeward.PlaceID `json:"place"`
	Mode       string           `json:"mode"`
	Commitment string           `json:"commitment"`
	Seal       string           `json:"seal"`
	Entries    []PublicAnswer   `json:"entries"`
}

// PublicAnswer is what one entry was told.
type PublicAnswer struct {
	Entry    homeward.EntryID    `json:"entry"`
	Number   int                 `json:"number"`
	Dwelling homeward.DwellingID `json:"dwelling"` // empty while it waits
	Key      string              `json:"key"`
	Args     homeward.Args       `json:"args"`
	Text     map[string]string   `json:"text"` // by language
}

// Answers are the answers of a round whose result is published.
func (h *House) Answers(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (PublicAnswers, error) {
	r, err := h.ViewRound(ctx, actor, id)
	if err != nil {
		return PublicAnswers{}, err
	}
	if r.PublishedAt.IsZero() {
		return PublicAnswers{}, homeward.Errorf(homeward.NotFound, "round.not_published")
	}
	out := PublicAnswers{Round: r.ID, Number: r.Number, Place: r.Place, Mode: r.Rules.Mode, Commitment: r.Commitment, Seal: r.Seal, Entries: []PublicAnswer{}}
	for _, e := range r.Entries {
		x := PublicAnswer{Entry: e.ID, Number: e.Number, Key: e.Reason.Key, Args: e.Reason.Args, Text: map[string]string{}}
		if e.Dwelling != "" && !e.Passed {
			x.Dwelling = e.Dwelling
		}
		for _, l := range i18n.Languages {
			x.Text[l.Code] = h.Speech.For(l.Code).Text(e.Reason)
		}
		out.Entries = append(out.Entries, x)
	}
	return out, nil
}

// HeaderOf is the text that a commitment stands for, public from the commitment on: its SHA-256 is the number that was read
// out.
func (h *House) HeaderOf(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (text string, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if r.CommittedAt.IsZero() {
			return homeward.Errorf(homeward.NotFound, "round.not_committed")
		}
		b, err := draw.Decode([]byte(r.Bundle))
		if err != nil {
			return drawError(err)
		}
		text = b.Header.Text()
		return nil
	})
	return text, err
}
