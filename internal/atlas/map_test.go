package atlas

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"homeward"
	"homeward/internal/i18n"
)

func speaker(t testing.TB, a *Atlas, lang string) *i18n.Localizer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.WithPlaces(a.Label).WithFault(func(lang, key string, err error) { t.Errorf("%s: %s: %v", lang, key, err) }).For(lang)
}

// operation is a map as the overview shows it: five homes within fifteen kilometres, their people three hundred away.
var operation = []Point{
	{"khojaly", 341, 640}, {"ballija", 743, 0}, {"khankendi", 162, 0}, {Place: "karkijahan"}, {Place: "shusha"}, {Place: "lachin"},
	{Place: "zabukh"}, {Place: "fuzuli"}, {Place: "aghdam"}, {Place: "aghali"}, {Place: "baku"}, {Place: "sumgait"}, {Place: "masazir"},
}

// element is what the tests look at.
type element struct {
	name, class, text string
	attrs             map[string]string
}

func parse(t *testing.T, svg string) []element {
	t.Helper()
	var all []element
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("the map is no XML: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attrs: map[string]string{}}
			for _, a := range tok.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			e.class = e.attrs["class"]
			all = append(all, e)
		case xml.CharData:
			if len(all) > 0 {
				all[len(all)-1].text += string(tok)
			}
		}
	}
}

func TestMapCarriesBothNamesInTheReadersOrder(t *testing.T) {
	a := load(t)
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		for _, slim := range []bool{false, true} {
			var names []string
			for _, e := range parse(t, a.Map(MapInput{In: speaker(t, a, lang), ID: "m", Points: operation, Slim: slim})) {
				if _, ok := e.attrs["style"]; ok {
					t.Errorf("<%s> has a style attribute, which the content policy refuses", e.name)
				}
				if e.name == "tspan" && e.attrs["lang"] != "" {
					names = append(names, e.text)
				}
			}
			for _, p := range operation {
				pair := a.Pair(p.Place, lang)
				i := slices.Index(names, pair[0].Text)
				if i < 0 {
					t.Errorf("%s for %s is not on the map", pair[0].Text, lang)
				} else if len(pair) == 2 && names[i+1] != pair[1].Text {
					t.Errorf("%s for %s is followed by %s", pair[0].Text, lang, names[i+1])
				}
			}
		}
	}
}

func TestMapSaysItsFiguresInWords(t *testing.T) {
	a := load(t)
	all := parse(t, a.Map(MapInput{In: speaker(t, a, "en"), ID: "m", Points: operation}))
	i := slices.IndexFunc(all, func(e element) bool { return e.name == "desc" })
	for _, want := range []string{"Khojaly · Ivanyan: 341 people settled, 640 waiting.", "Ballija · Aygestan: 743 people settled.", "Khankendi · Stepanakert: 162 people settled."} {
		if !strings.Contains(all[i].text, want) {
			t.Errorf("%q is not in %q", want, all[i].text)
		}
	}
}

// The point of the whole placing: nothing covers a name, and no name leaves the drawing.
func TestNamesDoNotCoverEachOther(t *testing.T) {
	a := load(t)
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		for _, v := range []size{wide, slim} {
			d := drawing{size: v, atlas: a, in: MapInput{In: speaker(t, a, lang), Points: operation}}
			d.place()
			d.label()
			for i, lb := range d.labels {
				name := d.marks[lb.mark].Place
				if lb.box.x0 < 0 || lb.box.y0 < 0 || lb.box.x1 > v.w || lb.box.y1 > v.h {
					t.Errorf("%s %g: %s leaves the drawing", lang, v.w, name)
				}
				for _, other := range d.labels[:i] {
					if lb.box.overlap(other.box) > 0 {
						t.Errorf("%s %g: %s covers %s", lang, v.w, name, d.marks[other.mark].Place)
					}
				}
				for j, m := range d.marks {
					if j != lb.mark && lb.box.distance(m.at) < m.reach() {
						t.Errorf("%s %g: %s covers the circle of %s", lang, v.w, name, m.Place)
					}
				}
			}
		}
	}
}

func TestCirclesDoNotCoverEachOther(t *testing.T) {
	a := load(t)
	d := drawing{size: wide, atlas: a, in: MapInput{In: speaker(t, a, "en"), Points: operation}}
	d.place()
	for i, m := range d.marks {
		for _, n := range d.marks[:i] {
			if m.at.distance(n.at) < m.reach()+n.reach() {
				t.Errorf("%s covers %s", m.Place, n.Place)
			}
		}
	}
}

// Roads that lead to none of the places shown are clutter.
func TestOnlyWaysBetweenThePlacesAreDrawn(t *testing.T) {
	a := load(t)
	roads := func(points ...Point) int {
		n := 0
		for _, e := range parse(t, a.Map(MapInput{In: speaker(t, a, "en"), ID: "m", Points: points})) {
			if e.class == "road" {
				n++
			}
		}
		return n
	}
	if n := roads(Point{"khojaly", 1, 0}); n != 0 {
		t.Errorf("a place alone has %d roads", n)
	}
	if n := roads(Point{"khojaly", 1, 0}, Point{Place: "khankendi"}); n != 1 {
		t.Errorf("two neighbours have %d roads", n)
	}
	if n := roads(Point{"khojaly", 1, 0}, Point{Place: "ballija"}); n != 0 {
		t.Errorf("a village that no corridor passes has %d roads", n)
	}
}

func TestMapOfOddInput(t *testing.T) {
	a := load(t)
	for _, c := range []struct {
		name   string
		points []Point
		marks  int
	}{
		{"nothing", nil, 0},
		{"a place that is not there", []Point{{"atlantis", 5, 5}}, 0},
		{"an area, which has no point", []Point{{"khojaly-district", 5, 5}}, 0},
		{"one place alone", []Point{{"khojaly", 5, 0}}, 1},
		{"a place twice counts once", []Point{{"khojaly", 5, 0}, {"khojaly", 7, 0}}, 1},
		{"nobody anywhere", []Point{{Place: "khojaly"}, {Place: "shusha"}}, 2},
		{"fewer than nobody is nobody", []Point{{"khojaly", -4, -5}}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			svg := a.Map(MapInput{In: speaker(t, a, "en"), ID: `"><x`, Points: c.points})
			if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
				t.Error("the map has numbers that are none")
			}
			marks := 0
			for _, e := range parse(t, svg) {
				if e.name == "circle" {
					marks++
				}
			}
			if marks != c.marks {
				t.Errorf("%d marks, want %d", marks, c.marks)
			}
		})
	}
}

func TestSameFiguresSameMap(t *testing.T) {
	a := load(t)
	in := speaker(t, a, "az")
	want := a.Map(MapInput{In: in, ID: "m", Points: operation})
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.Permutation(operation).Draw(t, "order")
		if a.Map(MapInput{In: in, ID: "m", Points: points}) != want {
			t.Error("the order of the list changes the map")
		}
	})
}

// North stays north: whatever room the axes give, what lies east of another place is drawn east of it.
func TestAxisKeepsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SliceOfN(rapid.Float64Range(38, 51), 1, 30).Draw(t, "places")
		weights := rapid.SliceOfN(rapid.Float64Range(1, 2), len(at), len(at)).Draw(t, "weights")
		a := newAxis(at, weights, 0, 1000)
		v := rapid.SliceOfN(rapid.Float64Range(37, 52), 2, 2).Draw(t, "two")
		if v[0] > v[1] {
			v[0], v[1] = v[1], v[0]
		}
		if v[1]-v[0] > 1e-6 && a.project(v[0]) >= a.project(v[1]) {
			t.Fatalf("%v lies at %v, %v at %v", v[0], a.project(v[0]), v[1], a.project(v[1]))
		}
	})
}

// Against the great circle.
func TestKilometres(t *testing.T) {
	a := load(t)
	for _, c := range []struct {
		from, to homeward.PlaceID
		want     float64
	}{{"shusha", "khankendi", 6.41}, {"baku", "khojaly", 264.2}, {"baku", "yerevan", 451.7}} {
		p, _ := a.Place(c.from)
		q, _ := a.Place(c.to)
		if got := kilometres(p, q); got < c.want*0.99 || got > c.want*1.01 {
			t.Errorf("%s to %s: %.2f km, want %.2f", c.from, c.to, got, c.want)
		}
	}
}

func BenchmarkMap(b *testing.B) {
	a := load(b)
	in := MapInput{In: speaker(b, a, "az"), ID: "m", Points: operation}
	for b.Loop() {
		a.Map(in)
	}
}
