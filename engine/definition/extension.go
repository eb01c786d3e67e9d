package definition

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// extensionPrefix begins the names of field types of extensions, and of no
// other.
const extensionPrefix = "x_"

var extensionName = regexp.MustCompile(`^x_[a-z][a-z0-9_]{0,37}$`)

// OfExtension tells whether a field type is one that an extension brings. A
// document may name it though this binary does not have it.
func OfExtension(fieldType string) bool {
	return strings.HasPrefix(fieldType, extensionPrefix) && extensionName.MatchString(fieldType)
}

// extensions are the field types that this binary has of extensions, with the
// JSON Schemas of their x-options, nil for types without.
var extensions = struct {
	sync.Mutex
	options map[string]json.RawMessage
}{options: map[string]json.RawMessage{}}

// Extend makes a field type of an extension known to JSONSchema.
func Extend(fieldType string, options json.RawMessage) {
	extensions.Lock()
	defer extensions.Unlock()
	extensions.options[fieldType] = options
}

// withExtensions adds the field types of extensions to the JSON Schema of
// entities: their names, and what x-options of each may hold.
func withExtensions(raw json.RawMessage) json.RawMessage {
	extensions.Lock()
	defer extensions.Unlock()
	if len(extensions.options) == 0 {
		return raw
	}
	var names []string
	for name := range extensions.options {
		names = append(names, name)
	}
	slices.Sort(names)
	tree, err := decode(raw)
	if err != nil {
		return raw
	}
	field := tree.object("$defs").object("field")
	known := field.object("properties").object("x-field")
	types, _ := known.get("enum").([]any)
	branches, _ := field.get("allOf").([]any)
	for _, name := range names {
		types = append(types, name)
		branches = append(branches, branch(name, extensions.options[name]))
	}
	known.values["enum"], field.values["allOf"] = types, branches
	return tree.bytes()
}

// branch says what x-options of a field type may be.
func branch(name string, options json.RawMessage) any {
	if options == nil {
		options = json.RawMessage("false")
	}
	s := fmt.Sprintf(`{"if": {"required": ["x-field"], "properties": {"x-field": {"const": %q}}}, "then": {"properties": {"x-options": %s}}}`, name, options)
	tree, err := decode([]byte(s))
	if err != nil { // it nests too deep to be shown
		return NewObject()
	}
	return tree
}
