package fieldtype

import (
	"net/url"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// SchemaIDs gives the $ids that the JSON Schema of a field (x-schema) gives
// itself and its parts, made absolute. No two fields of an entity may share one:
// the payload's JSON Schema holds them all.
func SchemaIDs(f *definition.Field) []string {
	value, err := decodeJSON(f.JSONSchema)
	if len(f.JSONSchema) == 0 || err != nil {
		return nil
	}
	base, err := url.Parse(schemaBase + f.ID)
	if err != nil {
		return nil
	}
	return schemaIDs(value, base, nil)
}

// examples of values are no JSON Schemas.
var plainKeywords = []string{"const", "enum", "default", "examples"}

func schemaIDs(value any, base *url.URL, ids []string) []string {
	switch v := value.(type) {
	case map[string]any:
		if id, ok := v["$id"].(string); ok {
			if at, err := base.Parse(id); err == nil {
				base = at
				at := *at
				at.Fragment = ""
				ids = append(ids, at.String())
			}
		}
		for keyword, part := range v {
			if !slices.Contains(plainKeywords, keyword) {
				ids = schemaIDs(part, base, ids)
			}
		}
	case []any:
		for _, part := range v {
			ids = schemaIDs(part, base, ids)
		}
	}
	return ids
}
