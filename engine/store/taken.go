package store

import "github.com/mortise-crm/mortise/engine/query"

// taken writes whether another record that is not archived has the values that
// the write would give these fields. An empty value is never taken.
func (c *Write) taken(w *Writer, fields []query.Field) {
	w.Text("EXISTS (SELECT 1 FROM ")
	w.Table(c.Entity)
	w.Text(" u WHERE u.archived_at IS NULL AND u.id <> ")
	c.writeID(w)
	image := c.newImage(w, nil)
	for _, f := range fields {
		sql, ok := image(f)
		if !ok {
			sql = w.fieldText(f)
		}
		w.Text(" AND u." + Quote(f.Column) + " = " + sql)
	}
	w.Text(")")
}
