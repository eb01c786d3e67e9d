package check

import (
	"github.com/mortise-crm/mortise/engine/definition"
)

// computed checks what formulas, lookups and roll-ups are made of. Others can
// refer to those fields afterwards.
func (c *checker) computed() {
	schema, problems := schemaOf(c.set)
	c.schema = schema
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
