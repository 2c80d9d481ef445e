package matching

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"homeward"
)

var townKinds = []Kind{GivenName, FatherName, FamilyName, BirthDate, Place, Phone, Household}

// townTable makes a table of a town: n people, every fifth recorded twice, the second time by another hand. truth is
// the person of each row.
func townTable(n int) (t *Table, truth []int) {
	names := make([]string, len(townKinds))
	for i, k := range townKinds {
		names[i] = k.String()
	}
	t = NewTable(names, townKinds)
	r := rand.New(rand.NewPCG(5, 5))
	people := townsfolk(n)
	for i, p := range people {
		place, phone := fmt.Sprintf("village %d", r.IntN(20)), fmt.Sprintf("+99450%07d", r.IntN(10_000_000))
		birth := fmt.Sprintf("%d-%02d-%02d", p.Birth.Year, p.Birth.Month, p.Birth.Day)
		t.Add([]string{p.Name.Given, p.Name.Father, p.Name.Family, birth, place, phone, fmt.Sprintf("h%d", i/4)})
		truth = append(truth, i)
		if i%5 == 0 {
			t.Add([]string{p.Name.Given, "", p.Name.Family, birth, place, "", fmt.Sprintf("g%d", i/4)})
			truth = append(truth, i)
		}
	}
	return t, truth
}

func TestDedupeFindsWhoIsRecordedTwice(t *testing.T) {
	table, truth := townTable(1500)
	r, err := Dedupe(table, Options{})
	if err != nil {
		t.Fatal(err)
	}
	found, wrong := 0, 0
	seen := map[int]int{}
	for row, c := range r.Clusters {
		if other, ok := seen[c]; ok {
			if truth[other] == truth[row] {
				found++
			} else {
				wrong++
			}
		}
		seen[c] = row
	}
	if found < 290 || wrong > 3 {
		t.Errorf("%d of 300 found, %d wrong", found, wrong)
	}
}

func TestTheSameTableGivesTheSameClusters(t *testing.T) {
	table, _ := townTable(800)
	one, err := Dedupe(table, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := Dedupe(table, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(one.Clusters, again.Clusters) || !slices.Equal(one.Pairs, again.Pairs) {
			t.Fatal("another run, another result")
		}
	}
}

// familyTable adds rows of given, father, family, birth, place, phone, household to the people of a town.
func familyTable(rows ...[]string) (*Table, int) {
	table, _ := townTable(600)
	first := table.Len()
	for _, r := range rows {
		table.Add(r)
	}
	return table, first
}

func clusterMates(t *testing.T, table *Table, a, b int) bool {
	t.Helper()
	r, err := Dedupe(table, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Clusters[a] == r.Clusters[b]
}

func TestWhoIsNeverMerged(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b []string
	}{
		{
			"twins", // one family name, father, home, telephone and day of birth
			[]string{"Fərid", "Kamal", "Rəhimov", "2001-05-06", "village 3", "+994501112233", ""},
			[]string{"Tural", "Kamal", "Rəhimov", "2001-05-06", "village 3", "+994501112233", ""},
		},
		{
			"twins of one household",
			[]string{"Fərid", "Kamal", "Rəhimov", "2001-05-06", "village 3", "+994501112233", "h"},
			[]string{"Fəridə", "Kamal", "Rəhimova", "2001-05-06", "village 3", "+994501112233", "h"},
		},
		{
			"grandfather and grandson of one name",
			[]string{"Kamal", "Fərid", "Rəhimov", "1951-05-06", "village 3", "+994501112233", ""},
			[]string{"Kamal", "Fərid", "Rəhimov", "2001-05-06", "village 3", "+994501112233", ""},
		},
		{
			"two with nothing but blanks",
			[]string{"", "", "", "", "", "", ""},
			[]string{"", "", "", "", "", "", ""},
		},
		{
			"words that mean nothing is known",
			[]string{"Kamal", "-", "", "n/a", "?", "неизвестно", ""},
			[]string{"Rəşad", "-", "", "n/a", "?", "неизвестно", ""},
		},
	} {
		table, first := familyTable(c.a, c.b)
		if clusterMates(t, table, first, first+1) {
			t.Errorf("%s are merged", c.name)
		}
	}
}

func TestOnePersonInTwoScriptsIsFound(t *testing.T) {
	table, first := familyTable(
		[]string{"Heydər", "Əhməd", "Həsənov", "1961-04-09", "village 3", "", ""},
		[]string{"Гейдар", "Ахмед", "Гасанов", "1961-09-04", "", "", ""},
		[]string{"Հեյդար", "", "Հասանով", "1961-04-09", "village 3", "", ""},
	)
	if !clusterMates(t, table, first, first+1) || !clusterMates(t, table, first, first+2) {
		t.Error("Heydər Həsənov in three scripts is not one")
	}
}

func TestApartIsNeverOverruled(t *testing.T) {
	same := []string{"Kamal", "Fərid", "Rəhimov", "1951-05-06", "village 3", "+994501112233", ""}
	table, first := familyTable(same, same)
	r, err := Dedupe(table, Options{Apart: func(a, b int) bool { return min(a, b) == first && max(a, b) == first+1 }})
	if err != nil {
		t.Fatal(err)
	}
	if r.Clusters[first] == r.Clusters[first+1] {
		t.Error("two whom a clerk called different are merged")
	}
	if !clusterMates(t, table, first, first+1) {
		t.Error("the same two are not found without the clerk: the test says nothing")
	}
}

func TestMatchingHouseholdsLiftTheirMembers(t *testing.T) {
	m := &model{household: []uint32{1, 1, 1, 2, 2, 2, 0}}
	edges := m.addHouseholds([]edge{{0, 3, 20}, {1, 4, 15}, {2, 5, -2}, {2, 6, -2}})
	if want := (edge{2, 5, -2 + 2*membersBits}); !slices.Contains(edges, want) {
		t.Errorf("%v lack %v", edges, want)
	}
	if want := (edge{2, 6, -2}); !slices.Contains(edges, want) {
		t.Errorf("%v lack %v", edges, want)
	}
}

func TestLinkIsOneToOneUnlessManyIsAsked(t *testing.T) {
	table, _ := townTable(400)
	split := table.Len()
	for row := range 100 {
		fields := make([]string, len(townKinds))
		for i := range fields {
			fields[i] = table.Value(row, i)
		}
		fields[6] = ""
		table.Add(fields)
		table.Add(fields)
	}
	one, err := Link(table, split, false, Options{})
	if err != nil {
		t.Fatal(err)
	}
	many, err := Link(table, split, true, Options{})
	if err != nil {
		t.Fatal(err)
	}
	used := map[int]bool{}
	for _, p := range one.Pairs {
		if used[p.A] || used[-1-p.B] {
			t.Fatalf("%v is the second of a row", p)
		}
		used[p.A], used[-1-p.B] = true, true
	}
	if len(many.Pairs) < 190 || len(one.Pairs) >= len(many.Pairs) {
		t.Errorf("%d pairs one to one, %d many to many", len(one.Pairs), len(many.Pairs))
	}
}

func TestTooLittleToCompareIsRefused(t *testing.T) {
	table := NewTable([]string{"name"}, []Kind{FullName})
	table.Add([]string{"Vaqif"})
	table.Add([]string{"Vaqif"})
	if _, err := Dedupe(table, Options{}); !homeward.IsKey(err, "matching.nothing_to_compare") {
		t.Errorf("%v", err)
	}
}

func TestAShortListIsMatchedTooThoughItTeachesNothing(t *testing.T) {
	table := NewTable([]string{"name", "born"}, []Kind{FullName, BirthDate})
	for _, r := range [][]string{{"Əliyev Vaqif", "1980-03-04"}, {"Вагиф Алиев", "04.03.1980"}, {"Nigar Quliyeva", "1971-01-20"}, {"Арам Петросян", "1966-07-08"}} {
		table.Add(r)
	}
	r, err := Dedupe(table, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 0, 1, 2}; !slices.Equal(r.Clusters, want) {
		t.Errorf("%v", r.Clusters)
	}
}
