package policygen

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// userEntity is the entity of principals.
const userEntity = "user"

// attributeOperand is what is known of the caller under a name; relations are
// plain ids there.
func (g *generator) attributeOperand(name string) (operand, bool) {
	rego := inputPath("user", name)
	ids := func(entity string) (operand, bool) {
		return operand{rego: rego, kind: expression.Type{Kind: expression.Record, List: true, Entity: entity}}, true
	}
	switch name {
	case "id":
		return operand{rego: rego, kind: expression.Type{Kind: expression.Record, Entity: userEntity}}, true
	case "roles":
		return operand{rego: rego, kind: expression.Type{Kind: expression.Text, List: true}}, true
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
	if f := user.Field(name); f != nil && !f.System && !f.Links() && !f.IsComputed() {
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

// fieldOf finds a field, those that every entity has included.
func fieldOf(e *definition.Entity, name string) *definition.Field {
	if f := e.Field(name); f != nil {
		return f
	}
	for _, f := range definition.SystemFields() {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// fieldOperand is a field of some record, read by rego.
func fieldOperand(f *definition.Field, of *definition.Entity, rego string) (operand, bool) {
	if f.Name == "id" {
		return operand{rego: rego, kind: expression.Type{Kind: expression.Record, Entity: of.Name}}, true
	}
	ft, ok := fieldtype.Of(f)
	if !ok || f.Table() {
		return operand{}, false
	}
	return operand{rego: rego, kind: filter.TypeOf(ft.Kind(), f.Entity), relation: f.ToOne() != "", links: f.Links()}, true
}
