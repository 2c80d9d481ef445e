//go:build unix

package hometest

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/internal/atlas"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// Engine is one of the two databases.
type Engine string

const (
	SQLite     Engine = "SQLite"
	PostgreSQL Engine = "PostgreSQL"
)

// Engines are those on which everything must hold.
var Engines = []Engine{SQLite, PostgreSQL}

// testKey opens the databases of tests. A key is derived from a secret once per operation, slowly on purpose; tests skip
// that.
var testKey = strings.Repeat("7f", 32)

// Open returns an empty operation, gone when the test ends.
func Open(t testing.TB, engine Engine, clock func() time.Time) *store.DB {
	t.Helper()
	if engine == PostgreSQL {
		return OpenAt(t, Postgres(t), clock)
	}
	return OpenAt(t, filepath.Join(t.TempDir(), "operation.db"), clock)
}

// OpenAt opens the operation in a file, or at the address of a schema (see Postgres), once more: as a second process
// would, or after the first was killed.
func OpenAt(t testing.TB, where string, clock func() time.Time) *store.DB {
	t.Helper()
	cfg := store.Config{Areas: areas(), Clock: clock, Invented: true}
	open := func() (*store.DB, error) { return store.OpenSQLite(t.Context(), where, testKey, cfg) }
	if strings.HasPrefix(where, "postgres://") {
		open = func() (*store.DB, error) { return store.OpenPostgres(t.Context(), where, cfg) }
	}
	db, err := open()
	if err != nil {
		t.Fatalf("open an operation: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close an operation: %v", err)
		}
	})
	return db
}

// Each runs a test on every engine, each time on an empty operation.
func Each(t *testing.T, clock func() time.Time, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	for _, engine := range Engines {
		t.Run(string(engine), func(t *testing.T) { test(t, Open(t, engine, clock)) })
	}
}

// areas is the tree of the real places.
var areas = sync.OnceValue(func() store.Areas {
	places, err := atlas.Load()
	if err != nil {
		panic(err) // the table is built in, and atlas tests that it can be read
	}
	return casework.Areas(places)
})
