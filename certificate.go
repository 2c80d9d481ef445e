package homeward

// Certificate is a household's case in a programme that gives money: it applies, the rules decide, a certificate is
// issued, and it is used for one home or expires. It stands where a programme of homes has entry, offer and keys. What
// it is worth, who gets one and how long it is good, the programme's policy says.
type Certificate struct {
	ID          CertificateID
	HouseholdID HouseholdID
	Adoption    string // slug of the programme
	AppliedOn   Date
	Number      int // printed on it; 0 until it is issued
	IssuedOn    Date
	ValidUntil  Date // last day of its use; zero when the policy sets none
	EndedOn     Date // it expired unused
	// Live until it is refused or has expired: a household has one live certificate in a programme.
	Live        bool
	RecordedSeq int64
}

// Ruling is one decision on a certificate, with the edition that made it. A case that is reopened gets a further one;
// the earlier stays to be read.
type Ruling struct {
	CertificateID CertificateID
	Number        int // 1 is the first decision
	DecidedOn     Date
	PolicyHash    string
	Outcome       RulingOutcome
	Persons       int       // members that the rules counted
	Refusals      []Refusal // why not
	Parts         []SumPart // what the amount is made of, by the rules that gave it
	Limits        []SumPart // further sums the policy names
	Amount        int64     // 0 while Awaits is not empty
	Currency      string
	Awaits        []string // facts of the home that the amount waits for, as the policy names them
	Rank          int      // of the class; 0 is none
	Points        float64
	Closed        bool // a later decision stands
	RecordedSeq   int64
}

// SumPart is one sum with the rule that gave it.
type SumPart struct {
	Rule  string `json:"rule"`
	Value int64  `json:"value"`
	Paid  bool   `json:"paid"` // false when another sum was chosen in its place
}

// RulingOutcome is how a certificate was decided.
type RulingOutcome string

const (
	RulingGranted RulingOutcome = "granted"
	RulingRefused RulingOutcome = "refused"
)

// CertificateUse records that a certificate paid for a home, once, and what it came to.
type CertificateUse struct {
	CertificateID CertificateID
	UsedOn        Date
	Basis         string // contract or register entry that proves it
	Parts         []SumPart
	Amount        int64
	Currency      string
	RecordedSeq   int64
}

// CertificateStage says how far a certificate has come; it is folded from what has happened.
type CertificateStage string

const (
	CertificateApplied CertificateStage = "applied"
	CertificateRefused CertificateStage = "refused"
	CertificateGranted CertificateStage = "granted"
	CertificateIssued  CertificateStage = "issued"
	CertificateUsed    CertificateStage = "used"
	CertificateExpired CertificateStage = "expired"
)

// CertificateStages in the order of the chain.
var CertificateStages = []CertificateStage{CertificateApplied, CertificateRefused, CertificateGranted, CertificateIssued,
	CertificateUsed, CertificateExpired}

// certificateNext is the one table of what may be done to a certificate in which stage.
var certificateNext = map[CertificateStage][]Action{
	CertificateApplied: {FactRecord, CertificateDecide},
	CertificateRefused: {RefusalReopen},
	CertificateGranted: {FactRecord, CertificateDecide, CertificateIssue},
	CertificateIssued:  {FactRecord, CertificateRedeem, CertificateExpire},
}

// Stage folds a certificate with its standing decision and its use, either of which may be absent.
func (c Certificate) Stage(standing *Ruling, use *CertificateUse) CertificateStage {
	switch {
	case use != nil:
		return CertificateUsed
	case !c.EndedOn.IsZero():
		return CertificateExpired
	case !c.IssuedOn.IsZero():
		return CertificateIssued
	case standing == nil:
		return CertificateApplied
	case standing.Outcome == RulingRefused:
		return CertificateRefused
	}
	return CertificateGranted
}

// Allows says whether an action may happen to a certificate in this stage.
func (s CertificateStage) Allows(a Action) error {
	for _, ok := range certificateNext[s] {
		if ok == a {
			return nil
		}
	}
	return Errorf(Conflict, "certificate.not_now", "Stage", T("status.certificate."+string(s)), "Action", T("action."+string(a)))
}

// Over says whether the last day of its use has passed.
func (c Certificate) Over(today Date) bool {
	return !c.ValidUntil.IsZero() && c.ValidUntil.Before(today)
}
