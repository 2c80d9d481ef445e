package allotment

import "math"

// simplex solves the linear relaxation of choosing, for every unit, one of its columns, within the capacities of the
// rows. A unit is a group of households, one household or a class of equals; a column is a place for the whole unit,
// using homes of certain types and the settlement's capacity in people. Columns are made when prices call for them.
//
// It is the revised primal simplex with generalised upper bounds (Dantzig and Van Slyke 1967): every unit keeps one
// key column, so the basis to invert has as many rows as there are home types and capacities, however many units.
//
// Nothing that is claimed rests on its rounding: prices found here are rounded to whole numbers and the bound is
// computed from them exactly, elsewhere.
type simplex struct {
	rows     int
	capacity []float64
	units    []lpUnit
	// choose finds the best site of a unit at prices and what it is worth there; build makes its column.
	choose func(unit int, price []float64) (site int, worth float64)
	build  func(unit, site int, price []float64) column

	basis []*column // by position; nil is the slack of slackOf
	slack []int32
	x     []float64
	inv   []float64 // rows·rows, inverse of the working basis, by position
	price []float64

	direction []float64
	at        int // unit where pricing goes on
	pivots    int
	fresh     int // pivots since the inverse was computed anew
}

type lpUnit struct {
	count  float64
	key    *column
	keyX   float64
	basics []int32 // positions of its other columns in the basis
}

// column is one way to place a unit. Site -1 is waiting.
type column struct {
	unit, site int32
	value      float64
	uses       []use
}

type use struct {
	row    int32
	amount float64
}

const (
	lpTolerance = 1e-7
	// priceBlock is how many units are priced before the best of them enters, at least.
	priceBlock = 64
	// renewAfter pivots the inverse is computed anew.
	renewAfter = 400
)

// newSimplex starts with every unit at its key column, which must fit the capacities.
func newSimplex(capacity []float64, units []lpUnit) *simplex {
	m := len(capacity)
	s := &simplex{
		rows: m, capacity: capacity, units: units,
		basis: make([]*column, m), slack: make([]int32, m), x: make([]float64, m),
		inv: make([]float64, m*m), price: make([]float64, m), direction: make([]float64, m),
	}
	for r := range m {
		s.slack[r] = int32(r)
		s.inv[r*m+r] = 1
		s.x[r] = capacity[r]
	}
	for i := range units {
		for _, u := range units[i].key.uses {
			s.x[u.row] -= u.amount * units[i].keyX
		}
	}
	return s
}

// solve pivots until no column improves, or the budget of pivots is spent; it says whether it finished.
func (s *simplex) solve(budget int) bool {
	for ; budget > 0; budget-- {
		q, gain := s.entering()
		if gain <= lpTolerance {
			return true
		}
		s.pivot(q, gain)
		if s.fresh >= renewAfter {
			s.renew()
		}
	}
	return false
}

// worth is a column's value less the price of what it uses.
func (s *simplex) worth(c *column) float64 {
	w := c.value
	for _, u := range c.uses {
		w -= s.price[u.row] * u.amount
	}
	return w
}

// entering returns the most gainful of a block of columns, or slack rows with a price below nothing.
func (s *simplex) entering() (*column, float64) {
	var slack *column
	unit, site, gain := -1, 0, lpTolerance
	for r, p := range s.price {
		if -p > gain && !s.isBasicSlack(int32(r)) {
			slack, gain = &column{unit: -1, site: int32(r)}, -p
		}
	}
	block := max(priceBlock, len(s.units)/16)
	for n := range s.units {
		i := (s.at + n) % len(s.units)
		at, w := s.choose(i, s.price)
		if g := w - s.worth(s.units[i].key); g > gain {
			unit, site, gain = i, at, g
		}
		if n >= block && (unit >= 0 || slack != nil) {
			s.at = (i + 1) % len(s.units)
			break
		}
	}
	switch {
	case unit >= 0:
		c := s.build(unit, site, s.price)
		return &c, gain
	case slack != nil:
		return slack, gain
	}
	return nil, 0
}

func (s *simplex) isBasicSlack(r int32) bool {
	for p, c := range s.basis {
		if c == nil && s.slack[p] == r {
			return true
		}
	}
	return false
}

// pivot brings a column in.
func (s *simplex) pivot(q *column, gain float64) {
	s.pivots++
	s.aim(q)
	step, leaves, keyOf := s.ratio(q)
	s.advance(q, step)
	if keyOf >= 0 {
		unit := &s.units[keyOf]
		if len(unit.basics) == 0 { // only the entering unit's own key can leave without a heir
			unit.key, unit.keyX = q, step
			return
		}
		leaves = s.changeKey(keyOf, q)
	}
	s.replace(q, leaves, step, gain)
}

// aim computes how the basic columns change for one unit of q.
func (s *simplex) aim(q *column) {
	d := s.direction
	clear(d)
	m := s.rows
	addUse := func(row int32, amount float64) {
		for p := range d {
			d[p] += s.inv[p*m+int(row)] * amount
		}
	}
	if q.unit < 0 {
		addUse(q.site, 1)
		return
	}
	for _, u := range q.uses {
		addUse(u.row, u.amount)
	}
	for _, u := range s.units[q.unit].key.uses {
		addUse(u.row, -u.amount)
	}
}

// keyRate is how a unit's key column changes for one unit of q.
func (s *simplex) keyRate(unit int32, q *column) float64 {
	rate := 0.0
	for _, p := range s.units[unit].basics {
		rate += s.direction[p]
	}
	if unit == q.unit {
		rate--
	}
	return rate
}

// ratio finds how far q can go and what it drives to nothing: a position of the basis, or the key of a unit.
func (s *simplex) ratio(q *column) (step float64, position int, keyOf int32) {
	step, position, keyOf = math.Inf(1), -1, -1
	pivot := 0.0
	consider := func(rate, x float64, p int, unit int32) {
		if rate < 1e-9 {
			return
		}
		r := max(x, 0) / rate
		if r < step-1e-10 || r < step+1e-10 && rate > pivot {
			step, position, keyOf, pivot = min(r, step), p, unit, rate
		}
	}
	for p, d := range s.direction {
		consider(d, s.x[p], p, -1)
		if c := s.basis[p]; c != nil && s.units[c.unit].basics[0] == int32(p) {
			consider(-s.keyRate(c.unit, q), s.units[c.unit].keyX, -1, c.unit)
		}
	}
	if q.unit >= 0 && len(s.units[q.unit].basics) == 0 {
		consider(1, s.units[q.unit].keyX, -1, q.unit)
	}
	return step, position, keyOf
}

func (s *simplex) advance(q *column, step float64) {
	for p, d := range s.direction {
		if c := s.basis[p]; c != nil && s.units[c.unit].basics[0] == int32(p) {
			s.units[c.unit].keyX += step * s.keyRate(c.unit, q)
		}
		s.x[p] -= step * d
	}
	if q.unit >= 0 && len(s.units[q.unit].basics) == 0 {
		s.units[q.unit].keyX -= step
	}
}

// changeKey makes another basic column of a unit its key, so that the old key can leave from its position.
func (s *simplex) changeKey(unit int32, q *column) int {
	u := &s.units[unit]
	heir := u.basics[0]
	for _, p := range u.basics {
		if s.x[p] > s.x[heir] {
			heir = p
		}
	}
	if unit == q.unit {
		s.direction[heir]-- // q is measured against the key
	}
	m := s.rows
	row := s.inv[int(heir)*m : (int(heir)+1)*m]
	for _, p := range u.basics {
		if p == heir {
			continue
		}
		s.direction[heir] += s.direction[p]
		for r, v := range s.inv[int(p)*m : (int(p)+1)*m] {
			row[r] += v
		}
	}
	s.direction[heir] = -s.direction[heir]
	for r := range row {
		row[r] = -row[r]
	}
	s.basis[heir], u.key = u.key, s.basis[heir]
	s.x[heir], u.keyX = u.keyX, s.x[heir]
	return int(heir)
}

// replace puts q at a position and updates inverse and prices.
func (s *simplex) replace(q *column, position int, step, gain float64) {
	m := s.rows
	s.forget(position)
	row := s.inv[position*m : (position+1)*m]
	pivot := s.direction[position]
	for r := range row {
		row[r] /= pivot
		s.price[r] += gain * row[r]
	}
	for p := range m {
		d := s.direction[p]
		if p == position || d == 0 {
			continue
		}
		other := s.inv[p*m : (p+1)*m]
		for r, v := range row {
			other[r] -= d * v
		}
	}
	s.x[position] = step
	if q.unit < 0 {
		s.basis[position], s.slack[position] = nil, q.site
	} else {
		s.basis[position] = q
		s.units[q.unit].basics = append(s.units[q.unit].basics, int32(position))
	}
	s.fresh++
}

func (s *simplex) forget(position int) {
	c := s.basis[position]
	if c == nil {
		return
	}
	b := s.units[c.unit].basics
	for n, p := range b {
		if int(p) == position {
			s.units[c.unit].basics = append(b[:n], b[n+1:]...)
			return
		}
	}
}

// renew computes inverse, values and prices anew, so that rounding does not add up.
func (s *simplex) renew() {
	m := s.rows
	work := make([]float64, m*2*m) // [basis | identity], columns of the basis as columns
	at := func(r, c int) *float64 { return &work[r*2*m+c] }
	for p, c := range s.basis {
		if c == nil {
			*at(int(s.slack[p]), p) = 1
			continue
		}
		for _, u := range c.uses {
			*at(int(u.row), p) += u.amount
		}
		for _, u := range s.units[c.unit].key.uses {
			*at(int(u.row), p) -= u.amount
		}
	}
	for r := range m {
		*at(r, m+r) = 1
	}
	if !eliminate(work, m) {
		s.fresh = 0 // too near singular to improve on what we have
		return
	}
	for p := range m {
		copy(s.inv[p*m:(p+1)*m], work[p*2*m+m:(p+1)*2*m])
	}
	s.fresh = 0
	s.reprice()
	s.revalue()
}

// eliminate is Gauss-Jordan with row exchanges on an m by 2m table.
func eliminate(work []float64, m int) bool {
	w := 2 * m
	for c := range m {
		best := c
		for r := c + 1; r < m; r++ {
			if math.Abs(work[r*w+c]) > math.Abs(work[best*w+c]) {
				best = r
			}
		}
		pivot := work[best*w+c]
		if math.Abs(pivot) < 1e-11 {
			return false
		}
		if best != c {
			for k := range w {
				work[best*w+k], work[c*w+k] = work[c*w+k], work[best*w+k]
			}
		}
		row := work[c*w : (c+1)*w]
		for k := range row {
			row[k] /= pivot
		}
		for r := range m {
			f := work[r*w+c]
			if r == c || f == 0 {
				continue
			}
			other := work[r*w : (r+1)*w]
			for k := c; k < w; k++ {
				other[k] -= f * row[k]
			}
		}
	}
	return true
}

// reprice computes the prices from the basis, as after a change of values.
func (s *simplex) reprice() {
	clear(s.price)
	for p, c := range s.basis {
		if c == nil {
			continue
		}
		over := c.value - s.units[c.unit].key.value
		for r, v := range s.inv[p*s.rows : (p+1)*s.rows] {
			s.price[r] += over * v
		}
	}
}

func (s *simplex) revalue() {
	rest := append([]float64{}, s.capacity...)
	for i := range s.units {
		for _, u := range s.units[i].key.uses {
			rest[u.row] -= u.amount * s.units[i].count
		}
	}
	for p := range s.x {
		s.x[p] = 0
		for r, v := range s.inv[p*s.rows : (p+1)*s.rows] {
			s.x[p] += v * rest[r]
		}
	}
	for i := range s.units {
		u := &s.units[i]
		u.keyX = u.count
		for _, p := range u.basics {
			u.keyX -= s.x[p]
		}
	}
}
