package store

// taken writes whether another record that is not archived has the values that
// the write would give these fields. An empty value is never taken.
func (c *Write) taken(w *Writer, k Key) {
	w.Text("EXISTS (SELECT 1 FROM ")
	w.Table(c.Entity)
	w.Text(" u WHERE u.archived_at IS NULL AND u.id <> ")
	c.writeID(w)
	image := c.newImage(w, nil)
	for _, f := range k.Fields {
		sql, ok := image(f)
		if !ok {
			sql = w.fieldText(f)
		}
		w.Text(" AND u." + Quote(f.Column) + " = " + sql)
	}
	if k.Where != nil {
		w.Text(" AND (")
		w.Predicate(k.Where, func(int) string { return "u" })
		w.Text(") AND (")
		w.PredicateReading(k.Where, alias, image)
		w.Text(")")
	}
	w.Text(")")
}
