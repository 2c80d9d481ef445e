package atlas

import (
	"slices"
	"strings"
	"testing"

	"homeward"
)

func load(t testing.TB) *Atlas {
	t.Helper()
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTreeHasOneRoot(t *testing.T) {
	a := load(t)
	for _, p := range a.All() {
		if p.ID == homeward.Programme {
			continue
		}
		up := a.Parents(p.ID)
		if len(up) == 0 || up[len(up)-1] != homeward.Programme {
			t.Errorf("%s does not lie in the programme: %v", p.ID, up)
		}
		if !slices.Contains(a.Children(p.Parent), p.ID) {
			t.Errorf("%s is missing among the children of %s", p.ID, p.Parent)
		}
	}
}

func TestWithin(t *testing.T) {
	a := load(t)
	for _, c := range []struct {
		name     string
		id, area homeward.PlaceID
		want     bool
	}{
		{"a place lies in itself", "khojaly", "khojaly", true},
		{"a town lies in its district", "khojaly", "khojaly-district", true},
		{"a town lies in the programme", "khojaly", homeward.Programme, true},
		{"a town lies in the region of the statements", "khankendi", "karabakh-east-zangezur", true},
		{"a town does not lie in the next district", "khojaly", "aghdam-district", false},
		{"a district does not lie in its town", "khojaly-district", "khojaly", false},
		{"a reception place does not lie in the region", "masazir", "karabakh-east-zangezur", false},
		{"a town of Armenia lies in its province", "goris", "am-syunik", true},
		{"an unknown place lies nowhere, not even in itself", "atlantis", "atlantis", false},
		{"nothing lies in an unknown area", "khojaly", "atlantis", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := a.Within(c.id, c.area); got != c.want {
				t.Errorf("Within(%s, %s) = %v", c.id, c.area, got)
			}
		})
	}
}

// No word in the tables may put one name of a place above the other.
func TestNoNameIsMarkedRight(t *testing.T) {
	for _, file := range []string{"places.csv", "names.csv"} {
		b, err := tables.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"official", "preferred", "correct", "de jure", "occupied", "liberated", "variant"} {
			if strings.Contains(strings.ToLower(string(b)), word) {
				t.Errorf("%s says %q", file, word)
			}
		}
	}
}

// Everybody finds the name they know, in their own language, and sees that the others have theirs.
func TestBothCommunitiesNamesStandSideBySide(t *testing.T) {
	a := load(t)
	for _, p := range a.All() {
		for _, lang := range []string{"az", "hy"} {
			pair := a.Pair(p.ID, lang)
			if len(pair) != 2 || pair[0].Lang != lang || pair[1].Lang == lang {
				t.Errorf("%s for a reader of %s: %v", p.ID, lang, pair)
			}
		}
		for _, lang := range []string{"en", "ru"} {
			pair := a.Pair(p.ID, lang)
			if len(pair) == 0 || pair[0].Lang != lang {
				t.Errorf("%s for a reader of %s: %v", p.ID, lang, pair)
			}
		}
	}
	for _, c := range []struct {
		id   homeward.PlaceID
		lang string
		want string
	}{
		{"khankendi", "az", "Xankəndi · Ստեփանակերտ"},
		{"khankendi", "hy", "Ստեփանակերտ · Xankəndi"},
		{"khankendi", "en", "Khankendi · Stepanakert"},
		{"khankendi", "ru", "Ханкенди · Степанакерт"},
		{"ballija", "az", "Ballıca · Այգեստան"},
		{"ballija", "en", "Ballija · Aygestan"},
		{"khojaly", "hy", "Խոջալու · Xocalı"},
		{"khojaly", "en", "Khojaly · Ivanyan"},
		{"shusha", "ru", "Шуша · Шуши"},
		{"aghdam", "en", "Aghdam"},
		{"yerevan", "az", "İrəvan · Երևան"},
		{"atlantis", "en", "atlantis"},
	} {
		if got := a.Label(c.id, c.lang); got != c.want {
			t.Errorf("Label(%s, %s) = %q, want %q", c.id, c.lang, got, c.want)
		}
	}
	if got := a.Short("khojaly", "az"); got != "Xocalı" {
		t.Errorf("Short = %q", got)
	}
}

func TestNamesBeginWithThePairAndLoseNone(t *testing.T) {
	a := load(t)
	for _, p := range a.All() {
		for _, lang := range []string{"az", "hy", "ru", "en"} {
			names, pair := a.Names(p.ID, lang), a.Pair(p.ID, lang)
			if !slices.Equal(names[:len(pair)], pair) {
				t.Fatalf("%s: %v does not begin with %v", p.ID, names, pair)
			}
			for _, n := range p.Names {
				if !slices.ContainsFunc(names, func(m homeward.Name) bool { return m.Text == n.Text }) {
					t.Errorf("%s for %s lost %q", p.ID, lang, n.Text)
				}
			}
		}
	}
}

func TestSettlementsHavePoints(t *testing.T) {
	for _, p := range load(t).All() {
		switch p.Kind {
		case homeward.PlaceTown, homeward.PlaceSettlement, homeward.PlaceVillage:
			if p.Lat < 38.5 || p.Lat > 41 || p.Lon < 45.5 || p.Lon > 48 {
				t.Errorf("%s lies at %v %v", p.ID, p.Lat, p.Lon)
			}
		}
	}
}

func TestResolve(t *testing.T) {
	a := load(t)
	for _, c := range []struct {
		name string
		want []homeward.PlaceID
	}{
		{"Xocalı", []homeward.PlaceID{"khojaly"}},
		{"ХОДЖАЛЫ", []homeward.PlaceID{"khojaly"}},
		{"Խոջալու", []homeward.PlaceID{"khojaly"}},
		{"Khojali", []homeward.PlaceID{"khojaly"}},
		{"khojaly", []homeward.PlaceID{"khojaly"}},
		{"Xocalı şəhəri", []homeward.PlaceID{"khojaly"}},
		{"Xocalı rayonu", []homeward.PlaceID{"khojaly-district"}},
		{"Xankəndi şəhəri", []homeward.PlaceID{"khankendi", "khankendi-district"}},
		{"г. Степанакерт", []homeward.PlaceID{"khankendi"}},
		{"Khankandi", []homeward.PlaceID{"khankendi"}},
		{"Ballıca kəndi", []homeward.PlaceID{"ballija"}},
		{"Aygestan", []homeward.PlaceID{"ballija"}},
		{"Ağdərə", []homeward.PlaceID{"aghdara"}},
		{"Aghdere", []homeward.PlaceID{"aghdara"}},
		{"Sus", []homeward.PlaceID{"sus"}},
		{"Sos", []homeward.PlaceID{"sos"}},
		{"Martuni", []homeward.PlaceID{"khojavend", "martuni"}}, // a town in two countries
		{"Sumgayit", []homeward.PlaceID{"sumgait"}},
		{"city", nil},
		{"", nil},
		{"Атлантида", nil},
	} {
		if got := a.Resolve(c.name); !slices.Equal(got, c.want) {
			t.Errorf("Resolve(%q) = %v, want %v", c.name, got, c.want)
		}
	}
}

// Every name leads back to its place, and no two settlements share one: a row that brings a homonym wants a look.
func TestEveryNameResolves(t *testing.T) {
	a := load(t)
	for _, p := range a.All() {
		for _, n := range p.Names {
			found := a.Resolve(n.Text)
			if !slices.Contains(found, p.ID) {
				t.Errorf("%q does not lead to %s: %v", n.Text, p.ID, found)
			}
			for _, id := range found {
				if id != p.ID && a.rank(id) == a.rank(p.ID) {
					t.Errorf("%q is a name of %s and of %s", n.Text, p.ID, id)
				}
			}
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"Xocalı", "г. Степанакерт", "Խոջալու", "", "\xff", "əəə"} {
		f.Add(s)
	}
	a := load(f)
	f.Fuzz(func(t *testing.T, name string) {
		for _, id := range a.Resolve(name) {
			if _, ok := a.Place(id); !ok {
				t.Errorf("Resolve(%q) names a place that is not there: %s", name, id)
			}
		}
	})
}
