package draw

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestFreezeRefuses(t *testing.T) {
	cases := []struct {
		name, key string
		alter     func(h *Header, es []Entry, ds []Dwelling) ([]Entry, []Dwelling)
	}{
		{"no entries", "draw.no_entries", func(_ *Header, _ []Entry, ds []Dwelling) ([]Entry, []Dwelling) { return nil, ds }},
		{"no dwellings", "draw.no_dwellings", func(_ *Header, es []Entry, _ []Dwelling) ([]Entry, []Dwelling) { return es, nil }},
		{"an entry twice", "draw.twice", func(_ *Header, es []Entry, ds []Dwelling) ([]Entry, []Dwelling) { return append(es, es[0]), ds }},
		{"a dwelling twice", "draw.twice", func(_ *Header, es []Entry, ds []Dwelling) ([]Entry, []Dwelling) { return es, append(ds, ds[0]) }},
		{"a dwelling with the id of an entry", "draw.twice", func(_ *Header, es []Entry, ds []Dwelling) ([]Entry, []Dwelling) {
			ds[0].ID = es[0].ID
			return es, ds
		}},
		{"an entry that may get nothing", "draw.entry_field", onEntry(func(e *Entry) { e.Strata = nil })},
		{"a stratum that is none", "draw.entry_field", onEntry(func(e *Entry) { e.Strata = []string{"khojaly/flat/0"} })},
		{"a stratum with a sign before its rooms", "draw.entry_field", onEntry(func(e *Entry) { e.Strata = []string{"khojaly/flat/+3"} })},
		{"a stratum twice", "draw.entry_field", onEntry(func(e *Entry) { e.Strata = append(e.Strata, e.Strata[0]) })},
		{"an id with a line feed", "draw.entry_field", onEntry(func(e *Entry) { e.ID = "en_1\nclass=0" })},
		{"an id with a letter beyond ASCII", "draw.entry_field", onEntry(func(e *Entry) { e.ID = "en_ə" })},
		{"a group with a space", "draw.entry_field", onEntry(func(e *Entry) { e.Group = "a b" })},
		{"a class below zero", "draw.entry_field", onEntry(func(e *Entry) { e.ClassRank = -1 })},
		{"a household of a thousand", "draw.entry_field", onEntry(func(e *Entry) { e.Persons = 1000 })},
		{"a wish with a slash", "draw.entry_field", onEntry(func(e *Entry) { e.Wishes = []string{"a/b"} })},
		{"a dwelling without rooms", "draw.dwelling_field", onDwelling(func(d *Dwelling) { d.Rooms = 0 })},
		{"a settlement with a slash", "draw.dwelling_field", onDwelling(func(d *Dwelling) { d.Settlement = "a/b" })},
		{"a door below zero", "draw.dwelling_field", onDwelling(func(d *Dwelling) { d.Door = -1 })},
		{"no policy hash", "draw.header_field", onHeader(func(h *Header) { h.PolicyHash = "" })},
		{"a time without milliseconds", "draw.header_field", onHeader(func(h *Header) { h.FrozenAt = "2026-02-09T08:00:00Z" })},
		{"a day that is none", "draw.header_field", onHeader(func(h *Header) { h.FrozenAt = "2026-02-30T08:00:00.000Z" })},
		{"a rerun without a reason", "draw.header_field", onHeader(func(h *Header) { h.Replaces = testHash })},
		{"a reason without a rerun", "draw.header_field", onHeader(func(h *Header) { h.Reason = "machine_failed" })},
		{"an unknown mode", "draw.rule_wrong", onHeader(func(h *Header) { h.Rules.Mode = "favour" })},
		{"values without an optimiser", "draw.rule_wrong", onHeader(func(h *Header) { h.Rules.ClassValue = []int64{1} })},
		{"groups without an optimiser", "draw.rule_wrong", onHeader(func(h *Header) { h.Rules.Groups = GroupsSameSettlement })},
		{"held rules out of order", "draw.header_field", onHeader(func(h *Header) { h.Held = []Held{{"b", 1, 0}, {"a", 1, 0}} })},
		{"more names than the bank has", "draw.not_reconciled", onHeader(func(h *Header) { h.Reconciled = Reconciled{"bank", 11, 8} })},
		{"fewer homes than were built", "draw.not_reconciled", onHeader(func(h *Header) { h.Reconciled = Reconciled{"bank", 10, 9} })},
		{"no source", "draw.no_source", onHeader(func(h *Header) { h.Sources = nil })},
		{"one sealed secret alone", "draw.one_party", onHeader(func(h *Header) { h.Sources = h.Sources[:1] })},
		{"a source twice", "draw.twice", onHeader(func(h *Header) { h.Sources[1].ID = h.Sources[0].ID })},
		{"one die", "draw.too_little_chance", onHeader(func(h *Header) {
			h.Sources = []Source{{ID: "die", Kind: SourceDice, Label: "a die", Missing: MissingStop, Count: 1, Sides: 6}}
		})},
		{"twenty-four dice", "draw.too_little_chance", onHeader(func(h *Header) { // 62 bits
			h.Sources = []Source{{ID: "dice", Kind: SourceDice, Label: "dice", Missing: MissingStop, Count: 24, Sides: 6}}
		})},
		{"a source without a label", "draw.source_unnamed", onHeader(func(h *Header) { h.Sources[0].Label = "" })},
		{"a secret without its seal", "draw.source_uncommitted", onHeader(func(h *Header) { h.Sources[0].Commitment = "" })},
		{"dice with a seal", "draw.source_kind", onHeader(func(h *Header) { h.Sources[2].Commitment = testHash })},
		{"dice with one face", "draw.source_numbers", onHeader(func(h *Header) { h.Sources[2].Sides = 1 })},
		{"more balls than in the drum", "draw.source_numbers", onHeader(func(h *Header) { h.Sources[2].Kind, h.Sources[2].Count = SourceBalls, 7 })},
		{"no rule for a missing source", "draw.source_missing_rule", onHeader(func(h *Header) { h.Sources[0].Missing = "" })},
		{"a backup without its seal", "draw.source_missing_rule", onHeader(func(h *Header) { h.Sources[0].Backup = "" })},
		{"a backup that is the secret", "draw.source_missing_rule", onHeader(func(h *Header) { h.Sources[0].Backup = h.Sources[0].Commitment })},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := testHeader("round_1")
			es, ds := testLists(10)
			es, ds = c.alter(&h, es, ds)
			_, err := Freeze(h, es, ds, chance(1))
			wantKey(t, err, c.key)
		})
	}
}

type alteration = func(*Header, []Entry, []Dwelling) ([]Entry, []Dwelling)

func onHeader(f func(*Header)) alteration {
	return func(h *Header, es []Entry, ds []Dwelling) ([]Entry, []Dwelling) { f(h); return es, ds }
}

func onEntry(f func(*Entry)) alteration {
	return func(_ *Header, es []Entry, ds []Dwelling) ([]Entry, []Dwelling) { f(&es[4]); return es, ds }
}

func onDwelling(f func(*Dwelling)) alteration {
	return func(_ *Header, es []Entry, ds []Dwelling) ([]Entry, []Dwelling) { f(&ds[4]); return es, ds }
}

func TestFreezeTakesListsInAnyOrder(t *testing.T) {
	es, ds := testLists(20)
	one := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
	slices.Reverse(es)
	slices.Reverse(ds)
	two := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
	if one.Commitment != two.Commitment {
		t.Error("the order in which a list is handed in changes its commitment")
	}
}

func TestHeldAndListTogetherMakeTheBanksCount(t *testing.T) {
	h := testHeader("r")
	h.Held = []Held{{"duplicate_open", 2, 0}, {"home_claimed", 0, 1}}
	h.Reconciled = Reconciled{"Bank", 12, 9}
	es, ds := testLists(10)
	if _, err := Freeze(h, es, ds, chance(1)); err != nil {
		t.Error(err)
	}
}

func TestCloseRefuses(t *testing.T) {
	b := func() *Bundle {
		es, ds := testLists(10)
		return must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
	}
	one := b()
	wantKey(t, one.Close([]Dropped{{"en_nobody", "withdrawn"}}), "draw.unknown")
	wantKey(t, one.Close([]Dropped{{one.Entries[0].ID, ""}}), "draw.drop_reason")
	wantKey(t, one.Close([]Dropped{{one.Entries[0].ID, "a"}, {one.Entries[0].ID, "b"}}), "draw.twice")
	wantKey(t, one.Open(testReveals()), "draw.not_closed")
	ok(t, one.Close(nil))
	_, err := Line(one)
	wantKey(t, err, "draw.not_open")
	wantKey(t, one.Finish(), "draw.not_open")
	ok(t, one.Open(testReveals()))
	wantKey(t, one.Open(testReveals()), "draw.already_open")
	wantKey(t, one.Close(nil), "draw.already_open")
	ok(t, one.Finish())
	wantKey(t, one.Finish(), "draw.already_finished")
}

func TestOpenRefuses(t *testing.T) {
	cases := []struct {
		name, key string
		alter     func(r []Reveal) []Reveal
	}{
		{"one source too few", "draw.reveal_count", func(r []Reveal) []Reveal { return r[1:] }},
		{"sources in another order", "draw.reveal_order", func(r []Reveal) []Reveal { r[0], r[1] = r[1], r[0]; return r }},
		{"another secret", "draw.reveal_differs", func(r []Reveal) []Reveal { r[0].Value = secretA + "!"; return r }},
		{"the backup passed off as the secret", "draw.reveal_differs", func(r []Reveal) []Reveal { r[0].Value = backupA; return r }},
		{"the secret passed off as the backup", "draw.reveal_differs", func(r []Reveal) []Reveal {
			r[0] = Reveal{Source: "committee", State: BackupOpened, Value: secretA, Remark: "x"}
			return r
		}},
		{"a backup where none was sealed", "draw.reveal_differs", func(r []Reveal) []Reveal {
			r[1] = Reveal{Source: "ombudsman", State: BackupOpened, Value: backupA, Remark: "x"}
			return r
		}},
		{"a missing secret whose backup is there", "draw.reveal_missing", func(r []Reveal) []Reveal {
			r[0] = Reveal{Source: "committee", State: NotRevealed, Remark: "x"}
			return r
		}},
		{"dice not thrown", "draw.reveal_missing", func(r []Reveal) []Reveal {
			r[2] = Reveal{Source: "dice", State: NotRevealed, Remark: "x"}
			return r
		}},
		{"missing without a remark", "draw.reveal_remark", func(r []Reveal) []Reveal {
			r[1] = Reveal{Source: "ombudsman", State: NotRevealed}
			return r
		}},
		{"missing and yet a value", "draw.reveal_missing", func(r []Reveal) []Reveal { r[1].State, r[1].Remark = NotRevealed, "x"; return r }},
		{"a state nobody knows", "draw.reveal_state", func(r []Reveal) []Reveal { r[2].State, r[2].Remark = "guessed", "x"; return r }},
		{"two people heard different dice", "draw.reveal_twice", func(r []Reveal) []Reveal { r[2].Again = "4 2 6 1 1 6"; return r }},
		{"five dice of six", "draw.reveal_numbers", func(r []Reveal) []Reveal { r[2].Value, r[2].Again = "4 2 6 1 1", "4 2 6 1 1"; return r }},
		{"a seven", "draw.reveal_numbers", func(r []Reveal) []Reveal { r[2].Value, r[2].Again = "4 2 6 1 1 7", "4 2 6 1 1 7"; return r }},
		{"a number with a nought before it", "draw.reveal_numbers", func(r []Reveal) []Reveal { r[2].Value, r[2].Again = "4 2 6 1 1 05", "4 2 6 1 1 05"; return r }},
		{"two spaces", "draw.reveal_numbers", func(r []Reveal) []Reveal { r[2].Value, r[2].Again = "4 2 6 1  1 5", "4 2 6 1  1 5"; return r }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			es, ds := testLists(10)
			b := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
			ok(t, b.Close(nil))
			wantKey(t, b.Open(c.alter(testReveals())), c.key)
			if b.Seed != "" {
				t.Error("a refused opening left a seed")
			}
		})
	}
}

func TestPublishedRulesForAMissingSource(t *testing.T) {
	seeds := map[string]string{}
	for name, alter := range map[string]func(r []Reveal){
		"all opened": func([]Reveal) {},
		"backup": func(r []Reveal) {
			r[0] = Reveal{Source: "committee", State: BackupOpened, Value: backupA, Remark: "envelope lost"}
		},
		"excluded":     func(r []Reveal) { r[1] = Reveal{Source: "ombudsman", State: NotRevealed, Remark: "did not come"} },
		"another dice": func(r []Reveal) { r[2].Value, r[2].Again = "1 1 1 1 1 1", "1 1 1 1 1 1" },
		"another remark": func(r []Reveal) {
			r[1] = Reveal{Source: "ombudsman", State: NotRevealed, Remark: "did not come in time"}
		},
	} {
		es, ds := testLists(10)
		b := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
		ok(t, b.Close(nil))
		r := testReveals()
		alter(r)
		ok(t, b.Open(r))
		ok(t, b.Finish())
		if rep := Verify(must[[]byte](t)(b.Encode())); !rep.OK {
			t.Errorf("%s: %s", name, rep.Key)
		}
		seeds[name] = b.Seed
	}
	if seeds["excluded"] != seeds["another remark"] {
		t.Error("a remark, which is written after the others are open, changed the seed")
	}
	delete(seeds, "another remark")
	if distinct := len(slices.Compact(slices.Sorted(maps.Values(seeds)))); distinct != len(seeds) {
		t.Errorf("%d different seeds from %d openings", distinct, len(seeds))
	}
}

func TestTooLittleLeftIsNoDraw(t *testing.T) {
	h := testHeader("r")
	h.Sources = h.Sources[1:]
	es, ds := testLists(10)
	b := must[*Bundle](t)(Freeze(h, es, ds, chance(1)))
	ok(t, b.Close(nil))
	r := testReveals()[1:]
	r[0] = Reveal{Source: "ombudsman", State: NotRevealed, Remark: "did not come"}
	wantKey(t, b.Open(r), "draw.too_little_chance") // six dice alone
}

func TestACommitmentIsForOneSourceOfOneRound(t *testing.T) {
	all := []string{Commit("r", "s", secretA), Commit("r2", "s", secretA), Commit("r", "s2", secretA), CommitBackup("r", "s", secretA), Commit("r", "s", secretB)}
	if slices.Sort(all); len(slices.Compact(all)) != 5 {
		t.Error("a seal fits twice")
	}
}

func TestNewSecretOpens(t *testing.T) {
	s := must[string](t)(NewSecret(chance(3)))
	if !isSecret(s) || len(s) != 64 {
		t.Error(s)
	}
}

// TestPlainDrawIsITHToITH checks the rule against its plainest words, where each entry has one stratum.
func TestPlainDrawIsITHToITH(t *testing.T) {
	b := drawnBundle(t, 120)
	line, lots := must[[]InLine](t)(Line(b)), must[[]*Dwelling](t)(Lots(b))
	got := map[string]string{}
	for _, r := range b.Result.Rows {
		got[r.Entry] = r.Dwelling
	}
	for rooms := 2; rooms <= 4; rooms++ {
		stratum := Stratum("khojaly", "flat", rooms)
		var accessible, ordinary []string
		for _, d := range lots {
			if d.Stratum() == stratum && d.Accessible {
				accessible = append(accessible, d.ID)
			} else if d.Stratum() == stratum {
				ordinary = append(ordinary, d.ID)
			}
		}
		var need, others []string
		for _, p := range line {
			if p.Entry.Strata[0] == stratum && p.Entry.Accessible {
				need = append(need, p.Entry.ID)
			} else if p.Entry.Strata[0] == stratum {
				others = append(others, p.Entry.ID)
			}
		}
		check := func(entries, homes []string) (left []string) {
			for i, e := range entries {
				want := ""
				if i < len(homes) {
					want = homes[i]
				}
				if got[e] != want {
					t.Errorf("%s: entry %s got %q, want %q", stratum, e, got[e], want)
				}
			}
			return homes[min(len(entries), len(homes)):]
		}
		left := check(need, accessible)
		check(others, append(ordinary, left...))
	}
}

func TestDropOutsChangeNobodysTicket(t *testing.T) {
	es, ds := testLists(30)
	draws := func(dropped []Dropped) (*Bundle, map[string][32]byte) {
		b := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
		ok(t, b.Close(dropped))
		ok(t, b.Open(testReveals()))
		ok(t, b.Finish())
		tickets := map[string][32]byte{}
		for _, p := range must[[]InLine](t)(Line(b)) {
			tickets[p.Entry.ID] = p.Ticket
		}
		return b, tickets
	}
	whole, before := draws(nil)
	// One who waits drops out: everybody else's answer stays.
	last := whole.Result.Rows[slices.IndexFunc(whole.Result.Rows, func(r Row) bool { return r.Dwelling == "" })]
	less, after := draws([]Dropped{{last.Entry, "withdrawn"}})
	if whole.Header.EntriesRoot != less.Header.EntriesRoot || whole.Commitment != less.Commitment {
		t.Error("a drop-out changed the commitment")
	}
	if whole.Closing == less.Closing {
		t.Error("a drop-out does not show in the closing")
	}
	for id, ticket := range after {
		if before[id] != ticket {
			t.Errorf("%s has another ticket", id)
		}
	}
	given := func(b *Bundle) (out [][2]string) {
		for _, r := range b.Result.Rows {
			if r.Entry != last.Entry {
				out = append(out, [2]string{r.Entry, r.Dwelling})
			}
		}
		return out
	}
	if one, other := given(whole), given(less); !slices.Equal(one, other) {
		t.Errorf("%v, was %v", other, one)
	}
}

func TestEachTakesTheFirstOfItsStrataThatIsLeft(t *testing.T) {
	var es []Entry
	for i := range 6 {
		es = append(es, Entry{ID: fmt.Sprintf("en_%d", i), Strata: []string{"lachin/flat/2", "khojaly/flat/2"}})
	}
	ds := []Dwelling{
		{ID: "dw_1", Settlement: "lachin", Type: "flat", Rooms: 2},
		{ID: "dw_2", Settlement: "lachin", Type: "flat", Rooms: 2},
		{ID: "dw_3", Settlement: "khojaly", Type: "flat", Rooms: 2},
		{ID: "dw_4", Settlement: "khojaly", Type: "flat", Rooms: 2, Accessible: true},
	}
	b := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
	ok(t, b.Close(nil))
	ok(t, b.Open(testReveals()))
	ok(t, b.Finish())
	var strata []string
	for _, r := range b.Result.Rows {
		strata = append(strata, fmt.Sprintln(r.Stratum, r.Place, r.Dwelling != ""))
	}
	want := strings.SplitAfter("lachin/flat/2 1 true\nlachin/flat/2 2 true\nkhojaly/flat/2 1 true\nkhojaly/flat/2 2 true\n"+
		"lachin/flat/2 1 false\nlachin/flat/2 2 false\n", "\n")[:6]
	if !slices.Equal(strata, want) {
		t.Errorf("%q", strata)
	}
	if d := b.Result.Rows[3].Dwelling; d != "dw_4" {
		t.Errorf("the accessible home, which nobody needs, went before another: the fourth got %s", d)
	}
}

func TestNextInLine(t *testing.T) {
	es := []Entry{
		{ID: "en_first", ClassRank: 0, Strata: []string{"k/flat/2"}},
		{ID: "en_needs", ClassRank: 2, Accessible: true, Strata: []string{"k/flat/2"}},
		{ID: "en_later", ClassRank: 1, Strata: []string{"k/flat/2"}},
		{ID: "en_other", ClassRank: 0, Strata: []string{"k/flat/3"}},
	}
	ds := []Dwelling{
		{ID: "dw_plain", Settlement: "k", Type: "flat", Rooms: 2},
		{ID: "dw_access", Settlement: "k", Type: "flat", Rooms: 2, Accessible: true},
	}
	b := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
	ok(t, b.Close([]Dropped{{"dw_access", "home_claimed"}}))
	ok(t, b.Open(testReveals()))
	ok(t, b.Finish())
	next := func(dwelling string, passed ...string) string {
		held := map[string]string{}
		for _, row := range b.Result.Rows {
			if row.Dwelling != "" {
				held[row.Entry] = row.Dwelling
			}
		}
		entry, _ := b.Next(dwelling, func(e string) bool { return held[e] == "" && !slices.Contains(passed, e) }, held)
		return entry
	}
	for _, c := range [][2]string{
		{next("dw_plain"), "en_later"}, // the one who needs access cannot take it, the first holds it
		{next("dw_plain", "en_later"), ""},
		{next("dw_access"), "en_needs"}, // though last in line
		{next("dw_access", "en_needs"), "en_later"},
		{next("dw_nowhere"), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("next %q, want %q", c[0], c[1])
		}
	}
}

func ballRound(t *testing.T) *Bundle {
	h := testHeader("r")
	h.Rules.Address = AddressBall
	var es []Entry
	var ds []Dwelling
	for i := range 3 {
		es = append(es, Entry{ID: fmt.Sprintf("en_%d", i), Strata: []string{"k/flat/2"}})
		ds = append(ds, Dwelling{ID: fmt.Sprintf("dw_%d", i), Settlement: "k", Type: "flat", Rooms: 2})
	}
	es = append(es, Entry{ID: "en_9", Strata: []string{"k/flat/3"}})
	b := must[*Bundle](t)(Freeze(h, es, ds, chance(1)))
	ok(t, b.Close([]Dropped{{"dw_1", "home_claimed"}}))
	ok(t, b.Open(testReveals()))
	return b
}

func TestBallsAreTheAddresses(t *testing.T) {
	b := ballRound(t)
	var called []string // who may draw a ball, in order of line
	for _, p := range must[[]InLine](t)(Line(b)) {
		if p.Entry.ID != "en_9" {
			called = append(called, p.Entry.ID)
		}
	}
	wantKey(t, b.Finish(), "draw.ball_missing")
	for _, c := range []struct {
		key   string
		balls []Ball
	}{
		{"draw.ball_missing", []Ball{{called[1], 1, 1}, {called[0], 3, 3}}},
		{"draw.ball_twice", []Ball{{called[0], 1, 3}, {called[1], 3, 3}}},
		{"draw.ball_unknown", []Ball{{called[0], 1, 1}, {called[1], 1, 1}}},
		{"draw.ball_unknown", []Ball{{called[0], 2, 2}, {called[1], 3, 3}}}, // taken out of the drum
		{"draw.ball_unknown", []Ball{{called[0], 0, 0}, {called[1], 3, 3}}},
		{"draw.ball_unknown", []Ball{{called[0], 4, 4}, {called[1], 3, 3}}},
		{"draw.ball_unknown", []Ball{{called[0], 1, 1}, {called[1], 3, 3}, {called[2], 1, 1}}},
	} {
		b.Balls = c.balls
		wantKey(t, b.Finish(), c.key)
	}
	b.Balls = []Ball{{called[0], 3, 3}, {called[1], 1, 1}}
	ok(t, b.Finish())
	if b.Result.Rows[0].Dwelling == "" || b.Result.Rows[0].Dwelling != "dw_2" && b.Result.Rows[1].Dwelling != "dw_2" {
		t.Errorf("%+v", b.Result)
	}
	if rep := Verify(must[[]byte](t)(b.Encode())); !rep.OK {
		t.Errorf("%s %v", rep.Key, rep.Args)
	}
}

func TestBallsWithoutTheirRule(t *testing.T) {
	es, ds := testLists(5)
	b := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
	ok(t, b.Close(nil))
	ok(t, b.Open(testReveals()))
	b.Balls = []Ball{{es[0].ID, 1, 1}}
	wantKey(t, b.Finish(), "draw.balls_unwanted")
	b.Balls, b.Certificate = nil, &Certificate{}
	wantKey(t, b.Finish(), "draw.certificate_unwanted")
}

func TestNotDrawnIsNotVerified(t *testing.T) {
	es, ds := testLists(5)
	b := must[*Bundle](t)(Freeze(testHeader("r"), es, ds, chance(1)))
	ok(t, b.Close(nil))
	if r := Verify(must[[]byte](t)(b.Encode())); r.OK || r.Key != "draw.not_drawn" {
		t.Errorf("%+v", r)
	}
}

func TestVerifyAgainstWhatWasPublished(t *testing.T) {
	b := drawnBundle(t, 12)
	data := must[[]byte](t)(b.Encode())
	for _, c := range []struct {
		name  string
		known Published
		want  bool
	}{
		{"nothing known", Published{}, true},
		{"both known", Published{b.Commitment, b.Closing}, true},
		{"another commitment", Published{Commitment: testHash}, false},
		{"another closing", Published{Closing: testHash}, false},
	} {
		if r := VerifyAgainst(data, c.known); r.OK != c.want {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

func TestReceipts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 2, 3, 5, 8, 33} {
		es, ds := testLists(n + 4)
		b := must[*Bundle](t)(Freeze(testHeader("r"), es[:n], ds, chance(1)))
		all := 0
		ok(t, b.Receipts(func(got Receipt) error {
			id := b.Entries[all].ID
			one := must[Receipt](t)(b.Receipt(id))
			if fmt.Sprint(one) != fmt.Sprint(got) {
				t.Errorf("%+v and %+v", one, got)
			}
			ok(t, VerifyReceipt(got, b.Header))
			spoiled := spoil(r, got)
			if err := VerifyReceipt(spoiled, b.Header); err == nil {
				t.Errorf("accepted %+v, true is %+v", spoiled, got)
			}
			all++
			return nil
		}))
		if all != n {
			t.Errorf("%d receipts of %d", all, n)
		}
		other := b.Header
		other.Counts.Entries++
		wantKey(t, VerifyReceipt(must[Receipt](t)(b.Receipt(b.Entries[0].ID)), other), "draw.receipt_differs")
	}
	b := drawnBundle(t, 5)
	_, err := b.Receipt("en_nobody")
	wantKey(t, err, "draw.unknown")
}

// spoil alters one thing of a receipt.
func spoil(r *rand.Rand, c Receipt) Receipt {
	flip := func(s string) string {
		i := r.IntN(len(s))
		return s[:i] + string(s[i]^1) + s[i+1:]
	}
	c.Path = slices.Clone(c.Path)
	switch k := r.IntN(9); {
	case k == 0:
		c.Index++
	case k == 1:
		c.Count++
	case k == 2:
		c.Root = flip(c.Root)
	case k == 3:
		c.Leaf = flip(c.Leaf)
	case k == 4:
		c.Salt = flip(c.Salt)
	case k == 5:
		c.Commitment = flip(c.Commitment)
	case k == 6 && len(c.Path) > 0:
		c.Path[r.IntN(len(c.Path))] = flip(c.Path[0])
	case k == 7:
		c.Path = append(c.Path, c.Root)
	default:
		c.Record = flip(c.Record)
	}
	return c
}

func TestTextsAndTokens(t *testing.T) {
	for s, want := range map[string]bool{
		"Azərlotereya 5/36, 9 fevral": true, "Հանձնաժողով № 3": true, "Комиссия «Возвращение»": true, "საქართველო": true, "": true,
		" leading": false, "trailing ": false, "two  spaces": false, "line\nfeed": false, "tab\t": false,
		"e\u0301": false, "\u212b": false, "\u1e9b\u0323": false, "no\u00a0break": false, "\ufffd": false, "\U0001d15e": false, "\xff": false,
		strings.Repeat("x", 401): false,
	} {
		if isText(s) != want {
			t.Errorf("isText(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{
		"en_01": true, "a": true, "A.b-c:d_e": true, "": false, "_a": false, "a b": false, "a/b": false, "ə": false, strings.Repeat("x", 65): false,
	} {
		if isToken(s) != want {
			t.Errorf("isToken(%q) = %v", s, !want)
		}
	}
}

// TestASecretIsLongEnough: fifteen bytes could be tried out one after the other, sixteen cannot.
func TestASecretIsLongEnough(t *testing.T) {
	for n, opens := range map[int]bool{15: false, 16: true} {
		secret := strings.Repeat("x", n)
		s := Source{ID: "party", Kind: SourceCommit, Label: "party", Commitment: Commit("r", "party", secret), Missing: MissingStop}
		if err := s.CheckReveal("r", Reveal{Source: "party", State: Revealed, Value: secret}); (err == nil) != opens {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}
