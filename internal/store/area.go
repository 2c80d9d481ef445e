package store

import (
	"context"

	"homeward"

	"github.com/uptrace/bun"
)

// areaQueries finds the area of a subject by its noun: the settlement whose officers work on it. For a person it is that
// of their household; for a home, asked by the household, the place of its dwelling.
var areaQueries = map[string]string{
	"household":   `SELECT area FROM household WHERE id = ?`,
	"question":    `SELECT h.area FROM question q JOIN membership m ON m.individual_id = q.one_id JOIN household h ON h.id = m.household_id WHERE q.id = ? ORDER BY m.valid_from DESC LIMIT 1`,
	"dwelling":    `SELECT place FROM dwelling WHERE id = ?`,
	"ground":      `SELECT place FROM building WHERE id = ?`,
	"claim":       `SELECT d.place FROM claim c JOIN dwelling d ON d.id = c.dwelling_id WHERE c.id = ?`,
	"programme":   `SELECT area FROM adoption WHERE id = ? LIMIT 1`,
	"round":       `SELECT place FROM round WHERE id = ?`,
	"offer":       `SELECT d.place FROM offer o JOIN dwelling d ON d.id = o.dwelling_id WHERE o.id = ?`,
	"movement":    `SELECT "to" FROM movement WHERE id = ?`,
	"individual":  `SELECT h.area FROM membership m JOIN household h ON h.id = m.household_id WHERE m.individual_id = ? AND m.valid_to IS NULL`,
	"home":        `SELECT coalesce(d.place, h.area) FROM household h LEFT JOIN allocation a ON a.household_id = h.id AND a.ended_at IS NULL LEFT JOIN dwelling d ON d.id = a.dwelling_id WHERE h.id = ?`,
	"statement":   `SELECT CASE place WHEN '' THEN 'programme' ELSE place END FROM statement WHERE id = ?`,
	"handover":    `SELECT d.place FROM handover h JOIN dwelling d ON d.id = h.dwelling_id WHERE h.id = ?`,
	"fact":        `SELECT h.area FROM fact f JOIN household h ON h.id = f.household_id WHERE f.id = ?`,
	"certificate": `SELECT h.area FROM certificate c JOIN household h ON h.id = c.household_id WHERE c.id = ?`,
	"refusal":     `SELECT area FROM household WHERE id = ?`, // asked by the household that was refused
}

// areaOf looks a subject's area up; a subject that does not exist is NotFound.
func (tx *Tx) areaOf(ctx context.Context, s homeward.Subject) (homeward.Area, error) {
	return areaOf(ctx, tx.Tx, s)
}

func areaOf(ctx context.Context, db bun.IDB, s homeward.Subject) (homeward.Area, error) {
	query, ok := areaQueries[s.Noun]
	if !ok {
		return homeward.Programme, nil // users, figures, the operation itself
	}
	var area homeward.Area
	if err := db.NewRaw(query, s.ID).Scan(ctx, &area); err != nil {
		noun := s.Noun
		if noun == "home" {
			noun = "household" // it is asked for by that
		}
		return "", one(err, noun)
	}
	return area, nil
}
