package store

import (
	"context"
	"time"

	"homeward"

	"github.com/uptrace/bun"
)

// HouseholdRow is a line of the list of households.
type HouseholdRow struct {
	ID         homeward.HouseholdID
	CaseNumber homeward.CaseNumber
	Area       homeward.Area
	Status     homeward.HouseholdStatus
	Intention  homeward.Intention
	Given      string
	Family     string
	NameLang   string
	Persons    int
	StayKind   homeward.StayKind
	StayPlace  homeward.PlaceID
	Questions  int
}

// HouseholdQuery says which households a list shows.
type HouseholdQuery struct {
	// Keys are search keys of matching; each must be the beginning of a key of one and the same person.
	Keys []string
	// CaseNumber finds by the number a household quotes.
	CaseNumber homeward.CaseNumber
	Status     homeward.HouseholdStatus
	Area       homeward.Area
	After      homeward.HouseholdID
	Limit      int
}

// Households is one page of the list, oldest first, and how many there are altogether.
func (tx *Tx) Households(ctx context.Context, in HouseholdQuery) ([]HouseholdRow, int, error) {
	narrow := func(q *bun.SelectQuery) *bun.SelectQuery {
		q = tx.inAreas(q, "h.area")
		if in.Area != "" {
			q = q.Where("h.area = ?", in.Area)
		}
		if in.Status != "" {
			q = q.Where("n.status = ?", in.Status)
		}
		if in.CaseNumber != "" {
			q = q.Where("h.case_number = ?", in.CaseNumber)
		}
		if len(in.Keys) > 0 {
			q = q.Where("h.id IN (SELECT m.household_id FROM membership m WHERE m.valid_to IS NULL AND m.individual_id IN (?))", tx.byKeys(in.Keys))
		}
		return q
	}
	total, err := narrow(tx.NewSelect().TableExpr("household AS h").Join("JOIN household_now AS n ON n.household_id = h.id")).Count(ctx)
	if err != nil {
		return nil, 0, err
	}
	var rows []HouseholdRow
	q := narrow(tx.NewSelect().TableExpr("household AS h").Join("JOIN household_now AS n ON n.household_id = h.id")).
		ColumnExpr("h.id, h.case_number, h.area, n.status, h.intention").
		ColumnExpr("coalesce(i.given, '') AS given, coalesce(i.family, '') AS family, coalesce(i.name_lang, '') AS name_lang").
		ColumnExpr("(SELECT count(*) FROM membership m WHERE m.household_id = h.id AND m.valid_to IS NULL) AS persons").
		ColumnExpr("coalesce(s.kind, '') AS stay_kind, coalesce(s.place, '') AS stay_place").
		ColumnExpr("(SELECT count(*) FROM question q JOIN membership m ON m.individual_id IN (q.one_id, q.other_id) WHERE q.decision = '' AND m.household_id = h.id AND m.valid_to IS NULL) AS questions").
		Join("LEFT JOIN membership AS hm ON hm.household_id = h.id AND hm.valid_to IS NULL AND hm.relation = 'head'").
		Join("LEFT JOIN individual AS i ON i.id = hm.individual_id").
		Join("LEFT JOIN stay AS s ON s.household_id = h.id AND s.valid_to IS NULL")
	if in.After != "" {
		q = q.Where("h.id > ?", in.After)
	}
	err = q.OrderExpr("h.id").Limit(int64(max(in.Limit, 1))).Scan(ctx, &rows)
	return rows, int(total), err
}

// byKeys selects the people each of whose search keys begins with one of these.
func (tx *Tx) byKeys(keys []string) *bun.SelectQuery {
	q := tx.NewSelect().TableExpr("name_key AS k0").ColumnExpr("k0.individual_id")
	q = q.Where("k0.key >= ? AND k0.key < ?", keys[0], keys[0]+"\u007f")
	for _, k := range keys[1:] {
		q = q.Where("EXISTS (SELECT 1 FROM name_key k WHERE k.individual_id = k0.individual_id AND k.key >= ? AND k.key < ?)", k, k+"\u007f")
	}
	return q
}

// Candidates are people of the register who may be one with a newcomer: they share two search keys (a given and a family
// name, as a rule), or one and the day of birth; and they were born at most a year apart, or show the same document.
// Without either no likeness of names outweighs the rest (matching.Suspect), so such pairs are not even read. Those who
// share most come first.
func (tx *Tx) Candidates(ctx context.Context, keys []string, newcomer homeward.Individual, not []homeward.IndividualID, limit int) ([]homeward.Individual, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	born := newcomer.BirthDate
	shared := tx.NewSelect().TableExpr("name_key AS k").Join("JOIN individual AS p ON p.id = k.individual_id").ColumnExpr("p.id").
		Where("k.key IN (?)", bun.In(keys)).Where("p.ended_on IS NULL").
		Where("p.birth_date BETWEEN ? AND ? OR p.document = ? AND p.document <> ''",
			homeward.NewDate(born.Year-1, time.January, 1), homeward.NewDate(born.Year+1, time.December, 31), newcomer.Document).
		GroupExpr("p.id").Having("count(*) >= 2 OR max(p.birth_date) = ?", born).OrderExpr("count(*) DESC, p.id").Limit(int64(limit))
	if len(not) > 0 {
		shared = shared.Where("p.id NOT IN (?)", bun.In(not))
	}
	var out []homeward.Individual
	return out, tx.NewSelect().Model(&out).Where("id IN (?)", shared).OrderExpr("id").Scan(ctx)
}
