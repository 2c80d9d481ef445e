package draw

// Turn is one entry that was given a home type and draws a ball for its address, or chooses it.
type Turn struct {
	Entry string
	Type  HomeType
	// Drum are the dwellings of the type by number: ball n is Drum[n−1]. A ball that is not in the drum, because its
	// dwelling dropped out, is empty.
	Drum []string
}

// Turns lists, in order of line, who draws a ball or chooses: the order in which b.Balls wants them. The bundle is open, and holds its
// certificate if the rules want one.
func Turns(b *Bundle) ([]Turn, error) {
	d, err := decide(b)
	if err != nil {
		return nil, err
	}
	numbered, out := drums(b, d.types), b.dropped()
	drum := make([][]string, len(d.types))
	for t, homes := range numbered {
		for _, home := range homes {
			id := home.ID
			if out[id] {
				id = ""
			}
			drum[t] = append(drum[t], id)
		}
	}
	turns := []Turn{}
	for i, t := range d.given {
		if t >= 0 {
			turns = append(turns, Turn{Entry: d.line[i].Entry.ID, Type: d.types[t], Drum: drum[t]})
		}
	}
	return turns, nil
}

// drums numbers the dwellings of each type, all that were frozen, in order of id: ball n is the n-th.
func drums(b *Bundle, types []HomeType) [][]*Dwelling {
	index := typeIndex(types)
	numbered := make([][]*Dwelling, len(types))
	for i := range b.Dwellings {
		d := &b.Dwellings[i]
		if pair, ok := index[d.Stratum()]; ok && pair[bit(d.Accessible)] >= 0 {
			t := pair[bit(d.Accessible)]
			numbered[t] = append(numbered[t], d)
		}
	}
	return numbered
}
