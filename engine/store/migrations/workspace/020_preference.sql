-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- What the clients of a user keep for him, and what he is not told of: any JSON,
-- as it was sent.
CREATE TABLE preference (
  user_id uuid NOT NULL,
  name text NOT NULL,
  value json NOT NULL,
  PRIMARY KEY (user_id, name)
);

-- +goose Down
DROP TABLE preference;
