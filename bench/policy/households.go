package main

import (
	"math/rand/v2"
	"time"

	"homeward/internal/policy"
)

// block is how many households are in memory at a time.
const block = 4096

// largest is the greatest number of members the generator makes.
const largest = 7

// generator makes the same households in the same order every time: mostly whole families who qualify, some who fail
// one rule or another.
type generator struct {
	rand       *rand.Rand
	cases      []policy.Case
	households []policy.Household
	dwellings  []policy.Dwelling
	members    []policy.Member
}

func newGenerator() *generator {
	return &generator{
		rand: rand.New(rand.NewPCG(1, 2)), cases: make([]policy.Case, block), households: make([]policy.Household, block),
		dwellings: make([]policy.Dwelling, block), members: make([]policy.Member, block*largest),
	}
}

var (
	stays  = []string{"dormitory", "sanatorium", "school", "rent", "relatives", "idp_block", "private_of_others", "own"}
	places = []string{"fuzuli", "shusha", "lachin", "khojaly", "aghali", "zabukh"}
	born   = birthdays()
)

func birthdays() []time.Time {
	var days []time.Time
	for y := 1930; y < 2026; y++ {
		days = append(days, time.Date(y, 6, 15, 0, 0, 0, 0, time.UTC))
	}
	return days
}

// rarely is true once in n times.
func (g *generator) rarely(n int) bool { return g.rand.IntN(n) == 0 }

// next makes the next n cases, in place of the last ones.
func (g *generator) next(n int) []policy.Case {
	for i := range n {
		members := g.members[i*largest:][:1+g.rand.IntN(4)+g.rand.IntN(4)]
		for j := range members {
			members[j] = policy.Member{
				Born:           policy.Known(born[g.rand.IntN(len(born))]),
				Citizen:        policy.Known(!g.rarely(200)),
				Displaced:      policy.Known(!g.rarely(5)),
				InRegister:     policy.Known(!g.rarely(100)),
				MissingByCourt: policy.Known(g.rarely(500)),
			}
		}
		g.one(i, members)
	}
	return g.cases[:n]
}

func (g *generator) one(i int, members []policy.Member) {
	origin := places[g.rand.IntN(len(places))]
	home := origin
	if g.rarely(10) {
		home = places[g.rand.IntN(len(places))]
	}
	g.households[i] = policy.Household{
		Members:      members,
		Origin:       policy.Place{ID: policy.Known(origin)},
		DisplacedOn:  policy.Known(born[50+g.rand.IntN(40)]),
		Stay:         policy.Stay{Kind: policy.Known(stays[g.rand.IntN(len(stays))]), LivesHere: policy.Known(!g.rarely(20))},
		OwnsHome:     policy.Known(g.rarely(30)),
		AcquiredHome: policy.Known(g.rarely(30)),
		FallenFamily: policy.Known(g.rarely(30)),
		Housed:       policy.Known(g.rarely(50)),
	}
	g.dwellings[i] = policy.Dwelling{Type: policy.Known("flat"), Place: policy.Place{ID: policy.Known(home)}}
	g.cases[i] = policy.Case{Household: &g.households[i], Dwelling: &g.dwellings[i], Today: today}
}
