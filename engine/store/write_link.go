package store

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/query"
)

// linksImage reads the links that the statement writes from its arguments: it
// cannot see what it has written.
func (c *Write) linksImage(w *Writer) Read {
	for i := range c.Set {
		if c.Set[i].Field.Links != "" {
			return func(f query.Field) (string, bool) {
				if f.Links == "" {
					return "", false
				}
				return c.assigned(w, f)
			}
		}
	}
	return nil
}

// assigned gives the argument that a field of the record is set to.
func (c *Write) assigned(w *Writer, f query.Field) (string, bool) {
	for i := range c.Set {
		if c.Set[i].Field.Name == f.Name {
			return c.setText(w, i), true
		}
	}
	return "", false
}

// WritesLinks tells whether the write replaces lists of links of a record that
// is there. Then LockRecord goes before it, in its transaction, so that it sees
// the links that another writer has left.
func (c *Write) WritesLinks() bool {
	if c.Action == "create" {
		return false
	}
	for i := range c.Set {
		if c.Set[i].Field.Links != "" {
			return true
		}
	}
	return false
}

// LockRecord waits until nobody else writes the record, and keeps others
// waiting until the transaction ends. A record that is not there is nothing to
// wait for.
func (c *Write) LockRecord(ctx context.Context, tx Querier, workspace string) error {
	w := NewWriter(SchemaName(workspace), c.Schema)
	w.Text("SELECT 1 FROM ")
	w.Table(c.Entity)
	w.Text(" WHERE id = ")
	c.writeID(w)
	w.Text(" FOR UPDATE")
	if _, err := tx.Exec(ctx, w.SQL(), w.Plan().Bind(c.Bind(nil))...); err != nil {
		return fmt.Errorf("lock a record of %s: %w", c.Entity, err)
	}
	return nil
}

// writeLinks replaces the links of the fields that are set. What stays is
// moved to its new place; no row is touched twice.
func (c *Write) writeLinks(w *Writer) {
	for i := range c.Set {
		f := c.Set[i].Field
		if f.Links == "" {
			continue
		}
		if c.Action != "create" {
			w.Text(", ", Quote("un"+f.Links), " AS (DELETE FROM ")
			w.Ident(f.Links)
			w.Text(" l USING new WHERE l.record = new.id AND (l.target = ANY(", c.setText(w, i), ")) IS NOT TRUE)")
		}
		w.Text(", ", Quote(f.Links), " AS (INSERT INTO ")
		w.Ident(f.Links)
		w.Text(" AS l (record, target, position) SELECT new.id, v.target, v.position")
		c.fromNew(w)
		w.Text(" CROSS JOIN unnest(", c.setText(w, i), ") WITH ORDINALITY v (target, position)")
		if c.Action != "create" {
			w.Text(" ON CONFLICT (record, target) DO UPDATE SET position = excluded.position WHERE l.position <> excluded.position")
		}
		w.Text(")")
	}
}

// writeLinked adds to the record as it was the links that the write replaces.
func (c *Write) writeLinked(w *Writer) {
	for i := range c.Set {
		if f := c.Set[i].Field; f.Links != "" {
			w.Text(", ", w.linkedText(f, "q0"), " AS ", Quote(f.Column))
		}
	}
}

// value is what the target's argument is bound to.
func (t *Target) value() any {
	if t.Links.Links != "" {
		return t.IDs
	}
	return t.ID
}

func (c *Write) writeTarget(w *Writer, t *Target) {
	if t.Links.Links == "" {
		w.Text("EXISTS (")
		w.target(t, w.ParamText(writeTarget+t.Name, query.Type{Kind: query.UUID}))
		w.Text(")")
		return
	}
	w.Text("NOT EXISTS (SELECT 1")
	c.fromMissing(w, t)
	w.Text(")")
}

// fromMissing writes where the ids of several that cannot be pointed to come from.
func (c *Write) fromMissing(w *Writer, t *Target) {
	w.Text(" FROM unnest(", w.ParamText(writeTarget+t.Name, query.Type{Kind: query.UUID, Array: true}), ") n(id) WHERE ")
	if c.Action != "create" {
		w.Text("NOT EXISTS (SELECT 1 FROM ")
		w.Ident(t.Links.Links)
		w.Text(" l WHERE l.record = q0.id AND l.target = n.id) AND ")
	}
	w.Text("NOT EXISTS (")
	w.target(t, "n.id")
	w.Text(")")
}

// writeMissing writes the list of the ids that cannot be pointed to.
func (c *Write) writeMissing(w *Writer, t *Target) {
	if t.Links.Links == "" {
		w.Text("CASE WHEN (")
		c.writeTarget(w, t)
		w.Text(") IS NOT TRUE THEN ARRAY[", w.ParamText(writeTarget+t.Name, query.Type{Kind: query.UUID}), "::text] END")
		return
	}
	w.Text("ARRAY(SELECT n.id::text")
	c.fromMissing(w, t)
	w.Text(")")
}

// target selects the record of an id that can be pointed to.
func (w *Writer) target(t *Target, id string) {
	far := alias(t.Var)
	w.Text("SELECT 1 FROM ")
	w.Table(t.Entity)
	w.Text(" ", far, " WHERE ", far, ".id = ", id, " AND ", far, ".archived_at IS NULL AND ")
	w.cond(t.Row)
}
