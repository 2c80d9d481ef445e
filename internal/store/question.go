package store

import (
	"context"

	"homeward"
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

// DecideQuestion keeps a person's answer.
func (tx *Tx) DecideQuestion(ctx context.Context, id homeward.QuestionID, d homeward.QuestionDecision, by homeward.UserID) error {
	_, err := tx.NewUpdate().ModelTableExpr("question").Set("decision = ?, decided_at = ?, decided_by = ?", d, tx.Now, by).
		Where("id = ?", id).Where("decision = ''").Exec(ctx)
	return err
}
