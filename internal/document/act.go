package document

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/i18n"
)

// Member is a line of the household on a paper.
type Member struct {
	Name     string // as the person writes it
	Relation homeward.Relation
	Born     homeward.Date
}

// ActInput is what the act of acceptance states. Handover.AcceptedAt is also the date of the file.
type ActInput struct {
	In       []*i18n.Localizer // one language or two side by side, the household's own first
	Note     homeward.Text     // stands above the title; may be empty
	Office   string            // who hands over: the programme's office
	Handover homeward.Handover // Number, ID, AcceptedAt and Keys are read
	Case     homeward.CaseNumber
	Members  []Member // of the household on that day, the head first
	Building homeward.Building
	Dwelling homeward.Dwelling
	Meters   []homeward.MeterReading
	Defects  []homeward.Defect // noted at the handover
	// HandedBy and ReceivedBy are the names of those who sign.
	HandedBy   string
	ReceivedBy string
}

// Code is the verification string of the act: it is printed as QR and can be made again from the register, so that a
// paper whose text was changed shows.
func (in ActInput) Code() string {
	record := []string{
		"act=" + strconv.Itoa(in.Handover.Number),
		"handover=" + string(in.Handover.ID),
		"accepted=" + in.Handover.AcceptedAt.String(),
		"case=" + string(in.Case),
		"dwelling=" + string(in.Dwelling.ID),
		"people=" + strconv.Itoa(len(in.Members)),
		"keys=" + strconv.Itoa(in.Handover.Keys),
		"received=" + in.ReceivedBy,
	}
	for _, m := range in.Meters {
		record = append(record, fmt.Sprintf("meter=%s %s %s", m.Meter, strconv.FormatFloat(m.Reading, 'f', -1, 64), m.ReadOn))
	}
	for _, d := range in.Defects {
		record = append(record, fmt.Sprintf("defect=%q %q %s", d.Room, d.Text, d.Due))
	}
	return codeOf("act", strconv.Itoa(in.Handover.Number), record)
}

// codeOf is "homeward-<kind>/1 <number> <digest>", the digest being the first 80 bits of the SHA-256 of the record's
// lines: short enough to read aloud, and long enough that no other text is found for it.
func codeOf(kind, number string, record []string) string {
	sum := sha256.Sum256([]byte(strings.Join(record, "\n") + "\n"))
	digest := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:10])
	return fmt.Sprintf("homeward-%s/1 %s %s", kind, number, digest)
}

// Act makes the act of acceptance as PDF.
func Act(in ActInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.act.title", "Number", strconv.Itoa(in.Handover.Number)),
		note:  in.Note,
		code:  in.Code(),
		made:  in.Handover.AcceptedAt.Time,
	})
	if err != nil {
		return nil, err
	}
	s.lead(homeward.T("document.act.intro", "Date", in.Handover.AcceptedAt.Date(), "Case", string(in.Case)))

	s.part(homeward.T("document.part.parties"), 12)
	s.facts([]fact{
		{homeward.T("document.handed_by"), joined(in.HandedBy, in.Office)},
		{homeward.T("document.received_by"), in.ReceivedBy},
	})
	s.members(in.Members)

	s.part(homeward.T("document.part.dwelling"), 12)
	s.dwelling(in.Building, in.Dwelling)
	s.facts([]fact{{homeward.T("document.keys"), s.t("document.key_sets", "Count", in.Handover.Keys)}})

	s.meters(in.Meters)
	s.defects(in.Defects)

	s.part(homeward.T("document.part.terms"), 20)
	s.paragraph(homeward.T("document.act.seen"))
	s.paragraph(homeward.T("document.act.rights"))
	s.paragraph(homeward.T("document.act.copies"))
	s.signatures([]signature{
		{homeward.T("document.handed_by"), in.HandedBy},
		{homeward.T("document.received_by"), in.ReceivedBy},
	})
	return s.bytes()
}

func (s *sheet) members(list []Member) {
	if len(list) == 0 {
		return
	}
	columns := []column{
		{head: homeward.T("document.no"), share: 1, right: true},
		{head: homeward.T("document.name"), share: 9},
		{head: homeward.T("document.relation"), share: 6},
		{head: homeward.T("document.born"), share: 4},
	}
	rows := make([][]string, len(list))
	for i, m := range list {
		rows[i] = []string{strconv.Itoa(i + 1), m.Name, s.relation(m.Relation), s.day(m.Born)}
	}
	s.table(columns, rows)
}

func (s *sheet) relation(r homeward.Relation) string {
	if r == "" {
		return ""
	}
	return s.t("document.relation." + string(r))
}

func (s *sheet) dwelling(b homeward.Building, d homeward.Dwelling) {
	list := []fact{
		{homeward.T("document.settlement"), s.place(d.Place)},
		{homeward.T("document.type"), s.t("document.type." + string(d.Type))},
		{homeward.T("document.building"), b.Name},
	}
	if d.Type != homeward.HouseType {
		list = append(list,
			fact{homeward.T("document.dwelling"), d.Number},
			fact{homeward.T("document.floor"), s.t("document.floor_of", "Floor", strconv.Itoa(d.Floor), "Floors", strconv.Itoa(b.Floors))})
	}
	list = append(list,
		fact{homeward.T("document.rooms"), strconv.Itoa(d.Rooms)},
		fact{homeward.T("document.area"), s.each(func(l *i18n.Localizer) string { return l.Decimal(d.AreaM2, 1) + "\u00a0m²" })},
		fact{homeward.T("document.accessible"), s.t(yesNo(d.Accessible))})
	s.facts(list)
}

func (s *sheet) meters(list []homeward.MeterReading) {
	s.part(homeward.T("document.part.meters"), 12)
	if len(list) == 0 {
		s.paragraph(homeward.T("document.no_meters"))
		return
	}
	columns := []column{
		{head: homeward.T("document.meter"), share: 6},
		{head: homeward.T("document.reading"), share: 5, right: true},
		{head: homeward.T("document.read_on"), share: 5},
	}
	rows := make([][]string, len(list))
	for i, m := range list {
		reading := s.each(func(l *i18n.Localizer) string {
			return l.Decimal(m.Reading, decimals(m.Reading)) + "\u00a0" + l.T("document.unit."+string(m.Meter))
		})
		rows[i] = []string{s.t("document.meter." + string(m.Meter)), reading, s.day(m.ReadOn)}
	}
	s.table(columns, rows)
}

func (s *sheet) defects(list []homeward.Defect) {
	s.part(homeward.T("document.part.defects"), 12)
	if len(list) == 0 {
		s.paragraph(homeward.T("document.no_defects"))
		return
	}
	columns := []column{
		{head: homeward.T("document.room"), share: 4},
		{head: homeward.T("document.defect"), share: 10},
		{head: homeward.T("document.mend_by"), share: 4},
	}
	rows := make([][]string, len(list))
	for i, d := range list {
		rows[i] = []string{d.Room, d.Text, s.day(d.Due)}
	}
	s.table(columns, rows)
}

// decimals is how many places a reading is written with: as many as it has, at most the three of a water meter.
func decimals(x float64) int {
	_, part, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	return min(len(part), 3)
}

func yesNo(b bool) string {
	if b {
		return "common.yes"
	}
	return "common.no"
}

// joined puts what is not empty in one line.
func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}
