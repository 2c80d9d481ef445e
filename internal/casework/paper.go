package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward"
	"homeward/draw"
	"homeward/internal/document"
	"homeward/internal/i18n"
	"homeward/internal/store"
)

// Papers are made from the register when they are asked for, in any language, and always say the same. Only an act is
// kept as it was signed.

// sampleNote stands on every paper of a sample operation.
func (h *House) sampleNote() homeward.Text {
	if h.Sample {
		return homeward.T("document.sample")
	}
	return homeward.Text{}
}

func (h *House) in(lang string) []*i18n.Localizer { return []*i18n.Localizer{h.Speech.For(lang)} }

// ManifestPaper is who is expected aboard, for the door of the bus.
func (h *House) ManifestPaper(ctx context.Context, actor homeward.Actor, id homeward.MovementID, lang string) ([]byte, error) {
	in, err := h.manifestInput(ctx, actor, id, lang)
	if err != nil {
		return nil, err
	}
	return document.Manifest(in)
}

// ManifestWorkbook is the same list as a workbook, for the bus company and the hosts.
func (h *House) ManifestWorkbook(ctx context.Context, actor homeward.Actor, id homeward.MovementID, lang string) ([]byte, error) {
	in, err := h.manifestInput(ctx, actor, id, lang)
	if err != nil {
		return nil, err
	}
	return document.ManifestWorkbook(in)
}

func (h *House) manifestInput(ctx context.Context, actor homeward.Actor, id homeward.MovementID, lang string) (document.ManifestInput, error) {
	j, err := h.ViewMovement(ctx, actor, id)
	if err != nil {
		return document.ManifestInput{}, err
	}
	in := document.ManifestInput{In: h.in(lang), Note: h.sampleNote(), Movement: j.Movement}
	for _, t := range j.Travellers {
		if !t.Listed && !j.ManifestAt.IsZero() {
			continue // once there is a manifest, the paper holds it and nobody else
		}
		if n := len(in.Groups); n == 0 || in.Groups[n-1].Case != t.Case {
			in.Groups = append(in.Groups, document.ManifestGroup{Case: t.Case, Briefed: t.Briefed})
		}
		consent := document.ConsentNone
		switch {
		case t.Consent && t.GivenBy == t.Individual:
			consent = document.ConsentOwn
		case t.Consent:
			consent = document.ConsentGuardian
		}
		g := &in.Groups[len(in.Groups)-1]
		g.Passengers = append(g.Passengers, document.ManifestPassenger{ID: t.Individual, Name: t.Name, Born: t.BirthDate, Relation: t.Relation,
			Consent: consent, Departed: t.Departed, Arrived: t.Arrived})
	}
	return in, nil
}

// OfferLetter asks a household in writing, with the reason in the very words of the page.
func (h *House) OfferLetter(ctx context.Context, actor homeward.Actor, id homeward.OfferID, lang string) ([]byte, error) {
	o, err := h.ViewOffer(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	in := document.LetterInput{In: h.in(lang), Note: h.sampleNote(), Office: h.Operation, Offer: o.Offer, Case: o.Case.CaseNumber,
		Name: o.Case.Head().FullName(), Building: o.Home.Building, Dwelling: o.Home.Dwelling, Reason: o.Reason, Signs: actor.Name}
	if h.Sample {
		in.Office = h.Speech.For(lang).T("operation.sample")
	}
	r, err := h.ViewRound(ctx, actor, o.Round)
	if err != nil {
		return nil, err
	}
	in.Round = strconv.Itoa(r.Number)
	for _, e := range r.Entries {
		if e.HouseholdID == o.HouseholdID {
			in.Entry = strconv.Itoa(e.Number)
		}
	}
	return document.Letter(in)
}

// RoundProtocol is what the committee signs after the draw: public numbers, no names of households.
func (h *House) RoundProtocol(ctx context.Context, actor homeward.Actor, id homeward.RoundID, lang string) ([]byte, error) {
	r, err := h.ViewRound(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if r.DrawnAt.IsZero() {
		return nil, homeward.Errorf(homeward.Conflict, "round.not_drawn")
	}
	b, err := draw.Decode([]byte(r.Bundle))
	if err != nil {
		return nil, drawError(err)
	}
	in := document.ProtocolInput{In: h.in(lang), Note: h.sampleNote(), Round: r.Round, Policy: b.Header.PolicyID, Commitment: b.Commitment,
		Seed: b.Seed, Dwellings: len(r.Dwellings), Members: []string{actor.Name}, Mode: b.Header.Rules.Mode, Steps: h.course(r, b)}
	if in.Readers, err = h.readers(ctx, actor, id); err != nil {
		return nil, err
	}
	for _, x := range b.Header.Held {
		in.Held = append(in.Held, document.HeldCount{Rule: homeward.RefusalText(x.Rule), Households: x.Entries, Dwellings: x.Dwellings})
	}
	lots := map[homeward.DwellingID]int{}
	for _, d := range r.Dwellings {
		lots[d.DwellingID] = d.Lot
	}
	place := h.Speech.For(lang).Place(r.Place)
	for _, e := range r.Entries {
		row := document.ProtocolResult{Entry: strconv.Itoa(e.Number), Stratum: place + ", " + strconv.Itoa(e.Rooms), Line: e.Line}
		if e.Dwelling != "" {
			row.Lot, row.Dwelling = lots[e.Dwelling], e.Building+"/"+e.Door
		}
		in.Results = append(in.Results, row)
	}
	return document.Protocol(in)
}

// RoundSlips are one slip for each entry of a frozen round: with it a household proves that it was in the list.
func (h *House) RoundSlips(ctx context.Context, actor homeward.Actor, id homeward.RoundID, lang string) ([]byte, error) {
	r, err := h.ViewRound(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if r.CommittedAt.IsZero() {
		return nil, homeward.Errorf(homeward.Conflict, "round.not_committed")
	}
	b, err := draw.Decode([]byte(r.Bundle))
	if err != nil {
		return nil, drawError(err)
	}
	numbers := map[string]int{}
	for _, e := range r.Entries {
		numbers[string(e.ID)] = e.Number
	}
	in := document.SlipsInput{In: h.in(lang), Note: h.sampleNote(), Round: r.Round}
	err = b.Receipts(func(x draw.Receipt) error {
		entry := entryOf(x.Record)
		// Everything by which the entry is found and proved in the bundle that is published after the draw.
		in.Slips = append(in.Slips, document.Slip{Number: strconv.Itoa(numbers[entry]), Code: x.Format + " " + x.Commitment + " " + entry + " " + x.Leaf})
		return nil
	})
	if err != nil {
		return nil, drawError(err)
	}
	slices.SortFunc(in.Slips, func(a, b document.Slip) int {
		return cmp.Or(cmp.Compare(len(a.Number), len(b.Number)), cmp.Compare(a.Number, b.Number))
	})
	return document.Slips(in)
}

// course is what happened in the hall, with the numbers and addresses that a reader knows in place of identifiers.
func (h *House) course(r RoundFile, b *draw.Bundle) []homeward.Text {
	names := map[string]string{}
	for _, e := range r.Entries {
		names[string(e.ID)] = strconv.Itoa(e.Number)
	}
	for _, d := range r.Dwellings {
		names[string(d.DwellingID)] = d.Home.Building.Name + "/" + d.Home.Number
	}
	var out []homeward.Text
	for _, s := range b.Protocol().Steps {
		args := homeward.Args{}
		for k, v := range s.Args {
			if text, ok := v.(string); ok && names[text] != "" {
				v = names[text]
			}
			if (k == "Reason" || k == "Rule") && s.Key != "draw.protocol_rerun" {
				v = homeward.RefusalText(v.(string))
			} else if k == "Reason" {
				v = homeward.T("rerun." + v.(string))
			}
			if text, ok := v.(string); ok && k == "At" {
				if at, err := time.Parse(time.RFC3339, text); err == nil {
					v = homeward.At(at)
				}
			}
			args[k] = v
		}
		out = append(out, homeward.Text{Key: s.Key, Args: args})
	}
	if c := b.Certificate; c != nil {
		out = append(out, homeward.T("document.protocol.proved", "Housed", c.Measures.Housed, "Persons", c.Measures.Persons, "Gap", int(c.Gap), "Unproved", c.Unproved))
	}
	return out
}

// readers are the names of those who typed what was read aloud.
func (h *House) readers(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (out []string, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		if err := tx.Within(ctx, round(id)); err != nil {
			return err
		}
		readings, err := tx.Readings(ctx, id)
		if err != nil {
			return err
		}
		var ids []homeward.UserID
		for _, x := range readings {
			if !slices.Contains(ids, x.Reader) {
				ids = append(ids, x.Reader)
			}
		}
		names, err := tx.NamesOf(ctx, ids)
		out = nil
		for _, u := range ids {
			out = append(out, names[u])
		}
		return err
	})
	return out, err
}

// mostReceipts bounds one file of receipts: each is a page with a code of some thousand dots.
const mostReceipts = 500

// RoundReceipts are the proofs that households hold of their place in the list, a page each: all of them, or the one of an
// entry's number.
func (h *House) RoundReceipts(ctx context.Context, actor homeward.Actor, id homeward.RoundID, number int, lang string) ([]byte, error) {
	in := document.ReceiptsInput{In: h.in(lang), Note: h.sampleNote()}
	r, err := h.receipts(ctx, actor, id, number, func(n int, x draw.Receipt) error {
		code, err := json.Marshal(x)
		in.Receipts = append(in.Receipts, document.Receipt{Number: fmt.Sprintf("%04d", n), Record: x.Record, Salt: x.Salt, Leaf: x.Leaf, Index: x.Index,
			Count: x.Count, Path: x.Path, Root: x.Root, Commitment: x.Commitment, Code: string(code)})
		return err
	})
	if err != nil {
		return nil, err
	}
	in.Round = r
	slices.SortFunc(in.Receipts, func(a, b document.Receipt) int { return cmp.Compare(a.Number, b.Number) })
	return document.Receipts(in)
}

// ReceiptFile is the receipt of one entry as a file.
func (h *House) ReceiptFile(ctx context.Context, actor homeward.Actor, id homeward.RoundID, number int) (out []byte, err error) {
	_, err = h.receipts(ctx, actor, id, number, func(_ int, x draw.Receipt) error {
		out, err = json.Marshal(x)
		return err
	})
	return out, err
}

// receipts gives the receipts of a committed round with their numbers: all, or that of one.
func (h *House) receipts(ctx context.Context, actor homeward.Actor, id homeward.RoundID, number int, give func(int, draw.Receipt) error) (homeward.Round, error) {
	r, err := h.ViewRound(ctx, actor, id)
	if err != nil {
		return homeward.Round{}, err
	}
	if err := h.mayHand(ctx, actor, id); err != nil {
		return homeward.Round{}, err
	}
	if r.CommittedAt.IsZero() {
		return homeward.Round{}, homeward.Errorf(homeward.Conflict, "round.not_committed")
	}
	b, err := draw.Decode([]byte(r.Bundle))
	if err != nil {
		return homeward.Round{}, drawError(err)
	}
	numbers := map[string]int{}
	for _, e := range r.Entries {
		numbers[string(e.ID)] = e.Number
		if e.Number == number {
			x, err := b.Receipt(string(e.ID))
			if err != nil {
				return homeward.Round{}, drawError(err)
			}
			return r.Round, give(number, x)
		}
	}
	switch {
	case number != 0:
		return homeward.Round{}, homeward.Errorf(homeward.NotFound, "round.no_entry")
	case len(r.Entries) > mostReceipts:
		return homeward.Round{}, homeward.Errorf(homeward.Conflict, "round.many_receipts").WithHint("round.many_receipts.hint")
	}
	return r.Round, b.Receipts(func(x draw.Receipt) error { return give(numbers[x.Entry()], x) })
}

// mayHand asks whether the actor works with households where the round gives homes: a receipt is its household's own.
func (h *House) mayHand(ctx context.Context, actor homeward.Actor, id homeward.RoundID) error {
	return h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error { return tx.Within(ctx, round(id)) })
}

// AnswerLetter tells a household in writing what the draw gave it and why, in the very words of the page.
func (h *House) AnswerLetter(ctx context.Context, actor homeward.Actor, id homeward.RoundID, number int, lang string) ([]byte, error) {
	in, err := h.answerInput(ctx, actor, id, number, lang)
	if err != nil {
		return nil, err
	}
	return document.Answer(in)
}

func (h *House) answerInput(ctx context.Context, actor homeward.Actor, id homeward.RoundID, number int, lang string) (document.AnswerInput, error) {
	r, err := h.ViewRound(ctx, actor, id)
	if err != nil {
		return document.AnswerInput{}, err
	}
	if r.PublishedAt.IsZero() {
		return document.AnswerInput{}, homeward.Errorf(homeward.Conflict, "round.not_published")
	}
	i := slices.IndexFunc(r.Entries, func(e RoundEntry) bool { return e.Number == number })
	if i < 0 {
		return document.AnswerInput{}, homeward.Errorf(homeward.NotFound, "round.no_entry")
	}
	e := r.Entries[i]
	in := document.AnswerInput{In: h.in(lang), Note: h.sampleNote(), Office: h.Operation, Round: strconv.Itoa(r.Number), Entry: fmt.Sprintf("%04d", number),
		Reason: e.Reason, Made: r.DrawnAt, Signs: actor.Name}
	if h.Sample {
		in.Office = h.Speech.For(lang).T("operation.sample")
	}
	if e.Dwelling != "" && !e.Passed {
		in.Home = h.Speech.For(lang).Place(r.Place) + ", " + e.Building + "/" + e.Door
	}
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		if err := tx.Within(ctx, household(e.HouseholdID)); err != nil {
			return err
		}
		c, err := tx.Case(ctx, e.HouseholdID)
		in.Case, in.Name = c.CaseNumber, c.Head().FullName()
		return err
	})
	return in, err
}

// entryOf reads the identifier out of an entry's record, whose first line it is.
func entryOf(record string) string {
	line, _, _ := strings.Cut(record, "\n")
	_, id, _ := strings.Cut(line, "=")
	return id
}
