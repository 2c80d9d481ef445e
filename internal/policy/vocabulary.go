package policy

import (
	"strings"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// checkWords warns of words that the register never holds: a policy that asks for the stay "dormitry" would refuse
// nobody, and nobody would know.
func (p *Policy) checkWords(e *Expr, field string, found *problems) {
	if e.code == nil {
		return
	}
	s := speaker{policy: p, tree: e.code.ast}
	celast.PostOrderVisit(e.code.ast.Expr(), celast.NewExprVisitor(func(x celast.Expr) {
		if x.Kind() != celast.CallKind {
			return
		}
		args := x.AsCall().Args()
		switch x.AsCall().FunctionName() {
		case operators.Equals, operators.NotEquals:
			s.checkWord(args[0], args[1], e, field, found)
			s.checkWord(args[1], args[0], e, field, found)
		case operators.In:
			s.checkWord(args[1], args[0], e, field, found)
			if args[1].Kind() == celast.ListKind {
				for _, w := range args[1].AsList().Elements() {
					s.checkWord(args[0], w, e, field, found)
				}
			}
		}
	}))
}

// checkWord looks at one fact that is compared with one constant.
func (s *speaker) checkWord(fact, word celast.Expr, e *Expr, field string, found *problems) {
	f, _ := s.fact(fact)
	w, ok := constant(word).(string)
	if f == nil || !ok || len(f.values) == 0 || w == "" || contains(f.values, w) {
		return
	}
	found.warn(e.Line, "policy.unknown_value", "Field", field, "Fact", f.name, "Value", clip(w), "Words", strings.Join(f.values, ", "))
}
