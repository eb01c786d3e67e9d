package store

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/query"
)

// Lead is a field of an entity by which its records lead to those of another.
type Lead struct {
	Entity   string
	Field    query.Field // of variable 0
	OnDelete DeleteAction
	// Readable tells which of the records the caller reads, and on them the
	// field.
	Readable query.Predicate
}

// Leading is how many records lead to others by one field.
type Leading struct {
	Readable int64
	Archived int64 // of the readable ones
	Hidden   int64 // that the caller may not know
}

// MaxLeading is up to where records are counted that lead to others.
const MaxLeading = 10_000

// Purge is the removal of records for good, as part of a transaction.
type Purge struct {
	Schema    query.Schema
	Workspace string
	Actor     string // user id
	Channel   string
	Revision  int64
	Reason    string
}

const idParam = "purge.ids"

// leads writes the condition that a record leads to one of the ids.
func (p *Purge) leads(w *Writer, l Lead) {
	ids := w.ParamText(idParam, query.Type{Kind: query.UUID, Array: true})
	if l.Field.Links == "" {
		w.Text("q0.", Quote(l.Field.Column), " = ANY(", ids, ")")
		return
	}
	w.Text("q0.id IN (SELECT l.record FROM ")
	w.Ident(l.Field.Links)
	w.Text(" l WHERE l.target = ANY(", ids, "))")
}

func (p *Purge) bind(ids []string, outer Binder) Binder {
	return func(name string) any {
		if name == idParam {
			return ids
		}
		if outer == nil {
			return nil
		}
		return outer(name)
	}
}

// Count tells how many records lead to some others; those that spared names do
// not count. q is nil for no transaction.
func (db *DB) CountLeading(ctx context.Context, q Querier, p *Purge, l Lead, ids, spared []string, bind Binder) (Leading, error) {
	if q == nil {
		q = db.pool
	}
	w := NewWriter(SchemaName(p.Workspace), p.Schema)
	w.Text("SELECT count(*) FILTER (WHERE reads), count(*) FILTER (WHERE reads AND archived), count(*) FILTER (WHERE NOT reads) FROM (SELECT (")
	w.cond(l.Readable)
	w.Text(") IS TRUE AS reads, q0.archived_at IS NOT NULL AS archived FROM ")
	w.Table(l.Entity)
	w.Text(" q0 WHERE ")
	p.leads(w, l)
	if len(spared) > 0 {
		w.Text(" AND q0.id <> ALL(")
		w.Value(query.Value{Type: query.Type{Kind: query.UUID, Array: true}, V: anyIDs(spared)})
		w.Text(")")
	}
	w.limit(MaxLeading)
	w.Text(") r")
	var n Leading
	if err := q.QueryRow(ctx, w.SQL(), w.Plan().Bind(p.bind(ids, bind))...).Scan(&n.Readable, &n.Archived, &n.Hidden); err != nil {
		return n, fmt.Errorf("count what leads to records: %w", err)
	}
	return n, nil
}

func anyIDs(ids []string) []any {
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	return list
}

// Parts gives the records that lead to some others, and holds them until the
// transaction ends; at most limit of them, without those that spared names.
func (p *Purge) Parts(ctx context.Context, tx Querier, l Lead, ids, spared []string, limit int) ([]string, error) {
	w := NewWriter(SchemaName(p.Workspace), p.Schema)
	w.Text("SELECT q0.id::text FROM ")
	w.Table(l.Entity)
	w.Text(" q0 WHERE ")
	p.leads(w, l)
	if len(spared) > 0 {
		w.Text(" AND q0.id <> ALL(")
		w.Value(query.Value{Type: query.Type{Kind: query.UUID, Array: true}, V: anyIDs(spared)})
		w.Text(")")
	}
	w.limit(limit)
	w.Text(" FOR UPDATE OF q0")
	return idsOf(ctx, tx, w.SQL(), w.Plan().Bind(p.bind(ids, nil))...)
}

// Clear empties a field where it leads to the records, with a change row for
// each, and gives the records that it changed.
func (p *Purge) Clear(ctx context.Context, tx Querier, l Lead, entityID string, ids []string) ([]string, error) {
	schema, column := Quote(SchemaName(p.Workspace)), Quote(l.Field.Column)
	table, _ := p.Schema.Table(l.Entity)
	old, set, unlink := "to_jsonb(q0."+column+")", ", "+column+" = NULL", ""
	after := "'null'::jsonb"
	find := "q0." + column + " = ANY($1::uuid[])"
	if l.Field.Links != "" {
		links := schema + "." + Quote(l.Field.Links)
		old = "(SELECT jsonb_agg(l.target ORDER BY l.position) FROM " + links + " l WHERE l.record = q0.id)"
		after = "(SELECT jsonb_agg(l.target ORDER BY l.position) FROM " + links + " l WHERE l.record = new.id AND l.target <> ALL($1::uuid[]))"
		find = "q0.id IN (SELECT l.record FROM " + links + " l WHERE l.target = ANY($1::uuid[]))"
		set, unlink = "", ", gone AS (DELETE FROM "+links+" WHERE target = ANY($1::uuid[]))"
	}
	sql := fmt.Sprintf(`WITH old AS (SELECT q0.id, %s AS was FROM %s.%s q0 WHERE %s FOR UPDATE OF q0),
		new AS (UPDATE %s.%s t SET version = t.version + 1, updated_at = now(), updated_by = nullif($2, '')::uuid%s FROM old WHERE t.id = old.id RETURNING t.id, t.version)%s,
		change AS (INSERT INTO %s.change (entity, record, version, action, actor, channel, before, after, revision, reason)
			SELECT $3, new.id, new.version, 'update', nullif($2, '')::uuid, $4, jsonb_build_object($5::text, old.was), jsonb_build_object($5::text, %s), $6, nullif($7, '')
			FROM new JOIN old USING (id))
		SELECT id::text FROM new`, old, schema, Quote(table), find, schema, Quote(table), set, unlink, schema, after)
	return idsOf(ctx, tx, sql, ids, p.Actor, entityID, p.Channel, l.Field.Column, p.Revision, p.Reason)
}

// Enter writes a change row for records that go with another.
func (p *Purge) Enter(ctx context.Context, tx Querier, entity, entityID string, ids []string) error {
	schema := Quote(SchemaName(p.Workspace))
	table, _ := p.Schema.Table(entity)
	_, err := tx.Exec(ctx, fmt.Sprintf(`INSERT INTO %[1]s.change (entity, record, version, action, actor, channel, before, after, revision, reason)
		SELECT $2, id, version + 1, 'purge', nullif($3, '')::uuid, $4, NULL, '{}', $5, nullif($6, '') FROM %[1]s.%[2]s WHERE id = ANY($1::uuid[])`, schema, Quote(table)),
		ids, entityID, p.Actor, p.Channel, p.Revision, p.Reason)
	if err != nil {
		return fmt.Errorf("enter what is purged: %w", err)
	}
	return nil
}

// Erase deletes records with all that is kept of them: their values in the
// change rows, comments, shares, owners, files and places in trees. Who did what when, and
// why, stays.
func (p *Purge) Erase(ctx context.Context, tx Querier, entity string, ids []string) error {
	schema := Quote(SchemaName(p.Workspace))
	table, _ := p.Schema.Table(entity)
	for _, sql := range []string{
		"UPDATE %s.change SET before = NULL, after = '{}' WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s.comment WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s.share WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s.ownership WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s.merge WHERE survivor = ANY($1::uuid[]) OR merged = ANY($1::uuid[])",
		"DELETE FROM %s.duplicate_told WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s.reminder WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s.field_reminder WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s.closure WHERE ancestor = ANY($1::uuid[]) OR descendant = ANY($1::uuid[])",
		"UPDATE %s.file SET name = '', released_at = coalesce(released_at, now()) WHERE record = ANY($1::uuid[])",
		"DELETE FROM %s." + Quote(table) + " WHERE id = ANY($1::uuid[])",
	} {
		if _, err := tx.Exec(ctx, fmt.Sprintf(sql, schema), ids); err != nil {
			return fmt.Errorf("purge records of %s: %w", entity, constraint(err))
		}
	}
	return nil
}
