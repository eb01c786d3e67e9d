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
	// Records is about how many records the entity has, Holds the condition that
	// one holds the words.
	Records float64
	Holds   query.Predicate
}

// Of large entities the newest records are looked at first: where so many of
// them hold the words that all together must be many more than the limit, the
// index is not asked, which would have to name them all.
const (
	probed     = 500
	probeLarge = 4 // times the limit
)

// common tells whether the words are in very many records.
func (db *DB) common(ctx context.Context, workspace string, k Seek) (bool, error) {
	most := probed * probeLarge * float64(k.Limit) / max(k.Records, 1)
	if most >= probed {
		return false, nil
	}
	w := NewWriter(SchemaName(workspace), k.Schema)
	w.Text("SELECT count(*) FROM (SELECT * FROM ")
	w.Table(k.Entity)
	w.Text(" WHERE archived_at IS NULL ORDER BY created_at DESC, id DESC LIMIT " + strconv.Itoa(probed) + ") q0")
	w.where(k.Holds)
	var n float64
	if err := db.pool.QueryRow(ctx, w.SQL(), w.Plan().Bind(nil)...).Scan(&n); err != nil {
		return false, fmt.Errorf("look for words among the newest: %w", err)
	}
	return n > most, nil
}

// Seek gives the ids of the records that may hold the words, without regard to
// who may read them, or false when there are more than the limit. What it finds
// must be asked again with all conditions.
func (db *DB) Seek(ctx context.Context, workspace string, k Seek) (ids []any, few bool, err error) {
	if len(k.Fields) == 0 { // nothing to be found by
		return []any{}, true, nil
	}
	if common, err := db.common(ctx, workspace, k); err != nil || common {
		return nil, false, err
	}
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
