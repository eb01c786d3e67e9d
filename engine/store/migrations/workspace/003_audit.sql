-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- A place in the order for each entry, so that lists can be paged.
CREATE SEQUENCE audit_seq AS bigint CACHE 32;
ALTER TABLE audit ADD COLUMN seq bigint NOT NULL DEFAULT nextval('audit_seq');
ALTER TABLE decision ADD COLUMN seq bigint NOT NULL DEFAULT nextval('audit_seq');
DROP INDEX audit_at;
CREATE INDEX audit_at ON audit (at, seq);
CREATE INDEX decision_at ON decision (at, seq);
-- Changes of who may do what: assignments of roles to users and teams, direct
-- permissions, members of teams, and shares.
CREATE INDEX change_access ON change (at, seq)
  WHERE entity IN ('i5evw1umtx', 'd1reosfhyp', 'bmsaur44na', 'txx0bzn1ki') OR action IN ('share', 'unshare');

-- +goose Down
DROP INDEX change_access, decision_at, audit_at;
CREATE INDEX audit_at ON audit (at);
ALTER TABLE decision DROP COLUMN seq;
ALTER TABLE audit DROP COLUMN seq;
DROP SEQUENCE audit_seq;
