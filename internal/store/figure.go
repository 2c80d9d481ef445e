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

// StatusCount is how many households and people are in one state in one area.
type StatusCount struct {
	Area        homeward.Area
	Status      homeward.HouseholdStatus
	Households  int
	Individuals int
}

// StatusCounts counts households and the people in them by area and state, in the areas of a List.
func (tx *Tx) StatusCounts(ctx context.Context) ([]StatusCount, error) {
	var out []StatusCount
	q := tx.NewSelect().Model(&out).ModelTableExpr("household_now AS n").
		ColumnExpr("n.area, n.status, count(*) AS households, coalesce(sum(m.persons), 0) AS individuals").
		Join("LEFT JOIN (SELECT household_id, count(*) AS persons FROM membership WHERE valid_to IS NULL GROUP BY household_id) AS m ON m.household_id = n.household_id").
		GroupExpr("n.area, n.status")
	return out, tx.inAreas(q, "n.area").OrderExpr("n.area, n.status").Scan(ctx)
}

// Totals are counts of the whole operation that are no figures about people.
type Totals struct {
	Movements, Handovers, Statements, OpenQuestions, OpenOffers int
}

// Totals counts them.
func (tx *Tx) Totals(ctx context.Context) (Totals, error) {
	var t Totals
	err := tx.NewRaw(`SELECT (SELECT count(*) FROM movement) AS movements, (SELECT count(*) FROM handover WHERE keys_at IS NOT NULL) AS handovers,
		(SELECT count(*) FROM statement) AS statements, (SELECT count(*) FROM question WHERE decision = '') AS open_questions,
		(SELECT count(*) FROM offer WHERE answer = '') AS open_offers`).Scan(ctx, &t)
	return t, err
}
