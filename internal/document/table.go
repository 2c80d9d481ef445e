package document

import "homeward"

// Millimetres of air in tables.
const (
	rowAir  = 0.6 // above and below the text of a row
	cellAir = 3.0 // between two cells
)

// column of a table; shares of the width are relative to each other.
type column struct {
	head  homeward.Text
	share float64
	right bool // numbers stand at the right
	box   bool // an empty box to tick by hand; its cells are "" for a box, or text
}

// table sets rows under heads, with a hairline under each; heads are repeated on a new page. A row is never cut.
func (s *sheet) table(columns []column, rows [][]string) {
	widths := s.widths(columns)
	s.tableHead(columns, widths)
	for _, row := range rows {
		tall := 0.0
		for i, cell := range row {
			tall = max(tall, s.height(cell, widths[i]-cellAir, bodySize))
		}
		tall += 2 * rowAir
		if s.need(tall) {
			s.tableHead(columns, widths)
		}
		y, x := s.pdf.GetY(), marginX
		for i, cell := range row {
			s.pdf.SetY(y + rowAir)
			switch {
			case columns[i].box && cell == "":
				s.pdf.SetDrawColor(88, 84, 75)
				s.pdf.SetLineWidth(0.25)
				s.pdf.Rect(x, y+rowAir+0.5, 3.4, 3.4, "D")
			case columns[i].right:
				s.rightBlock(x, widths[i]-cellAir, cell, bodySize)
			default:
				s.block(x, widths[i]-cellAir, cell, bodySize, regular)
			}
			x += widths[i]
		}
		s.pdf.SetY(y + tall)
		s.hairline()
	}
	s.pdf.SetY(s.pdf.GetY() + 1.5)
}

func (s *sheet) widths(columns []column) []float64 {
	sum := 0.0
	for _, c := range columns {
		sum += c.share
	}
	widths := make([]float64, len(columns))
	for i, c := range columns {
		widths[i] = s.width * c.share / sum
	}
	return widths
}

func (s *sheet) tableHead(columns []column, widths []float64) {
	tall := 0.0
	for i, c := range columns {
		tall = max(tall, s.height(s.say(c.head), widths[i]-cellAir, smallSize))
	}
	s.need(tall + 10)
	y, x := s.pdf.GetY(), marginX
	s.soft()
	for i, c := range columns {
		// Heads of several lines stand on the same ground line.
		s.pdf.SetY(y + tall - s.height(s.say(c.head), widths[i]-cellAir, smallSize))
		if c.right {
			s.rightBlock(x, widths[i]-cellAir, s.say(c.head), smallSize)
		} else {
			s.block(x, widths[i]-cellAir, s.say(c.head), smallSize, regular)
		}
		x += widths[i]
	}
	s.ink()
	s.pdf.SetY(y + tall + 0.8)
	s.hairline()
}

// rightBlock is block with its lines ending at the right.
func (s *sheet) rightBlock(x, w float64, text string, size float64) {
	h := size * leading * pointMM
	for _, line := range s.lines(text, w, size) {
		y := s.pdf.GetY()
		s.pdf.Text(x+w-s.pdf.GetStringWidth(line), y+h*0.72, line)
		s.pdf.SetY(y + h)
	}
}

func (s *sheet) hairline() {
	s.pdf.SetDrawColor(187, 181, 165)
	s.pdf.SetLineWidth(0.2)
	y := s.pdf.GetY()
	s.pdf.Line(marginX, y, marginX+s.width, y)
}

// signRoom is the height of a pair of lines to sign on.
const signRoom = 24.0

// signature is a line to sign on, with the role above and the name beneath.
type signature struct {
	role homeward.Text
	name string
}

// signatures sets lines to sign on, two beside each other.
func (s *sheet) signatures(list []signature) {
	w := (s.width - gutter) / 2
	for i := 0; i < len(list); i += 2 {
		s.need(signRoom)
		y := s.pdf.GetY() + 1
		for j, g := range list[i:min(i+2, len(list))] {
			x := marginX + float64(j)*(w+gutter)
			s.soft()
			s.pdf.SetY(y)
			s.block(x, w, s.say(g.role), smallSize, regular)
			line := y + 14
			s.pdf.SetDrawColor(30, 29, 26)
			s.pdf.SetLineWidth(0.25)
			s.pdf.Line(x, line, x+w, line)
			s.ink()
			s.pdf.SetY(line + 0.8)
			s.block(x, w, g.name, bodySize, regular)
			s.soft()
			s.block(x, w, s.t("document.sign_here"), smallSize, regular)
			s.ink()
		}
		s.pdf.SetY(y + signRoom)
	}
}
