package atlas

import (
	"slices"
	"strings"

	"homeward"
)

// Pair returns the names of a place that are shown side by side, same size and weight, in the reader's order: one, where
// both communities say the same name and it is written the same, else two.
//
// A reader of Azerbaijani or Armenian sees the name of that language first and the other community's name in its own
// language beside it. A reader of another language sees both names in the spelling of that language, in the order of the
// table (the name that the slug spells comes first, so that page, address and file agree). An unknown place has none.
func (a *Atlas) Pair(id homeward.PlaceID, lang string) []homeward.Name {
	var pair []homeward.Name
	for _, community := range a.communities(id, lang) {
		n, ok := a.form(id, community, lang)
		if ok && !slices.ContainsFunc(pair, func(m homeward.Name) bool { return m.Text == n.Text }) {
			pair = append(pair, n)
		}
	}
	return pair
}

// Names returns all names of a place: first the pair, then the names in the communities' own languages, then the others,
// older and rarer ones among them.
func (a *Atlas) Names(id homeward.PlaceID, lang string) []homeward.Name {
	names := a.Pair(id, lang)
	add := func(keep func(entry) bool) {
		for _, e := range a.names[id] {
			same := func(m homeward.Name) bool { return m.Text == e.Text && m.Lang == e.Lang }
			if keep(e) && !slices.ContainsFunc(names, same) {
				names = append(names, e.Name)
			}
		}
	}
	add(func(e entry) bool { return e.label && e.Lang == lang })
	add(func(e entry) bool { return e.label && e.Lang == e.community })
	add(func(entry) bool { return true })
	return names
}

// Label is the pair in one line: "Xankəndi · Ստեփանակերտ". A place that is not in the atlas is called by its slug.
func (a *Atlas) Label(id homeward.PlaceID, lang string) string {
	pair := a.Pair(id, lang)
	if len(pair) == 0 {
		return string(id)
	}
	texts := make([]string, len(pair))
	for i, n := range pair {
		texts[i] = n.Text
	}
	return strings.Join(texts, " · ")
}

// Short is the first name of the pair alone, for tight spots (an axis, a narrow column) on a page that shows the label
// elsewhere.
func (a *Atlas) Short(id homeward.PlaceID, lang string) string {
	pair := a.Pair(id, lang)
	if len(pair) == 0 {
		return string(id)
	}
	return pair[0].Text
}

// communities returns the communities that name the place, the reader's own first.
func (a *Atlas) communities(id homeward.PlaceID, lang string) []string {
	var cs []string
	for _, e := range a.names[id] {
		if slices.Contains(cs, e.community) {
			continue
		}
		if e.community == lang {
			cs = slices.Insert(cs, 0, e.community)
		} else {
			cs = append(cs, e.community)
		}
	}
	return cs
}

// form is how a community's name is written for a reader: in the reader's language where it is neither community's own,
// else in the community's.
func (a *Atlas) form(id homeward.PlaceID, community, lang string) (homeward.Name, bool) {
	written := community
	switch lang {
	case "az", "hy":
	case "ru":
		written = "ru"
	default:
		written = "en"
	}
	i := slices.IndexFunc(a.names[id], func(e entry) bool {
		return e.label && e.community == community && e.Lang == written
	})
	if i < 0 {
		return homeward.Name{}, false
	}
	return a.names[id][i].Name, true
}
