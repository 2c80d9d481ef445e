package policy

import (
	"math"
	"strings"

	"homeward"
)

// quotas lists those the household, and the home if one is named, belong to.
func (q *inquiry) quotas(d *Decision, on homeward.Date) {
	var unknown facts
	for i := range q.policy.doc.Quotas {
		t := &q.policy.doc.Quotas[i]
		if !t.InForce(on) {
			continue
		}
		entry := "quotas." + t.ID
		takes, decided := q.holds(t.When, entry, &unknown, d)
		if takes && decided {
			takes, decided = q.holds(t.HomesWhen, entry, &unknown, d)
		}
		if !decided {
			d.Quotas = nil
			d.wait("quotas", unknown)
			return
		}
		if takes {
			d.Quotas = append(d.Quotas, t.ID)
			if t.Overlap == OverlapFirst {
				return
			}
		}
	}
}

// QuotasOf lists the quotas whose group a household belongs to, whatever home it will have, in the order they are served:
// all, or with overlap "first" those up to the first of these. missing are the facts that it cannot be told without.
func (p *Policy) QuotasOf(c Case) (ids, missing []string) {
	q := p.inquiries.Get().(*inquiry)
	defer p.release(q)
	q.begin(&c)
	q.count(c.Today)
	var unknown facts
	for i := range p.doc.Quotas {
		t := &p.doc.Quotas[i]
		if !t.InForce(c.Today) {
			continue
		}
		takes, decided := q.holds(t.When, "quotas."+t.ID, &unknown, new(Decision))
		if !decided {
			return nil, unknown.sorted()
		}
		if takes {
			ids = append(ids, t.ID)
			if t.Overlap == OverlapFirst {
				break
			}
		}
	}
	return ids, nil
}

// QuotaText says for whom a quota keeps its share, as a family can read it; the word of the file where there is no such quota.
func (p *Policy) QuotaText(id string) homeward.Text {
	for i := range p.doc.Quotas {
		if p.doc.Quotas[i].ID == id {
			return p.whom(p.doc.Quotas[i].When)
		}
	}
	return homeward.T("policy.say.value", "A", readable(id))
}

// OverlapUnstated says whether several quotas are in force of which none says where a household of two groups counts. Then
// nobody can say how many homes are kept for whom.
func (p *Policy) OverlapUnstated(on homeward.Date) bool {
	n := 0
	for i := range p.doc.Quotas {
		if t := &p.doc.Quotas[i]; t.InForce(on) {
			if t.Overlap != "" {
				return false
			}
			n++
		}
	}
	return n > 1
}

// QuotaCount is how many homes a quota keeps.
type QuotaCount struct {
	ID       string   `json:"id"`
	Homes    int      `json:"homes"`    // kept for the group
	Of       int      `json:"of"`       // of so many
	AtLeast  bool     `json:"at_least"` // a floor; the group may get more
	Unfilled Unfilled `json:"unfilled,omitempty"`
	// Concerns says of each home that was counted whether the quota concerns it.
	Concerns []bool `json:"-"`
}

// QuotaCounts says how many of the homes of a round each quota keeps, in the order they are served. A share is rounded up
// where it is a floor and down where it is a fixed part, which no source says and docs/policy.md states. Entries is how
// many households take part, for quotas that are a share of them. A home of which it is not known whether a quota
// concerns it is not counted.
func (p *Policy) QuotaCounts(homes []Dwelling, entries int, on homeward.Date) []QuotaCount {
	var out []QuotaCount
	for i := range p.doc.Quotas {
		t := &p.doc.Quotas[i]
		if !t.InForce(on) || t.Share == nil {
			continue
		}
		n := QuotaCount{ID: t.ID, Of: entries, AtLeast: t.AtLeast, Unfilled: t.Unfilled, Concerns: p.concerned(t, homes, on)}
		count := 0
		for _, c := range n.Concerns {
			count += bit(c)
		}
		if t.Of != OfEntries {
			n.Of = count
		}
		const slip = 1e-9 // 0.3 of 10 is 3, whatever the machine makes of 0.3
		exact := *t.Share * float64(n.Of)
		if t.AtLeast {
			n.Homes = int(math.Ceil(exact - slip))
		} else {
			n.Homes = int(math.Floor(exact + slip))
		}
		n.Homes = min(n.Homes, count)
		out = append(out, n)
	}
	return out
}

// concerned says of each home whether a quota concerns it.
func (p *Policy) concerned(t *Quota, homes []Dwelling, on homeward.Date) []bool {
	q := p.inquiries.Get().(*inquiry)
	defer p.release(q)
	out := make([]bool, len(homes))
	for i := range homes {
		q.begin(&Case{Dwelling: &homes[i], Today: on})
		holds, decided := q.holds(t.HomesWhen, "quotas."+t.ID, new(facts), new(Decision))
		out[i] = holds && decided
	}
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// stage finds the stage that is open to the household on the day of its application (today, while it has none), or the
// next one.
func (q *inquiry) stage(d *Decision, on homeward.Date) {
	windows := q.policy.doc.Stages
	if len(windows) == 0 {
		return
	}
	day := on
	if t, known := q.application.facts.Submitted.Get(); known && !t.IsZero() {
		day = homeward.DateOf(t)
	}
	var unknown facts
	var next Opening
	open := false
	for i := range windows {
		w := &windows[i]
		if !w.Closes.IsZero() && w.Closes.Before(day) {
			continue
		}
		concerns, decided := q.holds(w.When, "stages."+w.ID, &unknown, d)
		switch {
		case !decided:
			open = true
		case !concerns:
		case !day.Before(w.Opens):
			d.Stage = &Opening{Open: true, ID: w.ID, Opens: w.Opens}
			return
		case next.ID == "" || w.Opens.Before(next.Opens):
			next = Opening{ID: w.ID, Opens: w.Opens}
		}
	}
	if open {
		d.wait("stage", unknown)
		return
	}
	d.Stage = &next
}

// money adds up what is paid.
func (q *inquiry) money(d *Decision, on homeward.Date) {
	m := q.policy.doc.Money
	if m == nil || !m.InForce(on) {
		return
	}
	d.Currency = m.Currency
	var unknown facts
	open := false
	for i := range m.Amounts {
		a := &m.Amounts[i]
		if !a.InForce(on) {
			continue
		}
		entry := "money.amounts." + a.ID
		applies, decided := q.holds(a.When, entry, &unknown, d)
		if decided && !applies {
			continue
		}
		value, known := 0.0, false
		if decided {
			value, known = q.number(a.Value, entry, &unknown, d)
		}
		if !known {
			open = true
			break
		}
		d.Amounts = append(d.Amounts, Sum{ID: a.ID, Value: int(value)})
		if m.Choose == ChooseFirst || m.Choose == "" {
			break
		}
	}
	if open {
		d.Amounts = nil
		d.wait("amount", unknown)
	} else {
		d.Amount = choose(d.Amounts, m.Choose)
	}
	q.limits(d, m, on)
}

// choose marks the amounts that are paid and gives their sum; nil when none applies.
func choose(sums []Sum, how Choose) *int {
	if len(sums) == 0 {
		return nil
	}
	best, total := 0, 0
	for i := range sums {
		if sums[i].Value > sums[best].Value {
			best = i
		}
		if how == ChooseSum {
			sums[i].Paid = true
			total += sums[i].Value
		}
	}
	if how != ChooseSum {
		sums[best].Paid = true
		total = sums[best].Value
	}
	return &total
}

func (q *inquiry) limits(d *Decision, m *Money, on homeward.Date) {
	var unknown facts
	for i := range m.Limits {
		l := &m.Limits[i]
		if !l.InForce(on) {
			continue
		}
		entry := "money.limits." + l.ID
		applies, decided := q.holds(l.When, entry, &unknown, d)
		if decided && !applies {
			continue
		}
		value, known := q.number(l.Value, entry, &unknown, d)
		if !decided || !known {
			d.wait("limits", unknown)
			continue
		}
		d.Limits = append(d.Limits, Part{ID: l.ID, Value: value, Counted: true})
	}
}

// draw finds the tickets of the household and whether it is served first.
func (q *inquiry) draw(d *Decision, on homeward.Date) {
	w := q.policy.doc.Draw
	if w == nil || !w.InForce(on) {
		return
	}
	var unknown facts
	if !w.Chances.IsZero() {
		if n, known := q.number(w.Chances, "draw.chances", &unknown, d); known {
			chances := int(n)
			d.Chances = &chances
		} else {
			d.wait("chances", unknown)
		}
	}
	if len(w.First) == 0 {
		return
	}
	first, open := false, false
	var missing facts
	for _, e := range w.First {
		holds, decided := q.holds(e, "draw.first", &missing, d)
		first = first || holds
		open = open || !decided
	}
	if open && !first {
		d.wait("first", missing)
		return
	}
	d.First = &first
}

// capacities computes how many the places take.
func (q *inquiry) capacities(d *Decision, on homeward.Date) {
	for i := range q.policy.doc.Capacities {
		c := &q.policy.doc.Capacities[i]
		if !c.InForce(on) {
			continue
		}
		var unknown facts
		entry := "capacities." + c.ID
		applies, decided := q.holds(c.When, entry, &unknown, d)
		if decided && !applies {
			continue
		}
		limit, known := q.number(c.Limit, entry, &unknown, d)
		if !decided || !known {
			d.wait(entry, unknown)
			continue
		}
		if d.Capacities == nil {
			d.Capacities = map[string]int{}
		}
		d.Capacities[c.ID] = int(limit)
	}
}

// Validity is how long a certificate is good: to a last day, or for a period from its issue. Both are zero when the
// policy does not say, or says it in words only.
type Validity struct {
	Until  homeward.Date
	Period Period
}

// ValidFor reads the validity of the policy's certificates.
func (m *Money) ValidFor() Validity {
	if day, ok := strings.CutPrefix(m.Validity, "until "); ok {
		d, _ := homeward.ParseDate(strings.TrimSpace(day)) // an unreadable day is told at the check
		return Validity{Until: d}
	}
	p, _ := ParsePeriod(m.Validity)
	return Validity{Period: p}
}

// LastDay is the last day on which a certificate issued on a day can be used; the zero Date when the policy sets none.
func (v Validity) LastDay(issued homeward.Date) homeward.Date {
	switch {
	case !v.Until.IsZero():
		return v.Until
	case !v.Period.IsZero():
		return v.Period.After(issued, CalendarDays, nil)
	}
	return homeward.Date{}
}
