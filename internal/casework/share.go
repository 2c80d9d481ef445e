package casework

import (
	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
)

// Share is a row of a quota as a page shows it: for whom, how many homes are set aside, how many went to the group.
type Share struct {
	draw.Quota
	Group homeward.Text
	Given int
}

// Shares are the quotas of a preview.
func (p Preview) Shares() []Share { return sharesOf(p.Quotas, p.policy, nil) }

// Rules are those that a freeze of these lists would publish.
func (p Preview) Rules() draw.Rules { return p.rules(p.policy, p.Plan.Mode) }

// sharesOf are rows of quotas with the words of the policy that made them; given is how many homes each row's group got, nil
// before the draw.
func sharesOf(rows []draw.Quota, rules *policy.Policy, given []int) (out []Share) {
	for i, q := range rows {
		if q.Homes == 0 {
			continue // too few homes of the kind for a part of them
		}
		s := Share{Quota: q, Group: rules.QuotaText(q.ID)}
		if given != nil {
			s.Given = given[i]
		}
		out = append(out, s)
	}
	return out
}
