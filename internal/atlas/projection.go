package atlas

import (
	"math"
	"slices"
)

// projection lays the earth on the drawing so that order and direction hold (north is up, east is right) and crowded
// ground gets more room than empty ground. Homes lie within fifteen kilometres of each other while their people come
// from three hundred kilometres away: on a true scale either would be a smudge.
type projection struct{ x, y axis }

// axis maps one coordinate to the drawing, monotone and smooth.
type axis struct {
	bells  []bell
	total  float64 // weight of all bells
	lo, hi float64 // range of the coordinate
	from   float64 // on the drawing
	to     float64
}

// bell claims room around a place: narrow where neighbours are near, so that near neighbours part.
type bell struct{ at, width, weight float64 }

const (
	// evenness is how far room follows the places (1) rather than the ground (0).
	evenness = 0.8
	// narrow and broad bound the width of a bell, as parts of the range.
	narrow = 0.006
	broad  = 0.05
)

// newAxis makes an axis that brings the lowest place to from and the highest to to. A place of weight 2 gets twice the
// room of a place of weight 1.
func newAxis(at, weights []float64, from, to float64) axis {
	a := axis{lo: slices.Min(at), hi: slices.Max(at), from: from, to: to}
	if a.hi-a.lo < 0.02 { // one place, or places on one line: some ground around them
		a.lo, a.hi = a.lo-0.05, a.hi+0.05
	}
	span := a.hi - a.lo
	for i, v := range at {
		var gaps []float64
		for j, w := range at {
			if j != i {
				gaps = append(gaps, math.Abs(v-w))
			}
		}
		slices.Sort(gaps)
		width := broad * span
		if len(gaps) > 1 {
			width = min(max(gaps[1]*0.8, narrow*span), broad*span)
		}
		a.bells = append(a.bells, bell{v, width, weights[i]})
		a.total += weights[i]
	}
	return a
}

func (a axis) project(v float64) float64 {
	lo, hi := a.spread(a.lo), a.spread(a.hi)
	return a.from + (a.spread(v)-lo)/(hi-lo)*(a.to-a.from)
}

// spread mixes the coordinate itself with the share of places below it, each place counting gradually.
func (a axis) spread(v float64) float64 {
	share := 0.0
	for _, b := range a.bells {
		share += b.weight * 0.5 * math.Erfc((b.at-v)/(b.width*math.Sqrt2))
	}
	return (1-evenness)*(v-a.lo)/(a.hi-a.lo) + evenness*share/a.total
}

func (p projection) project(d degrees) point { return point{p.x.project(d.lon), p.y.project(d.lat)} }

// point is a place on the drawing, y downwards.
type point struct{ x, y float64 }

func (p point) minus(q point) point      { return point{p.x - q.x, p.y - q.y} }
func (p point) plus(q point) point       { return point{p.x + q.x, p.y + q.y} }
func (p point) times(f float64) point    { return point{p.x * f, p.y * f} }
func (p point) distance(q point) float64 { return math.Hypot(p.x-q.x, p.y-q.y) }
func (p point) within(w, h float64) bool { return p.x >= 0 && p.x <= w && p.y >= 0 && p.y <= h }

// box is a rectangle on the drawing.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) grown(by float64) box { return box{b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by} }

// overlap is the area that two boxes share.
func (b box) overlap(c box) float64 {
	w, h := min(b.x1, c.x1)-max(b.x0, c.x0), min(b.y1, c.y1)-max(b.y0, c.y0)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h
}

// distance is how far a point lies from the box, 0 inside it.
func (b box) distance(p point) float64 {
	return math.Hypot(max(b.x0-p.x, 0, p.x-b.x1), max(b.y0-p.y, 0, p.y-b.y1))
}

// crossed is the length of a line within the box.
func (b box) crossed(p, q point) float64 {
	t0, t1 := 0.0, 1.0
	d := q.minus(p)
	for _, edge := range [4][2]float64{{-d.x, p.x - b.x0}, {d.x, b.x1 - p.x}, {-d.y, p.y - b.y0}, {d.y, b.y1 - p.y}} {
		switch {
		case edge[0] == 0 && edge[1] < 0:
			return 0
		case edge[0] < 0:
			t0 = max(t0, edge[1]/edge[0])
		case edge[0] > 0:
			t1 = min(t1, edge[1]/edge[0])
		}
	}
	if t0 >= t1 {
		return 0
	}
	return (t1 - t0) * p.distance(q)
}

// inside says whether a point lies within a closed line.
func inside(line []point, p point) bool {
	in := false
	for i, a := range line {
		b := line[(i+1)%len(line)]
		if (a.y > p.y) != (b.y > p.y) && p.x < (b.x-a.x)*(p.y-a.y)/(b.y-a.y)+a.x {
			in = !in
		}
	}
	return in
}
