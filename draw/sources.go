package draw

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
)

// The kinds of chance. All but SourceCommit are heard or read by everybody in the hall, so two people type them.
const (
	SourceCommit  = "commit"  // a party's secret, sealed by its hash before the freeze
	SourceDice    = "dice"    // Count throws of dice with Sides faces, read aloud
	SourceBalls   = "balls"   // Count balls out of Sides, drawn without putting back, read aloud
	SourceLottery = "lottery" // Count different numbers out of Sides of a public lottery named in Label, drawn after the freeze
	SourceBeacon  = "beacon"  // Count bytes, in hex, of a public value named in Label and unknown at the freeze
)

// What is done when a source is not opened. It is published with the source, so nobody chooses it afterwards.
const (
	MissingExclude = "exclude" // it is left out, with a remark
	MissingBackup  = "backup"  // a second secret, sealed at the same time and kept by somebody else, is opened instead
	MissingStop    = "stop"    // there is no draw without it
)

// LeastBits is the least chance, in bits, that the sources of a round must hold together: more than anybody could try out.
const LeastBits = 64

// Source is one announced source of chance.
type Source struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Label string `json:"label"` // whose secret, which dice, which lottery on which day: said so that a stranger finds it
	// Commitment seals the secret of a SourceCommit (see Commit); empty for the other kinds.
	Commitment string `json:"commitment"`
	Missing    string `json:"missing"`
	// Backup seals the second secret under MissingBackup (see CommitBackup); else empty.
	Backup string `json:"backup"`
	Count  int    `json:"count"` // throws, balls, numbers or bytes; 0 for SourceCommit
	Sides  int    `json:"sides"` // faces of a die, balls in the drum; 0 for SourceCommit and SourceBeacon
}

// The states of a reveal.
const (
	Revealed     = "revealed"
	BackupOpened = "backup"
	NotRevealed  = "missing"
)

// Reveal is one source as it was opened.
type Reveal struct {
	Source string `json:"source"`
	State  string `json:"state"`
	// Value is the secret; or numbers in decimal, separated by one space; or lower-case hex of a beacon. Empty if missing.
	Value string `json:"value"`
	// Again is Value as typed by a second person; empty for SourceCommit, whose hash is the check, and if missing.
	Again  string `json:"again"`
	Remark string `json:"remark"` // free text; needed if State is not Revealed
}

// NewSecret makes a secret for Commit: 32 bytes of rand in hex, to be written down or printed and kept in an envelope.
func NewSecret(rand io.Reader) (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(rand, b); err != nil {
		return "", fmt.Errorf("new secret: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// Commit seals a party's secret for one source of one round, so that it can be used nowhere else.
func Commit(round, source, secret string) string { return commit(round, source, "secret", secret) }

// CommitBackup seals the second secret that is opened if the party does not reveal.
func CommitBackup(round, source, secret string) string {
	return commit(round, source, "backup", secret)
}

func commit(round, source, part, secret string) string {
	return sha256Hex(lines("homeward-draw/1 commit", "round", round, "source", source, part, secret))
}

// Chances is in how many ways the source can come out, if its Label tells the truth. A sealed secret counts as 2^128. The
// numbers of a lottery are often announced in ascending order, so their order does not count.
func (s Source) Chances() *big.Int {
	n := big.NewInt(1)
	switch s.Kind {
	case SourceCommit:
		n.Lsh(n, 128)
	case SourceDice:
		n.Exp(big.NewInt(int64(s.Sides)), big.NewInt(int64(s.Count)), nil)
	case SourceBalls:
		n.MulRange(int64(s.Sides-s.Count+1), int64(s.Sides))
	case SourceLottery:
		n.Binomial(int64(s.Sides), int64(s.Count))
	case SourceBeacon:
		n.Lsh(n, 8*uint(s.Count))
	}
	return n
}

// checkChance refuses sources that together hold less chance than LeastBits.
func checkChance(sources []Source) error {
	all := big.NewInt(1)
	for _, s := range sources {
		all.Mul(all, s.Chances())
	}
	if bits := all.BitLen() - 1; bits < LeastBits {
		return problem("draw.too_little_chance", "Bits", bits, "Least", LeastBits)
	}
	return nil
}

// check says whether the source is announced completely.
func (s Source) check() error {
	refuse := func(key string) error { return problem(key, "Source", s.ID) }
	if !isToken(s.ID) || !isText(s.Label) || s.Label == "" {
		return refuse("draw.source_unnamed")
	}
	numbers := s.Count == 0 && s.Sides == 0
	switch s.Kind {
	case SourceCommit:
		if !isHash(s.Commitment) {
			return refuse("draw.source_uncommitted")
		}
	case SourceDice:
		numbers = s.Count >= 1 && s.Count <= 1000 && s.Sides >= 2 && s.Sides <= 1000
	case SourceBalls, SourceLottery:
		numbers = s.Count >= 1 && s.Count <= s.Sides && s.Sides <= 1000
	case SourceBeacon:
		numbers = s.Count >= 8 && s.Count <= 1000 && s.Sides == 0
	default:
		return refuse("draw.source_kind")
	}
	if !numbers {
		return refuse("draw.source_numbers")
	}
	if s.Kind != SourceCommit && s.Commitment != "" {
		return refuse("draw.source_kind")
	}
	switch s.Missing {
	case MissingExclude, MissingStop:
		if s.Backup != "" {
			return refuse("draw.source_missing_rule")
		}
	case MissingBackup:
		if s.Kind != SourceCommit || !isHash(s.Backup) || s.Backup == s.Commitment {
			return refuse("draw.source_missing_rule")
		}
	default:
		return refuse("draw.source_missing_rule")
	}
	return nil
}

// CheckSources says whether these sources can be announced for a round: each is complete, and together they hold enough
// chance.
func CheckSources(sources []Source) error { return checkSources(sources) }

// CheckReveal says whether the reveal opens its source of this round as announced. For what was read aloud, Again is not
// looked at: it may not have been typed yet.
func (s Source) CheckReveal(round string, r Reveal) error {
	if s.Kind != SourceCommit && r.State == Revealed {
		r.Again = r.Value
	}
	return r.check(round, s)
}

// check says whether the reveal opens its source as announced.
func (r Reveal) check(round string, s Source) error {
	refuse := func(key string) error { return problem(key, "Source", s.ID) }
	if r.Source != s.ID {
		return refuse("draw.reveal_order")
	}
	if !isText(r.Remark) || r.State != Revealed && r.Remark == "" {
		return refuse("draw.reveal_remark")
	}
	switch {
	case r.State == NotRevealed:
		if s.Missing != MissingExclude || r.Value != "" || r.Again != "" {
			return refuse("draw.reveal_missing")
		}
		return nil
	case r.State == BackupOpened:
		if s.Missing != MissingBackup || r.Again != "" || !isSecret(r.Value) || CommitBackup(round, s.ID, r.Value) != s.Backup {
			return refuse("draw.reveal_differs")
		}
		return nil
	case r.State != Revealed:
		return refuse("draw.reveal_state")
	case s.Kind == SourceCommit:
		if r.Again != "" || !isSecret(r.Value) || Commit(round, s.ID, r.Value) != s.Commitment {
			return refuse("draw.reveal_differs")
		}
		return nil
	case r.Value != r.Again:
		return refuse("draw.reveal_twice")
	case s.Kind == SourceBeacon:
		if len(r.Value) != 2*s.Count || !isHex(r.Value) {
			return refuse("draw.reveal_numbers")
		}
		return nil
	case !isNumbers(r.Value, s.Count, s.Sides, s.Kind != SourceDice):
		return refuse("draw.reveal_numbers")
	}
	return nil
}

// isSecret says whether s may be a secret: a text of at least 16 bytes. NewSecret makes better ones than people think up.
func isSecret(s string) bool { return isText(s) && len(s) >= 16 }

// isNumbers says whether value is count decimal numbers from 1 to sides with one space between them.
func isNumbers(value string, count, sides int, different bool) bool {
	fields := strings.Split(value, " ")
	seen := make(map[int]bool, count)
	for _, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || strconv.Itoa(n) != f || n < 1 || n > sides || different && seen[n] {
			return false
		}
		seen[n] = true
	}
	return len(fields) == count
}

// Open checks the reveals against the announced sources, in their order, and makes the seed.
func (b *Bundle) Open(reveals []Reveal) error {
	if b.Closing == "" {
		return problem("draw.not_closed")
	}
	if b.Seed != "" {
		return problem("draw.already_open")
	}
	seed, err := makeSeed(b.Header, b.Commitment, reveals)
	if err != nil {
		return err
	}
	b.Reveals, b.Seed = append([]Reveal{}, reveals...), seed
	return nil
}

// makeSeed is HKDF-SHA256 with the commitment as salt and what was opened, in published order, as key material.
func makeSeed(h Header, commitment string, reveals []Reveal) (string, error) {
	if len(reveals) != len(h.Sources) {
		return "", problem("draw.reveal_count", "Count", len(reveals), "Announced", len(h.Sources))
	}
	var material strings.Builder
	var opened []Source
	for i, s := range h.Sources {
		r := reveals[i]
		if err := r.check(h.Round, s); err != nil {
			return "", err
		}
		if r.State != NotRevealed {
			opened = append(opened, s)
		}
		material.WriteString(lines("", "source", r.Source, "state", r.State, "value", r.Value))
	}
	if err := checkChance(opened); err != nil {
		return "", err
	}
	salt, err := hex.DecodeString(commitment)
	if err != nil {
		return "", problem("draw.commitment_differs")
	}
	seed, err := hkdf.Key(sha256.New, []byte(material.String()), salt, "homeward-draw/1 seed", 32)
	if err != nil {
		return "", fmt.Errorf("seed: %w", err)
	}
	return hex.EncodeToString(seed), nil
}
