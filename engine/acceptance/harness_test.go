package acceptance_test

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// dataFolder gives the folder of public data files, or skips the test.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ACCEPTANCE_DATA")
	if dir == "" {
		t.Skip("ACCEPTANCE_DATA names no folder of data files")
	}
	return dir
}

// publish puts documents into the administrator's draft and publishes it.
func (s *server) publish(t *testing.T, docs []mortise.Document) {
	t.Helper()
	s.serving.Publish(t, docs)
}

// call is a request in raw form.
type call struct {
	method, path string
	token        string
	header       map[string]string
	body         io.Reader
	chunked      bool // sends the body without its length
}

// reply is what came back. A body far over the limits may be answered by
// closing the connection, which gives a broken reply.
type reply struct {
	status int
	header http.Header
	body   []byte
	broken error
}

func (s *server) call(t *testing.T, c call) reply {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	body := c.body
	if c.chunked {
		body = struct{ io.Reader }{c.body}
	}
	req, err := http.NewRequestWithContext(ctx, c.method, s.url+c.path, body)
	if err != nil {
		t.Fatal(err)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.header {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{broken: err}
	}
	defer resp.Body.Close()
	read := io.ReadAll
	if resp.Header.Get("Content-Type") == "text/event-stream" {
		read = streamed
	}
	out, err := read(resp.Body)
	return reply{resp.StatusCode, resp.Header, out, err}
}

// problem reads a refusal and checks its form.
func (r reply) problem(t *testing.T) mortise.Problem {
	t.Helper()
	var p mortise.Problem
	kind, _, _ := mime.ParseMediaType(r.header.Get("Content-Type"))
	if kind != "application/problem+json" {
		t.Errorf("content type %q: %.300s", kind, r.body)
		return p
	}
	if err := json.Unmarshal(r.body, &p); err != nil {
		t.Errorf("problem is not JSON: %v: %.300s", err, r.body)
	}
	if p.Status != r.status || p.Code == "" || p.Title == "" {
		t.Errorf("problem lacks status, code or title: %.300s", r.body)
	}
	for _, leak := range []string{"pgx", "SQLSTATE", "goroutine", "ERROR:", ".go:", "ws_", "/proc", "panic"} {
		if strings.Contains(string(r.body), leak) {
			t.Errorf("problem shows internals (%s): %.300s", leak, r.body)
		}
	}
	return p
}

// count is how many records the administrator sees.
func (s *server) count(t *testing.T, entity, filter string) int64 {
	t.Helper()
	page, err := s.admin.Records(entity).List(context.Background(), mortise.ListOptions{Filter: filter, Limit: 1, Count: "exact"})
	if err != nil {
		t.Fatalf("count %s where %s: %v", entity, filter, err)
	}
	if page.Count == nil {
		t.Fatalf("no count of %s", entity)
	}
	return *page.Count
}

// mustCreate makes a record as somebody.
func mustCreate(t *testing.T, c *mortise.Client, entity string, values mortise.Record) mortise.Record {
	t.Helper()
	rec, err := c.Records(entity).Create(context.Background(), values)
	if err != nil {
		t.Fatalf("create %s: %v", entity, err)
	}
	return rec
}
