package document

import (
	"strconv"

	"homeward"
	"homeward/internal/i18n"
)

// Sentence is something a policy says, in the words of its own file where it has some in that language.
type Sentence func(*i18n.Localizer) string

// CertificateInput is a certificate of a programme that gives money. Certificate.IssuedOn is also the date of the file.
type CertificateInput struct {
	In          []*i18n.Localizer
	Note        homeward.Text
	Office      string
	Certificate homeward.Certificate // ID, Number, IssuedOn and ValidUntil are read
	Ruling      homeward.Ruling      // Amount, Currency, Awaits and PolicyHash are read
	Case        homeward.CaseNumber
	Members     []Member // who was counted
	Programme   Sentence
	Edition     string
	Parts       []CertificatePart
	Duties      []Sentence
	Signs       string
}

// CertificatePart is a sum of which the amount is made, with the sentence of the rule that gives it.
type CertificatePart struct {
	Value int64
	Says  Sentence
}

// Code is the verification string of the certificate.
func (in CertificateInput) Code() string {
	return codeOf("certificate", strconv.Itoa(in.Certificate.Number), []string{
		"certificate=" + string(in.Certificate.ID),
		"number=" + strconv.Itoa(in.Certificate.Number),
		"case=" + string(in.Case),
		"issued=" + in.Certificate.IssuedOn.String(),
		"until=" + in.Certificate.ValidUntil.String(),
		"amount=" + strconv.FormatInt(in.Ruling.Amount, 10) + " " + in.Ruling.Currency,
		"policy=" + in.Ruling.PolicyHash,
	})
}

// Certificate makes a certificate as PDF.
func Certificate(in CertificateInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.certificate.title", "Number", strconv.Itoa(in.Certificate.Number)),
		note:  in.Note,
		code:  in.Code(),
		made:  in.Certificate.IssuedOn.Time(),
	})
	if err != nil {
		return nil, err
	}
	s.block(marginX, s.leadWidth(), s.each(in.Programme), partSize, bold)
	s.lead(homeward.T("document.certificate.lead", "Case", string(in.Case)))
	until := s.t("document.certificate.no_end")
	if !in.Certificate.ValidUntil.IsZero() {
		until = s.day(in.Certificate.ValidUntil)
	}
	s.facts([]fact{
		{homeward.T("document.certificate.issued"), s.day(in.Certificate.IssuedOn)},
		{homeward.T("document.certificate.valid"), until},
	})
	s.part(homeward.T("document.certificate.amount"), 12)
	if in.Ruling.Amount > 0 {
		s.block(marginX, s.width, s.money(in.Ruling.Amount, in.Ruling.Currency), titleSize, bold)
	} else {
		s.paragraph(homeward.T("document.certificate.by_home"))
	}
	if len(in.Parts) > 0 {
		s.part(homeward.T("document.certificate.made_of"), 8)
		for _, p := range in.Parts {
			s.item(s.money(p.Value, in.Ruling.Currency) + ": " + s.each(p.Says))
		}
	}
	s.part(homeward.T("document.certificate.members"), 16)
	s.members(in.Members)
	if len(in.Duties) > 0 {
		s.part(homeward.T("document.certificate.duties"), 8)
		for _, d := range in.Duties {
			s.item(s.each(d))
		}
	}
	s.part(homeward.T("document.certificate.rules"), 30)
	s.edition(in.Edition, in.Ruling.PolicyHash)
	s.paragraph(homeward.T("document.certificate.once"))
	s.signatures([]signature{{homeward.T("document.letter.office"), joined(in.Signs, in.Office)}})
	return s.bytes()
}

// RulingInput is the letter that tells a household what was decided on its application, and why. Ruling.DecidedOn is also
// the date of the file.
type RulingInput struct {
	In        []*i18n.Localizer
	Note      homeward.Text
	Office    string
	Ruling    homeward.Ruling
	AppliedOn homeward.Date
	Case      homeward.CaseNumber
	Name      string // whom the letter addresses
	Programme Sentence
	Edition   string
	Refusals  []RulingReason
	Parts     []CertificatePart
	Signs     string
}

// RulingReason is a rule that stands against the household: for which member, what would change it, and its sentence.
type RulingReason struct {
	homeward.Refusal
	Name string   // of the member; empty when it is about the household
	Says Sentence // of the rule; nil when it has none
}

// Code is the verification string of the letter.
func (in RulingInput) Code() string {
	record := []string{
		"certificate=" + string(in.Ruling.CertificateID),
		"decision=" + strconv.Itoa(in.Ruling.Number),
		"outcome=" + string(in.Ruling.Outcome),
		"decided=" + in.Ruling.DecidedOn.String(),
		"case=" + string(in.Case),
		"policy=" + in.Ruling.PolicyHash,
	}
	for _, r := range in.Refusals {
		record = append(record, "refusal="+r.Key+" "+r.Rule+" "+r.Who)
	}
	return codeOf("decision", string(in.Case), record)
}

// RulingLetter makes the letter as PDF.
func RulingLetter(in RulingInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.ruling.title"),
		note:  in.Note,
		code:  in.Code(),
		made:  in.Ruling.DecidedOn.Time(),
	})
	if err != nil {
		return nil, err
	}
	s.block(marginX, s.leadWidth(), in.Name, partSize, bold)
	s.lead(homeward.T("document.ruling.to", "Case", string(in.Case)))
	s.block(marginX, s.width, s.each(in.Programme), bodySize, bold)
	s.pdf.SetY(s.pdf.GetY() + 2)
	key := "document.ruling.granted"
	if in.Ruling.Outcome == homeward.RulingRefused {
		key = "document.ruling.refused"
	}
	s.paragraph(homeward.T(key, "Applied", in.AppliedOn, "Decided", in.Ruling.DecidedOn))
	if len(in.Refusals) > 0 {
		s.reasons(in.Refusals)
	} else {
		s.part(homeward.T("document.certificate.amount"), 12)
		if in.Ruling.Amount > 0 {
			s.block(marginX, s.width, s.money(in.Ruling.Amount, in.Ruling.Currency), titleSize, bold)
		} else {
			s.paragraph(homeward.T("document.certificate.by_home"))
		}
		for _, p := range in.Parts {
			s.item(s.money(p.Value, in.Ruling.Currency) + ": " + s.each(p.Says))
		}
	}
	s.part(homeward.T("document.certificate.rules"), 30)
	s.edition(in.Edition, in.Ruling.PolicyHash)
	s.signatures([]signature{{homeward.T("document.letter.office"), joined(in.Signs, in.Office)}})
	return s.bytes()
}

func (s *sheet) reasons(list []RulingReason) {
	s.part(homeward.T("document.ruling.why"), 20)
	for _, r := range list {
		text := r.Text
		if r.Name != "" {
			text = homeward.T("document.ruling.person", "Name", r.Name, "Text", r.Text)
		}
		s.need(20)
		s.block(marginX, s.width, s.say(text), bodySize, bold)
		s.item(s.say(r.Remedy))
		if r.Says != nil {
			s.soft()
			s.item(s.t("document.ruling.rule") + ": " + s.each(r.Says))
			s.ink()
		}
		s.pdf.SetY(s.pdf.GetY() + 1.5)
	}
	s.paragraph(homeward.T("document.ruling.again"))
}

// item sets a text of its own lines across the sheet.
func (s *sheet) item(text string) {
	s.need(s.height(text, s.width, bodySize))
	s.block(marginX, s.width, text, bodySize, regular)
	s.pdf.SetY(s.pdf.GetY() + 0.8)
}

// edition names the edition of the rules and its content.
func (s *sheet) edition(edition, hash string) {
	s.facts([]fact{{homeward.T("document.certificate.edition"), edition}})
	s.soft()
	s.block(marginX, s.width, hash, smallSize, regular)
	s.ink()
	s.pdf.SetY(s.pdf.GetY() + 1.5)
}

func (s *sheet) money(amount int64, currency string) string {
	return s.each(func(l *i18n.Localizer) string { return l.Number(int(amount)) + "\u00a0" + currency })
}
