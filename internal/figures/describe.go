package figures

import (
	"homeward"
)

// Describe says a statement in one sentence.
func Describe(s Statement) homeward.Text {
	pairs := []any{"Kind", kindText(s.Kind), "Date", s.EventDate, "Quantifier", homeward.T("figures.quantifier." + string(s.Quantifier))}
	switch {
	case s.Families != nil && s.People != nil:
		return homeward.T("figures.statement.pair", append(pairs, "Families", *s.Families, "People", *s.People)...)
	case s.Families != nil:
		return homeward.T("figures.statement.families", append(pairs, "Families", *s.Families)...)
	case s.People != nil:
		return homeward.T("figures.statement.people", append(pairs, "People", *s.People)...)
	case s.Homes != nil:
		return homeward.T("figures.statement.homes", append(pairs, "Homes", *s.Homes)...)
	case s.Rooms != nil:
		sum := 0
		for _, n := range s.Rooms {
			sum += n
		}
		return homeward.T("figures.statement.homes", append(pairs, "Homes", sum)...)
	}
	return homeward.T("figures.statement.no_number", pairs...)
}
