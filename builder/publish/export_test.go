package publish

import "github.com/mortise-crm/mortise/engine/definition"

// Touched gives the names of all that rely on a document.
func Touched(docs []definition.Document, key definition.Key) map[string]bool {
	return newReliance(docs).touched(map[definition.Key]bool{key: true})
}
