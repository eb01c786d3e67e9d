package apppackage

import (
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Merge gives the set that has the package's documents in place of those of
// the same key in current, and everything else of current. It refuses when a
// package that this one requires is missing, and when a document of the
// package would replace one that is not the package's own.
func (p *Package) Merge(current []definition.Document) ([]definition.Document, error) {
	var wrong problem.List
	installed := map[definition.Key]definition.Document{}
	for _, d := range current {
		installed[d.Key] = d
	}
	for _, name := range p.Manifest.Requires {
		if _, ok := installed[definition.Key{Kind: definition.KindPackage, Name: name}]; !ok {
			wrong.Add("/requires", "package_missing", "package", name)
		}
	}
	merged := slices.DeleteFunc(slices.Clone(current), func(d definition.Document) bool {
		return slices.ContainsFunc(p.Documents, func(own definition.Document) bool { return own.Key == d.Key })
	})
	for _, own := range p.Documents {
		if was, ok := installed[own.Key]; ok && foreign(was, p.Manifest.Name) {
			wrong.Add("/"+string(own.Kind)+"/"+own.Name, "document_exists")
		}
	}
	return append(merged, p.Documents...), wrong.Err()
}

// foreign tells whether a document is an entity that another package, or the
// workspace itself, brought.
func foreign(d definition.Document, name string) bool {
	if d.Kind != definition.KindEntity {
		return false
	}
	var head struct {
		Package string `json:"x-package"`
	}
	return json.Unmarshal(d.Body, &head) == nil && head.Package != name
}
