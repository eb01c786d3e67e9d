package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Session is a signed-in browser (cookie) or program (token). TokenHash is the
// SHA-256 of the token, which is stored nowhere.
type Session struct {
	TokenHash []byte
	UserID    string
	Kind      string // cookie, token
	CSRF      string
	Name      string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	// VerifiedAt is when the second factor was shown last; zero for never.
	VerifiedAt time.Time
	Address    string   // from where it was opened
	Scopes     []string // of a token; nil for all that its user may
}

// InsertSession stores a new session.
func InsertSession(ctx context.Context, q Querier, schema string, s Session) error {
	_, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "session")+
		` (token_hash, user_id, kind, csrf, name, created_at, seen_at, expires_at, verified_at, address, scopes)
		VALUES ($1, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $11::text[])`,
		s.TokenHash, s.UserID, s.Kind, s.CSRF, s.Name, s.CreatedAt, s.SeenAt, s.ExpiresAt, orNull(s.VerifiedAt), s.Address, s.Scopes)
	if err != nil {
		return fmt.Errorf("store a session: %w", err)
	}
	return nil
}

// orNull gives an unset time as none.
func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

// TouchSession moves the end of a session that is in use.
func TouchSession(ctx context.Context, q Querier, schema string, hash []byte, seen, expires time.Time) error {
	_, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "session")+
		" SET seen_at = $2, expires_at = greatest(expires_at, $3) WHERE token_hash = $1 AND expires_at > now()", hash, seen, expires)
	if err != nil {
		return fmt.Errorf("extend a session: %w", err)
	}
	return nil
}

// SessionsOf lists a user's sessions that have not expired, newest first.
func SessionsOf(ctx context.Context, q Querier, schema, userID string) ([]Session, error) {
	rows, err := q.Query(ctx, `SELECT token_hash, user_id::text, kind, csrf, name, created_at, seen_at, expires_at,
			coalesce(verified_at, '0001-01-01 00:00:00Z'), address, scopes
		FROM `+identityTable(schema, "session")+" WHERE user_id = $1::uuid AND expires_at > now() ORDER BY created_at DESC, token_hash", userID)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	sessions, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Session])
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return sessions, nil
}

// DeleteSession ends one session of a user. The caller bumps the epoch.
func DeleteSession(ctx context.Context, q Querier, schema, userID string, hash []byte) (bool, error) {
	tag, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "session")+" WHERE token_hash = $1 AND user_id = $2::uuid", hash, userID)
	if err != nil {
		return false, fmt.Errorf("end a session: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// DeleteSessions ends all sessions of a user but one (nil: all). The caller
// bumps the epoch.
func DeleteSessions(ctx context.Context, q Querier, schema, userID string, except []byte) error {
	_, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "session")+
		" WHERE user_id = $1::uuid AND token_hash IS DISTINCT FROM $2::bytea", userID, except)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}

// DeleteExpired removes what no longer counts: expired sessions, setup
// links and invitations, and throttles nobody ran into for a day.
func DeleteExpired(ctx context.Context, q Querier, schema string) error {
	for _, s := range []string{
		"DELETE FROM " + identityTable(schema, "session") + " WHERE expires_at < now()",
		"DELETE FROM " + identityTable(schema, "setup_link") + " WHERE expires_at < now()",
		"DELETE FROM " + identityTable(schema, "invitation") + " WHERE expires_at < now()",
		"DELETE FROM " + identityTable(schema, "throttle") + " WHERE greatest(updated_at, until) < now() - interval '1 day'",
	} {
		if _, err := q.Exec(ctx, s); err != nil {
			return fmt.Errorf("remove expired sessions: %w", err)
		}
	}
	return nil
}
