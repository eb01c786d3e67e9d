package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConditionsAreReadByTheDraft(t *testing.T) {
	t.Parallel()
	b := drafted(t)
	ask := func(who, entity string, conditions ...string) answer {
		return b.call(who, "POST", "/draft:conditions", fmt.Sprintf(`{"entity":%q,"conditions":["%s"]}`, entity, strings.Join(conditions, `","`)))
	}
	got := ask("owner", "task", "state == 'done'", "gone == 1")
	require.Equal(t, 200, got.status, "%s", got.body)
	data := got.json["data"].([]any)
	require.Equal(t, "eq", data[0].(map[string]any)["tree"].(map[string]any)["is"])
	wrong := data[1].(map[string]any)["problems"].([]any)[0].(map[string]any)
	require.Equal(t, "unknown_field", wrong["code"])
	require.NotEmpty(t, wrong["message"])

	// A field that is only in the draft.
	fresh := strings.Replace(task, `"properties":{`, `"properties":{"fresh":{"x-field":"text","x-id":"fres000001"},`, 1)
	require.Equal(t, 200, b.call("owner", "PUT", "/definitions/entity/task", fresh).status)
	data = ask("owner", "task", "fresh == 'x'").json["data"].([]any)
	require.Equal(t, "field", data[0].(map[string]any)["tree"].(map[string]any)["x"].(map[string]any)["is"])

	require.Equal(t, 403, ask("clerk", "task", "state == 'done'").status)
	require.Equal(t, 422, ask("owner", "task", strings.Repeat("x", 10_001)).status)
	require.Equal(t, 422, ask("owner", "task", strings.Split(strings.Repeat("x,", 500), ",")...).status)
}
