-- +goose Up
-- Published figures with their articles, what people decided about them, and what was released. A statement of the first
-- edition was told from others by its source, place, kind and days; these become its article and its key.
CREATE TABLE article (
  id TEXT PRIMARY KEY, key TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  language TEXT NOT NULL, published_on TEXT, cluster TEXT NOT NULL, text TEXT NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX article_once ON article (key);
INSERT INTO article SELECT 'at' || substr(min(id), 3), source || ' ' || published_on, source, min(url), '', '', published_on,
  source || ' ' || published_on, '', min(recorded_seq) FROM statement GROUP BY source, published_on;

CREATE TABLE statement_kept (
  id TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES article (id), key TEXT NOT NULL, code TEXT NOT NULL,
  source TEXT NOT NULL, url TEXT NOT NULL, block INTEGER NOT NULL, place TEXT NOT NULL, places TEXT NOT NULL,
  place_text TEXT NOT NULL, kind TEXT NOT NULL, measure TEXT NOT NULL, phase TEXT NOT NULL, families INTEGER NOT NULL,
  people INTEGER NOT NULL, people_most INTEGER NOT NULL, homes INTEGER NOT NULL, rooms TEXT NOT NULL, other TEXT NOT NULL,
  quantifier TEXT NOT NULL, people_quantifier TEXT NOT NULL, event_date TEXT NOT NULL, as_of TEXT, as_of_time TEXT NOT NULL,
  includes_today BOOLEAN, origin TEXT NOT NULL, institution TEXT NOT NULL, note TEXT NOT NULL, span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL, flags TEXT NOT NULL, reasons TEXT NOT NULL, proposed BOOLEAN NOT NULL, aside BOOLEAN NOT NULL,
  corrects TEXT NOT NULL, published_on TEXT, recorded_seq INTEGER NOT NULL);
INSERT INTO statement_kept SELECT id,
  (SELECT a.id FROM article a WHERE a.key = source || ' ' || statement.published_on), place || '/' || kind || '/' || as_of, '',
  source, url, 0, place, '', '', kind, '', phase, families, people, 0, 0, '', '', quantifier, '', as_of, as_of, '', NULL, '', '', '',
  0, 0, '', '[]', FALSE, FALSE, '', published_on, recorded_seq FROM statement;
DROP TABLE statement;
ALTER TABLE statement_kept RENAME TO statement;
CREATE UNIQUE INDEX statement_once ON statement (article_id, key);
CREATE INDEX statement_place ON statement (place, as_of);

-- A statement is confirmed once at most and ends once at most.
CREATE TABLE review (
  statement_id TEXT NOT NULL REFERENCES statement (id), ends BOOLEAN NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL,
  replaced_by TEXT NOT NULL, keep_case BOOLEAN NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT, recorded_seq INTEGER NOT NULL,
  PRIMARY KEY (statement_id, ends));

CREATE TABLE release (
  id TEXT PRIMARY KEY, place TEXT NOT NULL, day TEXT NOT NULL, edition INTEGER NOT NULL, since TEXT NOT NULL,
  group_households INTEGER NOT NULL, group_individuals INTEGER NOT NULL, before_households INTEGER NOT NULL,
  before_individuals INTEGER NOT NULL, minimum INTEGER NOT NULL, texts TEXT NOT NULL, cut_off TEXT NOT NULL,
  released_by TEXT NOT NULL, recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX release_one_edition ON release (place, day, edition);
-- +goose StatementBegin
CREATE TRIGGER release_never_changed_update BEFORE UPDATE ON release BEGIN SELECT RAISE(ABORT, 'release_never_changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_never_changed_delete BEFORE DELETE ON release BEGIN SELECT RAISE(ABORT, 'release_never_changed'); END;
-- +goose StatementEnd
