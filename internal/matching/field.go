package matching

import (
	"strings"
)

// level is how two values of one field stand to each other, best first. blankLevel says nothing at all.
type level uint8

const (
	blankLevel level = iota
	sameLevel
	// sameFormLevel: one name in another spelling, script or form; a date that says little (1 January, a year alone).
	sameFormLevel
	// closeLevel: alike, as one slip or another ear would make it.
	closeLevel
	// looseLevel: something in common: a word of a text, the year of a date, the beginning of a name.
	looseLevel
	differLevel
	levels
)

// field is a column made ready to be compared: what is needed of each of its values, by the value's number.
type field struct {
	*column
	// plain is the value as compared letter by letter.
	plain []string
	// names holds the words of names; nil for other kinds.
	names []*Spoken
	dates []Date
	sexes []Sex
	// share is, for each value, the share of the filled rows that have it or one that is the same when spoken.
	share []float32
	// sound numbers values that are spoken the same.
	sound []uint32
}

func newField(c *column, scripts scriptSet) *field {
	f := &field{column: c, plain: make([]string, len(c.value))}
	switch {
	case c.kind.isName():
		f.names = make([]*Spoken, len(c.value))
	case c.kind == BirthDate:
		f.dates = make([]Date, len(c.value))
	case c.kind == SexColumn:
		f.sexes = make([]Sex, len(c.value))
	}
	order := dayFirst
	if c.kind == BirthDate {
		order = guessDateOrder(c.value)
	}
	for i, v := range c.value {
		switch {
		case c.kind.isName():
			f.plain[i] = spokenAs(v)
			f.names[i] = prepare(nameOf(v, c.kind), scripts)
		case c.kind == BirthDate:
			f.dates[i] = parseDate(v, order)
			f.plain[i] = plainText(v)
		case c.kind == SexColumn:
			f.sexes[i] = sexOf(v)
			f.plain[i] = string(rune(f.sexes[i]))
		case c.kind == Document:
			f.plain[i] = plainCode(v)
		case c.kind == Phone:
			f.plain[i] = plainPhone(v)
		default:
			f.plain[i] = plainText(v)
		}
	}
	f.count()
	return f
}

func (k Kind) isName() bool {
	return k == GivenName || k == FamilyName || k == FatherName || k == FullName
}

func nameOf(v string, k Kind) Name {
	switch k {
	case GivenName:
		return Name{Given: v}
	case FamilyName:
		return Name{Family: v}
	case FatherName:
		return Name{Father: v}
	}
	return Name{Full: v}
}

// spokenAs is a name in its first readings, feminine endings off: what counts as one name when names are counted.
func spokenAs(v string) string {
	var parts []string
	for _, token := range tokens(v) {
		if particles[string(token)] {
			continue
		}
		parts = append(parts, withoutFeminine(withoutDroppedH(readings(token)[0])))
	}
	return strings.Join(parts, " ")
}

// count numbers the values by how they are spoken and counts their rows.
func (f *field) count() {
	f.sound = make([]uint32, len(f.value))
	numbers := map[string]uint32{"": 0}
	for i, p := range f.plain {
		id, ok := numbers[p]
		if !ok {
			id = uint32(len(numbers))
			numbers[p] = id
		}
		f.sound[i] = id
	}
	rows := make([]int, len(numbers))
	filled := 0
	for _, v := range f.of {
		if s := f.sound[v]; s != 0 {
			rows[s]++
			filled++
		}
	}
	f.share = make([]float32, len(f.value))
	usual := f.kind.usualShare()
	for i, s := range f.sound {
		// The pair that is weighed is not its own evidence that the value is common.
		others := float64(max(0, rows[s]-2))
		f.share[i] = float32((others + pseudoRows*usual) / (float64(max(0, filled-2)) + pseudoRows))
	}
}

// pseudoRows is how many records of an imagined ordinary register stand beside the file's own, so that in a short file
// a name that two records share is not taken for a common one.
const pseudoRows = 200

// usualShare is the share of a value in an ordinary register: one in so many.
func (k Kind) usualShare() float64 {
	switch k {
	case GivenName, FatherName:
		return 1. / 200
	case FamilyName:
		return 1. / 400
	case BirthDate, FullName:
		return 1. / 10_000
	case Phone, Document:
		return 1. / 1_000_000
	case Address:
		return 1. / 2_000
	case SexColumn:
		return 1. / 2
	}
	return 1. / 100
}

// chance is the chance that two filled rows drawn at random hold values spoken the same.
func (f *field) chance() float64 {
	sum, filled := 0.0, 0
	for _, v := range f.of {
		if !f.blank(v) {
			sum += float64(f.share[v])
			filled++
		}
	}
	return sum / float64(max(1, filled))
}

// blank says whether a value tells nothing: empty, or nothing readable in it.
func (f *field) blank(v uint32) bool { return f.sound[v] == 0 }

// compare gives the level of two values.
func (f *field) compare(a, b uint32) level {
	if f.blank(a) || f.blank(b) {
		return blankLevel
	}
	switch {
	case f.names != nil:
		return f.compareNames(a, b)
	case f.dates != nil:
		return compareDates(f.dates[a], f.dates[b], f.sound[a] == f.sound[b])
	case f.sexes != nil:
		if f.sexes[a] == f.sexes[b] {
			return sameLevel
		}
		return differLevel
	case f.kind == Document || f.kind == Phone:
		return compareCodes(f.plain[a], f.plain[b])
	}
	return compareTexts(f.plain[a], f.plain[b])
}

func (f *field) compareNames(a, b uint32) level {
	if f.sound[a] == f.sound[b] {
		return sameLevel
	}
	switch like := f.names[a].Likeness(f.names[b]); {
	case like >= 0.97:
		return sameLevel
	case like >= spelledAlike:
		return sameFormLevel
	case like >= 0.72:
		return closeLevel
	}
	if beginsWith(f.plain[a], f.plain[b]) || beginsWith(f.plain[b], f.plain[a]) {
		return looseLevel
	}
	return differLevel
}

// beginsWith says whether a is a short form of b: its first two letters at least, or its initial alone.
func beginsWith(a, b string) bool {
	return (len(a) == 1 || len(a) > 1 && len(a) < len(b)) && strings.HasPrefix(b, a[:min(len(a), len(b))])
}

func compareDates(a, b Date, same bool) level {
	if a == (Date{}) || b == (Date{}) {
		if same {
			return sameFormLevel
		}
		return differLevel
	}
	full := a.Day != 0 && b.Day != 0
	switch {
	case a == b && full && !(a.Month == 1 && a.Day == 1):
		return sameLevel
	case a == b, a.Year == b.Year && !full:
		return sameFormLevel
	case full && isSlip(a, b):
		return closeLevel
	case a.Year == b.Year, full && a.Month == b.Month && a.Day == b.Day && !(a.Month == 1 && a.Day == 1):
		return looseLevel
	}
	return differLevel
}

func compareCodes(a, b string) level {
	switch {
	case a == b:
		return sameLevel
	case len(a) > 4 && len(b) > 4 && oneEdit(a, b):
		return closeLevel
	}
	return differLevel
}

func compareTexts(a, b string) level {
	if a == b {
		return sameLevel
	}
	like := jaroWinkler(a, b)
	if like < 0.92 && strings.IndexByte(a, ' ') > 0 && strings.IndexByte(b, ' ') > 0 {
		like = max(like, sharedWords(a, b))
	}
	switch {
	case otherNumber(a, b):
		if like >= 0.6 {
			return looseLevel
		}
		return differLevel
	case like >= 0.92 || oneEdit(a, b) && len(a) > 3:
		return sameFormLevel
	case like >= 0.8:
		return closeLevel
	case like >= 0.6:
		return looseLevel
	}
	return differLevel
}

// otherNumber says whether two texts of words and numbers, as addresses are, have other numbers: Nizami 12 is not
// Nizami 14, however alike they look. Codes without a word in them are compared letter by letter.
func otherNumber(a, b string) bool {
	return hasWord(a) && hasWord(b) && hasDigit(a) && hasDigit(b) && digitsOf(a) != digitsOf(b)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// hasWord says whether four letters follow each other.
func hasWord(s string) bool {
	run := 0
	for i := range len(s) {
		if s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' {
			if run++; run == 4 {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// scripts is the set of scripts the names of a table stand in.
func (t *Table) scripts() scriptSet {
	var set scriptSet
	for _, c := range t.columns {
		if c.kind.isName() {
			set |= scriptsOf(c.value)
		}
	}
	return set & allScripts
}

// fields makes the columns ready that take part in the comparison. A full name beside given and family name would count
// one thing twice; only its further words are compared then.
func (t *Table) fields() []*field {
	scripts := t.scripts()
	given, family := t.first(GivenName), t.first(FamilyName)
	var out []*field
	for _, c := range t.columns {
		switch c.kind {
		case Ignored, ID, Household:
			continue
		case FullName:
			if given != nil && family != nil {
				c = t.furtherWords(c, given, family)
			}
		}
		if len(c.value) > 1 {
			out = append(out, newField(c, scripts))
		}
	}
	return out
}

func (t *Table) first(k Kind) *column {
	for _, c := range t.columns {
		if c.kind == k {
			return c
		}
	}
	return nil
}

// furtherWords is a column of the words of the full names that stand neither in the given nor in the family name.
func (t *Table) furtherWords(full *column, parts ...*column) *column {
	out := newColumn(full.name, OtherText)
	for row := range t.rows {
		known := map[string]bool{}
		for _, p := range parts {
			for _, w := range strings.Fields(plainText(p.value[p.of[row]])) {
				known[w] = true
			}
		}
		var further []string
		for _, w := range strings.Fields(plainText(full.value[full.of[row]])) {
			if !known[w] {
				further = append(further, w)
			}
		}
		out.add(strings.Join(further, " "))
	}
	return out
}
