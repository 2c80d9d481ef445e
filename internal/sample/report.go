package sample

import (
	"context"
	"strings"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// Report is what the sample came to, read from the register when the chain has been played. Its households are those of
// the programme that gives homes; Money tells those of the one that gives money.
type Report struct {
	Operation   string            `json:"operation"`
	Households  int               `json:"households"`
	Individuals int               `json:"individuals"`
	Settled     []Settled         `json:"settled"`
	Waiting     homeward.Count    `json:"waiting"`
	Rounds      []RoundReport     `json:"rounds"`
	Movements   int               `json:"movements"`
	Handovers   int               `json:"handovers"`
	Statements  []StatementReport `json:"statements"`
	Money       MoneyReport       `json:"money"`
	Journal     JournalReport     `json:"journal"`
	Seconds     float64           `json:"seconds"`
}

// Settled is one place with those who have their keys.
type Settled struct {
	Place homeward.PlaceID `json:"place"`
	homeward.Count
}

// RoundReport is one drawn round.
type RoundReport struct {
	ID        homeward.RoundID `json:"id"`
	Place     homeward.PlaceID `json:"place"`
	Entries   int              `json:"entries"`
	Dwellings int              `json:"dwellings"`
	Allocated int              `json:"allocated"`
	Verified  bool             `json:"verified"`
}

// StatementReport is one published figure beside the register's; null where a number was not published, or where the
// register holds no such measure.
type StatementReport struct {
	Source           string                 `json:"source"`
	Place            homeward.PlaceID       `json:"place"`
	Places           []homeward.PlaceID     `json:"places,omitempty"` // where one number is for several
	Kind             homeward.StatementKind `json:"kind"`
	Families         *int                   `json:"families"`
	People           *int                   `json:"people"`
	AsOf             homeward.Date          `json:"as_of"`
	RegisterFamilies *int                   `json:"register_families"`
	RegisterPeople   *int                   `json:"register_people"`
	Agrees           *bool                  `json:"agrees"`
}

// JournalReport is the state of the journal.
type JournalReport struct {
	Entries  int  `json:"entries"`
	Verified bool `json:"verified"`
}

// Tell reads the report. The clock runs on from the day the sample opens.
func Tell(ctx context.Context, h *casework.House) (Report, error) {
	out := Report{Operation: h.Operation, Settled: []Settled{}, Rounds: []RoundReport{}, Statements: []StatementReport{}}
	actors := map[homeward.Role]homeward.Actor{}
	for _, u := range Users() {
		if actors[u.Role].User == "" {
			actors[u.Role] = homeward.Actor{User: u.ID, Name: u.Name, Appointments: []homeward.Appointment{{Role: u.Role, Area: u.Area}}}
		}
	}
	o, err := h.Overview(ctx, actors[homeward.RoleAllocation])
	if err != nil {
		return out, err
	}
	for _, n := range o.Status {
		out.Households += n.Households
		out.Individuals += n.Individuals
	}
	if out.Money, err = tellMoney(ctx, h, actors[homeward.RoleAllocation]); err != nil {
		return out, err
	}
	out.Households -= out.Money.Households
	out.Individuals -= out.Money.Individuals
	out.Waiting = homeward.Count{Households: o.Waiting.Households - out.Money.Households, Individuals: o.Waiting.Individuals - out.Money.Individuals}
	out.Handovers = o.Homes[homeward.DwellingOccupied]
	moves, err := h.ListMovements(ctx, actors[homeward.RoleAllocation])
	if err != nil {
		return out, err
	}
	out.Movements = len(moves)
	rounds, err := h.ListRounds(ctx, actors[homeward.RoleAllocation])
	if err != nil {
		return out, err
	}
	figures, err := h.ViewFigure(ctx, actors[homeward.RoleAnalyst])
	if err != nil {
		return out, err
	}
	for _, p := range figures.Settled {
		out.Settled = append(out.Settled, Settled{p.Place, p.Total})
	}
	for _, s := range figures.Statements {
		out.Statements = append(out.Statements, statementReport(s))
	}
	for _, r := range rounds {
		if r.DrawnAt.IsZero() {
			continue
		}
		f, err := h.ViewRound(ctx, actors[homeward.RoleAllocation], r.ID)
		if err != nil {
			return out, err
		}
		out.Rounds = append(out.Rounds, RoundReport{r.ID, r.Place, len(f.Entries), len(f.Dwellings), f.Allocated, f.Report.OK})
	}
	var check store.JournalCheck
	if check, err = h.VerifyJournal(ctx, actors[homeward.RoleAuditor]); err != nil {
		return out, err
	}
	out.Journal = JournalReport{check.Entries, check.Verified}
	return out, nil
}

func statementReport(s casework.Compared) StatementReport {
	number := func(n int) *int {
		if n == 0 {
			return nil
		}
		return &n
	}
	out := StatementReport{Source: s.Source, Place: s.Place, Kind: s.Kind, Families: number(s.Families), People: number(s.People),
		AsOf: s.AsOf, Agrees: s.Agrees}
	for p := range strings.SplitSeq(s.Places, "+") {
		if p != "" {
			out.Places = append(out.Places, homeward.PlaceID(p))
		}
	}
	if s.Register != nil {
		out.RegisterFamilies, out.RegisterPeople = &s.Register.Households, &s.Register.Individuals
	}
	return out
}
