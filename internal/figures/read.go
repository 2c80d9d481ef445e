package figures

import (
	"strconv"
	"strings"
)

// read makes statements of one sentence.
func (d *document) read(i int) {
	s := &d.sentences[i]
	d.now = i
	qs := s.notSizes(quantities(s))
	if len(qs) == 0 {
		d.drawing = s.any(cueDraws)
		return
	}
	d.lastSentence = false
	if n := len(d.keys); n > 0 {
		last := d.keys[n-1].sentence
		d.lastSentence = i-last <= 1 && d.sentences[last].block == s.block
	}
	d.rooms(i, s, qs)
	figs := s.join(qs)
	d.place(s, figs)
	for _, c := range d.clauses(s, figs, qs) {
		d.state(i, c, qs)
	}
	d.drawing = s.any(cueDraws)
}

// rooms makes the statement of homes by rooms, and marks the quantities it takes.
func (d *document) rooms(i int, s *sentence, qs []quantity) {
	rooms, taken := s.byRooms(qs)
	if len(rooms) == 0 {
		return
	}
	f := figure{family: -1, person: -1, home: -1, mention: -1, rooms: rooms}
	for _, k := range taken {
		qs[k].used = true
		f.widen(qs[k])
	}
	figs := []figure{f}
	d.place(s, figs)
	c := clause{s: s, d: d, f: &figs[0], high: len(s.tokens), opening: f.from, days: dates(s), first: true}
	d.inferPlace(i, &c)
	kind, reason := StockByRooms, "rooms"
	if s.any(cueDraws) || d.drawing || d.titleDraws() || s.any(cueFamily) {
		kind, reason = DrawByRooms, "draw_rooms"
	}
	c.locate()
	st := d.base(&c, kind)
	st.Rooms = map[string]int{}
	for n, homes := range rooms {
		st.Rooms[strconv.Itoa(n)] = homes
	}
	st.because(reason)
	d.add(st, i, &c, reason)
}

func (d *document) titleDraws() bool {
	for k := range d.sentences {
		if k > 4 {
			break
		}
		if d.sentences[k].any(cueDraws) {
			return true
		}
	}
	return false
}

// state makes the statement of a figure, if it is one.
func (d *document) state(i int, c *clause, qs []quantity) {
	if !c.worthReading() {
		return
	}
	d.inferPlace(i, c)
	c.locate()
	r, ok := c.rule()
	if !ok {
		d.complete(i, c)
		return
	}
	c.told = r
	if c.ppl != nil && c.ppl.part && (r.kind == Casualties || c.fam != nil || c.s.has(c.ppl.from-3, c.ppl.from, cueIncluding)) {
		return
	}
	d.adjustPlace(i, c, r)
	st := d.base(c, r.kind)
	st.because(r.name)
	d.numbers(&st, c)
	if c.ppl != nil && c.ppl.part {
		st.flag(FlagPart)
	}
	o, near := d.originOf(c.s, *c.f, c.own, c.end)
	if o == "" {
		o, near = d.originOf(c.s, *c.f, c.low, c.high)
	}
	if o != "" {
		st.Origin = o
		if near && r.kind == Increment && !c.f.named && (len(qs) > 3 || r.name == "origin_row") {
			st.flag(FlagPart)
		}
	}
	d.dateIt(&st, c)
	if r.name == "to_date" && c.within(8, cueWill) && st.Kind == Cumulative {
		st.flag(FlagAnnounced)
	}
	d.add(st, i, c, r.name)
}

// complete gives the people of a sentence that says nothing else to the families of the sentence before: "Dune greeted
// 20 families. So 81 more are home."
func (d *document) complete(i int, c *clause) {
	n := len(d.out) - 1
	if n < 0 || !c.peopleOnly() || c.ppl.quantifier == Vague {
		return
	}
	st, k := &d.out[n], d.keys[n]
	if k.sentence != i-1 || k.title || st.Kind != Increment || st.Families == nil || st.People != nil || !plausible(*st.Families, c.ppl.value) {
		return
	}
	st.People, st.End = &c.ppl.value, c.s.tokens[min(c.f.to, len(c.s.tokens))-1].end
	st.because("next_sentence")
}

// plausible says whether so many people can be so many families.
func plausible(families, people int) bool { return people*2 >= families*3 && people <= families*8 }

// worthReading refuses what cannot be a figure of people or homes, whatever is said of it.
func (c *clause) worthReading() bool {
	if c.fam != nil && c.ppl == nil && c.homes == nil && c.fam.word && c.fam.value == 1 && !c.f.elliptic {
		// "one family told": a single family is only counted beside others, or with its people.
		return c.s.any(cueSends, cueSettles) && c.f.from > 0 && c.s.has(c.f.from-3, c.f.from, cueTo, cueIn) && c.low > 0
	}
	if c.ppl != nil && c.fam == nil && c.ppl.value <= 3 && c.ppl.word && c.homes == nil && c.ppl.quantifier != Vague {
		return c.within(6, cueCasualty, cueRemains)
	}
	if c.ppl != nil && (c.ppl.value >= unlikely || c.ppl.reference) || c.near(cueNeeds) && c.peopleOnly() {
		return false
	}
	if c.ppl != nil && c.ppl.noun >= 0 && c.s.has(c.ppl.noun+1, c.ppl.noun+3, cueAge) {
		return false
	}
	q := c.ppl
	if q == nil {
		q = c.fam
	}
	if q != nil && c.s.has(q.from-2, q.from, cueEach) && c.s.lang.code != "ru" && c.s.lang.code != "fr" && c.s.lang.code != "es" {
		return false
	}
	return true
}

// rule finds the first rule that fits.
func (c *clause) rule() (rule, bool) {
	for _, r := range rules {
		if r.fits(c) {
			return r, true
		}
	}
	return rule{}, false
}

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
	for k := i; k >= 0; k-- {
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
	switch {
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

// base begins a statement with what its clause says of it.
func (d *document) base(c *clause, kind Kind) Statement {
	st := Statement{File: d.source.Name, Block: c.s.block, Kind: kind, Measure: measureOf(kind, c), Quantifier: Exact, Flags: []Flag{}}
	st.Start, st.End = c.s.tokens[c.f.from].start, c.s.tokens[min(c.f.to, len(c.s.tokens))-1].end
	for _, p := range c.f.places {
		st.Places = append(st.Places, d.places.places[p].key)
	}
	if len(st.Places) == 1 {
		st.Place = &st.Places[0]
		st.Places = nil
	}
	if len(st.Places) > 1 {
		st.flag(FlagGroupTotal)
	}
	if c.f.named && c.f.mention >= 0 {
		m := c.s.places[c.f.mention]
		st.PlaceText = d.text[c.s.tokens[m.from].start:c.s.tokens[m.to-1].end]
	} else if st.Place != nil || st.Places != nil {
		st.flag(FlagPlaceInferred)
	}
	if kind == Increment {
		st.Phase = d.phase(c)
	}
	st.Institution = d.institution(c.s)
	return st
}

func measureOf(k Kind, c *clause) Measure {
	switch k {
	case Increment, Cumulative:
		if c.armenia {
			return Crossed
		}
		return Settled
	case Planned:
		return Promised
	case DrawParticipants, DrawByRooms:
		return Drawn
	case StockHomes, StockByRooms:
		return Standing
	case PopulationBefore, ResidentPopulation:
		return Living
	case Departure:
		return Left
	case Remaining:
		return Still
	case Registered:
		return OnRegister
	case TemporaryAccommodation:
		return Housed
	case Casualties:
		return Hurt
	case BenefitOrStatus:
		return HoldsStatus
	}
	return ""
}

// phase tells whether a group is on its way or has come: by the sentence, else by the block it stands in.
func (d *document) phase(c *clause) *Phase {
	sent, arrived := Sent, Arrived
	// A convoy that has arrived is no longer on its way, so the word for arriving wins.
	switch {
	case c.near(cueArrives):
		return &arrived
	case c.near(cueSends):
		return &sent
	}
	var known *Phase
	for i := range d.sentences {
		s := &d.sentences[i]
		if s.block != c.s.block && !(s.title && c.s.block == 1) {
			continue
		}
		switch {
		case s.any(cueArrives):
			return &arrived
		case s.any(cueSends):
			known = &sent
		}
	}
	return known
}

// numbers writes the numbers of a figure into its statement.
func (d *document) numbers(st *Statement, c *clause) {
	if c.fam != nil {
		st.Quantifier = c.fam.quantifier
		if c.fam.quantifier != Vague {
			st.Families = &c.fam.value
		}
	}
	if c.homes != nil {
		st.Quantifier = c.homes.quantifier
		st.Homes = &c.homes.value
	}
	if c.ppl != nil {
		if c.fam == nil {
			st.Quantifier = c.ppl.quantifier
		} else if c.ppl.quantifier != c.fam.quantifier {
			st.PeopleQuantifier = c.ppl.quantifier
		}
		if c.ppl.quantifier != Vague {
			st.People = &c.ppl.value
		}
		if c.ppl.most > 0 {
			st.PeopleMost = &c.ppl.most
		}
	}
	for _, q := range []*quantity{c.fam, c.ppl, c.homes} {
		if q != nil && q.twice {
			st.flag(FlagTwoQualifiers)
		}
	}
	if c.f.slip {
		st.flag(FlagUnitSlip)
	}
}

// dateIt gives a statement its day: named in the clause, or by "today" and the like, or that of the publication.
func (d *document) dateIt(st *Statement, c *clause) {
	day := calendar{}
	for _, h := range c.days {
		if h.from >= c.low && h.from < c.high || c.first && h.from < c.opening || day == (calendar{}) && h.from < c.opening {
			day = h.day.resolve(d.published)
		}
	}
	if day.day == 0 && (st.Kind == Casualties || st.Kind == PopulationBefore || st.Kind == Planned) {
		for i := c.low; i < c.high && day.year == 0; i++ {
			if isYear(c.s.tokens[i]) {
				day.year = int(c.s.tokens[i].number.value)
			}
		}
	}
	known := dayOf(d.published)
	switch {
	case day != (calendar{}):
	case c.near(cueYesterday) && !d.published.IsZero():
		day = dayOf(d.published.Add(-1))
	case c.near(cueTomorrow) && !d.published.IsZero():
		day = dayOf(d.published.Add(1))
	case st.Kind == Casualties || st.Kind == PopulationBefore || st.Kind == Planned:
	default:
		day = known
	}
	st.EventDate, st.DatePrecision = day.String(), day.precision()
	if st.Kind == Cumulative {
		d.cutOff(st, c)
	}
	if c.armenia || st.Kind == Registered || st.Kind == TemporaryAccommodation {
		for i := 0; i < c.high; i++ {
			if c.s.tokens[i].kind == timeToken && (i < c.opening || i >= c.low) {
				st.AsOfTime = c.s.tokens[i].number.clock
			}
		}
	}
}

// cutOff tells whether a total has the day's group in it.
func (d *document) cutOff(st *Statement, c *clause) {
	yes, no := true, false
	switch {
	case c.near(cueEarlier) || c.opens(cueEarlier):
		st.IncludesToday = &no
	case c.near(cueWith) || c.near(cueThus, cueReaches) || c.opens(cueThus):
		st.IncludesToday = &yes
	}
}

// institutions are who speaks, by the words that name them.
var institutions = []struct{ name, words string }{
	{"State Committee for Refugees and IDPs", "state committee|committee for refugees|dövlət komitə|госкомитет|государственный комитет|государственного комитета|staatliche komitee|staatskomitee|comité d'état|comité estatal|لجنة الدولة|devlet komitesi"},
	{"Restoration, Construction and Management Service", "restoration, construction|idarəetmə xidmət|служб восстановления|служба восстановления|службы восстановления|dienst für wiederherstellung"},
	{"Special Representative of the President", "special representative|xüsusi nümayəndə|спецпредставител|специального представител|sondervertret|représentant spécial|representante especial|الممثل الخاص|özel temsilci"},
	{"UNHCR", "unhcr|увкб|acnur|hcr|բմխ|المفوضية السامية"},
	{"Government of Armenia", "prime minister's spokes|government of armenia|armenian government|правительство армении|правительства армении|հհ կառավարություն|կառավարության|пресс-секретарь премьер|բաղդասարյան|baghdasaryan|багдасарян|الحكومة الأرمينية|gobierno de armenia|gouvernement arménien"},
	{"President", "president ilham aliyev said|the president said|президент сообщил|dövlət başçısı bildirib"},
}

// institution finds who said so, in the sentence or anywhere in its block.
func (d *document) institution(s *sentence) string {
	own := strings.ToLower(d.text[s.tokens[0].start:s.tokens[len(s.tokens)-1].end])
	for _, in := range institutions {
		for _, w := range strings.Split(in.words, "|") {
			if strings.Contains(own, w) {
				return in.name
			}
		}
	}
	return ""
}

// add keeps a statement.
func (d *document) add(st Statement, i int, c *clause, name string) {
	d.out, d.lastKind, d.lastRule = append(d.out, st), st.Kind, name
	if name == "list_before" || name == "as_before" {
		d.lastRule = "to_date"
	}
	d.keys = append(d.keys, statementPlace{sentence: i, named: c.f.named, fam: st.Families != nil, ppl: st.People != nil, kindRule: name, title: c.s.title})
}
