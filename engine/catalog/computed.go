package catalog

import (
	"fmt"

	"github.com/mortise-crm/mortise/engine/computed"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

// attachComputed gives the computed fields what they are made of. It needs all
// entities.
func (s *Snapshot) attachComputed() error {
	fields, problems := computed.Compile(s.Set, s)
	for s.close(problems) {
		fields, problems = computed.Compile(s.Set, s)
	}
	if len(problems) > 0 {
		first := problems[0]
		return fmt.Errorf("entity %s: field %s: %w", first.Entity, first.Field, first.Details.Err())
	}
	if fields.None() {
		return nil
	}
	for _, e := range s.ordered {
		for _, f := range e.Definition.Fields {
			if made := fields.Of(e.Name(), f.Name); made != nil {
				q := fieldtype.QueryField(e.Definition, f)
				q.Computed = made
				e.operands[f.Name] = q
			}
		}
	}
	return nil
}
