-- +goose Up
-- Days are TEXT 2006-01-02, moments TEXT 2006-01-02T15:04:05.000Z. Every "only one" of the chain is a unique index or a
-- trigger here; errors.go maps each to what a person is told. SQLite names only table.columns of a broken unique index,
-- so no two unique indexes may cover the same columns.

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE "user" (
  id TEXT PRIMARY KEY, login TEXT NOT NULL, name TEXT NOT NULL, password_hash TEXT NOT NULL, language TEXT NOT NULL,
  valid_from TEXT, valid_to TEXT);
CREATE UNIQUE INDEX user_login ON "user" (login);
CREATE TABLE appointment (
  user_id TEXT NOT NULL REFERENCES "user" (id), role TEXT NOT NULL, area TEXT NOT NULL,
  PRIMARY KEY (user_id, role, area));
CREATE TABLE session (token TEXT PRIMARY KEY, data BLOB NOT NULL, expiry TEXT NOT NULL);
CREATE INDEX session_expiry ON session (expiry);

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, area TEXT NOT NULL,
  action TEXT NOT NULL, subject TEXT NOT NULL, request TEXT NOT NULL, reason TEXT NOT NULL, refused TEXT NOT NULL,
  rules_version TEXT NOT NULL, detail_hash TEXT NOT NULL, prev_hash TEXT NOT NULL);
CREATE INDEX journal_subject ON journal (subject);
CREATE TABLE journal_detail (seq INTEGER PRIMARY KEY REFERENCES journal (seq), salt BLOB NOT NULL, detail BLOB NOT NULL);
-- The number and the hash of the last entry: what the next one holds, and what shows that none is missing at the end.
CREATE TABLE journal_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL);
-- +goose StatementBegin
CREATE TRIGGER journal_append_only_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER journal_append_only_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END;
-- +goose StatementEnd

CREATE TABLE household (
  id TEXT PRIMARY KEY, case_number TEXT NOT NULL, area TEXT NOT NULL, registered_on TEXT NOT NULL, intention TEXT NOT NULL,
  serves_there BOOLEAN NOT NULL, fallen_family BOOLEAN NOT NULL, divided_from TEXT NOT NULL, ended_on TEXT,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX household_case_number ON household (case_number);
CREATE INDEX household_area ON household (area, registered_on, id);

CREATE TABLE individual (
  id TEXT PRIMARY KEY, given TEXT NOT NULL, father TEXT NOT NULL, family TEXT NOT NULL, name_lang TEXT NOT NULL,
  sex TEXT NOT NULL, birth_date TEXT, document TEXT NOT NULL, phone TEXT NOT NULL, fold TEXT NOT NULL,
  fold_version TEXT NOT NULL, ended_on TEXT, recorded_seq INTEGER NOT NULL);
CREATE TABLE name_key (individual_id TEXT NOT NULL REFERENCES individual (id), key TEXT NOT NULL,
  PRIMARY KEY (key, individual_id)) WITHOUT ROWID;
CREATE INDEX name_key_individual ON name_key (individual_id);

CREATE TABLE membership (
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), individual_id TEXT NOT NULL REFERENCES individual (id),
  relation TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT, recorded_seq INTEGER NOT NULL,
  CHECK (valid_to IS NULL OR valid_to >= valid_from));
CREATE INDEX membership_household ON membership (household_id, valid_to);
CREATE INDEX membership_individual ON membership (individual_id, valid_from);
-- As PostgreSQL's exclusion of overlapping ranges: a membership of no day (from and to the same) overlaps nothing.
-- +goose StatementBegin
CREATE TRIGGER membership_one_household_insert BEFORE INSERT ON membership
WHEN coalesce(NEW.valid_to, '9999-12-31') > NEW.valid_from AND EXISTS (SELECT 1 FROM membership m WHERE m.individual_id = NEW.individual_id
  AND coalesce(m.valid_to, '9999-12-31') > m.valid_from
  AND m.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(m.valid_to, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'membership_one_household'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER membership_one_household_update BEFORE UPDATE ON membership
WHEN coalesce(NEW.valid_to, '9999-12-31') > NEW.valid_from AND EXISTS (SELECT 1 FROM membership m WHERE m.individual_id = NEW.individual_id
  AND m.id <> NEW.id AND coalesce(m.valid_to, '9999-12-31') > m.valid_from
  AND m.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(m.valid_to, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'membership_one_household'); END;
-- +goose StatementEnd

CREATE TABLE displacement (
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), left_on TEXT NOT NULL, place TEXT NOT NULL,
  address TEXT NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE INDEX displacement_household ON displacement (household_id);
CREATE TABLE stay (
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), kind TEXT NOT NULL, condition TEXT NOT NULL,
  place TEXT NOT NULL, address TEXT NOT NULL, lives_here BOOLEAN NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX stay_one_present ON stay (household_id) WHERE valid_to IS NULL;
CREATE TABLE specific_need (
  individual_id TEXT NOT NULL REFERENCES individual (id), code TEXT NOT NULL, step_free BOOLEAN NOT NULL,
  valid_from TEXT NOT NULL, valid_to TEXT, recorded_seq INTEGER NOT NULL);
CREATE INDEX specific_need_individual ON specific_need (individual_id);
CREATE TABLE wish (
  household_id TEXT NOT NULL REFERENCES household (id), rank INTEGER NOT NULL, place TEXT NOT NULL,
  recorded_seq INTEGER NOT NULL, PRIMARY KEY (household_id, rank));
CREATE TABLE beside (
  household_id TEXT NOT NULL REFERENCES household (id), other_id TEXT NOT NULL REFERENCES household (id),
  recorded_seq INTEGER NOT NULL, PRIMARY KEY (household_id, other_id), CHECK (household_id < other_id));
CREATE INDEX beside_other ON beside (other_id);

CREATE TABLE question (
  id TEXT PRIMARY KEY, one_id TEXT NOT NULL REFERENCES individual (id), other_id TEXT NOT NULL REFERENCES individual (id),
  score REAL NOT NULL, reasons TEXT NOT NULL, raised_at TEXT NOT NULL, decision TEXT NOT NULL, decided_at TEXT,
  decided_by TEXT NOT NULL, recorded_seq INTEGER NOT NULL, CHECK (one_id < other_id));
CREATE UNIQUE INDEX question_one_a_pair ON question (one_id, other_id);
CREATE INDEX question_other ON question (other_id);

CREATE TABLE building (
  id TEXT PRIMARY KEY, place TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, floors INTEGER NOT NULL,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX building_one_name ON building (place, name);
CREATE TABLE dwelling (
  id TEXT PRIMARY KEY, building_id TEXT NOT NULL REFERENCES building (id), place TEXT NOT NULL, number TEXT NOT NULL,
  type TEXT NOT NULL, floor INTEGER NOT NULL, rooms INTEGER NOT NULL, area_m2 REAL NOT NULL, accessible BOOLEAN NOT NULL,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX dwelling_one_door ON dwelling (building_id, number);
CREATE INDEX dwelling_place ON dwelling (place);
CREATE TABLE readiness (
  dwelling_id TEXT NOT NULL REFERENCES dwelling (id), component TEXT NOT NULL, ready BOOLEAN NOT NULL, due TEXT,
  reported_on TEXT NOT NULL, closed BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX readiness_one_open ON readiness (dwelling_id, component) WHERE NOT closed;
CREATE TABLE ground_finding (
  id TEXT PRIMARY KEY, building_id TEXT NOT NULL REFERENCES building (id), finding TEXT NOT NULL, recorded_on TEXT NOT NULL,
  document TEXT NOT NULL, organisation TEXT NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE INDEX ground_finding_building ON ground_finding (building_id, recorded_seq);
CREATE TABLE claim (
  id TEXT PRIMARY KEY, dwelling_id TEXT NOT NULL REFERENCES dwelling (id), claimant TEXT NOT NULL, contact TEXT NOT NULL,
  left_on TEXT, basis TEXT NOT NULL, lodged_on TEXT NOT NULL, decision TEXT NOT NULL, decided_on TEXT, reason TEXT NOT NULL,
  recorded_seq INTEGER NOT NULL);
CREATE INDEX claim_dwelling ON claim (dwelling_id);

CREATE TABLE adoption (
  id TEXT NOT NULL, area TEXT NOT NULL, policy_id TEXT NOT NULL, policy_hash TEXT NOT NULL, policy_text TEXT NOT NULL,
  valid_from TEXT NOT NULL, recorded_seq INTEGER NOT NULL, PRIMARY KEY (id, valid_from));

CREATE TABLE round (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL, adoption TEXT NOT NULL, place TEXT NOT NULL, policy_hash TEXT NOT NULL,
  bundle TEXT NOT NULL, secret TEXT NOT NULL, opened_at TEXT, frozen_at TEXT, committed_at TEXT, drawn_at TEXT,
  published_at TEXT, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX round_one_number ON round (number);
CREATE TABLE entry (
  id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES round (id), household_id TEXT NOT NULL REFERENCES household (id),
  number INTEGER NOT NULL, persons INTEGER NOT NULL, class TEXT NOT NULL, class_rank INTEGER NOT NULL, rooms INTEGER NOT NULL,
  type TEXT NOT NULL, accessible BOOLEAN NOT NULL, stratum TEXT NOT NULL, beside TEXT NOT NULL, line INTEGER NOT NULL,
  live BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX entry_one_a_round ON entry (round_id, household_id);
CREATE UNIQUE INDEX entry_one_number ON entry (round_id, number);
CREATE UNIQUE INDEX entry_one_live ON entry (household_id) WHERE live;
CREATE TABLE round_dwelling (
  round_id TEXT NOT NULL REFERENCES round (id), dwelling_id TEXT NOT NULL REFERENCES dwelling (id), stratum TEXT NOT NULL,
  lot INTEGER NOT NULL, live BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL, PRIMARY KEY (round_id, dwelling_id));
CREATE UNIQUE INDEX round_dwelling_one_live ON round_dwelling (dwelling_id) WHERE live;
CREATE TABLE held (
  round_id TEXT NOT NULL REFERENCES round (id), noun TEXT NOT NULL, subject_id TEXT NOT NULL, rule TEXT NOT NULL,
  key TEXT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL, remedy TEXT NOT NULL, after_freeze BOOLEAN NOT NULL,
  recorded_seq INTEGER NOT NULL);
CREATE INDEX held_round ON held (round_id);
CREATE INDEX held_subject ON held (subject_id);

CREATE TABLE allocation (
  id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES round (id), entry_id TEXT NOT NULL REFERENCES entry (id),
  household_id TEXT NOT NULL REFERENCES household (id), dwelling_id TEXT NOT NULL REFERENCES dwelling (id),
  reason TEXT NOT NULL, made_at TEXT NOT NULL, ended_at TEXT, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX allocation_one_per_dwelling ON allocation (dwelling_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX allocation_one_per_household ON allocation (household_id) WHERE ended_at IS NULL;
CREATE INDEX allocation_round ON allocation (round_id);
CREATE INDEX allocation_entry ON allocation (entry_id);
CREATE TABLE offer (
  id TEXT PRIMARY KEY, allocation_id TEXT NOT NULL REFERENCES allocation (id), household_id TEXT NOT NULL REFERENCES household (id),
  dwelling_id TEXT NOT NULL REFERENCES dwelling (id), made_on TEXT NOT NULL, deadline TEXT NOT NULL, answer TEXT NOT NULL,
  answered_on TEXT, reason TEXT NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX offer_one_per_allocation ON offer (allocation_id);
CREATE INDEX offer_household ON offer (household_id);
CREATE INDEX offer_open ON offer (deadline) WHERE answer = '';

CREATE TABLE movement (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL, "from" TEXT NOT NULL, "to" TEXT NOT NULL, departs_on TEXT NOT NULL,
  vehicles INTEGER NOT NULL, planned_at TEXT, briefed_at TEXT, manifest_at TEXT, departed_at TEXT, arrived_at TEXT,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX movement_one_number ON movement (number);
CREATE TABLE seat (
  id TEXT PRIMARY KEY, movement_id TEXT NOT NULL REFERENCES movement (id), household_id TEXT NOT NULL REFERENCES household (id),
  live BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX seat_one_live ON seat (household_id) WHERE live;
CREATE INDEX seat_movement ON seat (movement_id);
CREATE TABLE consent (
  id TEXT PRIMARY KEY, movement_id TEXT NOT NULL REFERENCES movement (id), individual_id TEXT NOT NULL REFERENCES individual (id),
  given_by TEXT NOT NULL REFERENCES individual (id), given_at TEXT NOT NULL, withdrawn_at TEXT, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX consent_one_live ON consent (movement_id, individual_id) WHERE withdrawn_at IS NULL;
CREATE TABLE briefing (
  movement_id TEXT NOT NULL REFERENCES movement (id), household_id TEXT NOT NULL REFERENCES household (id), topic TEXT NOT NULL,
  given_at TEXT NOT NULL, recorded_seq INTEGER NOT NULL, PRIMARY KEY (movement_id, household_id, topic));
CREATE TABLE passenger (
  movement_id TEXT NOT NULL REFERENCES movement (id), individual_id TEXT NOT NULL REFERENCES individual (id),
  household_id TEXT NOT NULL REFERENCES household (id), departed_at TEXT, arrived_at TEXT, recorded_seq INTEGER NOT NULL,
  PRIMARY KEY (movement_id, individual_id));

CREATE TABLE handover (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL, allocation_id TEXT NOT NULL REFERENCES allocation (id),
  household_id TEXT NOT NULL REFERENCES household (id), dwelling_id TEXT NOT NULL REFERENCES dwelling (id),
  movement_id TEXT NOT NULL REFERENCES movement (id), accepted_at TEXT, signed_by TEXT NOT NULL, keys INTEGER NOT NULL,
  keys_at TEXT, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX handover_one_per_allocation ON handover (allocation_id);
CREATE UNIQUE INDEX handover_one_number ON handover (number);
CREATE INDEX handover_dwelling ON handover (dwelling_id, keys_at);
CREATE TABLE meter_reading (
  handover_id TEXT NOT NULL REFERENCES handover (id), meter TEXT NOT NULL, reading REAL NOT NULL, read_on TEXT NOT NULL,
  recorded_seq INTEGER NOT NULL, PRIMARY KEY (handover_id, meter, recorded_seq));
CREATE TABLE defect (
  id TEXT PRIMARY KEY, handover_id TEXT NOT NULL REFERENCES handover (id), room TEXT NOT NULL, text TEXT NOT NULL, due TEXT,
  noted_on TEXT NOT NULL, mended_on TEXT, recorded_seq INTEGER NOT NULL);
CREATE INDEX defect_handover ON defect (handover_id);
CREATE TABLE document (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject_id TEXT NOT NULL, lang TEXT NOT NULL, made_at TEXT NOT NULL,
  sha256 TEXT NOT NULL, bytes BLOB NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE INDEX document_subject ON document (subject_id, kind);

CREATE TABLE statement (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL, phase TEXT NOT NULL,
  families INTEGER NOT NULL, people INTEGER NOT NULL, quantifier TEXT NOT NULL, as_of TEXT NOT NULL, published_on TEXT NOT NULL,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX statement_once ON statement (source, place, kind, as_of, published_on);

-- How far a household has come, folded from what has happened to it. homeward.HouseholdStatus has the words.
CREATE VIEW household_now AS
SELECT h.id AS household_id, h.area AS area,
  CASE
    WHEN h.ended_on IS NOT NULL THEN 'ended'
    WHEN ho.keys_at IS NOT NULL THEN 'settled'
    WHEN mv.arrived_at IS NOT NULL THEN 'arrived'
    WHEN mv.departed_at IS NOT NULL THEN 'travelling'
    WHEN se.id IS NOT NULL THEN 'planned'
    WHEN o.answer = 'accepted' THEN 'accepted'
    WHEN al.id IS NOT NULL THEN 'allocated'
    WHEN en.id IS NOT NULL AND rd.published_at IS NULL THEN 'entered'
    ELSE 'registered'
  END AS status,
  al.id AS allocation_id, al.dwelling_id AS dwelling_id, o.id AS offer_id, en.id AS entry_id, en.round_id AS round_id,
  se.movement_id AS movement_id, ho.id AS handover_id, ho.keys_at AS keys_at
FROM household h
LEFT JOIN allocation al ON al.household_id = h.id AND al.ended_at IS NULL
LEFT JOIN offer o ON o.allocation_id = al.id
LEFT JOIN handover ho ON ho.allocation_id = al.id
LEFT JOIN seat se ON se.household_id = h.id AND se.live
LEFT JOIN movement mv ON mv.id = se.movement_id
LEFT JOIN entry en ON en.household_id = h.id AND en.live
LEFT JOIN round rd ON rd.id = en.round_id;
