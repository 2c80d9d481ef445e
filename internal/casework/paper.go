package casework

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/draw"
	"homeward/internal/document"
	"homeward/internal/i18n"
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
		Seed: b.Seed, Dwellings: len(r.Dwellings), Members: []string{actor.Name}}
	for _, x := range b.Header.Held {
		in.Held = append(in.Held, document.HeldCount{Rule: homeward.T("refusal." + x.Rule), Households: x.Entries, Dwellings: x.Dwellings})
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

// entryOf reads the identifier out of an entry's record, whose first line it is.
func entryOf(record string) string {
	line, _, _ := strings.Cut(record, "\n")
	_, id, _ := strings.Cut(line, "=")
	return id
}
