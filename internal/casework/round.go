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

// PreviewFreeze shows what a freeze would take in and what it would leave out.
func (h *House) PreviewFreeze(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (out Preview, err error) {
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
		p.Modes, err = compareModes(p, rules)
		out = p
		return err
	})
	return out, err
}

// sourceOffice and sourceHall are the two sources of chance of a round: this office's sealed secret, and dice thrown
// in the hall and typed in by two people. Further parties come with the ceremony.
const (
	sourceOffice = "office"
	sourceHall   = "hall"
	hallThrows   = 12
	hallSides    = 6
)

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
		SoftwareHash: h.Software, FrozenAt: draw.Stamp(now),
		Rules: draw.Rules{Mode: draw.ModeDraw, Address: draw.AddressLot, Groups: draw.GroupsIgnore},
		Sources: []draw.Source{
			{ID: sourceOffice, Kind: draw.SourceCommit, Label: "sealed secret of the office that holds the round",
				Commitment: draw.Commit(string(r.ID), sourceOffice, secret), Missing: draw.MissingStop},
			{ID: sourceHall, Kind: draw.SourceDice, Label: "dice thrown in the hall, read aloud and typed by two people",
				Missing: draw.MissingExclude, Count: hallThrows, Sides: hallSides},
		},
		Held: heldCounts(p.Held),
	}
	var es []draw.Entry
	for _, e := range p.Entries {
		es = append(es, draw.Entry{ID: string(e.ID), ClassRank: e.ClassRank, Persons: e.Persons, Rooms: e.Rooms, Accessible: e.Accessible,
			Group: e.Beside, Strata: []string{e.Stratum}, Wishes: []string{string(r.Place)}})
	}
	var ds []draw.Dwelling
	for _, d := range p.Dwellings {
		ds = append(ds, draw.Dwelling{ID: string(d.ID), Settlement: string(d.Place), Type: string(d.Type), Rooms: d.Rooms,
			Accessible: d.Accessible, Building: string(d.BuildingID)})
	}
	b, err := draw.Freeze(header, es, ds, h.IDs)
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

// Hall is what was heard in the hall: the dice as two people typed them, or why there were none.
type Hall struct {
	Dice, Again string // twelve throws, "4 2 6 …"
	Remark      string // needed when Dice is empty
}

// DrawRound draws: it leaves out what became held since the freeze, opens the sources, computes the result, and gives
// the dwellings. The commitment was recorded before; if anything fails here, nothing has been given.
func (h *House) DrawRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID, hall Hall) error {
	return h.DB.Write(ctx, actor, homeward.RoundDraw, round(id), func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if err := r.Stage().Allows(homeward.RoundDraw); err != nil {
			return err
		}
		b, err := draw.Decode([]byte(r.Bundle))
		if err != nil {
			return drawError(err)
		}
		entries, err := tx.Entries(ctx, id)
		if err != nil {
			return err
		}
		held, err := h.heldSince(ctx, tx, r, entries)
		if err != nil {
			return err
		}
		if err := open(b, r, hall, dropped(held, entries)); err != nil {
			return err
		}
		text, err := b.Encode()
		if err != nil {
			return drawError(err)
		}
		r.Bundle, r.DrawnAt = string(text), tx.Now
		tx.Rules(r.PolicyHash)
		tx.Detail(map[string]any{"commitment": b.Commitment, "closing": b.Closing, "seal": b.Seal, "dropped": b.Dropped})
		if err := tx.InsertEntries(ctx, nil, nil, held); err != nil {
			return err
		}
		if err := h.give(ctx, tx, r, b, entries); err != nil {
			return err
		}
		return tx.SetRound(ctx, r)
	})
}

// open takes a frozen bundle through its last three steps.
func open(b *draw.Bundle, r homeward.Round, hall Hall, dropped []draw.Dropped) error {
	if err := b.Close(dropped); err != nil {
		return drawError(err)
	}
	dice := draw.Reveal{Source: sourceHall, State: draw.Revealed, Value: hall.Dice, Again: hall.Again}
	if hall.Dice == "" {
		if hall.Remark == "" {
			return homeward.Errorf(homeward.Invalid, "round.dice_or_remark").WithHint("round.dice_or_remark.hint")
		}
		dice = draw.Reveal{Source: sourceHall, State: draw.NotRevealed, Remark: hall.Remark}
	}
	if err := b.Open([]draw.Reveal{{Source: sourceOffice, State: draw.Revealed, Value: r.Secret}, dice}); err != nil {
		return drawError(err)
	}
	return drawError(b.Finish())
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

// give writes the result of a finished draw: allocations, places in line, lots.
func (h *House) give(ctx context.Context, tx *store.Tx, r homeward.Round, b *draw.Bundle, entries []homeward.Entry) error {
	at := map[string]*homeward.Entry{}
	for i := range entries {
		entries[i].Live = false // unless it waits
		at[string(entries[i].ID)] = &entries[i]
	}
	lots, err := draw.Lots(b)
	if err != nil {
		return drawError(err)
	}
	reasons := reasonsOf(b)
	var as []homeward.Allocation
	taken := map[string]bool{}
	for _, row := range b.Result.Rows {
		e := at[row.Entry]
		e.Line, e.Live = row.Line, row.Dwelling == ""
		if row.Dwelling == "" {
			continue
		}
		taken[row.Dwelling] = true
		as = append(as, homeward.Allocation{ID: homeward.AllocationID(h.IDs.New("al")), RoundID: r.ID, EntryID: e.ID,
			HouseholdID: e.HouseholdID, DwellingID: homeward.DwellingID(row.Dwelling), Reason: reasons[row.Entry], MadeAt: tx.Now})
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
			os = append(os, h.newOffer(tx, rules, x))
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
		if r.Stage() != homeward.RoundPublished {
			return homeward.Errorf(homeward.NotFound, "round.not_published")
		}
		bundle = []byte(r.Bundle)
		return nil
	})
	return bundle, err
}
