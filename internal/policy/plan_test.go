package policy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"homeward"

	"cel.dev/cel-go/common/types"
	"pgregory.net/rapid"
)

// The plans must say what CEL says, over random expressions of the kinds they know and random facts, known and not.

// writer makes random expressions as text. Loops are the variables of the loops around.
type writer struct {
	t     *rapid.T
	loops []string
}

func (w writer) pick(of ...string) string { return rapid.SampledFrom(of).Draw(w.t, "word") }

func (w writer) chance(n int) bool { return rapid.IntRange(1, n).Draw(w.t, "chance") == 1 }

// of picks a field of a type of an object the expression can see, as text.
func (w writer) fact(typ fieldType) string {
	paths := map[string]string{"household": "household", "household.stay": "stay", "household.loan": "loan",
		"household.origin": "place", "dwelling": "dwelling", "dwelling.place": "place", "application": "application", "round": "round"}
	for _, v := range w.loops {
		paths[v] = "member"
	}
	var all []string
	for path, object := range paths {
		for _, f := range model[object].fields {
			if f.typ == typ {
				all = append(all, path+"."+f.name)
			}
		}
	}
	return rapid.SampledFrom(sortedStrings(all)).Draw(w.t, "fact")
}

func sortedStrings(list []string) []string {
	f := facts{}
	for _, s := range list {
		f[s] = true
	}
	return f.sorted()
}

func (w writer) condition(depth int) string {
	if depth == 0 {
		return w.pick("true", "false", w.fact(boolType), w.fact(boolType), "$flag")
	}
	switch rapid.IntRange(0, 11).Draw(w.t, "condition") {
	case 0, 1:
		return "(" + w.condition(depth-1) + " && " + w.condition(depth-1) + ")"
	case 2, 3:
		return "(" + w.condition(depth-1) + " || " + w.condition(depth-1) + ")"
	case 4:
		return "!" + w.condition(depth-1)
	case 5:
		return "(" + w.condition(depth-1) + " ? " + w.condition(depth-1) + " : " + w.condition(depth-1) + ")"
	case 6:
		return fmt.Sprintf("(%s %s %s)", w.int(depth-1), w.pick("==", "!=", "<", "<=", ">", ">="), w.int(depth-1))
	case 7:
		return fmt.Sprintf("(%s %s %s)", w.double(depth-1), w.pick("==", "!=", "<", "<=", ">", ">="), w.double(depth-1))
	case 8:
		return fmt.Sprintf("(%s %s %s)", w.time(), w.pick("==", "!=", "<", "<=", ">", ">="), w.time())
	case 9:
		if w.chance(3) && len(w.loops) > 0 {
			return fmt.Sprintf("(%s in %s.conditions)", w.word(), w.loops[0])
		}
		return fmt.Sprintf("(%s in ['a', 'b', ''])", w.word())
	case 10:
		if w.chance(2) {
			return fmt.Sprintf("(%s %s %s)", w.word(), w.pick("==", "!=", "<", ">="), w.word())
		}
		return fmt.Sprintf("(%s in [0, 1, 3])", w.int(0))
	}
	if len(w.loops) == maxLoops {
		return "$flag"
	}
	v := string(rune('p' + len(w.loops)))
	inner := writer{w.t, append(append([]string(nil), w.loops...), v)}
	return fmt.Sprintf("household.members.%s(%s, %s)", w.pick("all", "exists"), v, inner.condition(depth-1))
}

func (w writer) int(depth int) string {
	if depth == 0 {
		return w.pick("0", "1", "3", "-2", w.fact(intType), "$number", "size(household.members)")
	}
	switch rapid.IntRange(0, 5).Draw(w.t, "int") {
	case 0:
		return fmt.Sprintf("(%s %s %s)", w.int(depth-1), w.pick("+", "-", "*"), w.int(depth-1))
	case 1:
		return fmt.Sprintf("years(%s, %s)", w.time(), w.time())
	case 2:
		return fmt.Sprintf("(%s ? %s : %s)", w.condition(depth-1), w.int(depth-1), w.int(depth-1))
	case 3:
		if len(w.loops) < maxLoops {
			v := string(rune('p' + len(w.loops)))
			inner := writer{w.t, append(append([]string(nil), w.loops...), v)}
			return fmt.Sprintf("size(household.members.filter(%s, %s))", v, inner.condition(depth-1))
		}
	}
	return w.int(0)
}

func (w writer) double(depth int) string {
	if depth == 0 {
		return w.pick("0.0", "1.5", "-2.25", w.fact(doubleType))
	}
	switch rapid.IntRange(0, 3).Draw(w.t, "double") {
	case 0:
		return fmt.Sprintf("(%s %s %s)", w.double(depth-1), w.pick("+", "-", "*", "/"), w.double(depth-1))
	case 1:
		return fmt.Sprintf("double(%s)", w.int(depth-1))
	case 2:
		return fmt.Sprintf("(%s ? %s : %s)", w.condition(depth-1), w.double(depth-1), w.double(depth-1))
	}
	return w.double(0)
}

func (w writer) time() string {
	return w.pick("today", "timestamp('2020-02-29T00:00:00Z')", w.fact(timestampType), w.fact(timestampType))
}

func (w writer) word() string { return w.pick("'a'", "''", w.fact(stringType), w.fact(stringType)) }

// randomFacts fills a struct of facts by its registered fields: each unknown, zero or some small value.
func randomCase(t *rapid.T) Case {
	c := Case{Household: &Household{}, Dwelling: &Dwelling{}, Application: &Application{}, Round: &Round{}, Today: homeward.NewDate(2026, 3, 1)}
	h := c.Household
	if rapid.IntRange(0, 9).Draw(t, "members known") > 0 {
		h.Members = make([]Member, rapid.IntRange(0, 4).Draw(t, "members"))
	}
	for i := range h.Members {
		m := &h.Members[i]
		m.Born, m.Citizen, m.Displaced, m.Disability = randomTime(t), randomBool(t), randomBool(t), randomInt(t)
		m.Sex, m.Conditions, m.MissingByCourt = randomWord(t), randomWords(t), randomBool(t)
	}
	h.OwnsHome, h.FallenFamily, h.Unsuccessful, h.IncomePerHead = randomBool(t), randomBool(t), randomInt(t), randomDouble(t)
	h.DisplacedOn, h.Stay.Kind, h.Stay.LivesHere, h.Origin.ID = randomTime(t), randomWord(t), randomBool(t), randomWord(t)
	h.Loan.Issued, h.Loan.Active = randomTime(t), randomBool(t)
	c.Dwelling.Price, c.Dwelling.AreaM2, c.Dwelling.Place.ID = randomInt(t), randomDouble(t), randomWord(t)
	c.Application.OwnShare, c.Application.Component, c.Round.Supply = randomDouble(t), randomWord(t), randomInt(t)
	if rapid.Bool().Draw(t, "assume") {
		c.AssumeAbsent()
	}
	return c
}

func maybe[T FactValue](t *rapid.T, values ...T) Fact[T] {
	i := rapid.IntRange(0, len(values)).Draw(t, "value")
	if i == len(values) {
		return Fact[T]{}
	}
	return Known(values[i])
}

func randomBool(t *rapid.T) Fact[bool]      { return maybe(t, true, false) }
func randomInt(t *rapid.T) Fact[int]        { return maybe(t, 0, 1, 3, -2, 1<<40) }
func randomDouble(t *rapid.T) Fact[float64] { return maybe(t, 0, 1.5, -2.25) }
func randomWord(t *rapid.T) Fact[string]    { return maybe(t, "", "a", "b") }
func randomWords(t *rapid.T) Fact[[]string] {
	return maybe(t, []string{}, []string{"a"}, []string{"b", "a"})
}
func randomTime(t *rapid.T) Fact[time.Time] {
	return maybe(t, time.Date(2020, 2, 29, 0, 0, 0, 0, time.UTC), time.Time{}, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
}

// compileFor compiles expressions against lets, as a file would.
func compileFor(t interface{ Fatalf(string, ...any) }, lets []Let, exprs ...*Expr) *Policy {
	env, err := environment()
	if err != nil {
		t.Fatalf("environment: %v", err)
	}
	p := &Policy{}
	p.inquiries.New = p.newInquiry
	p.doc.Let = lets
	found := &problems{file: "test"}
	c := &compiler{env: env, problems: found, lets: map[string]uint64{}, fragments: map[string]Let{}, used: map[string]bool{}}
	p.compileLets(c)
	for _, e := range exprs {
		built, fault := c.build(c.env, c.expand(e.Text, 0, func(string) {}))
		if fault != nil {
			t.Fatalf("%s: %v", e.Text, fault)
		}
		e.code = built
		p.plan(built)
	}
	if found.failed() {
		t.Fatalf("%v", found.list)
	}
	return p
}

var testLets = []Let{
	{Name: "flag", Expr: Expr{Text: "household.members.exists(p, p.citizen) || household.owns_home"}},
	{Name: "number", Expr: Expr{Text: "size(household.members.filter(p, p.displaced)) + household.unsuccessful"}},
}

func TestPlansSayWhatCELSays(t *testing.T) {
	certain, planned := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := writer{t: t}
		e := &Expr{Text: w.condition(rapid.IntRange(0, 4).Draw(t, "depth"))}
		p := compileFor(t, append([]Let(nil), testLets...), e)
		if e.code.condition == nil {
			return
		}
		planned++
		for range 3 {
			c := randomCase(t)
			q := p.newInquiry().(*inquiry)
			q.begin(&c)
			got := e.code.condition(q)
			want := run(e.code.program, q)
			if got == unsure {
				continue
			}
			certain++
			if b, ok := want.(types.Bool); !ok || bool(b) != (got == yes) {
				t.Fatalf("%s\nplan says %v, CEL %v", e.Text, got == yes, want)
			}
		}
	})
	if planned == 0 || certain == 0 {
		t.Errorf("of the expressions %d were planned and %d answers were certain: the test compared nothing", planned, certain)
	}
}

func TestEveryFactCanBePlanned(t *testing.T) {
	for name, o := range model {
		for _, f := range o.fields {
			if f.read == nil && f.typ != objectType && f.typ != membersType {
				t.Errorf("%s.%s has no reader", name, f.name)
			}
		}
	}
}

// TestCommonExpressionsArePlanned keeps the expressions of the shipped policies on the fast way.
func TestCommonExpressionsArePlanned(t *testing.T) {
	for _, text := range []string{
		"household.members.all(p, p.citizen || p.missing_by_court)",
		"household.stay.kind in ['dormitory', 'tent']",
		"household.acquired_home && !household.fallen_family",
		"household.displaced_on >= timestamp('2020-09-27T00:00:00Z')",
		"size(household.members.filter(p, years(p.born, today) < 18)) >= 3",
		"'bedridden' in household.members[0].conditions || $flag",
		"$number >= 2",
	} {
		e := &Expr{Text: text}
		compileFor(t, append([]Let(nil), testLets...), e)
		if planned := e.code.condition != nil; planned == strings.Contains(text, "[0]") {
			t.Errorf("%s: planned is %v", text, planned)
		}
	}
}
