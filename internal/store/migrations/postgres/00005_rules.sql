-- +goose Up
-- Facts that rules ask for, certificates of programmes that give money, what refused offers lead to, refusals taken up
-- again.

CREATE TABLE fact (
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), individual_id TEXT NOT NULL,
  certificate_id TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, basis TEXT NOT NULL, found_on DATE NOT NULL,
  closed BOOLEAN NOT NULL, recorded_seq BIGINT NOT NULL);
CREATE UNIQUE INDEX fact_one_open ON fact (household_id, individual_id, certificate_id, path) WHERE NOT closed;

CREATE TABLE certificate (
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), adoption TEXT NOT NULL, applied_on DATE NOT NULL,
  number BIGINT NOT NULL, issued_on DATE, valid_until DATE, ended_on DATE, live BOOLEAN NOT NULL, recorded_seq BIGINT NOT NULL,
  CHECK ((number > 0) = (issued_on IS NOT NULL)));
CREATE UNIQUE INDEX certificate_one_live ON certificate (household_id, adoption) WHERE live;
CREATE UNIQUE INDEX certificate_one_number ON certificate (number) WHERE number > 0;
CREATE INDEX certificate_household ON certificate (household_id);
CREATE TABLE ruling (
  certificate_id TEXT NOT NULL REFERENCES certificate (id), number BIGINT NOT NULL, decided_on DATE NOT NULL,
  policy_hash TEXT NOT NULL, outcome TEXT NOT NULL, persons BIGINT NOT NULL, refusals TEXT NOT NULL, parts TEXT NOT NULL,
  limits TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL, awaits TEXT NOT NULL, rank BIGINT NOT NULL,
  points DOUBLE PRECISION NOT NULL, closed BOOLEAN NOT NULL, recorded_seq BIGINT NOT NULL, PRIMARY KEY (certificate_id, number));
CREATE UNIQUE INDEX ruling_one_standing ON ruling (certificate_id) WHERE NOT closed;
CREATE TABLE certificate_use (
  certificate_id TEXT PRIMARY KEY REFERENCES certificate (id), used_on DATE NOT NULL, basis TEXT NOT NULL, parts TEXT NOT NULL,
  amount BIGINT NOT NULL, currency TEXT NOT NULL, recorded_seq BIGINT NOT NULL);
-- A certificate is used while it is good: issued, not ended, on its last day at the latest.
-- +goose StatementBegin
CREATE FUNCTION certificate_not_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM certificate c WHERE c.id = NEW.certificate_id AND c.issued_on IS NOT NULL AND c.ended_on IS NULL
    AND coalesce(c.valid_until, 'infinity') >= NEW.used_on) THEN
    RAISE EXCEPTION 'certificate_not_good' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER certificate_not_good BEFORE INSERT ON certificate_use FOR EACH ROW EXECUTE FUNCTION certificate_not_good();
-- What was used does not expire.
-- +goose StatementBegin
CREATE FUNCTION certificate_spent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ended_on IS NOT NULL AND EXISTS (SELECT 1 FROM certificate_use u WHERE u.certificate_id = NEW.id) THEN
    RAISE EXCEPTION 'certificate_spent' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER certificate_spent BEFORE UPDATE OF ended_on ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_spent();

CREATE TABLE sanction (
  offer_id TEXT NOT NULL REFERENCES offer (id), household_id TEXT NOT NULL REFERENCES household (id), adoption TEXT NOT NULL,
  effect TEXT NOT NULL, "from" DATE NOT NULL, until DATE, policy_hash TEXT NOT NULL, recorded_seq BIGINT NOT NULL,
  PRIMARY KEY (offer_id, effect));
CREATE INDEX sanction_household ON sanction (household_id);
CREATE TABLE reopening (
  household_id TEXT NOT NULL REFERENCES household (id), refused_seq BIGINT NOT NULL, policy_hash TEXT NOT NULL,
  reopened_on DATE NOT NULL, reason TEXT NOT NULL, recorded_seq BIGINT NOT NULL, PRIMARY KEY (household_id, refused_seq));
