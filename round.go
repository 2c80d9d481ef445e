package homeward

// Round is one allocation event: the lists are frozen, committed to, drawn, and published. What it used (the edition of
// the policy, the lists, the seed) is kept with it and never changed; a rerun is a new round.
type Round struct {
	ID         RoundID
	Number     int
	Adoption   string // slug of the programme
	Place      PlaceID
	PolicyHash string
	// Bundle is the homeward-draw/1 file, from the freeze on.
	Bundle string
	// Secret is this office's share of the randomness, hex. It leaves the database only at the draw, inside the bundle.
	Secret      string
	OpenedAt    Instant
	FrozenAt    Instant
	CommittedAt Instant
	DrawnAt     Instant
	PublishedAt Instant
	RecordedSeq int64
}

// RoundStage says how far a round has come.
type RoundStage string

const (
	RoundOpened    RoundStage = "open"
	RoundFrozen    RoundStage = "frozen"
	RoundCommitted RoundStage = "committed"
	RoundDrawn     RoundStage = "drawn"
	RoundPublished RoundStage = "published"
)

// RoundStages in order.
var RoundStages = []RoundStage{RoundOpened, RoundFrozen, RoundCommitted, RoundDrawn, RoundPublished}

// roundNext is the one table of what may be done to a round in which stage.
var roundNext = map[RoundStage]Action{
	RoundOpened:    RoundFreeze,
	RoundFrozen:    RoundCommit,
	RoundCommitted: RoundDraw,
	RoundDrawn:     RoundPublish,
}

// Stage is folded from what has happened.
func (r Round) Stage() RoundStage {
	switch {
	case !r.PublishedAt.IsZero():
		return RoundPublished
	case !r.DrawnAt.IsZero():
		return RoundDrawn
	case !r.CommittedAt.IsZero():
		return RoundCommitted
	case !r.FrozenAt.IsZero():
		return RoundFrozen
	}
	return RoundOpened
}

// Next is the action this stage waits for; empty when the round is over.
func (s RoundStage) Next() Action { return roundNext[s] }

// Allows says whether an action may happen to a round in this stage.
func (s RoundStage) Allows(a Action) error {
	if roundNext[s] == a {
		return nil
	}
	return Errorf(Conflict, "round.not_now", "Stage", T("status.round."+string(s)), "Action", T("action."+string(a)))
}

// Entry is a household on the frozen list of a round, under an identifier that says nothing about it.
type Entry struct {
	ID          EntryID
	RoundID     RoundID
	HouseholdID HouseholdID
	Number      int // what the hall hears: 412
	Persons     int
	Class       string // class of the policy
	ClassRank   int
	Rooms       int
	Type        DwellingType
	Accessible  bool
	Stratum     string // settlement/type/rooms
	Beside      string // group key of households that asked to live side by side
	// Line is the place in the line of its stratum after the draw, from 1.
	Line int
	// Live while this entry may still be given a dwelling by this round: until it is given one and has answered, or
	// the round is over for it.
	Live        bool
	RecordedSeq int64
}

// RoundDwelling is a dwelling on the frozen list of a round.
type RoundDwelling struct {
	RoundID     RoundID
	DwellingID  DwellingID
	Stratum     string
	Lot         int // order in its stratum after the draw, from 1
	Live        bool
	RecordedSeq int64
}

// Held is an entry or a dwelling that a freeze left out, with the rule that holds it. The officer confirms the list.
type Held struct {
	RoundID     RoundID
	Noun        string // household or dwelling
	SubjectID   string
	Rule        string
	Key         string
	Who         string
	Text        Text
	Remedy      Text
	AfterFreeze bool // became held between freeze and draw, and dropped out
	RecordedSeq int64
}
