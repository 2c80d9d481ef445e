package homeward

// Question asks whether two people of the register are one. It is raised by matching or by an officer and answered by
// people alone: nothing is ever merged by a program. While it is open, neither household is frozen into a round.
type Question struct {
	ID       QuestionID
	OneID    IndividualID // the smaller identifier first
	OtherID  IndividualID
	Score    float64 // probability that they are one person, 0 to 1
	Reasons  []Text
	RaisedAt Instant
	// Rules is the edition of matching that raised it; empty where an officer did.
	Rules string
	// Content stands for what both records said when it was raised. An answer about it holds for the same two records
	// under other identifiers too, so that a list that is sent again asks nothing again.
	Content string
	// Answer is the last answer that left it open: "not sure", "a document is asked for", or a first "same" that waits for
	// a second officer.
	Answer      QuestionDecision
	AnsweredBy  UserID
	AnsweredAt  Instant
	Decision    QuestionDecision
	DecidedAt   Instant
	DecidedBy   UserID
	RecordedSeq int64
}

// QuestionDecision is an answer to a Question, and what it came to; empty while it is open.
type QuestionDecision string

const (
	SamePerson      QuestionDecision = "same"
	DifferentPeople QuestionDecision = "different"
	NotSure         QuestionDecision = "unsure"   // leaves it open, for later
	NeedsDocument   QuestionDecision = "document" // leaves it open until the person brings one
	// MootQuestion closes what an answer elsewhere has settled: one of the two records was found to be a third person's.
	MootQuestion QuestionDecision = "moot"
	// TakenBack is the answer that opens a decided question again.
	TakenBack QuestionDecision = "taken_back"
)

// Answers in the order they are offered.
var Answers = []QuestionDecision{SamePerson, DifferentPeople, NotSure, NeedsDocument}

// Open says whether nobody has decided it yet.
func (q Question) Open() bool { return q.Decision == "" }

// Other is the second of its two people, seen from the first.
func (q Question) Other(than IndividualID) IndividualID {
	if q.OneID == than {
		return q.OtherID
	}
	return q.OneID
}

// Opinion is one answer of one officer to a Question, kept for good.
type Opinion struct {
	QuestionID  QuestionID
	Answer      QuestionDecision
	GivenBy     UserID
	GivenAt     Instant
	RecordedSeq int64
}

// Merge says that two records were found to be one person's: one goes on, the other ended. Nothing of either is lost,
// and its Effects are all that it changed, so that it can be undone in one step.
type Merge struct {
	ID         MergeID
	QuestionID QuestionID
	KeptID     IndividualID
	EndedID    IndividualID
	// HouseholdID is the household that the ended record was a member of.
	HouseholdID HouseholdID
	FirstBy     UserID
	SecondBy    UserID // a second officer, where it took one
	MergedAt    Instant
	UndoneAt    Instant
	UndoneBy    UserID
	Effects     MergeEffects
	RecordedSeq int64
}

// MergeEffects is what a Merge changed besides ending the record.
type MergeEffects struct {
	// Membership is the one that ended; HeadBefore and HeadNow are those of the member who became head in its place.
	Membership MembershipID `json:"membership,omitempty"`
	HeadBefore MembershipID `json:"head_before,omitempty"`
	HeadNow    MembershipID `json:"head_now,omitempty"`
	// HouseholdEnded says that nobody was left in the household.
	HouseholdEnded bool `json:"household_ended,omitempty"`
	// Needs are the codes of specific needs that the record that goes on took over.
	Needs []string `json:"needs,omitempty"`
	// Moot are open questions about the ended record, which closed; Asked are those raised about the other in their place.
	Moot  []QuestionID `json:"moot,omitempty"`
	Asked []QuestionID `json:"asked,omitempty"`
}
