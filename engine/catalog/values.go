package catalog

import (
	"fmt"
	"strconv"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/validation"
)

// Values gives what the entity says of its values in expressions, compiled at
// first use. What does not compile, which publishing refuses, fails every write.
func (e *Entity) Values() (*validation.Set, error) {
	e.values.once.Do(e.compileValues)
	return e.values.set, e.values.err
}

// Sections gives the conditions under which the sections of the entity's form
// are drawn, by their order; nil for one that always is.
func (e *Entity) Sections() ([]*validation.Condition, error) {
	e.values.once.Do(e.compileValues)
	return e.values.sections, e.values.err
}

// Colors gives the conditions under which a view of the entity colours records,
// by the order of its rules; nil for one that does not compile, which colours
// nothing.
func (e *Entity) Colors(view string) []*validation.Condition {
	e.values.once.Do(e.compileValues)
	return e.values.colors[view]
}

func (e *Entity) compileColors() {
	e.values.colors = map[string][]*validation.Condition{}
	for _, v := range e.Views {
		list := make([]*validation.Condition, len(v.Colors))
		for i, rule := range v.Colors {
			list[i], _ = validation.One(e.snapshot, e.Name(), rule.When, "")
		}
		e.values.colors[v.Name] = list
	}
}

func (e *Entity) compileValues() {
	e.compileColors()
	set, wrong := validation.Compile(e.snapshot, e.Definition)
	if e.Form != nil {
		for i, section := range e.Form.Sections {
			visible, more := validation.One(e.snapshot, e.Name(), section.Visible, "/sections/"+strconv.Itoa(i)+"/visible")
			wrong = append(wrong, more...)
			e.values.sections = append(e.values.sections, visible)
		}
	}
	e.values.set = set
	if err := wrong.Err(); err != nil {
		e.values.set, e.values.sections = nil, nil
		e.values.err = problem.Wrap(problem.Internal, "rules_failed", fmt.Errorf("compile the rules about values of %s: %w", e.Name(), err))
	}
}
