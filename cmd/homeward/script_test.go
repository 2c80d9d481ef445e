package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os/exec"
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
