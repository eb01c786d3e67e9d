-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- What a token may do of what its user may; null is all of it.
ALTER TABLE session ADD COLUMN scopes text[];

-- +goose Down
ALTER TABLE session DROP COLUMN scopes;
