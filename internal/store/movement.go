package store

import (
	"context"
	"database/sql"
	"errors"

	"homeward"

	"github.com/uptrace/bun"
)

// InsertMovement plans a movement under the next number and returns it.
func (tx *Tx) InsertMovement(ctx context.Context, m homeward.Movement) (homeward.Movement, error) {
	var err error
	if m.Number, err = tx.next(ctx, "movement"); err != nil {
		return m, err
	}
	m.RecordedSeq = tx.Seq
	return m, insert(ctx, tx, []homeward.Movement{m})
}

// Movement reads one movement.
func (tx *Tx) Movement(ctx context.Context, id homeward.MovementID) (homeward.Movement, error) {
	var m homeward.Movement
	err := tx.NewSelect().Model(&m).Where("id = ?", id).Scan(ctx)
	return m, one(err, "movement")
}

// MovementRow is a line of the list of movements.
type MovementRow struct {
	homeward.Movement
	Households, Individuals int
}

// Movements lists movements, newest first.
func (tx *Tx) Movements(ctx context.Context) ([]MovementRow, error) {
	var out []MovementRow
	q := tx.NewSelect().Model(&out).ModelTableExpr("movement AS v").ColumnExpr("v.*").
		ColumnExpr("(SELECT count(*) FROM seat s WHERE s.movement_id = v.id) AS households").
		ColumnExpr("(SELECT count(*) FROM passenger p WHERE p.movement_id = v.id) AS individuals")
	return out, tx.inAreas(q, `v.to`).OrderExpr("v.number DESC").Scan(ctx)
}

// MovementsUnderWay lists the movements that have not arrived, newest first.
func (tx *Tx) MovementsUnderWay(ctx context.Context) ([]homeward.Movement, error) {
	var out []homeward.Movement
	q := tx.NewSelect().Model(&out).Where("movement.arrived_at IS NULL")
	return out, tx.inAreas(q, `movement.to`).OrderExpr("movement.number DESC").Scan(ctx)
}

// SetMovement writes how far a movement has come.
func (tx *Tx) SetMovement(ctx context.Context, m homeward.Movement) error {
	_, err := tx.NewUpdate().Model(&m).Column("briefed_at", "manifest_at", "departed_at", "arrived_at").Where("id = ?", m.ID).Exec(ctx)
	return err
}

// InsertSeats puts households on a movement.
func (tx *Tx) InsertSeats(ctx context.Context, ss []homeward.Seat) error {
	for i := range ss {
		ss[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, ss)
}

// Seats reads the households of a movement that have not stepped back.
func (tx *Tx) Seats(ctx context.Context, id homeward.MovementID) ([]homeward.Seat, error) {
	var out []homeward.Seat
	return out, tx.NewSelect().Model(&out).Where("movement_id = ?", id).Where("live").OrderExpr("recorded_seq, id").Scan(ctx)
}

// FreeSeat lets a household step back from a movement.
func (tx *Tx) FreeSeat(ctx context.Context, movement homeward.MovementID, household homeward.HouseholdID) error {
	_, err := tx.NewUpdate().ModelTableExpr("seat").Set("live = ?", false).Where("movement_id = ?", movement).Where("household_id = ?", household).Exec(ctx)
	return err
}

// InsertBriefings records who was briefed.
func (tx *Tx) InsertBriefings(ctx context.Context, bs []homeward.Briefing) error {
	for i := range bs {
		bs[i].RecordedSeq = tx.Seq
		if _, err := tx.NewInsert().Model(&bs[i]).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Briefings reads who was briefed for a movement.
func (tx *Tx) Briefings(ctx context.Context, id homeward.MovementID) ([]homeward.Briefing, error) {
	var out []homeward.Briefing
	return out, tx.NewSelect().Model(&out).Where("movement_id = ?", id).Scan(ctx)
}

// Briefed says whether a household was briefed for a movement.
func (tx *Tx) Briefed(ctx context.Context, id homeward.MovementID, household homeward.HouseholdID) (bool, error) {
	return tx.NewSelect().ModelTableExpr("briefing").Where("movement_id = ?", id).Where("household_id = ?", household).Exists(ctx)
}

// Consented says whether a person's consent stands for a movement.
func (tx *Tx) Consented(ctx context.Context, id homeward.MovementID, person homeward.IndividualID) (bool, error) {
	return tx.NewSelect().ModelTableExpr("consent").Where("movement_id = ?", id).Where("individual_id = ?", person).
		Where("withdrawn_at IS NULL").Exists(ctx)
}

// InsertConsent records a yes. A person has one at a time for a movement.
func (tx *Tx) InsertConsent(ctx context.Context, c homeward.Consent) error {
	c.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Consent{c})
}

// Consents reads the standing consents for a movement.
func (tx *Tx) Consents(ctx context.Context, id homeward.MovementID) ([]homeward.Consent, error) {
	var out []homeward.Consent
	return out, tx.NewSelect().Model(&out).Where("movement_id = ?", id).Where("withdrawn_at IS NULL").Scan(ctx)
}

// WithdrawConsent takes a standing consent back, with those given on it for minors. It says whether there was one.
func (tx *Tx) WithdrawConsent(ctx context.Context, id homeward.MovementID, person homeward.IndividualID) (bool, error) {
	res, err := tx.NewUpdate().ModelTableExpr("consent").Set("withdrawn_at = ?", tx.Now).Where("movement_id = ?", id).
		Where("individual_id = ? OR given_by = ?", person, person).Where("withdrawn_at IS NULL").Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// ReplaceManifest writes the manifest of a movement that has not departed.
func (tx *Tx) ReplaceManifest(ctx context.Context, id homeward.MovementID, ps []homeward.Passenger) error {
	if _, err := tx.NewDelete().ModelTableExpr("passenger").Where("movement_id = ?", id).Exec(ctx); err != nil {
		return err
	}
	for i := range ps {
		ps[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, ps)
}

// Passengers reads the manifest.
func (tx *Tx) Passengers(ctx context.Context, id homeward.MovementID) ([]homeward.Passenger, error) {
	var out []homeward.Passenger
	return out, tx.NewSelect().Model(&out).Where("movement_id = ?", id).OrderExpr("household_id, individual_id").Scan(ctx)
}

// CheckIn marks who was there at departure or at arrival.
func (tx *Tx) CheckIn(ctx context.Context, id homeward.MovementID, people []homeward.IndividualID, arrival bool) error {
	if len(people) == 0 {
		return nil
	}
	column := bun.Ident("departed_at")
	if arrival {
		column = "arrived_at"
	}
	_, err := tx.NewUpdate().ModelTableExpr("passenger").Set("? = ?", column, tx.Now).Where("movement_id = ?", id).
		Where("individual_id IN (?)", bun.In(people)).Exec(ctx)
	return err
}

// SeatOf is the household's live place on a movement; ok is false when it has none.
func (tx *Tx) SeatOf(ctx context.Context, household homeward.HouseholdID) (s homeward.Seat, ok bool, err error) {
	err = tx.NewSelect().Model(&s).Where("household_id = ?", household).Where("live").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	return s, err == nil, err
}
