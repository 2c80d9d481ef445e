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

// journalHead is the end of the journal, kept beside it: the hash that the next entry holds. By it the last entry is
// proved too, which no later one holds yet, and an entry taken from the end is missed.
type journalHead struct {
	bun.BaseModel `bun:"table:journal_head"`
	One           int // always 1: there is one row
	Seq           int64
	Hash          string
}

// lastJournal reads the end of the journal; before its first entry that is all zero.
func (tx *Tx) lastJournal(ctx context.Context) (journalHead, error) {
	var head journalHead
	err := tx.NewSelect().Model(&head).Scan(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return head, fmt.Errorf("read the end of the journal: %w", err)
	}
	return head, nil
}

// journal writes the entry of this transaction behind last.
func (tx *Tx) journal(ctx context.Context, last journalHead, refused string) error {
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

func (tx *Tx) append(ctx context.Context, last journalHead, e homeward.JournalEntry, salt, detail []byte) error {
	e.PrevHash = last.Hash
	if _, err := tx.NewInsert().Model(&journalRow{JournalEntry: e}).Exec(ctx); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if _, err := tx.NewInsert().Model(&journalDetail{Seq: e.Seq, Salt: salt, Detail: detail}).Exec(ctx); err != nil {
		return fmt.Errorf("journal detail: %w", err)
	}
	head := journalHead{One: 1, Seq: e.Seq, Hash: e.Hash()}
	if _, err := tx.NewInsert().Model(&head).On("CONFLICT (one) DO UPDATE").Set("seq = excluded.seq, hash = excluded.hash").Exec(ctx); err != nil {
		return fmt.Errorf("end of the journal: %w", err)
	}
	return nil
}

// journalRefusal records that something was asked for and refused, in a transaction of its own.
func (db *DB) journalRefusal(ctx context.Context, asked request, key string) error {
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
		Seq: last.Seq + 1, At: tx.Now, Actor: asked.actor.User, Role: asked.role, Area: asked.subject.Area, Action: asked.action,
		Subject: asked.subject.ID, Request: asked.actor.Request, Reason: asked.actor.Reason, Refused: key,
		DetailHash: homeward.DetailHash(salt, detail),
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
// before, each detail that is still there fits its hash, and the last entry is the one the end was kept of.
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
			return check, tx.verifyHead(ctx, prev, &check)
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

// verifyHead compares the last entry that was read with the end that was kept.
func (tx *Tx) verifyHead(ctx context.Context, last homeward.JournalEntry, check *JournalCheck) error {
	head, err := tx.lastJournal(ctx)
	if err != nil {
		return err
	}
	want := ""
	if last.Seq > 0 {
		want = last.Hash()
	}
	if head.Seq != last.Seq || head.Hash != want {
		check.Verified, check.Bad = false, last.Seq
		if last.Seq != head.Seq {
			check.Bad = min(last.Seq, head.Seq) + 1 // the first that is missing, or too many
		}
	}
	return nil
}
