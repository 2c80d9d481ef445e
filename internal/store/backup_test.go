package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"homeward"
	"homeward/internal/hometest"
	"homeward/internal/store"
)

// A backup made while others write is an operation of its own: it opens with the same key and no other, holds whole steps
// only, and names are as unreadable in it as in the first.
func TestBackup(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "operation")
	db, err := store.Create(t.Context(), folder, secret, false, config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	op := operation{DB: db, t: t}
	op.household("hh_1", family...)

	copied := filepath.Join(t.TempDir(), "copy")
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := range 40 {
			id := strconv.Itoa(i)
			op.household(homeward.HouseholdID("hh_w"+id), homeward.Individual{ID: homeward.IndividualID("in_w" + id), Given: "Leyla", Family: "Aslanova"})
		}
	})
	op.ok(db.Backup(t.Context(), copied))
	writing.Wait()

	names, err := os.ReadDir(copied)
	op.ok(err)
	var files []string
	for _, n := range names {
		files = append(files, n.Name())
	}
	if !slices.Equal(files, []string{"operation.db", "operation.json"}) {
		t.Errorf("the copy holds %v", files)
	}
	if info, err := os.Stat(filepath.Join(copied, "operation.db")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy may be read by others: %v, %v", info.Mode(), err)
	}
	if err := reopen(t, copied, "another secret"); !homeward.IsKey(err, "store.wrong_key") {
		t.Errorf("opened with another secret: %v", err)
	}
	again, err := store.Open(t.Context(), copied, secret, config())
	op.ok(err)
	other := operation{DB: again, t: t}
	if check := other.verify(); !check.Verified || check.Entries == 0 {
		t.Errorf("the journal of the copy: %+v", check)
	}
	other.household("hh_2", homeward.Individual{ID: "in_of_the_copy", Given: "Murad", Family: "Nağıyev"}) // it can be gone on with
	op.ok(again.Close())

	if err := db.Backup(t.Context(), copied); !homeward.IsKey(err, "store.backup_there") {
		t.Errorf("over another copy: %v", err)
	}
	if err := db.Backup(t.Context(), filepath.Join(copied, "operation.json")); !homeward.IsKey(err, "store.not_writable") {
		t.Errorf("onto a file: %v", err)
	}
}

func TestNoBackupOfAServer(t *testing.T) {
	if testing.Short() {
		t.Skip("wants a server")
	}
	op := open(t, hometest.PostgreSQL)
	folder := filepath.Join(t.TempDir(), "copy")
	if err := op.Backup(t.Context(), folder); !homeward.IsKey(err, "store.backup_server") {
		t.Errorf("backed up: %v", err)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("a folder was made all the same")
	}
}
