package policy

import (
	"cmp"
	"maps"
	"slices"

	"homeward"
)

// Simulation: what a change of rules does to the households of a register, before it is made.

// Variant is a policy on a day.
type Variant struct {
	Policy *Policy
	Today  homeward.Date
}

// Change is a household about which two variants say different things.
type Change struct {
	Index     int         `json:"index"` // in the list handed in
	Household string      `json:"household,omitempty"`
	Group     string      `json:"group,omitempty"`
	Kinds     []Changed   `json:"changed"`
	Before    ChangedSide `json:"before"`
	After     ChangedSide `json:"after"`
}

// ChangedSide is one side of a change.
type ChangedSide struct {
	Outcome  Outcome  `json:"outcome"`
	Refusals []string `json:"refusals,omitempty"` // keys
	Rules    []string `json:"rules,omitempty"`
	Missing  []string `json:"missing,omitempty"`
	Class    string   `json:"class,omitempty"`
	Rank     int      `json:"rank,omitempty"`
	Points   *float64 `json:"points,omitempty"`
	Rooms    int      `json:"rooms,omitempty"`
	Amount   *int     `json:"amount,omitempty"`
}

// Changed says in what way a household's case changes.
type Changed string

const (
	In        Changed = "in"        // it becomes eligible
	Out       Changed = "out"       // it is no longer eligible
	Reopened  Changed = "reopened"  // it was refused and is so no more; it may still be undecided
	Reason    Changed = "reason"    // it is refused both times, for other reasons
	Earlier   Changed = "earlier"   // its place in the order gets better
	Later     Changed = "later"     // its place in the order gets worse
	SizeUp    Changed = "size_up"   // more rooms
	SizeDown  Changed = "size_down" // fewer rooms
	MoneyUp   Changed = "money_up"
	MoneyDown Changed = "money_down"
)

// ChangeKinds in the order they are told.
var ChangeKinds = []Changed{In, Out, Reopened, Reason, Earlier, Later, SizeUp, SizeDown, MoneyUp, MoneyDown}

// RuleCount is how many households a rule refuses: in all, and as the only rule that stands against them.
type RuleCount struct {
	Rule  string `json:"rule"`
	Key   string `json:"key"`
	All   int    `json:"all"`
	Alone int    `json:"alone"`
}

// Tally is what a variant says about all households together.
type Tally struct {
	Outcomes map[Outcome]int `json:"outcomes"`
	Rules    []RuleCount     `json:"rules,omitempty"`
	// Missing counts the households whose outcome waits for a fact, by the fact; of members without their number.
	Missing map[string]int `json:"missing,omitempty"`
}

// Comparison is what two variants say about the same households.
type Comparison struct {
	Households int             `json:"households"`
	A          Tally           `json:"a"`
	B          Tally           `json:"b"`
	Counts     map[Changed]int `json:"counts"`
	// Groups counts the changes within each group of households.
	Groups  map[string]map[Changed]int `json:"groups,omitempty"`
	Changes []Change                   `json:"changes,omitempty"`
}

// Comparer compares two variants, case after case, and keeps no case.
type Comparer struct {
	a, b           Variant
	rulesA, rulesB map[string]*RuleCount
	most           int
	out            Comparison
}

// NewComparer compares a with b. At most so many changed households are listed, all are counted; a negative number lists
// all.
func NewComparer(a, b Variant, most int) *Comparer {
	tally := func() Tally { return Tally{Outcomes: map[Outcome]int{}, Missing: map[string]int{}} }
	return &Comparer{a: a, b: b, most: most, rulesA: map[string]*RuleCount{}, rulesB: map[string]*RuleCount{},
		out: Comparison{A: tally(), B: tally(), Counts: map[Changed]int{}, Groups: map[string]map[Changed]int{}}}
}

// Resume begins with what was found before, as Result gave it: about the cases that come before those now added.
func (c *Comparer) Resume(found Comparison) {
	for _, t := range []struct {
		into  *Tally
		rules map[string]*RuleCount
		from  Tally
	}{{&c.out.A, c.rulesA, found.A}, {&c.out.B, c.rulesB, found.B}} {
		maps.Copy(t.into.Outcomes, t.from.Outcomes)
		maps.Copy(t.into.Missing, t.from.Missing)
		for _, r := range t.from.Rules {
			t.rules[r.Rule] = &r
		}
	}
	c.out.Households, c.out.Changes = found.Households, found.Changes
	maps.Copy(c.out.Counts, found.Counts)
	maps.Copy(c.out.Groups, found.Groups)
}

// Result is what was found so far.
func (c *Comparer) Result() Comparison {
	c.out.A.Rules = sortedCounts(c.rulesA)
	c.out.B.Rules = sortedCounts(c.rulesB)
	return c.out
}

// Add decides a case under both variants; its own day does not count. Group is what the household is counted in, or
// empty. What changes for the household is given back; without Kinds nothing does.
func (c *Comparer) Add(cs Case, group string) Change {
	cs.Today = c.a.Today
	before := c.a.Policy.Evaluate(cs)
	cs.Today = c.b.Today
	after := c.b.Policy.Evaluate(cs)
	index := c.out.Households
	c.out.Households++
	c.out.A.add(before, c.rulesA)
	c.out.B.add(after, c.rulesB)
	kinds := changes(&before, &after)
	change := Change{Index: index, Group: group, Kinds: kinds}
	if len(kinds) == 0 {
		return change
	}
	c.count(kinds, group)
	if cs.Household != nil {
		change.Household, _ = cs.Household.ID.Get()
	}
	change.Before, change.After = side(&before), side(&after)
	if c.most < 0 || len(c.out.Changes) < c.most {
		c.out.Changes = append(c.out.Changes, change)
	}
	return change
}

func (c *Comparer) count(kinds []Changed, group string) {
	for _, k := range kinds {
		c.out.Counts[k]++
		if group == "" {
			continue
		}
		if c.out.Groups[group] == nil {
			c.out.Groups[group] = map[Changed]int{}
		}
		c.out.Groups[group][k]++
	}
}

// changes lists in what ways two decisions differ for the household. Undecided is neither in nor out.
func changes(a, b *Decision) []Changed {
	var out []Changed
	add := func(when bool, k Changed) {
		if when {
			out = append(out, k)
		}
	}
	add(a.Outcome != Eligible && b.Outcome == Eligible, In)
	add(a.Outcome == Eligible && b.Outcome != Eligible, Out)
	add(a.Outcome == Refused && b.Outcome != Refused, Reopened)
	add(a.Outcome == Refused && b.Outcome == Refused && !slices.Equal(keysOfRefusals(a), keysOfRefusals(b)), Reason)
	place := placeOf(b, a)
	add(place < 0, Earlier)
	add(place > 0, Later)
	add(a.Rooms > 0 && b.Rooms > a.Rooms, SizeUp)
	add(b.Rooms > 0 && b.Rooms < a.Rooms, SizeDown)
	if a.Amount != nil && b.Amount != nil {
		add(*b.Amount > *a.Amount, MoneyUp)
		add(*b.Amount < *a.Amount, MoneyDown)
	}
	return out
}

func rulesOf(d *Decision) []string {
	out := make([]string, len(d.Refusals))
	for i := range d.Refusals {
		out[i] = d.Refusals[i].Rule
	}
	return out
}

func keysOfRefusals(d *Decision) []string {
	out := make([]string, len(d.Refusals))
	for i := range d.Refusals {
		out[i] = d.Refusals[i].Key
	}
	return out
}

// placeOf compares two places in the line: negative when x comes before y. Class decides before points; where one of
// the two has neither there is nothing to compare.
func placeOf(x, y *Decision) int {
	if x.Rank > 0 && y.Rank > 0 && x.Rank != y.Rank {
		return cmp.Compare(x.Rank, y.Rank)
	}
	if x.Points != nil && y.Points != nil {
		return cmp.Compare(*y.Points, *x.Points)
	}
	return 0
}

func side(d *Decision) ChangedSide {
	return ChangedSide{Outcome: d.Outcome, Refusals: keysOfRefusals(d), Rules: rulesOf(d), Missing: d.Missing, Class: d.Class, Rank: d.Rank,
		Points: d.Points, Rooms: d.Rooms, Amount: d.Amount}
}

func (t *Tally) add(d Decision, rules map[string]*RuleCount) {
	t.Outcomes[d.Outcome]++
	for _, r := range d.Refusals {
		if rules[r.Rule] == nil {
			rules[r.Rule] = &RuleCount{Rule: r.Rule, Key: r.Key}
		}
		rules[r.Rule].All++
		if len(d.Refusals) == 1 {
			rules[r.Rule].Alone++
		}
	}
	seen := map[string]bool{}
	for _, m := range d.Missing {
		if m = withoutNumber(m); !seen[m] {
			seen[m] = true
			t.Missing[m]++
		}
	}
}

// withoutNumber makes household.members[3].citizen household.members[].citizen.
func withoutNumber(path string) string {
	const members = "household.members["
	if len(path) <= len(members) || path[:len(members)] != members {
		return path
	}
	for i := len(members); i < len(path); i++ {
		if path[i] == ']' {
			return members + path[i:]
		}
	}
	return path
}

// sortedCounts puts the rule that refuses most first.
func sortedCounts(rules map[string]*RuleCount) []RuleCount {
	var out []RuleCount
	for _, r := range rules {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(x, y RuleCount) int {
		return cmp.Or(cmp.Compare(y.All, x.All), cmp.Compare(x.Rule, y.Rule))
	})
	return out
}
