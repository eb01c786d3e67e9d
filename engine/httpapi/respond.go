package httpapi

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
)

// bodyTooLarge is the code of a request whose body is refused.
const bodyTooLarge = "body_too_large"

// status is the one mapping from kinds of problems to HTTP.
var status = map[problem.Kind]int{
	problem.Internal: 500, problem.Malformed: 400, problem.Unauthenticated: 401, problem.Forbidden: 403, problem.NotFound: 404,
	problem.Conflict: 409, problem.Stale: 412, problem.TooLarge: 413, problem.Invalid: 422, problem.Throttled: 429, problem.Unavailable: 503,
}

// Error is the Fiber error handler: every failure leaves as application/
// problem+json (RFC 9457) in the caller's language. Causes go to the log alone.
func Error(c *fiber.Ctx, err error) error {
	p := fromFiber(err)
	if p.Code == bodyTooLarge {
		p = p.With("max", mostBytes(c))
	}
	code := status[p.Kind]
	if errors.Is(err, fiber.ErrRequestEntityTooLarge) {
		refuseRest(c)
	}
	if code >= 500 {
		slog.Error("request failed", "method", c.Method(), "path", c.Path(), "code", p.Code, "cause", p.Error())
	}
	b, err := json.Marshal(document(p, Language(c)))
	if err != nil {
		return err
	}
	if after, ok := retryAfter(p); ok {
		c.Set(fiber.HeaderRetryAfter, text(after))
	}
	c.Status(code)
	c.Response().Header.SetContentType("application/problem+json")
	return c.Send(b)
}

// document is a problem as the caller reads it.
func document(p *problem.Error, language string) map[string]any {
	body := map[string]any{}
	for k, v := range p.Extra {
		body[k] = v
	}
	body["type"] = "about:blank"
	body["title"] = problem.Message(language, p.Code, p.Params)
	body["status"] = status[p.Kind]
	body["code"] = p.Code
	if len(p.Details) > 0 {
		body["errors"] = worded(p.Details, language)
	}
	if after, ok := retryAfter(p); ok {
		body["retry_after"] = after
	}
	return body
}

// retryAfter says in how many seconds to try again what may be done then.
func retryAfter(p *problem.Error) (any, bool) {
	after, ok := p.Params["retry_after"]
	switch {
	case p.Kind == problem.Unavailable && !ok:
		return 1, true
	case p.Kind == problem.Unavailable, p.Kind == problem.Throttled:
		return after, ok
	}
	return nil, false
}

// worded gives details with their messages in a language.
func worded(list []problem.Detail, language string) []problem.Detail {
	details := make([]problem.Detail, len(list))
	for i, d := range list {
		if d.Message == "" {
			d.Message = problem.Message(language, d.Code, d.Params)
		}
		details[i] = d
	}
	return details
}

func text(v any) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return "1"
}

func fromFiber(err error) *problem.Error {
	var f *fiber.Error
	if !errors.As(err, &f) {
		return problem.As(err)
	}
	switch f.Code {
	case fiber.StatusRequestEntityTooLarge:
		return problem.Wrap(problem.TooLarge, bodyTooLarge, err)
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
		return problem.Wrap(problem.NotFound, "not_found", err)
	}
	if f.Code >= 500 {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	return problem.Wrap(problem.Malformed, "malformed_request", err)
}

// sendJSON answers with JSON that is ready. b may be the response's own buffer.
func sendJSON(c *fiber.Ctx, b []byte) error {
	c.Context().Response.SwapBody(b)
	c.Response().Header.SetContentType(fiber.MIMEApplicationJSON)
	return nil
}

// buffer is the response's own, so that a warm server allocates none.
func buffer(c *fiber.Ctx) []byte { return c.Context().Response.SwapBody(nil)[:0] }
