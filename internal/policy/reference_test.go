package policy

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

// The schema and the tables of the reference are made from the code. "go test ./internal/policy -run Current -update"
// writes them.
var update = flag.Bool("update", false, "write docs/policy.schema.json and the tables of docs/policy.md")

const (
	schemaFile    = "../../docs/policy.schema.json"
	referenceFile = "../../docs/policy.md"
)

func TestSchemaIsCurrent(t *testing.T) {
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	current(t, schemaFile, string(want))
}

func current(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != want {
		t.Errorf("%s is not what the code says (%v); write it with: go test ./internal/policy -run Current -update", name, err)
	}
}

// TestReferenceIsCurrent holds the tables between the marks of docs/policy.md and the code together.
func TestReferenceIsCurrent(t *testing.T) {
	b, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for name, table := range map[string]string{"blocks": blockTables(), "facts": factTables(), "words": wordTables()} {
		begin, end := "<!-- "+name+" begin -->\n", "<!-- "+name+" end -->"
		before, rest, ok := strings.Cut(text, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("docs/policy.md has no marks for %s", name)
		}
		text = before + begin + table + end + after
	}
	current(t, referenceFile, text)
}

// blockTables lists the fields of every block.
func blockTables() string {
	var b strings.Builder
	for _, block := range []struct {
		title string
		typ   reflect.Type
	}{
		{"top", reflect.TypeFor[Document]()}, {"sources", reflect.TypeFor[Source]()}, {"every entry", reflect.TypeFor[Entry]()},
		{"members", reflect.TypeFor[Counting]()}, {"norms", reflect.TypeFor[Norm]()}, {"norms.table", reflect.TypeFor[Row]()},
		{"rules", reflect.TypeFor[Rule]()}, {"order", reflect.TypeFor[Order]()}, {"order.classes", reflect.TypeFor[Class]()},
		{"order.points", reflect.TypeFor[Points]()}, {"order.thresholds", reflect.TypeFor[Threshold]()}, {"quotas", reflect.TypeFor[Quota]()},
		{"capacities", reflect.TypeFor[Capacity]()}, {"stages", reflect.TypeFor[Window]()}, {"offer", reflect.TypeFor[Offer]()},
		{"offer.on_refusal", reflect.TypeFor[Answer]()}, {"allotment", reflect.TypeFor[Allotment]()}, {"draw", reflect.TypeFor[Draw]()},
		{"money", reflect.TypeFor[Money]()}, {"money.amounts", reflect.TypeFor[Amount]()}, {"money.limits", reflect.TypeFor[Limit]()},
		{"duties", reflect.TypeFor[Duty]()}, {"procedure", reflect.TypeFor[Step]()}, {"examples", reflect.TypeFor[Example]()},
		{"examples.expect", reflect.TypeFor[Expect]()},
	} {
		fmt.Fprintf(&b, "\n### %s\n\n| field | value | meaning |\n|---|---|---|\n", block.title)
		for i := range block.typ.NumField() {
			f := block.typ.Field(i)
			name := fieldName(f)
			if name == "" || f.Anonymous {
				continue
			}
			if f.Tag.Get("need") != "" {
				name = "**" + name + "**"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", name, kindOf(f), f.Tag.Get("doc"))
		}
	}
	return b.String() + "\n"
}

// kindOf says what may stand in a field.
func kindOf(f reflect.StructField) string {
	t := f.Type
	list := ""
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Slice && t != letsType {
		t, list = t.Elem(), "list of "
	}
	if w, ok := reflect.Zero(t).Interface().(listed); ok {
		return list + strings.Join(w.words(), " · ")
	}
	switch {
	case t == exprType:
		return list + "expression: " + f.Tag.Get("type")
	case t == spanType:
		return "[from, to], or [from, null]"
	case t == dateType:
		return "day"
	case t == letsType:
		return "names with expressions"
	case t == reflect.TypeFor[Period]():
		return "period"
	case t == reflect.TypeFor[Moment]():
		return "day or time"
	case t.Kind() == reflect.Map:
		return "names with values"
	case t.Kind() == reflect.Struct:
		return list + "fields"
	case t.Kind() == reflect.Float64:
		return list + "number"
	case t.Kind() == reflect.Int:
		return list + "whole number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	}
	return list + "text"
}

func factTables() string {
	var b strings.Builder
	for _, name := range objectOrder {
		o := model[name]
		fmt.Fprintf(&b, "\n### %s\n\n%s.\n\n| fact | type | meaning | values |\n|---|---|---|---|\n", name, strings.ToUpper(o.meaning[:1])+o.meaning[1:])
		for _, f := range o.fields {
			typ := string(f.typ)
			if f.typ == objectType {
				typ = f.object
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", f.name, typ, f.meaning, strings.Join(f.values, " "))
		}
	}
	return b.String() + "\n"
}

func wordTables() string {
	return "\n**Refusal keys**: " + strings.Join(RefusalKeys, " · ") + ".\n\n**Duty keys**: " + strings.Join(DutyKeys, " · ") + ".\n\n"
}

// TestModelMatchesTheGoFields: each Go field of a struct of facts is one registered fact of the same name, and no other.
func TestModelMatchesTheGoFields(t *testing.T) {
	for name, typ := range map[string]reflect.Type{
		"household": reflect.TypeFor[Household](), "member": reflect.TypeFor[Member](), "place": reflect.TypeFor[Place](),
		"stay": reflect.TypeFor[Stay](), "loan": reflect.TypeFor[Loan](), "dwelling": reflect.TypeFor[Dwelling](),
		"application": reflect.TypeFor[Application](), "round": reflect.TypeFor[Round](),
	} {
		registered := map[string]bool{}
		for _, f := range model[name].fields {
			if registered[f.name] {
				t.Errorf("%s.%s is registered twice", name, f.name)
			}
			registered[f.name] = true
		}
		for i := range typ.NumField() {
			field := fieldName(typ.Field(i))
			if !registered[field] && (name != "member" || field != "id") { // who it is may be told, not read
				t.Errorf("%s.%s is not registered", name, field)
			}
			delete(registered, field)
		}
		for f := range registered {
			t.Errorf("%s.%s is registered and has no Go field", name, f)
		}
	}
}

// TestNoFactOfOrigin: nothing in the model is about ethnicity, faith, language or politics.
func TestNoFactOfOrigin(t *testing.T) {
	never := []string{"ethnicity", "ethnic", "nation", "nationality", "religion", "religious", "faith", "language", "tongue", "political", "politics", "party", "race", "tribe", "clan"}
	for name, o := range model {
		for _, f := range o.fields {
			for _, word := range strings.FieldsFunc(f.name+" "+f.meaning, func(r rune) bool { return r < 'a' || r > 'z' }) {
				if contains(never, word) {
					t.Errorf("%s.%s speaks of %s", name, f.name, word)
				}
			}
		}
	}
}
