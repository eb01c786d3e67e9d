-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- A file that comes in parts: its row of table file exists from the start and
-- is stored once the last part is there. digest is the state of the SHA-256 of
-- what has come; parts are the names and sizes of the contents in the bucket.
CREATE TABLE upload (
  file     uuid PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
  received bigint NOT NULL DEFAULT 0,
  digest   bytea NOT NULL,
  parts    jsonb NOT NULL DEFAULT '[]'
);

-- +goose Down
DROP TABLE upload;
