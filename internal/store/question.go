package store

import (
	"context"

	"homeward"

	"github.com/uptrace/bun"
)

// InsertQuestion asks whether two people are one. A pair is asked about once.
func (tx *Tx) InsertQuestion(ctx context.Context, q homeward.Question) error {
	q.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Question{q})
}

// Question reads one question.
func (tx *Tx) Question(ctx context.Context, id homeward.QuestionID) (homeward.Question, error) {
	var q homeward.Question
	err := tx.NewSelect().Model(&q).Where("id = ?", id).Scan(ctx)
	return q, one(err, "question")
}

// QuestionsAbout reads all questions about a person.
func (tx *Tx) QuestionsAbout(ctx context.Context, id homeward.IndividualID) ([]homeward.Question, error) {
	var out []homeward.Question
	return out, tx.NewSelect().Model(&out).Where("one_id = ? OR other_id = ?", id, id).OrderExpr("id").Scan(ctx)
}

// pair is two people, the smaller identifier first.
type pair struct{ OneID, OtherID homeward.IndividualID }

// AskedAbout says about which pairs with these people a question was raised before, whatever came of it.
func (tx *Tx) AskedAbout(ctx context.Context, people []homeward.IndividualID) (func(one, other homeward.IndividualID) bool, error) {
	asked := map[pair]bool{}
	if len(people) > 0 {
		var rows []pair
		err := tx.NewSelect().Model(&rows).ModelTableExpr("question AS pair").ColumnExpr("one_id, other_id").
			Where("one_id IN (?) OR other_id IN (?)", bun.In(people), bun.In(people)).Scan(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			asked[r] = true
		}
	}
	return func(one, other homeward.IndividualID) bool { return asked[pair{min(one, other), max(one, other)}] }, nil
}

// ToldApart says which of these contents were answered with "different people".
func (tx *Tx) ToldApart(ctx context.Context, contents []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(contents) == 0 {
		return out, nil
	}
	var rows []string
	err := tx.NewSelect().ModelTableExpr("question").ColumnExpr("DISTINCT content").Where("content IN (?)", bun.In(contents)).
		Where("decision = ?", homeward.DifferentPeople).Scan(ctx, &rows)
	for _, c := range rows {
		out[c] = true
	}
	return out, err
}

// InsertOpinion keeps an officer's answer for good.
func (tx *Tx) InsertOpinion(ctx context.Context, id homeward.QuestionID, answer homeward.QuestionDecision, by homeward.UserID) error {
	return insert(ctx, tx, []homeward.Opinion{{QuestionID: id, Answer: answer, GivenBy: by, GivenAt: tx.Now, RecordedSeq: tx.Seq}})
}

// Opinions lists what was answered to a question, oldest first.
func (tx *Tx) Opinions(ctx context.Context, id homeward.QuestionID) ([]homeward.Opinion, error) {
	var out []homeward.Opinion
	return out, tx.NewSelect().Model(&out).Where("question_id = ?", id).OrderExpr("recorded_seq").Scan(ctx)
}

// AnswerQuestion keeps an answer that leaves a question open; an empty one takes the last back.
func (tx *Tx) AnswerQuestion(ctx context.Context, id homeward.QuestionID, answer homeward.QuestionDecision, by homeward.UserID) error {
	_, err := tx.NewUpdate().ModelTableExpr("question").Set("answer = ?, answered_by = ?, answered_at = ?", answer, by, tx.Now).
		Where("id = ?", id).Where("decision = ''").Exec(ctx)
	return err
}

// DecideQuestion keeps what a question came to.
func (tx *Tx) DecideQuestion(ctx context.Context, id homeward.QuestionID, d homeward.QuestionDecision, by homeward.UserID) error {
	_, err := tx.NewUpdate().ModelTableExpr("question").Set("decision = ?, decided_at = ?, decided_by = ?", d, tx.Now, by).
		Where("id = ?", id).Where("decision = ''").Exec(ctx)
	return err
}

// ReopenQuestion opens a decided question again, as if nobody had answered it yet.
func (tx *Tx) ReopenQuestion(ctx context.Context, id homeward.QuestionID) error {
	_, err := tx.NewUpdate().ModelTableExpr("question").
		Set("decision = '', decided_at = NULL, decided_by = '', answer = '', answered_by = '', answered_at = NULL").Where("id = ?", id).Exec(ctx)
	return err
}

// QuestionRow is an open question in the queue of those who answer.
type QuestionRow struct {
	ID                     homeward.QuestionID
	Score                  float64
	RaisedAt               homeward.Instant
	Answer                 homeward.QuestionDecision
	AnsweredBy             homeward.UserID
	OneID, OtherID         homeward.IndividualID
	OneArea, OtherArea     homeward.Area
	OneNumber, OtherNumber homeward.CaseNumber
}

// QuestionQuery says which open questions a queue shows.
type QuestionQuery struct {
	// Answers are the last answers given; "" is none.
	Answers []homeward.QuestionDecision
	// NotBy leaves out what this officer was the last to answer.
	NotBy homeward.UserID
	// After is the question after which the list begins.
	After homeward.QuestionID
	Limit int
}

// openQuestions are questions nobody has decided, with the households of the two people, both in the areas of a List.
func (tx *Tx) openQuestions(in QuestionQuery) *bun.SelectQuery {
	q := tx.NewSelect().TableExpr("question AS q").
		Join("JOIN membership AS m ON m.individual_id = q.one_id AND m.valid_to IS NULL").Join("JOIN household AS h ON h.id = m.household_id").
		Join("JOIN membership AS m2 ON m2.individual_id = q.other_id AND m2.valid_to IS NULL").Join("JOIN household AS h2 ON h2.id = m2.household_id").
		Where("q.decision = ''")
	if len(in.Answers) > 0 {
		q = q.Where("q.answer IN (?)", bun.In(in.Answers))
	}
	if in.NotBy != "" {
		q = q.Where("q.answered_by <> ?", in.NotBy)
	}
	return tx.inAreas(tx.inAreas(q, "h.area"), "h2.area")
}

// OpenQuestions is a part of the queue, the likeliest first.
func (tx *Tx) OpenQuestions(ctx context.Context, in QuestionQuery) (rows []QuestionRow, err error) {
	q := tx.openQuestions(in).ColumnExpr("q.id, q.score, q.raised_at, q.answer, q.answered_by, q.one_id, q.other_id").
		ColumnExpr("h.area AS one_area, h2.area AS other_area, h.case_number AS one_number, h2.case_number AS other_number")
	if in.After != "" {
		q = q.Where("(q.score < (SELECT score FROM question WHERE id = ?0) OR q.score = (SELECT score FROM question WHERE id = ?0) AND q.id > ?0)", in.After)
	}
	err = q.OrderExpr("q.score DESC, q.id").Limit(int64(max(in.Limit, 1))).Scan(ctx, &rows)
	return rows, err
}

// CountQuestions counts the open questions by their last answer; elsewhere are those of which only one person is in the
// areas of the List.
func (tx *Tx) CountQuestions(ctx context.Context) (counts map[homeward.QuestionDecision]int, elsewhere int, err error) {
	var rows []struct {
		Answer homeward.QuestionDecision
		N      int
	}
	if err := tx.openQuestions(QuestionQuery{}).ColumnExpr("q.answer, count(*) AS n").GroupExpr("q.answer").Scan(ctx, &rows); err != nil {
		return nil, 0, err
	}
	counts = map[homeward.QuestionDecision]int{}
	both := 0
	for _, r := range rows {
		counts[r.Answer] = r.N
		both += r.N
	}
	if tx.areas == nil {
		return counts, 0, nil
	}
	either, err := tx.NewSelect().TableExpr("question AS q").
		Join("JOIN membership AS m ON m.individual_id = q.one_id AND m.valid_to IS NULL").Join("JOIN household AS h ON h.id = m.household_id").
		Join("JOIN membership AS m2 ON m2.individual_id = q.other_id AND m2.valid_to IS NULL").Join("JOIN household AS h2 ON h2.id = m2.household_id").
		Where("q.decision = ''").Where("(h.area IN (?0) OR h2.area IN (?0))", bun.In(tx.areas)).Count(ctx)
	return counts, int(either) - both, err
}

// DecidedQuestions lists what was decided last, latest first.
func (tx *Tx) DecidedQuestions(ctx context.Context, limit int) ([]homeward.Question, error) {
	var out []homeward.Question
	return out, tx.NewSelect().Model(&out).Where("decision IN (?)", bun.In([]homeward.QuestionDecision{homeward.SamePerson, homeward.DifferentPeople})).
		OrderExpr("decided_at DESC, id").Limit(int64(limit)).Scan(ctx)
}

// UserNames says how some users are called by their colleagues.
func (tx *Tx) UserNames(ctx context.Context, ids []homeward.UserID) (map[homeward.UserID]string, error) {
	out := map[homeward.UserID]string{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []homeward.User
	err := tx.NewSelect().Model(&rows).ModelTableExpr(`"user" AS "user"`).Where("id IN (?)", bun.In(ids)).Scan(ctx)
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}
