package store

import (
	"context"
	"fmt"
)

// SecondFactor is a user's secret for one-time passwords. It counts once it is
// confirmed.
type SecondFactor struct {
	Secret    []byte // sealed
	Confirmed bool
	LastStep  int64 // of the code that was used last: none works twice
}

// SecondFactorOf reads a user's second factor.
func SecondFactorOf(ctx context.Context, q Querier, schema, user string) (f SecondFactor, ok bool, err error) {
	err = q.QueryRow(ctx, "SELECT secret, confirmed_at IS NOT NULL, last_step FROM "+identityTable(schema, "second_factor")+
		" WHERE user_id = $1::uuid", user).Scan(&f.Secret, &f.Confirmed, &f.LastStep)
	if ok, err = found(err); err != nil {
		return f, false, fmt.Errorf("read a second factor: %w", err)
	}
	return f, ok, nil
}

// PutSecondFactor stores a secret that is to be confirmed; false when there is
// one that has been.
func PutSecondFactor(ctx context.Context, q Querier, schema, user string, secret []byte) (bool, error) {
	return factorExec(ctx, q, "INSERT INTO "+identityTable(schema, "second_factor")+` AS f (user_id, secret) VALUES ($1::uuid, $2)
		ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = now() WHERE f.confirmed_at IS NULL`, user, secret)
}

// ConfirmSecondFactor makes a secret count, with hashes of recovery codes.
// step is that of the code it was confirmed with.
func ConfirmSecondFactor(ctx context.Context, q Querier, schema, user string, step int64, recovery []string) (bool, error) {
	return factorExec(ctx, q, "UPDATE "+identityTable(schema, "second_factor")+
		" SET confirmed_at = now(), last_step = $2, recovery = $3 WHERE user_id = $1::uuid AND confirmed_at IS NULL", user, step, recovery)
}

// UseFactorStep spends the code of a step; false when it, or a later one, has
// been used.
func UseFactorStep(ctx context.Context, q Querier, schema, user string, step int64) (bool, error) {
	return factorExec(ctx, q, "UPDATE "+identityTable(schema, "second_factor")+
		" SET last_step = $2 WHERE user_id = $1::uuid AND confirmed_at IS NOT NULL AND last_step < $2", user, step)
}

// UseRecoveryCode spends a recovery code by its hash; false when there is none.
func UseRecoveryCode(ctx context.Context, q Querier, schema, user, hash string) (bool, error) {
	return factorExec(ctx, q, "UPDATE "+identityTable(schema, "second_factor")+
		" SET recovery = array_remove(recovery, $2) WHERE user_id = $1::uuid AND confirmed_at IS NOT NULL AND $2 = ANY (recovery)", user, hash)
}

// DeleteSecondFactor removes a user's second factor, and what his sessions have
// shown of it; false when there was none.
func DeleteSecondFactor(ctx context.Context, q Querier, schema, user string) (bool, error) {
	if _, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "session")+" SET verified_at = NULL WHERE user_id = $1::uuid", user); err != nil {
		return false, fmt.Errorf("forget a second factor: %w", err)
	}
	return factorExec(ctx, q, "DELETE FROM "+identityTable(schema, "second_factor")+" WHERE user_id = $1::uuid", user)
}

// VerifySession notes that the second factor was shown in a session now.
func VerifySession(ctx context.Context, q Querier, schema string, hash []byte) error {
	_, err := factorExec(ctx, q, "UPDATE "+identityTable(schema, "session")+" SET verified_at = now() WHERE token_hash = $1", hash)
	return err
}

func factorExec(ctx context.Context, q Querier, sql string, args ...any) (bool, error) {
	tag, err := q.Exec(ctx, sql, args...)
	if err != nil {
		return false, fmt.Errorf("change a second factor: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// Secret reads one of the database's secrets, 32 bytes.
func Secret(ctx context.Context, q Querier, name string) ([]byte, error) {
	var b []byte
	if err := q.QueryRow(ctx, "SELECT value FROM mortise.secret WHERE name = $1", name).Scan(&b); err != nil {
		return nil, fmt.Errorf("read secret %s: %w", name, err)
	}
	return b, nil
}
