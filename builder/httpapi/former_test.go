package httpapi_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func document(kind, name, body string) mortise.Document {
	return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
}

// request asks a server with a body that is JSON already.
func request(t *testing.T, c *mortise.Client, method, path, body string, header ...string) (*mortise.Response, error) {
	t.Helper()
	r := mortise.Request{Method: method, Path: "/api/v1" + path, Body: bytes.NewReader([]byte(body)), Header: http.Header{}}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return c.Do(t.Context(), r)
}

// ask is request where the answer must be good.
func ask(t *testing.T, c *mortise.Client, method, path, body string, header ...string) *mortise.Response {
	t.Helper()
	answer, err := request(t, c, method, path, body, header...)
	require.NoError(t, err, "%s %s", method, path)
	return answer
}

func TestFormerNamesAreUnderstood(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{
		document("entity", "job", `{"name":"job","title":"Job","x-id":"job0000001","x-former":["task"],"type":"object","x-label":"subject","properties":{
			"subject":{"x-field":"text","x-id":"text000001","x-former":["text"]}, "secret":{"x-field":"text","x-id":"text000002","x-former":["hidden"]},
			"status":{"x-field":"choice","x-id":"stat000001","x-former":["state"],"oneOf":[{"const":"to_do","x-former":["open"],"title":"To do"},{"const":"done","title":"Done"}]},
			"after":{"x-field":"relation","x-id":"rela000001","x-entity":"job","x-former":["previous"]}}}`),
		document("role", "clerk", `{"name":"clerk","x-id":"c3f9q2m7xc","title":"Clerk"}`),
		document("grant", "job_clerk", `{"name":"job_clerk","role":"clerk","entity":"job","actions":["read","create","update","import","history"],"scope":"all","read":{"except":["secret"]},"write":{"except":["secret"]}}`),
	})
	_, clerk := s.NewUser(t, "Clerk", []string{"clerk"})
	var made struct{ ID, Subject, Status string }
	created := ask(t, clerk, "POST", "/records/task", `{"text":"one","state":"open"}`)
	require.NoError(t, json.Unmarshal(created.Body, &made))
	require.Equal(t, "one to_do", made.Subject+" "+made.Status, "answers use present names")
	require.Equal(t, "true", created.Header.Get("Deprecation"))
	ask(t, clerk, "PATCH", "/records/job/"+made.ID, `{"previous":"`+made.ID+`"}`)

	q := func(pairs ...string) string {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return "?" + v.Encode()
	}
	for path, deprecated := range map[string]bool{
		"/records/job" + q("filter", "status == 'to_do'", "sort", "subject", "fields", "subject,after.subject"): false,
		"/records/task": true, "/records/task/" + made.ID: true, "/records/task/" + made.ID + "/history": true,
		"/records/job" + q("filter", "state == 'to_do'"): true, "/records/job" + q("filter", `{"state":{"eq":"open"}}`): true,
		"/records/job" + q("filter", "status == 'open'"): false, "/records/job" + q("filter", "previous.text == 'one'"): true,
		"/records/job" + q("sort", "-text"): true, "/records/job" + q("fields", "text"): true, "/records/job" + q("fields", "previous.text"): true,
		"/records/job/" + made.ID + q("fields", "after.text"): true,
	} {
		answer := ask(t, clerk, "GET", path, "")
		require.Equal(t, deprecated, answer.Header.Get("Deprecation") == "true", path)
		if !strings.HasSuffix(path, "history") {
			require.Contains(t, string(answer.Body), made.ID, path)
		}
		require.NotContains(t, string(answer.Body), `"text"`, path)
		require.NotContains(t, string(answer.Body), `"previous"`, path)
	}
	// A field that one may not know is no better known by its old name.
	for _, path := range []string{"/records/job" + q("filter", "hidden == 'x'"), "/records/job" + q("fields", "hidden"), "/records/job" + q("sort", "hidden"), "/records/duty"} {
		answer, err := request(t, clerk, "GET", path, "")
		require.Error(t, err, path)
		if answer != nil {
			require.Empty(t, answer.Header.Get("Deprecation"))
		}
	}
	_, err := request(t, clerk, "POST", "/records/job", `{"hidden":"x","subject":"two"}`)
	require.Error(t, err)
	_, err = request(t, clerk, "POST", "/records/job", `{"text":"x","subject":"two"}`)
	require.ErrorContains(t, err, "invalid")
	imported := ask(t, clerk, "POST", "/records/task:import", "text,state\ntwo,open\n", "Content-Type", "text/csv")
	require.Contains(t, string(imported.Body), `"created":1`)
}
