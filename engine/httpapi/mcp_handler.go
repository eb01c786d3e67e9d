package httpapi

import (
	"bytes"
	"encoding/json"
	"net"
	"net/url"
	"regexp"
	"strings"

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
		if err := handle(c); err != nil {
			return err
		}
		return refused(c)
	}
}

// refused makes a problem document of what the protocol's library says of a
// request that it did not take, in a text of its own and of its insides.
func refused(c *fiber.Ctx) error {
	code := c.Response().StatusCode()
	if code == fiber.StatusOK {
		return plain(c)
	}
	if code < fiber.StatusBadRequest || !strings.HasPrefix(string(c.Response().Header.ContentType()), fiber.MIMETextPlain) {
		return nil
	}
	body := document(problem.New(problem.Malformed, "malformed_request"), Language(c))
	body["status"] = code
	if why := strings.TrimSpace(string(c.Response().Body())); strings.HasPrefix(why, "Accept ") || strings.HasPrefix(why, "Content-Type ") {
		body["detail"] = why
	}
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	c.Response().Header.SetContentType("application/problem+json")
	return c.Send(b)
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

// inner is a message of the protocol's library that tells of its own types.
var inner = regexp.MustCompile(`"message":"(?:[^"\\]|\\.)*json: (?:[^"\\]|\\.)*"`)

// plain takes out of an error that the protocol answers with what the
// library says of its insides.
func plain(c *fiber.Ctx) error {
	if b := c.Response().Body(); bytes.Contains(b, []byte(`"error":{`)) {
		c.Response().SetBody(inner.ReplaceAll(b, []byte(`"message":"invalid params"`)))
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
