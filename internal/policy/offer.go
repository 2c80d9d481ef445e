package policy

import "homeward"

// Offer is what the policy says about offers; ok is false when it says nothing.
func (p *Policy) Offer() (offer Offer, ok bool) {
	if p.doc.Offer == nil {
		return Offer{}, false
	}
	return *p.doc.Offer, true
}

// DaysOff are the public holidays that the policy names: no working days, beside Saturdays and Sundays.
func (p *Policy) DaysOff() map[homeward.Date]bool {
	out := make(map[homeward.Date]bool, len(p.doc.DaysOff))
	for _, d := range p.doc.DaysOff {
		out[d] = true
	}
	return out
}

// Deadline is the last day on which an offer made on a day may be answered; the zero Date when the policy sets no
// deadline.
func (p *Policy) Deadline(made homeward.Date) homeward.Date {
	o, _ := p.Offer()
	return o.LastDay(made, p.DaysOff())
}

// LastDay is the last day on which an offer made on a day may be answered. Days off count only when the policy counts
// working days. The zero Date means that the policy sets no deadline.
func (o Offer) LastDay(made homeward.Date, daysOff map[homeward.Date]bool) homeward.Date {
	if o.Deadline.IsZero() {
		return homeward.Date{}
	}
	return o.Deadline.After(made, o.Days, daysOff)
}

// OnRefusal is what the nth refusal of an offer leads to: of the entries that apply to the case, those with the
// greatest count that n reaches. When a fact is missing that decides it, the facts are named and nothing applies.
func (p *Policy) OnRefusal(c Case, n int) (effects []Answer, missing []string) {
	if p.doc.Offer == nil {
		return nil, nil
	}
	q := p.inquiries.Get().(*inquiry)
	defer p.release(q)
	q.begin(&c)
	q.count(c.Today)
	var unknown facts
	var d Decision
	reached := 0
	open := false
	for i := range p.doc.Offer.OnRefusal {
		a := &p.doc.Offer.OnRefusal[i]
		if !a.InForce(c.Today) || a.Count > n {
			continue
		}
		applies, decided := q.holds(a.When, "offer.on_refusal", &unknown, &d)
		if applies && decided && !a.Unless.IsZero() {
			var spared bool
			spared, decided = q.holds(a.Unless, "offer.on_refusal", &unknown, &d)
			applies = !spared
		}
		switch {
		case !decided:
			open = true
		case !applies || a.Count < reached:
		case a.Count > reached:
			reached, effects = a.Count, []Answer{*a}
		default:
			effects = append(effects, *a)
		}
	}
	if open {
		return nil, unknown.sorted()
	}
	return effects, nil
}

// Draw is what the policy says about drawing lots; ok is false when it says nothing.
func (p *Policy) Draw() (draw Draw, ok bool) {
	if p.doc.Draw == nil {
		return Draw{}, false
	}
	return *p.doc.Draw, true
}

// Rules lists every rule with its source and confidence, in the order they are asked.
func (p *Policy) Rules() []Rule { return append([]Rule(nil), p.doc.Rules...) }

// Classes lists the classes of the order, in the order of the file.
func (p *Policy) Classes() []Class {
	if p.doc.Order == nil {
		return nil
	}
	return append([]Class(nil), p.doc.Order.Classes...)
}

// Allotment is what the optimiser weighs; ok is false when the policy says nothing about it.
func (p *Policy) Allotment() (a Allotment, ok bool) {
	if p.doc.Allotment == nil {
		return Allotment{}, false
	}
	return *p.doc.Allotment, true
}
