package casework

import (
	"context"

	"homeward"
	"homeward/internal/store"
)

// ListMovements lists movements in the actor's areas, newest first.
func (h *House) ListMovements(ctx context.Context, actor homeward.Actor) (out []store.MovementRow, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out, err = tx.Movements(ctx)
		return err
	})
	return out, err
}

// ViewMovement shows a movement with everybody on it.
func (h *House) ViewMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID) (j Journey, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		if err := tx.Within(ctx, movement(id)); err != nil {
			return err
		}
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		j, err = h.journey(ctx, tx, m)
		return err
	})
	return j, err
}

// ReadyToTravel lists the households that have accepted a dwelling in a settlement and have no seats yet.
func (h *House) ReadyToTravel(ctx context.Context, actor homeward.Actor, place homeward.PlaceID) (out []store.Case, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out, err = tx.CasesOf(ctx, place, homeward.HouseholdAccepted)
		return err
	})
	return out, err
}

// ListHandovers lists who has arrived, those without keys first.
func (h *House) ListHandovers(ctx context.Context, actor homeward.Actor, limit int) (out []store.HandoverRow, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out, err = tx.Handovers(ctx, limit)
		return err
	})
	return out, err
}

// HandoverFile is a handover, or before its act the household that has arrived.
type HandoverFile struct {
	homeward.Handover
	Case    store.Case
	Home    homeward.Home
	Meters  []homeward.MeterReading
	Defects []homeward.Defect
}

// ViewHandover shows the handover of a household that has arrived; the act may not be made yet.
func (h *House) ViewHandover(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID) (f HandoverFile, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		f = HandoverFile{}
		if err := tx.Within(ctx, homeward.Subject{Noun: "home", ID: string(id)}); err != nil {
			return err
		}
		if f.Case, err = tx.Case(ctx, id); err != nil {
			return err
		}
		if f.Case.Now.DwellingID == "" {
			return homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.handover"))
		}
		if f.Home, err = tx.Home(ctx, f.Case.Now.DwellingID); err != nil {
			return err
		}
		if f.Case.Now.HandoverID == "" {
			return nil
		}
		if f.Handover, err = tx.Handover(ctx, f.Case.Now.HandoverID); err != nil {
			return err
		}
		if f.Meters, err = tx.Meters(ctx, f.Handover.ID); err != nil {
			return err
		}
		f.Defects, err = tx.Defects(ctx, f.Handover.ID)
		return err
	})
	return f, err
}

// ActOf is the paper of a handover in a language: the one that was signed where it is that one, else a translation made
// from the same record.
func (h *House) ActOf(ctx context.Context, actor homeward.Actor, id homeward.HandoverID, lang string) (doc homeward.Document, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		if err := tx.Within(ctx, handover(id)); err != nil {
			return err
		}
		ho, err := tx.Handover(ctx, id)
		if err != nil {
			return err
		}
		doc, err = tx.DocumentOf(ctx, "act", string(id), lang)
		if homeward.KindOf(err) != homeward.NotFound {
			return err
		}
		c, err := tx.Case(ctx, ho.HouseholdID)
		if err != nil {
			return err
		}
		home, err := tx.Home(ctx, ho.DwellingID)
		if err != nil {
			return err
		}
		meters, err := tx.Meters(ctx, id)
		if err != nil {
			return err
		}
		defects, err := tx.Defects(ctx, id)
		if err != nil {
			return err
		}
		doc, err = h.act(ho.AcceptedAt, "", []string{lang}, ho, c, home, meters, defects)
		return err
	})
	return doc, err
}
