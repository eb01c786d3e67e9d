package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// DataKey is a key of a workspace as it is stored: encrypted with the master
// key that Master names.
type DataKey struct {
	ID, Master string
	Wrapped    []byte
}

const dataKeyColumns = "SELECT id, master, wrapped FROM %s.data_key"

// ActiveDataKey gives the key that encrypts, or false when none has been made.
func (db *DB) ActiveDataKey(ctx context.Context, workspace string) (DataKey, bool, error) {
	return db.dataKey(ctx, workspace, " WHERE retired_at IS NULL")
}

// DataKey gives a key by id, or false.
func (db *DB) DataKey(ctx context.Context, workspace, id string) (DataKey, bool, error) {
	return db.dataKey(ctx, workspace, " WHERE id = $1", id)
}

func (db *DB) dataKey(ctx context.Context, workspace, where string, args ...any) (k DataKey, ok bool, err error) {
	err = db.pool.QueryRow(ctx, fmt.Sprintf(dataKeyColumns, Quote(SchemaName(workspace)))+where, args...).Scan(&k.ID, &k.Master, &k.Wrapped)
	if errors.Is(err, pgx.ErrNoRows) {
		return k, false, nil
	}
	if err != nil {
		return k, false, fmt.Errorf("read a data key: %w", err)
	}
	return k, true, nil
}

// DataKeys gives all keys of a workspace.
func (db *DB) DataKeys(ctx context.Context, workspace string) ([]DataKey, error) {
	rows, err := db.pool.Query(ctx, fmt.Sprintf(dataKeyColumns, Quote(SchemaName(workspace))))
	if err != nil {
		return nil, fmt.Errorf("read data keys: %w", err)
	}
	keys, err := pgx.CollectRows(rows, pgx.RowToStructByPos[DataKey])
	if err != nil {
		return nil, fmt.Errorf("read data keys: %w", err)
	}
	return keys, nil
}

// AddDataKey stores a key as the one that encrypts. With retire it takes the
// place of another; without, one that is there already stays.
func (db *DB) AddDataKey(ctx context.Context, workspace string, k DataKey, retire bool) error {
	table := Quote(SchemaName(workspace)) + ".data_key"
	return db.Transact(ctx, func(tx Querier) error {
		if retire {
			if _, err := tx.Exec(ctx, "UPDATE "+table+" SET retired_at = now() WHERE retired_at IS NULL"); err != nil {
				return fmt.Errorf("retire a data key: %w", err)
			}
		}
		_, err := tx.Exec(ctx, "INSERT INTO "+table+" (id, master, wrapped) VALUES ($1, $2, $3) ON CONFLICT ((true)) WHERE retired_at IS NULL DO NOTHING", k.ID, k.Master, k.Wrapped)
		if err != nil {
			return fmt.Errorf("store a data key: %w", err)
		}
		return nil
	})
}

// RewrapDataKey stores a key as another master key encrypts it.
func (db *DB) RewrapDataKey(ctx context.Context, workspace string, k DataKey) error {
	_, err := db.pool.Exec(ctx, "UPDATE "+Quote(SchemaName(workspace))+".data_key SET master = $2, wrapped = $3 WHERE id = $1", k.ID, k.Master, k.Wrapped)
	if err != nil {
		return fmt.Errorf("store a data key: %w", err)
	}
	return nil
}

// SealedColumn is where the values of a secret field stand.
type SealedColumn struct{ Table, Column string }

// SealedValue is one of them.
type SealedValue struct{ Record, Sealed string }

// SealedOtherwise gives values that do not begin with prefix, of records with
// an id greater than after ("" for all), in the order of the ids.
func (db *DB) SealedOtherwise(ctx context.Context, workspace string, c SealedColumn, prefix, after string, limit int) ([]SealedValue, error) {
	column := Quote(c.Column)
	sql := fmt.Sprintf("SELECT id::text, %s FROM %s.%s WHERE NOT starts_with(%s, $1) AND ($2 = '' OR id > nullif($2, '')::uuid) ORDER BY id LIMIT $3",
		column, Quote(SchemaName(workspace)), Quote(c.Table), column)
	rows, err := db.pool.Query(ctx, sql, prefix, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read sealed values: %w", err)
	}
	values, err := pgx.CollectRows(rows, pgx.RowToStructByPos[SealedValue])
	if err != nil {
		return nil, fmt.Errorf("read sealed values: %w", err)
	}
	return values, nil
}

// Reseal replaces a sealed value by another of the same text, if nobody has
// written it meanwhile. It is no change of the record.
func (db *DB) Reseal(ctx context.Context, workspace string, c SealedColumn, was SealedValue, sealed string) error {
	sql := fmt.Sprintf("UPDATE %s.%s SET %s = $3 WHERE id = $1::uuid AND %s = $2", Quote(SchemaName(workspace)), Quote(c.Table), Quote(c.Column), Quote(c.Column))
	if _, err := db.pool.Exec(ctx, sql, was.Record, was.Sealed, sealed); err != nil {
		return fmt.Errorf("replace a sealed value: %w", err)
	}
	return nil
}

// SealedOf gives the sealed value of one record, "" when it has none, and false
// where there is no such record.
func (db *DB) SealedOf(ctx context.Context, workspace string, c SealedColumn, record string) (sealed string, ok bool, err error) {
	sql := fmt.Sprintf("SELECT coalesce(%s, '') FROM %s.%s WHERE id = $1::uuid", Quote(c.Column), Quote(SchemaName(workspace)), Quote(c.Table))
	err = db.pool.QueryRow(ctx, sql, record).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read a sealed value: %w", err)
	}
	return sealed, true, nil
}
