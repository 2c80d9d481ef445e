package disclosure

import (
	"math"

	"homeward"
)

// arc is one cell of the table with its totals, seen as an arc of a circulation: what flows into a node flows out.
// A row total flows into its row, the row's cells flow to their columns, a column flows into its total, and the grand
// total closes the circle.
type arc struct {
	from, to int
	counted  homeward.Count
	// shown is counted, rounded if the rule says so.
	shown homeward.Count
	// small: it counts, or truly holds, fewer households than the minimum.
	small bool
	// sticky: it was hidden in the previous release and has not changed enough since to tell nothing about then.
	sticky bool
	// known: readers have seen this very number in the previous release, so hiding it now protects nothing.
	known bool
	// low and high bound what readers must allow for the households of the arc when it is hidden.
	low, high int
	held      bool
	hidden    bool
	// total is 0 for a cell, 1 for a total of a row or column, 2 for the grand total: dearer to hide.
	total int
}

// network holds a table and its totals as arcs. With R rows and C columns, nodes are the rows (0..R-1), the source of
// row totals (R), the columns (R+1..R+C) and the sink of column totals (R+C+1).
type network struct {
	rows, columns int
	minimum       int
	arcs          []arc
	// at lists the arcs that touch each node.
	at [][]int
}

func newNetwork(t Table, previous *Release, minimum int) *network {
	r, c := len(t.Rows), len(t.Columns)
	n := &network{rows: r, columns: c, minimum: minimum, at: make([][]int, r+c+2)}
	counted, before := n.carry(t, previous)
	truth := withTotals(t.Cells, r, c)
	for i := 0; i <= r; i++ {
		for j := 0; j <= c; j++ {
			a := arc{counted: counted[i][j], shown: counted[i][j], low: 1, high: math.MaxInt}
			a.from, a.to, a.total = n.ends(i, j)
			h := truth[i][j].Households
			a.small = (0 < h && h < minimum) || (0 < a.counted.Households && a.counted.Households < minimum)
			a.held = a.counted != truth[i][j]
			if p := before(i, j); p != nil {
				change := a.counted.Households - p.counted.Households
				// Readers know that changes are of minimum households at least; below twice the minimum the new
				// number would tell the old one.
				a.sticky = p.hidden && (-minimum < change && change < minimum || a.counted.Households < 2*minimum)
				a.known = !p.hidden && change == 0
				a.bound(*p, minimum)
			}
			a.hidden = a.small || a.sticky
			n.at[a.from] = append(n.at[a.from], len(n.arcs))
			n.at[a.to] = append(n.at[a.to], len(n.arcs))
			n.arcs = append(n.arcs, a)
		}
	}
	return n
}

// bound narrows what readers must allow for: a number they saw in the previous release has changed by at least the
// minimum if it has changed at all.
func (a *arc) bound(p published, minimum int) {
	switch was, is := p.counted.Households, a.counted.Households; {
	case p.hidden:
	case is > was:
		a.low = was + minimum
	case is < was:
		a.high = was - minimum
	}
}

// ends gives the nodes of the arc of cell (i, j), where i = rows and j = columns are totals.
func (n *network) ends(i, j int) (from, to, total int) {
	source, sink := n.rows, n.rows+n.columns+1
	switch {
	case i < n.rows && j < n.columns:
		return i, n.rows + 1 + j, 0
	case i < n.rows:
		return source, i, 1
	case j < n.columns:
		return n.rows + 1 + j, sink, 1
	}
	return sink, source, 2
}

// published is what readers have seen of a cell, and what stood behind it.
type published struct {
	counted homeward.Count
	hidden  bool
}

// carry gives the counts to publish, with totals, and how to find a cell of the previous release.
func (n *network) carry(t Table, previous *Release) ([][]homeward.Count, func(i, j int) *published) {
	if previous == nil {
		return withTotals(t.Cells, n.rows, n.columns), func(i, j int) *published { return nil }
	}
	row, column := places(previous.Rows), places(previous.Columns)
	find := func(i, j int) (int, int, bool) {
		pi, pj := len(previous.Rows), len(previous.Columns)
		okRow, okColumn := true, true
		if i < n.rows {
			pi, okRow = row[t.Rows[i]]
		}
		if j < n.columns {
			pj, okColumn = column[t.Columns[j]]
		}
		return pi, pj, okRow && okColumn
	}
	old := withTotals(previous.Counted, len(previous.Rows), len(previous.Columns))
	cells := make([][]homeward.Count, n.rows)
	for i := range cells {
		cells[i] = make([]homeward.Count, n.columns)
		for j := range cells[i] {
			var was homeward.Count
			if pi, pj, ok := find(i, j); ok {
				was = old[pi][pj]
			}
			cells[i][j] = hold(was, t.Cells[i][j], n.minimum)
		}
	}
	return withTotals(cells, n.rows, n.columns), func(i, j int) *published {
		pi, pj, ok := find(i, j)
		if !ok {
			return nil
		}
		return &published{old[pi][pj], previous.Cells[pi][pj].Hidden}
	}
}

func places(names []string) map[string]int {
	m := make(map[string]int, len(names))
	for i, name := range names {
		m[name] = i
	}
	return m
}

func add(a, b homeward.Count) homeward.Count {
	return homeward.Count{Households: a.Households + b.Households, Individuals: a.Individuals + b.Individuals}
}

// withTotals adds a row and a column of sums.
func withTotals(cells [][]homeward.Count, rows, columns int) [][]homeward.Count {
	out := make([][]homeward.Count, rows+1)
	out[rows] = make([]homeward.Count, columns+1)
	for i := 0; i < rows; i++ {
		out[i] = make([]homeward.Count, columns+1)
		for j := 0; j < columns; j++ {
			v := cells[i][j]
			out[i][j] = v
			out[i][columns] = add(out[i][columns], v)
			out[rows][j] = add(out[rows][j], v)
			out[rows][columns] = add(out[rows][columns], v)
		}
	}
	return out
}

// suppress hides further cells until no small or sticky cell can be worked out.
func (n *network) suppress() {
	for i := range n.arcs {
		a := &n.arcs[i]
		// A small cell that is not counted yet is in no sum, so nothing shown tells its number.
		if !a.hidden || a.counted.Households == 0 {
			continue
		}
		// A reader must have to allow that a small cell is not small at all.
		if a.small {
			n.loosen(i, max(n.minimum-a.counted.Households, 1), +1)
		}
		// A cell hidden before must stay vague both ways, or the earlier table could be solved with its help.
		if a.sticky {
			n.loosen(i, n.minimum-1, +1)
			n.loosen(i, min(n.minimum-1, a.counted.Households-1), -1)
		}
	}
}

// loosen makes sure that the cell could be units larger (sign +1) or smaller (-1) without any shown cell being
// different, hiding the cheapest further cells if it could not.
func (n *network) loosen(target, units, sign int) {
	flow := make([]int, len(n.arcs))
	for ; units > 0; units-- {
		path := n.cheapest(target, sign, flow)
		if path == nil {
			return // the cell stands alone with its totals: they are hidden with it
		}
		for _, s := range path {
			n.arcs[s.arc].hidden = true
			flow[s.arc] += s.sign
		}
	}
}

type step struct{ arc, sign int }

// cheapest finds the cycle through target that moves one unit and costs least in further hidden cells, by
// Bellman-Ford with a queue. Hidden arcs cost nothing.
func (n *network) cheapest(target, sign int, flow []int) []step {
	start, goal := n.arcs[target].to, n.arcs[target].from
	if sign < 0 {
		start, goal = goal, start
	}
	dist := make([]float64, len(n.at))
	via := make([]step, len(n.at))
	for i := range dist {
		dist[i] = math.Inf(1)
	}
	dist[start] = 0
	queue, queued := []int{start}, make([]bool, len(n.at))
	for len(queue) > 0 {
		u := queue[0]
		queue, queued[u] = queue[1:], false
		for _, i := range n.at[u] {
			s, v := step{i, +1}, n.arcs[i].to
			if n.arcs[i].from != u {
				s, v = step{i, -1}, n.arcs[i].from
			}
			if i == target || !n.canMove(s, flow) {
				continue
			}
			if d := dist[u] + n.cost(i); d < dist[v] {
				dist[v], via[v] = d, s
				if !queued[v] {
					queue, queued[v] = append(queue, v), true
				}
			}
		}
	}
	if math.IsInf(dist[goal], 1) {
		return nil
	}
	path := []step{{target, sign}}
	for u := goal; u != start; {
		s := via[u]
		path = append(path, s)
		u = n.arcs[s.arc].from
		if s.sign < 0 {
			u = n.arcs[s.arc].to
		}
	}
	return path
}

// canMove says whether readers must allow for one unit more, or less, on a hidden arc.
func (n *network) canMove(s step, flow []int) bool {
	a, is := n.arcs[s.arc], n.arcs[s.arc].counted.Households+flow[s.arc]
	return (s.sign > 0 && is < a.high) || (s.sign < 0 && is > a.low)
}

// cost is what readers lose when the arc is hidden: its households, totals dearer. Numbers that readers know already
// and zeros, whose hiding would be a lie of its own, come last.
func (n *network) cost(i int) float64 {
	a := n.arcs[i]
	if a.hidden {
		return 0
	}
	c := float64(a.counted.Households + 1)
	c *= [...]float64{1, 1e3, 1e6}[a.total]
	if a.known || a.counted.Households == 0 {
		c += 1e12
	}
	return c
}

func (n *network) release(t Table, rule Rule) Release {
	r := Release{Rows: t.Rows, Columns: t.Columns, Minimum: rule.Minimum, Base: rule.Base,
		Cells: make([][]Shown, n.rows+1), Counted: make([][]homeward.Count, n.rows)}
	k := 0
	for i := range r.Cells {
		r.Cells[i] = make([]Shown, n.columns+1)
		if i < n.rows {
			r.Counted[i] = make([]homeward.Count, n.columns)
		}
		for j := range r.Cells[i] {
			a := n.arcs[k]
			k++
			if i < n.rows && j < n.columns {
				r.Counted[i][j] = a.counted
			}
			if a.hidden {
				r.Cells[i][j] = Shown{Hidden: true}
				continue
			}
			r.Cells[i][j] = Shown{Count: a.shown, Held: a.held}
		}
	}
	return r
}
