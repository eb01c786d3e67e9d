package store

import (
	"context"
	"fmt"
	"strings"
)

// SystemChannel marks the change rows of writes that come from the engine
// itself and pass no access rules.
const SystemChannel = "system"

// SystemWrite is a record that the engine creates or changes without a policy:
// the first administrator, and a user's own language. Like any write it raises
// the record's version and enters a change row.
type SystemWrite struct {
	Table  string // e_<x-id>
	ID     string
	Actor  string // user id; "" for nobody
	Values []SystemValue
}

// SystemValue is what one column gets; Cast is the column's type.
type SystemValue struct {
	Column, Cast string
	Value        any
}

// Insert creates the record.
func (w SystemWrite) Insert(ctx context.Context, q Querier, schema string) error {
	var names, values strings.Builder
	for i, v := range w.Values {
		names.WriteString(", " + Quote(v.Column))
		fmt.Fprintf(&values, ", $%d::%s", i+3, v.Cast)
	}
	sql := fmt.Sprintf(`WITH new AS (INSERT INTO %s (id, created_at, created_by, updated_at, updated_by%s)
		VALUES ($1::uuid, now(), nullif($2, '')::uuid, now(), nullif($2, '')::uuid%s) RETURNING *) %s`,
		identityTable(schema, w.Table), names.String(), values.String(), w.change(schema, "create"))
	return w.exec(ctx, q, sql)
}

// Update changes the record, if it is there.
func (w SystemWrite) Update(ctx context.Context, q Querier, schema string) error {
	var set strings.Builder
	for i, v := range w.Values {
		fmt.Fprintf(&set, ", %s = $%d::%s", Quote(v.Column), i+3, v.Cast)
	}
	table := identityTable(schema, w.Table)
	sql := fmt.Sprintf(`WITH old AS (SELECT * FROM %s WHERE id = $1::uuid AND archived_at IS NULL FOR UPDATE),
		new AS (UPDATE %s t SET version = t.version + 1, updated_at = now(), updated_by = nullif($2, '')::uuid%s
			FROM old WHERE t.id = old.id RETURNING t.*) %s`,
		table, table, set.String(), w.change(schema, "update"))
	return w.exec(ctx, q, sql)
}

// change writes the end of the statement: the change row of what is in new.
func (w SystemWrite) change(schema, action string) string {
	before, from := "NULL", "new"
	if action == "update" {
		before, from = w.image("old"), "new JOIN old USING (id)"
	}
	return fmt.Sprintf(`INSERT INTO %s (entity, record, version, action, actor, channel, before, after)
		SELECT '%s', new.id, new.version, '%s', nullif($2, '')::uuid, '%s', %s, %s FROM %s`,
		identityTable(schema, "change"), strings.TrimPrefix(w.Table, "e_"), action, SystemChannel, before, w.image("new"), from)
}

func (w SystemWrite) image(of string) string {
	parts := make([]string, 0, 2*len(w.Values))
	for _, v := range w.Values {
		parts = append(parts, "'"+v.Column+"'", of+"."+Quote(v.Column))
	}
	return "jsonb_build_object(" + strings.Join(parts, ", ") + ")"
}

func (w SystemWrite) exec(ctx context.Context, q Querier, sql string) error {
	args := []any{w.ID, w.Actor}
	for _, v := range w.Values {
		args = append(args, v.Value)
	}
	if _, err := q.Exec(ctx, sql, args...); err != nil {
		return fmt.Errorf("write a record of %s: %w", w.Table, constraint(err))
	}
	return nil
}
