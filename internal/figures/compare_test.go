package figures

import (
	"testing"

	"homeward"
)

func TestCompare(t *testing.T) {
	yes, no := true, false
	for name, c := range map[string]struct {
		kind             Kind
		quantifier       Quantifier
		families, people int
		register         homeward.Count
		want             *bool
		key              string
	}{
		"equal": {Cumulative, Exact, 85, 341, counted(85, 341), &yes, "agrees"},
		"a stored statement without a quantifier": {Cumulative, "", 85, 341, counted(85, 341), &yes, "agrees"},
		"one person more":                         {Cumulative, Exact, 157, 742, counted(157, 743), &no, "people_differ"},
		"families off, people right":              {Increment, Exact, 20, 106, counted(22, 106), &no, "families_differ"},
		"both off":                                {Increment, Exact, 35, 133, counted(34, 129), &no, "both_differ"},
		"families only":                           {DrawParticipants, Exact, 147, 0, counted(156, 590), &no, "families_only_differ"},
		"people only":                             {Increment, Exact, 0, 46, counted(15, 44), &no, "people_only_differ"},
		"about, near enough":                      {Cumulative, About, 527, 2000, counted(527, 1954), &yes, "holds"},
		"about, too far":                          {Cumulative, About, 0, 2000, counted(400, 1700), &no, "people_only_differ"},
		"more than":                               {Cumulative, MoreThan, 0, 4500, counted(1100, 4501), &yes, "holds"},
		"more than, but as many":                  {Cumulative, MoreThan, 0, 4500, counted(1100, 4500), &no, "people_only_differ"},
		"at least, and as many":                   {Cumulative, AtLeast, 0, 4500, counted(1100, 4500), &yes, "holds"},
		"up to":                                   {Cumulative, UpTo, 0, 15000, counted(3700, 14900), &yes, "holds"},
		"less than":                               {Cumulative, LessThan, 0, 100, counted(30, 100), &no, "people_only_differ"},
		"vague":                                   {Cumulative, Vague, 0, 0, counted(30, 100), nil, "no_number"},
		"residents are no returnees":              {ResidentPopulation, MoreThan, 0, 40000, counted(1, 4), nil, "no_measure"},
		"who lived there before":                  {PopulationBefore, Exact, 0, 51000, counted(1, 4), nil, "no_measure"},
		"who left":                                {Departure, Exact, 0, 100000, counted(1, 4), nil, "no_measure"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Compare(homeward.Statement{Kind: c.kind, Quantifier: string(c.quantifier), Families: c.families, People: c.people}, c.register)
			if (got.Agrees == nil) != (c.want == nil) || (c.want != nil && *got.Agrees != *c.want) {
				t.Errorf("agrees = %v, want %v", got.Agrees, c.want)
			}
			if got.Explanation.Key != "figures.compare."+c.key {
				t.Errorf("explained by %s, want %s", got.Explanation.Key, c.key)
			}
		})
	}
}

func TestCompareGivesTheDifference(t *testing.T) {
	got := Compare(homeward.Statement{Kind: Increment, Families: 35, People: 133}, counted(34, 129))
	if got.Difference != counted(1, 4) {
		t.Errorf("difference %+v, want 1 family and 4 people", got.Difference)
	}
}

func counted(households, individuals int) homeward.Count {
	return homeward.Count{Households: households, Individuals: individuals}
}
