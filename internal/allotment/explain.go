package allotment

import "homeward"

// Explainer says why each household got what it got. It is the only place where that is said: page, letter and JSON all
// speak the Text it returns.
type Explainer struct {
	ins    *instance
	result *Result
	shapes *classes // of all households, by what they may get
	reach  *reach
	seen   map[int32]*answer // class of a waiting household -> what it can reach
	// before is for each waiting household how many ahead of it could come to have the home that it could have the
	// soonest if there were more, and opens the type of that home. Priority mode only.
	before []int32
	opens  []int32
}

// answer is a set of types with its homes and its last holder.
type answer struct {
	types   []int32
	homes   int
	last    int32
	full    bool
	waiting int32 // households that can reach it and wait, so far down the line
}

// NewExplainer prepares the reasons of one allotment.
func NewExplainer(in *Input, r *Result) *Explainer {
	ins := prepare(in)
	x := &Explainer{ins: ins, result: r, seen: map[int32]*answer{}}
	x.shapes = ins.build(scheme{worth: ins.preference})
	x.reach = ins.newReach(x.shapes, r.Type)
	if r.Mode == Priority {
		x.countBefore()
	}
	return x
}

// countBefore goes down the line once. A home more of some type goes to the first in line who waits and can reach it, so
// whoever has nobody before it there would be placed by that one home.
func (x *Explainer) countBefore() {
	n := len(x.ins.Households)
	x.before, x.opens = make([]int32, n), make([]int32, n)
	holding := make([][]*answer, len(x.ins.Types)) // type -> distinct sets that have it
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
	if x.result.Type[i] < 0 {
		return x.waiting(i)
	}
	return x.housed(i)
}

// Wish is the number of the wish that was met, from 1; 0 if it waits or lives where it did not ask to.
func (x *Explainer) Wish(i int) int {
	if t, ok := x.terms(i); ok && t.wish < x.ins.offList {
		return int(t.wish) + 1
	}
	return 0
}

func (x *Explainer) terms(i int) (terms, bool) {
	class := x.shapes.of[i]
	for o := x.shapes.first[class]; o < x.shapes.first[class+1]; o++ {
		if x.shapes.to[o] == x.result.Type[i] {
			return x.shapes.terms[o], true
		}
	}
	return terms{}, false
}

// place is the settlement of a home type, as the reader's language names it.
func (x *Explainer) place(kind int32) homeward.PlaceID {
	return x.ins.Settlements[x.ins.settlementOf(kind)].ID
}

// housed: which wish was met and, if it was not the first, why none before it.
func (x *Explainer) housed(i int) homeward.Text {
	t, _ := x.terms(i)
	kind := x.result.Type[i]
	rooms := x.ins.Strata[x.ins.Types[kind].Stratum].Rooms
	say := func(key string, pairs ...any) homeward.Text {
		pairs = append(pairs, "Place", x.place(kind), "Rooms", rooms, "Wish", int(t.wish)+1)
		return homeward.T("allotment.reason."+key, pairs...)
	}
	h := &x.ins.Households[i]
	switch {
	case x.ins.grouped(i):
		return say("with_group", "Count", len(x.ins.members[h.Group]))
	case t.wish == 0 || len(h.Wishes) == 0:
		if x.reach.full[kind] && x.reach.last[kind] >= 0 {
			last := &x.ins.Households[x.reach.last[kind]]
			return say("first_contested", "Count", x.reach.homes[kind], "Class", int(last.Rank)+1, "Number", int(last.Number))
		}
		return say("first_free")
	}
	first := x.wanted(i, 0)
	pairs := []any{"First", x.ins.Settlements[h.Wishes[0]].ID, "Count", first.homes}
	key := "later_" + string(x.result.Mode)
	if first.homes == 0 {
		key = "later_none"
	}
	if t.wish >= x.ins.offList {
		key = "unwished"
	}
	return say(key, pairs...)
}

// wanted are the homes that a household may have in the settlement of one of its wishes.
func (x *Explainer) wanted(i int, wish int32) (a answer) {
	class := x.shapes.of[i]
	for o := x.shapes.first[class]; o < x.shapes.first[class+1]; o++ {
		if x.shapes.terms[o].wish == wish {
			a.homes += x.reach.homes[x.shapes.to[o]]
			a.types = append(a.types, x.shapes.to[o])
		}
	}
	return a
}

// waiting: by whom the homes are held that it could have, how far the line got, and how many homes are missing.
func (x *Explainer) waiting(i int) homeward.Text {
	class := x.shapes.of[i]
	if x.shapes.first[class] == x.shapes.first[class+1] {
		return homeward.T("allotment.reason.nothing_fits", "Rooms", x.ins.Needs[x.ins.Households[i].Need].Rooms)
	}
	a := x.set(class)
	cut := func(key string, pairs ...any) homeward.Text {
		if a.last >= 0 {
			last := &x.ins.Households[a.last]
			pairs = append(pairs, "Class", int(last.Rank)+1, "Number", int(last.Number))
		}
		return homeward.T("allotment.reason."+key, append(pairs, "Count", a.homes)...)
	}
	switch {
	case x.ins.grouped(i):
		return homeward.T("allotment.reason.wait_group", "Count", len(x.ins.members[x.ins.Households[i].Group]))
	case x.ins.counted() && (!a.full || x.result.Mode != Draw && a.last > int32(i)):
		return cut("wait_people")
	case x.result.Mode == Weighted:
		if short := x.short(i); short > 0 {
			return cut("wait_weighted_short", "Short", int(short))
		}
		return cut("wait_weighted")
	case a.last > int32(i) || !a.full:
		return cut("wait_others")
	case x.result.Mode == Draw:
		return cut("wait_draw")
	}
	if x.before[i] == 0 {
		opens := x.opens[i]
		return cut("wait_next", "Place", x.place(opens), "Rooms", x.ins.Strata[x.ins.Types[opens].Stratum].Rooms)
	}
	return cut("wait_line", "Before", int(x.before[i]))
}

// short is how much value a household lacks in weighted mode: what the cheapest home it could have costs beyond what it
// is worth there.
func (x *Explainer) short(i int) int64 {
	h := &x.ins.Households[i]
	class := x.shapes.of[i]
	least := int64(-1)
	for o := x.shapes.first[class]; o < x.shapes.first[class+1]; o++ {
		j := x.shapes.to[o]
		price := x.result.Price[j] + x.result.PersonPrice[x.ins.settlementOf(j)]*int64(h.People)
		if s := price - x.ins.Rules.value(h.Rank, x.shapes.terms[o]); least < 0 || s < least {
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
