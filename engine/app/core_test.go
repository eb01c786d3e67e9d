package app_test

import (
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// shippedCore gives package core as it is.
func shippedCore(t *testing.T) []definition.Document {
	t.Helper()
	files, err := fs.Sub(apps.Files, "core")
	if err != nil {
		t.Fatal(err)
	}
	p, err := apppackage.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	core, err := p.Merge(nil, nil, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	return core.Documents
}

// oldCore gives package core as it was before there were teams.
func oldCore(t *testing.T) []definition.Document {
	t.Helper()
	return slices.DeleteFunc(shippedCore(t), func(d definition.Document) bool {
		name := strings.TrimPrefix(d.Name, "core_")
		return slices.ContainsFunc([]string{"team", "user_grant", "access_review"}, func(later string) bool { return strings.HasPrefix(name, later) })
	})
}

func TestAWorkspaceOfAnOlderReleaseIsCompleted(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, err := store.Open(ctx, enginetest.NewDatabase(t), store.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	old := store.Workspace{Name: "old", Title: "Old", Host: "old.test"}
	if err := db.CreateWorkspace(ctx, old); err != nil {
		t.Fatal(err)
	}
	if _, err := publish.New(db).Publish(ctx, publish.Request{Workspace: old.Name, Documents: oldCore(t)}); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Prepare(ctx, old); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Identity.EnsureAdministrator(ctx, old.Name, identity.Administrator{Email: "root@old.test", Password: password}); err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, app: a, host: "old.test"}
	h.signIn()
	if status, body := h.call(http.MethodGet, "/api/v1/records/team", ""); status != http.StatusOK {
		t.Errorf("teams are answered by %d %s", status, body)
	}
}
