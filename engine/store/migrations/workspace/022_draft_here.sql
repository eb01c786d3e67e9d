-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Who is in which draft, and where; each of a user's sessions by itself. What is
-- lost in a crash is told anew within seconds.
CREATE UNLOGGED TABLE draft_here (
  owner uuid NOT NULL, -- of the draft
  user_id uuid NOT NULL,
  session text NOT NULL,
  place text NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (owner, user_id, session)
);

-- +goose Down
DROP TABLE draft_here;
