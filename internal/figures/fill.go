package figures

import "strings"

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
	known, seen := d.phases[c.s.block]
	if !seen {
		known = d.phaseOfBlock(c.s.block)
		d.phases[c.s.block] = known
	}
	if known == "" {
		return nil
	}
	return &known
}

// phaseOfBlock reads the phase that a block speaks of; the title goes with the first.
func (d *document) phaseOfBlock(block int) Phase {
	known := Phase("")
	for i := range d.sentences {
		s := &d.sentences[i]
		if s.block != block && !(s.title && block == 1) {
			continue
		}
		switch {
		case s.any(cueArrives):
			return Arrived
		case s.any(cueSends):
			known = Sent
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

// institution finds who is named as speaking in the sentence.
func (d *document) institution(s *sentence) string {
	own := strings.ToLower(d.text[s.tokens[0].start:s.tokens[len(s.tokens)-1].end])
	for _, in := range institutions {
		for w := range strings.SplitSeq(in.words, "|") {
			if strings.Contains(own, w) {
				return in.name
			}
		}
	}
	return ""
}
