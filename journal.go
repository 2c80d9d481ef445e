package homeward

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// JournalEntry records one action, done or refused. Entries are numbered without gaps, and each holds the hash of the
// one before, so that none can be changed or taken out unnoticed. There are no names in it: what was done in detail lies
// beside it under a salted hash, so that a detail can be erased by law and the journal still verifies.
type JournalEntry struct {
	Seq          int64
	At           Instant
	Actor        UserID
	Role         Role
	Area         Area
	Action       Action
	Subject      string
	Request      string
	Reason       string
	Refused      string // catalogue key of the refusal; empty when it was done
	RulesVersion string
	DetailHash   string // SHA-256(salt ‖ detail), hex
	PrevHash     string
}

// Hash is SHA-256 over the entry's fields as length-prefixed lines in fixed order, hex.
func (e JournalEntry) Hash() string {
	var b strings.Builder
	for _, f := range []string{fmt.Sprint(e.Seq), e.At.String(), string(e.Actor), string(e.Role), string(e.Area), string(e.Action),
		e.Subject, e.Request, e.Reason, e.Refused, e.RulesVersion, e.DetailHash, e.PrevHash} {
		fmt.Fprintf(&b, "%d:%s\n", len(f), f)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// DetailHash is SHA-256(salt ‖ detail), hex.
func DetailHash(salt, detail []byte) string {
	sum := sha256.Sum256(append(append([]byte{}, salt...), detail...))
	return hex.EncodeToString(sum[:])
}
