// Command register measures what officers ask of a register of a whole country: the overview, pages of the list,
// searches by name, and a trial of other rules over every household, beside the same rules over the same number of
// households without a register.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
	"homeward/policies"
)

func main() {
	people := flag.Int("people", 100_000, "people of the register")
	folder := flag.String("folder", "", "folder to keep the SQLite register in, or that holds one from before (else a temporary one)")
	database := flag.String("database", "", "postgres:// address of a schema instead; an empty one is filled")
	only := flag.String("only", "", "measure only what begins with this")
	times := flag.Int("times", 21, "how often each question is asked")
	flag.Parse()
	if err := run(context.Background(), *people, *folder, *database, *only, *times); err != nil {
		fmt.Fprintln(os.Stderr, "bench/register:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, people int, folder, database, only string, times int) (err error) {
	places, err := atlas.Load()
	if err != nil {
		return err
	}
	cfg := store.Config{Areas: casework.Areas(places), Clock: time.Now, Invented: true}
	db, done, err := open(ctx, folder, database, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(), done()) }()
	house, err := house(db, places)
	if err != nil {
		return err
	}
	what := "SQLite"
	if database != "" {
		what = "PostgreSQL"
	}
	fmt.Printf("register: %d people, %s\n", people, what)
	last, err := db.JournalSeq(ctx)
	if err == nil && last == 0 {
		err = fill(ctx, db, settlements(places), people)
	}
	if err != nil {
		return err
	}
	return measure(ctx, house, only, times)
}

func open(ctx context.Context, folder, database string, cfg store.Config) (*store.DB, func() error, error) {
	nothing := func() error { return nil }
	if database != "" {
		db, err := store.OpenPostgres(ctx, database, cfg)
		return db, nothing, err
	}
	if folder == "" {
		temporary, err := os.MkdirTemp("", "homeward-register-")
		if err != nil {
			return nil, nil, err
		}
		folder, nothing = temporary, func() error { return os.RemoveAll(temporary) }
	}
	db, err := store.OpenSQLite(ctx, filepath.Join(folder, "operation.db"), strings.Repeat("5a", 32), cfg)
	return db, nothing, err
}

func house(db *store.DB, places *atlas.Atlas) (*casework.House, error) {
	speech, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	editions, err := policy.LoadAll(policies.FS)
	return &casework.House{DB: db, Places: places, Speech: speech, Policies: editions, Operation: "register", Sample: true,
		IDs: &homeward.IDs{Now: time.Now, Rand: rand.Reader}}, err
}

// settlements are the places that hold no others.
func settlements(places *atlas.Atlas) (out []homeward.Area) {
	for _, p := range places.All() {
		if len(places.Children(p.ID)) == 0 && places.Within(p.ID, homeward.Programme) {
			out = append(out, homeward.Area(p.ID))
		}
	}
	return out
}

func officerOf(role homeward.Role, area homeward.Area) homeward.Actor {
	return homeward.Actor{User: "us_register", Name: "register", Request: "bench", Appointments: []homeward.Appointment{{Role: role, Area: area}}}
}
