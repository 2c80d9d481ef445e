package homeward

// Handover puts the keys into the household's hands. The act of acceptance is recorded first, then the keys; from then
// on the dwelling is occupied, the household settled, and the old stay ends.
type Handover struct {
	ID           HandoverID
	Number       int // number of the act
	AllocationID AllocationID
	HouseholdID  HouseholdID
	DwellingID   DwellingID
	MovementID   MovementID
	AcceptedAt   Instant // the act was signed
	SignedBy     IndividualID
	Keys         int // sets of keys
	KeysAt       Instant
	RecordedSeq  int64
}

// MeterReading at the handover.
type MeterReading struct {
	HandoverID  HandoverID
	Meter       Meter
	Reading     float64
	ReadOn      Date
	RecordedSeq int64
}

// Meter is what is measured: power in kWh, water and gas in cubic metres.
type Meter string

// Meters in the order of the act.
var Meters = []Meter{"power", "water", "gas"}

// Defect is something wrong with the dwelling, noted at the handover or later, with a day it is to be mended by.
type Defect struct {
	ID          DefectID
	HandoverID  HandoverID
	Room        string
	Text        string
	Due         Date
	NotedOn     Date
	MendedOn    Date
	RecordedSeq int64
}

// Document is a paper that was made: an act, a letter, a manifest. It lies inside the database like everything else
// about people.
type Document struct {
	ID          DocumentID
	Kind        string
	SubjectID   string
	Lang        string
	MadeAt      Instant
	SHA256      string
	Bytes       []byte
	RecordedSeq int64
}
