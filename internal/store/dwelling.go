package store

import (
	"context"

	"homeward"

	"github.com/uptrace/bun"
)

// InsertBuilding adds a building with its dwellings and what is reported about them.
func (tx *Tx) InsertBuilding(ctx context.Context, b homeward.Building, ds []homeward.Dwelling, rs []homeward.Readiness) error {
	b.RecordedSeq = tx.Seq
	if err := insert(ctx, tx, []homeward.Building{b}); err != nil {
		return err
	}
	for i := range ds {
		ds[i].RecordedSeq = tx.Seq
	}
	if err := insert(ctx, tx, ds); err != nil {
		return err
	}
	for i := range rs {
		rs[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, rs)
}

// Report closes the open report on a component of a dwelling and puts this one in its place.
func (tx *Tx) Report(ctx context.Context, rs []homeward.Readiness) error {
	for i := range rs {
		rs[i].RecordedSeq = tx.Seq
		if _, err := tx.NewUpdate().ModelTableExpr("readiness").Set("closed = ?", true).
			Where("dwelling_id = ?", rs[i].DwellingID).Where("component = ?", rs[i].Component).Where("NOT closed").Exec(ctx); err != nil {
			return err
		}
	}
	return insert(ctx, tx, rs)
}

// InsertGround adds a finding about the ground under a building.
func (tx *Tx) InsertGround(ctx context.Context, f homeward.GroundFinding) error {
	f.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.GroundFinding{f})
}

// InsertClaim adds a claim.
func (tx *Tx) InsertClaim(ctx context.Context, c homeward.Claim) error {
	c.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Claim{c})
}

// Claim reads one claim.
func (tx *Tx) Claim(ctx context.Context, id homeward.ClaimID) (homeward.Claim, error) {
	var c homeward.Claim
	err := tx.NewSelect().Model(&c).Where("id = ?", id).Scan(ctx)
	return c, one(err, "claim")
}

// DecideClaim ends a claim.
func (tx *Tx) DecideClaim(ctx context.Context, id homeward.ClaimID, d homeward.ClaimDecision, on homeward.Date, reason string) error {
	_, err := tx.NewUpdate().ModelTableExpr("claim").Set("decision = ?, decided_on = ?, reason = ?", d, on, reason).
		Where("id = ?", id).Where("decision = ''").Exec(ctx)
	return err
}

// Home reads one dwelling with what decides whether it may be given.
func (tx *Tx) Home(ctx context.Context, id homeward.DwellingID) (homeward.Home, error) {
	hs, err := tx.homes(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("dwelling.id = ?", id) })
	if err != nil {
		return homeward.Home{}, err
	}
	if len(hs) == 0 {
		return homeward.Home{}, homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.dwelling"))
	}
	return hs[0], nil
}

// Homes reads the dwellings of a settlement, building by building.
func (tx *Tx) Homes(ctx context.Context, place homeward.PlaceID) ([]homeward.Home, error) {
	return tx.homes(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("dwelling.place = ?", place) })
}

// HomesByID reads some dwellings.
func (tx *Tx) HomesByID(ctx context.Context, ids []homeward.DwellingID) ([]homeward.Home, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return tx.homes(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("dwelling.id IN (?)", bun.In(ids)) })
}

// AllHomes reads every dwelling within the areas of a List.
func (tx *Tx) AllHomes(ctx context.Context) ([]homeward.Home, error) {
	return tx.homes(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return tx.inAreas(q, "dwelling.place") })
}

type homeLive struct {
	DwellingID  homeward.DwellingID
	HouseholdID homeward.HouseholdID
	Answer      homeward.OfferAnswer
	KeysAt      homeward.Instant
	RoundID     homeward.RoundID
}

func (tx *Tx) homes(ctx context.Context, which func(*bun.SelectQuery) *bun.SelectQuery) ([]homeward.Home, error) {
	// Every query below is limited by the same dwellings, so that it stays a handful however many there are.
	ids := func() *bun.SelectQuery {
		return which(tx.NewSelect().TableExpr("dwelling AS dwelling").ColumnExpr("dwelling.id"))
	}
	var ds []homeward.Dwelling
	if err := which(tx.NewSelect().Model(&ds)).Scan(ctx); err != nil {
		return nil, err
	}
	var bs []homeward.Building
	if err := tx.NewSelect().Model(&bs).Where("id IN (SELECT building_id FROM dwelling WHERE id IN (?))", ids()).Scan(ctx); err != nil {
		return nil, err
	}
	buildings := make(map[homeward.BuildingID]homeward.Building, len(bs))
	for _, b := range bs {
		buildings[b.ID] = b
	}
	var fs []homeward.GroundFinding
	if err := tx.NewSelect().Model(&fs).Where("building_id IN (SELECT building_id FROM dwelling WHERE id IN (?))", ids()).OrderExpr("recorded_seq, id").Scan(ctx); err != nil {
		return nil, err
	}
	ground := map[homeward.BuildingID]homeward.Ground{}
	for _, f := range fs {
		ground[f.BuildingID] = append(ground[f.BuildingID], f)
	}
	out := make([]homeward.Home, len(ds))
	at := make(map[homeward.DwellingID]*homeward.Home, len(ds))
	for i, d := range ds {
		out[i] = homeward.Home{Dwelling: d, Building: buildings[d.BuildingID], Ground: ground[d.BuildingID]}
		at[d.ID] = &out[i]
	}
	if err := tx.fillHomes(ctx, ids, at); err != nil {
		return nil, err
	}
	sortHomes(out)
	return out, nil
}

func (tx *Tx) fillHomes(ctx context.Context, ids func() *bun.SelectQuery, at map[homeward.DwellingID]*homeward.Home) error {
	var rs []homeward.Readiness
	if err := tx.NewSelect().Model(&rs).Where("dwelling_id IN (?)", ids()).Where("NOT closed").Scan(ctx); err != nil {
		return err
	}
	for _, r := range rs {
		at[r.DwellingID].Readiness = append(at[r.DwellingID].Readiness, r)
	}
	var cs []homeward.Claim
	if err := tx.NewSelect().Model(&cs).Where("dwelling_id IN (?)", ids()).OrderExpr("lodged_on, id").Scan(ctx); err != nil {
		return err
	}
	for _, c := range cs {
		at[c.DwellingID].Claims = append(at[c.DwellingID].Claims, c)
	}
	var live []homeLive
	err := tx.NewSelect().Model(&live).ModelTableExpr("allocation AS a").
		ColumnExpr("a.dwelling_id, a.household_id, coalesce(o.answer, '') AS answer, ho.keys_at, '' AS round_id").
		Join("LEFT JOIN offer AS o ON o.allocation_id = a.id").Join("LEFT JOIN handover AS ho ON ho.allocation_id = a.id").
		Where("a.ended_at IS NULL").Where("a.dwelling_id IN (?)", ids()).Scan(ctx)
	if err != nil {
		return err
	}
	for _, l := range live {
		h := at[l.DwellingID]
		h.Allocated, h.Offer, h.HandedOver = l.HouseholdID, l.Answer, !l.KeysAt.IsZero()
	}
	var rds []homeward.RoundDwelling
	if err := tx.NewSelect().Model(&rds).Where("live").Where("dwelling_id IN (?)", ids()).Scan(ctx); err != nil {
		return err
	}
	for _, r := range rds {
		at[r.DwellingID].InRound = r.RoundID
	}
	return nil
}
