package allotment

// Result is an allotment of one mode.
type Result struct {
	Mode  Mode
	Type  []int32 // household -> home type, -1 if it waits
	Price []int64 // home type -> price; nil in draw mode
}

// Solve allots by one mode.
func Solve(in *Input, mode Mode) (*Result, error) {
	ins := prepare(in)
	switch mode {
	case Weighted:
		c := ins.build(scheme{worth: ins.Rules.value, byRank: true, waits: true})
		f := c.solve()
		return &Result{Mode: mode, Type: deal(c, f), Price: f.price}, nil
	case Priority:
		preference := func(_ int32, t terms) int64 { return -ins.packing.cost(t) }
		s := seat(ins.build(scheme{worth: preference}))
		c := ins.build(scheme{worth: preference, takes: func(i int) int {
			if s.housed[i] {
				return anywhere
			}
			return nowhere
		}})
		f := c.solve()
		return &Result{Mode: mode, Type: deal(c, f), Price: f.price}, nil
	}
	return nil, nil
}
