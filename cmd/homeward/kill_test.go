//go:build unix

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"homeward/internal/casework"
	"homeward/internal/hometest"
	"homeward/internal/sample"
	"homeward/internal/store"
)

// playedDemo is a folder in which `homeward demo --no-serve` was played undisturbed, once per process, and its report.
var playedDemo = sync.OnceValues(func() (played struct{ folder, report string }, err error) {
	dir, err := hometest.Folder()
	if err != nil {
		return played, err
	}
	played.folder = filepath.Join(dir, "demo")
	played.report, err = playDemo(played.folder)
	return played, err
})

func playDemo(folder string) (report string, err error) {
	var out, told strings.Builder
	c := exec.Command("homeward", "demo", "--no-serve", "--json", "--data", folder)
	c.Stdout, c.Stderr = &out, &told
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("homeward demo: %w\n%s", err, told.String())
	}
	return out.String(), nil
}

// timeless reads the report of a demo without the time it took and the number of journal entries: a resumed one has read
// the journal once more for each start.
func timeless(t *testing.T, report string) map[string]any {
	t.Helper()
	out := map[string]any{}
	if err := json.Unmarshal([]byte(report), &out); err != nil {
		t.Fatalf("%v in %s", err, report)
	}
	delete(out, "seconds")
	delete(out["journal"].(map[string]any), "entries")
	return out
}

// Killed at moments that nobody chose and started again, the demo comes to what it comes to undisturbed; and at every
// stop the register is consistent, nothing half-done is in it, and its journal is unbroken.
func TestKilledDemoGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the whole chain twice")
	}
	go playedDemo() // meanwhile

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	folder := filepath.Join(t.TempDir(), "killed")
	killed := 0
	// The first two stops fall into the making of the folder, the others into a quarter of the chain each.
	for quarter := -2; quarter < 4; quarter++ {
		if killAt(t, folder, r, quarter) {
			killed++
		}
		look(t, folder)
	}
	if killed < 3 {
		t.Fatalf("only %d of the runs could be killed", killed)
	}
	got, err := playDemo(folder)
	if err != nil {
		t.Fatal(err)
	}
	look(t, folder)
	want, err := playedDemo()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(timeless(t, got), timeless(t, want.report)) {
		t.Errorf("killed %d times it came to\n%s\nundisturbed to\n%s", killed, got, want.report)
	}
}

// killAt starts the demo and kills it somewhere in a quarter of its chain, or in its first moments when quarter is less
// than 0. It says whether that came before the end.
func killAt(t *testing.T, folder string, r *rand.Rand, quarter int) bool {
	t.Helper()
	c := exec.Command("homeward", "demo", "--no-serve", "--data", folder)
	told, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if quarter >= 0 {
		after := quarter*250 + r.IntN(200) // thousandths
		for lines := bufio.NewScanner(told); lines.Scan(); {
			var done, total int // "188 of 961 …", in whatever language
			if _, err := fmt.Sscanf(digits.ReplaceAllString(lines.Text(), "$1 $2"), "%d %d", &done, &total); err == nil && done*1000 >= after*total {
				break
			}
		}
	}
	time.Sleep(time.Duration(r.Int64N(int64(400 * time.Millisecond))))
	if err := c.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	return c.Wait() != nil
}

var digits = regexp.MustCompile(`^[^0-9]*([0-9]+)[^0-9]+([0-9]+).*$`)

// look opens what a killed demo left, as the next start would, and checks that it is whole as far as it goes.
func look(t *testing.T, folder string) {
	t.Helper()
	if !store.Exists(folder) {
		return // killed before there was an operation
	}
	secret, err := store.SecretFrom(folder)
	if err != nil {
		t.Fatal(err)
	}
	clock := hometest.At(sample.Opens)
	house := hometest.House(t, nil)
	db, err := store.Open(t.Context(), folder, secret, store.Config{Areas: casework.Areas(house.Places), Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	house.DB = db
	report, err := sample.Tell(context.Background(), house)
	if err := errors.Join(err, db.Check(t.Context()), db.Close()); err != nil {
		t.Fatal(err)
	}
	if !report.Journal.Verified && report.Journal.Entries > 0 {
		t.Errorf("the journal is broken: %+v", report.Journal)
	}
	settled := 0
	for _, s := range report.Settled {
		settled += s.Households
	}
	if settled != report.Handovers {
		t.Errorf("%d households are settled by %d handovers", settled, report.Handovers)
	}
	for _, x := range report.Rounds {
		if !x.Verified || x.Allocated != x.Entries {
			t.Errorf("a drawn round is half done: %+v", x)
		}
	}
	leftovers, err := fs.Glob(os.DirFS(folder), ".try-*")
	if err != nil || len(leftovers) > 1 {
		t.Errorf("the folder fills with %v, %v", leftovers, err)
	}
	t.Logf("killed at %d households, %d rounds, %d handovers, %d journal entries", report.Households, len(report.Rounds), report.Handovers, report.Journal.Entries)
}
