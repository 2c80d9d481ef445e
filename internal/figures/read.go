package figures

import "strconv"

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

// add keeps a statement.
func (d *document) add(st Statement, i int, c *clause, name string) {
	d.out, d.lastKind, d.lastRule = append(d.out, st), st.Kind, name
	if name == "list_before" || name == "as_before" {
		d.lastRule = "to_date"
	}
	d.keys = append(d.keys, statementPlace{sentence: i, named: c.f.named, fam: st.Families != nil, ppl: st.People != nil, kindRule: name, title: c.s.title})
}
