-- +goose Up
-- Questions of identity: who answered what, what a "same person" changed and how it is taken back, and the batch that
-- looks through the whole register.

ALTER TABLE question ADD COLUMN rules TEXT NOT NULL DEFAULT '';
ALTER TABLE question ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE question ADD COLUMN answer TEXT NOT NULL DEFAULT '';
ALTER TABLE question ADD COLUMN answered_by TEXT NOT NULL DEFAULT '';
ALTER TABLE question ADD COLUMN answered_at TEXT;
CREATE INDEX question_queue ON question (answer, score, id) WHERE decision = '';
CREATE INDEX question_decided ON question (decided_at) WHERE decision <> '';
CREATE INDEX question_content ON question (content);
-- What the index of the desk has not seen yet.
CREATE INDEX individual_recorded ON individual (recorded_seq);

CREATE TABLE opinion (
  question_id TEXT NOT NULL REFERENCES question (id), answer TEXT NOT NULL, given_by TEXT NOT NULL, given_at TEXT NOT NULL,
  recorded_seq INTEGER NOT NULL, PRIMARY KEY (question_id, recorded_seq));

CREATE TABLE merge (
  id TEXT PRIMARY KEY, question_id TEXT NOT NULL REFERENCES question (id), kept_id TEXT NOT NULL REFERENCES individual (id),
  ended_id TEXT NOT NULL REFERENCES individual (id), household_id TEXT NOT NULL, first_by TEXT NOT NULL, second_by TEXT NOT NULL,
  merged_at TEXT NOT NULL, undone_at TEXT, undone_by TEXT NOT NULL, effects TEXT NOT NULL, recorded_seq INTEGER NOT NULL,
  CHECK (kept_id <> ended_id), CHECK (first_by <> second_by));
CREATE UNIQUE INDEX merge_one_a_question ON merge (question_id) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX merge_one_a_person ON merge (ended_id) WHERE undone_at IS NULL;
CREATE INDEX merge_household ON merge (household_id);
CREATE INDEX merge_kept ON merge (kept_id);

CREATE TABLE matching_job (
  id TEXT PRIMARY KEY, asked_by TEXT NOT NULL, asked_at TEXT NOT NULL, rules TEXT NOT NULL, live BOOLEAN NOT NULL,
  stopping BOOLEAN NOT NULL, worker TEXT NOT NULL, beat_at TEXT, after_id TEXT NOT NULL, until_id TEXT NOT NULL,
  total INTEGER NOT NULL, done INTEGER NOT NULL, questions INTEGER NOT NULL, ended_at TEXT, outcome TEXT NOT NULL,
  recorded_seq INTEGER NOT NULL);
CREATE UNIQUE INDEX matching_job_one_live ON matching_job (live) WHERE live;
