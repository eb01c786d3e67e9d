package publish

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// designed leaves out what the product generates itself.
func designed(docs []definition.Document) []definition.Document {
	list := make([]definition.Document, 0, len(docs))
	for _, d := range docs {
		if d.Kind != definition.KindPolicy {
			list = append(list, d)
		}
	}
	return list
}

// formatted gives policies written by hand the one form that they are stored in.
func formatted(docs []definition.Document) []definition.Document {
	for i, d := range docs {
		docs[i] = policygen.FormatRego(d)
	}
	return docs
}

func sorted(docs []definition.Document) []definition.Document {
	slices.SortFunc(docs, func(a, b definition.Document) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return docs
}

func sameDocuments(a, b []definition.Document) bool {
	return len(changed(a, b)) == 0
}

// changed gives the keys of the documents that a and b do not have in common.
func changed(a, b []definition.Document) map[definition.Key]bool {
	bodies := make(map[definition.Key][]byte, len(a))
	keys := make(map[definition.Key]bool)
	for _, d := range a {
		bodies[d.Key] = d.Body
		keys[d.Key] = true
	}
	for _, d := range b {
		if body, ok := bodies[d.Key]; ok && bytes.Equal(body, d.Body) {
			delete(keys, d.Key)
		} else {
			keys[d.Key] = true
		}
	}
	return keys
}

// Problems makes one error of what is wrong with documents: pointers begin
// with kind and name. It is nil when nothing is.
func Problems(wrong []definition.DocumentProblem) error {
	var all problem.List
	for _, w := range wrong {
		for _, d := range w.Details {
			d.Pointer = "/" + string(w.Kind) + "/" + w.Name + d.Pointer
			all = append(all, d)
		}
	}
	return all.Err()
}

// roleRecords says which records the entity role must have, or nil when the
// set has no such entity.
func roleRecords(set *definition.Set) *store.RoleRecords {
	e := set.Entity("role")
	if e == nil {
		return nil
	}
	name, title := e.Field("name"), e.Field("title")
	if name == nil {
		return nil
	}
	r := &store.RoleRecords{EntityID: e.ID, NameColumn: name.Column, Roles: make([]store.RoleRecord, len(set.Roles))}
	if title != nil {
		r.TitleColumn = title.Column
	}
	for i, role := range set.Roles {
		text := role.Title.In("zh-CN")
		if text == "" {
			text = role.Name
		}
		r.Roles[i] = store.RoleRecord{Name: role.Name, Title: strings.ReplaceAll(text, "\x00", "")}
	}
	return r
}

// givers are the entities of package core that give roles.
var givers = []string{"user_role", "team_role"}

// givenRoles says what gives roles in a set.
func givenRoles(set *definition.Set) []store.GivenRoles {
	var list []store.GivenRoles
	for _, name := range givers {
		e := set.Entity(name)
		if e == nil {
			continue
		}
		if f := e.Field("role"); f != nil && f.Entity == "role" {
			list = append(list, store.GivenRoles{EntityID: e.ID, Column: f.Column})
		}
	}
	return list
}
