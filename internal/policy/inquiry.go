package policy

import (
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// inquiry is one case put to one policy: the subjects its expressions read, and the named values ("let") they share,
// each computed once. Inquiries are reused; nothing of one outlives its evaluation.
type inquiry struct {
	policy    *Policy
	household subject[Household]
	origin    subject[Place]
	stay      subject[Stay]
	loan      subject[Loan]
	members   memberList
	// membersUnknown is set when it is not known who the members are.
	membersUnknown *types.Unknown
	dwelling       subject[Dwelling]
	place          subject[Place]
	application    subject[Application]
	round          subject[Round]
	today          ref.Val
	lets           []ref.Val // nil until asked for
	// day is today for plans, loop the members their loops are at.
	day  time.Time
	loop [maxLoops]*Member
	// planned are the lets as plans computed them.
	planned []planned
	// member stands for the one member a per-member test is about, under the name that test gives it.
	memberName string
	member     *subject[Member]
}

// Structs of which nothing is known; only ever read.
var (
	noHousehold   Household
	noDwelling    Dwelling
	noApplication Application
	noRound       Round
)

func (p *Policy) newInquiry() any {
	q := &inquiry{policy: p, lets: make([]ref.Val, len(p.lets)), planned: make([]planned, len(p.lets))}
	q.household = subject[Household]{in: q, typ: householdType, path: "household", index: -1}
	q.origin = subject[Place]{in: q, typ: placeType, path: "household.origin", index: -1}
	q.stay = subject[Stay]{in: q, typ: stayType, path: "household.stay", index: -1}
	q.loan = subject[Loan]{in: q, typ: loanType, path: "household.loan", index: -1}
	q.dwelling = subject[Dwelling]{in: q, typ: dwellingType, path: "dwelling", index: -1}
	q.place = subject[Place]{in: q, typ: placeType, path: "dwelling.place", index: -1}
	q.application = subject[Application]{in: q, typ: applicationType, path: "application", index: -1}
	q.round = subject[Round]{in: q, typ: roundType, path: "round", index: -1}
	return q
}

// begin points an inquiry at a case.
func (q *inquiry) begin(c *Case) {
	h, d, a, r := c.Household, c.Dwelling, c.Application, c.Round
	if h == nil {
		h = &noHousehold
	}
	if d == nil {
		d = &noDwelling
	}
	if a == nil {
		a = &noApplication
	}
	if r == nil {
		r = &noRound
	}
	q.household.facts, q.origin.facts, q.stay.facts, q.loan.facts = h, &h.Origin, &h.Stay, &h.Loan
	q.dwelling.facts, q.place.facts = d, &d.Place
	q.application.facts, q.round.facts = a, r
	q.day = c.Today.Time()
	q.today = types.Timestamp{Time: q.day}
	q.members.members = q.members.members[:0]
	for i := range h.Members {
		q.members.members = append(q.members.members, subject[Member]{facts: &h.Members[i], in: q, typ: memberType, path: "household.members", index: i})
	}
	q.membersUnknown = nil
	if h.Members == nil {
		q.membersUnknown = q.household.unknown("members")
	}
	clear(q.lets)
	clear(q.planned)
}

// end forgets the case, so that a pooled inquiry keeps nobody's facts alive.
func (q *inquiry) end() {
	q.household.facts, q.origin.facts, q.stay.facts, q.loan.facts = nil, nil, nil, nil
	q.dwelling.facts, q.place.facts, q.application.facts, q.round.facts = nil, nil, nil, nil
	clear(q.members.members)
	clear(q.lets)
	q.loop = [maxLoops]*Member{}
}

// ResolveName gives CEL a variable.
func (q *inquiry) ResolveName(name string) (any, bool) {
	switch name {
	case "household":
		return &q.household, true
	case "dwelling":
		return &q.dwelling, true
	case "application":
		return &q.application, true
	case "round":
		return &q.round, true
	case "today":
		return q.today, true
	}
	if q.member != nil && name == q.memberName {
		return q.member, true
	}
	if i, ok := q.policy.letIndex[name]; ok {
		if q.lets[i] == nil {
			q.lets[i] = run(q.policy.lets[i].Expr.code.program, q)
		}
		return q.lets[i], true
	}
	return nil, false
}

// Parent of an activation; an inquiry has none.
func (q *inquiry) Parent() cel.Activation { return nil }

// run evaluates a program. The result is a value, a *types.Unknown or a *types.Err.
func run(p cel.Program, q *inquiry) ref.Val {
	v, _, err := p.Eval(q)
	if err != nil {
		return types.WrapErr(err)
	}
	return v
}
