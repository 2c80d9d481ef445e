package allotment

// Solve allots by one mode. The same problem always gives the same answer.
func (pr *Problem) Solve(mode Mode) *Result {
	coupled := pr.Rules.Together && len(pr.members) > 0 || pr.counted()
	switch {
	case mode == Draw:
		return pr.inTurn()
	case mode == Priority && coupled:
		r := pr.allotInLine(pr.seatParties())
		pr.evenOut(r)
		pr.closeSets(r)
		return r
	case mode == Priority:
		r := pr.allotInLine(pr.seatHouseholds())
		pr.closeSets(r)
		return r
	case coupled:
		return pr.allotTogether()
	}
	c := pr.build(scheme{worth: pr.Rules.value, byRank: true, waits: true})
	f := c.solve()
	return pr.result(mode, c, f)
}

func (pr *Problem) result(mode Mode, c *classes, f flow) *Result {
	return &Result{
		Mode: mode, Type: deal(c, f), Price: f.price[:len(pr.Types)], PersonPrice: make([]int64, len(pr.Settlements)),
		Searched: true,
	}
}

// shapes are the classes of all households by what they may get, whatever their rank. They are built once.
func (pr *Problem) shapes() *classes {
	if pr.shapeClasses == nil {
		pr.shapeClasses = pr.build(scheme{worth: pr.preference})
	}
	return pr.shapeClasses
}

// preference is the worth in priority mode: the fewest lost wishes, then spare rooms, then accessible homes misused.
func (pr *Problem) preference(_ int32, t terms) int64 { return -pr.packing.cost(t) }

// seatHouseholds decides who is housed where no groups and no capacities in people bind them together.
func (pr *Problem) seatHouseholds() []int32 {
	c := pr.shapes()
	s := newSeating(c)
	held := make([]int32, len(pr.Households))
	closed := make([]bool, len(c.count)) // classes of which one was turned away: every later one is too
	for i, n := range c.of {
		held[i] = anywhere
		if closed[n] || !s.insert(n) {
			held[i] = nowhere
			closed[n] = true
		}
	}
	return held
}

// allotInLine houses those who are not held nowhere, at the least cost, each in the settlement it is held to.
func (pr *Problem) allotInLine(held []int32) *Result {
	c := pr.build(scheme{worth: pr.preference, held: func(i int) int32 { return held[i] }})
	return pr.result(Priority, c, c.solve())
}
