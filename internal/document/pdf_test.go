package document

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

var update = flag.Bool("update", false, "write the goldens anew")

// needFonts skips on a machine without "make assets", and fails in CI.
func needFonts(t testing.TB) {
	t.Helper()
	if _, err := typeface(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

var shownAt = regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) ?Tj`)

// said returns the texts of a PDF in the order they were set, a line each, pages apart.
func said(t testing.TB, file []byte) string {
	t.Helper()
	var out strings.Builder
	for _, s := range streams(file) {
		shown := shownAt.FindAllSubmatch(s, -1)
		if len(shown) > 0 && out.Len() > 0 {
			out.WriteString("\f\n")
		}
		for _, m := range shown {
			out.WriteString(fromUTF16(unescape(m[1])) + "\n")
		}
	}
	return out.String()
}

func unescape(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' && i+1 < len(b) {
			i++
			if b[i] == 'r' {
				out = append(out, '\r')
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

func fromUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// golden compares with testdata/<name>, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and run the test with -update\n%s", file, got)
	}
}
