package homeward

// PlaceID is the stable slug of a place, never one of its names: "khojaly", "khankendi".
type PlaceID string

// Place is a settlement, district, or the whole programme. It has several names of equal standing; which is read first
// is the reader's choice of language, and where names differ by community both are shown.
type Place struct {
	ID     PlaceID
	Parent PlaceID // the place it lies in; empty for the whole programme
	Kind   PlaceKind
	Lat    float64 // degrees, WGS 84; 0,0 when the place has no point
	Lon    float64
	Names  []Name
}

// PlaceKind is what sort of place it is.
type PlaceKind string

const (
	PlaceProgramme  PlaceKind = "programme"
	PlaceDistrict   PlaceKind = "district"
	PlaceTown       PlaceKind = "town"
	PlaceSettlement PlaceKind = "settlement" // an urban-type settlement
	PlaceVillage    PlaceKind = "village"
	PlaceReception  PlaceKind = "reception" // where people stayed while displaced
)

// Name is one name of a place in one language and script, with the period and the source it is known from.
type Name struct {
	Text   string
	Lang   string // ISO 639: az, hy, ru, en
	Script string // ISO 15924: Latn, Armn, Cyrl
	From   int    // first year of use, 0 unknown
	To     int    // last year of use, 0 still in use or unknown
	Source string
}

// Area is an area of responsibility: a place and everything in it. Roles are held for an area.
type Area = PlaceID

// Programme is the place that holds all others.
const Programme PlaceID = "programme"
