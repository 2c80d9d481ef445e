package web

import (
	"fmt"
	"slices"
	"strings"

	"homeward"
)

// point is a number that holds from a day on.
type point struct {
	on homeward.Date
	n  int
}

// saidPoint is a published total: exact or not, and whether others contradict it.
type saidPoint struct {
	point
	exact, contradicted bool
}

// curve is the totals of one place over time: as published, a step for each; and as the register has them. It is drawn
// twice, wide and slim; the style sheet shows one of them. The table beside it holds the same numbers.
type curve struct {
	Wide, Slim drawing
	Desc       string
}

// mark is a point of a curve: a dot, or a square where something does not add up.
type mark struct {
	Path, Class, Text string
}

// newCurve draws the totals; nothing to draw gives a curve without size.
func newCurve(f *frame, today homeward.Date, saidTotals []saidPoint, register []point) curve {
	var c curve
	if len(saidTotals)+len(register) == 0 {
		return c
	}
	var from, to homeward.Date
	most := 0
	widen := func(p point) {
		if from.IsZero() || p.on.Before(from) {
			from = p.on
		}
		if to.Before(p.on) {
			to = p.on
		}
		most = max(most, p.n)
	}
	for _, p := range saidTotals {
		widen(p.point)
	}
	for _, p := range register {
		widen(p)
	}
	if len(register) > 0 && to.Before(today) {
		to = today
	}
	from = homeward.NewDate(from.Year, from.Month, 1) // calm before the first step, so that it can be seen
	if from.DaysUntil(to) < 60 {
		to = from.Add(60)
	}
	c.Desc = f.T("web.curve.desc", "From", from, "To", to, "Said", len(saidTotals), "Most", most)
	c.Wide = drawCurve(f, from, to, most, saidTotals, register, 960, 330, chartEdge{20, 170, 38, 64})
	c.Slim = drawCurve(f, from, to, most, saidTotals, register, 340, 260, chartEdge{20, 14, 34, 54})
	return c
}

func drawCurve(f *frame, from, to homeward.Date, most int, saidTotals []saidPoint, register []point, w, h int, e chartEdge) drawing {
	d := drawing{W: w, H: h}
	days, top := float64(from.DaysUntil(to)), niceTop(most)
	x := func(on homeward.Date) float64 {
		return e.left + (float64(w)-e.left-e.right)*float64(from.DaysUntil(on))/days
	}
	y := func(n int) float64 {
		return float64(h) - e.bottom - (float64(h)-e.top-e.bottom)*float64(n)/float64(top)
	}
	d.Bottom, d.Left = num(y(0)), num(e.left)
	for i := 0; i <= 4; i++ {
		d.Grid = append(d.Grid, gridLine{num(y(top * i / 4)), f.Number(top * i / 4)})
	}
	d.Ticks = ticks(f, from, to, w-int(e.left+e.right), func(on homeward.Date) float64 {
		return min(x(on), float64(w)-62) // the name of the last month stays inside
	})
	var labels []float64
	if len(register) > 0 {
		path := steps(register, to, x, y, true)
		d.Area = path + fmt.Sprintf("V%sH%sZ", num(y(0)), num(x(register[0].on)))
		last := register[len(register)-1]
		labels = append(labels, y(last.n))
		d.Lines = append(d.Lines, stepLine{"line", path, f.T("web.curve.register") + " " + f.Number(last.n), num(x(to) + 8), num(y(last.n) + 4)})
	}
	if len(saidTotals) > 0 {
		var line []point
		for _, p := range saidTotals {
			if p.exact {
				line = append(line, p.point)
			}
			shape, r := "dot", 4.0
			if p.contradicted {
				shape, r = "gap", 5
			}
			d.Marks = append(d.Marks, mark{spot(x(p.on), y(p.n), r, p.contradicted), shape, f.ShortDate(p.on) + ": " + f.Number(p.n)})
		}
		last := saidTotals[len(saidTotals)-1]
		at := y(last.n)
		if len(labels) > 0 && at-labels[0] < 17 && labels[0]-at < 17 {
			at = labels[0] - 17 // two names at one height cover each other
		}
		d.Lines = append(d.Lines, stepLine{"line b", steps(line, to, x, y, false), f.T("web.curve.said") + " " + f.Number(last.n), num(x(to) + 8), num(at + 4)})
	}
	return d
}

// steps draws numbers that hold until the next one; ground begins at zero.
func steps(list []point, to homeward.Date, x func(homeward.Date) float64, y func(int) float64, ground bool) string {
	var b strings.Builder
	slices.SortStableFunc(list, func(a, b point) int { return a.on.Time().Compare(b.on.Time()) })
	for i, p := range list {
		switch {
		case i == 0 && ground:
			fmt.Fprintf(&b, "M%s %sV%s", num(x(p.on)), num(y(0)), num(y(p.n)))
		case i == 0:
			fmt.Fprintf(&b, "M%s %s", num(x(p.on)), num(y(p.n)))
		default:
			fmt.Fprintf(&b, "H%sV%s", num(x(p.on)), num(y(p.n)))
		}
	}
	if ground && len(list) > 0 {
		fmt.Fprintf(&b, "H%s", num(x(to)))
	}
	return b.String()
}

// spot is a dot, or a square standing on its corner.
func spot(x, y, r float64, corner bool) string {
	if corner {
		return fmt.Sprintf("M%s %sl%s %sl%s %sl%s %sZ", num(x), num(y-r), num(r), num(r), num(-r), num(r), num(-r), num(-r))
	}
	return fmt.Sprintf("M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 %s 0Z", num(x-r), num(y), num(r), num(r), num(2*r), num(r), num(r), num(-2*r))
}
