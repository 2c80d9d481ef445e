package policy

import (
	"strings"
	"sync"
	"time"

	"homeward"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

// maxCost bounds what an expression may cost at worst, in the units of cel-go (a comparison is 1), for the largest
// household the estimate supposes. Two loops over the members, one within the other, stay far below; three do not.
const maxCost = 200_000

// Sizes the cost estimate supposes. A register may hold more; evaluation does not break on it, it only takes longer.
const (
	mostMembers = 60
	mostWords   = 30
	mostLetters = 100
)

// code is a compiled expression.
type code struct {
	program cel.Program
	ast     *celast.AST
	out     *types.Type
	// perMember are the tests that tell which members a failed rule fails for.
	perMember []memberTest
	// The plan of the expression, by its type; nil when CEL has to answer it.
	condition conditionPlan
	int       intPlan
	double    doublePlan
	cost      uint64
}

// letPrefix begins the CEL name of a let; $minors is read as __minors.
const letPrefix = "__"

// environment is the CEL environment of the format: the model, today, years(), and the helpers for strings, lists, sets
// and mathematics. has() is left out: an unknown fact must stop a decision, and an expression that can ask whether a
// fact is known could decide by it.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	base, err := cel.NewEnv()
	if err != nil {
		return nil, err
	}
	return cel.NewCustomEnv(
		cel.StdLib(),
		cel.CustomTypeProvider(newProvider(base.CELTypeProvider())),
		cel.ClearMacros(),
		cel.Macros(cel.AllMacro, cel.ExistsMacro, cel.ExistsOneMacro, cel.MapMacro, cel.MapFilterMacro, cel.FilterMacro),
		cel.DefaultUTCTimeZone(true),
		cel.EnableMacroCallTracking(),
		ext.Strings(), ext.Lists(), ext.Math(), ext.Sets(),
		cel.Variable("household", householdType),
		cel.Variable("dwelling", dwellingType),
		cel.Variable("application", applicationType),
		cel.Variable("round", roundType),
		cel.Variable("today", types.TimestampType),
		cel.Function("years", cel.Overload("years_timestamp_timestamp",
			[]*cel.Type{cel.TimestampType, cel.TimestampType}, cel.IntType,
			cel.BinaryBinding(fullYears))),
	)
})

// fullYears counts the whole years from one moment to another, by their days: an age, when the first is a birthday.
func fullYears(from, to ref.Val) ref.Val {
	f, ok1 := from.(types.Timestamp)
	t, ok2 := to.(types.Timestamp)
	if !ok1 || !ok2 {
		return types.MaybeNoSuchOverloadErr(from)
	}
	return types.Int(yearsBetween(f.Time, t.Time))
}

func yearsBetween(from, to time.Time) int {
	fy, fm, fd := from.UTC().Date()
	ty, tm, td := to.UTC().Date()
	n := ty - fy
	if tm < fm || tm == fm && td < fd {
		n--
	}
	return n
}

// compiler compiles the expressions of one file.
type compiler struct {
	env      *cel.Env
	problems *problems
	// withMember is env with the variable p, for the entries that speak of one person.
	withMember *cel.Env
	lets       map[string]uint64 // cost by name
	// fragments are lets that mean nothing alone, because they speak of a variable of the loop they are used in; they
	// are put in place as text.
	fragments map[string]Let
	used      map[string]bool
}

// expand replaces $name by the CEL name of the let, or by the text of a fragment. It leaves string literals alone and
// reports names that no let defines.
func (c *compiler) expand(text string, depth int, missing func(name string)) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		switch ch := text[i]; {
		case ch == '"' || ch == '\'':
			end := literalEnd(text, i)
			out.WriteString(text[i:end])
			i = end
		case ch == '$':
			end := i + 1
			for end < len(text) && isName("a"+text[end:end+1]) {
				end++
			}
			name := text[i+1 : end]
			c.used[name] = true
			if f, ok := c.fragments[name]; ok && depth < 10 {
				out.WriteString("(" + c.expand(f.Expr.Text, depth+1, missing) + ")")
			} else if _, ok := c.lets[name]; ok {
				out.WriteString(letPrefix + name)
			} else {
				missing(name)
				out.WriteString(letPrefix + name)
			}
			i = end
		default:
			out.WriteByte(ch)
			i++
		}
	}
	return out.String()
}

// literalEnd is the index after the string literal that begins at i, with one quote or three.
func literalEnd(s string, i int) int {
	quote := s[i : i+1]
	if strings.HasPrefix(s[i:], strings.Repeat(quote, 3)) {
		quote = s[i : i+3]
	}
	for j := i + len(quote); j < len(s); j++ {
		if s[j] == '\\' {
			j++
		} else if strings.HasPrefix(s[j:], quote) {
			return j + len(quote)
		}
	}
	return len(s)
}

// compile checks an expression against the model and the types it may have, and plans it. Field names it in messages.
func (c *compiler) compile(e *Expr, field, typ string) {
	if e.IsZero() {
		return
	}
	want, env := wanted(typ), c.env
	if typ == "bool of p" {
		env = c.withMember
	}
	undefined := ""
	text := c.expand(e.Text, 0, func(name string) {
		if undefined == "" {
			undefined = name
		}
	})
	if undefined != "" {
		c.problems.fail(e.Line, "policy.no_such_let", "Name", undefined, "Field", field)
		return
	}
	code, fault := c.build(env, text)
	if fault != nil {
		c.problems.failText(e.Line, homeward.T(fault.Key, append(pairs(fault.Args), "Field", field, "Expr", clip(e.Text))...))
		return
	}
	if !oneOf(code.out, want) {
		c.problems.fail(e.Line, "policy.expr_type", "Field", field, "Expr", clip(e.Text), "Want", want[0].String(), "Got", code.out.String())
		return
	}
	if code.cost > maxCost {
		c.problems.fail(e.Line, "policy.expr_cost", "Field", field, "Expr", clip(e.Text), "Cost", int(min(code.cost, 1<<31)), "Limit", maxCost)
		return
	}
	e.code = code
}

func pairs(args homeward.Args) []any {
	var out []any
	for k, v := range args {
		out = append(out, k, v)
	}
	return out
}

func oneOf(t *types.Type, list []*types.Type) bool {
	for _, x := range list {
		if t.IsExactType(x) {
			return true
		}
	}
	return false
}

// build compiles a text whose lets are expanded.
func (c *compiler) build(env *cel.Env, text string) (*code, *homeward.Text) {
	checked, issues := env.Compile(text)
	if err := issues.Err(); err != nil {
		return nil, &homeward.Text{Key: "policy.expr_wrong", Args: homeward.Args{"Detail": celDetail(issues)}}
	}
	native := checked.NativeRep()
	estimate, err := env.EstimateCost(checked, sizes{c})
	if err != nil {
		return nil, &homeward.Text{Key: "policy.expr_wrong", Args: homeward.Args{"Detail": err.Error()}}
	}
	program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost))
	if err != nil {
		return nil, &homeward.Text{Key: "policy.expr_wrong", Args: homeward.Args{"Detail": err.Error()}}
	}
	total := estimate.Max
	for name, cost := range c.lets {
		if strings.Contains(text, letPrefix+name) {
			total += cost // computed once, however often it is used
		}
	}
	return &code{program: program, ast: native, out: checked.OutputType(), cost: total}, nil
}

// celDetail is the first message of the compiler, with lets called by the names the file gives them.
func celDetail(issues *cel.Issues) string {
	first := issues.Errors()[0]
	return strings.ReplaceAll(first.Message, letPrefix, "$")
}

// sizes estimates the cost of an expression by the sizes a household may have.
type sizes struct{ c *compiler }

func (s sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}

func (s sizes) EstimateSize(n cost.AstNode) *cost.SizeEstimate {
	path := n.Path()
	if len(path) == 0 {
		return nil
	}
	most := uint64(mostLetters)
	switch path[len(path)-1] {
	case "members":
		most = mostMembers
	case "conditions", "documents":
		most = mostWords
	}
	return &cost.SizeEstimate{Min: 0, Max: most}
}
