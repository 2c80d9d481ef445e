package document

import (
	"strconv"

	"homeward"
	"homeward/internal/i18n"
)

// ProtocolInput is what the committee signs after a draw. It names entries and dwellings and nobody. Round.DrawnAt is
// also the date of the file.
type ProtocolInput struct {
	In         []*i18n.Localizer
	Note       homeward.Text
	Round      homeward.Round // Number, ID, Place, PolicyHash and the times are read
	Policy     string         // title and edition of the policy
	Commitment string         // hex
	Seed       string         // hex
	Dwellings  int            // frozen into the round
	Held       []HeldCount
	Results    []ProtocolResult // every entry, in the order of the list
	Mode       string           // draw, priority or weighted; may be empty
	Steps      []homeward.Text  // what happened in the hall, in its order, with every value
	Members    []string         // names of the committee, the chair first
	Readers    []string         // names of those who typed what was read aloud
}

// HeldCount is how many a rule left out of the round.
type HeldCount struct {
	Rule       homeward.Text
	Households int
	Dwellings  int
}

// ProtocolResult is what the draw gave one entry.
type ProtocolResult struct {
	Entry    string // number, as the hall heard it
	Stratum  string // which list: settlement, type, rooms
	Line     int    // place in the line of its list
	Lot      int    // lot of the dwelling; 0 when there is none
	Dwelling string // address; empty when this round had none for the entry
}

// Code is the verification string of the protocol.
func (in ProtocolInput) Code() string {
	number := strconv.Itoa(in.Round.Number)
	record := []string{
		"round=" + string(in.Round.ID),
		"drawn=" + in.Round.DrawnAt.String(),
		"policy=" + in.Round.PolicyHash,
		"commitment=" + in.Commitment,
		"seed=" + in.Seed,
	}
	for _, r := range in.Results {
		record = append(record, "entry="+r.Entry+" "+strconv.Itoa(r.Line)+" "+strconv.Itoa(r.Lot)+" "+r.Dwelling)
	}
	return codeOf("round", number, record)
}

// Protocol makes the protocol of a round as PDF.
func Protocol(in ProtocolInput) ([]byte, error) {
	s, err := newSheet(in.In, heading{
		title: homeward.T("document.protocol.title", "Number", strconv.Itoa(in.Round.Number)),
		note:  in.Note,
		code:  in.Code(),
		made:  in.Round.DrawnAt.Time,
	})
	if err != nil {
		return nil, err
	}
	s.lead(homeward.T("document.protocol.check"))
	given := 0
	for _, r := range in.Results {
		if r.Dwelling != "" {
			given++
		}
	}
	facts := []fact{
		{homeward.T("document.protocol.place"), s.place(in.Round.Place)},
		{homeward.T("document.protocol.policy"), in.Policy},
		{homeward.T("document.protocol.frozen"), s.moment(in.Round.FrozenAt)},
		{homeward.T("document.protocol.entries"), strconv.Itoa(len(in.Results))},
		{homeward.T("document.protocol.committed"), s.moment(in.Round.CommittedAt)},
		{homeward.T("document.protocol.dwellings"), strconv.Itoa(in.Dwellings)},
		{homeward.T("document.protocol.drawn"), s.moment(in.Round.DrawnAt)},
		{homeward.T("document.protocol.allocated"), strconv.Itoa(given)},
	}
	if in.Mode != "" {
		facts = append(facts, fact{homeward.T("document.protocol.mode"), s.t("document.protocol.mode." + in.Mode)})
	}
	s.facts(facts)
	s.proof(in)
	s.course(in.Steps)
	s.held(in.Held)
	s.results(in.Results)
	s.committee(in.Members, in.Readers)
	return s.bytes()
}

// proof sets the long numbers across the sheet, since nobody can compare them in a narrow column.
func (s *sheet) proof(in ProtocolInput) {
	s.part(homeward.T("document.protocol.proof"), 30)
	for _, f := range []fact{
		{homeward.T("document.protocol.policy_hash"), in.Round.PolicyHash},
		{homeward.T("document.protocol.commitment"), in.Commitment},
		{homeward.T("document.protocol.seed"), in.Seed},
	} {
		s.need(10)
		s.soft()
		s.block(marginX, s.width, s.say(f.label), smallSize, regular)
		s.ink()
		s.block(marginX, s.width, f.value, smallSize, regular)
		s.pdf.SetY(s.pdf.GetY() + 0.8)
	}
}

// course tells the steps in the order in which they happened.
func (s *sheet) course(steps []homeward.Text) {
	if len(steps) == 0 {
		return
	}
	s.part(homeward.T("document.protocol.course"), 14)
	for i, step := range steps {
		text := strconv.Itoa(i+1) + ". " + s.say(step)
		s.need(s.height(text, s.width, smallSize) + 1)
		s.block(marginX, s.width, text, smallSize, regular)
		s.pdf.SetY(s.pdf.GetY() + 0.8)
	}
}

func (s *sheet) held(list []HeldCount) {
	if len(list) == 0 {
		return
	}
	s.part(homeward.T("document.protocol.held"), 14)
	columns := []column{
		{head: homeward.T("document.protocol.held.rule"), share: 12},
		{head: homeward.T("document.protocol.held.households"), share: 4, right: true},
		{head: homeward.T("document.protocol.held.dwellings"), share: 4, right: true},
	}
	rows := make([][]string, len(list))
	for i, h := range list {
		rows[i] = []string{s.say(h.Rule), count(h.Households), count(h.Dwellings)}
	}
	s.table(columns, rows)
}

// count writes a number and leaves nothing where there is none.
func count(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}

func (s *sheet) results(list []ProtocolResult) {
	s.part(homeward.T("document.protocol.result"), 14)
	columns := []column{
		{head: homeward.T("document.protocol.entry"), share: 3, right: true},
		{head: homeward.T("document.protocol.stratum"), share: 7},
		{head: homeward.T("document.protocol.line"), share: 3.4, right: true},
		{head: homeward.T("document.protocol.lot"), share: 3, right: true},
		{head: homeward.T("document.protocol.given"), share: 9},
	}
	rows := make([][]string, len(list))
	for i, r := range list {
		home := r.Dwelling
		if home == "" {
			home = s.t("document.protocol.none")
		}
		rows[i] = []string{r.Entry, r.Stratum, count(r.Line), count(r.Lot), home}
	}
	s.table(columns, rows)
}

func (s *sheet) committee(names, readers []string) {
	lines := make([]signature, len(names))
	for i, n := range names {
		lines[i] = signature{homeward.T("document.protocol.member"), n}
		if i == 0 {
			lines[i].role = homeward.T("document.protocol.chair")
		}
	}
	for _, n := range readers {
		lines = append(lines, signature{homeward.T("document.protocol.reader"), n})
	}
	s.signatures(lines)
}
