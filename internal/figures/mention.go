package figures

import "strings"

// role is what a place does in a sentence.
type role uint8

const (
	unclear     role = iota
	destination      // "to Khojaly", "Xocalıya"
	location         // "in Khojaly", "Xocalıda"
	origin           // "from Baku", "Bakıdan"
	owner            // "Khojaly's Ballija", "Xocalının": only says where another place lies
	masked           // part of another name: "Khojaly genocide", "Karabakh University"
	office           // part of an institution's name, or a dateline
)

// mention is a place named in a sentence.
type mention struct {
	from, to   int // tokens, with the words that say what sort of place it is
	name       int // tokens of the name alone begin at from or later; name is the first of them
	candidates []int
	place      int // chosen among candidates
	role       role
	district   bool // named as a district
	sort       class
}

// findPlaces finds the places of a sentence and what they do in it.
func (d *document) findPlaces(s *sentence) {
	for i := 0; i < len(s.tokens); {
		f := d.places.find(d.text, s.tokens, i, s.lang.code)
		if f.length == 0 {
			i++
			continue
		}
		m := mention{from: i, name: i, to: i + f.length, candidates: f.places, place: f.places[0]}
		s.describe(&m, f.ending)
		if d.plain(s, m) {
			s.places = append(s.places, m)
		}
		i = max(m.to, i+f.length)
	}
}

// settlePlaces settles which place each name means and what it does, once the whole text has been seen.
func (d *document) settlePlaces(s *sentence) {
	for k := range s.places {
		d.settleLevel(s, k)
		s.settleRole(k)
	}
	for k := range s.places {
		if k > 0 && d.namesake(s, k) {
			s.places[k].role = masked
		}
	}
	s.maskOffices()
}

// namesake says whether a village stands in a list that is said to lie in another district than the village of that
// name that is known: "Alder's Marsh, Fen and Birch", where the known Birch is Cedar's.
func (d *document) namesake(s *sentence, k int) bool {
	whose, m := s.places[k-1], s.places[k]
	p, q := d.places.places[whose.place], d.places.places[m.place]
	if whose.role != owner || q.level != levelSettlement || q.district == "" || len(m.candidates) > 1 {
		return false
	}
	if p.key == q.district || p.district == q.district || p.key+"-district" == q.district {
		return false
	}
	for i := whose.to; i < m.from; i++ {
		t := s.tokens[i]
		if t.kind == wordToken && !t.upper && !joiners[t.fold] || t.kind == numberToken || t.kind == markToken && t.mark != ',' && t.mark != '"' {
			return false
		}
	}
	return m.from > whose.to
}

// plain refuses a short name that may be a common word, unless the word beside it says that it is a place: the
// village Sus, but not "sus" in a Spanish text.
func (d *document) plain(s *sentence, m mention) bool {
	if d.places.places[m.place].long || m.sort != noClass {
		return true
	}
	return scriptOf(s.tokens[m.name].fold) != latin || s.lang.code == "az" || s.lang.code == "en" && m.name > 0
}

// sorts are the words that say what sort of place a name is.
var sorts = []class{cueVillage, cueCity, cueTown, cueDistrict, cueProvince}

// describe takes in the words beside a name that say what sort of place it is, and the case that the last of them
// carries.
func (s *sentence) describe(m *mention, ending string) {
	m.role = roleOfEnding(s.lang.code, ending)
	if adjective(ending) {
		m.district = true
	}
	i := m.to
	if i+1 < len(s.tokens) && s.tokens[i].kind == markToken && s.tokens[i].mark == '\'' {
		i++ // Khojaly's, Laçın'a
		switch e := s.tokens[i].fold; {
		case s.lang.code == "en":
			m.role = owner
		case !s.tokens[i].spaced:
			m.role = roleOfEnding(s.lang.code, e)
		}
		m.to, i = i+1, i+1
	} else if i+1 < len(s.tokens) && s.tokens[i].kind == markToken && s.tokens[i].mark == '-' && !s.tokens[i].spaced && !s.tokens[i+1].spaced &&
		scriptOf(s.tokens[i+1].fold) == scriptOf(s.tokens[m.name].fold) && s.lang.code != "en" && len(s.tokens[i+1].fold) <= 6 {
		m.to, i = i+2, i+2
	}
	if h, ok := s.startingAt(i, sorts...); ok && s.sortAfter(i) {
		m.sort, m.to = h.class, h.to
		m.district = m.district && m.sort != cueVillage && m.sort != cueCity && m.sort != cueTown || m.sort == cueDistrict
		if e := caseOf(s.lang.code, s.tokens[h.from].fold); e != unclear {
			m.role = e
		} else if s.lang.code == "en" && h.to+1 < len(s.tokens) && s.tokens[h.to].mark == '\'' {
			m.role = owner
		}
		return
	}
	s.sortBefore(m)
}

// sortAfter says whether the language puts the sort of place after the name.
func (s *sentence) sortAfter(i int) bool {
	switch s.lang.code {
	case "en", "az", "tr", "hy":
		return true
	case "ru":
		return s.at(i, cueDistrict) // Лачинский район
	}
	return s.at(i, cueDistrict) && s.lang.code == "de"
}

// sortBefore takes in "city of", "село", "la ville de" before a name.
func (s *sentence) sortBefore(m *mention) {
	if s.lang.code == "az" || s.lang.code == "tr" || s.lang.code == "hy" {
		return
	}
	for i, n := m.from-1, 0; i >= 0 && n < 3; i, n = i-1, n+1 {
		if h, ok := s.startingAt(i, sorts...); ok {
			m.sort = h.class
			m.district = m.district && m.sort != cueVillage && m.sort != cueCity && m.sort != cueTown || m.sort == cueDistrict && s.lang.code != "ar" || h.class == cueDistrict && s.lang.code == "ar"
			m.from = i
			return
		}
		if t := s.tokens[i]; t.kind == wordToken && !sortFiller[t.fold] {
			return
		} else if t.kind == markToken && t.mark != '\'' && t.mark != '"' {
			return
		}
	}
}

// sortFiller may stand between the sort of place and its name, or between a preposition and the sort.
var sortFiller = set("of de d du la el le the von der die das des dem den new reconstructed liberated historic native azerbaijan s l les los las" +
	" aserbaidschanischen восстановленный освобожденный освобождённый либерированный родной родное ال")

// adjective says whether an ending makes an adjective of a name, as in Лачинский район.
func adjective(ending string) bool {
	return len(ending) > 6 && (ending[:4] == "ск" || len(ending) > 8 && ending[:8] == "инск")
}

// roleOfEnding reads the case of a name.
func roleOfEnding(lang, e string) role {
	switch lang {
	case "az", "tr":
		switch e {
		case "a", "e", "ya", "ye", "na", "ne":
			return destination
		case "da", "de", "ta", "te", "nda", "nde":
			return location
		case "dan", "den", "tan", "ten", "ndan", "nden":
			return origin
		case "in", "un", "nin", "nun", "daki", "deki":
			return owner
		}
	case "hy":
		switch e {
		case "ում", "ուում", "այում", "անում", "իում":
			return location
		case "ից", "յից", "ուց", "անից":
			return origin
		}
	}
	return unclear
}

// caseOf reads the case of the word that says what sort of place it is: "kəndinə", "şəhərindən", "մարզում".
func caseOf(lang, w string) role {
	ends := func(list ...string) bool {
		for _, e := range list {
			if len(w) > len(e) && w[len(w)-len(e):] == e {
				return true
			}
		}
		return false
	}
	switch lang {
	case "az", "tr":
		switch {
		case ends("den", "dan", "nden", "ndan"):
			return origin
		case ends("nde", "nda", "de", "da", "larinda", "lerinde"):
			return location
		case ends("nin", "nun", "larinin"):
			return owner
		case ends("ine", "ina", "sine", "sina", "una", "une", "suna", "ye", "ya"), w == "kende", w == "sehere", w == "rayona", w == "koye", w == "sehre", w == "kente":
			return destination
		}
	case "hy":
		switch {
		case ends("ից"):
			return origin
		case ends("ում"):
			return location
		}
	}
	return unclear
}

// settleLevel chooses between a settlement and the district of its name, and among places that share a name.
func (d *document) settleLevel(s *sentence, k int) {
	m := &s.places[k]
	g := d.places
	if len(m.candidates) > 1 {
		m.place = d.choose(m)
	}
	// "Aghdara and Khojaly districts" makes districts of both.
	if m.district && (s.lang.code == "en" || s.lang.code == "az" || s.lang.code == "ru") {
		for j := k - 1; j >= 0 && s.places[j].sort == noClass && s.coordinated(s.places[j].to, s.places[j+1].from) && s.plural(m); j-- {
			s.places[j].district = true
			s.places[j].place = g.asDistrict(s.places[j].place)
		}
	}
	if m.district {
		m.place = g.asDistrict(m.place)
	}
}

// plural says whether the word beside a name speaks of several districts.
func (s *sentence) plural(m *mention) bool {
	f := s.tokens[m.to-1].fold
	return f == "districts" || f == "regions" || f == "районы" || f == "районов" || f == "районах" || f == "районам" || len(f) > 8 && f[:8] == "rayonlar"
}

// coordinated says whether only commas and "and" stand in [from, to).
func (s *sentence) coordinated(from, to int) bool {
	for i := from; i < to; i++ {
		t := s.tokens[i]
		if t.kind == markToken && (t.mark == ',' || t.mark == '"' || t.mark == '\'' || t.mark == '/') || t.kind == wordToken && (joiners[t.fold] || sortFiller[t.fold] ||
			s.at(i, cueIn) || sortWord(s, i)) {
			continue
		}
		return false
	}
	return true
}

func sortWord(s *sentence, i int) bool {
	_, ok := s.startingAt(i, sorts...)
	return ok
}

// asDistrict gives the district of a town's name, the place itself if there is none.
func (g *Gazetteer) asDistrict(p int) int {
	if d, ok := g.byKey[g.places[p].key+"-district"]; ok {
		return d
	}
	return p
}

// choose picks among places of one name. Provinces of Armenia go before their towns, and other places before those of
// Armenia unless the sentence speaks of Armenia.
func (d *document) choose(m *mention) int {
	best, bestScore := m.candidates[0], -1
	for _, c := range m.candidates {
		p := d.places.places[c]
		score := 0
		if p.armenia == d.armenian {
			score += 4
		}
		if p.armenia && p.level == levelDistrict || !p.armenia && p.level == levelSettlement {
			score += 2
		}
		if m.sort == cueVillage && p.kind == "village" || m.sort == cueCity && p.kind == "town" || m.sort == cueTown && p.kind == "settlement" {
			score++
		}
		if score > bestScore {
			best, bestScore = c, score
		}
	}
	return best
}

// settleRole reads the preposition before a name.
func (s *sentence) settleRole(k int) {
	m := &s.places[k]
	if s.at(m.to, cueMask) && !within(s, m) {
		m.role = masked
		return
	}
	if m.role == unclear {
		for i, n := m.from-1, 0; i >= 0 && n < 5; i, n = i-1, n+1 {
			t := s.tokens[i]
			switch {
			case s.at(i, cueFrom):
				m.role = origin
			case s.at(i, cueTo):
				m.role = destination
			case s.at(i, cueIn):
				m.role = location
			}
			if m.role != unclear {
				break
			}
			if t.kind == wordToken && sortFiller[t.fold] || t.kind == markToken && (t.mark == '"' || t.mark == '\'') {
				continue
			}
			if _, ok := s.startingAt(i, sorts...); ok {
				continue
			}
			break
		}
	}
	// "from the Harbour Road quarter in Alder": where they came from lies in the place.
	if m.role == location && s.lang.code == "en" && s.comesFrom(m.from, 9) {
		m.role = origin
	}
	if m.role == unclear && k > 0 && s.coordinated(s.places[k-1].to, m.from) {
		m.role = s.places[k-1].role
	}
	// A case ending on the last of a list holds for all of it: "Xankəndi, Xocalı və Ağdərəyə".
	if m.role != unclear && s.lang.placeFirst {
		for j := k - 1; j >= 0 && s.places[j].role == unclear && s.coordinated(s.places[j].to, s.places[j+1].from); j-- {
			s.places[j].role = m.role
		}
	}
}

// comesFrom says whether "from" stands up to n tokens before token i, with nothing between but names, articles and "in".
func (s *sentence) comesFrom(i, n int) bool {
	for k := i - 1; k >= max(0, i-n); k-- {
		t := s.tokens[k]
		switch {
		case t.kind == wordToken && t.fold == "from":
			return true
		case t.kind == numberToken || t.kind == markToken && t.mark != '"' && t.mark != '\'' && t.mark != '-' || s.named(k):
			return false
		case s.has(k, k+1, eventful...):
			return false
		}
	}
	return false
}

// within says whether a name carries the Turkic ending for "that is in", as in "the fighting in Farzan".
func within(s *sentence, m *mention) bool {
	last := s.tokens[m.to-1].fold
	return m.role == owner && (strings.HasSuffix(last, "daki") || strings.HasSuffix(last, "deki"))
}

// maskOffices takes places out that only name an office: "the Service in Khankendi city, Aghdara and Khojaly districts
// told", "Cəbrayıl, Qubadlı və Zəngilan rayonlarında xüsusi nümayəndəlik".
func (s *sentence) maskOffices() {
	for k := range s.places {
		m := &s.places[k]
		if s.officeBefore(m.from) || s.officeAfter(m.to) || s.dateline(m) {
			if m.role != masked {
				m.role = office
			}
		}
	}
}

// eventful are words after which a place is no longer part of an office's name.
var eventful = []class{cueSettles, cueSends, cueArrives, cueLives, cueDraws, cueAnother, cueToday, cueStage, cueToDate, cueFamily}

func (s *sentence) officeBefore(i int) bool {
	if s.lang.placeFirst && s.lang.code != "ru" {
		return false
	}
	for k, n := i-1, 0; k >= 0 && n < 24; k, n = k-1, n+1 {
		if s.tokens[k].kind == numberToken || s.has(k, k+1, eventful...) {
			return false
		}
		if s.at(k, cueInstitution) {
			return true
		}
	}
	return false
}

func (s *sentence) officeAfter(i int) bool {
	reach := 3
	if s.lang.placeFirst {
		reach = 12
	}
	for k, n := i, 0; k < len(s.tokens) && n < reach; k, n = k+1, n+1 {
		if s.tokens[k].kind == numberToken || s.has(k, k+1, eventful...) {
			return false
		}
		if s.at(k, cueInstitution) {
			return true
		}
	}
	return false
}

// dateline says whether a place only says where a story was filed: "KHANKENDI, Azerbaijan, January 21."
func (s *sentence) dateline(m *mention) bool {
	if m.name > 3 || !s.tokens[m.name].caps && s.lang.code != "de" && s.lang.code != "ar" {
		return false
	}
	for i := m.to; i < len(s.tokens) && i < m.to+8; i++ {
		if s.at(i, cueMonth) {
			return s.tokens[m.name].caps || i <= m.to+4
		}
	}
	return false
}
