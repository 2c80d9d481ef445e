package policy

import (
	"encoding/json"
	"fmt"
	"time"

	"homeward"
)

// Fact is a value that may be unknown. The zero Fact is unknown: what nobody recorded can neither help nor harm a
// household, it holds the decision until somebody finds out.
type Fact[T FactValue] struct {
	value T
	known bool
}

// FactValue is what a fact can be.
type FactValue interface {
	bool | int | float64 | string | time.Time | []string
}

// Known makes a known fact.
func Known[T FactValue](v T) Fact[T] { return Fact[T]{v, true} }

// Get returns the value and whether it is known.
func (f Fact[T]) Get() (T, bool) { return f.value, f.known }

// IsZero says that the fact is unknown; encoding/json leaves such facts out with omitzero.
func (f Fact[T]) IsZero() bool { return !f.known }

// assume makes an unknown fact known with its zero value: no, none, 0, "".
func (f *Fact[T]) assume() { f.known = true }

// MarshalJSON writes the value, or null when it is unknown.
func (f Fact[T]) MarshalJSON() ([]byte, error) {
	if !f.known {
		return []byte("null"), nil
	}
	return json.Marshal(f.value)
}

// UnmarshalJSON reads the value; null leaves the fact unknown. A timestamp may be written as a day, which is its
// midnight UTC.
func (f *Fact[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*f = Fact[T]{}
		return nil
	}
	if at, ok := any(&f.value).(*time.Time); ok {
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		t, err := parseTime(s)
		if err != nil {
			return err
		}
		*at, f.known = t, true
		return nil
	}
	if err := json.Unmarshal(b, &f.value); err != nil {
		return err
	}
	f.known = true
	return nil
}

// parseTime reads a day or an RFC 3339 time, both as UTC.
func parseTime(s string) (time.Time, error) {
	if d, err := time.Parse(time.DateOnly, s); err == nil {
		return d, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is neither a day (2026-03-21) nor a time (2026-03-21T08:00:00Z)", s)
	}
	return t.UTC(), nil
}

// Case is what a policy is asked about: a household, and as far as known a dwelling, an application and a round, on a
// day. Nil means that nothing is known of it. A Case is only read; several goroutines may ask about the same one.
type Case struct {
	Household   *Household
	Dwelling    *Dwelling
	Application *Application
	Round       *Round
	// Today is the day of the decision: rules, norms and amounts with "from" and "to" count when it lies within.
	Today homeward.Date
	// Upto asks only the rules of this stage and those before it; empty asks all.
	Upto Stage
}

// The facts a policy may read, as /docs/policy.md lists them. There is no field for ethnicity, faith, language or
// politics, and a file cannot add one: the facts are these Go fields and no others. Each is registered once more in
// model.go, which gives it its name, its type and its meaning; a test holds the two together.

// Household is who moves together, as the unit of the programme stands on the day of the application.
type Household struct {
	ID Fact[string] `json:"id,omitzero"`
	// Members in the order of the register; nil when it is not known who they are.
	Members            []Member        `json:"members,omitempty"`
	Origin             Place           `json:"origin,omitzero"`
	DisplacedOn        Fact[time.Time] `json:"displaced_on,omitzero"`
	RegisteredOn       Fact[time.Time] `json:"registered_on,omitzero"`
	Stay               Stay            `json:"stay,omitzero"`
	OwnsHome           Fact[bool]      `json:"owns_home,omitzero"`
	OwnedAreaM2        Fact[float64]   `json:"owned_area_m2,omitzero"`
	AcquiredHome       Fact[bool]      `json:"acquired_home,omitzero"`
	Housed             Fact[bool]      `json:"housed,omitzero"`
	HomeLost           Fact[string]    `json:"home_lost,omitzero"`
	LostHomeWasSole    Fact[bool]      `json:"lost_home_was_sole,omitzero"`
	IncomePerHead      Fact[float64]   `json:"income_per_head,omitzero"`
	SubsistencePerHead Fact[float64]   `json:"subsistence_per_head,omitzero"`
	SocialScore        Fact[int]       `json:"social_score,omitzero"`
	FallenFamily       Fact[bool]      `json:"fallen_family,omitzero"`
	BreadwinnerLost    Fact[bool]      `json:"breadwinner_lost,omitzero"`
	WorksAtDestination Fact[bool]      `json:"works_at_destination,omitzero"`
	CompositionGain    Fact[bool]      `json:"composition_gain,omitzero"`
	LegalBar           Fact[bool]      `json:"legal_bar,omitzero"`
	FirstTime          Fact[bool]      `json:"first_time,omitzero"`
	Unsuccessful       Fact[int]       `json:"unsuccessful,omitzero"`
	OffersRefused      Fact[int]       `json:"offers_refused,omitzero"`
	SuspendedUntil     Fact[time.Time] `json:"suspended_until,omitzero"`
	Loan               Loan            `json:"loan,omitzero"`
}

// Member is one person of a household.
type Member struct {
	// ID says who it is in a refusal; no rule can read it.
	ID             string          `json:"id,omitempty"`
	Born           Fact[time.Time] `json:"born,omitzero"`
	Sex            Fact[string]    `json:"sex,omitzero"`
	Relation       Fact[string]    `json:"relation,omitzero"`
	Citizen        Fact[bool]      `json:"citizen,omitzero"`
	Displaced      Fact[bool]      `json:"displaced,omitzero"`
	InRegister     Fact[bool]      `json:"in_register,omitzero"`
	Disability     Fact[int]       `json:"disability,omitzero"`
	WarDisability  Fact[bool]      `json:"war_disability,omitzero"`
	Conditions     Fact[[]string]  `json:"conditions,omitzero"`
	Pregnant       Fact[bool]      `json:"pregnant,omitzero"`
	Veteran        Fact[bool]      `json:"veteran,omitzero"`
	Mobilised      Fact[bool]      `json:"mobilised,omitzero"`
	PublicServant  Fact[bool]      `json:"public_servant,omitzero"`
	Pensioner      Fact[bool]      `json:"pensioner,omitzero"`
	MissingByCourt Fact[bool]      `json:"missing_by_court,omitzero"`
	Custody        Fact[string]    `json:"custody,omitzero"`
}

// Place is a settlement as a rule sees it.
type Place struct {
	ID    Fact[string] `json:"id,omitzero"`
	Group Fact[string] `json:"group,omitzero"`
	Kind  Fact[string] `json:"kind,omitzero"`
}

// Stay is where the household lives now.
type Stay struct {
	Kind      Fact[string]  `json:"kind,omitzero"`
	Condition Fact[string]  `json:"condition,omitzero"`
	LivesHere Fact[bool]    `json:"lives_here,omitzero"`
	PaysRent  Fact[bool]    `json:"pays_rent,omitzero"`
	AreaM2    Fact[float64] `json:"area_m2,omitzero"`
}

// Loan is a loan the household is paying back.
type Loan struct {
	Active  Fact[bool]      `json:"active,omitzero"`
	Issued  Fact[time.Time] `json:"issued,omitzero"`
	Purpose Fact[string]    `json:"purpose,omitzero"`
}

// Dwelling is the flat, house or plot that is asked for or offered.
type Dwelling struct {
	Type          Fact[string]  `json:"type,omitzero"`
	Rooms         Fact[int]     `json:"rooms,omitzero"`
	AreaM2        Fact[float64] `json:"area_m2,omitzero"`
	Floor         Fact[int]     `json:"floor,omitzero"`
	Accessible    Fact[bool]    `json:"accessible,omitzero"`
	Place         Place         `json:"place,omitzero"`
	Price         Fact[int]     `json:"price,omitzero"`
	SellerRelated Fact[bool]    `json:"seller_related,omitzero"`
	Left          Fact[int]     `json:"left,omitzero"`
}

// Application is what the household asked for.
type Application struct {
	Component   Fact[string]    `json:"component,omitzero"`
	Submitted   Fact[time.Time] `json:"submitted,omitzero"`
	Granted     Fact[time.Time] `json:"granted,omitzero"`
	OwnShare    Fact[float64]   `json:"own_share,omitzero"`
	SavedMonths Fact[int]       `json:"saved_months,omitzero"`
	SavedShare  Fact[float64]   `json:"saved_share,omitzero"`
	Documents   Fact[[]string]  `json:"documents,omitzero"`
	Scheme      Fact[string]    `json:"scheme,omitzero"`
}

// Round is the allocation event the question belongs to.
type Round struct {
	Threshold Fact[float64] `json:"threshold,omitzero"`
	Supply    Fact[int]     `json:"supply,omitzero"`
	Kind      Fact[string]  `json:"kind,omitzero"`
}
