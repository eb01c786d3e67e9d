package acceptance_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// badDefinitions must never get into a revision. A draft may hold them, while
// somebody is at work on it.
func badDefinitions() []bad {
	put := func(name, kind, doc, body string, pointers ...string) bad {
		return bad{name: name, method: "PUT", path: "/api/v1/definitions/" + kind + "/" + doc, body: body, pointers: pointers}
	}
	entity := func(properties string) string {
		return `{"$schema":"mortise:entity","name":"trap","title":"Trap","type":"object","x-id":"t0r1a2p3x4","x-label":"a","properties":` + properties + `}`
	}
	text := `{"a":{"x-field":"text","x-id":"t1r1a2p3x4"}}`
	return []bad{
		put("$ref to a local file", "entity", "trap", entity(`{"a":{"$ref":"file:///etc/passwd"}}`), "/properties/a/$ref"),
		put("$ref beside a field type", "entity", "trap", entity(`{"a":{"x-field":"text","x-id":"t1r1a2p3x4","$ref":"file:///etc/passwd"}}`), "/properties/a/$ref"),
		put("unknown field type", "entity", "trap", entity(`{"a":{"x-field":"blob","x-id":"t1r1a2p3x4"}}`), "/properties/a/x-field"),
		put("unknown keyword", "entity", "trap", `{"evil":1,`+entity(text)[1:], "/evil"),
		put("SQL as a name", "entity", "trap", entity(`{"a\"; drop table x; --":{"x-field":"text","x-id":"t1r1a2p3x4"}}`)),
		put("SQL as an id", "entity", "trap", entity(`{"a":{"x-field":"text","x-id":"x\"; drop --"}}`), "/properties/a/x-id"),
		put("a relation to nothing", "entity", "trap", entity(`{"a":{"x-field":"relation","x-id":"t1r1a2p3x4","x-entity":"nothing"}}`), "/properties/a/x-entity"),
		put("an id that is taken", "entity", "trap", strings.Replace(entity(text), "t0r1a2p3x4", "d0l3aq7w2e", 1)),
		put("a field of system name", "entity", "trap", entity(`{"version":{"x-field":"text","x-id":"t1r1a2p3x4"}}`), "/properties/version"),
		put("malformed", "entity", "trap", `{"name":`),
		put("name that differs from the path", "role", "trap", `{"name":"other","x-id":"t2r1a2p3x4","title":"T"}`, "/name"),
		put("unknown kind", "nothing", "trap", `{}`),
		put("unknown action", "grant", "trap", `{"name":"trap","role":"seller","entity":"deal","actions":["own"],"scope":"all"}`, "/actions/0"),
		put("unknown role", "grant", "trap", `{"name":"trap","role":"nobody","entity":"deal","actions":["read"],"scope":"all"}`, "/role"),
		put("unknown field granted", "grant", "trap", `{"name":"trap","role":"seller","entity":"deal","actions":["read"],"scope":"all","read":{"only":["zzz"]}}`, "/read/only/0"),
		put("condition that is no expression", "grant", "trap", `{"name":"trap","role":"seller","entity":"deal","actions":["read"],"scope":"all","when":"stage =="}`, "/when"),
		put("condition on an unknown field", "grant", "trap", `{"name":"trap","role":"seller","entity":"deal","actions":["read"],"scope":"all","when":"zzz == 1"}`, "/when"),
		put("condition that becomes Rego", "grant", "trap", `{"name":"trap","role":"seller","entity":"deal","actions":["read"],"scope":"all","when":"true } allow := true {"}`, "/when"),
		put("view of an unknown field", "view", "deal.trap", `{"name":"deal.trap","entity":"deal","title":"T","columns":[{"field":"zzz"}]}`, "/columns/0/field"),
		put("view with a bad filter", "view", "deal.trap", `{"name":"deal.trap","entity":"deal","title":"T","columns":[{"field":"name"}],"filter":"stage == 1"}`, "/filter"),
	}
}

func TestBadDefinitions(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	revisions := s.revisions(t)
	for _, b := range badDefinitions() {
		t.Run(b.name, func(t *testing.T) {
			got := s.call(t, call{method: b.method, path: b.path, token: s.admin.Token(), body: strings.NewReader(b.body)})
			if got.status < 300 {
				got = s.call(t, call{method: "POST", path: "/api/v1/draft:publish", token: s.admin.Token(), body: strings.NewReader(`{"comment":"trap"}`)})
			}
			if err := s.admin.Definitions().Discard(context.Background()); err != nil {
				t.Fatal(err)
			}
			if got.status < 400 || got.status >= 500 {
				t.Fatalf("status %d: %.500s", got.status, got.body)
			}
			p := got.problem(t)
			for _, pointer := range b.pointers {
				if !slices.ContainsFunc(p.Errors, func(d mortise.ProblemDetail) bool { return strings.HasSuffix(d.Pointer, pointer) }) {
					t.Errorf("no problem at %s: %.500s", pointer, got.body)
				}
			}
		})
	}
	if n := s.revisions(t); n != revisions {
		t.Errorf("%d revisions after %d: a bad definition was published", n, revisions)
	}
}

func (s *server) revisions(t *testing.T) int {
	t.Helper()
	list, err := s.admin.Definitions().Revisions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
