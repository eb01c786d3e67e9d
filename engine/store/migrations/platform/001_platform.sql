-- +goose Up
CREATE TABLE mortise.workspace (
  name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$'),
  title text NOT NULL,
  host text UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- One random key per database: seals cursors, so that any engine process can
-- open what another sealed.
CREATE TABLE mortise.secret (
  name text PRIMARY KEY,
  value bytea NOT NULL
);
INSERT INTO mortise.secret VALUES ('cursor', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- +goose Down
DROP TABLE mortise.secret;
DROP TABLE mortise.workspace;
