package allotment

// Solve allots by one mode. The same problem always gives the same answer.
func (ins *Problem) Solve(mode Mode) *Result {
	coupled := ins.Rules.Together && len(ins.members) > 0 || ins.counted()
	switch {
	case mode == Draw:
		return ins.inTurn()
	case mode == Priority && coupled:
		r := ins.allotInLine(ins.seatParties())
		ins.evenOut(r)
		ins.closeSets(r)
		return r
	case mode == Priority:
		r := ins.allotInLine(ins.seatHouseholds())
		ins.closeSets(r)
		return r
	case coupled:
		return ins.allotTogether()
	}
	c := ins.build(scheme{worth: ins.Rules.value, byRank: true, waits: true})
	f := c.solve()
	return ins.result(mode, c, f)
}

func (ins *Problem) result(mode Mode, c *classes, f flow) *Result {
	return &Result{
		Mode: mode, Type: deal(c, f), Price: f.price[:len(ins.Types)], PersonPrice: make([]int64, len(ins.Settlements)),
		Searched: true,
	}
}

// shapes are the classes of all households by what they may get, whatever their rank. They are built once.
func (ins *Problem) shapes() *classes {
	if ins.shapeClasses == nil {
		ins.shapeClasses = ins.build(scheme{worth: ins.preference})
	}
	return ins.shapeClasses
}

// preference is the worth in priority mode: the fewest lost wishes, then spare rooms, then accessible homes misused.
func (ins *Problem) preference(_ int32, t terms) int64 { return -ins.packing.cost(t) }

// seatHouseholds decides who is housed where no groups and no capacities in people bind them together.
func (ins *Problem) seatHouseholds() []int32 {
	c := ins.shapes()
	s := newSeating(c)
	held := make([]int32, len(ins.Households))
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
func (ins *Problem) allotInLine(held []int32) *Result {
	c := ins.build(scheme{worth: ins.preference, held: func(i int) int32 { return held[i] }})
	return ins.result(Priority, c, c.solve())
}
