package sample

import (
	"context"
	"fmt"
	"strings"
	"time"

	"homeward"
	"homeward/internal/casework"
)

func (g *group) roundID() homeward.RoundID {
	return id[homeward.RoundID]("rd", g.name, g.keys.AddDate(0, 0, -40))
}

func (g *group) movementID() homeward.MovementID {
	return id[homeward.MovementID]("mv", g.name, g.keys.AddDate(0, 0, -16))
}

// allocate opens, freezes, commits, draws and publishes the group's round, and takes its answers.
func (g *group) allocate() []step {
	rd, before := g.roundID(), func(days, hour int) time.Time {
		return g.keys.AddDate(0, 0, -days).Add(time.Duration(hour) * time.Hour)
	}
	name := func(s string) string { return "round/" + g.name + "/" + s }
	act := func(s string, do func(ctx context.Context, h *casework.House, a homeward.Actor) error) func(context.Context, *player) error {
		return func(ctx context.Context, p *player) error {
			return p.once(homeward.RoleAllocation, name(s), func(a homeward.Actor) error { return do(ctx, p.house, a) })
		}
	}
	return []step{
		{before(40, 9), name("open"), act("open", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			_, err := h.OpenRound(ctx, a, rd, programmeID, g.place)
			return err
		})},
		{before(38, 10), name("freeze"), act("freeze", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			p, err := h.PreviewFreeze(ctx, a, rd)
			if err != nil {
				return err
			}
			return h.FreezeRound(ctx, a, rd, p.Hash)
		})},
		{before(37, 10), name("commit"), act("commit", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.CommitRound(ctx, a, rd)
		})},
		{before(35, 10), name("close"), act("close", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.CloseRound(ctx, a, rd)
		})},
		{before(35, 10).Add(5 * time.Minute), name("hear"), act("hear", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.HearRound(ctx, a, rd, casework.Dice().ID, dice(g.name))
		})},
		{before(35, 10).Add(5 * time.Minute), name("again"), func(ctx context.Context, p *player) error {
			return p.onceAs(p.committee, name("again"), func(a homeward.Actor) error {
				return p.house.HearRound(ctx, a, rd, casework.Dice().ID, dice(g.name))
			})
		}},
		{before(35, 11), name("draw"), act("draw", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.DrawRound(ctx, a, rd)
		})},
		{before(35, 13), name("publish"), act("publish", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.PublishRound(ctx, a, rd)
		})},
		{before(33, 9), name("answers"), g.answer},
	}
}

// dice are twelve throws that follow from the seed.
func dice(name string) string {
	c := &chance{}
	c.begin("dice/" + name)
	var out []string
	for range 12 {
		out = append(out, itoa(1+int(c.src.Uint64()%6)))
	}
	return strings.Join(out, " ")
}

// answer takes the yes of every household of the group.
func (g *group) answer(ctx context.Context, p *player) error {
	r, err := p.house.ViewRound(ctx, p.actors[homeward.RoleAllocation], g.roundID())
	if err != nil {
		return err
	}
	for _, e := range r.Entries {
		if e.Offer.ID == "" {
			continue
		}
		err := p.once(homeward.RoleAllocation, "accept/"+string(e.Offer.ID), func(a homeward.Actor) error {
			return p.house.AcceptOffer(ctx, a, e.Offer.ID)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// travel plans the group's journey, briefs it, asks every adult, and lets it depart and arrive.
func (g *group) travel() []step {
	mv, before := g.movementID(), func(days int, hours float64) time.Time {
		return g.keys.AddDate(0, 0, -days).Add(time.Duration(hours * float64(time.Hour)))
	}
	name := func(s string) string { return "movement/" + g.name + "/" + s }
	var households []homeward.HouseholdID
	for _, in := range g.members {
		households = append(households, in.ID)
	}
	act := func(s string, do func(ctx context.Context, h *casework.House, a homeward.Actor) error) func(context.Context, *player) error {
		return func(ctx context.Context, p *player) error {
			return p.once(homeward.RoleMovement, name(s), func(a homeward.Actor) error { return do(ctx, p.house, a) })
		}
	}
	return []step{
		{before(16, 9), name("plan"), act("plan", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			_, err := h.PlanMovement(ctx, a, casework.Plan{ID: mv, From: g.convoyFrom, To: g.place, DepartsOn: homeward.DateOf(g.keys),
				Vehicles: 1 + g.people/45, Households: households})
			return err
		})},
		{before(6, 10), name("brief"), act("brief", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.BriefMovement(ctx, a, mv, households)
		})},
		{before(4, 9), name("consent"), g.consent},
		{before(1, 16), name("manifest"), act("manifest", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.ManifestMovement(ctx, a, mv)
		})},
		{before(0, 4.5), name("depart"), act("depart", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.DepartMovement(ctx, a, mv, g.everybody())
		})},
		{before(0, 11.5), name("arrive"), act("arrive", func(ctx context.Context, h *casework.House, a homeward.Actor) error {
			return h.ArriveMovement(ctx, a, mv, g.everybody())
		})},
	}
}

func (g *group) everybody() (out []homeward.IndividualID) {
	for _, in := range g.members {
		for _, m := range in.Members {
			out = append(out, m.ID)
		}
	}
	return out
}

// consent asks every adult for their own word, and then one of them for the children.
func (g *group) consent(ctx context.Context, p *player) error {
	on := homeward.DateOf(g.keys)
	say := func(who, by homeward.IndividualID) error {
		return p.once(homeward.RoleMovement, "consent/"+string(who), func(a homeward.Actor) error {
			return p.house.ConsentMovement(ctx, a, g.movementID(), who, by)
		})
	}
	for _, in := range g.members {
		for _, m := range in.Members {
			if m.Adult(on) {
				if err := say(m.ID, m.ID); err != nil {
					return err
				}
			}
		}
		for _, m := range in.Members {
			if !m.Adult(on) {
				if err := say(m.ID, in.Members[0].ID); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// handOver hands the keys to every household of the group on the day it arrives.
func (g *group) handOver() []step {
	var out []step
	for i, in := range g.members {
		at := g.keys.Add(12*time.Hour + time.Duration(i)*4*time.Minute)
		ho := id[homeward.HandoverID]("ho", g.householdName(i), at)
		key := "handover/" + g.householdName(i)
		out = append(out, step{at: at, key: key, run: func(ctx context.Context, p *player) error {
			err := p.once(homeward.RoleHousing, key, func(a homeward.Actor) error {
				_, err := p.house.AcceptHandover(ctx, a, acceptance(ho, in, i))
				return err
			})
			if err != nil {
				return err
			}
			return p.once(homeward.RoleHousing, "keys/"+g.householdName(i), func(a homeward.Actor) error {
				return p.house.KeysHandover(ctx, a, ho)
			})
		}})
	}
	return out
}

func acceptance(ho homeward.HandoverID, in casework.Registration, i int) casework.Acceptance {
	a := casework.Acceptance{ID: ho, Household: in.ID, SignedBy: in.Members[0].ID, Keys: 2 + len(in.Members)/4, Meters: []homeward.MeterReading{
		{Meter: "power", Reading: float64(3 + i%9)}, {Meter: "water", Reading: float64(i%4) + 0.5}, {Meter: "gas", Reading: float64(i % 3)}}}
	if i%7 == 3 {
		a.Defects = []homeward.Defect{{Room: fmt.Sprint(1 + i%3), Text: defects[in.Members[0].NameLang]}}
	}
	return a
}

// defects is the same small fault in the words of the household.
var defects = map[string]string{
	"az": "Pəncərənin dəstəyi boşdur", "ru": "Оконная ручка не держится", "en": "The window handle is loose", "hy": "Պատուհանի բռնակը թուլացած է",
}
