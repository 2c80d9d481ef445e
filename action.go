package homeward

import "strings"

// Action is one word for one thing that can be done: the casework function, the permission, the journal entry and the
// API operation carry the same word. A test proves that they agree.
type Action string

// The subject of an action: a noun of the vocabulary, its identifier, and the area whose rules apply.
type Subject struct {
	Noun string // "household", "round", …: the table in store that knows its area
	ID   string
	// Area is given when the subject is being made; otherwise store looks it up, and a caller cannot choose it.
	Area Area
}

const (
	HouseholdRegister Action = "household.register"
	HouseholdAmend    Action = "household.amend"
	HouseholdDivide   Action = "household.divide"
	HouseholdMerge    Action = "household.merge"
	HouseholdView     Action = "household.view"
	HouseholdImport   Action = "household.import"
	HouseholdWarn     Action = "household.warn"

	QuestionRaise  Action = "question.raise"
	QuestionDecide Action = "question.decide"
	QuestionUndo   Action = "question.undo"
	QuestionView   Action = "question.view"

	MatchingRun  Action = "matching.run"
	MatchingStop Action = "matching.stop"

	DwellingAdd    Action = "dwelling.add"
	DwellingReport Action = "dwelling.report"
	DwellingHold   Action = "dwelling.hold"

	ClaimLodge     Action = "claim.lodge"
	ClaimChallenge Action = "claim.challenge"
	ClaimDecide    Action = "claim.decide"

	GroundRecord Action = "ground.record"

	ProgrammeAdopt   Action = "programme.adopt"
	ProgrammeCompare Action = "programme.compare"

	TrialRun  Action = "trial.run"
	TrialStop Action = "trial.stop"

	FactRecord Action = "fact.record"

	CertificateApply  Action = "certificate.apply"
	CertificateDecide Action = "certificate.decide"
	CertificateIssue  Action = "certificate.issue"
	CertificateRedeem Action = "certificate.redeem"
	CertificateExpire Action = "certificate.expire"

	RefusalReopen Action = "refusal.reopen"

	RoundOpen    Action = "round.open"
	RoundPlan    Action = "round.plan"
	RoundFreeze  Action = "round.freeze"
	RoundCommit  Action = "round.commit"
	RoundClose   Action = "round.close"
	RoundHear    Action = "round.hear"
	RoundReveal  Action = "round.reveal"
	RoundCall    Action = "round.call"
	RoundDraw    Action = "round.draw"
	RoundPublish Action = "round.publish"
	RoundRerun   Action = "round.rerun"
	RoundApprove Action = "round.approve"

	OfferMake   Action = "offer.make"
	OfferAccept Action = "offer.accept"
	OfferRefuse Action = "offer.refuse"
	OfferLapse  Action = "offer.lapse"

	MovementPlan     Action = "movement.plan"
	MovementConsent  Action = "movement.consent"
	MovementWithdraw Action = "movement.withdraw"
	MovementBrief    Action = "movement.brief"
	MovementManifest Action = "movement.manifest"
	MovementDepart   Action = "movement.depart"
	MovementArrive   Action = "movement.arrive"

	HandoverAccept Action = "handover.accept"
	HandoverKeys   Action = "handover.keys"
	HandoverMeter  Action = "handover.meter"
	HandoverDefect Action = "handover.defect"

	StatementRecord  Action = "statement.record"
	StatementImport  Action = "statement.import"
	StatementPropose Action = "statement.propose"
	StatementConfirm Action = "statement.confirm"
	StatementCorrect Action = "statement.correct"
	StatementReject  Action = "statement.reject"

	FigureRelease Action = "figure.release"

	UserAdd   Action = "user.add"
	UserGrant Action = "user.grant"

	OperationInit   Action = "operation.init"
	OperationBackup Action = "operation.backup"

	// Reading is an action too where it opens something about people or the log.
	RegisterList Action = "register.list"
	JournalRead  Action = "journal.read"
	FigureView   Action = "figure.view"
	HomeView     Action = "home.view"
	UserList     Action = "user.list"
)

// ActionInfo says what an action is about.
type ActionInfo struct {
	Action Action
	// Noun is what its subject must be.
	Noun string
	// Reads is true where nothing is changed; such an action is journalled only when Journalled is true.
	Reads      bool
	Journalled bool
	// Later marks actions whose steps are not built yet: they have a word, and no function, permission or page.
	Later bool
}

// Actions lists every action once. Add, do not rename: journals of years ago hold these words.
var Actions = []ActionInfo{
	{Action: HouseholdRegister, Noun: "household", Journalled: true},
	{Action: HouseholdAmend, Noun: "household", Journalled: true},
	{Action: HouseholdDivide, Noun: "household", Journalled: true},
	{Action: HouseholdMerge, Noun: "household", Journalled: true, Later: true},
	{Action: HouseholdView, Noun: "household", Reads: true, Journalled: true},
	{Action: HouseholdImport, Noun: "household", Journalled: true, Later: true},
	{Action: HouseholdWarn, Noun: "household", Journalled: true},
	{Action: QuestionRaise, Noun: "question", Journalled: true},
	{Action: QuestionDecide, Noun: "question", Journalled: true},
	{Action: QuestionUndo, Noun: "question", Journalled: true},
	{Action: QuestionView, Noun: "question", Reads: true, Journalled: true},
	{Action: MatchingRun, Noun: "matching", Journalled: true},
	{Action: MatchingStop, Noun: "matching", Journalled: true},
	{Action: DwellingAdd, Noun: "dwelling", Journalled: true},
	{Action: DwellingReport, Noun: "dwelling", Journalled: true},
	{Action: DwellingHold, Noun: "dwelling", Journalled: true, Later: true},
	{Action: ClaimLodge, Noun: "claim", Journalled: true},
	{Action: ClaimChallenge, Noun: "claim", Journalled: true, Later: true},
	{Action: ClaimDecide, Noun: "claim", Journalled: true},
	{Action: GroundRecord, Noun: "ground", Journalled: true},
	{Action: ProgrammeAdopt, Noun: "programme", Journalled: true},
	{Action: ProgrammeCompare, Noun: "programme", Reads: true},
	{Action: TrialRun, Noun: "trial", Journalled: true},
	{Action: TrialStop, Noun: "trial", Journalled: true},
	{Action: FactRecord, Noun: "fact", Journalled: true},
	{Action: CertificateApply, Noun: "certificate", Journalled: true},
	{Action: CertificateDecide, Noun: "certificate", Journalled: true},
	{Action: CertificateIssue, Noun: "certificate", Journalled: true},
	{Action: CertificateRedeem, Noun: "certificate", Journalled: true},
	{Action: CertificateExpire, Noun: "certificate", Journalled: true},
	{Action: RefusalReopen, Noun: "refusal", Journalled: true},
	{Action: RoundOpen, Noun: "round", Journalled: true},
	{Action: RoundPlan, Noun: "round", Journalled: true},
	{Action: RoundFreeze, Noun: "round", Journalled: true},
	{Action: RoundCommit, Noun: "round", Journalled: true},
	{Action: RoundClose, Noun: "round", Journalled: true},
	{Action: RoundHear, Noun: "round", Journalled: true},
	{Action: RoundReveal, Noun: "round", Journalled: true},
	{Action: RoundCall, Noun: "round", Journalled: true},
	{Action: RoundDraw, Noun: "round", Journalled: true},
	{Action: RoundPublish, Noun: "round", Journalled: true},
	{Action: RoundRerun, Noun: "round", Journalled: true},
	{Action: RoundApprove, Noun: "round", Journalled: true},
	{Action: OfferMake, Noun: "offer", Journalled: true},
	{Action: OfferAccept, Noun: "offer", Journalled: true},
	{Action: OfferRefuse, Noun: "offer", Journalled: true},
	{Action: OfferLapse, Noun: "offer", Journalled: true},
	{Action: MovementPlan, Noun: "movement", Journalled: true},
	{Action: MovementConsent, Noun: "movement", Journalled: true},
	{Action: MovementWithdraw, Noun: "movement", Journalled: true},
	{Action: MovementBrief, Noun: "movement", Journalled: true},
	{Action: MovementManifest, Noun: "movement", Journalled: true},
	{Action: MovementDepart, Noun: "movement", Journalled: true},
	{Action: MovementArrive, Noun: "movement", Journalled: true},
	{Action: HandoverAccept, Noun: "handover", Journalled: true},
	{Action: HandoverKeys, Noun: "handover", Journalled: true},
	{Action: HandoverMeter, Noun: "handover", Journalled: true},
	{Action: HandoverDefect, Noun: "handover", Journalled: true},
	{Action: StatementRecord, Noun: "statement", Journalled: true},
	{Action: StatementImport, Noun: "statement", Journalled: true},
	{Action: StatementPropose, Noun: "statement", Journalled: true},
	{Action: StatementConfirm, Noun: "statement", Journalled: true},
	{Action: StatementCorrect, Noun: "statement", Journalled: true},
	{Action: StatementReject, Noun: "statement", Journalled: true},
	{Action: FigureRelease, Noun: "figure", Journalled: true},
	{Action: UserAdd, Noun: "user", Journalled: true},
	{Action: UserGrant, Noun: "user", Journalled: true},
	{Action: OperationInit, Noun: "operation", Journalled: true},
	{Action: OperationBackup, Noun: "operation", Journalled: true},
	{Action: RegisterList, Noun: "register", Reads: true},
	{Action: JournalRead, Noun: "journal", Reads: true, Journalled: true},
	{Action: FigureView, Noun: "figure", Reads: true},
	{Action: HomeView, Noun: "dwelling", Reads: true},
	{Action: UserList, Noun: "user", Reads: true},
}

// Info returns what is known about an action; ok is false for a word that is none.
func (a Action) Info() (info ActionInfo, ok bool) {
	for _, i := range Actions {
		if i.Action == a {
			return i, true
		}
	}
	return ActionInfo{}, false
}

// Function is the name of the casework function for this action: "round.draw" is DrawRound.
func (a Action) Function() string {
	noun, verb, _ := strings.Cut(string(a), ".")
	return title(verb) + title(noun)
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
