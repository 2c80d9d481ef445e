package allotment

import (
	"slices"

	"homeward"
)

// Explainer says why each household got what it got. It is the only place where that is said: page, letter and JSON all
// speak the Text it returns.
type Explainer struct {
	problem *Problem
	result  *Result
	shapes  *classes // of all households, by what they may get
	reach   *reach
	seen    map[int32]*answer // class of a waiting household -> what it can reach
	// before is for each waiting household how many ahead of it could come to have the home that it could have the
	// soonest if there were more, and opens the type of that home. Priority mode only.
	before []int32
	opens  []int32
	// next is, in a draw, the home type of which one more would house an entry that waits.
	next map[string]int32
}

// answer is a set of types with its homes and its last holder.
type answer struct {
	types   []int32
	homes   int
	last    int32
	full    bool
	waiting int32 // households that can reach it and wait, so far down the line
	asked   bool  // see NewWhatIf
}

// NewExplainer prepares the reasons of one allotment.
func (pr *Problem) NewExplainer(r *Result) *Explainer {
	x := &Explainer{problem: pr, result: r, shapes: pr.shapes(), seen: map[int32]*answer{}}
	x.reach = pr.newReach(x.shapes, r.Type)
	if r.Mode == Priority {
		x.countBefore()
	}
	return x
}

// countBefore goes down the line once. A home more of some type goes to the first in line who waits and can reach it, so
// whoever has nobody before it there would be placed by that one home.
func (x *Explainer) countBefore() {
	n := len(x.problem.Households)
	x.before, x.opens = make([]int32, n), make([]int32, n)
	holding := make([][]*answer, len(x.problem.Types)) // type -> distinct sets that have it
	distinct := map[string]*answer{}
	for i, got := range x.result.Type {
		class := x.shapes.of[i]
		if got >= 0 || x.shapes.first[class] == x.shapes.first[class+1] {
			continue
		}
		a, known := x.seen[class]
		if !known {
			a = x.set(class)
			key := setKey(a.types)
			if distinct[key] == nil {
				distinct[key] = a
				for _, j := range a.types {
					holding[j] = append(holding[j], a)
				}
			}
			a = distinct[key]
			x.seen[class] = a
		}
		least := int32(-1)
		for o := x.shapes.first[class]; o < x.shapes.first[class+1]; o++ {
			ahead := int32(0)
			for _, other := range holding[x.shapes.to[o]] {
				ahead += other.waiting
			}
			if least < 0 || ahead < least {
				least = ahead
				x.before[i], x.opens[i] = ahead, x.shapes.to[o]
			}
		}
		a.waiting++
	}
}

// Reason says why household i, counted in order of line, was given its home or waits.
func (x *Explainer) Reason(i int) homeward.Text {
	key := x.Key(i)
	args := homeward.Args{}
	if x.result.Type[i] < 0 {
		x.aboutWaiting(i, args)
	} else {
		x.aboutHome(i, args)
	}
	return homeward.Text{Key: "allotment.reason." + key, Args: args}
}

// Key is the last part of the reason's key: enough for lists and counts.
func (x *Explainer) Key(i int) string {
	if x.result.Type[i] < 0 {
		return x.waiting(i)
	}
	return x.housed(i)
}

// Wish is the number of the wish that was met, from 1; 0 if it waits or lives where it did not ask to.
func (x *Explainer) Wish(i int) int {
	if x.result.Type[i] < 0 {
		return 0
	}
	if w := int(x.wish(i)); w < len(x.problem.Households[i].Wishes) {
		return w + 1
	}
	return 0
}

// wish is the wish that a housed household got, counted from 0; that of the end of the list if it got none of them.
func (x *Explainer) wish(i int) int32 {
	wishes := x.problem.Households[i].Wishes
	if at := slices.Index(wishes, int32(x.problem.settlementOf(x.result.Type[i]))); at >= 0 {
		return int32(at)
	}
	return int32(len(wishes))
}

// place is the settlement of a home type, as the reader's language names it.
func (x *Explainer) place(kind int32) homeward.PlaceID {
	return x.problem.Settlements[x.problem.settlementOf(kind)].ID
}

// housed: which wish was met and, if it was not the first, why none before it.
func (x *Explainer) housed(i int) string {
	kind := x.result.Type[i]
	h := &x.problem.Households[i]
	wish := x.wish(i)
	switch {
	case x.problem.grouped(i):
		return "with_group"
	case (wish == 0 || len(h.Wishes) == 0) && x.reach.full[kind]:
		return "first_contested"
	case wish == 0 || len(h.Wishes) == 0:
		return "first_free"
	case int(wish) >= len(h.Wishes):
		return "unwished"
	case x.wanted(i, 0) == 0:
		return "later_none"
	}
	return "later_" + string(x.result.Mode)
}

func (x *Explainer) aboutHome(i int, args homeward.Args) {
	kind := x.result.Type[i]
	h := &x.problem.Households[i]
	args["Place"] = x.place(kind)
	args["Rooms"] = x.problem.Strata[x.problem.Types[kind].Stratum].Rooms
	args["Wish"] = int(x.wish(i)) + 1
	args["Count"] = x.reach.homes[kind]
	x.cutAt(x.reach.last[kind], args)
	switch {
	case x.problem.grouped(i):
		args["Count"] = len(x.problem.members[h.Group])
	case x.wish(i) > 0 && len(h.Wishes) > 0:
		args["First"] = x.problem.Settlements[h.Wishes[0]].ID
		args["Count"] = x.wanted(i, 0)
	}
}

// cutAt names the household that was the last to get a home.
func (x *Explainer) cutAt(last int32, args homeward.Args) {
	if last >= 0 {
		h := &x.problem.Households[last]
		args["Class"], args["Number"] = int(h.Rank)+1, int(h.Number)
	}
}

// wanted counts the homes that a household may have in the settlement of one of its wishes.
func (x *Explainer) wanted(i int, wish int32) (homes int) {
	class := x.shapes.of[i]
	for o := x.shapes.first[class]; o < x.shapes.first[class+1]; o++ {
		if x.shapes.terms[o].wish == wish {
			homes += x.reach.homes[x.shapes.to[o]]
		}
	}
	return homes
}

// waiting: by whom the homes are held that it could have, how far the line got, and how many homes are missing.
func (x *Explainer) waiting(i int) string {
	class := x.shapes.of[i]
	if x.shapes.first[class] == x.shapes.first[class+1] {
		return "nothing_fits"
	}
	a := x.set(class)
	switch {
	case x.problem.grouped(i):
		return "wait_group"
	case x.problem.counted() && (!a.full || x.result.Mode != Draw && a.last > int32(i)):
		return "wait_people"
	case x.result.Mode == Weighted && x.short(i) > 0:
		return "wait_weighted_short"
	case x.result.Mode == Weighted:
		return "wait_weighted"
	case x.result.Mode == Draw && a.full:
		return x.waitingDraw(i, a)
	case a.last > int32(i) || !a.full:
		return "wait_others"
	case x.before[i] == 0:
		return "wait_next"
	}
	return "wait_line"
}

// waitingDraw: whether somebody behind holds one of the homes, because of a need for one without steps, and whether the next
// home would come here.
func (x *Explainer) waitingDraw(i int, a *answer) string {
	key := "wait_draw"
	if a.last > int32(i) {
		key = "wait_draw_needs"
	}
	if _, ok := x.next[x.problem.Households[i].ID]; ok {
		key += "_next"
	}
	return key
}

func (x *Explainer) aboutWaiting(i int, args homeward.Args) {
	h := &x.problem.Households[i]
	class := x.shapes.of[i]
	if x.shapes.first[class] == x.shapes.first[class+1] {
		args["Rooms"] = x.problem.Needs[h.Need].Rooms
		return
	}
	a := x.set(class)
	args["Count"] = a.homes
	x.cutAt(a.last, args)
	switch {
	case x.problem.grouped(i):
		args["Count"] = len(x.problem.members[h.Group])
	case x.result.Mode == Weighted:
		args["Short"] = int(x.short(i))
	case x.result.Mode == Priority:
		args["Before"] = int(x.before[i])
		x.oneMore(x.opens[i], args)
	}
	if j, ok := x.next[h.ID]; ok {
		x.oneMore(j, args)
	}
}

// oneMore names a home of a type, of which one more would help.
func (x *Explainer) oneMore(kind int32, args homeward.Args) {
	args["Place"] = x.place(kind)
	args["Rooms"] = x.problem.Strata[x.problem.Types[kind].Stratum].Rooms
}

// short is how much value a household lacks in weighted mode: what the cheapest home it could have costs beyond what it
// is worth there.
func (x *Explainer) short(i int) int64 {
	h := &x.problem.Households[i]
	class := x.shapes.of[i]
	least := int64(-1)
	for o := x.shapes.first[class]; o < x.shapes.first[class+1]; o++ {
		j := x.shapes.to[o]
		price := x.result.Price[j] + x.result.PersonPrice[x.problem.settlementOf(j)]*int64(h.People)
		if s := price - x.problem.Rules.value(h.Rank, x.shapes.terms[o]); least < 0 || s < least {
			least = max(s, 0)
		}
	}
	return least
}

// set is what a class of waiting households can reach: in draw mode, where nobody moves for anybody, only what it may
// have itself.
func (x *Explainer) set(class int32) *answer {
	if a, ok := x.seen[class]; ok {
		return a
	}
	a := &answer{last: -1, full: true}
	if x.result.Mode == Draw {
		for o := x.shapes.first[class]; o < x.shapes.first[class+1]; o++ {
			a.types = append(a.types, x.shapes.to[o])
		}
	} else {
		a.types = x.reach.from(x.shapes, class)
	}
	for _, j := range a.types {
		a.homes += x.reach.homes[j]
		a.last = max(a.last, x.reach.last[j])
		a.full = a.full && x.reach.full[j]
	}
	x.seen[class] = a
	return a
}
