package policy

import (
	"fmt"
	"strings"

	"homeward"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
)

// Section is a part of a policy as people read it.
type Section struct {
	Title homeward.Text `json:"title"`
	Lines []Line        `json:"lines"`
}

// Line is one statement of a policy: in words made from its expressions, and, where the file says it itself, in the
// file's own sentence.
type Line struct {
	ID string `json:"id,omitempty"`
	// Said is the file's own sentence by language; where there is one it is to be read in place of Text.
	Said map[string]string `json:"said,omitempty"`
	Text homeward.Text     `json:"text,omitzero"`
	// Then is what follows, such as the refusal of a rule that fails.
	Then homeward.Text `json:"then,omitzero"`
	// Plain is text of the file in the language of the file.
	Plain      string        `json:"plain,omitempty"`
	Confidence Confidence    `json:"confidence,omitempty"`
	Source     []string      `json:"source,omitempty"`
	From       homeward.Date `json:"from,omitzero"`
	To         homeward.Date `json:"to,omitzero"`
	Note       string        `json:"note,omitempty"`
}

// In is the sentence of the line in a language: the file's own, or what say makes of Text.
func (l *Line) In(lang string, say func(homeward.Text) string) string {
	switch {
	case l.Said[lang] != "":
		return l.Said[lang]
	case l.Text.IsZero():
		return l.Plain
	}
	return say(l.Text)
}

func (e *Entry) line(id string, t homeward.Text) Line {
	return Line{ID: id, Said: e.Text, Text: t, Confidence: e.Confidence, Source: e.Source, From: e.From, To: e.To, Note: e.Note}
}

// Sections is the whole policy as people read it, in the order in which it concerns a household.
func (p *Policy) Sections() []Section {
	d := &p.doc
	all := []Section{
		{homeward.T("policy.show.about"), p.about()},
		{homeward.T("policy.show.members"), p.countingLines()},
		{homeward.T("policy.show.stages"), p.stageLines()},
		{homeward.T("policy.show.rules.apply"), p.ruleLines(StageApply)},
		{homeward.T("policy.show.rules.match"), p.ruleLines(StageMatch)},
		{homeward.T("policy.show.rules.grant"), p.ruleLines(StageGrant)},
		{homeward.T("policy.show.norms"), p.normLines()},
		{homeward.T("policy.show.order"), p.orderLines()},
		{homeward.T("policy.show.quotas"), p.quotaLines()},
		{homeward.T("policy.show.capacities"), p.capacityLines()},
		{homeward.T("policy.show.draw"), p.drawLines()},
		{homeward.T("policy.show.offer"), p.offerLines()},
		{homeward.T("policy.show.money"), p.moneyLines()},
		{homeward.T("policy.show.duties"), p.dutyLines()},
		{homeward.T("policy.show.procedure"), p.stepLines()},
		{homeward.T("policy.show.unclear"), plainLines(d.Unclear)},
	}
	var out []Section
	for _, s := range all {
		if len(s.Lines) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func plainLines(list []string) []Line {
	lines := make([]Line, len(list))
	for i, s := range list {
		lines[i] = Line{Plain: s}
	}
	return lines
}

func (p *Policy) about() []Line {
	d := &p.doc
	lines := []Line{
		{Text: homeward.T("policy.show.edition", "ID", d.ID, "Edition", d.Edition)},
		{Text: homeward.T("policy.show.gives." + string(d.Gives))},
		{Text: homeward.T("policy.show.unit." + string(d.Unit))},
	}
	if d.Authority != "" {
		lines = append(lines, Line{Text: homeward.T("policy.show.authority", "Authority", d.Authority)})
	}
	if d.Note != "" {
		lines = append(lines, Line{Plain: d.Note})
	}
	return lines
}

func (p *Policy) countingLines() []Line {
	var lines []Line
	for i := range p.doc.Members {
		c := &p.doc.Members[i]
		lines = append(lines, c.line(c.ID, homeward.T("policy.show.counting."+string(c.Effect), "Condition", p.Condition(c.When))))
	}
	return lines
}

func (p *Policy) ruleLines(stage Stage) []Line {
	var lines []Line
	for i := range p.doc.Rules {
		r := &p.doc.Rules[i]
		if r.Stage != stage {
			continue
		}
		key := "policy.show.require"
		if r.Require.IsZero() {
			key = "policy.show.refuse_when"
		}
		l := r.line(r.ID, homeward.T(key, "Condition", p.Condition(r.Expr())))
		l.Then = homeward.T("policy.show.else", "Refusal", r.text)
		lines = append(lines, l)
	}
	return lines
}

func (p *Policy) normLines() []Line {
	var lines []Line
	for i := range p.doc.Norms {
		n := &p.doc.Norms[i]
		var parts []homeward.Text
		for _, r := range n.Table {
			parts = append(parts, homeward.T("policy.show.row", "Persons", spanText(r.Persons), "Size", n.rowText(&r)))
		}
		if n.MinM2PerPerson != nil {
			parts = append(parts, homeward.T("policy.show.area_per_person", "Area", decimal(*n.MinM2PerPerson)))
		}
		text := homeward.T("policy.show.norm", "Condition", p.Condition(n.When), "Rows", parts)
		if p.always(n.When) {
			text = homeward.T("policy.say.value", "A", parts)
		}
		l := n.line(n.ID, text)
		if !n.StepUpWhen.IsZero() {
			l.Then = homeward.T("policy.show.step_up", "Condition", p.Condition(n.StepUpWhen))
		}
		lines = append(lines, l)
	}
	return lines
}

// spanText says a number of persons: 4–5, or 6 and more.
func spanText(s Span) homeward.Text {
	switch {
	case s.Max == 0:
		return homeward.T("policy.show.persons_more", "Min", s.Min)
	case s.Max == s.Min:
		return homeward.T("common.people", "Count", s.Min)
	}
	return homeward.T("policy.show.persons", "Span", fmt.Sprintf("%d–%d", s.Min, s.Max))
}

func (n *Norm) rowText(r *Row) homeward.Text {
	switch {
	case n.Measure == MeasureRooms && r.Rooms != nil:
		return homeward.T("common.rooms", "Count", *r.Rooms)
	case r.MinM2 != nil && r.MaxM2 != nil:
		return homeward.T("policy.show.area_between", "Min", decimal(*r.MinM2), "Max", decimal(*r.MaxM2))
	case r.MinM2 != nil:
		return homeward.T("policy.show.area_least", "Min", decimal(*r.MinM2))
	case r.MaxM2 != nil:
		return homeward.T("policy.show.area_most", "Max", decimal(*r.MaxM2))
	}
	return homeward.T("common.none")
}

func (p *Policy) orderLines() []Line {
	o := p.doc.Order
	if o == nil {
		return nil
	}
	lines := []Line{o.line("", homeward.T("policy.show.order."+string(o.Method)))}
	for i := range o.Classes {
		c := &o.Classes[i]
		lines = append(lines, c.line(c.ID, homeward.T("policy.show.class", "Rank", c.Rank, "Condition", p.whom(c.When))))
	}
	for i := range o.Points {
		lines = append(lines, p.pointLines(o, &o.Points[i])...)
	}
	for i := range o.Thresholds {
		t := &o.Thresholds[i]
		lines = append(lines, t.line(t.ID, homeward.T("policy.show.threshold", "Condition", p.whom(t.When), "Min", p.Value(t.Min))))
	}
	if len(o.Ties) > 0 {
		lines = append(lines, Line{Text: homeward.T("policy.show.ties", "Ties", spoken("policy.show.tie.", o.Ties, "draw", "registered_on", "displaced_on", "submitted", "commission"))})
	}
	return lines
}

// always says whether a condition is none, or the constant true.
func (p *Policy) always(e Expr) bool { return p.Condition(e).Key == "policy.say.always" }

// whom says whom an entry concerns: everybody, when it has no condition.
func (p *Policy) whom(e Expr) homeward.Text {
	if p.always(e) {
		return homeward.T("policy.say.everybody")
	}
	return p.Condition(e)
}

// pointLines says what earns points: one line for each branch of "condition ? value : …", without those that earn none.
func (p *Policy) pointLines(o *Order, pt *Points) []Line {
	key := "policy.show.points"
	if pt.Group != "" && o.groupRule(pt.Group) == GroupMax {
		key = "policy.show.points_max"
	}
	var lines []Line
	for _, b := range p.branches(pt.Value, pt.When) {
		if b.value == 0 {
			continue
		}
		lines = append(lines, pt.line(pt.ID, homeward.T(key, "Condition", b.when, "Value", b.value, "Group", readable(pt.Group))))
	}
	return lines
}

// readable makes a name of a file readable.
func readable(name string) string { return strings.ReplaceAll(name, "_", " ") }

// spoken says the words of a list that the catalogues know, and the others as they stand.
func spoken(prefix string, list []string, known ...string) []homeward.Text {
	out := make([]homeward.Text, len(list))
	for i, w := range list {
		if contains(known, w) {
			out[i] = homeward.T(prefix + w)
		} else {
			out[i] = homeward.T("policy.say.value", "A", readable(w))
		}
	}
	return out
}

func (p *Policy) quotaLines() []Line {
	var lines []Line
	for i := range p.doc.Quotas {
		q := &p.doc.Quotas[i]
		key := "policy.show.quota"
		if q.AtLeast {
			key = "policy.show.quota_least"
		}
		share := any("–")
		if q.Share != nil {
			share = decimal(100 * *q.Share)
		}
		of := q.Of
		if of == "" {
			of = OfHomes
		}
		l := q.line(q.ID, homeward.T(key, "Share", share, "Of", homeward.T("policy.show.of."+string(of)), "Condition", p.whom(q.When)))
		if !q.HomesWhen.IsZero() {
			l.Then = homeward.T("policy.show.quota_homes", "Condition", p.Condition(q.HomesWhen))
		}
		lines = append(lines, l)
	}
	return lines
}

func (p *Policy) capacityLines() []Line {
	var lines []Line
	for i := range p.doc.Capacities {
		c := &p.doc.Capacities[i]
		lines = append(lines, c.line(c.ID, homeward.T("policy.show.capacity", "Limit", p.Value(c.Limit),
			"Counts", spoken("policy.show.counts.", []string{c.Counts}, "households", "people", "pupils")[0],
			"Per", spoken("policy.show.per.", []string{c.Per}, "settlement", "building", "phase")[0])))
	}
	return lines
}

func (p *Policy) stageLines() []Line {
	var lines []Line
	for i := range p.doc.Stages {
		w := &p.doc.Stages[i]
		key := "policy.show.stage"
		if !w.Closes.IsZero() {
			key = "policy.show.stage_closes"
		}
		lines = append(lines, w.line(w.ID, homeward.T(key, "Opens", w.Opens, "Closes", w.Closes, "Condition", p.whom(w.When))))
	}
	return lines
}

func (p *Policy) drawLines() []Line {
	w := p.doc.Draw
	if w == nil {
		return nil
	}
	lines := []Line{w.line("", homeward.T("policy.show.draw."+string(w.Method)))}
	if len(w.Strata) > 0 {
		lines = append(lines, Line{Text: homeward.T("policy.show.strata", "Strata",
			spoken("policy.show.stratum.", w.Strata, "settlement", "dwelling_type", "flat_type", "rooms", "project", "scheme"))})
	}
	for _, f := range w.First {
		lines = append(lines, Line{Text: homeward.T("policy.show.first", "Condition", p.Condition(f))})
	}
	if !w.Chances.IsZero() {
		lines = append(lines, Line{Text: homeward.T("policy.show.chances", "Value", p.Value(w.Chances))})
	}
	if w.QueueFactor > 0 {
		lines = append(lines, Line{Text: homeward.T("policy.show.queue_factor", "Factor", decimal(w.QueueFactor))})
	}
	if len(w.Witnesses) > 0 {
		lines = append(lines, Line{Text: homeward.T("policy.show.witnesses", "Witnesses",
			spoken("policy.show.witness.", w.Witnesses, "special_representative", "district_executive", "public_council", "internal_audit", "external_audit"))})
	}
	return lines
}

func (p *Policy) offerLines() []Line {
	o := p.doc.Offer
	if o == nil {
		return nil
	}
	var lines []Line
	if !o.Deadline.IsZero() {
		lines = append(lines, o.line("", homeward.T("policy.show.deadline", "Period", o.Deadline.Text(o.Days))))
	}
	if o.OnLapse != "" {
		lines = append(lines, Line{Text: homeward.T("policy.show.on_lapse", "Effect", homeward.T("policy.show.effect."+string(o.OnLapse)))})
	}
	for i := range o.OnRefusal {
		a := &o.OnRefusal[i]
		key := "policy.show.on_refusal"
		if !a.For.IsZero() {
			key = "policy.show.on_refusal_for"
		}
		l := a.line("", homeward.T(key, "Number", max(a.Count, 1), "Effect", homeward.T("policy.show.effect."+string(a.Effect)),
			"Period", a.For.Text(CalendarDays), "Condition", p.whom(a.When)))
		if !a.Unless.IsZero() {
			l.Then = homeward.T("policy.show.unless", "Condition", p.Condition(a.Unless))
		}
		lines = append(lines, l)
	}
	return lines
}

// Text says a period: "5 calendar days", "1 year".
func (p Period) Text(days Days) homeward.Text {
	var parts []homeward.Text
	if p.Years > 0 {
		parts = append(parts, homeward.T("policy.show.years", "Count", p.Years))
	}
	if p.Months > 0 {
		parts = append(parts, homeward.T("policy.show.months", "Count", p.Months))
	}
	if p.Days > 0 {
		key := "common.days"
		if days == WorkingDays {
			key = "policy.show.working_days"
		}
		parts = append(parts, homeward.T(key, "Count", p.Days))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return homeward.T("policy.say.value", "A", parts)
}

func (p *Policy) moneyLines() []Line {
	m := p.doc.Money
	if m == nil {
		return nil
	}
	choose := m.Choose
	if choose == "" {
		choose = ChooseFirst
	}
	lines := []Line{m.line("", homeward.T("policy.show.choose."+string(choose), "Currency", m.Currency))}
	for i := range m.Amounts {
		a := &m.Amounts[i]
		for _, b := range p.branches(a.Value, a.When) {
			lines = append(lines, a.line(a.ID, homeward.T("policy.show.amount", "Value", b.value, "Currency", m.Currency, "Condition", b.when)))
		}
	}
	for i := range m.Limits {
		l := &m.Limits[i]
		lines = append(lines, l.line(l.ID, homeward.T("policy.show.limit", "Name", readable(l.ID), "Value", p.Value(l.Value), "Currency", m.Currency, "Condition", p.Condition(l.When))))
	}
	if v := m.ValidFor(); !v.Until.IsZero() {
		lines = append(lines, Line{Text: homeward.T("policy.show.valid_until", "Day", v.Until)})
	} else if !v.Period.IsZero() {
		lines = append(lines, Line{Text: homeward.T("policy.show.valid_for", "Period", v.Period.Text(CalendarDays))})
	} else if m.Validity != "" {
		lines = append(lines, Line{Plain: m.Validity})
	}
	return lines
}

func (p *Policy) dutyLines() []Line {
	var lines []Line
	for i := range p.doc.Duties {
		x := &p.doc.Duties[i]
		l := x.line(x.Key, homeward.T("duty."+x.Key))
		if !x.For.IsZero() {
			l.Then = homeward.T("policy.show.duty_for", "Period", x.For.Text(CalendarDays))
		}
		lines = append(lines, l)
	}
	return lines
}

func (p *Policy) stepLines() []Line {
	var lines []Line
	for i := range p.doc.Procedure {
		s := &p.doc.Procedure[i]
		l := s.line(s.ID, homeward.Text{})
		l.Plain = s.Does
		if !s.Within.IsZero() {
			l.Then = homeward.T("policy.show.within", "Period", s.Within.Text(s.Days))
		}
		lines = append(lines, l)
	}
	return lines
}

// unparse writes an expression as text again, lets by the names the file gives them.
func unparse(tree *celast.AST, e celast.Expr) string {
	s, err := cel.ExprToString(e, tree.SourceInfo())
	if err != nil {
		return "…" // nothing of ours makes a tree that cannot be written
	}
	return strings.ReplaceAll(s, letPrefix, "$")
}
