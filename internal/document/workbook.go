package document

import (
	"bytes"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"homeward"
	"homeward/internal/i18n"
)

// ListInput is any list as a workbook of one sheet.
type ListInput struct {
	In    *i18n.Localizer
	Title homeward.Text
	Made  homeward.Instant // date of the file
	Heads []homeward.Text
	// Rows hold strings, numbers, homeward.Dates and Texts. A string stays text, whatever it begins with, so that no cell
	// that somebody wrote into the register becomes a formula.
	Rows [][]any
}

// Workbook makes a list as XLSX: a row of heads that stays in sight, filters, columns as wide as what they hold.
func Workbook(in ListInput) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	name := in.In.T("document.xlsx.sheet")
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	stamp := in.Made.UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{
		Title: in.In.Text(in.Title), Creator: "Homeward", LastModifiedBy: "Homeward", Language: in.In.Lang(), Created: stamp, Modified: stamp,
	}); err != nil {
		return nil, err
	}
	widths := make([]int, len(in.Heads))
	heads := make([]any, len(in.Heads))
	for i, h := range in.Heads {
		heads[i] = in.In.Text(h)
	}
	for r, row := range append([][]any{heads}, in.Rows...) {
		for c, v := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				return nil, err
			}
			shown, err := setCell(f, name, cell, v, in.In)
			if err != nil {
				return nil, err
			}
			if c < len(widths) {
				widths[c] = max(widths[c], len([]rune(shown)))
			}
		}
	}
	if err := dress(f, name, widths, len(in.Rows)); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// setCell writes one value and returns how it reads.
func setCell(f *excelize.File, sheet, cell string, v any, l *i18n.Localizer) (string, error) {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v), f.SetCellInt(sheet, cell, int64(v))
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), f.SetCellFloat(sheet, cell, v, -1, 64)
	case homeward.Date:
		if v.IsZero() {
			return "", nil
		}
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14}) // a date in the manner of the reader's own machine
		if err != nil {
			return "", err
		}
		if err := f.SetCellValue(sheet, cell, v.Time()); err != nil {
			return "", err
		}
		return v.String(), f.SetCellStyle(sheet, cell, cell, style)
	case string:
		return v, f.SetCellStr(sheet, cell, v)
	}
	s := l.Value(v)
	return s, f.SetCellStr(sheet, cell, s)
}

// dress makes the heads bold, keeps them in sight, and sets widths and filters.
func dress(f *excelize.File, sheet string, widths []int, rows int) error {
	if len(widths) == 0 {
		return nil
	}
	last, err := excelize.ColumnNumberToName(len(widths))
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := f.SetCellStyle(sheet, "A1", last+"1", bold); err != nil {
		return err
	}
	if err := f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, w := range widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(sheet, col, col, float64(min(max(w+2, 8), 50))); err != nil {
			return err
		}
	}
	return f.AutoFilter(sheet, "A1:"+last+strconv.Itoa(rows+1), nil)
}

// ManifestWorkbook makes the list of a movement as XLSX.
func ManifestWorkbook(in ManifestInput) ([]byte, error) {
	if len(in.In) == 0 {
		return nil, homeward.Errorf(homeward.Invalid, "document.languages")
	}
	list := ListInput{
		In:    in.In[0],
		Title: homeward.T("document.manifest.title", "Number", strconv.Itoa(in.Movement.Number)),
		Made:  in.Movement.ManifestAt,
	}
	for _, c := range manifestColumns() {
		list.Heads = append(list.Heads, c.head)
	}
	for _, g := range in.Groups {
		for _, p := range g.Passengers {
			list.Rows = append(list.Rows, []any{
				len(list.Rows) + 1, string(g.Case), p.Name, relationText(p.Relation), p.Born,
				homeward.T("document.manifest.consent." + string(p.Consent)), homeward.T(yesNo(g.Briefed)), moment(p.Departed), moment(p.Arrived),
			})
		}
	}
	return Workbook(list)
}

func relationText(r homeward.Relation) any {
	if r == "" {
		return ""
	}
	return homeward.T("document.relation." + string(r))
}

// moment leaves the cell of a check-in that has not been empty.
func moment(at homeward.Instant) any {
	if at.IsZero() {
		return ""
	}
	return at
}
