package publish_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// hold refuses changes of notes that begin with "held".
const hold = `package custom.hold

import rego.v2

restriction contains "hold" if {
input.action == "update"
	startswith(input.record.text, "held")
}
`

// holdTest tests it.
const holdTest = `package custom.hold_test

import rego.v2

import data.custom.hold

test_deny_update_of_held_note if {
	"hold" in hold.restriction with input as {"action": "update", "record": {"text": "held back"}}
}

test_allow_update_of_others if {
	count(hold.restriction) == 0 with input as {"action": "update", "record": {"text": "free"}}
}
`

// rego makes a policy document; pairs of texts are replaced in it.
func rego(t *testing.T, replace ...string) definition.Document {
	t.Helper()
	r := strings.NewReplacer(replace...)
	body, err := json.Marshal(definition.Rego{
		Name: "hold", Entities: []string{"note"}, Module: r.Replace(hold), Tests: r.Replace(holdTest),
	})
	require.NoError(t, err)
	return document(definition.KindRego, "hold", string(body))
}

// notes are documents that a policy can be about.
func notes(more ...definition.Document) []definition.Document {
	return append([]definition.Document{
		entity("note", "text", "text", "size", "integer"),
		document(definition.KindRole, "reader", `{"name": "reader", "x-id": "role000001", "title": "Reader"}`),
		document(definition.KindGrant, "g", `{"name": "g", "role": "reader", "entity": "note", "actions": ["read", "update"], "scope": "all", "read": "all"}`),
	}, more...)
}

func TestAPolicyByHandIsPublishedFormatted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := publish.New(b.db).Publish(t.Context(), publish.Request{Workspace: workspace, Documents: notes(rego(t))})
	require.NoError(t, err)
	_, _, docs, err := b.db.Documents(t.Context(), workspace)
	require.NoError(t, err)
	for _, d := range docs {
		switch d.Key {
		case definition.Key{Kind: definition.KindRego, Name: "hold"}:
			var stored definition.Rego
			require.NoError(t, json.Unmarshal(d.Body, &stored))
			require.Contains(t, stored.Module, "\tinput.action == \"update\"")
		case definition.Key{Kind: definition.KindPolicy, Name: "note"}:
			var policy policygen.Policy
			require.NoError(t, json.Unmarshal(d.Body, &policy))
			require.Contains(t, policy.Modules, "custom.hold.rego")
		}
	}
}

func TestAPolicyByHandIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		replace   []string
		pointer   string
		code, say string
	}{
		"that cannot be read":      {[]string{`restriction contains "hold" if {`, `restriction contains`}, "/rego/hold/module", "policy_invalid", ""},
		"for a field misspelt":     {[]string{`input.record.text, "held"`, `input.record.txet, "held"`}, "/rego/hold/module", "policy_invalid", "txet"},
		"with the network":         {[]string{`input.action == "update"`, `http.send({"url": "x"})`}, "/rego/hold/module", "policy_invalid", "http.send"},
		"that fails open":          {[]string{`startswith(input.record.text, "held")`, `input.record.text != input.user.id`}, "/rego/hold/module", "policy_lint", "fails open"},
		"that no list can ask":     {[]string{`startswith(input.record.text, "held")`, `sum([x | some x in [input.record.size]]) > 1`}, "/rego/hold/module", "policy_refused", ""},
		"of another package":       {[]string{`package custom.hold`, `package custom.held`}, "/rego/hold/module", "policy_name", "custom.hold"},
		"that gives":               {[]string{`restriction contains "hold"`, `grant contains "hold"`}, "/rego/hold/module", "policy_id_unknown", "grant"},
		"whose tests fail":         {[]string{`"text": "free"`, `"text": "held"`}, "/rego/hold/tests", "policy_test_failed", "test_allow_update_of_others"},
		"whose tests are no tests": {[]string{`with input as {"action": "update", "record": {"text": "free"}}`, `with input as`}, "/rego/hold/tests", "policy_invalid", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			_, err := publish.New(b.db).Publish(t.Context(), publish.Request{Workspace: workspace, Documents: notes(rego(t, c.replace...))})
			require.True(t, problem.Is(err, problem.Invalid), "%v", err)
			found := problem.As(err).Details[0]
			require.Equal(t, c.pointer, found.Pointer, "%v", err)
			require.Equal(t, c.code, found.Code, "%v", err)
			require.Contains(t, err.Error(), c.say)
		})
	}
}

func TestInspectTriesAPolicyWithoutPublishingIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	found, err := publish.New(b.db).Inspect(t.Context(), notes(), rego(t))
	require.NoError(t, err)
	require.Empty(t, found.Problems)
	require.Contains(t, found.Formatted, "\tinput.action == \"update\"")
	require.Len(t, found.Tests, 2)
	require.InDelta(t, 100, found.Coverage, 0.1)
	found, err = publish.New(b.db).Inspect(t.Context(), notes(), rego(t, `"text": "free"`, `"text": "held"`))
	require.NoError(t, err)
	require.Equal(t, "policy_test_failed", found.Problems[0].Code)
	_, revision, _, err := b.db.Documents(t.Context(), workspace)
	require.NoError(t, err)
	require.Zero(t, revision)
}

func TestAnAppPackageBringsItsPolicies(t *testing.T) {
	t.Parallel()
	b := setup(t)
	files := fstest.MapFS{}
	for name, body := range map[string]string{
		"app.json":                  `{"name": "small", "version": "1.0.0", "title": "Small"}`,
		"roles.json":                `[{"name": "reader", "x-id": "role000001", "title": "Reader"}]`,
		"entities/note/entity.json": string(entity("note", "text", "text").Body),
		"policies/note.rego":        "package app.small.note\n\nimport rego.v2\n\ngrant contains \"small_note\" if {\n\tinput.action == \"read\"\n\t\"reader\" in input.roles\n}\n",
		"policies/note_test.rego":   "package app.small.note_test\n\nimport rego.v2\n\nimport data.app.small.note\n\ntest_allow_reader if note.grant == {\"small_note\"} with input as {\"action\": \"read\", \"roles\": [\"reader\"]}\n",
		"policies/note.json":        `{"title": "Readers", "ids": [{"id": "small_note", "role": "reader", "read": "all"}]}`,
	} {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	_, err := apppackage.NewInstaller(b.db, publish.New(b.db)).Install(t.Context(), workspace, "", files)
	require.NoError(t, err)
	_, _, docs, err := b.db.Documents(t.Context(), workspace)
	require.NoError(t, err)
	snapshot, err := catalog.Compile(1, docs)
	require.NoError(t, err)
	note, _ := snapshot.Entity("note")
	unit, err := note.Unit(t.Context())
	require.NoError(t, err)
	plan, err := unit.Plan(t.Context(), access.Request{Action: "read", Roles: []string{"reader"}, Channel: "web"})
	require.NoError(t, err)
	require.Equal(t, query.Const(true), plan.Row)
	require.Contains(t, plan.Fields, "text")
	plan, err = unit.Plan(t.Context(), access.Request{Action: "read", Roles: []string{"writer"}, Channel: "web"})
	require.NoError(t, err)
	require.Equal(t, query.Const(false), plan.Row)
}

func TestAPolicyOfAdministratorsGivesOnlyWhereItMay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	gives := func(may bool) []definition.Document {
		body, err := json.Marshal(definition.Rego{
			Name: "extra", Entities: []string{"note"}, Grants: may,
			Module: "package custom.extra\n\nimport rego.v2\n\ngrant contains \"extra\" if input.action == \"archive\"\n",
			Ids:    []definition.RegoID{{ID: "extra", Role: "reader"}},
		})
		require.NoError(t, err)
		return notes(document(definition.KindRego, "extra", string(body)))
	}
	_, err := publish.New(b.db).Publish(t.Context(), publish.Request{Workspace: workspace, Documents: gives(false)})
	require.True(t, problem.Is(err, problem.Invalid), "%v", err)
	require.Equal(t, "/rego/extra/module", problem.As(err).Details[0].Pointer)
	require.Equal(t, "policy_set", problem.As(err).Details[0].Code)
	_, err = publish.New(b.db).Publish(t.Context(), publish.Request{Workspace: workspace, Documents: gives(true)})
	require.NoError(t, err)
}
