package store

import (
	"context"

	"homeward"

	"github.com/uptrace/bun"
)

// InsertMerge keeps what a merge of two records changed.
func (tx *Tx) InsertMerge(ctx context.Context, m homeward.Merge) error {
	m.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Merge{m})
}

// EndIndividual ends a record on a day.
func (tx *Tx) EndIndividual(ctx context.Context, id homeward.IndividualID, on homeward.Date) error {
	_, err := tx.NewUpdate().ModelTableExpr("individual").Set("ended_on = ?", on).Where("id = ?", id).Where("ended_on IS NULL").Exec(ctx)
	return err
}

// EndMembership closes one membership on a day.
func (tx *Tx) EndMembership(ctx context.Context, id homeward.MembershipID, on homeward.Date) error {
	_, err := tx.NewUpdate().ModelTableExpr("membership").Set("valid_to = ?", on).Where("id = ?", id).Where("valid_to IS NULL").Exec(ctx)
	return err
}

// EndHousehold ends a household on a day.
func (tx *Tx) EndHousehold(ctx context.Context, id homeward.HouseholdID, on homeward.Date) error {
	_, err := tx.NewUpdate().ModelTableExpr("household").Set("ended_on = ?", on).Where("id = ?", id).Exec(ctx)
	return err
}

// TakeOverNeeds records the needs of one person at another who lacks them, and notes their codes.
func (tx *Tx) TakeOverNeeds(ctx context.Context, needs []homeward.SpecificNeed, to Member, on homeward.Date, e *homeward.MergeEffects) error {
	has := map[string]bool{}
	for _, n := range to.Needs {
		has[n.Code] = has[n.Code] || n.StepFree
		if _, known := has[n.Code]; !known {
			has[n.Code] = false
		}
	}
	var rows []homeward.SpecificNeed
	for _, n := range needs {
		stepFree, known := has[n.Code]
		if known && (stepFree || !n.StepFree) {
			continue
		}
		n.IndividualID, n.ValidFrom, n.ValidTo, n.RecordedSeq = to.ID, on, homeward.Date{}, tx.Seq
		rows = append(rows, n)
		e.Needs = append(e.Needs, n.Code)
	}
	return insert(ctx, tx, rows)
}

// LiveMerge is the merge that an answer to a question made and nobody has undone.
func (tx *Tx) LiveMerge(ctx context.Context, id homeward.QuestionID) (homeward.Merge, error) {
	var m homeward.Merge
	err := tx.NewSelect().Model(&m).Where("question_id = ?", id).Where("undone_at IS NULL").Scan(ctx)
	return m, one(err, "question")
}

// MergedSince counts later merges that stand on one: of the same household, or of the record that goes on.
func (tx *Tx) MergedSince(ctx context.Context, m homeward.Merge) (int, error) {
	n, err := tx.NewSelect().ModelTableExpr("merge").Where("undone_at IS NULL").Where("recorded_seq > ?", m.RecordedSeq).
		Where("household_id = ? OR ended_id = ?", m.HouseholdID, m.KeptID).Count(ctx)
	return int(n), err
}

// MergesOf lists the merges that took members out of a household and stand, oldest first.
func (tx *Tx) MergesOf(ctx context.Context, id homeward.HouseholdID) ([]homeward.Merge, error) {
	var out []homeward.Merge
	return out, tx.NewSelect().Model(&out).Where("household_id = ?", id).Where("undone_at IS NULL").OrderExpr("recorded_seq").Scan(ctx)
}

// UndoMerge puts everything back that a merge changed: the record, its membership, the head, the household, the needs,
// the questions. What it had added never was: those rows are of no day.
func (tx *Tx) UndoMerge(ctx context.Context, m homeward.Merge, by homeward.UserID) error {
	e := m.Effects
	set := func(table, change, where string, args ...any) func() error {
		return func() error {
			_, err := tx.NewUpdate().ModelTableExpr("?", bun.Ident(table)).Set(change).Where(where, args...).Exec(ctx)
			return err
		}
	}
	steps := []func() error{
		set("individual", "ended_on = NULL", "id = ?", m.EndedID),
		// The row of the new head goes first: nobody is a member twice on any day.
		set("membership", "valid_to = valid_from", "id = ?", e.HeadNow),
		set("membership", "valid_to = NULL", "id = ?", e.HeadBefore),
		set("membership", "valid_to = NULL", "id = ?", e.Membership),
		set("household", "ended_on = NULL", "id = ?", m.HouseholdID),
	}
	if len(e.Needs) > 0 {
		steps = append(steps, set("specific_need", "valid_to = valid_from", "individual_id = ? AND recorded_seq = ? AND code IN (?)", m.KeptID, m.RecordedSeq, bun.In(e.Needs)))
	}
	for _, q := range e.Moot {
		steps = append(steps, set("question", "decision = '', decided_at = NULL, decided_by = ''", "id = ?", q))
	}
	for _, q := range e.Asked {
		steps = append(steps, func() error { return tx.DecideQuestion(ctx, q, homeward.MootQuestion, by) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	_, err := tx.NewUpdate().ModelTableExpr("merge").Set("undone_at = ?, undone_by = ?", tx.Now, by).Where("id = ?", m.ID).Exec(ctx)
	return err
}

// LastHouseholds finds, for each person, the household they belong to or belonged to last.
func (tx *Tx) LastHouseholds(ctx context.Context, people []homeward.IndividualID) (map[homeward.IndividualID]homeward.Household, error) {
	out := map[homeward.IndividualID]homeward.Household{}
	if len(people) == 0 {
		return out, nil
	}
	var rows []struct {
		IndividualID homeward.IndividualID
		HouseholdID  homeward.HouseholdID
	}
	err := tx.NewSelect().TableExpr("membership AS m").ColumnExpr("m.individual_id, m.household_id").Where("m.individual_id IN (?)", bun.In(people)).
		OrderExpr("CASE WHEN m.valid_to IS NULL THEN 1 ELSE 0 END, m.valid_from, m.recorded_seq").Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	of := map[homeward.IndividualID]homeward.HouseholdID{}
	for _, r := range rows {
		of[r.IndividualID] = r.HouseholdID
	}
	households, err := tx.HouseholdRows(ctx, of)
	for p, id := range of {
		out[p] = households[id]
	}
	return out, err
}
