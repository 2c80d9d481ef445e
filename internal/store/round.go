package store

import (
	"context"
	"database/sql"
	"errors"

	"homeward"

	"github.com/uptrace/bun"
)

// Adopt puts an edition of a policy in force.
func (tx *Tx) Adopt(ctx context.Context, a homeward.Adoption) error {
	a.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Adoption{a})
}

// Adoptions lists the editions of all programmes, the latest of each first.
func (tx *Tx) Adoptions(ctx context.Context) ([]homeward.Adoption, error) {
	var out []homeward.Adoption
	return out, tx.NewSelect().Model(&out).OrderExpr("id, valid_from DESC").Scan(ctx)
}

// AdoptionOn is the edition of a programme in force on a day.
func (tx *Tx) AdoptionOn(ctx context.Context, id string, on homeward.Date) (homeward.Adoption, error) {
	var a homeward.Adoption
	err := tx.NewSelect().Model(&a).Where("id = ?", id).Where("valid_from <= ?", on).OrderExpr("valid_from DESC").Limit(1).Scan(ctx)
	return a, one(err, "programme")
}

// AdoptionByHash is the edition with this content.
func (tx *Tx) AdoptionByHash(ctx context.Context, hash string) (homeward.Adoption, error) {
	var a homeward.Adoption
	err := tx.NewSelect().Model(&a).Where("policy_hash = ?", hash).Limit(1).Scan(ctx)
	return a, one(err, "programme")
}

// next is one more than the greatest number in a table.
func (tx *Tx) next(ctx context.Context, table string) (int, error) {
	var n int
	err := tx.NewSelect().ModelTableExpr("?", bun.Ident(table)).ColumnExpr("coalesce(max(number), 0) + 1").Scan(ctx, &n)
	return n, err
}

// InsertRound opens a round under the next number and returns it.
func (tx *Tx) InsertRound(ctx context.Context, r homeward.Round) (homeward.Round, error) {
	var err error
	if r.Number, err = tx.next(ctx, "round"); err != nil {
		return r, err
	}
	r.RecordedSeq = tx.Seq
	return r, insert(ctx, tx, []homeward.Round{r})
}

// Round reads one round.
func (tx *Tx) Round(ctx context.Context, id homeward.RoundID) (homeward.Round, error) {
	var r homeward.Round
	err := tx.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	return r, one(err, "round")
}

// RoundRow is a line of the list of rounds.
type RoundRow struct {
	homeward.Round
	Entries, Dwellings, Allocated, Held int
}

// Rounds lists rounds, newest first, without their bundles.
func (tx *Tx) Rounds(ctx context.Context) ([]RoundRow, error) {
	var out []RoundRow
	q := tx.NewSelect().Model(&out).ModelTableExpr("round AS r").
		ColumnExpr("r.id, r.number, r.adoption, r.place, r.policy_hash, r.opened_at, r.frozen_at, r.committed_at, r.closed_at, r.called_at, r.drawn_at, r.published_at, r.replaced_at").
		ColumnExpr("(SELECT count(*) FROM entry e WHERE e.round_id = r.id) AS entries").
		ColumnExpr("(SELECT count(*) FROM round_dwelling d WHERE d.round_id = r.id) AS dwellings").
		ColumnExpr("(SELECT count(*) FROM allocation a WHERE a.round_id = r.id) AS allocated").
		ColumnExpr("(SELECT count(*) FROM held x WHERE x.round_id = r.id) AS held")
	return out, tx.inAreas(q, "r.place").OrderExpr("r.number DESC").Scan(ctx)
}

// RoundsUnderWay lists the rounds that are neither published nor replaced, newest first, without their bundles.
func (tx *Tx) RoundsUnderWay(ctx context.Context) ([]homeward.Round, error) {
	var out []homeward.Round
	q := tx.NewSelect().Model(&out).ExcludeColumn("bundle", "secret", "plan").Where("round.published_at IS NULL").Where("round.replaced_at IS NULL")
	return out, tx.inAreas(q, "round.place").OrderExpr("round.number DESC").Scan(ctx)
}

// SetRound writes how far a round has come, its bundle and its secret.
func (tx *Tx) SetRound(ctx context.Context, r homeward.Round) error {
	_, err := tx.NewUpdate().Model(&r).
		Column("policy_hash", "bundle", "secret", "plan", "frozen_at", "committed_at", "closed_at", "called_at", "drawn_at", "published_at", "replaced_at").Where("id = ?", r.ID).Exec(ctx)
	return err
}

// InsertEntries freezes households and dwellings into a round, with those left out.
func (tx *Tx) InsertEntries(ctx context.Context, es []homeward.Entry, ds []homeward.RoundDwelling, held []homeward.Held) error {
	for i := range es {
		es[i].RecordedSeq = tx.Seq
	}
	for i := range ds {
		ds[i].RecordedSeq = tx.Seq
	}
	for i := range held {
		held[i].RecordedSeq = tx.Seq
	}
	if err := insert(ctx, tx, es); err != nil {
		return err
	}
	if err := insert(ctx, tx, ds); err != nil {
		return err
	}
	return insert(ctx, tx, held)
}

// ReleaseEntries lets households go from the lines of earlier, published rounds, so that they can enter another.
func (tx *Tx) ReleaseEntries(ctx context.Context, households []homeward.HouseholdID) error {
	if len(households) == 0 {
		return nil
	}
	_, err := tx.NewUpdate().ModelTableExpr("entry").Set("live = ?", false).Where("live").
		Where("household_id IN (?)", bun.In(households)).
		Where("round_id IN (SELECT id FROM round WHERE published_at IS NOT NULL)").Exec(ctx)
	return err
}

// Entries reads the entries of a round by number.
func (tx *Tx) Entries(ctx context.Context, round homeward.RoundID) ([]homeward.Entry, error) {
	var out []homeward.Entry
	return out, tx.NewSelect().Model(&out).Where("round_id = ?", round).OrderExpr("number").Scan(ctx)
}

// EntriesOf reads the entries a household ever had.
func (tx *Tx) EntriesOf(ctx context.Context, household homeward.HouseholdID) ([]homeward.Entry, error) {
	var out []homeward.Entry
	return out, tx.NewSelect().Model(&out).Where("household_id = ?", household).OrderExpr("recorded_seq").Scan(ctx)
}

// RoundDwellings reads the dwellings of a round.
func (tx *Tx) RoundDwellings(ctx context.Context, round homeward.RoundID) ([]homeward.RoundDwelling, error) {
	var out []homeward.RoundDwelling
	return out, tx.NewSelect().Model(&out).Where("round_id = ?", round).OrderExpr("stratum, lot, dwelling_id").Scan(ctx)
}

// Held reads what a round's freeze left out.
func (tx *Tx) Held(ctx context.Context, round homeward.RoundID) ([]homeward.Held, error) {
	var out []homeward.Held
	return out, tx.NewSelect().Model(&out).Where("round_id = ?", round).OrderExpr("noun DESC, key, subject_id").Scan(ctx)
}

// SetLines writes the outcome of the draw: the place of each entry in its line, the lot of each dwelling, and which of
// them may still be given.
func (tx *Tx) SetLines(ctx context.Context, es []homeward.Entry, ds []homeward.RoundDwelling) error {
	for _, e := range es {
		if _, err := tx.NewUpdate().ModelTableExpr("entry").Set("line = ?, live = ?", e.Line, e.Live).Where("id = ?", e.ID).Exec(ctx); err != nil {
			return err
		}
	}
	for _, d := range ds {
		if _, err := tx.NewUpdate().ModelTableExpr("round_dwelling").Set("lot = ?, live = ?", d.Lot, d.Live).
			Where("round_id = ?", d.RoundID).Where("dwelling_id = ?", d.DwellingID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// FreeRoundDwellings ends what a round still keeps of dwellings nobody was given.
func (tx *Tx) FreeRoundDwellings(ctx context.Context, round homeward.RoundID) error {
	_, err := tx.NewUpdate().ModelTableExpr("round_dwelling").Set("live = ?", false).Where("round_id = ?", round).Where("live").Exec(ctx)
	return err
}

// InsertAllocations gives dwellings to households. The unique indexes let each be given once.
func (tx *Tx) InsertAllocations(ctx context.Context, as []homeward.Allocation) error {
	for i := range as {
		as[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, as)
}

// Allocations reads all allocations of a round, ended ones too.
func (tx *Tx) Allocations(ctx context.Context, round homeward.RoundID) ([]homeward.Allocation, error) {
	var out []homeward.Allocation
	return out, tx.NewSelect().Model(&out).Where("round_id = ?", round).OrderExpr("recorded_seq, id").Scan(ctx)
}

// Allocation reads one allocation.
func (tx *Tx) Allocation(ctx context.Context, id homeward.AllocationID) (homeward.Allocation, error) {
	var a homeward.Allocation
	err := tx.NewSelect().Model(&a).Where("id = ?", id).Scan(ctx)
	return a, one(err, "allocation")
}

// LastAllocationOf is the latest allocation of a dwelling, ended or not; ok is false when it never had one.
func (tx *Tx) LastAllocationOf(ctx context.Context, dwelling homeward.DwellingID) (a homeward.Allocation, ok bool, err error) {
	err = tx.NewSelect().Model(&a).Where("dwelling_id = ?", dwelling).OrderExpr("recorded_seq DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	return a, err == nil, err
}

// EndAllocation ends an allocation; the dwelling is free for the next in line.
func (tx *Tx) EndAllocation(ctx context.Context, id homeward.AllocationID) error {
	_, err := tx.NewUpdate().ModelTableExpr("allocation").Set("ended_at = ?", tx.Now).Where("id = ?", id).Where("ended_at IS NULL").Exec(ctx)
	return err
}

// InsertOffers asks households.
func (tx *Tx) InsertOffers(ctx context.Context, os []homeward.Offer) error {
	for i := range os {
		os[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, os)
}

// Offer reads one offer.
func (tx *Tx) Offer(ctx context.Context, id homeward.OfferID) (homeward.Offer, error) {
	var o homeward.Offer
	err := tx.NewSelect().Model(&o).Where("id = ?", id).Scan(ctx)
	return o, one(err, "offer")
}

// OffersOf reads the offers a household ever had, latest first.
func (tx *Tx) OffersOf(ctx context.Context, household homeward.HouseholdID) ([]homeward.Offer, error) {
	var out []homeward.Offer
	return out, tx.NewSelect().Model(&out).Where("household_id = ?", household).OrderExpr("recorded_seq DESC").Scan(ctx)
}

// OffersOfRound reads the offers that came from a round.
func (tx *Tx) OffersOfRound(ctx context.Context, round homeward.RoundID) ([]homeward.Offer, error) {
	var out []homeward.Offer
	return out, tx.NewSelect().Model(&out).
		Where("allocation_id IN (SELECT id FROM allocation WHERE round_id = ?)", round).OrderExpr("recorded_seq, id").Scan(ctx)
}

// AnswerOffer keeps what became of an offer.
func (tx *Tx) AnswerOffer(ctx context.Context, o homeward.Offer) error {
	_, err := tx.NewUpdate().Model(&o).Column("answer", "answered_on", "reason").Where("id = ?", o.ID).Where("answer = ''").Exec(ctx)
	return err
}

// SetEntryLive says whether an entry may still be given a dwelling by its round.
func (tx *Tx) SetEntryLive(ctx context.Context, id homeward.EntryID, live bool) error {
	_, err := tx.NewUpdate().ModelTableExpr("entry").Set("live = ?", live).Where("id = ?", id).Exec(ctx)
	return err
}

// Entry reads one entry.
func (tx *Tx) Entry(ctx context.Context, id homeward.EntryID) (homeward.Entry, error) {
	var e homeward.Entry
	err := tx.NewSelect().Model(&e).Where("id = ?", id).Scan(ctx)
	return e, one(err, "entry")
}

// Waiter is an entry that still waits in a round.
type Waiter struct {
	homeward.Entry
	Demoted bool // it comes behind the others, after an offer it did not take
}

// WaitingFor lists the entries of a published round that still wait and may be asked about a dwelling that came free. A
// household with an open question about a member, or one that no longer asks to return, is passed over and keeps its place.
// So is one that was offered this very dwelling before, or is kept out after an offer it did not take.
func (tx *Tx) WaitingFor(ctx context.Context, r homeward.Round, d homeward.Dwelling) (out []Waiter, err error) {
	const sanctioned = `EXISTS (SELECT 1 FROM sanction s WHERE s.household_id = entry.household_id AND s.adoption = ? AND s.effect IN (?)
		AND s."from" <= ? AND (s.until IS NULL OR s.until >= ?))`
	const lost = `EXISTS (SELECT 1 FROM sanction s WHERE s.household_id = entry.household_id AND s.adoption = ? AND s.effect = 'lose_component'
		AND s.component = ? AND s."from" <= ? AND (s.until IS NULL OR s.until >= ?))`
	err = tx.NewSelect().Model(&out).ModelTableExpr("entry AS entry").ColumnExpr("entry.*").
		ColumnExpr(sanctioned+" AS demoted", r.Adoption, bun.In([]string{"demote"}), tx.Today(), tx.Today()).
		Where("round_id = ?", r.ID).Where("live").
		Where("EXISTS (SELECT 1 FROM household h WHERE h.id = entry.household_id AND h.intention = ? AND h.ended_on IS NULL)", homeward.IntentReturn).
		Where(`NOT EXISTS (SELECT 1 FROM membership m JOIN question q ON q.one_id = m.individual_id OR q.other_id = m.individual_id
			WHERE m.household_id = entry.household_id AND m.valid_to IS NULL AND q.decision = '')`).
		Where("NOT EXISTS (SELECT 1 FROM allocation a WHERE a.entry_id = entry.id AND a.dwelling_id = ?)", d.ID).
		Where("NOT "+sanctioned, r.Adoption, bun.In([]string{"suspend", "cancel"}), tx.Today(), tx.Today()).
		Where("NOT "+lost, r.Adoption, d.Type, tx.Today(), tx.Today()).Scan(ctx)
	return out, err
}
