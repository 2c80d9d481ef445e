package casework

import (
	"context"
	"regexp"
	"sync"

	"homeward"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// slug is the form of a programme's short name.
var slug = regexp.MustCompile(`^[a-z][a-z0-9-]{1,39}$`)

// AdoptProgramme puts an edition of a policy in force for an area from a day. The edition is kept whole.
func (h *House) AdoptProgramme(ctx context.Context, actor homeward.Actor, in homeward.Adoption) error {
	if err := h.knownPlace(in.Area); err != nil {
		return err
	}
	if !slug.MatchString(in.ID) {
		return homeward.Errorf(homeward.Invalid, "programme.slug", "Value", in.ID).WithHint("programme.slug.hint")
	}
	p, err := policy.Load(in.PolicyID, []byte(in.PolicyText))
	if err != nil {
		return err
	}
	in.PolicyID, in.PolicyHash = p.ID(), p.Hash()
	return h.DB.Write(ctx, actor, homeward.ProgrammeAdopt, homeward.Subject{Noun: "programme", ID: in.ID, Area: in.Area}, func(tx *store.Tx) error {
		if in.ValidFrom.IsZero() {
			in.ValidFrom = tx.Today()
		}
		tx.Rules(in.PolicyHash)
		tx.Detail(map[string]any{"policy": in.PolicyID, "hash": in.PolicyHash})
		return tx.Adopt(ctx, in)
	})
}

// EditionOf is the policy that an adoption put in force.
func (h *House) EditionOf(a homeward.Adoption) (*policy.Policy, error) { return h.policyOf(a) }

// policyOf loads the edition a round uses: the one kept at its adoption, and no other.
func (h *House) policyOf(a homeward.Adoption) (*policy.Policy, error) {
	for _, p := range h.Policies {
		if p.Hash() == a.PolicyHash {
			return p, nil // the same bytes, compiled already
		}
	}
	return h.Editions.load(a)
}

// Editions are the adopted editions that do not ship, or do not any more, each compiled once. None is ever changed: they
// are kept by what is in them.
type Editions struct {
	mu sync.Mutex
	by map[string]*policy.Policy
}

// load compiles an edition at its first use. Without a place to keep it, it is compiled every time.
func (e *Editions) load(a homeward.Adoption) (*policy.Policy, error) {
	if e == nil {
		return policy.Load(a.PolicyID, []byte(a.PolicyText))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if p := e.by[a.PolicyHash]; p != nil {
		return p, nil
	}
	p, err := policy.Load(a.PolicyID, []byte(a.PolicyText))
	if err != nil {
		return nil, err
	}
	if e.by == nil {
		e.by = map[string]*policy.Policy{}
	}
	e.by[a.PolicyHash] = p
	return p, nil
}
