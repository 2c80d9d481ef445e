-- +goose Up
-- The hall: what chance is made of and who heard it, balls, the mode of a round, and rounds that are run again. Two
-- readings, by two people, stand behind every value that was read aloud; the triggers see to that, whatever the program
-- does.

ALTER TABLE round ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN closed_at TIMESTAMPTZ;
ALTER TABLE round ADD COLUMN called_at TIMESTAMPTZ;
ALTER TABLE round ADD COLUMN replaced_at TIMESTAMPTZ;

CREATE TABLE chance_source (
  round_id TEXT NOT NULL REFERENCES round (id), id TEXT NOT NULL, position BIGINT NOT NULL, kind TEXT NOT NULL,
  missing TEXT NOT NULL, state TEXT NOT NULL, value TEXT NOT NULL, remark TEXT NOT NULL, recorded_seq BIGINT NOT NULL,
  PRIMARY KEY (round_id, id));
CREATE TABLE hall_reading (
  id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES round (id), about TEXT NOT NULL,
  slot BIGINT NOT NULL CHECK (slot IN (1, 2)), reader TEXT NOT NULL, value TEXT NOT NULL, read_at TIMESTAMPTZ NOT NULL,
  live BOOLEAN NOT NULL, recorded_seq BIGINT NOT NULL);
CREATE UNIQUE INDEX hall_reading_two ON hall_reading (round_id, about, slot) WHERE live;
CREATE UNIQUE INDEX hall_reading_one_a_person ON hall_reading (round_id, about, reader) WHERE live;
-- +goose StatementBegin
CREATE FUNCTION chance_source_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'revealed' AND NEW.kind <> 'commit' AND (SELECT count(*) FROM hall_reading h
    WHERE h.round_id = NEW.round_id AND h.about = NEW.id AND h.live AND h.value = NEW.value) < 2 THEN
    RAISE EXCEPTION 'chance_source_two_people' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER chance_source_two_people BEFORE UPDATE ON chance_source FOR EACH ROW EXECUTE FUNCTION chance_source_two_people();
-- +goose StatementBegin
CREATE FUNCTION chance_source_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> '' THEN RAISE EXCEPTION 'chance_source_stays' USING ERRCODE = 'P0001'; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER chance_source_stays BEFORE UPDATE ON chance_source FOR EACH ROW EXECUTE FUNCTION chance_source_stays();
-- +goose StatementBegin
CREATE FUNCTION round_source_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(NEW.called_at, NEW.drawn_at) IS NOT NULL AND EXISTS (SELECT 1 FROM chance_source s
    WHERE s.round_id = NEW.id AND (s.state = '' OR s.state = 'missing' AND s.missing <> 'exclude')) THEN
    RAISE EXCEPTION 'round_source_open' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER round_source_open BEFORE UPDATE ON round FOR EACH ROW EXECUTE FUNCTION round_source_open();

CREATE TABLE rerun (
  round_id TEXT PRIMARY KEY REFERENCES round (id), replaces TEXT NOT NULL REFERENCES round (id), reason TEXT NOT NULL,
  remark TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at TIMESTAMPTZ NOT NULL, approved_by TEXT NOT NULL, approved_at TIMESTAMPTZ,
  recorded_seq BIGINT NOT NULL);
CREATE UNIQUE INDEX rerun_once ON rerun (replaces);
-- +goose StatementBegin
CREATE FUNCTION rerun_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.approved_by = NEW.asked_by THEN RAISE EXCEPTION 'rerun_two_people' USING ERRCODE = 'P0001'; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER rerun_two_people BEFORE UPDATE ON rerun FOR EACH ROW EXECUTE FUNCTION rerun_two_people();
-- +goose StatementBegin
CREATE FUNCTION rerun_unapproved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.frozen_at IS NOT NULL AND EXISTS (SELECT 1 FROM rerun x WHERE x.round_id = NEW.id AND x.approved_at IS NULL) THEN
    RAISE EXCEPTION 'rerun_unapproved' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER rerun_unapproved BEFORE UPDATE ON round FOR EACH ROW EXECUTE FUNCTION rerun_unapproved();
