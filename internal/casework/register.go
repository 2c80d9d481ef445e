package casework

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// RegisterQuery is what somebody looks for in the register.
type RegisterQuery struct {
	Text   string // a name in any script, its beginning, or a case number
	Status homeward.HouseholdStatus
	Area   homeward.Area
	After  homeward.HouseholdID
	Limit  int
}

// RegisterPage is one page of the list of households.
type RegisterPage struct {
	Rows []store.HouseholdRow
	// Alike says that nobody is written as the search was, and the rows are those whose names are like it, the likeliest
	// first.
	Alike bool
	Total int                  // counted no further than one more than store.HouseholdsCounted
	Next  homeward.HouseholdID // where the next page begins; empty at the end
}

// pageSize is how many households a page shows when nothing is said.
const pageSize = 50

// ListRegister lists households in the actor's areas.
func (h *House) ListRegister(ctx context.Context, actor homeward.Actor, in RegisterQuery) (out RegisterPage, err error) {
	q := store.HouseholdQuery{Status: in.Status, Area: in.Area, After: in.After, Limit: cmp.Or(in.Limit, pageSize) + 1}
	if n, err := homeward.ParseCaseNumber(in.Text); err == nil {
		q.CaseNumber = n
	} else {
		for _, w := range strings.Fields(matching.Fold(in.Text)) {
			q.Keys = append(q.Keys, "w:"+w)
		}
		if len(q.Keys) == 0 && strings.TrimSpace(in.Text) != "" {
			return out, nil // digits or signs that are no name and no number find nobody
		}
	}
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out.Rows, out.Total, err = tx.Households(ctx, q)
		if err == nil && out.Total == 0 && len(q.Keys) > 0 {
			out.Rows, err = h.alike(ctx, tx, in.Text, q)
			out.Total = len(out.Rows)
			out.Alike = out.Total > 0
		}
		return err
	})
	if len(out.Rows) == q.Limit {
		out.Rows = out.Rows[:q.Limit-1]
		out.Next = out.Rows[len(out.Rows)-1].ID
	}
	return out, err
}

// alikeAtMost bounds how many people are proposed for a search that found nobody.
const alikeAtMost = 20

// alike are households of people whose names are like the words of a search, in whatever order they were typed: slips of
// the pen, and spellings that no rule foresees. It needs the desk; without one there are none.
func (h *House) alike(ctx context.Context, tx *store.Tx, text string, q store.HouseholdQuery) ([]store.HouseholdRow, error) {
	x, err := h.searched(ctx, tx)
	words := strings.Fields(text)
	if x == nil || err != nil || len(words) == 0 || len(words) > 4 {
		return nil, err
	}
	first, last, rest := words[0], words[len(words)-1], strings.Join(words[1:], " ")
	names := []matching.Name{{Family: first, Given: rest}, {Family: last, Given: first}}
	if len(words) == 1 {
		names = []matching.Name{{Family: first}, {Given: first}}
	} else if len(words) > 2 {
		names = append(names, matching.Name{Family: first, Given: words[1], Father: strings.Join(words[2:], " ")},
			matching.Name{Given: first, Father: strings.Join(words[1:len(words)-1], " "), Family: last})
	}
	likeness := map[homeward.IndividualID]float32{}
	for _, n := range names {
		for _, c := range x.Search(matching.Person{Name: n}, alikeAtMost) {
			id := homeward.FromBits[homeward.IndividualID]("in", c.ID)
			likeness[id] = max(likeness[id], c.Bits)
		}
	}
	in, err := tx.HouseholdsOf(ctx, slices.Collect(maps.Keys(likeness)))
	if err != nil || len(in) == 0 {
		return nil, err
	}
	best := map[homeward.HouseholdID]float32{}
	for person, household := range in {
		best[household] = max(best[household], likeness[person])
	}
	rows, _, err := tx.Households(ctx, store.HouseholdQuery{Of: slices.Collect(maps.Keys(best)), Status: q.Status, Area: q.Area, Limit: 2 * alikeAtMost})
	slices.SortStableFunc(rows, func(a, b store.HouseholdRow) int { return cmp.Compare(best[b.ID], best[a.ID]) })
	return rows[:min(len(rows), alikeAtMost)], err
}

// HouseholdFile is everything an officer sees of one household. Opening it is journalled.
type HouseholdFile struct {
	store.Case
	Entries      []EntryFile
	Offers       []homeward.Offer // latest first
	Home         homeward.Home    // of the live allocation; zero without one
	Movement     homeward.Movement
	Handover     homeward.Handover
	Neighbour    map[homeward.HouseholdID]homeward.CaseNumber
	Doubles      []Double
	Certificates []store.CertificateCase // latest first
	Timeline     []Event                 // newest first
}

// EntryFile is a household's entry in a round, with what it was told.
type EntryFile struct {
	homeward.Entry
	Round  homeward.Round
	Reason homeward.Text
	Given  bool
}

// Double is an open question about a member, with the other person it is about.
type Double struct {
	Question homeward.Question
	Own      homeward.Individual
	Other    homeward.Individual
	OtherIn  homeward.HouseholdID
}

// Event is a line of a timeline: a day or a moment, and what happened.
type Event struct {
	At   homeward.Instant
	Day  homeward.Date
	What homeward.Text
	Kind string // done, wait, hold
}

// ViewHousehold opens a household's file.
func (h *House) ViewHousehold(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID) (f HouseholdFile, err error) {
	err = h.read(ctx, actor, homeward.HouseholdView, household(id), func(tx *store.Tx) error {
		f = HouseholdFile{Neighbour: map[homeward.HouseholdID]homeward.CaseNumber{}}
		if f.Case, err = tx.Case(ctx, id); err != nil {
			return err
		}
		if f.Offers, err = tx.OffersOf(ctx, id); err != nil {
			return err
		}
		if f.Certificates, err = tx.CertificatesOf(ctx, id); err != nil {
			return err
		}
		if err := h.fileEntries(ctx, tx, &f); err != nil {
			return err
		}
		if err := h.fileJourney(ctx, tx, &f); err != nil {
			return err
		}
		besides, err := tx.CasesByID(ctx, f.Besides)
		if err != nil {
			return err
		}
		for _, b := range besides {
			f.Neighbour[b.ID] = b.CaseNumber
		}
		if err := h.fileDoubles(ctx, tx, &f); err != nil {
			return err
		}
		f.Timeline = timeline(f)
		return nil
	})
	return f, err
}

func (h *House) fileEntries(ctx context.Context, tx *store.Tx, f *HouseholdFile) error {
	es, err := tx.EntriesOf(ctx, f.ID)
	if err != nil {
		return err
	}
	for _, e := range es {
		r, err := tx.Round(ctx, e.RoundID)
		if err != nil {
			return err
		}
		reasons, given, err := answers(ctx, tx, r)
		if err != nil {
			return err
		}
		f.Entries = append(f.Entries, EntryFile{Entry: e, Round: r, Reason: reasons[string(e.ID)], Given: given[e.ID]})
	}
	return nil
}

func (h *House) fileJourney(ctx context.Context, tx *store.Tx, f *HouseholdFile) (err error) {
	if f.Now.DwellingID != "" {
		if f.Home, err = tx.Home(ctx, f.Now.DwellingID); err != nil {
			return err
		}
	}
	if f.Now.MovementID != "" {
		if f.Movement, err = tx.Movement(ctx, f.Now.MovementID); err != nil {
			return err
		}
	}
	if f.Now.HandoverID != "" {
		f.Handover, err = tx.Handover(ctx, f.Now.HandoverID)
	}
	return err
}

func (h *House) fileDoubles(ctx context.Context, tx *store.Tx, f *HouseholdFile) error {
	var people []homeward.IndividualID
	for _, q := range f.Questions {
		people = append(people, q.OneID, q.OtherID)
	}
	who, err := tx.Individuals(ctx, people)
	if err != nil {
		return err
	}
	in, err := tx.HouseholdsOf(ctx, people)
	if err != nil {
		return err
	}
	for _, q := range f.Questions {
		own, other := q.OneID, q.OtherID
		if in[own] != f.ID {
			own, other = other, own
		}
		f.Doubles = append(f.Doubles, Double{Question: q, Own: who[own], Other: who[other], OtherIn: in[other]})
	}
	return nil
}

// timeline tells a household's way in dated sentences, newest first.
func timeline(f HouseholdFile) []Event {
	var out []Event
	day := func(d homeward.Date, kind, key string, pairs ...any) {
		if !d.IsZero() {
			out = append(out, Event{Day: d, What: homeward.T(key, pairs...), Kind: kind})
		}
	}
	at := func(i homeward.Instant, kind, key string, pairs ...any) {
		if !i.IsZero() {
			out = append(out, Event{At: i, Day: i.Date(), What: homeward.T(key, pairs...), Kind: kind})
		}
	}
	for _, d := range f.Displacements {
		day(d.LeftOn, "done", "event.displaced", "Place", d.Place)
	}
	day(f.RegisteredOn, "done", "event.registered")
	for _, q := range f.Questions {
		at(q.RaisedAt, "hold", "event.question")
	}
	for _, e := range f.Entries {
		at(e.Round.FrozenAt, "done", "event.entered", "Round", e.Round.Number, "Entry", e.Number)
		kind := "done"
		if !e.Given {
			kind = "wait"
		}
		at(e.Round.DrawnAt, kind, "event.drawn", "Round", e.Round.Number, "Reason", e.Reason)
	}
	for _, o := range f.Offers {
		day(o.MadeOn, "done", "event.offered", "Date", o.Deadline)
		if o.Answer != "" {
			day(o.AnsweredOn, "done", "event.offer_"+string(o.Answer))
		}
	}
	if f.Movement.ID != "" {
		at(f.Movement.PlannedAt, "done", "event.planned", "Number", f.Movement.Number, "Date", f.Movement.DepartsOn)
		at(f.Movement.DepartedAt, "done", "event.departed", "Place", f.Movement.From)
		at(f.Movement.ArrivedAt, "done", "event.arrived", "Place", f.Movement.To)
	}
	at(f.Handover.AcceptedAt, "done", "event.act", "Number", f.Handover.Number)
	at(f.Handover.KeysAt, "done", "event.keys", "Keys", f.Handover.Keys)
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b Event) int { return b.Day.Time().Compare(a.Day.Time()) })
	return out
}

// ReadJournal reads the journal, newest first. Reading it is journalled too.
func (h *House) ReadJournal(ctx context.Context, actor homeward.Actor, before int64, limit int, subject string) (out []homeward.JournalEntry, err error) {
	err = h.DB.Read(ctx, actor, homeward.JournalRead, homeward.Subject{Noun: "journal", ID: subject, Area: homeward.Programme}, func(tx *store.Tx) error {
		out, err = tx.JournalPage(ctx, before, int64(limit), subject)
		return err
	})
	return out, err
}

// ActorNames names the officers of some journal entries. The journal itself holds no names: they are looked up for whoever
// reads it, and a user who was renamed is told by the name of today.
func (h *House) ActorNames(ctx context.Context, actor homeward.Actor, entries []homeward.JournalEntry) (out map[homeward.UserID]string, err error) {
	var ids []homeward.UserID
	for _, e := range entries {
		ids = append(ids, e.Actor)
	}
	slices.Sort(ids)
	err = h.DB.List(ctx, actor, homeward.JournalRead, func(tx *store.Tx) error {
		out, err = tx.UserNames(ctx, slices.Compact(ids))
		return err
	})
	return out, err
}

// VerifyJournal reads the whole journal and says whether it is unbroken.
func (h *House) VerifyJournal(ctx context.Context, actor homeward.Actor) (out store.JournalCheck, err error) {
	err = h.DB.Read(ctx, actor, homeward.JournalRead, homeward.Subject{Noun: "journal", Area: homeward.Programme}, func(tx *store.Tx) error {
		out, err = tx.VerifyJournal(ctx)
		return err
	})
	return out, err
}
