package figures

import "homeward"

// Comparison is a published figure beside the register's.
type Comparison struct {
	// Agrees is nil where the register holds no such measure, or the statement no number.
	Agrees *bool `json:"agrees"`
	// Difference is what was published less what the register shows, for the numbers that were published.
	Difference  homeward.Count `json:"difference"`
	Explanation homeward.Text  `json:"explanation"`
}

// aboutTolerance is how far "about 2,000" may be from the truth: one part in twenty.
const aboutTolerance = 20

// Compare sets a statement beside the register's count of the same place, day and measure. Families and people must
// both be equal to agree with an exact statement; the register is never bent to what was printed, nor the other way.
func Compare(s homeward.Statement, register homeward.Count) Comparison {
	if !held(s.Kind) {
		return Comparison{Explanation: homeward.T("figures.compare.no_measure", "Kind", kindText(s.Kind))}
	}
	q := Quantifier(s.Quantifier)
	if q == Vague || (s.Families == 0 && s.People == 0) {
		return Comparison{Explanation: homeward.T("figures.compare.no_number")}
	}
	var c Comparison
	families, people := true, true
	if s.Families != 0 {
		c.Difference.Households = s.Families - register.Households
		families = satisfies(q, s.Families, register.Households)
	}
	if s.People != 0 {
		c.Difference.Individuals = s.People - register.Individuals
		people = satisfies(q, s.People, register.Individuals)
	}
	agrees := families && people
	c.Agrees = &agrees
	c.Explanation = explain(s, register, families, people)
	return c
}

// held says whether the register counts such a thing: it knows who has been settled and who is to be, not who lived in
// a place before, who lives there for work, or who left.
func held(k Kind) bool {
	switch k {
	case Increment, Cumulative, DrawParticipants, DrawByRooms:
		return true
	}
	return false
}

func satisfies(q Quantifier, published, is int) bool {
	switch q {
	case About:
		d := published - is
		return max(d, -d)*aboutTolerance <= max(published, is)
	case MoreThan:
		return is > published
	case AtLeast, Range:
		return is >= published
	case LessThan:
		return is < published
	case UpTo:
		return is <= published
	}
	return is == published
}

func explain(s homeward.Statement, register homeward.Count, families, people bool) homeward.Text {
	pairs := []any{"Families", s.Families, "People", s.People,
		"RegisterFamilies", register.Households, "RegisterPeople", register.Individuals}
	exact := s.Quantifier == "" || Quantifier(s.Quantifier) == Exact
	switch {
	case families && people && exact:
		return homeward.T("figures.compare.agrees", pairs...)
	case families && people:
		return homeward.T("figures.compare.holds", pairs...)
	case families && s.Families != 0:
		return homeward.T("figures.compare.people_differ", pairs...)
	case s.Families == 0:
		return homeward.T("figures.compare.people_only_differ", pairs...)
	case s.People == 0:
		return homeward.T("figures.compare.families_only_differ", pairs...)
	case people:
		return homeward.T("figures.compare.families_differ", pairs...)
	}
	return homeward.T("figures.compare.both_differ", pairs...)
}

// kindText names a kind for a reader.
func kindText(k Kind) homeward.Text { return homeward.T("figures.kind." + string(k)) }

// Stored turns a statement read from a text into one that can be kept. Numbers not stated become zero, as there.
func (s Statement) Stored() homeward.Statement {
	out := homeward.Statement{Kind: s.Kind, Quantifier: string(s.Quantifier)}
	if s.Place != nil {
		out.Place = homeward.PlaceID(*s.Place)
	}
	if s.Phase != nil {
		out.Phase = string(*s.Phase)
	}
	if s.Families != nil {
		out.Families = *s.Families
	}
	if s.People != nil {
		out.People = *s.People
	}
	if d, err := homeward.ParseDate(s.EventDate); err == nil {
		out.AsOf = d
	}
	return out
}
