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
	// PaidOn is the last day on which a certificate of a household was used that a present member belonged to then;
	// PaidElsewhere are those of them who belonged to another household.
	PaidOn        homeward.Date
	PaidElsewhere []homeward.IndividualID
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
	if err != nil {
		return err
	}
	return tx.fillPaid(ctx, ids, at)
}

// fillPaid adds for whom money was paid, also in another household that they have left since.
func (tx *Tx) fillPaid(ctx context.Context, ids []homeward.HouseholdID, at map[homeward.HouseholdID]*Case) error {
	var paid []struct {
		HouseholdID  homeward.HouseholdID
		IndividualID homeward.IndividualID
		Payee        homeward.HouseholdID
		UsedOn       homeward.Date
	}
	err := tx.NewRaw(`
		SELECT m.household_id, m.individual_id, c.household_id AS payee, u.used_on
		FROM certificate_use u JOIN certificate c ON c.id = u.certificate_id
		JOIN membership x ON x.household_id = c.household_id AND x.valid_from <= u.used_on AND (x.valid_to IS NULL OR x.valid_to > u.used_on)
		JOIN membership m ON m.individual_id = x.individual_id AND m.valid_to IS NULL
		WHERE m.household_id IN (?) ORDER BY m.household_id, m.individual_id`, bun.In(ids)).Scan(ctx, &paid)
	for _, p := range paid {
		past := &at[p.HouseholdID].Past
		past.Housed = true
		if past.PaidOn.Before(p.UsedOn) {
			past.PaidOn = p.UsedOn
		}
		if p.Payee != p.HouseholdID && !slices.Contains(past.PaidElsewhere, p.IndividualID) {
			past.PaidElsewhere = append(past.PaidElsewhere, p.IndividualID)
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
