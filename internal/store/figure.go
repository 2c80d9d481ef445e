package store

import (
	"context"

	"homeward"
)

// SettledDay is how many households and people got their keys in a place on a day.
type SettledDay struct {
	Place       homeward.PlaceID
	Day         homeward.Date
	Households  int
	Individuals int
}

// Settled counts handed-over keys by place and day, oldest first. Everybody counts who belonged to the household on
// the day of the keys.
func (tx *Tx) Settled(ctx context.Context) ([]SettledDay, error) {
	var rows []struct {
		Place       homeward.PlaceID
		KeysAt      homeward.Instant
		Individuals int
	}
	err := tx.NewSelect().ModelTableExpr("handover AS ho").Join("JOIN dwelling AS d ON d.id = ho.dwelling_id").
		ColumnExpr("d.place, ho.keys_at").
		ColumnExpr("(SELECT count(*) FROM membership m WHERE m.household_id = ho.household_id AND m.valid_from <= "+tx.dialect.dayOf("ho.keys_at")+" AND (m.valid_to IS NULL OR m.valid_to > "+tx.dialect.dayOf("ho.keys_at")+")) AS individuals").
		Where("ho.keys_at IS NOT NULL").OrderExpr("d.place, ho.keys_at").Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	var out []SettledDay
	for _, r := range rows {
		day := r.KeysAt.Date()
		if n := len(out); n == 0 || out[n-1].Place != r.Place || out[n-1].Day != day {
			out = append(out, SettledDay{Place: r.Place, Day: day})
		}
		last := &out[len(out)-1]
		last.Households++
		last.Individuals += r.Individuals
	}
	return out, nil
}

// Unanswered counts what waits for an answer in the whole operation: no figures about people.
type Unanswered struct{ Questions, Offers int }

// Unanswered counts them.
func (tx *Tx) Unanswered(ctx context.Context) (o Unanswered, err error) {
	err = tx.NewRaw(`SELECT (SELECT count(*) FROM question WHERE decision = '') AS questions,
		(SELECT count(*) FROM offer WHERE answer = '') AS offers`).Scan(ctx, &o)
	return o, err
}
