package figures

import (
	"maps"
	"slices"
	"strings"

	"homeward"
)

// categories checks that the categories of people told in one article fit into its total: who went where they chose
// and who was placed by the state cannot be more than came, and the registered with those still in process are all.
func categories(l *Ledger, place string) []Contradiction {
	if strings.Contains(place, "+") {
		return nil
	}
	var out []Contradiction
	for _, t := range l.of(place, Cumulative) {
		if t.People == nil || !t.exact() {
			continue
		}
		var housed, registered, aside []Entry
		for _, e := range l.Entries {
			if e.Article != t.Article || e.People == nil || e.Day != t.Day || e.placeID() != place {
				continue
			}
			switch {
			case e.Aside:
				aside = append(aside, e)
			case e.Kind == TemporaryAccommodation && e.exact() && !e.Has(FlagDerived):
				housed = append(housed, e)
			case e.Kind == Registered && e.exact():
				registered = append(registered, e)
			}
		}
		if sum := sumPeople(housed); len(housed) > 1 && sum > *t.People {
			c := Contradiction{Rule: "categories", Place: place, Date: t.Day, Values: append(valuesOf(t), valuesOf(housed...)...)}
			c.Explanation = homeward.T("figures.rule.categories_over", "Sum", sum, "People", *t.People)
			out = append(out, c)
		}
		if len(registered) == 1 && len(aside) > 0 {
			// Those in process are the last people of the article that are no figure.
			for _, a := range aside {
				sum := *registered[0].People + *a.People
				if d := abs(sum - *t.People); d > 0 && d*100 <= *t.People {
					c := Contradiction{Rule: "categories", Place: place, Date: t.Day, Values: append(valuesOf(t), valuesOf(registered[0], a)...)}
					c.Explanation = homeward.T("figures.rule.categories_short", "Sum", sum, "People", *t.People)
					out = append(out, c)
				}
			}
		}
	}
	return out
}

func sumPeople(list []Entry) int {
	sum := 0
	for _, e := range list {
		sum += value(e.People)
	}
	return sum
}

// provinces compares the numbers by province with the article's own total. A list of only some provinces is no
// contradiction unless it exceeds the total; a difference of whole thousands is a lost group of digits.
func provinces(l *Ledger, place string) []Contradiction {
	if place != "armenia" {
		return nil
	}
	var out []Contradiction
	for _, t := range l.of(place, TemporaryAccommodation, Registered) {
		if t.People == nil || !t.exact() {
			continue
		}
		parts := map[string]Entry{}
		for _, e := range l.Entries {
			if e.Article == t.Article && e.Kind == t.Kind && e.Day == t.Day && strings.HasPrefix(e.placeID(), "am-") && e.People != nil {
				parts[e.placeID()] = e
			}
		}
		list := slices.Collect(maps.Values(parts))
		slices.SortFunc(list, func(a, b Entry) int { return strings.Compare(a.placeID(), b.placeID()) })
		sum := sumPeople(list)
		lost := sum > *t.People && sum%1000 == *t.People%1000 && *t.People < 1000
		if len(list) < 3 || sum == *t.People || sum < *t.People && len(list) < 10 {
			continue
		}
		c := Contradiction{Rule: "provinces", Place: place, Date: t.Day, Values: append(valuesOf(t), valuesOf(list...)...)}
		c.Explanation = homeward.T("figures.rule.provinces", "Sum", sum, "People", *t.People)
		if lost {
			c.Rule = "lost_thousands"
			v := valueOne(list[0], "people", sum)
			c.Supports = &v
			c.Explanation = homeward.T("figures.rule.lost_thousands", "Sum", sum, "People", *t.People)
		}
		out = append(out, c)
	}
	return out
}

// sameNumber finds one number of arrivals that two sources give to different days. The source that tells the other
// day's number as well is borne out.
func sameNumber(l *Ledger, place string) []Contradiction {
	if !strings.HasPrefix(place, "armenia") {
		return nil
	}
	var out []Contradiction
	list := l.of(place, Increment)
	for i, a := range list {
		for _, b := range list[i+1:] {
			if a.People == nil || b.People == nil || *a.People != *b.People || *a.People < 1000 || a.Day == b.Day || !near(a.Day, b.Day, 2) || a.Cluster == b.Cluster {
				continue
			}
			c := Contradiction{Rule: "date", Place: place, Date: a.Day, Values: valuesOf(a, b)}
			c.Explanation = homeward.T("figures.rule.date", "People", *a.People, "First", a.Day, "Second", b.Day)
			for _, pair := range [][2]Entry{{a, b}, {b, a}} {
				right, wrong := pair[0], pair[1]
				for _, o := range list {
					// The same source has another number for the day that the other one claims.
					if o.Article == right.Article && o.Day == wrong.Day && o.People != nil && *o.People != *right.People {
						v := valueOne(right, "people", *right.People)
						c.Supports = &v
						c.Explanation = homeward.T("figures.rule.date_series", "People", *right.People, "Day", right.Day, "Other", *o.People, "OtherDay", o.Day)
						c.Values = append(c.Values, valuesOf(o)...)
					}
				}
			}
			out = append(out, c)
		}
	}
	return out
}

// measures finds a number of one measure used for another: those who lived in a place before as those who left it,
// residents as returnees.
func measures(l *Ledger, place string) []Contradiction {
	related := map[string][]string{"armenia": {"nagorno-karabakh"}, "nagorno-karabakh": {"nagorno-karabakh"}, "programme": {"karabakh-east-zangezur"}}
	var out []Contradiction
	for _, e := range l.of(place, Cumulative, Departure) {
		if e.People == nil {
			continue
		}
		for _, p := range related[place] {
			for _, o := range l.of(p, PopulationBefore, ResidentPopulation) {
				if o.People == nil || *o.People != *e.People || o.Kind == ResidentPopulation && !near(o.Day, e.Day, 90) || *e.People < 1000 {
					continue
				}
				c := Contradiction{Rule: "measure", Place: place, Date: e.Day, Values: valuesOf(e, o)}
				v := valueOne(o, "people", *o.People)
				c.Supports = &v
				c.Explanation = homeward.T("figures.rule.measure", "People", *e.People, "Kind", kindText(e.Kind), "Other", kindText(o.Kind))
				if !slices.ContainsFunc(out, func(x Contradiction) bool { return x.Values[0].Statement == e.ID }) {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// familySizes finds groups whose people a family are unlikely: real groups have 2.0 to 6.0 (the highest published, 6.9,
// was an error).
func familySizes(l *Ledger, place string) []Contradiction {
	var out []Contradiction
	for _, e := range l.of(place, Increment, Cumulative, DrawParticipants) {
		if e.Families == nil || e.People == nil || !e.exact() || *e.Families < 3 || e.Has(FlagPart) {
			continue
		}
		if n := *e.People; n >= 2**e.Families && n <= 6**e.Families {
			continue
		}
		c := Contradiction{Rule: "family_size", Place: place, Date: e.Day, Values: valuesOf(e)}
		c.Explanation = homeward.T("figures.rule.family_size", "Families", *e.Families, "People", *e.People)
		out = append(out, c)
	}
	return out
}
