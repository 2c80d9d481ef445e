package allotment

// Violations counts the households that wait although they could be housed without putting out anybody ahead of them in
// line: what a mode other than priority takes from the published order. A group stands in line where its first member does
// and stays in the settlement it was given; members of groups that wait are not counted. ok is false where settlements count people: then whether somebody
// could be housed is no longer a question of homes alone.
func (ins *Problem) Violations(r *Result) (count int, ok bool) {
	if ins.counted() {
		return 0, false
	}
	c := ins.shapes()
	if ins.Rules.Together {
		c = ins.build(scheme{worth: ins.preference, held: ins.heldAsIn(r)})
	}
	s := newSeating(c)
	closed := make([]bool, len(c.count))
	for i, n := range c.of {
		switch {
		case n < 0:
		case ins.grouped(i):
			ins.insertGroup(s, c, int32(i))
		case closed[n]:
		case r.Type[i] >= 0:
			s.insert(n)
		case s.fits(n):
			count++
		default:
			closed[n] = true
		}
	}
	return count, true
}

// insertGroup houses a group that is housed when the turn of its first member comes.
func (ins *Problem) insertGroup(s *seating, c *classes, member int32) {
	members := ins.members[ins.Households[member].Group]
	if members[0] != member {
		return
	}
	for _, m := range members {
		s.insert(c.of[m])
	}
}

// heldAsIn holds the groups of an allotment to the settlements they got.
func (ins *Problem) heldAsIn(r *Result) func(i int) int32 {
	return func(i int) int32 {
		switch {
		case !ins.grouped(i):
			return anywhere
		case r.Type[i] >= 0:
			return int32(ins.settlementOf(r.Type[i]))
		}
		return nowhere
	}
}
