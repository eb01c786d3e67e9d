package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// monthly are the tables that are kept by month.
var monthly = []string{"audit", "change", "decision"}

// EnsurePartitions makes the partitions of the tables that are kept by month,
// for the month of now and the two after it. Rows outside fall into a default
// partition, so a missing month loses nothing.
func (db *DB) EnsurePartitions(ctx context.Context, workspace string, now time.Time) error {
	schema := pgx.Identifier{SchemaName(workspace)}.Sanitize()
	first := month(now)
	for _, table := range monthly {
		for i := range 3 {
			from, to := first.AddDate(0, i, 0), first.AddDate(0, i+1, 0)
			sql := fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s.%s PARTITION OF %s.%s FOR VALUES FROM ('%s') TO ('%s')",
				schema, Quote(partition(table, from)), schema, Quote(table), from.Format(time.DateOnly), to.Format(time.DateOnly))
			if _, err := db.pool.Exec(ctx, sql); err != nil {
				return fmt.Errorf("make partition %s: %w", partition(table, from), err)
			}
		}
	}
	return nil
}

// PruneDecisions removes the months of the decision log that ended before a
// time.
func (db *DB) PruneDecisions(ctx context.Context, workspace string, before time.Time) error {
	schema := SchemaName(workspace)
	rows, err := db.pool.Query(ctx, `SELECT c.relname FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = $1::regclass ORDER BY 1`, identityTable(schema, "decision"))
	if err != nil {
		return fmt.Errorf("list the partitions of decisions: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("list the partitions of decisions: %w", err)
	}
	for _, name := range names {
		from, err := time.Parse("decision_2006_01", name)
		if err != nil || from.AddDate(0, 1, 0).After(before) { // the default one has no month
			continue
		}
		if _, err := db.pool.Exec(ctx, "DROP TABLE "+identityTable(schema, name)); err != nil {
			return fmt.Errorf("remove partition %s: %w", name, err)
		}
	}
	_, err = db.pool.Exec(ctx, "DELETE FROM "+identityTable(schema, "decision_default")+" WHERE at < $1", before)
	if err != nil {
		return fmt.Errorf("remove old decisions: %w", err)
	}
	return nil
}

// PruneTraffic removes the traffic before a time.
func (db *DB) PruneTraffic(ctx context.Context, workspace string, before time.Time) error {
	if _, err := db.pool.Exec(ctx, "DELETE FROM "+identityTable(SchemaName(workspace), "traffic")+" WHERE minute < $1", before); err != nil {
		return fmt.Errorf("remove old traffic: %w", err)
	}
	return nil
}

func month(t time.Time) time.Time {
	return time.Date(t.UTC().Year(), t.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
}

func partition(table string, from time.Time) string { return table + "_" + from.Format("2006_01") }
