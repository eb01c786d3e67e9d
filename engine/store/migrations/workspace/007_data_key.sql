-- +goose Up
-- The keys that values of secret fields are encrypted with, each encrypted with
-- a key that is not in the database. The one that is not retired encrypts; the
-- others open what they have encrypted.
CREATE TABLE data_key (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]{10}$'),
  master text NOT NULL, -- which key it is encrypted with
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz
);
CREATE UNIQUE INDEX data_key_active ON data_key ((true)) WHERE retired_at IS NULL;

-- +goose Down
DROP TABLE data_key;
