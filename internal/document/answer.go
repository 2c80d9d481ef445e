package document

import (
	"homeward"
	"homeward/internal/i18n"
)

// AnswerInput is the letter that tells a household what a draw gave it and why, also one that waits or dropped out. Made is
// the day of the draw, and the date of the file.
type AnswerInput struct {
	In     []*i18n.Localizer
	Note   homeward.Text
	Office string
	Case   homeward.CaseNumber
	Name   string // whom the letter addresses: the head of the household
	Round  string
	Entry  string
	Home   string        // address of the home it was given; empty if it waits
	Reason homeward.Text // the answer's own words, the same everywhere
	Made   homeward.Instant
	Signs  string
}

// Code is the verification string of the letter.
func (in AnswerInput) Code() string {
	return codeOf("answer", string(in.Case), []string{
		"case=" + string(in.Case),
		"round=" + in.Round,
		"entry=" + in.Entry,
		"home=" + in.Home,
		"reason=" + in.Reason.String(),
	})
}

// Answer makes the letter as PDF.
func Answer(in AnswerInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{title: homeward.T("document.answer.title"), note: in.Note, code: in.Code(), made: in.Made.Time})
	if err != nil {
		return nil, err
	}
	s.block(marginX, s.leadWidth(), in.Name, partSize, bold)
	s.lead(homeward.T("document.letter.to", "Case", string(in.Case)))
	s.pdf.SetY(s.pdf.GetY() + 3)
	s.facts([]fact{
		{homeward.T("document.letter.round"), in.Round},
		{homeward.T("document.letter.entry"), in.Entry},
		{homeward.T("document.protocol.drawn"), s.moment(in.Made)},
		{homeward.T("document.protocol.given"), homeOrNone(s, in.Home)},
	})
	s.part(homeward.T("document.letter.reason"), 12)
	s.paragraph(in.Reason)
	s.part(homeward.T("document.answer.check"), 20)
	s.paragraph(homeward.T("document.protocol.check"))
	s.paragraph(homeward.T("document.answer.complain"))
	s.signatures([]signature{{homeward.T("document.letter.office"), joined(in.Signs, in.Office)}})
	return s.bytes()
}

func homeOrNone(s *sheet, home string) string {
	if home == "" {
		return s.t("document.protocol.none")
	}
	return home
}
