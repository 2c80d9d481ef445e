package policy

import (
	"fmt"
	"sort"
	"strings"

	"homeward"
)

// Problem is something wrong, or doubtful, in a policy file: where it stands and what to do about it.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"` // from 1; 0 when it concerns the whole file
	// Warning is true when the file can be used all the same.
	Warning bool          `json:"warning,omitempty"`
	Text    homeward.Text `json:"text"`
	Hint    homeward.Text `json:"hint,omitzero"`
}

// String is for logs and tests.
func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

// Problems are what a check found, in the order of the lines. As an error it is the cause inside a homeward.Error.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// problems collects what a check finds.
type problems struct {
	file string
	list Problems
}

// fail notes an error. Its key has a hint beside it in the catalogues, <key>.hint.
func (p *problems) fail(line int, key string, pairs ...any) {
	p.failText(line, homeward.T(key, pairs...))
}

func (p *problems) failText(line int, text homeward.Text) {
	p.list = append(p.list, Problem{File: p.file, Line: line, Text: text, Hint: homeward.Text{Key: text.Key + ".hint", Args: text.Args}})
}

// warn notes something doubtful.
func (p *problems) warn(line int, key string, pairs ...any) {
	p.fail(line, key, pairs...)
	p.list[len(p.list)-1].Warning = true
}

// unknownField notes a field that the format does not have, and proposes the nearest one it has.
func (p *problems) unknownField(line int, path, name string, fields map[string][]int) {
	known := make([]string, 0, len(fields))
	for f := range fields {
		known = append(known, f)
	}
	sort.Strings(known)
	if near := nearest(name, known); near != "" {
		p.fail(line, "policy.unknown_field_near", "Field", clip(path), "Near", near)
		return
	}
	p.fail(line, "policy.unknown_field", "Field", clip(path), "Known", strings.Join(known, ", "))
}

// failed says whether anything found is more than a warning.
func (p *problems) failed() bool {
	for _, x := range p.list {
		if !x.Warning {
			return true
		}
	}
	return false
}

// sorted are the problems in the order of the lines.
func (p *problems) sorted() Problems {
	sort.SliceStable(p.list, func(i, j int) bool { return p.list[i].Line < p.list[j].Line })
	return p.list
}

// nearest is the word of the list that differs from s in at most two letters; empty when there is none.
func nearest(s string, list []string) string {
	best, least := "", 3
	for _, w := range list {
		if d := distance(s, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete or change to make a into b (Levenshtein).
func distance(a, b string) int {
	if len(a) > 40 || len(b) > 40 {
		return 40
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := diagonal
			if a[i-1] != b[j-1] {
				change++
			}
			diagonal = row[j]
			row[j] = min(change, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
