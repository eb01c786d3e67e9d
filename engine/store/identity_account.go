package store

import (
	"context"
	"fmt"
)

// Account is what a user signs in with.
type Account struct {
	UserID       string
	Email        string
	PasswordHash string
	MustChange   bool
	Enabled      bool // neither the account disabled nor the user inactive or archived
}

// AccountByEmail finds the account of a sign-in name, without regard to case.
func AccountByEmail(ctx context.Context, q Querier, schema string, t CoreTables, email string) (a Account, ok bool, err error) {
	return readAccount(ctx, q, schema, t, "lower(a.email) = lower($1)", email)
}

// AccountByUser finds the account of a user.
func AccountByUser(ctx context.Context, q Querier, schema string, t CoreTables, userID string) (a Account, ok bool, err error) {
	return readAccount(ctx, q, schema, t, "a.user_id = $1::uuid", userID)
}

func readAccount(ctx context.Context, q Querier, schema string, t CoreTables, where, arg string) (a Account, ok bool, err error) {
	sql := fmt.Sprintf(`SELECT a.user_id::text, a.email, a.password_hash, a.must_change,
			a.disabled_at IS NULL AND u.archived_at IS NULL AND u.%s IS NOT FALSE
		FROM %s a JOIN %s u ON u.id = a.user_id WHERE %s`,
		Quote(t.UserActive), identityTable(schema, "account"), identityTable(schema, t.User), where)
	err = q.QueryRow(ctx, sql, arg).Scan(&a.UserID, &a.Email, &a.PasswordHash, &a.MustChange, &a.Enabled)
	if ok, err = found(err); err != nil {
		return Account{}, false, fmt.Errorf("read an account: %w", err)
	}
	return a, ok, nil
}

// UserEmail gives the e-mail of a user who is not archived.
func UserEmail(ctx context.Context, q Querier, schema string, t CoreTables, userID string) (email string, ok bool, err error) {
	sql := fmt.Sprintf("SELECT coalesce(%s, '') FROM %s WHERE id = $1::uuid AND archived_at IS NULL",
		Quote(t.UserEmail), identityTable(schema, t.User))
	if ok, err = found(q.QueryRow(ctx, sql, userID).Scan(&email)); err != nil {
		return "", false, fmt.Errorf("read a user's e-mail: %w", err)
	}
	return email, ok, nil
}

// PutAccount makes a user's account, or gives it this e-mail and password.
func PutAccount(ctx context.Context, q Querier, schema string, a Account) error {
	_, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "account")+` AS a (user_id, email, password_hash, must_change)
		VALUES ($1::uuid, $2, $3, $4)
		ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, password_hash = excluded.password_hash,
			must_change = excluded.must_change, changed_at = now()`, a.UserID, a.Email, a.PasswordHash, a.MustChange)
	if err != nil {
		return fmt.Errorf("write an account: %w", constraint(err))
	}
	return nil
}

// SetPasswordHash replaces an account's hash, as long as it is still before:
// of two changes at once, one wins.
func SetPasswordHash(ctx context.Context, q Querier, schema, userID, before, after string) (bool, error) {
	tag, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "account")+
		" SET password_hash = $3, must_change = false, changed_at = now() WHERE user_id = $1::uuid AND password_hash = $2", userID, before, after)
	if err != nil {
		return false, fmt.Errorf("change a password: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// SetAccountEmail keeps the sign-in name equal to the user's e-mail.
func SetAccountEmail(ctx context.Context, q Querier, schema, userID, email string) error {
	_, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "account")+" SET email = $2 WHERE user_id = $1::uuid", userID, email)
	if err != nil {
		return fmt.Errorf("change an account's e-mail: %w", constraint(err))
	}
	return nil
}

// DisableAccount closes an account, or opens it again.
func DisableAccount(ctx context.Context, q Querier, schema, userID string, disabled bool) (bool, error) {
	tag, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "account")+
		" SET disabled_at = CASE WHEN $2 THEN now() END WHERE user_id = $1::uuid", userID, disabled)
	if err != nil {
		return false, fmt.Errorf("disable an account: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// HasAccounts tells whether anybody can have signed in yet.
func HasAccounts(ctx context.Context, q Querier, schema string) (bool, error) {
	var some bool
	err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+identityTable(schema, "account")+")").Scan(&some)
	if err != nil {
		return false, fmt.Errorf("look for accounts: %w", err)
	}
	return some, nil
}
