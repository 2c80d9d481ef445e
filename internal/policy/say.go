package policy

import (
	"strconv"
	"strings"

	"homeward"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// Saying an expression in words: each fact has a clause or a name in the catalogues, and what joins them is worded so
// that nothing needs to be inflected ("day of the displacement: 27 September 2020 or later"). An expression this file
// has no words for is quoted as it stands.

// Condition says a condition of the policy in words; an absent one is "always".
func (p *Policy) Condition(e Expr) homeward.Text {
	if e.IsZero() || e.code == nil {
		return homeward.T("policy.say.always")
	}
	s := speaker{policy: p, tree: e.code.ast}
	return s.condition(e.code.ast.Expr(), false)
}

// Value says an amount or a number of points in words.
func (p *Policy) Value(e Expr) homeward.Text {
	if e.code == nil {
		return homeward.T("policy.say.code", "Expr", e.Text)
	}
	s := speaker{policy: p, tree: e.code.ast}
	return asText(s.value(e.code.ast.Expr(), ""))
}

// branch is one case of a value: what it is, and when.
type branch struct {
	when  homeward.Text
	value any
}

// branches takes "a ? x : b ? y : z" apart, as people read it: x if a; otherwise y if b; otherwise z. Common is a condition
// of all of them.
func (p *Policy) branches(e, common Expr) []branch {
	if e.code == nil {
		return nil
	}
	s := speaker{policy: p, tree: e.code.ast}
	var out []branch
	add := func(when homeward.Text, value any) {
		if len(out) > 0 {
			when = homeward.T("policy.say.otherwise", "A", when)
		}
		if !p.always(common) {
			joined := homeward.T("policy.say.and", "A", p.Condition(common), "B", when)
			if when.Key == "policy.say.everybody" {
				joined = p.Condition(common)
			}
			when = joined
		}
		out = append(out, branch{when, value})
	}
	at := e.code.ast.Expr()
	for at.Kind() == celast.CallKind && at.AsCall().FunctionName() == operators.Conditional {
		args := at.AsCall().Args()
		add(s.condition(args[0], false), s.value(args[1], ""))
		at = args[2]
	}
	add(homeward.T("policy.say.everybody"), s.value(at, ""))
	return out
}

// FactText names a fact by its path, as Decision.Missing gives it: "is a citizen of the granting state (member 2)".
func FactText(path string) homeward.Text {
	object, rest := "household", path
	member := -1
	if m, field, ok := strings.Cut(strings.TrimPrefix(path, "household.members["), "]."); ok && strings.HasPrefix(path, "household.members[") {
		if i, err := strconv.Atoi(m); err == nil {
			member, object, rest = i, "member", field
		}
	} else {
		for _, name := range []string{"household.stay.", "household.loan.", "household.origin.", "dwelling.place.", "household.", "dwelling.", "application.", "round."} {
			if field, ok := strings.CutPrefix(path, name); ok {
				object, rest = objectOf(name), field
				break
			}
		}
	}
	o, ok := model[object]
	if !ok {
		return homeward.T("policy.say.code", "Expr", path)
	}
	f, ok := o.field(rest)
	if !ok {
		return homeward.T("policy.say.code", "Expr", path)
	}
	t := homeward.T(factKey(path, object, f.name))
	if f.typ == boolType {
		t = homeward.T("policy.say.whether", "Fact", t)
	}
	if member >= 0 {
		t = homeward.T("policy.say.of_member", "Number", member+1, "Fact", t)
	}
	return t
}

// objectOf is the object at a path such as household.stay. (with its last dot).
func objectOf(path string) string {
	switch path {
	case "household.origin.", "dwelling.place.":
		return "place"
	}
	path = strings.TrimSuffix(path, ".")
	return path[strings.LastIndexByte(path, '.')+1:]
}

// factKey is the catalogue key of a fact. A place is named by what it is the place of.
func factKey(path, object, field string) string {
	if object == "place" {
		if strings.HasPrefix(path, "dwelling") {
			return "fact.dwelling.place." + field
		}
		return "fact.household.origin." + field
	}
	return "fact." + object + "." + field
}

// FactKeys lists the catalogue keys of all facts; a fact that is true or false has a second one, <key>.not.
func FactKeys() []string {
	var keys []string
	for _, name := range objectOrder {
		for _, f := range model[name].fields {
			switch {
			case f.typ == objectType:
			case name == "place":
				keys = append(keys, "fact.household.origin."+f.name, "fact.dwelling.place."+f.name)
			case f.typ == boolType:
				keys = append(keys, factKey("", name, f.name), factKey("", name, f.name)+".not")
			default:
				keys = append(keys, factKey("", name, f.name))
			}
		}
	}
	return keys
}

// speaker says the expressions of one tree.
type speaker struct {
	policy *Policy
	tree   *celast.AST
}

// fallback quotes an expression it has no words for.
func (s *speaker) fallback(e celast.Expr, negated bool) homeward.Text {
	t := homeward.T("policy.say.code", "Expr", unparse(s.tree, e))
	if negated {
		return homeward.T("policy.say.not", "A", t)
	}
	return t
}

// condition says a condition, or its opposite.
func (s *speaker) condition(e celast.Expr, negated bool) homeward.Text {
	switch e.Kind() {
	case celast.LiteralKind:
		if v, ok := e.AsLiteral().Value().(bool); ok && v != negated {
			return homeward.T("policy.say.always")
		}
		return homeward.T("policy.say.never")
	case celast.SelectKind:
		if f, key := s.fact(e); f != nil {
			if negated {
				key += ".not"
			}
			return s.ofMember(e, homeward.T(key))
		}
	case celast.IdentKind:
		if let := s.let(e); let != nil {
			return let.condition(let.tree.Expr(), negated)
		}
	case celast.CallKind:
		return s.call(e, negated)
	case celast.ComprehensionKind:
		return s.loop(e, negated)
	}
	return s.fallback(e, negated)
}

// ofMember names the member when a fact is read of one by number.
func (s *speaker) ofMember(e celast.Expr, t homeward.Text) homeward.Text {
	operand := e.AsSelect().Operand()
	if operand.Kind() != celast.CallKind || operand.AsCall().FunctionName() != operators.Index {
		return t
	}
	if i, ok := constant(operand.AsCall().Args()[1]).(int64); ok {
		return homeward.T("policy.say.of_member", "Number", int(i)+1, "Fact", t)
	}
	return t
}

func (s *speaker) let(e celast.Expr) *speaker {
	i, ok := s.policy.letIndex[e.AsIdent()]
	if !ok {
		return nil
	}
	return &speaker{policy: s.policy, tree: s.policy.lets[i].Expr.code.ast}
}

// fact finds the fact a selection reads and its catalogue key.
func (s *speaker) fact(e celast.Expr) (*field, string) {
	if e.Kind() != celast.SelectKind {
		return nil, ""
	}
	sel := e.AsSelect()
	t := s.tree.GetType(sel.Operand().ID())
	if t == nil {
		return nil, ""
	}
	name := strings.TrimPrefix(t.TypeName(), "homeward.")
	o, ok := model[name]
	if !ok {
		return nil, ""
	}
	f, ok := o.field(sel.FieldName())
	if !ok {
		return nil, ""
	}
	path := ""
	if name == "place" && sel.Operand().Kind() == celast.SelectKind && sel.Operand().AsSelect().FieldName() == "place" {
		path = "dwelling"
	}
	return f, factKey(path, name, f.name)
}

func (s *speaker) call(e celast.Expr, negated bool) homeward.Text {
	call := e.AsCall()
	args := call.Args()
	switch name := call.FunctionName(); name {
	case operators.LogicalNot:
		return s.condition(args[0], !negated)
	case operators.LogicalAnd, operators.LogicalOr:
		// "not (a and b)" is "not a, or not b".
		key, other := "policy.say.and", operators.LogicalOr
		if (name == operators.LogicalOr) != negated {
			key, other = "policy.say.or", operators.LogicalAnd
		}
		if negated {
			other = name
		}
		return homeward.T(key, "A", s.grouped(args[0], other, negated), "B", s.grouped(args[1], other, negated))
	case operators.Conditional:
		return homeward.T("policy.say.if", "If", s.condition(args[0], false), "Then", s.condition(args[1], negated), "Else", s.condition(args[2], negated))
	case operators.In:
		return s.membership(e, negated)
	default:
		if opposite, ok := comparisons[name]; ok {
			if negated {
				name = opposite
			}
			return s.comparison(name, args[0], args[1])
		}
	}
	return s.fallback(e, negated)
}

// comparisons and their opposites.
var comparisons = map[string]string{
	operators.Equals: operators.NotEquals, operators.NotEquals: operators.Equals,
	operators.Less: operators.GreaterEquals, operators.GreaterEquals: operators.Less,
	operators.Greater: operators.LessEquals, operators.LessEquals: operators.Greater,
}

// mirrored are the comparisons with their sides exchanged.
var mirrored = map[string]string{
	operators.Equals: operators.Equals, operators.NotEquals: operators.NotEquals,
	operators.Less: operators.Greater, operators.Greater: operators.Less,
	operators.LessEquals: operators.GreaterEquals, operators.GreaterEquals: operators.LessEquals,
}

// grouped says a part of an "and" or "or", in brackets when it is itself joined by the other.
func (s *speaker) grouped(e celast.Expr, other string, negated bool) homeward.Text {
	t := s.condition(e, negated)
	if e.Kind() == celast.CallKind && (e.AsCall().FunctionName() == other || e.AsCall().FunctionName() == operators.Conditional) {
		return homeward.T("policy.say.group", "A", t)
	}
	return t
}

var comparisonKeys = map[string][2]string{ // of numbers, of moments
	operators.Equals:        {"policy.say.is", "policy.say.is"},
	operators.NotEquals:     {"policy.say.is_not", "policy.say.is_not"},
	operators.Less:          {"policy.say.less", "policy.say.before"},
	operators.LessEquals:    {"policy.say.at_most", "policy.say.until"},
	operators.Greater:       {"policy.say.more", "policy.say.after"},
	operators.GreaterEquals: {"policy.say.at_least", "policy.say.since"},
}

func (s *speaker) comparison(op string, left, right celast.Expr) homeward.Text {
	// A constant reads better on the right.
	if constant(left) != nil && constant(right) == nil {
		left, right, op = right, left, mirrored[op]
	}
	t := s.tree.GetType(left.ID())
	if t != nil && t.IsExactType(types.BoolType) {
		return s.sameTruth(op, left, right)
	}
	key := comparisonKeys[op][0]
	if t != nil && t.IsExactType(types.TimestampType) {
		key = comparisonKeys[op][1]
	}
	_, of := s.fact(left)
	return homeward.T(key, "A", s.value(left, ""), "B", s.value(right, of))
}

// sameTruth says "a == true" as "a".
func (s *speaker) sameTruth(op string, left, right celast.Expr) homeward.Text {
	if v, ok := constant(right).(bool); ok {
		return s.condition(left, v != (op == operators.Equals))
	}
	key := "policy.say.is"
	if op == operators.NotEquals {
		key = "policy.say.is_not"
	}
	return homeward.T(key, "A", s.condition(left, false), "B", s.condition(right, false))
}

// membership says "x in list".
func (s *speaker) membership(e celast.Expr, negated bool) homeward.Text {
	item, list := e.AsCall().Args()[0], e.AsCall().Args()[1]
	if f, key := s.fact(list); f != nil { // 'bedridden' in p.conditions
		word := "policy.say.is"
		if negated {
			word = "policy.say.is_not"
		}
		return homeward.T(word, "A", homeward.T(key), "B", s.value(item, key))
	}
	if list.Kind() != celast.ListKind {
		return s.fallback(e, negated)
	}
	_, of := s.fact(item)
	var all []homeward.Text
	for _, x := range list.AsList().Elements() {
		all = append(all, asText(s.value(x, of)))
	}
	key := "policy.say.in"
	if negated {
		key = "policy.say.not_in"
	}
	return homeward.T(key, "A", s.value(item, ""), "List", all)
}

// loop says all() and exists() over the members.
func (s *speaker) loop(e celast.Expr, negated bool) homeward.Text {
	loop := e.AsComprehension()
	if !isMembers(loop.IterRange()) || loop.LoopStep().Kind() != celast.CallKind || len(loop.LoopStep().AsCall().Args()) != 2 {
		return s.fallback(e, negated)
	}
	key := ""
	switch loop.LoopStep().AsCall().FunctionName() {
	case operators.LogicalAnd:
		key = "policy.say.every_member"
		if negated {
			key = "policy.say.not_every_member"
		}
	case operators.LogicalOr:
		key = "policy.say.some_member"
		if negated {
			key = "policy.say.no_member"
		}
	default:
		return s.fallback(e, negated)
	}
	inner := s.condition(loop.LoopStep().AsCall().Args()[1], false)
	return homeward.T(key, "A", inner)
}
