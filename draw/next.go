package draw

// mostSteps bounds what NextHoused computes: entries times home types.
const mostSteps = 20_000_000

// NextHoused answers, in mode draw, for each home type in their order which waiting entry one more home of it would house,
// if everybody chose again in the same line; empty where nobody would be. One more home puts nobody out. It is nil for
// lists so large that it would take long.
func NextHoused(b *Bundle) ([]string, error) {
	line, err := Line(b)
	if err != nil {
		return nil, err
	}
	types := HomeTypes(b)
	if b.Header.Rules.Mode != ModeDraw || len(line)*len(types) > mostSteps {
		return nil, nil
	}
	given := inTurn(line, types)
	out := make([]string, len(types))
	for t := range types {
		types[t].Homes++
		for i, got := range inTurn(line, types) {
			if given[i] < 0 && got >= 0 {
				out[t] = line[i].Entry.ID
			}
		}
		types[t].Homes--
	}
	return out, nil
}
