package store

import (
	"context"
	"fmt"
	"time"
)

// InsertSetupLink stores the hash of a one-time setup token.
func InsertSetupLink(ctx context.Context, q Querier, schema string, hash []byte, expires time.Time) error {
	_, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "setup_link")+" (token_hash, expires_at) VALUES ($1, $2)", hash, expires)
	if err != nil {
		return fmt.Errorf("store a setup link: %w", err)
	}
	return nil
}

// UseSetupLink spends a setup token; false when it is unknown, expired or used.
func UseSetupLink(ctx context.Context, q Querier, schema string, hash []byte) (bool, error) {
	tag, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "setup_link")+
		" SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now()", hash)
	if err != nil {
		return false, fmt.Errorf("use a setup link: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// RoleID finds the record of a role by its name.
func RoleID(ctx context.Context, q Querier, schema string, t CoreTables, name string) (id string, ok bool, err error) {
	sql := fmt.Sprintf("SELECT id::text FROM %s WHERE %s = $1 AND archived_at IS NULL",
		identityTable(schema, t.Role), Quote(t.RoleName))
	if ok, err = found(q.QueryRow(ctx, sql, name).Scan(&id)); err != nil {
		return "", false, fmt.Errorf("find role %s: %w", name, err)
	}
	return id, ok, nil
}
