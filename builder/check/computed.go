package check

import (
	"github.com/mortise-crm/mortise/engine/computed"
	"github.com/mortise-crm/mortise/engine/definition"
)

// computed checks what formulas, lookups and roll-ups are made of. Others can
// refer to those fields afterwards.
func (c *checker) computed() {
	c.schema = setSchema{set: c.set}
	fields, problems := computed.Compile(c.set, c.schema)
	c.schema.fields = fields
	for _, p := range problems {
		c.about(definition.KindEntity, p.Entity).addAll(p.Details.Err())
	}
}

// stored refuses a computed field where a column is needed.
func (d document) stored(pointer string, f *definition.Field) {
	if f.IsComputed() {
		d.add(pointer, "computed_not_stored", "name", f.Name)
	}
}
