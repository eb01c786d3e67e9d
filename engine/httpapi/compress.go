package httpapi

import (
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// worthwhile is the size from which compressing an answer gains anything.
// What carries the secrets of a session is far smaller.
const worthwhile = 2 << 10

// legibleTypes are media types whose content shrinks.
var legibleTypes = []string{"application/json", "application/manifest+json", "text/", "application/javascript", "image/svg+xml"}

func shrinks(mediaType string) bool {
	for _, one := range legibleTypes {
		if strings.HasPrefix(mediaType, one) {
			return true
		}
	}
	return false
}

// compress shrinks the JSON that the API answers with for whom it may be
// shrunk: what is streamed, part of a file or a file stays as it is.
func compress(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return err
	}
	r := c.Response()
	if r.IsBodyStream() || r.StatusCode() != fiber.StatusOK || len(r.Body()) < worthwhile ||
		len(r.Header.ContentEncoding()) > 0 || len(r.Header.Peek(fiber.HeaderContentDisposition)) > 0 ||
		!strings.HasPrefix(string(r.Header.ContentType()), "application/json") {
		return nil
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	if c.Request().Header.HasAcceptEncoding("gzip") {
		r.SetBodyRaw(fasthttp.AppendGzipBytesLevel(nil, r.Body(), fasthttp.CompressBestSpeed))
		c.Set(fiber.HeaderContentEncoding, "gzip")
	}
	return nil
}

// shrunkFiles keeps files of the web client as they were compressed when they
// were first asked for: they never change while the program runs.
type shrunkFiles struct{ known sync.Map }

func (s *shrunkFiles) of(path string, b []byte) []byte {
	if kept, ok := s.known.Load(path); ok {
		return kept.([]byte)
	}
	small := fasthttp.AppendGzipBytesLevel(nil, b, fasthttp.CompressBestCompression)
	s.known.Store(path, small)
	return small
}

// send answers with a file, compressed where it is worth while.
func (s *shrunkFiles) send(c *fiber.Ctx, path string, b []byte) error {
	if len(b) < worthwhile || !shrinks(string(c.Response().Header.ContentType())) {
		return c.Send(b)
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	if !c.Request().Header.HasAcceptEncoding("gzip") {
		return c.Send(b)
	}
	c.Set(fiber.HeaderContentEncoding, "gzip")
	return c.Send(s.of(path, b))
}
