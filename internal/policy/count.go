package policy

import (
	"cel.dev/cel-go/common/types"

	"homeward"
)

// counting is what the rules about who is a member made of a household.
type counting struct {
	left    []int // members who do not count, by their index in the household
	alone   []int // members who may also apply alone, by their index in the household
	unknown facts // facts that could take somebody off the list
}

// count applies the rules about who is a member of the unit on this day: those left out are taken off the list that all
// other expressions see. A person counts until it is known that he or she does not: what takes somebody off the list is
// the finding of a court or a body, and while nobody recorded one there is none. The facts that could still take
// somebody off are noted all the same.
func (q *inquiry) count(on homeward.Date) (c counting) {
	if len(q.policy.doc.Members) == 0 || q.membersUnknown != nil {
		return c
	}
	left := make([]bool, len(q.members.members))
	for i := range q.members.members {
		left[i] = q.countOne(&q.members.members[i], on, &c)
	}
	// Only now, because the rules see the whole household.
	kept := q.members.members[:0]
	for i := range left {
		if left[i] {
			c.left = append(c.left, q.members.members[i].index)
		} else {
			kept = append(kept, q.members.members[i])
		}
	}
	q.members.members = kept
	clear(q.lets)
	clear(q.planned)
	return c
}

// countOne says whether a member is left out.
func (q *inquiry) countOne(m *subject[Member], on homeward.Date, c *counting) (left bool) {
	var missing []*types.Unknown
	alone := false
	for i := range q.policy.doc.Members {
		rule := &q.policy.doc.Members[i]
		if !rule.InForce(on) {
			continue
		}
		holds, unknown := q.askOf(m, "p", rule.When.code.program, rule.When.code.condition)
		switch {
		case unknown != nil:
			missing = append(missing, unknown)
		case holds && rule.Effect == LeftOut:
			return true
		case holds:
			alone = true
		}
	}
	for _, u := range missing {
		c.unknown.add(u)
	}
	if alone {
		c.alone = append(c.alone, m.index)
	}
	return false
}
