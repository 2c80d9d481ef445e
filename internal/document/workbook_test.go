package document

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"homeward"
)

func open(t *testing.T, b []byte) (*excelize.File, string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, f.GetSheetName(0)
}

func TestManifestWorkbookHoldsTheList(t *testing.T) {
	b, err := ManifestWorkbook(movement(t, "az"))
	if err != nil {
		t.Fatal(err)
	}
	f, sheet := open(t, b)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 8 {
		t.Fatalf("%d rows, want the heads and 7 people", len(rows))
	}
	for _, c := range []struct{ cell, want string }{
		{"B2", "4471-8"}, {"B3", "4471-8"}, {"C4", "Անահիտ Գևորգյան"}, {"C5", "Мамедов Чингиз Алиагаевич"}, {"F8", "Yoxdur"}, {"G8", "Xeyr"},
	} {
		if got, _ := f.GetCellValue(sheet, c.cell); got != c.want {
			t.Errorf("%s is %q, want %q", c.cell, got, c.want)
		}
	}
}

// A name from the register must not run in the office's spreadsheet.
func TestWorkbookDoesNotRunWhatPeopleWrote(t *testing.T) {
	b, err := Workbook(ListInput{
		In: speakers(t, "en")[0], Title: homeward.T("document.name"), Made: signed,
		Heads: []homeward.Text{homeward.T("document.name"), homeward.T("document.born"), homeward.T("document.rooms"), homeward.T("document.area"), homeward.T("document.name")},
		Rows:  [][]any{{`=HYPERLINK("http://x","y")`, homeward.NewDate(1961, 4, 2), 3, 78.4, " <a & b>\n\"c\"\x01"}, {"+1", homeward.Date{}, 0, 0.5}, {"@SUM(A1)", homeward.NewDate(1900, 1, 1), -1, 1.0}},
	})
	if err != nil {
		t.Fatal(err)
	}
	f, sheet := open(t, b)
	for _, cell := range []string{"A2", "A3", "A4"} {
		if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
			t.Errorf("%s is a formula: %s", cell, formula)
		}
		if kind, _ := f.GetCellType(sheet, cell); kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
			t.Errorf("%s has type %v", cell, kind)
		}
	}
	if got, _ := f.GetCellValue(sheet, "D2", excelize.Options{RawCellValue: true}); got != "78.4" {
		t.Errorf("D2 is %q", got)
	}
	for cell, want := range map[string]string{"B2": "22373", "B4": "1", "C2": "3", "C4": "-1"} {
		if got, _ := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true}); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	if got, _ := f.GetCellValue(sheet, "E2"); got != " <a & b>\n\"c\"\uFFFD" {
		t.Errorf("E2 is %q", got)
	}
	if got, _ := f.GetCellValue(sheet, "B3"); got != "" {
		t.Errorf("an unknown date is %q", got)
	}
}

func TestWorkbookSameInputSameBytes(t *testing.T) {
	first, err := ManifestWorkbook(movement(t, "hy"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := ManifestWorkbook(movement(t, "hy"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("the bytes differ")
		}
	}
}
