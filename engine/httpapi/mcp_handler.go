package httpapi

import (
	"encoding/json"
	"net"
	"net/url"

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
		if err := rebound(c); err != nil {
			return err
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

// rebound refuses pages: programs send no Origin, and no page has business at
// this route, least of all one under a foreign name that was made to lead to a
// server on the reader's own machine.
func rebound(c *fiber.Ctx) error {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Hostname() != "localhost" && !net.ParseIP(u.Hostname()).IsLoopback() {
		return problem.New(problem.Forbidden, "cross_site")
	}
	return nil
}

// explained is the problem document of an error.
func explained(err error, language string) json.RawMessage {
	b, failed := json.Marshal(document(problem.As(err), language))
	if failed != nil {
		return json.RawMessage(`{"code":"internal"}`)
	}
	return b
}
