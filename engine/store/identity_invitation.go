package store

import (
	"context"
	"fmt"
	"time"
)

// Invitation is a link by which a user chooses a password.
type Invitation struct {
	UserID, Name, Email string
	CreatedBy           string
}

// PutInvitation stores the hash of the token of a user's invitation, in place
// of an older one.
func PutInvitation(ctx context.Context, q Querier, schema, userID, createdBy string, hash []byte, expires time.Time) error {
	_, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "invitation")+` (token_hash, user_id, created_by, expires_at) VALUES ($1, $2::uuid, $3::uuid, $4)
		ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, created_by = excluded.created_by, created_at = now(), expires_at = excluded.expires_at`,
		hash, userID, createdBy, expires)
	if err != nil {
		return fmt.Errorf("store an invitation: %w", err)
	}
	return nil
}

// InvitationOf finds what a token invites to; false when it is unknown or
// expired, or when the user may not sign in. It is locked for the rest of a
// transaction.
func InvitationOf(ctx context.Context, q Querier, schema string, t CoreTables, hash []byte) (i Invitation, ok bool, err error) {
	sql := fmt.Sprintf(`SELECT i.user_id::text, coalesce(u.%s, ''), coalesce(u.%s, ''), i.created_by::text FROM %s i JOIN %s u ON u.id = i.user_id
		LEFT JOIN %s a ON a.user_id = i.user_id
		WHERE i.token_hash = $1 AND i.expires_at > now() AND a.disabled_at IS NULL AND u.archived_at IS NULL AND u.%s IS NOT FALSE AND u.%[2]s <> '' FOR UPDATE OF i`,
		Quote(t.UserName), Quote(t.UserEmail), identityTable(schema, "invitation"), identityTable(schema, t.User), identityTable(schema, "account"), Quote(t.UserActive))
	if ok, err = found(q.QueryRow(ctx, sql, hash).Scan(&i.UserID, &i.Name, &i.Email, &i.CreatedBy)); err != nil {
		return i, false, fmt.Errorf("read an invitation: %w", err)
	}
	return i, ok, nil
}

// DeleteInvitation makes a user's invitation invalid, if there is one.
func DeleteInvitation(ctx context.Context, q Querier, schema, userID string) error {
	if _, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "invitation")+" WHERE user_id = $1::uuid", userID); err != nil {
		return fmt.Errorf("remove an invitation: %w", err)
	}
	return nil
}
