package store

import "github.com/mortise-crm/mortise/engine/query"

// writeChange enters who did what when: the audit row that is the event.
func (c *Write) writeChange(w *Writer) {
	text := query.Type{Kind: query.Text}
	w.Text(", change AS (INSERT INTO ")
	w.Ident("change")
	w.Text(" (entity, record, version, action, actor, channel, before, after, revision, grants, reason, on_behalf")
	if c.Entered != nil {
		w.Text(", at")
	}
	w.Text(") SELECT ")
	w.Value(query.Value{Type: text, V: c.EntityID})
	w.Text(", new.id, new.version, ")
	w.Value(query.Value{Type: text, V: c.action()})
	at, by := c.entered(w)
	w.Text(", ", by, ", ")
	w.Value(query.Value{Type: text, V: c.Channel})
	w.Text(", ")
	c.writeBefore(w)
	w.Text(", ")
	c.writeAfter(w)
	w.Text(", ")
	w.Param(writeRevision, query.Type{Kind: query.Integer})
	w.Text(", ")
	c.writeGrants(w)
	w.Text(", ")
	w.Param(writeReason, query.Type{Kind: query.Text})
	w.Text(", ")
	w.Param(writeOnBehalf, query.Type{Kind: query.UUID})
	if c.Entered != nil {
		w.Text(", ", at)
	}
	c.fromNew(w)
	if c.Action != "create" {
		w.Text(" JOIN old USING (id)")
	}
	w.Text(")")
}

// action is the action that the change row names.
func (c *Write) action() string {
	if c.Share != nil && c.Share.Remove {
		return "unshare"
	}
	return c.Action
}

func (c *Write) writeBefore(w *Writer) {
	if c.Action == "create" || len(c.Set) == 0 {
		w.Text("NULL::jsonb")
		return
	}
	w.Text("jsonb_build_object(")
	for i := range c.Set {
		if i > 0 {
			w.Text(", ")
		}
		column := c.Set[i].Field.Column
		w.Text("'"+column+"', ", shown(c.Set[i].Field.Type, "old."+Quote(column)))
	}
	w.Text(")")
}

func (c *Write) writeAfter(w *Writer) {
	w.Param(writeAfter, query.Type{Kind: query.Text})
	w.Text("::jsonb")
	if len(c.Auto) == 0 {
		return
	}
	w.Text(" || jsonb_build_object(")
	for i := range c.Auto {
		if i > 0 {
			w.Text(", ")
		}
		column := c.Auto[i].Field.Column
		w.Text("'" + column + "', new." + Quote(column))
	}
	w.Text(")")
}
