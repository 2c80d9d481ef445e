package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"homeward"

	"github.com/uptrace/bun"
)

// journalRow is homeward.JournalEntry as it is stored.
type journalRow struct {
	bun.BaseModel `bun:"table:journal"`
	homeward.JournalEntry
}

type journalDetail struct {
	Seq    int64
	Salt   []byte
	Detail []byte
}

func (tx *Tx) lastJournal(ctx context.Context) (homeward.JournalEntry, error) {
	var row journalRow
	err := tx.NewSelect().Model(&row).OrderExpr("seq DESC").Limit(1).Scan(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return homeward.JournalEntry{}, fmt.Errorf("read the end of the journal: %w", err)
	}
	return row.JournalEntry, nil
}

// journal writes the entry of this transaction behind last.
func (tx *Tx) journal(ctx context.Context, last homeward.JournalEntry, refused string) error {
	detail, err := marshal(tx.detail)
	if err != nil {
		return fmt.Errorf("journal detail: %w", err)
	}
	salt := newSalt()
	g := tx.Grant
	e := homeward.JournalEntry{
		Seq: last.Seq + 1, At: tx.Now, Actor: g.Actor().User, Role: g.Role(), Area: g.Subject().Area, Action: g.Action(),
		Subject: g.Subject().ID, Request: g.Actor().Request, Reason: g.Actor().Reason, Refused: refused, RulesVersion: tx.rules,
		DetailHash: homeward.DetailHash(salt, detail),
	}
	return tx.append(ctx, last, e, salt, detail)
}

func (tx *Tx) append(ctx context.Context, last homeward.JournalEntry, e homeward.JournalEntry, salt, detail []byte) error {
	if last.Seq > 0 {
		e.PrevHash = last.Hash()
	}
	if _, err := tx.NewInsert().Model(&journalRow{JournalEntry: e}).Exec(ctx); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if _, err := tx.NewInsert().Model(&journalDetail{Seq: e.Seq, Salt: salt, Detail: detail}).Exec(ctx); err != nil {
		return fmt.Errorf("journal detail: %w", err)
	}
	return nil
}

// journalRefusal records that something was asked for and refused, in a transaction of its own.
func (db *DB) journalRefusal(ctx context.Context, actor homeward.Actor, action homeward.Action, subject homeward.Subject, key string) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit this does nothing
	last, err := tx.lastJournal(ctx)
	if err != nil {
		return err
	}
	salt, detail := newSalt(), []byte("{}")
	e := homeward.JournalEntry{
		Seq: last.Seq + 1, At: tx.Now, Actor: actor.User, Area: subject.Area, Action: action, Subject: subject.ID,
		Request: actor.Request, Reason: actor.Reason, Refused: key, DetailHash: homeward.DetailHash(salt, detail),
	}
	if err := tx.append(ctx, last, e, salt, detail); err != nil {
		return err
	}
	return db.explain(tx.Commit())
}

// JournalPage is a stretch of the journal, newest first.
func (tx *Tx) JournalPage(ctx context.Context, before, limit int64, subject string) ([]homeward.JournalEntry, error) {
	var rows []journalRow
	q := tx.NewSelect().Model(&rows).OrderExpr("seq DESC").Limit(limit)
	if before > 0 {
		q = q.Where("seq < ?", before)
	}
	if subject != "" {
		q = q.Where("subject = ?", subject)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]homeward.JournalEntry, len(rows))
	for i, r := range rows {
		out[i] = r.JournalEntry
	}
	return out, nil
}

// Requests lists the request names under which something was done; a resumed chain skips those.
func (tx *Tx) Requests(ctx context.Context, prefix string) (map[string]bool, error) {
	var names []string
	err := tx.NewSelect().ModelTableExpr("journal").ColumnExpr("DISTINCT request").
		Where("request LIKE ?", prefix+"%").Where("refused = ''").Scan(ctx, &names)
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[n] = true
	}
	return out, err
}

// JournalCheck is the outcome of reading the whole journal.
type JournalCheck struct {
	Entries  int
	Verified bool
	// Bad is the first entry that does not fit, 0 when all do.
	Bad int64
}

// VerifyJournal reads the journal from its beginning: no gap in the numbers, each entry holds the hash of the one
// before, and each detail that is still there fits its hash.
func (tx *Tx) VerifyJournal(ctx context.Context) (JournalCheck, error) {
	const page = 2000
	check := JournalCheck{Verified: true}
	prev := homeward.JournalEntry{}
	for {
		var rows []journalRow
		if err := tx.NewSelect().Model(&rows).Where("seq > ?", prev.Seq).OrderExpr("seq").Limit(page).Scan(ctx); err != nil {
			return check, err
		}
		if len(rows) == 0 {
			return check, nil
		}
		var details []journalDetail
		if err := tx.NewSelect().Model(&details).Where("seq BETWEEN ? AND ?", rows[0].Seq, rows[len(rows)-1].Seq).Scan(ctx); err != nil {
			return check, err
		}
		hashes := make(map[int64]string, len(details))
		for _, d := range details {
			hashes[d.Seq] = homeward.DetailHash(d.Salt, d.Detail)
		}
		for _, r := range rows {
			want := ""
			if prev.Seq > 0 {
				want = prev.Hash()
			}
			h, kept := hashes[r.Seq]
			if r.Seq != prev.Seq+1 || r.PrevHash != want || kept && h != r.DetailHash {
				check.Verified, check.Bad = false, r.Seq
				return check, nil
			}
			check.Entries++
			prev = r.JournalEntry
		}
	}
}
