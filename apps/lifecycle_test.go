package apps_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// life is a server on which a package comes, changes and goes.
type life struct {
	*testing.T
	*serving.Server
	ctx context.Context
}

// edit changes a document of the draft as text.
func (l life) edit(kind, name string, replacements ...string) {
	l.Helper()
	body, err := l.Admin.Definitions().Get(l.ctx, kind, name)
	require.NoError(l, err)
	text := string(body)
	for i := 0; i < len(replacements); i += 2 {
		require.Contains(l, text, replacements[i], "%s %s", kind, name)
		text = strings.Replace(text, replacements[i], replacements[i+1], 1)
	}
	l.put(kind, name, text)
}

func (l life) put(kind, name, body string) {
	l.Helper()
	require.NoError(l, l.Admin.Definitions().Put(l.ctx, mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}))
}

func (l life) get(kind, name string) string {
	l.Helper()
	body, err := l.Admin.Definitions().Get(l.ctx, kind, name)
	require.NoError(l, err, "%s %s", kind, name)
	return string(body)
}

func (l life) publish() {
	l.Helper()
	_, err := l.Admin.Definitions().Publish(l.ctx, "customised")
	require.NoError(l, err)
}

// count asks the database: what is left is not for the API to say.
func (l life) count(sql string, args ...any) (n int) {
	l.Helper()
	conn, err := pgx.Connect(l.ctx, l.DSN())
	require.NoError(l, err)
	defer func() { _ = conn.Close(l.ctx) }()
	_, err = conn.Exec(l.ctx, "set search_path = ws_main")
	require.NoError(l, err)
	require.NoError(l, conn.QueryRow(l.ctx, sql, args...).Scan(&n), sql)
	return n
}

// nextVersion makes education 1.1.0 of the files of what ships, with scenarios
// of its own.
func nextVersion(t *testing.T, scenarios string) []byte {
	t.Helper()
	folder, err := fs.Sub(apps.Files, "education")
	require.NoError(t, err)
	files, err := apppackage.Collect(folder)
	require.NoError(t, err)
	change := func(file, from, to string) {
		t.Helper()
		require.Contains(t, string(files[file]), from, file)
		files[file] = bytes.Replace(files[file], []byte(from), []byte(to), 1)
	}
	change("app.json", `"1.0.0"`, `"1.1.0"`)
	change("entities/campus/entity.json", `"properties": {`, `"properties": {"rooms": {"x-field": "integer", "x-id": "rooms00001", "title": "Rooms"},`)
	change("entities/campus/entity.json", `"en": "City"`, `"en": "Town"`)
	change("entities/campus/entity.json", `"en": "Campuses"`, `"en": "Sites"`)
	change("entities/campus/access.json", `"export"`, `"print"`)
	change("entities/class/entity.json", `"en": "Class"`, `"en": "Group"`)
	views := []json.RawMessage{}
	require.NoError(t, json.Unmarshal(files["entities/course/views.json"], &views))
	files["entities/course/views.json"], err = json.Marshal(views[:1]) // course.on_sale is gone
	require.NoError(t, err)
	views = nil
	require.NoError(t, json.Unmarshal(files["entities/class/views.json"], &views))
	files["entities/class/views.json"], err = json.Marshal(slices.Delete(views, 2, 3)) // class.mine is gone, which the workspace changes
	require.NoError(t, err)
	for name := range files { // tried elsewhere
		if strings.HasSuffix(name, "scenarios.yaml") {
			delete(files, name)
		}
	}
	if scenarios != "" {
		files["entities/campus/scenarios.yaml"] = []byte(scenarios)
	}
	packed, err := files.Pack(nil)
	require.NoError(t, err)
	return packed
}

// refusing is a scenario that fails: everyone signed in reads every campus.
const refusing = `users: {sam: [salesperson]}
records: {one: {name: Rehearsed, city: Town}}
scenarios:
  - {name: nobody reads a campus, as: sam, action: read, record: one, want: missing}
  - {name: everybody reads a campus, as: sam, action: read, record: one, want: allowed, fields: {name: Rehearsed}}
`

// customise makes ten changes, of which one is where 1.1.0 makes another.
func (l life) customise() {
	l.Helper()
	l.edit("entity", "campus", `"en": "City"`, `"en": "Place"`)                                                                           // 1: the conflict
	l.edit("entity", "campus", `"maxLength": 32`, `"maxLength": 40`)                                                                      // 2
	l.edit("entity", "customer", `"properties": {`, `"properties": {"shoe_size": {"x-field": "integer", "title": "Shoes"},`)              // 3
	l.edit("form", "course.default", `"en": "Outline"`, `"en": "Contents"`)                                                               // 4
	l.edit("view", "course.all", `"width": 220`, `"width": 333`)                                                                          // 5
	l.edit("view", "class.mine", `"en": "`, `"en": "My own: `)                                                                            // 6: removed by 1.1.0
	l.put("view", "campus.vip", `{"name":"campus.vip","entity":"campus","title":"VIP","columns":[{"field":"name"}]}`)                     // 7
	l.put("role", "boss", `{"name":"boss","title":"Boss"}`)                                                                               // 8
	l.put("grant", "campus_boss", `{"name":"campus_boss","role":"boss","entity":"campus","actions":["read"],"scope":"all","read":"all"}`) // 9
	require.NoError(l, l.Admin.Definitions().Delete(l.ctx, "view", "customer.calendar"))                                                  // 10
	l.publish()
}

func (l life) customisationsSurvive() {
	l.Helper()
	campus := l.get("entity", "campus")
	require.Contains(l, campus, `"en": "Place"`)
	require.Contains(l, campus, `"maxLength": 40`)
	require.Contains(l, l.get("entity", "customer"), "shoe_size")
	require.Contains(l, l.get("view", "course.all"), "333")
	require.Contains(l, l.get("view", "class.mine"), "My own: ")
	for _, d := range [][2]string{{"view", "campus.vip"}, {"role", "boss"}, {"grant", "campus_boss"}} {
		l.get(d[0], d[1])
	}
	_, err := l.Admin.Definitions().Get(l.ctx, "view", "customer.calendar")
	require.Error(l, err)
}

func (l life) upgraded() {
	l.Helper()
	campus := l.get("entity", "campus")
	require.Contains(l, campus, "rooms00001")
	require.Contains(l, campus, `"en": "Sites"`)
	require.Contains(l, l.get("entity", "class"), `"en": "Group"`)
	require.Contains(l, l.get("grant", "campus_administrator"), `"print"`)
	_, err := l.Admin.Definitions().Get(l.ctx, "view", "course.on_sale")
	require.Error(l, err)
}

func TestAPackageComesChangesAndGoes(t *testing.T) {
	t.Parallel()
	l := life{T: t, Server: serving.Start(t), ctx: t.Context()}
	packages := l.Admin.Packages()
	before := documentsOf(t, l.Server)
	usersBefore := l.count("select count(*) from e_" + entityID(t, l.Server, "user") + " where archived_at is null")
	_, err := packages.Install(l.ctx, mortise.PackageRequest{Name: "education", Demo: true})
	require.NoError(t, err)
	_, err = packages.Install(l.ctx, mortise.PackageRequest{Name: "education", Demo: true})
	require.NoError(t, err, "a second time nothing is new")
	l.customise()

	next := mortise.PackageRequest{Archive: nextVersion(t, ""), Unsigned: true}
	_, err = packages.Install(l.ctx, mortise.PackageRequest{Archive: next.Archive})
	require.ErrorContains(t, err, "archive_unsigned")
	plan, err := packages.Plan(l.ctx, next)
	require.NoError(t, err)
	require.Equal(t, "1.0.0", plan.From)
	require.Len(t, plan.Conflicts, 1)
	conflict := plan.Conflicts[0]
	require.Equal(t, `"City" "Place" "Town"`, fmt.Sprintf("%s %s %s", conflict.Base, conflict.Mine, conflict.Theirs))
	require.Equal(t, mortise.DocumentKey{Kind: "entity", Name: "campus"}, conflict.Document)
	_, err = packages.Install(l.ctx, next)
	require.ErrorContains(t, err, "package_conflicts")
	next.Choices = []mortise.PackageChoice{{Document: conflict.Document, Pointer: conflict.Pointer, Take: "mine"}}
	solved, err := packages.Plan(l.ctx, next)
	require.NoError(t, err)
	require.Empty(t, solved.Conflicts)
	_, err = packages.Install(l.ctx, mortise.PackageRequest{Archive: nextVersion(t, refusing), Unsigned: true, Choices: next.Choices})
	require.ErrorContains(t, err, "nobody reads a campus")
	require.NotContains(t, err.Error(), "everybody reads a campus")
	require.Zero(t, l.count("select count(*) from mortise.workspace where name like 'rehearsal%'"))
	next.Plan = "another"
	_, err = packages.Install(l.ctx, next)
	require.ErrorContains(t, err, "stale_plan")
	next.Plan = solved.Plan
	_, err = packages.Install(l.ctx, next)
	require.NoError(t, err)
	l.customisationsSurvive()
	l.upgraded()
	again, err := packages.Plan(l.ctx, mortise.PackageRequest{Archive: next.Archive, Unsigned: true})
	require.NoError(t, err)
	require.Empty(t, again.Conflicts, "what was decided is decided")
	require.Empty(t, again.Documents)
	_, err = packages.Plan(l.ctx, mortise.PackageRequest{Name: "education"})
	require.ErrorContains(t, err, "package_older")

	l.NewUser(t, "Sam", []string{"salesperson"}) // who is nobody's demo data
	usersBefore++
	l.uninstall()
	after := documentsOf(t, l.Server)
	delete(after, "role boss") // the workspace's own, which refers to nothing of the package
	require.Equal(t, before, after)
	l.nothingIsLeft(usersBefore)
}

// uninstall asks for what goes, agrees to it, and does it.
func (l life) uninstall() {
	l.Helper()
	packages := l.Admin.Packages()
	plan, err := packages.Plan(l.ctx, mortise.PackageRequest{Name: "education", Remove: true})
	require.NoError(l, err)
	require.Empty(l, plan.References)
	require.Subset(l, plan.Dependants, []mortise.DocumentKey{{Kind: "grant", Name: "campus_boss"}, {Kind: "view", Name: "campus.vip"}})
	i := slices.IndexFunc(plan.Records, func(r mortise.EntityRecords) bool { return r.Entity == "customer" })
	require.Positive(l, plan.Records[i].Records)
	_, err = packages.Uninstall(l.ctx, mortise.PackageRequest{Name: "education"})
	require.ErrorContains(l, err, "consent_needed")
	_, err = packages.Uninstall(l.ctx, mortise.PackageRequest{Name: "education", Plan: plan.Plan, Consent: plan.Consent})
	require.NoError(l, err)
}

func (l life) nothingIsLeft(users int) {
	l.Helper()
	require.Zero(l, l.count("select count(*) from package where name = 'education'"))
	require.Zero(l, l.count("select count(*) from package_document where package = 'education'"))
	require.Zero(l, l.count("select count(*) from package_record"))
	require.Zero(l, l.count("select count(*) from definition where body like '%education%'"))
	require.Equal(l, users, l.count("select count(*) from e_"+entityID(l.T, l.Server, "user")+" where archived_at is null"))
	page, err := l.Admin.Records("role").List(l.ctx, mortise.ListOptions{Filter: `name == "salesperson"`})
	require.NoError(l, err)
	require.Empty(l, page.Data)
	for _, entity := range []string{"user_role", "team_role"} {
		require.Zero(l, l.count(fmt.Sprintf("select count(*) from e_%s a join e_%s r on r.id = a.f_%s where a.archived_at is null and r.archived_at is not null",
			entityID(l.T, l.Server, entity), entityID(l.T, l.Server, "role"), fieldID(l.T, l.Server, entity, "role"))), "%s gives roles that are gone", entity)
	}
	list, err := l.Admin.Packages().List(l.ctx)
	require.NoError(l, err)
	require.Len(l, list.Installed, 1)
}

func documentsOf(t *testing.T, s *serving.Server) map[string]string {
	t.Helper()
	docs, err := s.Admin.Definitions().List(t.Context())
	require.NoError(t, err)
	out := map[string]string{}
	for _, d := range docs {
		out[d.Kind+" "+d.Name] = string(d.Body)
	}
	return out
}

func entityID(t *testing.T, s *serving.Server, name string) string {
	t.Helper()
	return entityOf(t, s, name).ID
}

func fieldID(t *testing.T, s *serving.Server, entity, field string) string {
	t.Helper()
	return entityOf(t, s, entity).Properties[field].ID
}

// identified is an entity with the ids that its table and columns are named
// from.
type identified struct {
	ID         string `json:"x-id"`
	Properties map[string]struct {
		ID string `json:"x-id"`
	} `json:"properties"`
}

func entityOf(t *testing.T, s *serving.Server, name string) (e identified) {
	t.Helper()
	body, err := s.Admin.Definitions().Get(t.Context(), "entity", name)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(body, &e))
	return e
}
