package apppackage

import "github.com/mortise-crm/mortise/engine/definition"

// extensionsOf gives extensions as the workspace has them: under the name that
// the entity has, with the fields as they are.
func extensionsOf(docs, extensions []definition.Document) []definition.Document {
	var list []definition.Document
	for _, x := range extensions {
		n := holder(docs, x)
		if n < 0 {
			continue
		}
		ids, all, own := idsOf(properties(x.Body)), properties(docs[n].Body), definition.NewObject()
		for _, name := range all.Names() {
			if field, _ := all.Get(name); ids[fieldID(all, name)] {
				own.Set(name, field)
			}
		}
		if len(own.Names()) > 0 {
			list = append(list, extension(docs[n].Name, own))
		}
	}
	return list
}

func extension(entity string, fields *definition.Object) definition.Document {
	body := definition.NewObject()
	body.Set("properties", fields)
	return definition.Document{Key: definition.Key{Kind: KindExtension, Name: entity}, Body: body.Bytes()}
}

// properties are the members of properties of an entity or an extension.
func properties(body []byte) *definition.Object {
	if tree, err := definition.Tree(body); err == nil {
		v, _ := tree.Get("properties")
		if fields, ok := v.(*definition.Object); ok {
			return fields
		}
	}
	return definition.NewObject()
}

func idsOf(fields *definition.Object) map[string]bool {
	ids := map[string]bool{}
	for _, name := range fields.Names() {
		if id := fieldID(fields, name); id != "" {
			ids[id] = true
		}
	}
	return ids
}

// fieldID gives the x-id of a field; "" without one.
func fieldID(fields *definition.Object, name string) string {
	v, _ := fields.Get(name)
	if field, ok := v.(*definition.Object); ok {
		id, _ := field.Get("x-id")
		text, _ := id.(string)
		return text
	}
	return ""
}
