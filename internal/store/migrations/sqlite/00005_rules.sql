-- +goose Up
-- Facts that rules ask for, certificates of programmes that give money, what refused offers lead to, refusals taken up
-- again.

CREATE TABLE fact (
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), individual_id TEXT NOT NULL,
  certificate_id TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, basis TEXT NOT NULL, found_on TEXT NOT NULL,
  closed BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX fact_one_open ON fact (household_id, individual_id, certificate_id, path) WHERE NOT closed;

CREATE TABLE certificate (
  id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), adoption TEXT NOT NULL, applied_on TEXT NOT NULL,
  number INTEGER NOT NULL, issued_on TEXT, valid_until TEXT, ended_on TEXT, live BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL,
  CHECK ((number > 0) = (issued_on IS NOT NULL)));
CREATE UNIQUE INDEX certificate_one_live ON certificate (household_id, adoption) WHERE live;
CREATE UNIQUE INDEX certificate_one_number ON certificate (number) WHERE number > 0;
CREATE INDEX certificate_household ON certificate (household_id);
CREATE TABLE ruling (
  certificate_id TEXT NOT NULL REFERENCES certificate (id), number INTEGER NOT NULL, decided_on TEXT NOT NULL,
  policy_hash TEXT NOT NULL, outcome TEXT NOT NULL, persons INTEGER NOT NULL, refusals TEXT NOT NULL, parts TEXT NOT NULL,
  limits TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, awaits TEXT NOT NULL, rank INTEGER NOT NULL,
  points REAL NOT NULL, closed BOOLEAN NOT NULL, recorded_seq INTEGER NOT NULL, PRIMARY KEY (certificate_id, number));
CREATE UNIQUE INDEX ruling_one_standing ON ruling (certificate_id) WHERE NOT closed;
CREATE TABLE certificate_use (
  certificate_id TEXT PRIMARY KEY REFERENCES certificate (id), used_on TEXT NOT NULL, basis TEXT NOT NULL, parts TEXT NOT NULL,
  amount INTEGER NOT NULL, currency TEXT NOT NULL, recorded_seq INTEGER NOT NULL);
-- A certificate is used while it is good: issued, not ended, on its last day at the latest.
-- +goose StatementBegin
CREATE TRIGGER certificate_not_good BEFORE INSERT ON certificate_use
WHEN NOT EXISTS (SELECT 1 FROM certificate c WHERE c.id = NEW.certificate_id AND c.issued_on IS NOT NULL AND c.ended_on IS NULL
  AND coalesce(c.valid_until, '9999-12-31') >= NEW.used_on)
BEGIN SELECT RAISE(ABORT, 'certificate_not_good'); END;
-- +goose StatementEnd
-- What was used does not expire.
-- +goose StatementBegin
CREATE TRIGGER certificate_spent BEFORE UPDATE OF ended_on ON certificate
WHEN NEW.ended_on IS NOT NULL AND EXISTS (SELECT 1 FROM certificate_use u WHERE u.certificate_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'certificate_spent'); END;
-- +goose StatementEnd

CREATE TABLE sanction (
  offer_id TEXT NOT NULL REFERENCES offer (id), household_id TEXT NOT NULL REFERENCES household (id), adoption TEXT NOT NULL,
  effect TEXT NOT NULL, "from" TEXT NOT NULL, until TEXT, policy_hash TEXT NOT NULL, recorded_seq INTEGER NOT NULL,
  PRIMARY KEY (offer_id, effect));
CREATE INDEX sanction_household ON sanction (household_id);
CREATE TABLE reopening (
  household_id TEXT NOT NULL REFERENCES household (id), refused_seq INTEGER NOT NULL, policy_hash TEXT NOT NULL,
  reopened_on TEXT NOT NULL, reason TEXT NOT NULL, recorded_seq INTEGER NOT NULL, PRIMARY KEY (household_id, refused_seq));
