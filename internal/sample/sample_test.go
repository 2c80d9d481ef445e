package sample_test

import (
	"context"
	"errors"
	"strings"
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
	return &casework.House{DB: db, Places: places, Speech: speech.WithPlaces(places.Label), Policies: editions, Operation: "sample", Sample: true, Software: strings.Repeat("0", 64)}
}

// The totals are those that were published, on both databases; every round verifies and the journal is unbroken.
func TestPlay(t *testing.T) {
	for _, engine := range hometest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			clock := &sample.Clock{}
			h := house(t, hometest.Open(t, engine, clock.Now))
			// It is stopped in the middle, where somebody might have killed it, and goes on.
			ctx, stop := context.WithCancel(t.Context())
			err := sample.Play(ctx, h, clock, func(done, total int, _ string) {
				if done == total/2 {
					stop()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("stopped with %v", err)
			}
			if err := sample.Play(t.Context(), h, clock, func(int, int, string) {}); err != nil {
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
	if !r.Journal.Verified || r.Journal.Entries < 2500 {
		t.Errorf("journal %+v", r.Journal)
	}
}
