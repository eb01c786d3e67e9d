package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of what a request may carry, documented in the API.
const (
	// BodyLimit is the largest request body in bytes, sized or chunked.
	BodyLimit = 4 << 20
	// maxDepth is how deep a JSON body may nest.
	maxDepth = 32
	// maxFilter is the longest filter in bytes.
	maxFilter = 10 << 10
)

// AllowBodies lets POST requests to some paths carry larger bodies than
// BodyLimit, up to max bytes.
func AllowBodies(app *fiber.App, max int, paths ...string) {
	app.Server().HeaderReceived = func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		path, _, _ := strings.Cut(string(h.RequestURI()), "?")
		if h.IsPost() && slices.Contains(paths, path) {
			return fasthttp.RequestConfig{MaxRequestBodySize: max}
		}
		return fasthttp.RequestConfig{}
	}
}

// mostBytes is how large the body of a request may be.
func mostBytes(c *fiber.Ctx) int {
	if more := c.App().Server().HeaderReceived; more != nil {
		if most := more(&c.Request().Header).MaxRequestBodySize; most > 0 {
			return most
		}
	}
	return BodyLimit
}

// body gives the request's bytes. A compressed body is refused: it could be a
// thousand times as large as it looks.
func body(c *fiber.Ctx) ([]byte, error) {
	if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return nil, problem.New(problem.Malformed, "encoding_not_supported").With("encoding", encoding)
	}
	return c.Request().Body(), nil
}

// decodeObject reads a JSON object with exact numbers.
func decodeObject(c *fiber.Ctx) (map[string]any, error) {
	b, err := body(c)
	if err != nil {
		return nil, err
	}
	var v map[string]any
	if err := decodeJSON(b, &v); err != nil {
		return nil, err
	}
	if v == nil {
		return nil, problem.New(problem.Malformed, "object_expected")
	}
	return v, nil
}

// decodeJSON reads one JSON value, with exact numbers, and nothing after it. No
// object may have a member twice.
func decodeJSON(b []byte, into any) error {
	if !utf8.Valid(b) {
		return problem.New(problem.Malformed, "invalid_utf8")
	}
	if err := checkDepth(b); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		var wrongType *json.UnmarshalTypeError
		if errors.As(err, &wrongType) {
			pointer := ""
			if wrongType.Field != "" {
				pointer = "/" + strings.ReplaceAll(wrongType.Field, ".", "/")
			}
			return &problem.Error{Kind: problem.Malformed, Code: "wrong_type", Cause: err, Details: problem.List{{Pointer: pointer, Code: "wrong_type"}}}
		}
		return problem.Wrap(problem.Malformed, "malformed_json", err).With("offset", d.InputOffset())
	}
	if _, err := d.Token(); err != io.EOF {
		return problem.New(problem.Malformed, "malformed_json").With("offset", d.InputOffset())
	}
	if pointer, twice := duplicateMember(b); twice {
		return &problem.Error{Kind: problem.Malformed, Code: "duplicate_member", Details: problem.List{{Pointer: pointer, Code: "duplicate_member"}}}
	}
	return nil
}

// checkDepth counts brackets outside of strings.
func checkDepth(b []byte) error {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch ch := b[i]; {
		case inString && ch == '\\':
			i++
		case ch == '"':
			inString = !inString
		case inString:
		case ch == '{' || ch == '[':
			if depth++; depth > maxDepth {
				return problem.New(problem.Malformed, "too_deep").With("max", maxDepth)
			}
		case ch == '}' || ch == ']':
			depth--
		}
	}
	return nil
}

// decodeKnown reads a JSON object whose members are all known.
func decodeKnown(c *fiber.Ctx, into any) error {
	b, err := body(c)
	if err != nil {
		return err
	}
	return decodeAllKnown(b, into)
}

// decodeAllKnown is decodeKnown of bytes.
func decodeAllKnown(b []byte, into any) error {
	if err := decodeJSON(b, into); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		name, _ := strings.CutPrefix(err.Error(), "json: unknown field ")
		return problem.InvalidAt("", "unknown_keyword", map[string]any{"name": strings.Trim(name, `"`)})
	}
	return problem.CheckTexts(b)
}
