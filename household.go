package homeward

// Household is who lives and moves together. It is registered once, by a registrar, in any script; it may divide, and
// its members may change, each with a date. It quotes its CaseNumber and nothing else.
type Household struct {
	ID         HouseholdID
	CaseNumber CaseNumber
	// Area is the settlement of the origin home: the officers of that area work on the case.
	Area         Area
	RegisteredOn Date
	Intention    Intention
	// ServesThere is true when a member already works or serves at the place of return.
	ServesThere bool
	// FallenFamily is true for the family of somebody who fell.
	FallenFamily bool
	// DividedFrom is the household this one was part of.
	DividedFrom HouseholdID
	// EndedOn is when the household ceased, by division or merging; zero while it exists.
	EndedOn     Date
	RecordedSeq int64
}

// Intention is what the household itself says it wants. Nobody is moved on any other than Return.
type Intention string

const (
	IntentReturn    Intention = "return"
	IntentIntegrate Intention = "integrate_here"
	IntentElsewhere Intention = "settle_elsewhere"
	IntentUndecided Intention = "undecided"
)

// Intentions in the order they are asked.
var Intentions = []Intention{IntentReturn, IntentIntegrate, IntentElsewhere, IntentUndecided}

// Individual is one person. Names are kept exactly as the person writes them; the folded form beside them is made by
// matching and only for finding.
type Individual struct {
	ID        IndividualID
	Given     string
	Father    string // the father's given name or patronymic, where it is used
	Family    string
	NameLang  string // the language the name was given in: az, hy, ru, en
	Sex       Sex
	BirthDate Date
	Document  string // number of an identity document, as written
	Phone     string
	// Fold is the name in the script-independent form made by matching, FoldVersion the rules that made it.
	Fold        string
	FoldVersion string
	EndedOn     Date // died or merged
	RecordedSeq int64
}

// FullName is the name in the order given, family name last, as the person wrote it.
func (i Individual) FullName() string {
	n := i.Given
	if i.Family != "" {
		n += " " + i.Family
	}
	return n
}

// Adult says whether the person is eighteen on that day. Every adult consents for themselves.
func (i Individual) Adult(on Date) bool { return i.BirthDate.YearsUntil(on) >= 18 }

// Sex as registered; empty is not stated.
type Sex string

const (
	Female Sex = "f"
	Male   Sex = "m"
)

// Membership is the time somebody belongs to a household. One person belongs to one household on any day; the database
// holds that, not the program.
type Membership struct {
	ID           MembershipID
	HouseholdID  HouseholdID
	IndividualID IndividualID
	Relation     Relation
	ValidFrom    Date
	ValidTo      Date // half-open; zero while it lasts
	RecordedSeq  int64
}

// Relation to the head of the household.
type Relation string

const (
	Head       Relation = "head"
	Spouse     Relation = "spouse"
	Child      Relation = "child"
	Parent     Relation = "parent"
	Sibling    Relation = "sibling"
	OtherKin   Relation = "other"
	Grandchild Relation = "grandchild"
)

// Relations in the order they are offered.
var Relations = []Relation{Head, Spouse, Child, Parent, Sibling, Grandchild, OtherKin}

// Displacement is when a household left, and from which origin home. There may be several.
type Displacement struct {
	ID          DisplacementID
	HouseholdID HouseholdID
	LeftOn      Date
	Place       PlaceID // the settlement of the origin home
	Address     string  // street and house, as the household says it
	RecordedSeq int64
}

// Stay is where a household lives while displaced. Where it departs from is another thing.
type Stay struct {
	ID          StayID
	HouseholdID HouseholdID
	Kind        StayKind
	Condition   StayCondition
	Place       PlaceID
	Address     string
	LivesHere   bool // it does in fact live where it is registered
	ValidFrom   Date
	ValidTo     Date
	RecordedSeq int64
}

// StayKind is the kind of temporary accommodation; one list for the register and the policies.
type StayKind string

// StayKinds, collective first, then purpose-built, informal, private, and the rest.
var StayKinds = []StayKind{"dormitory", "sanatorium", "camp_children", "school", "administrative", "hospital", "unfinished",
	"hotel", "shelter", "idp_settlement", "idp_block", "idp_house", "wagon", "tent", "hut", "collective", "rent", "relatives",
	"private_of_others", "own", "medical", "abroad", "unknown"}

// StayCondition is how fit to live in it is.
type StayCondition string

const (
	ConditionGood      StayCondition = "good"
	ConditionPoor      StayCondition = "poor"
	ConditionDangerous StayCondition = "dangerous"
)

// SpecificNeed of a person, in UNHCR's codes: "DS-PM" is a physical disability, "ER-MF" an older person with minors.
type SpecificNeed struct {
	IndividualID IndividualID
	Code         string
	// StepFree is true when the need asks for a dwelling without steps.
	StepFree    bool
	ValidFrom   Date
	ValidTo     Date
	RecordedSeq int64
}

// NeedCodes are the specific needs that are asked about.
var NeedCodes = []string{"DS-BD", "DS-DF", "DS-PM", "DS-PS", "DS-MD", "SM-MI", "SM-CI", "ER-NF", "ER-MF", "SP-PT", "SP-GR", "WR-PW"}

// Wish is a place a household would like to return to; rank 1 is the first. The place of origin always counts as one.
type Wish struct {
	HouseholdID HouseholdID
	Rank        int
	Place       PlaceID
	RecordedSeq int64
}

// Beside says that two households ask to live side by side. It is kept once, the smaller identifier first.
type Beside struct {
	HouseholdID HouseholdID
	OtherID     HouseholdID
	RecordedSeq int64
}

// HouseholdStatus says how far a household has come. It is folded from what has happened and never stored.
type HouseholdStatus string

const (
	HouseholdRegistered HouseholdStatus = "registered" // waiting for a round
	HouseholdEntered    HouseholdStatus = "entered"    // in a frozen round
	HouseholdAllocated  HouseholdStatus = "allocated"  // a dwelling is given, the offer is open
	HouseholdAccepted   HouseholdStatus = "accepted"   // it said yes
	HouseholdPlanned    HouseholdStatus = "planned"    // it has seats on a movement
	HouseholdTravelling HouseholdStatus = "travelling" // departed, not yet arrived
	HouseholdArrived    HouseholdStatus = "arrived"    // there, without keys
	HouseholdSettled    HouseholdStatus = "settled"    // keys in hand
	HouseholdEnded      HouseholdStatus = "ended"      // divided or merged away
)

// HouseholdStatuses in the order of the journey.
var HouseholdStatuses = []HouseholdStatus{HouseholdRegistered, HouseholdEntered, HouseholdAllocated, HouseholdAccepted,
	HouseholdPlanned, HouseholdTravelling, HouseholdArrived, HouseholdSettled, HouseholdEnded}

// householdNext says which action is allowed to a household in which status; an action missing here is refused with
// the status named. It is the one table of its kind for households.
var householdNext = map[HouseholdStatus][]Action{
	HouseholdRegistered: {HouseholdAmend, HouseholdDivide, HouseholdMerge, HouseholdView, RoundFreeze, QuestionRaise},
	HouseholdEntered:    {HouseholdAmend, HouseholdView, RoundDraw, OfferMake, QuestionRaise},
	HouseholdAllocated:  {HouseholdAmend, HouseholdView, OfferAccept, OfferRefuse, OfferLapse, QuestionRaise},
	HouseholdAccepted:   {HouseholdAmend, HouseholdView, MovementPlan, OfferRefuse, QuestionRaise},
	HouseholdPlanned:    {HouseholdAmend, HouseholdView, MovementConsent, MovementWithdraw, MovementBrief, MovementManifest, MovementDepart, QuestionRaise},
	HouseholdTravelling: {HouseholdView, MovementArrive, QuestionRaise},
	HouseholdArrived:    {HouseholdAmend, HouseholdView, HandoverAccept, HandoverMeter, HandoverDefect, HandoverKeys, QuestionRaise},
	HouseholdSettled:    {HouseholdAmend, HouseholdView, HouseholdDivide, HandoverDefect, HandoverMeter, QuestionRaise},
	HouseholdEnded:      {HouseholdView},
}

// Allows says whether an action may happen to a household in this status.
func (s HouseholdStatus) Allows(a Action) error {
	for _, ok := range householdNext[s] {
		if ok == a {
			return nil
		}
	}
	return Errorf(Conflict, "household.not_now", "Status", T("status.household."+string(s)), "Action", T("action."+string(a)))
}
