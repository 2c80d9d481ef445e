package allotment

import "hash/maphash"

// idSet finds identifiers that occur twice. It compares texts only where their hashes agree; a Go map of strings would
// take three times the memory and twice the time of everything else that is done with a row.
type idSet struct {
	seed  maphash.Seed
	slots []idSlot
	ids   []string
	rows  []int32
}

type idSlot struct {
	hash   uint32
	number int32 // of the id, from 1; 0 if the slot is free
}

// newIDSet makes room for about so many.
func newIDSet(about int) *idSet {
	n := 1024
	for n < 2*about {
		n *= 2
	}
	return &idSet{seed: maphash.MakeSeed(), slots: make([]idSlot, n), ids: make([]string, 0, about), rows: make([]int32, 0, about)}
}

// add enters the identifier of a row; empty ones and those that are there already are refused.
func (s *idSet) add(t *table, column int, id string) error {
	if id == "" {
		return t.bad(column, "empty")
	}
	if 2*len(s.ids) >= len(s.slots) {
		s.grow()
	}
	hash := uint32(maphash.String(s.seed, id))
	mask := uint32(len(s.slots) - 1)
	at := hash & mask
	for ; s.slots[at].number != 0; at = (at + 1) & mask {
		if n := s.slots[at].number - 1; s.slots[at].hash == hash && s.ids[n] == id {
			return t.bad(column, "twice", "First", int(s.rows[n]))
		}
	}
	s.ids = append(s.ids, id)
	s.rows = append(s.rows, int32(t.row))
	s.slots[at] = idSlot{hash, int32(len(s.ids))}
	return nil
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]idSlot, 4*len(old))
	mask := uint32(len(s.slots) - 1)
	for _, slot := range old {
		if slot.number == 0 {
			continue
		}
		at := slot.hash & mask
		for s.slots[at].number != 0 {
			at = (at + 1) & mask
		}
		s.slots[at] = slot
	}
}
