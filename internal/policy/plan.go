package policy

import (
	"math"
	"slices"
	"time"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// The planner turns the expressions that policies are mostly made of (facts, comparisons, and, or, not, loops over the
// members, sums) into Go functions that read the facts directly. CEL stays the meaning: it checks every expression, a
// plan answers only what is certain, and whatever is unknown, wrong or not planned is asked of CEL again, which then
// names the missing fact or the fault. A property test holds plans and CEL together over random expressions and facts.
//
// It exists for whole registers: CEL takes about six microseconds for ten rules about a household, plans well under one
// (bench/policy).

// answer is what a plan says to a condition.
type answer uint8

const (
	unsure answer = iota // ask CEL
	no
	yes
)

func answerOf(v, known bool) answer {
	switch {
	case !known:
		return unsure
	case v:
		return yes
	}
	return no
}

// Plans by the type of their value; the second result is false when the plan is not certain.
type (
	conditionPlan func(*inquiry) answer
	intPlan       func(*inquiry) (int, bool)
	doublePlan    func(*inquiry) (float64, bool)
	stringPlan    func(*inquiry) (string, bool)
	timePlan      func(*inquiry) (time.Time, bool)
)

// maxLoops is how deep loops may nest in a plan; deeper ones are left to CEL.
const maxLoops = 3

// planner plans the expressions of one tree.
type planner struct {
	policy *Policy
	tree   *celast.AST
	loops  []string // variables of the loops around, outermost first
}

// plan makes the plans of a compiled expression, where it can.
func (p *Policy) plan(c *code, loops ...string) {
	pl := planner{policy: p, tree: c.ast, loops: loops}
	root := c.ast.Expr()
	switch {
	case c.out.IsExactType(types.BoolType):
		c.condition = pl.condition(root)
	case c.out.IsExactType(types.IntType):
		c.int = pl.int(root)
	case c.out.IsExactType(types.DoubleType):
		c.double = pl.double(root)
	}
}

func (p *planner) typeOf(e celast.Expr) *types.Type { return p.tree.GetType(e.ID()) }

// constant is the value of a literal, or of a conversion of one such as timestamp("2023-09-19T00:00:00Z").
func constant(e celast.Expr) any {
	switch e.Kind() {
	case celast.LiteralKind:
		return e.AsLiteral().Value()
	case celast.CallKind:
		call := e.AsCall()
		if call.FunctionName() != "timestamp" || len(call.Args()) != 1 {
			return nil
		}
		if s, ok := constant(call.Args()[0]).(string); ok {
			if t, ok := types.String(s).ConvertToType(types.TimestampType).(types.Timestamp); ok {
				return t.Time
			}
		}
	}
	return nil
}

// reader finds the fact that a chain of selections leads to, such as household.stay.kind or p.born, and gives a
// func(*inquiry) (T, bool) that reads it; nil when e is something else.
func (p *planner) reader(e celast.Expr) any {
	if e.Kind() != celast.SelectKind || e.AsSelect().IsTestOnly() {
		return nil
	}
	sel := e.AsSelect()
	reach, object := p.reach(sel.Operand())
	if reach == nil {
		return nil
	}
	f, ok := model[object].field(sel.FieldName())
	if !ok || f.read == nil {
		return nil
	}
	return f.read(reach)
}

// reach is the way from an inquiry to the struct an expression stands for, and the name of its object.
func (p *planner) reach(e celast.Expr) (reach any, object string) {
	switch e.Kind() {
	case celast.IdentKind:
		return p.reachVariable(e.AsIdent())
	case celast.SelectKind:
		sel := e.AsSelect()
		if sel.Operand().Kind() != celast.IdentKind {
			return nil, ""
		}
		switch sel.Operand().AsIdent() + "." + sel.FieldName() {
		case "household.stay":
			return func(q *inquiry) *Stay { return q.stay.facts }, "stay"
		case "household.loan":
			return func(q *inquiry) *Loan { return q.loan.facts }, "loan"
		case "household.origin":
			return func(q *inquiry) *Place { return q.origin.facts }, "place"
		case "dwelling.place":
			return func(q *inquiry) *Place { return q.place.facts }, "place"
		}
	}
	return nil, ""
}

func (p *planner) reachVariable(name string) (reach any, object string) {
	for i := len(p.loops) - 1; i >= 0; i-- {
		if p.loops[i] == name {
			return func(q *inquiry) *Member { return q.loop[i] }, "member"
		}
	}
	switch name {
	case "household":
		return func(q *inquiry) *Household { return q.household.facts }, name
	case "dwelling":
		return func(q *inquiry) *Dwelling { return q.dwelling.facts }, name
	case "application":
		return func(q *inquiry) *Application { return q.application.facts }, name
	case "round":
		return func(q *inquiry) *Round { return q.round.facts }, name
	}
	return nil, ""
}

// condition plans an expression of type bool; nil when CEL has to answer it.
func (p *planner) condition(e celast.Expr) conditionPlan {
	if v, ok := constant(e).(bool); ok {
		return func(*inquiry) answer { return answerOf(v, true) }
	}
	if read, ok := p.reader(e).(func(*inquiry) (bool, bool)); ok {
		return func(q *inquiry) answer { return answerOf(read(q)) }
	}
	if let, i := p.let(e); let != nil {
		return p.namedCondition(let.condition, i)
	}
	switch e.Kind() {
	case celast.CallKind:
		return p.conditionCall(e.AsCall())
	case celast.ComprehensionKind:
		return p.overMembers(e.AsComprehension())
	}
	return nil
}

func (p *planner) namedCondition(plan conditionPlan, index int) conditionPlan {
	if plan == nil {
		return nil
	}
	value := once(func(q *inquiry) (answer, bool) { return plan(q), true }, index, func(v *planned) *answer { return &v.condition })
	return func(q *inquiry) answer {
		a, _ := value(q)
		return a
	}
}

func (p *planner) conditionCall(call celast.CallExpr) conditionPlan {
	args := call.Args()
	switch call.FunctionName() {
	case operators.LogicalAnd:
		return p.several(args, no)
	case operators.LogicalOr:
		return p.several(args, yes)
	case operators.LogicalNot:
		inner := p.condition(args[0])
		if inner == nil {
			return nil
		}
		opposite := [...]answer{unsure: unsure, no: yes, yes: no}
		return func(q *inquiry) answer { return opposite[inner(q)] }
	case operators.Conditional:
		return p.choice(args)
	case operators.In:
		return p.membership(args[0], args[1])
	case operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return p.comparison(call.FunctionName(), args[0], args[1])
	}
	return nil
}

// several joins conditions by "and" (decided by one no) or "or" (decided by one yes). As in CEL, one that decides does
// so even when another is unknown.
func (p *planner) several(args []celast.Expr, decides answer) conditionPlan {
	terms := make([]conditionPlan, len(args))
	for i, a := range args {
		if terms[i] = p.condition(a); terms[i] == nil {
			return nil
		}
	}
	otherwise := yes
	if decides == yes {
		otherwise = no
	}
	return func(q *inquiry) answer {
		result := otherwise
		for _, t := range terms {
			switch t(q) {
			case decides:
				return decides
			case unsure:
				result = unsure
			}
		}
		return result
	}
}

func (p *planner) choice(args []celast.Expr) conditionPlan {
	when, then, otherwise := p.condition(args[0]), p.condition(args[1]), p.condition(args[2])
	if when == nil || then == nil || otherwise == nil {
		return nil
	}
	return func(q *inquiry) answer {
		switch when(q) {
		case yes:
			return then(q)
		case no:
			return otherwise(q)
		}
		return unsure
	}
}

// membership plans "x in [constants]" for texts and numbers, and "constant in list of texts".
func (p *planner) membership(item, list celast.Expr) conditionPlan {
	if list.Kind() == celast.ListKind {
		return p.inConstants(item, list.AsList())
	}
	read, ok := p.reader(list).(func(*inquiry) ([]string, bool))
	word := p.string(item)
	if !ok || word == nil {
		return nil
	}
	return func(q *inquiry) answer {
		words, known := read(q)
		w, ok := word(q)
		return answerOf(slices.Contains(words, w), known && ok)
	}
}

func (p *planner) inConstants(item celast.Expr, list celast.ListExpr) conditionPlan {
	var texts []string
	var numbers []int
	for _, e := range list.Elements() {
		switch v := constant(e).(type) {
		case string:
			texts = append(texts, v)
		case int64:
			numbers = append(numbers, int(v))
		}
	}
	if len(texts) == list.Size() {
		if word := p.string(item); word != nil {
			return func(q *inquiry) answer {
				w, ok := word(q)
				return answerOf(slices.Contains(texts, w), ok)
			}
		}
	}
	if len(numbers) == list.Size() {
		if number := p.int(item); number != nil {
			return func(q *inquiry) answer {
				n, ok := number(q)
				return answerOf(slices.Contains(numbers, n), ok)
			}
		}
	}
	return nil
}

func (p *planner) comparison(op string, left, right celast.Expr) conditionPlan {
	t := p.typeOf(left)
	if t == nil || p.typeOf(right) == nil || !t.IsExactType(p.typeOf(right)) {
		return nil
	}
	switch {
	case t.IsExactType(types.IntType):
		return compared(op, p.int(left), p.int(right), func(a, b int) int { return signOf(a < b, a > b) })
	case t.IsExactType(types.StringType):
		return compared(op, p.string(left), p.string(right), func(a, b string) int { return signOf(a < b, a > b) })
	case t.IsExactType(types.TimestampType):
		return compared(op, p.time(left), p.time(right), time.Time.Compare)
	case t.IsExactType(types.DoubleType):
		l, r := p.double(left), p.double(right)
		if l == nil || r == nil {
			return nil
		}
		finite := func(f doublePlan) doublePlan { // the order of NaN is left to CEL
			return func(q *inquiry) (float64, bool) {
				v, ok := f(q)
				return v, ok && !math.IsNaN(v)
			}
		}
		return compared(op, finite(l), finite(r), func(a, b float64) int { return signOf(a < b, a > b) })
	case t.IsExactType(types.BoolType) && (op == operators.Equals || op == operators.NotEquals):
		l, r := p.condition(left), p.condition(right)
		if l == nil || r == nil {
			return nil
		}
		return func(q *inquiry) answer {
			a, b := l(q), r(q)
			return answerOf((a == b) == (op == operators.Equals), a != unsure && b != unsure)
		}
	}
	return nil
}

func signOf(less, greater bool) int {
	switch {
	case less:
		return -1
	case greater:
		return 1
	}
	return 0
}

// compared plans a comparison of two values; compare gives -1, 0 or 1.
func compared[T any, F ~func(*inquiry) (T, bool)](op string, left, right F, compare func(a, b T) int) conditionPlan {
	if left == nil || right == nil {
		return nil
	}
	var holds [3]bool // by compare + 1
	switch op {
	case operators.Equals:
		holds = [3]bool{false, true, false}
	case operators.NotEquals:
		holds = [3]bool{true, false, true}
	case operators.Less:
		holds = [3]bool{true, false, false}
	case operators.LessEquals:
		holds = [3]bool{true, true, false}
	case operators.Greater:
		holds = [3]bool{false, false, true}
	case operators.GreaterEquals:
		holds = [3]bool{false, true, true}
	}
	return func(q *inquiry) answer {
		a, ok := left(q)
		if !ok {
			return unsure
		}
		b, ok := right(q)
		if !ok {
			return unsure
		}
		return answerOf(holds[compare(a, b)+1], true)
	}
}

// overMembers plans household.members.all(p, …) and .exists(p, …).
func (p *planner) overMembers(loop celast.ComprehensionExpr) conditionPlan {
	decides := unsure
	switch {
	case !isMembers(loop.IterRange()) || loop.HasIterVar2() || loop.LoopStep().Kind() != celast.CallKind:
		return nil
	case loop.LoopStep().AsCall().FunctionName() == operators.LogicalAnd:
		decides = no
	case loop.LoopStep().AsCall().FunctionName() == operators.LogicalOr:
		decides = yes
	default:
		return nil
	}
	args := loop.LoopStep().AsCall().Args()
	if len(args) != 2 || len(p.loops) == maxLoops {
		return nil
	}
	each := p.within(loop.IterVar()).condition(args[1])
	if each == nil {
		return nil
	}
	slot := len(p.loops)
	otherwise := yes
	if decides == yes {
		otherwise = no
	}
	return func(q *inquiry) answer {
		if q.membersUnknown != nil {
			return unsure
		}
		result := otherwise
		for i := range q.members.members {
			q.loop[slot] = q.members.members[i].facts
			switch each(q) {
			case decides:
				return decides
			case unsure:
				result = unsure
			}
		}
		return result
	}
}

// within is the planner for the inside of a loop.
func (p *planner) within(variable string) *planner {
	return &planner{policy: p.policy, tree: p.tree, loops: append(slices.Clone(p.loops), variable)}
}
