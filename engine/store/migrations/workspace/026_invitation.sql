-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Links by which users choose a password of their own: one for each user.
CREATE TABLE invitation (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL UNIQUE,
  created_by uuid NOT NULL, -- who must still be allowed it when it is used
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE invitation;
