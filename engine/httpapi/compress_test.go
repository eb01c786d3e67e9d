package httpapi

import (
	"bufio"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"
)

func fetched(t *testing.T, app *fiber.App, path, encoding string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	got, err := app.Test(r)
	require.NoError(t, err)
	b, err := io.ReadAll(got.Body)
	require.NoError(t, err)
	require.NoError(t, got.Body.Close())
	return got, string(b)
}

func opened(t *testing.T, text string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(text))
	require.NoError(t, err)
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(b)
}

func TestTheClientAndLongAnswersAreCompressedForWhoAsks(t *testing.T) {
	t.Parallel()
	script := strings.Repeat("const one = 1;\n", 1000)
	answer := fiber.Map{"data": strings.Repeat("a long answer ", 1000)}
	app := NewApp()
	app.Get("/api/long", func(c *fiber.Ctx) error { return c.JSON(answer) })
	app.Use(Pages(fstest.MapFS{
		"index.html":     {Data: []byte("<!doctype html>")},
		"assets/main.js": {Data: []byte(script)},
	}))
	for _, path := range []string{"/assets/main.js", "/assets/main.js", "/api/long"} {
		plain, whole := fetched(t, app, path, "")
		require.Empty(t, plain.Header.Get("Content-Encoding"), path)
		require.Contains(t, plain.Header.Get("Vary"), "Accept-Encoding", path)
		small, packed := fetched(t, app, path, "gzip, deflate, br")
		require.Equal(t, "gzip", small.Header.Get("Content-Encoding"), path)
		require.Contains(t, small.Header.Get("Vary"), "Accept-Encoding", path)
		require.Equal(t, plain.Header.Get("Content-Type"), small.Header.Get("Content-Type"), path)
		require.Less(t, len(packed), len(whole)/10, path)
		require.Equal(t, whole, opened(t, packed), path)
	}
	require.Equal(t, script, func() string { _, b := fetched(t, app, "/assets/main.js", ""); return b }())
}

func TestShortAnswersFilesAndStreamsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	long := `"` + strings.Repeat("a", 3*worthwhile) + `"`
	app := NewApp()
	app.Get("/short", func(c *fiber.Ctx) error { return c.JSON("a") })
	app.Get("/file", func(c *fiber.Ctx) error {
		c.Attachment("a.json")
		return c.SendString(long)
	})
	app.Get("/stream", func(c *fiber.Ctx) error {
		c.Type("json")
		c.Context().SetBodyStreamWriter(func(w *bufio.Writer) { _, _ = w.WriteString(long) })
		return nil
	})
	for _, path := range []string{"/short", "/file", "/stream"} {
		got, _ := fetched(t, app, path, "gzip")
		require.Empty(t, got.Header.Get("Content-Encoding"), path)
	}
}
