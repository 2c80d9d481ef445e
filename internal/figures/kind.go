package figures

import (
	"strings"

	"homeward"
)

// Kind is what a published figure counts. The first seven are also stored (homeward.StatementKind).
type Kind = homeward.StatementKind

// The kinds, as the issue of figures and the shared data name them.
const (
	Increment              Kind = "increment"               // a group that moves or has moved on a day
	Cumulative             Kind = "cumulative"              // all who have come until then
	Planned                Kind = "planned"                 // who is to come later
	DrawParticipants       Kind = "draw_participants"       // families that drew lots for a home
	DrawByRooms            Kind = "draw_by_rooms"           // homes drawn, by number of rooms
	StockHomes             Kind = "stock_homes"             // homes that stand, are repaired or beyond repair
	StockByRooms           Kind = "stock_by_rooms"          // homes that stand, by number of rooms
	PopulationBefore       Kind = "population_before"       // who lived there before the displacement
	ResidentPopulation     Kind = "resident_population"     // who lives there now, workers and students too: no return
	Departure              Kind = "departure"               // who left
	Remaining              Kind = "remaining"               // who stayed, or is still there
	Registered             Kind = "registered"              // who is on a register of the displaced
	TemporaryAccommodation Kind = "temporary_accommodation" // who was given a place to stay for now
	Casualties             Kind = "casualties"              // killed, wounded, captured, missing
	BenefitOrStatus        Kind = "benefit_or_status"       // who got a certificate, a job, citizenship
)

// Kinds lists every kind once.
var Kinds = []Kind{Increment, Cumulative, Planned, DrawParticipants, DrawByRooms, StockHomes, StockByRooms, PopulationBefore,
	ResidentPopulation, Departure, Remaining, Registered, TemporaryAccommodation, Casualties, BenefitOrStatus}

// Phase tells the two halves of a journey apart: who was sent in the morning need not all have arrived by night.
type Phase string

const (
	Sent    Phase = "sent"
	Arrived Phase = "arrived"
)

// Quantifier says how a number is meant.
type Quantifier string

const (
	Exact    Quantifier = "exact"
	About    Quantifier = "about"
	MoreThan Quantifier = "more_than"
	AtLeast  Quantifier = "at_least"
	LessThan Quantifier = "less_than"
	UpTo     Quantifier = "up_to" // also "nearly"
	Range    Quantifier = "range" // the number is the lower end, the greatest stands beside it
	Vague    Quantifier = "vague" // "several dozen": no number
)

// Measure names the concept behind a number, so that two series of one kind are never mixed: who crossed the border is
// not who was registered, and neither is who holds a status.
type Measure string

const (
	Settled     Measure = "settled"      // households in their new homes
	Crossed     Measure = "crossed"      // entered Armenia, counted at the border
	OnRegister  Measure = "registered"   // registered as displaced
	HoldsStatus Measure = "holds_status" // holds refugee status, citizenship, a certificate, a job
	Housed      Measure = "accommodated" // lives in a temporary place given by the state
	Drawn       Measure = "drawn"
	Living      Measure = "living" // lives there, whoever it is
	Left        Measure = "left"
	Still       Measure = "remaining"
	Promised    Measure = "planned"
	Standing    Measure = "homes"
	Hurt        Measure = "casualties"
)

// Flag marks what a person should look at before a statement is used. Nothing flagged has been changed.
type Flag string

const (
	FlagUnitSlip      Flag = "unit_slip"       // "124 people (482 individuals)": two numbers of one unit
	FlagLostThousands Flag = "lost_thousands"  // the parts add up to this number with a group of digits before it
	FlagFamilySize    Flag = "family_size"     // fewer than 2 or more than 6 people a family
	FlagRoomsSum      Flag = "rooms_sum"       // homes by rooms do not add up to the families that drew
	FlagHeadline      Flag = "headline"        // the title has another number than the text
	FlagAnnounced     Flag = "announced"       // a total that will be reached with a group still on its way
	FlagDerived       Flag = "derived"         // worked out from words such as "half of them"
	FlagGroupTotal    Flag = "group_total"     // one number for several places
	FlagPart          Flag = "part"            // a part of another number in the same text (a sex, an origin)
	FlagMislabelled   Flag = "mislabelled"     // a total that repeats the day's group
	FlagRepeated      Flag = "repeated"        // told again in the same text
	FlagPlaceInferred Flag = "place_inferred"  // the place is not named in the sentence
	FlagSingle        Flag = "single_family"   // one or two families: not for republication
	FlagTwoQualifiers Flag = "two_quantifiers" // "about 5,000+"
)

// MeasureOf is the measure of a kind at a place, where nothing more is known: who comes into Armenia crosses a border.
func MeasureOf(k Kind, place homeward.PlaceID) Measure {
	armenia := place == "armenia" || strings.HasPrefix(string(place), "am-")
	return measureOf(k, &clause{armenia: armenia})
}
