package matching

import (
	"slices"
	"testing"
)

// families are spellings of one family name; each pair inside one must meet and no pair across may.
var families = [][]string{
	{"Əliyev", "Aliyev", "Алиев", "Ալիև", "Əliyeva", "Алиева"},
	{"Vəliyev", "Valiyev", "Велиев", "Վելիև"},
	{"Həsənov", "Hasanov", "Gasanov", "Гасанов", "Гасанова"},
	{"Hüseynov", "Huseynov", "Гусейнов", "Гусейнова"},
	{"Hovhannisyan", "Oganesyan", "Оганесян", "Հովհաննիսյան"},
	{"Quliyev", "Guliyev", "Кулиев", "Гулиев"},
	{"Məmmədzadə", "Mammadzada", "Мамедзаде"},
	{"Məmmədov", "Mammadov", "Мамедов"},
	{"Petrosyan", "Петросян", "Պետրոսյան", "Bedrosian"},
	{"Poghosyan", "Погосян", "Պողոսյան"},
}

func TestSpellingsOfOneNameMeetAndStrangersStayApart(t *testing.T) {
	for i, one := range families {
		for j, other := range families {
			for _, a := range one {
				for _, b := range other {
					score, match, _ := Compare(Name{Family: a}, Name{Family: b})
					if match != (i == j) {
						t.Errorf("%s and %s: score %.2f, match %v", a, b, score, match)
					}
				}
			}
		}
	}
}

func TestSpellingsOfOneNameShareAKey(t *testing.T) {
	for _, one := range families {
		for _, a := range one {
			for _, b := range one {
				keys := SearchKeys(b)
				if !slices.ContainsFunc(SearchKeys(a), func(k string) bool { return slices.Contains(keys, k) }) {
					t.Errorf("%s %v and %s %v share no key", a, SearchKeys(a), b, keys)
				}
			}
		}
	}
}

func TestFoldIsOneForEveryScript(t *testing.T) {
	for _, same := range [][]string{
		{"Əliyev", "Aliyev", "Алиев", "Ալիև", "Алијев", "Əliyeva", "Aliev"},
		{"Həsənov", "Hasanov", "Гасанов", "Гасанова", "Һәсәнов"},
		{"Hovhannisyan", "Ованнисян", "Հովհաննիսյան"},
		{"Vaqif Əli oğlu Quliyev", "Вагиф Али оглы Гулиев"},
		{"Cəfərov", "Джафаров", "Ҹәфәров", "Jafarov"},
	} {
		for _, name := range same[1:] {
			if Fold(name) != Fold(same[0]) {
				t.Errorf("%s folds to %q, %s to %q", name, Fold(name), same[0], Fold(same[0]))
			}
		}
	}
}
