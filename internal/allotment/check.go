package allotment

import (
	"math/big"
	"slices"

	"homeward"
)

// Verdict is what a check found by counting and adding alone.
type Verdict struct {
	Measures Measures
	// Score is the total in the unit of the mode, Bound what no allotment of these households can exceed by the prices,
	// Gap the difference. All zero in draw mode, which weighs nothing.
	Score, Bound, Gap *big.Int
	// Waiting households without a closed set (priority mode). Without groups and capacities there are none.
	Unproved int
}

// Measures say what an allotment achieved.
type Measures struct {
	Households, Dwellings int
	Housed                int
	People                int   // in the housed households
	Wishes                []int // housed by the wish that was met, first wish first; the last counts homes on no list
	LostWishes            int   // 0 for a first wish, 1 for a second, …
	SpareRooms            int
	AccessibleUnneeded    int
	LeftEmpty             int
	Value                 int64 // by the published weights, whatever the mode
}

// Verify checks an allotment against its rules and its proof. It shares no code with the solver: it reads the input,
// looks up, compares and adds.
func Verify(in *Input, r *Result) (*Verdict, error) {
	j := newJudge(in, r)
	for _, step := range []func() error{j.homes, j.people, j.groups, j.proof} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return j.verdict, nil
}

// Measure says what an allotment achieved, and checks no more than that everybody has a home that it may have. It is for
// what the draw itself decided, whose rules package draw checks.
func Measure(in *Input, r *Result) (Measures, error) {
	j := newJudge(in, r)
	err := j.homes()
	return j.verdict.Measures, err
}

// judge holds what the parts of a check share.
type judge struct {
	in      *Input
	r       *Result
	verdict *Verdict
	byNeed  [][][]choice // what each need allows in each settlement
	offList int32
	packing packing
}

// choice is a home type within a norm.
type choice struct {
	kind, settlement, spare int32
	accessible              bool
}

func newJudge(in *Input, r *Result) *judge {
	j := &judge{in: in, r: r, offList: in.unwished(), packing: in.packing()}
	j.verdict = &Verdict{Score: new(big.Int), Bound: new(big.Int), Gap: new(big.Int)}
	of := make([][]int32, len(in.Strata))
	for k, t := range in.Types {
		of[t.Stratum] = append(of[t.Stratum], int32(k))
	}
	for _, need := range in.Needs {
		at := make([][]choice, len(in.Settlements))
		for _, a := range need.Allowed {
			s := in.Strata[a.Stratum].Settlement
			for _, k := range of[a.Stratum] {
				at[s] = append(at[s], choice{k, int32(s), int32(a.Spare), in.Types[k].Accessible})
			}
		}
		j.byNeed = append(j.byNeed, at)
	}
	return j
}

func refuse(part string, pairs ...any) error {
	return homeward.Errorf(homeward.Invalid, "allotment.proof_wrong", append([]any{"Part", part}, pairs...)...)
}

// may calls f with everything a household may get and what it means to it.
func (j *judge) may(h *Household, f func(c *choice, t terms)) {
	for at, s := range h.Wishes {
		j.mayIn(h, int(s), int32(at), f)
	}
	if j.in.Rules.OnlyWished {
		return
	}
	for s := range j.byNeed[h.Need] {
		if !slices.Contains(h.Wishes, int32(s)) {
			j.mayIn(h, s, j.offList, f)
		}
	}
}

func (j *judge) mayIn(h *Household, settlement int, wish int32, f func(c *choice, t terms)) {
	options := j.byNeed[h.Need][settlement]
	for n := range options {
		c := &options[n]
		if h.Accessible && !c.accessible {
			continue
		}
		t := terms{wish: wish, spare: c.spare}
		if c.accessible && !h.Accessible {
			t.waste = 1
		}
		f(c, t)
	}
}

// homes sees that everybody has what it may have and no type is overfull, and measures what was achieved.
func (j *judge) homes() error {
	in, m := j.in, &j.verdict.Measures
	if len(j.r.Type) != len(in.Households) {
		return refuse("households")
	}
	m.Households = len(in.Households)
	m.Wishes = make([]int, j.offList+1) // the last for homes on no list
	held := make([]int, len(in.Types))
	for i := range in.Households {
		h, got := &in.Households[i], j.r.Type[i]
		if got == -1 {
			continue
		}
		found := false
		j.may(h, func(c *choice, t terms) {
			if c.kind != got || found {
				return
			}
			found = true
			m.count(h, t)
			m.Value += in.Rules.value(h.Rank, t)
		})
		if !found {
			return refuse("not_allowed", "Household", h.ID)
		}
		held[got]++
	}
	for k, t := range in.Types {
		m.Dwellings += t.Homes
		if held[k] > t.Homes {
			return refuse("overfull", "Type", k)
		}
	}
	m.LeftEmpty = m.Dwellings - m.Housed
	return nil
}

func (m *Measures) count(h *Household, t terms) {
	m.Housed++
	m.People += int(h.People)
	m.Wishes[t.wish]++
	m.LostWishes += int(t.wish)
	m.SpareRooms += int(t.spare)
	m.AccessibleUnneeded += int(t.waste)
}

func (j *judge) settlement(kind int32) int { return j.in.Strata[j.in.Types[kind].Stratum].Settlement }

// people sees that no settlement gets more people than it can take.
func (j *judge) people() error {
	came := make([]int, len(j.in.Settlements))
	for i, got := range j.r.Type {
		if got >= 0 {
			came[j.settlement(got)] += int(j.in.Households[i].People)
		}
	}
	for s, x := range j.in.Settlements {
		if x.People >= 0 && came[s] > x.People {
			return refuse("people", "Place", x.ID)
		}
	}
	return nil
}

// groups sees that groups are together, where that is the rule.
func (j *judge) groups() error {
	if !j.in.Rules.Together {
		return nil
	}
	where := map[int32]int{}
	for i, got := range j.r.Type {
		g := j.in.Households[i].Group
		if g == NoGroup {
			continue
		}
		at := -1
		if got >= 0 {
			at = j.settlement(got)
		}
		if first, ok := where[g]; ok && first != at {
			return refuse("apart", "Household", j.in.Households[i].ID)
		}
		where[g] = at
	}
	return nil
}

func (j *judge) proof() error {
	switch j.r.Mode {
	case Draw:
		return j.turns()
	case Priority:
		if err := j.sets(); err != nil {
			return err
		}
	}
	return j.prices()
}
