package app_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// without takes a member, or an element, of that name out of a JSON value
// wherever it stands.
func without(v any, name string) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, name)
		for k := range v {
			v[k] = without(v[k], name)
		}
	case []any:
		v = slices.DeleteFunc(v, func(e any) bool { return e == name })
		for i := range v {
			v[i] = without(v[i], name)
		}
		return v
	}
	return v
}

// coreOf100 gives package core as version 1.0.0 brought it: without saved views,
// webhooks, tasks and people's own time zones.
func coreOf100(t *testing.T) []definition.Document {
	t.Helper()
	docs := slices.DeleteFunc(shippedCore(t), func(d definition.Document) bool {
		return slices.ContainsFunc([]string{"saved_view", "webhook", "todo"}, func(later string) bool { return strings.Contains(d.Name, later) })
	})
	for i, d := range docs {
		docs[i] = edited(t, d, func(body map[string]any) {
			without(body, "zone")
			switch {
			case d.Kind == definition.KindPackage:
				body["version"] = "1.0.0"
			case d.Kind == definition.KindEntity && d.Name == "department":
				body["title"].(map[string]any)["en"] = "Section"
			}
		})
	}
	return docs
}

func edited(t *testing.T, d definition.Document, edit func(body map[string]any)) definition.Document {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal(d.Body, &body); err != nil {
		t.Fatal(err)
	}
	edit(body)
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return definition.Document{Key: d.Key, Body: b}
}

// prepared makes a workspace that has package core as brought and then as
// designed there, beside entities of its own, and starts a server of this release on it.
func prepared(t *testing.T, brought []definition.Document, designed func(definition.Document) definition.Document, own ...definition.Document) *house {
	t.Helper()
	ctx := t.Context()
	db, err := store.Open(ctx, enginetest.NewDatabase(t), store.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	w := store.Workspace{Name: "old", Title: "Old", Host: "old.test"}
	if err := db.CreateWorkspace(ctx, w); err != nil {
		t.Fatal(err)
	}
	now := make([]definition.Document, len(brought))
	for i, d := range brought {
		now[i] = designed(d)
	}
	mark := store.PackageMark{Name: "core", Version: "1.0.0", Documents: brought}
	if _, err := publish.New(db).Publish(ctx, publish.Request{Workspace: w.Name, Documents: append(now, own...), Packages: []store.PackageMark{mark}}); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	if err := a.Prepare(ctx, w); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Identity.EnsureAdministrator(ctx, w.Name, identity.Administrator{Email: "root@old.test", Password: password}); err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, app: a, host: "old.test"}
	h.signIn()
	return h
}

func (h *house) revision() int64 {
	h.t.Helper()
	_, revision, err := h.app.DB.State(h.t.Context(), "old")
	if err != nil {
		h.t.Fatal(err)
	}
	return revision
}

// Package core of the version before is raised when a server of this one starts:
// what the workspace changed stays, where the package changed the same, too, and
// the next start changes nothing.
func TestCoreOfTheVersionBeforeIsRaised(t *testing.T) {
	t.Parallel()
	h := prepared(t, coreOf100(t), func(d definition.Document) definition.Document {
		title := map[string]string{"user": "Colleague", "department": "Unit"}[d.Name]
		if d.Kind != definition.KindEntity || title == "" {
			return d
		}
		return edited(t, d, func(body map[string]any) { body["title"].(map[string]any)["en"] = title })
	})
	for _, name := range []string{"todo", "saved_view", "webhook"} {
		if status, body := h.call(http.MethodGet, "/api/v1/records/"+name, ""); status != http.StatusOK {
			t.Errorf("%s is answered by %d %s", name, status, body)
		}
	}
	for name, want := range map[string]string{"user": "Colleague", "department": "Unit"} {
		if _, body := h.call(http.MethodGet, "/api/v1/describe", ""); !strings.Contains(body, want) {
			t.Errorf("what the workspace calls a %s is gone: %s", name, body)
		}
	}
	if _, body := h.call(http.MethodGet, "/api/v1/describe", ""); !strings.Contains(body, `"zone"`) {
		t.Errorf("users have no time zone: %s", body)
	}
	before := h.revision()
	if err := h.app.Prepare(t.Context(), store.Workspace{Name: "old"}); err != nil {
		t.Fatal(err)
	}
	if after := h.revision(); before != 2 || after != before {
		t.Errorf("revisions %d, then %d; want 2 and 2", before, after)
	}
}

// A workspace whose own entity has the name of one that the package brings now
// is served as it is.
func TestACoreThatCannotBeRaisedStays(t *testing.T) {
	t.Parallel()
	own := definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: "todo"}, Body: []byte(`{"$schema":"mortise:entity","name":"todo","type":"object",
		"x-id":"own0000001","x-label":"name","title":{"en":"Chore","zh-CN":"杂务"},"properties":{"name":{"x-field":"text","x-id":"own0000002","title":{"en":"Name","zh-CN":"名称"}}}}`)}
	h := prepared(t, coreOf100(t), func(d definition.Document) definition.Document { return d }, own)
	if got := h.revision(); got != 1 {
		t.Errorf("revision %d, want 1", got)
	}
	for _, path := range []string{"/api/v1/records/user", "/api/v1/me", "/api/v1/search?q=root", "/api/v1/jobs"} {
		if status, body := h.call(http.MethodGet, path, ""); status != http.StatusOK {
			t.Errorf("%s is answered by %d %s", path, status, body)
		}
	}
	if status, _ := h.call(http.MethodGet, "/api/v1/records/webhook", ""); status != http.StatusNotFound {
		t.Errorf("webhooks are answered by %d, want 404", status)
	}
}
