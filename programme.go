package homeward

// Adoption puts one edition of a policy in force for an area from a day. The edition is kept whole, so that a decision
// of years ago can be read with the rules it was made by.
type Adoption struct {
	ID          string // slug of the programme, "great-return"
	Area        Area
	PolicyID    string
	PolicyHash  string
	PolicyText  string
	ValidFrom   Date
	RecordedSeq int64
}
