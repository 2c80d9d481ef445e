package figures

// inferPlace finds the place of a figure whose sentence names none: "the village", the sentence before, the title.
func (d *document) inferPlace(i int, c *clause) {
	if p, ok := d.ownDistrict(c); ok {
		c.f.places, c.f.group = []int{p}, false
		return
	}
	if len(c.f.places) > 0 {
		return
	}
	s := c.s
	if s.severalPlaces(c.low, c.high) {
		c.f.programme = true
		return
	}
	if p, ok := d.backReference(i, s); ok {
		c.f.places = []int{p}
		return
	}
	if (s.any(cueLiberated) || s.any(cueRegion) && s.any(cueWorks) && s.any(cueLives)) && !s.has(c.low, c.high, cueStage, cueToday) {
		c.f.programme = true
		return
	}
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		if d.sentences[k].block != s.block && !d.sentences[k].title {
			break
		}
		if g := d.notIncluded(&d.sentences[k], d.groups(&d.sentences[k], nil)); len(g) > 0 {
			last := g[len(g)-1]
			for _, m := range g {
				if d.rank(&d.sentences[k], m) > d.rank(&d.sentences[k], last) {
					last = m
				}
			}
			for _, m := range last.mentions {
				if p := d.sentences[k].places[m].place; d.places.places[p].level >= levelDistrict && !d.places.places[p].armenia && !contains(c.f.places, p) {
					c.f.places = append(c.f.places, p)
				}
			}
			if len(c.f.places) > 0 {
				break
			}
		}
	}
	if c.peopleOnly() && c.ppl.value >= crowd && !d.armenian && !c.near(cueRegion, cueDistrict) {
		c.f.places, c.f.programme = nil, true
		return
	}
	if d.topic != nil && (len(c.f.places) == 0 || d.coarser(c.f.places, d.topic)) {
		c.f.places = append([]int(nil), d.topic...)
	}
	c.f.group = len(c.f.places) > 1
}

// crowd is more people than any one place of the programme has been settled with; where no place is named, so many are
// those of the programme.
const crowd = 20000

// severalPlaces says whether the clause speaks of a number of settlements: "in five cities and 15 villages".
func (s *sentence) severalPlaces(low, high int) bool {
	for _, h := range s.hitsFrom(low, high) {
		if h.class != cuePlaces {
			continue
		}
		for i := h.from - 1; i >= max(low, h.from-2); i-- {
			if v, to, _ := s.value(i); to > i && v >= 2 && v < 1000 {
				return true
			}
		}
	}
	return false
}

// notIncluded leaves out places that are only named as part of others: "in three districts, including the settlement".
func (d *document) notIncluded(s *sentence, list []group) []group {
	var out []group
	for _, g := range list {
		if !s.has(g.from-2, g.from, cueIncluding) {
			out = append(out, g)
		}
	}
	if out == nil {
		return list
	}
	return out
}

// ownDistrict finds the district of "and throughout the district …", told right after a town's total, as Arabic texts
// have it.
func (d *document) ownDistrict(c *clause) (int, bool) {
	if c.s.lang.code != "ar" || c.before == nil || len(c.before.f.places) != 1 || !c.s.has(c.own, c.f.from, cueDistrict) {
		return 0, false
	}
	p, ok := d.places.byKey[d.places.places[c.before.f.places[0]].district]
	return p, ok
}

// coarser says whether a place is only the district of what the text is about.
func (d *document) coarser(places, topic []int) bool {
	if len(places) != 1 {
		return false
	}
	p, t := d.places.places[places[0]], d.places.places[topic[0]]
	return p.level < levelSettlement && t.level == levelSettlement && !p.armenia
}

// farBack is how many sentences back "the village" may mean a place.
const farBack = 60

// backReference finds what "the village" or "the city" means: the last place of that sort that was named.
func (d *document) backReference(i int, s *sentence) (int, bool) {
	want := noClass
	for _, c := range []class{cueVillage, cueTown, cueCity} {
		for _, h := range s.hits {
			if h.class == c && !s.named(h.from) {
				want = c
			}
		}
		if want != noClass {
			break
		}
	}
	if want == noClass {
		return 0, false
	}
	kind := map[class]string{cueVillage: "village", cueTown: "settlement", cueCity: "town"}[want]
	for k := i; k >= max(0, i-farBack); k-- {
		list := d.sentences[k].places
		for m := len(list) - 1; m >= 0; m-- {
			p := list[m].place
			if list[m].role != masked && list[m].role != office && list[m].role != origin && d.places.places[p].kind == kind {
				return p, true
			}
		}
	}
	return 0, false
}

// leftFrom finds where people left from: "Արցախից հեռացել է 100 հազար մարդ". Elsewhere an origin is no place of the figure.
func (d *document) leftFrom(c *clause, r rule) (int, bool) {
	if r.name != "left" || c.f.mention >= 0 {
		return 0, false
	}
	for _, m := range c.s.places {
		if m.role == origin && m.from >= c.low && m.from < c.high && !d.places.places[m.place].armenia {
			return m.place, true
		}
	}
	return 0, false
}

// adjustPlace moves a figure between the programme, the region and Armenia by what it counts: residents live in a
// region, returnees come under a programme, those who crossed arrived in Armenia.
func (d *document) adjustPlace(i int, c *clause, r rule) {
	set := func(key string) {
		if p, ok := d.places.byKey[key]; ok {
			c.f.places, c.f.group = []int{p}, false
		}
	}
	only := ""
	if len(c.f.places) == 1 {
		only = d.places.places[c.f.places[0]].key
	}
	if p, ok := d.leftFrom(c, r); ok {
		c.f.places, c.f.group, only = []int{p}, false, d.places.places[p].key
	}
	switch {
	case only == "karabakh-east-zangezur" && (r.kind == Departure || r.kind == Remaining):
		set("nagorno-karabakh") // "Karabakh" alone, of those who left or stayed
	case c.f.programme && r.kind == ResidentPopulation:
		set("karabakh-east-zangezur")
	case c.f.programme && r.kind == Increment && d.topic != nil && (r.name != "moves" || c.fam != nil):
		c.f.places = append([]int(nil), d.topic...)
	case c.f.programme:
		set("programme")
	case only == "karabakh-east-zangezur" && (r.kind == Cumulative || r.kind == Increment || r.kind == Planned && !c.near(cueLives, cuePopulation)):
		set("programme")
	case d.armenian && r.kind == Casualties:
		set("nagorno-karabakh")
	case r.name == "emigrated" || d.armenian && r.kind == Planned && only == "":
		set("armenia")
	case d.armenian && (r.kind == Departure || r.kind == PopulationBefore || r.kind == Remaining) && (only == "" || c.armenia && !c.nagornoKarabakh() && !c.lies()):
		set("nagorno-karabakh")
	case d.armenian && (r.kind == Cumulative || r.kind == Increment || r.kind == Registered || r.kind == TemporaryAccommodation || r.kind == BenefitOrStatus) &&
		(only == "" || only == "nagorno-karabakh" || !c.armenia || c.passed()):
		set("armenia")
	}
}
