package store

import (
	"context"
	"fmt"
)

// AuditRow is something that happened besides writes of records: a sign-in, an
// export, a publication.
type AuditRow struct {
	Actor    string // id of the user; "" for nobody known
	OnBehalf string // id of the user in whose name the actor works; "" for himself
	Address  string // network address of the client
	Channel  string
	Action   string         // such as session.create
	Object   string         // what it was done to
	Result   string         // "" for ok
	Detail   map[string]any // never a secret
}

// InsertAudit enters a row into a workspace's audit, at the time of the
// transaction.
func InsertAudit(ctx context.Context, q Querier, schema string, a AuditRow) error {
	if a.Result == "" {
		a.Result = "ok"
	}
	var detail any // not a nil map: that is the JSON null
	if a.Detail != nil {
		detail = a.Detail
	}
	_, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "audit")+
		` (actor, on_behalf, address, channel, action, object, result, detail)
		VALUES (nullif($1, '')::uuid, nullif($2, '')::uuid, $3, $4, $5, $6, $7, $8)`,
		a.Actor, a.OnBehalf, a.Address, a.Channel, a.Action, a.Object, a.Result, detail)
	if err != nil {
		return fmt.Errorf("enter %s into the audit: %w", a.Action, err)
	}
	return nil
}

// auditOnce is how long an AuditRow of InsertAuditOnce stands for others like
// it.
const auditOnce = "1 minute"

// InsertAuditOnce enters a row unless one of the same action, address, object
// and result stands there since a minute: what anybody can cause at will must
// not fill the disk.
func InsertAuditOnce(ctx context.Context, q Querier, schema string, a AuditRow) error {
	var recent bool
	err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+identityTable(schema, "audit")+
		" WHERE at > now() - $5::interval AND action = $1 AND address = $2 AND object = $3 AND result = $4)",
		a.Action, a.Address, a.Object, a.Result, auditOnce).Scan(&recent)
	if err != nil {
		return fmt.Errorf("look into the audit: %w", err)
	}
	if recent {
		return nil
	}
	return InsertAudit(ctx, q, schema, a)
}
