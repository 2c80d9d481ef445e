package casework

import (
	"context"
	"iter"
	"sync"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// Desk is the register as matching searches it: an index in memory, made from the register when serving begins and kept
// up with it, also where another process writes. It can be thrown away at any time; without it the search columns of
// the database are asked, which find less. It holds no names, and what it proposes is read anew under a grant.
type Desk struct {
	mu    sync.Mutex // held by whoever brings it up to date
	seq   int64      // the journal number it has seen; -1 before it is filled
	index *matching.Index
}

// NewDesk is a desk that has seen nothing yet; FillDesk makes it useful.
func NewDesk() *Desk { return &Desk{seq: -1} }

// FillDesk reads the whole register into the desk. Searches go on without it meanwhile.
func (h *House) FillDesk(ctx context.Context) error {
	until, err := h.DB.JournalSeq(ctx)
	if err != nil {
		return err
	}
	x := matching.NewIndex()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	type one struct {
		id matching.PersonID
		p  matching.Person
	}
	// The database is read beside the making of keys: each takes about as long as the other.
	people, read := make(chan one, 1024), make(chan error, 1)
	go func() {
		defer close(people)
		read <- h.DB.EachIndividual(ctx, -1, until, func(i homeward.Individual) {
			if id, ok := homeward.Bits(i.ID); ok {
				select {
				case people <- one{id, person(i)}:
				case <-ctx.Done():
				}
			}
		})
	}()
	x.Fill(iter.Seq2[matching.PersonID, matching.Person](func(yield func(matching.PersonID, matching.Person) bool) {
		for p := range people {
			if !yield(p.id, p.p) {
				return
			}
		}
	}))
	if err := <-read; err != nil {
		return err
	}
	h.Desk.mu.Lock()
	defer h.Desk.mu.Unlock()
	h.Desk.index, h.Desk.seq = x, until
	return nil
}

// searched is the desk's index, up to date with what this transaction sees committed; nil when there is none. It reads
// through the transaction: one that waited for a second connection could wait for itself.
func (h *House) searched(ctx context.Context, tx *store.Tx) (*matching.Index, error) {
	if h.Desk == nil {
		return nil, nil
	}
	h.Desk.mu.Lock()
	defer h.Desk.mu.Unlock()
	if h.Desk.index == nil {
		return nil, nil
	}
	until, err := tx.JournalSeq(ctx)
	if err != nil || until <= h.Desk.seq {
		return h.Desk.index, err
	}
	err = tx.EachIndividual(ctx, h.Desk.seq, until, func(i homeward.Individual) {
		if id, ok := homeward.Bits(i.ID); ok {
			h.Desk.index.Put(id, person(i))
		}
	})
	if err != nil {
		return nil, err
	}
	h.Desk.seq = until
	return h.Desk.index, nil
}

// candidatesAtMost bounds how many people are compared with one; the likeliest come first.
const candidatesAtMost = 20

// candidates are living records that may be one with somebody: those that share search columns in the database, as this
// transaction sees it, and those that the desk proposes, which also finds what is spelt otherwise by a consonant.
func (h *House) candidates(ctx context.Context, tx *store.Tx, i homeward.Individual, keys []string, not []homeward.IndividualID) ([]homeward.Individual, error) {
	out, err := tx.Candidates(ctx, keys, i, not, candidatesAtMost)
	if err != nil {
		return nil, err
	}
	x, err := h.searched(ctx, tx)
	if x == nil || err != nil {
		return out, err
	}
	known := map[homeward.IndividualID]bool{i.ID: true}
	for _, n := range not {
		known[n] = true
	}
	for _, o := range out {
		known[o.ID] = true
	}
	var more []homeward.IndividualID
	for _, c := range x.Search(person(i), candidatesAtMost) {
		if id := homeward.FromBits[homeward.IndividualID]("in", c.ID); !known[id] {
			more = append(more, id)
		}
	}
	found, err := tx.LiveIndividuals(ctx, more)
	return append(out, found...), err
}
