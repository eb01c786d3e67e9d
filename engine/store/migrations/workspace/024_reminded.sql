-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Which moments of which records have been told of, by x-reminders.
CREATE TABLE reminded (
  reminder text NOT NULL, -- x-id
  record uuid NOT NULL,
  moment text NOT NULL, -- the value of the field
  told_at timestamptz NOT NULL,
  PRIMARY KEY (reminder, record, moment)
);
CREATE INDEX ON reminded (told_at);

-- +goose Down
DROP TABLE reminded;
