package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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

// Workbook makes a list as XLSX: a row of heads that stays in sight, filters, columns as wide as what they hold. It writes
// the few parts of the format (ECMA-376) that a list needs. The library that reads workbooks would write them too, but
// whoever writes with it links every method of everything: a third of the program's size for one button.
func Workbook(in ListInput) ([]byte, error) {
	g := newGrid(in)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageParts},
		{"docProps/core.xml", coreProperties(in)},
		{"xl/workbook.xml", g.book(in.In.T("document.xlsx.sheet"))},
		{"xl/_rels/workbook.xml.rels", bookParts},
		{"xl/styles.xml", cellStyles},
		{"xl/worksheets/sheet1.xml", g.worksheet()},
	} {
		w, err := z.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, xml.Header+part.content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

const (
	spreadsheet   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
	officeParts   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageMedia  = "application/vnd.openxmlformats-package."
	sheetMedia    = "application/vnd.openxmlformats-officedocument.spreadsheetml."

	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="` + packageMedia + `relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="` + packageMedia + `core-properties+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + sheetMedia + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + sheetMedia + `styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + sheetMedia + `worksheet+xml"/></Types>`

	packageParts = `<Relationships xmlns="` + relationships + `">` +
		`<Relationship Id="rId1" Type="` + officeParts + `/officeDocument" Target="xl/workbook.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	bookParts = `<Relationships xmlns="` + relationships + `">` +
		`<Relationship Id="rId1" Type="` + officeParts + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + officeParts + `/styles" Target="styles.xml"/></Relationships>`

	// Three ways to show a cell: as it is, bold, and a date in the manner of the reader's own machine (format 14).
	cellStyles = `<styleSheet xmlns="` + spreadsheet + `">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

	boldStyle, dateStyle = 1, 2
)

func coreProperties(in ListInput) string {
	stamp := in.Made.UTC().Format(time.RFC3339)
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escaped(in.In.Text(in.Title)) + `</dc:title><dc:creator>Homeward</dc:creator><cp:lastModifiedBy>Homeward</cp:lastModifiedBy>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:modified>` +
		`<dc:language>` + escaped(in.In.Lang()) + `</dc:language></cp:coreProperties>`
}

// grid is the one sheet of a workbook while it is written.
type grid struct {
	speak  *i18n.Localizer
	cells  strings.Builder
	widths []int // letters of the longest cell of each column that has a head
	rows   int
}

func newGrid(in ListInput) *grid {
	g := &grid{speak: in.In, widths: make([]int, len(in.Heads))}
	heads := make([]any, len(in.Heads))
	for i, h := range in.Heads {
		heads[i] = in.In.Text(h)
	}
	g.row(heads, boldStyle)
	for _, row := range in.Rows {
		g.row(row, 0)
	}
	return g
}

func (g *grid) row(values []any, style int) {
	g.rows++
	fmt.Fprintf(&g.cells, `<row r="%d">`, g.rows)
	for c, v := range values {
		shown := g.cell(columnName(c)+strconv.Itoa(g.rows), v, style)
		if c < len(g.widths) {
			g.widths[c] = max(g.widths[c], utf8.RuneCountInString(shown))
		}
	}
	g.cells.WriteString("</row>")
}

// cell writes one value and returns how it reads.
func (g *grid) cell(at string, v any, style int) string {
	number := func(text string, style int) {
		fmt.Fprintf(&g.cells, `<c r="%s" s="%d"><v>%s</v></c>`, at, style, text)
	}
	switch v := v.(type) {
	case int:
		text := strconv.Itoa(v)
		number(text, style)
		return text
	case float64:
		text := strconv.FormatFloat(v, 'f', -1, 64)
		number(text, style)
		return text
	case homeward.Date:
		if v.IsZero() {
			return ""
		}
		number(strconv.Itoa(dayNumber(v)), dateStyle)
		return v.String()
	}
	text, ok := v.(string)
	if !ok {
		text = g.speak.Value(v)
	}
	if text == "" {
		return ""
	}
	// Inline strings stay text, whatever they begin with.
	fmt.Fprintf(&g.cells, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escaped(cut(text, cellLetters)))
	return text
}

// cellLetters is what a cell may hold (ECMA-376, part 1, 18.18.37 and the limits of the programs that read it).
const cellLetters = 32_767

func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:min(len(r), most)])
}

// dayNumber counts days as workbooks do: 1 is 1 January 1900, and 1900 is thought to have had a 29 February.
func dayNumber(d homeward.Date) int {
	days := int(d.Time().Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
	if days <= 60 {
		days--
	}
	return days
}

// columnName is A, B … Z, AA, AB … of column 0, 1 …
func columnName(c int) string {
	name := ""
	for c++; c > 0; c = (c - 1) / 26 {
		name = string(rune('A'+(c-1)%26)) + name
	}
	return name
}

func (g *grid) last() string { return columnName(max(len(g.widths), 1) - 1) }

func (g *grid) book(name string) string {
	quoted := "'" + strings.ReplaceAll(name, "'", "''") + "'"
	return `<workbook xmlns="` + spreadsheet + `" xmlns:r="` + officeParts + `">` +
		`<sheets><sheet name="` + escaped(name) + `" sheetId="1" r:id="rId1"/></sheets>` +
		`<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">` +
		escaped(fmt.Sprintf("%s!$A$1:$%s$%d", quoted, g.last(), g.rows)) + `</definedName></definedNames></workbook>`
}

func (g *grid) worksheet() string {
	var cols strings.Builder
	for i, w := range g.widths {
		fmt.Fprintf(&cols, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, min(max(w+2, 8), 50))
	}
	around := func(tag, inside string) string {
		if inside == "" {
			return ""
		}
		return "<" + tag + ">" + inside + "</" + tag + ">"
	}
	return `<worksheet xmlns="` + spreadsheet + `">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		around("cols", cols.String()) +
		`<sheetData>` + g.cells.String() + `</sheetData>` +
		fmt.Sprintf(`<autoFilter ref="A1:%s%d"/>`, g.last(), g.rows) + `</worksheet>`
}

// escaped makes text safe inside XML; what XML cannot hold becomes U+FFFD.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
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
