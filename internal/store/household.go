package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"homeward"

	"github.com/uptrace/bun"
)

// Member is one person in a household, with the membership that says so.
type Member struct {
	homeward.Individual
	Relation  homeward.Relation
	MemberID  homeward.MembershipID
	ValidFrom homeward.Date
	ValidTo   homeward.Date
	Needs     []homeward.SpecificNeed
}

// StepFree says whether a present need asks for a dwelling without steps.
func (m Member) StepFree() bool {
	return slices.ContainsFunc(m.Needs, func(n homeward.SpecificNeed) bool { return n.StepFree && n.ValidTo.IsZero() })
}

// Case is a household with what officers and rules look at, on the present day.
type Case struct {
	homeward.Household
	Now           HouseholdNow
	Members       []Member
	Displacements []homeward.Displacement
	Stay          homeward.Stay // zero when it has none
	Wishes        []homeward.Wish
	Besides       []homeward.HouseholdID
	Questions     []homeward.Question // open ones
	Facts         []homeward.Fact     // what was found out for the rules of programmes, as it stands
	Past          Past
}

// Head is the member registered as head, else the first.
func (c Case) Head() Member {
	for _, m := range c.Members {
		if m.Relation == homeward.Head {
			return m
		}
	}
	if len(c.Members) > 0 {
		return c.Members[0]
	}
	return Member{}
}

// StepFree says whether any member needs a dwelling without steps.
func (c Case) StepFree() bool { return slices.ContainsFunc(c.Members, Member.StepFree) }

// Origin is the settlement of the last displacement.
func (c Case) Origin() homeward.Displacement {
	if len(c.Displacements) == 0 {
		return homeward.Displacement{Place: c.Area}
	}
	return c.Displacements[len(c.Displacements)-1]
}

// HouseholdNow is the row of the view that folds how far a household has come.
type HouseholdNow struct {
	HouseholdID  homeward.HouseholdID
	Area         homeward.Area
	Status       homeward.HouseholdStatus
	AllocationID homeward.AllocationID
	DwellingID   homeward.DwellingID
	OfferID      homeward.OfferID
	EntryID      homeward.EntryID
	RoundID      homeward.RoundID
	MovementID   homeward.MovementID
	HandoverID   homeward.HandoverID
	KeysAt       homeward.Instant
}

// InsertHousehold adds a household with everything registered with it.
func (tx *Tx) InsertHousehold(ctx context.Context, c Case, keys map[homeward.IndividualID][]string) error {
	c.RecordedSeq = tx.Seq
	if err := insert(ctx, tx, []homeward.Household{c.Household}); err != nil {
		return err
	}
	if err := tx.InsertMembers(ctx, c.ID, c.Members, keys); err != nil {
		return err
	}
	if err := insert(ctx, tx, c.Displacements); err != nil {
		return err
	}
	if c.Stay.ID != "" {
		if err := insert(ctx, tx, []homeward.Stay{c.Stay}); err != nil {
			return err
		}
	}
	if err := insert(ctx, tx, c.Wishes); err != nil {
		return err
	}
	return tx.InsertBesides(ctx, c.ID, c.Besides)
}

type nameKey struct {
	IndividualID homeward.IndividualID
	Key          string
}

// InsertMembers adds people to the register and to a household, with their needs and search keys.
func (tx *Tx) InsertMembers(ctx context.Context, household homeward.HouseholdID, members []Member, keys map[homeward.IndividualID][]string) error {
	var people []homeward.Individual
	var memberships []homeward.Membership
	var needs []homeward.SpecificNeed
	var rows []nameKey
	for _, m := range members {
		m.RecordedSeq = tx.Seq
		people = append(people, m.Individual)
		memberships = append(memberships, homeward.Membership{ID: m.MemberID, HouseholdID: household, IndividualID: m.ID,
			Relation: m.Relation, ValidFrom: m.ValidFrom, ValidTo: m.ValidTo, RecordedSeq: tx.Seq})
		needs = append(needs, m.Needs...)
		for _, k := range keys[m.ID] {
			rows = append(rows, nameKey{m.ID, k})
		}
	}
	if err := insert(ctx, tx, people); err != nil {
		return err
	}
	if err := insert(ctx, tx, memberships); err != nil {
		return err
	}
	if err := insert(ctx, tx, needs); err != nil {
		return err
	}
	return insert(ctx, tx, rows)
}

// InsertBesides records that a household asks to live beside others, each pair once.
func (tx *Tx) InsertBesides(ctx context.Context, id homeward.HouseholdID, others []homeward.HouseholdID) error {
	for _, o := range others {
		b := homeward.Beside{HouseholdID: min(id, o), OtherID: max(id, o), RecordedSeq: tx.Seq}
		if _, err := tx.NewInsert().Model(&b).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// NextCaseNumber is the number for the next household of the operation. Numbers have one length, so the greatest as a
// text is the greatest; the index gives it without counting a register of a million.
func (tx *Tx) NextCaseNumber(ctx context.Context) (homeward.CaseNumber, error) {
	var last string
	if err := tx.NewSelect().ModelTableExpr("household").ColumnExpr("coalesce(max(case_number), '')").Scan(ctx, &last); err != nil || last == "" {
		return homeward.NewCaseNumber(1), err
	}
	digits, _, _ := strings.Cut(last, "-")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return "", fmt.Errorf("case number %q: %w", last, err)
	}
	return homeward.NewCaseNumber(n + 1), nil
}

// AmendHousehold changes what the household says of itself.
func (tx *Tx) AmendHousehold(ctx context.Context, h homeward.Household) error {
	_, err := tx.NewUpdate().Model(&h).Column("intention", "serves_there", "fallen_family", "ended_on").Where("id = ?", h.ID).Exec(ctx)
	return err
}

// MoveStay ends the present stay on a day and begins the next, if there is one.
func (tx *Tx) MoveStay(ctx context.Context, household homeward.HouseholdID, on homeward.Date, next *homeward.Stay) error {
	if _, err := tx.NewUpdate().ModelTableExpr("stay").Set("valid_to = ?", on).
		Where("household_id = ?", household).Where("valid_to IS NULL").Exec(ctx); err != nil {
		return err
	}
	if next == nil {
		return nil
	}
	next.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Stay{*next})
}

// ReplaceWishes sets the places a household would like.
func (tx *Tx) ReplaceWishes(ctx context.Context, household homeward.HouseholdID, wishes []homeward.Wish) error {
	if _, err := tx.NewDelete().ModelTableExpr("wish").Where("household_id = ?", household).Exec(ctx); err != nil {
		return err
	}
	return insert(ctx, tx, wishes)
}

// EndMemberships closes the membership of people in a household on a day.
func (tx *Tx) EndMemberships(ctx context.Context, household homeward.HouseholdID, people []homeward.IndividualID, on homeward.Date) error {
	_, err := tx.NewUpdate().ModelTableExpr("membership").Set("valid_to = ?", on).Where("household_id = ?", household).
		Where("individual_id IN (?)", bun.In(people)).Where("valid_to IS NULL").Exec(ctx)
	return err
}

// InsertMemberships adds people who are in the register already to a household.
func (tx *Tx) InsertMemberships(ctx context.Context, rows []homeward.Membership) error {
	for i := range rows {
		rows[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, rows)
}

// Case reads one household whole.
func (tx *Tx) Case(ctx context.Context, id homeward.HouseholdID) (Case, error) {
	cs, err := tx.Cases(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("household.id = ?", id) })
	if err != nil {
		return Case{}, err
	}
	if len(cs) == 0 {
		return Case{}, homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.household"))
	}
	return cs[0], nil
}

// NowOf says how far a household has come.
func (tx *Tx) NowOf(ctx context.Context, id homeward.HouseholdID) (HouseholdNow, error) {
	var now HouseholdNow
	err := tx.NewSelect().Model(&now).ModelTableExpr("household_now AS household_now").Where("household_id = ?", id).Scan(ctx)
	return now, one(err, "household")
}

// CasesOf reads the households of an area (a settlement) that are in one of these states, within the areas of a List.
func (tx *Tx) CasesOf(ctx context.Context, area homeward.Area, states ...homeward.HouseholdStatus) ([]Case, error) {
	return tx.Cases(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return tx.inAreas(q, "household.area").Where("household.area = ?", area).
			Where("household.id IN (SELECT household_id FROM household_now WHERE area = ? AND status IN (?))", area, bun.In(states))
	})
}

// CasesAfter reads the households that exist, so many from behind one, within the areas of a List; and none at the end.
func (tx *Tx) CasesAfter(ctx context.Context, after homeward.HouseholdID, n int) ([]Case, error) {
	return tx.Cases(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return tx.inAreas(q, "household.area").Where("household.id > ?", after).Where("household.ended_on IS NULL").Limit(int64(n))
	})
}

// CountHouseholds counts the households that exist within the areas of a List.
func (tx *Tx) CountHouseholds(ctx context.Context) (int, error) {
	n, err := tx.inAreas(tx.NewSelect().TableExpr("household AS household").Where("household.ended_on IS NULL"), "household.area").Count(ctx)
	return int(n), err
}

// CasesByID reads some households, in the order of their identifiers.
func (tx *Tx) CasesByID(ctx context.Context, ids []homeward.HouseholdID) ([]Case, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return tx.Cases(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("household.id IN (?)", bun.In(ids)) })
}

// Cases reads households with everything around them: a fixed number of queries however many there are.
func (tx *Tx) Cases(ctx context.Context, which func(*bun.SelectQuery) *bun.SelectQuery) ([]Case, error) {
	var hs []homeward.Household
	if err := which(tx.NewSelect().Model(&hs)).OrderExpr("household.id").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Case, len(hs))
	at := make(map[homeward.HouseholdID]*Case, len(hs))
	ids := make([]homeward.HouseholdID, len(hs))
	for i, h := range hs {
		out[i].Household, ids[i] = h, h.ID
		at[h.ID] = &out[i]
	}
	// Long lists of identifiers are cut, since both databases slow down on them.
	for part := range slices.Chunk(ids, 1000) {
		if err := tx.fillCases(ctx, part, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (tx *Tx) fillCases(ctx context.Context, ids []homeward.HouseholdID, at map[homeward.HouseholdID]*Case) error {
	var now []HouseholdNow
	if err := tx.NewSelect().Model(&now).ModelTableExpr("household_now AS household_now").Where("household_id IN (?)", bun.In(ids)).Scan(ctx); err != nil {
		return err
	}
	for _, n := range now {
		at[n.HouseholdID].Now = n
	}
	var ds []homeward.Displacement
	if err := tx.NewSelect().Model(&ds).Where("household_id IN (?)", bun.In(ids)).OrderExpr("left_on, id").Scan(ctx); err != nil {
		return err
	}
	for _, d := range ds {
		at[d.HouseholdID].Displacements = append(at[d.HouseholdID].Displacements, d)
	}
	var stays []homeward.Stay
	if err := tx.NewSelect().Model(&stays).Where("household_id IN (?)", bun.In(ids)).Where("valid_to IS NULL").Scan(ctx); err != nil {
		return err
	}
	for _, s := range stays {
		at[s.HouseholdID].Stay = s
	}
	var wishes []homeward.Wish
	if err := tx.NewSelect().Model(&wishes).Where("household_id IN (?)", bun.In(ids)).OrderExpr("rank").Scan(ctx); err != nil {
		return err
	}
	for _, w := range wishes {
		at[w.HouseholdID].Wishes = append(at[w.HouseholdID].Wishes, w)
	}
	var besides []homeward.Beside
	if err := tx.NewSelect().Model(&besides).Where("household_id IN (?) OR other_id IN (?)", bun.In(ids), bun.In(ids)).Scan(ctx); err != nil {
		return err
	}
	for _, b := range besides {
		if c := at[b.HouseholdID]; c != nil {
			c.Besides = append(c.Besides, b.OtherID)
		}
		if c := at[b.OtherID]; c != nil {
			c.Besides = append(c.Besides, b.HouseholdID)
		}
	}
	if err := tx.fillFacts(ctx, ids, at); err != nil {
		return err
	}
	return tx.fillMembers(ctx, ids, at)
}

type memberRow struct {
	homeward.Individual
	HouseholdID homeward.HouseholdID
	MemberID    homeward.MembershipID
	Relation    homeward.Relation
	ValidFrom   homeward.Date
	ValidTo     homeward.Date
}

func (r memberRow) member() Member {
	return Member{Individual: r.Individual, Relation: r.Relation, MemberID: r.MemberID, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo}
}

// presentMembers joins who belongs to a household today.
const presentMembers = "membership AS m ON m.individual_id = i.id AND m.valid_to IS NULL"

func (tx *Tx) memberRows(ctx context.Context, ids []homeward.HouseholdID) (rows []memberRow, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.NewSelect().Model(&rows).ModelTableExpr("individual AS i").
		ColumnExpr("i.*, m.household_id, m.id AS member_id, m.relation, m.valid_from, m.valid_to").
		Join("JOIN "+presentMembers).Where("m.household_id IN (?)", bun.In(ids)).
		OrderExpr("m.household_id, CASE m.relation WHEN 'head' THEN 0 WHEN 'spouse' THEN 1 ELSE 2 END, i.birth_date, i.id").Scan(ctx)
	return rows, err
}

func (tx *Tx) fillMembers(ctx context.Context, ids []homeward.HouseholdID, at map[homeward.HouseholdID]*Case) error {
	rows, err := tx.memberRows(ctx, ids)
	if err != nil {
		return err
	}
	people := make([]homeward.IndividualID, len(rows))
	for i, r := range rows {
		people[i] = r.ID
	}
	needs, questions := map[homeward.IndividualID][]homeward.SpecificNeed{}, map[homeward.IndividualID][]homeward.Question{}
	for part := range slices.Chunk(people, 1000) {
		if err := tx.needsAndQuestions(ctx, part, needs, questions); err != nil {
			return err
		}
	}
	for _, r := range rows {
		c := at[r.HouseholdID]
		m := r.member()
		m.Needs = needs[r.ID]
		c.Members = append(c.Members, m)
		c.Questions = append(c.Questions, questions[r.ID]...)
	}
	return nil
}

func (tx *Tx) needsAndQuestions(ctx context.Context, people []homeward.IndividualID, needs map[homeward.IndividualID][]homeward.SpecificNeed, questions map[homeward.IndividualID][]homeward.Question) error {
	var ns []homeward.SpecificNeed
	if err := tx.NewSelect().Model(&ns).Where("individual_id IN (?)", bun.In(people)).Where("valid_to IS NULL").Scan(ctx); err != nil {
		return err
	}
	for _, n := range ns {
		needs[n.IndividualID] = append(needs[n.IndividualID], n)
	}
	var qs []homeward.Question
	if err := tx.NewSelect().Model(&qs).Where("decision = ''").
		Where("one_id IN (?) OR other_id IN (?)", bun.In(people), bun.In(people)).Scan(ctx); err != nil {
		return err
	}
	for _, q := range qs {
		questions[q.OneID] = append(questions[q.OneID], q)
		questions[q.OtherID] = append(questions[q.OtherID], q)
	}
	return nil
}

// HouseholdsOf says to which household each person belongs today.
func (tx *Tx) HouseholdsOf(ctx context.Context, people []homeward.IndividualID) (map[homeward.IndividualID]homeward.HouseholdID, error) {
	out := map[homeward.IndividualID]homeward.HouseholdID{}
	if len(people) == 0 {
		return out, nil
	}
	var ms []homeward.Membership
	err := tx.NewSelect().Model(&ms).Where("individual_id IN (?)", bun.In(people)).Where("valid_to IS NULL").Scan(ctx)
	for _, m := range ms {
		out[m.IndividualID] = m.HouseholdID
	}
	return out, err
}

// HouseholdRows reads the households that people belong to.
func (tx *Tx) HouseholdRows(ctx context.Context, of map[homeward.IndividualID]homeward.HouseholdID) (map[homeward.HouseholdID]homeward.Household, error) {
	out := map[homeward.HouseholdID]homeward.Household{}
	if len(of) == 0 {
		return out, nil
	}
	var rows []homeward.Household
	err := tx.NewSelect().Model(&rows).Where("id IN (?)", bun.In(slices.Collect(maps.Values(of)))).Scan(ctx)
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

// Individuals reads some people.
func (tx *Tx) Individuals(ctx context.Context, ids []homeward.IndividualID) (map[homeward.IndividualID]homeward.Individual, error) {
	out := map[homeward.IndividualID]homeward.Individual{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []homeward.Individual
	err := tx.NewSelect().Model(&rows).Where("id IN (?)", bun.In(ids)).Scan(ctx)
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

// LiveIndividuals reads those of some people who are not ended, in the order of their identifiers.
func (tx *Tx) LiveIndividuals(ctx context.Context, ids []homeward.IndividualID) ([]homeward.Individual, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out []homeward.Individual
	return out, tx.NewSelect().Model(&out).Where("id IN (?)", bun.In(ids)).Where("ended_on IS NULL").OrderExpr("id").Scan(ctx)
}

// LivingWithHouseholds reads those of some people who are not ended, and to which household each belongs.
func (tx *Tx) LivingWithHouseholds(ctx context.Context, ids []homeward.IndividualID) (map[homeward.IndividualID]homeward.Individual, map[homeward.IndividualID]homeward.HouseholdID, error) {
	who, in := map[homeward.IndividualID]homeward.Individual{}, map[homeward.IndividualID]homeward.HouseholdID{}
	for part := range slices.Chunk(ids, 1000) {
		living, err := tx.LiveIndividuals(ctx, part)
		if err != nil {
			return nil, nil, err
		}
		for _, i := range living {
			who[i.ID] = i
		}
		households, err := tx.HouseholdsOf(ctx, part)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(in, households)
	}
	return who, in, nil
}
