package document

import (
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/i18n"
)

// ReceiptsInput is the proof that each household holds of its place in the frozen list, a page for each. Round.CommittedAt
// is also the date of the file.
type ReceiptsInput struct {
	In       []*i18n.Localizer
	Note     homeward.Text
	Round    homeward.Round // Number, Place and CommittedAt are read
	Receipts []Receipt
}

// Receipt is one page. It says nothing about the people but the facts that were frozen.
type Receipt struct {
	Number     string // of the entry
	Record     string // lines key=value as they were hashed
	Salt       string
	Leaf       string
	Index      int // from 0
	Count      int
	Path       []string
	Root       string
	Commitment string
	Code       string // the whole receipt as a file, for the QR code
}

// receiptQR is large: the code holds the whole receipt, and is read with a telephone in bad light.
const receiptQR = 78.0

// Receipts makes the receipts of a round as PDF.
func Receipts(in ReceiptsInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.receipt.title", "Number", strconv.Itoa(in.Round.Number)),
		note:  in.Note,
		made:  in.Round.CommittedAt.Time,
	})
	if err != nil {
		return nil, err
	}
	for i, r := range in.Receipts {
		if i > 0 {
			s.pdf.AddPage()
			s.pdf.SetY(marginTop)
		}
		s.receipt(in, r)
	}
	return s.bytes()
}

func (s *sheet) receipt(in ReceiptsInput, r Receipt) {
	s.part(homeward.T("document.receipt.entry"), 30)
	s.block(marginX, s.width, r.Number, 26, bold)
	s.facts([]fact{
		{homeward.T("document.protocol.place"), s.place(in.Round.Place)},
		{homeward.T("document.protocol.committed"), s.moment(in.Round.CommittedAt)},
	})
	s.paragraph(homeward.T("document.receipt.keep"))
	y := s.pdf.GetY() + 2
	s.qr(r.Code, marginX, y, receiptQR)
	x, w := marginX+receiptQR+gutter, s.width-receiptQR-gutter
	s.pdf.SetY(y)
	s.labelled(x, w, homeward.T("document.receipt.facts"), strings.TrimSuffix(r.Record, "\n"))
	s.labelled(x, w, homeward.T("document.receipt.salt"), r.Salt)
	s.labelled(x, w, homeward.T("document.receipt.leaf"), r.Leaf)
	s.labelled(x, w, homeward.T("document.receipt.index"), strconv.Itoa(r.Index)+" / "+strconv.Itoa(r.Count))
	s.pdf.SetY(max(s.pdf.GetY(), y+receiptQR) + 3)
	s.labelled(marginX, s.width, homeward.T("document.receipt.path"), strings.Join(r.Path, "\n"))
	s.labelled(marginX, s.width, homeward.T("document.receipt.root"), r.Root)
	s.labelled(marginX, s.width, homeward.T("document.protocol.commitment"), r.Commitment)
	s.paragraph(homeward.T("document.receipt.check"))
}

// labelled sets a label and below it what is copied letter by letter.
func (s *sheet) labelled(x, w float64, label homeward.Text, value string) {
	s.soft()
	s.block(x, w, s.say(label), smallSize, regular)
	s.ink()
	for _, line := range strings.Split(value, "\n") {
		s.block(x, w, line, smallSize, regular)
	}
	s.pdf.SetY(s.pdf.GetY() + 1)
}
