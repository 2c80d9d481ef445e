package policy

import (
	"sort"

	"homeward"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Refusal is one rule that says no, with everything a family may ask about it.
type Refusal struct {
	homeward.Refusal
	Stage Stage `json:"stage"`
	// Members it fails for, by their index in the household; empty when it fails for the household as a whole.
	Members []int `json:"members,omitempty"`
	// Evidence are the papers that would prove the fact, by the words of the policy.
	Evidence []string `json:"evidence,omitempty"`
	// Advice is what the policy file itself says would change it, in the file's own words.
	Advice     string     `json:"advice,omitempty"`
	Confidence Confidence `json:"confidence"`
	Source     []string   `json:"source,omitempty"`
}

// Fault is an expression that could not be computed for this case, such as one that asks for the third member of two.
type Fault struct {
	Entry  string `json:"entry"`
	Detail string `json:"detail"`
}

// Decision is what a policy says about a case.
//
// Outcome, Refusals and Missing are about the right: whether a rule stands against the household. The other parts say
// what follows from the policy if none does: which size, which place in the line, how much. A part that depends on a
// fact nobody recorded is left out, and Undetermined names the fact.
type Decision struct {
	Outcome  Outcome   `json:"outcome"`
	Refusals []Refusal `json:"refusals"`
	// Missing are the facts without which the outcome is undecided, such as household.owns_home or
	// household.members[1].citizen.
	Missing []string `json:"missing"`
	Faults  []Fault  `json:"faults,omitempty"`

	// Counted is how many members count; LeftOut are those who do not, by their index in the household.
	Counted int   `json:"counted"`
	LeftOut []int `json:"left_out,omitempty"`
	// MayApplyAlone are members who count here and may also be a unit of their own, by their index in the household.
	MayApplyAlone []int `json:"may_apply_alone,omitempty"`

	Norm  string `json:"norm,omitempty"`  // the norm that gave Rooms
	Rooms int    `json:"rooms,omitempty"` // 0 when the policy has no norm of rooms for this case
	Area  *Area  `json:"area,omitempty"`
	Class string `json:"class,omitempty"`
	Rank  int    `json:"rank,omitempty"` // 1 is served first; 0 when the policy has no classes
	// Points and what they are made of; nil when the policy gives none.
	Points    *float64  `json:"points,omitempty"`
	Breakdown []Part    `json:"breakdown,omitempty"`
	Threshold *Reaching `json:"threshold,omitempty"`
	// Quotas the household may take part in, in the order they are served.
	Quotas []string `json:"quotas,omitempty"`
	Stage  *Opening `json:"stage,omitempty"`
	// Amount is what the policy pays, in whole units of Currency; nil when it pays nothing in this case.
	Amount     *int           `json:"amount,omitempty"`
	Currency   string         `json:"currency,omitempty"`
	Amounts    []Sum          `json:"amounts,omitempty"`
	Limits     []Part         `json:"limits,omitempty"`
	Chances    *int           `json:"chances,omitempty"`
	First      *bool          `json:"first,omitempty"`
	Capacities map[string]int `json:"capacities,omitempty"`
	// Undetermined names, for a part left out, the facts it waits for.
	Undetermined map[string][]string `json:"undetermined,omitempty"`
}

// Area is what a norm of area asks, m2; a Max of 0 is without end.
type Area struct {
	Norm string  `json:"norm"`
	Min  float64 `json:"min_m2"`
	Max  float64 `json:"max_m2,omitempty"`
}

// Part is one named number of a sum.
type Part struct {
	ID    string  `json:"id"`
	Value float64 `json:"value"`
	Group string  `json:"group,omitempty"`
	// Counted is false when the rule of its group took another part of the group in its place.
	Counted bool `json:"counted"`
}

// Sum is one amount that applies.
type Sum struct {
	ID    string `json:"id"`
	Value int    `json:"value"`
	Paid  bool   `json:"paid"`
}

// Reaching compares the points with the threshold of the round.
type Reaching struct {
	ID      string  `json:"id"`
	Min     float64 `json:"min"`
	Reached bool    `json:"reached"`
}

// Opening says whether the household may apply on the day of its application.
type Opening struct {
	Open bool   `json:"open"`
	ID   string `json:"id,omitempty"` // the stage that is open, or the next one that concerns it
	// Opens is the first day of that stage, the zero Date when no stage concerns the household.
	Opens homeward.Date `json:"opens,omitzero"`
}

// Evaluate says everything the policy has to say about a case.
func (p *Policy) Evaluate(c Case) Decision {
	q := p.inquiries.Get().(*inquiry)
	defer p.release(q)
	q.begin(&c)
	counted := q.count(c.Today)
	d := q.judge(&c)
	d.MayApplyAlone, d.LeftOut, d.Counted = counted.alone, counted.left, len(q.members.members)
	if len(counted.unknown) > 0 {
		d.wait("members", counted.unknown)
	}
	q.size(&d, c.Today)
	q.order(&d, c.Today)
	q.quotas(&d, c.Today)
	q.stage(&d, c.Today)
	q.money(&d, c.Today)
	q.draw(&d, c.Today)
	q.capacities(&d, c.Today)
	return d
}

// Judge says only whether a rule stands against the household: the part of Evaluate that a search through a whole
// register needs.
func (p *Policy) Judge(c Case) Decision {
	q := p.inquiries.Get().(*inquiry)
	defer p.release(q)
	q.begin(&c)
	q.count(c.Today)
	return q.judge(&c)
}

func (p *Policy) release(q *inquiry) {
	q.end()
	p.inquiries.Put(q)
}

// judge asks the rules. A rule that fails refuses, whatever else is unknown; without one, a rule that cannot be
// answered leaves the case undecided ("unknown is blocked").
func (q *inquiry) judge(c *Case) Decision {
	d := Decision{Outcome: Eligible, Refusals: []Refusal{}, Missing: []string{}}
	var unknown facts
	for i := range q.policy.doc.Rules {
		r := &q.policy.doc.Rules[i]
		if !r.InForce(c.Today) || !asked(r.Stage, c.Upto) {
			continue
		}
		e := r.Expr()
		if holds, decided := q.holds(e, r.entry, &unknown, &d); decided && holds == r.Require.IsZero() {
			d.Refusals = append(d.Refusals, q.refuse(r, e.code))
		}
	}
	switch {
	case len(d.Refusals) > 0:
		d.Outcome = Refused
	case len(unknown) > 0 || len(d.Faults) > 0:
		d.Outcome = Undecided
		d.Missing = unknown.sorted()
	}
	return d
}

// asked says whether rules of a stage are asked in a case that goes as far as upto.
func asked(stage, upto Stage) bool {
	switch upto {
	case StageApply:
		return stage == StageApply
	case StageMatch:
		return stage != StageGrant
	}
	return true
}

func (q *inquiry) refuse(r *Rule, c *code) Refusal {
	members := q.guilty(c.perMember)
	who := ""
	if len(members) > 0 {
		who = q.household.facts.Members[members[0]].ID
	}
	return Refusal{
		Refusal: homeward.Refusal{Key: r.Refusal, Rule: r.ID, Who: who, Text: r.text, Remedy: r.remedy}, Stage: r.Stage, Members: members,
		Evidence: r.Evidence, Advice: r.Remedy, Confidence: r.Confidence, Source: r.Source,
	}
}

func fault(entry string, v ref.Val) Fault {
	if err, ok := v.(*types.Err); ok {
		return Fault{entry, err.Error()}
	}
	return Fault{entry, "no answer"}
}

// facts are the paths of unknown facts.
type facts map[string]bool

func (f *facts) add(u *types.Unknown) {
	if *f == nil {
		*f = facts{}
	}
	for _, id := range u.IDs() {
		trails, _ := u.GetAttributeTrails(id)
		for _, t := range trails {
			(*f)[t.Variable()] = true
		}
	}
}

func (f facts) sorted() []string {
	out := make([]string, 0, len(f))
	for name := range f {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// Waiting lists every fact that the outcome or one of the parts named waits for ("class", "rooms", "area", "points",
// "threshold", "members", "quotas", "stage", "amount", "chances", "first"). A household for which this is not empty must be held
// from any step that uses those parts: a Rank of 0 is no rank.
func (d *Decision) Waiting(parts ...string) []string {
	missing := facts{}
	for _, m := range d.Missing {
		missing[m] = true
	}
	for _, p := range parts {
		for _, m := range d.Undetermined[p] {
			missing[m] = true
		}
	}
	return missing.sorted()
}

// wait notes that a part of the decision waits for facts.
func (d *Decision) wait(part string, f facts) {
	if d.Undetermined == nil {
		d.Undetermined = map[string][]string{}
	}
	d.Undetermined[part] = f.sorted()
}

// holds evaluates a condition; an absent one holds. The second result is false when it cannot be answered: then the
// missing facts are in unknown, or a fault is noted.
func (q *inquiry) holds(e Expr, entry string, unknown *facts, d *Decision) (holds, decided bool) {
	if e.IsZero() {
		return true, true
	}
	if e.code.condition != nil {
		if a := e.code.condition(q); a != unsure {
			return a == yes, true
		}
	}
	switch v := run(e.code.program, q).(type) {
	case types.Bool:
		return bool(v), true
	case *types.Unknown:
		unknown.add(v)
	default:
		d.Faults = append(d.Faults, fault(entry, v))
	}
	return false, false
}

// number evaluates an expression of int or double.
func (q *inquiry) number(e Expr, entry string, unknown *facts, d *Decision) (value float64, decided bool) {
	if e.code.int != nil {
		if n, ok := e.code.int(q); ok {
			return float64(n), true
		}
	}
	if e.code.double != nil {
		if f, ok := e.code.double(q); ok {
			return f, true
		}
	}
	switch v := run(e.code.program, q).(type) {
	case types.Double:
		return float64(v), true
	case types.Int:
		return float64(v), true
	case *types.Unknown:
		unknown.add(v)
	default:
		d.Faults = append(d.Faults, fault(entry, v))
	}
	return 0, false
}
