package store

import (
	"context"

	"homeward"
)

// MovedRow is one member of a household with what a count of a place can turn on. It holds no name. A record that a merge
// ended is nobody's death: MergedInto is the household of the record that goes on, and DiedOn the day of the merge.
type MovedRow struct {
	HouseholdID                               homeward.HouseholdID
	DividedFrom                               homeward.HouseholdID
	RegisteredOn, EndedOn                     homeward.Date
	KeysAt                                    homeward.Instant
	IndividualID                              homeward.IndividualID
	BirthDate, ValidFrom, ValidTo, DiedOn     homeward.Date
	DepartedAt, ArrivedAt, MovementsArrivedAt homeward.Instant
	MergedInto                                homeward.HouseholdID
}

// Moved reads the history of the households of a place: those registered for it, and those with keys to a home in it.
// One row a membership, a household's rows together.
func (tx *Tx) Moved(ctx context.Context, place homeward.PlaceID) ([]MovedRow, error) {
	var out []MovedRow
	err := tx.NewRaw(`
		SELECT h.id AS household_id, h.divided_from, h.registered_on, h.ended_on, ho.keys_at, m.individual_id, i.birth_date,
			m.valid_from, m.valid_to, i.ended_on AS died_on, p.departed_at, p.arrived_at, mv.arrived_at AS movements_arrived_at,
			(SELECT k.household_id FROM membership k WHERE k.individual_id = g.kept_id ORDER BY k.valid_from DESC, k.id LIMIT 1) AS merged_into
		FROM household h
		JOIN membership m ON m.household_id = h.id AND (m.valid_to IS NULL OR m.valid_to > m.valid_from)
		JOIN individual i ON i.id = m.individual_id
		LEFT JOIN handover ho ON ho.household_id = h.id AND ho.keys_at IS NOT NULL
		LEFT JOIN dwelling d ON d.id = ho.dwelling_id
		LEFT JOIN passenger p ON p.individual_id = m.individual_id AND p.household_id = h.id AND p.departed_at IS NOT NULL
		LEFT JOIN movement mv ON mv.id = p.movement_id
		LEFT JOIN merge g ON g.ended_id = i.id AND g.undone_at IS NULL
		WHERE coalesce(d.place, h.area) = ? ORDER BY h.id, m.individual_id, m.valid_from`, place).Scan(ctx, &out)
	return out, err
}
