package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/store"
)

// Settlement is a settlement's buildings with their dwellings. Who lives where is not in it.
type Settlement struct {
	Place     homeward.PlaceID
	Buildings []BuildingView
	Homes     map[homeward.DwellingState]int
	Settled   homeward.Count
}

// BuildingView is one building, its dwellings in the order of their doors.
type BuildingView struct {
	homeward.Building
	Ground homeward.Ground
	Homes  []homeward.Home
}

// Floors groups the dwellings of a building by floor, the top floor first.
func (b BuildingView) Floors() [][]homeward.Home {
	by := map[int][]homeward.Home{}
	var floors []int
	for _, x := range b.Homes {
		if by[x.Floor] == nil {
			floors = append(floors, x.Floor)
		}
		by[x.Floor] = append(by[x.Floor], x)
	}
	slices.Sort(floors)
	slices.Reverse(floors)
	var out [][]homeward.Home
	for _, f := range floors {
		out = append(out, by[f])
	}
	return out
}

// ViewSettlement shows a settlement.
func (h *House) ViewSettlement(ctx context.Context, actor homeward.Actor, place homeward.PlaceID) (s Settlement, err error) {
	if err := h.knownPlace(place); err != nil {
		return s, homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.place"))
	}
	err = h.read(ctx, actor, homeward.HomeView, homeward.Subject{Noun: "dwelling", Area: place}, func(tx *store.Tx) error {
		s = Settlement{Place: place, Homes: map[homeward.DwellingState]int{}}
		homes, err := tx.Homes(ctx, place)
		if err != nil {
			return err
		}
		names := h.seesClaimants(actor, place)
		for _, x := range homes {
			if !names {
				hideClaimants(x.Claims)
			}
			s.Homes[x.State()]++
			if n := len(s.Buildings); n == 0 || s.Buildings[n-1].ID != x.BuildingID {
				s.Buildings = append(s.Buildings, BuildingView{Building: x.Building, Ground: x.Ground})
			}
			b := &s.Buildings[len(s.Buildings)-1]
			b.Homes = append(b.Homes, x)
		}
		figures, err := h.figures(ctx, tx)
		for _, p := range figures.Settled {
			if p.Place == place {
				s.Settled = p.Total
			}
		}
		return err
	})
	return s, err
}

// ViewHome shows one dwelling: its state, and what stands in the way of giving it.
func (h *House) ViewHome(ctx context.Context, actor homeward.Actor, id homeward.DwellingID) (home homeward.Home, err error) {
	err = h.read(ctx, actor, homeward.HomeView, homeward.Subject{Noun: "dwelling", ID: string(id)}, func(tx *store.Tx) error {
		home, err = tx.Home(ctx, id)
		if !h.seesClaimants(actor, home.Place) {
			hideClaimants(home.Claims)
		}
		return err
	})
	return home, err
}

// seesClaimants says whether an actor may read there who claims a dwelling: whoever takes claims, and whoever sees the
// register. An analyst sees that a claim holds a dwelling and since when.
func (h *House) seesClaimants(actor homeward.Actor, place homeward.PlaceID) bool {
	within := Areas(h.Places).Within(place)
	for action, noun := range map[homeward.Action]string{homeward.ClaimLodge: "claim", homeward.RegisterList: "register"} {
		if _, err := access.Check(actor, action, homeward.Subject{Noun: noun, Area: place}, within); err == nil {
			return true
		}
	}
	return false
}

// hideClaimants takes out of claims what a person wrote of themself.
func hideClaimants(cs []homeward.Claim) {
	for i := range cs {
		cs[i].Claimant, cs[i].Contact, cs[i].Basis, cs[i].Reason = "", "", "", ""
	}
}

// Adoptions lists the rules in force, for anybody who is signed in.
func (h *House) Adoptions(ctx context.Context, actor homeward.Actor) (out []homeward.Adoption, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out, err = tx.Adoptions(ctx)
		return err
	})
	return out, err
}
