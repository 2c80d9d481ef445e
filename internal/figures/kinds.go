package figures

// rule is one way to tell a kind. Rules are tried in order; the name of the one that fits is given as the reason.
type rule struct {
	name string
	kind Kind
	fits func(c *clause) bool
}

// unlikely is more people than any programme or exodus here has moved: such numbers speak of all the displaced since
// the 1990s.
const unlikely = 500000

// mostCrossed is more people than ever entered Armenia on one day.
const mostCrossed = 30000

// rules tell what a figure counts. What is no return at all comes first, so that it can never be taken for one.
var rules = []rule{
	{"casualty", Casualties, func(c *clause) bool {
		return c.peopleOnly() && c.within(10, cueCasualty) && !c.within(3, cueSettles)
	}},
	{"benefit", BenefitOrStatus, func(c *clause) bool {
		return c.homes == nil && c.distance(cueBenefit, cueJob) < min(13, c.distance(cueSettles, cuePermanent, cueCrosses))
	}},
	{"draw", DrawParticipants, func(c *clause) bool {
		if c.homes != nil || c.near(cueToDate, cueSends) || c.opens(cueToDate) {
			return false
		}
		return c.all(cueDraws) || c.d.drawing && !c.all(cueSettles, cueSends, cueArrives)
	}},
	{"homes_planned", Planned, func(c *clause) bool { return c.homes != nil && c.near(cuePlans, cueWill, cueByEnd) }},
	{"homes", StockHomes, func(c *clause) bool {
		return c.homes != nil && c.all(cueBuilds, cueRepairs, cueCondemned, cuePlans, cueVillage, cueCity, cueTown)
	}},
	{"homes_for", StockHomes, func(c *clause) bool {
		return c.fam != nil && c.ppl == nil && c.all(cueBuilds) && c.all(cueHome) && !c.all(cueSettles, cueSends)
	}},
	{"emigrated", Departure, func(c *clause) bool { return c.homes == nil && c.d.armenian && c.within(15, cueEmigrates) }},
	{"origin_row", Increment, func(c *clause) bool {
		_, near := c.d.originOf(c.s, *c.f, c.own, c.end)
		return near && c.fam != nil && !c.f.named && (c.d.lastKind == Increment &&
			(c.all(cueIncluding) || c.before != nil && c.before.told.name == "origin_row" || c.d.listsOrigins() && !c.near(verbs...)) ||
			c.comesFrom())
	}},
	{"registered", Registered, func(c *clause) bool {
		return c.homes == nil && c.within(8, cueRegisters) && !c.within(4, cueSettles) && !c.lodged()
	}},
	{"accommodated", TemporaryAccommodation, func(c *clause) bool {
		return c.d.armenian && c.homes == nil && (c.near(cueTemporary) && !c.within(5, cueCrosses, cueArrives) || c.province() && c.opens(cueTemporary))
	}},
	{"provinces", TemporaryAccommodation, func(c *clause) bool {
		return c.province() && c.d.lastKind == TemporaryAccommodation && !c.within(5, cueCrosses, cueArrives)
	}},
	{"remaining", Remaining, func(c *clause) bool {
		return c.homes == nil && c.within(7, cueRemains) && !c.near(cuePlans) && !c.within(4, cueSettles) &&
			!(c.pastLife() && c.distance(cueWas) < c.distance(cueRemains)) // "had 55,000 inhabitants; few remain"
	}},
	{"residents", ResidentPopulation, (*clause).residents},
	{"before", PopulationBefore, func(c *clause) bool {
		return c.homes == nil && (c.pastLife() || c.populationBefore()) &&
			(c.peopleOnly() && c.s.at(c.ppl.noun, cuePopulation) || !c.within(5, cueSettles, cueSends, cueArrives, cueCrosses, cueLeaves))
	}},
	{"crossed", Cumulative, func(c *clause) bool {
		return c.crossed() && (!c.dayGroup() || c.toDate() || c.peopleOnly() && c.ppl.value > mostCrossed)
	}},
	{"crossed_day", Increment, (*clause).crossed},
	{"left", Departure, func(c *clause) bool {
		return c.homes == nil && (c.armenia || c.f.mention < 0 || c.peopleOnly() && !c.all(cueSends, cueSettles, cueArrives)) &&
			c.within(10, cueLeaves, cueDisplaced) && !c.within(3, cueSends)
	}},
	{"planned", Planned, (*clause).future},
	{"to_date", Cumulative, (*clause).toDate},
	{"earlier", Cumulative, func(c *clause) bool {
		return c.within(8, cueEarlier) && !c.dayNamed() && !c.near(cueSends, cueStage, cueToday) && c.near(cueSettles, cuePermanent)
	}},
	{"as_before", Cumulative, func(c *clause) bool {
		return c.before != nil && c.before.told.kind == Cumulative && !c.dayGroup() && !c.near(cueSends)
	}},
	{"list_before", Cumulative, func(c *clause) bool {
		return c.d.lastRule == "to_date" && c.d.lastSentence && !c.dayGroup() && c.near(cueSettles) && !c.near(cueSends)
	}},
	{"day_group", Increment, func(c *clause) bool { return c.dayGroup() && (c.moves() || c.fam != nil) }},
	{"total", Cumulative, func(c *clause) bool {
		return (c.left(cueTotal) || c.opens(cueTotal) || c.near(cuePermanent)) && !c.near(cueSends) &&
			(c.moves() || c.near(cueLives, cuePermanent))
	}},
	{"thus", Cumulative, func(c *clause) bool {
		return (c.left(cueThus) || c.opens(cueThus)) && !c.near(cueSends) && (c.moves() || c.near(cueLives))
	}},
	{"now_live", Cumulative, func(c *clause) bool {
		return c.near(cueLives) && (c.settlement || c.fam != nil) && !c.all(cueSends, cueTemporary)
	}},
	{"displaced", Cumulative, func(c *clause) bool {
		return c.d.armenian && c.peopleOnly() && c.ppl.value >= 1000 && (c.within(3, cueDisplaced, cueCrosses) || c.near(cueTotal, cueReaches))
	}},
	{"moves", Increment, (*clause).moves},
	{"pair", Increment, func(c *clause) bool { return c.fam != nil && c.ppl != nil && (c.settlement || c.d.topic != nil) }},
}

// comesFrom says whether the clause tells where a part of the number before it is from: "9 families come from Alder", right
// after a group or a total, and fewer than those. A group that sets out, or another one, is a group of its own.
func (c *clause) comesFrom() bool {
	n := len(c.d.out) - 1
	if n < 0 || !c.d.lastSentence || c.dayGroup() || c.near(cueSends, cueToDate, cueReaches) {
		return false
	}
	if c.before != nil && c.before.told.name == "origin_row" {
		return true
	}
	last := c.d.out[n]
	return (last.Kind == Increment || last.Kind == Cumulative) && (c.near(cueComes) || c.all(cueIncluding)) && value(last.Families) > c.fam.value && c.before == nil
}

// listsOrigins says whether the sentence stands under one that ends with a colon, or goes on with such a list.
func (d *document) listsOrigins() bool {
	if !d.lastSentence || d.now == 0 {
		return false
	}
	last := d.sentences[d.now-1].tokens
	return d.lastRule == "origin_row" || last[len(last)-1].mark == ':'
}

// crossed says whether people came into Armenia.
func (c *clause) crossed() bool {
	if !c.armenia || c.nagornoKarabakh() && !c.near(cueCrosses) || c.fam != nil {
		return false
	}
	return c.near(cueCrosses, cueArrives, cueDisplaced, cueSettles, cueSends) || c.opens(cueCrosses, cueArrives) ||
		c.near(cueLeaves) && !c.nagornoKarabakh() && !c.s.leftRegion()
}

// leftRegion says whether the sentence names Nagorno-Karabakh as where people left from, and Armenia not at all.
func (s *sentence) leftRegion() bool {
	from := false
	for _, m := range s.places {
		if m.role == origin {
			from = true
		} else if m.role != masked && m.role != office {
			return false
		}
	}
	return from
}

// lodged says whether the registered of the clause are said to be housed: "1,000 of the registered were given rooms".
func (c *clause) lodged() bool {
	r, ok := c.s.firstOf(c.f.to, c.high, cueRegisters)
	t, also := c.s.firstOf(c.f.to, c.high, cueTemporary)
	return ok && also && c.d.armenian && t.from > r.from && r.from-c.f.to <= 4
}

// residents says whether people live somewhere for whatever reason, and not as returnees.
func (c *clause) residents() bool {
	if !c.peopleOnly() || c.pastLife() || c.near(cuePlans, cueWill) || !c.all(cueLives, cueWorks, cueStudy) {
		return false
	}
	if c.ppl.worker {
		return !c.near(cueSends, cueArrives)
	}
	place := c.region && !c.armenia || c.f.group
	return c.near(cueLives) && place && (c.all(cueWorks, cueStudy, cueIncluding) || c.ppl.value >= 10000)
}
