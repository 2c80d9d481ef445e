// Package disclosure decides what of a table of counts may be published so that nobody can be singled out.
//
// A table counts households and people by row (a place) and column (a day, a number of rooms), with totals. A cell that
// counts one or two households tells its neighbours about a family; so does the difference of two cells, of a total and
// its parts, or of today's table and yesterday's. Protect therefore hides small cells (primary suppression), hides as
// little else as is needed so that no hidden cell can be worked out from the totals (complementary suppression), and
// holds back changes of fewer households than the minimum until they have grown (differencing). Totals always add up:
// they are made of the very counts that the cells show or hide.
//
// The method of complementary suppression is the network one of Cox (JASA 90, 1995): a two-way table with its totals is
// a circulation, and a hidden cell is safe if a unit of flow can be pushed around a cycle of hidden cells through it.
// Rounding is the zero-restricted controlled rounding of Cox and Ernst (INFOR 20, 1982) on the same network.
package disclosure

import (
	"homeward"
)

// DefaultMinimum is the fewest households a cell may count to be shown. Press releases print single families with
// their number of people; Homeward does not.
const DefaultMinimum = 3

// maxCells bounds a table, so that a wrong query cannot ask for a protection that takes minutes.
const maxCells = 10000

// Table is what is to be published, before protection. A plain list of places is a table of one column.
type Table struct {
	Rows    []string
	Columns []string
	// Cells[row][column]; totals are made here and never handed in.
	Cells [][]homeward.Count
}

// List makes a table of one column.
func List(rows []string, counts []homeward.Count) Table {
	t := Table{Rows: rows, Columns: []string{""}, Cells: make([][]homeward.Count, len(counts))}
	for i, c := range counts {
		t.Cells[i] = []homeward.Count{c}
	}
	return t
}

// Rule says how a table is protected.
type Rule struct {
	// Minimum is the fewest households of a shown cell that is not zero; 0 means DefaultMinimum.
	Minimum int
	// Base, if more than one, rounds every number to a multiple of it instead of hiding cells. It may not be less
	// than Minimum.
	Base int
}

// Shown is one cell as published.
type Shown struct {
	homeward.Count
	// Hidden says that the cell is withheld: its counts are zero and mean nothing.
	Hidden bool `json:"hidden,omitempty"`
	// Held says that the cell still shows the count of an earlier release, as too few households have changed since.
	Held bool `json:"held,omitempty"`
}

// Note says why a cell shows no number, or an older one; zero if it shows what is so.
func (s Shown) Note(minimum int) homeward.Text {
	switch {
	case s.Hidden:
		return homeward.T("disclosure.hidden", "Minimum", minimum)
	case s.Held:
		return homeward.T("disclosure.held", "Minimum", minimum)
	}
	return homeward.Text{}
}

// Release is a protected table. Its last row and last column hold the totals.
type Release struct {
	Rows    []string  `json:"rows"`
	Columns []string  `json:"columns"`
	Cells   [][]Shown `json:"cells"`
	Minimum int       `json:"minimum"`
	Base    int       `json:"base,omitempty"`
	// Counted is what the totals are made of: the true counts, but for changes that are held back. The next release
	// needs it; it must be kept inside and never published.
	Counted [][]homeward.Count `json:"-"`
}

// Total is the bottom right cell.
func (r Release) Total() Shown { return r.Cells[len(r.Cells)-1][len(r.Columns)] }

// Row returns the total of a row by its name.
func (r Release) Row(name string) (Shown, bool) {
	for i, row := range r.Rows {
		if row == name {
			return r.Cells[i][len(r.Columns)], true
		}
	}
	return Shown{}, false
}

// Protect makes a release of a table. previous is the release that readers have already seen, nil for the first one;
// its rows and columns are matched by name. A table with counts below zero, of people without a household, or too
// large is Invalid.
func Protect(t Table, previous *Release, rule Rule) (Release, error) {
	if rule.Minimum == 0 {
		rule.Minimum = DefaultMinimum
	}
	if err := check(t, rule); err != nil {
		return Release{}, err
	}
	n := newNetwork(t, previous, rule.Minimum)
	if rule.Base > 1 {
		n.round(rule.Base)
	} else {
		n.suppress()
	}
	return n.release(t, rule), nil
}

func check(t Table, rule Rule) error {
	if rule.Minimum < 1 || (rule.Base > 1 && rule.Base < rule.Minimum) {
		return homeward.Errorf(homeward.Invalid, "disclosure.rule", "Minimum", rule.Minimum, "Base", rule.Base)
	}
	if len(t.Rows)*len(t.Columns) > maxCells {
		return homeward.Errorf(homeward.Invalid, "disclosure.too_large", "Cells", len(t.Rows)*len(t.Columns), "Most", maxCells)
	}
	if len(t.Cells) != len(t.Rows) {
		return homeward.Errorf(homeward.Invalid, "disclosure.shape")
	}
	for i, row := range t.Cells {
		if len(row) != len(t.Columns) {
			return homeward.Errorf(homeward.Invalid, "disclosure.shape")
		}
		for _, c := range row {
			if c.Households < 0 || c.Individuals < 0 || (c.Households == 0 && c.Individuals > 0) {
				return homeward.Errorf(homeward.Invalid, "disclosure.count", "Row", t.Rows[i],
					"Households", c.Households, "Individuals", c.Individuals)
			}
		}
	}
	return nil
}

// hold gives what is counted for a cell: the true count, or the one already published if fewer than minimum
// households, or with the same households fewer than minimum people, have come or gone since.
func hold(published, now homeward.Count, minimum int) homeward.Count {
	d := now.Households - published.Households
	if d == 0 {
		d = now.Individuals - published.Individuals
	}
	if d != 0 && -minimum < d && d < minimum {
		return published
	}
	return now
}
