package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/hometest"
	"homeward/internal/store"
)

// unlocked lets the test change the journal, as somebody who owns the database could.
func (op operation) unlocked() operation {
	op.t.Helper()
	if op.engine == hometest.PostgreSQL {
		op.exec("ALTER TABLE journal DISABLE TRIGGER ALL")
		return op
	}
	op.exec("DROP TRIGGER journal_append_only_update")
	op.exec("DROP TRIGGER journal_append_only_delete")
	return op
}

// arg writes the n-th argument of a statement past our code.
func (op operation) arg(n int) string {
	if op.engine == hometest.PostgreSQL {
		return fmt.Sprintf("$%d", n)
	}
	return "?"
}

func (op operation) text(query string, args ...any) (s string) {
	op.t.Helper()
	if err := op.raw.QueryRow(query, args...).Scan(&s); err != nil {
		op.t.Fatalf("%s: %v", query, err)
	}
	return s
}

// entries fills the journal.
func (op operation) entries(n int) {
	op.t.Helper()
	for i := range n {
		op.ok(op.write(fmt.Sprintf("us_%d", i), func(tx *store.Tx) error { tx.Detail(map[string]int{"n": i}); tx.Rules("r1"); return nil }))
	}
}

// Whoever changes any field of any entry, takes an entry away, or adds one past our code, is found out; the last entry,
// which no later one holds, is no exception.
func TestTheJournalShowsEveryChange(t *testing.T) {
	each(t, func(op operation) {
		op.unlocked().entries(6)
		const last = 6
		columns := []string{"at", "actor", "role", "area", "action", "subject", "request", "reason", "refused", "rules_version", "detail_hash", "prev_hash"}
		for _, column := range columns {
			for _, seq := range []int64{1, 3, last} {
				is := op.text(fmt.Sprintf("SELECT %s FROM journal WHERE seq = %d", column, seq))
				other := is + "x"
				if column == "at" {
					other = "2026-02-09T08:00:00.001Z"
				}
				set := fmt.Sprintf("UPDATE journal SET %s = %s WHERE seq = %d", column, op.arg(1), seq)
				op.exec(set, other)
				if got := op.verify(); got.Verified || got.Bad < seq || got.Bad > seq+1 {
					t.Errorf("%s of entry %d was changed: %+v", column, seq, got)
				}
				op.exec(set, is)
				if got := op.verify(); !got.Verified {
					t.Fatalf("%s of entry %d is as it was: %+v", column, seq, got)
				}
			}
		}
	})
}

func TestTheJournalShowsWhatIsMissing(t *testing.T) {
	each(t, func(op operation) {
		op.unlocked().entries(6)
		for name, c := range map[string]struct {
			do  []string
			bad int64
		}{
			"the first entry is gone":   {[]string{"DELETE FROM journal_detail WHERE seq = 1", "DELETE FROM journal WHERE seq = 1"}, 2},
			"one in the middle":         {[]string{"DELETE FROM journal_detail WHERE seq = 4", "DELETE FROM journal WHERE seq = 4"}, 5},
			"the last":                  {[]string{"DELETE FROM journal_detail WHERE seq = 6", "DELETE FROM journal WHERE seq = 6"}, 6},
			"the last three":            {[]string{"DELETE FROM journal_detail WHERE seq > 3", "DELETE FROM journal WHERE seq > 3"}, 4},
			"all":                       {[]string{"DELETE FROM journal_detail", "DELETE FROM journal"}, 1},
			"one too many":              {[]string{"INSERT INTO journal SELECT 7, at, actor, role, area, action, subject, request, reason, refused, rules_version, detail_hash, (SELECT hash FROM journal_head) FROM journal WHERE seq = 6"}, 7},
			"an entry has a new number": {[]string{"DELETE FROM journal_detail WHERE seq = 6", "UPDATE journal SET seq = 9 WHERE seq = 6"}, 9},
			"the end is gone":           {[]string{"DELETE FROM journal_head"}, 1},
			"the end says otherwise":    {[]string{"UPDATE journal_head SET hash = 'ff'"}, 6},
			"a detail was changed":      {[]string{"UPDATE journal_detail SET detail = salt WHERE seq = 2"}, 2},
			"a salt was changed":        {[]string{"UPDATE journal_detail SET salt = detail WHERE seq = 5"}, 5},
		} {
			tx, err := op.raw.Begin()
			op.ok(err)
			for _, q := range c.do {
				if _, err := tx.Exec(q); err != nil {
					t.Fatalf("%s: %s: %v", name, q, err)
				}
			}
			op.ok(tx.Commit())
			// Looked at in a transaction that is given up, so that nothing is added; then put back.
			stop := errors.New("seen")
			var got store.JournalCheck
			err = op.write("us_x", func(tx *store.Tx) (err error) {
				if got, err = tx.VerifyJournal(t.Context()); err == nil {
					err = stop
				}
				return err
			})
			if !errors.Is(err, stop) || got.Verified || got.Bad != c.bad {
				t.Errorf("%s: %+v, %v, want entry %d", name, got, err, c.bad)
			}
			op = open(t, op.engine).unlocked()
			op.entries(6)
		}
	})
}

// A detail can be erased by law; its entry still proves that something was done.
func TestAnErasedDetailBreaksNothing(t *testing.T) {
	each(t, func(op operation) {
		op.entries(4)
		op.exec("DELETE FROM journal_detail WHERE seq IN (1, 3, 4)")
		if got := op.verify(); !got.Verified || got.Entries != 4 {
			t.Errorf("after erasing: %+v", got)
		}
	})
}

// The database itself keeps the journal from being changed, and says so in words.
func TestTheJournalOnlyGrows(t *testing.T) {
	each(t, func(op operation) {
		op.entries(2)
		for _, q := range []string{"UPDATE journal SET actor = 'us_other'", "DELETE FROM journal WHERE seq = 2"} {
			if _, err := op.raw.Exec(q); err == nil || !strings.Contains(err.Error(), "journal_append_only") {
				t.Errorf("%s: %v", q, err)
			}
			err := op.write("us_x", func(tx *store.Tx) error { _, err := tx.NewRaw(q).Exec(t.Context()); return err })
			if !homeward.IsKey(err, "journal.append_only") {
				t.Errorf("%s: %v", q, err)
			}
		}
		if got := op.verify(); !got.Verified || got.Entries != 2 {
			t.Errorf("%+v", got)
		}
	})
}

// A journal longer than one page of reading is read to its end.
func TestALongJournal(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of entries")
	}
	op := open(t, hometest.SQLite).unlocked()
	op.entries(2100)
	op.exec("UPDATE journal SET actor = 'us_other' WHERE seq = 2050")
	if got := op.verify(); got.Verified || got.Bad != 2051 {
		t.Errorf("%+v", got)
	}
}
