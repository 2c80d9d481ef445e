package figures

import (
	"slices"
	"testing"
	"time"

	"homeward"

	"pgregory.net/rapid"
)

func keysOf(texts []homeward.Text) []string {
	var out []string
	for _, t := range texts {
		out = append(out, t.Key[len("figures.release."):])
	}
	return out
}

func TestParagraph(t *testing.T) {
	for name, c := range map[string]struct {
		group, before homeward.Count
		want          []string
	}{
		"a group on top of others":               {counted(33, 137), counted(52, 204), []string{"group", "total_before", "cut_off"}},
		"the first group":                        {counted(36, 162), counted(0, 0), []string{"group", "total", "cut_off"}},
		"no group":                               {counted(0, 0), counted(85, 341), []string{"no_group", "total", "cut_off"}},
		"nobody ever":                            {counted(0, 0), counted(0, 0), []string{"no_group", "none_yet", "cut_off"}},
		"two families are not told":              {counted(2, 9), counted(85, 341), []string{"small_group", "total", "cut_off"}},
		"nor a first total of two families":      {counted(0, 0), counted(2, 9), []string{"no_group", "small_total", "cut_off"}},
		"nor a small total before a large group": {counted(20, 80), counted(2, 9), []string{"total", "cut_off"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := Day{Place: "khojaly", Day: homeward.NewDate(2025, 4, 28), Group: c.group, Before: c.before}
			if got := keysOf(Paragraph(d, 3)); !slices.Equal(got, c.want) {
				t.Errorf("says %v, want %v", got, c.want)
			}
		})
	}
}

// No number of fewer than three families stands in a paragraph, nor does a total that gives one away.
func TestParagraphTellsNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		group, before := rapid.IntRange(0, 6).Draw(t, "group"), rapid.IntRange(0, 6).Draw(t, "before")
		d := Day{Place: "p", Group: counted(group, 4*group), Before: counted(before, 4*before)}
		told := map[int]bool{}
		for _, s := range Paragraph(d, 3) {
			for name, v := range s.Args {
				if n, ok := v.(homeward.Text); ok && n.Key == "figures.families" {
					told[n.Args["Count"].(int)] = true
					_ = name
				}
			}
		}
		for a := range told {
			if 0 < a && a < 3 {
				t.Fatalf("%d families are told", a)
			}
			if a != 0 && told[a+group] && 0 < group && group < 3 {
				t.Fatalf("totals %d and %d tell a group of %d", a, a+group, group)
			}
		}
	})
}

// Whichever days are released, and in whichever order, no two totals and no group tell of fewer families than the minimum.
func TestDaysTellNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := homeward.NewDate(2025, 4, 1)
		var days []Moves
		all := homeward.Count{}
		for i := range rapid.IntRange(1, 12).Draw(t, "days") {
			n := rapid.IntRange(0, 5).Draw(t, "families")
			days = append(days, Moves{first.Add(2 * i), counted(n, 4*n)})
			all.Households += n
		}
		told := []int{}
		for i := range 2*len(days) + 1 {
			d := DayOf("p", days, first.Add(i), 3, homeward.Instant{})
			for _, s := range Paragraph(d, 3) {
				for name, v := range s.Args {
					n, ok := v.(homeward.Text)
					if !ok || n.Key != "figures.families" {
						continue
					}
					families := n.Args["Count"].(int)
					if families < 3 {
						t.Fatalf("%s tells %s %d", s.Key, name, families)
					}
					if s.Key == "figures.release.total" || s.Key == "figures.release.total_before" {
						told = append(told, families)
					}
				}
			}
			if d.Total().Households > all.Households {
				t.Fatalf("%d families of %d", d.Total().Households, all.Households)
			}
		}
		for _, a := range told {
			for _, b := range append(told, 0) {
				if diff := a - b; 0 < diff && diff < 3 {
					t.Fatalf("%d and %d are told of %v", a, b, days)
				}
			}
		}
	})
}

func TestAWaitingGroupIsToldWithTheNext(t *testing.T) {
	day := func(n int) homeward.Date { return homeward.NewDate(2025, 5, n) }
	days := []Moves{{day(1), counted(10, 40)}, {day(5), counted(2, 9)}, {day(9), counted(6, 25)}}
	for on, want := range map[homeward.Date][]string{
		day(1): {"group", "total", "cut_off"}, day(3): {"no_group", "total", "cut_off"}, day(5): {"small_group", "total", "cut_off"},
		day(7): {"small_group", "total", "cut_off"}, day(9): {"group_since", "total_before", "cut_off"},
	} {
		if got := keysOf(Paragraph(DayOf("p", days, on, 3, homeward.Instant{}), 3)); !slices.Equal(got, want) {
			t.Errorf("%s says %v, want %v", on, got, want)
		}
	}
	if d := DayOf("p", days, day(9), 3, homeward.Instant{}); d.Since != day(5) || d.Group != counted(8, 34) || d.Before != counted(10, 40) {
		t.Errorf("the ninth is %+v", d)
	}
}

func TestCorrection(t *testing.T) {
	at := homeward.At(time.Date(2025, 4, 28, 15, 0, 0, 0, time.UTC))
	was := Day{Place: "khojaly", CutOff: at, Group: counted(33, 138), Before: counted(52, 204)}
	if _, ok := Correction(was, was, 3); ok {
		t.Error("a release is corrected though nothing has changed")
	}
	of := func(group, before homeward.Count) Day {
		return Day{Place: "khojaly", CutOff: at, Group: group, Before: before}
	}
	waiting := of(homeward.Count{}, counted(52, 204))
	waiting.Waits = true
	for name, c := range map[string]struct {
		was, now Day
		want     []string
	}{
		"another number of people":              {was, of(counted(33, 137), counted(52, 204)), []string{"correction", "corrected_group", "corrected_total", "cut_off"}},
		"a total that grew before the group":    {was, of(counted(33, 138), counted(55, 214)), []string{"correction", "corrected_total", "cut_off"}},
		"a group too small to be told":          {was, waiting, []string{"correction", "corrected_group_small", "corrected_total", "cut_off"}},
		"a small group, by itself":              {was, of(counted(2, 9), counted(52, 204)), []string{"correction", "corrected_group_small", "corrected_total", "cut_off"}},
		"no group at all":                       {was, of(homeward.Count{}, counted(52, 204)), []string{"correction", "corrected_group_none", "corrected_total", "cut_off"}},
		"nobody at all":                         {of(counted(5, 20), homeward.Count{}), of(homeward.Count{}, homeward.Count{}), []string{"correction", "corrected_group_none", "corrected_total_none", "cut_off"}},
		"a total too small to be told":          {of(counted(5, 20), homeward.Count{}), of(counted(2, 8), homeward.Count{}), []string{"correction", "corrected_group_small", "corrected_total_small", "cut_off"}},
		"a first group where none had been":     {of(homeward.Count{}, homeward.Count{}), of(counted(4, 16), homeward.Count{}), []string{"correction", "corrected_group_first", "corrected_total_first", "cut_off"}},
		"a group where the total had been told": {of(homeward.Count{}, counted(52, 204)), was, []string{"correction", "corrected_group_first", "corrected_total", "cut_off"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Correction(c.was, c.now, 3)
			if !ok || !slices.Equal(keysOf(got), c.want) {
				t.Errorf("says %v, want %v", keysOf(got), c.want)
			}
		})
	}
}

// Whatever is corrected into whatever, no correction tells a number of families that a release may not tell, and none
// says that there were 0.
func TestNoCorrectionTellsASmallNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) Day {
			n, before := rapid.IntRange(0, 8).Draw(t, name), rapid.IntRange(0, 8).Draw(t, name+" before")
			d := Day{Place: "p", Group: counted(n, 4*n), Before: counted(before, 4*before)}
			d.Waits = n == 0 && rapid.Bool().Draw(t, name+" waits")
			return d
		}
		texts, _ := Correction(day("published"), day("now"), 3)
		for _, s := range texts {
			if n, ok := s.Args["Families"].(homeward.Text); ok && n.Args["Count"].(int) < 3 {
				t.Fatalf("%s tells of %v families", s.Key, n.Args["Count"])
			}
		}
	})
}

func TestExplainDifference(t *testing.T) {
	changes := []Change{{Cause: Born, People: 1}, {Cause: Divided, Families: 1}, {Cause: Late, Families: 1, People: 3}, {Cause: Died, People: -1}}
	for name, c := range map[string]struct {
		published, register homeward.Count
		want                []Cause
		open                homeward.Count
	}{
		"nothing differs": {counted(85, 341), counted(85, 341), nil, homeward.Count{}},
		"a birth":         {counted(85, 341), counted(85, 342), []Cause{Born}, homeward.Count{}},
		"a late family rather than a birth, a division and two strangers": {counted(85, 341), counted(86, 344), []Cause{Late}, homeward.Count{}},
		"a household divided and a death":                                 {counted(85, 341), counted(86, 340), []Cause{Divided, Died}, homeward.Count{}},
		"what nothing explains is open":                                   {counted(85, 341), counted(90, 361), nil, counted(5, 20)},
	} {
		t.Run(name, func(t *testing.T) {
			because, open := ExplainDifference(c.published, c.register, changes)
			var causes []Cause
			for _, b := range because {
				causes = append(causes, b.Cause)
			}
			if !slices.Equal(causes, c.want) || open != c.open {
				t.Errorf("explained by %v with %+v open, want %v with %+v", causes, open, c.want, c.open)
			}
		})
	}
}
