-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Profiles of imports are listed: each has an id, a name that its user may give
-- it, and the first headers of its files, by which it is known without one.
ALTER TABLE import_profile
  ADD id uuid NOT NULL DEFAULT pg_catalog.gen_random_uuid(),
  ADD name text NOT NULL DEFAULT '',
  ADD columns text[] NOT NULL DEFAULT '{}';
ALTER TABLE import_profile ADD UNIQUE (id);

-- +goose Down
ALTER TABLE import_profile DROP id, DROP name, DROP columns;
