package mcp

import (
	"context"
	"encoding/json"
	"net/http"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/mortise-crm/mortise/engine/record"
)

// Server answers requests of the protocol. Decode and Explain are those of the
// HTTP API, so that both read and refuse alike.
type Server struct {
	Records *record.Service
	Version string // of the product
	// Decode reads a JSON object whose members are all known, exactly.
	Decode func(b []byte, into any) error
	// Explain is the problem document of an error in a language.
	Explain func(err error, language string) json.RawMessage
}

// Request is what a request of the protocol is served with.
type Request struct {
	Context context.Context // its deadline holds for what a tool does
	Caller  *record.Caller
}

type key struct{}

// Key is the key of a *Request in the context of an HTTP request.
var Key any = key{}

// Handler serves the streamable transport without sessions: each request stands
// for itself, so any process may answer it. The context of the HTTP request
// must have a Request.
func (s *Server) Handler() http.Handler {
	return sdk.NewStreamableHTTPHandler(s.serverOf, &sdk.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true,
		// Whoever calls proves himself by a bearer token, which no page of another
		// site can make a browser send; behind a proxy on the same machine the
		// host is a public one.
		DisableLocalhostProtection: true,
	})
}

// serverOf makes the server of one request: its tools act as its caller.
func (s *Server) serverOf(r *http.Request) *sdk.Server {
	request, ok := r.Context().Value(Key).(*Request)
	if !ok {
		return nil
	}
	server := sdk.NewServer(&sdk.Implementation{Name: "mortise", Title: "Mortise", Version: s.Version, WebsiteURL: "https://github.com/mortise-crm/mortise"},
		&sdk.ServerOptions{Instructions: instructions})
	for i := range tools {
		if t := &tools[i]; t.offered(request.Caller) {
			server.AddTool(t.described(), s.run(request, t))
		}
	}
	return server
}

const instructions = `Records of a CRM. Call describe first: it tells which entities there are, their fields and what you may do. ` +
	`Entities, fields and options go by their names, not their titles. Filters are expressions such as ` +
	`status == "new" && owner == me && created_at >= today - days(30) && name contains "Smith". ` +
	`What you may not see does not exist for you; a refused change tells which field is wrong and how to mend it.`

// run performs a tool's operation.
func (s *Server) run(request *Request, t *tool) sdk.ToolHandler {
	return func(_ context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
		arguments := r.Params.Arguments
		if len(arguments) == 0 {
			arguments = json.RawMessage("{}")
		}
		answer, err := t.perform(request.Context, s, request.Caller, arguments)
		if err != nil {
			return result(s.Explain(err, request.Caller.Language), true), nil
		}
		return result(answer, false), nil
	}
}

// result is an answer as text, which every client shows, and as data.
func result(answer json.RawMessage, failed bool) *sdk.CallToolResult {
	return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: string(answer)}}, StructuredContent: answer, IsError: failed}
}
