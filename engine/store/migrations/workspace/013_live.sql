-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Who follows the changes reads them in the order of their transactions, below
-- those that still run. New entries go to the right end of the index, so that
-- it costs a write next to nothing.
CREATE INDEX change_follow ON change (xid, seq);

-- +goose Down
DROP INDEX change_follow;
