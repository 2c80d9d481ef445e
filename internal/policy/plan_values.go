package policy

import (
	"math"
	"slices"
	"time"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// Plans of values: numbers, texts and moments, and the named expressions that conditions and values share.

// let is the code of the named expression e stands for and its index; nil when e is something else.
func (p *planner) let(e celast.Expr) (*code, int) {
	if e.Kind() != celast.IdentKind {
		return nil, 0
	}
	i, ok := p.policy.letIndex[e.AsIdent()]
	if !ok || slices.Contains(p.loops, e.AsIdent()) {
		return nil, 0
	}
	return p.policy.lets[i].Expr.code, i
}

// planned is the value of a named expression, computed by its plan once an inquiry.
type planned struct {
	done, ok  bool
	condition answer
	int       int
	double    float64
}

// once plans the use of a named expression: the first use in an inquiry computes it. The loops of the expression have
// their own members at hand, so those of the loops around its use are put back.
func once[T any, F ~func(*inquiry) (T, bool)](plan F, index int, kept func(*planned) *T) F {
	if plan == nil {
		return nil
	}
	return func(q *inquiry) (T, bool) {
		v := &q.planned[index]
		if !v.done {
			around := q.loop
			*kept(v), v.ok = plan(q)
			v.done, q.loop = true, around
		}
		return *kept(v), v.ok
	}
}

// int plans an expression of type int.
func (p *planner) int(e celast.Expr) intPlan {
	if v, ok := constant(e).(int64); ok {
		return func(*inquiry) (int, bool) { return int(v), true }
	}
	if read, ok := p.reader(e).(func(*inquiry) (int, bool)); ok {
		return read
	}
	if let, i := p.let(e); let != nil {
		return once(let.int, i, func(v *planned) *int { return &v.int })
	}
	if e.Kind() != celast.CallKind {
		return nil
	}
	call := e.AsCall()
	args := call.Args()
	switch call.FunctionName() {
	case "size":
		if call.IsMemberFunction() {
			return p.size(call.Target())
		}
		return p.size(args[0])
	case "years":
		from, to := p.time(args[0]), p.time(args[1])
		if from == nil || to == nil {
			return nil
		}
		return func(q *inquiry) (int, bool) {
			f, ok1 := from(q)
			t, ok2 := to(q)
			return yearsBetween(f, t), ok1 && ok2
		}
	case operators.Conditional:
		return chosen(p.condition(args[0]), p.int(args[1]), p.int(args[2]))
	case operators.Add, operators.Subtract, operators.Multiply:
		return p.intSum(call.FunctionName(), args)
	}
	return nil
}

// intSum plans the arithmetic of whole numbers. Beyond 2^31 the answer is left to CEL, which knows an overflow.
func (p *planner) intSum(op string, args []celast.Expr) intPlan {
	left, right := p.int(args[0]), p.int(args[1])
	if left == nil || right == nil {
		return nil
	}
	small := func(n int) bool { return n >= math.MinInt32 && n <= math.MaxInt32 }
	return func(q *inquiry) (int, bool) {
		a, ok1 := left(q)
		b, ok2 := right(q)
		if !ok1 || !ok2 || !small(a) || !small(b) {
			return 0, false
		}
		switch op {
		case operators.Add:
			return a + b, true
		case operators.Subtract:
			return a - b, true
		}
		return a * b, true
	}
}

// chosen plans condition ? then : otherwise.
func chosen[T any, F ~func(*inquiry) (T, bool)](when conditionPlan, then, otherwise F) F {
	if when == nil || then == nil || otherwise == nil {
		return nil
	}
	return func(q *inquiry) (T, bool) {
		switch when(q) {
		case yes:
			return then(q)
		case no:
			return otherwise(q)
		}
		var none T
		return none, false
	}
}

// size plans size(household.members) and size(household.members.filter(p, …)).
func (p *planner) size(list celast.Expr) intPlan {
	if isMembers(list) {
		return func(q *inquiry) (int, bool) { return len(q.members.members), q.membersUnknown == nil }
	}
	if list.Kind() != celast.ComprehensionKind {
		return nil
	}
	loop := list.AsComprehension()
	condition := filterCondition(loop)
	if condition == nil || len(p.loops) == maxLoops {
		return nil
	}
	each := p.within(loop.IterVar()).condition(condition)
	if each == nil {
		return nil
	}
	slot := len(p.loops)
	return func(q *inquiry) (int, bool) {
		n := 0
		for i := range q.members.members {
			q.loop[slot] = q.members.members[i].facts
			switch each(q) {
			case yes:
				n++
			case unsure:
				return 0, false
			}
		}
		return n, q.membersUnknown == nil
	}
}

// filterCondition is the condition of household.members.filter(p, condition); nil when the loop is another. CEL writes
// a filter as a loop whose step is condition ? result + [p] : result.
func filterCondition(loop celast.ComprehensionExpr) celast.Expr {
	if !isMembers(loop.IterRange()) || loop.HasIterVar2() || loop.LoopStep().Kind() != celast.CallKind {
		return nil
	}
	step := loop.LoopStep().AsCall()
	if step.FunctionName() != operators.Conditional || loop.AccuInit().Kind() != celast.ListKind {
		return nil
	}
	kept := step.Args()[1]
	if kept.Kind() != celast.CallKind || kept.AsCall().FunctionName() != operators.Add {
		return nil
	}
	item := kept.AsCall().Args()[1]
	if item.Kind() != celast.ListKind || item.AsList().Size() != 1 {
		return nil
	}
	if only := item.AsList().Elements()[0]; only.Kind() != celast.IdentKind || only.AsIdent() != loop.IterVar() {
		return nil // a map(), which makes something of each member
	}
	return step.Args()[0]
}

// double plans an expression of type double.
func (p *planner) double(e celast.Expr) doublePlan {
	if v, ok := constant(e).(float64); ok {
		return func(*inquiry) (float64, bool) { return v, true }
	}
	if read, ok := p.reader(e).(func(*inquiry) (float64, bool)); ok {
		return read
	}
	if let, i := p.let(e); let != nil {
		return once(let.double, i, func(v *planned) *float64 { return &v.double })
	}
	if e.Kind() != celast.CallKind {
		return nil
	}
	call := e.AsCall()
	args := call.Args()
	switch call.FunctionName() {
	case "double":
		if whole := p.int(args[0]); whole != nil && p.typeOf(args[0]).IsExactType(types.IntType) {
			return func(q *inquiry) (float64, bool) {
				n, ok := whole(q)
				return float64(n), ok
			}
		}
	case operators.Conditional:
		return chosen(p.condition(args[0]), p.double(args[1]), p.double(args[2]))
	case operators.Add, operators.Subtract, operators.Multiply, operators.Divide:
		return p.doubleSum(call.FunctionName(), args)
	}
	return nil
}

func (p *planner) doubleSum(op string, args []celast.Expr) doublePlan {
	left, right := p.double(args[0]), p.double(args[1])
	if left == nil || right == nil {
		return nil
	}
	return func(q *inquiry) (float64, bool) {
		a, ok1 := left(q)
		b, ok2 := right(q)
		switch op {
		case operators.Add:
			a += b
		case operators.Subtract:
			a -= b
		case operators.Multiply:
			a *= b
		default:
			a /= b
		}
		return a, ok1 && ok2
	}
}

// string plans a text: a constant or a fact.
func (p *planner) string(e celast.Expr) stringPlan {
	if v, ok := constant(e).(string); ok {
		return func(*inquiry) (string, bool) { return v, true }
	}
	if read, ok := p.reader(e).(func(*inquiry) (string, bool)); ok {
		return read
	}
	return nil
}

// time plans a moment: today, a constant or a fact.
func (p *planner) time(e celast.Expr) timePlan {
	if v, ok := constant(e).(time.Time); ok {
		return func(*inquiry) (time.Time, bool) { return v, true }
	}
	if read, ok := p.reader(e).(func(*inquiry) (time.Time, bool)); ok {
		return read
	}
	if e.Kind() == celast.IdentKind && e.AsIdent() == "today" && !slices.Contains(p.loops, "today") {
		return func(q *inquiry) (time.Time, bool) { return q.day, true }
	}
	return nil
}
