package fieldtype

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// referenceType names a record of one of several entities, or of any:
// "customer/" and its id. Whether the record is there, and may be named, is asked when it is
// written.
type referenceType struct{ stringType }

var reference Type = referenceType{stringType{
	base: base{
		name: "reference", kind: query.Type{Kind: query.Text}, column: "text",
		operators: append([]Operator{OpStartsWith}, equality...), sortable: true, masks: whole,
	},
	longest: 110, format: "record", prepare: anyRecord,
}}

func anyRecord(f *definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	entities := slices.Clone(f.Entities)
	return func(s string) (any, *problem.Detail) {
		entity, id, ok := SplitReference(strings.TrimSpace(s))
		if !ok {
			return nil, wrong("invalid_reference")
		}
		if len(entities) > 0 && !slices.Contains(entities, entity) {
			return nil, wrong("not_an_option", "value", shorten(entity))
		}
		return entity + "/" + id, nil
	}, nil
}

// Refers tells whether the values of a field name records of several entities.
func Refers(f *definition.Field) bool {
	_, ok := typesByName[f.Type].(referenceType)
	return ok
}

// SplitReference takes the value of a reference apart: the entity, and the id
// in its canonical form.
func SplitReference(s string) (entity, id string, ok bool) {
	entity, id, ok = strings.Cut(s, "/")
	return entity, strings.ToLower(id), ok && entity != "" && isUUID(id)
}
