package store

import (
	"context"
	"database/sql"
	"errors"

	"homeward"

	"github.com/uptrace/bun"
)

// Jobs stand in one queue: a row of their own each, whose progress goes around the journal (exempt.go), while that one was
// asked for, and what a search finds, are written by steps like everything else.

// InsertSearch asks for a search of the register. There is one at a time.
func (tx *Tx) InsertSearch(ctx context.Context, j homeward.Job) error {
	j.Kind = homeward.MatchingJob
	if err := tx.NewRaw("SELECT count(*), coalesce(max(id), '') FROM individual WHERE ended_on IS NULL").Scan(ctx, &j.Total, &j.UntilID); err != nil {
		return err
	}
	return tx.InsertJob(ctx, j)
}

// InsertJob puts a job into the queue.
func (tx *Tx) InsertJob(ctx context.Context, j homeward.Job) error {
	j.RecordedSeq, j.Live = tx.Seq, true
	return insert(ctx, tx, []homeward.Job{j})
}

// LastSearch is the search that goes on, else the last there was; zero before the first.
func (tx *Tx) LastSearch(ctx context.Context) (j homeward.Job, err error) {
	err = tx.NewSelect().Model(&j).Where("kind = ?", homeward.MatchingJob).OrderExpr("live DESC, asked_at DESC, id DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return homeward.Job{}, nil
	}
	return j, err
}

// JobOf is a job that this user asked for; ok is false when there is none.
func (tx *Tx) JobOf(ctx context.Context, user homeward.UserID, id homeward.JobID) (j homeward.Job, ok bool, err error) {
	err = tx.NewSelect().Model(&j).Where("id = ?", id).Where("asked_by = ?", user).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return j, false, nil
	}
	return j, err == nil, err
}

// JobsOf are the last jobs of a kind that a user asked for, latest first, without what they found.
func (tx *Tx) JobsOf(ctx context.Context, user homeward.UserID, kind homeward.JobKind, limit int) (out []homeward.Job, err error) {
	err = tx.NewSelect().Model(&out).ExcludeColumn("found").Where("asked_by = ?", user).Where("kind = ?", kind).
		OrderExpr("asked_at DESC, id DESC").Limit(int64(limit)).Scan(ctx)
	return out, err
}

// StopJob asks a job that goes on to stop, and says whether there was one.
func (tx *Tx) StopJob(ctx context.Context, id homeward.JobID) (bool, error) {
	return changed(tx.NewUpdate().ModelTableExpr("job").Set("stopping = ?", true).Where("id = ?", id).Where("live").Exec(ctx))
}

func changed(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// ClaimJob makes a process the worker of the job of a kind that was asked for first, if that has none or its worker gave
// no sign of life since an instant. ok is false when there is nothing to do, or another does it.
func (db *DB) ClaimJob(ctx context.Context, kind homeward.JobKind, worker string, silentSince homeward.Instant) (j homeward.Job, ok bool, err error) {
	first, ok, err := db.firstJob(ctx, kind)
	if err != nil || !ok {
		return j, false, err
	}
	ok, err = changed(db.write.NewUpdate().ModelTableExpr("job").Set("worker = ?, beat_at = ?", worker, db.Now()).
		Where("id = ?", first.ID).Where("live").Where("worker = '' OR worker = ? OR beat_at IS NULL OR beat_at < ?", worker, silentSince).Exec(ctx))
	if err != nil || !ok {
		return j, false, db.explain(err)
	}
	j, err = db.job(ctx, first.ID)
	return j, err == nil && j.Live && j.Worker == worker, err
}

// firstJob is the live job of a kind that was asked for first.
func (db *DB) firstJob(ctx context.Context, kind homeward.JobKind) (j homeward.Job, ok bool, err error) {
	err = db.read.NewSelect().Model(&j).Where("kind = ?", kind).Where("live").OrderExpr("asked_at, id").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return j, false, nil
	}
	return j, err == nil, db.explain(err)
}

func (db *DB) job(ctx context.Context, id homeward.JobID) (j homeward.Job, err error) {
	err = db.read.NewSelect().Model(&j).Where("id = ?", id).Scan(ctx)
	return j, db.explain(err)
}

// BeatJob keeps how far a job has come, and what it has found, and says whether it is still this worker's, and whether it
// is to stop.
func (db *DB) BeatJob(ctx context.Context, j homeward.Job) (mine, stop bool, err error) {
	mine, err = changed(beat(db.write, j, db.Now()).Exec(ctx))
	if err != nil || !mine {
		return false, false, db.explain(err)
	}
	now, err := db.job(ctx, j.ID)
	return mine, now.Stopping, err
}

// BeatJob is the same within the step that writes what a search found, so that both are there or neither.
func (tx *Tx) BeatJob(ctx context.Context, j homeward.Job) (mine bool, err error) {
	return changed(beat(tx.Tx, j, tx.Now).Exec(ctx))
}

func beat(db bun.IDB, j homeward.Job, at homeward.Instant) *bun.UpdateQuery {
	return db.NewUpdate().ModelTableExpr("job").
		Set("beat_at = ?, after_id = ?, done = ?, total = ?, questions = ?, found = ?", at, j.AfterID, j.Done, j.Total, j.Questions, j.Found).
		Where("id = ?", j.ID).Where("worker = ?", j.Worker).Where("live")
}

// EndJob ends a job.
func (db *DB) EndJob(ctx context.Context, j homeward.Job, outcome homeward.JobOutcome) error {
	_, err := db.write.NewUpdate().ModelTableExpr("job").Set("live = ?, outcome = ?, ended_at = ?", false, outcome, db.Now()).
		Where("id = ?", j.ID).Where("worker = ?", j.Worker).Where("live").Exec(ctx)
	return db.explain(err)
}

// ReleaseJob lets another process go on with a job at once.
func (db *DB) ReleaseJob(ctx context.Context, j homeward.Job) error {
	_, err := db.write.NewUpdate().ModelTableExpr("job").Set("worker = ''").Where("id = ?", j.ID).Where("worker = ?", j.Worker).Exec(ctx)
	return db.explain(err)
}

// JobGoesOn says whether a job of a kind waits or goes on.
func (db *DB) JobGoesOn(ctx context.Context, kind homeward.JobKind) (bool, error) {
	_, ok, err := db.firstJob(ctx, kind)
	return ok, err
}

// PeopleAfter reads the next living people in the order of their identifiers, up to the last there was when the search
// began.
func (tx *Tx) PeopleAfter(ctx context.Context, after, until string, limit int) ([]homeward.Individual, error) {
	var out []homeward.Individual
	return out, tx.NewSelect().Model(&out).Where("id > ?", after).Where("id <= ?", until).Where("ended_on IS NULL").
		OrderExpr("id").Limit(int64(limit)).Scan(ctx)
}
