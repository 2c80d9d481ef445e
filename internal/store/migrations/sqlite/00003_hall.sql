-- +goose Up
-- The hall: what chance is made of and who heard it, balls, the mode of a round, and rounds that are run again. Two
-- readings, by two people, stand behind every value that was read aloud; the triggers see to that, whatever the program
-- does.

ALTER TABLE round ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN closed_at TEXT;
ALTER TABLE round ADD COLUMN called_at TEXT;
ALTER TABLE round ADD COLUMN replaced_at TEXT;

CREATE TABLE chance_source (
  round_id TEXT NOT NULL REFERENCES round (id), id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
  missing TEXT NOT NULL, state TEXT NOT NULL, value TEXT NOT NULL, remark TEXT NOT NULL, recorded_seq INTEGER NOT NULL,
  PRIMARY KEY (round_id, id));
CREATE TABLE hall_reading (
  id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES round (id), about TEXT NOT NULL,
  slot INTEGER NOT NULL CHECK (slot IN (1, 2)), reader TEXT NOT NULL, value TEXT NOT NULL, read_at TEXT NOT NULL,
  live BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX hall_reading_two ON hall_reading (round_id, about, slot) WHERE live;
CREATE UNIQUE INDEX hall_reading_one_a_person ON hall_reading (round_id, about, reader) WHERE live;
-- +goose StatementBegin
CREATE TRIGGER chance_source_two_people BEFORE UPDATE ON chance_source
WHEN NEW.state = 'revealed' AND NEW.kind <> 'commit' AND (SELECT count(*) FROM hall_reading h
  WHERE h.round_id = NEW.round_id AND h.about = NEW.id AND h.live AND h.value = NEW.value) < 2
BEGIN SELECT RAISE(ABORT, 'chance_source_two_people'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER chance_source_stays BEFORE UPDATE ON chance_source WHEN OLD.state <> ''
BEGIN SELECT RAISE(ABORT, 'chance_source_stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER round_source_open BEFORE UPDATE ON round
WHEN coalesce(NEW.called_at, NEW.drawn_at) IS NOT NULL AND EXISTS (SELECT 1 FROM chance_source s
  WHERE s.round_id = NEW.id AND (s.state = '' OR s.state = 'missing' AND s.missing <> 'exclude'))
BEGIN SELECT RAISE(ABORT, 'round_source_open'); END;
-- +goose StatementEnd

CREATE TABLE rerun (
  round_id TEXT PRIMARY KEY REFERENCES round (id), replaces TEXT NOT NULL REFERENCES round (id), reason TEXT NOT NULL,
  remark TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at TEXT NOT NULL, approved_by TEXT NOT NULL, approved_at TEXT,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX rerun_once ON rerun (replaces);
-- +goose StatementBegin
CREATE TRIGGER rerun_two_people BEFORE UPDATE ON rerun WHEN NEW.approved_by = NEW.asked_by
BEGIN SELECT RAISE(ABORT, 'rerun_two_people'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rerun_unapproved BEFORE UPDATE ON round
WHEN NEW.frozen_at IS NOT NULL AND EXISTS (SELECT 1 FROM rerun x WHERE x.round_id = NEW.id AND x.approved_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'rerun_unapproved'); END;
-- +goose StatementEnd
