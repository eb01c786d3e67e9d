-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Answers of writes that were sent with an Idempotency-Key, entered in the
-- transaction of the write itself: the same key is answered the same, once.
-- hash is of the whole request. kind says what the body shows: record, batch or
-- other; kept is false for one that was too large.
CREATE TABLE idempotency (
  user_id uuid NOT NULL,
  key text NOT NULL,
  hash bytea NOT NULL,
  status integer NOT NULL,
  kind text NOT NULL,
  location text NOT NULL,
  kept boolean NOT NULL,
  body bytea NOT NULL,
  epoch bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_old ON idempotency (created_at);

-- +goose Down
DROP TABLE idempotency;
