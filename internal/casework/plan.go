package casework

import (
	"context"
	"encoding/json"
	"slices"

	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// RoundPlan is how a round will give its homes and what chance will be made of: chosen while the round is open, and
// published in the commitment. The office's own sealed secret is one source more, and never decides alone.
type RoundPlan struct {
	Mode    string        `json:"mode"`    // draw, priority or weighted
	Address string        `json:"address"` // lot or ball
	Sources []draw.Source `json:"sources"` // beside the office's
}

const (
	sourceOffice = "office"
	sourceHall   = "hall"
	hallThrows   = 12
	hallSides    = 6
)

// Dice are twelve throws in the hall, without which there is no draw.
func Dice() draw.Source {
	return draw.Source{ID: sourceHall, Kind: draw.SourceDice, Label: "dice thrown in the hall, read aloud and typed by two people",
		Missing: draw.MissingStop, Count: hallThrows, Sides: hallSides}
}

// modesOf are the modes that a policy allows, the one it speaks for first: weights where it names them, else the lot.
func modesOf(rules *policy.Policy) []string {
	if _, ok := rules.Allotment(); ok {
		return []string{draw.ModeWeighted, draw.ModePriority, draw.ModeDraw}
	}
	return []string{draw.ModeDraw, draw.ModePriority}
}

// planOf is the plan of a round: as it was chosen, or as the policy says, with dice.
func planOf(r homeward.Round, rules *policy.Policy) (RoundPlan, error) {
	if r.Plan == "" {
		return RoundPlan{Mode: modesOf(rules)[0], Address: draw.AddressLot, Sources: []draw.Source{Dice()}}, nil
	}
	var p RoundPlan
	err := json.Unmarshal([]byte(r.Plan), &p)
	return p, err
}

// check says whether the plan can be carried out under a policy, and whether somebody besides the office has to be heard.
func (p RoundPlan) check(rules *policy.Policy) error {
	if !slices.Contains(modesOf(rules), p.Mode) {
		return homeward.Errorf(homeward.Invalid, "round.mode").WithHint("round.mode.hint")
	}
	if p.Address != draw.AddressLot && p.Address != draw.AddressBall {
		return homeward.Errorf(homeward.Invalid, "round.address")
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
		if err := plan.check(rules); err != nil {
			return err
		}
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
	for n := 1; n <= spare; n++ {
		out = append(out, draw.Stratum(placeOf(e.Stratum), string(e.Type), e.Rooms+n))
	}
	return out
}

// placeOf is the settlement of a stratum, which is written settlement/type/rooms.
func placeOf(stratum string) string {
	for i := range stratum {
		if stratum[i] == '/' {
			return stratum[:i]
		}
	}
	return stratum
}
