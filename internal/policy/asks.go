package policy

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"homeward"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// Asked is a fact that the rules of a policy read: what an office has to find out before it can decide.
type Asked struct {
	// Path is household.owns_home, household.members[].citizen, dwelling.place.group, …
	Path string
	// Type is bool, int, double, string, timestamp, "list of string".
	Type string
	// Words are what a text may be: those of the model, else those the file compares it with.
	Words []string
	// Open says that a text may also be another than Words: the file compares it with those and takes any.
	Open bool
}

// Member says whether the fact is one of each member.
func (a Asked) Member() bool { return strings.HasPrefix(a.Path, membersPath) }

// Of is the path of the fact for the member of this index; of other facts the path as it is.
func (a Asked) Of(member int) string {
	return strings.Replace(a.Path, "[]", "["+strconv.Itoa(member)+"]", 1)
}

// Text names the fact.
func (a Asked) Text() homeward.Text {
	t := FactText(a.Of(0))
	if of, ok := t.Args["Fact"].(homeward.Text); ok && a.Member() {
		return of
	}
	return t
}

// Label names the fact as the answer yes would say it: "owns a home". For a form, where the answer stands beside it.
func (a Asked) Label() homeward.Text {
	t := a.Text()
	if of, ok := t.Args["Fact"].(homeward.Text); ok && t.Key == "policy.say.whether" {
		return of
	}
	return t
}

// AskedAt is the fact at a path as Decision.Missing gives it, and the index of the member it is about; -1 for the others.
func AskedAt(path string) (Asked, int) {
	if number, field, ok := strings.Cut(strings.TrimPrefix(path, "household.members["), "]."); ok && strings.HasPrefix(path, "household.members[") {
		if i, err := strconv.Atoi(number); err == nil {
			return Asked{Path: membersPath + field}, i
		}
	}
	return Asked{Path: path}, -1
}

const membersPath = "household.members[]."

// objectPaths is the path at which an expression reaches each object but a place, which there are two of.
var objectPaths = map[string]string{"household": "household.", "member": membersPath, "stay": "household.stay.", "loan": "household.loan.",
	"dwelling": "dwelling.", "application": "application.", "round": "round."}

// Asks lists every fact that an expression of the policy reads, in the order of the reference. Facts of the round are
// left out: the round knows them.
func (p *Policy) Asks() []Asked {
	found := map[string]*Asked{}
	p.doc.expressions(func(e *Expr, _, _ string) {
		if e.code != nil {
			p.collect(found, e.code.ast)
		}
	})
	for _, l := range p.lets {
		p.collect(found, l.Expr.code.ast)
	}
	var out []Asked
	for _, a := range found {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Asked) int { return cmp.Compare(placeInModel(a.Path), placeInModel(b.Path)) })
	return out
}

// ReadsRound says whether an expression of the policy reads a fact of the round, such as "threshold": then somebody has to
// set it before the lists are frozen.
func (p *Policy) ReadsRound(fact string) bool {
	found := false
	look := func(tree *celast.AST) {
		celast.PostOrderVisit(tree.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
			if e.Kind() == celast.SelectKind {
				sel := e.AsSelect()
				found = found || sel.FieldName() == fact && sel.Operand().Kind() == celast.IdentKind && sel.Operand().AsIdent() == "round"
			}
		}))
	}
	p.doc.expressions(func(e *Expr, _, _ string) {
		if e.code != nil {
			look(e.code.ast)
		}
	})
	for _, l := range p.lets {
		look(l.Expr.code.ast)
	}
	return found
}

// placeInModel orders paths as the reference does.
func placeInModel(path string) int {
	n := 0
	for _, name := range objectOrder {
		for _, f := range model[name].fields {
			for _, prefix := range pathsOf(name) {
				n++
				if prefix+f.name == path {
					return n
				}
			}
		}
	}
	return n
}

func pathsOf(object string) []string {
	if object == "place" {
		return []string{"household.origin.", "dwelling.place."}
	}
	return []string{objectPaths[object]}
}

// collect adds the facts that a tree reads, with the words it compares them with.
func (p *Policy) collect(found map[string]*Asked, tree *celast.AST) {
	s := &speaker{policy: p, tree: tree}
	celast.PostOrderVisit(tree.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		if a := s.asked(e); a != nil && found[a.Path] == nil {
			found[a.Path] = a
		}
	}))
	celast.PostOrderVisit(tree.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		if e.Kind() != celast.CallKind {
			return
		}
		call := e.AsCall()
		switch call.FunctionName() {
		case operators.Equals, operators.NotEquals, operators.In:
			s.compared(found, call.Args()[0], call.Args()[1])
			s.compared(found, call.Args()[1], call.Args()[0])
		}
	}))
}

// asked is the fact that an expression selects; nil when it selects none, or an object of facts.
func (s *speaker) asked(e celast.Expr) *Asked {
	f, key := s.fact(e)
	if f == nil || f.typ == objectType || f.typ == membersType {
		return nil
	}
	object := strings.TrimPrefix(s.tree.GetType(e.AsSelect().Operand().ID()).TypeName(), "homeward.")
	prefix := objectPaths[object]
	switch {
	case object == "round" || f.name == "id" && object != "place":
		return nil
	case object == "place":
		prefix = strings.TrimPrefix(key, "fact.")
		prefix = prefix[:len(prefix)-len(f.name)]
	}
	return &Asked{Path: prefix + f.name, Type: string(f.typ), Words: f.values, Open: len(f.values) == 0 && f.typ == stringType}
}

// compared notes the words that a text is compared with, where the model has none of its own.
func (s *speaker) compared(found map[string]*Asked, fact, with celast.Expr) {
	a := s.asked(fact)
	if a == nil || len(a.Words) > 0 || a.Type != string(stringType) && a.Type != string(stringsType) {
		return
	}
	words := []celast.Expr{with}
	if with.Kind() == celast.ListKind {
		words = with.AsList().Elements()
	}
	for _, w := range words {
		if v, ok := constant(w).(string); ok && v != "" && !slices.Contains(found[a.Path].Words, v) {
			found[a.Path].Words = append(found[a.Path].Words, v)
		}
	}
}

// WordText says a word that a fact may be, such as "tent" for household.stay.kind.
func WordText(path, word string) homeward.Text {
	t := FactText(strings.Replace(path, "[]", "[0]", 1))
	if of, ok := t.Args["Fact"].(homeward.Text); ok {
		t = of
	}
	return wordText(t.Key, word)
}

// modelField finds a fact of the model by its path; members are written members[].
func modelField(path string) (*field, bool) {
	for _, name := range objectOrder {
		for _, prefix := range pathsOf(name) {
			if rest, ok := strings.CutPrefix(path, prefix); ok {
				if f, ok := model[name].field(rest); ok && f.typ != objectType && f.typ != membersType {
					return f, true
				}
			}
		}
	}
	return nil, false
}

// ReadFact reads what somebody wrote for a fact, and gives it as a Case keeps it: JSON. A fact that is true or false is
// written yes or no, a day as a day, several words with commas between them.
func ReadFact(path, written string) (json.RawMessage, error) {
	written = strings.TrimSpace(written)
	f, ok := modelField(path)
	if !ok {
		return nil, homeward.Errorf(homeward.Invalid, "policy.fact_unknown", "Path", path)
	}
	var value any
	var err error
	switch f.typ {
	case boolType:
		value = written == "yes" || written == "true"
		ok = slices.Contains([]string{"yes", "true", "no", "false"}, written)
	case intType:
		value, err = strconv.Atoi(strings.NewReplacer(" ", "", "\u00a0", "").Replace(written))
	case doubleType:
		value, err = strconv.ParseFloat(strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(written), 64)
	case timestampType:
		var t homeward.Date
		t, err = homeward.ParseDate(written)
		value = t.String()
	case stringsType:
		list := strings.FieldsFunc(written, func(r rune) bool { return r == ',' || r == ' ' })
		for _, w := range list {
			ok = ok && f.takes(w)
		}
		value = append([]string{}, list...)
	default:
		value, ok = written, written != "" && f.takes(written)
	}
	if !ok || err != nil || !possible(path, value) {
		return nil, homeward.Errorf(homeward.Invalid, "policy.fact_value", "Fact", FactText(strings.Replace(path, "[]", "[0]", 1)), "Value", written).WithHint("policy.fact_value.hint")
	}
	return json.Marshal(value)
}

// mostOf bounds numbers that are parts of a whole, or degrees.
var mostOf = map[string]float64{"application.own_share": 1, "application.saved_share": 1, "household.members[].disability": 3}

// possible refuses numbers that nothing can be: less than none, no number at all, more than the whole.
func possible(path string, value any) bool {
	x, isMeasure := value.(float64)
	if n, isCount := value.(int); isCount {
		x = float64(n)
	} else if !isMeasure {
		return true
	}
	most, bounded := mostOf[path]
	return x >= 0 && !math.IsInf(x, 1) && (!bounded || x <= most)
}

// takes says whether a text fact may be this word.
func (f *field) takes(word string) bool { return len(f.values) == 0 || slices.Contains(f.values, word) }

// Set gives a fact of the case the value that ReadFact made; of a member by its ID. A fact of somebody who is no member
// is nobody's.
func (c *Case) Set(path, member string, value json.RawMessage) error {
	if rest, ok := strings.CutPrefix(path, membersPath); ok {
		for i := range c.Household.Members {
			if c.Household.Members[i].ID == member {
				return json.Unmarshal(nested(rest, value), &c.Household.Members[i])
			}
		}
		return nil
	}
	object, rest, _ := strings.Cut(path, ".")
	var into any
	switch object {
	case "household":
		if c.Household == nil {
			c.Household = &Household{}
		}
		into = c.Household
	case "dwelling":
		if c.Dwelling == nil {
			c.Dwelling = &Dwelling{}
		}
		into = c.Dwelling
	case "application":
		if c.Application == nil {
			c.Application = &Application{}
		}
		into = c.Application
	default:
		return homeward.Errorf(homeward.Invalid, "policy.fact_unknown", "Path", path)
	}
	return json.Unmarshal(nested(rest, value), into)
}

// nested is {"stay": {"pays_rent": value}} for stay.pays_rent.
func nested(path string, value json.RawMessage) []byte {
	names := strings.Split(path, ".")
	out := []byte(value)
	for _, name := range slices.Backward(names) {
		out = slices.Concat([]byte(`{"`+name+`":`), out, []byte("}"))
	}
	return out
}

// Known is the value of a fact in the case as JSON, of a member by its index; ok is false when nobody knows it.
func (c *Case) Known(path string, member int) (value json.RawMessage, ok bool) {
	object, rest, _ := strings.Cut(path, ".")
	var at any
	switch object {
	case "household":
		at = c.Household
	case "dwelling":
		at = c.Dwelling
	case "application":
		at = c.Application
	}
	if r, is := strings.CutPrefix(path, membersPath); is {
		if c.Household == nil || member < 0 || member >= len(c.Household.Members) {
			return nil, false
		}
		at, rest = &c.Household.Members[member], r
	}
	out, err := json.Marshal(at)
	for _, name := range strings.Split(rest, ".") {
		var fields map[string]json.RawMessage
		if err != nil || json.Unmarshal(out, &fields) != nil || fields[name] == nil {
			return nil, false
		}
		out = fields[name]
	}
	return out, true
}
