-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- What nothing published uses: made by a publish that is not done yet, or left
-- over by one that is. Who publishes next, or starts, drops it.
CREATE TABLE online (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('table', 'column', 'sequence', 'index', 'foreign_key', 'trigger')),
  relation text NOT NULL DEFAULT '', -- the table that it belongs to
  name text NOT NULL
);
-- The steps of the latest publish and how far each has come.
CREATE TABLE online_step (
  position integer PRIMARY KEY,
  words jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  total bigint NOT NULL DEFAULT 0,
  done bigint NOT NULL DEFAULT 0,
  started_at timestamptz,
  ended_at timestamptz
);
-- Records written while their values are carried over to another column.
CREATE TABLE online_note (
  note text NOT NULL, -- the column that values are carried to
  record uuid NOT NULL
);
CREATE INDEX online_note_of ON online_note (note);
-- Columns and tables that were archived and then dropped on purpose.
CREATE TABLE purged (
  relation text NOT NULL,
  name text NOT NULL, -- '' for the whole table
  title text NOT NULL,
  records bigint NOT NULL,
  purged_at timestamptz NOT NULL DEFAULT now(),
  purged_by uuid
);
-- +goose StatementBegin
CREATE FUNCTION online_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO %I.online_note VALUES ($1, $2)', TG_TABLE_SCHEMA) USING TG_ARGV[0], NEW.id;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION online_note();
DROP TABLE purged, online_note, online_step, online;
