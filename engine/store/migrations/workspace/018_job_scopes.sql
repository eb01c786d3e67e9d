-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- What the token might do with which a job was entered: it does no more. Null is
-- all that its user may.
ALTER TABLE job ADD COLUMN scopes text[];

-- +goose Down
ALTER TABLE job DROP COLUMN scopes;
