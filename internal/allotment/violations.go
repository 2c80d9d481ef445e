package allotment

// Violations counts the households that wait although they could be housed without putting out anybody ahead of them in
// line: what a mode other than priority takes from the published order. Groups stay in the settlement they were given,
// and members of groups that wait are not counted. ok is false where settlements count people: then whether somebody
// could be housed is no longer a question of homes alone.
func Violations(in *Input, r *Result) (count int, ok bool) {
	ins := prepare(in)
	if ins.counted() {
		return 0, false
	}
	c := ins.build(scheme{worth: ins.preference, held: func(i int) int32 {
		switch {
		case !ins.grouped(i):
			return anywhere
		case r.Type[i] >= 0:
			return int32(ins.settlementOf(r.Type[i]))
		}
		return nowhere
	}})
	s := newSeating(c)
	closed := make([]bool, len(c.count))
	for i, n := range c.of {
		switch {
		case n < 0 || closed[n]:
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
