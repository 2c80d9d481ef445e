package allotment

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"homeward"
)

// MostRows is how many rows a file may have. It is five times the largest displacement there is a programme for.
const MostRows = 5_000_000

// rowError says what is wrong with one row of a file: its number as an editor shows it, the column if it is one, and the
// reason.
func rowError(file string, row int, column, reason string, pairs ...any) *homeward.Error {
	key := "allotment.row"
	if column == "" {
		key = "allotment.row_whole"
	}
	return homeward.Errorf(homeward.Invalid, key, "File", file, "Row", row, "Column", column,
		"Reason", homeward.T("allotment.row."+reason, pairs...)).WithHint("allotment.row." + reason + "_hint")
}

// table is a CSV file with a header. Fields are cut out of one string, since at a million rows a string for each field
// would cost more than the optimum does.
type table struct {
	file    string
	text    string
	columns map[string]int
	names   []string
	row     int // of the fields last returned; the header is row 1
	about   int // rows there are, about: what to make room for
	fields  []string
	quoted  *csv.Reader // for files with quotes
}

// openTable reads the header. Columns that are wanted must be there; others are ignored.
func openTable(file string, data []byte, wanted ...string) (*table, error) {
	t := &table{file: file, text: strings.TrimPrefix(string(data), "\ufeff"), columns: map[string]int{}}
	t.about = min(strings.Count(t.text, "\n"), MostRows)
	if strings.IndexByte(t.text, '"') >= 0 {
		t.quoted = csv.NewReader(strings.NewReader(t.text))
		t.quoted.FieldsPerRecord = -1
		t.quoted.ReuseRecord = true
	}
	if err := t.next(); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, homeward.Errorf(homeward.Invalid, "allotment.file_empty", "File", file).WithHint("allotment.file_empty_hint")
		}
		return nil, err
	}
	t.names = append([]string{}, t.fields...)
	for i, name := range t.names {
		t.columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range wanted {
		if _, ok := t.columns[name]; !ok {
			return nil, homeward.Errorf(homeward.Invalid, "allotment.column_missing", "File", file, "Column", name).
				WithHint("allotment.column_missing_hint", "Columns", strings.Join(wanted, ", "))
		}
	}
	return t, nil
}

// next reads the next row that is not empty; io.EOF at the end.
func (t *table) next() error {
	for {
		if err := t.line(); err != nil {
			return err
		}
		if t.row > MostRows+1 {
			return homeward.Errorf(homeward.Invalid, "allotment.too_many_rows", "File", t.file, "Row", t.row, "Most", MostRows).
				WithHint("allotment.too_many_rows_hint")
		}
		if len(t.fields) > 1 || strings.TrimSpace(t.fields[0]) != "" {
			break
		}
	}
	if t.names != nil && len(t.fields) != len(t.names) {
		return rowError(t.file, t.row, "", "fields", "Count", len(t.fields), "Want", len(t.names))
	}
	return nil
}

func (t *table) line() error {
	t.row++
	if t.quoted != nil {
		fields, err := t.quoted.Read()
		t.fields = fields
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			return rowError(t.file, parse.Line, "", "quotes").Because(err)
		}
		if err == nil {
			t.row, _ = t.quoted.FieldPos(0)
		}
		return err
	}
	if t.text == "" {
		return io.EOF
	}
	line := t.text
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line, t.text = line[:end], line[end+1:]
	} else {
		t.text = ""
	}
	line = strings.TrimSuffix(line, "\r")
	t.fields = t.fields[:0]
	for {
		comma := strings.IndexByte(line, ',')
		if comma < 0 {
			t.fields = append(t.fields, line)
			return nil
		}
		t.fields = append(t.fields, line[:comma])
		line = line[comma+1:]
	}
}

// column is where a column stands, -1 if the file has none of these names.
func (t *table) column(names ...string) int {
	for _, name := range names {
		if at, ok := t.columns[name]; ok {
			return at
		}
	}
	return -1
}

// field is a field as text; files with quotes reuse their buffer, so what is kept is copied.
func (t *table) field(at int) string {
	f := strings.TrimSpace(t.fields[at])
	if t.quoted != nil {
		f = strings.Clone(f)
	}
	return f
}

func (t *table) bad(at int, reason string, pairs ...any) *homeward.Error {
	return rowError(t.file, t.row, t.names[at], reason, append(pairs, "Value", t.fields[at])...)
}

// number reads a whole number of at least least.
func (t *table) number(at int, least, most int) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(t.fields[at]))
	switch {
	case err != nil:
		return 0, t.bad(at, "number")
	case n < least:
		return 0, t.bad(at, "too_small", "Least", least)
	case n > most:
		return 0, t.bad(at, "too_large", "Most", most)
	}
	return n, nil
}

func (t *table) yes(at int) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(t.fields[at])) {
	case "true", "yes", "1":
		return true, nil
	case "false", "no", "0", "":
		return false, nil
	}
	return false, t.bad(at, "yes_or_no")
}

// names numbers texts in the order in which they are first met.
type names struct {
	number map[string]int32
	list   []string
}

func newNames() *names { return &names{number: map[string]int32{}} }

func (n *names) of(s string) int32 {
	at, ok := n.number[s]
	if !ok {
		at = int32(len(n.list))
		n.number[s] = at
		n.list = append(n.list, s)
	}
	return at
}
