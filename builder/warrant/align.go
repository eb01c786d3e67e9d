package warrant

import (
	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
)

// align gives the published documents with the names that entities and fields
// have in the wanted ones: they are the same by x-id, and what is granted on
// one must not pass for a grant on something new because it was renamed. False
// means that names were exchanged in a way that this cannot follow.
func align(published, wanted []definition.Document) ([]definition.Document, bool) {
	before, _ := definition.ParseSet(published)
	after, _ := definition.ParseSet(wanted)
	byID := map[string]*definition.Entity{}
	for _, e := range before.Entities {
		byID[e.ID] = e
	}
	for _, e := range after.Entities {
		was := byID[e.ID]
		if was == nil {
			continue
		}
		ok := true
		for _, f := range e.Fields {
			for _, old := range was.Fields {
				if !f.System && old.ID == f.ID && old.Name != f.Name {
					published, ok = rename(published, reference.Thing{Kind: definition.KindEntity, Name: was.Name, Field: old.Name}, f.Name, ok)
				}
			}
		}
		if was.Name != e.Name {
			published, ok = rename(published, reference.Thing{Kind: definition.KindEntity, Name: was.Name}, e.Name, ok)
		}
		if !ok {
			return published, false
		}
	}
	return published, true
}

func rename(docs []definition.Document, t reference.Thing, to string, ok bool) ([]definition.Document, bool) {
	if !ok {
		return docs, false
	}
	out, err := reference.New(docs).Rename(t, to, false)
	if err != nil {
		return docs, false
	}
	changed := map[definition.Key]bool{out.Removed: true}
	for _, d := range out.Documents {
		changed[d.Key] = true
	}
	renamed := out.Documents
	for _, d := range docs {
		if !changed[d.Key] {
			renamed = append(renamed, d)
		}
	}
	return renamed, true
}
