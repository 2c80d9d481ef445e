package policy

import "strings"

// checkDocument looks for what a well-formed file can still get wrong without any expression being run.
func checkDocument(d *Document, found *problems) {
	if d.Format != Format {
		found.fail(1, "policy.wrong_format", "Value", clip(d.Format), "Want", Format)
	}
	inherit(d)
	newEntryChecker(d, found).languages("titles", 1, d.Titles)
	checkSources(d, found)
	checkNorms(d, found)
	checkRules(d, found)
	checkOrder(d, found)
	checkQuotas(d, found)
	checkOffer(d, found)
	checkRest(d, found)
	checkExamples(d, found)
}

// inherit gives the entries of a block that names a source and a confidence for all of them those of the block.
func inherit(d *Document) {
	from := func(block, e *Entry) {
		if len(e.Source) == 0 {
			e.Source = block.Source
		}
		if e.Confidence == "" {
			e.Confidence = block.Confidence
		}
	}
	if o := d.Order; o != nil {
		for i := range o.Classes {
			from(&o.Entry, &o.Classes[i].Entry)
		}
		for i := range o.Points {
			from(&o.Entry, &o.Points[i].Entry)
		}
		for i := range o.Thresholds {
			from(&o.Entry, &o.Thresholds[i].Entry)
		}
	}
	if o := d.Offer; o != nil {
		for i := range o.OnRefusal {
			from(&o.Entry, &o.OnRefusal[i].Entry)
		}
	}
	if m := d.Money; m != nil {
		for i := range m.Amounts {
			from(&m.Entry, &m.Amounts[i].Entry)
		}
		for i := range m.Limits {
			from(&m.Entry, &m.Limits[i].Entry)
		}
	}
}

// entryChecker checks what every entry of a block has in common.
type entryChecker struct {
	found   *problems
	sources map[string]bool
	seen    map[string]bool
}

func newEntryChecker(d *Document, found *problems) *entryChecker {
	c := &entryChecker{found, map[string]bool{}, map[string]bool{}}
	for _, s := range d.Sources {
		c.sources[s.ID] = true
	}
	return c
}

// named checks an entry of a block: a name of its own, a source, a confidence, a sensible period.
func (c *entryChecker) named(block, id string, e *Entry) {
	label := join(block, id)
	if c.seen[label] {
		c.found.fail(e.Line, "policy.id_repeated", "Entry", label)
	}
	c.seen[label] = true
	c.stated(label, e)
}

// stated checks that an entry says where it comes from and how sure it is.
func (c *entryChecker) stated(label string, e *Entry) {
	if len(e.Source) == 0 {
		c.found.fail(e.Line, "policy.no_source", "Entry", label)
	}
	if e.Confidence == "" {
		c.found.fail(e.Line, "policy.no_confidence", "Entry", label)
	}
	c.block(label, e)
}

// block checks what holds for blocks as a whole too, which may leave source and confidence to their entries.
func (c *entryChecker) block(label string, e *Entry) {
	for _, s := range e.Source {
		if !c.sources[s] {
			c.found.fail(e.Line, "policy.no_such_source", "Source", s, "Entry", label)
		}
	}
	if !e.From.IsZero() && !e.To.IsZero() && e.To.Before(e.From) {
		c.found.fail(e.Line, "policy.ends_before_start", "Entry", label)
	}
	c.languages(label, e.Line, e.Text)
}

func (c *entryChecker) languages(label string, line int, texts map[string]string) {
	for lang := range texts {
		if !contains([]string{"az", "hy", "ru", "en"}, lang) {
			c.found.fail(line, "policy.unknown_language", "Language", clip(lang), "Entry", label)
		}
	}
}

func checkSources(d *Document, found *problems) {
	seen := map[string]bool{}
	for _, s := range d.Sources {
		if seen[s.ID] {
			found.fail(s.Line, "policy.id_repeated", "Entry", "sources."+s.ID)
		}
		seen[s.ID] = true
	}
}

func checkNorms(d *Document, found *problems) {
	c := newEntryChecker(d, found)
	for i := range d.Members {
		m := &d.Members[i]
		c.named("members", m.ID, &m.Entry)
	}
	for i := range d.Norms {
		n := &d.Norms[i]
		c.named("norms", n.ID, &n.Entry)
		switch {
		case n.MinM2PerPerson != nil && len(n.Table) > 0, n.MinM2PerPerson == nil && len(n.Table) == 0:
			found.fail(n.Line, "policy.norm_one_of", "Entry", n.ID)
		case n.MinM2PerPerson != nil && n.Measure != MeasureArea:
			found.fail(n.Line, "policy.norm_measure", "Entry", n.ID)
		}
		checkTable(n, found)
	}
}

// checkTable wants rows that cover every number of persons from 1 on exactly once, in order.
func checkTable(n *Norm, found *problems) {
	next := 1 // the number of persons the next row must begin with; 0 after a row without end
	for _, r := range n.Table {
		if n.Measure == MeasureRooms && r.Rooms == nil || n.Measure == MeasureArea && r.MinM2 == nil && r.MaxM2 == nil {
			found.fail(r.Line, "policy.norm_row_empty", "Entry", n.ID)
		}
		switch {
		case next == 0 || r.Persons.Min < next:
			found.fail(r.Line, "policy.norm_overlap", "Entry", n.ID, "Persons", r.Persons.Min)
			return
		case r.Persons.Min > next:
			found.fail(r.Line, "policy.norm_gap", "Entry", n.ID, "Persons", next)
			return
		}
		if next = r.Persons.Max; next != 0 {
			next++
		}
	}
	if len(n.Table) > 0 && next != 0 {
		found.fail(n.Table[len(n.Table)-1].Line, "policy.norm_gap", "Entry", n.ID, "Persons", next)
	}
}

func checkRules(d *Document, found *problems) {
	c := newEntryChecker(d, found)
	for i := range d.Rules {
		r := &d.Rules[i]
		c.named("rules", r.ID, &r.Entry)
		if r.Require.IsZero() == r.RefuseWhen.IsZero() {
			found.fail(r.Line, "policy.rule_one_of", "Entry", r.ID)
		}
		if !contains(RefusalKeys, r.Refusal) {
			found.unknownKey(r.Line, "policy.unknown_refusal", r.Refusal, r.ID, RefusalKeys)
		}
	}
}

// unknownKey notes a word that is not on a list of keys, and the nearest that is.
func (p *problems) unknownKey(line int, key, value, entry string, list []string) {
	near := nearest(value, list)
	if near == "" {
		near = strings.Join(list, ", ")
	}
	p.fail(line, key, "Value", clip(value), "Entry", entry, "Near", near)
}

func checkOrder(d *Document, found *problems) {
	o := d.Order
	if o == nil {
		return
	}
	c := newEntryChecker(d, found)
	c.block("order", &o.Entry)
	needsClasses := o.Method == OrderClasses || o.Method == OrderClassesThenPoints
	needsPoints := o.Method == OrderPoints || o.Method == OrderClassesThenPoints
	if needsClasses && len(o.Classes) == 0 || needsPoints && len(o.Points) == 0 {
		found.fail(o.Line, "policy.order_empty", "Method", string(o.Method))
	}
	for i := range o.Classes {
		k := &o.Classes[i]
		c.named("order.classes", k.ID, &k.Entry)
		if k.Rank < 1 {
			found.fail(k.Line, "policy.bad_rank", "Entry", k.ID)
		}
	}
	rules := map[string]GroupRule{}
	for i := range o.Points {
		p := &o.Points[i]
		c.named("order.points", p.ID, &p.Entry)
		if was := rules[p.Group]; p.GroupRule != "" && was != "" && was != p.GroupRule {
			found.fail(p.Line, "policy.group_rules_differ", "Group", p.Group)
		}
		if p.GroupRule != "" {
			rules[p.Group] = p.GroupRule
		}
	}
	for i := range o.Thresholds {
		t := &o.Thresholds[i]
		c.named("order.thresholds", t.ID, &t.Entry)
	}
}

// checkQuotas warns when several quotas do not say whether somebody of two groups counts once or twice, unless the file
// says that no source tells.
func checkQuotas(d *Document, found *problems) {
	c := newEntryChecker(d, found)
	stated := false
	for i := range d.Quotas {
		q := &d.Quotas[i]
		c.named("quotas", q.ID, &q.Entry)
		stated = stated || q.Overlap != ""
		if q.Share != nil && (*q.Share < 0 || *q.Share > 1) {
			found.fail(q.Line, "policy.bad_share", "Entry", q.ID)
		}
	}
	for _, u := range d.Unclear {
		u = strings.ToLower(u)
		stated = stated || strings.Contains(u, "overlap") || strings.Contains(u, "quota")
	}
	if len(d.Quotas) > 1 && !stated {
		found.warn(d.Quotas[1].Line, "policy.quotas_overlap", "Number", len(d.Quotas))
	}
}

func checkOffer(d *Document, found *problems) {
	o := d.Offer
	if o == nil {
		return
	}
	c := newEntryChecker(d, found)
	c.block("offer", &o.Entry)
	for i := range o.OnRefusal {
		a := &o.OnRefusal[i]
		c.stated("offer.on_refusal", &a.Entry)
	}
}

func checkRest(d *Document, found *problems) {
	c := newEntryChecker(d, found)
	for i := range d.Capacities {
		x := &d.Capacities[i]
		c.named("capacities", x.ID, &x.Entry)
	}
	for i := range d.Stages {
		w := &d.Stages[i]
		c.named("stages", w.ID, &w.Entry)
		if !w.Closes.IsZero() && w.Closes.Before(w.Opens) {
			found.fail(w.Line, "policy.ends_before_start", "Entry", "stages."+w.ID)
		}
	}
	if d.Draw != nil {
		c.block("draw", &d.Draw.Entry)
	}
	if d.Allotment != nil {
		c.block("allotment", &d.Allotment.Entry)
	}
	if m := d.Money; m != nil {
		c.block("money", &m.Entry)
		if v := m.ValidFor(); m.Validity != "" && v == (Validity{}) {
			found.warn(m.Line, "policy.validity_in_words", "Value", clip(m.Validity))
		}
		for i := range m.Amounts {
			c.named("money.amounts", m.Amounts[i].ID, &m.Amounts[i].Entry)
		}
		for i := range m.Limits {
			c.named("money.limits", m.Limits[i].ID, &m.Limits[i].Entry)
		}
	}
	for i := range d.Duties {
		x := &d.Duties[i]
		c.stated("duties."+x.Key, &x.Entry)
		if !contains(DutyKeys, x.Key) {
			found.unknownKey(x.Line, "policy.unknown_duty", x.Key, "duties", DutyKeys)
		}
	}
	for i := range d.Procedure {
		c.named("procedure", d.Procedure[i].ID, &d.Procedure[i].Entry)
	}
}

// checkExamples warns of a file that shows nothing.
func checkExamples(d *Document, found *problems) {
	if len(d.Examples) == 0 {
		found.warn(0, "policy.no_examples")
	}
	seen := map[string]bool{}
	for i := range d.Examples {
		x := &d.Examples[i]
		if seen[x.ID] {
			found.fail(x.Line, "policy.id_repeated", "Entry", "examples."+x.ID)
		}
		seen[x.ID] = true
	}
}
