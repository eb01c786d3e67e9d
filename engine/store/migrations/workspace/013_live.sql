-- Runs with search_path set to the workspace's database schema alone.
-- +goose Up
-- Who follows the changes reads them in the order of their transactions, below
-- those that still run. New entries go to the right end of the index, so that
-- it costs a write next to nothing.
CREATE INDEX change_follow ON change (xid, seq);

-- Up to where the changes have been made into deliveries of webhooks; no row
-- while there is no active webhook.
CREATE TABLE webhook_position (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  xid xid8 NOT NULL,
  seq bigint NOT NULL
);
-- The log of what webhooks sent, and what they are about to send. What a
-- message holds is decided when it is sent, and is not kept.
CREATE TABLE webhook_delivery (
  id uuid PRIMARY KEY,
  webhook uuid NOT NULL,
  event text NOT NULL,
  entity text NOT NULL DEFAULT '',
  record uuid,
  at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'skipped')),
  attempts integer NOT NULL DEFAULT 0,
  tried_at timestamptz,
  status integer,
  took_ms integer,
  problem text
);
CREATE INDEX webhook_delivery_log ON webhook_delivery (webhook, id);
CREATE INDEX webhook_delivery_record ON webhook_delivery (webhook, record, id) WHERE state = 'delivered';
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook) WHERE state = 'waiting';
-- Since when nothing has come through.
CREATE TABLE webhook_failing (
  webhook uuid PRIMARY KEY,
  since timestamptz NOT NULL DEFAULT now()
);

-- +goose Down
DROP TABLE webhook_failing, webhook_delivery, webhook_position;
DROP INDEX change_follow;
