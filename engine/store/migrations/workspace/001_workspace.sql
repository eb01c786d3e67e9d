-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
CREATE TABLE definition (
  kind text NOT NULL,
  name text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (kind, name)
);
CREATE TABLE revision (
  number bigint PRIMARY KEY,
  published_at timestamptz NOT NULL DEFAULT now(),
  published_by uuid,
  comment text NOT NULL DEFAULT '',
  documents text NOT NULL,
  conditions jsonb NOT NULL DEFAULT '[]'
);
-- One row: number rises with whatever must bind at the next statement.
CREATE TABLE epoch (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  number bigint NOT NULL,
  revision bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO epoch VALUES (true, 1, 0);
CREATE TABLE draft (
  owner uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  body text,
  base_hash text NOT NULL DEFAULT '',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, kind, name)
);
-- The audit row is the event: who did what when, before and after.
CREATE SEQUENCE change_seq AS bigint CACHE 32;
CREATE TABLE change (
  seq bigint NOT NULL DEFAULT nextval('change_seq'),
  at timestamptz NOT NULL DEFAULT now(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  entity text NOT NULL,
  record uuid NOT NULL,
  version bigint NOT NULL,
  action text NOT NULL,
  actor uuid,
  on_behalf uuid,
  channel text NOT NULL,
  before jsonb,
  after jsonb
) PARTITION BY RANGE (at);
CREATE INDEX change_record ON change (record, seq);
CREATE TABLE change_default PARTITION OF change DEFAULT;
CREATE TABLE account (
  user_id uuid PRIMARY KEY,
  email text NOT NULL,
  password_hash text NOT NULL,
  disabled_at timestamptz,
  must_change boolean NOT NULL DEFAULT false,
  failed integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX account_email ON account (lower(email));
CREATE TABLE session (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('cookie', 'token')),
  csrf text NOT NULL DEFAULT '',
  name text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);
CREATE TABLE throttle (
  key text PRIMARY KEY,
  failures integer NOT NULL DEFAULT 0,
  until timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE setup_link (
  token_hash bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- +goose Down
DROP TABLE setup_link, throttle, session, account, change, draft, epoch, revision, definition;
DROP SEQUENCE change_seq;
