package figures

import "strings"

// roomSize is a word or phrase that names homes of so many rooms: "three-room", "ikiotaqlı", "двухкомнатные".
type roomSize struct {
	from, to int
	rooms    int
}

// roomPrefixes begin one-word forms, longest first where one begins another.
var roomPrefixes = []struct {
	prefix string
	rooms  int
}{
	{"birotaq", 1}, {"ikiotaq", 2}, {"ucotaq", 3}, {"dordotaq", 4}, {"besotaq", 5}, {"altiotaq", 6},
	{"однокомнатн", 1}, {"двухкомнатн", 2}, {"трехкомнатн", 3}, {"четырехкомнатн", 4}, {"пятикомнатн", 5}, {"шестикомнатн", 6},
	{"միասենյակ", 1}, {"մեկսենյակ", 1}, {"երկսենյակ", 2}, {"եռասենյակ", 3}, {"երեքսենյակ", 3}, {"չորսսենյակ", 4}, {"քառասենյակ", 4}, {"հինգսենյակ", 5},
	{"einzimmer", 1}, {"zweizimmer", 2}, {"dreizimmer", 3}, {"vierzimmer", 4}, {"funfzimmer", 5}, {"sechszimmer", 6},
}

// roomSizes finds the sizes of homes in a sentence.
func (s *sentence) roomSizes() []roomSize {
	if !s.any(cueRoom) {
		return nil
	}
	var out []roomSize
	for i, t := range s.tokens {
		if t.kind == wordToken {
			if n := compoundRooms(t.fold); n > 0 {
				out = append(out, roomSize{i, i + 1, n})
				continue
			}
		}
		if n, ok := s.smallNumber(i); ok {
			if to, ok := s.roomWord(i + 1); ok {
				out = append(out, roomSize{i, to, n})
			} else if s.dangling(i) {
				out = append(out, roomSize{i, i + 1, n})
			}
		}
	}
	return out
}

func compoundRooms(w string) int {
	for _, p := range roomPrefixes {
		if strings.HasPrefix(w, p.prefix) {
			return p.rooms
		}
	}
	return 0
}

// smallNumber reads a number of rooms at token i.
func (s *sentence) smallNumber(i int) (int, bool) {
	t := s.tokens[i]
	switch t.kind {
	case numberToken:
		if t.number.whole && t.number.value >= 1 && t.number.value <= 7 {
			return int(t.number.value), true
		}
	case wordToken:
		if n, ok := s.lang.numbers[t.fold]; ok && n <= 7 {
			return n, true
		}
	}
	return 0, false
}

// roomWord says whether a word for rooms stands at token i, or behind a hyphen there.
func (s *sentence) roomWord(i int) (int, bool) {
	for n := 0; n < 2 && i < len(s.tokens); n++ {
		if s.at(i, cueRoom) {
			return i + 1, true
		}
		if t := s.tokens[i]; t.kind != markToken || t.mark != '-' {
			break
		}
		i++
	}
	return 0, false
}

// dangling says whether the number at i is a size whose word comes later: "two-, three- and four-room".
func (s *sentence) dangling(i int) bool {
	if i+1 >= len(s.tokens) || s.tokens[i+1].kind != markToken || s.tokens[i+1].mark != '-' || s.tokens[i+1].spaced {
		return s.lang.code == "az" && s.tokens[i].kind == wordToken && i > 0 && i+1 < len(s.tokens) && s.tokens[i+1].mark == ',' && s.tokens[i-1].kind != numberToken && s.any(cueRoom)
	}
	if i+2 >= len(s.tokens) {
		return true
	}
	next := s.tokens[i+2]
	return next.spaced || next.kind == markToken
}

// byRooms pairs homes with their sizes: "20 get two-room, 25 three-room"; "двухкомнатных — 51". It returns which
// quantities it took.
func (s *sentence) byRooms(qs []quantity) (map[int]int, []int) {
	sizes := s.roomSizes()
	if len(sizes) == 0 {
		return nil, nil
	}
	before := make([]int, len(sizes))
	behind := make([]int, len(sizes))
	for k, size := range sizes {
		low, high := 0, len(s.tokens)
		if k > 0 {
			low = sizes[k-1].to
		}
		if k+1 < len(sizes) {
			high = sizes[k+1].from
		}
		before[k], behind[k] = -1, -1
		for i, q := range qs {
			if q.unit == others && q.noun >= 0 && !s.at(q.noun, cueRoom) || q.from >= size.from && q.from < size.to {
				continue
			}
			if q.from >= low && q.to <= size.from {
				before[k] = i
			}
			if behind[k] < 0 && q.from >= size.to && q.to <= high {
				behind[k] = i
			}
		}
	}
	choice := before
	if count(before) < count(behind) {
		choice = behind
	}
	rooms := map[int]int{}
	var taken []int
	for k, i := range choice {
		if i >= 0 && !contains(taken, i) {
			rooms[sizes[k].rooms] += qs[i].value
			taken = append(taken, i)
		}
	}
	return rooms, taken
}

func count(list []int) int {
	n := 0
	for _, v := range list {
		if v >= 0 {
			n++
		}
	}
	return n
}

// notSizes drops the quantities that are sizes themselves: the two of "two-room".
func (s *sentence) notSizes(qs []quantity) []quantity {
	sizes := s.roomSizes()
	var out []quantity
	for _, q := range qs {
		size := false
		for _, z := range sizes {
			size = size || q.from >= z.from && q.from < z.to
		}
		if !size {
			out = append(out, q)
		}
	}
	return out
}
