package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Diagnosis says why a write did nothing.
type Diagnosis struct {
	Epoch    int64
	Found    bool   // the caller can read the record
	Archived bool   // it is archived
	Version  int64  // its version now
	Failed   []bool // per check of the Write: does not hold
	Unmet    []bool // per demand that is not met: covers the record
	Taken    []bool // per key: another record has it
	// Missing are, per target, the ids that are not there, or not readable; none
	// when all are.
	Missing [][]string
}

// Diagnose asks for the conditions of a write one by one, in the transaction that
// it was part of; tx is nil for none.
func (db *DB) Diagnose(ctx context.Context, tx Querier, c *Write, workspace string, bind Binder) (Diagnosis, error) {
	w := NewWriter(SchemaName(workspace), c.Schema)
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text("), ")
	if c.Action == "create" {
		w.Text("1::bigint, false")
	} else {
		w.Text("q0.version, q0.archived_at IS NOT NULL")
	}
	for i := range c.Checks {
		w.Text(", (")
		c.writeCheck(w, &c.Checks[i])
		w.Text(") IS NOT TRUE")
	}
	for i := range c.Targets {
		w.Text(", ")
		c.writeMissing(w, &c.Targets[i])
	}
	for i := range c.Unmet {
		w.Text(", (")
		c.asked(w, c.Unmet[i].Holds)
		w.Text(") IS TRUE")
	}
	for i := range c.Keys {
		w.Text(", ")
		c.taken(w, c.Keys[i])
	}
	if c.Action != "create" {
		w.Text(" FROM ")
		w.Table(c.Entity)
		w.Text(" q0 WHERE q0.id = ")
		c.writeID(w)
		w.Text(" AND ")
		w.cond(c.Visible)
	}
	if tx == nil {
		tx = db.pool
	}
	rows, err := tx.Query(ctx, w.SQL(), w.Plan().Bind(c.Bind(bind))...)
	if err != nil {
		return Diagnosis{}, fmt.Errorf("diagnose a write: %w", err)
	}
	return collectDiagnosis(rows, Diagnosis{Failed: make([]bool, len(c.Checks)), Missing: make([][]string, len(c.Targets)),
		Unmet: make([]bool, len(c.Unmet)), Taken: make([]bool, len(c.Keys))})
}

func collectDiagnosis(rows pgx.Rows, d Diagnosis) (Diagnosis, error) {
	defer rows.Close()
	for rows.Next() {
		d.Found = true
		into := []any{&d.Epoch, &d.Version, &d.Archived}
		into = append(into, each(d.Failed)...)
		into = append(into, each(d.Missing)...)
		into = append(into, each(d.Unmet)...)
		into = append(into, each(d.Taken)...)
		if err := rows.Scan(into...); err != nil {
			return d, fmt.Errorf("diagnose a write: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return d, fmt.Errorf("diagnose a write: %w", err)
	}
	return d, nil
}

// each gives the places of a list's elements, for a row to be read into.
func each[T any](list []T) []any {
	places := make([]any, len(list))
	for i := range list {
		places[i] = &list[i]
	}
	return places
}
