package httpapi_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	previewJob = `{"name":"job","title":"Job","x-id":"job0000001","type":"object","x-label":"subject","properties":{
		"subject":{"x-field":"text","x-id":"text000001"},"secret":{"x-field":"text","x-id":"text000002"}}}`
	previewDraft = `{"name":"chore","title":"Work","x-id":"job0000001","x-former":["job"],"type":"object","x-label":"topic","properties":{
		"topic":{"x-field":"text","x-id":"text000001","x-former":["subject"]},"secret":{"x-field":"text","x-id":"text000002"},
		"note":{"x-field":"text","x-id":"text000003"},"tool":{"x-field":"relation","x-id":"rela000001","x-entity":"tool"}}}`
	previewTool = `{"name":"tool","title":"Tool","x-id":"tool000001","type":"object","x-label":"name","properties":{"name":{"x-field":"text","x-id":"text000009"}}}`
	clerkReads  = `{"name":"job_clerk","role":"clerk","entity":"job","actions":["read","create","update"],"scope":"all","when":"subject != 'hidden'","read":{"except":["secret"]},"write":{"except":["secret"]}}`
)

func TestPreviewsShowTheDraftOnTheRecordsThatThereAre(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{
		document("entity", "job", previewJob),
		document("role", "clerk", `{"name":"clerk","x-id":"c3f9q2m7xc","title":"Clerk","permissions":["design"]}`),
		document("role", "boss", `{"name":"boss","x-id":"c3f9q2m7xb","title":"Boss","inherits":["clerk"],"permissions":["design","publish","roles"]}`),
		document("grant", "job_clerk", clerkReads),
		document("grant", "job_all", `{"name":"job_all","role":"boss","entity":"job","actions":["read","create","update"],"scope":"all","read":{"except":["secret"]},"write":"all"}`),
	})
	_, boss := s.NewUser(t, "Boss", []string{"boss"})
	clerkID, clerk := s.NewUser(t, "Clerk", []string{"clerk"})
	var shown, hidden struct{ ID string }
	for body, into := range map[string]any{`{"subject":"one","secret":"s3cret"}`: &shown, `{"subject":"hidden","secret":"s3cret"}`: &hidden} {
		require.NoError(t, json.Unmarshal(ask(t, boss, "POST", "/records/job", body).Body, into))
	}
	draw := func(c *mortise.Client) {
		ask(t, c, "DELETE", "/definitions/entity/job", "")
		ask(t, c, "PUT", "/definitions/entity/chore", previewDraft)
		ask(t, c, "PUT", "/definitions/entity/tool", previewTool)
	}
	begin := func(c *mortise.Client, as string) []string {
		var in struct{ ID string }
		require.NoError(t, json.Unmarshal(ask(t, c, "POST", "/draft:preview", as).Body, &in))
		return []string{"Mortise-Preview", in.ID}
	}
	draw(boss)
	for grant, body := range map[string]string{
		"job_clerk": `{"name":"job_clerk","role":"clerk","entity":"chore","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`,
		"job_all":   `{"name":"job_all","role":"boss","entity":"chore","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`,
	} {
		ask(t, boss, "PUT", "/definitions/grant/"+grant, body)
	}
	_, err := request(t, boss, "POST", "/draft:preview", "{}")
	require.ErrorContains(t, err, "publish_gives_more", "what one could not publish cannot be tried")
	for _, grant := range []string{"job_clerk", "job_all"} {
		ask(t, s.Admin, "PUT", "/definitions/grant/"+grant, `{"name":"`+grant+`","role":"`+map[string]string{"job_clerk": "clerk", "job_all": "boss"}[grant]+`","entity":"chore","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`)
		ask(t, boss, "PUT", "/definitions/grant/"+grant, `{"name":"`+grant+`","role":"`+map[string]string{"job_clerk": "clerk", "job_all": "boss"}[grant]+`","entity":"chore","actions":["read","create","update"],"scope":"all","read":{"except":["secret"]},"write":{"only":["topic","note"]}}`)
	}
	draw(s.Admin)
	ask(t, s.Admin, "PUT", "/definitions/grant/tool_all", `{"name":"tool_all","role":"clerk","entity":"tool","actions":["read","create"],"scope":"all","read":"all"}`)

	mine := begin(s.Admin, `{"user":"`+clerkID+`"}`)
	_, err = request(t, s.Admin, "GET", "/records/chore", "", mine...)
	require.Error(t, err, "an administrator who reads no jobs sees none as another")
	_ = clerk

	ask(t, boss, "DELETE", "/draft", "")
	draw(boss)
	ask(t, boss, "PUT", "/definitions/grant/job_clerk", `{"name":"job_clerk","role":"clerk","entity":"chore","actions":["read","create","update"],"scope":"all","when":"topic != 'hidden'","read":{"except":["secret"]},"write":{"only":["topic"]}}`)
	ask(t, boss, "PUT", "/definitions/grant/job_all", `{"name":"job_all","role":"boss","entity":"chore","actions":["read","create","update"],"scope":"all","read":{"except":["secret"]},"write":{"only":["topic"]}}`)
	ask(t, boss, "PUT", "/definitions/grant/tool_all", `{"name":"tool_all","role":"clerk","entity":"tool","actions":["read","create"],"scope":"all","read":"all"}`)
	own := begin(boss, "{}")
	list := string(ask(t, boss, "GET", "/records/chore?count=exact", "", own...).Body)
	require.Contains(t, list, `"topic":"one"`)
	require.Contains(t, list, `"count":2`)
	require.Contains(t, list, `"note":null`)
	require.NotContains(t, list, "s3cret")
	for _, path := range []string{"/records/chore/" + shown.ID, "/records/chore?filter=note==nil&fields=topic,tool.name", "/records/chore?sort=-note", "/records/chore?filter=tool.name==nil", "/describe", "/me/access?entity=chore&ids=" + shown.ID} {
		answer, err := request(t, boss, "GET", path, "", own...)
		require.NoError(t, err, path)
		require.Contains(t, string(answer.Body), map[bool]string{true: "chore", false: shown.ID}[path == "/describe"], path)
	}
	for _, write := range [][3]string{{"POST", "/records/chore", `{"topic":"two"}`}, {"PATCH", "/records/chore/" + shown.ID, `{"topic":"two"}`}, {"GET", "/records/chore/" + shown.ID + "/history", ""}, {"GET", "/records/chore:export", ""}, {"POST", "/draft:publish", "{}"}} {
		_, err := request(t, boss, write[0], write[1], write[2], own...)
		require.ErrorContains(t, err, "preview_reads_only", write[1])
	}
	_, err = request(t, boss, "POST", "/records/chore", `{"nothing":"two"}`, own...)
	require.ErrorContains(t, err, "invalid", "what is wrong with a write is said first")
	as := begin(boss, `{"user":"`+clerkID+`"}`)
	list = string(ask(t, boss, "GET", "/records/chore", "", as...).Body)
	require.Contains(t, list, shown.ID)
	require.NotContains(t, list, hidden.ID)
	_, err = request(t, clerk, "GET", "/records/chore", "", own...)
	require.ErrorContains(t, err, "preview_over", "it is nobody else's")
	ask(t, boss, "DELETE", "/draft/previews/"+own[1], "")
	_, err = request(t, boss, "GET", "/records/chore", "", own...)
	require.ErrorContains(t, err, "preview_over")
}
