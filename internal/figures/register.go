package figures

import "homeward"

// Cause is why the register's count moved without a group moving.
type Cause string

const (
	Divided Cause = "divided" // a household became two
	Joined  Cause = "joined"  // people registered twice were found out, and their records joined
	Born    Cause = "born"
	Died    Cause = "died"
	Late    Cause = "late"   // came after the group, or after the count
	Absent  Cause = "absent" // was sent with the group and did not arrive
)

// Change is something the register recorded between a published count and now.
type Change struct {
	Cause    Cause
	Families int // by how many the count moved
	People   int
	Day      homeward.Date
}

// mostChanges bounds the changes that are weighed together.
const mostChanges = 20

// ExplainDifference looks for the fewest recorded changes that make up the difference between what was published and
// what the register shows. What they do not make up stays open; nothing is forced.
func ExplainDifference(published, register homeward.Count, changes []Change) (because []Change, open homeward.Count) {
	want := homeward.Count{Households: register.Households - published.Households, Individuals: register.Individuals - published.Individuals}
	if len(changes) > mostChanges {
		changes = changes[:mostChanges]
	}
	// Breadth first over sums: the first way to reach the difference uses the fewest changes.
	type way struct {
		sum  homeward.Count
		used uint32
	}
	seen := map[homeward.Count]bool{{}: true}
	queue := []way{{}}
	for len(queue) > 0 {
		w := queue[0]
		queue = queue[1:]
		if w.sum == want {
			for i, c := range changes {
				if w.used&(1<<i) != 0 {
					because = append(because, c)
				}
			}
			return because, homeward.Count{}
		}
		for i := range changes {
			if w.used&(1<<i) != 0 {
				continue
			}
			sum := homeward.Count{Households: w.sum.Households + changes[i].Families, Individuals: w.sum.Individuals + changes[i].People}
			if !seen[sum] {
				seen[sum] = true
				queue = append(queue, way{sum, w.used | 1<<i})
			}
		}
	}
	return nil, want
}

// CauseText says a cause to a reader.
func CauseText(c Change) homeward.Text {
	return homeward.T("figures.cause."+string(c.Cause), "Day", c.Day)
}

// CauseTexts says several causes.
func CauseTexts(list []Change) []homeward.Text {
	var out []homeward.Text
	for _, c := range list {
		out = append(out, CauseText(c))
	}
	return out
}
