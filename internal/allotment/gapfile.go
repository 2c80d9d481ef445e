package allotment

import (
	"strconv"

	"homeward"
)

// ReadGAP reads an instance of the generalised assignment problem in the form of the OR-library (Beasley): agents and
// jobs, then the costs agent by agent, the resources agent by agent, and the capacities of the agents. Jobs become
// households that all have to be placed; the score is the cost with a minus, so that the least cost is sought. With
// maximise the numbers are scores.
func ReadGAP(name string, data []byte, maximise bool) (*Pairing, error) {
	r := &numbers{file: name, text: data, line: 1}
	agents, jobs := r.next(1, 1000), r.next(1, 100_000)
	if r.err != nil {
		return nil, r.err
	}
	p := &Pairing{Ways: make([][]Way, jobs), All: true}
	for j := range p.Ways {
		p.Ways[j] = make([]Way, agents)
	}
	for a := range agents {
		for j := range jobs {
			score := int64(r.next(0, 1_000_000))
			if !maximise {
				score = -score
			}
			p.Ways[j][a] = Way{Settlement: int32(a), Score: score}
		}
	}
	for a := range agents {
		for j := range jobs {
			p.Ways[j][a].People = int64(r.next(0, 1_000_000))
		}
	}
	for range agents {
		p.Capacity = append(p.Capacity, int64(r.next(0, 1<<30)))
	}
	if r.err == nil && r.skip() {
		r.err = homeward.Errorf(homeward.Invalid, "allotment.gap_surplus", "File", name, "Row", r.line).WithHint("allotment.gap_hint")
	}
	if r.err != nil {
		return nil, r.err
	}
	return p, nil
}

// numbers reads whole numbers with blanks between them.
type numbers struct {
	file string
	text []byte
	line int
	err  error
}

// skip goes to the next number; false at the end.
func (n *numbers) skip() bool {
	for len(n.text) > 0 {
		switch n.text[0] {
		case '\n':
			n.line++
		case ' ', '\t', '\r':
		default:
			return true
		}
		n.text = n.text[1:]
	}
	return false
}

func (n *numbers) next(least, most int) int {
	if n.err != nil {
		return 0
	}
	if !n.skip() {
		n.err = homeward.Errorf(homeward.Invalid, "allotment.gap_short", "File", n.file, "Row", n.line).WithHint("allotment.gap_hint")
		return 0
	}
	end := 0
	for end < len(n.text) && n.text[end] > ' ' {
		end++
	}
	word := string(n.text[:end])
	n.text = n.text[end:]
	v, err := strconv.Atoi(word)
	if err != nil || v < least || v > most {
		n.err = homeward.Errorf(homeward.Invalid, "allotment.gap_number", "File", n.file, "Row", n.line, "Value", word, "Least", least, "Most", most).
			WithHint("allotment.gap_hint")
		return 0
	}
	return v
}
