package web

import (
	"homeward"
	"homeward/internal/policy"
)

// rulesView is the rules in force, in the words of the reader.
type rulesView struct {
	Editions []editionView
}

// editionView is one edition of a programme's rules.
type editionView struct {
	homeward.Adoption
	Policy   *policy.Policy
	Sections []policy.Section
	Sources  []policy.Source
}

func (v *visit) getRules() error {
	adoptions, err := v.srv.House.Adoptions(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	var x rulesView
	for _, a := range adoptions {
		p, err := v.edition(a)
		if err != nil {
			return err
		}
		x.Editions = append(x.Editions, editionView{a, p, p.Sections(), p.Document().Sources})
	}
	return v.page(rulesPage(v.frame("web.rules.title"), x))
}

// edition is the policy as it was kept at its adoption.
func (v *visit) edition(a homeward.Adoption) (*policy.Policy, error) {
	for _, p := range v.srv.House.Policies {
		if p.Hash() == a.PolicyHash {
			return p, nil // the same bytes, read already
		}
	}
	return policy.Load(a.PolicyID, []byte(a.PolicyText))
}
