package web

import (
	"slices"
	"strconv"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// movementsView is the list of journeys, and who is ready for the next.
type movementsView struct {
	Rows    []store.MovementRow
	Ready   int // households that accepted and have no seat
	MayPlan bool
}

// planView is the form of a new journey to one place: the households that have accepted a dwelling there.
type planView struct {
	Form    *form
	Places  []option
	Choices []navItem // the places somebody is ready to go to
	To      homeward.PlaceID
	Cases   []store.Case
}

// picked says whether a household is ticked; on a new form everybody is.
func (x planView) picked(id homeward.HouseholdID) bool {
	return !x.Form.values.Has("to") || slices.Contains(x.Form.values["household"], string(id))
}

// traveller is one person of a movement.
type traveller = casework.JourneyTraveller

// travelGroup is a household of a movement.
type travelGroup struct {
	Household homeward.HouseholdID
	Case      homeward.CaseNumber
	Briefed   bool
	People    []traveller
	// Guardian is an adult who has consented, and so may consent for the minors; empty while nobody has.
	Guardian     homeward.IndividualID
	GuardianName string
}

// movementView is one journey: how far it is, who is on it, what is to be done next.
type movementView struct {
	homeward.Movement
	Step                                                         homeward.MovementStage
	Path                                                         []pathStep
	Groups                                                       []travelGroup
	Lost                                                         []traveller // departed and not arrived, once it has arrived
	People, Briefed, Consented, MayGo, Listed, Departed, Arrived int
	Expected                                                     int // to be ticked now
	MayBrief, MayConsent, MayManifest, MayCheckIn                bool
	CheckInText, CheckInSend, CheckInHint                        string
}

// pathStep is one step of something that goes in order.
type pathStep struct {
	Text, When string
	Done, Next bool
}

func (v *visit) getMovements() error {
	rows, err := v.srv.House.ListMovements(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	o, err := v.srv.House.Overview(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	x := movementsView{Rows: rows, Ready: o.Status[homeward.HouseholdAccepted].Households, MayPlan: access.May(v.actor, homeward.MovementPlan)}
	return v.page(movementsPage(v.frame("web.movements.title"), x))
}

func (v *visit) getPlan() error {
	return v.plan(200, v.blank("vehicles", "1"))
}

// plan shows who may travel, by where they go.
func (v *visit) plan(status int, fm *form) error {
	if !access.May(v.actor, homeward.MovementPlan) {
		return v.mayNot(homeward.MovementPlan)
	}
	o, err := v.srv.House.Overview(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	x := planView{Form: fm, Places: v.places(), To: homeward.PlaceID(fm.Value("to"))}
	if x.To == "" {
		x.To = homeward.PlaceID(v.r.URL.Query().Get("to"))
	}
	for _, p := range o.Places {
		cases, err := v.srv.House.ReadyToTravel(v.r.Context(), v.actor, p.Place)
		if err != nil {
			return err
		}
		if len(cases) == 0 {
			continue
		}
		if x.To == "" {
			x.To = p.Place
		}
		if p.Place == x.To {
			x.Cases = cases
		}
		x.Choices = append(x.Choices, navItem{"/movements/new?to=" + string(p.Place), v.Place(p.Place), p.Place == x.To})
	}
	return v.send(status, planPage(v.frame("web.plan.title"), x))
}

func (v *visit) postPlan() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	in := casework.Plan{From: homeward.PlaceID(fm.need("from", "web.plan.from_missing")), To: homeward.PlaceID(fm.text("to")),
		DepartsOn: fm.needDate("on", "web.plan.on_missing"), Vehicles: fm.number("vehicles", 1, 60)}
	for _, id := range fm.values["household"] {
		in.Households = append(in.Households, homeward.HouseholdID(id))
	}
	if len(in.Households) == 0 {
		fm.refuse("household", "web.plan.nobody_picked")
	}
	if fm.OK() {
		m, err := v.srv.House.PlanMovement(v.r.Context(), v.actor, in)
		if err == nil {
			return v.to("/movements/"+string(m.ID), "web.plan.done", "Number", m.Number)
		}
		if err := fm.refuseErr("on", err); err != nil {
			return err
		}
	}
	return v.plan(422, fm)
}

// journey reads the movement of the address.
func (v *visit) journey() (casework.Journey, error) {
	id, err := v.id("mv")
	if err != nil {
		return casework.Journey{}, err
	}
	return v.srv.House.ViewMovement(v.r.Context(), v.actor, homeward.MovementID(id))
}

func (v *visit) getMovement() error {
	j, err := v.journey()
	if err != nil {
		return err
	}
	f := v.frame("web.movement.number", "Number", j.Number)
	return v.page(movementPage(f, newMovementView(f, v.actor, j)))
}

func (v *visit) getCheckIn() error {
	j, err := v.journey()
	if err != nil {
		return err
	}
	f := v.frame("web.checkin.title", "Number", j.Number)
	f.Bare = true
	return v.page(checkInPage(f, newMovementView(f, v.actor, j)))
}

// postCheckIn closes the departure or the arrival with those who were ticked.
func (v *visit) postCheckIn() error {
	j, err := v.journey()
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	var present []homeward.IndividualID
	for _, id := range fm.values["present"] {
		present = append(present, homeward.IndividualID(id))
	}
	here := "/movements/" + string(j.ID)
	if j.Stage() == homeward.MovementDeparted {
		if err := v.srv.House.ArriveMovement(v.r.Context(), v.actor, j.ID, present); err != nil {
			return err
		}
		return v.to(here, "web.checkin.arrived", "Count", len(present))
	}
	if err := v.srv.House.DepartMovement(v.r.Context(), v.actor, j.ID, present); err != nil {
		return err
	}
	return v.to(here, "web.checkin.departed", "Count", len(present))
}

func (v *visit) postBrief() error {
	id, err := v.id("mv")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	var who []homeward.HouseholdID
	for _, h := range fm.values["household"] {
		who = append(who, homeward.HouseholdID(h))
	}
	if err := v.srv.House.BriefMovement(v.r.Context(), v.actor, homeward.MovementID(id), who); err != nil {
		return err
	}
	return v.to("/movements/"+id, "web.movement.brief_done", "Count", len(who))
}

func (v *visit) postConsent() error {
	id, err := v.id("mv")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	who := fm.text("who")
	if err := v.srv.House.ConsentMovement(v.r.Context(), v.actor, homeward.MovementID(id), homeward.IndividualID(who), homeward.IndividualID(fm.text("by"))); err != nil {
		return err
	}
	return v.to("/movements/"+id+"#"+who, "")
}

func (v *visit) postWithdraw() error {
	id, err := v.id("mv")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	who := fm.text("who")
	if err := v.srv.House.WithdrawMovement(v.r.Context(), v.actor, homeward.MovementID(id), homeward.IndividualID(who)); err != nil {
		return err
	}
	return v.to("/movements/"+id+"#"+who, "web.movement.withdrawn")
}

func (v *visit) postManifest() error {
	id, err := v.id("mv")
	if err != nil {
		return err
	}
	if err := v.srv.House.ManifestMovement(v.r.Context(), v.actor, homeward.MovementID(id)); err != nil {
		return err
	}
	return v.to("/movements/"+id, "web.movement.manifest_done")
}

func newMovementView(f *frame, actor homeward.Actor, j casework.Journey) movementView {
	x := movementView{Movement: j.Movement, Step: j.Stage(), People: len(j.Travellers)}
	for _, t := range j.Travellers {
		n := len(x.Groups)
		if n == 0 || x.Groups[n-1].Household != t.Household {
			x.Groups = append(x.Groups, travelGroup{Household: t.Household, Case: t.Case, Briefed: t.Briefed})
			n++
		}
		g := &x.Groups[n-1]
		g.People = append(g.People, t)
		if t.Adult && t.Consent && g.Guardian == "" {
			g.Guardian, g.GuardianName = t.Individual, t.Name
		}
		x.count(t)
	}
	x.Path = movementPath(f, j.Movement)
	may := func(a homeward.Action) bool { return access.May(actor, a) && x.Step.Allows(a) == nil }
	x.MayBrief = may(homeward.MovementBrief) && x.Briefed < x.People
	x.MayConsent = may(homeward.MovementConsent)
	x.MayManifest = may(homeward.MovementManifest) && x.MayGo > 0
	x.MayCheckIn = may(homeward.MovementDepart) || may(homeward.MovementArrive)
	x.CheckInText, x.CheckInSend, x.CheckInHint = f.T("web.checkin.departure"), f.T("web.checkin.depart"), f.T("web.checkin.depart_hint")
	x.Expected = x.Listed
	if x.Step == homeward.MovementDeparted || x.Step == homeward.MovementArrived {
		x.CheckInText, x.CheckInSend, x.CheckInHint = f.T("web.checkin.arrival"), f.T("web.checkin.arrive"), f.T("web.checkin.arrive_hint")
		x.Expected = x.Departed
	}
	return x
}

func (x *movementView) count(t traveller) {
	add := func(n *int, is bool) {
		if is {
			*n++
		}
	}
	add(&x.Briefed, t.Briefed)
	add(&x.Consented, t.Consent)
	add(&x.MayGo, len(t.MayDepart()) == 0)
	add(&x.Listed, t.Listed)
	add(&x.Departed, !t.Departed.IsZero())
	add(&x.Arrived, !t.Arrived.IsZero())
	if x.Step == homeward.MovementArrived && !t.Departed.IsZero() && t.Arrived.IsZero() {
		x.Lost = append(x.Lost, t)
	}
}

// columns is how many columns the table of travellers has.
func (x movementView) columns() string {
	if x.MayConsent {
		return "5"
	}
	return "4"
}

// mayTick says whether a person can be marked as present: on the list and free to go, or, at the arrival, departed.
func (x movementView) mayTick(t traveller) bool {
	if x.Step == homeward.MovementDeparted {
		return !t.Departed.IsZero()
	}
	return t.Listed && len(t.MayDepart()) == 0
}

// whyNot says why there is no box to tick beside a person.
func (x movementView) whyNot(f *frame, t traveller) string {
	if x.Step == homeward.MovementDeparted {
		return f.T("web.checkin.did_not_depart")
	}
	if why := t.MayDepart(); len(why) > 0 {
		return f.T("web.checkin." + why[0].Key) // the refusal in fewer words, for a small screen
	}
	return f.T("web.checkin.not_listed")
}

func movementPath(f *frame, m homeward.Movement) []pathStep {
	at := []homeward.Instant{m.PlannedAt, m.BriefedAt, m.ManifestAt, m.DepartedAt, m.ArrivedAt}
	var steps []pathStep
	for i, s := range homeward.MovementStages {
		steps = append(steps, newStep(f, "status.movement."+string(s), at[i]))
	}
	return markNext(steps)
}

func newStep(f *frame, key string, at homeward.Instant) pathStep {
	s := pathStep{Text: f.T(key), Done: !at.IsZero()}
	if s.Done {
		s.When = f.Instant(at)
	}
	return s
}

// markNext marks the first step that is not done.
func markNext(steps []pathStep) []pathStep {
	for i := range steps {
		if !steps[i].Done {
			steps[i].Next = true
			break
		}
	}
	return steps
}

// consentTag shows whether a person has said yes to this journey.
func consentTag(f *frame, t traveller) tag {
	switch {
	case t.Consent && t.GivenBy != t.Individual:
		return shown(done, f.T("web.movement.by_guardian"))
	case t.Consent:
		return shown(done, f.T("web.movement.own_yes"))
	case !t.Adult:
		return shown(waits, f.T("web.movement.minor_to_ask"))
	}
	return shown(waits, f.T("web.movement.to_ask"))
}

// wayTag shows where a person is on the way.
func wayTag(f *frame, t traveller) tag {
	switch {
	case !t.Arrived.IsZero():
		return shown(done, f.T("status.movement.arrived"))
	case !t.Departed.IsZero():
		return shown(look{"is-wait", "move"}, f.T("status.movement.departed"))
	case t.Listed:
		return shown(look{"is-plain", "list"}, f.T("web.movement.on_list"))
	}
	return tag{}
}

func yearOf(d homeward.Date) string { return strconv.Itoa(d.Year) }
