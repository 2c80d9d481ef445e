package store

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
	"github.com/uptrace/bun"
)

// dialect is everything in which the two databases differ, besides their migrations: each difference once, side by side.
type dialect int

const (
	sqlite dialect = iota
	postgres
)

// lockJournal makes this the only writer of the operation. SQLite has done so when the immediate transaction began.
func (d dialect) lockJournal(ctx context.Context, tx bun.Tx) error {
	if d == sqlite {
		return nil
	}
	_, err := tx.ExecContext(ctx, "LOCK TABLE journal IN EXCLUSIVE MODE")
	return err
}

// again says whether a transaction lost to another and may be run whole once more.
func (d dialect) again(err error) bool {
	if d == sqlite {
		return errors.Is(err, sqlite3.BUSY)
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// broken names the constraint an error broke: a name on PostgreSQL; on SQLite "table.column, table.column" for a unique
// index and the name that a trigger raised. Empty when the error is something else.
func (d dialect) broken(err error) string {
	if d == sqlite {
		return brokenSQLite(err)
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case !ok:
		return ""
	case e.Code == "P0001": // raised by one of our triggers
		return e.Message
	}
	return e.ConstraintName
}

func brokenSQLite(err error) string {
	e, ok := errors.AsType[*sqlite3.Error](err)
	if !ok || e.Code() != sqlite3.CONSTRAINT {
		return ""
	}
	msg := e.Error()
	if _, columns, ok := strings.Cut(msg, "UNIQUE constraint failed: "); ok {
		return columns
	}
	if i := strings.LastIndex(msg, ": "); i >= 0 {
		return msg[i+2:]
	}
	return msg
}

// fault is what kind of rule of the database an error broke.
type fault int

const (
	otherFault fault = iota
	second           // a second of what there may be one of: a unique index or a primary key
	dangling         // a reference to a record that is not there
)

func (d dialect) fault(err error) fault {
	if d == sqlite {
		switch {
		case errors.Is(err, sqlite3.CONSTRAINT_UNIQUE), errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY), errors.Is(err, sqlite3.CONSTRAINT_ROWID):
			return second
		case errors.Is(err, sqlite3.CONSTRAINT_FOREIGNKEY):
			return dangling
		}
		return otherFault
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code {
		case "23505":
			return second
		case "23503":
			return dangling
		}
	}
	return otherFault
}

// damaged says whether an error means that the file is not a sound database.
func (d dialect) damaged(err error) bool {
	return d == sqlite && (errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.NOTADB))
}

// dayOf is the day of an instant column, as SQL.
func (d dialect) dayOf(column string) string {
	if d == sqlite {
		return "substr(" + column + ", 1, 10)"
	}
	return "(" + column + ")::date"
}
