package store

import (
	"context"
	"slices"

	"homeward"

	"github.com/uptrace/bun"
)

// Past is what the register itself knows of a household's way through programmes and rules may ask for.
type Past struct {
	OffersRefused int // offers it said no to
	Unsuccessful  int // published rounds it entered without being given a home
	Housed        bool
	Sanctions     []homeward.Sanction
}

// fillFacts adds what was found out for rules, and what has happened in rounds, to households.
func (tx *Tx) fillFacts(ctx context.Context, ids []homeward.HouseholdID, at map[homeward.HouseholdID]*Case) error {
	var facts []homeward.Fact
	if err := tx.NewSelect().Model(&facts).Where("household_id IN (?)", bun.In(ids)).Where("NOT closed").OrderExpr("recorded_seq, id").Scan(ctx); err != nil {
		return err
	}
	for _, f := range facts {
		at[f.HouseholdID].Facts = append(at[f.HouseholdID].Facts, f)
	}
	var sanctions []homeward.Sanction
	if err := tx.NewSelect().Model(&sanctions).Where("household_id IN (?)", bun.In(ids)).OrderExpr("recorded_seq, effect").Scan(ctx); err != nil {
		return err
	}
	for _, s := range sanctions {
		past := &at[s.HouseholdID].Past
		past.Sanctions = append(past.Sanctions, s)
	}
	var counts []struct {
		HouseholdID homeward.HouseholdID
		What        string
		N           int
	}
	err := tx.NewRaw(`
		SELECT household_id, 'refused' AS what, count(*) AS n FROM offer WHERE answer = 'refused' AND household_id IN (?) GROUP BY household_id
		UNION ALL SELECT e.household_id, 'unsuccessful', count(*) FROM entry e JOIN round r ON r.id = e.round_id
			WHERE r.published_at IS NOT NULL AND e.household_id IN (?) AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.entry_id = e.id) GROUP BY e.household_id
		UNION ALL SELECT household_id, 'housed', count(*) FROM handover WHERE keys_at IS NOT NULL AND household_id IN (?) GROUP BY household_id
		UNION ALL SELECT c.household_id, 'housed', count(*) FROM certificate c JOIN certificate_use u ON u.certificate_id = c.id WHERE c.household_id IN (?) GROUP BY c.household_id`,
		bun.In(ids), bun.In(ids), bun.In(ids), bun.In(ids)).Scan(ctx, &counts)
	for _, n := range counts {
		past := &at[n.HouseholdID].Past
		switch n.What {
		case "refused":
			past.OffersRefused = n.N
		case "unsuccessful":
			past.Unsuccessful = n.N
		case "housed":
			past.Housed = true
		}
	}
	return err
}

// RecordFacts adds facts; each ends the one that stood for the same.
func (tx *Tx) RecordFacts(ctx context.Context, facts []homeward.Fact) error {
	for i := range facts {
		f := &facts[i]
		f.RecordedSeq = tx.Seq
		_, err := tx.NewUpdate().ModelTableExpr("fact").Set("closed = ?", true).Where("household_id = ?", f.HouseholdID).
			Where("individual_id = ?", f.IndividualID).Where("certificate_id = ?", f.CertificateID).Where("path = ?", f.Path).Where("NOT closed").Exec(ctx)
		if err != nil {
			return err
		}
	}
	return insert(ctx, tx, slices.Clone(facts))
}

// InsertSanctions keeps what a refused offer led to.
func (tx *Tx) InsertSanctions(ctx context.Context, list []homeward.Sanction) error {
	for i := range list {
		list[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, list)
}

// InsertReopening takes a refusal up again; the database lets it be done once.
func (tx *Tx) InsertReopening(ctx context.Context, r homeward.Reopening) error {
	r.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Reopening{r})
}
