package httpapi

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// handler serves one route for a caller who may use it.
type handler func(c *fiber.Ctx, caller Caller) error

func (a api) designer(h handler) fiber.Handler { return a.permitted("design", h) }

func (a api) publisher(h handler) fiber.Handler { return a.permitted("publish", h) }

func (a api) permitted(permission string, h handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		caller, err := a.Caller(c)
		if err != nil {
			return err
		}
		if !caller.Permissions[permission] {
			return problem.New(problem.Forbidden, "forbidden").With("permission", permission)
		}
		return h(c, caller)
	}
}

// key reads kind and name from the path. The strings are copies: Fiber uses
// its own again.
func key(c *fiber.Ctx) (definition.Key, error) {
	kind, err1 := url.PathUnescape(c.Params("kind"))
	name, err2 := url.PathUnescape(c.Params("name"))
	if err1 != nil || err2 != nil {
		return definition.Key{}, problem.New(problem.NotFound, "not_found")
	}
	return definition.Key{Kind: definition.Kind(strings.Clone(kind)), Name: strings.Clone(name)}, nil
}

// body gives a copy of the request's bytes. A compressed one is refused: it
// could be a thousand times as large as it looks.
func body(c *fiber.Ctx) ([]byte, error) {
	if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return nil, problem.New(problem.Malformed, "encoding_not_supported").With("encoding", strings.Clone(encoding))
	}
	return append([]byte(nil), c.Request().Body()...), nil
}

// decode reads a JSON body; none at all leaves into as it is.
func decode(c *fiber.Ctx, into any) error {
	raw, err := body(c)
	if err != nil || len(raw) == 0 {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return problem.Wrap(problem.Malformed, "malformed_json", err)
	}
	return problem.CheckTexts(raw)
}

// seen reads which document the caller has seen: If-Match with its hash,
// If-None-Match: * for none; without either whatever is in place.
func seen(c *fiber.Ctx) string {
	if strings.TrimSpace(c.Get(fiber.HeaderIfNoneMatch)) == "*" {
		return ""
	}
	tag := strings.TrimSpace(c.Get(fiber.HeaderIfMatch))
	if tag == "" || tag == "*" {
		return draft.AnyHash
	}
	return strings.Clone(strings.Trim(strings.TrimPrefix(tag, "W/"), `"`))
}

// draftOf is whose draft a request is about: the caller's own, or with
// ?draft=shared the one that all designers share.
func draftOf(c *fiber.Ctx, caller Caller) string {
	if c.Query("draft") == "shared" {
		return store.SharedDraft
	}
	return caller.UserID
}

// send answers with a document as it is, its hash as the ETag.
func send(c *fiber.Ctx, body []byte, hash string) error {
	c.Set(fiber.HeaderETag, `"`+hash+`"`)
	c.Type("json", "utf-8")
	return c.Send(body)
}
