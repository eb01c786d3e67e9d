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
-- Running previews of drafts, each for who began it alone.
CREATE TABLE draft_preview (
  id uuid PRIMARY KEY,
  caller uuid NOT NULL,
  owner uuid NOT NULL, -- of the draft
  as_user uuid,
  as_role text NOT NULL DEFAULT '',
  made_at timestamptz NOT NULL DEFAULT now()
);
-- What entities and links of a draft are read from that have no table yet. They
-- stay empty.
CREATE TABLE draft_nothing (
  id uuid PRIMARY KEY, created_at timestamptz, created_by uuid, updated_at timestamptz, updated_by uuid, version bigint, archived_at timestamptz,
  CHECK (id IS NULL)
);
CREATE TABLE draft_no_links (record uuid, target uuid, position integer, CHECK (record IS NULL AND record IS NOT NULL));
-- +goose Down
DROP TABLE draft_no_links, draft_nothing, draft_preview;
DROP TABLE draft_save;
ALTER TABLE draft ADD COLUMN base_hash text NOT NULL DEFAULT '', DROP COLUMN base, DROP COLUMN saved_by;
