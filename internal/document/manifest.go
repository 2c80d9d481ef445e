package document

import (
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/i18n"
)

// ManifestInput is the list of a movement as it is recorded before departure. Movement.ManifestAt is also the date of the
// file.
type ManifestInput struct {
	In       []*i18n.Localizer
	Note     homeward.Text
	Movement homeward.Movement
	Groups   []ManifestGroup // in the order of the list
}

// ManifestGroup is one household aboard.
type ManifestGroup struct {
	Case       homeward.CaseNumber
	Briefed    bool // the household has had the mine-safety briefing
	Passengers []ManifestPassenger
}

// ManifestPassenger is one person aboard.
type ManifestPassenger struct {
	ID       homeward.IndividualID
	Name     string
	Born     homeward.Date
	Relation homeward.Relation
	Consent  ConsentState
	// Departed and Arrived are the check-ins; a list printed before departure has empty boxes instead.
	Departed homeward.Instant
	Arrived  homeward.Instant
}

// ConsentState says whose yes there is for a passenger.
type ConsentState string

const (
	ConsentOwn      ConsentState = "own"
	ConsentGuardian ConsentState = "guardian" // for a child
	ConsentNone     ConsentState = "none"
)

// Code is the verification string of the manifest as recorded; check-ins do not change it.
func (in ManifestInput) Code() string {
	number := strconv.Itoa(in.Movement.Number)
	record := []string{
		"manifest=" + number,
		"movement=" + string(in.Movement.ID),
		"recorded=" + in.Movement.ManifestAt.String(),
	}
	for _, g := range in.Groups {
		record = append(record, "case="+string(g.Case))
		for _, p := range g.Passengers {
			record = append(record, "passenger="+string(p.ID)+" "+string(p.Consent))
		}
	}
	return codeOf("manifest", number, record)
}

// people counts everybody on the list.
func (in ManifestInput) people() int {
	n := 0
	for _, g := range in.Groups {
		n += len(g.Passengers)
	}
	return n
}

// Manifest makes the list of a movement as PDF, with boxes to tick at departure and at arrival.
func Manifest(in ManifestInput) ([]byte, error) {
	m := in.Movement
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.manifest.title", "Number", strconv.Itoa(m.Number)),
		note:  in.Note,
		code:  in.Code(),
		made:  m.ManifestAt.Time,
		wide:  true,
	})
	if err != nil {
		return nil, err
	}
	s.lead(homeward.T("document.manifest.rule"))
	s.facts([]fact{
		{homeward.T("document.manifest.from"), s.place(m.From)},
		{homeward.T("document.manifest.to"), s.place(m.To)},
		{homeward.T("document.manifest.departs"), s.day(m.DepartsOn)},
		{homeward.T("document.manifest.vehicles"), strconv.Itoa(m.Vehicles)},
		{homeward.T("document.manifest.households"), strconv.Itoa(len(in.Groups))},
		{homeward.T("document.manifest.people"), strconv.Itoa(in.people())},
		{homeward.T("document.manifest.recorded"), s.moment(m.ManifestAt)},
	})
	s.pdf.SetY(s.pdf.GetY() + 2)
	s.table(manifestColumns(), s.manifestRows(in))
	s.signatures([]signature{
		{homeward.T("document.manifest.at_departure"), ""},
		{homeward.T("document.manifest.at_arrival"), ""},
	})
	return s.bytes()
}

func manifestColumns() []column {
	return []column{
		{head: homeward.T("document.no"), share: 2, right: true},
		{head: homeward.T("document.manifest.case"), share: 4.5},
		{head: homeward.T("document.name"), share: 12.5},
		{head: homeward.T("document.relation"), share: 7.5},
		{head: homeward.T("document.born"), share: 5.5},
		{head: homeward.T("document.manifest.consent"), share: 6.2},
		{head: homeward.T("document.manifest.briefed"), share: 6},
		{head: homeward.T("document.manifest.departed"), share: 4.5, box: true},
		{head: homeward.T("document.manifest.arrived"), share: 4.5, box: true},
	}
}

// manifestRows are the passengers of all groups; the case number stands with the first of each.
func (s *sheet) manifestRows(in ManifestInput) [][]string {
	var rows [][]string
	for _, g := range in.Groups {
		for i, p := range g.Passengers {
			number := ""
			if i == 0 {
				number = string(g.Case)
			}
			rows = append(rows, []string{
				strconv.Itoa(len(rows) + 1), number, p.Name, s.relation(p.Relation), s.day(p.Born),
				s.t("document.manifest.consent." + string(p.Consent)), s.t(yesNo(g.Briefed)), s.hour(p.Departed), s.hour(p.Arrived),
			})
		}
	}
	return rows
}

// hour writes the time of a check-in, or nothing.
func (s *sheet) hour(at homeward.Instant) string {
	if at.IsZero() {
		return ""
	}
	return strings.TrimSuffix(s.in[0].Clock(at), "\u00a0UTC")
}
