package policy

import (
	"strconv"
	"strings"
	"time"

	"homeward"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// Saying values: facts, constants, words of the model, sums.

// value says a value: a fact by its name, a constant as it is, a sum by its parts. Of is the key of the fact a word
// belongs to, so that "tent" is said as that kind of stay.
func (s *speaker) value(e celast.Expr, of string) any {
	switch v := constant(e).(type) {
	case int64:
		return int(v)
	case float64:
		return decimal(v)
	case string:
		return wordText(of, v)
	case time.Time:
		return homeward.DateOf(v)
	}
	switch e.Kind() {
	case celast.SelectKind:
		if f, key := s.fact(e); f != nil {
			return s.ofMember(e, homeward.T(key))
		}
	case celast.IdentKind:
		if e.AsIdent() == "today" {
			return homeward.T("policy.say.today")
		}
		if let := s.let(e); let != nil {
			return let.value(let.tree.Expr(), of)
		}
	case celast.CallKind:
		if t := s.sum(e); !t.IsZero() {
			return t
		}
	}
	return s.fallback(e, false)
}

// sum says the calls that make values.
func (s *speaker) sum(e celast.Expr) homeward.Text {
	call := e.AsCall()
	args := call.Args()
	switch name := call.FunctionName(); name {
	case "size":
		list := call.Target()
		if !call.IsMemberFunction() {
			list = args[0]
		}
		return s.size(list)
	case "years":
		return s.years(args[0], args[1])
	case "double":
		return asText(s.value(args[0], ""))
	case operators.Conditional:
		return homeward.T("policy.say.if", "If", s.condition(args[0], false), "Then", s.value(args[1], ""), "Else", s.value(args[2], ""))
	case "math.@min", "math.@max":
		if len(args) != 2 {
			return homeward.Text{}
		}
		return homeward.T(map[string]string{"math.@min": "policy.say.smaller", "math.@max": "policy.say.greater"}[name],
			"A", s.value(args[0], ""), "B", s.value(args[1], ""))
	default:
		sign, ok := map[string]string{operators.Add: "+", operators.Subtract: "−", operators.Multiply: "×", operators.Divide: "÷"}[name]
		if !ok {
			return homeward.Text{}
		}
		return homeward.T("policy.say.sum", "A", s.term(args[0], sign), "Sign", sign, "B", s.term(args[1], sign))
	}
}

// term says a part of a sum, in brackets when it is a sum within a product.
func (s *speaker) term(e celast.Expr, sign string) any {
	v := s.value(e, "")
	if t, ok := v.(homeward.Text); ok && (t.Key == "policy.say.if" || t.Key == "policy.say.sum" && (sign == "×" || sign == "÷") && (t.Args["Sign"] == "+" || t.Args["Sign"] == "−")) {
		return homeward.T("policy.say.group", "A", t)
	}
	return v
}

func (s *speaker) years(from, to celast.Expr) homeward.Text {
	born := false
	if f, key := s.fact(from); f != nil {
		born = key == "fact.member.born"
	}
	switch {
	case born && to.Kind() == celast.IdentKind && to.AsIdent() == "today":
		return homeward.T("policy.say.age")
	case born:
		return homeward.T("policy.say.age_on", "Day", s.value(to, ""))
	}
	return homeward.T("policy.say.years", "A", s.value(from, ""), "B", s.value(to, ""))
}

// size says the number of members, or of those for whom something holds.
func (s *speaker) size(list celast.Expr) homeward.Text {
	if isMembers(list) {
		return homeward.T("policy.say.members")
	}
	if list.Kind() == celast.IdentKind {
		if let := s.let(list); let != nil {
			return let.size(let.tree.Expr())
		}
	}
	if list.Kind() == celast.ComprehensionKind {
		if condition := filterCondition(list.AsComprehension()); condition != nil {
			return homeward.T("policy.say.members_who", "A", s.condition(condition, false))
		}
	}
	return homeward.Text{}
}

// wordKeys are the catalogues in which the words of a fact already stand; the words of others stand under policy.word.
var wordKeys = map[string]string{
	"fact.stay.kind": "stay.", "fact.stay.condition": "condition.", "fact.member.relation": "relation.",
	"fact.member.sex": "sex.", "fact.dwelling.type": "type.",
}

// wordText says a word of the model in words, and a word of the policy's own in quotation marks.
func wordText(of, word string) homeward.Text {
	if prefix, ok := wordKeys[of]; ok && word != "plot" {
		for _, f := range model[objectOf(strings.TrimPrefix(of[:strings.LastIndexByte(of, '.')], "fact.")+".")].fields {
			if strings.HasSuffix(of, "."+f.name) && (len(f.values) == 0 && (word == "f" || word == "m") || contains(f.values, word)) {
				return homeward.T(prefix + word)
			}
		}
	}
	if contains(ValueWords, word) {
		return homeward.T("policy.word." + word)
	}
	return homeward.T("policy.say.word", "Word", strings.ReplaceAll(word, "_", " "))
}

// ValueWords are the words of the model that have a sentence of their own under policy.word.<word>.
var ValueWords = []string{"plot", "town", "village", "destroyed", "damaged", "inaccessible", "none", "mortgage", "consumer", "other",
	"bedridden", "mobility", "psychiatric", "oncological", "constant_care", "here", "elsewhere", "no_word", "buy", "build"}

// decimal is a number for a Text: whole ones as int, so that they are grouped, others as written.
func decimal(f float64) any {
	if f == float64(int(f)) {
		return int(f)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// asText makes a Text of any value, to be put where only Texts may stand.
func asText(v any) homeward.Text {
	if t, ok := v.(homeward.Text); ok {
		return t
	}
	return homeward.T("policy.say.value", "A", v)
}
