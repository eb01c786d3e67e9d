package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// Seek asks an index for searching which records may hold some words: each in
// one of the fields.
type Seek struct {
	Schema query.Schema
	Entity string
	Fields []query.Field // columns of the index, over variable 0
	Words  []string      // of two characters or more
	Limit  int
}

// Seek gives the ids of the records that may hold the words, without regard to
// who may read them, or false when there are more than the limit. What it finds
// must be asked again with all conditions.
func (db *DB) Seek(ctx context.Context, workspace string, k Seek) (ids []any, few bool, err error) {
	w := NewWriter(SchemaName(workspace), k.Schema)
	w.Text("SELECT q0.id FROM ")
	w.Table(k.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL")
	for i := range k.Words {
		w.Text(" AND (")
		for j, f := range k.Fields {
			if j > 0 {
				w.Text(" OR ")
			}
			w.Text(pairsOf(w.database+"."+Quote("pairs"), "q0."+Quote(f.Column), f.Type.Kind == query.Markup), " @> $"+strconv.Itoa(i+1)+"::bigint[]")
		}
		w.Text(")")
	}
	w.limit(k.Limit + 1)
	args := make([]any, len(k.Words))
	for i, word := range k.Words {
		args[i] = Pairs(word)
	}
	rows, err := db.pool.Query(ctx, w.SQL(), args...)
	if err != nil {
		return nil, false, fmt.Errorf("seek words: %w", err)
	}
	defer rows.Close()
	ids = []any{}
	for rows.Next() {
		ids = append(ids, string(appendUUID(nil, rows.RawValues()[0])[1:37]))
	}
	if err := rows.Err(); err != nil {
		return nil, false, fmt.Errorf("seek words: %w", err)
	}
	if len(ids) > k.Limit {
		return nil, false, nil
	}
	return ids, true, nil
}
