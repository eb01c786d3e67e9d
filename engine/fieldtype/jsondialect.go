package fieldtype

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// schemaBase is what the JSON Schemas of fields are named by where they name
// themselves nothing.
const schemaBase = "mortise://field/"

// What the JSON Schema of a field must not say, for it would be taken
// otherwise than it is meant.
var (
	errDialect   = errors.New("$schema must be that of draft 2020-12")
	errDynamic   = errors.New("$dynamicRef and $dynamicAnchor cannot be used")
	errEmptyEnum = errors.New("an enum without values cannot be used")
)

// dialect refuses the JSON Schema of a field in another dialect than ours.
func dialect(raw json.RawMessage) error {
	v, err := decodeJSON(raw)
	if err != nil {
		return err
	}
	return understood(v)
}

func understood(v any) error {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if err := understood(x); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if err := understoodKeyword(name, v[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

func understoodKeyword(name string, v any) error {
	switch name {
	case "const", "default", "examples":
		return nil // data, whatever it looks like
	case "enum":
		if list, ok := v.([]any); ok && len(list) == 0 {
			return errEmptyEnum
		}
		return nil
	case "$dynamicRef", "$dynamicAnchor":
		if _, ok := v.(string); ok {
			return errDynamic
		}
	case "$schema":
		if s, ok := v.(string); ok && s != draft && s != draft+"#" {
			return errDialect
		}
	}
	return understood(v)
}
