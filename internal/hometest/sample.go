//go:build unix

package hometest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/sample"
	"homeward/internal/store"
	"homeward/policies"
)

// House stands on an operation: real places, texts and policies, random identifiers.
func House(t testing.TB, db *store.DB) *casework.House {
	t.Helper()
	h, err := house(db)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func house(db *store.DB) (*casework.House, error) {
	places, err := atlas.Load()
	if err != nil {
		return nil, err
	}
	speech, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	editions, err := policy.LoadAll(policies.FS)
	if err != nil {
		return nil, err
	}
	return &casework.House{
		DB: db, Places: places, Speech: speech.WithPlaces(places.Label), Policies: editions, Operation: "test", Sample: true,
		Software: strings.Repeat("0", 64), IDs: &homeward.IDs{Now: func() time.Time { return db.Now().Time }, Rand: rand.Reader},
	}, nil
}

// Sample returns a house with the whole sample played: 278 households with their keys, a waiting list, a round to draw.
// Its clock stands on the sample's day. The chain is played once per process and engine, some seconds long; each test
// gets a copy of its own and may change it.
func Sample(t testing.TB, engine Engine) (*casework.House, *Clock) {
	t.Helper()
	clock := At(sample.Opens)
	var where string
	switch engine {
	case SQLite:
		played, err := playedSQLite()
		if err != nil {
			t.Fatalf("play the sample: %v", err)
		}
		where = filepath.Join(t.TempDir(), "operation.db")
		if err := copyFile(where, played); err != nil {
			t.Fatal(err)
		}
	case PostgreSQL:
		server, err := postgresServer()
		if err != nil {
			absent(t, "PostgreSQL: %v", err)
		}
		played, err := playedPostgres()
		if err != nil {
			t.Fatalf("play the sample: %v", err)
		}
		where = cloneDatabase(t, server, played)
	}
	return House(t, OpenAt(t, where, clock.Now)), clock
}

var playedSQLite = sync.OnceValues(func() (file string, err error) {
	dir, err := os.MkdirTemp("", "homeward-sample-")
	if err != nil {
		return "", err
	}
	if err := untilExit(nil, `read _; rm -rf "$1"`, dir); err != nil {
		return "", err
	}
	file = filepath.Join(dir, "operation.db")
	clock := &sample.Clock{}
	db, err := store.OpenSQLite(context.Background(), file, testKey, store.Config{Areas: areas(), Clock: clock.Now})
	if err != nil {
		return "", err
	}
	return file, play(db, clock)
})

// sampleSchema is where the sample lies in its database, and in every copy of that.
const sampleSchema = "sample"

var playedPostgres = sync.OnceValues(func() (database string, err error) {
	server, err := postgresServer()
	if err != nil {
		return "", err
	}
	database = "played_" + strings.ToLower(rand.Text()[:12])
	if err := execute(server, "CREATE DATABASE "+database); err != nil {
		return "", err
	}
	clock := &sample.Clock{}
	db, err := store.OpenPostgres(context.Background(), inDatabase(server, database), store.Config{Areas: areas(), Clock: clock.Now})
	if err != nil {
		return "", err
	}
	return database, play(db, clock)
})

// play plays the chain and closes the database: a copy is taken of what nobody has open.
func play(db *store.DB, clock *sample.Clock) error {
	h, err := house(db)
	if err == nil {
		err = sample.Play(context.Background(), h, clock, func(int, int, string) {})
	}
	return errors.Join(err, db.Close())
}

// cloneDatabase copies the database of the played sample, which PostgreSQL does file by file.
func cloneDatabase(t testing.TB, server, played string) (address string) {
	t.Helper()
	database := "sample_" + strings.ToLower(rand.Text()[:12])
	if err := execute(server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", database, played)); err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(server, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", database)); err != nil {
			t.Errorf("PostgreSQL: %v", err)
		}
	})
	return inDatabase(server, database)
}

// inDatabase is the address of the sample's schema in another database of the server.
func inDatabase(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err) // postgresServer made or used it
	}
	u.Path = "/" + database
	q := u.Query()
	q.Set("search_path", sampleSchema)
	u.RawQuery = q.Encode()
	return u.String()
}

func execute(server, statement string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o600)
}
