package casework

import (
	"encoding/json"
	"slices"
	"time"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// factsOf is a household as a policy sees it: what the register knows, what officers found out, and nothing assumed about
// the rest.
func factsOf(places *atlas.Atlas, c store.Case) *policy.Household {
	f := registered(places, c)
	found(&policy.Case{Household: f}, c.Facts, "")
	return f
}

// registered is what the register itself knows of a household.
func registered(places *atlas.Atlas, c store.Case) *policy.Household {
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
	pastFacts(f, c.Past)
	return f
}

// presumed is what the register holds of everybody in it until a paper says otherwise: whoever is registered here stands
// in the state's record too.
const presumed = "household.members[].in_register"

// held says whether the register itself holds a fact of a case, so that it is changed there and not found out.
func held(c *policy.Case, path string, member homeward.IndividualID) bool {
	if path == presumed {
		return false
	}
	index := -1
	if member != "" {
		index = slices.IndexFunc(c.Household.Members, func(m policy.Member) bool { return m.ID == string(member) })
	}
	_, ok := c.Known(path, index)
	return ok
}

// pastFacts is what the register itself knows of a household's way through programmes.
func pastFacts(f *policy.Household, past store.Past) {
	f.OffersRefused, f.Unsuccessful = policy.Known(past.OffersRefused), policy.Known(past.Unsuccessful)
	if past.Housed { // that it was never housed, by any state, this register cannot know
		f.Housed, f.FirstTime = policy.Known(true), policy.Known(false)
	}
	until := time.Time{} // long past
	for _, s := range past.Sanctions {
		if s.Effect != string(policy.Suspend) {
			continue
		}
		end := s.Until.Time()
		if s.Until.IsZero() {
			end = homeward.NewDate(9999, 12, 31).Time()
		}
		if end.After(until) {
			until = end
		}
	}
	f.SuspendedUntil = policy.Known(until)
}

// found gives a case the facts that officers recorded: those about the household, or those of one certificate. What the
// register holds itself comes first: an officer's fact fills what it does not know.
func found(c *policy.Case, facts []homeward.Fact, certificate homeward.CertificateID) {
	for _, f := range facts {
		if f.CertificateID != certificate || held(c, f.Path, f.IndividualID) {
			continue
		}
		// The value was read by policy.ReadFact when it was recorded; one that cannot be set leaves the fact unknown.
		_ = c.Set(f.Path, string(f.IndividualID), json.RawMessage(f.Value))
	}
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

// dwellingFacts is what a policy may read of one home.
func dwellingFacts(places *atlas.Atlas, home homeward.Home) *policy.Dwelling {
	f := homeFacts(places, home.Place, home.Type)
	f.Rooms, f.Accessible = policy.Known(home.Rooms), policy.Known(home.Accessible)
	if home.AreaM2 > 0 {
		f.AreaM2 = policy.Known(home.AreaM2)
	}
	if home.Type == homeward.FlatType {
		f.Floor = policy.Known(home.Floor)
	}
	return f
}

// homeFacts is what a policy may read of the homes of a type in a place, before it is known which one.
func homeFacts(places *atlas.Atlas, place homeward.PlaceID, t homeward.DwellingType) *policy.Dwelling {
	return &policy.Dwelling{Type: policy.Known(string(t)), Place: placeFacts(places, place)}
}
