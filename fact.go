package homeward

// Fact is something that the rules of a programme ask for and the register does not hold by itself: that a family owns
// a home, that a member is a citizen, what an application asks for, what the home costs. An officer records it with the
// paper that proves it, or the body that decided it. Rules only read it; while nobody has found a fact out, it is unknown
// and holds the decision.
type Fact struct {
	ID          FactID
	HouseholdID HouseholdID
	// IndividualID is the member it is about; empty when it is about the household.
	IndividualID IndividualID
	// CertificateID is set for facts of an application and of the home it is used for.
	CertificateID CertificateID
	Path          string // household.owns_home, household.members[].citizen, application.component
	Value         string // as JSON
	Basis         string // the paper, or the body and its reason
	FoundOn       Date
	Closed        bool // a later one stands
	RecordedSeq   int64
}

// Sanction is what a refused or lapsed offer led to, by the policy of its programme: the household waits behind the
// others, or cannot take part until a day, or not at all.
type Sanction struct {
	OfferID     OfferID
	HouseholdID HouseholdID
	Adoption    string // slug of the programme
	Effect      string // demote, suspend, cancel, lose_chance, lose_component
	Component   string // what was refused: the type of the home
	From        Date
	Until       Date // last day; zero is without end
	PolicyHash  string
	RecordedSeq int64
}

// Reopening takes a refusal up again because other rules are in force. It is done by a person, for one household, with a
// reason; a program only lists which refusals would change.
type Reopening struct {
	HouseholdID HouseholdID
	RefusedSeq  int64 // the journal number under which it was refused
	PolicyHash  string
	ReopenedOn  Date
	Reason      string
	RecordedSeq int64
}
