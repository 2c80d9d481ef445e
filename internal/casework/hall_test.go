package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward"
	"homeward/draw"
	"homeward/internal/casework"
)

var readers = []homeward.Actor{allocation, committee, registrar, housing, moving, claims}

// committed is a round with lists frozen and committed to, planned as asked.
func (f *fixture) committed(plan *casework.RoundPlan, households, flats int) homeward.RoundID {
	f.t.Helper()
	for n := range households {
		f.register(n, 1, 0)
	}
	f.flats("1", flats)
	id := f.open()
	if plan != nil {
		f.ok(f.PlanRound(f.t.Context(), allocation, id, *plan))
	}
	f.freeze(id)
	f.ok(f.CommitRound(f.t.Context(), allocation, id))
	return id
}

func (f *fixture) source(id homeward.RoundID, source string) casework.HallSource {
	f.t.Helper()
	for _, s := range f.round(id).Sources {
		if s.ID == source {
			return s
		}
	}
	f.t.Fatalf("no source %s", source)
	return casework.HallSource{}
}

// Two people hear the dice. One alone counts for nothing, nor do two who disagree, nor one who types twice; and nobody
// sees what the other typed before having typed.
func TestTwoPeopleHearTheDice(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, dice := t.Context(), casework.Dice().ID
		id := f.committed(nil, 2, 1)
		f.refused(f.HearRound(ctx, allocation, id, dice, twelve), "round.not_now")
		f.ok(f.CloseRound(ctx, allocation, id))
		if r := f.round(id); r.Closing == "" || r.Stage() != homeward.RoundClosed {
			t.Fatalf("closed: stage %s, closing %q", r.Stage(), r.Closing)
		}
		for name, value := range map[string]string{"too few": "1 2 3", "no such face": "1 2 3 4 5 6 6 5 4 3 2 7", "no numbers": "one two", "nothing": ""} {
			if err := f.HearRound(ctx, allocation, id, dice, value); !homeward.IsKey(err, "draw.reveal_numbers") {
				t.Errorf("%s: %v", name, err)
			}
		}
		f.refused(f.HearRound(ctx, auditor, id, dice, twelve), "access.role")
		f.ok(f.HearRound(ctx, allocation, id, dice, " 1 2  3 4 5 6 6 5 4 3 2 2 "))
		f.refused(f.CloseRound(ctx, allocation, id), "round.closed_already")
		if s := f.source(id, dice); s.Typed != 1 || !s.Mine || s.Agreed || s.State != "" {
			t.Errorf("one has typed: %+v", s)
		}
		other, err := f.ViewRound(ctx, committee, id)
		f.ok(err)
		for _, s := range other.Sources {
			if s.First+s.Second != "" {
				t.Errorf("the second person sees what the first typed: %+v", s)
			}
		}
		f.ok(f.HearRound(ctx, allocation, id, dice, "1 2 3 4 5 6 6 5 4 3 2 2")) // again, and still one person
		f.refused(f.DrawRound(ctx, allocation, id), "round.source_open")
		f.ok(f.HearRound(ctx, committee, id, dice, twelve))
		if s := f.source(id, dice); !s.Differ() || s.State != "" || s.First == s.Second {
			t.Errorf("two disagree: %+v", s)
		}
		f.refused(f.DrawRound(ctx, allocation, id), "round.source_open")
		f.refused(f.HearRound(ctx, registrar, id, dice, twelve), "round.heard_twice")
		f.ok(f.HearRound(ctx, allocation, id, dice, twelve))
		if s := f.source(id, dice); !s.Agreed || s.State != draw.Revealed || s.Opened != twelve {
			t.Errorf("two agree: %+v", s)
		}
		f.refused(f.HearRound(ctx, allocation, id, dice, "6 6 6 6 6 6 6 6 6 6 6 6"), "round.heard_already")
		f.ok(f.DrawRound(ctx, allocation, id))
		f.ok(f.PublishRound(ctx, allocation, id))
		r := f.round(id)
		b, err := draw.Decode([]byte(r.Bundle))
		f.ok(err)
		if !r.Report.OK || b.Reveals[1].Value != twelve || b.Reveals[1].Again != twelve {
			t.Errorf("verifies %t, dice %q and %q", r.Report.OK, b.Reveals[1].Value, b.Reveals[1].Again)
		}
	})
}

// Many type at once: two people are taken, whoever they are, and a third is told so; the same two together make the value.
func TestTwoReadingsAndNoThird(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, dice := t.Context(), casework.Dice().ID
		id := f.committed(nil, 1, 1)
		f.ok(f.CloseRound(ctx, allocation, id))
		errs := atOnce(len(readers), func(i int) error {
			return f.HearRound(ctx, readers[i], id, dice, strings.Repeat(fmt.Sprint(i%6+1)+" ", 11)+"1")
		})
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !homeward.IsKey(err, "round.heard_twice"):
				t.Errorf("a third reader was told %v", err)
			}
		}
		if s := f.source(id, dice); won != 2 || s.Typed != 2 || s.Agreed || s.State != "" {
			t.Errorf("%d readings were taken: %+v", won, s)
		}
		// One person at many screens is one person.
		two := f.committedAgain(id)
		errs = atOnce(12, func(int) error { return f.HearRound(ctx, allocation, two, dice, twelve) })
		for _, err := range errs {
			f.ok(err)
		}
		if s := f.source(two, dice); s.Typed != 1 || s.State != "" {
			t.Errorf("one person alone: %+v", s)
		}
		f.refused(f.DrawRound(ctx, allocation, two), "round.source_open")
	})
}

// committedAgain is a second closed round, with homes and households of its own.
func (f *fixture) committedAgain(homeward.RoundID) homeward.RoundID {
	f.t.Helper()
	f.register(50, 1, 0)
	f.flats("2", 1)
	id := f.open()
	f.freeze(id)
	f.ok(f.CommitRound(f.t.Context(), allocation, id))
	f.ok(f.CloseRound(f.t.Context(), allocation, id))
	return id
}

// Whoever does not come with their secret is handled as was published: left out, replaced by the second secret, or the
// draw stops. And the office's own secret never decides alone.
func TestWhoFailsToReveal(t *testing.T) {
	const secret, second = "the secret of the ombudsman", "the second, kept by the notary"
	dice := casework.Dice()
	each(t, func(f *fixture) {
		ctx := t.Context()
		id := f.open()
		optional := dice
		optional.Missing = draw.MissingExclude
		for name, c := range map[string]struct {
			plan casework.RoundPlan
			key  string
		}{
			"dice that may be missing":   {casework.RoundPlan{Mode: draw.ModeDraw, Address: draw.AddressLot, Sources: []draw.Source{optional}}, "round.office_alone"},
			"nothing but the office":     {casework.RoundPlan{Mode: draw.ModeDraw, Address: draw.AddressLot}, "round.office_alone"},
			"the office twice":           {casework.RoundPlan{Mode: draw.ModeDraw, Address: draw.AddressLot, Sources: []draw.Source{dice, {ID: "office"}}}, "round.source_office"},
			"no such mode":               {casework.RoundPlan{Mode: "favour", Address: draw.AddressLot, Sources: []draw.Source{dice}}, "round.mode"},
			"weights that nobody set":    {casework.RoundPlan{Mode: draw.ModeWeighted, Address: draw.AddressLot, Sources: []draw.Source{dice}}, "round.mode"},
			"no such way to an address":  {casework.RoundPlan{Mode: draw.ModeDraw, Address: "choice", Sources: []draw.Source{dice}}, "round.address"},
			"a party without its hash":   {casework.RoundPlan{Mode: draw.ModeDraw, Address: draw.AddressLot, Sources: []draw.Source{dice, {ID: "party1", Kind: draw.SourceCommit, Label: "x", Missing: draw.MissingStop}}}, "draw.source_uncommitted"},
			"a backup nobody has sealed": {casework.RoundPlan{Mode: draw.ModeDraw, Address: draw.AddressLot, Sources: []draw.Source{{ID: "party1", Kind: draw.SourceCommit, Label: "x", Commitment: draw.Commit("r", "s", secret), Missing: draw.MissingBackup}}}, "draw.source_missing_rule"},
		} {
			if err := f.PlanRound(ctx, allocation, id, c.plan); !homeward.IsKey(err, c.key) {
				t.Errorf("%s: %v, want %s", name, err, c.key)
			}
		}
		for n := range 3 {
			f.register(n, 1, 0)
		}
		f.flats("1", 2)
		party := func(source, missing string) draw.Source {
			s := draw.Source{ID: source, Kind: draw.SourceCommit, Label: "party " + source, Commitment: draw.Commit(string(id), source, secret), Missing: missing}
			if missing == draw.MissingBackup {
				s.Backup = draw.CommitBackup(string(id), source, second)
			}
			return s
		}
		lottery := draw.Source{ID: "lottery", Kind: draw.SourceLottery, Label: "state lottery of the day", Missing: draw.MissingExclude, Count: 6, Sides: 49}
		f.ok(f.PlanRound(ctx, allocation, id, casework.RoundPlan{Mode: draw.ModePriority, Address: draw.AddressLot, Sources: []draw.Source{
			dice, lottery, party("party1", draw.MissingExclude), party("party2", draw.MissingBackup), party("party3", draw.MissingStop)}}))
		f.freeze(id)
		f.refused(f.PlanRound(ctx, allocation, id, casework.RoundPlan{}), "round.not_now")
		f.ok(f.CommitRound(ctx, allocation, id))
		f.ok(f.CloseRound(ctx, allocation, id))
		reveal := func(source, value, remark string) error {
			return f.RevealRound(ctx, allocation, id, source, value, remark)
		}
		f.refused(reveal("party3", secret, ""), "round.dice_first")
		f.ok(f.HearRound(ctx, allocation, id, dice.ID, twelve))
		f.ok(f.HearRound(ctx, committee, id, dice.ID, twelve))
		f.refused(reveal("party3", secret, ""), "round.dice_first") // the lottery is not settled yet
		f.refused(reveal("lottery", "1 2 3 4 5 6", ""), "round.two_people")
		f.refused(reveal("lottery", "", ""), "draw.reveal_remark")
		f.ok(reveal("lottery", "", "not drawn that day"))
		f.refused(f.HearRound(ctx, allocation, id, "lottery", "1 2 3 4 5 6"), "round.source_settled")
		f.ok(reveal("party1", "", "did not come"))
		f.refused(reveal("party1", secret, ""), "round.source_stays")
		f.refused(reveal("party2", "", "did not come"), "draw.reveal_missing")
		f.refused(reveal("party2", second, ""), "draw.reveal_remark")
		f.ok(reveal("party2", second, "did not come, the notary opened hers"))
		f.refused(reveal("office", secret, ""), "round.no_source")
		f.refused(reveal("party3", "another secret altogether", ""), "draw.reveal_differs")
		f.refused(f.DrawRound(ctx, allocation, id), "round.source_open")
		f.ok(reveal("party3", secret, ""))
		f.ok(f.DrawRound(ctx, allocation, id))
		f.ok(f.PublishRound(ctx, allocation, id))
		r := f.round(id)
		b, err := draw.Decode([]byte(r.Bundle))
		f.ok(err)
		states := ""
		for _, x := range b.Reveals {
			states += x.State + " "
		}
		if !r.Report.OK || states != "revealed revealed missing missing backup revealed " || b.Certificate == nil || b.Certificate.Gap != 0 {
			t.Errorf("verifies %t, states %q, certificate %+v", r.Report.OK, states, b.Certificate)
		}
	})
}

// Addresses by ball: the line is called, each ball is typed by two people, and ball 17 is the 17th home.
func TestBallsDrawnByHand(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, dice := t.Context(), casework.Dice()
		id := f.committed(&casework.RoundPlan{Mode: draw.ModeDraw, Address: draw.AddressBall, Sources: []draw.Source{dice}}, 3, 4)
		f.ok(f.CloseRound(ctx, allocation, id))
		f.refused(f.CallRound(ctx, allocation, id), "round.source_open")
		f.ok(f.HearRound(ctx, allocation, id, dice.ID, twelve))
		f.ok(f.HearRound(ctx, committee, id, dice.ID, twelve))
		f.refused(f.DrawRound(ctx, allocation, id), "round.balls_first")
		f.ok(f.CallRound(ctx, allocation, id))
		balls := f.round(id).Balls
		if len(balls) != 3 || balls[0].Drum != 4 {
			t.Fatalf("balls: %+v", balls)
		}
		hear := func(who homeward.Actor, n int, value string) error {
			return f.HearRound(ctx, who, id, string(balls[n].Entry), value)
		}
		for _, wrong := range []string{"0", "5", "x", "1 2", ""} {
			f.refused(hear(allocation, 0, wrong), "round.ball_unknown")
		}
		f.ok(hear(allocation, 0, "3"))
		f.ok(hear(committee, 0, "2"))
		if x := f.round(id).Balls[0]; !x.Differ() || x.Home != "" {
			t.Errorf("two heard different balls: %+v", x)
		}
		f.ok(hear(committee, 0, "3"))
		f.refused(hear(allocation, 1, "3"), "round.ball_drawn")
		f.refused(f.DrawRound(ctx, allocation, id), "round.balls_open")
		for n, ball := range []string{"1", "4"} {
			f.ok(hear(allocation, n+1, ball))
			f.ok(hear(committee, n+1, ball))
		}
		shown := f.round(id).Balls
		f.ok(f.DrawRound(ctx, allocation, id))
		f.ok(f.PublishRound(ctx, allocation, id))
		r := f.round(id)
		if !r.Report.OK || r.Allocated != 3 {
			t.Fatalf("verifies %t (%s), %d given", r.Report.OK, r.Report.Key, r.Allocated)
		}
		for _, x := range shown {
			for _, e := range r.Entries {
				if e.ID == x.Entry && (e.Dwelling != x.Home || x.Home == "") {
					t.Errorf("entry %d was shown %s and got %s", e.Number, x.Home, e.Dwelling)
				}
			}
		}
	})
}

// What becomes held between the closing and the end of the draw is given to nobody: a household's lot passes on, and who
// drew a home that is held keeps the place in line.
func TestHeldAfterTheClosing(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id := f.committed(nil, 3, 2)
		f.thrown(id)
		ds := f.round(id).Dwellings
		f.claimed(ds[0].DwellingID, "")
		f.ok(f.DrawRound(ctx, allocation, id))
		f.ok(f.PublishRound(ctx, allocation, id))
		r := f.round(id)
		if !r.Report.OK || r.Allocated != 1 || len(offers(r)) != 1 {
			t.Fatalf("verifies %t, %d given, %d offers", r.Report.OK, r.Allocated, len(offers(r)))
		}
		for _, e := range r.Entries {
			if e.Dwelling == ds[0].DwellingID && (e.Reason.Key != "reason.late_dwelling" || !e.Passed) {
				t.Errorf("who drew the held home was told %s", e.Reason)
			}
		}
	})
}
