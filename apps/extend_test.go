package apps_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// sites is a package that gives core's users a place of work.
var sites = map[string]string{
	"app.json":    `{"name": "sites", "version": "1.0.0", "title": "Sites", "requires": ["core"]}`,
	"roles.json":  `[{"name": "clerk", "x-id": "clerk00001", "title": "Clerk"}]`,
	"form.json":   `[{"name": "user.sites", "entity": "user", "sections": [{"fields": ["name", "email", "site", "desk"]}]}]`,
	"access.json": `{"grants": [{"name": "sites_user", "role": "clerk", "entity": "user", "actions": ["read"], "scope": "all", "when": "site == user.site", "read": {"only": ["name", "site"]}}]}`,
	"entities/user/extend.json": `{"properties": {
		"site": {"x-field": "relation", "x-id": "site000001", "title": "Site", "x-entity": "site", "x-on-delete": "restrict"},
		"desk": {"x-field": "text", "x-id": "desk000001", "title": "Desk", "x-grade": "public"}}}`,
	"entities/site/entity.json": `{"name": "site", "title": "Site", "type": "object", "x-id": "site000000", "x-label": "name", "properties": {"name": {"x-field": "text", "x-id": "name000001", "title": "Name"}}}`,
	"entities/visit/entity.json": `{"name": "visit", "title": "Visit", "type": "object", "x-id": "visit00000", "x-label": "who", "properties": {
		"who": {"x-field": "text", "x-id": "who0000001", "title": "Who"},
		"desk": {"x-field": "text", "x-id": "desk000002", "title": "Desk", "x-default": "user.desk"},
		"site": {"x-field": "relation", "x-id": "site000002", "title": "Site", "x-entity": "site", "x-default": "user.site", "x-on-delete": "restrict"}}}`,
	"entities/visit/access.json": `{"grants": [{"name": "sites_visit", "role": "clerk", "entity": "visit", "actions": ["read", "create"], "scope": "all", "when": "site == user.site", "read": "all", "write": "all"},
		{"name": "sites_visit_administrator", "role": "administrator", "entity": "visit", "actions": ["read", "create", "update"], "scope": "all", "read": "all", "write": "all"}]}`,
	"entities/site/access.json": `{"grants": [{"name": "sites_site_administrator", "role": "administrator", "entity": "site", "actions": ["read", "create", "update"], "scope": "all", "read": "all", "write": "all"}, {"name": "sites_site", "role": "clerk", "entity": "site", "actions": ["read"], "scope": "all", "read": "all"}]}`,
	"entities/visit/scenarios.yaml": `users:
  boss: [clerk]
  ann: {roles: [clerk], site: $north, desk: D1, manager: $boss}
  bob: {roles: [clerk], site: $south}
records:
  of_north: {who: Rehearsed, site: $north}
  south: {_entity: site, name: South}
  north: {_entity: site, name: North}
scenarios:
  - {name: a clerk sees the visits of his site, as: ann, action: read, record: of_north, want: allowed, fields: {who: Rehearsed}}
  - {name: a clerk sees no visits of others, as: bob, action: read, record: of_north, want: missing}
  - {name: who works nowhere sees none, as: boss, action: list, want: allowed, records: []}
  - {name: a visit is at the desk of who enters it, as: ann, action: create, values: {who: New}, want: allowed, fields: {desk: D1, site: $north}}
`,
	"seed/01_site.json": `[{"_key": "north", "name": "North"}]`,
	"seed/02_user.json": `[{"_key": "sue", "name": "Sue", "email": "sue@example.org", "site": "$north", "desk": "D1"}]`,
}

func packed(t *testing.T, files map[string]string) mortise.PackageRequest {
	t.Helper()
	all := apppackage.Files{}
	for name, body := range files {
		all[name] = []byte(body)
	}
	archive, err := all.Pack(nil)
	require.NoError(t, err)
	return mortise.PackageRequest{Archive: archive, Unsigned: true}
}

// changedFiles gives the package with other files.
func changedFiles(with map[string]string) map[string]string {
	files := maps.Clone(sites)
	maps.Copy(files, with)
	return files
}

func TestAPackageAddsFieldsToAnEntityOfAnother(t *testing.T) {
	t.Parallel()
	l := life{T: t, Server: serving.Start(t), ctx: t.Context()}
	packages := l.Admin.Packages()
	before := l.get("entity", "user")
	alone, err := l.Admin.Definitions().Export(l.ctx, "core")
	require.NoError(t, err)

	request := packed(t, sites)
	plan, err := packages.Plan(l.ctx, request)
	require.NoError(t, err)
	changed := slices.IndexFunc(plan.Documents, func(d mortise.DocumentChange) bool { return d.Kind == "entity" && d.Name == "user" })
	require.GreaterOrEqual(t, changed, 0)
	require.Equal(t, "changed", plan.Documents[changed].Change)
	require.True(t, slices.ContainsFunc(plan.Steps, func(s mortise.PlanStep) bool { return s.Entity == "user" && s.Field == "desk" }), "%+v", plan.Steps)
	request.Demo = true
	_, err = packages.Install(l.ctx, request)
	require.NoError(t, err)

	l.fieldsCountInRules()
	core, err := l.Admin.Definitions().Export(l.ctx, "core")
	require.NoError(t, err)
	require.True(t, bytes.Equal(alone, core), "what another package added is not the owner's")
	l.extensionIsUpgraded()
	l.extensionGoes(before)
}

// fieldsCountInRules creates as a user whose site and desk are known.
func (l life) fieldsCountInRules() {
	l.Helper()
	sites, err := l.Admin.Records("site").List(l.ctx, mortise.ListOptions{})
	require.NoError(l, err)
	north := sites.Data[0].ID()
	id, ann := l.NewUser(l.T, "Ann", []string{"clerk"})
	_, err = l.Admin.Records("user").Update(l.ctx, id, 0, mortise.Record{"site": north, "desk": "D2"})
	require.NoError(l, err)
	made, err := ann.Records("visit").Create(l.ctx, mortise.Record{"who": "Tom"})
	require.NoError(l, err)
	require.Equal(l, "D2", made["desk"])
	require.Contains(l, string(mustJSON(l, made["site"])), north)
	_, err = ann.Records("visit").Get(l.ctx, made.ID())
	require.NoError(l, err)
	_, err = l.Admin.Records("user").Update(l.ctx, id, 0, mortise.Record{"site": nil})
	require.NoError(l, err)
	_, err = ann.Records("visit").Get(l.ctx, made.ID())
	require.ErrorContains(l, err, "not_found", "he works there no more")
}

func mustJSON(t require.TestingT, v any) []byte {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return b
}

func (l life) extensionIsUpgraded() {
	l.Helper()
	packages := l.Admin.Packages()
	l.edit("entity", "user", `"title": "Desk"`, `"title": "Place"`)
	l.edit("entity", "user", `"x-label": "name"`, `"x-label": "email"`)
	l.publish()
	next := changedFiles(map[string]string{
		"app.json":                  `{"name": "sites", "version": "1.1.0", "title": "Sites", "requires": ["core"]}`,
		"entities/user/extend.json": `{"properties": {"site": {"x-field": "relation", "x-id": "site000001", "title": "Workplace", "x-entity": "site", "x-on-delete": "restrict"}, "desk": {"x-field": "text", "x-id": "desk000001", "title": "Table", "x-grade": "public"}}}`,
	})
	request := packed(l.T, next)
	plan, err := packages.Plan(l.ctx, request)
	require.NoError(l, err)
	require.Len(l, plan.Conflicts, 1)
	require.Equal(l, "/properties/desk/title", plan.Conflicts[0].Pointer)
	request.Choices = []mortise.PackageChoice{{Document: plan.Conflicts[0].Document, Pointer: plan.Conflicts[0].Pointer, Take: "mine"}}
	_, err = packages.Install(l.ctx, request)
	require.NoError(l, err)
	user := l.get("entity", "user")
	require.Contains(l, user, `"Workplace"`)
	require.Contains(l, user, `"Place"`)
	require.Contains(l, user, `"x-label": "email"`)
	exported, err := l.Admin.Definitions().Export(l.ctx, "sites")
	require.NoError(l, err)
	files, err := apppackage.Unpack(exported)
	require.NoError(l, err)
	require.Contains(l, string(files["entities/user/extend.json"]), `"Place"`)
	require.NotContains(l, files, "entities/user/entity.json")
	l.edit("entity", "user", `"x-label": "email"`, `"x-label": "name"`)
	l.publish()
}

// extensionGoes uninstalls the package and installs it again.
func (l life) extensionGoes(before string) {
	l.Helper()
	packages := l.Admin.Packages()
	l.put("view", "user.desks", `{"name":"user.desks","entity":"user","title":"Desks","columns":[{"field":"name"},{"field":"desk"}]}`)
	l.publish()
	plan, err := packages.Plan(l.ctx, mortise.PackageRequest{Name: "sites", Remove: true})
	require.NoError(l, err)
	require.NotEmpty(l, plan.References, "a view of the workspace shows a field that goes")
	require.NoError(l, l.Admin.Definitions().Delete(l.ctx, "view", "user.desks"))
	l.publish()
	plan, err = packages.Plan(l.ctx, mortise.PackageRequest{Name: "sites", Remove: true})
	require.NoError(l, err)
	require.Empty(l, plan.References)
	require.Contains(l, plan.Documents, mortise.DocumentChange{Kind: "entity", Name: "user", Change: "changed"})
	_, err = packages.Uninstall(l.ctx, mortise.PackageRequest{Name: "sites"})
	require.ErrorContains(l, err, "consent_needed")
	_, err = packages.Uninstall(l.ctx, mortise.PackageRequest{Name: "sites", Plan: plan.Plan, Consent: plan.Consent})
	require.NoError(l, err)
	require.Equal(l, before, l.get("entity", "user"))
	_, err = packages.Install(l.ctx, packed(l.T, sites))
	require.NoError(l, err)
	found, err := l.Admin.Records("user").List(l.ctx, mortise.ListOptions{Filter: `name == "Ann"`})
	require.NoError(l, err)
	require.Equal(l, "D2", found.Data[0]["desk"], "values outlive the fields")
}

// A package that comes with the product raises its entity over what others
// added.
func TestCoreIsRaisedOverWhatPackagesAdded(t *testing.T) {
	t.Parallel()
	l := life{T: t, Server: serving.Start(t), ctx: t.Context()}
	_, err := l.Admin.Packages().Install(l.ctx, packed(t, sites))
	require.NoError(t, err)
	core := map[string]string{}
	files, err := apppackage.Collect(subOf(t, apps.Files, "core"))
	require.NoError(t, err)
	for name, body := range files {
		core[name] = string(body)
	}
	core["app.json"] = replaceOnce(t, core["app.json"], `"version": "1.`, `"version": "9.`)
	core["entities/user/entity.json"] = replaceOnce(t, core["entities/user/entity.json"], `"en": "User"`, `"en": "Person"`)
	_, err = l.Admin.Packages().Install(l.ctx, packed(t, core))
	require.NoError(t, err)
	user := l.get("entity", "user")
	require.Contains(t, user, `"en": "Person"`)
	require.Contains(t, user, `"desk000001"`)
}

func replaceOnce(t *testing.T, text, from, to string) string {
	t.Helper()
	require.Contains(t, text, from)
	return strings.Replace(text, from, to, 1)
}

func subOf(t testing.TB, files fs.FS, name string) fs.FS {
	t.Helper()
	folder, err := fs.Sub(files, name)
	require.NoError(t, err)
	return folder
}

// An archive that is put into a draft brings its fields along.
func TestAnArchiveInADraftAddsItsFields(t *testing.T) {
	t.Parallel()
	l := life{T: t, Server: serving.Start(t), ctx: t.Context()}
	archive := packed(t, sites).Archive
	_, err := l.Admin.Do(l.ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/packages", Body: bytes.NewReader(archive)})
	require.NoError(t, err)
	require.Contains(t, l.get("entity", "user"), `"desk000001"`)
	l.publish()
	id, _ := l.NewUser(t, "Ann", nil)
	_, err = l.Admin.Records("user").Update(l.ctx, id, 0, mortise.Record{"desk": "D1"})
	require.NoError(t, err)
}
