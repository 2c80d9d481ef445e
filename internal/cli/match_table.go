package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/matching"

	"github.com/xuri/excelize/v2"
)

// people is one or two files of records, read.
type people struct {
	table    *matching.Table
	columns  []mappedColumn
	ids      *matching.Table
	problems []fileProblem
	// more counts the problems that are not listed.
	more int
}

// mappedColumn is a column of the file that is compared.
type mappedColumn struct {
	name string
	kind matching.Kind
}

// fileProblem is something wrong in one row that did not stop the reading.
type fileProblem struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
	Reason string `json:"reason"`
}

const (
	// listedProblems bounds the problems that are listed one by one.
	listedProblems = 20
	// mostRecords bounds what is held in memory at once.
	mostRecords = 12_000_000
	// mostColumns and longestValue bound a row.
	mostColumns  = 1_000
	longestValue = 10_000
	// badDates is the share of a column's dates that may be impossible before it is no column of dates.
	badDates = 0.5
)

func (t *people) id(row int) string { return t.ids.Value(row, 0) }

func (t *people) values(row int) []string {
	var out []string
	for i := range t.columns {
		if v := t.table.Value(row, i); v != "" {
			out = append(out, v)
		}
	}
	return out
}

func (t *people) fields() []string {
	out := []string{}
	for _, c := range t.columns {
		out = append(out, c.name+"="+c.kind.String())
	}
	return out
}

func (t *people) problem(p fileProblem) {
	if len(t.problems) < listedProblems {
		p.Value = shortened(p.Value)
		t.problems = append(t.problems, p)
	} else {
		t.more++
	}
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

func (t *people) tellProblems(w io.Writer) {
	for _, p := range t.problems {
		fmt.Fprintln(w, say(homeward.T("matching.row_problem", "File", p.File, "Row", p.Row, "Reason", p.Reason)))
	}
	if t.more > 0 {
		fmt.Fprintln(w, say(homeward.T("matching.more_problems", "Count", t.more)))
	}
}

// readPeople reads one file.
func readPeople(name string, f *matchFlags, p *progress) (*people, error) {
	t := &people{problems: []fileProblem{}}
	err := t.read(name, f, p)
	return t, err
}

// readTwo reads two files into one table and says how many rows are the first one's.
func readTwo(a, b string, f *matchFlags, p *progress) (t *people, split int, err error) {
	t = &people{problems: []fileProblem{}}
	if err := t.read(a, f, p); err != nil {
		return nil, 0, err
	}
	split = t.table.Len()
	return t, split, t.read(b, f, p)
}

// read appends the rows of a file; the first file decides which fields are compared.
func (t *people) read(name string, f *matchFlags, p *progress) error {
	rows, err := openRows(name, f.encoding)
	if err != nil {
		return err
	}
	defer rows.Close()
	header, err := rows.Next()
	if errors.Is(err, io.EOF) {
		return homeward.Errorf(homeward.Invalid, "matching.file_empty", "File", name).WithHint("matching.file_empty.hint")
	}
	if err != nil {
		return err
	}
	if len(header) > mostColumns {
		return homeward.Errorf(homeward.Invalid, "matching.file_columns", "File", name, "Count", len(header), "Most", mostColumns).WithHint("matching.file_columns.hint")
	}
	m, err := mapHeader(name, header, f)
	if err != nil {
		return err
	}
	if err := t.adopt(name, m); err != nil {
		return err
	}
	return t.readRows(name, rows, m, f, p)
}

// adopt makes the table for the first file's fields, and asks the second file for the same.
func (t *people) adopt(name string, m *mapping) error {
	if t.table == nil {
		names, kinds := make([]string, len(m.columns)), make([]matching.Kind, len(m.columns))
		for i, c := range m.columns {
			names[i], kinds[i] = c.name, c.kind
		}
		t.columns = m.columns
		t.table = matching.NewTable(names, kinds)
		t.ids = matching.NewTable([]string{"id"}, []matching.Kind{matching.ID})
		return nil
	}
	at := make([]int, len(t.columns))
	for i, c := range t.columns {
		j := slices.IndexFunc(m.columns, func(d mappedColumn) bool {
			return d.kind == c.kind && (c.kind != matching.OtherText || strings.EqualFold(d.name, c.name))
		})
		if j < 0 {
			return homeward.Errorf(homeward.Invalid, "matching.second_lacks", "File", name, "Field", c.kind.String(), "Column", c.name).WithHint("matching.map.hint")
		}
		at[i] = m.at[j]
	}
	m.columns, m.at = t.columns, at
	return nil
}

func (t *people) readRows(name string, rows rowReader, m *mapping, f *matchFlags, p *progress) error {
	values := make([]string, len(m.columns))
	dates := dateColumns(m.columns)
	known, impossible := 0, 0
	for row := 2; ; row++ {
		fields, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(fields) != m.width && !(rows.Ragged() && len(fields) < m.width) {
			return homeward.Errorf(homeward.Invalid, "matching.row_width", "File", name, "Row", row, "Count", len(fields), "Want", m.width).WithHint("matching.row_width.hint")
		}
		if isEmptyRow(fields) {
			continue
		}
		for i, at := range m.at {
			values[i] = fieldAt(fields, at)
			if len(values[i]) > longestValue {
				return homeward.Errorf(homeward.Invalid, "matching.value_long", "File", name, "Row", row, "Column", m.columns[i].name, "Most", longestValue).WithHint("matching.row_width.hint")
			}
		}
		for _, i := range dates {
			if values[i] = rows.Date(values[i]); values[i] == "" || matching.IsBlank(values[i]) {
				continue
			}
			known++
			if d := matching.ParseDate(values[i]); !d.Exists() {
				impossible++
				reason := homeward.T("matching.date_impossible", "Value", shortened(values[i]), "Column", m.columns[i].name)
				if f.strict {
					return homeward.Errorf(homeward.Invalid, "matching.row_problem", "File", name, "Row", row, "Reason", reason).WithHint("matching.strict.hint")
				}
				t.problem(fileProblem{name, row, m.columns[i].name, values[i], say(reason)})
			}
		}
		t.table.Add(values)
		t.ids.Add([]string{m.idOf(fields, row)})
		if t.table.Len() > mostRecords {
			return homeward.Errorf(homeward.Invalid, "matching.file_records", "File", name, "Most", mostRecords).WithHint("matching.file_records.hint")
		}
		if row%10_000 == 0 {
			done, size := rows.Progress()
			p.tell(done, size, say(homeward.T("matching.stage.read")))
		}
	}
	if known >= 20 && float64(impossible) > badDates*float64(known) {
		return homeward.Errorf(homeward.Invalid, "matching.no_dates", "File", name, "Column", m.columns[dates[0]].name, "Count", impossible, "Total", known).WithHint("matching.map.hint")
	}
	return nil
}

func dateColumns(columns []mappedColumn) []int {
	var out []int
	for i, c := range columns {
		if c.kind == matching.BirthDate {
			out = append(out, i)
		}
	}
	return out
}

func isEmptyRow(fields []string) bool {
	return !slices.ContainsFunc(fields, func(s string) bool { return strings.TrimSpace(s) != "" })
}

func fieldAt(fields []string, at int) string {
	if at < len(fields) {
		return fields[at]
	}
	return ""
}

// mapping says which columns of a file are compared and where they stand.
type mapping struct {
	columns []mappedColumn
	at      []int
	width   int
	// id is the column of ids, -1 for the number of the row.
	id int
}

func (m *mapping) idOf(fields []string, row int) string {
	if m.id >= 0 {
		if v := strings.TrimSpace(fieldAt(fields, m.id)); v != "" {
			return v
		}
	}
	return strconv.Itoa(row - 1)
}

// mapHeader finds the fields of a file: those that --map and --also tell, else those whose names are known.
func mapHeader(name string, header []string, f *matchFlags) (*mapping, error) {
	m := &mapping{width: len(header), id: -1}
	for i := range header {
		header[i] = strings.TrimSpace(strings.TrimPrefix(header[i], "\ufeff"))
	}
	find := func(column string) (int, error) {
		if i := slices.Index(header, column); i >= 0 {
			return i, nil
		}
		if i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(h, column) }); i >= 0 {
			return i, nil
		}
		return 0, homeward.Errorf(homeward.Invalid, "matching.column_missing", "File", name, "Column", column).
			WithHint("matching.column_missing.hint", "Columns", shownColumns(header))
	}
	taken := map[int]bool{}
	add := func(i int, kind matching.Kind) {
		taken[i] = true
		if kind == matching.ID {
			m.id = i
			return
		}
		m.columns = append(m.columns, mappedColumn{header[i], kind})
		m.at = append(m.at, i)
	}
	for _, pair := range f.columns {
		column, field, ok := cutLast(pair, "=")
		kind, known := matching.KindNamed(strings.TrimSpace(field))
		if !ok || !known {
			return nil, homeward.Errorf(homeward.Invalid, "matching.field_unknown", "Value", pair).
				WithHint("matching.field_unknown.hint", "Fields", strings.Join(matching.FieldNames(), ", "))
		}
		i, err := find(strings.TrimSpace(column))
		if err != nil {
			return nil, err
		}
		add(i, kind)
	}
	for _, column := range f.also {
		i, err := find(strings.TrimSpace(column))
		if err != nil {
			return nil, err
		}
		if !taken[i] {
			add(i, matching.OtherText)
		}
	}
	for i, h := range header {
		kind, ok := matching.KindOfColumn(h)
		if !ok || taken[i] || len(f.columns) > 0 && kind != matching.ID || kind == matching.ID && m.id >= 0 {
			continue
		}
		if kind != matching.ID && slices.ContainsFunc(m.columns, func(c mappedColumn) bool { return c.kind == kind }) {
			continue
		}
		add(i, kind)
	}
	if len(m.columns) < 2 {
		return nil, homeward.Errorf(homeward.Invalid, "matching.columns_unknown", "File", name).
			WithHint("matching.columns_unknown.hint", "Columns", shownColumns(header))
	}
	return m, nil
}

// cutLast cuts around the last separator: names of columns may hold "=".
func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func shownColumns(header []string) string {
	shown := header[:min(len(header), 30)]
	out := shortened(strings.Join(shown, ", "))
	if len(shown) <= 30 {
		out = strings.Join(shown, ", ")
	}
	return out
}

// rowReader gives the rows of a file one by one, whatever it is written in.
type rowReader interface {
	// Next returns the next row, io.EOF at the end. The row is valid until the next call.
	Next() ([]string, error)
	// Ragged says whether rows may be shorter than the header: spreadsheets leave out empty cells at the end.
	Ragged() bool
	// Date turns what the file stores for a date into text.
	Date(value string) string
	// Progress is how much has been read, of how much, in thousands of bytes.
	Progress() (done, total int)
	Close() error
}

// sheetRows reads the first sheet of a workbook.
type sheetRows struct {
	name string
	book *excelize.File
	rows *excelize.Rows
	row  int
}

// unzipLimit bounds what a workbook may unpack to: a zip can hold very much in very little.
const unzipLimit = 2 << 30

func openSheet(name string) (rowReader, error) {
	fail := func(err error) error {
		return homeward.Errorf(homeward.Invalid, "matching.sheet_unreadable", "File", name).WithHint("matching.sheet_unreadable.hint").Because(err)
	}
	book, err := excelize.OpenFile(name, excelize.Options{UnzipSizeLimit: unzipLimit, UnzipXMLSizeLimit: 64 << 20, RawCellValue: true})
	if err != nil {
		return nil, fail(err)
	}
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.Join(fail(io.ErrUnexpectedEOF), book.Close())
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return nil, errors.Join(fail(err), book.Close())
	}
	return &sheetRows{name: name, book: book, rows: rows}, nil
}

func (s *sheetRows) Next() ([]string, error) {
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil {
			return nil, homeward.Errorf(homeward.Invalid, "matching.sheet_row", "File", s.name, "Row", s.row+1).WithHint("matching.sheet_unreadable.hint").Because(err)
		}
		return nil, io.EOF
	}
	s.row++
	fields, err := s.rows.Columns()
	if err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "matching.sheet_row", "File", s.name, "Row", s.row).WithHint("matching.sheet_unreadable.hint").Because(err)
	}
	return fields, nil
}

func (s *sheetRows) Ragged() bool { return true }

// Date reads the number of days since 1900 that a workbook stores for a date.
func (s *sheetRows) Date(value string) string {
	days, err := strconv.ParseFloat(value, 64)
	if err != nil || days < 2200 && days == float64(int(days)) || days > 80_000 {
		return value // text, or a year
	}
	when, err := excelize.ExcelDateToTime(days, false)
	if err != nil {
		return value
	}
	return when.Format("2006-01-02")
}

func (s *sheetRows) Progress() (done, total int) { return s.row, s.row }

func (s *sheetRows) Close() error { return errors.Join(s.rows.Close(), s.book.Close()) }
