package policygen

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

// attribute reads what is known of the user; relations are plain ids there.
func (t *translation) attribute(n ast.Node, path []string) (operand, bool) {
	if len(path) == 1 {
		if x, ok := t.attributeOperand(path[0]); ok {
			return x, true
		}
	}
	t.fault(n, "unknown_attribute", "name", path[0])
	return operand{}, false
}

// attributeOperand is what is known of the caller under a name.
func (g *generator) attributeOperand(name string) (operand, bool) {
	rego := inputPath("user", name)
	ids := func(entity string) (operand, bool) {
		return operand{rego: rego, class: list, element: id, entity: entity}, true
	}
	switch name {
	case "id":
		return operand{rego: rego, class: id, entity: userEntity}, true
	case "roles":
		return operand{rego: rego, class: list, element: text}, true
	case "teams":
		return ids(teamEntity)
	case "teammates", "subordinates":
		return ids(userEntity)
	case "principals":
		return ids("")
	}
	user := g.entities[userEntity]
	if user == nil {
		return operand{}, false
	}
	if f := user.Field(name); f != nil && !f.System && !f.Links() {
		x, ok := fieldOperand(f, user, rego)
		x.relation = false
		return x, ok
	}
	field, ok := strings.CutSuffix(name, "_below")
	if f := user.Field(field); ok && f != nil && f.ToOne() != "" && g.entities[f.Entity] != nil && g.entities[f.Entity].Tree != "" {
		return ids(f.Entity)
	}
	return operand{}, false
}

// fieldOperand is a field of some record, read by rego.
func fieldOperand(f *definition.Field, of *definition.Entity, rego string) (operand, bool) {
	if f.Name == "id" {
		return operand{rego: rego, class: id, entity: of.Name}, true
	}
	ft, ok := fieldtype.Of(f)
	if !ok || f.Table() {
		return operand{}, false
	}
	kind := ft.Kind()
	x := operand{rego: rego, class: classOf(kind), entity: f.Entity, relation: f.ToOne() != "", links: f.Links()}
	if kind.Array {
		kind.Array = false
		x.element = classOf(kind)
	}
	return x, true
}
