package figures

import (
	"homeward"
)

// Statement is one figure read from a text, families and people together. Numbers not stated are nil.
type Statement struct {
	File      string   `json:"file"`
	Block     int      `json:"block"` // 0 is the title; updates stacked on one page are blocks of their own
	Place     *string  `json:"place"` // nil with Places or only PlaceText
	Places    []string `json:"places,omitempty"`
	PlaceText string   `json:"place_text"`
	Kind      Kind     `json:"kind"`
	Phase     *Phase   `json:"phase"`
	Measure   Measure  `json:"measure"`
	Families  *int     `json:"families"`
	People    *int     `json:"people"`
	Homes     *int     `json:"homes"`
	// PeopleMost is the upper end of a range of people.
	PeopleMost *int `json:"people_most,omitempty"`
	// Rooms counts homes by their number of rooms.
	Rooms      map[string]int `json:"rooms,omitempty"`
	Quantifier Quantifier     `json:"quantifier"`
	// PeopleQuantifier is given when the people are meant otherwise than the families ("527 families, about 2,000").
	PeopleQuantifier Quantifier `json:"people_quantifier,omitempty"`
	// EventDate is 2025-04-28, 2025-04, 2025 or, when a day is named without a year that can be known, --04-28.
	EventDate     string `json:"event_date"`
	DatePrecision string `json:"date_precision"` // day, month, year, day_of_year, or empty
	AsOfTime      string `json:"as_of_time"`     // 18:00
	IncludesToday *bool  `json:"includes_today"` // of a cumulative: is the day's group in it?
	Origin        string `json:"origin"`
	Institution   string `json:"institution"` // who said so
	// Start and End are the bytes of the text (of a page: of its text as Read returns it) that were read.
	Start   int             `json:"start"`
	End     int             `json:"end"`
	Flags   []Flag          `json:"flags"`
	Reasons []homeward.Text `json:"reasons"`
}

// Has says whether the statement carries a flag.
func (s Statement) Has(f Flag) bool {
	for _, g := range s.Flags {
		if g == f {
			return true
		}
	}
	return false
}

// flag adds a flag once.
func (s *Statement) flag(f Flag) {
	if !s.Has(f) {
		s.Flags = append(s.Flags, f)
	}
}

// because adds a reason.
func (s *Statement) because(key string, pairs ...any) {
	s.Reasons = append(s.Reasons, homeward.T("figures.reason."+key, pairs...))
}
