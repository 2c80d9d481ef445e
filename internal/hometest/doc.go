// Package hometest is what the tests of the other packages stand on: a PostgreSQL server, a browser with its
// accessibility engine, a clock that moves when it is told to. For tests only; a test of the house proves that.
//
// What is not on this machine skips the test that asked for it. In CI (the environment variable CI is set) it fails it.
package hometest

import (
	"os"
	"testing"
)

// absent ends a test that needs what this machine does not have.
func absent(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}
