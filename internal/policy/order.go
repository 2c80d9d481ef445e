package policy

import "homeward"

// order finds the place in the line: class and points.
func (q *inquiry) order(d *Decision, on homeward.Date) {
	o := q.policy.doc.Order
	if o == nil || !o.InForce(on) {
		return
	}
	q.class(d, o, on)
	if len(o.Points) > 0 {
		q.points(d, o, on)
	}
}

// class is the class of best rank whose condition holds, of two of equal rank the first. A class that comes before it
// and cannot be answered leaves the class open.
func (q *inquiry) class(d *Decision, o *Order, on homeward.Date) {
	var unknown facts
	var best, open *Class
	for i := range o.Classes {
		c := &o.Classes[i]
		if !c.InForce(on) || best != nil && c.Rank >= best.Rank {
			continue
		}
		holds, decided := q.holds(c.When, "order.classes."+c.ID, &unknown, d)
		switch {
		case holds:
			best = c
		case !decided && (open == nil || c.Rank < open.Rank):
			open = c
		}
	}
	if open != nil && (best == nil || open.Rank <= best.Rank) {
		d.wait("class", unknown)
		return
	}
	if best != nil {
		d.Class, d.Rank = best.ID, best.Rank
	}
}

// points adds up what the household earns. One part that cannot be answered leaves the sum open.
func (q *inquiry) points(d *Decision, o *Order, on homeward.Date) {
	var unknown facts
	open := false
	var parts []Part
	for i := range o.Points {
		pt := &o.Points[i]
		if !pt.InForce(on) {
			continue
		}
		entry := "order.points." + pt.ID
		earns, decided := q.holds(pt.When, entry, &unknown, d)
		if decided && !earns {
			continue
		}
		value, known := q.number(pt.Value, entry, &unknown, d)
		if !decided || !known {
			open = true
			continue
		}
		if value != 0 {
			parts = append(parts, Part{ID: pt.ID, Value: value, Group: pt.Group, Counted: true})
		}
	}
	if open {
		d.wait("points", unknown)
		return
	}
	sum := combine(parts, o)
	d.Points, d.Breakdown = &sum, parts
	q.threshold(d, o, sum, on)
}

// combine adds the parts. Of a group whose rule is max only the greatest counts; the others are marked.
func combine(parts []Part, o *Order) float64 {
	greatest := map[string]int{}
	for i, p := range parts {
		if p.Group == "" || o.groupRule(p.Group) != GroupMax {
			continue
		}
		j, seen := greatest[p.Group]
		switch {
		case !seen:
			greatest[p.Group] = i
		case p.Value > parts[j].Value:
			parts[j].Counted = false
			greatest[p.Group] = i
		default:
			parts[i].Counted = false
		}
	}
	sum := 0.0
	for _, p := range parts {
		if p.Counted {
			sum += p.Value
		}
	}
	return sum
}

// groupRule is how the points of a group combine: what an entry of the group says, else the order, else their sum.
func (o *Order) groupRule(group string) GroupRule {
	for i := range o.Points {
		if o.Points[i].Group == group && o.Points[i].GroupRule != "" {
			return o.Points[i].GroupRule
		}
	}
	return o.GroupRule
}

// threshold compares the points with the first threshold that concerns the household.
func (q *inquiry) threshold(d *Decision, o *Order, points float64, on homeward.Date) {
	var unknown facts
	for i := range o.Thresholds {
		t := &o.Thresholds[i]
		if !t.InForce(on) {
			continue
		}
		entry := "order.thresholds." + t.ID
		concerns, decided := q.holds(t.When, entry, &unknown, d)
		if decided && !concerns {
			continue
		}
		least, known := q.number(t.Min, entry, &unknown, d)
		if !decided || !known {
			d.wait("threshold", unknown)
			return
		}
		d.Threshold = &Reaching{ID: t.ID, Min: least, Reached: points >= least}
		return
	}
}

// ClassOf is the class of a household on a day and its rank, 1 first; both empty when the policy has no classes or the
// household is in none. When a fact is missing the error is of kind Blocked and names it.
func (p *Policy) ClassOf(h *Household, on homeward.Date) (class string, rank int, err error) {
	q := p.inquiries.Get().(*inquiry)
	defer p.release(q)
	q.begin(&Case{Household: h, Today: on})
	q.count(on)
	var d Decision
	if o := p.doc.Order; o != nil && o.InForce(on) {
		q.class(&d, o, on)
	}
	if missing, open := d.Undetermined["class"]; open {
		fact := ""
		if len(missing) > 0 {
			fact = missing[0]
		}
		return "", 0, homeward.Errorf(homeward.Blocked, "policy.fact_missing", "Fact", fact)
	}
	return d.Class, d.Rank, nil
}
