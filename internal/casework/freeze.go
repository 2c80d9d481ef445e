package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// Preview is what a freeze would take in now, and what it would leave out with the rule that holds it. The officer
// confirms this list, by its Hash, and the freeze refuses if it has changed since.
type Preview struct {
	Round     homeward.Round
	On        homeward.Date // day of the preview, by whose rules it was made
	Plan      RoundPlan
	Replaces  string           // commitment of the round that this one replaces
	Reason    string           // why
	Entries   []homeward.Entry // without identifiers and numbers
	Dwellings []homeward.Home
	Held      []homeward.Held
	Outlook   Outlook // what it would come to; for PreviewFreeze alone
	// Chances, Quotas and Capacities are what the policy makes of each household and of the homes together.
	Chances    map[homeward.HouseholdID]Chance
	Quotas     []draw.Quota
	Capacities []draw.Capacity
	// Stop is why these lists cannot be frozen whoever confirms them; nil when they can.
	Stop      error
	Origins   map[homeward.HouseholdID]homeward.PlaceID
	Hash      string
	heldHomes map[string]homeward.Home
	policy    *policy.Policy
}

// Strata counts entries and dwellings by stratum, in the order of their names.
func (p Preview) Strata() []StratumCount {
	m := map[string]*StratumCount{}
	at := func(s string) *StratumCount {
		if m[s] == nil {
			m[s] = &StratumCount{Stratum: s}
		}
		return m[s]
	}
	for _, e := range p.Entries {
		at(e.Stratum).Entries++
		at(e.Stratum).Rooms = e.Rooms
	}
	for _, d := range p.Dwellings {
		at(stratumOf(d.Dwelling)).Dwellings++
		at(stratumOf(d.Dwelling)).Rooms = d.Rooms
	}
	var out []StratumCount
	for _, s := range m {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b StratumCount) int { return cmp.Compare(a.Stratum, b.Stratum) })
	return out
}

// StratumCount is how many ask and how many homes there are of one kind.
type StratumCount struct {
	Stratum            string
	Rooms              int
	Entries, Dwellings int
}

func stratumOf(d homeward.Dwelling) string {
	return draw.Stratum(string(d.Place), string(d.Type), d.Rooms)
}

// preview computes the lists of a round from the register as it stands in this transaction.
func (h *House) preview(ctx context.Context, tx *store.Tx, r homeward.Round) (Preview, *policy.Policy, error) {
	adoption, err := tx.AdoptionOn(ctx, r.Adoption, tx.Today())
	if err != nil {
		return Preview{}, nil, err
	}
	p, err := h.policyOf(adoption)
	if err != nil {
		return Preview{}, nil, err
	}
	out := Preview{Round: r, On: tx.Today(), Origins: map[homeward.HouseholdID]homeward.PlaceID{}, Chances: map[homeward.HouseholdID]Chance{}, heldHomes: map[string]homeward.Home{}}
	if out.Plan, err = h.planOf(r, p, tx.Today()); err != nil {
		return Preview{}, nil, err
	}
	if out.Replaces, out.Reason, err = h.replaced(ctx, tx, r.ID); err != nil {
		return Preview{}, nil, err
	}
	homes, err := tx.Homes(ctx, r.Place)
	if err != nil {
		return Preview{}, nil, err
	}
	types := map[homeward.DwellingType]bool{}
	for _, home := range homes {
		if home.Allocated != "" || home.HandedOver || home.InRound != "" {
			continue // given already: not free, and nothing holds it
		}
		if why := home.Blocked(); len(why) > 0 {
			for _, x := range why {
				out.Held = append(out.Held, heldBy(r.ID, "dwelling", string(home.ID), x))
			}
			out.heldHomes[string(home.ID)] = home
			continue
		}
		types[home.Type] = true
		out.Dwellings = append(out.Dwellings, home)
	}
	cases, err := tx.CasesOf(ctx, r.Place, homeward.HouseholdRegistered)
	if err != nil {
		return Preview{}, nil, err
	}
	var standing []policy.Standing
	var first, demoted []bool
	facts := out.Plan.facts(len(out.Dwellings))
	for _, c := range cases {
		e, held := h.consider(tx, r, p, c, types, facts)
		if len(held) > 0 {
			out.Held = append(out.Held, held...)
			continue
		}
		_, behind := sanctioned(c, r.Adoption, tx.Today(), policy.Demote)
		out.Entries, standing, demoted = append(out.Entries, e.Entry), append(standing, e.place), append(demoted, behind)
		out.Origins[c.ID], out.Chances[c.ID] = c.Origin().Place, e.chance
		first = append(first, e.first)
	}
	ranked(p, out.Entries, standing, first, demoted, out.Plan.Mode == draw.ModeWeighted)
	joinNeighbours(out.Entries, cases)
	out.policy = p
	if err := h.share(ctx, tx, &out, p, facts, types); err != nil {
		return Preview{}, nil, err
	}
	out.Hash = out.hash()
	return out, p, nil
}

// share sets aside what the policy keeps for groups and finds what the settlement can take. Where that cannot be told, the
// lists are shown with the reason, and not frozen.
func (h *House) share(ctx context.Context, tx *store.Tx, p *Preview, rules *policy.Policy, facts *policy.Round, types map[homeward.DwellingType]bool) (err error) {
	if rules.ReadsRound("threshold") && p.Plan.Threshold == nil {
		p.Stop = homeward.Errorf(homeward.Blocked, "round.threshold_missing").WithHint("round.threshold_missing.hint")
		return nil
	}
	if p.Quotas, err = h.quotas(rules, p.Dwellings, len(p.Entries), tx.Today()); err == nil {
		p.Capacities, err = h.capacities(ctx, tx, p.Round, rules, facts, types)
	}
	if homeward.KindOf(err) == homeward.Blocked {
		p.Stop, err = err, nil
	}
	return err
}

// considered is a household that enters a round, with what decides its place in line.
type considered struct {
	homeward.Entry
	place  policy.Standing
	chance Chance
	first  bool
}

// consider asks whether a household enters the round: the open questions first, then its own wish, then what followed an
// earlier offer, then the policy.
func (h *House) consider(tx *store.Tx, r homeward.Round, p *policy.Policy, c store.Case, types map[homeward.DwellingType]bool, round *policy.Round) (considered, []homeward.Held) {
	var held []homeward.Held
	for _, q := range c.Questions {
		held = append(held, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("duplicate_open", "question", string(askedAbout(c, q)))))
	}
	if c.Intention != homeward.IntentReturn {
		held = append(held, heldBy(r.ID, "household", string(c.ID),
			homeward.NewRefusal("not_intending", "free_choice", "", "Intention", homeward.T("intention."+string(c.Intention)))))
	}
	if x, out := keptOut(c, r.Adoption, tx.Today()); out {
		held = append(held, heldBy(r.ID, "household", string(c.ID), x))
	}
	if len(held) > 0 {
		return considered{}, held
	}
	facts := factsOf(h.Places, c)
	for _, t := range []homeward.DwellingType{homeward.FlatType, homeward.HouseType} {
		if !types[t] {
			continue
		}
		if x, out := lostComponent(c, r.Adoption, tx.Today(), t); out {
			held = append(held, heldBy(r.ID, "household", string(c.ID), x))
			continue
		}
		given := h.entering(facts, r.Place, t, tx.Today())
		given.Round = round
		d := p.Evaluate(given)
		// A class or size that waits for a fact would put the household at the head of the line: unknown is blocked.
		reached := d.Threshold == nil || d.Threshold.Reached
		if d.Outcome == policy.Eligible && reached && d.Rooms > 0 && len(d.Waiting(decides...)) == 0 {
			chance, missing := chanceOf(p, c, given, d, r.Adoption)
			if len(missing) > 0 {
				held = append(held, missingFacts(r.ID, c.ID, missing)...)
				continue
			}
			if chance.Tickets < 1 {
				held = append(held, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("no_chance", "chances", "")))
				continue
			}
			place := policy.Standing{Rank: d.Rank, Points: d.Points, Submitted: c.RegisteredOn, Registered: c.RegisteredOn, Displaced: c.Origin().LeftOn}
			return considered{place: place, chance: chance, first: d.First != nil && *d.First, Entry: homeward.Entry{RoundID: r.ID, HouseholdID: c.ID, Persons: len(c.Members), Class: d.Class, ClassRank: d.Rank,
				Rooms: d.Rooms, Type: t, Accessible: c.StepFree(), Stratum: draw.Stratum(string(r.Place), string(t), d.Rooms), Live: true}}, nil
		}
		held = append(held, h.refusals(r, c, d)...)
	}
	if len(types) == 0 {
		held = append(held, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("none_left", "supply", "")))
	}
	return considered{}, held
}

// entering is the case of a household that asks for a home of a type: its application is for that kind of help.
func (h *House) entering(facts *policy.Household, place homeward.PlaceID, t homeward.DwellingType, on homeward.Date) policy.Case {
	return policy.Case{Household: facts, Dwelling: homeFacts(h.Places, place, t), Application: &policy.Application{Component: policy.Known(string(t))}, Today: on}
}

// decides are the parts of a decision that an entry is made of. While one waits for a fact there is no entry.
var decides = []string{"class", "rooms", "points", "threshold", "chances", "first"}

// refusals says for each rule that stands against a household, or each fact that is missing, what a freeze notes.
func (h *House) refusals(r homeward.Round, c store.Case, d policy.Decision) []homeward.Held {
	var out []homeward.Held
	for _, x := range d.Refusals {
		who := x.Who
		if len(x.Members) > 0 {
			who = string(c.Members[x.Members[0]].ID)
		}
		ref := x.Refusal
		ref.Who = who
		out = append(out, heldBy(r.ID, "household", string(c.ID), ref))
	}
	if t := d.Threshold; t != nil && !t.Reached {
		out = append(out, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("below_threshold", t.ID, "")))
	}
	out = append(out, missingFacts(r.ID, c.ID, d.Waiting(decides...))...)
	if len(out) == 0 {
		out = append(out, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("no_norm", "norms", "")))
	}
	return out
}

// missingFacts hold a household until somebody finds them out.
func missingFacts(round homeward.RoundID, id homeward.HouseholdID, facts []string) (out []homeward.Held) {
	for _, m := range facts {
		out = append(out, heldBy(round, "household", string(id), homeward.NewRefusal("fact_missing", m, "", "Fact", policy.FactText(m))))
	}
	return out
}

func heldBy(round homeward.RoundID, noun, id string, x homeward.Refusal) homeward.Held {
	return homeward.Held{RoundID: round, Noun: noun, SubjectID: id, Rule: x.Rule, Key: x.Key, Who: x.Who, Text: x.Text, Remedy: x.Remedy}
}

// joinNeighbours gives households that asked to live side by side, and both entered, one group.
func joinNeighbours(es []homeward.Entry, cases []store.Case) {
	at := map[homeward.HouseholdID]*homeward.Entry{}
	for i := range es {
		at[es[i].HouseholdID] = &es[i]
	}
	for _, c := range cases {
		e := at[c.ID]
		if e == nil {
			continue
		}
		for _, o := range c.Besides {
			other := at[o]
			if other == nil {
				continue
			}
			group := cmp.Or(e.Beside, other.Beside, "beside-"+fmt.Sprint(min(indexOf(es, e), indexOf(es, other))+1))
			e.Beside, other.Beside = group, group
		}
	}
}

func indexOf(es []homeward.Entry, e *homeward.Entry) int {
	return slices.IndexFunc(es, func(x homeward.Entry) bool { return x.HouseholdID == e.HouseholdID })
}

// hash is over who enters, what is given and what is held, so that a list confirmed is the list frozen.
func (p Preview) hash() string {
	s := sha256.New()
	plan, _ := json.Marshal(p.Plan) // what a plan is made of can always be written
	fmt.Fprintf(s, "plan %s %s %s\n", plan, p.Replaces, p.Reason)
	fmt.Fprintln(s, "shares", p.Quotas, p.Capacities)
	for _, e := range p.Entries {
		fmt.Fprintln(s, "entry", e.HouseholdID, e.Stratum, e.ClassRank, e.Accessible, p.Chances[e.HouseholdID])
	}
	for _, d := range p.Dwellings {
		fmt.Fprintln(s, "dwelling", d.ID)
	}
	for _, x := range p.Held {
		fmt.Fprintln(s, "held", x.Noun, x.SubjectID, x.Key, x.Who)
	}
	return hex.EncodeToString(s.Sum(nil))
}
