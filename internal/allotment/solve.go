package allotment

// Solve allots by one mode. The input must have passed Check.
func Solve(in *Input, mode Mode) *Result { return prepare(in).solve(mode) }

func (ins *instance) solve(mode Mode) *Result {
	coupled := ins.Rules.Together && len(ins.members) > 0 || ins.counted()
	switch {
	case mode == Draw:
		return ins.inTurn()
	case mode == Priority && coupled:
		return ins.allotInLine(ins.seatParties())
	case mode == Priority:
		return ins.allotInLine(ins.seatHouseholds())
	case coupled:
		return ins.allotTogether()
	}
	c := ins.build(scheme{worth: ins.Rules.value, byRank: true, waits: true})
	f := c.solve()
	return ins.result(mode, c, f)
}

func (ins *instance) result(mode Mode, c *classes, f flow) *Result {
	return &Result{
		Mode: mode, Type: deal(c, f), Price: f.price[:len(ins.Types)], PersonPrice: make([]int64, len(ins.Settlements)),
		Searched: true,
	}
}

// preference is the worth in priority mode: the fewest lost wishes, then spare rooms, then accessible homes misused.
func (ins *instance) preference(_ int32, t terms) int64 { return -ins.packing.cost(t) }

// seatHouseholds decides who is housed where no groups and no capacities in people bind them together.
func (ins *instance) seatHouseholds() []int32 {
	c := ins.build(scheme{worth: ins.preference})
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
func (ins *instance) allotInLine(held []int32) *Result {
	c := ins.build(scheme{worth: ins.preference, held: func(i int) int32 { return held[i] }})
	r := ins.result(Priority, c, c.solve())
	ins.closeSets(r)
	return r
}
