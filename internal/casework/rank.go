package casework

import (
	"slices"

	"homeward"
	"homeward/internal/policy"
)

// ranked gives each entry of a preview its rank, from 1, by the order of the policy: that of its class where the order knows
// only classes, else its place by class, points and dates, equal ones together for the lot to decide. Whoever the policy
// serves first in each kind of home comes before all these. Who is in no class comes after those who are, and households that
// wait behind the others after an offer they did not take come last. With weights a rank says only which value counts, so
// nobody is served first by it.
func ranked(p *policy.Policy, es []homeward.Entry, standing []policy.Standing, first, demoted []bool, weighted bool) {
	byPlace := false
	if o := p.Document().Order; o != nil {
		byPlace = o.Method == policy.OrderPoints || o.Method == policy.OrderClassesThenPoints || o.Method == policy.OrderDate
	}
	if byPlace {
		placed(p, es, standing)
	}
	last := 0
	for _, e := range es {
		last = max(last, e.ClassRank)
	}
	for i := range es {
		switch {
		case demoted[i]:
			es[i].ClassRank = last + 2
		case es[i].ClassRank == 0:
			es[i].ClassRank = last + 1
		}
	}
	if !weighted && slices.Contains(first, true) {
		for i := range es {
			if !first[i] {
				es[i].ClassRank += last + 2 // behind the last who could be first, the demoted among them
			}
		}
	}
}

// placed ranks entries by their place among those who wait.
func placed(p *policy.Policy, es []homeward.Entry, standing []policy.Standing) {
	order := make([]int, len(es))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.Waits(standing[a], standing[b]) })
	for n, i := range order {
		es[i].ClassRank = n + 1
		if n > 0 && p.Waits(standing[order[n-1]], standing[i]) == 0 {
			es[i].ClassRank = es[order[n-1]].ClassRank
		}
	}
}

// classOf is the class of an entry as the draw counts it, from 0; with weights it is the place of its value in the policy's
// list, of which the last is for all who come later.
func classOf(rank int, values []int64) int {
	class := max(0, rank-1)
	if len(values) > 0 {
		class = min(class, len(values)-1)
	}
	return class
}
