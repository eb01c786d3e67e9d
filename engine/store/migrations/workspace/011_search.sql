-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- The pairs of neighbouring characters of a text, in lower case, as numbers:
-- what the indexes for searching hold. It names nothing but built-in functions,
-- so that it means the same wherever it is called from.
-- +goose StatementBegin
CREATE FUNCTION pairs(t text) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  c    text;
  code bigint;
  last bigint := -1;
  list bigint[] := '{}';
BEGIN
  FOREACH c IN ARRAY pg_catalog.string_to_array(pg_catalog.lower(t), NULL) LOOP
    code := pg_catalog.ascii(c);
    IF last >= 0 THEN
      list := list || ((last << 21) | code);
    END IF;
    last := code;
  END LOOP;
  RETURN list;
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION pairs(text);
