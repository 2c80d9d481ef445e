package policy

import (
	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// memberTest is the condition that a rule puts to each member, taken out of the rule: of
//
//	household.members.all(p, p.citizen || p.missing_by_court)
//
// it is p.citizen || p.missing_by_court. When the rule fails, it names the members it fails for.
type memberTest struct {
	name    string // the variable of the loop
	program cel.Program
	plan    conditionPlan // nil when CEL has to answer
	guilty  bool          // the answer of a member the rule fails for
}

// blame finds the member tests of a rule. A loop counts when it walks over household.members and its answer can be
// what fails the rule: all() where the rule wants it true, exists() where the rule wants it false. Through "and", "or"
// and "not", and through named expressions, the search goes on.
func (p *Policy) blame(c *compiler, r *Rule) {
	code := r.Expr().code
	if code == nil {
		return
	}
	b := blamer{policy: p, env: c.env}
	b.search(code.ast, code.ast.Expr(), r.Require.IsZero())
	code.perMember = b.found
}

type blamer struct {
	policy *Policy
	env    *cel.Env
	found  []memberTest
}

// search looks for loops below e, whose offending value is bad.
func (b *blamer) search(tree *celast.AST, e celast.Expr, bad bool) {
	switch e.Kind() {
	case celast.CallKind:
		call := e.AsCall()
		switch call.FunctionName() {
		case operators.LogicalAnd, operators.LogicalOr:
			for _, arg := range call.Args() {
				b.search(tree, arg, bad)
			}
		case operators.LogicalNot:
			b.search(tree, call.Args()[0], !bad)
		}
	case celast.IdentKind:
		if i, ok := b.policy.letIndex[e.AsIdent()]; ok {
			let := b.policy.lets[i].Expr.code.ast
			b.search(let, let.Expr(), bad)
		}
	case celast.ComprehensionKind:
		b.loop(tree, e.AsComprehension(), bad)
	}
}

// loop takes the condition out of an all() or exists() over the members.
func (b *blamer) loop(tree *celast.AST, loop celast.ComprehensionExpr, bad bool) {
	if !isMembers(loop.IterRange()) || loop.HasIterVar2() || loop.LoopStep().Kind() != celast.CallKind {
		return
	}
	step := loop.LoopStep().AsCall()
	all := step.FunctionName() == operators.LogicalAnd && !bad
	exists := step.FunctionName() == operators.LogicalOr && bad
	if !all && !exists || len(step.Args()) != 2 {
		return
	}
	condition := celast.NewCheckedAST(celast.NewAST(step.Args()[1], tree.SourceInfo()), tree.TypeMap(), tree.ReferenceMap())
	program, err := b.env.PlanProgram(condition, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return // the rule still refuses; it only cannot say for whom
	}
	planner := planner{policy: b.policy, tree: tree, loops: []string{loop.IterVar()}}
	b.found = append(b.found, memberTest{loop.IterVar(), program, planner.condition(step.Args()[1]), bad})
}

// isMembers says whether e is household.members.
func isMembers(e celast.Expr) bool {
	if e.Kind() != celast.SelectKind {
		return false
	}
	s := e.AsSelect()
	return s.FieldName() == "members" && s.Operand().Kind() == celast.IdentKind && s.Operand().AsIdent() == "household"
}

// guilty lists the members a failed rule fails for, by their index in the household; empty when it fails for the
// household as a whole.
func (q *inquiry) guilty(tests []memberTest) []int {
	var out []int
	for i := range q.members.members {
		m := &q.members.members[i]
		for _, t := range tests {
			holds, missing := q.askOf(m, t.name, t.program, t.plan)
			if missing == nil && holds == t.guilty {
				out = append(out, m.index)
				break
			}
		}
	}
	return out
}

// askOf puts a condition about one person, called name in it, to a member. Missing is not nil when it cannot be told.
func (q *inquiry) askOf(m *subject[Member], name string, program cel.Program, plan conditionPlan) (holds bool, missing *types.Unknown) {
	if plan != nil {
		q.loop[0] = m.facts
		if a := plan(q); a != unsure {
			return a == yes, nil
		}
	}
	q.memberName, q.member = name, m
	defer func() { q.memberName, q.member = "", nil }()
	switch v := run(program, q).(type) {
	case types.Bool:
		return bool(v), nil
	case *types.Unknown:
		return false, v
	}
	return false, q.household.unknown("members")
}
