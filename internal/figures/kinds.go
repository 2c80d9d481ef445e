package figures

// clause is the part of a sentence that a figure is told in: the words since the figure before, and until the next.
type clause struct {
	s          *sentence
	d          *document
	f          *figure
	fam, ppl   *quantity
	homes      *quantity
	low, high  int // tokens of the clause
	first      bool
	opening    int // tokens before the first figure of the sentence
	days       []dateHit
	region     bool // the place is a region or the programme
	armenia    bool // the place is in Armenia, or Nagorno-Karabakh of the exodus
	settlement bool
}

func (c *clause) near(classes ...class) bool { return c.s.has(c.low, c.high, classes...) }
func (c *clause) left(classes ...class) bool { return c.s.has(c.low, c.f.from, classes...) }
func (c *clause) all(classes ...class) bool  { return c.s.any(classes...) }

// within says whether a phrase of a class stands at most n tokens from the figure.
func (c *clause) within(n int, classes ...class) bool {
	return c.s.has(max(c.low, c.f.from-n), min(c.high, c.f.to+n), classes...)
}

// opens says whether the sentence begins with such a phrase, so that it holds for all its figures.
func (c *clause) opens(classes ...class) bool { return c.s.has(0, c.opening, classes...) }

func (c *clause) peopleOnly() bool { return c.fam == nil && c.ppl != nil }

// dayNamed says whether the clause names a day, and not as the end of a count ("as of 31 July").
func (c *clause) dayNamed() bool {
	for _, d := range c.days {
		if d.day.day > 0 && d.from >= c.low && d.from < c.high && !c.s.countsUntil(d.from) {
			return true
		}
	}
	return false
}

// countsUntil says whether a date or time at token i ends a count: "as of 18:00", "до 31 июля".
func (s *sentence) countsUntil(i int) bool {
	if h, ok := s.firstOf(max(0, i-3), i, cueAsOf); ok && i-h.to <= 2 {
		return true
	}
	if s.lang.placeFirst && s.lang.code != "ru" {
		h, ok := s.firstOf(i, min(i+6, len(s.tokens)), cueAsOf)
		return ok && h.from-i <= 6
	}
	return false
}

// timed says whether the clause, or the opening of the sentence, gives a time until which is counted.
func (c *clause) timed() bool {
	for i := 0; i < len(c.s.tokens); i++ {
		if i >= c.opening && (i < c.low || i >= c.high) {
			continue
		}
		if c.s.tokens[i].kind == timeToken && (c.s.countsUntil(i) || c.armenia) {
			return true
		}
	}
	for _, d := range c.days {
		if (d.from < c.opening || d.from >= c.low && d.from < c.high) && c.s.countsUntil(d.from) {
			return true
		}
	}
	return false
}

// rule is one way to tell a kind. Rules are tried in order; the name of the one that fits is given as the reason.
type rule struct {
	name string
	kind Kind
	fits func(c *clause) bool
}

// rules tell what a figure counts. What is no return at all comes first, so that it can never be taken for one.
var rules = []rule{
	{"casualty", Casualties, func(c *clause) bool {
		return c.peopleOnly() && c.within(10, cueCasualty) && !c.within(4, cueSettles, cueArrives)
	}},
	{"benefit", BenefitOrStatus, func(c *clause) bool {
		return c.homes == nil && c.within(7, cueBenefit, cueJob) && !c.within(7, cueSettles, cuePermanent, cueCrosses)
	}},
	{"draw", DrawParticipants, func(c *clause) bool {
		return c.homes == nil && (c.all(cueDraws) || c.d.drawing && c.f.rooms != nil) && !c.near(cueToDate) && !c.opens(cueToDate) && !c.near(cueSends)
	}},
	{"homes_planned", Planned, func(c *clause) bool {
		return c.homes != nil && c.near(cuePlans, cueWill, cueByEnd)
	}},
	{"homes", StockHomes, func(c *clause) bool {
		return c.homes != nil && (c.all(cueBuilds, cueRepairs, cueCondemned, cuePlans, cueVillage, cueCity, cueTown))
	}},
	{"homes_for", StockHomes, func(c *clause) bool {
		return c.fam != nil && c.ppl == nil && c.all(cueBuilds) && c.all(cueHome) && !c.all(cueSettles, cueSends)
	}},
	{"registered", Registered, func(c *clause) bool {
		return c.homes == nil && c.within(8, cueRegisters) && !c.within(4, cueSettles)
	}},
	{"accommodated", TemporaryAccommodation, func(c *clause) bool {
		return c.d.armenian && c.homes == nil && c.within(12, cueTemporary) && !c.within(5, cueCrosses, cueArrives)
	}},
	{"remaining", Remaining, func(c *clause) bool {
		return c.homes == nil && c.within(7, cueRemains) && !c.near(cuePlans, cueWill) && !c.within(4, cueSettles)
	}},
	{"residents", ResidentPopulation, func(c *clause) bool {
		return c.peopleOnly() && (c.ppl.worker || c.near(cueLives) && (c.region && !c.armenia || c.f.group) && (c.all(cueWorks, cueStudy, cueIncluding) || c.ppl.value >= 10000)) &&
			!c.pastLife() && (c.all(cueLives, cueWorks, cueStudy))
	}},
	{"before", PopulationBefore, func(c *clause) bool {
		return c.homes == nil && (c.pastLife() || c.populationBefore()) && !c.within(5, cueSettles, cueSends)
	}},
	{"crossed", Cumulative, func(c *clause) bool {
		return c.armenia && !c.nagornoKarabakh() && (c.near(cueCrosses, cueArrives, cueDisplaced, cueLeaves, cueSettles) || c.opens(cueCrosses, cueArrives)) && !c.dayGroup()
	}},
	{"crossed_day", Increment, func(c *clause) bool {
		return c.armenia && !c.nagornoKarabakh() && c.near(cueCrosses, cueArrives, cueSettles, cueSends) && c.dayGroup()
	}},
	{"left", Departure, func(c *clause) bool {
		return c.homes == nil && (c.armenia || c.f.mention < 0 || c.peopleOnly() && !c.all(cueSends, cueSettles, cueArrives)) && c.within(10, cueLeaves, cueDisplaced) && !c.within(3, cueSends)
	}},
	{"planned", Planned, func(c *clause) bool { return c.future() }},
	{"to_date", Cumulative, func(c *clause) bool { return c.toDate() }},
	{"earlier", Cumulative, func(c *clause) bool {
		return c.within(8, cueEarlier) && !c.dayNamed() && !c.near(cueSends, cueStage, cueToday) && c.near(cueSettles, cuePermanent)
	}},
	{"day_group", Increment, func(c *clause) bool { return c.dayGroup() && (c.moves() || c.fam != nil) }},
	{"total", Cumulative, func(c *clause) bool {
		return (c.left(cueTotal, cueThus) || c.opens(cueTotal, cueThus) || c.near(cuePermanent)) && (c.moves() || c.near(cueLives, cuePermanent))
	}},
	{"now_live", Cumulative, func(c *clause) bool {
		return c.near(cueLives) && (c.settlement || c.fam != nil) && !c.all(cueSends, cueTemporary)
	}},
	{"moves", Increment, func(c *clause) bool { return c.moves() }},
	{"pair", Increment, func(c *clause) bool { return c.fam != nil && c.ppl != nil && (c.settlement || c.d.topic != nil) }},
}

// moves says whether the clause, or else the sentence, speaks of people moving.
func (c *clause) moves() bool {
	return c.near(cueSettles, cueSends, cueArrives) || c.all(cueSettles, cueSends, cueArrives)
}

// dayGroup says whether the clause speaks of one group: "another", "at this stage", "today", a day.
func (c *clause) dayGroup() bool {
	if c.fam != nil && c.fam.more || c.ppl != nil && c.ppl.more {
		return true
	}
	return c.near(cueAnother, cueStage, cueToday, cueYesterday) || c.left(cueMore) || c.dayNamed() ||
		c.opens(cueStage, cueToday, cueAnother, cueYesterday) && !c.left(cueTotal, cueThus)
}

// toDate says whether the figure counts all who have come until then.
func (c *clause) toDate() bool {
	if c.near(cueToDate, cueWith) || c.timed() {
		return true
	}
	if h, ok := c.s.firstOf(max(c.low, c.f.from-6), c.f.from, cueReaches); ok && h.to <= c.f.from {
		return true
	}
	if c.s.lang.placeFirst || c.s.lang.code == "ar" {
		if h, ok := c.s.firstOf(c.f.to, min(c.high, c.f.to+4), cueReaches); ok && h.from-c.f.to <= 3 && !c.near(cueStage, cueAnother) {
			return true
		}
	}
	if c.near(cuePermanent) && !c.near(cueStage, cueAnother) && !(c.fam != nil && c.fam.more) && !c.near(cueToday) {
		return true
	}
	return c.opens(cueToDate, cueWith) && !c.near(cueStage, cueToday, cueTomorrow) && !c.dayNamed()
}

// future says whether the figure is a plan: a target, or a group that is to come on another day.
func (c *clause) future() bool {
	if c.within(10, cueReaches) && !c.near(cueByEnd, cuePlans) {
		return false
	}
	late := c.near(cueByEnd, cueTomorrow) || c.laterDay()
	switch {
	case c.near(cueTomorrow):
		return true
	case c.near(cuePlans) && !c.near(cueToday, cueStage):
		return !c.near(cueSends) || late
	case c.near(cueWill):
		return late && !c.near(cueToday)
	}
	return c.near(cueByEnd) && c.s.any(cueWill, cuePlans)
}

// laterDay says whether the clause names a day or year after the publication.
func (c *clause) laterDay() bool {
	if c.d.published.IsZero() {
		return false
	}
	for _, d := range c.days {
		if d.from < c.low || d.from >= c.high {
			continue
		}
		day := d.day.resolve(c.d.published)
		if day.day > 0 && c.d.published.Before(day.date()) || day.day == 0 && day.year > c.d.published.Year {
			return true
		}
	}
	for i := c.low; i < c.high; i++ {
		if isYear(c.s.tokens[i]) && int(c.s.tokens[i].number.value) > c.d.published.Year {
			return true
		}
	}
	return false
}

// pastLife says whether the people lived there then: "had 51,000 inhabitants", "проживало".
func (c *clause) pastLife() bool {
	if c.ppl == nil && c.fam == nil {
		return false
	}
	counts := c.ppl != nil && c.ppl.noun >= 0 && c.s.at(c.ppl.noun, cuePopulation) || c.within(6, cueLives, cuePopulation)
	return counts && (c.within(7, cueWas) && c.s.lang.code != "az" || c.near(cueBeforeWar)) && !c.within(4, cueToDate) && !c.settledThere()
}

// settledThere says whether "lived" is only where returnees stayed before.
func (c *clause) settledThere() bool { return c.near(cueTemporary) && !c.d.armenian }

// populationBefore says whether the number is a population of Nagorno-Karabakh or of an earlier year.
func (c *clause) populationBefore() bool {
	if !c.peopleOnly() {
		return false
	}
	if c.nagornoKarabakh() && c.within(6, cuePopulation, cueLives) && !c.near(cueRemains) {
		return true
	}
	if !c.within(8, cuePopulation, cueLives) {
		return false
	}
	for i := c.low; i < c.high; i++ {
		if isYear(c.s.tokens[i]) && c.s.tokens[i].number.value < 2020 {
			return true
		}
	}
	return false
}

func (c *clause) nagornoKarabakh() bool {
	return len(c.f.places) == 1 && c.d.places.places[c.f.places[0]].key == "nagorno-karabakh"
}
