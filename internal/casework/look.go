package casework

import (
	"cmp"
	"context"
	"slices"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// Sighting is somebody of the register who may be a person that is being registered.
type Sighting struct {
	// Row is the number of the person on the form, from 1.
	Row         int
	Person      homeward.Individual
	Household   homeward.HouseholdID
	CaseNumber  homeward.CaseNumber
	Area        homeward.Area
	Probability float64
	For         []matching.Evidence
	Against     []matching.Evidence
	// Elsewhere is true for a record of an area the reader may not see: then only Row, Area and Probability are told.
	Elsewhere bool
}

// sightingsAtMost is how many a registrar is shown at once: more are not read by somebody with a queue before the desk.
const sightingsAtMost = 3

// LookAround says who of the register may be one of these people, the likeliest first and three at most. more counts
// those left out. It changes nothing, and what is not written yet may be empty.
func (h *House) LookAround(ctx context.Context, actor homeward.Actor, people []Registrant) (out []Sighting, more int, err error) {
	if len(people) > largestHousehold {
		return nil, 0, homeward.Errorf(homeward.Invalid, "household.too_large", "Count", len(people)).WithHint("household.too_large.hint")
	}
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		for n, m := range people {
			found, err := h.sightings(ctx, tx, actor, n+1, m.Individual)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Sighting) int { return cmp.Compare(b.Probability, a.Probability) })
	if len(out) > sightingsAtMost {
		more = len(out) - sightingsAtMost
		out = out[:sightingsAtMost]
	}
	return out, more, err
}

func (h *House) sightings(ctx context.Context, tx *store.Tx, actor homeward.Actor, row int, i homeward.Individual) ([]Sighting, error) {
	others, err := h.candidates(ctx, tx, i, skeletonsOf(nameKeys(withFold(i))), nil)
	if err != nil {
		return nil, err
	}
	var out []Sighting
	var ids []homeward.IndividualID
	for _, o := range others {
		j := matching.Judge(person(i), person(o))
		if j.Probability < suspectAbove {
			continue
		}
		s := Sighting{Row: row, Person: o, Probability: j.Probability}
		for _, e := range j.Evidence {
			if e.Bits > 0 {
				s.For = append(s.For, e)
			} else {
				s.Against = append(s.Against, e)
			}
		}
		out, ids = append(out, s), append(ids, o.ID)
	}
	in, err := tx.HouseholdsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows, err := tx.HouseholdRows(ctx, in)
	if err != nil {
		return nil, err
	}
	for k := range out {
		hh := rows[in[out[k].Person.ID]]
		out[k].Household, out[k].CaseNumber, out[k].Area = hh.ID, hh.CaseNumber, hh.Area
		if !h.maySee(actor, hh.Area) {
			out[k] = Sighting{Row: row, Person: homeward.Individual{ID: out[k].Person.ID}, Area: hh.Area, Probability: out[k].Probability, Elsewhere: true}
		}
	}
	return out, nil
}

// maySee says whether the reader may open households of an area.
func (h *House) maySee(actor homeward.Actor, area homeward.Area) bool {
	_, err := access.Check(actor, homeward.HouseholdView, homeward.Subject{Noun: "household", Area: area}, Areas(h.Places).Within(area))
	return err == nil
}

// WarnHousehold journals who was shown to the registrar while a household is being registered: that the registration was
// saved all the same is then the registration's own entry, under the same identifier.
func (h *House) WarnHousehold(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID, area homeward.Area, seen []Sighting) error {
	type shown struct {
		Row         int
		ID          homeward.IndividualID
		Probability float64
		Elsewhere   bool
	}
	var list []shown
	for _, s := range seen {
		list = append(list, shown{s.Row, s.Person.ID, s.Probability, s.Elsewhere})
	}
	return h.DB.Write(ctx, actor, homeward.HouseholdWarn, homeward.Subject{Noun: "household", ID: string(id), Area: area}, func(tx *store.Tx) error {
		tx.Rules(matching.RulesVersion)
		tx.Detail(map[string]any{"shown": list})
		return nil
	})
}
