package atlas

import (
	"maps"
	"math"
	"slices"

	"homeward"
)

// stretch is a piece of a corridor between two places that follow each other, the lesser slug first.
type stretch struct{ from, to homeward.PlaceID }

// lay draws the roads that matter: the shortest ways along the corridors from each place with people to every other mark,
// or between all marks while no place has people. A corridor that leads elsewhere is left out. A road passes a mark where
// the mark stands on the drawing.
func (d *drawing) lay() {
	stretches := d.atlas.stretches()
	used := map[stretch]bool{}
	people := func(m mark) bool { return m.Settled+m.Waiting > 0 }
	anywhere := !slices.ContainsFunc(d.marks, people)
	for _, m := range d.marks {
		if !anywhere && !people(m) {
			continue
		}
		back := ways(stretches, m.Place)
		for _, n := range d.marks {
			for at := n.Place; back[at] != ""; at = back[at] {
				used[ordered(at, back[at])] = true
			}
		}
	}
	moved := map[homeward.PlaceID]point{}
	for _, m := range d.marks {
		moved[m.Place] = m.at
	}
	where := func(id homeward.PlaceID) point {
		if at, ok := moved[id]; ok {
			return at
		}
		p, _ := d.atlas.Place(id)
		return d.to.project(degrees{p.Lon, p.Lat})
	}
	for _, chain := range chains(used) {
		var road []point
		for _, id := range chain {
			road = append(road, where(id))
		}
		d.roads = append(d.roads, road)
	}
}

func ordered(a, b homeward.PlaceID) stretch { return stretch{min(a, b), max(a, b)} }

// stretches are all pieces of the corridors with their lengths in kilometres.
func (a *Atlas) stretches() map[stretch]float64 {
	all := map[stretch]float64{}
	for _, through := range a.corridors {
		for i := range through[1:] {
			p, _ := a.Place(through[i])
			q, _ := a.Place(through[i+1])
			all[ordered(p.ID, q.ID)] = kilometres(p, q)
		}
	}
	return all
}

// kilometres between two places, on a flat earth around them: right to a part in a hundred within this programme.
func kilometres(p, q homeward.Place) float64 {
	const perDegree = 111.2
	x := (p.Lon - q.Lon) * math.Cos((p.Lat+q.Lat)/2*math.Pi/180)
	return perDegree * math.Hypot(x, p.Lat-q.Lat)
}

// ways returns for each place that can be reached from one the place before it on the shortest way. The corridors are a
// few dozen pieces, so the pieces are simply tried until none makes a way shorter.
func ways(stretches map[stretch]float64, from homeward.PlaceID) map[homeward.PlaceID]homeward.PlaceID {
	pieces := slices.SortedFunc(maps.Keys(stretches), stretch.compare)
	far := map[homeward.PlaceID]float64{from: 0}
	back := map[homeward.PlaceID]homeward.PlaceID{}
	for still := false; !still; {
		still = true
		for _, s := range pieces {
			for _, way := range [2][2]homeward.PlaceID{{s.from, s.to}, {s.to, s.from}} {
				start, ok := far[way[0]]
				if !ok {
					continue
				}
				if end, ok := far[way[1]]; !ok || start+stretches[s] < end-1e-9 {
					far[way[1]], back[way[1]], still = start+stretches[s], way[0], false
				}
			}
		}
	}
	return back
}

func (s stretch) compare(t stretch) int {
	switch {
	case s == t:
		return 0
	case s.from < t.from || s.from == t.from && s.to < t.to:
		return -1
	}
	return 1
}

// chains joins pieces end to end into lines, so that the dashes of a road run on, and draws each piece once.
func chains(used map[stretch]bool) [][]homeward.PlaceID {
	left := slices.SortedFunc(maps.Keys(used), stretch.compare)
	var all [][]homeward.PlaceID
	for len(left) > 0 {
		chain := []homeward.PlaceID{left[0].from, left[0].to}
		left = left[1:]
		for grown := true; grown; {
			grown = false
			for i, s := range left {
				head, tail := chain[0], chain[len(chain)-1]
				switch {
				case s.from == tail:
					chain = append(chain, s.to)
				case s.to == tail:
					chain = append(chain, s.from)
				case s.from == head:
					chain = slices.Insert(chain, 0, s.to)
				case s.to == head:
					chain = slices.Insert(chain, 0, s.from)
				default:
					continue
				}
				left, grown = slices.Delete(left, i, i+1), true
				break
			}
		}
		all = append(all, chain)
	}
	return all
}
