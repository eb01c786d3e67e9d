-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- The same pairs with one assignment for each: every write of a searchable text
-- calls it, and a long text takes a third of the time. What indexes hold stays
-- as it is.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION pairs(t text) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  c    text[] := pg_catalog.string_to_array(pg_catalog.lower(t), NULL);
  list bigint[] := '{}';
BEGIN
  FOR i IN 2..pg_catalog.cardinality(c) LOOP
    list[i - 1] := (pg_catalog.ascii(c[i - 1])::bigint << 21) | pg_catalog.ascii(c[i]);
  END LOOP;
  RETURN list;
END
$$;
-- +goose StatementEnd

-- +goose Down
SELECT 1;
