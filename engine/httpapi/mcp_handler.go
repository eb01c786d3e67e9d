package httpapi

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"

	"github.com/mortise-crm/mortise/engine/mcp"
	"github.com/mortise-crm/mortise/engine/problem"
)

// models serves the Model Context Protocol. Only bearer tokens are taken: what
// a page could make a browser send is of no use here.
func (a *API) models() fiber.Handler {
	server := &mcp.Server{Records: a.Records, Version: a.Version, Decode: decodeAllKnown, Explain: explained}
	handle := adaptor.HTTPHandler(server.Handler())
	return func(c *fiber.Ctx) error {
		if c.Get(fiber.HeaderAuthorization) == "" {
			c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
			return problem.New(problem.Unauthenticated, "unauthenticated")
		}
		caller, err := a.caller(c)
		if err != nil {
			if problem.Is(err, problem.Unauthenticated) {
				c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
			}
			return err
		}
		if accept := c.Get(fiber.HeaderAccept); accept == "" || accept == "*/*" {
			c.Request().Header.Set(fiber.HeaderAccept, "application/json, text/event-stream")
		}
		c.Context().SetUserValue(mcp.Key, &mcp.Request{Context: c.UserContext(), Caller: caller})
		return handle(c)
	}
}

// explained is the problem document of an error.
func explained(err error, language string) json.RawMessage {
	b, failed := json.Marshal(document(problem.As(err), language))
	if failed != nil {
		return json.RawMessage(`{"code":"internal"}`)
	}
	return b
}
