package store

import (
	"homeward"
)

// onlyOne maps what the database refused to what a person is told: first the constraint's name (PostgreSQL, and triggers
// on SQLite), then the columns as SQLite reports them.
var onlyOne = []struct {
	constraint, columns string
	key                 string
}{
	{"allocation_one_per_dwelling", "allocation.dwelling_id", "dwelling.allocated"},
	{"allocation_one_per_household", "allocation.household_id", "household.allocated"},
	{"membership_one_household", "", "individual.member_elsewhere"},
	{"household_pkey", "household.id", "household.exists"},
	{"household_case_number", "household.case_number", "household.case_number_taken"},
	{"individual_pkey", "individual.id", "individual.exists"},
	{"stay_one_present", "stay.household_id", "household.two_stays"},
	{"question_one_a_pair", "question.one_id, question.other_id", "question.exists"},
	{"merge_one_a_question", "merge.question_id", "question.decided"},
	{"merge_one_a_person", "merge.ended_id", "question.merged_elsewhere"},
	{"job_one_search", "job.live", "matching.running"},
	{"building_one_name", "building.place, building.name", "building.exists"},
	{"dwelling_one_door", "dwelling.building_id, dwelling.number", "dwelling.exists"},
	{"readiness_one_open", "readiness.dwelling_id, readiness.component", "dwelling.reported_at_once"},
	{"round_one_number", "round.number", "round.number_taken"},
	{"entry_one_a_round", "entry.round_id, entry.household_id", "entry.exists"},
	{"entry_one_number", "entry.round_id, entry.number", "entry.exists"},
	{"entry_one_live", "entry.household_id", "entry.elsewhere"},
	{"round_dwelling_one_live", "round_dwelling.dwelling_id", "dwelling.in_another_round"},
	{"chance_source_two_people", "", "round.two_people"},
	{"chance_source_stays", "", "round.source_stays"},
	{"round_source_open", "", "round.source_open_some"},
	{"hall_reading_two", "hall_reading.round_id, hall_reading.about, hall_reading.slot", "round.heard_twice"},
	{"hall_reading_one_a_person", "hall_reading.round_id, hall_reading.about, hall_reading.reader", "round.heard_once"},
	{"rerun_once", "rerun.replaces", "round.rerun_asked"},
	{"rerun_two_people", "", "round.rerun_two_people"},
	{"rerun_unapproved", "", "round.rerun_unapproved"},
	{"offer_one_per_allocation", "offer.allocation_id", "offer.exists"},
	{"movement_one_number", "movement.number", "movement.number_taken"},
	{"seat_one_live", "seat.household_id", "household.seated"},
	{"consent_one_live", "consent.movement_id, consent.individual_id", "consent.given"},
	{"passenger_pkey", "passenger.movement_id, passenger.individual_id", "passenger.listed"},
	{"briefing_pkey", "briefing.movement_id, briefing.household_id, briefing.topic", "briefing.given"},
	{"handover_one_per_allocation", "handover.allocation_id", "handover.exists"},
	{"handover_one_number", "handover.number", "handover.number_taken"},
	{"statement_once", "statement.article_id, statement.key", "statement.exists"},
	{"article_once", "article.key", "article.exists"},
	{"review_pkey", "review.statement_id, review.ends", "statement.decided"},
	{"release_one_edition", "release.place, release.day, release.edition", "release.exists"},
	{"release_never_changed", "", "release.never_changed"},
	{"user_login", "user.login", "user.login_taken"},
	{"appointment_pkey", "appointment.user_id, appointment.role, appointment.area", "user.appointed"},
	{"adoption_pkey", "adoption.id, adoption.valid_from", "programme.adopted"},
	{"fact_one_open", "fact.household_id, fact.individual_id, fact.certificate_id, fact.path", "fact.recorded_at_once"},
	{"certificate_one_live", "certificate.household_id, certificate.adoption", "certificate.one_live"},
	{"certificate_one_number", "certificate.number", "certificate.number_taken"},
	{"ruling_pkey", "ruling.certificate_id, ruling.number", "certificate.decided"},
	{"ruling_one_standing", "ruling.certificate_id", "certificate.decided"},
	{"certificate_use_pkey", "certificate_use.certificate_id", "certificate.used"},
	{"certificate_not_good", "", "certificate.not_good"},
	{"certificate_spent", "", "certificate.used"},
	{"sanction_pkey", "sanction.offer_id, sanction.effect", "offer.exists"},
	{"reopening_pkey", "reopening.household_id, reopening.refused_seq", "refusal.reopened"},
	{"journal_append_only", "", "journal.append_only"},
}

// explain turns a driver's error into one that can be told. Errors that already can be pass unchanged, and so
// does none.
func (db *DB) explain(err error) error {
	if homeward.KindOf(err) != homeward.Internal {
		return err
	}
	if db.dialect.damaged(err) {
		return homeward.Errorf(homeward.Unavailable, "store.damaged").WithHint("store.damaged.hint").Because(err)
	}
	if name := db.dialect.broken(err); name != "" {
		for _, o := range onlyOne {
			if name == o.constraint || name == o.columns {
				return homeward.Errorf(homeward.Conflict, o.key).Because(err)
			}
		}
	}
	// What has no words of its own: a record sent twice under one identifier, or a step that names a record nobody has.
	switch db.dialect.fault(err) {
	case second:
		return homeward.Errorf(homeward.Conflict, "store.recorded").WithHint("store.recorded.hint").Because(err)
	case dangling:
		return homeward.Errorf(homeward.NotFound, "store.unknown_record").Because(err)
	}
	return err
}
