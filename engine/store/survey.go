package store

import (
	"context"
	"fmt"
	"maps"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// How many records a second a step passes, roughly, on a small machine.
const (
	convertRate = 15_000
	indexRate   = 250_000
	readRate    = 1_000_000
)

// surveyTime is how long one question about the records may take.
const surveyTime = "'2min'"

// Survey says what steps mean for the records that are there: Words with the
// numbers of records that they concern ("records"), of values that are lost
// ("lost") with examples ("examples": ids of records, for who designs may not be
// allowed to see values), and the seconds that they take ("seconds"). What is
// destructive and finds nothing to destroy is safe.
func (db *DB) Survey(ctx context.Context, workspace string, steps []Step) ([]Words, error) {
	list := make([]Words, len(steps))
	v := surveyor{w: newDDLWriter(workspace), counts: map[string]int64{}}
	err := pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var err error
		v.q = tx
		if _, err := tx.Exec(ctx, "set local statement_timeout = "+surveyTime); err != nil {
			return err
		}
		if err := v.lookAtTables(ctx, workspace); err != nil {
			return err
		}
		if v.gone, err = db.PurgedColumns(ctx, workspace); err != nil {
			return err
		}
		for i, step := range steps {
			list[i] = step.Words()
			list[i].Params = maps.Clone(list[i].Params)
			if err := v.survey(ctx, step, &list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("survey the records of workspace %s: %w", workspace, err)
	}
	return list, nil
}

// surveyor asks about the records of a workspace.
type surveyor struct {
	q      Querier
	w      *ddlWriter
	tables map[string]map[string]bool // and their columns
	gone   map[[2]string]time.Time    // tables and columns that were purged
	counts map[string]int64           // records of a table
}

func (v *surveyor) lookAtTables(ctx context.Context, workspace string) error {
	rows, err := v.q.Query(ctx, `select c.relname, a.attname from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = $1::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`, SchemaName(workspace))
	if err != nil {
		return err
	}
	v.tables = map[string]map[string]bool{}
	var table, column string
	_, err = pgx.ForEachRow(rows, []any{&table, &column}, func() error {
		if v.tables[table] == nil {
			v.tables[table] = map[string]bool{}
		}
		v.tables[table][column] = true
		return nil
	})
	return err
}

func (v *surveyor) survey(ctx context.Context, step Step, w *Words) error {
	switch x := step.(type) {
	case CreateTable:
		v.purged(w, x.Table, "")
	case AddColumn:
		v.purged(w, x.Table, x.Column.Name)
		return v.size(ctx, w, x.Table, 0)
	case CreateIndex:
		return v.size(ctx, w, x.Table, indexRate)
	case AddForeignKey:
		return v.size(ctx, w, x.Table, readRate)
	case AddUnique:
		return v.unique(ctx, w, x)
	case Require:
		return v.required(ctx, w, x)
	case ArchiveColumn:
		return v.archived(ctx, w, x.Table, x.Column)
	case ArchiveEntity:
		return v.archived(ctx, w, x.Table, "")
	case RemoveOptions:
		return v.optionsRemoved(ctx, w, x)
	case ChangeCurrency:
		return v.archived(ctx, w, x.Table, x.Column)
	case ConvertColumn:
		v.purged(w, x.Table, x.To.Name)
		return v.conversion(ctx, w, x)
	}
	return nil
}

// count gives the number of records of a table, 0 when there is none.
func (v *surveyor) count(ctx context.Context, table string) (int64, error) {
	if n, ok := v.counts[table]; ok || v.tables[table] == nil {
		return n, nil
	}
	var n int64
	err := v.q.QueryRow(ctx, "select count(*) from "+v.w.in(table)).Scan(&n)
	v.counts[table] = n
	return n, err
}

// size notes how many records a step passes, and how long that takes.
func (v *surveyor) size(ctx context.Context, w *Words, table string, rate float64) error {
	n, err := v.count(ctx, table)
	if err != nil || n == 0 {
		return err
	}
	w.set("records", n)
	if rate > 0 {
		w.set("seconds", int64(math.Ceil(float64(n)/rate)))
	}
	return nil
}

// purged says when what comes back was purged: it comes back empty.
func (v *surveyor) purged(w *Words, table, column string) {
	if at, ok := v.gone[[2]string{table, column}]; ok && (v.tables[table] == nil || column != "" && !v.tables[table][column]) {
		w.set("purged_at", at)
	}
}

func (w *Words) set(name string, value any) {
	if w.Params == nil {
		w.Params = map[string]any{}
	}
	w.Params[name] = value
}

func (v *surveyor) unique(ctx context.Context, w *Words, x AddUnique) error {
	if err := v.size(ctx, w, x.Table, indexRate); err != nil || v.counts[x.Table] == 0 {
		return err
	}
	for _, c := range x.reads() {
		if !v.tables[x.Table][c] {
			return nil // new, and so without values
		}
	}
	err := findDuplicates(ctx, v.q, v.w, x)
	if problem.Is(err, problem.Invalid) {
		w.set("offenders", problem.List(problem.As(err).Details))
		return nil
	}
	return err
}

func (v *surveyor) required(ctx context.Context, w *Words, x Require) error {
	if v.tables[x.Table] == nil {
		return nil
	}
	sql := "select count(*) from " + v.w.in(x.Table) + " where archived_at is null"
	if v.tables[x.Table][x.Column] {
		sql += " and " + v.w.name(x.Column) + " is null"
	}
	var n int64
	if err := v.q.QueryRow(ctx, sql).Scan(&n); err != nil {
		return err
	}
	w.set("lacking", n)
	return nil
}

func (v *surveyor) archived(ctx context.Context, w *Words, table, column string) error {
	if v.tables[table] == nil || column != "" && !v.tables[table][column] {
		w.Risk = Safe
		return nil
	}
	sql := "select count(*) from " + v.w.in(table)
	if column != "" {
		sql += " where " + v.w.name(column) + " is not null"
	}
	var n int64
	if err := v.q.QueryRow(ctx, sql).Scan(&n); err != nil {
		return err
	}
	w.set("records", n)
	if w.Risk == Destructive && n == 0 {
		w.Risk = Safe
	}
	return nil
}

// Generations gives the highest x-column that fields have had, by their x-id.
func (db *DB) Generations(ctx context.Context, workspace string) (map[string]int, error) {
	rows, err := db.pool.Query(ctx, `select substr(a.attname, 3, 10), max(substr(a.attname, 14)::int % 1000)
		from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = $1::regnamespace and c.relkind = 'r' and a.attnum > 0 and a.attname ~ '^f_[a-z0-9]{10}_[0-9]{1,6}$'
		group by 1`, SchemaName(workspace))
	if err != nil {
		return nil, fmt.Errorf("read the columns of workspace %s: %w", workspace, err)
	}
	highest := map[string]int{}
	var id string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&id, &n}, func() error { highest[id] = n; return nil })
	return highest, err
}
