package store

import (
	"context"
	"database/sql"
	"errors"

	"homeward"
)

// InsertCertificate keeps an application.
func (tx *Tx) InsertCertificate(ctx context.Context, c homeward.Certificate) error {
	c.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Certificate{c})
}

// CertificateCase is a certificate with the decision that stands and its use, each where there is one.
type CertificateCase struct {
	homeward.Certificate
	Ruling *homeward.Ruling
	Use    *homeward.CertificateUse
	// Reopening took its refusal up again and waits for the next decision.
	Reopening *homeward.Reopening
}

// Stage says how far it has come.
func (c CertificateCase) Stage() homeward.CertificateStage {
	return c.Certificate.Stage(c.Ruling, c.Use)
}

// Certificate reads one certificate.
func (tx *Tx) Certificate(ctx context.Context, id homeward.CertificateID) (out CertificateCase, err error) {
	err = tx.NewSelect().Model(&out.Certificate).Where("id = ?", id).Scan(ctx)
	if err != nil {
		return out, one(err, "certificate")
	}
	var r homeward.Ruling
	switch found, err := some(tx.NewSelect().Model(&r).Where("certificate_id = ?", id).Where("NOT closed").Scan(ctx)); {
	case err != nil:
		return out, err
	case found:
		out.Ruling = &r
	default:
		out.Reopening, err = tx.reopeningOf(ctx, id)
		return out, err
	}
	var u homeward.CertificateUse
	found, err := some(tx.NewSelect().Model(&u).Where("certificate_id = ?", id).Scan(ctx))
	if found {
		out.Use = &u
	}
	return out, err
}

// reopeningOf is the latest reopening of a certificate's refusals; nil when it was never refused.
func (tx *Tx) reopeningOf(ctx context.Context, id homeward.CertificateID) (*homeward.Reopening, error) {
	var p homeward.Reopening
	found, err := some(tx.NewSelect().Model(&p).Where("refused_seq IN (SELECT recorded_seq FROM ruling WHERE certificate_id = ?)", id).
		OrderExpr("recorded_seq DESC").Limit(1).Scan(ctx))
	if !found {
		return nil, err
	}
	return &p, nil
}

// some says whether a row was there to read.
func some(err error) (bool, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// CertificatesOf reads the certificates a household ever had, the latest first.
func (tx *Tx) CertificatesOf(ctx context.Context, household homeward.HouseholdID) (out []CertificateCase, err error) {
	var ids []homeward.CertificateID
	err = tx.NewSelect().ModelTableExpr("certificate").Column("id").Where("household_id = ?", household).OrderExpr("recorded_seq DESC").Scan(ctx, &ids)
	for _, id := range ids {
		if err != nil {
			return nil, err
		}
		var c CertificateCase
		c, err = tx.Certificate(ctx, id)
		out = append(out, c)
	}
	return out, err
}

// CertificateRow is a line of the list of certificates.
type CertificateRow struct {
	homeward.Certificate
	CaseNumber   homeward.CaseNumber
	Area         homeward.Area
	Given        string
	Family       string
	NameLang     string
	RegisteredOn homeward.Date
	Outcome      homeward.RulingOutcome
	Refusals     []homeward.Refusal
	Amount       int64
	Currency     string
	Rank         int
	Points       float64
	UsedOn       homeward.Date
}

// Stage says how far it has come.
func (r CertificateRow) Stage() homeward.CertificateStage {
	var ruling *homeward.Ruling
	if r.Outcome != "" {
		ruling = &homeward.Ruling{Outcome: r.Outcome}
	}
	var use *homeward.CertificateUse
	if !r.UsedOn.IsZero() {
		use = &homeward.CertificateUse{}
	}
	return r.Certificate.Stage(ruling, use)
}

// certificateStage is Certificate.Stage in SQL, over a certificate c with its standing decision r and its use u.
const certificateStage = `CASE WHEN u.certificate_id IS NOT NULL THEN 'used' WHEN c.ended_on IS NOT NULL THEN 'expired'
	WHEN c.issued_on IS NOT NULL THEN 'issued' WHEN r.outcome IS NULL THEN 'applied' WHEN r.outcome = 'refused' THEN 'refused' ELSE 'granted' END`

// CertificateStages counts the certificates in the areas of a List by stage.
func (tx *Tx) CertificateStages(ctx context.Context) (map[homeward.CertificateStage]int, error) {
	var rows []struct {
		Stage homeward.CertificateStage
		N     int
	}
	q := tx.NewSelect().Model(&rows).ModelTableExpr("certificate AS c").ColumnExpr(certificateStage + " AS stage").ColumnExpr("count(*) AS n").
		Join("JOIN household AS h ON h.id = c.household_id").
		Join("LEFT JOIN ruling AS r ON r.certificate_id = c.id AND NOT r.closed").
		Join("LEFT JOIN certificate_use AS u ON u.certificate_id = c.id")
	err := tx.inAreas(q, "h.area").GroupExpr("1").Scan(ctx)
	out := map[homeward.CertificateStage]int{}
	for _, r := range rows {
		out[r.Stage] = r.N
	}
	return out, err
}

// Certificates lists certificates in the areas of a List, those in a stage or all of them, the latest application first.
func (tx *Tx) Certificates(ctx context.Context, stage homeward.CertificateStage, limit int) ([]CertificateRow, error) {
	var out []CertificateRow
	q := tx.NewSelect().Model(&out).ModelTableExpr("certificate AS c").
		ColumnExpr("c.*, h.case_number, h.area, h.registered_on").
		ColumnExpr("coalesce(i.given, '') AS given, coalesce(i.family, '') AS family, coalesce(i.name_lang, '') AS name_lang").
		ColumnExpr("coalesce(r.outcome, '') AS outcome, coalesce(r.refusals, '[]') AS refusals, coalesce(u.amount, r.amount, 0) AS amount, coalesce(r.currency, '') AS currency").
		ColumnExpr("coalesce(r.rank, 0) AS rank, coalesce(r.points, 0.0) AS points, u.used_on").
		Join("JOIN household AS h ON h.id = c.household_id").
		Join("LEFT JOIN ruling AS r ON r.certificate_id = c.id AND NOT r.closed").
		Join("LEFT JOIN certificate_use AS u ON u.certificate_id = c.id").
		Join("LEFT JOIN membership AS m ON m.household_id = h.id AND m.valid_to IS NULL AND m.relation = 'head'").
		Join("LEFT JOIN individual AS i ON i.id = m.individual_id")
	if stage != "" {
		q = q.Where(certificateStage+" = ?", stage)
	}
	return out, tx.inAreas(q, "h.area").OrderExpr("c.applied_on DESC, c.id DESC").Limit(int64(limit)).Scan(ctx)
}

// NextCertificate is the number of the next certificate.
func (tx *Tx) NextCertificate(ctx context.Context) (int, error) { return tx.next(ctx, "certificate") }

// SetCertificate writes how far a certificate has come.
func (tx *Tx) SetCertificate(ctx context.Context, c homeward.Certificate) error {
	_, err := tx.NewUpdate().Model(&c).Column("applied_on", "number", "issued_on", "valid_until", "ended_on", "live").Where("id = ?", c.ID).Exec(ctx)
	return err
}

// InsertRuling keeps a decision under the next number of its certificate.
func (tx *Tx) InsertRuling(ctx context.Context, r homeward.Ruling) error {
	err := tx.NewSelect().ModelTableExpr("ruling").ColumnExpr("coalesce(max(number), 0) + 1").Where("certificate_id = ?", r.CertificateID).Scan(ctx, &r.Number)
	if err != nil {
		return err
	}
	r.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Ruling{r})
}

// Rulings reads every decision on a certificate, the latest first.
func (tx *Tx) Rulings(ctx context.Context, id homeward.CertificateID) ([]homeward.Ruling, error) {
	var out []homeward.Ruling
	return out, tx.NewSelect().Model(&out).Where("certificate_id = ?", id).OrderExpr("number DESC").Scan(ctx)
}

// CloseRuling lets a certificate be decided again.
func (tx *Tx) CloseRuling(ctx context.Context, id homeward.CertificateID) error {
	_, err := tx.NewUpdate().ModelTableExpr("ruling").Set("closed = ?", true).Where("certificate_id = ?", id).Where("NOT closed").Exec(ctx)
	return err
}

// InsertUse records that a certificate paid for a home; the database lets it happen once, and while it is good.
func (tx *Tx) InsertUse(ctx context.Context, u homeward.CertificateUse) error {
	u.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.CertificateUse{u})
}
