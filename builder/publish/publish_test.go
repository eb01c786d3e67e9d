package publish_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

const workspace = "main"

type bundle struct {
	*testing.T
	db        *store.DB
	publisher *publish.Publisher
}

func setup(t *testing.T) bundle {
	t.Helper()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 6})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: workspace, Title: "Main"}))
	return bundle{t, db, publish.NewWith(db, stages())}
}

func stages() publish.Stages {
	return publish.Stages{
		Check:    definition.ParseSet,
		Policies: func(*definition.Set) ([]definition.Document, error) { return nil, nil },
		Compile:  func(_ context.Context, _, _ []definition.Document) error { return nil },
		ColumnType: func(f *definition.Field) (string, bool) {
			t, ok := map[string]string{"text": "text", "integer": "bigint", "relation": "uuid"}[f.Type]
			return t, ok
		},
	}
}

func (b bundle) publish(base int64, docs ...definition.Document) (publish.Result, error) {
	return b.publisher.Publish(b.Context(), publish.Request{
		Workspace: workspace, Documents: docs, Base: base, Consent: []string{"archive_column:note.size", "archive_entity:note"},
	})
}

// entity writes an entity whose fields are name, type pairs.
func entity(name string, fields ...string) definition.Document {
	properties := ""
	for i := 0; i < len(fields); i += 2 {
		if i > 0 {
			properties += ","
		}
		properties += fmt.Sprintf(`%q: {"x-field": %q, "x-id": "%s"}`, fields[i], fields[i+1], id(name+fields[i]))
	}
	body := fmt.Sprintf(`{"name": %q, "title": %q, "type": "object", "x-id": %q, "properties": {%s}}`, name, name, id(name), properties)
	return document(definition.KindEntity, name, body)
}

func document(kind definition.Kind, name, body string) definition.Document {
	canonical, err := definition.Canonical([]byte(body))
	if err != nil {
		panic(err)
	}
	return definition.Document{Key: definition.Key{Kind: kind, Name: name}, Body: canonical}
}

func id(name string) string { return fmt.Sprintf("%.10s", name+"0000000000") }

func TestPublishMakesAnEntityReal(t *testing.T) {
	t.Parallel()
	b := setup(t)
	result, err := b.publish(0, entity("note", "text", "text"))
	require.NoError(t, err)
	require.Equal(t, int64(1), result.Revision)
	require.Equal(t, "create_table", result.Steps[0].Code)
	_, err = b.db.Pool().Exec(t.Context(), `insert into ws_main.e_note000000 (id, created_at, updated_at, f_notetext00) values (gen_random_uuid(), now(), now(), 'x')`)
	require.NoError(t, err)

	result, err = b.publish(1, entity("note", "text", "text", "size", "integer"))
	require.NoError(t, err)
	require.Equal(t, int64(2), result.Revision)
	result, err = b.publish(2, entity("note", "text", "text", "size", "integer"))
	require.NoError(t, err)
	require.True(t, result.Unchanged)
	require.Equal(t, int64(2), result.Revision)
}

func TestPublishKeepsColumnsOfFieldsThatComeBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	with, without := entity("note", "text", "text", "size", "integer"), entity("note", "text", "text")
	_, err := b.publish(0, with)
	require.NoError(t, err)
	_, err = b.db.Pool().Exec(t.Context(), `insert into ws_main.e_note000000 (id, created_at, updated_at, f_notesize00) values (gen_random_uuid(), now(), now(), 7)`)
	require.NoError(t, err)
	for base, doc := range []definition.Document{1: without, 2: with, 3: entity("other", "text", "text"), 4: with} {
		if base == 0 {
			continue
		}
		_, err = b.publish(int64(base), doc)
		require.NoError(t, err)
	}
	var size int
	require.NoError(t, b.db.Pool().QueryRow(t.Context(), "select f_notesize00 from ws_main.e_note000000").Scan(&size))
	require.Equal(t, 7, size)
}

func TestPublishRefusesWhatIsWrongWithAllProblems(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.publish(0, entity("note", "text", "no such type"), document("role", "reader", `{"name": "reader"}`), entity("fine", "text", "text"))
	require.True(t, problem.Is(err, problem.Invalid))
	pointers := map[string]bool{}
	for _, d := range problem.As(err).Details {
		pointers[d.Pointer] = true
	}
	require.True(t, pointers["/entity/note/properties/text/x-field"], "%v", pointers)
	require.True(t, pointers["/role/reader/x-id"], "%v", pointers)
	_, revision, docs, err := b.db.Documents(t.Context(), workspace)
	require.NoError(t, err)
	require.Zero(t, revision)
	require.Empty(t, docs)
}

func TestPublishRefusesWhatDoesNotCompile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	broken := stages()
	broken.Compile = func(_ context.Context, _, _ []definition.Document) error {
		return problem.InvalidAt("/grant/x/when", "unknown_field", nil)
	}
	_, err := publish.NewWith(b.db, broken).Publish(t.Context(), publish.Request{Workspace: workspace, Documents: []definition.Document{entity("note")}})
	require.True(t, problem.Is(err, problem.Invalid))
	broken = stages()
	broken.Policies = func(*definition.Set) ([]definition.Document, error) { return nil, errors.New("out of luck") }
	err = publish.NewWith(b.db, broken).Check(t.Context(), workspace, []definition.Document{entity("note")})
	require.False(t, problem.Is(err, problem.Invalid))
	require.Equal(t, problem.Internal, problem.As(err).Kind)
}

func TestPublishRefusesAStaleBase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.publish(0, entity("note"))
	require.NoError(t, err)
	_, err = b.publish(0, entity("other"))
	require.True(t, problem.Is(err, problem.Stale))
	require.Equal(t, int64(1), problem.As(err).Extra["current_revision"])
	_, err = b.publish(publish.AnyBase, entity("other"))
	require.NoError(t, err)
}

func TestPublishRunsOneAtATime(t *testing.T) {
	t.Parallel()
	b := setup(t)
	release, err := b.db.LockPublishing(t.Context(), workspace)
	require.NoError(t, err)
	_, err = b.publish(0, entity("note"))
	require.True(t, problem.Is(err, problem.Conflict))
	require.Equal(t, "publish_in_progress", problem.As(err).Code)
	release()
	_, err = b.publish(0, entity("note"))
	require.NoError(t, err)
}

func TestPublishNotifiesOtherProcesses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	conn, err := b.db.Pool().Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	_, err = conn.Exec(t.Context(), "listen mortise")
	require.NoError(t, err)
	_, err = b.publish(0, entity("note"))
	require.NoError(t, err)
	n, err := conn.Conn().WaitForNotification(t.Context())
	require.NoError(t, err)
	require.Equal(t, workspace, n.Payload)
}

func TestPlanChangesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	planned, err := b.publisher.Plan(t.Context(), workspace, []definition.Document{entity("note", "text", "text")})
	require.NoError(t, err)
	require.Zero(t, planned.Revision)
	require.Equal(t, "note", planned.Steps[0].Entity)
	_, err = json.Marshal(planned)
	require.NoError(t, err)
	_, revision, _, err := b.db.Documents(t.Context(), workspace)
	require.NoError(t, err)
	require.Zero(t, revision)
}

func TestTheProductsStagesPublishTheShippedPackages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var packages []fs.FS
	for _, name := range []string{"core", "education"} {
		files, err := fs.Sub(apps.Files, name)
		require.NoError(t, err)
		packages = append(packages, files)
	}
	installer := apppackage.NewInstaller(b.db, publish.New(b.db))
	result, err := installer.Install(t.Context(), workspace, "", packages...)
	require.NoError(t, err)
	require.Equal(t, int64(1), result.Revision)
	var roles, policies int
	require.NoError(t, b.db.Pool().QueryRow(t.Context(), "select count(*) from ws_main.e_eamhuj6e10 where archived_at is null").Scan(&roles))
	require.Equal(t, 8, roles)
	require.NoError(t, b.db.Pool().QueryRow(t.Context(), "select count(*) from ws_main.definition where kind = 'policy'").Scan(&policies))
	require.Equal(t, 21, policies)
	result, err = installer.Install(t.Context(), workspace, "", packages...)
	require.NoError(t, err)
	require.True(t, result.Unchanged)
	_, err = installer.Install(t.Context(), workspace, "", packages[1])
	require.NoError(t, err)
}

func TestAGrantThatDoesNotCompileIsRefusedAlsoWhenNothingElseChanges(t *testing.T) {
	t.Parallel()
	b := setup(t)
	publisher := publish.New(b.db)
	docs := []definition.Document{
		entity("note", "text", "text"),
		document(definition.KindRole, "reader", `{"name": "reader", "x-id": "role000001", "title": "Reader"}`),
		document(definition.KindGrant, "g", `{"name": "g", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all", "read": "all"}`),
	}
	result, err := publisher.Publish(t.Context(), publish.Request{Workspace: workspace, Documents: docs})
	require.NoError(t, err)
	docs[2] = document(definition.KindGrant, "g", `{"name": "g", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all", "when": "text in 3", "read": "all"}`)
	_, err = publisher.Publish(t.Context(), publish.Request{Workspace: workspace, Documents: docs, Base: result.Revision})
	require.True(t, problem.Is(err, problem.Invalid), "%v", err)
	docs[2] = document(definition.KindGrant, "g", `{"name": "g", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all", "when": "text == 'a'", "read": "all"}`)
	result, err = publisher.Publish(t.Context(), publish.Request{Workspace: workspace, Documents: docs, Base: result.Revision})
	require.NoError(t, err)
	require.Equal(t, int64(2), result.Revision)
}

func TestAPolicyThatDoesNotCompileIsNotPublished(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, when := range []string{"no_such_field == 1", "text ==", "text == 1", "now()"} {
		_, err := publish.New(b.db).Publish(t.Context(), publish.Request{Workspace: workspace, Documents: []definition.Document{
			entity("note", "text", "text"),
			document(definition.KindRole, "reader", `{"name": "reader", "x-id": "role000001", "title": "Reader"}`),
			document(definition.KindGrant, "g", fmt.Sprintf(`{"name": "g", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all", "when": %q, "read": "all"}`, when)),
		}})
		require.True(t, problem.Is(err, problem.Invalid), "%s: %v", when, err)
		require.Equal(t, "/grant/g/when", problem.As(err).Details[0].Pointer, "%s: %v", when, err)
	}
}
