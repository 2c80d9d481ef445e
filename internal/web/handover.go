package web

import (
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/store"
)

// handoversView is who has arrived: those without keys first.
type handoversView struct {
	Waiting, Done []store.HandoverRow
}

// handoversShown is how many are shown: those without keys, then the latest with them.
const handoversShown = 60

func (v *visit) getHandovers() error {
	rows, err := v.srv.House.ListHandovers(v.r.Context(), v.actor, handoversShown)
	if err != nil {
		return err
	}
	var x handoversView
	for _, r := range rows {
		if r.KeysAt.IsZero() {
			x.Waiting = append(x.Waiting, r)
		} else {
			x.Done = append(x.Done, r)
		}
	}
	return v.page(handoversPage(v.frame("web.handovers.title"), x))
}

// handoverView is one household taking its dwelling over: the act, the keys, what was read and what was found.
type handoverView struct {
	casework.HandoverFile
	HeadName, HeadLang string
	HomeLabel          string
	Path               []pathStep
	Adults             []option // who may sign
	Langs              []option
	Blocked            []homeward.Refusal // what stands in the way of the act
	MayAccept          bool
	MayKeys            bool
	MayMeter           bool
	MayDefect          bool
	Act, Meter, Defect *form
}

func (v *visit) getHandover() error { return v.handover(200, "", nil) }

func (v *visit) handover(status int, refused string, fm *form) error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewHandover(v.r.Context(), v.actor, homeward.HouseholdID(id))
	if err != nil {
		return err
	}
	f := v.frame("web.handover.title", "Number", string(file.Case.CaseNumber))
	head := file.Case.Head()
	made := file.Handover.ID != ""
	x := handoverView{HandoverFile: file, HeadName: listName(head.Given, head.Family), HeadLang: head.NameLang, HomeLabel: homeLabel(f, file.Home),
		Path: markNext([]pathStep{newStep(f, "web.handover.act_made", file.AcceptedAt), newStep(f, "web.handover.keys_given", file.KeysAt)}),
		Act:  v.blank("keys", "2", "lang", head.NameLang, "signed", string(head.ID)), Meter: v.blank(), Defect: v.blank()}
	if !made {
		x.Blocked = file.Home.Blocked()
	}
	may := func(a homeward.Action) bool { return access.May(v.actor, a) }
	x.MayAccept = !made && len(x.Blocked) == 0 && may(homeward.HandoverAccept) && file.Case.Now.Status.Allows(homeward.HandoverAccept) == nil
	x.MayKeys = made && file.KeysAt.IsZero() && may(homeward.HandoverKeys)
	x.MayMeter, x.MayDefect = made && may(homeward.HandoverMeter), made && may(homeward.HandoverDefect)
	for _, m := range file.Case.Members {
		if m.Adult(f.Today) {
			x.Adults = append(x.Adults, option{string(m.ID), m.FullName()})
		}
	}
	for _, l := range i18n.Languages {
		x.Langs = append(x.Langs, option{l.Code, l.Name})
	}
	switch refused {
	case "act":
		x.Act = fm
	case "meter":
		x.Meter = fm
	case "defect":
		x.Defect = fm
	}
	return v.send(status, handoverPage(f, x))
}

// postAct records the act of acceptance and makes its paper; the keys come after it.
func (v *visit) postAct() error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	in := casework.Acceptance{Household: homeward.HouseholdID(id), SignedBy: homeward.IndividualID(fm.need("signed", "web.handover.signed_missing")),
		Keys: fm.number("keys", 1, 20)}
	if lang := fm.text("lang"); i18n.Known(lang) {
		in.Langs = []string{lang}
	}
	for _, m := range homeward.Meters {
		if reading, ok := fm.decimal("meter-" + string(m)); ok {
			in.Meters = append(in.Meters, homeward.MeterReading{Meter: m, Reading: reading})
		}
	}
	for line := range strings.SplitSeq(fm.text("defects"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			room, text, both := strings.Cut(line, ":")
			if !both {
				room, text = "", line
			}
			in.Defects = append(in.Defects, homeward.Defect{Room: strings.TrimSpace(room), Text: strings.TrimSpace(text)})
		}
	}
	if fm.OK() {
		_, err := v.srv.House.AcceptHandover(v.r.Context(), v.actor, in)
		if err == nil {
			return v.to("/handovers/"+id, "web.handover.act_done")
		}
		if homeward.KindOf(err) != homeward.Invalid {
			return err
		}
		if err := fm.refuseErr("signed", err); err != nil {
			return err
		}
	}
	return v.handover(422, "act", fm)
}

// handoverOf finds the handover of the household in the address.
func (v *visit) handoverOf() (string, homeward.HandoverID, error) {
	id, err := v.id("hh")
	if err != nil {
		return "", "", err
	}
	file, err := v.srv.House.ViewHandover(v.r.Context(), v.actor, homeward.HouseholdID(id))
	if err != nil {
		return "", "", err
	}
	if file.Handover.ID == "" {
		return "", "", homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.handover"))
	}
	return "/handovers/" + id, file.Handover.ID, nil
}

func (v *visit) postKeys() error {
	here, id, err := v.handoverOf()
	if err != nil {
		return err
	}
	if err := v.srv.House.KeysHandover(v.r.Context(), v.actor, id); err != nil {
		return err
	}
	return v.to(here, "web.handover.keys_done")
}

func (v *visit) postMeter() error {
	here, id, err := v.handoverOf()
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	meter := choice(fm, "meter", homeward.Meters)
	reading, ok := fm.decimal("reading")
	if !ok && fm.Fault("reading") == "" {
		fm.refuse("reading", "web.handover.reading_missing")
	}
	if !fm.OK() {
		return v.handover(422, "meter", fm)
	}
	if err := v.srv.House.MeterHandover(v.r.Context(), v.actor, id, homeward.MeterReading{Meter: meter, Reading: reading}); err != nil {
		return err
	}
	return v.to(here, "web.handover.meter_done")
}

func (v *visit) postDefect() error {
	here, id, err := v.handoverOf()
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	d := homeward.Defect{Room: fm.text("room"), Text: fm.need("text", "web.handover.defect_missing"), Due: fm.date("due")}
	if !fm.OK() {
		return v.handover(422, "defect", fm)
	}
	if err := v.srv.House.DefectHandover(v.r.Context(), v.actor, id, d); err != nil {
		return err
	}
	return v.to(here, "web.handover.defect_done")
}

// getAct is the paper of the act, in the language asked for.
func (v *visit) getAct() error {
	_, id, err := v.handoverOf()
	if err != nil {
		return err
	}
	lang := v.Lang()
	if asked := v.r.URL.Query().Get("in"); i18n.Known(asked) {
		lang = asked
	}
	doc, err := v.srv.House.ActOf(v.r.Context(), v.actor, id, lang)
	if err != nil {
		return err
	}
	return v.file("act-"+lang+".pdf", "application/pdf", doc.Bytes)
}
