package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// Tally counts the records of an entity, archived ones left out, in one pass
// for many questions. Facts have no parameters left.
type Tally struct {
	Schema query.Schema
	Entity string
	Facts  []query.Predicate
	// Counts are the questions: how many records there are for which any of
	// the Differences holds.
	Counts [][]Difference
}

// Difference holds for a record that one fact holds for and another does not;
// they are indexes of Facts.
type Difference struct {
	With    int
	Without int // -1 for none
}

// maxFacts bounds the columns of one pass.
const maxFacts = 400

// Tally counts. The answer has a number for each of Counts, and the workspace's
// epoch.
func (db *DB) Tally(ctx context.Context, t Tally, workspace string) ([]int64, int64, error) {
	if len(t.Facts) > maxFacts {
		return nil, 0, fmt.Errorf("count records of %s: %d conditions at once", t.Entity, len(t.Facts))
	}
	w := NewWriter(SchemaName(workspace), t.Schema)
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text(")")
	for _, any := range t.Counts {
		w.Text(", count(*) FILTER (WHERE false")
		for _, d := range any {
			w.Text(" OR f", strconv.Itoa(d.With))
			if d.Without >= 0 {
				w.Text(" AND NOT f", strconv.Itoa(d.Without))
			}
		}
		w.Text(")")
	}
	w.Text(" FROM (SELECT 1 AS one")
	for i, p := range t.Facts {
		w.Text(", (")
		w.cond(p)
		w.Text(") IS TRUE AS f", strconv.Itoa(i))
	}
	w.Text(" FROM ")
	w.Table(t.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL OFFSET 0) r")
	var epoch int64
	counts := make([]int64, len(t.Counts))
	into := []any{&epoch}
	for i := range counts {
		into = append(into, &counts[i])
	}
	if err := db.pool.QueryRow(ctx, w.SQL(), w.Plan().Bind(nil)...).Scan(into...); err != nil {
		return nil, 0, fmt.Errorf("count records of %s: %w", t.Entity, err)
	}
	return counts, epoch, nil
}

// Sample asks for the first records that a Difference of a Tally holds for, in
// the order of their ids.
type Sample struct {
	Difference
	Also  query.Predicate // what else must hold; nil for nothing
	Limit int
}

// Examples gives the ids of a Sample.
func (db *DB) Examples(ctx context.Context, t Tally, s Sample, workspace string) ([]string, error) {
	w := NewWriter(SchemaName(workspace), t.Schema)
	w.Text("SELECT q0.id::text FROM ")
	w.Table(t.Entity)
	w.Text(" q0")
	parts := []query.Predicate{t.Facts[s.With], s.Also}
	if s.Without >= 0 {
		parts = append(parts, query.Not{P: t.Facts[s.Without]})
	}
	w.where(parts...)
	w.Text(" AND q0.archived_at IS NULL ORDER BY q0.id LIMIT " + strconv.Itoa(s.Limit))
	rows, err := db.pool.Query(ctx, w.SQL(), w.Plan().Bind(nil)...)
	if err != nil {
		return nil, fmt.Errorf("find records of %s: %w", t.Entity, err)
	}
	defer rows.Close()
	ids := []string{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("find records of %s: %w", t.Entity, err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("find records of %s: %w", t.Entity, err)
	}
	return ids, nil
}
