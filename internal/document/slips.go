package document

import (
	"strconv"

	"homeward"
	"homeward/internal/i18n"
)

// SlipsInput is the paper that each household takes home from the freeze: its number, and what proves that it stood on
// the list. Round.CommittedAt is also the date of the file.
type SlipsInput struct {
	In    []*i18n.Localizer
	Note  homeward.Text
	Round homeward.Round // Number and CommittedAt are read
	Slips []Slip
}

// Slip is one entry. It says nothing about the people.
type Slip struct {
	Number string // of the entry
	Code   string // what the public page and "homeward verify" look the entry up by; printed as QR and in letters
}

// Size of a slip: ten on a sheet, cut along the lines.
const (
	slipColumns = 2
	slipHeight  = 50.0
	slipQR      = 30.0
	codeSize    = 5.5 // points
)

// Slips makes the slips of a round as PDF.
func Slips(in SlipsInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.slips.title", "Number", strconv.Itoa(in.Round.Number)),
		note:  in.Note,
		made:  in.Round.CommittedAt.Time,
	})
	if err != nil {
		return nil, err
	}
	w := s.width / slipColumns
	for i := 0; i < len(in.Slips); i += slipColumns {
		fresh := s.need(slipHeight) || i == 0
		y := s.pdf.GetY()
		for j, slip := range in.Slips[i:min(i+slipColumns, len(in.Slips))] {
			x := marginX + float64(j)*w
			s.cut(x, y, w, fresh, j == 0)
			s.slip(in, slip, x, y, w)
		}
		s.pdf.SetY(y + slipHeight)
	}
	return s.bytes()
}

// cut draws the lines to cut along; a line between two slips is drawn once, or its dashes would fill each other.
func (s *sheet) cut(x, y, w float64, top, left bool) {
	s.pdf.SetDrawColor(135, 129, 114)
	s.pdf.SetLineWidth(0.2)
	s.pdf.SetDashPattern([]float64{1.5, 1.2}, 0)
	if top {
		s.pdf.Line(x, y, x+w, y)
	}
	if left {
		s.pdf.Line(x, y, x, y+slipHeight)
	}
	s.pdf.Line(x, y+slipHeight, x+w, y+slipHeight)
	s.pdf.Line(x+w, y, x+w, y+slipHeight)
	s.pdf.SetDashPattern(nil, 0)
}

func (s *sheet) slip(in SlipsInput, slip Slip, x, y, w float64) {
	const air, foot = 3.5, 1.5
	s.qr(slip.Code, x+w-slipQR-air, y+air, slipQR)

	text := w - slipQR - 3*air
	s.pdf.SetY(y + air)
	s.soft()
	s.block(x+air, text, s.t("document.slips.round", "Number", strconv.Itoa(in.Round.Number)), smallSize, regular)
	if !in.Round.CommittedAt.IsZero() {
		s.block(x+air, text, s.t("document.slips.committed", "At", in.Round.CommittedAt), smallSize, regular)
	}
	s.ink()
	s.block(x+air, text, slip.Number, 22, bold)
	s.soft()
	s.block(x+air, text, s.t("document.slips.keep"), smallSize, regular)
	// The code in letters runs along the foot of the slip: below the QR it would not find room.
	s.pdf.SetY(y + slipHeight - foot - s.height(slip.Code, w-2*air, codeSize))
	s.block(x+air, w-2*air, slip.Code, codeSize, regular)
	s.ink()
}
