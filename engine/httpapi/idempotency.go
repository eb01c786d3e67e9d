package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// keyHeader carries a key that the client makes for a write, so that sending it
// again does it once.
const keyHeader = "Idempotency-Key"

// replayedHeader tells that an answer was given before and nothing was done.
const replayedHeader = "Idempotency-Replayed"

// maxKey is the longest key, in characters.
const maxKey = 200

// shows is the local in which a handler leaves what its answer shows.
type shows struct{}

// once lets a route be called with an Idempotency-Key. Without one nothing
// changes.
func (a *API) once(next fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key := c.Get(keyHeader)
		if key == "" {
			return next(c)
		}
		if !goodKey(key) {
			return problem.New(problem.Malformed, "bad_idempotency_key").With("max", maxKey)
		}
		caller, err := a.caller(c)
		if err != nil {
			return err
		}
		answer, err := a.Records.Once(c.UserContext(), caller, record.Attempt{Key: key, Hash: hashOf(c)}, func(ctx context.Context) (record.Answer, error) {
			return attempt(ctx, c, next)
		})
		if err != nil || !answer.Again {
			return err
		}
		return a.again(c, caller, answer)
	}
}

// onceWithBody is once for a route that answers a request without a body with a
// file, which is not kept.
func (a *API) onceWithBody(next fiber.Handler) fiber.Handler {
	once := a.once(next)
	return func(c *fiber.Ctx) error {
		if len(c.Request().Body()) == 0 {
			return next(c)
		}
		return once(c)
	}
}

// attempt calls a handler with a context, and tells what it has answered.
func attempt(ctx context.Context, c *fiber.Ctx, next fiber.Handler) (record.Answer, error) {
	before := c.UserContext()
	c.SetUserContext(ctx)
	defer c.SetUserContext(before)
	if err := next(c); err != nil {
		return record.Answer{}, err
	}
	a := record.Answer{Status: c.Response().StatusCode(), Shows: record.ShowsOther, Location: string(c.Response().Header.Peek(fiber.HeaderLocation)),
		Body: slices.Clone(c.Response().Body())}
	if what, ok := c.Locals(shows{}).(string); ok {
		a.Shows = what
	}
	return a, nil
}

// again answers what was answered before.
func (a *API) again(c *fiber.Ctx, caller *record.Caller, answer record.Answer) (err error) {
	body := answer.Body
	switch answer.Shows {
	case record.ShowsRecord:
		body, err = a.Records.ShownAgain(c.UserContext(), caller, c.Params("entity", "approval"), body)
	case record.ShowsBatch:
		body, err = a.Records.BatchAgain(c.UserContext(), caller, body)
	case record.ShowsJob:
		body, err = a.jobAgain(c, caller, body)
	}
	if err != nil {
		return err
	}
	c.Set(replayedHeader, "true")
	c.Status(answer.Status)
	if answer.Location != "" {
		c.Set(fiber.HeaderLocation, answer.Location)
	}
	switch {
	case answer.Shows == record.ShowsRecord:
		return a.sendRecord(c, body)
	case len(body) == 0:
		return nil
	}
	return sendJSON(c, body)
}

// goodKey tells whether a key is one: up to maxKey visible characters of ASCII.
func goodKey(key string) bool {
	if len(key) > maxKey {
		return false
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return false
		}
	}
	return true
}

// hashOf is a hash of all that a request asks for.
func hashOf(c *fiber.Ctx) []byte {
	parts, err := json.Marshal([]string{c.Method(), c.OriginalURL(), c.Get(fiber.HeaderIfMatch), c.Get(reasonHeader)})
	if err != nil {
		parts = nil // texts are always encoded
	}
	hash := sha256.New()
	hash.Write(parts)
	hash.Write(c.Request().Body())
	return hash.Sum(nil)
}
