package acceptance_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// bad is one row of the table: what is sent, and which problem must come back.
type bad struct {
	name     string
	method   string
	path     string
	header   map[string]string
	body     string
	status   []int
	pointers []string
}

var (
	malformed = []int{http.StatusBadRequest}
	refused   = []int{http.StatusUnprocessableEntity, http.StatusForbidden}
	unread    = []int{http.StatusBadRequest, http.StatusUnprocessableEntity}
	missing   = []int{http.StatusNotFound}
	tooLarge  = []int{http.StatusRequestEntityTooLarge, http.StatusRequestHeaderFieldsTooLarge, http.StatusRequestURITooLong, http.StatusBadRequest, http.StatusUnprocessableEntity}
)

func nested(open, middle, end string, depth int) string {
	return strings.Repeat(open, depth) + middle + strings.Repeat(end, depth)
}

func filtered(expr string) string { return "/api/v1/records/deal?filter=" + url.QueryEscape(expr) }

// badValues are bodies of a create; pointers are to be named all at once.
func badValues() []bad {
	row := func(name, body string, pointers ...string) bad {
		return bad{name: name, method: "POST", path: "/api/v1/records/deal", body: body, status: refused, pointers: pointers}
	}
	return []bad{
		row("unknown field", `{"name":"x","nickname":"y"}`, "/nickname"),
		row("text as number", `{"name":7}`, "/name"),
		row("integer as text", `{"name":"x","seats":"many"}`, "/seats"),
		row("integer with a fraction", `{"name":"x","seats":1.5}`, "/seats"),
		row("integer over the maximum", `{"name":"x","seats":1001}`, "/seats"),
		row("integer of 30 digits", `{"name":"x","seats":123456789012345678901234567890}`, "/seats"),
		row("money below the minimum", `{"name":"x","amount":-0.01}`, "/amount"),
		row("money of 16 digits", `{"name":"x","amount":12345678901234567}`, "/amount"),
		row("money with an enormous exponent", `{"name":"x","amount":1e999999999}`, "/amount"),
		row("boolean as text", `{"name":"x","hot":"maybe"}`, "/hot"),
		row("date that is none", `{"name":"x","due":"2026-02-30"}`, "/due"),
		row("instant without zone", `{"name":"x","at":"yesterday"}`, "/at"),
		row("too long", `{"name":"`+strings.Repeat("长", 201)+`"}`, "/name"),
		row("choice not in the list", `{"name":"x","stage":"perhaps"}`, "/stage"),
		row("phone that is none", `{"name":"x","phone":"12"}`, "/phone"),
		row("e-mail that is none", `{"name":"x","email":"a@@b"}`, "/email"),
		row("URL of a dangerous kind", `{"name":"x","site":"javascript:alert(1)"}`, "/site"),
		row("tags as text", `{"name":"x","labels":"a"}`, "/labels"),
		row("tags of objects", `{"name":"x","labels":[{"a":1}]}`, "/labels/0"),
		row("missing relation", `{"name":"x","firm":"00000000-0000-7000-8000-000000000001"}`, "/firm"),
		row("relation that is no id", `{"name":"x","firm":"firm-1"}`, "/firm"),
		row("relation as object", `{"name":"x","firm":{"id":1}}`, "/firm"),
		row("missing user", `{"name":"x","owner":"00000000-0000-7000-8000-000000000001"}`, "/owner"),
		row("system field", `{"name":"x","id":"00000000-0000-7000-8000-000000000001"}`, "/id"),
		row("auto-number", `{"name":"x","number":"D2026-00001"}`, "/number"),
		row("required field absent", `{"seats":1}`, "/name"),
		row("required field null", `{"name":null}`, "/name"),
		row("required field empty", `{"name":""}`, "/name"),
		row("NUL in text", `{"name":"a\u0000b"}`, "/name"),
		row("all at once", `{"seats":"x","stage":"y","phone":"z","zzz":1}`, "/name", "/phone", "/seats", "/stage", "/zzz"),
	}
}

// badBodies cannot be read as an object of fields at all.
func badBodies() []bad {
	row := func(name, body string) bad {
		return bad{name: name, method: "POST", path: "/api/v1/records/deal", body: body, status: unread}
	}
	return []bad{
		row("malformed JSON", `{"name":`), row("two values", `{"name":"x"}{"name":"y"}`), row("array", `[{"name":"x"}]`), row("text", `"x"`),
		row("null", `null`), row("empty", ``), row("not UTF-8", "{\"name\":\"\xff\xfe\"}"), row("NaN", `{"seats":NaN}`),
		row("nested 100,000 deep", `{"name":`+nested("[", "1", "]", 100_000)+`}`),
		{name: "not JSON by type", method: "POST", path: "/api/v1/records/deal", body: "name=x", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, status: []int{400, 415, 422}},
	}
}

// badQueries are reads that cannot be answered.
func badQueries() []bad {
	get := func(name, path string, status []int, pointers ...string) bad {
		return bad{name: name, method: "GET", path: path, status: status, pointers: pointers}
	}
	list := "/api/v1/records/deal?"
	return []bad{
		get("filter that is no expression", filtered("name =="), unread, "?filter"),
		get("filter by an unknown field", filtered("nickname == 'x'"), unread, "?filter"),
		get("filter that compares unlike types", filtered("seats == 'x'"), unread, "?filter"),
		get("filter that is no condition", filtered("seats + 1"), unread, "?filter"),
		get("filter by the environment", filtered(`$env["name"] == "x"`), unread, "?filter"),
		get("filter that calls a function", filtered("repeat('x', 1000000000) == 'x'"), unread, "?filter"),
		get("filter of depth 1,000", filtered(nested("(", "seats > 1", ")", 1000)), tooLarge),
		get("filter of 1,000 negations", filtered(strings.Repeat("not ", 1000)+"hot"), tooLarge),
		get("filter of 1,000,000 brackets", "/api/v1/records/deal?filter="+nested("(", "hot", ")", 1_000_000), tooLarge),
		get("JSON filter of depth 1,000", list+"filter="+url.QueryEscape(nested(`{"not":`, `{"hot":{"eq":true}}`, "}", 1000)), tooLarge),
		get("JSON filter with an unknown operator", list+"filter="+url.QueryEscape(`{"name":{"like":"x"}}`), unread, "?filter"),
		get("sort by an unknown field", list+"sort=nickname", unread, "?sort"),
		get("unknown field asked for", list+"fields=name,nickname", unread, "?fields"),
		get("wildcard", list+"fields=*", unread, "?fields"),
		get("limit that is no number", list+"limit=many", unread, "?limit"),
		get("limit below zero", list+"limit=-1", unread, "?limit"),
		get("cursor of one's own making", list+"after=AAAA", unread, "?after"),
		get("count of an unknown kind", list+"count=roughly", unread, "?count"),
		get("query that is not UTF-8", "/api/v1/jobs?state=%FF%FE", unread),
		get("query with NUL", list+"q=a%00b", unread),
		get("unknown entity", "/api/v1/records/nothing", missing),
		get("unknown record", "/api/v1/records/deal/00000000-0000-7000-8000-000000000001", missing),
		get("id that is none", "/api/v1/records/deal/1'%20or%201=1", missing),
		get("path that leads nowhere", "/api/v1/nothing", missing),
	}
}

// badElsewhere are requests about other things than records.
func badElsewhere() []bad {
	return []bad{
		{name: "NUL in the name of a token", method: "POST", path: "/api/v1/me/tokens", body: `{"name":"a\u0000b","scopes":["read"]}`, status: refused, pointers: []string{"/name"}},
		{name: "NUL in the comment of a revision", method: "POST", path: "/api/v1/draft:publish", body: `{"comment":"a\u0000b"}`, status: refused, pointers: []string{"/comment"}},
		{name: "NUL in the name of a member", method: "POST", path: "/api/v1/records/deal:bulk", body: `{"action":"update","ids":[],"fields":{"a\u0000":1}}`, status: refused, pointers: []string{"/fields/a"}},
		{name: "model protocol that is no message", method: "POST", path: "/mcp", header: map[string]string{"Accept": "application/json, text/event-stream"}, body: `"text"`, status: malformed},
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	rows := slices.Concat(badValues(), badBodies(), badQueries(), badElsewhere())
	for _, b := range rows {
		t.Run(b.name, func(t *testing.T) {
			c := call{method: b.method, path: b.path, token: s.admin.Token(), header: b.header}
			if b.method != "GET" {
				c.body = strings.NewReader(b.body)
			}
			s.refuses(t, c, b)
		})
	}
	if n := s.count(t, "deal", ""); n != 0 {
		t.Errorf("%d deals were half-written", n)
	}
}

// maxHead is more than the server reads of a request before its body.
const maxHead = 64 << 10

func (s *server) refuses(t *testing.T, c call, b bad) {
	t.Helper()
	got := s.call(t, c)
	if got.broken != nil && len(c.path) > maxHead {
		// The connection is closed while the client still writes, and he may
		// meet that before the answer. The server has to be well.
		s.count(t, "deal", "")
		return
	}
	if got.broken != nil {
		t.Fatalf("no answer: %v", got.broken)
	}
	if !slices.Contains(b.status, got.status) {
		t.Fatalf("status %d, want one of %v: %.500s", got.status, b.status, got.body)
	}
	p := got.problem(t)
	for _, pointer := range b.pointers {
		if !slices.ContainsFunc(p.Errors, func(d mortise.ProblemDetail) bool { return d.Pointer == pointer }) {
			t.Errorf("no problem at %s: %.500s", pointer, got.body)
		}
	}
}
