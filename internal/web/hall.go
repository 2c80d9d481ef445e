package web

import (
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/draw"
	"homeward/internal/access"
	"homeward/internal/casework"
)

// hallView is what chance is made of, and the forms with which the hall settles it: on the page of the round and on the
// projector the same.
type hallView struct {
	ID      homeward.RoundID
	Step    homeward.RoundStage
	Sources []casework.HallSource
	Balls   []casework.HallBall
	Homes   map[homeward.DwellingID]string
	Ball    bool // addresses are drawn with balls, or chosen
	Choice  bool // they are chosen
	Form    *form
	From    string // the page that the forms lead back to: "ceremony", or empty for the round
	// What this reader may do.
	MayClose, MayHear, MayReveal, MayCall, MayDraw bool
	Open                                           bool // somebody may still close again: nothing has been heard
}

func (v *visit) hall(as homeward.Actor, r homeward.Round, rules draw.Rules, sources []casework.HallSource, balls []casework.HallBall, fm *form, from string) hallView {
	x := hallView{ID: r.ID, Step: r.Stage(), Sources: sources, Balls: balls, Ball: rules.Address != draw.AddressLot, Choice: rules.Address == draw.AddressChoice, Form: fm, From: from}
	may := func(a homeward.Action) bool { return x.Step.Allows(a) == nil && access.May(as, a) }
	x.MayClose, x.MayHear, x.MayReveal = may(homeward.RoundClose), may(homeward.RoundHear), may(homeward.RoundReveal)
	x.Open = !slices.ContainsFunc(sources, func(s casework.HallSource) bool { return s.Typed > 0 || s.State != "" })
	settled := !slices.ContainsFunc(sources, func(s casework.HallSource) bool { return s.State == "" && s.ID != officeSource })
	ballsIn := !slices.ContainsFunc(balls, func(b casework.HallBall) bool { return !b.Agreed })
	switch {
	case x.Ball && x.Step == homeward.RoundClosed:
		x.MayCall = settled && may(homeward.RoundCall)
	case x.Ball:
		x.MayDraw = ballsIn && may(homeward.RoundDraw)
	default:
		x.MayDraw = settled && may(homeward.RoundDraw)
	}
	return x
}

// officeSource is the office's own secret, which is opened by the draw itself.
const officeSource = "office"

// Next is the first entry whose ball is still to be heard, for a hall that goes down the line; nil when all are.
func (x hallView) Next() *casework.HallBall {
	for i := range x.Balls {
		if !x.Balls[i].Agreed {
			return &x.Balls[i]
		}
	}
	return nil
}

// postClose, postHear, postReveal and postCall are the steps in the hall; each leads back to the page it was sent from.

func (v *visit) postClose() error {
	return v.inHall("close", "web.hall.closed_done", func(id homeward.RoundID, _ *form) error {
		return v.srv.House.CloseRound(v.r.Context(), v.actor, id)
	})
}

func (v *visit) postHear() error {
	return v.inHall("value", "", func(id homeward.RoundID, fm *form) error {
		return v.srv.House.HearRound(v.r.Context(), v.actor, id, fm.text("about"), fm.text("value"))
	})
}

func (v *visit) postReveal() error {
	return v.inHall("secret", "", func(id homeward.RoundID, fm *form) error {
		return v.srv.House.RevealRound(v.r.Context(), v.actor, id, fm.text("about"), fm.text("secret"), fm.text("remark"))
	})
}

func (v *visit) postCall() error {
	return v.inHall("call", "web.hall.called_done", func(id homeward.RoundID, _ *form) error {
		return v.srv.House.CallRound(v.r.Context(), v.actor, id)
	})
}

func (v *visit) inHall(field, done string, do func(homeward.RoundID, *form) error) error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	err = do(homeward.RoundID(id), fm)
	if kind := homeward.KindOf(err); kind == homeward.Invalid || kind == homeward.Conflict && field != "close" {
		if about := fm.text("about"); about != "" {
			field += "-" + about // the fields of each source have its name
		}
		if err := fm.refuseErr(field, err); err != nil {
			return err
		}
		if fm.Value("from") == "ceremony" {
			return v.ceremony(422, fm)
		}
		return v.round(v.actor, 422, fm)
	}
	if err != nil {
		return err
	}
	if fm.Value("from") == "ceremony" {
		return v.to("/rounds/"+id+"/ceremony", "")
	}
	return v.to("/rounds/"+id+"#h-next", done)
}

// roundPlanView is the form on which an open round is planned.
type roundPlanView struct {
	Form        *form
	Plan        casework.RoundPlan
	Choices     casework.Choices
	Modes, Ways []option
	Missing     []option
	Seal        string // how a party seals its secret
}

// parties is how many other parties a round can hear; each brings a secret of its own.
const parties = 3

func (v *visit) planOf(fm *form, id homeward.RoundID) (roundPlanView, error) {
	plan, choices, err := v.srv.House.Plan(v.r.Context(), v.actor, id)
	if err != nil {
		return roundPlanView{}, err
	}
	x := roundPlanView{Form: fm, Plan: plan, Choices: choices, Seal: "homeward draw seal --round " + string(id) + " --source party1"}
	if fm.OK() {
		x.Form = v.blank("mode", plan.Mode, "address", plan.Address, "throws", "0", "kind", plan.Kind)
		if plan.Threshold != nil {
			x.Form.values.Set("threshold", strconv.FormatFloat(*plan.Threshold, 'f', -1, 64))
		}
		for _, s := range plan.Sources {
			fillPlan(x.Form, s)
		}
	}
	for _, m := range choices.Modes {
		x.Modes = append(x.Modes, option{m, v.T("web.compare.mode." + m)})
	}
	for _, a := range choices.Addresses {
		x.Ways = append(x.Ways, option{a, v.T("web.roundplan.address." + a)})
	}
	for _, m := range []string{draw.MissingStop, draw.MissingExclude, draw.MissingBackup} {
		x.Missing = append(x.Missing, option{m, v.T("web.hall.rule." + m)})
	}
	return x, nil
}

// postRoundPlan reads the plan of an open round.
func (v *visit) postRoundPlan() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	plan := readPlan(fm)
	if fm.OK() {
		err := v.srv.House.PlanRound(v.r.Context(), v.actor, homeward.RoundID(id), plan)
		if err == nil {
			return v.to("/rounds/"+id+"#h-plan", "web.roundplan.done")
		}
		if err := fm.refuseErr("mode", err); err != nil {
			return err
		}
	}
	return v.round(v.actor, 422, fm)
}

func readPlan(fm *form) casework.RoundPlan {
	p := casework.RoundPlan{Mode: fm.text("mode"), Address: fm.text("address"), Kind: fm.text("kind")}
	if fm.text("threshold") != "" {
		if points, ok := fm.decimal("threshold"); ok {
			p.Threshold = &points
		}
	}
	if n := fm.number("throws", 0, 100); n > 0 {
		dice := casework.Dice()
		dice.Count = n
		p.Sources = append(p.Sources, dice)
	}
	if name := fm.text("lottery"); name != "" {
		p.Sources = append(p.Sources, draw.Source{ID: "lottery", Kind: draw.SourceLottery, Label: name, Missing: draw.MissingExclude,
			Count: fm.number("lottery-count", 1, 100), Sides: fm.number("lottery-of", 1, 1000)})
	}
	if name := fm.text("beacon"); name != "" {
		p.Sources = append(p.Sources, draw.Source{ID: "beacon", Kind: draw.SourceBeacon, Label: name, Missing: draw.MissingExclude,
			Count: fm.number("beacon-bytes", 8, 1000)})
	}
	for n := 1; n <= parties; n++ {
		party := "party" + strconv.Itoa(n)
		if name := fm.text(party); name != "" {
			s := draw.Source{ID: party, Kind: draw.SourceCommit, Label: name, Missing: fm.text(party + "-missing"), Commitment: hashIn(fm, party+"-hash")}
			if s.Missing == draw.MissingBackup {
				s.Backup = hashIn(fm, party+"-backup")
			}
			p.Sources = append(p.Sources, s)
		}
	}
	return p
}

// hashIn reads a hash as it is printed: in groups, in any case of letters.
func hashIn(fm *form, name string) string {
	return strings.ToLower(strings.Join(strings.Fields(fm.Value(name)), ""))
}

// fillPlan writes a source back into the form on which it was announced.
func fillPlan(fm *form, s draw.Source) {
	set := func(name, value string) { fm.values.Set(name, value) }
	switch s.Kind {
	case draw.SourceDice:
		set("throws", strconv.Itoa(s.Count))
	case draw.SourceLottery:
		set("lottery", s.Label)
		set("lottery-count", strconv.Itoa(s.Count))
		set("lottery-of", strconv.Itoa(s.Sides))
	case draw.SourceBeacon:
		set("beacon", s.Label)
		set("beacon-bytes", strconv.Itoa(s.Count))
	case draw.SourceCommit:
		set(s.ID, s.Label)
		set(s.ID+"-hash", s.Commitment)
		set(s.ID+"-missing", s.Missing)
		set(s.ID+"-backup", s.Backup)
	}
}
