package casework

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"homeward"
	"homeward/draw"
	"homeward/internal/allotment"
	"homeward/internal/policy"
)

// Outlook is what the homes of a round would come to, before anything is frozen: the ways of giving side by side, what each
// rule that holds something costs, and what one home more would do. Lots are tried and not drawn.
type Outlook struct {
	Modes  []ModeOutcome
	Costs  []RuleCost
	More   []MoreHome
	Ask    []string // strata that a household more may be thought of in, as in MoreHousehold
	Ranks  int      // classes from 1 to this
	Answer *MoreHousehold
}

// ModeOutcome is what one way of giving the homes of a round would come to.
type ModeOutcome struct {
	Mode                                  allotment.Mode
	Households, Housed, Empty             int
	People, FirstWish, AccessibleUnneeded int
	Slices                                []allotment.Slice // by number of people, need, class and place of origin
}

// RuleCost is what one rule keeps out, and how many more would be housed if the homes that it alone holds were free.
type RuleCost struct {
	Text                   homeward.Text
	Households, Dwellings  int
	MoreHoused, MorePeople int
}

// MoreHome is what one more home of a kind would do, as the round is planned.
type MoreHome struct {
	Rooms      int
	Type       homeward.DwellingType
	Accessible bool
	Homes      int // there are
	Helps      bool
	People     int // in the household that would be housed
	Class      int // of it, from 1
}

// MoreHousehold is a household that is thought of: of which kind, and whether it would be housed with the best and with the
// worst lot of its class.
type MoreHousehold struct {
	Stratum     string
	Class       int // from 1
	Accessible  bool
	Best, Worst bool
}

// trialSeed is the seed that every comparison uses, so that looking twice shows the same and nobody can choose a lucky one.
var trialSeed = sha256.Sum256([]byte("homeward: trial of a round"))

// mostTrials bounds the tries with one home more: entries times kinds of home.
const mostTrials = 400_000

// tryOut tries the lists of a preview in every mode, and in the planned one without each rule, with each home more, and with
// the household that was asked about.
func tryOut(p Preview, rules *policy.Policy, ask *MoreHousehold) (Outlook, error) {
	if len(p.Entries) == 0 || len(p.Dwellings) == 0 {
		return Outlook{}, nil
	}
	t := Outlook{}
	var err error
	if t.Modes, err = compareModes(p, rules); err != nil {
		return t, err
	}
	planned, err := newTrial(p, rules, p.Plan.Mode, p.Dwellings)
	if err != nil {
		return t, err
	}
	if t.Costs, err = ruleCosts(p, rules, planned); err != nil {
		return t, err
	}
	if t.More, err = planned.more(); err != nil {
		return t, err
	}
	for _, s := range p.Strata() {
		t.Ask = append(t.Ask, s.Stratum)
	}
	for _, e := range p.Entries {
		t.Ranks = max(t.Ranks, e.ClassRank)
	}
	if ask != nil && slices.Contains(t.Ask, ask.Stratum) {
		if t.Answer, err = planned.household(*ask); err != nil {
			return t, err
		}
	}
	return t, nil
}

// compareModes tries the ways of giving homes on the lists of a preview: by lot alone, by the published order with the
// optimiser choosing the home, and by weights where the policy has them.
func compareModes(p Preview, rules *policy.Policy) ([]ModeOutcome, error) {
	if len(p.Entries) == 0 || len(p.Dwellings) == 0 {
		return nil, nil
	}
	modes := modesOf(rules, p.On)
	slices.Sort(modes) // draw, priority, weighted: one order on every page
	var out []ModeOutcome
	for _, mode := range modes {
		t, err := newTrial(p, rules, mode, p.Dwellings)
		if err != nil {
			return nil, err
		}
		m, err := t.measures()
		if err != nil {
			return nil, err
		}
		o := ModeOutcome{Mode: allotment.Mode(mode), Households: m.Households, Housed: m.Housed, Empty: len(p.Dwellings) - m.Housed, People: m.People,
			AccessibleUnneeded: m.AccessibleUnneeded, Slices: allotment.Slices(t.in, t.result)}
		if len(m.Wishes) > 0 {
			o.FirstWish = m.Wishes[0]
		}
		out = append(out, o)
	}
	return out, nil
}

// trial is one mode tried on one list of homes. In mode draw the draw itself is tried, with a seed that is always the same.
type trial struct {
	bundle *draw.Bundle
	in     *allotment.Input
	mode   allotment.Mode
	result *allotment.Result
	strata []string // as in.Strata
}

func newTrial(p Preview, rules *policy.Policy, mode string, homes []homeward.Home) (*trial, error) {
	b := &draw.Bundle{Seed: hex.EncodeToString(trialSeed[:]), Dwellings: drawDwellings(homes)}
	b.Header.Rules = p.rules(rules, mode)
	b.Entries = p.drawEntries(b.Header.Rules, func(e homeward.Entry) string { return string(e.HouseholdID) })
	in, _, err := allotment.FromBundle(b)
	if err != nil {
		return nil, err
	}
	setOrigins(in, p.Origins)
	t := &trial{bundle: b, in: in, mode: allotment.Mode(mode)}
	for _, s := range in.Strata {
		t.strata = append(t.strata, draw.Stratum(string(in.Settlements[s.Settlement].ID), s.Kind, s.Rooms))
	}
	t.result, err = t.solve(b, in)
	return t, err
}

// solve gives the homes of a bundle by the mode of the trial.
func (t *trial) solve(b *draw.Bundle, in *allotment.Input) (*allotment.Result, error) {
	if t.mode != allotment.Draw {
		return allotment.Prepare(in).Solve(t.mode), nil
	}
	given, err := draw.Given(b)
	if err != nil {
		return nil, drawError(err)
	}
	r := &allotment.Result{Mode: allotment.Draw, Type: make([]int32, len(given)), Searched: true}
	for i, kind := range given {
		r.Type[i] = int32(kind)
	}
	return r, nil
}

// setOrigins numbers the places that the households come from, for the comparison alone.
func setOrigins(in *allotment.Input, origin map[homeward.HouseholdID]homeward.PlaceID) {
	for i := range in.Households {
		place := origin[homeward.HouseholdID(in.Households[i].ID)]
		at := slices.Index(in.Origins, place)
		if at < 0 {
			at = len(in.Origins)
			in.Origins = append(in.Origins, place)
		}
		in.Households[i].Origin = int32(at)
	}
}

// measures are what a trial came to; an optimiser's answer is checked on the way.
func (t *trial) measures() (allotment.Measures, error) {
	if t.mode == allotment.Draw {
		return allotment.Measure(t.in, t.result)
	}
	v, err := allotment.Verify(t.in, t.result)
	if err != nil {
		return allotment.Measures{}, err
	}
	return v.Measures, nil
}

func (t *trial) housed() (households, people int) {
	for i, got := range t.result.Type {
		if got >= 0 {
			households++
			people += int(t.in.Households[i].People)
		}
	}
	return households, people
}

// more tries one home more of each kind; empty for lists so long that it would take long.
func (t *trial) more() ([]MoreHome, error) {
	if len(t.in.Households)*len(t.in.Types) > mostTrials {
		return nil, nil
	}
	var out []MoreHome
	for j, kind := range t.in.Types {
		s := t.in.Strata[kind.Stratum]
		m := MoreHome{Rooms: s.Rooms, Type: homeward.DwellingType(s.Kind), Accessible: kind.Accessible, Homes: kind.Homes}
		in, b := *t.in, *t.bundle
		in.Types = slices.Clone(t.in.Types)
		in.Types[j].Homes++
		b.Dwellings = append(slices.Clone(b.Dwellings), draw.Dwelling{ID: "more", Settlement: string(in.Settlements[s.Settlement].ID), Type: s.Kind, Rooms: s.Rooms,
			Accessible: kind.Accessible})
		r, err := t.solve(&b, &in)
		if err != nil {
			return nil, err
		}
		for i, got := range r.Type {
			if got >= 0 && t.result.Type[i] < 0 {
				h := t.in.Households[i]
				m.Helps, m.People, m.Class = true, int(h.People), int(h.Rank)+1
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// household tries a household more, with the best and the worst lot of its class. In a line it stands before or behind
// everybody of its class; the answer is that of the rules, computed anew.
func (t *trial) household(ask MoreHousehold) (*MoreHousehold, error) {
	place, _, rooms, ok := draw.ParseStratum(ask.Stratum)
	if !ok || !slices.Contains(t.strata, ask.Stratum) {
		return &ask, nil // no home of the kind takes part
	}
	for _, best := range []bool{true, false} {
		// Every class is made three, so that the household can stand alone before or behind its own.
		b := *t.bundle
		b.Entries = slices.Clone(b.Entries)
		for i := range b.Entries {
			b.Entries[i].ClassRank = 3*b.Entries[i].ClassRank + 1
		}
		class := 3*(ask.Class-1) + 2*bit(!best)
		b.Entries = append(b.Entries, draw.Entry{ID: "?", ClassRank: class, Tickets: 1, Persons: 1, Rooms: rooms, Accessible: ask.Accessible,
			Strata: []string{ask.Stratum}, Wishes: []string{place}})
		b.Header.Rules.ClassValue = thrice(b.Header.Rules.ClassValue)
		in, entries, err := allotment.FromBundle(&b)
		if err != nil {
			return nil, err
		}
		r, err := t.solve(&b, in)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(entries, func(e *draw.Entry) bool { return e.ID == "?" })
		if best {
			ask.Best = r.Type[at] >= 0
		} else {
			ask.Worst = r.Type[at] >= 0
		}
	}
	return &ask, nil
}

// thrice repeats each value three times.
func thrice(values []int64) []int64 {
	var out []int64
	for _, v := range values {
		out = append(out, v, v, v)
	}
	return out
}

// ruleCosts says for each rule that holds homes or households what it keeps out, and who would be housed without it.
func ruleCosts(p Preview, rules *policy.Policy, planned *trial) ([]RuleCost, error) {
	// A rule is told once, however many claims or missing works there are under it; a household's own words apart.
	ruleOf := func(x homeward.Held) string {
		if x.Noun == "dwelling" {
			return x.Key
		}
		return x.Text.String()
	}
	alone := map[string]map[string]bool{} // subject -> the rules that hold it
	for _, x := range p.Held {
		id := x.Noun + "/" + x.SubjectID
		if alone[id] == nil {
			alone[id] = map[string]bool{}
		}
		alone[id][ruleOf(x)] = true
	}
	var keys []string
	at := map[string]*RuleCost{}
	freed := map[string][]homeward.Home{}
	seen := map[string]bool{}
	for _, x := range p.Held {
		k, id := ruleOf(x), x.Noun+"/"+x.SubjectID
		if seen[k+" "+id] {
			continue
		}
		seen[k+" "+id] = true
		if at[k] == nil {
			at[k] = &RuleCost{Text: x.Text}
			keys = append(keys, k)
		}
		if x.Noun == "household" {
			at[k].Households++
			continue
		}
		at[k].Dwellings++
		if home, ok := p.heldHomes[x.SubjectID]; ok && len(alone[id]) == 1 {
			freed[k] = append(freed[k], home)
		}
	}
	slices.Sort(keys)
	housed, people := planned.housed()
	var out []RuleCost
	for _, k := range keys {
		c := at[k]
		if len(freed[k]) > 0 {
			t, err := newTrial(p, rules, p.Plan.Mode, append(slices.Clone(p.Dwellings), freed[k]...))
			if err != nil {
				return nil, fmt.Errorf("without %s: %w", k, err)
			}
			h, n := t.housed()
			c.MoreHoused, c.MorePeople = h-housed, n-people
		}
		out = append(out, *c)
	}
	slices.SortStableFunc(out, func(a, b RuleCost) int { return cmp.Compare(b.MoreHoused, a.MoreHoused) })
	return out, nil
}

func wide(list []int) []int64 {
	out := make([]int64, len(list))
	for i, n := range list {
		out[i] = int64(n)
	}
	return out
}
