package casework

import (
	"cmp"
	"context"
	"slices"
	"time"

	"homeward"
	"homeward/draw"
	"homeward/internal/policy"
	"homeward/internal/store"
)

func round(id homeward.RoundID) homeward.Subject {
	return homeward.Subject{Noun: "round", ID: string(id)}
}

// OpenRound opens an allocation event for a settlement under a programme.
func (h *House) OpenRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID, programme string, place homeward.PlaceID) (homeward.Round, error) {
	if err := h.settlement(place); err != nil {
		return homeward.Round{}, err
	}
	r := homeward.Round{ID: fresh(h, id, "rd"), Adoption: programme, Place: place}
	err := h.DB.Write(ctx, actor, homeward.RoundOpen, homeward.Subject{Noun: "round", ID: string(r.ID), Area: place}, func(tx *store.Tx) error {
		a, err := tx.AdoptionOn(ctx, programme, tx.Today())
		if err != nil {
			return err
		}
		r.OpenedAt, r.PolicyHash = tx.Now, a.PolicyHash
		tx.Rules(a.PolicyHash)
		r, err = tx.InsertRound(ctx, r)
		return err
	})
	return r, err
}

// PreviewFreeze shows what a freeze would take in and what it would leave out, and what that would come to.
func (h *House) PreviewFreeze(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (out Preview, err error) {
	return h.PreviewWith(ctx, actor, id, nil)
}

// PreviewWith is PreviewFreeze with the question what a household more would get.
func (h *House) PreviewWith(ctx context.Context, actor homeward.Actor, id homeward.RoundID, ask *MoreHousehold) (out Preview, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		if err := tx.Within(ctx, round(id)); err != nil {
			return err
		}
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		p, rules, err := h.preview(ctx, tx, r)
		if err != nil {
			return err
		}
		p.Outlook, err = tryOut(p, rules, ask)
		out = p
		return err
	})
	return out, err
}

// FreezeRound takes the lists in, as confirmed: entries under random identifiers, dwellings, and what is held with its
// rule. The office's secret is sealed by its hash in the same step, so that nobody can choose it later.
func (h *House) FreezeRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID, confirmed string) error {
	return h.DB.Write(ctx, actor, homeward.RoundFreeze, round(id), func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if err := r.Stage().Allows(homeward.RoundFreeze); err != nil {
			return err
		}
		p, rules, err := h.preview(ctx, tx, r)
		if err != nil {
			return err
		}
		if p.Stop != nil {
			return p.Stop
		}
		if p.Hash != confirmed {
			return homeward.Errorf(homeward.Conflict, "round.list_changed").WithHint("round.list_changed.hint")
		}
		if len(p.Entries) == 0 || len(p.Dwellings) == 0 {
			return homeward.Errorf(homeward.Blocked, "round.empty", "Entries", len(p.Entries), "Dwellings", len(p.Dwellings)).WithHint("round.empty.hint")
		}
		h.number(p.Entries)
		if err := h.seal(&r, p, rules, tx.Now.Time); err != nil {
			return err
		}
		r.FrozenAt, r.PolicyHash = tx.Now, rules.Hash()
		tx.Rules(rules.Hash())
		tx.Detail(map[string]any{"entries": len(p.Entries), "dwellings": len(p.Dwellings), "held": p.Held})
		if err := tx.ReleaseEntries(ctx, households(p.Entries)); err != nil {
			return err
		}
		var ds []homeward.RoundDwelling
		for _, d := range p.Dwellings {
			ds = append(ds, homeward.RoundDwelling{RoundID: id, DwellingID: d.ID, Stratum: stratumOf(d.Dwelling), Live: true})
		}
		if err := tx.InsertEntries(ctx, p.Entries, ds, p.Held); err != nil {
			return err
		}
		return tx.SetRound(ctx, r)
	})
}

func households(es []homeward.Entry) []homeward.HouseholdID {
	out := make([]homeward.HouseholdID, len(es))
	for i, e := range es {
		out[i] = e.HouseholdID
	}
	return out
}

// number gives each entry a random identifier, and numbers them in the order of those, so that neither tells when the
// household was registered.
func (h *House) number(es []homeward.Entry) {
	for i := range es {
		es[i].ID = homeward.EntryID(h.IDs.Random("en"))
	}
	slices.SortFunc(es, func(a, b homeward.Entry) int { return cmp.Compare(a.ID, b.ID) })
	for i := range es {
		es[i].Number = i + 1
	}
}

// seal makes the bundle of a round and puts it, with the office's secret, into the round.
func (h *House) seal(r *homeward.Round, p Preview, rules *policy.Policy, now time.Time) error {
	secret, err := draw.NewSecret(h.IDs)
	if err != nil {
		return err
	}
	header := draw.Header{
		Operation: h.Operation, Round: string(r.ID), Place: string(r.Place), PolicyID: rules.ID(), PolicyHash: rules.Hash(),
		SoftwareHash: h.Software, FrozenAt: draw.Stamp(now), Rules: p.rules(rules, p.Plan.Mode),
		Sources: append([]draw.Source{{ID: sourceOffice, Kind: draw.SourceCommit, Label: h.everywhere("round.label.office"),
			Commitment: draw.Commit(string(r.ID), sourceOffice, secret), Missing: draw.MissingStop}}, p.Plan.Sources...),
		Held: heldCounts(p.Held), Replaces: p.Replaces, Reason: p.Reason,
	}
	es := p.drawEntries(header.Rules, func(e homeward.Entry) string { return string(e.ID) })
	b, err := draw.Freeze(header, es, drawDwellings(p.Dwellings), h.IDs)
	if err != nil {
		return drawError(err)
	}
	text, err := b.Encode()
	if err != nil {
		return drawError(err)
	}
	r.Bundle, r.Secret = string(text), secret
	return nil
}

func heldCounts(hs []homeward.Held) []draw.Held {
	// One subject may be held by several rules; each rule counts it once.
	type seen struct{ rule, id string }
	once := map[seen]bool{}
	counts := map[string]*draw.Held{}
	for _, x := range hs {
		if once[seen{x.Key, x.SubjectID}] {
			continue
		}
		once[seen{x.Key, x.SubjectID}] = true
		if counts[x.Key] == nil {
			counts[x.Key] = &draw.Held{Rule: x.Key}
		}
		if x.Noun == "household" {
			counts[x.Key].Entries++
		} else {
			counts[x.Key].Dwellings++
		}
	}
	var out []draw.Held
	for _, c := range counts {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b draw.Held) int { return cmp.Compare(a.Rule, b.Rule) })
	return out
}

// drawError makes a refusal of the draw package speak through our catalogues.
func drawError(err error) error {
	if e, ok := asDrawError(err); ok {
		t := homeward.Text{Key: e.Key, Args: e.Args}
		return &homeward.Error{Kind: homeward.Invalid, Text: t, Err: err}
	}
	return err
}

// CommitRound publishes the commitment: from here on the lists and the sealed secret are known to everybody by their
// hashes, and nobody can change either unnoticed.
func (h *House) CommitRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) error {
	return h.DB.Write(ctx, actor, homeward.RoundCommit, round(id), func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if err := r.Stage().Allows(homeward.RoundCommit); err != nil {
			return err
		}
		b, err := draw.Decode([]byte(r.Bundle))
		if err != nil {
			return drawError(err)
		}
		r.CommittedAt = tx.Now
		tx.Rules(r.PolicyHash)
		tx.Detail(map[string]any{"commitment": b.Commitment})
		return tx.SetRound(ctx, r)
	})
}

// DrawRound draws: it opens the sources, lets the optimiser decide where the rules want it, computes the result, and
// gives the dwellings. The commitment and the closing were recorded before; if anything fails here, nothing has been given.
func (h *House) DrawRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) error {
	return h.DB.Write(ctx, actor, homeward.RoundDraw, round(id), func(tx *store.Tx) error {
		s, err := h.hall(ctx, tx, id, homeward.RoundDraw)
		if err != nil {
			return err
		}
		if err := h.finish(ctx, tx, &s); err != nil {
			return err
		}
		entries, err := tx.Entries(ctx, id)
		if err != nil {
			return err
		}
		late, err := h.heldLate(ctx, tx, &s, entries)
		if err != nil {
			return err
		}
		r, b := s.round, s.bundle
		if err := keepBundle(&r, b); err != nil {
			return err
		}
		r.DrawnAt = tx.Now
		tx.Rules(r.PolicyHash)
		tx.Detail(map[string]any{"commitment": b.Commitment, "closing": b.Closing, "seal": b.Seal, "late": len(late)})
		if err := h.give(ctx, tx, r, b, entries, late); err != nil {
			return err
		}
		return tx.SetRound(ctx, r)
	})
}

// finish takes a closed bundle, or one whose balls are drawn, through its last steps.
func (h *House) finish(ctx context.Context, tx *store.Tx, s *hallState) error {
	switch {
	case s.bundle.Header.Rules.Address != draw.AddressLot && s.round.Stage() != homeward.RoundCalled:
		return homeward.Errorf(homeward.Conflict, "round.balls_first").WithHint("round.balls_open.hint")
	case s.round.Stage() == homeward.RoundCalled:
		if err := s.takeBalls(); err != nil {
			return err
		}
	default:
		if err := h.openSources(ctx, tx, s); err != nil {
			return err
		}
	}
	return drawError(s.bundle.Finish())
}

// heldLate finds what became held after the closing, by the identifiers of the bundle: it took part in the draw and is
// given to nobody now. The lot of a household passes to the next in line, and whoever drew a dwelling that is held stays in
// line.
func (h *House) heldLate(ctx context.Context, tx *store.Tx, s *hallState, entries []homeward.Entry) (map[string]homeward.Held, error) {
	held, err := h.heldSince(ctx, tx, s.round, entries)
	if err != nil {
		return nil, err
	}
	late := map[string]homeward.Held{}
	for _, d := range dropped(held, entries) {
		if slices.ContainsFunc(s.bundle.Dropped, func(x draw.Dropped) bool { return x.ID == d.ID }) {
			continue
		}
		i := slices.IndexFunc(held, func(x homeward.Held) bool { return x.Key == d.Reason && subjectID(x, entries) == d.ID })
		late[d.ID] = held[i]
	}
	return late, nil
}

// subjectID is what a held household or dwelling is called in the bundle.
func subjectID(x homeward.Held, entries []homeward.Entry) string {
	if x.Noun != "household" {
		return x.SubjectID
	}
	i := slices.IndexFunc(entries, func(e homeward.Entry) bool { return string(e.HouseholdID) == x.SubjectID })
	if i < 0 {
		return ""
	}
	return string(entries[i].ID)
}

// heldSince finds what became held between the freeze and now: a claim, the ground, the works, an open question, a
// household that no longer wants to return.
func (h *House) heldSince(ctx context.Context, tx *store.Tx, r homeward.Round, entries []homeward.Entry) ([]homeward.Held, error) {
	var out []homeward.Held
	add := func(noun, id string, x homeward.Refusal) {
		held := heldBy(r.ID, noun, id, x)
		held.AfterFreeze = true
		out = append(out, held)
	}
	homes, err := tx.Homes(ctx, r.Place)
	if err != nil {
		return nil, err
	}
	for _, home := range homes {
		if home.InRound != r.ID {
			continue
		}
		for _, x := range home.Blocked() {
			add("dwelling", string(home.ID), x)
		}
	}
	cases, err := tx.CasesByID(ctx, households(entries))
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if len(c.Questions) > 0 {
			add("household", string(c.ID), homeward.NewRefusal("duplicate_open", "question", ""))
		}
		if c.Intention != homeward.IntentReturn {
			add("household", string(c.ID), homeward.NewRefusal("not_intending", "free_choice", "", "Intention", homeward.T("intention."+string(c.Intention))))
		}
	}
	return out, nil
}

// dropped is what drops out of the draw, each once, under the identifiers of the bundle.
func dropped(held []homeward.Held, entries []homeward.Entry) []draw.Dropped {
	entryOf := map[string]string{}
	for _, e := range entries {
		entryOf[string(e.HouseholdID)] = string(e.ID)
	}
	var out []draw.Dropped
	for _, x := range held {
		id := x.SubjectID
		if x.Noun == "household" {
			id = entryOf[id]
		}
		if !slices.ContainsFunc(out, func(d draw.Dropped) bool { return d.ID == id }) {
			out = append(out, draw.Dropped{ID: id, Reason: x.Key})
		}
	}
	slices.SortFunc(out, func(a, b draw.Dropped) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// give writes the result of a finished draw: allocations, places in line, lots. What is late is given and ended at once, so
// that it passes on like a home that was refused.
func (h *House) give(ctx context.Context, tx *store.Tx, r homeward.Round, b *draw.Bundle, entries []homeward.Entry, late map[string]homeward.Held) error {
	at := map[string]*homeward.Entry{}
	for i := range entries {
		entries[i].Live = false // unless it waits
		at[string(entries[i].ID)] = &entries[i]
	}
	lots, err := draw.Lots(b)
	if err != nil {
		return drawError(err)
	}
	reasons, err := reasonsOf(b)
	if err != nil {
		return err
	}
	called, err := b.Called()
	if err != nil {
		return drawError(err)
	}
	var as []homeward.Allocation
	taken := map[string]bool{}
	for _, row := range b.Result.Rows {
		e := at[row.Entry]
		e.Line, e.Live = row.Line, row.Dwelling == "" && called[row.Entry]
		if row.Dwelling == "" {
			continue
		}
		taken[row.Dwelling] = true
		a := homeward.Allocation{ID: homeward.AllocationID(h.IDs.New("al")), RoundID: r.ID, EntryID: e.ID,
			HouseholdID: e.HouseholdID, DwellingID: homeward.DwellingID(row.Dwelling), Reason: reasons[row.Entry], MadeAt: tx.Now}
		if x, is := late[row.Entry]; is {
			a.EndedAt, a.Reason, e.Live = tx.Now, homeward.T("reason.late_household", "Why", x.Text), true
		} else if x, is := late[row.Dwelling]; is {
			a.EndedAt, a.Reason, e.Live = tx.Now, homeward.T("reason.late_dwelling", "Why", x.Text), true
		}
		as = append(as, a)
	}
	var ds []homeward.RoundDwelling
	for i, d := range lots {
		ds = append(ds, homeward.RoundDwelling{RoundID: r.ID, DwellingID: homeward.DwellingID(d.ID), Lot: i + 1, Live: !taken[d.ID]})
	}
	if err := tx.SetLines(ctx, entries, ds); err != nil {
		return err
	}
	return tx.InsertAllocations(ctx, as)
}

// PublishRound makes the result public and asks every household that was given a dwelling.
func (h *House) PublishRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) error {
	return h.DB.Write(ctx, actor, homeward.RoundPublish, round(id), func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if err := r.Stage().Allows(homeward.RoundPublish); err != nil {
			return err
		}
		a, err := tx.AdoptionByHash(ctx, r.PolicyHash)
		if err != nil {
			return err
		}
		rules, err := h.policyOf(a)
		if err != nil {
			return err
		}
		as, err := tx.Allocations(ctx, id)
		if err != nil {
			return err
		}
		var os []homeward.Offer
		for _, x := range as {
			if x.EndedAt.IsZero() {
				os = append(os, h.newOffer(tx, rules, x))
			}
		}
		r.PublishedAt = tx.Now
		tx.Rules(r.PolicyHash)
		tx.Detail(map[string]any{"offers": len(os)})
		if err := tx.InsertOffers(ctx, os); err != nil {
			return err
		}
		if err := tx.FreeRoundDwellings(ctx, id); err != nil {
			return err
		}
		return tx.SetRound(ctx, r)
	})
}

// BundleOf is the published bundle of a round, for anybody to verify.
func (h *House) BundleOf(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (bundle []byte, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if r.PublishedAt.IsZero() && (r.ReplacedAt.IsZero() || r.DrawnAt.IsZero()) { // a run that was replaced stays to be seen
			return homeward.Errorf(homeward.NotFound, "round.not_published")
		}
		bundle = []byte(r.Bundle)
		return nil
	})
	return bundle, err
}
