package atlas

import (
	"fmt"
	"html"
	"math"
	"strings"

	"homeward"
)

// label is the names of a mark, one under the other at the same size, and the figure where the circle has no room.
type label struct {
	mark   int
	names  []homeward.Name
	figure string
	at     point  // middle of the side that faces the mark
	anchor string // start, middle or end
	box    box
	lead   bool // far from its mark: a line joins them
}

const lineHeight = 1.15

// label finds a spot for each name: the largest mark first, then all are looked at again while any finds a better one.
func (d *drawing) label() {
	for i, m := range d.marks {
		lb := label{mark: i, names: d.atlas.Pair(m.Place, d.in.In.Lang())}
		if m.figure != "" && !m.inside {
			lb.figure = m.figure
		}
		d.labels = append(d.labels, lb)
	}
	const rounds = 4
	for range rounds {
		still := true
		for i := range d.labels {
			spot := d.best(i)
			if spot.at != d.labels[i].at || spot.anchor != d.labels[i].anchor {
				d.labels[i], still = spot, false
			}
		}
		if still {
			return
		}
	}
}

// best returns a label at its cheapest spot, given where the others stand.
func (d *drawing) best(i int) label {
	best, least := d.labels[i], math.Inf(1)
	for _, spot := range d.spots(d.labels[i]) {
		if c := d.cost(i, spot, least); c < least {
			best, least = spot, c
		}
	}
	return best
}

// spots lists where a label may stand: close around its mark in sixteen directions, right and left first, then further
// out with a line to the mark.
func (d *drawing) spots(lb label) []label {
	m := d.marks[lb.mark]
	w, h := d.extent(lb)
	var spots []label
	for _, out := range []float64{5, 14, 30, 48, 70} {
		for k := range 16 {
			angle := turns[k] * math.Pi / 8
			dir := point{math.Cos(angle), math.Sin(angle)}
			s := lb
			s.at = m.at.plus(dir.times(m.reach() + out))
			s.lead = out > 14
			var middle point
			switch {
			case dir.x > 0.3:
				s.anchor, middle = "start", point{s.at.x + w/2, s.at.y + dir.y*h/2}
			case dir.x < -0.3:
				s.anchor, middle = "end", point{s.at.x - w/2, s.at.y + dir.y*h/2}
			default:
				s.anchor, middle = "middle", point{s.at.x, s.at.y + dir.y*h/2}
			}
			s.box = box{middle.x - w/2, middle.y - h/2, middle.x + w/2, middle.y + h/2}
			spots = append(spots, s)
		}
	}
	return spots
}

// turns are the sixteen directions in eighths of half a turn, clockwise from east, in the order they are liked.
var turns = [16]float64{0, 8, 1, 7, 15, 9, 2, 6, 14, 10, 3, 5, 13, 11, 4, 12}

// cost weighs a spot. Covering another name or a circle, or leaving the drawing, outweighs everything; crossing a road
// and standing far off cost a little, and so do the less liked directions. A spot that costs more than enough already is
// not weighed further.
func (d *drawing) cost(i int, s label, enough float64) float64 {
	m := d.marks[s.mark]
	c := 1.2 * (m.at.distance(s.at) - m.reach())
	if s.anchor == "middle" {
		c += 4
	}
	air := s.box.grown(2)
	for j, other := range d.labels {
		if j != i && other.anchor != "" {
			c += 40 * air.overlap(other.box)
			if other.lead {
				c += 8 * air.crossed(d.marks[other.mark].at, other.at)
			}
		}
	}
	for j, m := range d.marks {
		r := m.reach()
		c += 40 * air.overlap(box{m.at.x - r, m.at.y - r, m.at.x + r, m.at.y + r})
		if s.lead && j != s.mark {
			round := box{m.at.x - r, m.at.y - r, m.at.x + r, m.at.y + r}
			c += 30 * round.crossed(d.marks[s.mark].at, s.at)
		}
	}
	if c >= enough {
		return c
	}
	frame := box{3, 3, d.w - 3, d.h - 3}
	area := (s.box.x1 - s.box.x0) * (s.box.y1 - s.box.y0)
	c += 60 * (area - s.box.overlap(frame))
	// A name that stands nearer to another mark than to its own is read as that mark's.
	own := s.box.distance(m.at) - m.reach()
	for j, n := range d.marks {
		if j != s.mark {
			c += 6 * max(0, 12-(s.box.distance(n.at)-n.reach()))
			c += 10 * max(0, own+3-(s.box.distance(n.at)-n.reach()))
		}
	}
	if c >= enough {
		return c
	}
	for _, road := range d.roads {
		for k := range road[1:] {
			c += 1.5 * s.box.crossed(road[k], road[k+1])
		}
	}
	return c
}

// extent is the room a label takes.
func (d *drawing) extent(lb label) (w, h float64) {
	for _, n := range lb.names {
		w = max(w, textWidth(n.Text, d.text))
	}
	lines := len(lb.names)
	if lb.figure != "" {
		w = max(w, textWidth(lb.figure, d.text))
		lines++
	}
	return w, float64(lines) * d.text * lineHeight
}

func (lb label) draw(b *strings.Builder, size float64) {
	if len(lb.names) == 0 {
		return
	}
	x := lb.box.x0
	switch lb.anchor {
	case "end":
		x = lb.box.x1
	case "middle":
		x = (lb.box.x0 + lb.box.x1) / 2
	}
	fmt.Fprintf(b, `<text class="halo" text-anchor="%s">`, lb.anchor)
	y := lb.box.y0 + size*0.9
	for _, n := range lb.names {
		fmt.Fprintf(b, `<tspan x="%.1f" y="%.1f" lang="%s">%s</tspan>`, x, y, n.Lang, html.EscapeString(n.Text))
		y += size * lineHeight
	}
	if lb.figure != "" {
		fmt.Fprintf(b, `<tspan class="s" x="%.1f" y="%.1f">%s</tspan>`, x, y, html.EscapeString(lb.figure))
	}
	b.WriteString("</text>")
}

// textWidth is about how wide a text is set. The reader's own face is not known here, so the advances are those of DejaVu
// Sans, which is among the widest.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		w += advance(r)
	}
	return w * size
}

// advances lists letters by their width in parts of the font size; letters of none of the groups are 0.65 wide.
var advances = []struct {
	width   float64
	letters string
}{
	{0.30, "IJijlİıլյ"},
	{0.38, " ,.·’()-ft\u00a0"},
	{0.45, "rչւ"},
	{0.55, "cszçşгзсԼշ"},
	{0.60, "FLkvxyвтухчьջ"},
	{0.70, "ABCKVXZÇАБВСХЧЭЯднпцԻգդ"},
	{0.75, "NИКъԲԵԿՀՆՉՍՏթ"},
	{0.80, "DGHOQƏДЛНОПЦмыԱԳԴԶՂՄՇՋՎՔՖ"},
	{0.90, "wюՊՓֆևMМФфԹԾ"},
	{1.00, "жшԽWmախպտփ"},
	{1.10, "Ш"},
}

func advance(r rune) float64 {
	for _, a := range advances {
		if strings.ContainsRune(a.letters, r) {
			return a.width
		}
	}
	return 0.65
}
