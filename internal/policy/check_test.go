package policy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"homeward"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/policies"
)

// small is a valid policy; each test breaks it in one way.
const small = `format: homeward-policy/1
id: small
edition: "1"
title: A small policy
gives: both
unit: household
sources:
  - {id: s, title: a source, kind: law, read: full}
let:
  minors: size(household.members.filter(p, years(p.born, today) < 18))
norms:
  - id: n
    measure: rooms
    table:
      - {persons: [1, 2], rooms: 1}
      - {persons: [3, null], rooms: 2}
    source: [s]
    confidence: published
rules:
  - id: r
    stage: apply
    refuse_when: household.owns_home && $minors < 3
    refusal: owns_home
    source: [s]
    confidence: published
order:
  method: classes
  classes:
    - {id: first, rank: 1, when: "household.stay.kind == 'tent'", source: [s], confidence: published}
quotas:
  - {id: q, share: 0.3, when: "true", source: [s], confidence: published}
offer:
  deadline: P5D
  on_lapse: give_to_next
money:
  currency: AMD
  amounts:
    - {id: a, value: 100 * $minors, source: [s], confidence: published}
duties:
  - {key: no_sale, source: [s], confidence: published}
examples:
  - id: owner
    today: 2026-01-01
    household: {owns_home: true, members: [{}]}
    expect: {refusals: [owns_home], rooms: 1}
`

func TestSmallIsValid(t *testing.T) {
	p, found := policy.Check("small.yaml", []byte(small))
	if p == nil || len(found) != 0 {
		t.Fatalf("%v", found)
	}
}

// TestRefusesFiles breaks the small policy; each break must be found at its line and say what to do.
func TestRefusesFiles(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		key            string
		at             string // what stands on the line the problem names; empty when it concerns the file
	}{
		{"unknown field", "gives: both", "gives: both\ncolour: red", "policy.unknown_field", "colour"},
		{"misspelt field", "refusal: owns_home\n", "refussal: owns_home\n", "policy.unknown_field_near", "refussal"},
		{"ethnicity in an expression", "household.owns_home && ", "household.ethnicity == 'x' && ", "policy.expr_wrong", "refuse_when"},
		{"ethnicity in an example", "{owns_home: true", "{ethnicity: x, owns_home: true", "policy.unknown_field", "owns_home: true"},
		{"faith of a member", "members: [{}]", "members: [{faith: x}]", "policy.unknown_field", "faith"},
		{"field twice", "gives: both", "gives: both\ngives: home", "policy.twice", "gives: home"},
		{"wrong type", "rank: 1", "rank: one", "policy.wrong_type", "rank: one"},
		{"number in quotation marks as a fact", "owns_home: true", "unsuccessful: \"3\"", "policy.bad_value", "unsuccessful"},
		{"condition that is no condition", "$minors < 3", "$minors", "policy.expr_wrong", "refuse_when"},
		{"points and not a condition", "household.owns_home && $minors < 3", "$minors", "policy.expr_type", "refuse_when"},
		{"amount that is a fraction", "100 * $minors", "1.5", "policy.expr_type", "value: 1.5"},
		{"gap in a norm", "persons: [3, null]", "persons: [4, null]", "policy.norm_gap", "[4, null]"},
		{"norm that ends", "persons: [3, null]", "persons: [3, 9]", "policy.norm_gap", "[3, 9]"},
		{"norm that begins late", "persons: [1, 2]", "persons: [2, 2]", "policy.norm_gap", "[2, 2]"},
		{"overlap in a norm", "persons: [3, null]", "persons: [2, null]", "policy.norm_overlap", "[2, null]"},
		{"row without rooms", "{persons: [1, 2], rooms: 1}", "{persons: [1, 2], min_m2: 20}", "policy.norm_row_empty", "min_m2"},
		{"unknown refusal key", "refusal: owns_home", "refusal: own_home", "policy.unknown_refusal", "id: r"},
		{"unknown duty", "key: no_sale", "key: no_dancing", "policy.unknown_duty", "no_dancing"},
		{"both ways of a rule", "refusal: owns_home\n", "refusal: owns_home\n    require: \"true\"\n", "policy.rule_one_of", "id: r"},
		{"no source", "source: [s]\n    confidence: published\nrules", "confidence: published\nrules", "policy.no_source", "id: n"},
		{"source that is not listed", "source: [s]\n    confidence: published\nrules", "source: [x]\n    confidence: published\nrules", "policy.no_such_source", "id: n"},
		{"no confidence", "confidence: published\nrules", "note: none\nrules", "policy.no_confidence", "id: n"},
		{"word off the list", "gives: both", "gives: flats", "policy.unknown_word", "gives: flats"},
		{"undefined let", "$minors < 3", "$grown < 3", "policy.no_such_let", "refuse_when"},
		{"lets in a circle", "  minors: size", "  a: $b + 1\n  b: $a + 1\n  minors: size", "policy.let_loop", "a: $b"},
		{"three loops within each other", "household.owns_home && ",
			"household.members.all(p, household.members.all(q, household.members.all(r, household.members.all(s, p.born == s.born)))) && ", "policy.expr_cost", "refuse_when"},
		{"has(), which could decide by not knowing", "household.owns_home && ", "has(household.owns_home) && ", "policy.expr_wrong", "refuse_when"},
		{"example with another outcome", "[owns_home], rooms: 1}", "[owns_home], rooms: 2}", "policy.example_differs", "rooms: 2}"},
		{"example without a day", "    today: 2026-01-01\n", "", "policy.missing_field", "id: owner"},
		{"example that cannot be computed", "household.owns_home && ", "household.members[3].citizen && ", "policy.example_fault", "id: owner"},
		{"share above one", "share: 0.3", "share: 30", "policy.bad_share", "share: 30"},
		{"period in words", "deadline: P5D", "deadline: five days", "policy.bad_value", "five days"},
		{"another format", "homeward-policy/1", "homeward-policy/9", "policy.wrong_format", "format"},
		{"no id", "id: small\n", "", "policy.missing_field", "format"},
		{"order of nothing", "  classes:\n    - {id: first, rank: 1, when: \"household.stay.kind == 'tent'\", source: [s], confidence: published}\n", "", "policy.order_empty", "method"},
		{"two of one name", "quotas:\n", "quotas:\n  - {id: q, share: 0.1, overlap: all, when: \"true\", source: [s], confidence: published}\n", "policy.id_repeated", "share: 0.3"},
		{"ends before it begins", "rank: 1,", "rank: 1, from: 2026-02-01, to: 2026-01-01,", "policy.ends_before_start", "rank: 1"},
		{"sentence in a language nobody reads", "rank: 1,", "rank: 1, text: {xx: hm},", "policy.unknown_language", "rank: 1"},
		{"a second document", "examples:", "---\nexamples:", "policy.two_documents", ""},
		{"a list where fields should be", "offer:\n  deadline: P5D\n  on_lapse: give_to_next\n", "offer: [P5D]\n", "policy.wrong_type", "offer"},
	} {
		if !strings.Contains(small, c.old) {
			t.Fatalf("%s: the small policy no longer holds %q", c.name, c.old)
		}
		text := strings.Replace(small, c.old, c.new, 1)
		p, found := policy.Check("small.yaml", []byte(text))
		if p != nil {
			t.Errorf("%s: the file loads", c.name)
			continue
		}
		if len(found) == 0 || !hasProblem(found, c.key, c.at, text) {
			t.Errorf("%s: want %s at the line of %q, found %v", c.name, c.key, c.at, found)
		}
		speaksEverywhere(t, found)
	}
}

func hasProblem(found policy.Problems, key, at, text string) bool {
	lines := strings.Split(text, "\n")
	for _, f := range found {
		if f.Text.Key == key && (at == "" || f.Line > 0 && strings.Contains(lines[f.Line-1], at)) {
			return true
		}
	}
	return false
}

// TestTextThatDoublesIsStopped: every named text is twice the one before, so that the last would fill the memory.
func TestTextThatDoublesIsStopped(t *testing.T) {
	lets := "  d0: \"'0123456789'\"\n"
	for i := 1; i <= 40; i++ {
		lets += fmt.Sprintf("  d%d: $d%d + $d%d\n", i, i-1, i-1)
	}
	text := strings.Replace(small, "  minors: size", lets+"  minors: size", 1)
	text = strings.Replace(text, "household.owns_home && ", "size($d40) > 3 && ", 1)
	if p, found := policy.Check("small.yaml", []byte(text)); p != nil || !hasProblem(found, "policy.example_fault", "id: owner", text) {
		t.Errorf("%v", found)
	}
}

func TestWarnsOf(t *testing.T) {
	for _, c := range []struct{ name, old, new, key string }{
		{"quotas that do not say how they overlap", "quotas:\n", "quotas:\n  - {id: q2, share: 0.1, when: \"true\", source: [s], confidence: published}\n", "policy.quotas_overlap"},
		{"a stay the register never holds", "'tent'", "'tnet'", "policy.unknown_value"},
		{"a let that is not used", "  minors: size", "  more: \"1\"\n  minors: size", "policy.unused_let"},
		{"a validity in words", "currency: AMD", "currency: AMD\n  validity: for a while", "policy.validity_in_words"},
		{"no examples", small[strings.Index(small, "examples:"):], "", "policy.no_examples"},
	} {
		p, found := policy.Check("small.yaml", []byte(strings.Replace(small, c.old, c.new, 1)))
		if p == nil || len(found) != 1 || found[0].Text.Key != c.key || !found[0].Warning {
			t.Errorf("%s: want one warning %s, found %v", c.name, c.key, found)
		}
		speaksEverywhere(t, found)
	}
	said := strings.Replace(small, "quotas:\n", "quotas:\n  - {id: q2, share: 0.1, when: \"true\", source: [s], confidence: published}\n", 1)
	said += "unclear: [how the quotas overlap]\n"
	if _, found := policy.Check("small.yaml", []byte(said)); len(found) != 0 {
		t.Errorf("what stands under unclear needs no warning: %v", found)
	}
}

var loadCatalogue = sync.OnceValues(i18n.Load)

// catalogue fails the test when a text cannot be said in full.
func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := loadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c.WithFault(func(lang, key string, err error) { t.Errorf("%s: %q: %v", lang, key, err) })
}

func speaksEverywhere(t *testing.T, found policy.Problems) {
	t.Helper()
	c := catalogue(t)
	for _, l := range i18n.Languages {
		for _, f := range found {
			c.For(l.Code).Text(f.Text)
			c.For(l.Code).Text(f.Hint)
		}
	}
}

// TestEveryWordIsInTheCatalogues says everything the package can say.
func TestEveryWordIsInTheCatalogues(t *testing.T) {
	c := catalogue(t)
	speak := c.For(i18n.Default)
	var keys []string
	for _, k := range policy.RefusalKeys {
		keys = append(keys, "refusal."+k, "refusal."+k+".remedy")
	}
	for _, k := range policy.DutyKeys {
		keys = append(keys, "duty."+k)
	}
	for _, k := range policy.ValueWords {
		keys = append(keys, "policy.word."+k)
	}
	keys = append(keys, policy.FactKeys()...)
	for _, k := range keys {
		if !speak.Has(k) {
			t.Errorf("no words for %s", k)
		}
	}
}

func TestShippedPoliciesCanBeRead(t *testing.T) {
	all, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatalf("%v\n%v", err, policy.ProblemsOf(err))
	}
	c := catalogue(t)
	for id, p := range all {
		for _, l := range i18n.Languages {
			say := c.For(l.Code)
			for _, s := range p.Sections() {
				if say.Text(s.Title) == "" || len(s.Lines) == 0 {
					t.Errorf("%s: a section without title or lines", id)
				}
				for _, line := range s.Lines {
					if line.In(l.Code, say.Text) == "" {
						t.Errorf("%s %s: %s/%s has no sentence", id, l.Code, s.Title.Key, line.ID)
					}
					say.Text(line.Then)
				}
			}
		}
	}
}

func TestFactTextNamesFacts(t *testing.T) {
	say := catalogue(t).For("en")
	for path, want := range map[string]string{
		"household.owns_home":           "whether this is so: the household owns a home",
		"household.members[1].citizen":  "member 2: whether this is so: is a citizen of the granting state",
		"household.origin.id":           "place where the household is registered",
		"dwelling.place.id":             "place of the home",
		"household.stay.kind":           "present accommodation",
		"household.members":             "members of the household",
		"application.submitted":         "day of the application",
		"household.loan.issued":         "day the loan was given",
		"household.members[x].citizen?": "household.members[x].citizen?",
	} {
		if got := say.Text(policy.FactText(path)); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestLoadErrorNamesFileAndFirstProblem(t *testing.T) {
	_, err := policy.Load("x.yaml", []byte(strings.Replace(small, "gives: both", "gives: both\ncolour: red", 1)))
	if homeward.KindOf(err) != homeward.Invalid || !homeward.IsKey(err, "policy.invalid") || len(policy.ProblemsOf(err)) == 0 {
		t.Errorf("%v", err)
	}
	text, hint := homeward.TextOf(err)
	say := catalogue(t).For("en")
	if got := say.Text(text); !strings.Contains(got, "x.yaml, line 6") || say.Text(hint) == "" {
		t.Errorf("%s", got)
	}
}

// FuzzCheck reads anything: no panic, and what is said about it can be said.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("format: [*a, &a 1]"))
	f.Add([]byte("let: {a: '$b', b: '$a'}\nnorms: [{table: [{persons: [1]}]}]"))
	f.Add([]byte("a: &a [*a]"))
	names, err := filepath.Glob("../../policies/*.yaml")
	if err != nil || len(names) == 0 {
		f.Fatal("no policies to begin with")
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, found := policy.Check("fuzz.yaml", data)
		if p == nil && len(found) == 0 {
			t.Error("refused without a reason")
		}
		if p != nil {
			p.Evaluate(policy.Case{Today: homeward.NewDate(2026, 1, 1)})
			p.Sections()
		}
	})
}

// FuzzReadCases reads anything as households: an error of kind Invalid, or cases that can be decided.
func FuzzReadCases(f *testing.F) {
	f.Add(`[{"owns_home": true, "members": [{"born": "1990-01-01", "conditions": ["mobility"]}]}]`)
	f.Add(`{"household": {"stay": {"kind": "tent"}}, "dwelling": {"rooms": 3}, "group": "a"} {}`)
	f.Add("[[")
	p, found := policy.Check("small.yaml", []byte(small))
	if p == nil {
		f.Fatal(found)
	}
	f.Fuzz(func(t *testing.T, text string) {
		err := policy.ReadCases(strings.NewReader(text), func(c policy.GroupedCase) error {
			p.Evaluate(c.Case)
			return nil
		})
		if err != nil && homeward.KindOf(err) != homeward.Invalid {
			t.Errorf("%v", err)
		}
	})
}

// FuzzPeriod: what reads as a period is written back to one that means the same.
func FuzzPeriod(f *testing.F) {
	f.Add("P5D")
	f.Add("P1Y2M3W4D")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := policy.ParsePeriod(text)
		if err != nil || p.IsZero() {
			return
		}
		if again, err := policy.ParsePeriod(p.String()); err != nil || again != p {
			t.Errorf("%q becomes %q becomes %+v, %v", text, p, again, err)
		}
	})
}
