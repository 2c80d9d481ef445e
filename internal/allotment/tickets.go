package allotment

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// Tickets are the first eight bytes of HMAC-SHA-256(seed, noun + ":" + id), the tickets and lots of docs/draw.md, as
// numbers. Two of a million households have the same eight bytes once in 37 million draws; then their order in the file
// decides, which a bundle, with whole tickets, does not need.
func Tickets(seed []byte, ids []string, noun string) []uint64 {
	mac := hmac.New(sha256.New, seed)
	out := make([]uint64, len(ids))
	message := append([]byte(noun), ':')
	prefix := len(message)
	var sum [sha256.Size]byte
	for i, id := range ids {
		message = append(message[:prefix], id...)
		mac.Reset()
		mac.Write(message)
		out[i] = binary.BigEndian.Uint64(mac.Sum(sum[:0]))
	}
	return out
}

// lineUp puts the households in order of line and gives them their lottery numbers.
func (r *reader) lineUp() {
	ids := make([]string, len(r.in.Households))
	rank := make([]int32, len(ids))
	starts := make([]int32, 1)
	for i := range ids {
		h := &r.in.Households[i]
		ids[i], rank[i] = h.ID, h.Rank
		for int(h.Rank)+1 >= len(starts) {
			starts = append(starts, 0)
		}
		starts[h.Rank+1]++
	}
	for k := 1; k < len(starts); k++ {
		starts[k] += starts[k-1]
	}
	line := make([]Household, len(ids))
	for n, i := range byTicket(r.Ticket(ids, "entry")) {
		h := &line[starts[rank[i]]]
		starts[rank[i]]++
		*h = r.in.Households[i]
		h.Number = int32(n + 1)
	}
	r.in.Households = line
}

// byTicket returns the positions of tickets in ascending order.
func byTicket(tickets []uint64) []int32 {
	type ticket struct {
		value uint64
		at    int32
	}
	list := make([]ticket, len(tickets))
	for i, v := range tickets {
		list[i] = ticket{v, int32(i)}
	}
	slices.SortFunc(list, func(a, b ticket) int {
		if a.value != b.value {
			return cmp.Compare(a.value, b.value)
		}
		return int(a.at - b.at)
	})
	order := make([]int32, len(list))
	for n, t := range list {
		order[n] = t.at
	}
	return order
}

// sortTypes orders strata and types by settlement, kind and rooms, whatever the order of the file, so that the same
// facts always give the same allotment.
func (r *reader) sortTypes() {
	in := r.in
	key := func(j int32) (Stratum, bool) { return in.Strata[in.Types[j].Stratum], in.Types[j].Accessible }
	order := make([]int32, len(in.Types))
	for j := range order {
		order[j] = int32(j)
	}
	slices.SortFunc(order, func(a, b int32) int {
		s, x := key(a)
		u, y := key(b)
		return cmp.Or(
			cmp.Compare(in.Settlements[s.Settlement].ID, in.Settlements[u.Settlement].ID),
			cmp.Compare(s.Kind, u.Kind), cmp.Compare(s.Rooms, u.Rooms), cmp.Compare(bit(x), bit(y)))
	})
	place := make([]int32, len(order))
	types := make([]Type, len(order))
	for at, j := range order {
		place[j], types[at] = int32(at), in.Types[j]
	}
	in.Types = types
	for i := range r.out.Dwellings {
		r.out.Dwellings[i].Type = place[r.out.Dwellings[i].Type]
	}
}

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// DrawLots puts the dwellings in the order of their lots, as Deal wants them.
func (r *Register) DrawLots() {
	ids := make([]string, len(r.Dwellings))
	for i := range ids {
		ids[i] = r.Dwellings[i].ID
	}
	sorted := make([]Dwelling, len(ids))
	for at, i := range byTicket(r.ticket(ids, "dwelling")) {
		sorted[at] = r.Dwellings[i]
	}
	r.Dwellings = sorted
}
