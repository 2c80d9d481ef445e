package policy

import (
	"cel.dev/cel-go/common/types"

	"homeward"
)

// count applies the rules about who is a member of the unit on this day: those left out are taken off the list that all
// other expressions see, and those who may apply alone are returned by their index in the household. When it cannot be
// told of somebody, the list itself is unknown, for want of the same fact.
func (q *inquiry) count(on homeward.Date) (alone []int) {
	if len(q.policy.doc.Members) == 0 || q.membersUnknown != nil {
		return nil
	}
	var unknown *types.Unknown
	kept := q.members.members[:0]
	left := make([]bool, len(q.members.members))
	for i := range q.members.members {
		m := &q.members.members[i]
		for j := range q.policy.doc.Members {
			c := &q.policy.doc.Members[j]
			if !c.InForce(on) {
				continue
			}
			holds, missing := q.askOf(m, "p", c.When.code.program, c.When.code.condition)
			switch {
			case missing != nil:
				unknown = types.MergeUnknowns(unknown, missing)
			case holds && c.Effect == LeftOut:
				left[i] = true
			case holds:
				alone = append(alone, m.index)
			}
		}
	}
	// Only now, because the tests above see the whole household.
	for i := range left {
		if !left[i] {
			kept = append(kept, q.members.members[i])
		}
	}
	q.members.members = kept
	q.membersUnknown = unknown
	clear(q.lets)
	clear(q.planned)
	return alone
}
