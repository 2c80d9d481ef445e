package store

import (
	"cmp"
	"context"
	"slices"

	"homeward"

	"github.com/uptrace/bun"
)

// StandingRefusal is a refusal by the rules of a programme that nobody has taken up again: of a certificate, or of a
// place on the list of the latest round a household was considered for.
type StandingRefusal struct {
	HouseholdID homeward.HouseholdID
	Seq         int64
	RefusedOn   homeward.Date
	Adoption    string
	PolicyHash  string
	Certificate homeward.CertificateID
	AppliedOn   homeward.Date  // for the certificate
	Round       homeward.Round // of a household left out of one
	Why         []homeward.Refusal
}

// StandingRefusals lists them within the areas of a List, by household.
func (tx *Tx) StandingRefusals(ctx context.Context) ([]StandingRefusal, error) {
	return tx.refusals(ctx, "", 0)
}

// StandingRefusal is the one of a household under a journal number.
func (tx *Tx) StandingRefusal(ctx context.Context, household homeward.HouseholdID, seq int64) (StandingRefusal, error) {
	list, err := tx.refusals(ctx, household, seq)
	if err != nil {
		return StandingRefusal{}, err
	}
	if len(list) == 0 {
		return StandingRefusal{}, homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.refusal"))
	}
	return list[0], nil
}

func (tx *Tx) refusals(ctx context.Context, household homeward.HouseholdID, seq int64) ([]StandingRefusal, error) {
	only := func(q *bun.SelectQuery, seqColumn string) *bun.SelectQuery {
		if household != "" {
			q = q.Where("h.id = ?", household).Where("? = ?", bun.Ident(seqColumn), seq)
		}
		return tx.inAreas(q, "h.area").Where("h.ended_on IS NULL").
			Where("NOT EXISTS (SELECT 1 FROM reopening p WHERE p.household_id = h.id AND p.refused_seq = ?)", bun.Ident(seqColumn))
	}
	out, err := tx.refusedCertificates(ctx, only)
	if err != nil {
		return nil, err
	}
	left, err := tx.leftOut(ctx, only)
	if err != nil {
		return nil, err
	}
	out = append(out, left...)
	slices.SortFunc(out, func(a, b StandingRefusal) int {
		return cmp.Or(cmp.Compare(a.HouseholdID, b.HouseholdID), cmp.Compare(a.Seq, b.Seq))
	})
	return out, nil
}

func (tx *Tx) refusedCertificates(ctx context.Context, only func(*bun.SelectQuery, string) *bun.SelectQuery) ([]StandingRefusal, error) {
	var rows []struct {
		HouseholdID   homeward.HouseholdID
		Adoption      string
		CertificateID homeward.CertificateID
		AppliedOn     homeward.Date
		DecidedOn     homeward.Date
		PolicyHash    string
		Refusals      []homeward.Refusal
		RecordedSeq   int64
	}
	q := tx.NewSelect().Model(&rows).ModelTableExpr("ruling AS r").
		ColumnExpr("c.household_id, c.adoption, c.applied_on, r.certificate_id, r.decided_on, r.policy_hash, r.refusals, r.recorded_seq").
		Join("JOIN certificate AS c ON c.id = r.certificate_id").Join("JOIN household AS h ON h.id = c.household_id").
		Where("NOT r.closed").Where("r.outcome = ?", homeward.RulingRefused).
		// Who has applied again since is decided there.
		Where("NOT EXISTS (SELECT 1 FROM certificate o WHERE o.household_id = c.household_id AND o.adoption = c.adoption AND o.live)")
	if err := only(q, "r.recorded_seq").Scan(ctx); err != nil {
		return nil, err
	}
	var out []StandingRefusal
	for _, r := range rows {
		out = append(out, StandingRefusal{HouseholdID: r.HouseholdID, Seq: r.RecordedSeq, RefusedOn: r.DecidedOn, Adoption: r.Adoption,
			PolicyHash: r.PolicyHash, Certificate: r.CertificateID, AppliedOn: r.AppliedOn, Why: r.Refusals})
	}
	return out, nil
}

// noRuleOfAProgramme are the reasons of a list that no edition can change: an open question, the household's own will,
// a fact nobody found out, homes that there are none of.
var noRuleOfAProgramme = []string{"duplicate_open", "not_intending", "fact_missing", "no_norm", "none_left"}

// leftOut lists households that still wait and that the rules left out of the latest list they were considered for.
func (tx *Tx) leftOut(ctx context.Context, only func(*bun.SelectQuery, string) *bun.SelectQuery) ([]StandingRefusal, error) {
	var rows []struct {
		homeward.Held
		Number     int
		Adoption   string
		Place      homeward.PlaceID
		PolicyHash string
		FrozenAt   homeward.Instant
	}
	q := tx.NewSelect().Model(&rows).ModelTableExpr("held AS x").
		ColumnExpr("x.*, r.number, r.adoption, r.place, r.policy_hash, r.frozen_at").
		Join("JOIN round AS r ON r.id = x.round_id").Join("JOIN household AS h ON h.id = x.subject_id").
		Join("JOIN household_now AS n ON n.household_id = h.id").
		Where("x.noun = 'household'").Where("x.key NOT IN (?)", bun.In(noRuleOfAProgramme)).Where("n.status = ?", homeward.HouseholdRegistered).
		Where("NOT EXISTS (SELECT 1 FROM held y WHERE y.subject_id = x.subject_id AND y.recorded_seq > x.recorded_seq)").
		Where("NOT EXISTS (SELECT 1 FROM entry e WHERE e.household_id = h.id AND e.recorded_seq > x.recorded_seq)")
	if err := only(q, "x.recorded_seq").OrderExpr("x.subject_id, x.recorded_seq").Scan(ctx); err != nil {
		return nil, err
	}
	var out []StandingRefusal
	for _, r := range rows {
		why := homeward.Refusal{Key: r.Key, Rule: r.Rule, Who: r.Who, Text: r.Text, Remedy: r.Remedy}
		id := homeward.HouseholdID(r.SubjectID)
		if n := len(out); n > 0 && out[n-1].HouseholdID == id {
			out[n-1].Why = append(out[n-1].Why, why)
			continue
		}
		out = append(out, StandingRefusal{HouseholdID: id, Seq: r.RecordedSeq, RefusedOn: r.FrozenAt.Date(), Adoption: r.Adoption, PolicyHash: r.PolicyHash,
			Round: homeward.Round{ID: r.RoundID, Number: r.Number, Place: r.Place}, Why: []homeward.Refusal{why}})
	}
	return out, nil
}
