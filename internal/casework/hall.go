package casework

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/draw"
	"homeward/internal/allotment"
	"homeward/internal/store"
)

// The hall, from the commitment to the draw, in the one order in which nobody can choose what suits them: who dropped out
// is read out (CloseRound), what is thrown and drawn is typed by two people (HearRound), then sealed secrets are opened
// (RevealRound), and only then is anything computed.

// hall is a round between its commitment and its draw.
type hallState struct {
	round    homeward.Round
	bundle   *draw.Bundle
	sources  []homeward.ChanceSource // in the order of the header
	readings []homeward.HallReading
}

func (h *House) hall(ctx context.Context, tx *store.Tx, id homeward.RoundID, action homeward.Action) (s hallState, err error) {
	if s.round, err = tx.Round(ctx, id); err != nil {
		return s, err
	}
	if err := s.round.Stage().Allows(action); err != nil {
		return s, err
	}
	if s.bundle, err = draw.Decode([]byte(s.round.Bundle)); err != nil {
		return s, drawError(err)
	}
	if s.sources, err = tx.Sources(ctx, id); err != nil {
		return s, err
	}
	s.readings, err = tx.Readings(ctx, id)
	return s, err
}

// announced is a source as the header announced it.
func announced(b *draw.Bundle, id string) (draw.Source, bool) {
	i := slices.IndexFunc(b.Header.Sources, func(s draw.Source) bool { return s.ID == id })
	if i < 0 {
		return draw.Source{}, false
	}
	return b.Header.Sources[i], true
}

// about are the live readings of one thing, first and second.
func about(list []homeward.HallReading, what string) (out []homeward.HallReading) {
	for _, r := range list {
		if r.About == what {
			out = append(out, r)
		}
	}
	return out
}

// agreed says whether two people typed the same.
func agreed(list []homeward.HallReading) bool {
	return len(list) == 2 && list[0].Value == list[1].Value
}

// keepBundle writes the bundle back into its round.
func keepBundle(r *homeward.Round, b *draw.Bundle) error {
	text, err := b.Encode()
	if err != nil {
		return drawError(err)
	}
	r.Bundle = string(text)
	return nil
}

// CloseRound reads out who dropped out since the freeze. The closing number is published and journalled before any
// source is opened; nobody can be left out afterwards by somebody who knows the outcome. While nothing has been heard it
// may be done again, if somebody became held meanwhile.
func (h *House) CloseRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) error {
	return h.DB.Write(ctx, actor, homeward.RoundClose, round(id), func(tx *store.Tx) error {
		s, err := h.hall(ctx, tx, id, homeward.RoundClose)
		if err != nil {
			return err
		}
		if len(s.readings) > 0 || slices.ContainsFunc(s.sources, func(x homeward.ChanceSource) bool { return x.State != "" }) {
			return homeward.Errorf(homeward.Conflict, "round.closed_already")
		}
		entries, err := tx.Entries(ctx, id)
		if err != nil {
			return err
		}
		held, err := h.heldSince(ctx, tx, s.round, entries)
		if err != nil {
			return err
		}
		if err := s.bundle.Close(dropped(held, entries)); err != nil {
			return drawError(err)
		}
		if err := keepBundle(&s.round, s.bundle); err != nil {
			return err
		}
		s.round.ClosedAt = tx.Now
		tx.Rules(s.round.PolicyHash)
		tx.Detail(map[string]any{"commitment": s.bundle.Commitment, "closing": s.bundle.Closing, "dropped": s.bundle.Dropped})
		if len(s.sources) == 0 {
			if err := tx.InsertSources(ctx, sourcesOf(id, s.bundle)); err != nil {
				return err
			}
		}
		if err := tx.ForgetHeldAfter(ctx, id); err != nil {
			return err
		}
		if err := tx.InsertEntries(ctx, nil, nil, held); err != nil {
			return err
		}
		return tx.SetRound(ctx, s.round)
	})
}

func sourcesOf(id homeward.RoundID, b *draw.Bundle) []homeward.ChanceSource {
	var out []homeward.ChanceSource
	for i, s := range b.Header.Sources {
		out = append(out, homeward.ChanceSource{RoundID: id, ID: s.ID, Position: i, Kind: s.Kind, Missing: s.Missing})
	}
	return out
}

// HearRound takes what one person heard in the hall: the value of a source, or the ball of an entry. It counts once
// another person has typed the same; until then whoever mistyped may type again. What two have typed alike stands.
func (h *House) HearRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID, what, value string) error {
	value = strings.ToLower(strings.Join(strings.Fields(value), " "))
	return h.DB.Write(ctx, actor, homeward.RoundHear, round(id), func(tx *store.Tx) error {
		s, err := h.hall(ctx, tx, id, homeward.RoundHear)
		if err != nil {
			return err
		}
		source, isSource := announced(s.bundle, what)
		if err := s.mayHear(source, isSource, what, value); err != nil {
			return err
		}
		mine, slot := about(s.readings, what), 1
		if isSource && s.settled(what) && !agreed(mine) {
			return homeward.Errorf(homeward.Conflict, "round.source_settled")
		}
		if agreed(mine) {
			return homeward.Errorf(homeward.Conflict, "round.heard_already")
		}
		for _, x := range mine {
			if x.Reader == actor.User {
				slot = x.Slot
				break
			}
			slot = 3 - x.Slot
		}
		if len(mine) == 2 && !slices.ContainsFunc(mine, func(x homeward.HallReading) bool { return x.Reader == actor.User }) {
			return homeward.Errorf(homeward.Conflict, "round.heard_twice").WithHint("round.heard_twice.hint")
		}
		r := homeward.HallReading{ID: homeward.ReadingID(h.IDs.New("rg")), RoundID: id, About: what, Slot: slot, Reader: actor.User, Value: value,
			ReadAt: tx.Now, Live: true}
		tx.Detail(map[string]any{"about": what, "value": value})
		if err := tx.InsertReading(ctx, r); err != nil {
			return err
		}
		other := slices.DeleteFunc(mine, func(x homeward.HallReading) bool { return x.Reader == actor.User })
		if !isSource || len(other) == 0 || other[0].Value != value {
			return nil
		}
		return tx.OpenSource(ctx, homeward.ChanceSource{RoundID: id, ID: what, State: draw.Revealed, Value: value})
	})
}

// mayHear says whether this may be heard now: a source that is read aloud, or the ball of an entry that has one to draw.
func (s *hallState) mayHear(source draw.Source, isSource bool, what, value string) error {
	if isSource {
		if s.round.Stage() != homeward.RoundClosed || source.Kind == draw.SourceCommit {
			return homeward.Errorf(homeward.Conflict, "round.not_heard")
		}
		return drawError(source.CheckReveal(string(s.round.ID), draw.Reveal{Source: what, State: draw.Revealed, Value: value}))
	}
	if s.round.Stage() != homeward.RoundCalled {
		return homeward.Errorf(homeward.Conflict, "round.not_heard")
	}
	turns, err := draw.Turns(s.bundle)
	if err != nil {
		return drawError(err)
	}
	at := slices.IndexFunc(turns, func(t draw.Turn) bool { return t.Entry == what })
	if at < 0 {
		return homeward.Errorf(homeward.NotFound, "round.no_ball")
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > len(turns[at].Drum) || turns[at].Drum[n-1] == "" {
		return homeward.Errorf(homeward.Invalid, "round.ball_unknown", "Most", len(turns[at].Drum))
	}
	for _, t := range turns { // a ball of the same drum that two people have typed is out of it
		if t.Entry != what && t.Type == turns[at].Type && agreed(about(s.readings, t.Entry)) && about(s.readings, t.Entry)[0].Value == value {
			return homeward.Errorf(homeward.Invalid, "round.ball_drawn")
		}
	}
	return nil
}

// RevealRound opens a sealed secret, or says with a reason that a source is not opened. What follows then was published
// beforehand: the second secret, or going on without it; where the rule says stop, there is no draw.
func (h *House) RevealRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID, what, value, remark string) error {
	value, remark = strings.TrimSpace(value), strings.Join(strings.Fields(remark), " ")
	return h.DB.Write(ctx, actor, homeward.RoundReveal, round(id), func(tx *store.Tx) error {
		s, err := h.hall(ctx, tx, id, homeward.RoundReveal)
		if err != nil {
			return err
		}
		source, ok := announced(s.bundle, what)
		if !ok || what == sourceOffice {
			return homeward.Errorf(homeward.NotFound, "round.no_source")
		}
		if source.Kind != draw.SourceCommit && value != "" {
			return homeward.Errorf(homeward.Conflict, "round.two_people")
		}
		if source.Kind == draw.SourceCommit && !s.heard() {
			return homeward.Errorf(homeward.Conflict, "round.dice_first").WithHint("round.dice_first.hint")
		}
		r := draw.Reveal{Source: what, State: draw.Revealed, Value: value, Remark: remark}
		switch {
		case value == "":
			r.State = draw.NotRevealed
		case source.Missing == draw.MissingBackup && draw.CommitBackup(string(id), what, value) == source.Backup:
			r.State = draw.BackupOpened
		default:
			r.Remark = ""
		}
		if err := source.CheckReveal(string(id), r); err != nil {
			return drawError(err)
		}
		tx.Detail(map[string]any{"source": what, "state": r.State, "remark": r.Remark})
		return tx.OpenSource(ctx, homeward.ChanceSource{RoundID: id, ID: what, State: r.State, Value: r.Value, Remark: r.Remark})
	})
}

// settled says whether a source was opened, or given up by its rule.
func (s *hallState) settled(id string) bool {
	return slices.ContainsFunc(s.sources, func(x homeward.ChanceSource) bool { return x.ID == id && x.State != "" })
}

// heard says whether everything that is thrown, drawn or read aloud is settled.
func (s *hallState) heard() bool {
	return !slices.ContainsFunc(s.sources, func(x homeward.ChanceSource) bool { return x.Kind != draw.SourceCommit && x.State == "" })
}

// openSources makes the seed: the office's secret with everything that was opened in the hall.
func (h *House) openSources(ctx context.Context, tx *store.Tx, s *hallState) error {
	var reveals []draw.Reveal
	for _, x := range s.sources {
		r := draw.Reveal{Source: x.ID, State: x.State, Value: x.Value, Remark: x.Remark}
		switch {
		case x.ID == sourceOffice:
			r = draw.Reveal{Source: x.ID, State: draw.Revealed, Value: s.round.Secret}
			if err := tx.OpenSource(ctx, homeward.ChanceSource{RoundID: x.RoundID, ID: x.ID, State: r.State, Value: r.Value}); err != nil {
				return err
			}
		case x.State == "":
			source, _ := announced(s.bundle, x.ID)
			return homeward.Errorf(homeward.Blocked, "round.source_open", "Source", source.Label).WithHint("round.source_open.hint")
		case x.Kind != draw.SourceCommit && x.State == draw.Revealed:
			r.Again = about(s.readings, x.ID)[1].Value
		}
		reveals = append(reveals, r)
	}
	if err := s.bundle.Open(reveals); err != nil {
		return drawError(err)
	}
	if s.bundle.Header.Rules.Mode == draw.ModeDraw {
		return nil
	}
	c, err := allotment.Certify(s.bundle)
	s.bundle.Certificate = c
	return err
}

// CallRound opens the sources of a round whose addresses are drawn with balls or chosen: the line and every home type are
// known, and each in its turn draws or chooses.
func (h *House) CallRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) error {
	return h.DB.Write(ctx, actor, homeward.RoundCall, round(id), func(tx *store.Tx) error {
		s, err := h.hall(ctx, tx, id, homeward.RoundCall)
		if err != nil {
			return err
		}
		if s.bundle.Header.Rules.Address == draw.AddressLot {
			return homeward.Errorf(homeward.Conflict, "round.no_balls")
		}
		if err := h.openSources(ctx, tx, &s); err != nil {
			return err
		}
		if _, err := draw.Turns(s.bundle); err != nil { // the certificate is judged before a ball is drawn
			return drawError(err)
		}
		if err := keepBundle(&s.round, s.bundle); err != nil {
			return err
		}
		s.round.CalledAt = tx.Now
		tx.Rules(s.round.PolicyHash)
		tx.Detail(map[string]any{"commitment": s.bundle.Commitment, "closing": s.bundle.Closing, "seed": s.bundle.Seed})
		return tx.SetRound(ctx, s.round)
	})
}

// takeBalls puts what two people typed of each ball into the bundle.
func (s *hallState) takeBalls() error {
	turns, err := draw.Turns(s.bundle)
	if err != nil {
		return drawError(err)
	}
	for _, t := range turns {
		two := about(s.readings, t.Entry)
		if !agreed(two) {
			return homeward.Errorf(homeward.Blocked, "round.balls_open").WithHint("round.balls_open.hint")
		}
		one, _ := strconv.Atoi(two[0].Value) // mayHear has read it
		again, _ := strconv.Atoi(two[1].Value)
		s.bundle.Balls = append(s.bundle.Balls, draw.Ball{Entry: t.Entry, Number: one, Again: again})
	}
	return nil
}
