package casework

import (
	"context"

	"homeward"
	"homeward/draw"
)

// Ceremony is a draw as the hall sees it: numbers in the order they are called, and what chance was made of. It holds no
// household and says what the draw gave, whatever was answered later.
type Ceremony struct {
	homeward.Round
	Commitment, Closing, Seed, Seal string
	Entries, Dwellings, Dropped     int
	Sources                         []HallSource
	Balls                           []HallBall
	Rules                           draw.Rules
	Drops                           []draw.Dropped
	Homes                           []homeward.Home
	Calls                           []Call // in order of line; empty before the draw
}

// Call is one entry as it is called.
type Call struct {
	Number int // public number of the entry
	Rooms  int
	Type   homeward.DwellingType
	Place  int           // in its stratum, from 1: among those given a home, or among those who wait
	Home   homeward.Home // zero if it waits
}

// Given says whether the lot gave a home.
func (c Call) Given() bool { return c.Home.ID != "" }

// Given is how many were given a home.
func (c Ceremony) Given() int {
	n := 0
	for _, x := range c.Calls {
		if x.Given() {
			n++
		}
	}
	return n
}

// ViewCeremony shows a draw as it is held, to whoever may see the round.
func (h *House) ViewCeremony(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (Ceremony, error) {
	file, err := h.ViewRound(ctx, actor, id)
	if err != nil {
		return Ceremony{}, err
	}
	c := Ceremony{Round: file.Round, Commitment: file.Commitment, Closing: file.Closing, Seal: file.Seal,
		Entries: len(file.Entries), Dwellings: len(file.Dwellings), Sources: file.Sources, Balls: file.Balls, Rules: file.Rules,
		Drops: file.Droppeds, Dropped: len(file.Droppeds), Seed: file.Seed}
	for _, d := range file.Dwellings {
		c.Homes = append(c.Homes, d.Home)
	}
	if c.DrawnAt.IsZero() {
		return c, nil
	}
	b, err := draw.Decode([]byte(file.Bundle))
	if err != nil {
		return Ceremony{}, drawError(err)
	}
	entries, homes := map[string]RoundEntry{}, map[string]homeward.Home{}
	for _, e := range file.Entries {
		entries[string(e.ID)] = e
	}
	for _, d := range file.Dwellings {
		homes[string(d.DwellingID)] = d.Home
	}
	for _, row := range b.Result.Rows {
		e := entries[row.Entry]
		c.Calls = append(c.Calls, Call{Number: e.Number, Rooms: e.Rooms, Type: e.Type, Place: row.Place, Home: homes[row.Dwelling]})
	}
	return c, nil
}
