-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Work that users have started. Whoever runs a job holds it by a token until
-- due, and says so again every few seconds; a job whose holder has died is
-- taken by another from its checkpoint. A queued one is looked for again at due.
CREATE TABLE job (
  id           uuid PRIMARY KEY,
  kind         text NOT NULL,
  user_id      uuid NOT NULL,
  entity       text NOT NULL DEFAULT '', -- its name when the job was entered
  language     text NOT NULL,
  undoes       uuid, -- the job that this one takes back
  params       json NOT NULL,
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  cancelling   boolean NOT NULL DEFAULT false,
  holder       uuid,
  runs         integer NOT NULL DEFAULT 0, -- how often it was taken
  tries        integer NOT NULL DEFAULT 0, -- of these, since the last checkpoint
  due          timestamptz,
  checkpoint   json,
  done         bigint NOT NULL DEFAULT 0,
  total        bigint NOT NULL DEFAULT 0,
  counts       json NOT NULL DEFAULT '{}',
  result       json,
  problem      json,
  created_at   timestamptz NOT NULL DEFAULT now(),
  started_at   timestamptz,
  ended_at     timestamptz,
  file_key     text, -- of the result's content in the bucket; set before it is written
  file_name    text, -- set once it is there
  file_type    text,
  file_size    bigint,
  file_sha256  bytea,
  file_expires timestamptz,
  CHECK ((state IN ('queued', 'running')) = (ended_at IS NULL)),
  CHECK ((state = 'running') = (holder IS NOT NULL))
);
CREATE INDEX job_open ON job (due) WHERE state IN ('queued', 'running');
CREATE UNIQUE INDEX job_undoes ON job (undoes) WHERE state IN ('queued', 'running', 'done');
CREATE INDEX job_of ON job (user_id, id);
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX job_file ON job (file_expires) WHERE file_key IS NOT NULL;

-- The records that a job is about, in the order they are taken, with what became
-- of each: seq is the change that was made.
CREATE TABLE job_record (
  job      uuid NOT NULL REFERENCES job ON DELETE CASCADE,
  position integer NOT NULL,
  record   uuid NOT NULL,
  outcome  text CHECK (outcome IN ('done', 'failed', 'skipped')),
  seq      bigint,
  problem  json,
  PRIMARY KEY (job, position)
);

-- +goose Down
DROP TABLE job_record, job;
