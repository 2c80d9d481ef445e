package web

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/disclosure"
	"homeward/internal/policy"
)

// trialWait is how long a request works on the trial it asked for: a small register is done by then, and of a large one
// the rest is left to whoever attends to jobs.
const trialWait = 3 * time.Second

// simulateView is the form of a trial.
type simulateView struct {
	Form             *form
	Editions         []option
	Homes, By        []option
	MayDraft         bool // a text that is no edition yet
	AdoptedOn, Today homeward.Date
	Earlier          []earlierTrial
}

// earlierTrial is one that the reader asked for before.
type earlierTrial struct {
	Address, A, B, On string
	State             tag
}

func (v *visit) getSimulate() error {
	if !access.May(v.actor, homeward.ProgrammeCompare) {
		return v.noRole(homeward.ProgrammeCompare)
	}
	today := v.srv.now().Date().String()
	return v.simulate(200, v.blank("day_a", today, "day_b", today))
}

func (v *visit) simulate(status int, fm *form) error {
	x := simulateView{Form: fm, Homes: words(v.Localizer, "type.", []homeward.DwellingType{homeward.FlatType, homeward.HouseType}),
		By: words(v.Localizer, "web.trial.by_", casework.TrialGroups), MayDraft: v.mayDraft()}
	earlier, err := v.srv.House.ListTrials(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	for _, t := range earlier {
		x.Earlier = append(x.Earlier, earlierTrial{"/rules/compare/" + string(t.ID), titleAndEdition(v, t.A), titleAndEdition(v, t.B), v.Date(t.AskedAt.Date()),
			v.trialTag(t.Job)})
	}
	for _, e := range v.known() {
		x.Editions = append(x.Editions, option{e.Hash(), e.TitleIn(v.Lang()) + ", " + e.Edition()})
	}
	return v.send(status, simulatePage(v.frame("web.trial.title"), x))
}

// mayDraft says whether the reader may try out a text of their own. Who may not see the register may not: with rules of
// one's own, made ever narrower, one could ask about a single family.
func (v *visit) mayDraft() bool { return access.May(v.actor, homeward.RegisterList) }

// known are the editions that can be compared: those adopted, and those that ship.
func (v *visit) known() []*policy.Policy {
	var out []*policy.Policy
	add := func(p *policy.Policy) {
		if !slices.ContainsFunc(out, func(x *policy.Policy) bool { return x.Hash() == p.Hash() }) {
			out = append(out, p)
		}
	}
	if editions, err := v.editions(v.actor); err == nil {
		for _, e := range editions {
			add(e.Policy)
		}
	}
	var ship []*policy.Policy
	for _, p := range v.srv.House.Policies {
		ship = append(ship, p)
	}
	slices.SortFunc(ship, func(a, b *policy.Policy) int { return strings.Compare(a.ID(), b.ID()) })
	for _, p := range ship {
		add(p)
	}
	return out
}

func (v *visit) postSimulate() error {
	if !access.May(v.actor, homeward.ProgrammeCompare) {
		return v.noRole(homeward.ProgrammeCompare)
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	known := v.known()
	edition := func(field string) *policy.Policy {
		for _, p := range known {
			if p.Hash() == fm.text(field) {
				return p
			}
		}
		fm.refuse(field, "web.form.choice")
		return nil
	}
	var asked casework.Trial
	asked.A = policy.Variant{Policy: edition("a"), Today: fm.needDate("day_a", "web.form.choice")}
	asked.B = policy.Variant{Policy: edition("b"), Today: fm.needDate("day_b", "web.form.choice")}
	if draft := strings.ReplaceAll(fm.Value("draft"), "\r\n", "\n"); strings.TrimSpace(draft) != "" && v.mayDraft() {
		p, err := policy.Load("draft", []byte(draft))
		if err != nil {
			if err := fm.refuseErr("draft", err); err != nil {
				return err
			}
		}
		asked.B.Policy = p
	}
	asked.Home = choice(fm, "home", []homeward.DwellingType{homeward.FlatType, homeward.HouseType})
	asked.By = choice(fm, "by", casework.TrialGroups)
	if !fm.OK() {
		return v.simulate(422, fm)
	}
	id, err := v.srv.House.RunTrial(v.r.Context(), v.actor, asked)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(v.r.Context(), trialWait)
	defer stop()
	if err := v.srv.House.CarryOnTrials(ctx, rand.Text()); err != nil && ctx.Err() == nil {
		return err
	}
	return v.to("/rules/compare/"+string(id), "")
}

func (v *visit) postStopTrial() error {
	id := v.r.PathValue("trial")
	if err := v.srv.House.StopTrial(v.r.Context(), v.actor, homeward.JobID(id)); err != nil {
		return err
	}
	return v.to("/rules/compare/"+id, "web.trial.stopping")
}

// trialTag is how a trial stands.
func (v *visit) trialTag(j homeward.Job) tag {
	switch {
	case j.Live:
		return shown(waits, v.T("web.trial.state_live"))
	case j.Outcome == homeward.JobDone:
		return shown(done, v.T("web.trial.state_done"))
	}
	return shown(look{"is-block", "block"}, v.T("web.trial.state_"+string(j.Outcome)))
}

func titleAndEdition(v *visit, x policy.Variant) string {
	return v.T("web.trial.side", "Title", x.Policy.TitleIn(v.Lang()), "Edition", x.Policy.Edition(), "Date", x.Today)
}

// trialView is a trial as its page shows it.
type trialView struct {
	A, B     string
	Running  bool
	Stopping bool
	Stop     string // address
	Outcome  homeward.JobOutcome
	Done, Of int
	Percent  string
	Result   casework.TrialResult
	By       casework.TrialGroup
	Minimum  int
	Rows     []trialRow
	Sides    []trialSide
	Changed  []trialChange
	Partial  bool
}

// trialRow is a group with a number a column.
type trialRow struct {
	Name  string
	Cells []string
	Total bool
}

// trialSide is what one edition says: outcomes, rules, missing facts.
type trialSide struct {
	Title    string
	Outcomes []knownFact
	Rules    []trialRule
	Missing  []knownFact
}

type trialRule struct{ Said, Alone, Together string }

type trialChange struct {
	Household homeward.HouseholdID
	Number    homeward.CaseNumber
	What      []homeward.Text
	Before    string
	After     string
}

func (v *visit) getTrial() error {
	f, err := v.srv.House.ViewTrial(v.r.Context(), v.actor, homeward.JobID(v.r.PathValue("trial")))
	if err != nil {
		return err
	}
	x := trialView{A: titleAndEdition(v, f.A), B: titleAndEdition(v, f.B), By: f.By, Done: f.Done, Of: f.Total, Running: f.Live, Result: f.Result,
		Stopping: f.Stopping, Outcome: f.Outcome, Stop: "/rules/compare/" + string(f.ID) + "/stop"}
	x.Percent = percent(x.Done, x.Of)
	if x.Running {
		v.w.Header().Set("Refresh", "2")
		return v.page(trialPage(v.frame("web.trial.title"), x))
	}
	x.Partial = x.Outcome != homeward.JobDone
	x.Minimum = x.Result.Groups.Minimum
	v.fillTrial(&x, f)
	return v.page(trialPage(v.frame("web.trial.title"), x))
}

func (v *visit) fillTrial(x *trialView, f casework.TrialFile) {
	g := x.Result.Groups
	last := len(g.Rows) // totals stand behind the rows
	for i := range g.Cells {
		row := trialRow{Total: i == last, Name: v.T("web.trial.all")}
		if i < last {
			row.Name = v.groupName(f.By, g.Rows[i])
		}
		for _, c := range g.Cells[i] {
			row.Cells = append(row.Cells, v.cell(c))
		}
		x.Rows = append(x.Rows, row)
	}
	x.Sides = []trialSide{v.trialSide(x.A, f.A.Policy, x.Result.Before), v.trialSide(x.B, f.B.Policy, x.Result.After)}
	for _, c := range x.Result.Changed {
		row := trialChange{Household: c.Household, Number: c.CaseNumber, Before: v.trialOutcome(c.Before), After: v.trialOutcome(c.After)}
		for _, k := range c.Kinds {
			row.What = append(row.What, homeward.T("web.trial.kind_"+string(k)))
		}
		x.Changed = append(x.Changed, row)
	}
}

// cell is a count, or that it is too small to be shown.
func (v *visit) cell(c disclosure.Shown) string {
	if c.Hidden {
		return v.T("web.public.hidden")
	}
	return v.Number(c.Households)
}

func (v *visit) groupName(by casework.TrialGroup, group string) string {
	switch by {
	case casework.ByPlace:
		return v.Place(homeward.PlaceID(group))
	case casework.ByStay:
		return v.T("stay." + group)
	}
	return v.T("web.trial.people", "Span", group)
}

func (v *visit) trialSide(title string, p *policy.Policy, s casework.TrialSide) trialSide {
	out := trialSide{Title: title}
	for i, o := range s.Outcomes.Rows {
		out.Outcomes = append(out.Outcomes, knownFact{v.T("web.trial.outcome_" + o), v.cell(s.Outcomes.Cells[i][0])})
	}
	for i, rule := range s.Rules.Rows {
		said := v.Text(homeward.RefusalText(s.Keys[i]))
		if l := lineOf(p, "policy.show.rules.", rule); l != nil {
			said = l.In(v.Lang(), v.Text)
		}
		out.Rules = append(out.Rules, trialRule{said, v.cell(s.Rules.Cells[i][0]), v.cell(s.Rules.Cells[i][1])})
	}
	for i, fact := range s.Missing.Rows {
		a := policy.Asked{Path: fact}
		out.Missing = append(out.Missing, knownFact{v.Text(a.Text()), v.cell(s.Missing.Cells[i][0])})
	}
	return out
}

// trialOutcome is what one edition says about a household, in a few words.
func (v *visit) trialOutcome(s policy.ChangedSide) string {
	words := []string{v.T("web.trial.outcome_" + string(s.Outcome))}
	for _, key := range s.Refusals {
		words = append(words, v.Text(homeward.RefusalText(key)))
	}
	if s.Rank > 0 {
		words = append(words, v.T("web.trial.rank", "Rank", s.Rank))
	}
	if s.Points != nil {
		words = append(words, v.T("web.trial.points", "Points", strconv.FormatFloat(*s.Points, 'f', -1, 64)))
	}
	if s.Rooms > 0 {
		words = append(words, v.T("common.rooms", "Count", s.Rooms))
	}
	if s.Amount != nil {
		words = append(words, v.Number(*s.Amount))
	}
	return strings.Join(words, "; ")
}

// columnName is the head of a column of a trial, for narrow windows; the last is the total.
func columnName(f *frame, i int) string {
	if i < len(casework.TrialColumns) {
		return f.T("web.trial.column_" + casework.TrialColumns[i])
	}
	return f.T("web.trial.all")
}
