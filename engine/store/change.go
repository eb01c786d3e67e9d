package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Change is one entry of a record's history. Before and After hold the changed
// fields by column name.
type Change struct {
	Seq      int64
	At       time.Time
	Action   string
	Actor    *string // user id
	OnBehalf *string // user id: in whose name the actor worked
	Channel  string
	Version  int64
	Reason   string
	XID      string // of the transaction: what it changed besides has the same
	Before   map[string]json.RawMessage
	After    map[string]json.RawMessage
}

// changeColumns are those of a Change, in its order.
const changeColumns = "seq, at, action, actor::text, on_behalf::text, channel, version, coalesce(reason, ''), xid::text, before, after"

// Changes gives the newest entries of a record's history before the one with a
// seq (0: from the end), newest first; after its own those of the records that
// were merged into it. Their order is that of the record's versions: numbers of
// entries are handed out to connections in portions.
func (db *DB) Changes(ctx context.Context, workspace, record string, before int64, limit int) ([]Change, error) {
	table := Quote(SchemaName(workspace)) + ".change"
	all := mergedInto(workspace)
	return db.changes(ctx, "SELECT "+changeColumns+" FROM "+table+" WHERE record = ANY("+all+`) AND ($2::bigint = 0
		OR (record = $1, version, seq) < (SELECT record = $1, version, seq FROM `+table+" WHERE record = ANY("+all+`) AND seq = $2))
		ORDER BY record = $1 DESC, version DESC, seq DESC LIMIT $3`, record, before, limit)
}

// ChangesAfter gives the entries of a record's history that are newer than one
// of its versions, oldest first.
func (db *DB) ChangesAfter(ctx context.Context, workspace, record string, version int64, limit int) ([]Change, error) {
	return db.changes(ctx, "SELECT "+changeColumns+" FROM "+Quote(SchemaName(workspace))+
		".change WHERE record = $1 AND version > $2 ORDER BY version, seq LIMIT $3", record, version, limit)
}

// ChangeOf gives one entry of a record's history.
func (db *DB) ChangeOf(ctx context.Context, workspace, record string, seq int64) (Change, bool, error) {
	list, err := db.changes(ctx, "SELECT "+changeColumns+" FROM "+Quote(SchemaName(workspace))+".change WHERE record = $1 AND seq = $2", record, seq)
	if err != nil || len(list) == 0 {
		return Change{}, false, err
	}
	return list[0], true, nil
}

func (db *DB) changes(ctx context.Context, sql string, args ...any) ([]Change, error) {
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read a history: %w", err)
	}
	changes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Change])
	if err != nil {
		return nil, fmt.Errorf("read a history: %w", err)
	}
	return changes, nil
}

// RowsOf are the records of one table that hang on another by a column.
type RowsOf struct{ Table, Parent, Record string }

// RowsChanged tells whether such a record was changed, archived or made since a
// time.
func (db *DB) RowsChanged(ctx context.Context, workspace string, rows RowsOf, since time.Time) (changed bool, err error) {
	schema := Quote(SchemaName(workspace))
	sql := "SELECT EXISTS (SELECT 1 FROM " + schema + "." + Quote(rows.Table) + " t JOIN " + schema + ".change c ON c.record = t.id WHERE t." +
		Quote(rows.Parent) + " = $1 AND c.at >= $2)"
	if err := db.pool.QueryRow(ctx, sql, rows.Record, since).Scan(&changed); err != nil {
		return false, fmt.Errorf("look for changed rows: %w", err)
	}
	return changed, nil
}

// RowChange is a change of one of the RowsOf.
type RowChange struct {
	Record string
	Change
}

// RowChanges gives what happened to such records since a time, in the order of
// their versions.
func (db *DB) RowChanges(ctx context.Context, workspace string, of RowsOf, since time.Time, limit int) ([]RowChange, error) {
	schema := Quote(SchemaName(workspace))
	rows, err := db.pool.Query(ctx, "SELECT c.record::text, c.seq, c.at, c.action, c.actor::text, c.on_behalf::text, c.channel, c.version, coalesce(c.reason, ''), c.xid::text, c.before, c.after FROM "+
		schema+"."+Quote(of.Table)+" t JOIN "+schema+".change c ON c.record = t.id WHERE t."+Quote(of.Parent)+" = $1 AND c.at >= $2 ORDER BY c.version, c.seq LIMIT $3", of.Record, since, limit)
	if err != nil {
		return nil, fmt.Errorf("read a history of rows: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[RowChange])
	if err != nil {
		return nil, fmt.Errorf("read a history of rows: %w", err)
	}
	return list, nil
}

// LastChange gives a column before and after the newest entry of a record's
// history, as texts; nil where it was empty or did not change.
func LastChange(ctx context.Context, q Querier, schema, record, column string) (before, after *string, err error) {
	err = q.QueryRow(ctx, "SELECT before->>$2, after->>$2 FROM "+identityTable(schema, "change")+" WHERE record = $1::uuid ORDER BY version DESC, seq DESC LIMIT 1",
		record, column).Scan(&before, &after)
	if _, err := found(err); err != nil {
		return nil, nil, fmt.Errorf("read the last change of a record: %w", err)
	}
	return before, after, nil
}
