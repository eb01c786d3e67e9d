package httpapi

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
)

// headers sets what every answer carries: nothing is framed, sniffed or
// cached by others.
func headers(c *fiber.Ctx) error {
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Referrer-Policy", "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	return c.Next()
}

// legible refuses a query with what no text of the product has: bytes that are
// not UTF-8, and NUL.
func legible(c *fiber.Ctx) error {
	ok := true
	c.Context().QueryArgs().VisitAll(func(_, value []byte) {
		ok = ok && utf8.Valid(value) && bytes.IndexByte(value, 0) < 0
	})
	if !ok {
		return problem.New(problem.Malformed, "invalid_utf8")
	}
	return c.Next()
}

// noncePlaceholder stands in index.html where the page's nonce goes.
const noncePlaceholder = "__CSP_NONCE__"

// Pages serves the web build: files under assets for a year (their names
// change with their content), and index.html for every other path, with a
// fresh nonce under a strict content security policy.
func Pages(files fs.FS) fiber.Handler {
	index, indexErr := fs.ReadFile(files, "index.html")
	shrunk := &shrunkFiles{}
	return func(c *fiber.Ctx) error {
		path := strings.TrimPrefix(c.Path(), "/")
		if strings.HasPrefix(path, "api/") {
			return fiber.ErrNotFound
		}
		if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
			return fiber.ErrNotFound
		}
		if path != "" && path != "index.html" {
			if b, err := fs.ReadFile(files, path); err == nil {
				return sendFile(c, shrunk, path, b)
			}
		}
		if indexErr != nil {
			return indexErr
		}
		nonce := newNonce()
		c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; script-src 'self' 'nonce-"+nonce+"'; style-src 'self' 'nonce-"+nonce+
			"'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		c.Set(fiber.HeaderCacheControl, "no-store")
		c.Type("html", "utf-8")
		return c.SendString(strings.ReplaceAll(string(index), noncePlaceholder, nonce))
	}
}

func sendFile(c *fiber.Ctx, shrunk *shrunkFiles, path string, b []byte) error {
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		c.Type(path[dot+1:])
	}
	if strings.HasPrefix(path, "assets/") {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	} else {
		c.Set(fiber.HeaderCacheControl, "no-cache")
	}
	return shrunk.send(c, path, b)
}

func newNonce() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return base64.RawStdEncoding.EncodeToString(b)
}
