package draw

import "time"

// Format names the version of the bundle. It stands in the header, so it is part of the commitment.
const Format = "homeward-draw/1"

// Bundle is one draw, whole: what was frozen, what was opened, what came of it. It is the content of draw.json, and the
// order of its fields is the order of the canonical form (see Encode). It holds no name, no birth date, no address.
//
// A bundle grows in steps: Freeze makes it, Close fixes who still takes part, Open turns the revealed sources into the
// seed, Finish writes the result and the seal. Until Finish it holds salts and is kept by the operation; only its
// Header and Commitment are published, and each household has its Receipt.
type Bundle struct {
	Header     Header `json:"header"`
	Commitment string `json:"commitment"` // SHA-256 of Header.Text, hex: published at the freeze

	Entries   []Entry    `json:"entries"`   // ascending by id
	Dwellings []Dwelling `json:"dwellings"` // ascending by id

	Dropped []Dropped `json:"dropped"` // ascending by id
	Closing string    `json:"closing"` // SHA-256 over Commitment and Dropped, hex: read aloud before the first reveal
	Reveals []Reveal  `json:"reveals"` // in the order of Header.Sources
	Seed    string    `json:"seed"`    // 32 bytes, hex

	Balls       []Ball       `json:"balls"`       // when addresses are drawn or chosen in the hall (Rules.Address "ball", "choice"), in order of line
	Result      Result       `json:"result"`      //
	Certificate *Certificate `json:"certificate"` // when an optimiser decided the home types; else null
	Seal        string       `json:"seal"`        // SHA-256 over all of the above, hex
}

// Header is what is published before anything is drawn.
type Header struct {
	Format       string `json:"format"`
	Operation    string `json:"operation"`
	Round        string `json:"round"`
	Place        string `json:"place"` // slug of the settlement, or empty when the round spans several
	PolicyID     string `json:"policy"`
	PolicyHash   string `json:"policy_hash"`   // SHA-256 of the policy file that decided who is eligible, hex
	SoftwareHash string `json:"software_hash"` // SHA-256 of the program that froze the lists, hex
	FrozenAt     string `json:"frozen_at"`     // UTC, milliseconds: see Stamp

	// A rerun is a new round. Replaces is the commitment of the round it replaces and Reason a key that says why; both
	// are empty for a first draw.
	Replaces string `json:"replaces"`
	Reason   string `json:"reason"`

	Rules      Rules      `json:"rules"`
	Counts     Counts     `json:"counts"`
	Held       []Held     `json:"held"`       // what was not taken in at the freeze, counted by rule, ascending by rule
	Reconciled Reconciled `json:"reconciled"` // an independent list that the counts were compared with

	EntriesRoot   string   `json:"entries_root"`
	DwellingsRoot string   `json:"dwellings_root"`
	Sources       []Source `json:"sources"` // in the order in which they make the seed
}

// The ways to decide who gets which type of home.
const (
	ModeDraw     = "draw"     // in order of line, each takes the first of its strata that still has a home
	ModePriority = "priority" // the published order decides who is housed, an optimiser where; proved by Certificate
	ModeWeighted = "weighted" // the greatest total of published values; proved by Certificate
)

// The ways to decide which address of the type.
const (
	AddressLot  = "lot"  // by the lots that follow from the seed
	AddressBall = "ball" // by numbered balls drawn by hand, recorded in Bundle.Balls
	// AddressChoice: in order of line each names the home that it wants, by the number that a ball of it would bear; recorded
	// in Bundle.Balls as well.
	AddressChoice = "choice"
)

// What happens to kin and neighbour groups.
const (
	GroupsIgnore         = "ignore"
	GroupsSameSettlement = "same_settlement" // all of a group in one settlement, or none of it
)

// Rules are the frozen choices of the programme that the draw needs. Everything after Capacities serves the optimiser and
// is zero in ModeDraw. Lists are indexed from 0.
type Rules struct {
	Mode    string `json:"mode"`
	Address string `json:"address"`
	Groups  string `json:"groups"`
	// Near says that grouped households get neighbouring homes named in the certificate instead of homes by lot.
	Near bool `json:"near"`

	// Threshold is the points below which a household was not taken in, as a decimal number; empty where there is none. It is
	// set for the round before anybody is counted, and the draw itself does not read it.
	Threshold string `json:"threshold"`
	// Queue is how many times its homes are called for a stratum, as a decimal number: who stands further back is not in line
	// for homes that come free after the draw. Empty where all are.
	Queue      string     `json:"queue"`
	Quotas     []Quota    `json:"quotas"`     // ModeDraw only: homes set aside, in the order in which they are given
	Capacities []Capacity `json:"capacities"` // what settlements can still take, ascending by settlement and what is counted

	MaxWishes          int     `json:"max_wishes"`          // length of the longest wish list that is heard
	MaxSpareRooms      int     `json:"max_spare_rooms"`     // rooms above the norm that a home may have
	ClassValue         []int64 `json:"class_value"`         // weighted: value of housing an entry, by class rank
	WishValue          []int64 `json:"wish_value"`          // weighted: value added by the wish that is met, first wish first
	SpareRoom          int64   `json:"spare_room"`          // weighted: value added per spare room, usually negative
	AccessibleUnneeded int64   `json:"accessible_unneeded"` // weighted: value added if an accessible home goes to an entry without that need
}

// Quota sets homes of one stratum aside for the entries that name it (Entry.Quotas). A quota over several strata has one row
// for each, side by side and ascending by stratum.
type Quota struct {
	ID      string `json:"id"`
	Stratum string `json:"stratum"`
	Scope   string `json:"scope"` // which homes of the stratum it concerns: ScopeAny, ScopeAccessible, ScopeOther
	Homes   int    `json:"homes"` // how many of them are set aside
	// Unfilled says what becomes of homes that nobody of the group takes: UnfilledReturn, they go to all others;
	// UnfilledKeep, they stay empty.
	Unfilled string `json:"unfilled"`
}

// What a quota concerns, and what becomes of its unfilled homes.
const (
	ScopeAny        = "any"        // every home of the stratum
	ScopeAccessible = "accessible" // those without steps
	ScopeOther      = "other"      // those with

	UnfilledReturn = "return"
	UnfilledKeep   = "keep"
)

// Capacity is what one settlement can still take: in people (water), in pupils (school seats) or in households. With an
// optimiser it is counted in people, and there is one for a settlement.
type Capacity struct {
	Settlement string `json:"settlement"`
	Counts     string `json:"counts"` // CountsHouseholds, CountsPeople or CountsPupils
	Limit      int    `json:"limit"`
}

// What a capacity counts.
const (
	CountsHouseholds = "households"
	CountsPeople     = "people"
	CountsPupils     = "pupils"
)

// Counts are what the frozen lists hold. Persons is the sum over the entries that state their persons.
type Counts struct {
	Entries   int `json:"entries"`
	Persons   int `json:"persons"`
	Dwellings int `json:"dwellings"`
}

// Held counts what one rule kept out of the freeze.
type Held struct {
	Rule      string `json:"rule"`
	Entries   int    `json:"entries"`
	Dwellings int    `json:"dwellings"`
}

// Reconciled is the size of a list kept by somebody else (a bank, a registry). List is empty when there is none;
// otherwise Entries and Dwellings must equal what was frozen plus what was held.
type Reconciled struct {
	List      string `json:"list"`
	Entries   int    `json:"entries"`
	Dwellings int    `json:"dwellings"`
}

// Entry is a household in the draw, known by a random id that its receipt tells to it alone.
type Entry struct {
	ID         string   `json:"id"`
	ClassRank  int      `json:"class"`      // rank of its class in the published order; the lower goes first
	Tickets    int      `json:"tickets"`    // chances, 1 or more: the best of so many tickets counts
	Persons    int      `json:"persons"`    // 0 where it is not published
	Pupils     int      `json:"pupils"`     // children of school age, where a capacity counts them; else 0
	Rooms      int      `json:"rooms"`      // rooms that the norm gives it; 0 where only Strata matter
	Accessible bool     `json:"accessible"` // needs a home without steps
	Group      string   `json:"group"`      // kin or neighbours who asked to stay together, or empty
	Quotas     []string `json:"quotas"`     // quotas it may take part in, in the order of Rules.Quotas
	Strata     []string `json:"strata"`     // what it may get, see Dwelling.Stratum, the most wanted first; at least one
	Wishes     []string `json:"wishes"`     // settlements it named, first wish first; read by the optimiser only
	Salt       string   `json:"salt"`       // 16 bytes, hex; filled by Freeze
}

// Dwelling is a home in the draw.
type Dwelling struct {
	ID         string `json:"id"`
	Settlement string `json:"settlement"`
	Type       string `json:"type"` // flat, house, …: a token of the policy
	Rooms      int    `json:"rooms"`
	Accessible bool   `json:"accessible"`
	Building   string `json:"building"` // may be empty
	Door       int    `json:"door"`     // order of the door within the building, 0 where unknown
	Salt       string `json:"salt"`     // 16 bytes, hex; filled by Freeze
}

// Dropped is an entry or a dwelling that was frozen and may no longer take part. The roots stay as they are.
type Dropped struct {
	ID     string `json:"id"`
	Reason string `json:"reason"` // a key, such as home_claimed
}

// Ball is a number drawn by hand, or named by who chooses: number 17 is the 17th dwelling, in the order of their ids, of the entry's home type.
// Dwellings that dropped out keep their number, and their ball is taken out of the drum.
type Ball struct {
	Entry  string `json:"entry"`
	Number int    `json:"number"`
	Again  int    `json:"again"` // the same number as typed by a second person
}

// Result is what the draw decided.
type Result struct {
	Rows []Row    `json:"rows"` // every entry that took part, in order of line
	Left []string `json:"left"` // dwellings that nobody got, in the order of their lots
}

// Row is one entry's answer.
type Row struct {
	Entry  string `json:"entry"`
	Number int    `json:"number"` // lottery number: the place of its ticket among all tickets, from 1
	Line   int    `json:"line"`   // place in the whole line, ordered by class and then ticket, from 1
	// Stratum is that of the dwelling; for an entry that waits, the first of its own.
	Stratum string `json:"stratum"`
	// Place is the place, from 1, among those who got a home in the stratum; for an entry that waits, among all who wait
	// and could take a home of that stratum.
	Place    int    `json:"place"`
	Quota    string `json:"quota"`    // the quota from which its home came; empty for all others
	Dwelling string `json:"dwelling"` // empty for an entry that waits
}

// Stamp writes a time as the format wants it: UTC with milliseconds.
func Stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

const stampLayout = "2006-01-02T15:04:05.000Z"
