package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"homeward"

	"github.com/uptrace/bun"
)

// What goes around Write and Read, all of it: settings of the operation, the first user, signing in, sessions, the area
// of a subject, what the index of the desk is made of, how far a job has come (job.go), what the calendar is to end (day.go),
// and migrations (open.go). Nothing here changes the register or shows anything of it but a place.

// JournalSeq is the number of the last journal entry: whoever keeps something made from the register asks by it whether
// there is news.
func (db *DB) JournalSeq(ctx context.Context) (int64, error) {
	seq, err := journalSeq(ctx, db.read)
	return seq, db.explain(err)
}

// JournalSeq is the same within a transaction: for one that writes, the number before its own.
func (tx *Tx) JournalSeq(ctx context.Context) (int64, error) { return journalSeq(ctx, tx.Tx) }

func journalSeq(ctx context.Context, db bun.IDB) (seq int64, err error) {
	err = db.NewRaw("SELECT coalesce(max(seq), 0) FROM journal_head").Scan(ctx, &seq)
	return seq, err
}

// EachIndividual hands over the people recorded after one journal number and up to another, for the index of the desk.
// The index shows nobody: whom it proposes is read anew, by a step that was granted.
func (db *DB) EachIndividual(ctx context.Context, after, until int64, each func(homeward.Individual)) error {
	return db.explain(eachIndividual(ctx, db.read, after, until, each))
}

// EachIndividual is the same within a transaction.
func (tx *Tx) EachIndividual(ctx context.Context, after, until int64, each func(homeward.Individual)) error {
	return eachIndividual(ctx, tx.Tx, after, until, each)
}

func eachIndividual(ctx context.Context, db bun.IDB, after, until int64, each func(homeward.Individual)) error {
	// Scanned by hand: a register of a million is read at every start.
	rows, err := db.QueryContext(ctx, `SELECT id, given, father, family, sex, birth_date, document, phone FROM individual
		WHERE recorded_seq > ? AND recorded_seq <= ?`, after, until)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var i homeward.Individual
		if err := rows.Scan(&i.ID, &i.Given, &i.Father, &i.Family, &i.Sex, &i.BirthDate, &i.Document, &i.Phone); err != nil {
			return err
		}
		each(i)
	}
	return rows.Err()
}

// AreaOf is the area of something that is there, for the subject of a step that makes something new about it: a claim on
// a dwelling lies where the dwelling does. Whether the actor may know of it, the step itself asks.
func (db *DB) AreaOf(ctx context.Context, s homeward.Subject) (homeward.Area, error) {
	area, err := areaOf(ctx, db.read, s)
	return area, db.explain(err)
}

// Setting reads a setting of the operation; absent is "".
func (db *DB) Setting(ctx context.Context, key string) (string, error) {
	var v string
	err := db.read.NewSelect().ModelTableExpr("setting").Column("value").Where("key = ?", key).Scan(ctx, &v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, db.explain(err)
}

// Settings that every process reads when it opens an operation.
const (
	SettingName   = "name"   // what the operation is called in what it publishes
	SettingSample = "sample" // "yes": its people are invented, and its pages and papers say so
)

// SetSetting keeps a setting of the operation, with the step that decides it.
func (tx *Tx) SetSetting(ctx context.Context, key, value string) error {
	_, err := tx.NewRaw(setSetting, key, value).Exec(ctx)
	return err
}

const setSetting = "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

// SetSetting keeps a setting of the operation.
func (db *DB) SetSetting(ctx context.Context, key, value string) error {
	_, err := db.write.NewRaw(setSetting, key, value).Exec(ctx)
	return db.explain(err)
}

type appointmentRow struct {
	UserID homeward.UserID
	Role   homeward.Role
	Area   homeward.Area
}

// UserByLogin finds who signs in under a name; ok is false when nobody does.
func (db *DB) UserByLogin(ctx context.Context, login string) (u homeward.User, ok bool, err error) {
	err = db.read.NewSelect().Model(&u).ModelTableExpr(`"user"`).Where("login = ?", login).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return u, false, nil
	}
	return u, err == nil, db.explain(err)
}

// ActorOf is a user with their appointments, as of today; ok is false when there is no such user any more.
func (db *DB) ActorOf(ctx context.Context, id homeward.UserID) (a homeward.Actor, ok bool, err error) {
	var u homeward.User
	err = db.read.NewSelect().Model(&u).ModelTableExpr(`"user" AS "user"`).Where("id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	if err != nil {
		return a, false, db.explain(err)
	}
	if !u.ValidTo.IsZero() && !db.Now().Date().Before(u.ValidTo) {
		return a, false, nil
	}
	var rows []appointmentRow
	err = db.read.NewSelect().Model(&rows).ModelTableExpr("appointment AS appointment_row").Where("user_id = ?", id).OrderExpr("role, area").Scan(ctx)
	a = homeward.Actor{User: u.ID, Name: u.Name}
	for _, r := range rows {
		a.Appointments = append(a.Appointments, homeward.Appointment{Role: r.Role, Area: r.Area})
	}
	return a, err == nil, db.explain(err)
}

// Sessions keeps signed-in sessions; it is the store that scs asks for.
type Sessions struct{ DB *DB }

// FindCtx implements scs.CtxStore.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data []byte
	err := s.DB.read.NewSelect().ModelTableExpr("session").Column("data").
		Where("token = ?", token).Where("expiry > ?", homeward.At(time.Now())).Scan(ctx, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, s.DB.explain(err)
}

// CommitCtx implements scs.CtxStore.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, err := s.DB.write.NewRaw("INSERT INTO session (token, data, expiry) VALUES (?, ?, ?) ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry",
		token, data, homeward.At(expiry)).Exec(ctx)
	return s.DB.explain(err)
}

// DeleteCtx implements scs.CtxStore. It also clears away what has expired.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.DB.write.NewRaw("DELETE FROM session WHERE token = ? OR expiry < ?", token, homeward.At(time.Now())).Exec(ctx)
	return s.DB.explain(err)
}

// Find implements scs.Store.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete implements scs.Store.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
