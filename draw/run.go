package draw

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
	"strconv"
)

// InLine is an entry that takes part, with its place.
type InLine struct {
	Entry  *Entry
	Ticket [sha256.Size]byte // HMAC-SHA-256(seed, "entry:" + id), or the best of several: see ticketOf
	Number int               // place of the ticket among all tickets, from 1: the lottery number
}

// Line returns the entries that take part, ordered by class and then by ticket. The bundle must be open.
func Line(b *Bundle) ([]InLine, error) {
	mac, err := b.mac()
	if err != nil {
		return nil, err
	}
	out := b.dropped()
	line := make([]InLine, 0, len(b.Entries))
	for i := range b.Entries {
		e := &b.Entries[i]
		if !out[e.ID] {
			line = append(line, InLine{Entry: e, Ticket: ticketOf(mac, e)})
		}
	}
	byTicket := func(x, y InLine) int { return bytes.Compare(x.Ticket[:], y.Ticket[:]) }
	// Equal tickets would need a collision of SHA-256; the stable sort would leave them in order of id.
	slices.SortStableFunc(line, byTicket)
	for i := range line {
		line[i].Number = i + 1
	}
	slices.SortStableFunc(line, func(x, y InLine) int { return x.Entry.ClassRank - y.Entry.ClassRank })
	return line, nil
}

// ticketOf is the ticket of an entry: the least of as many as it has chances, the first over its id and the n-th over its id,
// "#" and n. It is as if so many numbered balls of its own lay in the drum and the first to be drawn counted. No id holds a
// "#", so nobody's second ticket is another's first.
func ticketOf(mac hash.Hash, e *Entry) [sha256.Size]byte {
	best := keyed(mac, "entry:"+e.ID)
	for n := 2; n <= e.Tickets; n++ {
		if next := keyed(mac, "entry:"+e.ID+"#"+strconv.Itoa(n)); bytes.Compare(next[:], best[:]) < 0 {
			best = next
		}
	}
	return best
}

// Lots returns the dwellings that take part in the order of their lots, HMAC-SHA-256(seed, "dwelling:" + id).
func Lots(b *Bundle) ([]*Dwelling, error) {
	mac, err := b.mac()
	if err != nil {
		return nil, err
	}
	type lot struct {
		dwelling *Dwelling
		value    [sha256.Size]byte
	}
	out := b.dropped()
	lots := make([]lot, 0, len(b.Dwellings))
	for i := range b.Dwellings {
		d := &b.Dwellings[i]
		if !out[d.ID] {
			lots = append(lots, lot{d, keyed(mac, "dwelling:"+d.ID)})
		}
	}
	slices.SortStableFunc(lots, func(x, y lot) int { return bytes.Compare(x.value[:], y.value[:]) })
	list := make([]*Dwelling, len(lots))
	for i, l := range lots {
		list[i] = l.dwelling
	}
	return list, nil
}

func (b *Bundle) mac() (hash.Hash, error) {
	seed, err := hex.DecodeString(b.Seed)
	if err != nil || len(seed) != 32 {
		return nil, problem("draw.not_open")
	}
	return hmac.New(sha256.New, seed), nil
}

func keyed(mac hash.Hash, message string) (sum [sha256.Size]byte) {
	mac.Reset()
	mac.Write([]byte(message))
	mac.Sum(sum[:0])
	return sum
}

func (b *Bundle) dropped() map[string]bool {
	out := make(map[string]bool, len(b.Dropped))
	for _, d := range b.Dropped {
		out[d.ID] = true
	}
	return out
}

// HomeTypes groups the dwellings that take part by stratum and accessibility, in the order that Certificate wants.
func HomeTypes(b *Bundle) []HomeType {
	homes := map[HomeType]int{}
	out := b.dropped()
	for i := range b.Dwellings {
		if d := &b.Dwellings[i]; !out[d.ID] {
			homes[HomeType{Stratum: d.Stratum(), Accessible: d.Accessible}]++
		}
	}
	types := make([]HomeType, 0, len(homes))
	for t, n := range homes {
		t.Homes = n
		types = append(types, t)
	}
	slices.SortFunc(types, func(x, y HomeType) int {
		if x.Stratum != y.Stratum {
			if x.Stratum < y.Stratum {
				return -1
			}
			return 1
		}
		if x.Accessible {
			return 1
		}
		return -1
	})
	return types
}

// typeIndex finds the two home types of a stratum: [0] not accessible, [1] accessible, −1 where there is none.
func typeIndex(types []HomeType) map[string][2]int {
	index := make(map[string][2]int, len(types))
	for i, t := range types {
		pair, ok := index[t.Stratum]
		if !ok {
			pair = [2]int{-1, -1}
		}
		pair[bit(t.Accessible)] = i
		index[t.Stratum] = pair
	}
	return index
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Run computes the result of an open bundle: who gets which home type, by the line or by b.Certificate, and then which
// address. It changes nothing.
func Run(b *Bundle) (Result, error) {
	d, err := decide(b)
	if err != nil {
		return Result{}, err
	}
	near := map[string]string{}
	if b.Certificate != nil {
		for _, n := range b.Certificate.Near {
			near[n.Entry] = n.Dwelling
		}
	}
	addresses, err := deal(b, d.line, d.lots, d.types, d.given, near)
	if err != nil {
		return Result{}, err
	}
	return tell(d, addresses), nil
}

// Given says which home type, as HomeTypes lists them, each entry of an open bundle gets, in order of line; −1 for those who
// wait.
func Given(b *Bundle) ([]int, error) {
	d, err := decide(b)
	return d.given, err
}

// decision is who gets which home type, before addresses.
type decision struct {
	line  []InLine
	lots  []*Dwelling
	types []HomeType
	given []int    // home type by place in line, −1 for those who wait
	quota []string // the quota a home came from, by place in line
}

func decide(b *Bundle) (d decision, err error) {
	if d.line, err = Line(b); err != nil {
		return d, err
	}
	if d.lots, err = Lots(b); err != nil {
		return d, err
	}
	d.types = HomeTypes(b)
	switch {
	case b.Header.Rules.Mode == ModeDraw:
		if b.Certificate != nil {
			return d, problem("draw.certificate_unwanted")
		}
		d.given, d.quota = inTurn(&b.Header.Rules, d.line, d.types)
	case b.Certificate == nil:
		return d, problem("draw.certificate_missing")
	default:
		if err := checkCertificate(b, b.Certificate, d.line, d.types); err != nil {
			return d, err
		}
		for _, p := range b.Certificate.Placements {
			d.given = append(d.given, p.Type)
		}
		d.quota = make([]string, len(d.given))
	}
	return d, nil
}

// deal gives each housed entry an address of its home type: the i-th entry the i-th lot, where in an accessible type those
// who need it come first; or the dwelling of its ball. Addresses fixed for neighbours are taken out before.
func deal(b *Bundle, line []InLine, lots []*Dwelling, types []HomeType, given []int, near map[string]string) ([]string, error) {
	addresses := make([]string, len(line))
	if b.Header.Rules.Address != AddressLot {
		return addresses, dealBalls(b, line, types, given, addresses)
	}
	if len(b.Balls) > 0 {
		return nil, problem("draw.balls_unwanted")
	}
	index := typeIndex(types)
	reserved := make(map[string]bool, len(near))
	for _, d := range near {
		reserved[d] = true
	}
	free := make([][]*Dwelling, len(types))
	for _, d := range lots {
		if !reserved[d.ID] {
			t := index[d.Stratum()][bit(d.Accessible)]
			free[t] = append(free[t], d)
		}
	}
	for _, needs := range []bool{true, false} {
		for i, t := range given {
			e := line[i].Entry
			if t < 0 || e.Accessible != needs {
				continue
			}
			if d, ok := near[e.ID]; ok {
				addresses[i] = d
				continue
			}
			addresses[i] = free[t][0].ID
			free[t] = free[t][1:]
		}
	}
	return addresses, nil
}

// dealBalls reads the addresses from the balls: one for every housed entry, in order of line, each ball once.
func dealBalls(b *Bundle, line []InLine, types []HomeType, given []int, addresses []string) error {
	numbered := drums(b, types)
	out := b.dropped()
	balls := b.Balls
	for i, t := range given {
		if t < 0 {
			continue
		}
		id := line[i].Entry.ID
		if len(balls) == 0 || balls[0].Entry != id {
			return problem("draw.ball_missing", "Entry", id)
		}
		ball := balls[0]
		balls = balls[1:]
		if ball.Number != ball.Again {
			return problem("draw.ball_twice", "Entry", id)
		}
		if ball.Number < 1 || ball.Number > len(numbered[t]) {
			return problem("draw.ball_unknown", "Entry", id, "Ball", ball.Number)
		}
		d := numbered[t][ball.Number-1]
		if out[d.ID] {
			return problem("draw.ball_unknown", "Entry", id, "Ball", ball.Number)
		}
		out[d.ID] = true // a ball is drawn once
		addresses[i] = d.ID
	}
	if len(balls) > 0 {
		return problem("draw.ball_unknown", "Entry", balls[0].Entry, "Ball", balls[0].Number)
	}
	return nil
}

// tell writes the rows in order of line and the dwellings that are left in order of lot.
func tell(d decision, addresses []string) Result {
	result := Result{Rows: make([]Row, len(d.line)), Left: []string{}}
	housed, waiting := map[string]int{}, map[string]int{}
	taken := make(map[string]bool, len(d.line))
	for i := range d.line {
		e := d.line[i].Entry
		row := Row{Entry: e.ID, Number: d.line[i].Number, Line: i + 1, Stratum: e.Strata[0], Quota: d.quota[i], Dwelling: addresses[i]}
		if t := d.given[i]; t >= 0 {
			row.Stratum = d.types[t].Stratum
			housed[row.Stratum]++
			row.Place = housed[row.Stratum]
			taken[row.Dwelling] = true
		} else {
			for _, s := range e.Strata {
				waiting[s]++
			}
			row.Place = waiting[row.Stratum]
		}
		result.Rows[i] = row
	}
	for _, home := range d.lots {
		if !taken[home.ID] {
			result.Left = append(result.Left, home.ID)
		}
	}
	return result
}

// Finish runs the draw of an open bundle, with b.Balls and b.Certificate where the rules ask for them, and seals it.
func (b *Bundle) Finish() error {
	if b.Seal != "" {
		return problem("draw.already_finished")
	}
	b.fill()
	result, err := Run(b)
	if err != nil {
		return err
	}
	b.Result = result
	seal, err := sealOf(b)
	if err != nil {
		return err
	}
	b.Seal = seal
	return nil
}
