package policy

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"homeward"
)

// The closed word lists of the format. Each type names its words, so that the decoder can refuse any other and the
// schema can offer them.
type (
	Gives          string // what a household receives
	Unit           string // who is one case
	Confidence     string // whether a source says it or we infer it
	SourceKind     string // what sort of text a source is
	Reading        string // how much of a source was read
	CountingEffect string // what a rule about members does
	Measure        string // what a norm measures
	Stage          string // when a rule is asked
	OrderMethod    string // how households are ordered
	GroupRule      string // how points of one group combine
	QuotaOf        string // what a quota is a share of
	Unfilled       string // what becomes of homes that nobody of a group takes
	Overlap        string // where a household of several groups counts
	Days           string // which days a term counts
	Effect         string // what a lapsed or refused offer leads to
	Groups         string // whether households that asked for it go to one settlement
	DrawMethod     string // what the lot decides
	Choose         string // which of several amounts is paid
	Outcome        string // what a policy says about a case
)

const (
	GivesHome  Gives = "home"
	GivesMoney Gives = "money"
	GivesBoth  Gives = "both"

	UnitHousehold Unit = "household"
	UnitPerson    Unit = "person"

	Published Confidence = "published"
	Inferred  Confidence = "inferred"

	LeftOut       CountingEffect = "left_out"
	MayApplyAlone CountingEffect = "may_apply_alone"

	MeasureRooms Measure = "rooms"
	MeasureArea  Measure = "area"

	// The three moments at which rules are asked, in this order.
	StageApply Stage = "apply"
	StageMatch Stage = "match"
	StageGrant Stage = "grant"

	OrderNone              OrderMethod = "none"
	OrderClasses           OrderMethod = "classes"
	OrderPoints            OrderMethod = "points"
	OrderClassesThenPoints OrderMethod = "classes_then_points"
	OrderDate              OrderMethod = "date"

	GroupSum GroupRule = "sum"
	GroupMax GroupRule = "max"

	OfHomes   QuotaOf = "homes"
	OfEntries QuotaOf = "entries"

	UnfilledReturn Unfilled = "return"
	UnfilledKeep   Unfilled = "keep"

	OverlapFirst Overlap = "first"
	OverlapAll   Overlap = "all"

	CalendarDays Days = "calendar"
	WorkingDays  Days = "working"

	// GiveToNext: the home goes to the next household; this one keeps its place in the line.
	GiveToNext Effect = "give_to_next"
	// Demote: for a time it counts as one who comes after the others.
	Demote Effect = "demote"
	// Suspend: for a time it cannot take part.
	Suspend Effect = "suspend"
	// Cancel: its application ends.
	Cancel Effect = "cancel"
	// LoseChance: it loses one of its chances.
	LoseChance Effect = "lose_chance"
	// LoseComponent: it loses the kind of help it refused, not the others.
	LoseComponent Effect = "lose_component"

	GroupsIgnore         Groups = "ignore"
	GroupsSameSettlement Groups = "same_settlement"

	DrawNone    DrawMethod = "none"
	DrawAddress DrawMethod = "address_within_category"
	DrawEntry   DrawMethod = "entry_within_category"
	DrawTickets DrawMethod = "ranked_tickets"

	ChooseFirst Choose = "first"
	ChooseMax   Choose = "max"
	ChooseSum   Choose = "sum"

	Eligible  Outcome = "eligible"
	Refused   Outcome = "refused"
	Undecided Outcome = "undecided"
)

func (Gives) words() []string          { return []string{"home", "money", "both"} }
func (Unit) words() []string           { return []string{"household", "person"} }
func (Confidence) words() []string     { return []string{"published", "inferred"} }
func (SourceKind) words() []string     { return []string{"law", "official", "press", "ngo"} }
func (Reading) words() []string        { return []string{"full", "opening", "secondary"} }
func (CountingEffect) words() []string { return []string{"left_out", "may_apply_alone"} }
func (Measure) words() []string        { return []string{"rooms", "area"} }
func (Stage) words() []string          { return []string{"apply", "match", "grant"} }
func (OrderMethod) words() []string {
	return []string{"none", "classes", "points", "classes_then_points", "date"}
}
func (GroupRule) words() []string { return []string{"sum", "max"} }
func (QuotaOf) words() []string   { return []string{"homes", "entries"} }
func (Unfilled) words() []string  { return []string{"return", "keep"} }
func (Overlap) words() []string   { return []string{"first", "all"} }
func (Days) words() []string      { return []string{"calendar", "working"} }
func (Effect) words() []string {
	return []string{"give_to_next", "demote", "suspend", "cancel", "lose_chance", "lose_component"}
}
func (Groups) words() []string { return []string{"ignore", "same_settlement"} }
func (DrawMethod) words() []string {
	return []string{"none", "address_within_category", "entry_within_category", "ranked_tickets"}
}
func (Choose) words() []string  { return []string{"first", "max", "sum"} }
func (Outcome) words() []string { return []string{"eligible", "refused", "undecided"} }

// RefusalKeys are the reasons a rule may give. Each has a sentence (refusal.<key>) and a remedy
// (refusal.<key>.remedy) in every language, so a file cannot invent one that no family could read.
var RefusalKeys = []string{
	"not_displaced", "status_unproven", "not_in_register", "evidence_short", "citizenship_missing", "already_housed",
	"owns_home", "acquired_home", "not_living_there", "composition_gain", "wrong_place", "place_excluded", "stage_closed",
	"applied_late", "savings_short", "own_share_short", "component_mismatch", "legal_bar",
	"price_over_limit", "area_under_norm", "seller_related", "home_too_small", "home_too_large", "home_not_ready",
	"home_claimed", "home_hazardous",
	"below_threshold", "quota_full", "none_left", "not_reached", "suspended", "offer_lapsed", "offer_refused",
	"duplicate_open", "consent_missing",
}

// DutyKeys are what may bind a household afterwards.
var DutyKeys = []string{
	"no_sale", "no_gift", "no_lease", "no_sublet", "no_exchange", "no_pledge", "no_inheritance", "no_business",
	"no_alteration", "live_there", "hand_back", "register_all_adults", "no_seizure", "cede_claim", "waive_lost_home",
}

// Expr is an expression of a file (CEL), with the place it stands at. It is compiled when the file is read.
type Expr struct {
	Text string
	Line int
	code *code
}

// IsZero says that the file gives none.
func (e Expr) IsZero() bool { return e.Text == "" }

// MarshalJSON writes the expression as it stands in the file.
func (e Expr) MarshalJSON() ([]byte, error) { return json.Marshal(e.Text) }

// Span is a range of persons, both ends included; Max 0 is "and more".
type Span struct{ Min, Max int }

// Holds says whether n lies in the span.
func (s Span) Holds(n int) bool { return n >= s.Min && (s.Max == 0 || n <= s.Max) }

// MarshalJSON writes the span as the file does: [4, 5] or [6, null].
func (s Span) MarshalJSON() ([]byte, error) {
	if s.Max == 0 {
		return fmt.Appendf(nil, "[%d,null]", s.Min), nil
	}
	return fmt.Appendf(nil, "[%d,%d]", s.Min, s.Max), nil
}

// Moment is the day of an example, written as a day or as a time.
type Moment struct{ homeward.Date }

// Period is a length of time in the calendar (ISO 8601: P5D, P6M, P1Y, P2W).
type Period struct{ Years, Months, Days int }

var periodPattern = regexp.MustCompile(`^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$`)

// ParsePeriod reads an ISO 8601 period of years, months, weeks and days.
func ParsePeriod(s string) (Period, error) {
	m := periodPattern.FindStringSubmatch(s)
	if m == nil || s == "P" {
		return Period{}, fmt.Errorf("%q is not a period such as P5D, P6M or P1Y", s)
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // at most five digits, or empty
	}
	return Period{Years: n[0], Months: n[1], Days: 7*n[2] + n[3]}, nil
}

func (p Period) IsZero() bool { return p == Period{} }

// String is the ISO 8601 form, empty for the zero Period.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	s := "P"
	if p.Years > 0 {
		s += strconv.Itoa(p.Years) + "Y"
	}
	if p.Months > 0 {
		s += strconv.Itoa(p.Months) + "M"
	}
	if p.Days > 0 {
		s += strconv.Itoa(p.Days) + "D"
	}
	return s
}

// MarshalJSON writes the ISO 8601 form.
func (p Period) MarshalJSON() ([]byte, error) { return json.Marshal(p.String()) }

// After is the last day of a period that begins the day after start. A month too short for the day ends on its last
// day. With working days, only the days of the period are counted so: a day counts when it is neither Saturday nor
// Sunday nor one of the holidays.
func (p Period) After(start homeward.Date, days Days, holidays map[homeward.Date]bool) homeward.Date {
	end := addMonths(start, 12*p.Years+p.Months)
	if days != WorkingDays {
		return end.Add(p.Days)
	}
	for left := p.Days; left > 0; {
		end = end.Add(1)
		if w := end.Time().Weekday(); w != time.Saturday && w != time.Sunday && !holidays[end] {
			left--
		}
	}
	return end
}

func addMonths(d homeward.Date, months int) homeward.Date {
	first := homeward.NewDate(d.Year, d.Month+time.Month(months), 1)
	last := homeward.NewDate(first.Year, first.Month+1, 0).Day
	return homeward.NewDate(first.Year, first.Month, min(d.Day, last))
}
