package store

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/query"
)

// Marks asks, for some records that the caller may read, which of several
// conditions hold.
type Marks struct {
	Schema     query.Schema
	Entity     string
	IDs        []string // canonical
	Row        query.Predicate
	Conditions []query.Predicate
}

// Marks gives for each readable record, by id, whether each condition holds,
// and the workspace's epoch (0 when no record is readable).
func (db *DB) Marks(ctx context.Context, m Marks, workspace string, bind Binder) (map[string][]bool, int64, error) {
	w := NewWriter(SchemaName(workspace), m.Schema)
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text("), q0.id::text, ARRAY[")
	for i, p := range m.Conditions {
		if i > 0 {
			w.Text(", ")
		}
		w.Text("(")
		w.cond(p)
		w.Text(") IS TRUE")
	}
	w.Text("]::boolean[] FROM ")
	w.Table(m.Entity)
	w.Text(" q0 WHERE q0.id = ANY(")
	ids := make([]any, len(m.IDs))
	for i, id := range m.IDs {
		ids[i] = id
	}
	w.Value(query.Value{Type: query.Type{Kind: query.UUID, Array: true}, V: ids})
	w.Text(") AND ")
	w.cond(m.Row)
	rows, err := db.pool.Query(ctx, w.SQL(), w.Plan().Bind(bind)...)
	if err != nil {
		return nil, 0, fmt.Errorf("mark records: %w", err)
	}
	defer rows.Close()
	marks, epoch := map[string][]bool{}, int64(0)
	for rows.Next() {
		var id string
		var held []bool
		if err := rows.Scan(&epoch, &id, &held); err != nil {
			return nil, 0, fmt.Errorf("mark records: %w", err)
		}
		marks[id] = held
	}
	if err := rows.Err(); err != nil {
		return nil, 0, fmt.Errorf("mark records: %w", err)
	}
	return marks, epoch, nil
}
