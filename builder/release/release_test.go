package release_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func document(kind definition.Kind, name, body string) mortise.Document {
	return mortise.Document{Kind: string(kind), Name: name, Body: json.RawMessage(body)}
}

// guarded is a server on which changes of access need a guard's consent, with
// a designer who holds what he will give away.
func guarded(t *testing.T) (s *serving.Server, designer, guard *mortise.Client) {
	t.Helper()
	s = serving.Start(t)
	s.Publish(t, []mortise.Document{
		document(definition.KindEntity, "order", `{"$schema":"mortise:entity","name":"order","title":"Order","x-id":"k3f9q2m7xa","type":"object","x-label":"title",
			"properties":{"title":{"x-field":"text","x-id":"h4r7k0v3qd","title":"Title"}}}`),
		document(definition.KindRole, "guard", `{"name":"guard","x-id":"c3f9q2m7xa","title":"Guard"}`),
		document(definition.KindRole, "chief", `{"name":"chief","x-id":"c3f9q2m7xb","title":"Chief","permissions":["design","publish","roles"]}`),
		document(definition.KindRole, "guest", `{"name":"guest","x-id":"c3f9q2m7xc","title":"Guest"}`),
		document(definition.KindGrant, "order_chief", `{"name":"order_chief","role":"chief","entity":"order","actions":["read"],"scope":"all","read":"all"}`),
		document(definition.KindObligation, "second_person", `{"name":"second_person","title":"A second person","actions":["publish_access"],"needs":"approval","by":"guard"}`),
	})
	_, designer = s.NewUser(t, "Designer", []string{"chief"})
	_, guard = s.NewUser(t, "Guard", []string{"guard"})
	return s, designer, guard
}

const guestReads = `{"name":"order_guest","role":"guest","entity":"order","actions":["read"],"scope":"all","read":"all"}`

// ask publishes with a request for approval and gives its id.
func ask(t *testing.T, c *mortise.Client) string {
	t.Helper()
	answer, err := post(t, c, "/api/v1/draft:publish?request=approval", map[string]string{"comment": "for guests"})
	require.NoError(t, err)
	require.Equal(t, http.StatusAccepted, answer.Status)
	var in struct{ Request struct{ ID string } }
	require.NoError(t, json.Unmarshal(answer.Body, &in))
	return in.Request.ID
}

func post(t *testing.T, c *mortise.Client, path string, body any) (*mortise.Response, error) {
	t.Helper()
	b, err := json.Marshal(body)
	require.NoError(t, err)
	return c.Do(t.Context(), mortise.Request{Method: http.MethodPost, Path: path, Body: bytes.NewReader(b)})
}

func put(t *testing.T, c *mortise.Client, d mortise.Document) {
	t.Helper()
	require.NoError(t, c.Definitions().Put(t.Context(), d))
}

func TestChangesOfAccessNeedASecondPerson(t *testing.T) {
	t.Parallel()
	s, designer, guard := guarded(t)
	put(t, designer, document(definition.KindGrant, "order_guest", guestReads))
	_, err := designer.Definitions().Publish(t.Context(), "alone")
	require.ErrorContains(t, err, "obligation_unmet")
	request := ask(t, designer)
	require.Equal(t, request, ask(t, designer), "asked twice it is one request")
	_, err = post(t, designer, "/api/v1/records/approval/"+request+":approve", map[string]string{})
	require.Error(t, err, "nobody approves his own")
	put(t, designer, document(definition.KindRole, "late", `{"name":"late","x-id":"c3f9q2m7xd","title":"Late"}`))

	shown, err := guard.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/draft/requests/" + request})
	require.NoError(t, err)
	var about struct {
		Overtaken bool
		Changes   []struct{ Kind, Name, Change string }
	}
	require.NoError(t, json.Unmarshal(shown.Body, &about))
	require.Equal(t, []struct{ Kind, Name, Change string }{{"grant", "order_guest", "added"}}, about.Changes,
		"who decides sees about what, and not what was drafted afterwards")
	require.False(t, about.Overtaken)
	_, err = s.Admin.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/draft/requests/" + request})
	require.Error(t, err, "who may not decide does not")
	_, err = post(t, guard, "/api/v1/records/approval/"+request+":approve", map[string]string{"comment": "fine"})
	require.NoError(t, err)
	done, err := s.Admin.Records("approval").Get(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, "approved", done["state"])
	_, err = s.Admin.Definitions().Get(t.Context(), "grant", "order_guest")
	require.NoError(t, err, "it is published")
	_, err = s.Admin.Definitions().Get(t.Context(), "role", "late")
	require.Error(t, err, "what was drafted afterwards is not")
	_, err = designer.Definitions().Get(t.Context(), "role", "late")
	require.NoError(t, err, "and is a draft still")
	revision := latest(t, s)
	require.Equal(t, "for guests", revision["comment"])
}

func latest(t *testing.T, s *serving.Server) map[string]any {
	t.Helper()
	answer, err := s.Admin.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/revisions"})
	require.NoError(t, err)
	var in struct{ Data []map[string]any }
	require.NoError(t, json.Unmarshal(answer.Body, &in))
	require.NotEmpty(t, in.Data, "%s", answer.Body)
	return in.Data[0]
}

func TestAnOvertakenRequestFails(t *testing.T) {
	t.Parallel()
	s, designer, guard := guarded(t)
	put(t, designer, document(definition.KindGrant, "order_guest", guestReads))
	request := ask(t, designer)
	put(t, s.Admin, document(definition.KindEntity, "buyer", `{"$schema":"mortise:entity","name":"buyer","title":"Buyer","x-id":"k3f9q2m7xz","type":"object",
		"properties":{"title":{"x-field":"text","x-id":"h4r7k0v3qz","title":"Title"}}}`))
	_, err := s.Admin.Definitions().Publish(t.Context(), "meanwhile")
	require.NoError(t, err, "a design needs no second person")
	shown, err := guard.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/draft/requests/" + request})
	require.NoError(t, err)
	require.Contains(t, string(shown.Body), `"overtaken":true`, "who decides is told that it cannot be published any more")
	require.NotContains(t, string(shown.Body), "buyer", "what others published is not part of it")
	_, err = post(t, guard, "/api/v1/records/approval/"+request+":approve", map[string]string{})
	require.NoError(t, err)
	done, err := s.Admin.Records("approval").Get(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, "failed", done["state"], fmt.Sprint(done))
	_, err = s.Admin.Definitions().Get(t.Context(), "grant", "order_guest")
	require.Error(t, err)
}

func TestAnApprovalGivesNoRights(t *testing.T) {
	t.Parallel()
	_, designer, _ := guarded(t)
	put(t, designer, document(definition.KindGrant, "order_guest", `{"name":"order_guest","role":"guest","entity":"order","actions":["read","archive"],"scope":"all","read":"all"}`))
	_, err := post(t, designer, "/api/v1/draft:publish?request=approval", map[string]string{})
	require.ErrorContains(t, err, "publish_gives_more", "what one lacks cannot even be asked for")
}

// A guide may be larger than what a request holds: it waits beside it.
func TestAGuideWaitsForTheApproval(t *testing.T) {
	t.Parallel()
	s, designer, guard := guarded(t)
	noise, state := make([]byte, 280<<10), uint32(1)
	files := apppackage.Files{
		"app.json":   []byte(`{"name": "told", "version": "1.0.0", "title": "Told"}`),
		"roles.json": []byte(`[{"name": "told", "x-id": "told000001", "title": "Told"}]`),
		"entities/tale/entity.json": []byte(`{"name": "tale", "title": "Tale", "type": "object", "x-id": "tale000001", "x-label": "title",
			"properties": {"title": {"x-field": "text", "x-id": "title00001", "title": "Title"}}}`),
		"entities/tale/access.json": []byte(`{"grants": [{"name": "tale_told", "role": "told", "entity": "tale", "actions": ["read"], "scope": "all", "read": "all"},
			{"name": "tale_chief", "role": "chief", "entity": "tale", "actions": ["read"], "scope": "all", "read": "all"}]}`),
		"guide/en/01-tale.md": []byte("# Tale\n"),
	}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		for i := range noise {
			state = state*1664525 + 1013904223
			noise[i] = byte(state >> 24)
		}
		files["guide/en/"+name+".png"] = append([]byte("\x89PNG\r\n\x1a\n"), noise...)
	}
	archive, err := files.Pack(nil)
	require.NoError(t, err)
	answer, err := post(t, s.Admin, "/api/v1/packages:install?request=approval", mortise.PackageRequest{Archive: archive, Unsigned: true})
	require.NoError(t, err)
	require.Equal(t, http.StatusAccepted, answer.Status, "%s", answer.Body)
	var in struct{ Request struct{ ID string } }
	require.NoError(t, json.Unmarshal(answer.Body, &in))
	list := func() string {
		seen, err := designer.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/guides"})
		require.NoError(t, err)
		return string(seen.Body)
	}
	require.JSONEq(t, `{"data": []}`, list())
	_, err = post(t, guard, "/api/v1/records/approval/"+in.Request.ID+":approve", map[string]string{})
	require.NoError(t, err)
	done, err := s.Admin.Records("approval").Get(t.Context(), in.Request.ID)
	require.NoError(t, err)
	require.Equal(t, "approved", done["state"])
	require.JSONEq(t, `{"data": [{"name": "told", "title": "Told", "language": "en", "pages": [{"name": "01-tale", "title": "Tale", "fits": []}]}]}`, list())
	picture, err := designer.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/guides/told/images/e.png"})
	require.NoError(t, err)
	require.Equal(t, files["guide/en/e.png"], picture.Body)
}
