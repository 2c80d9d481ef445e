package homeward

// Building stands on one piece of ground; dwellings lie in it. A village house is a building with one dwelling.
type Building struct {
	ID          BuildingID
	Place       PlaceID
	Name        string // what stands on its wall: "3", "Bağ küçəsi 14"
	Kind        BuildingKind
	Floors      int
	RecordedSeq int64
}

// BuildingKind is a block of flats or a house.
type BuildingKind string

const (
	Block BuildingKind = "block"
	House BuildingKind = "house"
)

// Dwelling is one flat or house: what a household is given and gets the keys of.
type Dwelling struct {
	ID         DwellingID
	BuildingID BuildingID
	Place      PlaceID
	Number     string // the door: "27"; a house repeats its building's name
	Type       DwellingType
	Floor      int
	Rooms      int
	AreaM2     float64
	// Accessible means without steps from the street to every room.
	Accessible  bool
	RecordedSeq int64
}

// DwellingType is what a norm speaks of.
type DwellingType string

const (
	FlatType  DwellingType = "flat"
	HouseType DwellingType = "house"
)

// Component is one part of readiness. A dwelling is ready when every component is.
type Component string

// Components of readiness in the order they are shown.
var Components = []Component{"works", "water", "power", "gas", "heating", "road", "school", "clinic"}

// Readiness is a report on one component of one dwelling. Without a report the component is not ready.
type Readiness struct {
	DwellingID  DwellingID
	Component   Component
	Ready       bool
	Due         Date // when it is expected, if it is not ready
	ReportedOn  Date
	Closed      bool // a later report took its place
	RecordedSeq int64
}

// DwellingState is what a dwelling is to the people who wait for one. Folded, never stored.
type DwellingState string

const (
	DwellingOccupied  DwellingState = "occupied"  // keys handed over
	DwellingAccepted  DwellingState = "accepted"  // allocated, the household said yes
	DwellingOffered   DwellingState = "offered"   // allocated, offer open
	DwellingInRound   DwellingState = "in_round"  // frozen into a round
	DwellingReady     DwellingState = "ready"     // free to be given
	DwellingWorks     DwellingState = "works"     // a component is missing
	DwellingClaimed   DwellingState = "claimed"   // an open claim holds it
	DwellingHazardous DwellingState = "hazardous" // no release record over its ground
)

// DwellingStates in the order of the legend.
var DwellingStates = []DwellingState{DwellingOccupied, DwellingAccepted, DwellingOffered, DwellingInRound, DwellingReady,
	DwellingWorks, DwellingClaimed, DwellingHazardous}

// Home is a dwelling with everything that decides whether it may be given: the facts of the three gates.
type Home struct {
	Dwelling
	Building  Building
	Ground    Ground
	Readiness []Readiness // open reports only
	Claims    []Claim     // all, decided ones too
	// Allocation and what followed; empty while nothing lives.
	Allocated  HouseholdID
	Offer      OfferAnswer
	InRound    RoundID
	HandedOver bool
}

// Missing lists the components that are not reported ready, in order.
func (h Home) Missing() []Readiness {
	var out []Readiness
	for _, c := range Components {
		r := Readiness{DwellingID: h.ID, Component: c}
		for _, x := range h.Readiness {
			if x.Component == c {
				r = x
			}
		}
		if !r.Ready {
			out = append(out, r)
		}
	}
	return out
}

// State folds what is known into one word. Danger comes before title, title before works.
func (h Home) State() DwellingState {
	switch {
	case h.HandedOver:
		return DwellingOccupied
	case h.Allocated != "" && h.Offer == OfferAccepted:
		return DwellingAccepted
	case h.Allocated != "":
		return DwellingOffered
	case h.InRound != "":
		return DwellingInRound
	}
	if r := h.Blocked(); len(r) > 0 {
		switch r[0].Key {
		case "home_hazardous":
			return DwellingHazardous
		case "home_claimed":
			return DwellingClaimed
		}
		return DwellingWorks
	}
	return DwellingReady
}
