package store

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/query"
)

// Ask gives the value of an operand over a record that is not written yet: its
// fields are those of the write, a create. It is past all access rules but
// those that the operand holds.
func (db *DB) Ask(ctx context.Context, c *Write, x query.Operand, workspace string, bind Binder) (any, error) {
	w := NewWriter(SchemaName(workspace), c.Schema)
	r := renderer{Writer: w, alias: alias, read: c.newImage(w, nil)}
	w.Text("SELECT ", loadedAs(x.OperandType(), "("+r.operand(x)+")"))
	var text *string
	if err := db.pool.QueryRow(ctx, w.SQL(), w.Plan().Bind(c.Bind(bind))...).Scan(&text); err != nil {
		return nil, fmt.Errorf("ask for a value: %w", err)
	}
	if text == nil {
		return nil, nil
	}
	return loadedValue(x.OperandType(), *text)
}
