package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// CountProbe counts that a user asks whether records are there already, and
// tells whether that is within the limit of the hour.
func (db *DB) CountProbe(ctx context.Context, workspace, user string, limit int64) (bool, error) {
	var probes int64
	err := db.pool.QueryRow(ctx, "INSERT INTO "+Quote(SchemaName(workspace))+`.duplicate_probe AS p (user_id, hour, probes) VALUES ($1::uuid, date_trunc('hour', now()), 1)
		ON CONFLICT (user_id, hour) DO UPDATE SET probes = p.probes + 1 RETURNING probes`, user).Scan(&probes)
	if err != nil {
		return false, fmt.Errorf("count a search for duplicates: %w", err)
	}
	return probes <= limit, nil
}

// PruneDuplicates forgets who was told of duplicates and who asked for them some
// days ago, when neither counts any more, and what merges moved that cannot be
// undone.
func (db *DB) PruneDuplicates(ctx context.Context, workspace string) error {
	schema := Quote(SchemaName(workspace))
	for _, sql := range []string{
		"DELETE FROM " + schema + ".duplicate_told WHERE day < (now() AT TIME ZONE 'UTC')::date - 1",
		"DELETE FROM " + schema + ".duplicate_probe WHERE hour < now() - interval '2 hours'",
		"DELETE FROM " + schema + ".merge_move WHERE merge IN (SELECT id FROM " + schema + ".merge WHERE until < now() OR undone_at < now() - interval '1 day')",
	} {
		if _, err := db.pool.Exec(ctx, sql); err != nil {
			return fmt.Errorf("prune what is known of duplicates: %w", err)
		}
	}
	return nil
}

// MatchGroups asks which records of an entity, archived ones left out, are
// duplicates of each other by one rule.
type MatchGroups struct {
	Schema query.Schema
	Entity string
	Rule   MatchRule
	Row    query.Predicate // which records count
	After  string          // First of the last group before; "" for none
	Limit  int
}

// MatchGroup are records that are duplicates of each other.
type MatchGroup struct {
	First string   // the least of their ids
	IDs   []string // the oldest first, at most MaxGroup
	Count int64
}

// MaxGroup is how many records of a group are named.
const MaxGroup = 20

// Groups gives one more group than the limit when there are more, and the epoch,
// 0 when there are none.
func (db *DB) Groups(ctx context.Context, g *MatchGroups, workspace string, bind Binder) (list []MatchGroup, epoch int64, err error) {
	w := NewWriter(SchemaName(workspace), g.Schema)
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text(fmt.Sprintf("), min(q0.id::text), (array_agg(q0.id::text ORDER BY q0.created_at, q0.id))[1:%d], count(*) FROM ", MaxGroup))
	w.Table(g.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL AND ")
	w.cond(g.Row)
	keys := make([]string, len(g.Rule.Columns))
	for i, c := range g.Rule.Columns {
		column := "q0." + Quote(c.Column)
		keys[i] = folded(c.Folding, column)
		w.Text(" AND ", column, " IS NOT NULL")
		if keys[i] != column {
			w.Text(" AND ", keys[i], " <> ''")
		}
	}
	w.Text(" GROUP BY ", strings.Join(keys, ", "), " HAVING count(*) > 1")
	if g.After != "" {
		w.Text(" AND min(q0.id::text) > ")
		w.Value(query.Value{Type: query.Type{Kind: query.Text}, V: g.After})
	}
	w.Text(" ORDER BY 2")
	w.limit(g.Limit + 1)
	rows, err := db.pool.Query(ctx, w.SQL(), w.Plan().Bind(bind)...)
	if err != nil {
		return nil, 0, fmt.Errorf("list duplicates: %w", err)
	}
	var one MatchGroup
	if _, err := pgx.ForEachRow(rows, []any{&epoch, &one.First, &one.IDs, &one.Count}, func() error {
		list = append(list, one)
		one.IDs = nil
		return nil
	}); err != nil {
		return nil, 0, fmt.Errorf("list duplicates: %w", err)
	}
	return list, epoch, nil
}
