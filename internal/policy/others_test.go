package policy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/policy"
)

// Programmes of other countries, invented in the manner of real ones: between them they use every block of the format.

func other(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "others", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestProgrammesOfOthersCanBeUsed(t *testing.T) {
	warned := map[string]string{"ba-return": "policy.unused_let", "iq-return": "policy.quotas_overlap"}
	for _, name := range []string{"ba-return", "co-vivienda", "cy-ktizo", "iq-return", "xk-social"} {
		t.Run(name, func(t *testing.T) {
			p, found := policy.Check(name, []byte(other(t, name)))
			if p == nil {
				t.Fatalf("refused: %v", found)
			}
			key := ""
			for _, x := range found {
				key += x.Text.Key
			}
			if key != warned[name] {
				t.Errorf("warned of %q, want %q", key, warned[name])
			}
		})
	}
}

// TestAFaultIsNamedWithItsLine changes one thing in a good file; what is said must name that line.
func TestAFaultIsNamedWithItsLine(t *testing.T) {
	for name, x := range map[string]struct{ file, old, new string }{
		"a fact of faith":             {"co-vivienda", "household.owns_home &&", "household.religion &&"},
		"a fact of a member's tongue": {"co-vivienda", "m.displaced", "m.language == 'x'"},
		"a gap in a norm":             {"co-vivienda", "persons: [4, 6]", "persons: [5, 6]"},
		"an overlap in a norm":        {"co-vivienda", "persons: [4, 6]", "persons: [3, 6]"},
		"an unknown refusal":          {"co-vivienda", "refusal: price_over_limit", "refusal: price_too_high"},
		"an unknown source":           {"co-vivienda", "remedy: register in the RUV, source: [ley]", "remedy: register in the RUV, source: [loi]"},
		"an unknown effect":           {"co-vivienda", "effect: cancel", "effect: shame"},
		"a period in words":           {"co-vivienda", "deadline: P10D", "deadline: ten days"},
		"an example that differs":     {"co-vivienda", "amount: 30000000, chances", "amount: 31000000, chances"},
		"an unknown duty":             {"co-vivienda", "key: no_sale", "key: gratitude"},
		"chances that are no number":  {"co-vivienda", `"1 + math.least(household.unsuccessful, 3)"`, `"household.first_time"`},
		"has()":                       {"co-vivienda", "refuse_when: \"household.owns_home &&", "refuse_when: \"has(household.owns_home) &&"},
		"a field twice":               {"co-vivienda", "territory: CO", "territory: CO\nterritory: US"},
		"a day that is none":          {"co-vivienda", `from: "2024-01-01"`, `from: "2024-13-01"`},
		"a share above one":           {"co-vivienda", "share: 0.4", "share: 1.4"},
		"a let that needs itself":     {"co-vivienda", "n: size(household.members)", "n: $n + 1"},
		"an unknown let":              {"co-vivienda", "when: $female_head", "when: $woman"},
		"an unknown block":            {"ba-return", "unclear: [tenants]", "unclear: [tenants]\ntribes: [a]"},
		"require and refuse_when":     {"xk-social", "refuse_when: household.legal_bar", "refuse_when: household.legal_bar\n    require: household.owns_home"},
		"neither":                     {"xk-social", "    refuse_when: household.legal_bar\n", ""},
		"no confidence":               {"xk-social", "    refusal: legal_bar\n    source: [law]\n    confidence: published", "    refusal: legal_bar\n    source: [law]"},
		"two rules of one name":       {"xk-social", "id: size", "id: bar"},
		"a wrong measure":             {"cy-ktizo", "measure: rooms", "measure: doors"},
		"text where a number belongs": {"cy-ktizo", "rooms: 4", "rooms: four"},
		"another format":              {"cy-ktizo", "homeward-policy/1", "homeward-policy/9"},
		"a tab":                       {"cy-ktizo", "    measure: rooms", "\tmeasure: rooms"},
		"an expression cut off":       {"iq-return", "household.housed,", "\"household.housed &&\","},
		"no example's day":            {"iq-return", "    today: 2025-03-01\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			good := other(t, x.file)
			at := strings.Index(good, x.old)
			if at < 0 {
				t.Fatalf("%s has no %q", x.file, x.old)
			}
			p, found := policy.Check(x.file, []byte(good[:at]+x.new+good[at+len(x.old):]))
			if p != nil {
				t.Fatal("the file can be used")
			}
			line := 1 + strings.Count(good[:at], "\n")
			near := false
			for _, f := range found {
				near = near || f.Line >= line-3 && f.Line <= line+2
				if f.Hint.IsZero() {
					t.Errorf("%s: nothing to do is named", f)
				}
			}
			if !near {
				t.Errorf("line %d: found %v", line, found)
			}
		})
	}
}

// TestUnknownIsNotNo: what nobody recorded leaves a programme undecided and is named; assumed absent it decides.
func TestUnknownIsNotNo(t *testing.T) {
	for name, want := range map[string]struct {
		unknown, absent policy.Outcome
		missing         string
	}{
		"ba-return":   {policy.Undecided, policy.Refused, "application.submitted"},
		"co-vivienda": {policy.Undecided, policy.Refused, "household.owns_home"},
		"iq-return":   {policy.Undecided, policy.Refused, "application.documents"},
		"xk-social":   {policy.Undecided, policy.Refused, "household.legal_bar"},
	} {
		p, err := policy.Load(name, []byte(other(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		c := policy.Case{Household: &policy.Household{Members: []policy.Member{{ID: "a"}, {ID: "b"}}, Stay: policy.Stay{Kind: policy.Known("tent")}},
			Today: homeward.NewDate(2003, 1, 7)}
		d := p.Evaluate(c)
		if d.Outcome != want.unknown || !strings.Contains(strings.Join(d.Missing, " "), want.missing) {
			t.Errorf("%s: %s, missing %v; want %s, missing %s", name, d.Outcome, d.Missing, want.unknown, want.missing)
		}
		c.AssumeAbsent()
		if d := p.Evaluate(c); d.Outcome != want.absent || len(d.Missing) > 0 {
			t.Errorf("%s, absent: %s, missing %v; want %s", name, d.Outcome, d.Missing, want.absent)
		}
	}
}
