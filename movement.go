package homeward

// Movement is one group's journey home. It is planned, its people consent and are briefed, the manifest is recorded,
// and only then does it depart.
type Movement struct {
	ID          MovementID
	Number      int
	From        PlaceID
	To          PlaceID
	DepartsOn   Date
	Vehicles    int
	PlannedAt   Instant
	BriefedAt   Instant // the mine-safety briefing was held
	ManifestAt  Instant
	DepartedAt  Instant
	ArrivedAt   Instant
	RecordedSeq int64
}

// MovementStage says how far a movement has come.
type MovementStage string

const (
	MovementPlanned  MovementStage = "planned"
	MovementBriefed  MovementStage = "briefed"
	MovementListed   MovementStage = "listed" // the manifest is recorded
	MovementDeparted MovementStage = "departed"
	MovementArrived  MovementStage = "arrived"
)

// MovementStages in order.
var MovementStages = []MovementStage{MovementPlanned, MovementBriefed, MovementListed, MovementDeparted, MovementArrived}

// movementNext is the one table of what may be done to a movement in which stage. Consent comes after the briefing;
// it can be withdrawn until departure.
var movementNext = map[MovementStage][]Action{
	MovementPlanned:  {MovementPlan, MovementBrief},
	MovementBriefed:  {MovementPlan, MovementBrief, MovementConsent, MovementWithdraw, MovementManifest},
	MovementListed:   {MovementConsent, MovementWithdraw, MovementManifest, MovementDepart},
	MovementDeparted: {MovementArrive},
}

// Stage is folded from what has happened.
func (m Movement) Stage() MovementStage {
	switch {
	case !m.ArrivedAt.IsZero():
		return MovementArrived
	case !m.DepartedAt.IsZero():
		return MovementDeparted
	case !m.ManifestAt.IsZero():
		return MovementListed
	case !m.BriefedAt.IsZero():
		return MovementBriefed
	}
	return MovementPlanned
}

// Allows says whether an action may happen to a movement in this stage.
func (s MovementStage) Allows(a Action) error {
	for _, ok := range movementNext[s] {
		if ok == a {
			return nil
		}
	}
	return Errorf(Conflict, "movement.not_now", "Stage", T("status.movement."+string(s)), "Action", T("action."+string(a)))
}

// Seat is a household's place on a movement.
type Seat struct {
	ID          SeatID
	MovementID  MovementID
	HouseholdID HouseholdID
	Live        bool // false once the household has stepped back or arrived
	RecordedSeq int64
}

// Consent is one adult's own yes to this journey, or a guardian's for a minor. It can be withdrawn until departure.
type Consent struct {
	ID           ConsentID
	MovementID   MovementID
	IndividualID IndividualID
	GivenBy      IndividualID // the person themself, or the guardian
	GivenAt      Instant
	WithdrawnAt  Instant
	RecordedSeq  int64
}

// Briefing records that a household was told the mine-safety rules for this journey.
type Briefing struct {
	MovementID  MovementID
	HouseholdID HouseholdID
	Topic       string // mine_safety
	GivenAt     Instant
	RecordedSeq int64
}

// Passenger is a line of the manifest: who is expected aboard, recorded before departure; then who was there.
type Passenger struct {
	MovementID   MovementID
	IndividualID IndividualID
	HouseholdID  HouseholdID
	DepartedAt   Instant // checked in at departure
	ArrivedAt    Instant // checked in at arrival
	RecordedSeq  int64
}
