-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Whether those whom it concerns were told of a change of hands. What changed
-- hands before counts as told.
ALTER TABLE ownership ADD COLUMN told boolean NOT NULL DEFAULT true;
ALTER TABLE ownership ALTER COLUMN told SET DEFAULT false;
CREATE INDEX ownership_untold ON ownership (seq) WHERE NOT told;

-- +goose Down
DROP INDEX ownership_untold;
ALTER TABLE ownership DROP COLUMN told;
