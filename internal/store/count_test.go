package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/store"
)

// The kept counts are those of counting everything, after every step of whatever is done, in whatever order; and what is
// written past the steps is counted when the operation is opened.
func TestKeptCountsAreTheRegisters(t *testing.T) {
	each(t, func(op operation) {
		rng := rand.New(rand.NewPCG(3, 5))
		sound := func(after string) {
			t.Helper()
			wrong, err := op.Miscounts(t.Context())
			op.ok(err)
			for _, m := range wrong {
				t.Errorf("after %s: %s %s in %s is kept as %d and is %d", after, m.Noun, m.What, m.Area, m.Kept, m.Really)
			}
		}
		for _, q := range []string{
			"INSERT INTO building (id, place, name, kind, floors, recorded_seq) VALUES ('bd_1', 'khojaly', '1', 'block', 3, 0)",
			"INSERT INTO movement (id, number, \"from\", \"to\", departs_on, vehicles, recorded_seq) VALUES ('mv_1', 1, 'baku', 'khojaly', '2026-02-10', 1, 0)",
			"INSERT INTO round (id, number, adoption, place, policy_hash, bundle, secret, recorded_seq) VALUES ('rd_1', 1, '', 'khojaly', '', '', '', 0)",
		} {
			op.exec(q)
		}
		const things = 12
		for i := range things {
			op.household(homeward.HouseholdID(fmt.Sprintf("hh_%02d", i)), homeward.Individual{ID: homeward.IndividualID(fmt.Sprintf("in_%02d_0", i))},
				homeward.Individual{ID: homeward.IndividualID(fmt.Sprintf("in_%02d_1", i))})
			sound("a household")
			op.exec(fmt.Sprintf("INSERT INTO dwelling (id, building_id, place, number, type, floor, rooms, area_m2, accessible, recorded_seq) VALUES ('dw_%02d', 'bd_1', 'khojaly', '%d', 'flat', 1, 3, 60, FALSE, 0)", i, i))
		}
		now := homeward.At(start).String()
		steps := []struct {
			name  string
			query string // {n} is a household and a home, {once} a number that comes once
		}{
			{"a household ends", "UPDATE household SET ended_on = '2026-02-09' WHERE id = 'hh_{n}'"},
			{"and is there again", "UPDATE household SET ended_on = NULL WHERE id = 'hh_{n}'"},
			{"it moves to other officers", "UPDATE household SET area = 'lachin' WHERE id = 'hh_{n}'"},
			{"somebody leaves", "UPDATE membership SET valid_to = '2026-02-09' WHERE id = 'mb_in_{n}_1'"},
			{"somebody comes back", "UPDATE membership SET valid_to = NULL WHERE id = 'mb_in_{n}_1'"},
			{"an entry", "INSERT INTO entry SELECT 'en_{once}', 'rd_1', 'hh_{n}', {once}, 2, '', 0, 1, '', FALSE, '', '', 0, TRUE, 0 WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.household_id = 'hh_{n}')"},
			{"the round is published", "UPDATE round SET published_at = '" + now + "' WHERE id = 'rd_1'"},
			{"an allocation", "INSERT INTO allocation SELECT 'al_{once}', 'rd_1', e.id, e.household_id, 'dw_{n}', '', '" + now + "', NULL, 0 FROM entry e WHERE e.household_id = 'hh_{n}' AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.household_id = e.household_id AND a.ended_at IS NULL)"},
			{"an offer", "INSERT INTO offer SELECT 'of_{once}', a.id, a.household_id, a.dwelling_id, '2026-02-09', '2026-02-19', '', NULL, '', 0 FROM allocation a WHERE a.household_id = 'hh_{n}' AND a.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.allocation_id = a.id)"},
			{"an offer is accepted", "UPDATE offer SET answer = 'accepted' WHERE household_id = 'hh_{n}'"},
			{"a seat", "INSERT INTO seat SELECT 'se_{once}', 'mv_1', 'hh_{n}', TRUE, 0 WHERE NOT EXISTS (SELECT 1 FROM seat s WHERE s.household_id = 'hh_{n}' AND s.live)"},
			{"departure", "UPDATE movement SET departed_at = '" + now + "' WHERE id = 'mv_1'"},
			{"arrival", "UPDATE movement SET arrived_at = '" + now + "' WHERE id = 'mv_1'"},
			{"an act", "INSERT INTO handover SELECT 'ho_{once}', {once}, a.id, a.household_id, a.dwelling_id, 'mv_1', NULL, '', 0, NULL, 0 FROM allocation a WHERE a.household_id = 'hh_{n}' AND a.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM handover h WHERE h.allocation_id = a.id)"},
			{"keys", "UPDATE handover SET keys_at = '" + now + "' WHERE household_id = 'hh_{n}'"},
			{"works done", "INSERT INTO readiness SELECT 'dw_{n}', 'water', TRUE, NULL, '2026-02-09', FALSE, {once} WHERE NOT EXISTS (SELECT 1 FROM readiness r WHERE r.dwelling_id = 'dw_{n}' AND NOT r.closed)"},
			{"works that were not done", "UPDATE readiness SET closed = TRUE WHERE dwelling_id = 'dw_{n}'"},
			{"the ground is cleared", "INSERT INTO ground_finding VALUES ('lr_{once}', 'bd_1', 'cleared', '2026-02-09', '', '', {once})"},
			{"the ground is suspected", "INSERT INTO ground_finding VALUES ('lr_{once}', 'bd_1', 'suspected', '2026-02-09', '', '', {once})"},
			{"a claim", "INSERT INTO claim VALUES ('cl_{once}', 'dw_{n}', 'x', '', NULL, '', '2026-02-09', '', NULL, '', 0)"},
			{"a claim is dismissed", "UPDATE claim SET decision = 'dismissed' WHERE dwelling_id = 'dw_{n}'"},
			{"a home on a list", "INSERT INTO round_dwelling SELECT 'rd_1', 'dw_{n}', '', 0, TRUE, 0 WHERE NOT EXISTS (SELECT 1 FROM round_dwelling d WHERE d.dwelling_id = 'dw_{n}')"},
			{"a home off the list", "UPDATE round_dwelling SET live = FALSE WHERE dwelling_id = 'dw_{n}'"},
			{"an entry falls out", "UPDATE entry SET live = FALSE WHERE household_id = 'hh_{n}'"},
			{"an allocation ends", "UPDATE allocation SET ended_at = '" + now + "' WHERE household_id = 'hh_{n}'"},
			{"a seat is free again", "UPDATE seat SET live = FALSE WHERE household_id = 'hh_{n}'"},
		}
		states := map[string]bool{}
		for i := range 400 {
			s := steps[rng.IntN(len(steps))]
			n := rng.IntN(things)
			if i < 3*len(steps) { // first the way home, in its order
				s, n = steps[i%len(steps)], i/len(steps)
			}
			op.ok(op.write(fmt.Sprint("us_", i), func(tx *store.Tx) error {
				_, err := tx.ExecContext(t.Context(), strings.NewReplacer("{n}", fmt.Sprintf("%02d", n), "{once}", fmt.Sprint(100+i)).Replace(s.query))
				return err
			}))
			if i%5 == 0 || i < len(steps) {
				sound(s.name)
			}
			op.ok(op.List(t.Context(), actor(homeward.RoleAllocation), homeward.FigureView, func(tx *store.Tx) error {
				rows, err := tx.StatusCounts(t.Context())
				for _, r := range rows {
					states[string(r.Status)] = true
				}
				homes, herr := tx.HomeCounts(t.Context())
				for _, r := range homes {
					states[string(r.State)+r.Key] = true
				}
				op.ok(herr)
				return err
			}))
		}
		for _, want := range []string{"ended", "settled", "planned", "accepted", "arrived", "entered", "registered", "occupied", "in_round", "home_claimed", "home_hazardous", "home_not_ready"} {
			if !states[want] {
				t.Errorf("nothing was ever %s: the steps do not go far enough", want)
			}
		}
	})
}
