// Package casework holds the steps of a return: registration, homes, claims, rounds, offers, movements, handovers,
// figures. A step is a method of House named after its action (round.draw is DrawRound); a file a step. Each step is one
// transaction: it reads what it needs, asks the gates and the policy, writes, and is journalled, or nothing happened.
//
// Views are steps that only read; they give pages, documents and the API what they show, already limited to what the
// actor may see.
package casework

import (
	"context"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// House is one operation with everything its steps need. It has no state of its own but the Desk and the Editions, which
// are made from the register.
type House struct {
	DB       *store.DB
	Desk     *Desk                     // the register in memory, while pages are served; nil elsewhere
	Policies map[string]*policy.Policy // editions that ship, by id
	Editions *Editions                 // those that do not, as they are asked for
	Places   *atlas.Atlas
	Speech   *i18n.Catalogue
	IDs      *homeward.IDs
	// Operation names this operation in what is published; Sample says that its people are invented.
	Operation string
	Sample    bool
	// Software is the SHA-256 of the running program, hex, for the header of a draw.
	Software string
}

// Areas is the tree of places as store and access need it.
func Areas(places *atlas.Atlas) store.Areas {
	return store.Areas{
		Within: func(a homeward.Area) []homeward.Area {
			if a == homeward.Programme {
				return []homeward.Area{a}
			}
			return append([]homeward.Area{a}, places.Parents(a)...)
		},
		Inside: func(a homeward.Area) []homeward.Area { return inside(places, a) },
	}
}

func inside(places *atlas.Atlas, a homeward.Area) []homeward.Area {
	out := []homeward.Area{a}
	for _, c := range places.Children(a) {
		out = append(out, inside(places, c)...)
	}
	return out
}

// Today is the operation's own date. The sample keeps one of its own.
func (h *House) Today() homeward.Date { return h.DB.Now().Date() }

// Public is the actor of everybody who has not signed in: figures and published draws, and nothing else.
func Public() homeward.Actor {
	return homeward.Actor{Appointments: []homeward.Appointment{{Role: homeward.RolePublic, Area: homeward.Programme}}}
}

// fresh returns id, or a new one with this prefix when the caller brought none. The field brings its own, so that
// sending twice does nothing twice.
func fresh[T ~string](h *House, id T, prefix string) T {
	if id != "" {
		return id
	}
	return T(h.IDs.New(prefix))
}

// household is the subject of an action on a household.
func household(id homeward.HouseholdID) homeward.Subject {
	return homeward.Subject{Noun: "household", ID: string(id)}
}

func (h *House) knownPlace(id homeward.PlaceID) error {
	if _, ok := h.Places.Place(id); !ok {
		return homeward.Errorf(homeward.Invalid, "place.unknown", "Value", string(id)).WithHint("place.unknown.hint")
	}
	return nil
}

// settlement refuses a place that holds others: nobody has an origin home in a district.
func (h *House) settlement(id homeward.PlaceID) error {
	if err := h.knownPlace(id); err != nil {
		return err
	}
	if len(h.Places.Children(id)) > 0 {
		return homeward.Errorf(homeward.Invalid, "place.not_a_settlement", "Place", id)
	}
	return nil
}

// read is a view of one subject.
func (h *House) read(ctx context.Context, actor homeward.Actor, action homeward.Action, subject homeward.Subject, fn func(*store.Tx) error) error {
	return h.DB.Read(ctx, actor, action, subject, fn)
}
