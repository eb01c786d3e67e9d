package apppackage

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Available gives the manifests of the packages that come with the product, by
// name.
func (i *Installer) Available() ([]*definition.Package, error) {
	list := []*definition.Package{}
	if i.Shipped == nil {
		return list, nil
	}
	names, err := fs.Glob(i.Shipped, "*/"+manifestFile)
	if err != nil {
		return nil, fmt.Errorf("list the packages of the product: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		body, err := fs.ReadFile(i.Shipped, name)
		if err != nil {
			return nil, fmt.Errorf("read package %s: %w", path.Dir(name), err)
		}
		p := &definition.Package{}
		if err := json.Unmarshal(body, p); err != nil {
			return nil, fmt.Errorf("read package %s: %w", path.Dir(name), err)
		}
		list = append(list, p)
	}
	return list, nil
}

// Belonging gives the documents of a workspace that belong to an app package:
// those that it brought, its entities, what is about nothing but them, and as
// extensions the fields that it added to entities of others.
func Belonging(docs, brought []definition.Document, name string) []definition.Document {
	brought, extensions := parted(brought)
	own := map[string]bool{}
	for _, d := range brought {
		own[identity(d)] = true
	}
	entities := gone{}
	for _, d := range docs {
		if d.Kind == definition.KindEntity && packageOf(d.Body) == name {
			entities[d.Key] = true
		}
	}
	var list []definition.Document
	for _, d := range docs {
		manifest := d.Kind == definition.KindPackage && d.Name == name
		if own[identity(d)] || entities[d.Key] || manifest || d.Kind != definition.KindEntity && entities.holds(d) {
			list = append(list, d)
		}
	}
	return append(list, extensionsOf(docs, extensions)...)
}
