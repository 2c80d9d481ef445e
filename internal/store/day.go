package store

import (
	"context"

	"homeward"
)

// Overdue lists what was to end before a day and has not: issued certificates past their last day of use, offers past
// their deadline, the longest overdue first. Their ending is a step each; this goes around the journal (exempt.go), and
// shows nothing but identifiers.
func (db *DB) Overdue(ctx context.Context, day homeward.Date) (certificates []homeward.CertificateID, offers []homeward.OfferID, err error) {
	err = db.read.NewSelect().ModelTableExpr("certificate AS c").Column("c.id").Where("c.live").Where("c.issued_on IS NOT NULL").Where("c.valid_until < ?", day).
		Where("NOT EXISTS (SELECT 1 FROM certificate_use u WHERE u.certificate_id = c.id)").OrderExpr("c.valid_until, c.id").Scan(ctx, &certificates)
	if err != nil {
		return nil, nil, db.explain(err)
	}
	err = db.read.NewSelect().ModelTableExpr("offer").Column("id").Where("answer = ''").Where("deadline < ?", day).OrderExpr("deadline, id").Scan(ctx, &offers)
	return certificates, offers, db.explain(err)
}
