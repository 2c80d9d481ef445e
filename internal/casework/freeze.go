package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	Plan      RoundPlan
	Replaces  string           // commitment of the round that this one replaces
	Reason    string           // why
	Entries   []homeward.Entry // without identifiers and numbers
	Dwellings []homeward.Home
	Held      []homeward.Held
	Outlook   Outlook // what it would come to; for PreviewFreeze alone
	Origins   map[homeward.HouseholdID]homeward.PlaceID
	Hash      string
	heldHomes map[string]homeward.Home
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
	out := Preview{Round: r, Origins: map[homeward.HouseholdID]homeward.PlaceID{}, heldHomes: map[string]homeward.Home{}}
	if out.Plan, err = planOf(r, p); err != nil {
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
	var demoted []bool
	supply := &policy.Round{Supply: policy.Known(len(out.Dwellings))}
	for _, c := range cases {
		entry, place, held := h.consider(tx, r, p, c, types, supply)
		if len(held) > 0 {
			out.Held = append(out.Held, held...)
			continue
		}
		_, behind := sanctioned(c, r.Adoption, tx.Today(), policy.Demote)
		out.Entries, standing, demoted = append(out.Entries, entry), append(standing, place), append(demoted, behind)
		out.Origins[c.ID] = c.Origin().Place
	}
	ranked(p, out.Entries, standing, demoted)
	joinNeighbours(out.Entries, cases)
	out.Hash = out.hash()
	return out, p, nil
}

// consider asks whether a household enters the round: the open questions first, then its own wish, then what followed an
// earlier offer, then the policy. With the entry it gives what decides its place.
func (h *House) consider(tx *store.Tx, r homeward.Round, p *policy.Policy, c store.Case, types map[homeward.DwellingType]bool, supply *policy.Round) (homeward.Entry, policy.Standing, []homeward.Held) {
	var held []homeward.Held
	for _, q := range c.Questions {
		who := q.OneID
		if !slices.ContainsFunc(c.Members, func(m store.Member) bool { return m.ID == who }) {
			who = q.OtherID
		}
		held = append(held, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("duplicate_open", "question", string(who))))
	}
	if c.Intention != homeward.IntentReturn {
		held = append(held, heldBy(r.ID, "household", string(c.ID),
			homeward.NewRefusal("not_intending", "free_choice", "", "Intention", homeward.T("intention."+string(c.Intention)))))
	}
	if x, out := keptOut(c, r.Adoption, tx.Today()); out {
		held = append(held, heldBy(r.ID, "household", string(c.ID), x))
	}
	if len(held) > 0 {
		return homeward.Entry{}, policy.Standing{}, held
	}
	facts := factsOf(h.Places, c)
	for _, t := range []homeward.DwellingType{homeward.FlatType, homeward.HouseType} {
		if !types[t] {
			continue
		}
		d := p.Evaluate(policy.Case{Household: facts, Dwelling: homeFacts(h.Places, r.Place, t), Round: supply, Today: tx.Today()})
		// A class or size that waits for a fact would put the household at the head of the line: unknown is blocked.
		reached := d.Threshold == nil || d.Threshold.Reached
		if d.Outcome == policy.Eligible && reached && d.Rooms > 0 && len(d.Waiting(decides...)) == 0 {
			place := policy.Standing{Rank: d.Rank, Points: d.Points, Submitted: c.RegisteredOn, Registered: c.RegisteredOn, Displaced: c.Origin().LeftOn}
			return homeward.Entry{RoundID: r.ID, HouseholdID: c.ID, Persons: len(c.Members), Class: d.Class, ClassRank: d.Rank,
				Rooms: d.Rooms, Type: t, Accessible: c.StepFree(), Stratum: draw.Stratum(string(r.Place), string(t), d.Rooms), Live: true}, place, nil
		}
		held = append(held, h.refusals(r, c, d)...)
	}
	if len(types) == 0 {
		held = append(held, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("none_left", "supply", "")))
	}
	return homeward.Entry{}, policy.Standing{}, held
}

// decides are the parts of a decision that an entry is made of. While one waits for a fact there is no entry.
var decides = []string{"class", "rooms", "points", "threshold"}

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
	for _, m := range d.Waiting(decides...) {
		out = append(out, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("fact_missing", m, "", "Fact", policy.FactText(m))))
	}
	if len(out) == 0 {
		out = append(out, heldBy(r.ID, "household", string(c.ID), homeward.NewRefusal("no_norm", "norms", "")))
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
	fmt.Fprintf(s, "plan %+v %s %s\n", p.Plan, p.Replaces, p.Reason)
	for _, e := range p.Entries {
		fmt.Fprintln(s, "entry", e.HouseholdID, e.Stratum, e.ClassRank, e.Accessible)
	}
	for _, d := range p.Dwellings {
		fmt.Fprintln(s, "dwelling", d.ID)
	}
	for _, x := range p.Held {
		fmt.Fprintln(s, "held", x.Noun, x.SubjectID, x.Key, x.Who)
	}
	return hex.EncodeToString(s.Sum(nil))
}
