package allotment

import "hash/maphash"

// idSet finds identifiers that occur twice. It keeps one number for each; a Go map of strings would take three times the
// memory and twice the time of everything else that is done with a row.
type idSet struct {
	seed  maphash.Seed
	slots []int32 // number + 1
	ids   []string
	rows  []int32
}

func newIDSet() *idSet {
	return &idSet{seed: maphash.MakeSeed(), slots: make([]int32, 1024)}
}

// add enters the identifier of a row; empty ones and those that are there already are refused.
func (s *idSet) add(t *table, column int, id string) error {
	if id == "" {
		return t.bad(column, "empty")
	}
	if 2*len(s.ids) >= len(s.slots) {
		s.slots = make([]int32, 4*len(s.slots))
		for n, old := range s.ids {
			s.slots[s.find(old)] = int32(n + 1)
		}
	}
	at := s.find(id)
	if first := s.slots[at]; first != 0 {
		return t.bad(column, "twice", "First", int(s.rows[first-1]))
	}
	s.ids = append(s.ids, id)
	s.rows = append(s.rows, int32(t.row))
	s.slots[at] = int32(len(s.ids))
	return nil
}

func (s *idSet) find(id string) uint64 {
	mask := uint64(len(s.slots) - 1)
	at := maphash.String(s.seed, id) & mask
	for s.slots[at] != 0 && s.ids[s.slots[at]-1] != id {
		at = (at + 1) & mask
	}
	return at
}
