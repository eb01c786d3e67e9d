package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Preferences gives what is kept for a user, by name.
func Preferences(ctx context.Context, q Querier, schema, user string) (map[string]json.RawMessage, error) {
	rows, err := q.Query(ctx, "SELECT name, value FROM "+identityTable(schema, "preference")+" WHERE user_id = $1::uuid", user)
	if err != nil {
		return nil, fmt.Errorf("read preferences: %w", err)
	}
	all := map[string]json.RawMessage{}
	var name string
	var value []byte
	_, err = pgx.ForEachRow(rows, []any{&name, &value}, func() error { all[name] = bytes.Clone(value); return nil })
	return all, err
}

// SetPreferences keeps some and forgets others, and tells how many there are
// then and how many bytes they have. Those who change the preferences of one
// user wait for each other until their transactions end.
func SetPreferences(ctx context.Context, tx Querier, schema, user string, some map[string]json.RawMessage, forget []string) (count, size int, err error) {
	if _, err = tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "preference "+schema+" "+user); err != nil {
		return 0, 0, fmt.Errorf("lock preferences: %w", err)
	}
	table := identityTable(schema, "preference")
	if _, err = tx.Exec(ctx, "DELETE FROM "+table+" WHERE user_id = $1::uuid AND name = ANY ($2)", user, forget); err != nil {
		return 0, 0, fmt.Errorf("forget preferences: %w", err)
	}
	names, values := make([]string, 0, len(some)), make([]string, 0, len(some))
	for name, value := range some {
		names, values = append(names, name), append(values, string(value))
	}
	_, err = tx.Exec(ctx, "INSERT INTO "+table+` (user_id, name, value) SELECT $1::uuid, n, v::json FROM unnest($2::text[], $3::text[]) AS given (n, v)
		ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value`, user, names, values)
	if err != nil {
		return 0, 0, fmt.Errorf("keep preferences: %w", err)
	}
	err = tx.QueryRow(ctx, "SELECT count(*), coalesce(sum(octet_length(value::text)), 0) FROM "+table+" WHERE user_id = $1::uuid", user).Scan(&count, &size)
	if err != nil {
		return 0, 0, fmt.Errorf("measure preferences: %w", err)
	}
	return count, size, nil
}

// PreferencesOff gives, by user, which of some preferences are false.
func PreferencesOff(ctx context.Context, q Querier, schema string, users, names []string) (map[string][]string, error) {
	rows, err := q.Query(ctx, "SELECT user_id::text, name FROM "+identityTable(schema, "preference")+
		" WHERE user_id = ANY ($1::uuid[]) AND name = ANY ($2) AND value::text = 'false'", users, names)
	if err != nil {
		return nil, fmt.Errorf("read what is turned off: %w", err)
	}
	off := map[string][]string{}
	var user, name string
	_, err = pgx.ForEachRow(rows, []any{&user, &name}, func() error { off[user] = append(off[user], name); return nil })
	return off, err
}
