package allotment

import "sort"

// WhatIf answers, about one solved allotment and in microseconds, what one household or one home more would change. It
// is for lists without groups and capacities in people, where the answers are exact.
type WhatIf struct {
	*Explainer
	// Weighted mode: what a home of each type would have to be worth to push in, and what one home more would add.
	push, add []int64
	// Priority mode: the first in line who waits and could come to have a home of the type, -1 for none.
	first []int32
}

// Answer is what one more household would get.
type Answer struct {
	Housed bool
	// Type is the home type it would take, where the rule decides that by itself; -1 if it would wait, and in priority
	// mode, where only being housed is certain.
	Type int32
	// Out is the household that would wait in its stead, -1 if nobody or, in weighted mode, if that is not worked out.
	Out int32
	// Gain is what the total value would rise by (weighted mode).
	Gain int64
}

// NewWhatIf prepares the answers; it is as much work as a reading of the lists.
func (pr *Problem) NewWhatIf(r *Result) *WhatIf {
	w := &WhatIf{Explainer: pr.NewExplainer(r)}
	switch r.Mode {
	case Weighted:
		w.add = r.Price // the lowest prices: see settlePrices
		w.push = pr.highestPrices(r)
	case Priority:
		w.first = make([]int32, len(pr.Types))
		for j := range w.first {
			w.first[j] = -1
		}
		for i, got := range r.Type {
			if got >= 0 {
				continue
			}
			a, ok := w.seen[w.shapes.of[i]]
			if !ok || a.asked {
				continue
			}
			a.asked = true
			for _, j := range a.types {
				if w.first[j] < 0 {
					w.first[j] = int32(i)
				}
			}
		}
	}
	return w
}

// highestPrices are the most that a proof allows: what is lost if a home of the type is taken away from the others. It
// is the cheapest chain of moves from the type to the waiting list or to a home that nobody has (Bellman and Ford).
func (pr *Problem) highestPrices(r *Result) []int64 {
	c := pr.build(scheme{worth: pr.Rules.value, byRank: true, waits: true})
	b := newBalance(&c.transport, make([]int64, len(c.room)))
	for i, j := range r.Type {
		n := c.of[i]
		o := c.first[n+1] - 1
		for k := c.first[n]; j >= 0 && k < o; k++ {
			if c.to[k] == j {
				o = k
			}
		}
		b.put[o]++
		b.load[c.to[o]]++
	}
	b.buildPairs()
	ground := c.types()
	price := make([]int64, len(c.room))
	for j := range ground {
		if price[j] = unreachable; b.load[j] < b.room[j] {
			price[j] = 0
		}
	}
	for again := true; again; {
		again = false
		for j := range ground {
			for _, a := range b.pairs.from[j] {
				m, ok := b.top(a.pair)
				if ok && price[a.to] < unreachable && m.loss+price[a.to] < price[j] {
					price[j] = m.loss + price[a.to]
					again = true
				}
			}
		}
	}
	return price[:ground]
}

// Household answers what h would get if it stood in the line too, at the place of its rank and number: behind those of
// its rank with a lower number.
func (w *WhatIf) Household(h Household) Answer {
	place := sort.Search(len(w.problem.Households), func(i int) bool {
		x := &w.problem.Households[i]
		return x.Rank > h.Rank || x.Rank == h.Rank && x.Number > h.Number
	})
	worth := w.problem.preference
	if w.result.Mode == Weighted {
		worth = w.problem.Rules.value
	}
	c := &classes{}
	w.problem.list(c, trait{need: h.Need, rank: h.Rank, people: h.People, held: anywhere, accessible: h.Accessible}, h.Wishes,
		scheme{worth: worth})
	c.first = []int32{0, int32(len(c.to))}
	answer := Answer{Type: -1, Out: -1}
	switch w.result.Mode {
	case Weighted:
		for o, j := range c.to {
			if gain := c.value[o] - w.push[j]; gain > answer.Gain {
				answer = Answer{Housed: true, Type: j, Out: -1, Gain: gain}
			}
		}
	case Draw:
		for _, j := range c.to {
			if !w.reach.full[j] || int(w.reach.last[j]) >= place {
				return Answer{Housed: true, Type: j, Out: -1}
			}
		}
	case Priority:
		if len(c.to) == 0 {
			return answer
		}
		// By exchange in a matroid: it comes in for the last in line among those whose homes it can reach.
		last := w.reach.cut(w.reach.from(c, 0))
		if last == behindAll {
			answer.Housed = true
		} else if int(last) >= place {
			answer.Housed, answer.Out = true, last
		}
	}
	return answer
}

// Home answers who would be housed by one more home of a type that exists (priority mode), or what it would add to the
// total value (weighted mode).
func (w *WhatIf) Home(kind int32) (household int32, gain int64) {
	if w.result.Mode == Priority {
		return w.first[kind], 0
	}
	if w.result.Mode == Weighted {
		return -1, w.add[kind]
	}
	return -1, 0
}
