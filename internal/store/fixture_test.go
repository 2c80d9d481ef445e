package store_test

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"homeward"
	"homeward/internal/hometest"
	"homeward/internal/store"
)

var start = time.Date(2026, 2, 9, 8, 0, 0, 0, time.UTC)

// config knows two settlements of one programme.
func config() store.Config {
	return store.Config{Invented: true, Clock: func() time.Time { return start }, Areas: store.Areas{
		Within: func(a homeward.Area) []homeward.Area {
			if a == homeward.Programme {
				return []homeward.Area{a}
			}
			return []homeward.Area{a, homeward.Programme}
		},
		Inside: func(a homeward.Area) []homeward.Area { return []homeward.Area{a} },
	}}
}

var key = strings.Repeat("5a", 32)

// operation is an open operation, and a connection past all of our code, as somebody with the key or the password has.
type operation struct {
	*store.DB
	t      *testing.T
	engine hometest.Engine
	raw    *sql.DB
}

// each runs a test on both databases, in a short run on the one that needs no server.
func each(t *testing.T, test func(op operation)) {
	t.Helper()
	for _, engine := range hometest.Engines {
		if testing.Short() && engine != hometest.SQLite {
			continue
		}
		t.Run(string(engine), func(t *testing.T) { test(open(t, engine)) })
	}
}

func open(t *testing.T, engine hometest.Engine) operation {
	t.Helper()
	op := operation{t: t, engine: engine}
	var err error
	if engine == hometest.PostgreSQL {
		address := hometest.Postgres(t)
		if op.DB, err = store.OpenPostgres(t.Context(), address, config()); err != nil {
			t.Fatal(err)
		}
		op.raw, err = sql.Open("pgx", address)
	} else {
		path := filepath.Join(t.TempDir(), "operation.db")
		if op.DB, err = store.OpenSQLite(t.Context(), path, key, config()); err != nil {
			t.Fatal(err)
		}
		q := url.Values{"vfs": {"adiantum"}, "hexkey": {key}, "_pragma": {"busy_timeout(10000)"}}
		op.raw, err = sql.Open("sqlite3", "file:"+path+"?"+q.Encode())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := op.raw.Close(); err != nil {
			t.Error(err)
		}
		if err := op.DB.Close(); err != nil {
			t.Error(err)
		}
	})
	return op
}

func actor(r homeward.Role) homeward.Actor {
	return homeward.Actor{User: homeward.UserID("us_" + string(r)), Name: "Zülfüqar Ağayev", Request: "test", Appointments: []homeward.Appointment{{Role: r, Area: homeward.Programme}}}
}

func (op operation) ok(err error) {
	op.t.Helper()
	if err != nil {
		op.t.Fatal(err)
	}
}

// exec runs a statement past our code.
func (op operation) exec(query string, args ...any) {
	op.t.Helper()
	if _, err := op.raw.Exec(query, args...); err != nil {
		op.t.Fatalf("%s: %v", query, err)
	}
}

// write does something that changes nothing but the journal.
func (op operation) write(id string, fn func(*store.Tx) error) error {
	return op.Write(op.t.Context(), actor(homeward.RoleAdmin), homeward.UserAdd, homeward.Subject{Noun: "user", ID: id, Area: homeward.Programme}, fn)
}

func (op operation) verify() (check store.JournalCheck) {
	op.t.Helper()
	op.ok(op.Read(op.t.Context(), actor(homeward.RoleAuditor), homeward.JournalRead, homeward.Subject{Noun: "journal", Area: homeward.Programme}, func(tx *store.Tx) (err error) {
		check, err = tx.VerifyJournal(op.t.Context())
		return err
	}))
	return check
}

// household adds one with these people.
func (op operation) household(id homeward.HouseholdID, people ...homeward.Individual) {
	op.t.Helper()
	op.ok(op.Write(op.t.Context(), actor(homeward.RoleRegistrar), homeward.HouseholdRegister, homeward.Subject{Noun: "household", ID: string(id), Area: "khojaly"},
		func(tx *store.Tx) error { return insertHousehold(op.t.Context(), tx, id, people) }))
}

func insertHousehold(ctx context.Context, tx *store.Tx, id homeward.HouseholdID, people []homeward.Individual) error {
	c := store.Case{Household: homeward.Household{ID: id, Area: "khojaly", RegisteredOn: tx.Today(), Intention: homeward.IntentReturn}}
	var err error
	if c.CaseNumber, err = tx.NextCaseNumber(ctx); err != nil {
		return err
	}
	keys := map[homeward.IndividualID][]string{}
	for i, p := range people {
		keys[p.ID] = strings.Fields(p.Fold)
		m := store.Member{Individual: p, Relation: homeward.OtherKin, MemberID: homeward.MembershipID("mb_" + string(p.ID)), ValidFrom: tx.Today()}
		if i == 0 {
			m.Relation = homeward.Head
		}
		c.Members = append(c.Members, m)
	}
	tx.Detail(c)
	return tx.InsertHousehold(ctx, c, keys)
}
