-- +goose Up
-- Published figures with their articles, what people decided about them, and what was released. A statement of the first
-- edition was told from others by its source, place, kind and days; these become its article and its key.
CREATE TABLE article (
  id TEXT PRIMARY KEY, key TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  language TEXT NOT NULL, published_on DATE, cluster TEXT NOT NULL, text TEXT NOT NULL, recorded_seq BIGINT NOT NULL);
CREATE UNIQUE INDEX article_once ON article (key);
INSERT INTO article SELECT 'at' || substr(min(id), 3), source || ' ' || published_on::text, source, min(url), '', '', published_on,
  source || ' ' || published_on::text, '', min(recorded_seq) FROM statement GROUP BY source, published_on;

DROP INDEX statement_once;
ALTER TABLE statement
  ADD COLUMN article_id TEXT REFERENCES article (id), ADD COLUMN key TEXT NOT NULL DEFAULT '', ADD COLUMN code TEXT NOT NULL DEFAULT '',
  ADD COLUMN block BIGINT NOT NULL DEFAULT 0, ADD COLUMN places TEXT NOT NULL DEFAULT '', ADD COLUMN place_text TEXT NOT NULL DEFAULT '',
  ADD COLUMN measure TEXT NOT NULL DEFAULT '', ADD COLUMN people_most BIGINT NOT NULL DEFAULT 0, ADD COLUMN homes BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN rooms TEXT NOT NULL DEFAULT '', ADD COLUMN other TEXT NOT NULL DEFAULT '', ADD COLUMN people_quantifier TEXT NOT NULL DEFAULT '',
  ADD COLUMN event_date TEXT NOT NULL DEFAULT '', ADD COLUMN as_of_time TEXT NOT NULL DEFAULT '', ADD COLUMN includes_today BOOLEAN,
  ADD COLUMN origin TEXT NOT NULL DEFAULT '', ADD COLUMN institution TEXT NOT NULL DEFAULT '', ADD COLUMN note TEXT NOT NULL DEFAULT '',
  ADD COLUMN span_start BIGINT NOT NULL DEFAULT 0, ADD COLUMN span_end BIGINT NOT NULL DEFAULT 0, ADD COLUMN flags TEXT NOT NULL DEFAULT '',
  ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]', ADD COLUMN proposed BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN aside BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN corrects TEXT NOT NULL DEFAULT '',
  ALTER COLUMN as_of DROP NOT NULL, ALTER COLUMN published_on DROP NOT NULL;
UPDATE statement SET article_id = a.id, key = place || '/' || kind || '/' || as_of::text, event_date = as_of::text
  FROM article a WHERE a.key = statement.source || ' ' || statement.published_on::text;
ALTER TABLE statement ALTER COLUMN article_id SET NOT NULL;
CREATE UNIQUE INDEX statement_once ON statement (article_id, key);
CREATE INDEX statement_place ON statement (place, as_of);

-- A statement is confirmed once at most and ends once at most.
CREATE TABLE review (
  statement_id TEXT NOT NULL REFERENCES statement (id), ends BOOLEAN NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL,
  replaced_by TEXT NOT NULL, keep_case BOOLEAN NOT NULL, decided_by TEXT NOT NULL, decided_at TIMESTAMPTZ, recorded_seq BIGINT NOT NULL,
  PRIMARY KEY (statement_id, ends));

CREATE TABLE release (
  id TEXT PRIMARY KEY, place TEXT NOT NULL, day DATE NOT NULL, edition BIGINT NOT NULL, since DATE NOT NULL,
  group_households BIGINT NOT NULL, group_individuals BIGINT NOT NULL, before_households BIGINT NOT NULL,
  before_individuals BIGINT NOT NULL, minimum BIGINT NOT NULL, texts TEXT NOT NULL, cut_off TIMESTAMPTZ NOT NULL,
  released_by TEXT NOT NULL, recorded_seq BIGINT NOT NULL);
CREATE UNIQUE INDEX release_one_edition ON release (place, day, edition);
-- +goose StatementBegin
CREATE FUNCTION release_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'release_never_changed' USING ERRCODE = 'P0001'; END $$;
-- +goose StatementEnd
CREATE TRIGGER release_never_changed BEFORE UPDATE OR DELETE ON release FOR EACH ROW EXECUTE FUNCTION release_never_changed();
