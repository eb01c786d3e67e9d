package acceptance_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// bearer adds a token to each request.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	again := r.Clone(r.Context())
	again.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(again)
}

// model connects a client of the protocol with a token.
func (c *cast) model(t *testing.T, token string) *sdk.ClientSession {
	t.Helper()
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: c.url + "/mcp", HTTPClient: &http.Client{Transport: bearer(token)}, DisableStandaloneSSE: true}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = session.Close() })
	return session
}

// use calls a tool and reads its answer.
func use(t *testing.T, s *sdk.ClientSession, name string, arguments map[string]any) (answer map[string]any, failed bool) {
	t.Helper()
	r, err := s.CallTool(context.Background(), &sdk.CallToolParams{Name: name, Arguments: arguments})
	require.NoError(t, err)
	text, ok := r.Content[0].(*sdk.TextContent)
	require.True(t, ok)
	require.NoError(t, json.Unmarshal([]byte(text.Text), &answer))
	return answer, r.IsError
}

// TestModelsWork goes through the tools as a program of a seller would.
func TestModelsWork(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	all := c.model(t, c.a.client.Token())
	listed, err := all.ListTools(t.Context(), nil)
	require.NoError(t, err)
	names := map[string]bool{}
	for _, tool := range listed.Tools {
		names[tool.Name] = true
	}
	require.Equal(t, map[string]bool{"describe": true, "find": true, "read": true, "aggregate": true, "create": true, "update": true}, names)

	made, failed := use(t, all, "create", map[string]any{"entity": "deal", "values": map[string]any{"name": "By model", "seats": 9007199254740993}})
	require.True(t, failed)
	require.Equal(t, "invalid", made["code"])
	made, failed = use(t, all, "create", map[string]any{"entity": "deal", "values": map[string]any{"name": "By model", "amount": json.Number("999999999999.99")}})
	require.False(t, failed, made)
	require.Equal(t, "999999999999.99", asText(made["amount"]))
	changed, failed := use(t, all, "update", map[string]any{"entity": "deal", "id": made["id"], "version": 1, "values": map[string]any{"note": "noted"}})
	require.False(t, failed, changed)
	require.Equal(t, "noted", changed["note"])
	found, failed := use(t, all, "find", map[string]any{"entity": "deal", "filter": `name == "By model"`, "fields": []string{"name", "owner.name"}, "count": "exact"})
	require.False(t, failed, found)
	require.EqualValues(t, 1, found["count"])
	sums, failed := use(t, all, "aggregate", map[string]any{"entity": "deal", "groups": []any{map[string]any{"field": "stage"}}})
	require.False(t, failed, sums)
	_, failed = use(t, all, "find", map[string]any{"entity": "deal", "nonsense": 1})
	require.True(t, failed)

	token, err := c.a.client.NewToken(t.Context(), mortise.TokenRequest{Name: "reads", Scopes: []string{"read:deal"}})
	require.NoError(t, err)
	reads := c.model(t, token.Token)
	listed, err = reads.ListTools(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, listed.Tools, 4)
	none := c.call(t, call{method: "POST", path: "/mcp", body: http.NoBody})
	require.Equal(t, http.StatusUnauthorized, none.status)
	require.NotEmpty(t, none.header.Get("WWW-Authenticate"))
}

func asText(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
