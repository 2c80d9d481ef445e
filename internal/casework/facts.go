package casework

import (
	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// factsOf is a household as a policy sees it: what the register knows, and nothing assumed about the rest.
func factsOf(places *atlas.Atlas, c store.Case) *policy.Household {
	f := &policy.Household{
		ID:                 policy.Known(string(c.ID)),
		RegisteredOn:       policy.Known(c.RegisteredOn.Time()),
		FallenFamily:       policy.Known(c.FallenFamily),
		WorksAtDestination: policy.Known(c.ServesThere),
		Members:            []policy.Member{},
	}
	if o := c.Origin(); o.Place != "" {
		f.Origin = placeFacts(places, o.Place)
		if !o.LeftOn.IsZero() {
			f.DisplacedOn = policy.Known(o.LeftOn.Time())
		}
	}
	if c.Stay.ID != "" {
		f.Stay = policy.Stay{Kind: policy.Known(string(c.Stay.Kind)), LivesHere: policy.Known(c.Stay.LivesHere)}
		if c.Stay.Condition != "" {
			f.Stay.Condition = policy.Known(string(c.Stay.Condition))
		}
	}
	for _, m := range c.Members {
		pm := policy.Member{ID: string(m.ID), Relation: policy.Known(string(m.Relation)), InRegister: policy.Known(true)}
		if !m.BirthDate.IsZero() {
			pm.Born = policy.Known(m.BirthDate.Time())
		}
		if m.Sex != "" {
			pm.Sex = policy.Known(string(m.Sex))
		}
		f.Members = append(f.Members, pm)
	}
	return f
}

func placeFacts(places *atlas.Atlas, id homeward.PlaceID) policy.Place {
	f := policy.Place{ID: policy.Known(string(id))}
	p, _ := places.Place(id)
	switch p.Kind {
	case homeward.PlaceTown, homeward.PlaceSettlement:
		f.Kind = policy.Known("town")
	case homeward.PlaceVillage:
		f.Kind = policy.Known("village")
	}
	return f
}

// homeFacts is what a policy may read of the homes of a type in a place, before it is known which one.
func homeFacts(places *atlas.Atlas, place homeward.PlaceID, t homeward.DwellingType) *policy.Dwelling {
	return &policy.Dwelling{Type: policy.Known(string(t)), Place: placeFacts(places, place)}
}
