-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- What people say about a record. entity is an x-id. A comment that is taken
-- back keeps its row, without its text; former texts are in comment_edit.
CREATE TABLE comment (
  id         uuid PRIMARY KEY,
  entity     text NOT NULL,
  record     uuid NOT NULL,
  author     uuid NOT NULL,
  text       text NOT NULL,
  mentions   uuid[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  edited_at  timestamptz,
  removed_at timestamptz
);
CREATE INDEX comment_record ON comment (record, created_at DESC, id DESC);

CREATE TABLE comment_edit (
  comment uuid NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
  at      timestamptz NOT NULL DEFAULT now(),
  text    text NOT NULL
);
CREATE INDEX comment_edit_comment ON comment_edit (comment, at);

-- +goose Down
DROP TABLE comment_edit;
DROP TABLE comment;
