package figures

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"homeward"
)

// sentencesOn is the day on which all test sentences are published.
var sentencesOn = homeward.NewDate(2025, 4, 28)

// Sentences written for this test, in every language, with what each says. Every pattern and every number that must
// not be taken has its lines.
func TestSentences(t *testing.T) {
	r := NewReader(testPlaces)
	files, err := filepath.Glob("testdata/sentences/*.txt")
	if err != nil || len(files) < 9 {
		t.Fatalf("%d files of sentences, %v", len(files), err)
	}
	lines := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		for n, line := range strings.Split(string(source), "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			lines++
			f := strings.Split(line, " | ")
			if len(f) != 3 {
				t.Fatalf("%s:%d has %d fields", file, n+1, len(f))
			}
			t.Run(fmt.Sprintf("%s/%s:%d", lang, f[0], n+1), func(t *testing.T) { checkSentence(t, r, lang, f[1], f[2]) })
		}
	}
	if lines < 400 {
		t.Errorf("only %d sentences", lines)
	}
}

func checkSentence(t *testing.T, r *Reader, lang, text, expected string) {
	text = strings.ReplaceAll(text, " ¶", "\n")
	got, err := r.Read(Source{Name: "s", Text: text, Published: sentencesOn})
	if err != nil {
		t.Fatal(err)
	}
	if got.Language != lang {
		t.Errorf("language %s, want %s", got.Language, lang)
	}
	var want []string
	marks := map[string][]string{}
	if expected != "-" {
		for _, e := range strings.Split(expected, ";") {
			fields := strings.Fields(e)
			i := slices.IndexFunc(fields, func(s string) bool { return strings.ContainsAny(s[:1], "@%/!=") })
			if i < 0 {
				i = len(fields)
			}
			key := strings.Join(fields[:i], " ")
			want = append(want, key)
			marks[key] = append(marks[key], fields[i:]...)
		}
	}
	var said []string
	for _, s := range got.Statements {
		key := Short(s)
		said = append(said, key)
		for _, m := range marks[key] {
			if !slices.ContainsFunc(got.Statements, func(s Statement) bool { return Short(s) == key && carries(s, m) }) {
				t.Errorf("%s lacks %s: %+v", key, m, s)
			}
		}
		if s.Start < 0 || s.End <= s.Start || s.End > len(got.Text) {
			t.Errorf("%s spans %d to %d of %d bytes", key, s.Start, s.End, len(got.Text))
		}
	}
	slices.Sort(want)
	slices.Sort(said)
	if !slices.Equal(want, said) {
		t.Errorf("%s\nreads %q\nwant  %q", text, said, want)
	}
}

// carries says whether a statement has what a mark asks for: @day, %quantifier, /phase, !flag, =includes.
func carries(s Statement, mark string) bool {
	v := mark[1:]
	switch mark[0] {
	case '@':
		return s.EventDate == v
	case '%':
		return string(s.Quantifier) == v
	case '/':
		return s.Phase != nil && string(*s.Phase) == v
	case '!':
		return s.Has(Flag(v))
	case '=':
		return s.IncludesToday != nil && *s.IncludesToday == (v == "includes")
	}
	return false
}
