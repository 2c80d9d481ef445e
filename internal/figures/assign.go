package figures

import "strings"

// group is one place, or several that are named together, by the index of their mentions.
type group struct {
	from, to int // tokens
	mentions []int
	role     role
}

// groups collects the places of a sentence that a figure may belong to. Origins, offices and masked names are left
// out, and so is a district that only says where a village named beside it lies.
func (d *document) groups(s *sentence, figs []figure) []group {
	var out []group
	for k, m := range s.places {
		if !d.eligible(s, k) {
			continue
		}
		if n := len(out) - 1; n >= 0 && s.coordinated(out[n].to, m.from) && !between(figs, out[n].to, m.from) && d.sameRank(s, out[n].mentions[0], k) {
			out[n].mentions, out[n].to = append(out[n].mentions, k), m.to
			out[n].role = min(out[n].role, m.role)
			if out[n].role == unclear {
				out[n].role = m.role
			}
			continue
		}
		out = append(out, group{m.from, m.to, []int{k}, m.role})
	}
	return out
}

func between(figs []figure, from, to int) bool {
	for _, f := range figs {
		if f.from >= from && f.to <= to {
			return true
		}
	}
	return false
}

// sameRank says whether two places are of a kind to be listed together.
func (d *document) sameRank(s *sentence, a, b int) bool {
	pa, pb := d.places.places[s.places[a].place], d.places.places[s.places[b].place]
	return pa.level == pb.level || pa.level >= levelDistrict && pb.level >= levelDistrict && pa.district != pb.key && pb.district != pa.key
}

// eligible says whether a figure may belong to the place.
func (d *document) eligible(s *sentence, k int) bool {
	m := s.places[k]
	p := d.places.places[m.place]
	switch m.role {
	case origin, office, masked:
		return false
	}
	if p.level == levelReception && !d.armenian {
		return false
	}
	for j, o := range s.places {
		if j == k || o.role == masked || o.role == office || o.role == origin {
			continue
		}
		q := d.places.places[o.place]
		apart := o.from - m.to
		if o.from < m.from {
			apart = m.from - o.to
		}
		// "Ballija village of Khojaly district": the village alone counts.
		if apart <= 4 && (q.district == p.key || p.level == levelRegion && q.level >= levelDistrict && !p.armenia && !q.armenia) && q.key != p.key {
			return false
		}
		if m.role == owner && apart <= 4 && o.from > m.from && q.level == levelSettlement {
			return false
		}
	}
	return true
}

// place gives each figure of a sentence its place, where the sentence names one.
func (d *document) place(s *sentence, figs []figure) {
	groups := d.groups(s, figs)
	if len(groups) == 0 || len(figs) == 0 {
		return
	}
	if s.any(cueRespectively) && d.respectively(s, figs, groups) {
		return
	}
	ahead, behind := make([]int, len(figs)), make([]int, len(figs))
	aheads, behinds := 0, 0
	for i := range figs {
		low, high := 0, len(s.tokens)
		if i > 0 {
			low = figs[i-1].to
		}
		if i+1 < len(figs) {
			high = figs[i+1].from
		}
		ahead[i], behind[i] = -1, -1
		for g, gr := range groups {
			// Of several places on one side the one that can best be the place counts, and among equals the nearest.
			if gr.from >= low && gr.to <= figs[i].at && (ahead[i] < 0 || d.rank(s, gr) >= d.rank(s, groups[ahead[i]])) {
				ahead[i] = g
			}
			if gr.from >= figs[i].to && gr.to <= high && (behind[i] < 0 || d.rank(s, gr) > d.rank(s, groups[behind[i]])) {
				behind[i] = g
			}
		}
		if ahead[i] >= 0 {
			aheads++
		}
		if behind[i] >= 0 {
			behinds++
		}
	}
	if len(figs) == 1 {
		d.give(s, &figs[0], groups, d.pick(s, figs[0], groups, ahead[0], behind[0]))
		return
	}
	// "4,002 people: 1,465 in Syunik, 810 in …": the number before the colon is no part of the list.
	lead := 0
	if colon := s.colon(figs[0].to, figs[1].from); colon >= 0 && !anyIn(groups, figs[0].to, colon) {
		if b := behind[0]; b >= 0 && groups[b].from > colon {
			behind[0] = -1
		}
		d.give(s, &figs[0], groups, d.pick(s, figs[0], groups, ahead[0], behind[0]))
		lead = 1
	}
	first, second := behind, ahead
	if aheads > behinds || aheads == behinds && s.lang.placeFirst {
		first, second = ahead, behind
	}
	for i := lead; i < len(figs); i++ {
		g := first[i]
		if g < 0 {
			g = nearest(first[lead:], i-lead)
		}
		if g < 0 {
			g = second[i]
		}
		d.give(s, &figs[i], groups, g)
	}
}

// colon gives the token of a colon in [from, to), -1 if there is none.
func (s *sentence) colon(from, to int) int {
	for i := from; i < to; i++ {
		if s.tokens[i].kind == markToken && s.tokens[i].mark == ':' {
			return i
		}
	}
	return -1
}

// anyIn says whether a group is named in [from, to).
func anyIn(groups []group, from, to int) bool {
	for _, g := range groups {
		if g.from >= from && g.from < to {
			return true
		}
	}
	return false
}

// nearest gives the place of the nearest earlier figure, or else of the nearest later one.
func nearest(list []int, i int) int {
	for k := i - 1; k >= 0; k-- {
		if list[k] >= 0 {
			return list[k]
		}
	}
	for k := i + 1; k < len(list); k++ {
		if list[k] >= 0 {
			return list[k]
		}
	}
	return -1
}

// pick chooses between the place before and the place behind a lone figure.
func (d *document) pick(s *sentence, f figure, groups []group, ahead, behind int) int {
	switch {
	case ahead < 0:
		return behind
	case behind < 0:
		return ahead
	}
	a, b := groups[ahead], groups[behind]
	if la, lb := d.rank(s, a), d.rank(s, b); la != lb {
		if la > lb {
			return ahead
		}
		return behind
	}
	if s.lang.placeFirst {
		return ahead
	}
	// A place that opens the sentence some way off sets the scene; the one that follows is where they went.
	if b.role == destination || b.role == location || f.from-a.to > b.from-f.to {
		return behind
	}
	return ahead
}

// rank orders groups by how well they can say where a figure belongs.
func (d *document) rank(s *sentence, g group) int {
	score := 0
	if d.places.places[s.places[g.mentions[0]].place].level >= levelSettlement {
		score += 2
	}
	if g.role == destination || g.role == location {
		score++
	}
	return score
}

func (d *document) give(s *sentence, f *figure, groups []group, g int) {
	if g < 0 {
		return
	}
	gr := groups[g]
	f.places, f.named, f.mention = nil, true, gr.mentions[0]
	for _, k := range gr.mentions {
		if p := s.places[k].place; !contains(f.places, p) {
			f.places = append(f.places, p)
		}
	}
	f.group = len(f.places) > 1
}

// respectively lines up a list of places with a list of figures.
func (d *document) respectively(s *sentence, figs []figure, groups []group) bool {
	for _, g := range groups {
		if len(g.mentions) != len(figs) {
			continue
		}
		for i := range figs {
			k := g.mentions[i]
			figs[i].places, figs[i].named, figs[i].mention = []int{s.places[k].place}, true, k
		}
		return true
	}
	return false
}

// origins gives the places that a figure's people came from: the row "from Baku 15 families (65)".
func (d *document) originOf(s *sentence, f figure, low, high int) (string, bool) {
	for _, m := range s.places {
		if m.role != origin || m.from < low || m.to > high {
			continue
		}
		near := f.from-m.to <= 4 && f.from >= m.to || m.from >= f.to && m.from-f.to <= 3
		return d.text[s.tokens[m.name].start:s.tokens[m.to-1].end], near
	}
	from, to := s.originBefore(f, low)
	if to > from {
		return d.text[s.tokens[from].start:s.tokens[to-1].end], true
	}
	return "", false
}

// originBefore finds the tokens of an origin that is no place of the table: "from Harborton – 15 families", "Limanlı
// şəhərindən 15 ailə".
func (s *sentence) originBefore(f figure, low int) (from, to int) {
	i := f.from - 1
	for i >= low && s.tokens[i].kind == markToken && (s.tokens[i].mark == '-' || s.tokens[i].mark == ':') {
		i--
	}
	if i < low || s.tokens[i].kind != wordToken {
		return 0, 0
	}
	if s.lang.placeFirst && s.lang.code != "ru" {
		if _, ok := s.startingAt(i, sorts...); ok && i > low && s.tokens[i-1].upper && caseOf(s.lang.code, s.tokens[i].fold) == origin {
			return i - 1, i + 1
		}
		if t := s.tokens[i]; t.upper && (strings.HasSuffix(t.fold, "dan") || strings.HasSuffix(t.fold, "den")) {
			return i, i + 1
		}
		return 0, 0
	}
	for k := i; k > low && k > i-3 && s.tokens[k].upper; k-- {
		if s.at(k-1, cueFrom) {
			return k, i + 1
		}
	}
	return 0, 0
}
