package policygen

import "github.com/mortise-crm/mortise/engine/expression"

const (
	// self names the record itself: record.owner.
	self = "record"
	// readable is the function that tells whether the caller may read the record
	// that a relation leads to.
	readable = "readable"
)

// functions are those of the language and readable. Conditions that use others
// than that and now are refused when they are translated, for there it is known
// where each stands.
var functions = withReadable()

func withReadable() map[string]expression.Function {
	all := expression.Functions()
	all[readable] = expression.Function{
		Args: []expression.Parameter{{Kinds: []expression.Kind{expression.Record}, Leads: true}}, Result: expression.Boolean,
	}
	return all
}

// environment says what names mean in a condition about records of the entity.
func (g *generator) environment() expression.Env {
	return expression.Env{
		Entity: g.entity.Name,
		Self:   self,
		Field: func(entity, name string) (expression.Type, bool) {
			e := g.entities[entity]
			if e == nil {
				return expression.Type{}, false
			}
			f := fieldOf(e, name)
			if f == nil {
				return expression.Type{}, false
			}
			x, ok := fieldOperand(f, e, "")
			return x.kind, ok
		},
		Attribute: func(name string) (expression.Type, bool) {
			x, ok := g.attributeOperand(name)
			return x.kind, ok
		},
		Functions: functions,
		Links:     true,
		Constants: true,
	}
}
