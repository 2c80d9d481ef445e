package homeward

import (
	"encoding/binary"
	"io"
	"strings"
	"sync"
	"time"
)

// Identifiers are distinct types, so that two of them in the wrong order do not compile. Each is a prefix, an
// underscore and 26 lower-case Crockford base32 characters of a UUIDv7: they sort by the time they were made.
// Entries are the exception: theirs are random, so that a public list does not show the order of registration.
type (
	HouseholdID    string // hh_
	IndividualID   string // in_
	MembershipID   string // mb_
	DisplacementID string // dp_
	StayID         string // st_
	BuildingID     string // bd_
	DwellingID     string // dw_
	HazardID       string // ha_ hazardous area
	LandReleaseID  string // lr_
	ClaimID        string // cl_
	QuestionID     string // qu_
	RoundID        string // rd_
	ReadingID      string // rg_ what one person heard in the hall
	EntryID        string // en_
	AllocationID   string // al_
	OfferID        string // of_
	MovementID     string // mv_
	SeatID         string // se_ a household's place on a movement
	ConsentID      string // co_
	HandoverID     string // ho_
	DefectID       string // df_
	DocumentID     string // ac_ a stored act or letter
	StatementID    string // sm_
	ArticleID      string // at_
	ReleaseID      string // fr_ a published paragraph of figures
	UserID         string // us_
	FactID         string // fa_
	CertificateID  string // ce_
	MergeID        string // mg_
	JobID          string // mr_ a search of the register for doubles, tr_ a trial of other rules
)

const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// IDs makes identifiers. Clock and randomness are handed in, so that the sample operation makes the same identifiers
// from its fixed seed each time. Safe for concurrent use.
type IDs struct {
	Now  func() time.Time
	Rand io.Reader

	mu sync.Mutex
}

// New returns a new identifier with this prefix ("hh"), ordered by time.
func (g *IDs) New(prefix string) string {
	b := g.read()
	ms := uint64(g.Now().UnixMilli())
	var t [8]byte
	binary.BigEndian.PutUint64(t[:], ms<<16)
	copy(b[:6], t[:6])
	b[6] = 7<<4 | b[6]&0x0f
	b[8] = 2<<6 | b[8]&0x3f
	return prefix + "_" + base32(b)
}

// Random returns a new identifier that tells nothing about when it was made (UUIDv4 bits).
func (g *IDs) Random(prefix string) string {
	b := g.read()
	b[6] = 4<<4 | b[6]&0x0f
	b[8] = 2<<6 | b[8]&0x3f
	return prefix + "_" + base32(b)
}

func (g *IDs) read() (b [16]byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, err := io.ReadFull(g.Rand, b[:]); err != nil {
		// The system's randomness does not fail (crypto/rand promises it); a test's reader that runs dry is a mistake.
		panic("homeward: randomness ended: " + err.Error())
	}
	return b
}

// base32 writes 128 bits as 26 characters, the first two bits zero.
func base32(b [16]byte) string {
	hi, lo := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	var out [26]byte
	for i := 25; i >= 0; i-- {
		out[i] = crockford[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}

// Bits are the 128 bits of an identifier, for tables that keep millions of them; ok is false for a text that is none.
func Bits[T ~string](id T) (b [16]byte, ok bool) {
	_, body, _ := strings.Cut(string(id), "_")
	if len(body) != 26 {
		return b, false
	}
	var hi, lo uint64
	for i := range len(body) {
		v := strings.IndexByte(crockford, body[i])
		if v < 0 {
			return b, false
		}
		hi, lo = hi<<5|lo>>59, lo<<5|uint64(v)
	}
	binary.BigEndian.PutUint64(b[:8], hi)
	binary.BigEndian.PutUint64(b[8:], lo)
	return b, true
}

// FromBits is the identifier with this prefix that Bits was made from.
func FromBits[T ~string](prefix string, b [16]byte) T { return T(prefix + "_" + base32(b)) }

// ValidID says whether s is an identifier with this prefix.
func ValidID(s, prefix string) bool {
	body, ok := strings.CutPrefix(s, prefix+"_")
	if !ok || len(body) != 26 || body[0] > '7' {
		return false
	}
	for i := range len(body) {
		if strings.IndexByte(crockford, body[i]) < 0 {
			return false
		}
	}
	return true
}

// Read fills p with the same randomness that identifiers are made of; for salts and sealed secrets.
func (g *IDs) Read(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return io.ReadFull(g.Rand, p)
}
