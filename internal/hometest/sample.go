//go:build unix

package hometest

import (
	"context"
	"crypto/rand"
	"errors"
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
		DB: db, Places: places, Speech: speech.WithPlaces(places.Label), Policies: editions, Editions: &casework.Editions{}, Operation: "test", Sample: true,
		Software: strings.Repeat("0", 64), IDs: &homeward.IDs{Now: func() time.Time { return db.Now().Time }, Rand: rand.Reader},
	}, nil
}

// Sample returns a house with the whole sample played: 278 households with their keys, a waiting list, a round to draw.
// Its clock stands on the sample's day. The chain is played once per process, some seconds long; each test gets a copy of
// its own and may change it. It lies on SQLite: that both databases come to the same is a test of package sample.
func Sample(t testing.TB) (*casework.House, Clock) {
	t.Helper()
	played, err := playedSample()
	if err != nil {
		t.Fatalf("play the sample: %v", err)
	}
	b, err := os.ReadFile(played)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "operation.db")
	if err := os.WriteFile(own, b, 0o600); err != nil {
		t.Fatal(err)
	}
	clock := At(sample.Opens)
	return House(t, OpenAt(t, own, clock.Now)), clock
}

var playedSample = sync.OnceValues(func() (file string, err error) {
	dir, err := Folder()
	if err != nil {
		return "", err
	}
	file = filepath.Join(dir, "operation.db")
	clock := &sample.Clock{}
	db, err := store.OpenSQLite(context.Background(), file, testKey, store.Config{Areas: areas(), Clock: clock.Now, Invented: true})
	if err != nil {
		return "", err
	}
	h, err := house(db)
	if err == nil {
		err = sample.Play(context.Background(), h, clock, func(int, int, string) {})
	}
	// Closed before it is copied, so that all of it lies in the one file.
	return file, errors.Join(err, db.Close())
})
