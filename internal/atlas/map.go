package atlas

import (
	"cmp"
	"fmt"
	"html"
	"math"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/i18n"
)

// Point is a place of the map with the people who are settled there and those who wait for a home there. With neither it
// is a plain dot: a place that people come from or pass.
type Point struct {
	Place   homeward.PlaceID
	Settled int // people
	Waiting int // people
}

// MapInput is what a map shows, to whom.
type MapInput struct {
	In     *i18n.Localizer
	ID     string // prefix of the ids inside, unique on the page
	Points []Point
	Slim   bool // the upright variant for phones
}

// size is a variant of the drawing; all in units of the drawing.
type size struct {
	w, h   float64
	text   float64 // font size
	radius float64 // of the largest circle
	rim    [4]float64
}

// The rims leave room for labels at the edges: top, right, bottom, left.
var (
	wide = size{w: 720, h: 470, text: 12, radius: 35, rim: [4]float64{52, 74, 44, 84}}
	slim = size{w: 360, h: 520, text: 12.5, radius: 28, rim: [4]float64{48, 50, 48, 54}}
)

// mark is a place on the drawing.
type mark struct {
	Point
	on     degrees
	at     point
	home   float64 // radius of the settled
	ring   float64 // radius of settled and waiting together
	figure string  // number of the settled
	inside bool    // the figure fits into the circle
}

// reach is how far a mark extends from its middle.
func (m mark) reach() float64 { return max(m.home, m.ring, dotRadius) }

const dotRadius = 3.5

// Map draws places, the ways between them, and what water lies there, as an SVG without style attributes; the style sheet
// colours its classes. It draws no boundary. Points without a place in the atlas are left out. The picture carries a
// title and a description in words; a page that shows it gives the numbers in a table beside it.
func (a *Atlas) Map(in MapInput) string {
	v := wide
	if in.Slim {
		v = slim
	}
	d := drawing{size: v, atlas: a, in: in}
	d.place()
	d.label()
	return d.svg()
}

// drawing is a map in the making.
type drawing struct {
	size
	atlas  *Atlas
	in     MapInput
	to     projection
	marks  []mark
	roads  [][]point
	labels []label
}

// cover is the most that circles may take of the drawing; beyond it all of them shrink alike.
const cover = 0.07

// largest is the radius of the largest circle, so that its area and those of the others fit into their share.
func (d *drawing) largest(most int) float64 {
	sum := 0.0
	for _, m := range d.marks {
		sum += math.Pi * d.radius * d.radius * float64(m.Settled+m.Waiting) / float64(max(most, 1))
	}
	return d.radius * min(1, math.Sqrt(cover*d.w*d.h/max(sum, 1)))
}

// place projects the points, sizes their circles and moves those apart that would cover each other.
func (d *drawing) place() {
	most := 0
	for _, p := range d.in.Points {
		place, ok := d.atlas.Place(p.Place)
		if !ok || !hasPoint(place) || slices.ContainsFunc(d.marks, func(m mark) bool { return m.Place == p.Place }) {
			continue
		}
		d.marks = append(d.marks, mark{Point: p, on: degrees{place.Lon, place.Lat}})
		most = max(most, p.Settled+p.Waiting)
	}
	if len(d.marks) == 0 {
		return
	}
	// The same map for the same figures, however they were listed; the largest first, so that it is labelled first.
	slices.SortFunc(d.marks, func(m, n mark) int {
		return cmp.Or(cmp.Compare(n.Settled+n.Waiting, m.Settled+m.Waiting), cmp.Compare(m.Place, n.Place))
	})
	var lons, lats, weights []float64
	largest := d.largest(most)
	for i := range d.marks {
		m := &d.marks[i]
		m.size(largest, most, d.text, d.in.In)
		lons, lats, weights = append(lons, m.on.lon), append(lats, m.on.lat), append(weights, 1+m.reach()/d.radius)
	}
	d.to = projection{
		x: newAxis(lons, weights, d.rim[3], d.w-d.rim[1]),
		y: newAxis(lats, weights, d.h-d.rim[2], d.rim[0]),
	}
	for i := range d.marks {
		d.marks[i].at = d.to.project(d.marks[i].on)
	}
	d.separate()
	d.lay()
}

// size gives a mark its circles: the area is the number of people, the largest place has the largest circle.
func (m *mark) size(largest float64, most int, text float64, l *i18n.Localizer) {
	radius := func(people int) float64 { return max(5, largest*math.Sqrt(float64(people)/float64(most))) }
	if m.Settled > 0 {
		m.home = radius(m.Settled)
		m.figure = l.Number(m.Settled)
		m.inside = textWidth(m.figure, text) < 2*m.home-3
	}
	if m.Waiting > 0 {
		m.ring = max(radius(m.Settled+m.Waiting), m.home+2.5)
	}
}

// separate pushes marks apart until none covers another; the smaller one gives way more.
func (d *drawing) separate() {
	const air, rounds = 5, 60
	for range rounds {
		still := true
		for i := range d.marks {
			for j := range d.marks[:i] {
				m, n := &d.marks[i], &d.marks[j]
				gap := m.at.distance(n.at)
				lack := m.reach() + n.reach() + air - gap
				if lack <= 0.05 {
					continue
				}
				still = false
				away := point{0, 1}
				if gap > 0 {
					away = m.at.minus(n.at).times(1 / gap)
				}
				share := n.reach() / (m.reach() + n.reach())
				m.at = m.at.plus(away.times(lack * share))
				n.at = n.at.minus(away.times(lack * (1 - share)))
			}
		}
		if still {
			return
		}
	}
}

func (d *drawing) svg() string {
	var b strings.Builder
	class := "map"
	if d.in.Slim {
		class = "map slim"
	}
	l, id := d.in.In, html.EscapeString(d.in.ID)
	fmt.Fprintf(&b, `<svg class="%s" viewBox="0 0 %g %g" role="img" aria-labelledby="%s-t %s-d" font-size="%g">`, class, d.w, d.h, id, id, d.text)
	fmt.Fprintf(&b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, html.EscapeString(l.T("atlas.map.title")), id, html.EscapeString(d.words()))
	d.drawWater(&b)
	for _, road := range d.roads {
		fmt.Fprintf(&b, `<path class="road" d="%s"/>`, pathOf(road))
	}
	for _, m := range d.marks {
		if m.ring > 0 {
			circle(&b, "wait", m.at, m.ring)
		}
		if m.home > 0 {
			circle(&b, "home", m.at, m.home)
		}
		if m.reach() == dotRadius {
			circle(&b, "dot", m.at, dotRadius)
		}
		if m.inside {
			fmt.Fprintf(&b, `<text class="on" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, m.at.x, m.at.y+d.text*0.36, html.EscapeString(m.figure))
		}
	}
	for _, lb := range d.labels {
		if lb.lead {
			m := d.marks[lb.mark]
			out := lb.at.minus(m.at)
			from := m.at.plus(out.times(m.reach() / math.Hypot(out.x, out.y)))
			fmt.Fprintf(&b, `<path class="lead" d="%s"/>`, pathOf([]point{from, lb.at}))
		}
	}
	for _, lb := range d.labels {
		lb.draw(&b, d.text)
	}
	b.WriteString("</svg>")
	return b.String()
}

// words says the figures of the map.
func (d *drawing) words() string {
	var said []string
	for _, m := range d.marks {
		place := d.in.In.Place(m.Place)
		switch {
		case m.Settled > 0 && m.Waiting > 0:
			said = append(said, d.in.In.T("atlas.map.both", "Place", place, "Settled", m.Settled, "Waiting", m.Waiting))
		case m.Settled > 0:
			said = append(said, d.in.In.T("atlas.map.settled", "Place", place, "Settled", m.Settled))
		case m.Waiting > 0:
			said = append(said, d.in.In.T("atlas.map.waiting", "Place", place, "Waiting", m.Waiting))
		}
	}
	if len(said) == 0 {
		return d.in.In.T("atlas.map.empty")
	}
	return strings.Join(said, " ")
}

func (d *drawing) drawWater(b *strings.Builder) {
	if len(d.marks) == 0 {
		return
	}
	for _, w := range d.atlas.water {
		line := make([]point, len(w.line))
		for i, p := range w.line {
			line[i] = d.to.project(p)
		}
		seen := func(p point) bool { return p.within(d.w, d.h) }
		hidden := func(p point) bool { return !seen(p) }
		// A lake that the edge cuts or that is drawn long and thin is a shape that nobody knows.
		if !slices.ContainsFunc(line, seen) || w.kind == "lake" && (slices.ContainsFunc(line, hidden) || thin(line)) {
			continue
		}
		switch w.kind {
		case "river":
			fmt.Fprintf(b, `<path class="river" d="%s"/>`, pathOf(line))
		default:
			fmt.Fprintf(b, `<path class="sea" d="%sZ"/>`, pathOf(line))
			d.nameWater(b, line, d.in.In.T("atlas.water."+w.name))
		}
	}
}

func thin(line []point) bool {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range line {
		b = box{min(b.x0, p.x), min(b.y0, p.y), max(b.x1, p.x), max(b.y1, p.y)}
	}
	aspect := (b.x1 - b.x0) / (b.y1 - b.y0)
	return aspect < 0.5 || aspect > 2
}

// nameWater writes the name of a sea or lake into it where there is room that nothing else takes.
func (d *drawing) nameWater(b *strings.Builder, shore []point, name string) {
	w, h := textWidth(name, d.text), d.text*1.3
	free := func(r box) bool {
		for _, lb := range d.labels {
			if r.overlap(lb.box) > 0 {
				return false
			}
		}
		for _, m := range d.marks {
			if r.distance(m.at) < m.reach()+8 {
				return false
			}
		}
		for _, p := range []point{{r.x0, r.y0}, {r.x1, r.y0}, {r.x0, r.y1}, {r.x1, r.y1}, {(r.x0 + r.x1) / 2, r.y0}, {(r.x0 + r.x1) / 2, r.y1}} {
			if !inside(shore, p) {
				return false
			}
		}
		return true
	}
	// As near as possible to the middle of the water that is seen, by the corners of a grid.
	const step = 20
	var seen []point
	middle := point{}
	for y := 0.0; y < d.h; y += step {
		for x := 0.0; x < d.w; x += step {
			if p := (point{x, y}); inside(shore, p) {
				seen, middle = append(seen, p), middle.plus(p)
			}
		}
	}
	if len(seen) == 0 {
		return
	}
	middle = middle.times(1 / float64(len(seen)))
	slices.SortStableFunc(seen, func(p, q point) int { return cmp.Compare(p.distance(middle), q.distance(middle)) })
	for _, p := range seen {
		r := box{p.x - w/2, p.y - h/2, p.x + w/2, p.y + h/2}
		if r.x0 > 4 && r.x1 < d.w-4 && r.y0 > 4 && r.y1 < d.h-4 && free(r.grown(3)) {
			fmt.Fprintf(b, `<text class="s" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, p.x, p.y+d.text*0.35, html.EscapeString(name))
			return
		}
	}
}

func pathOf(line []point) string {
	var b strings.Builder
	for i, p := range line {
		c := 'L'
		if i == 0 {
			c = 'M'
		}
		fmt.Fprintf(&b, "%c%.1f %.1f", c, p.x, p.y)
	}
	return b.String()
}

func circle(b *strings.Builder, class string, at point, r float64) {
	fmt.Fprintf(b, `<circle class="%s" cx="%.1f" cy="%.1f" r="%.1f"/>`, class, at.x, at.y, r)
}
