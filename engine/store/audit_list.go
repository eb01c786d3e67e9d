package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// AuditKind is a list that can be asked for.
type AuditKind string

// The lists of an audit.
const (
	AuditEvents      AuditKind = "events"      // the audit itself
	AuditDecisions   AuditKind = "decisions"   // the decision log
	AuditRefusals    AuditKind = "refusals"    // refused requests, counted by minute
	AuditPermissions AuditKind = "permissions" // changes of who may do what
)

// PublishedAccess is the audit's action for a publication that changed what
// roles may do.
const PublishedAccess = "publish.access"

// AuditEntry is one entry of any of the lists. Entity is an x-id, or "?".
type AuditEntry struct {
	At       time.Time
	Seq      int64
	Actor    string
	OnBehalf string
	Address  string
	Channel  string
	Action   string
	Entity   string
	Object   string
	Result   string
	Detail   json.RawMessage
}

// AuditQuestion asks for the newest entries of a list that fit; zero values
// fit all.
type AuditQuestion struct {
	Kind                          AuditKind
	From, To                      time.Time
	Actor, Action, Entity, Object string
	// BeforeAt and BeforeSeq are of the last entry of the page before.
	BeforeAt  time.Time
	BeforeSeq int64
	Limit     int
}

// auditSources reads each list in the columns of AuditEntry. Those of
// permissions are of two tables: the places of audit rows are made negative, so
// that no two entries have the same.
var auditSources = map[AuditKind]string{
	AuditEvents: `SELECT at, seq, actor, on_behalf, address, channel, action, '' AS entity, object, result, detail FROM %[1]s.audit`,
	AuditDecisions: `SELECT at, seq, principal AS actor, NULL::uuid AS on_behalf, '' AS address, channel, action, entity, coalesce(record::text, '') AS object,
		CASE WHEN allowed THEN 'ok' ELSE 'refused' END AS result,
		jsonb_build_object('grants', grants, 'restrictions', restrictions, 'obligations', obligations, 'records', records, 'revision', revision) AS detail FROM %[1]s.decision`,
	AuditRefusals: `SELECT minute AS at, hashtextextended(principal::text || entity || ' ' || action || ' ' || channel, 0) AS seq, principal AS actor, NULL::uuid AS on_behalf,
		'' AS address, channel, action, entity, '' AS object, 'refused' AS result,
		jsonb_build_object('refused', refused, 'ids', refused_ids, 'requests', requests) AS detail FROM %[1]s.traffic WHERE refused > 0`,
	AuditPermissions: `SELECT at, seq, actor, on_behalf, '' AS address, channel, action, entity, record::text AS object, 'ok' AS result,
		jsonb_strip_nulls(jsonb_build_object('before', before, 'after', after, 'reason', reason)) AS detail FROM %[1]s.change
		WHERE entity IN ('i5evw1umtx', 'd1reosfhyp', 'bmsaur44na', 'txx0bzn1ki') OR action IN ('share', 'unshare')
		UNION ALL SELECT at, -seq, actor, on_behalf, address, channel, action, '', object, result, detail FROM %[1]s.audit WHERE action = '` + PublishedAccess + `'`,
}

// AuditEntries gives the newest entries that fit, newest first.
func (db *DB) AuditEntries(ctx context.Context, workspace string, ask AuditQuestion) ([]AuditEntry, error) {
	source, ok := auditSources[ask.Kind]
	if !ok {
		return nil, fmt.Errorf("the audit has no list %q", ask.Kind)
	}
	sql := `SELECT at, seq, coalesce(actor::text, ''), coalesce(on_behalf::text, ''), address, channel, action, entity, object, result, detail
		FROM (` + fmt.Sprintf(source, Quote(SchemaName(workspace))) + `) e WHERE true`
	var args []any
	add := func(condition string, v any) {
		args = append(args, v)
		sql += fmt.Sprintf(condition, len(args))
	}
	for _, c := range []struct {
		given     bool
		condition string
		value     any
	}{
		{!ask.From.IsZero(), " AND at >= $%d", ask.From}, {!ask.To.IsZero(), " AND at < $%d", ask.To},
		{ask.Actor != "", " AND actor = $%d::uuid", ask.Actor}, {ask.Action != "", " AND action = $%d", ask.Action},
		{ask.Entity != "", " AND entity = $%d", ask.Entity}, {ask.Object != "", " AND object = $%d", ask.Object},
	} {
		if c.given {
			add(c.condition, c.value)
		}
	}
	if !ask.BeforeAt.IsZero() {
		args = append(args, ask.BeforeAt, ask.BeforeSeq)
		sql += fmt.Sprintf(" AND at <= $%d AND (at, seq) < ($%d, $%d)", len(args)-1, len(args)-1, len(args))
	}
	args = append(args, ask.Limit)
	sql += fmt.Sprintf(" ORDER BY at DESC, seq DESC LIMIT $%d", len(args))
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read the audit: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[AuditEntry])
	if err != nil {
		return nil, fmt.Errorf("read the audit: %w", err)
	}
	return list, nil
}

// NameTable names a table with the column that its records are shown by.
type NameTable struct{ Table, Column string }

// NamesOf gives the names of the records of some tables with these ids,
// archived ones too.
func (db *DB) NamesOf(ctx context.Context, workspace string, tables []NameTable, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, t := range tables {
		rows, err := db.pool.Query(ctx, "SELECT id::text, coalesce("+Quote(t.Column)+", '') FROM "+identityTable(SchemaName(workspace), t.Table)+" WHERE id = ANY ($1::uuid[])", ids)
		if err != nil {
			return nil, fmt.Errorf("read names: %w", err)
		}
		var id, name string
		if _, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error { names[id] = name; return nil }); err != nil {
			return nil, fmt.Errorf("read names: %w", err)
		}
	}
	return names, nil
}
