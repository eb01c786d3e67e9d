package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// The index of an entity for searching holds the pairs of neighbouring
// characters of each field that is searched, every field in a column of its
// own: who may not search one is not answered by it. It leads to the records
// that can match; whether they do, and may be read, is asked of each.

// maxSearchFields is how many columns PostgreSQL lets an index have.
const maxSearchFields = 32

// TypeOf tells what kind of values a field has, or false for a field of an
// unknown type.
type TypeOf func(f *definition.Field) (query.Type, bool)

// SearchIndex gives the step that makes the index for searching an entity, or
// false when none of its fields is searched.
func SearchIndex(e *definition.Entity, typeOf TypeOf) (CreateIndex, bool) {
	step := CreateIndex{Subject: Subject{Entity: e.Name}, Table: EntityTable(e.ID), Pairs: true}
	for _, f := range e.Fields {
		t, ok := typeOf(f)
		plain := ok && !t.Array && (t.Kind == query.Text || t.Kind == query.Markup)
		if !plain || !f.Stored() || f.ID == "" || !f.Searchable && f.Name != e.Label || len(step.Columns) == maxSearchFields {
			continue
		}
		step.Columns = append(step.Columns, IndexColumn{Column: FieldColumn(f), Markup: t.Kind == query.Markup})
	}
	parts := make([]string, len(step.Columns))
	for i, c := range step.Columns {
		parts[i] = fmt.Sprintf("%s %t", c.Column, c.Markup)
	}
	step.Name = digestName("sx_", e.ID, parts)
	return step, len(parts) > 0
}

// pairsOf writes the pairs of the text in a column, exactly as the index has
// them; function is the name of the function that makes them.
func pairsOf(function, column string, markup bool) string {
	if markup {
		column = words(column)
	}
	return function + "(" + column + ")"
}

// Pairs gives the pairs of a text that is sought, as the index has them.
func Pairs(text string) []int64 {
	var list []int64
	last := int64(-1)
	for _, r := range query.Fold(text) {
		if last >= 0 {
			list = append(list, last<<21|int64(r))
		}
		last = int64(r)
	}
	return list
}

// searchIndexes remembers which indexes for searching are there.
type searchIndexes struct {
	mu    sync.Mutex
	known map[string]searchIndex // by workspace and name
}

// searchIndex is what was last seen of an index.
type searchIndex struct {
	valid   bool
	records float64 // of its table, about
	at      time.Time
}

// How long is believed what was seen.
const (
	believeMissing = 20 * time.Second
	believeThere   = 10 * time.Minute
)

func (x searchIndex) fresh() bool {
	age := time.Since(x.at)
	return x.valid && age < believeThere || age < believeMissing
}

// Searchable tells whether an index for searching is there to be used, and about
// how many records its table has.
func (db *DB) Searchable(ctx context.Context, workspace, index string) (ok bool, records float64) {
	s := &db.searching
	key := workspace + "." + index
	s.mu.Lock()
	x := s.known[key]
	s.mu.Unlock()
	if x.fresh() {
		return x.valid, x.records
	}
	x.at = time.Now()
	err := db.pool.QueryRow(ctx, `SELECT i.indisvalid, t.reltuples FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
		JOIN pg_catalog.pg_class t ON t.oid = i.indrelid WHERE c.relnamespace = $1::regnamespace AND c.relname = $2`, SchemaName(workspace), index).Scan(&x.valid, &x.records)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return false, 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]searchIndex{}
	}
	s.known[key] = x
	return x.valid, x.records
}

// EnsureSearch makes indexes for searching that are missing, one after another,
// while others read and write: those of entities that a former release
// published. While somebody publishes it does nothing.
func (db *DB) EnsureSearch(ctx context.Context, workspace string, steps []CreateIndex) error {
	missing, err := db.withoutSearch(ctx, workspace, steps)
	if err != nil || len(missing) == 0 {
		return err
	}
	release, err := db.LockPublishing(ctx, workspace)
	if err != nil {
		return nil // the next time
	}
	defer release()
	s, err := db.openSite(ctx, workspace)
	if err != nil {
		return err
	}
	defer s.close(ctx)
	for _, step := range missing {
		w := newDDLWriter(workspace)
		for _, sql := range []string{"drop index concurrently if exists " + w.in(step.Name), step.create(w, "create index concurrently"), "analyze " + w.in(step.Table)} {
			if w.err != nil {
				return fmt.Errorf("render an index for searching: %w", w.err)
			}
			if _, err := s.conn.Exec(ctx, sql); err != nil {
				return fmt.Errorf("make the index for searching %s: %w", step.Entity, err)
			}
		}
		slog.InfoContext(ctx, "made an index for searching", "workspace", workspace, "entity", step.Entity)
	}
	return nil
}

// withoutSearch gives the steps whose index is not there, or not whole, though
// their table is.
func (db *DB) withoutSearch(ctx context.Context, workspace string, steps []CreateIndex) ([]CreateIndex, error) {
	names, tables := make([]string, len(steps)), make([]string, len(steps))
	for i := range steps {
		names[i], tables[i] = steps[i].Name, steps[i].Table
	}
	rows, err := db.pool.Query(ctx, `SELECT w.n::int FROM unnest($2::text[], $3::text[]) WITH ORDINALITY w(name, tab, n)
		JOIN pg_catalog.pg_class t ON t.relname = w.tab AND t.relnamespace = $1::regnamespace
		WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
			WHERE i.indrelid = t.oid AND c.relname = w.name AND i.indisvalid) ORDER BY 1`, SchemaName(workspace), names, tables)
	if err != nil {
		return nil, fmt.Errorf("look for indexes for searching: %w", err)
	}
	defer rows.Close()
	var missing []CreateIndex
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, fmt.Errorf("look for indexes for searching: %w", err)
		}
		missing = append(missing, steps[n-1])
	}
	return missing, rows.Err()
}

// pairColumns writes the columns of an index for searching.
func (s CreateIndex) pairColumns(w *ddlWriter) string {
	columns := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		columns[i] = pairsOf(w.in("pairs"), w.name(c.Column), c.Markup)
	}
	return strings.Join(columns, ", ")
}
