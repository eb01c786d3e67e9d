package apppackage

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// KindExtension is the kind of what a package adds to an entity of another: its
// name is the entity's, its body has the properties. No workspace has documents
// of it, for there the fields are the entity's own.
const KindExtension definition.Kind = "extension"

// parted parts what a package brought into documents and extensions.
func parted(brought []definition.Document) (docs, extensions []definition.Document) {
	for _, d := range brought {
		if d.Kind == KindExtension {
			extensions = append(extensions, d)
		} else {
			docs = append(docs, d)
		}
	}
	return docs, extensions
}

// Extended gives the entities among docs as they are with the fields that the
// package adds to them.
func (p *Package) Extended(docs []definition.Document) ([]definition.Document, error) {
	m := merging{pkg: p.Manifest.Name, take: Theirs}
	m.Documents = slices.Clone(docs)
	m.extensions(nil, p.Extensions, p.Manifest.Requires)
	if err := m.wrong.Err(); err != nil {
		return nil, err
	}
	var list []definition.Document
	for _, c := range m.Changes {
		list = append(list, c.Document)
	}
	return list, nil
}

// extensions merges the fields that the package adds to entities of others into
// the documents, which are merged already.
func (m *merging) extensions(before, now []definition.Document, requires map[string]string) {
	sides := map[definition.Key]*[2]*definition.Object{}
	var order []definition.Key
	for i, list := range [][]definition.Document{before, now} {
		for _, x := range list {
			n := holder(m.Documents, x)
			if n < 0 {
				if i == 1 {
					m.wrong.Add("/entity/"+x.Name, "unknown_entity", "name", x.Name)
				}
				continue
			}
			key := m.Documents[n].Key
			if from := packageOf(m.Documents[n].Body); i == 1 && !requiresOf(requires, from) {
				m.wrong.Add("/entity/"+x.Name, "extends_stranger", "entity", key.Name, "package", from)
				continue
			}
			if sides[key] == nil {
				sides[key] = &[2]*definition.Object{definition.NewObject(), definition.NewObject()}
				order = append(order, key)
			}
			sides[key][i] = properties(x.Body)
		}
	}
	for _, key := range order {
		m.extend(key, sides[key][0], sides[key][1])
	}
}

func requiresOf(requires map[string]string, name string) bool {
	_, ok := requires[name]
	return ok
}

// extend merges the fields that the package added to an entity before, those
// that it adds now, and what the workspace made of them.
func (m *merging) extend(key definition.Key, before, now *definition.Object) {
	n := slices.IndexFunc(m.Documents, func(d definition.Document) bool { return d.Key == key })
	mine := m.Documents[n]
	all := properties(mine.Body)
	ours := idsOf(before)
	for id := range idsOf(now) {
		ours[id] = true
	}
	had, there := idsOf(before), idsOf(all)
	taken := false
	for _, name := range now.Names() {
		if id := fieldID(now, name); !had[id] && !there[id] && fieldID(all, name) != "" {
			m.wrong.Add("/entity/"+key.Name+"/properties/"+definition.PointerToken(name), "extends_taken", "entity", key.Name, "name", name)
			taken = true
		}
	}
	if taken {
		return
	}
	base, theirs := with(mine, ours, before), with(mine, ours, now)
	m.Documents = slices.Delete(m.Documents, n, n+1)
	m.merged(&sides{base: &base, mine: &mine, theirs: &theirs})
}

// with gives an entity with the fields in place of those with the ids of ours.
func with(entity definition.Document, ours map[string]bool, fields *definition.Object) definition.Document {
	tree, err := definition.Tree(entity.Body)
	if err != nil {
		return entity // as it is: it was read before
	}
	left := without(properties(entity.Body), ours)
	for _, name := range fields.Names() {
		field, _ := fields.Get(name)
		for _, another := left.Get(name); another; _, another = left.Get(name) {
			name += "~" // the workspace gave the name to another: they are known by their ids
		}
		left.Set(name, field)
	}
	tree.Set("properties", left)
	return definition.Document{Key: entity.Key, Body: tree.Bytes()}
}

// without gives the fields but those with the ids.
func without(fields *definition.Object, ids map[string]bool) *definition.Object {
	left := definition.NewObject()
	for _, name := range fields.Names() {
		if !ids[fieldID(fields, name)] {
			field, _ := fields.Get(name)
			left.Set(name, field)
		}
	}
	return left
}

// holder is the index of the entity to which an extension was added, by the ids
// of its fields, or of the one that it names; -1 for none.
func holder(docs []definition.Document, x definition.Document) int {
	ids := idsOf(properties(x.Body))
	has := func(d definition.Document) bool {
		if d.Kind != definition.KindEntity {
			return false
		}
		for id := range idsOf(properties(d.Body)) {
			if ids[id] {
				return true
			}
		}
		return false
	}
	if n := slices.IndexFunc(docs, has); n >= 0 {
		return n
	}
	return slices.IndexFunc(docs, func(d definition.Document) bool {
		return d.Key == definition.Key{Kind: definition.KindEntity, Name: x.Name}
	})
}

// withdrawn gives the entities that lose the fields of extensions, as they are
// without them.
func withdrawn(docs, extensions []definition.Document) []definition.Document {
	ids := map[string]bool{}
	for _, x := range extensions {
		for id := range idsOf(properties(x.Body)) {
			ids[id] = true
		}
	}
	var list []definition.Document
	for _, d := range docs {
		if len(ids) == 0 || d.Kind != definition.KindEntity {
			continue
		}
		all := properties(d.Body)
		if left := without(all, ids); len(left.Names()) < len(all.Names()) {
			list = append(list, with(d, ids, definition.NewObject()))
		}
	}
	return list
}

// Withdraw gives docs without what a package brought: neither its documents nor
// the fields that it added to entities of others.
func Withdraw(docs, brought []definition.Document) []definition.Document {
	brought, extensions := parted(brought)
	own := map[string]bool{}
	for _, d := range brought {
		own[identity(d)] = true
	}
	docs = slices.DeleteFunc(slices.Clone(docs), func(d definition.Document) bool { return own[identity(d)] })
	return replaced(docs, withdrawn(docs, extensions))
}

// replaced gives docs with others of the same keys in place of some.
func replaced(docs, others []definition.Document) []definition.Document {
	docs = slices.Clone(docs)
	for i, d := range docs {
		if n := slices.IndexFunc(others, func(o definition.Document) bool { return o.Key == d.Key }); n >= 0 {
			docs[i] = others[n]
		}
	}
	return docs
}
