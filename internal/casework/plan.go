package casework

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/draw"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// RoundPlan is how a round will give its homes and what chance will be made of: chosen while the round is open, and
// published in the commitment. The office's own sealed secret is one source more, and never decides alone.
type RoundPlan struct {
	Mode    string        `json:"mode"`    // draw, priority or weighted
	Address string        `json:"address"` // lot, ball or choice
	Sources []draw.Source `json:"sources"` // beside the office's
	// Threshold and Kind are what the rules may read of the round: the points a household needs, set by the homes there are,
	// and what sort of round it is. Nil and empty where they were not set.
	Threshold *float64 `json:"threshold,omitempty"`
	Kind      string   `json:"kind,omitempty"`
}

const (
	sourceOffice = "office"
	sourceHall   = "hall"
	hallThrows   = 12
	hallSides    = 6
	mostPoints   = 1_000_000
)

// Dice are twelve throws in the hall, without which there is no draw. A plan publishes their label in every language.
func Dice() draw.Source {
	return draw.Source{ID: sourceHall, Kind: draw.SourceDice, Label: "dice", Missing: draw.MissingStop, Count: hallThrows, Sides: hallSides}
}

// labelled are sources with the dice of the hall under their published label.
func (h *House) labelled(list []draw.Source) []draw.Source {
	out := slices.Clone(list)
	for i := range out {
		if out[i].ID == sourceHall && out[i].Kind == draw.SourceDice {
			out[i].Label = h.everywhere("round.label.dice")
		}
	}
	return out
}

// everywhere says a few words in every language one after the other, for papers that are the same for all readers.
func (h *House) everywhere(key string) string {
	var said []string
	for _, l := range i18n.Languages {
		said = append(said, h.Speech.For(l.Code).Text(homeward.T(key)))
	}
	return strings.Join(said, " · ")
}

// modesOf are the modes that a policy allows on a day, the one it speaks for first: weights where it names them, else the
// lot. Homes that are set aside, chances, seats in a school and the order of choosing are for a line in which each has its turn.
func modesOf(rules *policy.Policy, on homeward.Date) []string {
	d := rules.Document()
	turns := slices.ContainsFunc(d.Quotas, func(q policy.Quota) bool { return q.InForce(on) }) ||
		slices.ContainsFunc(d.Capacities, func(c policy.Capacity) bool { return c.InForce(on) && c.Counts != draw.CountsPeople }) ||
		addressesOf(rules, on)[0] == draw.AddressChoice
	if turns {
		return []string{draw.ModeDraw}
	}
	if _, ok := rules.Allotment(); ok {
		return []string{draw.ModeWeighted, draw.ModePriority, draw.ModeDraw}
	}
	return []string{draw.ModeDraw, draw.ModePriority}
}

// addressesOf are the ways to an address that a policy allows on a day: where it lets the order of choosing be drawn,
// households choose.
func addressesOf(rules *policy.Policy, on homeward.Date) []string {
	if w := rules.Document().Draw; w != nil && w.InForce(on) && w.Method == policy.DrawTickets {
		return []string{draw.AddressChoice}
	}
	return []string{draw.AddressLot, draw.AddressBall}
}

// planOf is the plan of a round on a day: as it was chosen, or as the policy says, with dice. What a later edition no longer
// allows falls back to what it speaks for.
func (h *House) planOf(r homeward.Round, rules *policy.Policy, on homeward.Date) (p RoundPlan, err error) {
	if r.Plan == "" {
		p.Sources = h.labelled([]draw.Source{Dice()})
	} else if err := json.Unmarshal([]byte(r.Plan), &p); err != nil {
		return p, err
	}
	if modes := modesOf(rules, on); !slices.Contains(modes, p.Mode) {
		p.Mode = modes[0]
	}
	if ways := addressesOf(rules, on); !slices.Contains(ways, p.Address) {
		p.Address = ways[0]
	}
	return p, nil
}

// facts are what the rules may read of a round with so many homes.
func (p RoundPlan) facts(homes int) *policy.Round {
	f := &policy.Round{Supply: policy.Known(homes)}
	if p.Threshold != nil {
		f.Threshold = policy.Known(*p.Threshold)
	}
	if p.Kind != "" {
		f.Kind = policy.Known(p.Kind)
	}
	return f
}

// check says whether the plan can be carried out under a policy, and whether somebody besides the office has to be heard.
func (p RoundPlan) check(rules *policy.Policy, on homeward.Date) error {
	if !slices.Contains(modesOf(rules, on), p.Mode) {
		return homeward.Errorf(homeward.Invalid, "round.mode").WithHint("round.mode.hint")
	}
	if !slices.Contains(addressesOf(rules, on), p.Address) {
		return homeward.Errorf(homeward.Invalid, "round.address")
	}
	if t := p.Threshold; t != nil && (*t < 0 || *t > mostPoints || math.Round(*t*1000) != *t*1000) {
		return homeward.Errorf(homeward.Invalid, "round.threshold", "Most", mostPoints)
	}
	if slices.ContainsFunc(p.Sources, func(s draw.Source) bool { return s.ID == sourceOffice }) {
		return homeward.Errorf(homeward.Invalid, "round.source_office")
	}
	if !slices.ContainsFunc(p.Sources, func(s draw.Source) bool { return s.Missing != draw.MissingExclude }) {
		return homeward.Errorf(homeward.Invalid, "round.office_alone").WithHint("round.office_alone.hint")
	}
	// The office's secret is sealed at the freeze; any hash stands for it here.
	office := draw.Source{ID: sourceOffice, Kind: draw.SourceCommit, Label: "office", Commitment: rules.Hash(), Missing: draw.MissingStop}
	return drawError(draw.CheckSources(append([]draw.Source{office}, p.Sources...)))
}

// PlanRound chooses how an open round will give its homes, and what chance will be made of.
func (h *House) PlanRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID, plan RoundPlan) error {
	return h.DB.Write(ctx, actor, homeward.RoundPlan, round(id), func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if err := r.Stage().Allows(homeward.RoundPlan); err != nil {
			return err
		}
		adoption, err := tx.AdoptionOn(ctx, r.Adoption, tx.Today())
		if err != nil {
			return err
		}
		rules, err := h.policyOf(adoption)
		if err != nil {
			return err
		}
		if err := plan.check(rules, tx.Today()); err != nil {
			return err
		}
		plan := plan
		plan.Sources = h.labelled(plan.Sources)
		text, err := json.Marshal(plan)
		if err != nil {
			return err
		}
		r.Plan = string(text)
		tx.Rules(rules.Hash())
		tx.Detail(plan)
		return tx.SetRound(ctx, r)
	})
}

// rulesOf are the rules of the header that a plan and a policy make.
func (p RoundPlan) rulesOf(rules *policy.Policy) draw.Rules {
	out := draw.Rules{Mode: p.Mode, Address: p.Address, Groups: draw.GroupsIgnore}
	if p.Threshold != nil {
		out.Threshold = strconv.FormatFloat(*p.Threshold, 'f', -1, 64)
	}
	if w := rules.Document().Draw; w != nil && w.QueueFactor > 0 {
		out.Queue = strconv.FormatFloat(w.QueueFactor, 'f', -1, 64)
	}
	if p.Mode == draw.ModeDraw {
		return out
	}
	a, _ := rules.Allotment()
	out.MaxWishes, out.MaxSpareRooms = max(1, len(a.WishValue)), spareRooms(rules)
	if a.Groups == policy.GroupsSameSettlement {
		out.Groups, out.Near = draw.GroupsSameSettlement, p.Address == draw.AddressLot
	}
	if p.Mode == draw.ModeWeighted {
		out.ClassValue, out.WishValue = wide(a.ClassValue), wide(a.WishValue)
		out.SpareRoom, out.AccessibleUnneeded = int64(a.SpareRoom), int64(a.AccessibleUnneeded)
	}
	return out
}

// rules are the rules of the header for a mode: those of plan and policy, with what is set aside and what there is room for.
func (p Preview) rules(rules *policy.Policy, mode string) draw.Rules {
	plan := p.Plan
	plan.Mode = mode
	out := plan.rulesOf(rules)
	if mode == draw.ModeDraw {
		out.Quotas = p.Quotas
	}
	out.Capacities = p.Capacities
	return out
}

// drawEntries are the entries of a preview as the draw reads them, each under the identifier that id gives it.
func (p Preview) drawEntries(rules draw.Rules, id func(homeward.Entry) string) []draw.Entry {
	pupils := slices.ContainsFunc(rules.Capacities, func(c draw.Capacity) bool { return c.Counts == draw.CountsPupils })
	out := make([]draw.Entry, len(p.Entries))
	for i, e := range p.Entries {
		x := p.Chances[e.HouseholdID]
		if !pupils { // the school is another's: nobody needs to know
			x.Pupils = 0
		}
		out[i] = draw.Entry{ID: id(e), ClassRank: classOf(e.ClassRank, rules.ClassValue), Tickets: x.Tickets, Persons: e.Persons, Pupils: x.Pupils, Rooms: e.Rooms, Accessible: e.Accessible,
			Group: e.Beside, Strata: strataOf(e, rules.MaxSpareRooms), Wishes: []string{string(p.Round.Place)}}
		for _, q := range x.Quotas { // a quota that concerns no home here has no row
			if slices.ContainsFunc(rules.Quotas, func(r draw.Quota) bool { return r.ID == q }) {
				out[i].Quotas = append(out[i].Quotas, q)
			}
		}
	}
	return out
}

func drawDwellings(homes []homeward.Home) []draw.Dwelling {
	out := make([]draw.Dwelling, len(homes))
	for i, d := range homes {
		out[i] = draw.Dwelling{ID: string(d.ID), Settlement: string(d.Place), Type: string(d.Type), Rooms: d.Rooms, Accessible: d.Accessible, Building: string(d.BuildingID)}
	}
	return out
}

// spareRooms is how many rooms above the norm a home may have where an optimiser chooses it.
func spareRooms(rules *policy.Policy) int {
	if a, ok := rules.Allotment(); ok && a.MaxSpareRooms != nil {
		return *a.MaxSpareRooms
	}
	return 0
}

// strataOf are what an entry may get: its own stratum and, where an optimiser chooses, those with some rooms more.
func strataOf(e homeward.Entry, spare int) []string {
	out := []string{e.Stratum}
	place, _, _, _ := draw.ParseStratum(e.Stratum)
	for n := 1; n <= spare; n++ {
		out = append(out, draw.Stratum(place, string(e.Type), e.Rooms+n))
	}
	return out
}
