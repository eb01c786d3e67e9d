package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// identifier is the type of the system field id.
var identifier Type = newReference("id")

// newReference makes a type whose value is the id of a record.
func newReference(name string) stringType {
	return stringType{
		base:    base{name: name, folding: definition.FoldExact, kind: query.Type{Kind: query.UUID}, column: "uuid", operators: equality, sortable: true},
		longest: 100, format: "uuid", prepare: recordID,
	}
}

func recordID(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		if !isUUID(s) {
			return nil, wrong("invalid_id")
		}
		return strings.ToLower(s), nil
	}, nil
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return false
			}
		default:
			if (s[i] < '0' || s[i] > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}
