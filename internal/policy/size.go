package policy

import "homeward"

// size applies the norms: the first of each measure whose condition holds.
func (q *inquiry) size(d *Decision, on homeward.Date) {
	for _, m := range []Measure{MeasureRooms, MeasureArea} {
		var unknown facts
		n, step, ok := q.norm(m, on, &unknown, d)
		if n == nil {
			if !ok && len(unknown) > 0 {
				d.wait(string(m), unknown)
			}
			continue
		}
		if q.membersUnknown != nil {
			unknown.add(q.membersUnknown)
			d.wait(string(m), unknown)
			continue
		}
		n.fill(d, len(q.members.members), step)
	}
}

// norm finds the norm of a measure that applies. When it cannot be told, ok is false.
func (q *inquiry) norm(m Measure, on homeward.Date, unknown *facts, d *Decision) (n *Norm, step, ok bool) {
	for i := range q.policy.doc.Norms {
		n := &q.policy.doc.Norms[i]
		if n.Measure != m || !n.InForce(on) {
			continue
		}
		applies, decided := q.holds(n.When, "norms."+n.ID, unknown, d)
		if !decided {
			return nil, false, false
		}
		if !applies {
			continue
		}
		if n.StepUpWhen.IsZero() {
			return n, false, true
		}
		if step, decided = q.holds(n.StepUpWhen, "norms."+n.ID, unknown, d); !decided {
			return nil, false, false
		}
		return n, step, true
	}
	return nil, false, true
}

// fill puts what the norm gives to so many persons into the decision; step takes the next row.
func (n *Norm) fill(d *Decision, persons int, step bool) {
	row := n.row(persons, step)
	if n.Measure == MeasureRooms {
		if row != nil && row.Rooms != nil {
			d.Norm, d.Rooms = n.ID, *row.Rooms
		}
		return
	}
	area := Area{Norm: n.ID}
	switch {
	case n.MinM2PerPerson != nil:
		area.Min = *n.MinM2PerPerson * float64(persons)
	case row != nil:
		if row.MinM2 != nil {
			area.Min = *row.MinM2
		}
		if row.MaxM2 != nil {
			area.Max = *row.MaxM2
		}
	default:
		return
	}
	d.Area = &area
}

// row is the row for so many persons, or the one after it; nil when the table has none, as for nobody at all.
func (n *Norm) row(persons int, step bool) *Row {
	for i := range n.Table {
		if n.Table[i].Persons.Holds(persons) {
			if step && i+1 < len(n.Table) {
				i++
			}
			return &n.Table[i]
		}
	}
	return nil
}

// Rooms is the number of rooms for so many persons in a dwelling of a type on a day, and the norm that says so. It is
// the cheap form of Evaluate for norms that ask nothing but the type; a norm that asks more about the household gives an
// error of kind Blocked that names the fact, and a policy without a norm for the type one of kind NotFound.
func (p *Policy) Rooms(dwellingType string, persons int, on homeward.Date) (rooms int, norm string, err error) {
	q := p.inquiries.Get().(*inquiry)
	defer p.release(q)
	q.begin(&Case{Dwelling: &Dwelling{Type: Known(dwellingType)}, Today: on})
	var unknown facts
	var d Decision
	n, step, ok := q.norm(MeasureRooms, on, &unknown, &d)
	if !ok {
		missing := unknown.sorted()
		first := ""
		if len(missing) > 0 {
			first = missing[0]
		}
		return 0, "", homeward.Errorf(homeward.Blocked, "policy.fact_missing", "Fact", first)
	}
	if n != nil {
		n.fill(&d, persons, step)
	}
	if d.Rooms == 0 {
		return 0, "", homeward.Errorf(homeward.NotFound, "policy.no_norm", "Policy", p.ID(), "Type", dwellingType, "Persons", persons)
	}
	return d.Rooms, d.Norm, nil
}
