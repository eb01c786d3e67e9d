-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Who is above whom in a tree (x-tree), each record with itself at depth 0.
-- tree is the x-id of the relation field that makes it.
CREATE TABLE closure (
  tree text NOT NULL,
  ancestor uuid NOT NULL,
  descendant uuid NOT NULL,
  depth integer NOT NULL,
  PRIMARY KEY (tree, ancestor, descendant)
);
CREATE INDEX closure_up ON closure (tree, descendant, ancestor);
-- Records shared by hand or by an app; those shared by rule are conditions.
-- principal is the id of a user, team, role or department record.
CREATE TABLE share (
  id uuid PRIMARY KEY,
  entity text NOT NULL, -- x-id
  record uuid NOT NULL,
  principal uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('user', 'team', 'role', 'department')),
  level bigint NOT NULL CHECK (level BETWEEN 1 AND 3), -- read, write, full
  cause text NOT NULL, -- manual, app:<name>
  until timestamptz NOT NULL DEFAULT '9999-12-31 00:00:00Z',
  reason text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  UNIQUE (record, principal, cause)
);
CREATE INDEX share_with ON share (principal, record);
-- Each change of an owner; the daily limits of claiming are counted from here.
CREATE TABLE ownership (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  entity text NOT NULL, -- x-id
  record uuid NOT NULL,
  action text NOT NULL, -- update, transfer, claim, release, assign, return, hand_over
  from_user uuid,
  from_team uuid,
  to_user uuid,
  to_team uuid,
  pool text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  actor uuid
);
CREATE INDEX ownership_of ON ownership (record, seq DESC);
CREATE INDEX ownership_claims ON ownership (to_user, pool, at) WHERE action = 'claim';
-- Reminders that were sent before a record returns to its pool.
CREATE TABLE reminder (
  pool text NOT NULL,
  record uuid NOT NULL,
  days integer NOT NULL,
  owned bigint NOT NULL, -- seq of the ownership, 0 for the first
  active_at timestamptz NOT NULL, -- the activity that the days are counted from
  sent_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (pool, record, days, owned, active_at)
);
-- Records taken by a user in a day, for quotas.
CREATE TABLE usage (
  user_id uuid NOT NULL,
  entity text NOT NULL, -- x-id
  restriction text NOT NULL,
  day date NOT NULL,
  records bigint NOT NULL,
  PRIMARY KEY (user_id, entity, restriction, day)
);
-- Requests per principal, entity, action and minute: how many records were
-- read, how many requests were refused, and the first five ids of those.
CREATE TABLE traffic (
  minute timestamptz NOT NULL,
  principal uuid NOT NULL,
  entity text NOT NULL, -- x-id, or a name that no entity has
  action text NOT NULL,
  channel text NOT NULL,
  requests bigint NOT NULL DEFAULT 0,
  records bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  refused_ids text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (minute, principal, entity, action, channel)
);
-- The decision log: sampled for reads, complete for exports and refused writes.
-- Those of writes that were done stand in change.
CREATE TABLE decision (
  at timestamptz NOT NULL DEFAULT now(),
  principal uuid,
  entity text NOT NULL,
  record uuid,
  action text NOT NULL,
  allowed boolean NOT NULL,
  grants text[] NOT NULL DEFAULT '{}',
  restrictions text[] NOT NULL DEFAULT '{}',
  obligations text[] NOT NULL DEFAULT '{}',
  records bigint NOT NULL DEFAULT 0,
  revision bigint NOT NULL,
  channel text NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX decision_of ON decision (principal, at);
CREATE INDEX decision_record ON decision (record, at) WHERE record IS NOT NULL;
CREATE TABLE decision_default PARTITION OF decision DEFAULT;
-- When a user last used a grant, for reviews.
CREATE TABLE grant_use (
  user_id uuid NOT NULL,
  grant_name text NOT NULL,
  used_on date NOT NULL,
  PRIMARY KEY (user_id, grant_name)
);
-- What happened besides writes of records: sign-ins, failed ones too, exports,
-- publishing, approvals, explanations asked for.
CREATE TABLE audit (
  at timestamptz NOT NULL DEFAULT now(),
  actor uuid,
  on_behalf uuid,
  address text NOT NULL DEFAULT '',
  channel text NOT NULL DEFAULT '',
  action text NOT NULL,
  object text NOT NULL DEFAULT '',
  result text NOT NULL DEFAULT 'ok',
  detail jsonb
) PARTITION BY RANGE (at);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_of ON audit (actor, at);
CREATE TABLE audit_default PARTITION OF audit DEFAULT;
CREATE TABLE alert_state (
  alert text NOT NULL,
  principal uuid NOT NULL,
  raised_at timestamptz NOT NULL,
  PRIMARY KEY (alert, principal)
);
-- Time-based one-time passwords; secret is sealed with the database's key.
CREATE TABLE second_factor (
  user_id uuid PRIMARY KEY,
  secret bytea NOT NULL,
  confirmed_at timestamptz,
  last_step bigint NOT NULL DEFAULT 0,
  recovery text[] NOT NULL DEFAULT '{}', -- hashes of codes that work once
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE session ADD COLUMN verified_at timestamptz, ADD COLUMN address text NOT NULL DEFAULT '';
ALTER TABLE change ADD COLUMN revision bigint, ADD COLUMN grants text[], ADD COLUMN reason text;

-- +goose Down
ALTER TABLE change DROP COLUMN revision, DROP COLUMN grants, DROP COLUMN reason;
ALTER TABLE session DROP COLUMN verified_at, DROP COLUMN address;
DROP TABLE second_factor, alert_state, audit, grant_use, decision, traffic, usage, reminder, ownership, share, closure;
