package web

import (
	"homeward"
	"homeward/internal/access"
	"homeward/internal/atlas"
	"homeward/internal/casework"
)

// overviewView is the first page after signing in: how far everybody is, what blocks what, what waits for somebody.
type overviewView struct {
	Funnel   []funnelStep
	Tasks    []task
	Blocks   []blockRow
	Homes    []stateCount
	Map      string // SVG
	MapSlim  string
	Places   []placeRow
	MayList  bool
	MayHomes bool
}

// funnelStep is how many have come this far.
type funnelStep struct {
	Text    string
	Count   homeward.Count
	Percent string
	Note    string // why the next step has fewer
	Look    look
	Address string
}

// task is something that waits for somebody.
type task struct {
	Text, Detail, Address string
	Tag                   tag
}

// blockRow is something that keeps dwellings from being given.
type blockRow struct {
	Tag   tag
	Place homeward.PlaceID
	Homes int
	Who   string
}

// placeRow is a place of the map in figures.
type placeRow struct {
	Place            homeward.PlaceID
	Settled, Waiting homeward.Count
}

func (v *visit) getOverview() error {
	o, err := v.srv.House.Overview(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	f := v.frame("web.overview.title")
	x := overviewView{Funnel: funnel(f, o), Homes: legend(v.Localizer, o.Homes),
		MayList: access.May(v.actor, homeward.RegisterList), MayHomes: access.May(v.actor, homeward.HomeView)}
	x.Tasks = v.tasks(f, o)
	for _, b := range o.Blocks {
		x.Blocks = append(x.Blocks, newBlock(f, b))
	}
	var points []atlas.Point
	for _, p := range o.Places {
		points = append(points, atlas.Point{Place: p.Place, Settled: p.Settled.Individuals, Waiting: p.Waiting.Individuals})
		x.Places = append(x.Places, placeRow{p.Place, p.Settled, p.Waiting})
	}
	x.Map, x.MapSlim = v.maps(points)
	return v.page(overviewPage(f, x))
}

// neighbours are places that are shown beside those with figures, so that a reader sees where they are.
var neighbours = []homeward.PlaceID{"karkijahan", "shusha", "lachin", "zabukh", "fuzuli", "aghdam"}

// maps draws the places in both sizes.
func (v *visit) maps(points []atlas.Point) (wide, slim string) {
	for _, n := range neighbours {
		points = append(points, atlas.Point{Place: n})
	}
	places := v.srv.House.Places
	return places.Map(atlas.MapInput{In: v.Localizer, ID: "map", Points: points}),
		places.Map(atlas.MapInput{In: v.Localizer, ID: "slim", Points: points, Slim: true})
}

// funnel counts how many have come at least so far, and says of each step why the next has fewer.
func funnel(f *frame, o casework.Overview) []funnelStep {
	far := homeward.HouseholdStatuses[:len(homeward.HouseholdStatuses)-1] // without the ended ones
	reached := func(from homeward.HouseholdStatus) (c homeward.Count) {
		counting := false
		for _, s := range far {
			counting = counting || s == from
			if counting {
				c.Households += o.Status[s].Households
				c.Individuals += o.Status[s].Individuals
			}
		}
		return c
	}
	at := func(s homeward.HouseholdStatus) int { return o.Status[s].Households }
	all := reached(homeward.HouseholdRegistered)
	step := func(key string, from homeward.HouseholdStatus, note string, left int, l look, states string) funnelStep {
		c := reached(from)
		s := funnelStep{Text: f.T("web.funnel." + key), Count: c, Percent: percent(c.Households, all.Households)}
		if left > 0 {
			s.Note, s.Look, s.Address = f.T("web.funnel."+note, "Count", left), l, "/households?status="+states
		}
		return s
	}
	return []funnelStep{
		step("registered", homeward.HouseholdRegistered, "registered_left", at(homeward.HouseholdRegistered), waits, "registered"),
		step("entered", homeward.HouseholdEntered, "entered_left", at(homeward.HouseholdEntered), waits, "entered"),
		step("allocated", homeward.HouseholdAllocated, "allocated_left", at(homeward.HouseholdAllocated), waits, "allocated"),
		step("accepted", homeward.HouseholdAccepted, "accepted_left", at(homeward.HouseholdAccepted)+at(homeward.HouseholdPlanned), waits, "accepted"),
		step("travelled", homeward.HouseholdTravelling, "travelled_left", at(homeward.HouseholdTravelling)+at(homeward.HouseholdArrived), waits, "arrived"),
		step("settled", homeward.HouseholdSettled, "", 0, done, ""),
	}
}

// tasks lists what waits, those first that this reader can do.
func (v *visit) tasks(f *frame, o casework.Overview) []task {
	var mine, others []task
	add := func(a homeward.Action, t task) {
		if access.May(v.actor, a) {
			mine = append(mine, t)
		} else {
			others = append(others, t)
		}
	}
	if n := o.Open.Questions; n > 0 {
		add(homeward.QuestionDecide, task{f.T("web.task.questions", "Count", n), f.T("web.task.questions_why"), "/questions", shown(look{"is-block", "ask"}, f.T("web.task.blocks"))})
	}
	for _, r := range o.Rounds {
		if next := r.Stage().Next(); next != "" {
			add(next, task{f.T("web.task.round", "Number", r.Number, "Place", r.Place), f.T("action." + string(next)), "/rounds/" + string(r.ID), roundTag(f.Localizer, r.Stage())})
		}
	}
	if n := o.Open.Offers; n > 0 {
		add(homeward.OfferAccept, task{f.T("web.task.offers", "Count", n), f.T("web.task.offers_why"), "/households?status=allocated", shown(waits, f.T("web.task.answer"))})
	}
	if n := o.Status[homeward.HouseholdAccepted].Households; n > 0 {
		add(homeward.MovementPlan, task{f.T("web.task.travel", "Count", n), f.T("web.task.travel_why"), "/movements/new", shown(waits, f.T("web.task.plan"))})
	}
	for _, m := range o.Moves {
		if s := m.Stage(); s != homeward.MovementArrived {
			add(homeward.MovementDepart, task{f.T("web.task.movement", "Number", m.Number, "Place", m.To), f.Date(m.DepartsOn), "/movements/" + string(m.ID), movementTag(f.Localizer, s)})
		}
	}
	if n := o.Status[homeward.HouseholdArrived].Households; n > 0 {
		add(homeward.HandoverAccept, task{f.T("web.task.keys", "Count", n), f.T("web.task.keys_why"), "/handovers", shown(look{"is-wait", "key"}, f.T("web.task.handover"))})
	}
	return append(mine, others...)
}

// blockers says who can clear what keeps dwellings from being given.
var blockers = map[string]struct {
	look
	who homeward.Role
}{
	"home_hazardous": {look{"is-block", "ground"}, homeward.RoleHousing},
	"home_claimed":   {look{"is-block", "claim"}, homeward.RoleClaims},
	"home_not_ready": {waits, homeward.RoleHousing},
}

func newBlock(f *frame, b casework.Block) blockRow {
	k := blockers[b.Key]
	text := ""
	if b.Component != "" {
		text = f.T("web.block.component", "Component", homeward.T("component."+string(b.Component)))
	} else {
		text = f.T("web.block." + b.Key)
	}
	return blockRow{Tag: shown(k.look, text), Place: b.Place, Homes: b.Homes, Who: f.T("role." + string(k.who))}
}
