package casework

import (
	"context"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// Registration is what a registrar writes down about a household.
type Registration struct {
	ID            homeward.HouseholdID // made by the field, or empty
	RegisteredOn  homeward.Date        // empty is today
	OriginPlace   homeward.PlaceID
	OriginAddress string
	LeftOn        homeward.Date
	Stay          homeward.Stay
	Intention     homeward.Intention
	ServesThere   bool
	FallenFamily  bool
	Members       []Registrant
	Wishes        []homeward.PlaceID
	Beside        []homeward.HouseholdID
	// Shown are people of the register whom the registrar saw, as possibly the same, before saving.
	Shown []homeward.IndividualID
}

// Registrant is one person of a Registration.
type Registrant struct {
	homeward.Individual
	Relation homeward.Relation
	Needs    []string // codes of homeward.NeedCodes
	StepFree bool
}

// Registered is what the registrar is told: the number for the household, and who in the register may be the same
// person as one of its members. The warning stops nothing; each is also kept as a question.
type Registered struct {
	ID         homeward.HouseholdID
	CaseNumber homeward.CaseNumber
	Questions  []homeward.Question
}

// largestHousehold is more than any real one; beyond it a list was pasted into the form.
const largestHousehold = 40

// RegisterHousehold adds a household to the register and raises the questions whether its people are in it already.
func (h *House) RegisterHousehold(ctx context.Context, actor homeward.Actor, in Registration) (Registered, error) {
	if in.RegisteredOn.IsZero() {
		in.RegisteredOn = h.Today()
	}
	if err := h.checkRegistration(in); err != nil {
		return Registered{}, err
	}
	in.ID = fresh(h, in.ID, "hh")
	c, keys := h.newCase(in)
	out := Registered{ID: in.ID}
	err := h.DB.Write(ctx, actor, homeward.HouseholdRegister,
		homeward.Subject{Noun: "household", ID: string(in.ID), Area: in.OriginPlace}, func(tx *store.Tx) (err error) {
			if c.CaseNumber, err = tx.NextCaseNumber(ctx); err != nil {
				return err
			}
			out.CaseNumber = c.CaseNumber
			if err := tx.InsertHousehold(ctx, c, keys); err != nil {
				return err
			}
			tx.Rules(matching.RulesVersion)
			// In the same transaction: a household is never in the register without the questions about it.
			out.Questions, err = h.suspects(ctx, tx, c, keys)
			for _, q := range out.Questions {
				if err := tx.InsertQuestion(ctx, q); err != nil {
					return err
				}
			}
			tx.Detail(map[string]any{"registration": in, "questions": out.Questions})
			return err
		})
	return out, err
}

func (h *House) checkRegistration(in Registration) error {
	if err := h.settlement(in.OriginPlace); err != nil {
		return err
	}
	if len(in.Members) == 0 {
		return homeward.Errorf(homeward.Invalid, "household.empty").WithHint("household.empty.hint")
	}
	if len(in.Members) > largestHousehold {
		return homeward.Errorf(homeward.Invalid, "household.too_large", "Count", len(in.Members)).WithHint("household.too_large.hint")
	}
	heads := 0
	for i, m := range in.Members {
		if m.Relation == homeward.Head {
			heads++
		}
		if err := checkRegistrant(i+1, m, in.RegisteredOn); err != nil {
			return err
		}
	}
	if heads != 1 {
		return homeward.Errorf(homeward.Invalid, "household.one_head", "Count", heads)
	}
	if err := h.checkStay(in.Stay); err != nil {
		return err
	}
	if !slices.Contains(homeward.Intentions, in.Intention) {
		return homeward.Errorf(homeward.Invalid, "household.intention")
	}
	if in.LeftOn.IsZero() {
		return homeward.Errorf(homeward.Invalid, "household.left_on").WithHint("household.left_on.hint")
	}
	if in.RegisteredOn.Before(in.LeftOn) || h.Today().Before(in.RegisteredOn) {
		return homeward.Errorf(homeward.Invalid, "household.dates")
	}
	for _, w := range in.Wishes {
		if err := h.settlement(w); err != nil {
			return err
		}
	}
	return nil
}

// checkRegistrant checks the n-th person of a registration.
func checkRegistrant(n int, m Registrant, on homeward.Date) error {
	switch {
	case strings.TrimSpace(m.Given) == "" && strings.TrimSpace(m.Family) == "":
		return homeward.Errorf(homeward.Invalid, "individual.name", "Row", n).WithHint("individual.name.hint")
	case m.BirthDate.IsZero():
		return homeward.Errorf(homeward.Invalid, "individual.birth_date", "Row", n).WithHint("individual.birth_date.hint")
	case on.Before(m.BirthDate) || m.BirthDate.YearsUntil(on) > 125:
		return homeward.Errorf(homeward.Invalid, "individual.birth_date_impossible", "Row", n, "Date", m.BirthDate)
	case !slices.Contains(homeward.Relations, m.Relation):
		return homeward.Errorf(homeward.Invalid, "individual.relation", "Row", n)
	}
	for _, code := range m.Needs {
		if !slices.Contains(homeward.NeedCodes, code) {
			return homeward.Errorf(homeward.Invalid, "individual.need", "Row", n, "Value", code)
		}
	}
	return nil
}

// newCase makes the records of a registration, with the search keys of its people.
func (h *House) newCase(in Registration) (store.Case, map[homeward.IndividualID][]string) {
	c := store.Case{
		Household: homeward.Household{ID: in.ID, Area: in.OriginPlace, RegisteredOn: in.RegisteredOn, Intention: in.Intention,
			ServesThere: in.ServesThere, FallenFamily: in.FallenFamily},
		Displacements: []homeward.Displacement{{ID: fresh(h, homeward.DisplacementID(""), "dp"), HouseholdID: in.ID, LeftOn: in.LeftOn,
			Place: in.OriginPlace, Address: in.OriginAddress}},
		Stay:    in.Stay,
		Besides: in.Beside,
	}
	c.Stay.ID, c.Stay.HouseholdID = fresh(h, c.Stay.ID, "st"), in.ID
	if c.Stay.ValidFrom.IsZero() {
		c.Stay.ValidFrom = in.RegisteredOn
	}
	for i, w := range in.Wishes {
		c.Wishes = append(c.Wishes, homeward.Wish{HouseholdID: in.ID, Rank: i + 1, Place: w})
	}
	keys := map[homeward.IndividualID][]string{}
	for _, m := range in.Members {
		c.Members = append(c.Members, h.newMember(m, in.RegisteredOn, keys))
	}
	return c, keys
}

// newMember makes the records of one person; keys gains its search keys.
func (h *House) newMember(m Registrant, on homeward.Date, keys map[homeward.IndividualID][]string) store.Member {
	p := m.Individual
	p.ID = fresh(h, p.ID, "in")
	p.Given, p.Father, p.Family = strings.TrimSpace(p.Given), strings.TrimSpace(p.Father), strings.TrimSpace(p.Family)
	p = withFold(p)
	keys[p.ID] = nameKeys(p)
	out := store.Member{Individual: p, Relation: m.Relation, MemberID: fresh(h, homeward.MembershipID(""), "mb"), ValidFrom: on}
	for _, code := range m.Needs {
		out.Needs = append(out.Needs, homeward.SpecificNeed{IndividualID: p.ID, Code: code, StepFree: m.StepFree, ValidFrom: on})
	}
	return out
}

// withFold puts the folded name beside the name.
func withFold(p homeward.Individual) homeward.Individual {
	full := strings.TrimSpace(p.Given + " " + p.Father + " " + p.Family)
	p.Fold, p.FoldVersion = matching.Fold(full), matching.RulesVersion
	return p
}

// nameKeys are what a person is found by: "w:" and each word of the folded name, for what somebody types, and "s:" with
// each skeleton key, for the question whether two people are one.
func nameKeys(p homeward.Individual) []string {
	var out []string
	for _, w := range strings.Fields(p.Fold) {
		out = append(out, "w:"+w)
	}
	for _, k := range matching.SearchKeys(p.Given + " " + p.Family) {
		out = append(out, "s:"+k)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
