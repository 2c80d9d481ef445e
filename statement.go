package homeward

// Article is one published text: a page, a press note, or a row of somebody's table of articles. Statements come from
// articles; outlets that copy one another form a cluster and count as one voice.
type Article struct {
	ID ArticleID
	// Key tells the article from every other: the name it has in the table it came from, or a hash of its text.
	Key         string
	Publisher   string
	URL         string
	Title       string
	Language    string
	PublishedOn Date // zero when not known
	Cluster     string
	// Text is what was read; empty when only the figures were handed over.
	Text        string
	RecordedSeq int64
}

// UnnamedOutlet stands as the source of a figure that was seen published by somebody who is not named; each reader is
// told so in their language.
const UnnamedOutlet = "unnamed"

// Statement is a figure somebody published: numbers with a source. It is kept as published, beside what the register
// shows, and neither is bent to the other. Numbers that were not stated are 0.
type Statement struct {
	ID        StatementID
	ArticleID ArticleID
	// Key tells the statement from the others of its article, so that a table read twice is kept once.
	Key    string
	Code   string // what the source's own table calls it
	Source string // who published it
	URL    string
	Block  int // 0 is the title; updates stacked on one page are blocks of their own
	// Place is one place; empty where one number is for several (Places, joined by "+") or for none that is known.
	Place            PlaceID
	Places           string
	PlaceText        string
	Kind             StatementKind
	Measure          string // what is counted: settled, crossed, registered …
	Phase            string // sent, arrived or empty
	Families         int
	People           int
	PeopleMost       int // the upper end of a range
	Homes            int
	Rooms            string // homes by number of rooms: "2:51 3:76"
	Other            string // a number of something else, as it was written
	Quantifier       string // exact, about, more_than …
	PeopleQuantifier string // where the people are meant otherwise than the families
	EventDate        string // as stated: 2025-04-28, 2025-04 or 2025
	AsOf             Date   // the day it speaks of, the last one of a month or year; zero when not known
	AsOfTime         string // 18:00
	IncludesToday    *bool  // of a total: is the day's group in it? nil when not said
	Origin           string
	Institution      string
	Note             string
	// SpanStart and SpanEnd are the bytes of the article's text that it was read from.
	SpanStart int
	SpanEnd   int
	Flags     string // what a person should look at, words with blanks between them
	Reasons   string // why it was read so, a JSON array of Text
	// Proposed is set for what a program read and nobody has confirmed yet; it counts for nothing until then.
	Proposed bool
	// Aside is set for numbers that are no figure of ours and are kept because the figures of their article add up with them.
	Aside       bool
	Corrects    StatementID // the statement it stands instead of
	PublishedOn Date
	RecordedSeq int64
}

// Review is what a person decided about a statement: it is confirmed once at most, and ends once at most, corrected (then
// another stands instead of it) or rejected.
type Review struct {
	StatementID StatementID
	Ends        bool
	Decision    ReviewDecision
	Reason      string
	ReplacedBy  StatementID
	// KeepCase asks for the sentence to be kept as a case that later readers must read right.
	KeepCase    bool
	DecidedBy   UserID
	DecidedAt   Instant
	RecordedSeq int64
}

// ReviewDecision is what was decided about a statement.
type ReviewDecision string

const (
	StatementConfirmed ReviewDecision = "confirmed"
	StatementCorrected ReviewDecision = "corrected"
	StatementRejected  ReviewDecision = "rejected"
)

// Release is the day's paragraph for the press as it was published for a place and a day, with what the register showed
// at its cut-off. It is never changed; what turns out otherwise is published as a correction, the next edition.
type Release struct {
	ID      ReleaseID
	Place   PlaceID
	Day     Date
	Edition int // 1, then the corrections
	// Since is the first day of the group: the day itself, or an earlier one whose group was too small to be published.
	Since            Date
	GroupHouseholds  int
	GroupIndividuals int
	// BeforeHouseholds and BeforeIndividuals are the total before the group.
	BeforeHouseholds  int
	BeforeIndividuals int
	Minimum           int    // the least number of households that is published
	Texts             string // the paragraph by language, a JSON object
	CutOff            Instant
	ReleasedBy        UserID
	RecordedSeq       int64
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
