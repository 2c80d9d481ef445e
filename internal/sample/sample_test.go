package sample_test

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/casework"
	"homeward/internal/hometest"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/sample"
	"homeward/internal/store"
	"homeward/policies"
)

func house(t testing.TB, db *store.DB) *casework.House {
	t.Helper()
	places, err := atlas.Load()
	if err != nil {
		t.Fatal(err)
	}
	speech, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	editions, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	return &casework.House{DB: db, Places: places, Speech: speech.WithPlaces(places.Label), Policies: editions, Editions: &casework.Editions{}, Operation: "sample", Sample: true, Software: strings.Repeat("0", 64)}
}

// soundCounts holds that the kept counts are those of counting everything.
func soundCounts(t *testing.T, h *casework.House, before string) {
	t.Helper()
	wrong, err := h.DB.Miscounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range wrong {
		t.Errorf("before %q: %s %s in %s is kept as %d and is %d", before, m.Noun, m.What, m.Area, m.Kept, m.Really)
	}
}

// The totals are those that were published, on both databases; every round verifies and the journal is unbroken. It is
// stopped twice, and goes on where it was: once by somebody who gives up, once by the database, which hangs up in the
// middle of a step.
func TestPlay(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the whole chain")
	}
	for _, engine := range hometest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			clock := &sample.Clock{}
			where := filepath.Join(t.TempDir(), "operation.db")
			hangUp := func(context.Context) {}
			if engine == hometest.PostgreSQL {
				where, hangUp = hanging(t, hometest.Postgres(t))
			}
			h := house(t, hometest.OpenAt(t, where, clock.Now))
			ctx, stop := context.WithCancel(t.Context())
			err := sample.Play(ctx, h, clock, func(done, total int, _ string) {
				if done == total/3 {
					stop()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("stopped with %v", err)
			}
			if engine == hometest.PostgreSQL {
				noticed, done := context.WithCancel(t.Context())
				var hanging sync.WaitGroup
				err := sample.Play(t.Context(), h, clock, func(step, total int, _ string) {
					if step == total*2/3 {
						hanging.Go(func() { hangUp(noticed) })
					}
				})
				done()
				hanging.Wait()
				if err == nil {
					t.Fatal("the database hung up and nobody noticed")
				}
			}
			if err := sample.Play(t.Context(), h, clock, func(done, total int, step string) {
				if done%15 == 0 || done == total {
					soundCounts(t, h, step)
				}
			}); err != nil {
				t.Fatal(err)
			}
			clock.Set(sample.Opens)
			r, err := sample.Tell(t.Context(), h)
			if err != nil {
				t.Fatal(err)
			}
			check(t, r)
		})
	}
}

// hanging is an address whose connections can be told apart from all others, and what cuts those that are in the middle
// of something, as kill -9 of the server's process or a torn cable would, until somebody notices.
func hanging(t *testing.T, address string) (as string, hangUp func(context.Context)) {
	t.Helper()
	const name = "homeward-torn-cable"
	other, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	return address + "&application_name=" + name, func(noticed context.Context) {
		for noticed.Err() == nil {
			if _, err := other.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND state <> 'idle'`, name); err != nil {
				t.Errorf("hang up: %v", err)
				return
			}
		}
	}
}

func check(t *testing.T, r sample.Report) {
	t.Helper()
	want := map[homeward.PlaceID]homeward.Count{"ballija": {Households: 157, Individuals: 743}, "khojaly": {Households: 85, Individuals: 341}, "khankendi": {Households: 36, Individuals: 162}}
	for _, s := range r.Settled {
		if want[s.Place] != s.Count {
			t.Errorf("%s: settled %+v, published %+v", s.Place, s.Count, want[s.Place])
		}
		delete(want, s.Place)
	}
	if len(want) > 0 {
		t.Errorf("nobody settled in %v", want)
	}
	if r.Handovers != 278 || r.Movements != 8 || r.Waiting.Households < 120 {
		t.Errorf("handovers %d, movements %d, waiting %d", r.Handovers, r.Movements, r.Waiting.Households)
	}
	for _, x := range r.Rounds {
		if !x.Verified || x.Entries != x.Dwellings || x.Allocated != x.Entries {
			t.Errorf("round %+v", x)
		}
	}
	agree, unknown := 0, 0
	for _, s := range r.Statements {
		switch {
		case s.Agrees == nil:
			unknown++
		case *s.Agrees:
			agree++
		}
	}
	if agree != 4 || unknown != 3 {
		t.Errorf("of %d statements %d agree and %d have no measure", len(r.Statements), agree, unknown)
	}
	stages := map[homeward.CertificateStage]int{homeward.CertificateApplied: 6, homeward.CertificateRefused: 10, homeward.CertificateGranted: 3,
		homeward.CertificateIssued: 6, homeward.CertificateUsed: 8, homeward.CertificateExpired: 3}
	if r.Money.Households != 36 || !maps.Equal(r.Money.Stages, stages) {
		t.Errorf("money: %+v", r.Money)
	}
	if !r.Journal.Verified || r.Journal.Entries < 2500 {
		t.Errorf("journal %+v", r.Journal)
	}
}
