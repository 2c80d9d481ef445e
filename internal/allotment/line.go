package allotment

// seat goes through the line and houses everybody who can be housed without putting out somebody ahead. Moving those
// ahead to other homes they may have is allowed; what they get in the end is decided after it is known who is housed.
//
// The sets that can be housed together are the independent sets of a transversal matroid (Edmonds and Fulkerson 1965),
// so taking whoever fits, in order, gives the best set in the order of the line, and the largest.
type seating struct {
	*exchange
	housed []bool // by household
	dead   []bool // type -> full with households that may get nothing outside the dead types
}

func seat(c *classes) *seating {
	s := &seating{
		exchange: newExchange(&c.transport, make([]int32, len(c.to)), all(len(c.to))),
		housed:   make([]bool, len(c.of)),
		dead:     make([]bool, len(c.room)),
	}
	closed := make([]bool, len(c.count)) // classes whose every option is dead
	for i, n := range c.of {
		if n < 0 || closed[n] {
			continue
		}
		s.housed[i] = s.insert(n)
		closed[n] = !s.housed[i]
	}
	return s
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
	for o := s.first[class]; o < s.first[class+1]; o++ {
		if s.hasRoom(s.to[o]) {
			s.add(o)
			return true
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
	goal, ok := s.search(s.hasRoom)
	if !ok {
		for _, j := range s.queue {
			s.dead[j] = true
		}
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
