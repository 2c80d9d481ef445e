package web

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/draw"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// roundsView is the list of rounds.
type roundsView struct {
	Rows    []store.RoundRow
	MayOpen bool
}

// newRoundView is the form that opens a round.
type newRoundView struct {
	Form       *form
	Programmes []option
	Places     []option
}

// roundView is one allocation event: how far it is, what it froze, what it gave to whom and why.
type roundView struct {
	homeward.Round
	Step                                        homeward.RoundStage
	Path                                        []pathStep
	Programme                                   string // edition of the rules
	Entries, People                             int
	Dwellings, HeldHomes, HeldHouseholds, Given int
	Strata                                      []stratumRow
	Held, Dropped                               []heldRow
	Confirm                                     string // hash of the list to be confirmed, before the freeze
	Commitment, Closing, Seal                   string
	Results                                     []resultRow
	Outlook                                     casework.Outlook // what it would come to, before the freeze
	Names                                       bool             // the reader may see which household an entry is
	Form                                        *form
	May                                         homeward.Action // what this reader may do next, empty if nothing
	BundleSize                                  int             // kilobytes
	Plan                                        roundPlanView   // of an open round, for who may plan it
	Hall                                        hallView
	Sources                                     []casework.HallSource
	Rules                                       draw.Rules // of the header
	Rerun                                       rerunView
	Verified                                    bool
	Shares                                      sharesView
	Stop                                        *stopped // why the lists cannot be frozen, nil when they can
}

// stopped is a refusal that is told before anybody presses a button.
type stopped struct{ Text, Hint string }

// words are those of the step; where households choose their homes, of that.
func (x roundView) words() string {
	if x.Step == homeward.RoundCalled && x.Rules.Address == draw.AddressChoice {
		return "choice"
	}
	return string(x.Step)
}

// rerunView is what a round replaces, and what replaces it.
type rerunView struct {
	Is, By           homeward.Rerun // zero where there is none
	Old, New         int            // numbers of those rounds
	MayAsk, MayAgree bool
	Mine             bool // the reader asked for it
	Reasons          []option
}

func (v *visit) rerunOf(as homeward.Actor, f casework.RoundFile) (rerunView, error) {
	x := rerunView{Is: f.Rerun, By: f.ReplacedBy, Mine: as.User != "" && f.Rerun.AskedBy == as.User}
	if x.Is.RoundID != "" || x.By.RoundID != "" {
		rows, err := v.srv.House.ListRounds(v.r.Context(), as)
		if err != nil {
			return x, err
		}
		for _, r := range rows {
			switch r.ID {
			case x.Is.Replaces:
				x.Old = r.Number
			case x.By.RoundID:
				x.New = r.Number
			}
		}
	}
	x.MayAsk = x.By.RoundID == "" && f.Stage().Allows(homeward.RoundRerun) == nil && access.May(as, homeward.RoundRerun)
	x.MayAgree = x.Is.RoundID != "" && x.Is.ApprovedAt.IsZero() && access.May(as, homeward.RoundApprove)
	for _, r := range homeward.RerunReasons {
		x.Reasons = append(x.Reasons, option{r, v.T("rerun." + r)})
	}
	return x, nil
}

func (v *visit) postRerun() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	r, err := v.srv.House.RerunRound(v.r.Context(), v.actor, homeward.RoundID(id), fm.text("reason"), fm.text("why"))
	if kind := homeward.KindOf(err); kind == homeward.Invalid {
		if err := fm.refuseErr("reason", err); err != nil {
			return err
		}
		return v.round(v.actor, 422, fm)
	}
	if err != nil {
		return err
	}
	return v.to("/rounds/"+string(r.ID), "web.rerun.asked")
}

func (v *visit) postApprove() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	if err := v.srv.House.ApproveRound(v.r.Context(), v.actor, homeward.RoundID(id)); err != nil {
		return err
	}
	return v.to("/rounds/"+id, "web.rerun.approved")
}

// stratumRow is one kind of home: how many ask for it, how many there are.
type stratumRow struct {
	Rooms                     int
	Type                      homeward.DwellingType
	Entries, Dwellings, Given int
}

// Waiting is how many of a stratum are left on the waiting list.
func (s stratumRow) Waiting() int { return s.Entries - s.Given }

// heldRow is what a freeze leaves out for one reason: households or dwellings, with the rule.
type heldRow struct {
	Noun    string
	Subject []subjectLink
	Text    homeward.Text
	Remedy  homeward.Text
}

type subjectLink struct{ Address, Text string }

// resultRow is what the draw said about one entry.
type resultRow struct {
	casework.RoundEntry
	CaseNumber homeward.CaseNumber
	Home       string
	Tag        tag
}

func (v *visit) getRounds() error {
	rows, err := v.srv.House.ListRounds(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.page(roundsPage(v.frame("web.rounds.title"), roundsView{rows, access.May(v.actor, homeward.RoundOpen)}))
}

func (v *visit) getNewRound() error { return v.newRound(200, v.blank()) }

func (v *visit) newRound(status int, fm *form) error {
	if !access.May(v.actor, homeward.RoundOpen) {
		return v.mayNot(homeward.RoundOpen)
	}
	adoptions, err := v.srv.House.Adoptions(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	x := newRoundView{Form: fm, Places: v.settlements()}
	seen := map[string]bool{}
	for _, a := range adoptions {
		if !seen[a.ID] {
			seen[a.ID] = true
			x.Programmes = append(x.Programmes, option{a.ID, v.programmeTitle(a)})
		}
	}
	return v.send(status, newRoundPage(v.frame("web.newround.title"), x))
}

// programmeTitle is the name that an edition of the rules gives itself, in the reader's language.
func (v *visit) programmeTitle(a homeward.Adoption) string {
	p, err := v.srv.House.EditionOf(a)
	if err != nil {
		return a.ID
	}
	return v.editionTitle(p)
}

func (v *visit) editionTitle(p *policy.Policy) string {
	return p.TitleIn(v.Lang()) + ", " + p.Edition()
}

func (v *visit) postNewRound() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	place, programme := fm.need("place", "web.newround.place_missing"), fm.need("programme", "web.newround.programme_missing")
	if fm.OK() {
		r, err := v.srv.House.OpenRound(v.r.Context(), v.actor, "", programme, homeward.PlaceID(place))
		if err == nil {
			return v.to("/rounds/"+string(r.ID), "web.newround.done", "Number", r.Number)
		}
		if err := fm.refuseErr("place", err); err != nil {
			return err
		}
	}
	return v.newRound(422, fm)
}

func (v *visit) getRound() error { return v.round(v.actor, 200, v.blank()) }

// round shows a round as somebody may see it: an officer with the households behind the numbers, or everybody without.
func (v *visit) round(as homeward.Actor, status int, fm *form) error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewRound(v.r.Context(), as, homeward.RoundID(id))
	if err != nil {
		return err
	}
	f := v.frame("web.round.title", "Number", file.Number, "Place", file.Place)
	x := roundView{Round: file.Round, Step: file.Stage(), Form: fm, Path: roundPath(f, file.Round), Entries: len(file.Entries),
		Dwellings: len(file.Dwellings), Given: file.Allocated, Commitment: file.Commitment, Closing: file.Closing, Seal: file.Seal,
		Names: access.May(as, homeward.RegisterList), BundleSize: (len(file.Bundle) + 1023) / 1024, Verified: file.Report.OK}
	if next := x.Step.Next(); access.May(as, next) {
		x.May = next
	}
	numbers, err := v.caseNumbers(as, file.Place)
	if err != nil {
		return err
	}
	held, strata, homes := file.Held, file.Strata, []homeward.Home{}
	for _, d := range file.Dwellings {
		homes = append(homes, d.Home)
	}
	if x.Step == homeward.RoundOpened && x.Names {
		p, err := v.srv.House.PreviewWith(v.r.Context(), as, homeward.RoundID(id), v.askedHousehold())
		if err != nil {
			return err
		}
		held, strata, homes, x.Outlook = p.Held, p.Strata(), p.Dwellings, p.Outlook
		x.Entries, x.Dwellings, x.Confirm = len(p.Entries), len(p.Dwellings), p.Hash
		x.Shares = sharesIn(x.Place, p.Rules(), p.Shares(), false)
		if e, ok := errors.AsType[*homeward.Error](p.Stop); ok {
			x.Stop = &stopped{Text: f.Text(e.Text), Hint: f.Text(e.Hint)}
		}
	}
	if x.Step == homeward.RoundOpened && x.May != "" && access.May(as, homeward.RoundPlan) {
		if x.Plan, err = v.planOf(fm, file.ID); err != nil {
			return err
		}
	}
	if x.Rerun, err = v.rerunOf(as, file); err != nil {
		return err
	}
	x.Hall, x.Sources, x.Rules = v.hall(as, file.Round, file.Rules, file.Sources, file.Balls, fm, ""), file.Sources, file.Rules
	x.Hall.Homes = labelsOf(f, homes)
	x.Programme = v.editionTitle(file.Policy)
	if file.Bundle != "" {
		x.Shares = sharesIn(x.Place, file.Rules, file.Shares, !file.DrawnAt.IsZero())
	}
	x.fillStrata(strata, file.Entries)
	if err := v.fillHeld(as, &x, held, numbers); err != nil {
		return err
	}
	if !file.DrawnAt.IsZero() {
		for _, e := range file.Entries {
			x.Results = append(x.Results, newResult(f, e, homes, numbers))
		}
	}
	return v.send(status, roundPage(f, x))
}

// askedHousehold is the household more that the address asks about; nil if none.
func (v *visit) askedHousehold() *casework.MoreHousehold {
	q := v.r.URL.Query()
	class, err := strconv.Atoi(q.Get("class"))
	if q.Get("kind") == "" || err != nil || class < 1 || class > 1000 {
		return nil
	}
	return &casework.MoreHousehold{Stratum: q.Get("kind"), Class: class, Accessible: q.Get("stepfree") != ""}
}

// mayNot is the refusal of a page whose form the reader may not send.
func (v *visit) mayNot(a homeward.Action) error {
	info, _ := a.Info()
	_, err := access.Check(v.actor, a, homeward.Subject{Noun: info.Noun, Area: homeward.Programme}, []homeward.Area{homeward.Programme})
	return err
}

func (x *roundView) fillStrata(strata []casework.StratumCount, entries []casework.RoundEntry) {
	given := map[string]int{}
	for _, e := range entries {
		if e.Dwelling != "" && !e.Passed {
			given[e.Stratum]++
		}
	}
	for _, s := range strata {
		row := stratumRow{Rooms: s.Rooms, Entries: s.Entries, Dwellings: s.Dwellings, Given: given[s.Stratum]}
		_, kind, _, _ := draw.ParseStratum(s.Stratum)
		row.Type = homeward.DwellingType(kind)
		x.Strata = append(x.Strata, row)
	}
}

// fillHeld groups what a freeze left out by the rule that holds it, with the addresses of dwellings and, for those who
// may see them, the numbers of households.
func (v *visit) fillHeld(as homeward.Actor, x *roundView, held []homeward.Held, numbers map[homeward.HouseholdID]homeward.CaseNumber) error {
	labels := map[string]string{}
	if slices.ContainsFunc(held, func(h homeward.Held) bool { return h.Noun == "dwelling" }) && access.May(as, homeward.HomeView) {
		s, err := v.srv.House.ViewSettlement(v.r.Context(), as, x.Place)
		if err != nil && homeward.KindOf(err) != homeward.Forbidden {
			return err
		}
		for _, b := range s.Buildings {
			for _, h := range b.Homes {
				labels[string(h.ID)] = shortLabel(h)
			}
		}
	}
	seen := map[string]bool{}
	for _, h := range held {
		if !seen[h.SubjectID] && h.Noun == "household" {
			x.HeldHouseholds++
		} else if !seen[h.SubjectID] {
			x.HeldHomes++
		}
		seen[h.SubjectID] = true
		link := subjectLink{Text: labels[h.SubjectID]}
		if h.Noun == "household" {
			link = subjectLink{Text: string(numbers[homeward.HouseholdID(h.SubjectID)])}
			if link.Text != "" {
				link.Address = "/households/" + h.SubjectID
			}
		} else if link.Text != "" {
			link.Address = "/dwellings/" + h.SubjectID
		}
		to := &x.Held
		if h.AfterFreeze {
			to = &x.Dropped
		}
		addHeld(to, v.Localizer, h, link)
	}
	return nil
}

func addHeld(to *[]heldRow, l *i18n.Localizer, h homeward.Held, link subjectLink) {
	text := l.Text(h.Text)
	i := slices.IndexFunc(*to, func(r heldRow) bool { return r.Noun == h.Noun && l.Text(r.Text) == text })
	if i < 0 {
		*to = append(*to, heldRow{Noun: h.Noun, Text: h.Text, Remedy: h.Remedy})
		i = len(*to) - 1
	}
	if !slices.Contains((*to)[i].Subject, link) || link.Text == "" {
		(*to)[i].Subject = append((*to)[i].Subject, link)
	}
}

// shortLabel is a dwelling in a list that is about one settlement: 3/27, or the house.
func shortLabel(h homeward.Home) string {
	if h.Building.Kind == homeward.House {
		return h.Building.Name
	}
	return h.Building.Name + "/" + h.Number
}

func newResult(f *frame, e casework.RoundEntry, homes []homeward.Home, numbers map[homeward.HouseholdID]homeward.CaseNumber) resultRow {
	r := resultRow{RoundEntry: e, CaseNumber: numbers[e.HouseholdID]}
	if i := slices.IndexFunc(homes, func(h homeward.Home) bool { return h.ID == e.Dwelling }); i >= 0 {
		r.Home = homeLabel(f, homes[i])
	}
	switch {
	case e.Dwelling == "":
		r.Tag = shown(waits, f.T("web.round.waits"))
	case e.Offer.ID == "":
		r.Tag = shown(done, f.T("web.round.allocated"))
	default:
		r.Tag = offerTag(f.Localizer, e.Offer.Answer)
	}
	return r
}

func (v *visit) postFreeze() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	if !fm.checked("read") {
		fm.refuse("read", "web.round.freeze_unread")
		return v.round(v.actor, 422, fm)
	}
	if err := v.srv.House.FreezeRound(v.r.Context(), v.actor, homeward.RoundID(id), fm.Value("confirmed")); err != nil {
		return err
	}
	return v.to("/rounds/"+id, "web.round.frozen_done")
}

func (v *visit) postCommit() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	if err := v.srv.House.CommitRound(v.r.Context(), v.actor, homeward.RoundID(id)); err != nil {
		return err
	}
	return v.to("/rounds/"+id, "web.round.committed_done")
}

// postDraw draws, on the page of the round or before the hall.
func (v *visit) postDraw() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	if err := v.srv.House.DrawRound(v.r.Context(), v.actor, homeward.RoundID(id)); err != nil {
		return err
	}
	if fm.Value("from") == "ceremony" {
		return v.to(ceremonyAddress(homeward.RoundID(id), 0), "")
	}
	return v.to("/rounds/"+id+"#h-result", "web.round.drawn_done")
}

// labelsOf are the addresses of homes.
func labelsOf(f *frame, homes []homeward.Home) map[homeward.DwellingID]string {
	out := make(map[homeward.DwellingID]string, len(homes))
	for _, h := range homes {
		out[h.ID] = homeLabel(f, h)
	}
	return out
}

func (v *visit) postPublish() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	if err := v.srv.House.PublishRound(v.r.Context(), v.actor, homeward.RoundID(id)); err != nil {
		return err
	}
	return v.to("/rounds/"+id, "web.round.published_done")
}

// getBundle hands the file of a published draw to anybody, for homeward verify.
func (v *visit) getBundle() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	b, err := v.srv.House.BundleOf(v.r.Context(), v.reader(), homeward.RoundID(id))
	if err != nil {
		return err
	}
	return v.file("draw.json", "application/json", b)
}

func roundPath(f *frame, r homeward.Round) []pathStep {
	at := map[homeward.RoundStage]homeward.Instant{homeward.RoundOpened: r.OpenedAt, homeward.RoundFrozen: r.FrozenAt,
		homeward.RoundCommitted: r.CommittedAt, homeward.RoundClosed: r.ClosedAt, homeward.RoundCalled: r.CalledAt,
		homeward.RoundDrawn: r.DrawnAt, homeward.RoundPublished: r.PublishedAt, homeward.RoundReplaced: r.ReplacedAt}
	var steps []pathStep
	for _, s := range homeward.RoundStages {
		// Balls, a rerun, and the closing of rounds drawn before there was one, are told where they happened.
		sometimes := s == homeward.RoundCalled || s == homeward.RoundReplaced || s == homeward.RoundClosed && !r.DrawnAt.IsZero()
		if !sometimes || !at[s].IsZero() {
			steps = append(steps, newStep(f, "status.round."+string(s), at[s]))
		}
	}
	return markNext(steps)
}

// entryNumber is a number as the hall hears it: 0412.
func entryNumber(n int) string { return fmt.Sprintf("%04d", n) }

// grouped writes a hash in groups of eight, which can be read aloud and compared.
func grouped(hash string) string {
	var groups []string
	for len(hash) > 8 {
		groups, hash = append(groups, hash[:8]), hash[8:]
	}
	return strings.Join(append(groups, hash), " ")
}
