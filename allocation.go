package homeward

// Allocation gives a dwelling to a household; the keys change hands later, at handover. A dwelling has one live
// allocation and so has a household: the database holds that.
type Allocation struct {
	ID          AllocationID
	RoundID     RoundID
	EntryID     EntryID
	HouseholdID HouseholdID
	DwellingID  DwellingID
	Reason      Text // why this household got this dwelling, the same words everywhere
	MadeAt      Instant
	EndedAt     Instant
	RecordedSeq int64
}

// Offer asks the household. It may say no without a reason, and it has time.
type Offer struct {
	ID           OfferID
	AllocationID AllocationID
	HouseholdID  HouseholdID
	DwellingID   DwellingID
	MadeOn       Date
	Deadline     Date // the last day on which it may answer
	Answer       OfferAnswer
	AnsweredOn   Date
	Reason       string
	RecordedSeq  int64
}

// Endless is the last day of what has none.
var Endless = NewDate(9999, 12, 31)

// Endless says whether the offer has no last day, because its policy sets none.
func (o Offer) Endless() bool { return o.Deadline == Endless }

// OfferAnswer is what became of an offer; empty while it is open.
type OfferAnswer string

const (
	OfferAccepted OfferAnswer = "accepted"
	OfferRefused  OfferAnswer = "refused"
	OfferLapsed   OfferAnswer = "lapsed"
)

// Allows says whether an open or answered offer may take this action.
func (o Offer) Allows(a Action) error {
	if o.Answer == "" && (a == OfferAccept || a == OfferRefuse || a == OfferLapse) {
		return nil
	}
	return Errorf(Conflict, "offer.not_now", "Answer", T("status.offer."+string(o.Answer)), "Action", T("action."+string(a)))
}
