package publish_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
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
