package httpapi_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/publish"
)

// task is an entity, and a view that asks for its fields.
const (
	task = `{"name":"task","title":"Task","x-id":"task000001","type":"object","x-label":"text","properties":{
		"text":{"x-field":"text","x-id":"text000001","maxLength":20},
		"state":{"x-field":"choice","x-id":"stat000001","oneOf":[{"const":"open","title":"Open"},{"const":"done","title":"Done"}]}}}`
	taskView = `{"name":"task.open","entity":"task","title":"Open","columns":[{"field":"text"}],"filter":"state == 'open'"}`
)

func drafted(t *testing.T) bundle {
	t.Helper()
	b := setupWith(t, publish.New)
	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/entity/task", task).status)
	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/view/task.open", taskView).status)
	got := b.call("owner", "POST", "/draft:publish", "")
	require.Equal(t, 200, got.status, "%s", got.body)
	return b
}

func TestWhatRefersToAThingIsListed(t *testing.T) {
	t.Parallel()
	b := drafted(t)
	got := b.call("owner", "GET", "/references?kind=entity&name=task&field=state", "")
	require.Equal(t, 200, got.status, "%s", got.body)
	require.Len(t, got.json["data"], 2, "the field, and an option of it")
	first := got.json["data"].([]any)[0].(map[string]any)
	require.Equal(t, "/filter", first["pointer"])
	require.EqualValues(t, 0, first["from"])
	require.Equal(t, 404, b.call("owner", "GET", "/references?kind=entity&name=task&field=nothing", "").status)
	require.Equal(t, 403, b.call("clerk", "GET", "/references?kind=entity&name=task", "").status)

	require.Equal(t, 204, b.call("owner", "DELETE", "/definitions/entity/task", "").status)
	check := b.call("owner", "POST", "/draft:check", "")
	require.Equal(t, 422, check.status)
	require.Equal(t, "/view/task.open/entity", check.json["errors"].([]any)[0].(map[string]any)["pointer"])
}

func TestRenamingRewritesTheDraft(t *testing.T) {
	t.Parallel()
	b := drafted(t)
	for _, rename := range []string{
		`{"kind":"entity","name":"task","field":"state","option":"open","to":"to_do"}`,
		`{"kind":"entity","name":"task","field":"state","to":"status"}`,
		`{"kind":"entity","name":"task","to":"job"}`,
	} {
		got := b.call("owner", "POST", "/draft:rename", rename)
		require.Equal(t, 200, got.status, "%s", got.body)
		require.NotEmpty(t, got.json["documents"])
	}
	require.Equal(t, 404, b.call("owner", "GET", "/definitions/entity/task", "").status)
	job := string(b.call("owner", "GET", "/definitions/entity/job", "").body)
	for _, want := range []string{`"x-id": "task000001"`, `"status": {`, `"to_do"`} {
		require.Contains(t, job, want)
	}
	require.Equal(t, 3, strings.Count(job, `"x-former"`))
	require.Contains(t, string(b.call("owner", "GET", "/definitions/view/task.open", "").body), `"status == 'to_do'"`)
	got := b.call("owner", "POST", "/draft:check", "")
	require.Equal(t, 200, got.status, "%s", got.body)

	for body, status := range map[string]int{
		`{"kind":"entity","name":"job","field":"status","to":"text"}`: 422,
		`{"kind":"entity","name":"job","field":"status","to":"id"}`:   422,
		`{"kind":"entity","name":"job","to":"Bad Name"}`:              422,
		`{"kind":"wish","name":"job","to":"good"}`:                    422,
		`{"kind":"entity","name":"task","to":"good"}`:                 404,
	} {
		require.Equal(t, status, b.call("owner", "POST", "/draft:rename", body).status, body)
	}
	require.Equal(t, 403, b.call("clerk", "POST", "/draft:rename", `{}`).status)
}

func TestRevisionsAreComparedAndRevertedTo(t *testing.T) {
	t.Parallel()
	b := drafted(t)
	change := strings.NewReplacer(`"maxLength":20`, `"maxLength":32`, `{"const":"open","title":"Open"},`, "", `"x-label":"text",`, "").Replace(task)
	require.Equal(t, 200, b.call("owner", "PUT", "/definitions/entity/task", change).status)
	require.Equal(t, 204, b.call("owner", "DELETE", "/definitions/view/task.open", "").status)
	texts := func(got answer) []string {
		require.Equal(t, 200, got.status, "%s", got.body)
		list := []string{}
		for _, d := range got.json["data"].([]any) {
			for _, w := range d.(map[string]any)["words"].([]any) {
				list = append(list, w.(map[string]any)["text"].(string))
			}
		}
		return list
	}
	want := []string{
		"Entity task: label field removed (was text)", "Field text of task: maximum length 20 → 32", "Option open of field state of task: removed", "View task.open: removed",
	}
	require.Equal(t, want, texts(b.call("owner", "GET", "/draft/diff", "")))
	require.Equal(t, 200, b.call("owner", "POST", "/draft:publish", `{"comment":"longer"}`).status)
	require.Equal(t, want, texts(b.call("owner", "GET", "/revisions/2/diff", "")))
	require.Contains(t, texts(b.call("owner", "GET", "/revisions/2/diff?to=1", "")), "Field text of task: maximum length 32 → 20")
	chinese := b.callers["owner"]
	chinese.Language = "zh-CN"
	b.callers["chinese"] = chinese
	require.Contains(t, texts(b.call("chinese", "GET", "/revisions/2/diff", "")), "“task”的字段“text”：最大长度 20 → 32")
	require.Equal(t, 422, b.call("owner", "GET", "/revisions/2/diff?to=x", "").status)
	require.Equal(t, 404, b.call("owner", "GET", "/revisions/9/diff", "").status)
	require.Equal(t, 403, b.call("clerk", "GET", "/revisions/2/diff", "").status)
	require.Equal(t, 403, b.call("clerk", "POST", "/revisions/1:revert", "").status)
	require.Equal(t, 404, b.call("owner", "POST", "/revisions/9:revert", "").status)

	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/role/other", `{"name":"other","title":"Other"}`).status)
	require.Equal(t, 409, b.call("owner", "POST", "/revisions/1:revert", "").status)
	got := b.call("owner", "POST", "/revisions/1:revert", `{"replace":true}`)
	require.Equal(t, 200, got.status, "%s", got.body)
	require.Len(t, got.json["documents"], 2)
	require.Equal(t, 200, b.call("owner", "POST", "/draft:publish", "").status)
	require.Empty(t, texts(b.call("owner", "GET", "/revisions/1/diff?to=3", "")))
}
