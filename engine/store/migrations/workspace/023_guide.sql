-- +goose Up
-- The guides that app packages bring for their users: which files there are,
-- and what is in them. A content that nothing names stands only until kept_until:
-- for a package whose installation waits for an approval.
CREATE TABLE package_guide_content (
  hash text PRIMARY KEY,
  content bytea NOT NULL,
  kept_until timestamptz
);
ALTER TABLE package_guide_content ALTER content SET STORAGE EXTERNAL;
CREATE TABLE package_guide (
  package text NOT NULL REFERENCES package ON DELETE CASCADE,
  language text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  fits text[] NOT NULL,
  hash text NOT NULL REFERENCES package_guide_content,
  PRIMARY KEY (package, language, name)
);
CREATE INDEX ON package_guide (hash);

-- +goose Down
DROP TABLE package_guide, package_guide_content;
