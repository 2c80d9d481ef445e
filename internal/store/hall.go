package store

import (
	"context"

	"homeward"

	"github.com/uptrace/bun"
)

// Sources reads the sources of chance of a round in their order; none before it is closed.
func (tx *Tx) Sources(ctx context.Context, round homeward.RoundID) ([]homeward.ChanceSource, error) {
	var out []homeward.ChanceSource
	return out, tx.NewSelect().Model(&out).Where("round_id = ?", round).OrderExpr("position").Scan(ctx)
}

// InsertSources writes the announced sources of a round, none of them opened.
func (tx *Tx) InsertSources(ctx context.Context, list []homeward.ChanceSource) error {
	for i := range list {
		list[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, list)
}

// OpenSource keeps how a source was opened. The database refuses a value that two people have not typed alike, and a
// second opening.
func (tx *Tx) OpenSource(ctx context.Context, s homeward.ChanceSource) error {
	_, err := tx.NewUpdate().Model(&s).Column("state", "value", "remark").Where("round_id = ?", s.RoundID).Where("id = ?", s.ID).Exec(ctx)
	return err
}

// Readings reads what people typed in the hall of a round and have not typed anew, in the order in which they did.
func (tx *Tx) Readings(ctx context.Context, round homeward.RoundID) ([]homeward.HallReading, error) {
	var out []homeward.HallReading
	return out, tx.NewSelect().Model(&out).Where("round_id = ?", round).Where("live").OrderExpr("about, slot").Scan(ctx)
}

// InsertReading keeps what one person heard; what the same person typed before about the same thing ends.
func (tx *Tx) InsertReading(ctx context.Context, r homeward.HallReading) error {
	_, err := tx.NewUpdate().ModelTableExpr("hall_reading").Set("live = ?", false).Where("round_id = ?", r.RoundID).
		Where("about = ?", r.About).Where("reader = ?", r.Reader).Where("live").Exec(ctx)
	if err != nil {
		return err
	}
	r.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.HallReading{r})
}

// NamesOf are the names of colleagues, for a paper that they sign.
func (tx *Tx) NamesOf(ctx context.Context, ids []homeward.UserID) (map[homeward.UserID]string, error) {
	out := map[homeward.UserID]string{}
	if len(ids) == 0 {
		return out, nil
	}
	var us []homeward.User
	err := tx.NewSelect().Model(&us).ModelTableExpr(`"user"`).ColumnExpr("id, name").Where("id IN (?)", bun.In(ids)).Scan(ctx)
	for _, u := range us {
		out[u.ID] = u.Name
	}
	return out, err
}

// ForgetHeldAfter takes back what an earlier closing of the same round said had dropped out. The journal keeps it.
func (tx *Tx) ForgetHeldAfter(ctx context.Context, round homeward.RoundID) error {
	_, err := tx.NewDelete().ModelTableExpr("held").Where("round_id = ?", round).Where("after_freeze").Exec(ctx)
	return err
}

// Reruns reads which rounds replace which, all of the operation or those of one round.
func (tx *Tx) Reruns(ctx context.Context) ([]homeward.Rerun, error) {
	var out []homeward.Rerun
	return out, tx.NewSelect().Model(&out).OrderExpr("recorded_seq").Scan(ctx)
}

// InsertRerun asks for a rerun. There is one for each round.
func (tx *Tx) InsertRerun(ctx context.Context, r homeward.Rerun) error {
	r.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Rerun{r})
}

// ApproveRerun keeps who approved. The database refuses the one who asked.
func (tx *Tx) ApproveRerun(ctx context.Context, r homeward.Rerun) error {
	_, err := tx.NewUpdate().Model(&r).Column("approved_by", "approved_at").Where("round_id = ?", r.RoundID).Where("approved_at IS NULL").Exec(ctx)
	return err
}

// EndRound ends what a round still gives or keeps: its entries, its dwellings, its allocations and open offers.
func (tx *Tx) EndRound(ctx context.Context, id homeward.RoundID) error {
	if _, err := tx.NewUpdate().ModelTableExpr("entry").Set("live = ?", false).Where("round_id = ?", id).Where("live").Exec(ctx); err != nil {
		return err
	}
	if err := tx.FreeRoundDwellings(ctx, id); err != nil {
		return err
	}
	_, err := tx.NewUpdate().ModelTableExpr("offer").Set("answer = ?", homeward.OfferLapsed).Set("answered_on = ?", tx.Today()).Where("answer = ''").
		Where("allocation_id IN (SELECT id FROM allocation WHERE round_id = ?)", id).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().ModelTableExpr("allocation").Set("ended_at = ?", tx.Now).Where("round_id = ?", id).Where("ended_at IS NULL").Exec(ctx)
	return err
}
