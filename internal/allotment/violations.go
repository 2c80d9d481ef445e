package allotment

// Violations counts the households that wait although they could be housed without putting out anybody ahead of them in
// line: what a mode other than priority takes from the published order. A group stands in line where its first member does
// and stays in the settlement it was given; members of groups that wait are not counted. ok is false where settlements count people: then whether somebody
// could be housed is no longer a question of homes alone.
func (pr *Problem) Violations(r *Result) (count int, ok bool) {
	if pr.counted() {
		return 0, false
	}
	c := pr.shapes()
	if pr.Rules.Together {
		c = pr.build(scheme{worth: pr.preference, held: pr.heldAsIn(r)})
	}
	s := newSeating(c)
	closed := make([]bool, len(c.count))
	for i, n := range c.of {
		switch {
		case n < 0:
		case pr.grouped(i):
			pr.insertGroup(s, c, int32(i))
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
func (pr *Problem) insertGroup(s *seating, c *classes, member int32) {
	members := pr.members[pr.Households[member].Group]
	if members[0] != member {
		return
	}
	for _, m := range members {
		s.insert(c.of[m])
	}
}

// heldAsIn holds the groups of an allotment to the settlements they got.
func (pr *Problem) heldAsIn(r *Result) func(i int) int32 {
	return func(i int) int32 {
		switch {
		case !pr.grouped(i):
			return anywhere
		case r.Type[i] >= 0:
			return int32(pr.settlementOf(r.Type[i]))
		}
		return nowhere
	}
}
