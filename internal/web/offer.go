package web

import (
	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/policy"
)

// offerView is one offer: to whom, of what, until when, and why it came.
type offerView struct {
	casework.OfferFile
	Tag       tag
	HeadName  string
	HeadLang  string
	HomeLabel string
	MayAccept bool
	MayRefuse bool
	MayLapse  bool
	MayOffer  bool // the dwelling to the next in line
	MayPlan   bool // the journey that follows
	Over      bool // the last day has passed
}

func (v *visit) getOffer() error {
	id, err := v.id("of")
	if err != nil {
		return err
	}
	o, err := v.srv.House.ViewOffer(v.r.Context(), v.actor, homeward.OfferID(id))
	if err != nil {
		return err
	}
	f := v.frame("web.offer.title")
	head := o.Case.Head()
	may := func(a homeward.Action) bool { return access.May(v.actor, a) && o.Allows(a) == nil }
	x := offerView{OfferFile: o, Tag: offerTag(v.Localizer, o.Answer), HeadName: listName(head.Given, head.Family), HeadLang: head.NameLang,
		HomeLabel: homeLabel(f, o.Home), Over: o.Deadline.Before(f.Today)}
	x.MayAccept, x.MayRefuse = may(homeward.OfferAccept) && !x.Over, may(homeward.OfferRefuse)
	x.MayLapse = may(homeward.OfferLapse) && x.Over
	x.MayPlan = access.May(v.actor, homeward.MovementPlan)
	x.MayOffer = access.May(v.actor, homeward.OfferMake) && o.Answer != "" && o.Answer != homeward.OfferAccepted && o.Home.State() == homeward.DwellingReady
	return v.page(offerPage(f, x))
}

// postAnswer records what a household says to an offer, or that its time has run out.
func (v *visit) postAnswer() error {
	id, err := v.id("of")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	offer, ctx, house := homeward.OfferID(id), v.r.Context(), v.srv.House
	key := ""
	switch fm.Value("answer") {
	case "accept":
		key, err = "web.offer.accepted", house.AcceptOffer(ctx, v.actor, offer)
	case "refuse":
		key, err = "web.offer.refused", house.RefuseOffer(ctx, v.actor, offer, fm.text("reason"))
	case "lapse":
		key, err = "web.offer.lapsed", house.LapseOffer(ctx, v.actor, offer)
	default:
		err = homeward.Errorf(homeward.Invalid, "web.form.choice")
	}
	if err != nil {
		return err
	}
	return v.to("/offers/"+id, key)
}

// followed says what an answer led to, and until when.
func followed(s homeward.Sanction) homeward.Text {
	effect := homeward.T("policy.show.effect." + s.Effect)
	if s.Until.IsZero() {
		return homeward.T("web.offer.effect", "Effect", effect)
	}
	return homeward.T("web.offer.effect_until", "Effect", effect, "Date", s.Until)
}

// wouldFollow says what a refusal today would lead to.
func wouldFollow(a policy.Answer, today homeward.Date) homeward.Text {
	s := homeward.Sanction{Effect: string(a.Effect)}
	if !a.For.IsZero() {
		s.Until = a.For.After(today, policy.CalendarDays, nil)
	}
	return followed(s)
}
