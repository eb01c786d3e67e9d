-- +goose Up
-- The app packages of a workspace, and what each of them brought: the base from
-- which an upgrade tells what was changed here.
CREATE TABLE package (
  name text PRIMARY KEY,
  version text NOT NULL,
  signer text NOT NULL DEFAULT '',
  installed_at timestamptz NOT NULL DEFAULT now(),
  installed_by uuid
);
CREATE TABLE package_document (
  package text NOT NULL REFERENCES package ON DELETE CASCADE,
  kind text NOT NULL,
  name text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (package, kind, name)
);
-- The records of its demo data. They outlive the package until they are
-- archived.
CREATE TABLE package_record (
  package text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  entity text NOT NULL,
  record uuid NOT NULL,
  PRIMARY KEY (package, entity, record)
);

-- +goose Down
DROP TABLE package_record, package_document, package;
