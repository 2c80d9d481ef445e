package draw

import "testing"

// TestProtocolTellsWhatHasHappenedSoFar follows the steps of a ceremony.
func TestProtocolTellsWhatHasHappenedSoFar(t *testing.T) {
	h := testHeader("r")
	h.Held, h.Reconciled, h.Replaces, h.Reason = []Held{{"home_claimed", 0, 1}}, Reconciled{"Bank", 9, 8}, testHash, "machine_failed"
	es, ds := testLists(9)
	b := must[*Bundle](t)(Freeze(h, es, ds, chance(1)))
	last := func(steps int, key string) {
		t.Helper()
		p := b.Protocol("committee", "ombudsman")
		if len(p.Steps) != steps || p.Steps[len(p.Steps)-1].Key != key || len(p.Signed) != 2 {
			t.Errorf("%d steps, the last %s; want %d and %s", len(p.Steps), p.Steps[len(p.Steps)-1].Key, steps, key)
		}
	}
	last(8, "draw.protocol_commitment")
	ok(t, b.Close([]Dropped{{b.Entries[0].ID, "withdrawn"}}))
	last(10, "draw.protocol_closing")
	r := testReveals()
	r[0] = Reveal{Source: "committee", State: BackupOpened, Value: backupA, Remark: "envelope lost"}
	r[1] = Reveal{Source: "ombudsman", State: NotRevealed, Remark: "did not come"}
	ok(t, b.Open(r))
	last(14, "draw.protocol_seed")
	ok(t, b.Finish())
	last(16, "draw.protocol_seal")
}
