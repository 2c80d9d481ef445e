package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// Chance is what the rules make of a household in a draw, beyond its class and its rooms.
type Chance struct {
	Tickets int
	Pupils  int      // children of school age, where a capacity counts them
	Quotas  []string // whose group it belongs to
}

// Children of school age are from firstSchoolYear to lastSchoolYear years old on the day of the freeze. Policies speak of
// pupils and do not say who is one; docs/policy.md says that it is read so.
const firstSchoolYear, lastSchoolYear = 6, 17

// mostTickets is the most that package draw takes.
const mostTickets = 1000

// chanceOf is a household's chance, with the facts that it cannot be told without.
func chanceOf(p *policy.Policy, c store.Case, given policy.Case, d policy.Decision, adoption string) (x Chance, missing []string) {
	x.Tickets = 1
	if d.Chances != nil {
		x.Tickets = min(*d.Chances, mostTickets)
	}
	x.Tickets -= sanctions(c, adoption, given.Today, policy.LoseChance)
	x.Quotas, missing = p.QuotasOf(given)
	if countsPupils(p, given.Today) {
		for i, m := range c.Members {
			if m.BirthDate.IsZero() {
				missing = append(missing, fmt.Sprintf("household.members[%d].born", i))
			}
			x.Pupils += bit(mayBePupil(m, given.Today))
		}
	}
	return x, missing
}

func countsPupils(p *policy.Policy, on homeward.Date) bool {
	return slices.ContainsFunc(p.Document().Capacities, func(c policy.Capacity) bool { return c.InForce(on) && c.Counts == draw.CountsPupils })
}

// quotas are the homes that the policy sets aside among these, by kind of home. A share of all homes is divided among the
// kinds in proportion to their homes, what is left over to the greatest remainders: lots are drawn apart in each kind, and
// so a group has its share in each.
func (h *House) quotas(p *policy.Policy, homes []homeward.Home, entries int, on homeward.Date) ([]draw.Quota, error) {
	if p.OverlapUnstated(on) {
		return nil, homeward.Errorf(homeward.Blocked, "round.quotas_overlap").WithHint("round.quotas_overlap.hint")
	}
	facts := make([]policy.Dwelling, len(homes))
	for i, home := range homes {
		facts[i] = *dwellingFacts(h.Places, home)
	}
	var out []draw.Quota
	for _, q := range p.QuotaCounts(facts, entries, on) {
		rows, err := quotaRows(q, homes)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// quotaRows divides one quota among the strata.
func quotaRows(q policy.QuotaCount, homes []homeward.Home) ([]draw.Quota, error) {
	type count struct{ all, accessible, meant, meantAccessible int }
	strata := map[string]*count{}
	for i, home := range homes {
		s := stratumOf(home.Dwelling)
		if strata[s] == nil {
			strata[s] = &count{}
		}
		c := strata[s]
		c.all++
		c.accessible += bit(home.Accessible)
		c.meant += bit(q.Concerns[i])
		c.meantAccessible += bit(q.Concerns[i] && home.Accessible)
	}
	var rows []draw.Quota
	var sizes []int
	for s, c := range strata {
		row := draw.Quota{ID: q.ID, Stratum: s, Unfilled: draw.UnfilledReturn}
		if q.Unfilled == policy.UnfilledKeep {
			row.Unfilled = draw.UnfilledKeep
		}
		switch {
		case c.meant == 0:
			continue
		case c.meant == c.all:
			row.Scope = draw.ScopeAny
		case c.meant == c.accessible && c.meantAccessible == c.meant:
			row.Scope = draw.ScopeAccessible
		case c.meant == c.all-c.accessible && c.meantAccessible == 0:
			row.Scope = draw.ScopeOther
		default:
			return nil, homeward.Errorf(homeward.Blocked, "round.quota_homes", "Quota", q.ID).WithHint("round.quota_homes.hint")
		}
		row.Homes = c.meant // for the moment: the size of its part
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b draw.Quota) int { return cmp.Compare(a.Stratum, b.Stratum) })
	for _, r := range rows {
		sizes = append(sizes, r.Homes)
	}
	for i, n := range apportion(q.Homes, sizes) {
		rows[i].Homes = n
	}
	return rows, nil
}

// apportion divides n among parts in proportion to their sizes, by whole numbers and then the greatest remainders, of equal
// ones the first (the method of Hamilton). n is at most the sum of the sizes, and no part gets more than its size.
func apportion(n int, sizes []int) []int {
	sum := 0
	for _, s := range sizes {
		sum += s
	}
	out, order := make([]int, len(sizes)), make([]int, len(sizes))
	if sum == 0 {
		return out
	}
	left := n
	for i, s := range sizes {
		out[i], order[i] = n*s/sum, i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n*sizes[b]%sum, n*sizes[a]%sum) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

// capacities are what the policy lets the settlement of a round take, less who has a home there already.
func (h *House) capacities(ctx context.Context, tx *store.Tx, r homeward.Round, p *policy.Policy, facts *policy.Round, types map[homeward.DwellingType]bool) ([]draw.Capacity, error) {
	least := map[string]int{}
	for _, c := range p.Document().Capacities {
		if !c.InForce(tx.Today()) {
			continue
		}
		if c.Per != "" && c.Per != "settlement" {
			return nil, homeward.Errorf(homeward.Blocked, "round.capacity_per", "Capacity", c.ID).WithHint("round.capacity_per.hint")
		}
		limit, concerns, err := h.limitOf(p, c.ID, r.Place, facts, types, tx.Today())
		if err != nil {
			return nil, err
		}
		counts := cmp.Or(c.Counts, draw.CountsPeople)
		if was, known := least[counts]; concerns && (!known || limit < was) {
			least[counts] = limit
		}
	}
	if len(least) == 0 {
		return nil, nil
	}
	there, err := livingIn(ctx, tx, r.Place)
	if err != nil {
		return nil, err
	}
	var out []draw.Capacity
	for counts, limit := range least {
		out = append(out, draw.Capacity{Settlement: string(r.Place), Counts: counts, Limit: max(0, limit-there[counts])})
	}
	slices.SortFunc(out, func(a, b draw.Capacity) int { return cmp.Compare(a.Counts, b.Counts) })
	return out, nil
}

// limitOf is one capacity of the policy for the homes of a round; concerns is false where it is about other homes.
func (h *House) limitOf(p *policy.Policy, id string, place homeward.PlaceID, facts *policy.Round, types map[homeward.DwellingType]bool, on homeward.Date) (limit int, concerns bool, err error) {
	meant := 0
	for t := range types {
		d := p.Evaluate(policy.Case{Dwelling: homeFacts(h.Places, place, t), Round: facts, Today: on})
		if missing := d.Undetermined["capacities."+id]; len(missing) > 0 {
			return 0, false, homeward.Errorf(homeward.Blocked, "round.capacity_unknown", "Capacity", id, "Fact", policy.FactText(missing[0])).WithHint("round.capacity_per.hint")
		}
		if n, ok := d.Capacities[id]; ok {
			limit = n
			meant++
		}
	}
	if meant > 0 && meant < len(types) {
		return 0, false, homeward.Errorf(homeward.Blocked, "round.capacity_part", "Capacity", id).WithHint("round.capacity_per.hint")
	}
	return limit, meant > 0, nil
}

// livingIn counts who was given a home in a settlement and has not given it back, by what a capacity may count.
func livingIn(ctx context.Context, tx *store.Tx, place homeward.PlaceID) (map[string]int, error) {
	homes, err := tx.Homes(ctx, place)
	if err != nil {
		return nil, err
	}
	var ids []homeward.HouseholdID
	for _, home := range homes {
		if home.Allocated != "" {
			ids = append(ids, home.Allocated)
		}
	}
	cases, err := tx.CasesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	there := map[string]int{draw.CountsHouseholds: len(cases)}
	for _, c := range cases {
		there[draw.CountsPeople] += len(c.Members)
		for _, m := range c.Members {
			there[draw.CountsPupils] += bit(mayBePupil(m, tx.Today()))
		}
	}
	return there, nil
}

// mayBePupil: whose age is not known may be one, and takes a seat.
func mayBePupil(m store.Member, on homeward.Date) bool {
	age := m.BirthDate.YearsUntil(on)
	return m.BirthDate.IsZero() || age >= firstSchoolYear && age <= lastSchoolYear
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
