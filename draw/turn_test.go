package draw

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// quotaLists makes n entries of two strata, some with more than one chance, some of one or both groups, and homes.
func quotaLists(r *rand.Rand, n int) (entries []Entry, dwellings []Dwelling) {
	strata := []string{Stratum("khojaly", "flat", 2), Stratum("khojaly", "flat", 3), Stratum("lachin", "flat", 2)}
	for i := range n {
		e := Entry{ID: fmt.Sprintf("en_%03d", i), ClassRank: r.IntN(2), Tickets: 1 + r.IntN(3), Persons: 1 + r.IntN(5), Accessible: r.IntN(5) == 0}
		e.Pupils = r.IntN(min(3, e.Persons+1))
		for _, q := range []string{"large", "women"} {
			if r.IntN(3) == 0 {
				e.Quotas = append(e.Quotas, q)
			}
		}
		first := r.IntN(len(strata))
		e.Strata = strata[first : first+1]
		if other := r.IntN(len(strata)); other != first && r.IntN(2) == 0 {
			e.Strata = []string{strata[first], strata[other]}
		}
		entries = append(entries, e)
	}
	for i := range 1 + n*2/3 {
		s := strings.Split(strata[r.IntN(len(strata))], "/")
		dwellings = append(dwellings, Dwelling{ID: fmt.Sprintf("dw_%03d", i), Settlement: s[0], Type: s[1], Rooms: int(s[2][0] - '0'), Accessible: r.IntN(4) == 0})
	}
	return entries, dwellings
}

func quotaRules(r *rand.Rand) Rules {
	rules := Rules{Mode: ModeDraw, Address: AddressLot, Groups: GroupsIgnore, Threshold: "3.5", Queue: "1.5"}
	scopes, unfilled := []string{ScopeAny, ScopeAccessible, ScopeOther}, []string{UnfilledReturn, UnfilledKeep}
	for _, id := range []string{"large", "women"} {
		u := unfilled[r.IntN(2)]
		for _, s := range []string{"khojaly/flat/2", "khojaly/flat/3", "lachin/flat/2"} {
			if r.IntN(3) > 0 {
				rules.Quotas = append(rules.Quotas, Quota{id, s, scopes[r.IntN(3)], r.IntN(4), u})
			}
		}
	}
	rules.Capacities = []Capacity{{"khojaly", CountsHouseholds, 2 + r.IntN(6)}, {"khojaly", CountsPeople, 5 + r.IntN(20)}, {"lachin", CountsPupils, r.IntN(5)}}
	return rules
}

func quotaBundle(t testing.TB, seed uint64, n int) *Bundle {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 17))
	h := testHeader("round_q")
	h.Rules = quotaRules(r)
	if seed%3 == 0 {
		h.Rules.Address = AddressChoice
	}
	es, ds := quotaLists(r, n)
	for i := range es { // groups whose quota has no row take part like all others
		es[i].Quotas = slices.DeleteFunc(es[i].Quotas, func(q string) bool { return !slices.Contains(h.Rules.quotasOf(), q) })
	}
	b := must[*Bundle](t)(Freeze(h, es, ds, chance(seed)))
	ok(t, b.Close([]Dropped{{"dw_000", "home_claimed"}, {"en_000", "withdrawn"}}))
	ok(t, b.Open(testReveals()))
	if seed%3 == 0 { // each wants the last home of its kind that is left
		taken := map[string]bool{}
		for _, turn := range must[[]Turn](t)(Turns(b)) {
			n := len(turn.Drum)
			for turn.Drum[n-1] == "" || taken[turn.Drum[n-1]] {
				n--
			}
			taken[turn.Drum[n-1]] = true
			b.Balls = append(b.Balls, Ball{turn.Entry, n, n})
		}
	}
	ok(t, b.Finish())
	return b
}

// TestBothVerifiersAgreeOnQuotas: the rules in words, written twice, over many small rounds.
func TestBothVerifiersAgreeOnQuotas(t *testing.T) {
	var bundles [][]byte
	var names []string
	for seed := range uint64(tries(150)) {
		bundles = append(bundles, must[[]byte](t)(quotaBundle(t, seed, 4+int(seed%30)).Encode()))
		names = append(names, fmt.Sprint("round ", seed))
	}
	agree(t, bundles, names, func(_ int, v string) bool { return v == "ok" })
}

// TestQuotasHoldWhatTheyPromise: nothing is given beyond a capacity; a home that nobody took while somebody waits who may
// have it is kept by a quota, or the settlement is full; no member of a group waits while the homes set aside for it went to
// others.
func TestQuotasHoldWhatTheyPromise(t *testing.T) {
	for seed := range uint64(tries(300)) {
		b := quotaBundle(t, seed, 4+int(seed%30))
		d := must[decision](t)(decide(b))
		end := newTurns(&b.Header.Rules, d.line, d.types)
		for i, kind := range d.given {
			if kind >= 0 {
				end.take(i, kind, "")
			}
		}
		for n, room := range end.room {
			if room < 0 {
				t.Errorf("round %d: %s takes %d too many", seed, b.Header.Rules.Capacities[n].Settlement, -room)
			}
		}
		for i, kind := range d.given {
			e := d.line[i].Entry
			if kind >= 0 {
				if q := d.quota[i]; q != "" && !slices.Contains(e.Quotas, q) {
					t.Errorf("round %d: %s has a home of quota %s", seed, e.ID, q)
				}
				continue
			}
			if free := end.firstFree(e, end.mayTake); free >= 0 {
				t.Errorf("round %d: %s waits while a home of %v is free", seed, e.ID, d.types[free])
			}
			for n, q := range b.Header.Rules.Quotas {
				if !slices.Contains(e.Quotas, q.ID) || e.Accessible || q.Scope != ScopeOther || !slices.Contains(e.Strata, q.Stratum) || end.filled[n] >= q.Homes {
					continue
				}
				for k, other := range d.given {
					if other >= 0 && q.concerns(d.types[other]) && !slices.Contains(d.line[k].Entry.Quotas, q.ID) && d.quota[k] == "" &&
						end.fits(e, end.places[other]) {
						t.Errorf("round %d: %s of quota %s waits, and %s has one of its homes", seed, e.ID, q.ID, d.line[k].Entry.ID)
					}
				}
			}
		}
	}
}

// TestChances: with two tickets a household is twice as often the first, to within what chance allows.
func TestChances(t *testing.T) {
	const rounds = 6000
	first := map[string]int{}
	for n := range rounds {
		b := &Bundle{Seed: sha256Hex(fmt.Sprint("round ", n)), Entries: []Entry{{ID: "one", Tickets: 1}, {ID: "two", Tickets: 2}, {ID: "three", Tickets: 3}}}
		first[must[[]InLine](t)(Line(b))[0].Entry.ID]++
	}
	chi := 0.0
	for id, share := range map[string]float64{"one": 1. / 6, "two": 2. / 6, "three": 3. / 6} {
		want := share * rounds
		chi += (float64(first[id]) - want) * (float64(first[id]) - want) / want
	}
	if chi > 13.8 { // two degrees of freedom, one in a thousand; the seeds are fixed
		t.Errorf("chi-square %.1f: %v", chi, first)
	}
}

// TestAFreedHomeOfAQuotaStaysWithIt: refused by one of the group, it passes to the next of the group; one that a quota keeps
// passes to nobody else.
func TestAFreedHomeOfAQuotaStaysWithIt(t *testing.T) {
	es := []Entry{
		{ID: "en_ahead", ClassRank: 0, Strata: []string{"k/flat/2"}},
		{ID: "en_next", ClassRank: 1, Strata: []string{"k/flat/2"}},
		{ID: "en_woman", ClassRank: 2, Strata: []string{"k/flat/2"}, Quotas: []string{"women"}},
		{ID: "en_woman2", ClassRank: 3, Strata: []string{"k/flat/2"}, Quotas: []string{"women"}},
	}
	ds := []Dwelling{{ID: "dw_1", Settlement: "k", Type: "flat", Rooms: 2}, {ID: "dw_2", Settlement: "k", Type: "flat", Rooms: 2}}
	for unfilled, want := range map[string][2]string{UnfilledReturn: {"en_woman2", "en_next"}, UnfilledKeep: {"en_woman2", ""}} {
		h := testHeader("r")
		h.Rules.Quotas = []Quota{{"women", "k/flat/2", ScopeAny, 1, unfilled}}
		b := must[*Bundle](t)(Freeze(h, es, ds, chance(1)))
		ok(t, b.Close(nil))
		ok(t, b.Open(testReveals()))
		ok(t, b.Finish())
		held, hers := map[string]string{}, ""
		for _, row := range b.Result.Rows {
			if row.Quota != "" {
				hers = row.Dwelling
			} else if row.Dwelling != "" {
				held[row.Entry] = row.Dwelling
			}
		}
		if len(held) != 1 || held["en_ahead"] == "" || hers == "" {
			t.Fatalf("%s: %+v", unfilled, b.Result.Rows)
		}
		for n, gone := range [][]string{{"en_woman"}, {"en_woman", "en_woman2"}} {
			next, _ := b.Next(hers, func(e string) bool { return held[e] == "" && !slices.Contains(gone, e) }, held)
			if next != want[n] {
				t.Errorf("%s: without %v it passes to %q, not %q", unfilled, gone, next, want[n])
			}
		}
	}
}

// TestTheShortListIsCalledAndNobodyElse: of five who ask for one home, "queue" 2 calls two; who refused is passed over, and
// the third is told nothing.
func TestTheShortListIsCalledAndNobodyElse(t *testing.T) {
	var es []Entry
	for i := range 5 {
		es = append(es, Entry{ID: fmt.Sprint("en_", i), ClassRank: i, Strata: []string{"k/flat/2"}})
	}
	h := testHeader("r")
	h.Rules.Queue = "2.9"
	b := must[*Bundle](t)(Freeze(h, es, []Dwelling{{ID: "dw_1", Settlement: "k", Type: "flat", Rooms: 2}}, chance(1)))
	ok(t, b.Close(nil))
	ok(t, b.Open(testReveals()))
	ok(t, b.Finish())
	called := must[map[string]bool](t)(b.Called())
	for i, want := range []string{"en_1", ""} {
		next, _ := b.Next("dw_1", func(e string) bool { return e > fmt.Sprint("en_", i) }, nil)
		if next != want || called[fmt.Sprint("en_", i)] != true || called["en_2"] {
			t.Errorf("after %d: %q, called %v", i, next, called)
		}
	}
}
