package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// leftover is something that nothing published uses.
type leftover struct {
	Number               int64
	Kind, Relation, Name string
}

// Sweep drops what a publish left over that was cut off. It does nothing while
// another one runs.
func (db *DB) Sweep(ctx context.Context, workspace string) error {
	release, err := db.LockPublishing(ctx, workspace)
	if problem.Is(err, problem.Conflict) {
		return nil
	}
	if err != nil {
		return err
	}
	defer release()
	return db.sweep(ctx, workspace)
}

// sweep drops what nothing published uses. The caller holds the lock of
// LockPublishing.
func (db *DB) sweep(ctx context.Context, workspace string) error {
	s, err := db.openSite(ctx, workspace)
	if err != nil {
		return err
	}
	defer s.close(ctx)
	// A server process may outlive the engine that asked it to build.
	_, err = s.conn.Exec(ctx, `select pg_catalog.pg_terminate_backend(pid, 10000) from pg_catalog.pg_stat_activity
		where datname = current_database() and application_name = $1 and pid <> pg_catalog.pg_backend_pid()`, siteName(workspace))
	if err != nil {
		return fmt.Errorf("end what a publish left running: %w", err)
	}
	for _, kind := range []string{"trigger", "foreign_key", "index", "column", "table", "sequence"} {
		if err := s.sweepKind(ctx, kind); err != nil {
			return fmt.Errorf("drop what a publish left over: %w", err)
		}
	}
	_, err = s.conn.Exec(ctx, "with n as (delete from "+s.database+".online_note) update "+s.database+
		".online_step set state = 'failed', ended_at = now() where state in ('waiting', 'running')")
	return err
}

func (s *site) sweepKind(ctx context.Context, kind string) error {
	rows, err := s.conn.Query(ctx, "select number, kind, relation, name from "+s.database+".online where kind = $1 order by number", kind)
	if err != nil {
		return err
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[leftover])
	if err != nil {
		return err
	}
	for len(list) > 0 {
		some := list[:min(len(list), tableBatch)]
		list = list[len(some):]
		if kind == "table" { // those of one publish may refer to each other
			if err := s.drop(ctx, some...); err != nil {
				return err
			}
			continue
		}
		for _, o := range some {
			if err := s.drop(ctx, o); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *site) drop(ctx context.Context, list ...leftover) error {
	w := newDDLWriter(s.workspace)
	first := list[0]
	var sql string
	switch first.Kind {
	case "trigger":
		sql = fmt.Sprintf("drop trigger if exists %s on %s", w.name(first.Name), w.in(first.Relation))
	case "foreign_key":
		sql = fmt.Sprintf("alter table if exists %s drop constraint if exists %s", w.in(first.Relation), w.name(first.Name))
	case "index":
		return s.dropIndex(ctx, w, first)
	case "column":
		sql = fmt.Sprintf("alter table if exists %s drop column if exists %s", w.in(first.Relation), w.name(first.Name))
	case "table":
		names := make([]string, len(list))
		for i, o := range list {
			names[i] = w.in(o.Name)
		}
		sql = "drop table if exists " + strings.Join(names, ", ") + " cascade"
	default:
		sql = "drop sequence if exists " + w.in(first.Name)
	}
	return s.briefly(ctx, func(tx pgx.Tx) error {
		if err := run(ctx, tx, "drop "+first.Kind, w, sql); err != nil {
			return err
		}
		return s.forget(ctx, tx, list)
	})
}

// dropIndex lets those who write go on meanwhile.
func (s *site) dropIndex(ctx context.Context, w *ddlWriter, o leftover) error {
	sql := "drop index concurrently if exists " + w.in(o.Name)
	if w.err != nil {
		return w.err
	}
	if _, err := s.conn.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol); err != nil {
		return fmt.Errorf("drop index: %w", err)
	}
	return s.forget(ctx, s.conn, []leftover{o})
}

func (s *site) forget(ctx context.Context, q Querier, list []leftover) error {
	numbers := make([]int64, len(list))
	for i, o := range list {
		numbers[i] = o.Number
	}
	_, err := q.Exec(ctx, "delete from "+s.database+".online where number = any($1)", numbers)
	return err
}

// journal notes what is about to be made, so that it is dropped again unless
// the publish is done.
func (s *site) journal(ctx context.Context, q Querier, list ...leftover) error {
	kinds, relations, names := make([]string, len(list)), make([]string, len(list)), make([]string, len(list))
	for i, o := range list {
		kinds[i], relations[i], names[i] = o.Kind, o.Relation, o.Name
	}
	_, err := q.Exec(ctx, "insert into "+s.database+`.online (kind, relation, name)
		select * from unnest($1::text[], $2::text[], $3::text[])`, kinds, relations, names)
	if err != nil {
		return fmt.Errorf("note what is built: %w", err)
	}
	return nil
}
