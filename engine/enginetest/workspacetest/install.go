package workspacetest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/store"
)

// Documents reads the entities and roles of an app package that ships with the
// product.
func Documents(t testing.TB, name string) []definition.Document {
	t.Helper()
	docs := Roles(t, read(t, path.Join(name, "roles.json")))
	files, err := fs.Glob(apps.Files, path.Join(name, "entities/*/entity.json"))
	check(t, err)
	for _, f := range files {
		key := definition.Key{Kind: definition.KindEntity, Name: path.Base(path.Dir(f))}
		docs = append(docs, definition.Document{Key: key, Body: read(t, f)})
	}
	return docs
}

// Roles makes documents of a JSON list of roles.
func Roles(t testing.TB, list []byte) []definition.Document {
	t.Helper()
	var bodies []json.RawMessage
	check(t, json.Unmarshal(list, &bodies))
	var docs []definition.Document
	for _, body := range bodies {
		var role struct{ Name string }
		check(t, json.Unmarshal(body, &role))
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.KindRole, Name: role.Name}, Body: body})
	}
	return docs
}

// Grant makes the document of a grant.
func Grant(name, body string) definition.Document {
	return definition.Document{Key: definition.Key{Kind: definition.KindGrant, Name: name}, Body: []byte(body)}
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(apps.Files, name)
	check(t, err)
	return b
}

// install stores the definitions as revision 1 and lays out their tables.
func (w *Workspace) install(t testing.TB, docs []definition.Document) {
	t.Helper()
	set, problems := definition.ParseSet(docs)
	if len(problems) > 0 {
		t.Fatalf("definitions of the test: %v", problems)
	}
	w.Set = set
	for _, e := range set.Entities {
		w.table(t, e)
	}
	for _, d := range docs {
		w.exec(t, "INSERT INTO "+w.in("definition")+" (kind, name, body) VALUES ($1, $2, $3)", d.Kind, d.Name, string(d.Body))
	}
	w.exec(t, "UPDATE "+w.in("epoch")+" SET revision = 1")
	for _, e := range set.Entities {
		if e.Name == "role" {
			for _, r := range set.Roles {
				w.Insert(t, "role", map[string]any{"name": r.Name})
			}
		}
	}
}

func (w *Workspace) table(t testing.TB, e *definition.Entity) {
	t.Helper()
	var columns strings.Builder
	for _, f := range e.Fields {
		if !f.Stored() {
			continue
		}
		ft, ok := fieldtype.Get(f.Type)
		if !ok {
			t.Fatalf("field type %s", f.Type)
		}
		fmt.Fprintf(&columns, ", %s %s", store.Quote(f.Column), ft.Column(f))
	}
	w.exec(t, "CREATE TABLE "+w.in("e_"+e.ID)+` (id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), created_by uuid,
		updated_at timestamptz NOT NULL DEFAULT now(), updated_by uuid, version bigint NOT NULL DEFAULT 1, archived_at timestamptz`+columns.String()+")")
	for _, f := range e.Fields {
		if f.Links() {
			w.exec(t, "CREATE TABLE "+w.in(f.LinkTable())+" (record uuid NOT NULL, target uuid NOT NULL, position integer NOT NULL, PRIMARY KEY (record, target))")
		}
	}
	for _, u := range e.Unique {
		if u.Where != "" {
			t.Fatalf("%s has a unique rule with a condition, which only publishing lays out", e.Name)
		}
		names := make([]string, len(u.Fields))
		for i, name := range u.Fields {
			names[i] = store.Quote(w.column(t, e, name))
		}
		w.exec(t, "CREATE UNIQUE INDEX ON "+w.in("e_"+e.ID)+" ("+strings.Join(names, ", ")+") WHERE archived_at IS NULL")
	}
}

// Insert puts a record into an entity's table, past all rules, and gives its
// id. Values are by field name.
func (w *Workspace) Insert(t testing.TB, entity string, values map[string]any) string {
	t.Helper()
	id := uuid.Must(uuid.NewV7()).String()
	e := w.Set.Entity(entity)
	columns, holes, args := "id", "$1::uuid", []any{id}
	for name, v := range values {
		args = append(args, v)
		columns += ", " + store.Quote(w.column(t, e, name))
		holes += fmt.Sprintf(", $%d", len(args))
	}
	w.exec(t, "INSERT INTO "+w.in("e_"+e.ID)+" ("+columns+") VALUES ("+holes+")", args...)
	return id
}

// Update sets a field (or a system field) of a record, past all rules and
// without a new epoch.
func (w *Workspace) Update(t testing.TB, entity, id, field string, value any) {
	t.Helper()
	e := w.Set.Entity(entity)
	w.exec(t, "UPDATE "+w.in("e_"+e.ID)+" SET "+store.Quote(w.column(t, e, field))+" = $2 WHERE id = $1::uuid", id, value)
}

func (w *Workspace) column(t testing.TB, e *definition.Entity, field string) string {
	t.Helper()
	for _, f := range e.Fields {
		if f.Name == field {
			return f.Column
		}
	}
	t.Fatalf("entity %s has no field %s", e.Name, field)
	return ""
}

// in names a table of the workspace.
func (w *Workspace) in(table string) string { return store.Quote(w.Schema) + "." + store.Quote(table) }

func (w *Workspace) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := w.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}
