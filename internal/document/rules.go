package document

import (
	"strconv"

	"homeward"
	"homeward/internal/i18n"
)

// RulesInput is an edition of a programme's rules on paper, in the very sentences of the page. Adoption.ValidFrom is also
// the date of the file.
type RulesInput struct {
	In        []*i18n.Localizer
	Note      homeward.Text
	Adoption  homeward.Adoption // ValidFrom and PolicyHash are read
	Programme Sentence
	Edition   string
	Sections  []RulesSection
	Sources   []RulesSource
}

// RulesSection is a part of the rules.
type RulesSection struct {
	Title homeward.Text
	Lines []RulesLine
}

// RulesLine is one sentence with where it comes from.
type RulesLine struct {
	Says     Sentence
	Then     homeward.Text
	Inferred bool
	Sources  []int // numbers in the list of sources, from 1
	From, To homeward.Date
}

// RulesSource is a text that sentences are read from.
type RulesSource struct{ Title, Date, URL string }

// Rules makes the paper as PDF.
func Rules(in RulesInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.rules.title"),
		note:  in.Note,
		code:  codeOf("rules", in.Edition, []string{"policy=" + in.Adoption.PolicyHash}),
		made:  in.Adoption.ValidFrom.Time(),
	})
	if err != nil {
		return nil, err
	}
	s.block(marginX, s.leadWidth(), s.each(in.Programme), partSize, bold)
	s.lead(homeward.T("document.rules.lead", "Edition", in.Edition, "Date", in.Adoption.ValidFrom))
	s.soft()
	s.block(marginX, s.width, in.Adoption.PolicyHash, smallSize, regular)
	s.ink()
	for _, section := range in.Sections {
		s.part(section.Title, 12)
		for _, l := range section.Lines {
			s.item(s.each(l.Says))
			if !l.Then.IsZero() {
				s.item(s.say(l.Then))
			}
			if where := s.where(l); where != "" {
				s.soft()
				s.block(marginX, s.width, where, smallSize, regular)
				s.ink()
				s.pdf.SetY(s.pdf.GetY() + 1)
			}
		}
	}
	s.part(homeward.T("document.rules.sources"), 12)
	for i, x := range in.Sources {
		s.item(strconv.Itoa(i+1) + ". " + joined(x.Title, x.Date))
		s.soft()
		s.block(marginX, s.width, x.URL, smallSize, regular)
		s.ink()
	}
	return s.bytes()
}

// where is the line under a sentence: the numbers of its sources, whether it is inferred, and its days.
func (s *sheet) where(l RulesLine) string {
	out := ""
	add := func(t string) {
		if out != "" {
			out += " · "
		}
		out += t
	}
	for _, n := range l.Sources {
		add("[" + strconv.Itoa(n) + "]")
	}
	if l.Inferred {
		add(s.t("document.rules.inferred"))
	}
	if !l.From.IsZero() {
		add(s.t("document.rules.from", "Date", l.From))
	}
	if !l.To.IsZero() {
		add(s.t("document.rules.to", "Date", l.To))
	}
	return out
}
