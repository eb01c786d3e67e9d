package store

import (
	"context"
	"encoding/binary"
	"fmt"
)

// Table is the answer to an Aggregation: the columns of each row as JSON.
type Table struct {
	Epoch int64 // the workspace's when the statement ran; 0 for no rows
	Rows  [][][]byte
	More  bool // there are rows beyond the limit
}

// Aggregate runs a compiled Aggregation.
func (db *DB) Aggregate(ctx context.Context, q *Query, bind Binder) (Table, error) {
	var t Table
	rows, err := db.pool.Query(ctx, q.sql, q.args.Bind(bind)...)
	if err != nil {
		return t, fmt.Errorf("aggregate records: %w", err)
	}
	defer rows.Close()
	fields := rows.FieldDescriptions()
	for rows.Next() {
		raw := rows.RawValues()
		if t.Epoch = int64(binary.BigEndian.Uint64(raw[0])); q.limit > 0 && len(t.Rows) == q.limit {
			t.More = true
			continue
		}
		row := make([][]byte, len(raw)-1)
		for i := range row {
			if row[i], err = appendJSON(nil, fields[i+1].DataTypeOID, raw[i+1]); err != nil {
				return t, err
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return t, fmt.Errorf("aggregate records: %w", err)
	}
	return t, nil
}
