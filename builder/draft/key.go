package draft

import (
	"regexp"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// name is what any document may be called; each kind's JSON Schema is stricter.
var name = regexp.MustCompile(`^[a-z][a-z0-9_.-]{0,119}$`)

// CheckKey refuses kinds that nobody designs and names that no document has.
func CheckKey(key definition.Key) error {
	var wrong problem.List
	if !slices.Contains(definition.Kinds, key.Kind) {
		wrong.Add("/kind", "unknown_kind", "kind", string(key.Kind))
	}
	if !name.MatchString(key.Name) {
		wrong.Add("/name", "bad_name")
	}
	return wrong.Err()
}
