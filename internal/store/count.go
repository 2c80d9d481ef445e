package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"homeward"

	"github.com/uptrace/bun"
)

// Counts that are kept. Triggers mark in recount every household and dwelling to which something happened; before a step
// is committed it counts those anew, and the sums in tally follow by what has changed. Whoever writes, by whatever way,
// marks too; what no step has counted yet is counted when the operation is next opened.

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
	q := tx.NewSelect().Model(&out).ModelTableExpr("tally AS t").
		ColumnExpr("t.area, t.what AS status, t.units AS households, t.persons AS individuals").
		Where("t.noun = 'household'").Where("t.units <> 0")
	return out, tx.inAreas(q, "t.area").OrderExpr("t.area, t.what").Scan(ctx)
}

// HomeCount is how many homes of a place are in a state, or are kept from being given by a thing: one of the two is set.
type HomeCount struct {
	Place     homeward.PlaceID
	State     homeward.DwellingState
	Key       string             // of the refusal
	Component homeward.Component // of what is not ready
	Homes     int
}

// HomeCounts counts homes by place and state, and by place and what holds them, in the areas of a List. A home that two
// things hold is counted for both; one with its keys given for none.
func (tx *Tx) HomeCounts(ctx context.Context) ([]HomeCount, error) {
	var rows []struct {
		Area  homeward.PlaceID
		What  string
		Units int
	}
	q := tx.NewSelect().Model(&rows).ModelTableExpr("tally AS t").ColumnExpr("t.area, t.what, t.units").
		Where("t.noun = 'dwelling'").Where("t.units <> 0")
	if err := tx.inAreas(q, "t.area").OrderExpr("t.area, t.what").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]HomeCount, len(rows))
	for i, r := range rows {
		out[i] = HomeCount{Place: r.Area, Homes: r.Units}
		if state, ok := strings.CutPrefix(r.What, stateOf); ok {
			out[i].State = homeward.DwellingState(state)
			continue
		}
		key, component, _ := strings.Cut(r.What, "/")
		out[i].Key, out[i].Component = key, homeward.Component(component)
	}
	return out, nil
}

// stateOf begins the word for a home's state; what holds it is "key" or "key/component".
const stateOf = "state/"

// count is what one thing is counted as. A household is one word, its state; a home is its state and all that holds it.
type count struct {
	bun.BaseModel  `bun:"table:counted"`
	Noun, ID, What string
	Area           homeward.Area
	Units, Persons int
}

// countsOfHome are what a home is counted as.
func countsOfHome(h homeward.Home) []count {
	one := count{Noun: "dwelling", ID: string(h.ID), What: stateOf + string(h.State()), Area: homeward.Area(h.Place), Units: 1}
	out := []count{one}
	if h.HandedOver {
		return out
	}
	for _, r := range h.Blocked() {
		one.What = r.Key
		if r.Key == "home_not_ready" {
			one.What += "/" + r.Who
		}
		if i := slices.IndexFunc(out, func(c count) bool { return c.What == one.What }); i >= 0 {
			out[i].Units++ // a second claim
			continue
		}
		out = append(out, one)
	}
	return out
}

// countsOfHouseholds selects what households are counted as, as rows of counted.
const countsOfHouseholds = `SELECT 'household' AS noun, n.household_id AS id, n.status AS what, n.area, 1 AS units,
	(SELECT count(*) FROM membership m WHERE m.household_id = n.household_id AND m.valid_to IS NULL) AS persons FROM household_now n`

// countAnew counts what the transaction has marked. It is the last thing a step does.
func (tx *Tx) countAnew(ctx context.Context) error {
	var some int
	if err := tx.NewRaw("SELECT count(*) FROM (SELECT 1 AS one FROM recount LIMIT 1) AS r").Scan(ctx, &some); err != nil || some == 0 {
		return err
	}
	marked := `(c.noun, c.id) IN (SELECT noun, id FROM recount)`
	if err := tx.each(ctx,
		tallied(-1, marked),
		`DELETE FROM counted AS c WHERE `+marked,
		`INSERT INTO counted (noun, id, what, area, units, persons) `+countsOfHouseholds+` WHERE n.household_id IN (SELECT id FROM recount WHERE noun = 'household')`,
	); err != nil {
		return err
	}
	if err := tx.countHomes(ctx); err != nil {
		return err
	}
	return tx.each(ctx, tallied(1, marked), `DELETE FROM recount`)
}

// tallied adds what is counted to the sums, or takes it away.
func tallied(sign int, which string) string {
	return fmt.Sprintf(`INSERT INTO tally (noun, area, what, units, persons)
		SELECT c.noun, c.area, c.what, %d * sum(c.units), %d * sum(c.persons) FROM counted AS c WHERE %s GROUP BY c.noun, c.area, c.what
		ON CONFLICT (noun, area, what) DO UPDATE SET units = tally.units + excluded.units, persons = tally.persons + excluded.persons`, sign, sign, which)
}

func (tx *Tx) each(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("count anew: %w", err)
		}
	}
	return nil
}

// countHomes counts the marked dwellings. Their state is folded in Go, where the gates are.
func (tx *Tx) countHomes(ctx context.Context) error {
	var ids []homeward.DwellingID
	if err := tx.NewRaw("SELECT id FROM recount WHERE noun = 'dwelling' ORDER BY id").Scan(ctx, &ids); err != nil {
		return err
	}
	for part := range slices.Chunk(ids, 1000) {
		homes, err := tx.HomesByID(ctx, part)
		if err != nil {
			return err
		}
		var rows []count
		for _, h := range homes {
			rows = append(rows, countsOfHome(h)...)
		}
		if err := insert(ctx, tx, rows); err != nil {
			return err
		}
	}
	return nil
}

// CountOnce runs many steps, one after the other, of which nobody reads the counts in between, and counts what they marked
// at their end, however that comes. A process that is killed before leaves the marks, and they are counted when the operation
// is next opened.
func (db *DB) CountOnce(ctx context.Context, steps func() error) error {
	db.together.Add(1)
	err := steps()
	db.together.Add(-1)
	return errors.Join(err, db.countWaiting(context.WithoutCancel(ctx)))
}

// countWaiting counts what was marked past every step: by a migration, or by hand.
func (db *DB) countWaiting(ctx context.Context) error {
	var some int
	if err := db.read.NewRaw("SELECT count(*) FROM (SELECT 1 AS one FROM recount LIMIT 1) AS r").Scan(ctx, &some); err != nil || some == 0 {
		return err
	}
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit this does nothing
	if err := tx.countAnew(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

// Miscount is a sum that is not what counting everything gives.
type Miscount struct {
	Noun, What   string
	Area         homeward.Area
	Kept, Really int
}

// Miscounts counts the whole register and says where the kept sums differ: nowhere, in a sound operation. It shows
// nothing of the register but numbers by area.
func (db *DB) Miscounts(ctx context.Context) (out []Miscount, err error) {
	if err := db.countWaiting(ctx); err != nil {
		return nil, err
	}
	btx, err := db.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, db.explain(err)
	}
	defer btx.Rollback() // nothing to keep
	out, err = (&Tx{Tx: btx, Now: db.Now(), dialect: db.dialect}).miscounts(ctx)
	return out, db.explain(err)
}

func (tx *Tx) miscounts(ctx context.Context) ([]Miscount, error) {
	type sums map[count][2]int
	add := func(s sums, rows []count) {
		for _, c := range rows {
			k := count{Noun: c.Noun, Area: c.Area, What: c.What}
			s[k] = [2]int{s[k][0] + c.Units, s[k][1] + c.Persons}
		}
	}
	really, kept := sums{}, sums{}
	var rows []count
	if err := tx.NewRaw("SELECT noun, area, what, sum(units) AS units, sum(persons) AS persons FROM ("+countsOfHouseholds+") AS c GROUP BY noun, area, what").Scan(ctx, &rows); err != nil {
		return nil, err
	}
	add(really, rows)
	homes, err := tx.AllHomes(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range homes {
		add(really, countsOfHome(h))
	}
	rows = nil
	if err := tx.NewRaw("SELECT noun, area, what, units, persons FROM tally WHERE units <> 0 OR persons <> 0").Scan(ctx, &rows); err != nil {
		return nil, err
	}
	add(kept, rows)
	var out []Miscount
	for k, n := range kept {
		if really[k] != n {
			out = append(out, Miscount{k.Noun, k.What, k.Area, n[0], really[k][0]})
		}
	}
	for k, n := range really {
		if _, known := kept[k]; !known {
			out = append(out, Miscount{k.Noun, k.What, k.Area, 0, n[0]})
		}
	}
	slices.SortFunc(out, func(a, b Miscount) int {
		return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.Area, b.Area), cmp.Compare(a.What, b.What))
	})
	return out, nil
}
