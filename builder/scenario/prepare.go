package scenario

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// place gives a user his fields. The records that they name are made first, so
// that those after find him in his department.
func (r *runner) place(t T, u User) {
	t.Helper()
	if len(u.Fields) == 0 {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(u.Fields)) {
		for _, name := range named(u.Fields[field]) {
			r.create(t, name)
		}
	}
	if _, err := r.admin.Client.Records("user").Update(context.Background(), r.ids[u.Name], 0, r.resolve(u.Fields)); err != nil {
		t.Fatalf("give user %s his fields: %v", u.Name, err)
	}
}

// create makes a record of the file, after those that it names, unless it is made
// already. Other names are of users, or of nothing.
func (r *runner) create(t T, name string) {
	t.Helper()
	rec := r.file.record(name)
	if rec == nil || r.ids[name] != "" || r.making[name] {
		return
	}
	r.making[name] = true // one that leads to itself is made with that name as it is written
	for _, field := range slices.Sorted(maps.Keys(rec.Values)) {
		for _, other := range named(rec.Values[field]) {
			r.create(t, other)
		}
	}
	made, err := r.admin.Client.Records(rec.Entity).Create(context.Background(), r.resolve(rec.Values))
	if err != nil {
		t.Fatalf("make record %s: %v", rec.Name, err)
	}
	r.ids[rec.Name] = made.ID()
}

// named gives the names that a value refers to as "$name", within lists and
// objects as well.
func named(v any) (names []string) {
	walk(v, func(name string) (string, bool) {
		names = append(names, name)
		return "", false
	})
	return names
}

// resolve puts ids for "$name".
func (r *runner) resolve(values map[string]any) mortise.Record {
	out := mortise.Record{}
	for field, v := range values {
		out[field] = walk(v, func(name string) (string, bool) {
			id, ok := r.ids[name]
			return id, ok
		})
	}
	return out
}

// walk gives a value with ids in place of the names that of knows.
func walk(v any, of func(name string) (id string, ok bool)) any {
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "$") {
			if id, ok := of(v[1:]); ok {
				return id
			}
		}
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = walk(v[i], of)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, one := range v {
			object[name] = walk(one, of)
		}
		return object
	}
	return v
}
