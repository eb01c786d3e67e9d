-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- A file is uploaded first and attached by the write of the record that names
-- it: entity and field are x-ids. key names the content in the bucket; it is
-- empty once the content is gone, and the name stays for the record's history.
CREATE TABLE file (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  media_type  text NOT NULL,
  size        bigint NOT NULL,
  sha256      bytea NOT NULL,
  key         text UNIQUE,
  stored      boolean NOT NULL DEFAULT false,
  created_by  uuid,
  created_at  timestamptz NOT NULL DEFAULT now(),
  entity      text,
  field       text,
  record      uuid,
  released_at timestamptz,
  CHECK ((record IS NULL) = (entity IS NULL) AND (record IS NULL) = (field IS NULL))
);
CREATE INDEX file_record ON file (record, field) WHERE record IS NOT NULL;
CREATE INDEX file_unattached ON file (created_by, created_at) WHERE record IS NULL;
CREATE INDEX file_released ON file (released_at) WHERE released_at IS NOT NULL AND key IS NOT NULL;

-- +goose Down
DROP TABLE file;
