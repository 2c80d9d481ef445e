package store

import (
	"context"

	"homeward"
)

// InsertHandover records the act under the next number and returns it.
func (tx *Tx) InsertHandover(ctx context.Context, h homeward.Handover) (homeward.Handover, error) {
	h.RecordedSeq = tx.Seq
	return h, insert(ctx, tx, []homeward.Handover{h})
}

// NextAct is the number of the next act of acceptance.
func (tx *Tx) NextAct(ctx context.Context) (int, error) { return tx.next(ctx, "handover") }

// Handover reads one handover.
func (tx *Tx) Handover(ctx context.Context, id homeward.HandoverID) (homeward.Handover, error) {
	var h homeward.Handover
	err := tx.NewSelect().Model(&h).Where("id = ?", id).Scan(ctx)
	return h, one(err, "handover")
}

// HandoverRow is a line of the list of handovers and of households that wait for their keys.
type HandoverRow struct {
	HandoverID  homeward.HandoverID // empty while the act is not made
	Number      int
	HouseholdID homeward.HouseholdID
	CaseNumber  homeward.CaseNumber
	Given       string
	Family      string
	NameLang    string
	DwellingID  homeward.DwellingID
	Place       homeward.PlaceID
	Building    string
	Door        string
	AcceptedAt  homeward.Instant
	KeysAt      homeward.Instant
	ArrivedAt   homeward.Instant
}

// Handovers lists who has arrived, those without keys first, then the latest handed over.
func (tx *Tx) Handovers(ctx context.Context, limit int) ([]HandoverRow, error) {
	var out []HandoverRow
	q := tx.NewSelect().Model(&out).ModelTableExpr("household_now AS n").
		ColumnExpr("coalesce(ho.id, '') AS handover_id, coalesce(ho.number, 0) AS number, n.household_id, h.case_number").
		ColumnExpr("coalesce(i.given, '') AS given, coalesce(i.family, '') AS family, coalesce(i.name_lang, '') AS name_lang").
		ColumnExpr("d.id AS dwelling_id, d.place, b.name AS building, d.number AS door, ho.accepted_at, ho.keys_at, v.arrived_at").
		Join("JOIN household AS h ON h.id = n.household_id").Join("JOIN dwelling AS d ON d.id = n.dwelling_id").
		Join("JOIN building AS b ON b.id = d.building_id").Join("LEFT JOIN handover AS ho ON ho.id = n.handover_id").
		Join("LEFT JOIN movement AS v ON v.id = n.movement_id").
		Join("LEFT JOIN membership AS m ON m.household_id = h.id AND m.valid_to IS NULL AND m.relation = 'head'").
		Join("LEFT JOIN individual AS i ON i.id = m.individual_id").
		Where("n.status IN ('arrived', 'settled')")
	return out, tx.inAreas(q, "d.place").OrderExpr("CASE WHEN ho.keys_at IS NULL THEN 0 ELSE 1 END, ho.number DESC, h.id").Limit(int64(limit)).Scan(ctx)
}

// SetKeys records that the keys changed hands.
func (tx *Tx) SetKeys(ctx context.Context, id homeward.HandoverID) error {
	_, err := tx.NewUpdate().ModelTableExpr("handover").Set("keys_at = ?", tx.Now).Where("id = ?", id).Where("keys_at IS NULL").Exec(ctx)
	return err
}

// InsertMeters records meter readings.
func (tx *Tx) InsertMeters(ctx context.Context, ms []homeward.MeterReading) error {
	for i := range ms {
		ms[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, ms)
}

// Meters reads the readings of a handover, oldest first.
func (tx *Tx) Meters(ctx context.Context, id homeward.HandoverID) ([]homeward.MeterReading, error) {
	var out []homeward.MeterReading
	return out, tx.NewSelect().Model(&out).Where("handover_id = ?", id).OrderExpr("recorded_seq, meter").Scan(ctx)
}

// InsertDefects records defects.
func (tx *Tx) InsertDefects(ctx context.Context, ds []homeward.Defect) error {
	for i := range ds {
		ds[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, ds)
}

// Defects reads the defects of a handover.
func (tx *Tx) Defects(ctx context.Context, id homeward.HandoverID) ([]homeward.Defect, error) {
	var out []homeward.Defect
	return out, tx.NewSelect().Model(&out).Where("handover_id = ?", id).OrderExpr("noted_on, id").Scan(ctx)
}

// InsertDocument keeps a paper that was made.
func (tx *Tx) InsertDocument(ctx context.Context, d homeward.Document) error {
	d.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Document{d})
}

// DocumentOf reads the latest paper of a kind about a subject in a language.
func (tx *Tx) DocumentOf(ctx context.Context, kind, subject, lang string) (homeward.Document, error) {
	var d homeward.Document
	err := tx.NewSelect().Model(&d).Where("kind = ?", kind).Where("subject_id = ?", subject).Where("lang = ?", lang).
		OrderExpr("recorded_seq DESC").Limit(1).Scan(ctx)
	return d, one(err, "document")
}
