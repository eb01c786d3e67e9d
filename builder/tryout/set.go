package tryout

import (
	"encoding/json"
	"strings"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// maxMended is how often parts of documents that are wrong are left out.
const maxMended = 4

// setOf gives the entities of a draft, with the one being edited. Parts of an
// entity that are wrong are left out: one may be at work on them, too.
func setOf(view *draft.View, r Request) (*definition.Set, error) {
	var docs []definition.Document
	at, saved := -1, []byte(nil)
	for _, d := range view.Documents() {
		if d.Kind != definition.KindEntity && d.Kind != definition.KindChoices {
			continue
		}
		if d.Kind == definition.KindEntity && d.Name == r.Entity {
			at, saved = len(docs), d.Body
		}
		docs = append(docs, d)
	}
	if len(r.Document) > 0 && string(r.Document) != "null" {
		body, _, err := definition.AssignIDs(definition.KindEntity, r.Document, saved)
		if err != nil {
			return nil, problem.InvalidAt("/document", "invalid_document", nil)
		}
		edited := definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: r.Entity}, Body: body}
		if at < 0 {
			docs = append(docs, edited)
		} else {
			docs[at] = edited
		}
	} else if at < 0 {
		return nil, problem.InvalidAt("/entity", "unknown_entity", map[string]any{"name": r.Entity})
	}
	return parsed(docs, r.Entity)
}

// parsed parses documents without their parts that are wrong.
func parsed(docs []definition.Document, entity string) (*definition.Set, error) {
	for tries := 0; ; tries++ {
		set, found := definition.ParseSet(docs)
		mended := false
		for i := range docs {
			for _, p := range found {
				if tries < maxMended && p.Key == docs[i].Key && p.Kind == definition.KindEntity {
					body, ok := without(docs[i].Body, p.Details)
					docs[i].Body, mended = body, mended || ok
				}
			}
		}
		if mended {
			continue
		}
		if set.Entity(entity) == nil {
			return nil, broken(found, entity)
		}
		return set, nil
	}
}

// broken says what is wrong with the document of an entity.
func broken(found []definition.DocumentProblem, entity string) error {
	var l problem.List
	for _, p := range found {
		if p.Kind == definition.KindEntity && p.Name == entity {
			for _, d := range p.Details {
				d.Pointer = "/document" + d.Pointer
				l = append(l, d)
			}
		}
	}
	if len(l) == 0 {
		l.Add("/document", "invalid_document")
	}
	return l.Err()
}

// needed are the members that an entity cannot be without.
var needed = map[string]bool{"name": true, "title": true, "type": true, "x-id": true, "properties": true}

// without takes the parts of a document out that details point to, and tells
// whether there were any.
func without(body []byte, details []problem.Detail) ([]byte, bool) {
	var doc, properties map[string]json.RawMessage
	if json.Unmarshal(body, &doc) != nil {
		return body, false
	}
	_ = json.Unmarshal(doc["properties"], &properties) // none, where that is no object
	changed := false
	for _, d := range details {
		parts := strings.Split(strings.TrimPrefix(d.Pointer, "/"), "/")
		name := strings.NewReplacer("~1", "/", "~0", "~")
		switch {
		case len(parts) > 1 && parts[0] == "properties":
			field := name.Replace(parts[1])
			_, there := properties[field]
			delete(properties, field)
			changed = changed || there
		case !needed[parts[0]]:
			_, there := doc[name.Replace(parts[0])]
			delete(doc, name.Replace(parts[0]))
			changed = changed || there
		}
	}
	if !changed {
		return body, false
	}
	if properties != nil {
		raw, err := json.Marshal(properties)
		if err != nil {
			return body, false
		}
		doc["properties"] = raw
	}
	mended, err := json.Marshal(doc)
	return mended, err == nil
}
