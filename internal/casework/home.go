package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/store"
)

// NewBuilding is a building with its dwellings, as handed to the programme.
type NewBuilding struct {
	homeward.Building
	Dwellings []homeward.Dwelling
	// Ready lists the components already there in every dwelling; the others are not, until reported.
	Ready []homeward.Component
}

// AddDwelling adds a building with its dwellings.
func (h *House) AddDwelling(ctx context.Context, actor homeward.Actor, in NewBuilding) (homeward.BuildingID, error) {
	if err := h.settlement(in.Place); err != nil {
		return "", err
	}
	if len(in.Dwellings) == 0 {
		return "", homeward.Errorf(homeward.Invalid, "building.empty")
	}
	in.ID = fresh(h, in.ID, "bd")
	var reports []homeward.Readiness
	for i := range in.Dwellings {
		d := &in.Dwellings[i]
		if d.Rooms < 1 || d.Rooms > 12 {
			return "", homeward.Errorf(homeward.Invalid, "dwelling.rooms", "Number", d.Number, "Value", d.Rooms)
		}
		if d.Type != homeward.FlatType && d.Type != homeward.HouseType {
			return "", homeward.Errorf(homeward.Invalid, "dwelling.type", "Number", d.Number)
		}
		d.ID, d.BuildingID, d.Place = fresh(h, d.ID, "dw"), in.ID, in.Place
		for _, c := range in.Ready {
			reports = append(reports, homeward.Readiness{DwellingID: d.ID, Component: c, Ready: true, ReportedOn: h.Today()})
		}
	}
	// The subject is the building's first dwelling: an action on dwellings has a dwelling for its subject.
	subject := homeward.Subject{Noun: "dwelling", ID: string(in.Dwellings[0].ID), Area: in.Place}
	err := h.DB.Write(ctx, actor, homeward.DwellingAdd, subject, func(tx *store.Tx) error {
		tx.Detail(in)
		return tx.InsertBuilding(ctx, in.Building, in.Dwellings, reports)
	})
	return in.ID, err
}

// ReportDwelling records how components of a dwelling stand.
func (h *House) ReportDwelling(ctx context.Context, actor homeward.Actor, id homeward.DwellingID, reports []homeward.Readiness) error {
	for i := range reports {
		r := &reports[i]
		if !slices.Contains(homeward.Components, r.Component) {
			return homeward.Errorf(homeward.Invalid, "dwelling.component", "Value", string(r.Component))
		}
		r.DwellingID = id
	}
	return h.DB.Write(ctx, actor, homeward.DwellingReport, homeward.Subject{Noun: "dwelling", ID: string(id)}, func(tx *store.Tx) error {
		for i := range reports {
			reports[i].ReportedOn = tx.Today()
		}
		tx.Detail(reports)
		return tx.Report(ctx, reports)
	})
}

// RecordGround records a finding about the ground under a building. A release names its document: without one there
// is nothing to show to the family that will walk there.
func (h *House) RecordGround(ctx context.Context, actor homeward.Actor, in homeward.GroundFinding) error {
	if !slices.Contains(homeward.Findings, in.Finding) {
		return homeward.Errorf(homeward.Invalid, "ground.finding", "Value", string(in.Finding))
	}
	if in.Finding.Releases() && in.Document == "" {
		return homeward.Errorf(homeward.Invalid, "ground.document").WithHint("ground.document.hint")
	}
	in.ID = fresh(h, in.ID, "lr")
	return h.DB.Write(ctx, actor, homeward.GroundRecord, homeward.Subject{Noun: "ground", ID: string(in.BuildingID)}, func(tx *store.Tx) error {
		if in.RecordedOn.IsZero() {
			in.RecordedOn = tx.Today()
		}
		if tx.Today().Before(in.RecordedOn) {
			return homeward.Errorf(homeward.Invalid, "ground.future")
		}
		tx.Detail(in)
		return tx.InsertGround(ctx, in)
	})
}
