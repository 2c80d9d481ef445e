// Package store keeps an operation: all SQL of Homeward is here, a file a noun.
//
// The register is reached only through DB.Write and DB.Read. Both take who acts, what is done and on what; inside the
// transaction the subject's area is looked up, access mints the grant, the step runs, the journal entry is written, and
// all of it is committed or none. What may go around them (sessions, migrations, settings) is listed in exempt.go.
//
// The same code runs on an encrypted SQLite file and on a PostgreSQL schema; what differs stands in dialect.go. Write is
// one at a time in an operation on both (an immediate transaction there, a table lock here), so the journal has no gaps
// and a step never meets a half-done other. Times are UTC milliseconds, one clock reading a transaction.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"homeward"
	"homeward/internal/access"

	"github.com/uptrace/bun"
)

// DB is one operation's database.
type DB struct {
	// write takes one transaction at a time; read is a pool of readers. On PostgreSQL they are the same pool.
	write, read *bun.DB
	dialect     dialect
	areas       Areas
	clock       func() time.Time
	path, key   string // of the SQLite file, for its copies
	// together is how many runs of many steps count once at their end, see CountOnce.
	together atomic.Int32
}

// Areas is the tree of places as store needs it: Within lists the areas that hold a place, itself first and the whole
// programme last; Inside lists a place and everything in it.
type Areas struct {
	Within func(homeward.Area) []homeward.Area
	Inside func(homeward.Area) []homeward.Area
}

// Tx is a transaction of one granted action. It ends with the step it was made for.
type Tx struct {
	bun.Tx
	// Now is the transaction's one clock reading, Seq the journal number its records carry.
	Now   homeward.Instant
	Seq   int64
	Grant access.Grant
	// areas limits lists; nil is no limit.
	areas   []homeward.Area
	asked   *request
	within  func(homeward.Area) []homeward.Area
	detail  any
	rules   string
	dialect dialect
}

// Today is the day of Now.
func (tx *Tx) Today() homeward.Date { return tx.Now.Date() }

// Detail puts what was done beside the journal entry, under a salted hash. The last call holds.
func (tx *Tx) Detail(v any) { tx.detail = v }

// Rules names the edition of the rules that decided, for the journal entry.
func (tx *Tx) Rules(hash string) { tx.rules = hash }

// Close ends all connections.
func (db *DB) Close() error {
	err := db.write.Close()
	if db.read != db.write {
		err = errors.Join(err, db.read.Close())
	}
	return err
}

// Now is the operation's clock.
func (db *DB) Now() homeward.Instant { return homeward.At(db.clock()) }

// maxTries bounds how often a transaction is run whole again after a serialisation failure or a deadlock.
const maxTries = 5

// Write runs fn in a transaction that may change the register, if the actor may do the action on the subject, and
// journals it. A refusal (Forbidden, Blocked) is journalled in a transaction of its own. fn may run more than once, so
// it has no effects besides those on tx.
func (db *DB) Write(ctx context.Context, actor homeward.Actor, action homeward.Action, subject homeward.Subject, fn func(*Tx) error) error {
	var err error
	asked := request{actor: actor, action: action, subject: subject}
	for range maxTries {
		err = db.writeOnce(ctx, &asked, fn)
		if !db.dialect.again(err) {
			break
		}
	}
	return db.noteRefusal(ctx, asked, err)
}

// request is what an actor asks for: what the journal is told when it is refused.
type request struct {
	actor   homeward.Actor
	action  homeward.Action
	subject homeward.Subject // with its area, once that was looked up
	role    homeward.Role    // under which it was granted; empty while it is not
}

// noteRefusal journals that what somebody signed in asked for was refused, and returns the refusal.
func (db *DB) noteRefusal(ctx context.Context, asked request, err error) error {
	kind := homeward.KindOf(err)
	if asked.actor.User == "" || kind != homeward.Forbidden && kind != homeward.Blocked {
		return err
	}
	text, _ := homeward.TextOf(err)
	if jerr := db.journalRefusal(ctx, asked, text.Key); jerr != nil {
		return errors.Join(err, jerr)
	}
	return err
}

func (db *DB) writeOnce(ctx context.Context, asked *request, fn func(*Tx) error) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit this does nothing
	last, err := tx.lastJournal(ctx)
	if err != nil {
		return err
	}
	tx.Seq = last.Seq + 1
	if err := db.grant(ctx, tx, asked); err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return db.explain(err)
	}
	if db.together.Load() == 0 {
		if err := tx.countAnew(ctx); err != nil {
			return err
		}
	}
	if err := tx.journal(ctx, last, ""); err != nil {
		return err
	}
	return db.explain(tx.Commit())
}

// begin starts a write transaction that has the journal to itself.
func (db *DB) begin(ctx context.Context) (*Tx, error) {
	btx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, db.explain(fmt.Errorf("begin: %w", err))
	}
	if err := db.dialect.lockJournal(ctx, btx); err != nil {
		return nil, db.explain(errors.Join(fmt.Errorf("lock the journal: %w", err), btx.Rollback()))
	}
	return &Tx{Tx: btx, Now: db.Now(), dialect: db.dialect}, nil
}

// grant looks the subject's area up and asks access.
func (db *DB) grant(ctx context.Context, tx *Tx, asked *request) error {
	info, ok := asked.action.Info()
	if !ok || info.Noun != asked.subject.Noun {
		return fmt.Errorf("store: action %q on a %q", asked.action, asked.subject.Noun)
	}
	tx.asked, tx.within = asked, db.areas.Within
	if asked.subject.Area == "" {
		area, err := tx.areaOf(ctx, asked.subject)
		if err != nil {
			return db.explain(err)
		}
		asked.subject.Area = area
	}
	grant, err := access.Check(asked.actor, asked.action, asked.subject, db.areas.Within(asked.subject.Area))
	tx.Grant, asked.role = grant, grant.Role()
	return err
}

// Read runs fn in a transaction that changes nothing, if the actor may do the action on the subject. Reading that
// opens a person's file or the journal is itself journalled, and so takes a writing transaction. A refusal is journalled
// in any case: who tried to look where they may not is what the journal is for.
func (db *DB) Read(ctx context.Context, actor homeward.Actor, action homeward.Action, subject homeward.Subject, fn func(*Tx) error) error {
	info, _ := action.Info()
	if !info.Reads {
		return fmt.Errorf("store: %q is not a reading action", action)
	}
	if info.Journalled {
		return db.Write(ctx, actor, action, subject, fn)
	}
	asked := request{actor: actor, action: action, subject: subject}
	return db.noteRefusal(ctx, asked, db.readOnce(ctx, &asked, fn))
}

func (db *DB) readOnce(ctx context.Context, asked *request, fn func(*Tx) error) error {
	btx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return db.explain(fmt.Errorf("begin: %w", err))
	}
	defer btx.Rollback() // nothing to keep
	tx := &Tx{Tx: btx, Now: db.Now(), dialect: db.dialect}
	if err := db.grant(ctx, tx, asked); err != nil {
		return err
	}
	return db.explain(fn(tx))
}

// List runs fn in a transaction that changes nothing and sees only the actor's areas for this action. It is refused
// when the actor has none. Lists are limited by themselves; a step that opens one record of a list asks Within for it.
func (db *DB) List(ctx context.Context, actor homeward.Actor, action homeward.Action, fn func(*Tx) error) error {
	areas, all := []homeward.Area{}, false
	var first homeward.Area
	for _, p := range actor.Appointments {
		if !access.MayAnywhere(p.Role, action) {
			continue
		}
		if first == "" {
			first = p.Area
		}
		all = all || p.Area == homeward.Programme
		areas = append(areas, db.areas.Inside(p.Area)...)
	}
	if first == "" {
		first = homeward.Programme // the refusal then names the missing role
	}
	info, _ := action.Info()
	return db.Read(ctx, actor, action, homeward.Subject{Noun: info.Noun, Area: first}, func(tx *Tx) error {
		if !all {
			tx.areas = areas
		}
		return fn(tx)
	})
}

// Within refuses to go on unless the action of this transaction is granted on this subject too, in whose area it lies:
// whoever may list movements somewhere may open one only there.
func (tx *Tx) Within(ctx context.Context, subject homeward.Subject) (err error) {
	if subject.Area == "" {
		if subject.Area, err = tx.areaOf(ctx, subject); err != nil {
			return err
		}
	}
	_, err = access.Check(tx.asked.actor, tx.asked.action, subject, tx.within(subject.Area))
	if err != nil {
		tx.asked.subject = subject // what the journal says was refused
	}
	return err
}

// inAreas limits a query to the areas of a List by one column.
func (tx *Tx) inAreas(q *bun.SelectQuery, column string) *bun.SelectQuery {
	if tx.areas == nil {
		return q
	}
	return q.Where("? IN (?)", bun.Ident(column), bun.In(tx.areas))
}

// insert adds rows; an empty slice is nothing to do.
func insert[T any](ctx context.Context, tx *Tx, rows []T) error {
	// PostgreSQL and SQLite both slow down on very long statements; a few hundred rows at once is where it is flat.
	const batch = 400
	for len(rows) > 0 {
		n := min(batch, len(rows))
		part := rows[:n]
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return fmt.Errorf("insert %T: %w", rows[0], err)
		}
		rows = rows[n:]
	}
	return nil
}

// one reads a single row; none is NotFound with the noun.
func one(err error, noun string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun."+noun))
	}
	return err
}

func newSalt() []byte {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails, by its documentation
	return salt
}

func marshal(v any) ([]byte, error) {
	if v == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(v)
}
