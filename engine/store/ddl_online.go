package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// onlineLimit is how long the building of one index may take.
const onlineLimit = 10 * time.Minute

// buildOnline makes the Online indexes of steps without a transaction, so that
// nobody waits for them, and gives the other steps. They show nothing of what
// is to be published: an index that outlives a publish which fails later only
// makes the next one shorter.
func (db *DB) buildOnline(ctx context.Context, workspace string, steps []Step) ([]Step, error) {
	rest := make([]Step, 0, len(steps))
	for _, s := range steps {
		index, ok := s.(CreateIndex)
		if !ok || !index.Online {
			rest = append(rest, s)
			continue
		}
		if err := db.buildIndex(ctx, workspace, index); err != nil {
			return nil, fmt.Errorf("build index %s: %w", index.Name, err)
		}
	}
	return rest, nil
}

func (db *DB) buildIndex(ctx context.Context, workspace string, s CreateIndex) error {
	w := newDDLWriter(workspace)
	drop := "drop index concurrently if exists " + w.in(s.Name)
	create := s.create(w, "create index concurrently if not exists")
	if w.err != nil {
		return w.err
	}
	ctx, cancel := context.WithTimeout(ctx, onlineLimit)
	defer cancel()
	conn, err := db.alone(ctx)
	if err != nil {
		return err
	}
	defer closeAlone(ctx, conn)
	if _, err := conn.Exec(ctx, "set statement_timeout = 0"); err != nil {
		return err
	}
	invalid, err := indexInvalid(ctx, conn, workspace, s.Name)
	if err != nil {
		return err
	}
	if invalid { // left behind by a build that was cut off
		if _, err := conn.Exec(ctx, drop, pgx.QueryExecModeSimpleProtocol); err != nil {
			return err
		}
	}
	_, err = conn.Exec(ctx, create, pgx.QueryExecModeSimpleProtocol)
	return err
}

func indexInvalid(ctx context.Context, conn *pgx.Conn, workspace, name string) (bool, error) {
	var invalid bool
	err := conn.QueryRow(ctx, `select not i.indisvalid from pg_catalog.pg_index i
		join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
		where n.nspname = $1 and c.relname = $2`, SchemaName(workspace), name).Scan(&invalid)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return invalid, err
}
