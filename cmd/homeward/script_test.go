package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the wanted texts in testdata/script to what came out")

// TestMain makes this test binary stand in for homeward, so that a script's `exec homeward …` runs the code under test.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"homeward": main})
}

// TestScripts runs every testdata/script/*.txtar: what a person at a terminal types, and what they then see.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"freeport": freeport,
			"busyport": busyport,
			"damage":   damage,
			"keys":     keys,
			"played":   played,
			"await":    await,
			"json":     jsonValue,
			"readenv":  readenv,
		},
	})
}

// exits CODE COMMAND ARGS…: the command ends with exactly this code. Its output can then be looked at as after exec.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), code, want)
	}
}

// freeport NAME: sets NAME to a port of 127.0.0.1 that nobody listens on.
func freeport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: freeport NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	defer l.Close()
	ts.Setenv(args[0], strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
}

// busyport NAME: sets NAME to a port of 127.0.0.1 that somebody listens on until the script ends.
func busyport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: busyport NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
}

// damage FILE: overwrites a stretch in the middle of a file, as a failing disk would.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage FILE")
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	info, err := f.Stat()
	ts.Check(err)
	_, err = f.WriteAt(bytes.Repeat([]byte{0xa5}, 16<<10), info.Size()/2)
	ts.Check(err)
	ts.Check(f.Close())
}

// played DIR FILE: DIR is a copy of a folder in which the demo was played, and FILE what it reported.
func played(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: played DIR FILE")
	}
	demo, err := playedDemo()
	ts.Check(err)
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(demo.folder)))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(demo.report), 0o600))
}

// keys FILE PATH KEY...: the object at PATH of a JSON file (or stdout) has these keys and no others.
func keys(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: keys FILE PATH KEY...")
	}
	value, _ := at(readJSON(ts, args[0]), args[1])
	object := map[string]any{}
	ts.Check(json.Unmarshal([]byte(value), &object))
	got, want := slices.Sorted(maps.Keys(object)), slices.Sorted(slices.Values(args[2:]))
	if !slices.Equal(got, want) {
		ts.Fatalf("%s %s has the keys %v, want %v", args[0], args[1], got, want)
	}
}

// await URL [STATUS]: asks until the address answers with this status (200), for a minute at most. For a server that the
// script started with &.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: await URL [STATUS]")
	}
	want := http.StatusOK
	if len(args) == 2 {
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		want = n
	}
	client := http.Client{Timeout: 5 * time.Second}
	last := "no answer"
	for start := time.Now(); time.Since(start) < time.Minute; time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(args[0])
		if err != nil {
			last = err.Error()
			continue
		}
		answer.Body.Close()
		if answer.StatusCode == want {
			return
		}
		last = answer.Status
	}
	ts.Fatalf("%s: %s, want %d", args[0], last, want)
}

// json FILE PATH [WANT]: the file (or stdout) is exactly one JSON value, and the value at PATH (names and indexes with dots:
// settled.0.place; . for all of it) is WANT, or is there at all. With ! it is something else, or is not there.
func jsonValue(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: [!] json FILE PATH [WANT]")
	}
	got, found := at(readJSON(ts, args[0]), args[1])
	switch {
	case len(args) == 2 && found == neg:
		ts.Fatalf("%s: found %s: %t", args[0], args[1], found)
	case len(args) == 3 && !found && !neg:
		ts.Fatalf("%s has no %s", args[0], args[1])
	case len(args) == 3 && found && (got == args[2]) == neg:
		ts.Fatalf("%s: %s is %s, not what was wanted: %s", args[0], args[1], got, args[2])
	}
}

// readenv NAME FILE PATH: sets NAME to a value of a JSON file (or stdout), as json finds it.
func readenv(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: readenv NAME FILE PATH")
	}
	value, found := at(readJSON(ts, args[1]), args[2])
	if !found {
		ts.Fatalf("%s has no %s", args[1], args[2])
	}
	ts.Setenv(args[0], value)
}

// readJSON reads a file that holds exactly one JSON value.
func readJSON(ts *testscript.TestScript, file string) (doc any) {
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(file)))
	dec.UseNumber()
	if err := dec.Decode(&doc); err != nil {
		ts.Fatalf("%s holds no JSON: %v", file, err)
	}
	if dec.More() {
		ts.Fatalf("%s holds more than one JSON value", file)
	}
	return doc
}

// at follows a path into a JSON value; texts come without quotes, everything else as compact JSON.
func at(doc any, path string) (value string, found bool) {
	for step := range strings.SplitSeq(strings.Trim(path, "."), ".") {
		if step == "" {
			break
		}
		switch v := doc.(type) {
		case map[string]any:
			if doc, found = v[step]; !found {
				return "", false
			}
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return "", false
			}
			doc = v[i]
		default:
			return "", false
		}
	}
	if s, ok := doc.(string); ok {
		return s, true
	}
	b, err := json.Marshal(doc)
	if err != nil {
		return fmt.Sprint(doc), true
	}
	return string(b), true
}
