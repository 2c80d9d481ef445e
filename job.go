package homeward

// Job is work over the whole register that outlives the request that asked for it: a search for people who are in it
// twice, of which there is one at a time, or a trial of other rules. Whichever process is up carries it on, and begins
// where its last sign of life was.
type Job struct {
	ID      JobID
	Kind    JobKind
	AskedBy UserID
	AskedAt Instant
	Rules   string // edition of matching
	// Asked is what a trial compares, Found what it has found so far, as JSON.
	Asked, Found string
	Live         bool
	// Stopping says that somebody asked it to stop.
	Stopping bool
	// Worker is the process that carries it on, and BeatAt its last sign of life.
	Worker string
	BeatAt Instant
	// AfterID is the last person, or household, it has looked at; UntilID is the last person there was when a search began.
	AfterID, UntilID string
	// Total counts those to look at, Done those looked at, Questions what a search has asked.
	Total, Done, Questions int
	EndedAt                Instant
	Outcome                JobOutcome
	RecordedSeq            int64
}

// JobKind is what a Job does.
type JobKind string

const (
	MatchingJob JobKind = "matching" // looks for people who are in the register twice
	TrialJob    JobKind = "trial"    // decides every household under two editions of rules
)

// JobOutcome is how a Job ended; empty while it goes on.
type JobOutcome string

const (
	JobDone    JobOutcome = "done"
	JobStopped JobOutcome = "stopped"
	JobFailed  JobOutcome = "failed"
)
