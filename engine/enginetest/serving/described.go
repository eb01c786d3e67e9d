package serving

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// Every answer that a test gets from a server of this package is compared with
// the document that the server gives the same caller (GET /openapi.json): what
// is answered must be described to him, and be as described.
func init() { http.DefaultTransport = described{http.DefaultTransport} }

// described is a transport that compares what it carries.
type described struct{ next http.RoundTripper }

// checkers are those of the servers that run, by host.
var checkers sync.Map

// RoundTrip implements http.RoundTripper.
func (d described) RoundTrip(r *http.Request) (*http.Response, error) {
	found, ours := checkers.Load(r.URL.Host)
	resp, err := d.next.RoundTrip(r)
	if err != nil || !ours || !strings.HasPrefix(r.URL.Path, "/api/v1/") || r.Header.Get("Mortise-Preview") != "" {
		return resp, err
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	var body []byte
	if strings.HasSuffix(kind, "json") { // others may be streams without an end
		if body, err = io.ReadAll(resp.Body); err != nil {
			resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), broken{err}))
			return resp, nil
		}
		resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
	}
	c, _ := found.(*checker)
	if err := c.Compare(d.next, r, resp, body); err != nil && r.Context().Err() == nil {
		c.t.Errorf("%s %s: the answer %d is not as described: %v\n%.600s", r.Method, r.URL.RequestURI(), resp.StatusCode, err, body)
	}
	return resp, nil
}

// broken ends a body as it ended.
type broken struct{ err error }

// Read implements io.Reader.
func (b broken) Read([]byte) (int, error) { return 0, b.err }

// checker compares the answers of one server, for a test.
type checker struct {
	t testing.TB
	Comparer
}

// Comparer compares the answers of one server with the documents that it gives
// the callers. The zero Comparer is ready, and safe for concurrent use.
type Comparer struct {
	mu   sync.Mutex
	docs map[string]*api
}

// compare has the answers of the server compared until the test ends.
func (s *Server) compare(t testing.TB) {
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	checkers.Store(u.Host, &checker{t: t})
	t.Cleanup(func() { checkers.Delete(u.Host) })
}

// entityOf finds the entity in a path of records.
var entityOf = regexp.MustCompile(`^/api/v1/(?:records|describe)/([a-z][a-z0-9_]*)`)

// Compare tells how an answer differs from what its caller was told of it; nil
// where it does not, or nobody was told. Documents are asked for through next.
// Of an answer that is not JSON, body is nil.
func (c *Comparer) Compare(next http.RoundTripper, r *http.Request, resp *http.Response, body []byte) error {
	if r.Method == http.MethodHead || resp.StatusCode == http.StatusUnauthorized || r.URL.Path == "/api/v1/openapi.json" {
		return nil
	}
	entity := "user" // any: a document without entities is for all of them
	if m := entityOf.FindStringSubmatch(r.URL.Path); m != nil {
		entity = m[1]
	} else if strings.HasPrefix(r.URL.Path, "/api/v1/webhooks/") {
		entity = "webhook"
	}
	key := r.Header.Get("Authorization") + "\x00" + r.Header.Get("Cookie") + "\x00" + entity + "\x00" + resp.Header.Get("X-Mortise-Revision")
	c.mu.Lock()
	defer c.mu.Unlock()
	if doc := c.docs[key]; doc != nil && doc.fits(r, resp, body) == nil {
		return nil
	}
	doc, err := fetch(next, r, entity) // his rights may have changed
	if err != nil || doc == nil {
		return err
	}
	if c.docs == nil {
		c.docs = map[string]*api{}
	}
	c.docs[key] = doc
	return doc.fits(r, resp, body)
}

// api is a document that a caller was given. Of its operations only those that
// are asked for are read whole.
type api struct {
	paths      []pattern
	items      map[string]json.RawMessage
	components map[string]map[string]json.RawMessage
	routes     map[string]*routers.Route // by method and path
}

type pattern struct {
	path    string
	matches *regexp.Regexp
}

// fetch gets the caller's document; nil where he has none, being nobody.
func fetch(next http.RoundTripper, r *http.Request, entity string) (*api, error) {
	ask, err := http.NewRequestWithContext(context.WithoutCancel(r.Context()), http.MethodGet, "http://"+r.URL.Host+"/api/v1/openapi.json?entities="+entity, nil)
	if err != nil {
		return nil, err
	}
	ask.Host = r.Host
	for _, name := range []string{"Authorization", "Cookie"} {
		if v := r.Header.Get(name); v != "" {
			ask.Header.Set(name, v)
		}
	}
	resp, err := next.RoundTrip(ask)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, nil
	}
	var doc struct {
		Paths      map[string]json.RawMessage
		Components map[string]map[string]json.RawMessage
	}
	if err := json.NewDecoder(resp.Body).Decode(&doc); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	a := &api{items: doc.Paths, components: doc.Components, routes: map[string]*routers.Route{}}
	for path := range doc.Paths {
		a.paths = append(a.paths, pattern{path, patternOf(path)})
	}
	return a, nil
}

var hole = regexp.MustCompile(`\\\{[^}]+\\\}`)

// patterns are those that were made, by path: all documents have the same.
var patterns sync.Map

func patternOf(path string) *regexp.Regexp {
	made, ok := patterns.Load(path)
	if !ok {
		made, _ = patterns.LoadOrStore(path, regexp.MustCompile("^"+hole.ReplaceAllString(regexp.QuoteMeta(path), `[^/:]+`)+"$"))
	}
	p, _ := made.(*regexp.Regexp)
	return p
}

// find gives the operation that a request is for, or nil: of several paths that
// fit, that with the most of it spelt out.
func (a *api) find(r *http.Request) (*routers.Route, error) {
	best := ""
	method := `"` + strings.ToLower(r.Method) + `":`
	for _, p := range a.paths {
		if p.matches.MatchString(r.URL.Path) && bytes.Contains(a.items[p.path], []byte(method)) && (best == "" || spelt(p.path) > spelt(best)) {
			best = p.path
		}
	}
	if best == "" {
		return nil, nil
	}
	if route := a.routes[r.Method+best]; route != nil {
		return route, nil
	}
	doc, err := a.load(best)
	if err != nil {
		return nil, err
	}
	item := doc.Paths.Value(best)
	route := &routers.Route{Spec: doc, Path: best, PathItem: item, Method: r.Method, Operation: item.GetOperation(r.Method)}
	a.routes[r.Method+best] = route
	return route, nil
}

func spelt(path string) int { return len(path) - 20*strings.Count(path, "{") }

var component = regexp.MustCompile(`"#/components/([a-z]+)/([^"]+)"`)

// load reads one path of the document, with all that it refers to.
func (a *api) load(path string) (*openapi3.T, error) {
	parts := map[string]map[string]json.RawMessage{}
	for todo := []json.RawMessage{a.items[path]}; len(todo) > 0; todo = todo[1:] {
		for _, m := range component.FindAllSubmatch(todo[0], -1) {
			kind, name := string(m[1]), string(m[2])
			if parts[kind] == nil {
				parts[kind] = map[string]json.RawMessage{}
			}
			if _, has := parts[kind][name]; !has {
				parts[kind][name] = a.components[kind][name]
				todo = append(todo, a.components[kind][name])
			}
		}
	}
	b, err := json.Marshal(map[string]any{"openapi": "3.1.0", "info": map[string]string{"title": "One path", "version": "1"},
		"paths": map[string]any{path: a.items[path]}, "components": parts})
	if err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(b)
}

// fits compares an answer.
func (a *api) fits(r *http.Request, resp *http.Response, body []byte) error {
	route, err := a.find(r)
	if err != nil {
		return err
	}
	if route == nil {
		// Former names are understood, said to be deprecated, and described nowhere.
		if resp.StatusCode < http.StatusBadRequest && resp.Header.Get("Deprecation") == "" {
			return errors.New("the caller's document has no such operation")
		}
		return nil // refused, as it should be
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: route},
		Status:                 resp.StatusCode, Header: resp.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeWriteOnlyValidations: true, ExcludeResponseBody: body == nil},
	}
	return openapi3filter.ValidateResponse(r.Context(), in.SetBodyBytes(body))
}
