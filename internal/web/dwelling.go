package web

import (
	"homeward"
	"homeward/internal/access"
)

// dwellingView is one dwelling: what it is, and why it is or is not ready.
type dwellingView struct {
	homeward.Home
	Tag        tag
	Title      string
	Blocked    []homeward.Refusal
	Components []componentRow
	MayOpen    bool // the file of the household it is given to
	MayNames   bool // who has claimed it
	MayReport  bool
	MayGround  bool
	MayLodge   bool
	MayDecide  bool
	MayOffer   bool // to the next in line
	Report     *form
	GroundForm *form
	ClaimForm  *form
	Decide     *form
}

// deciding says whether a decision on this claim was just refused.
func (x dwellingView) deciding(id homeward.ClaimID) bool {
	return x.Decide.Fault("decision-"+string(id)) != "" || x.Decide.Fault("reason-"+string(id)) != ""
}

// componentRow is one part of readiness as it stands.
type componentRow struct {
	homeward.Readiness
	Known bool
	Tag   tag
	Name  string
}

// newComponents lists every component, reported or not: what is not recorded is not ready.
func newComponents(f *frame, h homeward.Home) []componentRow {
	var out []componentRow
	for _, c := range homeward.Components {
		row := componentRow{Readiness: homeward.Readiness{Component: c}, Name: f.T("component." + string(c))}
		for _, r := range h.Readiness {
			if r.Component == c {
				row.Readiness, row.Known = r, true
			}
		}
		switch {
		case row.Ready:
			row.Tag = shown(done, f.T("web.dwelling.ready"))
		case row.Known:
			row.Tag = shown(waits, f.T("web.dwelling.not_ready"))
		default:
			row.Tag = shown(neutral, f.T("web.dwelling.not_reported"))
		}
		out = append(out, row)
	}
	return out
}

func (v *visit) getDwelling() error {
	id, err := v.id("dw")
	if err != nil {
		return err
	}
	return v.dwelling(200, id, "", nil)
}

// dwelling shows a dwelling; a form of its page that was refused is shown again as it was written.
func (v *visit) dwelling(status int, id, refused string, fm *form) error {
	home, err := v.srv.House.ViewHome(v.r.Context(), v.actor, homeward.DwellingID(id))
	if err != nil {
		return err
	}
	may := func(a homeward.Action) bool { return access.May(v.actor, a) }
	f := v.frame("web.dwelling.title", "Place", home.Place)
	x := dwellingView{
		Home: home, Tag: dwellingTag(v.Localizer, home.State()), Blocked: home.Blocked(), Components: newComponents(f, home),
		Title:   homeLabel(f, home),
		MayOpen: home.Allocated != "" && may(homeward.HouseholdView), MayNames: may(homeward.ClaimDecide) || v.actor.Holds(homeward.RoleAuditor),
		MayReport: may(homeward.DwellingReport), MayGround: may(homeward.GroundRecord), MayLodge: may(homeward.ClaimLodge),
		MayDecide: may(homeward.ClaimDecide), MayOffer: may(homeward.OfferMake) && home.State() == homeward.DwellingReady,
		Report: v.blank(), GroundForm: v.blank("on", f.Today.String()), ClaimForm: v.blank(), Decide: v.blank(),
	}
	f.Title = x.Title + ", " + f.PlaceText(home.Place)
	switch refused {
	case "report":
		x.Report = fm
	case "ground":
		x.GroundForm = fm
	case "claim":
		x.ClaimForm = fm
	case "decide":
		x.Decide = fm
	}
	return v.send(status, dwellingPage(f, x))
}

// postReport records how the components of a dwelling stand; those left unchanged are not reported on.
func (v *visit) postReport() error {
	id, err := v.id("dw")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	var reports []homeward.Readiness
	for _, c := range homeward.Components {
		switch fm.Value("ready-" + string(c)) {
		case "yes":
			reports = append(reports, homeward.Readiness{Component: c, Ready: true})
		case "no":
			reports = append(reports, homeward.Readiness{Component: c, Due: fm.date("due-" + string(c))})
		}
	}
	if len(reports) == 0 && fm.OK() {
		fm.refuse("ready-"+string(homeward.Components[0]), "web.dwelling.report_nothing")
	}
	if fm.OK() {
		err := v.srv.House.ReportDwelling(v.r.Context(), v.actor, homeward.DwellingID(id), reports)
		if err == nil {
			return v.to("/dwellings/"+id, "web.dwelling.report_done")
		}
		if err := fm.refuseErr("ready-"+string(homeward.Components[0]), err); err != nil {
			return err
		}
	}
	return v.dwelling(422, id, "report", fm)
}

// postGround records a finding about the ground under the building of a dwelling.
func (v *visit) postGround() error {
	id, err := v.id("dw")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	in := homeward.GroundFinding{Finding: choice(fm, "finding", homeward.Findings), Document: fm.text("document"),
		Organisation: fm.text("organisation"), RecordedOn: fm.date("on")}
	if fm.OK() {
		home, err := v.srv.House.ViewHome(v.r.Context(), v.actor, homeward.DwellingID(id))
		if err != nil {
			return err
		}
		in.BuildingID = home.BuildingID
		if err = v.srv.House.RecordGround(v.r.Context(), v.actor, in); err == nil {
			return v.to("/dwellings/"+id, "web.dwelling.ground_done")
		}
		if err := fm.refuseErr("document", err); err != nil {
			return err
		}
	}
	return v.dwelling(422, id, "ground", fm)
}

func (v *visit) postClaim() error {
	id, err := v.id("dw")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	in := homeward.Claim{DwellingID: homeward.DwellingID(id), Claimant: fm.need("claimant", "web.dwelling.claimant_missing"),
		Contact: fm.text("contact"), LeftOn: fm.date("left"), Basis: fm.text("basis")}
	if fm.OK() {
		_, err := v.srv.House.LodgeClaim(v.r.Context(), v.actor, in)
		if err == nil {
			return v.to("/dwellings/"+id, "web.dwelling.claim_done")
		}
		if err := fm.refuseErr("claimant", err); err != nil {
			return err
		}
	}
	return v.dwelling(422, id, "claim", fm)
}

func (v *visit) postDecideClaim() error {
	id, err := v.id("cl")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	err = v.srv.House.DecideClaim(v.r.Context(), v.actor, homeward.ClaimID(id), homeward.ClaimDecision(fm.text("decision-"+id)), fm.text("reason-"+id))
	dwelling := fm.Value("back")
	if homeward.KindOf(err) == homeward.Invalid && homeward.ValidID(dwelling, "dw") {
		field := "reason-" + id
		if homeward.IsKey(err, "claim.decision") {
			field = "decision-" + id
		}
		if err := fm.refuseErr(field, err); err != nil {
			return err
		}
		return v.dwelling(422, dwelling, "decide", fm)
	}
	if err != nil {
		return err
	}
	return v.to(backTo(fm, "dw", "/dwellings/"), "web.dwelling.decided")
}

// postOffer gives a dwelling that came free to the next in its line.
func (v *visit) postOffer() error {
	id, err := v.id("dw")
	if err != nil {
		return err
	}
	o, err := v.srv.House.MakeOffer(v.r.Context(), v.actor, homeward.DwellingID(id))
	if err != nil {
		return err
	}
	return v.to("/offers/"+string(o.ID), "web.offer.made")
}
