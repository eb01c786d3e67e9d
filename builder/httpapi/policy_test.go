package httpapi_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/publish"
)

const guard = `package custom.guard

import rego.v2

restriction contains "guard" if {
input.action == "update"
	input.record.text == "x"
}
`

const guardTest = `package custom.guard_test

import rego.v2

import data.custom.guard

test_deny_update_of_x if "guard" in guard.restriction with input as {"action": "update", "record": {"text": "x"}}

test_allow_reading if "guard" in guard.restriction with input as {"action": "read", "record": {"text": "x"}}
`

func TestAPolicyIsTriedInTheDraft(t *testing.T) {
	t.Parallel()
	b := setupWith(t, publish.New)
	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/entity/note", note).status)
	body := func(module, tests string) string {
		raw, err := json.Marshal(map[string]any{"name": "guard", "entities": []string{"note"}, "module": module, "tests": tests})
		require.NoError(t, err)
		return string(raw)
	}
	got := b.call("owner", "POST", "/policies:check", body(guard, guardTest))
	require.Equal(t, 200, got.status, "%s", got.body)
	require.Contains(t, got.json["formatted"], "\tinput.action == \"update\"")
	require.InDelta(t, 100, got.json["coverage"], 0.1)
	require.Len(t, got.json["tests"], 2)
	require.Equal(t, map[string]any{"name": "test_deny_update_of_x", "passed": true}, got.json["tests"].([]any)[1])
	failed := got.json["problems"].([]any)
	require.Len(t, failed, 1)
	require.Equal(t, "/rego/guard/tests", failed[0].(map[string]any)["pointer"])
	require.Contains(t, failed[0].(map[string]any)["message"], "test_allow_reading")
	got = b.call("owner", "POST", "/policies:check", body(guard+"\nrestriction contains", ""))
	require.Equal(t, "/rego/guard/module", got.json["problems"].([]any)[0].(map[string]any)["pointer"])
	require.Empty(t, b.call("owner", "GET", "/draft", "").json["moved"])
	require.Equal(t, 404, b.call("owner", "GET", "/definitions/rego/guard", "").status)
	require.Equal(t, 403, b.call("designer", "POST", "/policies:check", body(guard, "")).status)
	require.Equal(t, 422, b.call("owner", "POST", "/policies:check", `{"name": "Bad Name"}`).status)
}
