package homeward

// Statement is a figure somebody published: numbers with a source. It is kept as published, beside what the register
// shows, and neither is bent to the other.
type Statement struct {
	ID          StatementID
	Source      string // who published it
	URL         string
	Place       PlaceID
	Kind        StatementKind
	Phase       string // sent, arrived or empty
	Families    int    // 0 when not stated
	People      int    // 0 when not stated
	Quantifier  string // exact, about, more_than …
	AsOf        Date
	PublishedOn Date
	RecordedSeq int64
}

// StatementKind is what a published figure counts.
type StatementKind string

const (
	Increment        StatementKind = "increment"
	Cumulative       StatementKind = "cumulative"
	PlannedFigure    StatementKind = "planned"
	PopulationBefore StatementKind = "population_before"
	Departure        StatementKind = "departure"
	Residents        StatementKind = "resident_population"
	Remaining        StatementKind = "remaining"
)

// Count is families and people together.
type Count struct {
	Households  int `json:"households"`
	Individuals int `json:"individuals"`
}
