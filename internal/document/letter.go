package document

import (
	"homeward"
	"homeward/internal/i18n"
)

// LetterInput is the letter that offers a home and says why this household was given this one. Made is also the date of
// the file.
type LetterInput struct {
	In       []*i18n.Localizer
	Note     homeward.Text
	Office   string
	Offer    homeward.Offer // ID, MadeOn and Deadline are read
	Case     homeward.CaseNumber
	Name     string // whom the letter addresses: the head of the household
	Building homeward.Building
	Dwelling homeward.Dwelling
	// Round and Entry are the numbers under which the household finds itself in the published result; "" leaves them out.
	Round  string
	Entry  string
	Reason homeward.Text // the allocation's own words, the same everywhere
	Signs  string        // who signs for the office
}

// Code is the verification string of the letter.
func (in LetterInput) Code() string {
	return codeOf("offer", string(in.Case), []string{
		"offer=" + string(in.Offer.ID),
		"made=" + in.Offer.MadeOn.String(),
		"deadline=" + in.Offer.Deadline.String(),
		"case=" + string(in.Case),
		"dwelling=" + string(in.Dwelling.ID),
		"reason=" + in.Reason.String(),
	})
}

// Letter makes the offer of a home as PDF, with boxes to accept or refuse.
func Letter(in LetterInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.letter.title"),
		note:  in.Note,
		code:  in.Code(),
		made:  in.Offer.MadeOn.Time(),
	})
	if err != nil {
		return nil, err
	}
	s.block(marginX, s.leadWidth(), in.Name, partSize, bold)
	s.lead(homeward.T("document.letter.to", "Case", string(in.Case)))
	s.pdf.SetY(s.pdf.GetY() + 3)
	if in.Offer.Endless() {
		s.paragraph(homeward.T("document.letter.offer_open", "Made", in.Offer.MadeOn))
	} else {
		s.paragraph(homeward.T("document.letter.offer", "Made", in.Offer.MadeOn, "Deadline", in.Offer.Deadline))
	}

	s.part(homeward.T("document.part.dwelling"), 12)
	s.dwelling(in.Building, in.Dwelling)

	s.part(homeward.T("document.letter.reason"), 12)
	if in.Round != "" {
		s.facts([]fact{{homeward.T("document.letter.round"), in.Round}, {homeward.T("document.letter.entry"), in.Entry}})
	}
	s.paragraph(in.Reason)

	s.part(homeward.T("document.letter.choice"), 60)
	if in.Offer.Endless() {
		s.paragraph(homeward.T("document.letter.free_open"))
	} else {
		s.paragraph(homeward.T("document.letter.free", "Deadline", in.Offer.Deadline))
	}
	s.pdf.SetY(s.pdf.GetY() + 1)
	s.choice(homeward.T("document.letter.accept"), homeward.T("document.letter.refuse"))
	s.signatures([]signature{
		{homeward.T("document.letter.household"), in.Name},
		{homeward.T("document.letter.office"), joined(in.Signs, in.Office)},
	})
	return s.bytes()
}

// choice sets boxes to tick, side by side.
func (s *sheet) choice(options ...homeward.Text) {
	const side = 4.5
	w := s.width / float64(len(options))
	s.need(12)
	y := s.pdf.GetY()
	for i, o := range options {
		x := marginX + float64(i)*w
		s.pdf.SetDrawColor(30, 29, 26)
		s.pdf.SetLineWidth(0.4)
		s.pdf.Rect(x, y, side, side, "D")
		s.pdf.SetY(y - 0.2)
		s.block(x+side+2.5, w-side-6, s.say(o), partSize, bold)
	}
	s.pdf.SetY(y + 11)
}
