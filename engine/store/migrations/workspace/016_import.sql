-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- What each transaction of an import has written. The change rows of the
-- transaction have its xid, too: by that a record is known that nobody has
-- changed since.
CREATE TABLE import_batch (
  job     uuid NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  number  bigint NOT NULL,
  xid     xid8 NOT NULL DEFAULT pg_current_xact_id(),
  created uuid[] NOT NULL,
  updated uuid[] NOT NULL,
  PRIMARY KEY (job, number)
);
-- Rows of the file that were refused, as they stand in it.
CREATE TABLE import_failure (
  job      uuid NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  line     bigint NOT NULL,
  cells    text[] NOT NULL,
  problems json NOT NULL,
  PRIMARY KEY (job, line)
);
-- How a user has mapped the columns of files with these headers, last.
CREATE TABLE import_profile (
  user_id uuid NOT NULL,
  entity  text NOT NULL, -- x-id
  headers bytea NOT NULL, -- SHA-256 of them
  options json NOT NULL,
  used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, entity, headers)
);

-- +goose Down
DROP TABLE import_profile, import_failure, import_batch;
