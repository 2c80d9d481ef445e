package matching

import "strings"

// Kind is what a column tells about a person; it decides how two values are compared.
type Kind uint8

const (
	// Ignored columns are carried and never compared.
	Ignored Kind = iota
	ID
	GivenName
	FamilyName
	FatherName
	FullName
	BirthDate
	BirthPlace
	SexColumn
	Phone
	Document
	Address
	Place
	Household
	// OtherText is any further column that the caller wants compared as text.
	OtherText
)

// kindNames are the names of the kinds in --map, in the order of the constants.
var kindNames = [...]string{"", "id", "given", "family", "father", "full_name", "birth_date", "birth_place", "sex", "phone", "document", "address", "place", "household", "text"}

func (k Kind) String() string { return kindNames[k] }

// KindNamed finds a kind by its name in --map.
func KindNamed(name string) (Kind, bool) {
	for k, n := range kindNames {
		if n == name && n != "" && Kind(k) != OtherText {
			return Kind(k), true
		}
	}
	return Ignored, false
}

// Table is a list of records in columns. Values are stored once each: a name borne by thousands is kept, read and
// prepared one time.
type Table struct {
	columns []*column
	rows    int
}

// column holds the values of one column: value[0] is the blank, of[row] is the number of the row's value.
type column struct {
	name   string
	kind   Kind
	value  []string
	of     []uint32
	number map[string]uint32
}

func newColumn(name string, kind Kind) *column {
	return &column{name: name, kind: kind, value: []string{""}, number: map[string]uint32{"": 0}}
}

// add appends a value.
func (c *column) add(v string) {
	id, ok := c.number[v]
	if !ok {
		// The text may be a piece of a larger buffer; a value is kept for the life of the table.
		v = strings.Clone(v)
		id = uint32(len(c.value))
		c.number[v] = id
		c.value = append(c.value, v)
	}
	c.of = append(c.of, id)
}

// NewTable makes an empty table with named columns.
func NewTable(names []string, kinds []Kind) *Table {
	t := &Table{}
	for i, k := range kinds {
		t.columns = append(t.columns, newColumn(names[i], k))
	}
	return t
}

// Add appends one record; fields stand in the order of the columns. Blanks and the usual words for "unknown" are blank.
func (t *Table) Add(fields []string) {
	for i, c := range t.columns {
		v := strings.TrimSpace(fields[i])
		if IsBlank(v) {
			v = ""
		}
		c.add(v)
	}
	t.rows++
}

// Len is the number of records.
func (t *Table) Len() int { return t.rows }

// Value returns the text of a row in the i-th column.
func (t *Table) Value(row, i int) string { return t.columns[i].value[t.columns[i].of[row]] }

// blanks are what people write where they know nothing.
var blanks = map[string]bool{
	"-": true, "--": true, "—": true, "–": true, "?": true, ".": true, "/": true, "n/a": true, "na": true, "null": true, "none": true, "nan": true, "unknown": true,
	"yoxdur": true, "bilinmir": true, "неизвестно": true, "нет": true, "нет данных": true, "անհայտ": true, "չկա": true, "#n/a": true,
}

// IsBlank says whether a value tells nothing.
func IsBlank(v string) bool {
	return v == "" || len(v) <= 24 && blanks[strings.ToLower(v)]
}
