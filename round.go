package homeward

import "slices"

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
	Secret string
	// Plan is how the homes will be given and what chance will be made of, as JSON, while the round is open. From the
	// freeze on the bundle's header says it, and is published with the commitment.
	Plan        string
	OpenedAt    Instant
	FrozenAt    Instant
	CommittedAt Instant
	ClosedAt    Instant // it was read out who dropped out since the freeze; only now is any source opened
	CalledAt    Instant // the sources are open and the line is known, and balls are drawn for the addresses; lots need none
	DrawnAt     Instant
	PublishedAt Instant
	ReplacedAt  Instant // a rerun was approved; what this round gave has ended, and it stays listed
	RecordedSeq int64
}

// ChanceSource is one announced source of chance of a round, as it was opened. Dice, balls and numbers count only once
// two people have typed the same; the database holds that.
type ChanceSource struct {
	RoundID     RoundID
	ID          string
	Position    int
	Kind        string // as in package draw
	Missing     string // what happens if it is not opened
	State       string // revealed, backup or missing; empty until then
	Value       string
	Remark      string
	RecordedSeq int64
}

// HallReading is what one person heard in the hall and typed: the value of a source, or the ball of an entry.
type HallReading struct {
	ID          ReadingID
	RoundID     RoundID
	About       string // id of a source, or of an entry whose ball it is
	Slot        int    // 1 for who typed first, 2 for the second; there is no third
	Reader      UserID
	Value       string
	ReadAt      Instant
	Live        bool // false once the same person has typed it again
	RecordedSeq int64
}

// Rerun is a round that replaces another, with a reason. It may be frozen once a second person has approved.
type Rerun struct {
	RoundID     RoundID
	Replaces    RoundID
	Reason      string // one of RerunReasons; published
	Remark      string // in words, for the file
	AskedBy     UserID
	AskedAt     Instant
	ApprovedBy  UserID
	ApprovedAt  Instant
	RecordedSeq int64
}

// RerunReasons are why a round may be run again. The result is none of them.
var RerunReasons = []string{"wrong_list", "wrong_dwellings", "rules_not_followed", "hall_disturbed", "court_decision"}

// RoundStage says how far a round has come.
type RoundStage string

const (
	RoundOpened    RoundStage = "open"
	RoundFrozen    RoundStage = "frozen"
	RoundCommitted RoundStage = "committed"
	RoundClosed    RoundStage = "closed"
	RoundCalled    RoundStage = "called"
	RoundDrawn     RoundStage = "drawn"
	RoundPublished RoundStage = "published"
	RoundReplaced  RoundStage = "replaced"
)

// RoundStages in order. Called is passed only where addresses are drawn with balls.
var RoundStages = []RoundStage{RoundOpened, RoundFrozen, RoundCommitted, RoundClosed, RoundCalled, RoundDrawn, RoundPublished, RoundReplaced}

// roundNext is the one table of what may be done to a round in which stage; the first is what the stage waits for.
var roundNext = map[RoundStage][]Action{
	RoundOpened:    {RoundFreeze, RoundPlan},
	RoundFrozen:    {RoundCommit},
	RoundCommitted: {RoundClose, RoundRerun},
	RoundClosed:    {RoundDraw, RoundHear, RoundReveal, RoundCall, RoundClose, RoundRerun},
	RoundCalled:    {RoundDraw, RoundHear, RoundRerun},
	RoundDrawn:     {RoundPublish, RoundRerun},
	RoundPublished: {RoundRerun},
}

// Stage is folded from what has happened.
func (r Round) Stage() RoundStage {
	switch {
	case !r.ReplacedAt.IsZero():
		return RoundReplaced
	case !r.PublishedAt.IsZero():
		return RoundPublished
	case !r.DrawnAt.IsZero():
		return RoundDrawn
	case !r.CalledAt.IsZero():
		return RoundCalled
	case !r.ClosedAt.IsZero():
		return RoundClosed
	case !r.CommittedAt.IsZero():
		return RoundCommitted
	case !r.FrozenAt.IsZero():
		return RoundFrozen
	}
	return RoundOpened
}

// Public says whether everybody may see a round in this stage: the lists by their hashes once they are committed to, and
// everything once the result is published. In between the result is known and not yet said.
func (s RoundStage) Public() bool {
	return s == RoundCommitted || s == RoundClosed || s == RoundPublished || s == RoundReplaced
}

// Next is the action this stage waits for; empty when the round is over.
func (s RoundStage) Next() Action {
	if next := roundNext[s]; len(next) > 0 && s != RoundPublished {
		return next[0]
	}
	return ""
}

// Allows says whether an action may happen to a round in this stage.
func (s RoundStage) Allows(a Action) error {
	if slices.Contains(roundNext[s], a) {
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
