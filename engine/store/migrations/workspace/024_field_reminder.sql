-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Of which records their reminders have told, for each value of the field that
-- they wait for. A row is the claim of who tells; it is removed some days after
-- the moment.
CREATE TABLE field_reminder (
  entity   text NOT NULL, -- x-id
  record   uuid NOT NULL,
  reminder text NOT NULL, -- x-id
  at       timestamptz NOT NULL, -- the value; a date as its beginning in UTC
  told_at  timestamptz NOT NULL,
  PRIMARY KEY (record, reminder, entity, at)
);

-- +goose Down
DROP TABLE field_reminder;
