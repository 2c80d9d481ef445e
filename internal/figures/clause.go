package figures

// clause is the part of a sentence that a figure is told in.
type clause struct {
	s         *sentence
	d         *document
	f         *figure
	fam, ppl  *quantity
	homes     *quantity
	low, high int // tokens of the clause, with the verb it shares
	own, end  int // tokens of the clause alone
	first     bool
	// An aside in the clause speaks of another figure: "100,000, out of a population of 120,000, fled".
	asideFrom, asideTo int
	opening            int // tokens before the first figure of the sentence
	days               []dateHit
	before             *clause // the clause before, in the same sentence
	told               rule    // the rule that told its kind
	region             bool    // the place is a region, a district or the programme
	armenia            bool    // the place is in Armenia, or Nagorno-Karabakh
	settlement         bool
}

// verbs are what a clause is about. A clause without one shares that of a neighbour: "Alder 20, Birch 12 and Cedar 37
// families were resettled".
var verbs = []class{cueSends, cueArrives, cueSettles, cueCrosses, cueLeaves, cueLives, cueRemains, cueRegisters, cueTemporary,
	cuePlans, cueWill, cueDraws, cueCasualty, cueBenefit, cueBuilds, cueRepairs, cueCondemned, cueReaches, cuePermanent}

// clauses cuts a sentence between its figures.
func (d *document) clauses(s *sentence, figs []figure, qs []quantity) []*clause {
	out := make([]*clause, len(figs))
	at := dates(s)
	for k := range figs {
		c := &clause{s: s, d: d, f: &figs[k], end: len(s.tokens), opening: figs[0].from, days: at, first: k == 0}
		if k > 0 {
			c.own, out[k-1].end = s.cut(figs[k-1].to, figs[k].from)
			c.before = out[k-1]
			// "100,000 people, out of a population of 120,000, fled": the first clause goes on behind the aside.
			if h, ok := s.firstOf(figs[k].from-6, figs[k].from, cueFrom); ok && figs[k].from-figs[k-1].to <= 8 {
				b := out[k-1]
				b.end, b.asideFrom, b.asideTo = len(s.tokens), h.from, figs[k].to
				if v, ok := s.firstOf(figs[k].to, len(s.tokens), cueLeaves, cueCrosses, cueArrives, cueSettles); ok {
					b.asideTo = v.from
				}
			}
		}
		c.point(qs)
		out[k] = c
	}
	borrowVerbs(out)
	return out
}

// borrowVerbs widens each clause without a verb to the next one that has one, or else back to the last.
func borrowVerbs(list []*clause) {
	verb := make([]bool, len(list))
	for k, c := range list {
		c.low, c.high = c.own, c.end
		verb[k] = c.near(verbs...)
	}
	for k, c := range list {
		found := verb[k]
		for j := k + 1; j < len(list) && !found; j++ {
			c.high, found = list[j].end, verb[j]
		}
		for j := k - 1; j >= 0 && !found; j-- {
			c.low, found = list[j].own, verb[j]
		}
	}
}

// cut finds where one clause ends and the next begins between two figures: before the words that introduce a total,
// else at the last comma or "and". Without any, both clauses have all that stands between.
func (s *sentence) cut(from, to int) (begin, end int) {
	comma := -1
	for i := to - 1; i >= from && comma < 0; i-- {
		if t := s.tokens[i]; t.kind == markToken && (t.mark == ',' || t.mark == ';' || t.mark == ':') {
			comma = i
		}
	}
	if h, ok := s.firstOf(max(comma, from+2), to, cueToDate, cueThus, cueReaches, cueWith, cueEarlier, cueTotal); ok {
		if comma >= 0 && s.has(comma, h.from, cueByEnd) {
			return comma + 1, comma + 1
		}
		return h.from, h.from
	}
	if comma >= 0 {
		return comma + 1, comma + 1
	}
	for i := to - 1; i >= from; i-- {
		t := s.tokens[i]
		if t.kind == wordToken && (joiners[t.fold] || conjunctions[t.fold]) {
			return i, i
		}
		if t.kind == wordToken && scriptOf(t.fold) == arabic && len(t.fold) >= 6 && t.fold[:2] == "و" {
			return i, i
		}
	}
	return from, to
}

// conjunctions begin a clause.
var conjunctions = set("while whereas but а но ise während aber tandis mais mientras pero oysa իսկ بينما")

// point sets the quantities of the clause's figure.
func (c *clause) point(qs []quantity) {
	if c.f.family >= 0 {
		c.fam = &qs[c.f.family]
	}
	if c.f.person >= 0 {
		c.ppl = &qs[c.f.person]
	}
	if c.f.home >= 0 {
		c.homes = &qs[c.f.home]
	}
}

// near says whether the clause has a phrase of a class.
func (c *clause) near(classes ...class) bool { return c.spans(c.low, c.high, classes...) }

// spans says so of a stretch of the clause, leaving out an aside.
func (c *clause) spans(from, to int, classes ...class) bool {
	if c.asideTo == 0 {
		return c.s.has(from, to, classes...)
	}
	return c.s.has(from, min(to, c.asideFrom), classes...) || c.s.has(max(from, c.asideTo), to, classes...)
}

// distance is how many tokens off the nearest phrase of the classes is; far if there is none.
func (c *clause) distance(classes ...class) int {
	best := far
	for _, h := range c.s.hitsFrom(c.low, c.high) {
		for _, k := range classes {
			if h.class == k {
				best = min(best, max(c.f.from-h.to, h.from-c.f.to, 0))
			}
		}
	}
	return best
}

// far is farther than any phrase in a sentence.
const far = maxSentence + 1

// left says so of the words before the figure.
func (c *clause) left(classes ...class) bool { return c.s.has(c.low, c.f.from, classes...) }

// all says so of the whole sentence.
func (c *clause) all(classes ...class) bool { return c.s.any(classes...) }

// within says whether a phrase of a class stands in the clause at most n tokens from the figure.
func (c *clause) within(n int, classes ...class) bool {
	return c.spans(max(c.low, c.f.from-n), min(c.high, c.f.to+n+c.asideTo-c.asideFrom), classes...)
}

// opens says whether the sentence begins with such a phrase, so that it holds for all its figures.
func (c *clause) opens(classes ...class) bool { return c.s.has(0, c.opening, classes...) }

func (c *clause) peopleOnly() bool { return c.fam == nil && c.ppl != nil }

// dayNamed says whether the clause names one day, and not as the end of a count ("as of 31 July").
func (c *clause) dayNamed() bool {
	n := 0
	for _, d := range c.days {
		if d.day.day > 0 && d.from >= c.low && d.from < c.high && !c.s.countsUntil(d.from) {
			n++
		}
	}
	return n == 1
}

// countsUntil says whether a date or time at token i ends a count: "as of 18:00", "до 31 июля".
func (s *sentence) countsUntil(i int) bool {
	from := max(0, i-3)
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if s.tokens[k].kind == timeToken {
			from = max(0, k-3)
		}
	}
	if s.has(from, i, cueAsOf) {
		return true
	}
	return s.lang.placeFirst && s.lang.code != "ru" && s.has(i, i+6, cueAsOf)
}

// timed says whether the clause, or the opening of the sentence, gives a time until which is counted.
func (c *clause) timed() bool {
	inside := func(i int) bool { return i < c.opening || i >= c.low && i < c.high }
	for i, t := range c.s.tokens {
		if t.kind == timeToken && inside(i) && (c.s.countsUntil(i) || c.armenia) {
			return true
		}
	}
	for _, d := range c.days {
		if inside(d.from) && c.s.countsUntil(d.from) {
			return true
		}
	}
	return false
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
		c.opens(cueStage, cueToday, cueAnother, cueYesterday) && !c.left(cueTotal, cueThus, cueToDate, cueReaches) &&
			(c.before == nil || c.before.told.kind == Increment)
}

// toDate says whether the figure counts all who have come until then.
func (c *clause) toDate() bool {
	if c.near(cueToDate, cueWith) || c.timed() || c.reaching() {
		return true
	}
	if c.near(cuePermanent) && !c.dayGroup() {
		return true
	}
	return c.opens(cueToDate, cueWith) && !c.near(cueStage, cueToday, cueTomorrow) && !c.dayNamed()
}

// reaching says whether the number is what a count has come to: "has reached 408", "408-ə çatıb".
func (c *clause) reaching() bool {
	for _, q := range []*quantity{c.fam, c.ppl} {
		if q != nil && q.before && c.s.has(q.noun, q.from, cueReaches) {
			return true // "the number of families has reached 108"
		}
	}
	verbLast := c.s.lang.placeFirst && c.s.lang.code != "ru"
	if h, ok := c.s.firstOf(max(c.low, c.f.from-6), c.f.from, cueReaches); ok && h.to <= c.f.from && !verbLast {
		return true
	}
	if !verbLast && c.s.lang.code != "ar" && c.s.lang.code != "de" {
		return false
	}
	h, ok := c.s.firstOf(c.f.to, min(c.high, c.f.to+4), cueReaches)
	counted := c.fam != nil && c.fam.before || c.ppl != nil && c.ppl.before
	return ok && h.from-c.f.to <= 3 && (counted || !c.near(cueStage, cueAnother))
}

// future says whether the figure is a plan: a target, or a group that is to come on another day.
func (c *clause) future() bool {
	if (c.reaching() || c.near(cueWith) || c.opens(cueWith)) && !c.near(cueByEnd, cuePlans) {
		return false
	}
	tomorrow := c.near(cueTomorrow) || c.opens(cueTomorrow)
	late := c.near(cueByEnd) || tomorrow || c.laterDay()
	switch {
	case tomorrow || c.laterDay() && c.moves() && !c.near(cueToDate):
		return true
	case c.near(cuePlans) && !c.near(cueToday, cueStage):
		return !c.near(cueSends) || late
	case c.near(cueWill):
		return late || !c.near(cueToday, cueStage, cueAnother, cueToDate) && !(c.fam != nil && c.fam.more) && !c.all(cueSends) && !c.d.leavesToday()
	}
	return c.near(cueByEnd) && c.s.any(cueWill, cuePlans)
}

// leavesToday says whether the title tells that people leave on that very day.
func (d *document) leavesToday() bool {
	for i := range d.sentences {
		if !d.sentences[i].title {
			break
		}
		if d.sentences[i].any(cueToday) && d.sentences[i].any(cueSends, cueSettles, cueArrives) {
			return true
		}
	}
	return false
}

// laterDay says whether the clause names a day, month or year after the publication.
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
	h, ok := c.s.firstOf(c.low, c.high, cueMonth)
	return ok && len(c.days) == 0 && h.value > int(c.d.published.Month)
}

// pastLife says whether the people lived there then: "had 51,000 inhabitants", "проживало".
func (c *clause) pastLife() bool {
	counts := c.ppl != nil && c.ppl.noun >= 0 && c.counts() || c.within(6, cueLives, cuePopulation, cueInhabitant)
	return counts && (c.within(7, cueWas) && c.s.lang.code != "az" || c.near(cueBeforeWar)) && !c.within(4, cueToDate) &&
		(!c.near(cueTemporary) || c.d.armenian)
}

// wholePopulation is about the number said to have lived in Nagorno-Karabakh; with words for living, so many people
// are never those who stayed.
const wholePopulation = 115000

// counts says whether the noun of the people is "population" or "inhabitants".
func (c *clause) counts() bool {
	return c.s.at(c.ppl.noun, cuePopulation) || c.s.at(c.ppl.noun, cueInhabitant)
}

// populationBefore says whether the number is a population of Nagorno-Karabakh or of an earlier year.
func (c *clause) populationBefore() bool {
	if !c.peopleOnly() || !c.within(6, cuePopulation, cueInhabitant, cueLives) || c.near(cueRemains) {
		return false
	}
	if c.s.has(c.f.from-4, c.f.from+1, cuePopulation) && !c.d.armenian {
		return true
	}
	whole := c.d.armenian && c.ppl.value >= wholePopulation && c.ppl.value < 160000 && !c.near(cueCrosses, cueArrives)
	if whole && c.within(4, cueLives) && c.near(cueWas) && !c.near(cueReaches, cueTotal) {
		return true // "lebten bislang etwa 120.000"
	}
	if c.near(cueReaches, cueTotal, cueToDate) {
		return false
	}
	if whole {
		return true
	}
	if c.nagornoKarabakh() || c.d.armenian && c.ppl.value >= 10000 && c.counts() {
		return true
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

// lies says whether the sentence says that something is in the place: "in Armenia".
func (c *clause) lies() bool {
	return c.f.mention >= 0 && c.s.places[c.f.mention].role == location
}

// passed says whether the place is a town of Armenia that people only pass: Goris, Vayk.
func (c *clause) passed() bool {
	return len(c.f.places) == 1 && c.d.places.places[c.f.places[0]].level == levelReception
}

// locate notes what sort of place the figure's is.
func (c *clause) locate() {
	for _, p := range c.f.places {
		pl := c.d.places.places[p]
		c.region = c.region || pl.level <= levelDistrict && !pl.armenia
		c.settlement = c.settlement || pl.level == levelSettlement
		c.armenia = c.armenia || pl.armenia
	}
	if len(c.f.places) == 0 {
		c.region = c.f.programme
		c.armenia = c.d.armenian && !c.f.programme
	}
}

// province says whether the place is a province of Armenia.
func (c *clause) province() bool {
	if len(c.f.places) != 1 {
		return false
	}
	p := c.d.places.places[c.f.places[0]]
	return p.armenia && p.level == levelDistrict
}
