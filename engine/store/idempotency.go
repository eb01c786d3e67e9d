package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// KeptAnswer is the answer of a write that was sent with a key.
type KeptAnswer struct {
	User, Key string
	Hash      []byte // of the request
	Status    int
	Kind      string // what the body shows
	Location  string
	Kept      bool // false: the body was too large
	Body      []byte
	Epoch     int64
}

// TryKey makes a user's key the transaction's until that ends; ok is false while
// it is another one's.
func TryKey(ctx context.Context, tx Querier, workspace, user, key string) (ok bool, err error) {
	name := "idempotency " + SchemaName(workspace) + " " + user + " " + key
	if err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", name).Scan(&ok); err != nil {
		return false, fmt.Errorf("take an idempotency key: %w", err)
	}
	return ok, nil
}

// AnswerOf gives the answer that a user's key was given since a time.
func AnswerOf(ctx context.Context, tx Querier, workspace, user, key string, since time.Time) (a KeptAnswer, found bool, err error) {
	err = tx.QueryRow(ctx, `SELECT user_id::text, key, hash, status, kind, location, kept, body, epoch FROM `+identityTable(SchemaName(workspace), "idempotency")+
		` WHERE user_id = $1::uuid AND key = $2 AND created_at > $3`, user, key, since).
		Scan(&a.User, &a.Key, &a.Hash, &a.Status, &a.Kind, &a.Location, &a.Kept, &a.Body, &a.Epoch)
	if errors.Is(err, pgx.ErrNoRows) {
		return a, false, nil
	}
	if err != nil {
		return a, false, fmt.Errorf("read the answer of an idempotency key: %w", err)
	}
	return a, true, nil
}

// KeepAnswer enters the answer of a key, in the transaction of the write.
func KeepAnswer(ctx context.Context, tx Querier, workspace string, a KeptAnswer) error {
	_, err := tx.Exec(ctx, `INSERT INTO `+identityTable(SchemaName(workspace), "idempotency")+` (user_id, key, hash, status, kind, location, kept, body, epoch)
		VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (user_id, key) DO UPDATE SET hash = excluded.hash, status = excluded.status, kind = excluded.kind, location = excluded.location,
			kept = excluded.kept, body = excluded.body, epoch = excluded.epoch, created_at = now()`,
		a.User, a.Key, a.Hash, a.Status, a.Kind, a.Location, a.Kept, a.Body, a.Epoch)
	if err != nil {
		return fmt.Errorf("keep the answer of an idempotency key: %w", err)
	}
	return nil
}

// PruneAnswers forgets the answers of keys from before a time.
func (db *DB) PruneAnswers(ctx context.Context, workspace string, before time.Time) error {
	if _, err := db.pool.Exec(ctx, "DELETE FROM "+identityTable(SchemaName(workspace), "idempotency")+" WHERE created_at < $1", before); err != nil {
		return fmt.Errorf("forget answers of idempotency keys: %w", err)
	}
	return nil
}
