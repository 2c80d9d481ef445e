package web

import (
	"fmt"
	"strings"

	"homeward"
	"homeward/internal/casework"
)

// chart is people settled over time, a step for each day keys were handed over. It is drawn twice: wide, and slim for
// phones; the style sheet shows one of them.
type chart struct {
	Wide, Slim drawing
	From, To   homeward.Date
	Total      int
}

// drawing is one size of a chart, in units of its view box.
type drawing struct {
	W, H   int
	Grid   []gridLine
	Ticks  []axisTick
	Area   string
	Lines  []stepLine
	Marks  []mark
	Bottom string
	Left   string
}

type gridLine struct{ Y, Text string }

type axisTick struct{ X, Text string }

// stepLine is one place, or all together.
type stepLine struct{ Class, Path, Text, X, Y string }

// chartEdge are the margins of a drawing: room for the numbers at the left and the names at the right.
type chartEdge struct{ top, right, bottom, left float64 }

func newChart(f *frame, fig casework.Figures) chart {
	c := chart{}
	var all []casework.SettledDay
	for _, p := range fig.Settled {
		for _, d := range p.Days {
			if c.From.IsZero() || d.Day.Before(c.From) {
				c.From = d.Day
			}
			all = append(all, d)
		}
		c.Total += p.Total.Individuals
	}
	c.To = fig.Day
	if len(all) == 0 {
		return c
	}
	// A month of calm before the first step, so that the step can be seen.
	c.From = homeward.NewDate(c.From.Year, c.From.Month, 1)
	c.Wide = c.draw(f, fig, 960, 330, chartEdge{20, 200, 38, 64})
	c.Slim = c.draw(f, fig, 340, 300, chartEdge{20, 14, 34, 54})
	return c
}

func (c chart) draw(f *frame, fig casework.Figures, w, h int, e chartEdge) drawing {
	d := drawing{W: w, H: h}
	days := float64(max(c.From.DaysUntil(c.To), 1))
	top := niceTop(c.Total)
	x := func(on homeward.Date) float64 {
		return e.left + (float64(w)-e.left-e.right)*float64(c.From.DaysUntil(on))/days
	}
	y := func(n int) float64 {
		return float64(h) - e.bottom - (float64(h)-e.top-e.bottom)*float64(n)/float64(top)
	}
	d.Bottom, d.Left = num(y(0)), num(e.left)
	for i := 0; i <= 4; i++ {
		d.Grid = append(d.Grid, gridLine{num(y(top * i / 4)), f.Number(top * i / 4)})
	}
	d.Ticks = ticks(f, c.From, c.To, w, x)
	totals := map[homeward.Date]int{}
	for _, p := range fig.Settled {
		for _, s := range p.Days {
			totals[s.Day] += s.Of.Individuals
		}
	}
	all := stepPath(c.From, c.To, totals, x, y)
	d.Area = all + fmt.Sprintf("V%sH%sZ", num(y(0)), num(x(c.From)))
	d.Lines = append(d.Lines, stepLine{"line", all, f.T("web.chart.all") + " " + f.Number(c.Total), num(x(c.To) + 8), num(y(c.Total) + 4)})
	classes := []string{"line b", "line c", "line d"}
	last := y(c.Total)
	for i, p := range byTotal(fig.Settled) {
		own := map[homeward.Date]int{}
		for _, s := range p.Days {
			own[s.Day] += s.Of.Individuals
		}
		// Names that would cover each other are moved apart, downwards.
		at := max(y(p.Total.Individuals), last+17)
		last = at
		d.Lines = append(d.Lines, stepLine{classes[i%len(classes)], stepPath(c.From, c.To, own, x, y),
			f.PlaceShort(p.Place) + " " + f.Number(p.Total.Individuals), num(x(c.To) + 8), num(at + 4)})
	}
	return d
}

// stepPath draws a sum that grows on some days and stays in between.
func stepPath(from, to homeward.Date, days map[homeward.Date]int, x func(homeward.Date) float64, y func(int) float64) string {
	var b strings.Builder
	sum := 0
	fmt.Fprintf(&b, "M%s %s", num(x(from)), num(y(0)))
	for d := from; !to.Before(d); d = d.Add(1) {
		if n := days[d]; n != 0 {
			sum += n
			fmt.Fprintf(&b, "H%sV%s", num(x(d)), num(y(sum)))
		}
	}
	fmt.Fprintf(&b, "H%s", num(x(to)))
	return b.String()
}

// ticks marks months on the axis, few enough that their names do not touch.
func ticks(f *frame, from, to homeward.Date, w int, x func(homeward.Date) float64) []axisTick {
	months := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month) + 1
	every := max(1, (months*110+w-1)/w)
	var out []axisTick
	for i := 0; i < months; i += every {
		on := homeward.NewDate(from.Year, from.Month, 1)
		on = homeward.DateOf(on.Time().AddDate(0, i, 0))
		out = append(out, axisTick{num(x(on)), fmt.Sprintf("%02d.%d", on.Month, on.Year)})
	}
	return out
}

// byTotal orders places by people, the most first, for labels from top to bottom.
func byTotal(places []casework.SettledPlace) []casework.SettledPlace {
	out := append([]casework.SettledPlace(nil), places...)
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].Total.Individuals > out[j-1].Total.Individuals; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// niceTop is the least round number above n that four even parts of an axis can be read from.
func niceTop(n int) int {
	for step := 1; ; step *= 10 {
		for _, m := range []int{4, 8, 12, 16, 20, 40} {
			if m*step >= n {
				return m * step
			}
		}
	}
}

func num(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}
