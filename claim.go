package homeward

// Claim is somebody's claim to a dwelling or the plot it stands on (housing, land and property). Whoever left a home
// may lodge one, from anywhere, at any time; while it is open the dwelling is given to nobody.
type Claim struct {
	ID          ClaimID
	DwellingID  DwellingID
	Claimant    string // name as written
	Contact     string
	LeftOn      Date
	Basis       string // what the claim rests on: title, order, witnesses
	LodgedOn    Date
	Decision    ClaimDecision
	DecidedOn   Date
	Reason      string
	RecordedSeq int64
}

// ClaimDecision ends a claim; empty while it is open.
type ClaimDecision string

const (
	ClaimUpheld    ClaimDecision = "upheld"
	ClaimRejected  ClaimDecision = "rejected"
	ClaimWithdrawn ClaimDecision = "withdrawn"
)

// ClaimDecisions in the order they are offered.
var ClaimDecisions = []ClaimDecision{ClaimUpheld, ClaimRejected, ClaimWithdrawn}

// Holds says whether the claim keeps the dwelling from being given: while it is open, and for good when it is upheld.
func (c Claim) Holds() bool { return c.Decision == "" || c.Decision == ClaimUpheld }
