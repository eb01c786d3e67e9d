package catalog

import (
	"fmt"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/validation"
)

// Values gives what the entity says of its values in expressions, compiled at
// first use. What does not compile, which publishing refuses, fails every write.
func (e *Entity) Values() (*validation.Set, error) {
	e.values.once.Do(func() {
		set, wrong := validation.Compile(e.snapshot, e.Definition)
		if err := wrong.Err(); err != nil {
			e.values.err = problem.Wrap(problem.Internal, "rules_failed", fmt.Errorf("compile the rules about values of %s: %w", e.Name(), err))
			return
		}
		e.values.set = set
	})
	return e.values.set, e.values.err
}
