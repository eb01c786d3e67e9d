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
	t.write(w)
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

func (t Tally) write(w *Writer) {
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text(")")
	for _, any := range t.Counts {
		w.Text(", count(*) FILTER (WHERE false")
		for _, d := range any {
			if t.impossible(d) {
				continue
			}
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
}

// Sample asks for the first records that each of some Differences of a Tally
// holds for, in the order of their ids.
type Sample struct {
	Of    []Difference
	Also  query.Predicate // what else must hold
	Limit int             // of each
}

// window is how many records one look takes examples from.
const window = 2000

// Examples gives the ids of a Sample. The first records that any Difference
// holds for serve most of them; the rest are asked for one by one.
func (db *DB) Examples(ctx context.Context, t Tally, s Sample, workspace string) ([][]string, error) {
	found, seen, err := db.look(ctx, t, s, workspace)
	for i := range found {
		if err != nil {
			return nil, err
		}
		if seen == window && len(found[i]) < s.Limit {
			var one [][]string
			if one, _, err = db.look(ctx, t, Sample{Of: s.Of[i : i+1], Also: s.Also, Limit: s.Limit}, workspace); err == nil {
				found[i] = one[0]
			}
		}
	}
	return found, err
}

// look takes examples from the first records that any Difference holds for, and
// tells how many it saw.
func (db *DB) look(ctx context.Context, t Tally, s Sample, workspace string) ([][]string, int, error) {
	found := make([][]string, len(s.Of))
	if len(s.Of) == 0 {
		return found, 0, nil
	}
	limit := window
	if len(s.Of) == 1 {
		limit = s.Limit
	}
	w := NewWriter(SchemaName(workspace), t.Schema)
	t.writeLook(w, s, limit)
	rows, err := db.pool.Query(ctx, w.SQL(), w.Plan().Bind(nil)...)
	if err != nil {
		return nil, 0, fmt.Errorf("find records of %s: %w", t.Entity, err)
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var id string
		var held []bool
		if err := rows.Scan(&id, &held); err != nil {
			return nil, 0, fmt.Errorf("find records of %s: %w", t.Entity, err)
		}
		seen++
		for i := range held {
			if held[i] && len(found[i]) < s.Limit {
				found[i] = append(found[i], id)
			}
		}
	}
	if err := rows.Err(); err != nil {
		return nil, 0, fmt.Errorf("find records of %s: %w", t.Entity, err)
	}
	return found, seen, nil
}

func (t Tally) writeLook(w *Writer, s Sample, limit int) {
	any, marks := query.Or{}, make([]query.Predicate, len(s.Of))
	for i, d := range s.Of {
		marks[i] = t.difference(d)
		any = append(any, marks[i])
	}
	w.Text("SELECT q0.id::text, ARRAY[")
	for i, p := range marks {
		if i > 0 {
			w.Text(", ")
		}
		w.Text("(")
		w.cond(p)
		w.Text(") IS TRUE")
	}
	w.Text("] FROM ")
	w.Table(t.Entity)
	w.Text(" q0")
	w.where(any, s.Also)
	w.Text(" AND q0.archived_at IS NULL ORDER BY q0.id LIMIT " + strconv.Itoa(limit))
}

// difference is the condition of a Difference.
func (t Tally) difference(d Difference) query.Predicate {
	if d.Without < 0 {
		return t.Facts[d.With]
	}
	return query.Simplify(query.And{t.Facts[d.With], query.Not{P: t.Facts[d.Without]}})
}

// impossible tells that a Difference holds for no record.
func (t Tally) impossible(d Difference) bool {
	return t.Facts[d.With] == query.Const(false) || d.Without >= 0 && t.Facts[d.Without] == query.Const(true)
}
