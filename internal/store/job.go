package store

import (
	"context"
	"database/sql"
	"errors"

	"homeward"

	"github.com/uptrace/bun"
)

// The search of the register is a job: one row of its own, whose progress goes around the journal (exempt.go), while
// what it finds is written by a step like everything else.

// InsertJob asks for a search of the register. There is one at a time.
func (tx *Tx) InsertJob(ctx context.Context, j homeward.MatchingJob) (homeward.MatchingJob, error) {
	j.RecordedSeq, j.Live = tx.Seq, true
	err := tx.NewRaw("SELECT count(*), coalesce(max(id), '') FROM individual WHERE ended_on IS NULL").Scan(ctx, &j.Total, &j.UntilID)
	if err != nil {
		return j, err
	}
	return j, insert(ctx, tx, []homeward.MatchingJob{j})
}

// LastJob is the search that goes on, else the last there was; zero before the first.
func (tx *Tx) LastJob(ctx context.Context) (homeward.MatchingJob, error) { return lastJob(ctx, tx.Tx) }

func lastJob(ctx context.Context, db bun.IDB) (j homeward.MatchingJob, err error) {
	err = db.NewSelect().Model(&j).OrderExpr("live DESC, asked_at DESC, id DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return homeward.MatchingJob{}, nil
	}
	return j, err
}

// StopJob asks the search that goes on to stop, and says whether there was one.
func (tx *Tx) StopJob(ctx context.Context, id homeward.JobID) (bool, error) {
	return changed(tx.NewUpdate().ModelTableExpr("matching_job").Set("stopping = ?", true).Where("id = ?", id).Where("live").Exec(ctx))
}

func changed(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// ClaimJob makes a process the worker of the search that goes on, if it has none or its worker gave no sign of life since
// an instant. ok is false when there is nothing to do.
func (db *DB) ClaimJob(ctx context.Context, worker string, silentSince homeward.Instant) (j homeward.MatchingJob, ok bool, err error) {
	ok, err = changed(db.write.NewUpdate().ModelTableExpr("matching_job").Set("worker = ?, beat_at = ?", worker, db.Now()).
		Where("live").Where("worker = '' OR worker = ? OR beat_at IS NULL OR beat_at < ?", worker, silentSince).Exec(ctx))
	if err != nil || !ok {
		return j, false, db.explain(err)
	}
	j, err = lastJob(ctx, db.read)
	return j, err == nil && j.Live && j.Worker == worker, db.explain(err)
}

// BeatJob keeps how far a search has come and says whether it is still this worker's, and whether it is to stop.
func (db *DB) BeatJob(ctx context.Context, j homeward.MatchingJob) (mine, stop bool, err error) {
	mine, err = changed(beat(db.write, j, db.Now()).Exec(ctx))
	if err != nil || !mine {
		return false, false, db.explain(err)
	}
	now, err := lastJob(ctx, db.read)
	return mine, now.Stopping, db.explain(err)
}

// BeatJob is the same within the step that writes what the search found, so that both are there or neither.
func (tx *Tx) BeatJob(ctx context.Context, j homeward.MatchingJob) (mine bool, err error) {
	return changed(beat(tx.Tx, j, tx.Now).Exec(ctx))
}

func beat(db bun.IDB, j homeward.MatchingJob, at homeward.Instant) *bun.UpdateQuery {
	return db.NewUpdate().ModelTableExpr("matching_job").
		Set("beat_at = ?, after_id = ?, done = ?, questions = ?", at, j.AfterID, j.Done, j.Questions).
		Where("id = ?", j.ID).Where("worker = ?", j.Worker).Where("live")
}

// EndJob ends a search.
func (db *DB) EndJob(ctx context.Context, j homeward.MatchingJob, outcome homeward.JobOutcome) error {
	_, err := db.write.NewUpdate().ModelTableExpr("matching_job").Set("live = ?, outcome = ?, ended_at = ?", false, outcome, db.Now()).
		Where("id = ?", j.ID).Where("worker = ?", j.Worker).Where("live").Exec(ctx)
	return db.explain(err)
}

// ReleaseJob lets another process go on with a search at once.
func (db *DB) ReleaseJob(ctx context.Context, j homeward.MatchingJob) error {
	_, err := db.write.NewUpdate().ModelTableExpr("matching_job").Set("worker = ''").Where("id = ?", j.ID).Where("worker = ?", j.Worker).Exec(ctx)
	return db.explain(err)
}

// JobGoesOn says whether a search goes on.
func (db *DB) JobGoesOn(ctx context.Context) (bool, error) {
	j, err := lastJob(ctx, db.read)
	return j.Live, db.explain(err)
}

// PeopleAfter reads the next living people in the order of their identifiers, up to the last there was when the search
// began.
func (tx *Tx) PeopleAfter(ctx context.Context, after, until homeward.IndividualID, limit int) ([]homeward.Individual, error) {
	var out []homeward.Individual
	return out, tx.NewSelect().Model(&out).Where("id > ?", after).Where("id <= ?", until).Where("ended_on IS NULL").
		OrderExpr("id").Limit(int64(limit)).Scan(ctx)
}
