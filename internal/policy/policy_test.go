package policy_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"homeward"
	"homeward/internal/policy"
	"homeward/policies"
)

func greatReturn(t testing.TB) *policy.Policy {
	t.Helper()
	all, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatalf("%v: %v", err, policy.ProblemsOf(err))
	}
	return all["az-great-return"]
}

func persons(n int) []policy.Member { return make([]policy.Member, n) }

var day = homeward.NewDate(2025, 10, 20)

func TestRoomsByNorm(t *testing.T) {
	p := greatReturn(t)
	want := map[string][]int{ // by persons, from 1
		"flat":  {2, 2, 2, 3, 3, 4, 4, 4},
		"house": {2, 2, 3, 3, 4, 4, 5, 5},
	}
	for typ, rooms := range want {
		for i, r := range rooms {
			got, _, err := p.Rooms(typ, i+1, day)
			if err != nil || got != r {
				t.Errorf("%d people in a %s: %d rooms, %v; want %d", i+1, typ, got, err, r)
			}
		}
	}
	if _, _, err := p.Rooms("plot", 3, day); homeward.KindOf(err) != homeward.NotFound {
		t.Errorf("a plot has no norm: got %v", err)
	}
}

func TestDecisions(t *testing.T) {
	p := greatReturn(t)
	home := func(place string) *policy.Dwelling {
		return &policy.Dwelling{Type: policy.Known("flat"), Place: policy.Place{ID: policy.Known(place)}}
	}
	from := func(place string) policy.Place { return policy.Place{ID: policy.Known(place)} }
	for _, c := range []struct {
		name    string
		c       policy.Case
		outcome policy.Outcome
		key     string
		missing string
	}{
		{"home at the place of origin", policy.Case{Household: &policy.Household{Origin: from("fuzuli")}, Dwelling: home("fuzuli")}, policy.Eligible, "", ""},
		{"wrong place refuses", policy.Case{Household: &policy.Household{Origin: from("fuzuli")}, Dwelling: home("shusha")}, policy.Refused, "wrong_place", ""},
		{"unknown origin blocks", policy.Case{Household: &policy.Household{}, Dwelling: home("shusha")}, policy.Undecided, "", "household.origin.id"},
		{"no dwelling leaves the match undecided", policy.Case{Household: &policy.Household{Origin: from("fuzuli")}}, policy.Undecided, "", "dwelling.place.id"},
		{"no dwelling is no matter at the application", policy.Case{Household: &policy.Household{}, Upto: policy.StageApply}, policy.Eligible, "", ""},
	} {
		c.c.Today = day
		d := p.Evaluate(c.c)
		key, missing := "", ""
		if len(d.Refusals) > 0 {
			key = d.Refusals[0].Key
		}
		if len(d.Missing) > 0 {
			missing = d.Missing[0]
		}
		if d.Outcome != c.outcome || key != c.key || missing != c.missing {
			t.Errorf("%s: %s %q %q, want %s %q %q", c.name, d.Outcome, key, missing, c.outcome, c.key, c.missing)
		}
	}
}

func TestClasses(t *testing.T) {
	p := greatReturn(t)
	all := policy.Case{Household: &policy.Household{}}
	all.AssumeAbsent()
	known := *all.Household
	with := func(change func(*policy.Household)) *policy.Household { h := known; change(&h); return &h }
	for _, c := range []struct {
		name  string
		h     *policy.Household
		class string
		rank  int
	}{
		{"dormitory is hard", with(func(h *policy.Household) { h.Stay.Kind = policy.Known("dormitory") }), "hard_conditions", 1},
		{"dangerous is hard", with(func(h *policy.Household) { h.Stay.Condition = policy.Known("dangerous") }), "hard_conditions", 1},
		{"home of others", with(func(h *policy.Household) { h.Stay.Kind = policy.Known("private_of_others") }), "in_homes_of_others", 1},
		{"worker at the place", with(func(h *policy.Household) { h.WorksAtDestination = policy.Known(true) }), "workers", 1},
		{"nothing known to hasten", &known, "others", 2},
	} {
		class, rank, err := p.ClassOf(c.h, day)
		if err != nil || class != c.class || rank != c.rank {
			t.Errorf("%s: %s %d %v, want %s %d", c.name, class, rank, err, c.class, c.rank)
		}
	}
	// A fact that cannot change the class need not be known; one that can holds it.
	if class, _, err := p.ClassOf(&policy.Household{FallenFamily: policy.Known(true)}, day); err == nil {
		t.Errorf("unknown stay could put the family into the first class, yet it got %s", class)
	}
	if class, _, err := p.ClassOf(&policy.Household{Stay: policy.Stay{Kind: policy.Known("dormitory")}}, day); err != nil || class != "hard_conditions" {
		t.Errorf("a dormitory decides whatever the condition: %s %v", class, err)
	}
}

func TestOfferTerms(t *testing.T) {
	o, ok := greatReturn(t).Offer()
	if !ok || o.OnLapse != policy.GiveToNext {
		t.Fatalf("offer %+v", o)
	}
	if got := o.LastDay(homeward.NewDate(2026, 2, 27), nil); got != homeward.NewDate(2026, 3, 4) {
		t.Errorf("five calendar days after 27 February end on %s", got)
	}
}

// TestRefusalsToReopen: when the rule on small children changed, refusals of before are to be run again, and the
// comparison of the two days finds them.
func TestRefusalsToReopen(t *testing.T) {
	all, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := all["am-certificates"]
	change := homeward.NewDate(2026, 6, 25)
	if !slices.Contains(p.ChangeDays(), change) {
		t.Fatalf("%s is not among %v", change, p.ChangeDays())
	}
	family := func(child policy.Member) policy.Case {
		c := policy.Case{Household: &policy.Household{DisplacedOn: policy.Known(homeward.NewDate(2023, 9, 25).Time()),
			Members: []policy.Member{{Citizen: policy.Known(true), InRegister: policy.Known(true)}, child}}}
		c.AssumeAbsent()
		return c
	}
	c := policy.NewComparer(policy.Variant{Policy: p, Today: change.Add(-1)}, policy.Variant{Policy: p, Today: change}, -1)
	c.Add(family(policy.Member{Citizen: policy.Known(true), Born: policy.Known(homeward.NewDate(2021, 1, 1).Time())}), "small child")
	c.Add(family(policy.Member{Citizen: policy.Known(true), Born: policy.Known(homeward.NewDate(2010, 1, 1).Time())}), "big child")
	r := c.Result()
	if r.Counts[policy.Reopened] != 1 || r.Groups["small child"][policy.Reopened] != 1 || len(r.Changes) != 1 {
		t.Errorf("%+v", r)
	}
	if r.A.Rules[0].Rule != "all_in_register_2024" || r.A.Rules[0].All != 2 || r.A.Rules[0].Alone != 2 {
		t.Errorf("%+v", r.A.Rules)
	}
}

func TestEffectsOfRefusals(t *testing.T) {
	all, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := all["sg-hdb-bto"]
	c := policy.Case{Household: &policy.Household{FirstTime: policy.Known(true), Members: persons(2)}, Today: day}
	if _, missing := p.OnRefusal(c, 1); !slices.Contains(missing, "round.kind") {
		t.Errorf("what a refusal leads to depends on the kind of round, which is unknown: %v", missing)
	}
	c.AssumeAbsent()
	c.Dwelling.Left = policy.Known(40)
	effects, _ := p.OnRefusal(c, 1)
	if len(effects) != 1 || effects[0].Effect != policy.Demote || effects[0].For.After(day, policy.CalendarDays, nil) != homeward.NewDate(2026, 10, 20) {
		t.Errorf("%+v", effects)
	}
	c.Round.Kind = policy.Known("rental")
	if effects, _ = p.OnRefusal(c, 2); len(effects) != 1 || effects[0].Effect != policy.Cancel {
		t.Errorf("second refusal of a rental flat: %+v", effects)
	}
}

func TestPeriods(t *testing.T) {
	friday := homeward.NewDate(2026, 3, 20)
	holiday := map[homeward.Date]bool{homeward.NewDate(2026, 3, 24): true}
	for _, c := range []struct {
		period string
		from   homeward.Date
		days   policy.Days
		want   string
	}{
		{"P5D", friday, policy.CalendarDays, "2026-03-25"},
		{"P5D", friday, policy.WorkingDays, "2026-03-30"}, // Mon, Wed, Thu, Fri, Mon
		{"P1M", homeward.NewDate(2026, 1, 31), policy.CalendarDays, "2026-02-28"},
		{"P1Y", homeward.NewDate(2024, 2, 29), policy.CalendarDays, "2025-02-28"},
		{"P6M", homeward.NewDate(2026, 8, 31), policy.CalendarDays, "2027-02-28"},
		{"P2W", friday, policy.CalendarDays, "2026-04-03"},
	} {
		p, err := policy.ParsePeriod(c.period)
		if err != nil || p.After(c.from, c.days, holiday).String() != c.want {
			t.Errorf("%s %s from %s: %s, %v; want %s", c.period, c.days, c.from, p.After(c.from, c.days, holiday), err, c.want)
		}
	}
	for _, bad := range []string{"", "P", "5D", "P5", "PT5H", "P-5D", "P1.5Y", "five days"} {
		if p, err := policy.ParsePeriod(bad); err == nil {
			t.Errorf("%q reads as %s", bad, p)
		}
	}
}

func TestQuotaCounts(t *testing.T) {
	all, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	homes := make([]policy.Dwelling, 30)
	for i := range homes {
		homes[i].Rooms = policy.Known(3 + i%2)
	}
	got := all["sg-hdb-bto"].QuotaCounts(homes, 100, day)
	if len(got) != 1 || got[0].Of != 15 || got[0].Homes != 15 { // 95 % of the fifteen with four rooms, rounded up: a floor
		t.Errorf("%+v", got)
	}
	shares := all["et-addis-ababa"].QuotaCounts(homes[:10], 100, day)
	if len(shares) != 3 || shares[0].Homes != 3 || shares[1].Homes != 2 || shares[2].Homes != 0 { // 0.3, 0.2, 0.05 of ten
		t.Errorf("%+v", shares)
	}
}

func TestCertificateValidity(t *testing.T) {
	issued := homeward.NewDate(2026, 2, 10)
	for validity, want := range map[string]string{"until 2028-12-31": "2028-12-31", "P1Y": "2027-02-10", "": "", "for a while": ""} {
		m := policy.Money{Validity: validity}
		if got := m.ValidFor().LastDay(issued).String(); got != want {
			t.Errorf("%q: %s, want %s", validity, got, want)
		}
	}
}

func TestReadCases(t *testing.T) {
	read := func(text string) (n int, err error) {
		err = policy.ReadCases(strings.NewReader(text), func(policy.GroupedCase) error { n++; return nil })
		return n, err
	}
	for text, want := range map[string]int{
		"":                                       0,
		"[]":                                     0,
		`[{"owns_home": true}, {"members": []}]`: 2,
		"{\"owns_home\": true}\n{\"household\": {}, \"group\": \"a\"}": 2,
	} {
		if n, err := read(text); n != want || err != nil {
			t.Errorf("%s: %d, %v; want %d", text, n, err, want)
		}
	}
	for _, text := range []string{"[", `[{"owns_hom": true}]`, `{"owns_home": "yes"}`, "[1]", `{"household": {}, "ethnicity": "x"}`, "hello"} {
		if _, err := read(text); homeward.KindOf(err) != homeward.Invalid {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestTheManualsExampleLoads: what docs/policy.md shows as the smallest file is one.
func TestTheManualsExampleLoads(t *testing.T) {
	b, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "```yaml\n")
	text, _, ok := strings.Cut(rest, "```")
	if _, found := policy.Check("docs/policy.md", []byte(text)); !ok || len(found) > 0 {
		t.Errorf("%v", found)
	}
}

// TestOnePolicyManyGoroutines asks one policy about one case from several sides at once; the race detector watches.
func TestOnePolicyManyGoroutines(t *testing.T) {
	all, err := policy.LoadAll(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := all["am-certificates"]
	c := policy.Case{Household: &policy.Household{Members: persons(4)}, Today: day}
	want := p.Evaluate(c)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if got := p.Evaluate(c); got.Outcome != want.Outcome || !slices.Equal(got.Missing, want.Missing) {
					t.Errorf("%+v, want %+v", got, want)
				}
			}
		})
	}
	group.Wait()
}

// staged asks one thing at each stage; the first can fail to be computed at all.
const staged = `format: homeward-policy/1
id: staged
edition: "2026-03-01"
title: Three stages
gives: home
unit: household
sources:
  - {id: decree, url: "https://example.org/decree", title: "Decree 12", date: "2026-02-11", kind: law, read: full}
norms:
  - {id: rooms, measure: rooms, table: [{persons: [1, null], rooms: 2}], source: [decree], confidence: published}
rules:
  - {id: whole, stage: apply, refuse_when: 100 / size(household.members) > 60, refusal: owns_home, source: [decree], confidence: published}
  - {id: place, stage: match, require: dwelling.type == "flat", refusal: wrong_place, source: [decree], confidence: published}
  - {id: price, stage: grant, require: dwelling.price <= 100, refusal: price_over_limit, source: [decree], confidence: published}
`

// Each stage is asked with those before it, and no later one; what cannot be computed is no consent.
func TestStages(t *testing.T) {
	p, err := policy.Load("staged.yaml", []byte(staged))
	if err != nil {
		t.Fatal(err)
	}
	two, dear := &policy.Household{Members: make([]policy.Member, 2)}, &policy.Dwelling{Type: policy.Known("flat"), Price: policy.Known(200)}
	for name, c := range map[string]struct {
		household *policy.Household
		dwelling  *policy.Dwelling
		upto      policy.Stage
		want      policy.Outcome
	}{
		"an application asks about no dwelling":  {two, nil, policy.StageApply, policy.Eligible},
		"a match asks about the dwelling":        {two, nil, policy.StageMatch, policy.Undecided},
		"a match does not ask for the price":     {two, dear, policy.StageMatch, policy.Eligible},
		"a grant does":                           {two, dear, policy.StageGrant, policy.Refused},
		"an application that cannot be computed": {&policy.Household{Members: []policy.Member{}}, nil, policy.StageApply, policy.Undecided},
		"a household of one is refused at once":  {&policy.Household{Members: make([]policy.Member, 1)}, dear, policy.StageMatch, policy.Refused},
	} {
		d := p.Evaluate(policy.Case{Household: c.household, Dwelling: c.dwelling, Upto: c.upto, Today: day})
		if d.Outcome != c.want {
			t.Errorf("%s: %s %v %v %v, want %s", name, d.Outcome, d.Refusals, d.Missing, d.Faults, c.want)
		}
	}
}
