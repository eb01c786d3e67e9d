package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Transact runs work in one transaction; an error undoes it.
func (db *DB) Transact(ctx context.Context, work func(tx Querier) error) error {
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error { return work(tx) })
}

// UpdateIf is Update where the record still has these values, told by done.
func (w SystemWrite) UpdateIf(ctx context.Context, q Querier, schema string, have []SystemValue) (done bool, err error) {
	set, args := w.assignments()
	var where strings.Builder
	for _, v := range have {
		args = append(args, v.Value)
		fmt.Fprintf(&where, " AND %s = $%d::%s", Quote(v.Column), len(args), v.Cast)
	}
	table := identityTable(schema, w.Table)
	sql := fmt.Sprintf(`WITH old AS (SELECT * FROM %s WHERE id = $1::uuid AND archived_at IS NULL%s FOR UPDATE),
		new AS (UPDATE %s t SET version = t.version + 1, updated_at = now(), updated_by = nullif($2, '')::uuid%s
			FROM old WHERE t.id = old.id RETURNING t.*) %s`, table, where.String(), table, set, w.change(schema, "update"))
	tag, err := q.Exec(ctx, sql, args...)
	if err != nil {
		return false, fmt.Errorf("write a record of %s: %w", w.Table, constraint(err))
	}
	return tag.RowsAffected() == 1, nil
}

// assignments gives the SET list and the arguments of an update.
func (w SystemWrite) assignments() (string, []any) {
	var set strings.Builder
	args := []any{w.ID, w.Actor}
	for _, v := range w.Values {
		args = append(args, v.Value)
		fmt.Fprintf(&set, ", %s = $%d::%s", Quote(v.Column), len(args), v.Cast)
	}
	return set.String(), args
}

// SystemRow reads columns of a record as texts, past all access rules, for
// what the engine keeps in records of its own; nil for an empty one. Where
// says which record, by columns and values.
func SystemRow(ctx context.Context, q Querier, schema, table string, where []SystemValue, columns []string) (row []*string, ok bool, err error) {
	list := make([]string, len(columns))
	into := make([]any, len(columns))
	row = make([]*string, len(columns))
	for i, c := range columns {
		list[i], into[i] = Quote(c)+"::text", &row[i]
	}
	var condition strings.Builder
	args := make([]any, len(where))
	for i, v := range where {
		args[i] = v.Value
		fmt.Fprintf(&condition, " AND %s = $%d::%s", Quote(v.Column), i+1, v.Cast)
	}
	sql := fmt.Sprintf("SELECT %s FROM %s WHERE archived_at IS NULL%s ORDER BY id LIMIT 1", strings.Join(list, ", "), identityTable(schema, table), condition.String())
	if ok, err = found(q.QueryRow(ctx, sql, args...).Scan(into...)); err != nil {
		return nil, false, fmt.Errorf("read a record of %s: %w", table, err)
	}
	return row, ok, nil
}

// EpochNow reads a workspace's epoch in a transaction.
func EpochNow(ctx context.Context, q Querier, schema string) (epoch int64, err error) {
	if err = q.QueryRow(ctx, "SELECT number FROM "+identityTable(schema, "epoch")).Scan(&epoch); err != nil {
		return 0, fmt.Errorf("read the epoch: %w", err)
	}
	return epoch, nil
}
