package atlas

import (
	"slices"
	"strings"
	"unicode"

	"homeward"
)

// Resolve returns the places that carry this name in any script or romanisation ("Xocalı", "Ходжалы", "Խոջալու",
// "Khodjaly"), settlements before the areas of the same name. Several places can share a name, so the answer is a list;
// the caller settles it by the district, and never by taking the first.
func (a *Atlas) Resolve(name string) []homeward.PlaceID {
	var found []homeward.PlaceID
	for _, text := range []string{name, trimSort(name)} {
		for _, key := range keys(text) {
			for _, id := range a.byKey[key] {
				if !slices.Contains(found, id) {
					found = append(found, id)
				}
			}
		}
	}
	slices.SortStableFunc(found, func(p, q homeward.PlaceID) int { return a.rank(p) - a.rank(q) })
	return found
}

func (a *Atlas) rank(id homeward.PlaceID) int {
	switch a.places[a.index[id]].Kind {
	case homeward.PlaceTown, homeward.PlaceSettlement, homeward.PlaceVillage:
		return 0
	case homeward.PlaceReception:
		return 1
	case homeward.PlaceDistrict:
		return 2
	}
	return 3
}

func (a *Atlas) addKeys(name string, id homeward.PlaceID) {
	for _, key := range keys(name) {
		if !slices.Contains(a.byKey[key], id) {
			a.byKey[key] = append(a.byKey[key], id)
		}
	}
}

// sorts are words that say what sort of settlement a name belongs to. Words for a district are not here: "Xocalı rayonu"
// is the district and not the town.
var sorts = []string{
	"şəhəri", "şəhər", "qəsəbəsi", "kəndi", "city", "town", "village", "settlement",
	"город", "г.", "село", "с.", "посёлок", "поселок", "пос.", "քաղաք", "քաղաքը", "գյուղ", "գյուղը", "ավան",
}

func trimSort(name string) string {
	words := strings.Fields(name)
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.Contains(sorts, strings.ToLower(w))
	})
	if len(kept) == 0 {
		return name
	}
	return strings.Join(kept, " ")
}

// keys folds a name to the forms it is found by. The letter ə is written e by some and a by others ("Ağdərə", Aghdere,
// Aghdara), so a name that has it is found by both.
func keys(name string) []string {
	e, a := foldKey(name, "e"), foldKey(name, "a")
	switch {
	case e == "":
		return nil
	case a == e:
		return []string{e}
	}
	return []string{e, a}
}

// foldKey writes a name of any of the four languages in one rough Latin spelling: case, accents, spaces and doubled
// letters do not count, and letters that the romanisations confuse fall together (x kh х խ; c j dzh дж ջ; q g gh г ղ).
func foldKey(name, schwa string) string {
	var b strings.Builder
	for _, r := range name {
		r = unicode.ToLower(r)
		switch {
		case r == 'ə' || r == 'ǝ' || r == 'ä':
			b.WriteString(schwa)
		case r < unicode.MaxASCII && unicode.IsLetter(r):
			b.WriteRune(r)
		default:
			b.WriteString(letters[r]) // nothing for a mark, a space or an apostrophe
		}
	}
	s := digraphs.Replace(b.String())
	return strings.Map(func(r rune) rune {
		switch r {
		case 'q':
			return 'g'
		case 'c':
			return 'j'
		case 'y':
			return 'i'
		case 'w':
			return 'v'
		}
		return r
	}, squeeze(s))
}

// squeeze drops a letter that follows itself.
func squeeze(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// digraphs are sounds that Latin writes with two letters or more; capitals stand for sounds without a letter of their own.
var digraphs = strings.NewReplacer("dzh", "j", "kh", "x", "gh", "g", "sh", "S", "ch", "C", "zh", "j", "dj", "j", "ts", "T")

// letters gives the rough Latin of a letter that is not ASCII.
var letters = map[rune]string{
	'ı': "i", 'ö': "o", 'ü': "u", 'ş': "sh", 'ç': "ch", 'ğ': "g", 'â': "a", 'é': "e", 'î': "i", 'š': "sh", 'č': "ch", 'ž': "zh",

	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "i",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "sh", 'ы': "i", 'э': "e", 'ю': "iu", 'я': "ia",

	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "i", 'թ': "t", 'ժ': "zh", 'ի': "i",
	'լ': "l", 'խ': "kh", 'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m", 'յ': "i", 'ն': "n",
	'շ': "sh", 'ո': "o", 'չ': "ch", 'պ': "p", 'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v", 'տ': "t", 'ր': "r", 'ց': "ts",
	'ւ': "u", 'փ': "p", 'ք': "k", 'և': "ev", 'օ': "o", 'ֆ': "f",
}

// scriptOf is the ISO 15924 code of the script a name is written in.
func scriptOf(name string) string {
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Armenian, r):
			return "Armn"
		case unicode.Is(unicode.Cyrillic, r):
			return "Cyrl"
		case unicode.Is(unicode.Latin, r):
			return "Latn"
		}
	}
	return "Zyyy"
}
