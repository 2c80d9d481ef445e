package web

import (
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
)

// ceremonyView is one picture of a draw on a projector: the commitment, the dice, an entry called, or the end.
type ceremonyView struct {
	casework.Ceremony
	Step       homeward.RoundStage
	Path       []pathStep
	At         int            // 0 before the first call, len(Calls)+1 after the last
	Call       *casework.Call // the entry that is called
	Home       string
	Form       *form
	MayDraw    bool
	Back, Next string // addresses of the pictures beside; empty where there is none
}

// Over says that everybody has been called.
func (x ceremonyView) Over() bool { return x.At > len(x.Calls) }

// Throws are the dice one by one.
func (x ceremonyView) Throws() []string { return strings.Fields(x.Dice) }

func (v *visit) getCeremony() error { return v.ceremony(200, v.blank()) }

// ceremony shows the picture asked for with ?at=; it is turned by plain links.
func (v *visit) ceremony(status int, fm *form) error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	c, err := v.srv.House.ViewCeremony(v.r.Context(), v.actor, homeward.RoundID(id))
	if err != nil {
		return err
	}
	f := v.frame("web.ceremony.title", "Number", c.Number, "Place", c.Place)
	f.Theme = "dark" // a hall is dark, whatever the officer's own screen is
	x := ceremonyView{Ceremony: c, Step: c.Stage(), Path: roundPath(f, c.Round), Form: fm}
	x.MayDraw = x.Step == homeward.RoundCommitted && access.May(v.actor, homeward.RoundDraw)
	if n := len(c.Calls); n > 0 {
		at, _ := strconv.Atoi(v.r.URL.Query().Get("at")) // anything else is the beginning
		x.At = min(max(at, 0), n+1)
		if x.At > 0 {
			x.Back = ceremonyAddress(c.ID, x.At-1)
		}
		if x.At <= n {
			x.Next = ceremonyAddress(c.ID, x.At+1)
		}
		if 0 < x.At && x.At <= n {
			x.Call = &c.Calls[x.At-1]
			if x.Call.Given() {
				x.Home = homeLabel(f, x.Call.Home)
			}
		}
	}
	return v.send(status, ceremonyPage(f, x))
}

func ceremonyAddress(id homeward.RoundID, at int) string {
	return "/rounds/" + string(id) + "/ceremony?at=" + strconv.Itoa(at)
}

// postCeremony draws in front of the hall: the same step as on the page of the round.
func (v *visit) postCeremony() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	hall := casework.Hall{Dice: fm.text("dice"), Again: fm.text("again"), Remark: fm.text("remark")}
	err = v.srv.House.DrawRound(v.r.Context(), v.actor, homeward.RoundID(id), hall)
	if homeward.KindOf(err) == homeward.Invalid {
		if err := fm.refuseErr("dice", err); err != nil {
			return err
		}
		return v.ceremony(422, fm)
	}
	if err != nil {
		return err
	}
	return v.to(ceremonyAddress(homeward.RoundID(id), 0), "")
}
