package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ImportBatch is what one transaction of an import has written.
type ImportBatch struct {
	Number           int64
	Created, Updated []string // ids
	Failures         []ImportFailure
}

// ImportFailure is a row that was refused.
type ImportFailure struct {
	Line     int64
	Cells    []string
	Problems json.RawMessage
}

// KeepImport enters what a transaction of an import does, in that transaction.
func KeepImport(ctx context.Context, tx Querier, schema, job string, b ImportBatch) error {
	batches, failures := identityTable(schema, "import_batch"), identityTable(schema, "import_failure")
	if len(b.Created)+len(b.Updated) > 0 {
		_, err := tx.Exec(ctx, "INSERT INTO "+batches+" (job, number, created, updated) VALUES ($1::uuid, $2, $3::uuid[], $4::uuid[])",
			job, b.Number, listed(b.Created), listed(b.Updated))
		if err != nil {
			return fmt.Errorf("keep what an import writes: %w", err)
		}
	}
	if len(b.Failures) == 0 {
		return nil
	}
	lines, cells, problems := make([]int64, len(b.Failures)), make([]string, len(b.Failures)), make([]string, len(b.Failures))
	for i, f := range b.Failures {
		lines[i], cells[i], problems[i] = f.Line, arrayText(f.Cells), string(f.Problems)
	}
	_, err := tx.Exec(ctx, "INSERT INTO "+failures+` (job, line, cells, problems)
		SELECT $1::uuid, f.line, f.cells::text[], f.problems::json FROM unnest($2::bigint[], $3::text[], $4::text[]) f (line, cells, problems)
		ON CONFLICT (job, line) DO NOTHING`, job, lines, cells, problems)
	if err != nil {
		return fmt.Errorf("keep what an import refuses: %w", err)
	}
	return nil
}

// listed is a list that is never NULL.
func listed(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	return ids
}

// ImportFailures gives the refused rows of an import behind a line, in order.
func (db *DB) ImportFailures(ctx context.Context, workspace, job string, after int64, limit int) ([]ImportFailure, error) {
	rows, err := db.pool.Query(ctx, "SELECT line, cells, problems FROM "+identityTable(SchemaName(workspace), "import_failure")+
		" WHERE job = $1::uuid AND line > $2 ORDER BY line LIMIT $3", job, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read what an import refused: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[ImportFailure])
	if err != nil {
		return nil, fmt.Errorf("read what an import refused: %w", err)
	}
	return list, nil
}

// Imported is a record that an import has written.
type Imported struct {
	ID      string
	Made    bool // by the import
	Same    bool // nobody has changed it since, but the import and its undoing
	Undone  bool // the undoing has changed it
	Version int64
	Before  map[string]json.RawMessage // by column, of one that was changed
}

// ImportBatches gives the numbers of the batches of an import, the last first.
func (db *DB) ImportBatches(ctx context.Context, workspace, job string) ([]int64, error) {
	rows, err := db.pool.Query(ctx, "SELECT number FROM "+identityTable(SchemaName(workspace), "import_batch")+" WHERE job = $1::uuid ORDER BY number DESC", job)
	if err != nil {
		return nil, fmt.Errorf("read what an import wrote: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("read what an import wrote: %w", err)
	}
	return list, nil
}

// ImportedBy gives the records of a batch of an import, the last first; undo is
// the job that undoes it.
func (db *DB) ImportedBy(ctx context.Context, workspace, job, undo string, number int64) ([]Imported, error) {
	schema := SchemaName(workspace)
	batches, changes := identityTable(schema, "import_batch"), identityTable(schema, "change")
	rows, err := db.pool.Query(ctx, `WITH b AS (SELECT xid, created, updated FROM `+batches+` WHERE job = $1::uuid AND number = $3),
		ours AS (SELECT xid, job FROM `+batches+` WHERE job IN ($1::uuid, $2::uuid)),
		r AS (SELECT u.id, true AS made, u.place FROM b, unnest(b.created) WITH ORDINALITY u (id, place)
			UNION ALL SELECT u.id, false, u.place FROM b, unnest(b.updated) WITH ORDINALITY u (id, place))
		SELECT r.id::text, r.made, coalesce(last.xid IN (SELECT xid FROM ours), false), coalesce(last.xid IN (SELECT xid FROM ours WHERE job = $2::uuid), false), coalesce(last.version, 0), own.before
		FROM r CROSS JOIN b
		LEFT JOIN LATERAL (SELECT c.xid, c.version FROM `+changes+` c WHERE c.record = r.id ORDER BY c.version DESC, c.seq DESC LIMIT 1) last ON true
		LEFT JOIN LATERAL (SELECT c.before FROM `+changes+` c WHERE NOT r.made AND c.record = r.id AND c.xid = b.xid ORDER BY c.version LIMIT 1) own ON true
		ORDER BY r.made, r.place DESC`, job, undo, number)
	if err != nil {
		return nil, fmt.Errorf("read what an import wrote: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Imported])
	if err != nil {
		return nil, fmt.Errorf("read what an import wrote: %w", err)
	}
	return list, nil
}
