package homeward

// GroundFinding is one record about the ground under a building, in the words of IMAS 05.10 and 07.11. There is no
// "cleared" flag: the state of the ground is folded from its records, and without a release record it is not released.
type GroundFinding struct {
	ID           LandReleaseID
	BuildingID   BuildingID
	Finding      Finding
	RecordedOn   Date
	Document     string // number of the completion report or survey
	Organisation string
	RecordedSeq  int64
}

// Finding is what a survey or clearance found.
type Finding string

const (
	Suspected Finding = "suspected" // suspected hazardous area (SHA)
	Confirmed Finding = "confirmed" // confirmed hazardous area (CHA)
	Cancelled Finding = "cancelled" // released by non-technical survey
	Reduced   Finding = "reduced"   // released by technical survey
	Cleared   Finding = "cleared"   // released by clearance
)

// Findings in the order of the land release process.
var Findings = []Finding{Suspected, Confirmed, Cancelled, Reduced, Cleared}

// Releases says whether this finding releases the ground.
func (f Finding) Releases() bool { return f == Cancelled || f == Reduced || f == Cleared }

// Ground is the history of findings under one building, oldest first.
type Ground []GroundFinding

// Last is the latest finding; ok is false when nobody has looked.
func (g Ground) Last() (GroundFinding, bool) {
	if len(g) == 0 {
		return GroundFinding{}, false
	}
	return g[len(g)-1], true
}

// Released says whether the latest finding releases the ground. Unknown is blocked.
func (g Ground) Released() bool {
	last, ok := g.Last()
	return ok && last.Finding.Releases()
}
