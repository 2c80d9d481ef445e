package draw

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

const testHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// chance is a reader of reproducible bytes.
func chance(seed uint64) *rand.ChaCha8 {
	var key [32]byte
	key[0], key[1] = byte(seed), byte(seed>>8)
	return rand.NewChaCha8(key)
}

const secretA, secretB, backupA = "a secret of the committee", "a secret of the ombudsman", "the committee's second secret"

func testSources(round string) []Source {
	return []Source{
		{ID: "committee", Kind: SourceCommit, Label: "Komissiya · Հանձնաժողով", Commitment: Commit(round, "committee", secretA),
			Missing: MissingBackup, Backup: CommitBackup(round, "committee", backupA)},
		{ID: "ombudsman", Kind: SourceCommit, Label: "Ombudsman", Commitment: Commit(round, "ombudsman", secretB), Missing: MissingExclude},
		{ID: "dice", Kind: SourceDice, Label: "six dice, thrown in the hall", Missing: MissingStop, Count: 6, Sides: 6},
	}
}

func testReveals() []Reveal {
	return []Reveal{
		{Source: "committee", State: Revealed, Value: secretA},
		{Source: "ombudsman", State: Revealed, Value: secretB},
		{Source: "dice", State: Revealed, Value: "4 2 6 1 1 5", Again: "4 2 6 1 1 5"},
	}
}

func testHeader(round string) Header {
	return Header{
		Operation: "sample", Round: round, Place: "khojaly", PolicyID: "az-great-return", PolicyHash: testHash,
		SoftwareHash: testHash, FrozenAt: "2026-02-09T08:00:00.000Z",
		Rules:   Rules{Mode: ModeDraw, Address: AddressLot, Groups: GroupsIgnore},
		Sources: testSources(round),
	}
}

// testLists makes n entries over three strata and about as many dwellings.
func testLists(n int) (entries []Entry, dwellings []Dwelling) {
	r := rand.New(rand.NewPCG(uint64(n), 5))
	for i := range n {
		rooms := 2 + r.IntN(3)
		entries = append(entries, Entry{
			ID: fmt.Sprintf("en_%05d", r.IntN(1000)*1000+i), ClassRank: r.IntN(3), Persons: 1 + r.IntN(6), Rooms: rooms,
			Accessible: r.IntN(8) == 0, Strata: []string{Stratum("khojaly", "flat", rooms)}, Wishes: []string{"khojaly"},
		})
		if i%5 != 0 {
			rooms = 2 + r.IntN(3)
			dwellings = append(dwellings, Dwelling{ID: fmt.Sprintf("dw_%05d", i), Settlement: "khojaly", Type: "flat", Rooms: rooms,
				Accessible: r.IntN(6) == 0, Building: fmt.Sprintf("bd_%d", i/12), Door: i % 12})
		}
	}
	return entries, dwellings
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// drawnBundle is a finished draw of n entries, two of them and one dwelling dropped.
func drawnBundle(t testing.TB, n int) *Bundle {
	t.Helper()
	entries, dwellings := testLists(n)
	b := must[*Bundle](t)(Freeze(testHeader("round_1"), entries, dwellings, chance(1)))
	ok(t, b.Close([]Dropped{{b.Entries[1].ID, "duplicate_open"}, {b.Entries[3].ID, "withdrawn"}, {b.Dwellings[2].ID, "home_claimed"}}))
	ok(t, b.Open(testReveals()))
	ok(t, b.Finish())
	return b
}
