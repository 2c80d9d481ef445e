-- +goose Up
-- Where a policy lets a household lose the kind of help that it refused, and no other, it has to be known which that was.
ALTER TABLE sanction ADD COLUMN component TEXT NOT NULL DEFAULT '';
