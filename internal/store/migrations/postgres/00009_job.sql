-- +goose Up
-- The search of the register for doubles and the trial of other rules are jobs of one queue. A trial keeps what was
-- asked, and what it has found so far, with how far it is.
DROP INDEX matching_job_one_live;
ALTER TABLE matching_job RENAME TO job;
ALTER TABLE job ADD COLUMN kind TEXT NOT NULL DEFAULT 'matching';
ALTER TABLE job ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN found TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX job_one_search ON job (live) WHERE live AND kind = 'matching';
CREATE INDEX job_asked ON job (asked_by, kind, asked_at);
