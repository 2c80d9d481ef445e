package allotment

import "slices"

// seating goes through the line and houses everybody who can be housed without putting out somebody ahead. Moving those
// ahead to other homes they may have is allowed; what they get in the end is decided after it is known who is housed.
//
// The sets that can be housed together are the independent sets of a transversal matroid (Edmonds and Fulkerson 1965),
// so taking whoever fits, in order, gives the best set in the order of the line, and the largest.
type seating struct {
	*exchange
	dead []bool // type -> full with households that may get nothing outside the dead types
}

func newSeating(c *classes) *seating {
	return &seating{
		exchange: newExchange(&c.transport, make([]int32, len(c.to)), all(len(c.to))),
		dead:     make([]bool, len(c.room)),
	}
}

func all(n int) []bool {
	yes := make([]bool, n)
	for i := range yes {
		yes[i] = true
	}
	return yes
}

func (s *seating) hasRoom(j int32) bool { return s.load[j] < s.room[j] }

// insert houses one more household of a class if a chain of moves makes room.
func (s *seating) insert(class int32) bool {
	goal, ok := s.find(class)
	if !ok {
		return false
	}
	j := s.apply(goal)
	for o := s.first[class]; o < s.first[class+1]; o++ {
		if s.to[o] == j {
			s.add(o)
			return true
		}
	}
	panic("allotment: a chain starts outside the options of its household")
}

// fits says whether insert would house one.
func (s *seating) fits(class int32) bool {
	_, ok := s.find(class)
	return ok
}

// find looks for a home with room at the end of a chain. When there is none, everything it reached is dead.
func (s *seating) find(class int32) (goal int32, ok bool) {
	for o := s.first[class]; o < s.first[class+1]; o++ {
		if j := s.to[o]; s.hasRoom(j) {
			s.came[j] = origin
			return j, true
		}
	}
	s.start()
	for j, dead := range s.dead {
		if dead {
			s.seen[j/64] |= 1 << (j % 64)
		}
	}
	for o := s.first[class]; o < s.first[class+1]; o++ {
		s.visit(s.to[o], origin)
	}
	if goal, ok = s.search(s.hasRoom); !ok {
		for _, j := range s.queue {
			s.dead[j] = true
		}
	}
	return goal, ok
}

// takeOut removes one household of a class again. Whoever moved to make room for it stays where it is now.
func (s *seating) takeOut(class int32) {
	for o := s.first[class]; o < s.first[class+1]; o++ {
		if s.put[o] > 0 {
			s.remove(o)
			return
		}
	}
	panic("allotment: nobody of the class is housed")
}

// partyLine goes through the line party by party. It has a class for each way in which each household can be held.
type partyLine struct {
	*Problem
	*classes
	parts   []part
	firstAt []int32 // household -> its first part; one longer
	left    []int64 // people that each settlement can still take
}

func (pr *Problem) newPartyLine() *partyLine {
	p := &partyLine{Problem: pr, left: pr.peopleLeft()}
	counted := pr.counted()
	for i := range pr.Households {
		p.firstAt = append(p.firstAt, int32(len(p.parts)))
		if !counted && !pr.grouped(i) {
			p.parts = append(p.parts, part{int32(i), anywhere})
			continue
		}
		for _, s := range pr.settlementsOf(i) {
			p.parts = append(p.parts, part{int32(i), s})
		}
	}
	p.firstAt = append(p.firstAt, int32(len(p.parts)))
	if !counted && !pr.Rules.Together {
		p.classes = pr.shapes()
		return p
	}
	p.classes = pr.build(scheme{worth: pr.preference, parts: p.parts})
	return p
}

// each calls place for every party in order of line and notes the settlement it is held to, or nowhere.
func (p *partyLine) each(place func(members []int32, settlement int32) bool) []int32 {
	held := make([]int32, len(p.Households))
	for i := range p.Households {
		members := []int32{int32(i)}
		if p.grouped(i) {
			members = p.members[p.Households[i].Group]
		}
		if members[0] != int32(i) {
			continue // its group has had its turn
		}
		to := p.firstFit(members, place)
		for _, m := range members {
			held[m] = to
		}
	}
	return held
}

// firstFit tries the settlements of a party's first member in turn.
func (p *partyLine) firstFit(members []int32, place func(members []int32, settlement int32) bool) int32 {
	people := int64(0)
	for _, m := range members {
		people += int64(p.Households[m].People)
	}
	for _, way := range p.parts[p.firstAt[members[0]]:p.firstAt[members[0]+1]] {
		if way.held != anywhere && p.left[way.held] < people {
			continue
		}
		if place(members, way.held) {
			if way.held != anywhere {
				p.left[way.held] -= people
			}
			return way.held
		}
	}
	return nowhere
}

// classOf is the class of a household held to a settlement, -1 if it may not live there.
func (p *partyLine) classOf(household, settlement int32) int32 {
	for at := p.firstAt[household]; at < p.firstAt[household+1]; at++ {
		if p.parts[at].held == settlement {
			return p.of[at]
		}
	}
	return -1
}

// settlementsOf lists where a household could live, as it prefers.
func (pr *Problem) settlementsOf(i int) []int32 {
	h := &pr.Households[i]
	list := append([]int32{}, h.Wishes...)
	if !pr.Rules.OnlyWished {
		for _, s := range pr.spots[h.Need].settlements {
			if !slices.Contains(h.Wishes, s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// seatParties decides who is housed where groups stay together or settlements count people, and so there is no matroid.
// In order of line, where a group stands with its first member: a party goes to the first settlement, in the order of
// that member's wishes, where all of it can be housed without putting out somebody ahead, and stays in that settlement.
// Where nobody counts people, households by themselves stay free to move anywhere, as without groups.
func (pr *Problem) seatParties() []int32 {
	p := pr.newPartyLine()
	s := newSeating(p.classes)
	return p.each(func(members []int32, settlement int32) bool {
		dead := append([]bool{}, s.dead...)
		for n, m := range members {
			class := p.classOf(m, settlement)
			if class >= 0 && s.insert(class) {
				continue
			}
			for _, before := range members[:n] {
				s.takeOut(p.classOf(before, settlement))
			}
			if n > 0 { // what was found closed was so with the others of the party there
				s.dead = dead
			}
			return false
		}
		return true
	})
}

// inTurn is the plain draw: in order of line each takes the best home that is left, by its own wishes, then the fewest
// spare rooms, then no accessible home it does not need. A group chooses at its first member's turn, the first settlement
// where all of it finds homes. Nobody is ever moved again, so the truth about one's wishes is always the best answer;
// what that costs in homes and wishes the comparison of modes shows.
func (pr *Problem) inTurn() *Result {
	p := pr.newPartyLine()
	left := make([]int32, len(p.room))
	copy(left, p.room)
	r := &Result{Mode: Draw, Type: make([]int32, len(pr.Households)), Searched: true}
	for i := range r.Type {
		r.Type[i] = -1
	}
	p.each(func(members []int32, settlement int32) bool {
		for n, m := range members {
			if r.Type[m] = p.takeFree(p.classOf(m, settlement), left); r.Type[m] >= 0 {
				continue
			}
			for _, before := range members[:n] {
				left[r.Type[before]]++
				r.Type[before] = -1
			}
			return false
		}
		return true
	})
	return r
}

// takeFree takes the best free home of a class, -1 if there is none.
func (p *partyLine) takeFree(class int32, left []int32) int32 {
	if class < 0 {
		return -1
	}
	for o := p.classes.first[class]; o < p.classes.first[class+1]; o++ {
		if j := p.to[o]; left[j] > 0 {
			left[j]--
			return j
		}
	}
	return -1
}
