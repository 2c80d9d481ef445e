package web

import (
	"strconv"

	"homeward"
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
	Hall       hallView
	Back, Next string // addresses of the pictures beside; empty where there is none
}

// Over says that everybody has been called.
func (x ceremonyView) Over() bool { return x.At > len(x.Calls) }

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
	x.Hall = v.hall(v.actor, c.Round, c.Rules, c.Sources, c.Balls, fm, "ceremony")
	x.Hall.Homes = labelsOf(f, c.Homes)
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
