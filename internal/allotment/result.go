package allotment

// Result is an allotment of one mode.
type Result struct {
	Mode Mode
	// Type is the home type of each household, -1 if it waits.
	Type []int32
	// Price is the price of each home type and PersonPrice that of a place for one person in each settlement, in the unit
	// of the mode's score. Nil in draw mode, where nothing is weighed.
	Price       []int64
	PersonPrice []int64
	// ClosedSets are the sets of home types that waiting households point to, Set the one of each household, -1 for none.
	// Every home of the set is held by somebody ahead who could get nothing outside it. Priority mode only.
	ClosedSets [][]int32
	Set        []int32
	// Bound is what a search proved no allotment can exceed, where there was one (Bounded): under groups and capacities. It
	// can be lower than the bound that the prices prove. Searched says that it came to its end, so that Bound is the value.
	Bound    int64
	Bounded  bool
	Searched bool
}

// setPrices takes the prices of rows of the relaxation.
func (r *Result) setPrices(in *Input, rows []float64, rowOf []int32) {
	r.Price = make([]int64, len(in.Types))
	for j := range r.Price {
		r.Price[j] = int64(rows[j])
	}
	r.PersonPrice = make([]int64, len(in.Settlements))
	for s, row := range rowOf {
		if row >= 0 {
			r.PersonPrice[s] = int64(rows[row])
		}
	}
}

// BestBound is the lower of what the prices of a checked weighted allotment prove and what its search proved.
func (r *Result) BestBound(v *Verdict) int64 {
	bound := v.Bound.Int64()
	if r.Bounded {
		bound = min(bound, r.Bound)
	}
	return bound
}
