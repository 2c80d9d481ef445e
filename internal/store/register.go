package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
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
	// The home it has the keys of; of a household that is not settled yet all four are empty.
	HomePlace    homeward.PlaceID
	HomeBuilding string
	HomeKind     homeward.BuildingKind
	HomeNumber   string
	Questions    int
}

// HouseholdQuery says which households a list shows.
type HouseholdQuery struct {
	// Keys are search keys of matching; each must be the beginning of a key of one and the same person.
	Keys []string
	// CaseNumber finds by the number a household quotes.
	CaseNumber homeward.CaseNumber
	// Of are the households to choose from; nil is all.
	Of     []homeward.HouseholdID
	Status homeward.HouseholdStatus
	Area   homeward.Area
	After  homeward.HouseholdID
	Limit  int

	reach reach
}

// HouseholdsCounted is up to how many households a list is counted: nobody reads further, and counting a million takes as
// long as reading them.
const HouseholdsCounted = 1_000

// Households is one page of the list, oldest first, and how many there are altogether, counted no further than one more
// than HouseholdsCounted.
func (tx *Tx) Households(ctx context.Context, in HouseholdQuery) ([]HouseholdRow, int, error) {
	if err := in.plan(ctx, tx); err != nil {
		return nil, 0, err
	}
	var total int
	most := tx.narrow(tx.NewSelect().TableExpr("household AS h").ColumnExpr("1 AS one"), in).Limit(HouseholdsCounted + 1)
	if err := tx.NewSelect().TableExpr("(?) AS found", most).ColumnExpr("count(*)").Scan(ctx, &total); err != nil {
		return nil, 0, err
	}
	var rows []HouseholdRow
	page := tx.narrow(tx.NewSelect().TableExpr("household AS h").ColumnExpr("h.id"), in).OrderExpr("h.id").Limit(int64(max(in.Limit, 1)))
	if in.After != "" {
		page = page.Where("h.id > ?", in.After)
	}
	err := tx.NewSelect().TableExpr("household AS h").Join("JOIN household_now AS n ON n.household_id = h.id").
		ColumnExpr("h.id, h.case_number, h.area, n.status, h.intention").
		ColumnExpr("coalesce(i.given, '') AS given, coalesce(i.family, '') AS family, coalesce(i.name_lang, '') AS name_lang").
		ColumnExpr("(SELECT count(*) FROM membership m WHERE m.household_id = h.id AND m.valid_to IS NULL) AS persons").
		ColumnExpr("coalesce(s.kind, '') AS stay_kind, coalesce(s.place, '') AS stay_place").
		ColumnExpr("coalesce(d.place, '') AS home_place, coalesce(b.name, '') AS home_building, coalesce(b.kind, '') AS home_kind, coalesce(d.number, '') AS home_number").
		ColumnExpr("(SELECT count(*) FROM question q JOIN membership m ON m.individual_id IN (q.one_id, q.other_id) WHERE q.decision = '' AND m.household_id = h.id AND m.valid_to IS NULL) AS questions").
		Join("LEFT JOIN membership AS hm ON hm.household_id = h.id AND hm.valid_to IS NULL AND hm.relation = 'head'").
		Join("LEFT JOIN individual AS i ON i.id = hm.individual_id").
		Join("LEFT JOIN stay AS s ON s.household_id = h.id AND s.valid_to IS NULL").
		Join("LEFT JOIN dwelling AS d ON d.id = n.dwelling_id AND n.keys_at IS NOT NULL").
		Join("LEFT JOIN building AS b ON b.id = d.building_id").
		Where("h.id IN (?)", page).OrderExpr("h.id").Scan(ctx, &rows)
	return rows, total, err
}

// narrow leaves the households that a list asks for.
func (tx *Tx) narrow(q *bun.SelectQuery, in HouseholdQuery) *bun.SelectQuery {
	q = tx.inAreas(q, "h.area")
	if in.Area != "" {
		q = q.Where("h.area = ?", in.Area)
	}
	if in.Of != nil {
		q = q.Where("h.id IN (?)", bun.In(in.Of))
	}
	if in.CaseNumber != "" {
		q = q.Where("h.case_number = ?", in.CaseNumber)
	}
	switch {
	case len(in.Keys) == 0:
	case in.reach == alongHouseholds:
		q = q.Where("EXISTS (SELECT 1 FROM membership m JOIN name_key k ON k.individual_id = m.individual_id WHERE m.household_id = h.id AND m.valid_to IS NULL AND k.key >= ? AND k.key < ?)",
			in.Keys[0], in.Keys[0]+"\u007f")
	default:
		q = q.Where("h.id IN (SELECT m.household_id FROM membership m WHERE m.valid_to IS NULL AND m.individual_id IN (?))", tx.byKeys(in))
	}
	if in.Status != "" {
		q = q.Join("JOIN counted AS c ON c.noun = 'household' AND c.what = ? AND c.id = h.id", in.Status)
	}
	return q
}

// reach is the way to the people who have every key of a search. Each is the quickest where it is taken.
type reach uint8

const (
	fromRarest      reach = iota // those who have the rarest key, and of each whether they have the others
	bySets                       // the sets of those who have each key, and what is in all of them
	alongHouseholds              // household by household, as a key that so many have is soon found often enough
)

// rareKey is up to how many people each of them may be asked for the other keys, commonKey from how many on a single key
// is looked for along the households. Measured with a million people.
const rareKey, commonKey = 2_000, 20_000

// plan puts the key that fewest people have first, and chooses the way.
func (in *HouseholdQuery) plan(ctx context.Context, tx *Tx) error {
	counts := make(map[string]int, len(in.Keys))
	for _, k := range in.Keys {
		some := tx.withKey(k).Limit(commonKey + 1)
		var n int
		if err := tx.NewSelect().TableExpr("(?) AS found", some).ColumnExpr("count(*)").Scan(ctx, &n); err != nil {
			return err
		}
		counts[k] = n
	}
	in.Keys = slices.SortedStableFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[a], counts[b]), cmp.Compare(a, b)) })
	switch {
	case len(in.Keys) > 1 && counts[in.Keys[0]] > rareKey:
		in.reach = bySets
	case len(in.Keys) == 1 && counts[in.Keys[0]] > commonKey:
		in.reach = alongHouseholds
	}
	return nil
}

// withKey selects the people who have a key that begins with this.
func (tx *Tx) withKey(key string) *bun.SelectQuery {
	return tx.NewSelect().TableExpr("name_key AS k").ColumnExpr("k.individual_id").Where("k.key >= ? AND k.key < ?", key, key+"\u007f")
}

// byKeys selects the people each of whose search keys begins with one of these.
func (tx *Tx) byKeys(in HouseholdQuery) *bun.SelectQuery {
	q := tx.withKey(in.Keys[0])
	for _, k := range in.Keys[1:] {
		if in.reach == bySets {
			q = q.Intersect(tx.withKey(k))
		} else {
			q = q.Where("EXISTS (SELECT 1 FROM name_key o WHERE o.individual_id = k.individual_id AND o.key >= ? AND o.key < ?)", k, k+"\u007f")
		}
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
		Where("k.key IN (?)", bun.In(keys)).Where("p.ended_on IS NULL")
	switch {
	case !born.IsZero():
		shared = shared.Where("p.birth_date BETWEEN ? AND ? OR p.document = ? AND p.document <> ''",
			homeward.NewDate(max(1, born.Year-1), time.January, 1), homeward.NewDate(born.Year+1, time.December, 31), newcomer.Document)
	case newcomer.Document != "":
		shared = shared.Where("p.document = ?", newcomer.Document)
	default:
		return nil, nil
	}
	shared = shared.GroupExpr("p.id").Having("count(*) >= 2 OR max(p.birth_date) = ?", born).OrderExpr("count(*) DESC, p.id").Limit(int64(limit))
	if len(not) > 0 {
		shared = shared.Where("p.id NOT IN (?)", bun.In(not))
	}
	var out []homeward.Individual
	return out, tx.NewSelect().Model(&out).Where("id IN (?)", shared).OrderExpr("id").Scan(ctx)
}
