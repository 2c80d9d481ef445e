package figures

import (
	"fmt"
	"slices"
	"strings"
)

// Short writes a statement as the test sentences do: kind, place, families, people; homes as h12 or 2:51 3:76; what is
// not said as "-".
func Short(s Statement) string {
	out := string(s.Kind) + " "
	if p := (Entry{Statement: s}).placeID(); p != "" {
		out += p
	} else {
		out += "?"
	}
	number := func(n *int) string {
		if n == nil {
			return "-"
		}
		return fmt.Sprint(*n)
	}
	switch {
	case s.Quantifier == Vague:
		return out + " vague"
	case s.Homes != nil:
		return out + " h" + number(s.Homes)
	case s.Rooms != nil:
		var sizes []string
		for size, n := range s.Rooms {
			sizes = append(sizes, fmt.Sprintf("%s:%d", size, n))
		}
		slices.Sort(sizes)
		return out + " " + strings.Join(sizes, " ")
	}
	return out + " " + number(s.Families) + " " + number(s.People)
}

// CaseLine writes a sentence with what stands in it as a line of the test sentences: "pattern | text | what it says".
func CaseLine(pattern, text string, list []Statement) string {
	said := "-"
	for i, s := range list {
		if i == 0 {
			said = Short(s)
		} else {
			said += "; " + Short(s)
		}
	}
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, "\n", " ¶ ")), " ")
	return strings.Join([]string{pattern, strings.ReplaceAll(text, " | ", " / "), said}, " | ")
}

// Span is a stretch of a text, in bytes.
type Span struct{ Start, End int }

// Sentences cuts a text, as a Reading gives it, into the sentences that were read for themselves.
func (r *Reader) Sentences(text string) []Span {
	d := document{Reader: r, text: text, phases: map[int]Phase{}}
	d.split()
	var out []Span
	for _, s := range d.sentences {
		out = append(out, Span{s.tokens[0].start, s.tokens[len(s.tokens)-1].end})
	}
	return out
}
