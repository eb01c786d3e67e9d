-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Whose owner was told on which day that it was entered once more, and by whom.
CREATE TABLE duplicate_told (
  record uuid NOT NULL,
  user_id uuid NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (record, user_id, day)
);
-- How often a user asked whether a record is there already.
CREATE TABLE duplicate_probe (
  user_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  probes bigint NOT NULL,
  PRIMARY KEY (user_id, hour)
);
-- Records that were merged: merged is archived and stands for survivor.
CREATE TABLE merge (
  id uuid PRIMARY KEY,
  entity text NOT NULL, -- x-id
  survivor uuid NOT NULL,
  merged uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  actor uuid,
  reason text NOT NULL DEFAULT '',
  until timestamptz NOT NULL, -- up to when it can be undone
  undone_at timestamptz,
  undone_by uuid
);
CREATE UNIQUE INDEX merge_of ON merge (merged) WHERE undone_at IS NULL;
CREATE INDEX merge_into ON merge (survivor);
-- What a merge moved: kind says what, item names it, was and became say how.
CREATE TABLE merge_move (
  merge uuid NOT NULL REFERENCES merge (id) ON DELETE CASCADE,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  relation text NOT NULL, -- the table
  item uuid NOT NULL,
  field text NOT NULL DEFAULT '', -- the column
  was jsonb,
  became jsonb,
  PRIMARY KEY (merge, seq)
);

-- +goose Down
DROP TABLE merge_move, merge, duplicate_probe, duplicate_told;
