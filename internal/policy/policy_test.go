package policy_test

import (
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
