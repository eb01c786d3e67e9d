-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- A draft keeps the body that each document began from, so that what others
-- publish meanwhile can be merged into it. The shared draft belongs to nobody:
-- its owner is the zero UUID.
ALTER TABLE draft ADD COLUMN base text, ADD COLUMN saved_by uuid;
UPDATE draft SET saved_by = owner;
UPDATE draft SET base = d.body FROM definition d WHERE d.kind = draft.kind AND d.name = draft.name
  AND draft.base_hash = encode(substr(sha256(convert_to(d.body, 'UTF8')), 1, 16), 'hex');
ALTER TABLE draft DROP COLUMN base_hash;
-- What the documents of drafts were after each saving, the newest few: who
-- saves a document made from an older one is merged with what came between.
CREATE TABLE draft_save (
  owner uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  hash text NOT NULL, -- '' when removed
  body text,
  saved_at timestamptz NOT NULL,
  saved_by uuid
);
CREATE INDEX draft_save_of ON draft_save (owner, kind, name, saved_at DESC);
CREATE INDEX draft_save_at ON draft_save (owner, saved_at DESC);
-- +goose Down
DROP TABLE draft_save;
ALTER TABLE draft ADD COLUMN base_hash text NOT NULL DEFAULT '', DROP COLUMN base, DROP COLUMN saved_by;
