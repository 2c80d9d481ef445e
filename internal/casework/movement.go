package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/store"
)

func movement(id homeward.MovementID) homeward.Subject {
	return homeward.Subject{Noun: "movement", ID: string(id)}
}

// Plan is a movement to be planned, or households to be added to one.
type Plan struct {
	ID         homeward.MovementID
	From, To   homeward.PlaceID
	DepartsOn  homeward.Date
	Vehicles   int
	Households []homeward.HouseholdID
}

// PlanMovement plans a journey for households that have accepted their dwellings in one settlement.
func (h *House) PlanMovement(ctx context.Context, actor homeward.Actor, in Plan) (homeward.Movement, error) {
	if err := h.settlement(in.To); err != nil {
		return homeward.Movement{}, err
	}
	if err := h.knownPlace(in.From); err != nil {
		return homeward.Movement{}, err
	}
	if len(in.Households) == 0 {
		return homeward.Movement{}, homeward.Errorf(homeward.Invalid, "movement.empty")
	}
	if in.Vehicles < 1 {
		return homeward.Movement{}, homeward.Errorf(homeward.Invalid, "movement.vehicles")
	}
	m := homeward.Movement{ID: fresh(h, in.ID, "mv"), From: in.From, To: in.To, DepartsOn: in.DepartsOn, Vehicles: in.Vehicles}
	err := h.DB.Write(ctx, actor, homeward.MovementPlan, homeward.Subject{Noun: "movement", ID: string(m.ID), Area: in.To}, func(tx *store.Tx) error {
		if in.DepartsOn.Before(tx.Today()) {
			return homeward.Errorf(homeward.Invalid, "movement.past", "Date", in.DepartsOn)
		}
		cases, err := tx.CasesByID(ctx, in.Households)
		if err != nil {
			return err
		}
		if len(cases) != len(in.Households) {
			return homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.household"))
		}
		homes, err := homesOf(ctx, tx, cases)
		if err != nil {
			return err
		}
		var seats []homeward.Seat
		for _, c := range cases {
			if err := c.Now.Status.Allows(homeward.MovementPlan); err != nil {
				return err
			}
			home := homes[c.Now.DwellingID]
			if home.Place != in.To {
				return homeward.Errorf(homeward.Invalid, "movement.elsewhere", "Case", string(c.CaseNumber), "Place", home.Place)
			}
			if err := mayGive(home); err != nil {
				return err
			}
			seats = append(seats, homeward.Seat{ID: homeward.SeatID(h.IDs.New("se")), MovementID: m.ID, HouseholdID: c.ID, Live: true})
		}
		m.PlannedAt = tx.Now
		tx.Detail(in)
		if m, err = tx.InsertMovement(ctx, m); err != nil {
			return err
		}
		return tx.InsertSeats(ctx, seats)
	})
	return m, err
}

// homesOf reads the dwellings that households were given.
func homesOf(ctx context.Context, tx *store.Tx, cases []store.Case) (map[homeward.DwellingID]homeward.Home, error) {
	var ids []homeward.DwellingID
	for _, c := range cases {
		if c.Now.DwellingID != "" {
			ids = append(ids, c.Now.DwellingID)
		}
	}
	homes, err := tx.HomesByID(ctx, ids)
	out := make(map[homeward.DwellingID]homeward.Home, len(homes))
	for _, x := range homes {
		out[x.ID] = x
	}
	return out, err
}

// briefingTopic is what everybody is told before they are asked: where not to step, and whom to call.
const briefingTopic = "mine_safety"

// BriefMovement records that these households were given the information and the mine-safety briefing. Only then are
// their adults asked for consent.
func (h *House) BriefMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID, who []homeward.HouseholdID) error {
	if len(who) == 0 {
		return homeward.Errorf(homeward.Invalid, "movement.nobody_briefed")
	}
	return h.DB.Write(ctx, actor, homeward.MovementBrief, movement(id), func(tx *store.Tx) error {
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Stage().Allows(homeward.MovementBrief); err != nil {
			return err
		}
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		var bs []homeward.Briefing
		for _, hh := range who {
			if !slices.ContainsFunc(seats, func(s homeward.Seat) bool { return s.HouseholdID == hh }) {
				return homeward.Errorf(homeward.Invalid, "movement.not_seated")
			}
			bs = append(bs, homeward.Briefing{MovementID: id, HouseholdID: hh, Topic: briefingTopic, GivenAt: tx.Now})
		}
		m.BriefedAt = tx.Now
		tx.Detail(who)
		if err := tx.InsertBriefings(ctx, bs); err != nil {
			return err
		}
		return tx.SetMovement(ctx, m)
	})
}

// ConsentMovement records one person's yes: an adult's own, or for a minor that of an adult of the household who has
// consented for themself.
func (h *House) ConsentMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID, who, givenBy homeward.IndividualID) error {
	return h.DB.Write(ctx, actor, homeward.MovementConsent, movement(id), func(tx *store.Tx) error {
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Stage().Allows(homeward.MovementConsent); err != nil {
			return err
		}
		if err := mayConsent(ctx, tx, m, who, givenBy); err != nil {
			return err
		}
		tx.Detail(map[string]any{"individual": who, "given_by": givenBy})
		return tx.InsertConsent(ctx, homeward.Consent{ID: homeward.ConsentID(h.IDs.New("co")), MovementID: id, IndividualID: who, GivenBy: givenBy, GivenAt: tx.Now})
	})
}

// mayConsent checks that somebody's household is on the movement and briefed, and that the word is their own, or for a
// minor that of an adult of the household who has given theirs.
func mayConsent(ctx context.Context, tx *store.Tx, m homeward.Movement, who, givenBy homeward.IndividualID) error {
	of, err := tx.HouseholdsOf(ctx, []homeward.IndividualID{who, givenBy})
	if err != nil {
		return err
	}
	seat, ok, err := tx.SeatOf(ctx, of[who])
	if err != nil {
		return err
	}
	if !ok || seat.MovementID != m.ID {
		return homeward.Errorf(homeward.Invalid, "movement.not_seated")
	}
	briefed, err := tx.Briefed(ctx, m.ID, of[who])
	if err != nil {
		return err
	}
	if !briefed {
		x := homeward.NewRefusal("briefing_missing", "consent", string(who))
		return &homeward.Error{Kind: homeward.Blocked, Text: x.Text, Hint: x.Remedy}
	}
	people, err := tx.Individuals(ctx, []homeward.IndividualID{who, givenBy})
	if err != nil {
		return err
	}
	switch {
	case who == givenBy && people[who].Adult(m.DepartsOn):
		return nil
	case people[who].Adult(m.DepartsOn):
		return homeward.Errorf(homeward.Blocked, "consent.own_word").WithHint("consent.own_word.hint")
	case of[who] != of[givenBy] || !people[givenBy].Adult(m.DepartsOn):
		return homeward.Errorf(homeward.Blocked, "consent.guardian").WithHint("consent.guardian.hint")
	}
	consented, err := tx.Consented(ctx, m.ID, givenBy)
	if err == nil && !consented {
		return homeward.Errorf(homeward.Blocked, "consent.guardian_first").WithHint("consent.guardian_first.hint")
	}
	return err
}

// WithdrawMovement takes a person's consent back, until the vehicles leave. Nobody has to say why.
func (h *House) WithdrawMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID, who homeward.IndividualID) error {
	return h.DB.Write(ctx, actor, homeward.MovementWithdraw, movement(id), func(tx *store.Tx) error {
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Stage().Allows(homeward.MovementWithdraw); err != nil {
			return err
		}
		tx.Detail(map[string]any{"individual": who})
		had, err := tx.WithdrawConsent(ctx, id, who)
		if err == nil && !had {
			return homeward.Errorf(homeward.Conflict, "consent.none")
		}
		return err
	})
}

// ManifestMovement records who is expected aboard: everybody of the seated households who has consented. It comes
// before the departure, so that a count on the road has something to be compared with; until then it can be made anew.
func (h *House) ManifestMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID) error {
	return h.DB.Write(ctx, actor, homeward.MovementManifest, movement(id), func(tx *store.Tx) error {
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Stage().Allows(homeward.MovementManifest); err != nil {
			return err
		}
		j, err := h.journey(ctx, tx, m)
		if err != nil {
			return err
		}
		var ps []homeward.Passenger
		for _, t := range j.Travellers {
			if len(t.MayDepart()) == 0 {
				ps = append(ps, homeward.Passenger{MovementID: id, IndividualID: t.Individual, HouseholdID: t.Household})
			}
		}
		if len(ps) == 0 {
			return homeward.Errorf(homeward.Blocked, "movement.nobody_consents").WithHint("movement.nobody_consents.hint")
		}
		m.ManifestAt = tx.Now
		tx.Detail(ps)
		if err := tx.ReplaceManifest(ctx, id, ps); err != nil {
			return err
		}
		return tx.SetMovement(ctx, m)
	})
}

// DepartMovement lets the vehicles leave with those who are present. Each must be on the manifest, have consented, and
// have been briefed, and the home they go to must still be one that may be given: nobody is driven to a door that stays
// shut, or to ground that is not released. One who may not go stops the departure. A household of whom nobody came keeps
// its dwelling and gives up its seats.
func (h *House) DepartMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID, present []homeward.IndividualID) error {
	return h.DB.Write(ctx, actor, homeward.MovementDepart, movement(id), func(tx *store.Tx) error {
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Stage().Allows(homeward.MovementDepart); err != nil {
			return err
		}
		if len(present) == 0 {
			return homeward.Errorf(homeward.Invalid, "movement.nobody_present")
		}
		j, err := h.journey(ctx, tx, m)
		if err != nil {
			return err
		}
		homes, err := homesOf(ctx, tx, j.cases)
		if err != nil {
			return err
		}
		aboard := map[homeward.HouseholdID]bool{}
		for _, p := range present {
			t, ok := j.traveller(p)
			if !ok {
				return homeward.Errorf(homeward.Invalid, "movement.not_seated")
			}
			if why := t.MayDepart(); len(why) > 0 {
				return &homeward.Error{Kind: homeward.Blocked, Text: homeward.T("movement.may_not_depart", "Name", t.Name, "Why", why[0].Text), Hint: why[0].Remedy}
			}
			if !t.Listed {
				return homeward.Errorf(homeward.Blocked, "movement.not_on_manifest", "Name", t.Name).WithHint("movement.not_on_manifest.hint")
			}
			if why := homes[t.dwelling].Blocked(); len(why) > 0 {
				return &homeward.Error{Kind: homeward.Blocked, Text: homeward.T("movement.may_not_depart", "Name", t.Name, "Why", why[0].Text), Hint: why[0].Remedy}
			}
			aboard[t.Household] = true
		}
		tx.Detail(present)
		for _, s := range j.seats {
			if !aboard[s.HouseholdID] {
				if err := tx.FreeSeat(ctx, id, s.HouseholdID); err != nil {
					return err
				}
			}
		}
		if err := tx.CheckIn(ctx, id, present, false); err != nil {
			return err
		}
		m.DepartedAt = tx.Now
		return tx.SetMovement(ctx, m)
	})
}

// ArriveMovement records who arrived. Whoever departed and did not arrive is named on the movement until found.
func (h *House) ArriveMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID, present []homeward.IndividualID) error {
	return h.DB.Write(ctx, actor, homeward.MovementArrive, movement(id), func(tx *store.Tx) error {
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Stage().Allows(homeward.MovementArrive); err != nil {
			return err
		}
		ps, err := tx.Passengers(ctx, id)
		if err != nil {
			return err
		}
		for _, p := range present {
			if !slices.ContainsFunc(ps, func(x homeward.Passenger) bool { return x.IndividualID == p && !x.DepartedAt.IsZero() }) {
				return homeward.Errorf(homeward.Invalid, "movement.did_not_depart")
			}
		}
		tx.Detail(present)
		if err := tx.CheckIn(ctx, id, present, true); err != nil {
			return err
		}
		m.ArrivedAt = tx.Now
		return tx.SetMovement(ctx, m)
	})
}

// Journey is a movement with everybody on it.
type Journey struct {
	homeward.Movement
	Travellers []JourneyTraveller
	seats      []homeward.Seat
	cases      []store.Case
}

// JourneyTraveller is one person of a seated household: what the gate of consent reads, and where they are.
type JourneyTraveller struct {
	homeward.Traveller
	Household homeward.HouseholdID
	Case      homeward.CaseNumber
	Name      string
	NameLang  string
	Relation  homeward.Relation
	BirthDate homeward.Date
	StepFree  bool
	GivenBy   homeward.IndividualID
	Listed    bool
	Departed  homeward.Instant
	Arrived   homeward.Instant
	dwelling  homeward.DwellingID
}

func (j Journey) traveller(id homeward.IndividualID) (JourneyTraveller, bool) {
	for _, t := range j.Travellers {
		if t.Individual == id {
			return t, true
		}
	}
	return JourneyTraveller{}, false
}

// journey reads a movement with its people, household by household.
func (h *House) journey(ctx context.Context, tx *store.Tx, m homeward.Movement) (Journey, error) {
	j := Journey{Movement: m}
	var err error
	if j.seats, err = tx.Seats(ctx, m.ID); err != nil {
		return j, err
	}
	var ids []homeward.HouseholdID
	for _, s := range j.seats {
		ids = append(ids, s.HouseholdID)
	}
	if j.cases, err = tx.CasesByID(ctx, ids); err != nil {
		return j, err
	}
	bs, err := tx.Briefings(ctx, m.ID)
	if err != nil {
		return j, err
	}
	cs, err := tx.Consents(ctx, m.ID)
	if err != nil {
		return j, err
	}
	ps, err := tx.Passengers(ctx, m.ID)
	if err != nil {
		return j, err
	}
	briefed, consent, listed := map[homeward.HouseholdID]bool{}, map[homeward.IndividualID]homeward.Consent{}, map[homeward.IndividualID]homeward.Passenger{}
	for _, b := range bs {
		briefed[b.HouseholdID] = true
	}
	for _, c := range cs {
		consent[c.IndividualID] = c
	}
	for _, p := range ps {
		listed[p.IndividualID] = p
	}
	for _, c := range j.cases {
		for _, p := range c.Members {
			yes, consented := consent[p.ID]
			line, onList := listed[p.ID]
			j.Travellers = append(j.Travellers, JourneyTraveller{
				Traveller: homeward.Traveller{Individual: p.ID, Adult: p.Adult(m.DepartsOn), Consent: consented, Briefed: briefed[c.ID]},
				Household: c.ID, Case: c.CaseNumber, Name: p.FullName(), NameLang: p.NameLang, Relation: p.Relation, BirthDate: p.BirthDate,
				StepFree: p.StepFree(), GivenBy: yes.GivenBy, Listed: onList, Departed: line.DepartedAt, Arrived: line.ArrivedAt, dwelling: c.Now.DwellingID,
			})
		}
	}
	return j, nil
}
