package casework

import (
	"context"
	"slices"
	"strconv"

	"homeward"
	"homeward/draw"
	"homeward/internal/store"
)

// HallSource is a source of chance as the hall sees it: what was announced, what has been typed, and whether it counts.
type HallSource struct {
	draw.Source
	Heard
	State, Opened, Remark string // how it was opened; State is empty until then
}

// Heard is what two people typed of one thing. Nobody sees what the other typed before having typed themselves.
type Heard struct {
	Typed         int    // how many have typed: 0, 1 or 2
	Mine          bool   // the reader of this page is one of them
	First, Second string // both values once both are there; before that the reader's own
	Agreed        bool
}

// Differ says that two people typed different values: nothing counts, and whoever mistyped types again.
func (x Heard) Differ() bool { return x.Typed == 2 && !x.Agreed }

// HallBall is an entry that draws a ball for its address, or chooses it.
type HallBall struct {
	Heard
	Entry  homeward.EntryID
	Number int // public number of the entry
	Type   homeward.DwellingType
	Rooms  int
	Drum   int                 // balls are numbered from 1 to this
	Home   homeward.DwellingID // once two people agree
	// Free are the homes that are left for it, by number; empty where a number is taken.
	Free []homeward.DwellingID
}

// heardBy is what one reader may see of the readings of one thing.
func heardBy(list []homeward.HallReading, what string, reader homeward.UserID) Heard {
	two := about(list, what)
	x := Heard{Typed: len(two), Agreed: agreed(two)}
	for i, r := range two {
		mine := reader != "" && r.Reader == reader
		x.Mine = x.Mine || mine
		if mine || len(two) == 2 {
			if i == 0 {
				x.First = r.Value
			} else {
				x.Second = r.Value
			}
		}
	}
	return x
}

// Choices are what the policy of a round leaves to be chosen, and what it asks to be set.
type Choices struct {
	Modes, Addresses []string
	Threshold, Kind  bool // the rules read it
}

// Plan is how a round will give its homes, for the page on which it is chosen, and what its policy leaves open.
func (h *House) Plan(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (plan RoundPlan, choices Choices, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.Within(ctx, round(id)); err != nil {
			return err
		}
		adoption, err := tx.AdoptionOn(ctx, r.Adoption, tx.Today())
		if err != nil {
			return err
		}
		rules, err := h.policyOf(adoption)
		if err != nil {
			return err
		}
		choices = Choices{Modes: modesOf(rules, tx.Today()), Addresses: addressesOf(rules, tx.Today()), Threshold: rules.ReadsRound("threshold"), Kind: rules.ReadsRound("kind")}
		plan, err = h.planOf(r, rules, tx.Today())
		return err
	})
	return plan, choices, err
}

// fillHall tells the sources of a frozen round, how far each is heard, and the balls that are to be drawn.
func fillHall(ctx context.Context, tx *store.Tx, f *RoundFile, b *draw.Bundle, reader homeward.UserID) error {
	f.Rules, f.Droppeds, f.Seed = b.Header.Rules, b.Dropped, b.Seed
	sources, err := tx.Sources(ctx, f.ID)
	if err != nil {
		return err
	}
	readings, err := tx.Readings(ctx, f.ID)
	if err != nil {
		return err
	}
	for _, s := range b.Header.Sources {
		x := HallSource{Source: s, Heard: heardBy(readings, s.ID, reader)}
		if i := slices.IndexFunc(sources, func(o homeward.ChanceSource) bool { return o.ID == s.ID }); i >= 0 {
			x.State, x.Opened, x.Remark = sources[i].State, sources[i].Value, sources[i].Remark
		}
		if i := slices.IndexFunc(b.Reveals, func(r draw.Reveal) bool { return r.Source == s.ID }); i >= 0 { // also of rounds before there was a hall
			x.State, x.Opened, x.Remark = b.Reveals[i].State, b.Reveals[i].Value, b.Reveals[i].Remark
		}
		f.Sources = append(f.Sources, x)
	}
	if f.Rules.Address == draw.AddressLot || f.Rules.Address == "" || b.Seed == "" {
		return nil
	}
	turns, err := draw.Turns(b)
	if err != nil {
		return drawError(err)
	}
	numbers := map[string]homeward.Entry{}
	es, err := tx.Entries(ctx, f.ID)
	if err != nil {
		return err
	}
	for _, e := range es {
		numbers[string(e.ID)] = e
	}
	for _, t := range turns {
		e := numbers[t.Entry]
		_, _, rooms, _ := draw.ParseStratum(t.Type.Stratum)
		x := HallBall{Heard: heardBy(readings, t.Entry, reader), Entry: e.ID, Number: e.Number, Type: e.Type, Rooms: rooms, Drum: len(t.Drum)}
		if n, err := strconv.Atoi(x.First); err == nil && x.Agreed && n >= 1 && n <= len(t.Drum) {
			x.Home = homeward.DwellingID(t.Drum[n-1])
		}
		f.Balls = append(f.Balls, x)
	}
	leaveFree(f.Balls, turns)
	return nil
}

// leaveFree says of each entry whose turn is not over which homes are left for it.
func leaveFree(balls []HallBall, turns []draw.Turn) {
	taken := map[homeward.DwellingID]bool{}
	for _, b := range balls {
		taken[b.Home] = b.Home != ""
	}
	for i := range balls {
		if balls[i].Agreed {
			continue
		}
		for _, id := range turns[i].Drum {
			home := homeward.DwellingID(id)
			if taken[home] {
				home = ""
			}
			balls[i].Free = append(balls[i].Free, home)
		}
	}
}
