package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/record"
)

// TestToolsSayWhatTheyTake: the JSON Schema of each tool is one, takes no more
// than it names, and needs only what it names.
func TestToolsSayWhatTheyTake(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for i := range tools {
		tool := &tools[i]
		require.False(t, names[tool.name], "%s stands twice", tool.name)
		names[tool.name] = true
		compiled, err := jsonschema.CompileString(tool.name+".json", tool.input)
		require.NoError(t, err, tool.name)
		require.Error(t, compiled.Validate(map[string]any{"nonsense": 1}), tool.name)
		require.Error(t, compiled.Validate([]any{}), tool.name)
		for _, needed := range compiled.Required {
			require.Contains(t, compiled.Properties, needed, tool.name)
		}
		told := tool.described()
		require.Equal(t, tool.action == "read", told.Annotations.ReadOnlyHint, tool.name)
		require.Equal(t, tool.action == "update", *told.Annotations.DestructiveHint, tool.name)
		require.NotEmpty(t, told.Description)
	}
}

// TestRefusalsAreAnswers: a problem comes back as the document that the API gives
// for it, in the caller's language, as the answer of a call that failed.
func TestRefusalsAreAnswers(t *testing.T) {
	t.Parallel()
	s := &Server{Explain: func(err error, language string) json.RawMessage {
		b, _ := json.Marshal(map[string]string{"code": err.Error(), "language": language}) // of texts: never fails
		return b
	}}
	request := &Request{Context: context.Background(), Caller: &record.Caller{Language: "zh-CN"}}
	var given string
	call := func(arguments string, answer json.RawMessage, err error) *sdk.CallToolResult {
		tool := &tool{perform: func(_ context.Context, _ *Server, _ *record.Caller, in json.RawMessage) (json.RawMessage, error) {
			given = string(in)
			return answer, err
		}}
		r, failed := s.run(request, tool)(context.Background(), &sdk.CallToolRequest{Params: &sdk.CallToolParamsRaw{Arguments: json.RawMessage(arguments)}})
		require.NoError(t, failed)
		return r
	}
	text := func(r *sdk.CallToolResult) string {
		content, ok := r.Content[0].(*sdk.TextContent)
		require.True(t, ok)
		require.JSONEq(t, content.Text, string(r.StructuredContent.(json.RawMessage)))
		return content.Text
	}
	refused := call("", nil, errors.New("not_found"))
	require.True(t, refused.IsError)
	require.JSONEq(t, `{"code":"not_found","language":"zh-CN"}`, text(refused))
	require.Equal(t, "{}", given, "no arguments are none")
	done := call(`{"id":"x"}`, json.RawMessage(`{"id":"x"}`), nil)
	require.False(t, done.IsError)
	require.JSONEq(t, `{"id":"x"}`, text(done))
	require.Equal(t, `{"id":"x"}`, given)
}
