package catalog

import (
	"fmt"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/validation"
)

// Values gives what the entity says of its values in expressions, compiled at
// first use. What does not compile, which publishing refuses, fails every write.
func (e *Entity) Values() (*validation.Set, error) {
	e.values.once.Do(e.compileValues)
	return e.values.set, e.values.err
}

// FormConditions are those of one form, compiled. One that does not compile,
// which publishing refuses, is nil, as one that is not given.
type FormConditions struct {
	When     *validation.Condition
	Sections []*validation.Condition // by the order of the sections
}

// FormConditions gives the conditions of a form of the entity.
func (e *Entity) FormConditions(form string) FormConditions {
	e.values.once.Do(e.compileValues)
	return e.values.forms[form]
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

func (e *Entity) compileForms() {
	e.values.forms = map[string]FormConditions{}
	for _, f := range e.Forms {
		one := FormConditions{Sections: make([]*validation.Condition, len(f.Sections))}
		one.When, _ = validation.One(e.snapshot, e.Name(), f.When, "")
		for i, section := range f.Sections {
			one.Sections[i], _ = validation.One(e.snapshot, e.Name(), section.Visible, "")
		}
		e.values.forms[f.Name] = one
	}
}

func (e *Entity) compileValues() {
	e.compileColors()
	e.compileForms()
	set, wrong := validation.Compile(e.snapshot, e.Definition)
	e.values.set = set
	if err := wrong.Err(); err != nil {
		e.values.set = nil
		e.values.err = problem.Wrap(problem.Internal, "rules_failed", fmt.Errorf("compile the rules about values of %s: %w", e.Name(), err))
	}
}
