package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/document"
	"homeward/internal/store"
)

func handover(id homeward.HandoverID) homeward.Subject {
	return homeward.Subject{Noun: "handover", ID: string(id)}
}

// Acceptance is what is written down in the dwelling when a household takes it over.
type Acceptance struct {
	ID        homeward.HandoverID
	Household homeward.HouseholdID
	SignedBy  homeward.IndividualID
	Keys      int // sets of keys
	Meters    []homeward.MeterReading
	Defects   []homeward.Defect
	// Langs are the languages of the act, the household's own first; empty is the language its head gave the name in.
	Langs []string
}

// AcceptHandover records the act of acceptance and makes its paper. It comes before the keys: whoever holds keys has
// signed for them.
func (h *House) AcceptHandover(ctx context.Context, actor homeward.Actor, in Acceptance) (homeward.HandoverID, error) {
	if err := checkAcceptance(in); err != nil {
		return "", err
	}
	area, err := h.DB.AreaOf(ctx, homeward.Subject{Noun: "home", ID: string(in.Household)})
	if err != nil {
		return "", err
	}
	in.ID = fresh(h, in.ID, "ho")
	err = h.DB.Write(ctx, actor, homeward.HandoverAccept, homeward.Subject{Noun: "handover", ID: string(in.ID), Area: area}, func(tx *store.Tx) error {
		c, home, err := h.mayAccept(ctx, tx, in)
		if err != nil {
			return err
		}
		ho := homeward.Handover{ID: in.ID, AllocationID: c.Now.AllocationID, HouseholdID: c.ID, DwellingID: c.Now.DwellingID,
			MovementID: c.Now.MovementID, AcceptedAt: tx.Now, SignedBy: in.SignedBy, Keys: in.Keys}
		if ho.Number, err = tx.NextAct(ctx); err != nil {
			return err
		}
		if ho, err = tx.InsertHandover(ctx, ho); err != nil {
			return err
		}
		for i := range in.Meters {
			in.Meters[i].HandoverID, in.Meters[i].ReadOn = in.ID, tx.Today()
		}
		for i := range in.Defects {
			h.noteDefect(tx, in.ID, &in.Defects[i])
		}
		tx.Detail(in)
		if err := tx.InsertMeters(ctx, in.Meters); err != nil {
			return err
		}
		if err := tx.InsertDefects(ctx, in.Defects); err != nil {
			return err
		}
		langs := in.Langs
		if len(langs) == 0 {
			langs = []string{c.Head().NameLang}
		}
		doc, err := h.act(tx.Now, actor.Name, langs, ho, c, home, in.Meters, in.Defects)
		if err != nil {
			return err
		}
		return tx.InsertDocument(ctx, doc)
	})
	return in.ID, err
}

func checkAcceptance(in Acceptance) error {
	if in.Keys < 1 {
		return homeward.Errorf(homeward.Invalid, "handover.no_keys")
	}
	for _, m := range in.Meters {
		if err := checkMeter(m); err != nil {
			return err
		}
	}
	for _, d := range in.Defects {
		if err := checkDefect(d); err != nil {
			return err
		}
	}
	return nil
}

func checkMeter(m homeward.MeterReading) error {
	if !slices.Contains(homeward.Meters, m.Meter) {
		return homeward.Errorf(homeward.Invalid, "handover.meter_unknown", "Value", string(m.Meter))
	}
	if !(m.Reading >= 0) || math.IsInf(m.Reading, 0) { // written so that what is no number is refused too
		return homeward.Errorf(homeward.Invalid, "handover.meter")
	}
	return nil
}

func checkDefect(d homeward.Defect) error {
	if strings.TrimSpace(d.Text) == "" {
		return homeward.Errorf(homeward.Invalid, "handover.defect")
	}
	return nil
}

// mayAccept checks that the household is there, that the dwelling's ground and title still stand, and who signs.
func (h *House) mayAccept(ctx context.Context, tx *store.Tx, in Acceptance) (store.Case, homeward.Home, error) {
	c, err := tx.Case(ctx, in.Household)
	if err != nil {
		return c, homeward.Home{}, err
	}
	if err := c.Now.Status.Allows(homeward.HandoverAccept); err != nil {
		return c, homeward.Home{}, err
	}
	home, err := tx.Home(ctx, c.Now.DwellingID)
	if err != nil {
		return c, home, err
	}
	if err := mayGive(home); err != nil {
		return c, home, err
	}
	for _, m := range c.Members {
		if m.ID == in.SignedBy {
			if !m.Adult(tx.Today()) {
				return c, home, homeward.Errorf(homeward.Invalid, "handover.minor_signs")
			}
			return c, home, nil
		}
	}
	return c, home, homeward.Errorf(homeward.Invalid, "handover.stranger_signs")
}

// act makes the paper of an act in some languages.
func (h *House) act(at homeward.Instant, officer string, langs []string, ho homeward.Handover, c store.Case, home homeward.Home,
	meters []homeward.MeterReading, defects []homeward.Defect) (homeward.Document, error) {
	in := document.ActInput{Handover: ho, Case: c.CaseNumber, Building: home.Building, Dwelling: home.Dwelling, Meters: meters,
		Defects: defects, HandedBy: officer, Office: h.Operation}
	for _, l := range langs {
		in.In = append(in.In, h.Speech.For(l))
	}
	if h.Sample {
		in.Note = homeward.T("document.sample")
		in.Office = h.Speech.For(langs[0]).T("operation.sample")
	}
	for _, m := range c.Members {
		in.Members = append(in.Members, document.Member{Name: m.FullName(), Relation: m.Relation, Born: m.BirthDate})
		if m.ID == ho.SignedBy {
			in.ReceivedBy = m.FullName()
		}
	}
	pdf, err := document.Act(in)
	if err != nil {
		return homeward.Document{}, err
	}
	sum := sha256.Sum256(pdf)
	return homeward.Document{ID: homeward.DocumentID(h.IDs.New("ac")), Kind: "act", SubjectID: string(ho.ID), Lang: langs[0], MadeAt: at,
		SHA256: hex.EncodeToString(sum[:]), Bytes: pdf}, nil
}

// KeysHandover puts the keys into the household's hands: the dwelling is occupied, the household settled, and its stay
// of before ends that day.
func (h *House) KeysHandover(ctx context.Context, actor homeward.Actor, id homeward.HandoverID) error {
	return h.DB.Write(ctx, actor, homeward.HandoverKeys, handover(id), func(tx *store.Tx) error {
		ho, err := tx.Handover(ctx, id)
		if err != nil {
			return err
		}
		if !ho.KeysAt.IsZero() {
			return homeward.Errorf(homeward.Conflict, "handover.keys_given", "Date", ho.KeysAt.Date())
		}
		now, err := tx.NowOf(ctx, ho.HouseholdID)
		if err != nil {
			return err
		}
		if err := now.Status.Allows(homeward.HandoverKeys); err != nil {
			return err
		}
		// Once more: the act may be of yesterday, and the keys cannot be taken back.
		home, err := tx.Home(ctx, ho.DwellingID)
		if err != nil {
			return err
		}
		if err := mayGive(home); err != nil {
			return err
		}
		tx.Detail(map[string]any{"keys": ho.Keys})
		if err := tx.SetKeys(ctx, id); err != nil {
			return err
		}
		return tx.MoveStay(ctx, ho.HouseholdID, tx.Today(), nil)
	})
}

// MeterHandover records a further meter reading.
func (h *House) MeterHandover(ctx context.Context, actor homeward.Actor, id homeward.HandoverID, m homeward.MeterReading) error {
	if err := checkMeter(m); err != nil {
		return err
	}
	return h.DB.Write(ctx, actor, homeward.HandoverMeter, handover(id), func(tx *store.Tx) error {
		m.HandoverID, m.ReadOn = id, tx.Today()
		tx.Detail(m)
		return tx.InsertMeters(ctx, []homeward.MeterReading{m})
	})
}

// DefectHandover records a defect found at the handover or after it.
func (h *House) DefectHandover(ctx context.Context, actor homeward.Actor, id homeward.HandoverID, d homeward.Defect) error {
	if err := checkDefect(d); err != nil {
		return err
	}
	return h.DB.Write(ctx, actor, homeward.HandoverDefect, handover(id), func(tx *store.Tx) error {
		h.noteDefect(tx, id, &d)
		tx.Detail(d)
		return tx.InsertDefects(ctx, []homeward.Defect{d})
	})
}

// mendWithin is how long a defect may take when nobody set a day.
const mendWithin = 30

func (h *House) noteDefect(tx *store.Tx, id homeward.HandoverID, d *homeward.Defect) {
	d.ID, d.HandoverID, d.NotedOn = fresh(h, d.ID, "df"), id, tx.Today()
	if d.Due.IsZero() {
		d.Due = tx.Today().Add(mendWithin)
	}
}
