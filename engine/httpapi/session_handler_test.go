package httpapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/httpapi"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/record"
)

const good = "correct horse battery"

// site is one server process on a test's own workspace.
type site struct {
	*workspacetest.Workspace
	app     *fiber.App
	service *identity.Service
}

func setup(t *testing.T) *site {
	t.Helper()
	w := workspacetest.Core(t)
	s := &site{Workspace: w, app: httpapi.NewApp(), service: identity.New(w.Pool, identity.Registered(w.Registry))}
	records, err := record.New(w.DB, make([]byte, 32))
	require.NoError(t, err)
	(&httpapi.API{Records: records, Workspaces: w.Registry, Identity: s.service, Ready: w.DB.Ping}).Register(s.app)
	return s
}

// withAdministrator makes the user root.
func (s *site) withAdministrator(t *testing.T) *site {
	t.Helper()
	made, err := s.service.EnsureAdministrator(t.Context(), s.Name, identity.Administrator{Name: "Root", Email: "root@example.com", Password: good})
	require.NoError(t, err)
	require.True(t, made)
	return s
}

// call is a request and what is to come of it.
type call struct {
	actor        string
	method, path string
	body         any
	header       map[string]string
	status       int
	code         string // of the problem
	want         []string
	wantNot      []string
}

// answer is what came.
type answer struct {
	*http.Response
	body []byte
}

func (a answer) json(t *testing.T) map[string]any {
	t.Helper()
	var v map[string]any
	require.NoError(t, json.Unmarshal(a.body, &v), string(a.body))
	return v
}

func (a answer) cookie() *http.Cookie {
	for _, c := range a.Cookies() {
		if c.Name == httpapi.SessionCookie {
			return c
		}
	}
	return nil
}

func (s *site) do(t *testing.T, c call) answer {
	t.Helper()
	var body io.Reader
	if text, ok := c.body.(string); ok {
		body = bytes.NewBufferString(text)
	} else if c.body != nil {
		b, err := json.Marshal(c.body)
		require.NoError(t, err)
		body = bytes.NewReader(b)
	}
	req := httptest.NewRequest(c.method, "/api/v1"+c.path, body)
	req.Host = s.Host()
	req.Header.Set("Content-Type", "application/json")
	for k, v := range c.header {
		if k == "Host" {
			req.Host = v
			continue
		}
		req.Header.Set(k, v)
	}
	res, err := s.app.Test(req, -1)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	a := answer{res, b}
	require.Equal(t, c.status, res.StatusCode, "%s %s %s: %s", c.actor, c.method, c.path, b)
	if c.code != "" {
		require.Equal(t, c.code, a.json(t)["code"], string(b))
	}
	for _, text := range c.want {
		require.Contains(t, string(b), text)
	}
	for _, text := range c.wantNot {
		require.NotContains(t, string(b), text)
	}
	return a
}

// browser signs in and gives what a browser sends from then on.
func (s *site) browser(t *testing.T) map[string]string {
	t.Helper()
	a := s.do(t, call{method: "POST", path: "/session", body: map[string]string{"login": "root@example.com", "password": good}, status: 200})
	return map[string]string{"Cookie": a.cookie().Name + "=" + a.cookie().Value, "X-CSRF-Token": a.json(t)["csrf"].(string)}
}

// program gets a bearer token.
func (s *site) program(t *testing.T) map[string]string {
	t.Helper()
	a := s.do(t, call{method: "POST", path: "/session", body: map[string]string{"login": "root@example.com", "password": good, "kind": "token"}, status: 200})
	require.Nil(t, a.cookie())
	return map[string]string{"Authorization": "Bearer " + a.json(t)["token"].(string)}
}

func TestFirstStart(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.do(t, call{method: "GET", path: "/setup", status: 200, want: []string{`"needed":true`}})
	token, err := s.service.SetupToken(t.Context(), s.Name)
	require.NoError(t, err)
	with := func(token, password string) map[string]string {
		return map[string]string{"token": token, "email": "root@example.com", "password": password, "name": "Root"}
	}
	s.do(t, call{actor: "guesser", method: "POST", path: "/setup", body: with("guess", good), status: 403, code: "setup_link_invalid"})
	s.do(t, call{actor: "careless", method: "POST", path: "/setup", body: with(token, "short"), status: 422, want: []string{`"pointer":"/password"`}})
	s.do(t, call{actor: "another site", method: "POST", path: "/setup", body: with(token, good), header: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403, code: "cross_site"})
	s.do(t, call{actor: "first", method: "POST", path: "/setup", body: with(token, good), status: 204})
	s.do(t, call{actor: "second", method: "POST", path: "/setup", body: with(token, good), status: 409, code: "setup_done"})
	s.do(t, call{method: "GET", path: "/setup", status: 200, want: []string{`"needed":false`}})
	s.browser(t)
}

func TestSignInOverHTTP(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	login := func(login, password string) map[string]string {
		return map[string]string{"login": login, "password": password}
	}
	wrong := s.do(t, call{actor: "guesser", method: "POST", path: "/session", body: login("root@example.com", "wrong password"), status: 401, code: "bad_credentials"})
	nobody := s.do(t, call{actor: "stranger", method: "POST", path: "/session", body: login("nobody@example.com", good), status: 401, code: "bad_credentials"})
	require.Equal(t, wrong.body, nobody.body, "the same bytes")
	require.Nil(t, wrong.cookie())

	ok := s.do(t, call{method: "POST", path: "/session", body: login("root@example.com", good), status: 200,
		want: []string{`"roles":["administrator"]`, `"email":"root@example.com"`, `"csrf":"`}, wantNot: []string{"everyone"}})
	require.True(t, ok.cookie().HttpOnly)
	require.Equal(t, http.SameSiteLaxMode, ok.cookie().SameSite)
	require.False(t, ok.cookie().Secure, "plain http")
	https := s.do(t, call{method: "POST", path: "/session", body: login("root@example.com", good), header: map[string]string{"X-Forwarded-Proto": "https"}, status: 200})
	require.True(t, https.cookie().Secure)
	require.NotContains(t, string(ok.body), ok.cookie().Value, "the token stays out of reach of scripts")

	for _, c := range []call{
		{actor: "malformed", body: `{"login":`, status: 400, code: "malformed_json"},
		{actor: "wrong type", body: `{"login":1}`, status: 400, code: "wrong_type"},
		{actor: "list", body: `[]`, status: 400, code: "wrong_type"},
		{actor: "unknown kind", body: `{"login":"a","password":"b","kind":"magic"}`, status: 422},
		{actor: "another site", body: login("root@example.com", good), header: map[string]string{"Origin": "https://evil.example"}, status: 403, code: "cross_site"},
		{actor: "null origin", body: login("root@example.com", good), header: map[string]string{"Origin": "null"}, status: 403, code: "cross_site"},
		{actor: "same site, other host", body: login("root@example.com", good), header: map[string]string{"Sec-Fetch-Site": "same-site"}, status: 403, code: "cross_site"},
	} {
		c.method, c.path = "POST", "/session"
		s.do(t, c)
	}
}

func TestThrottledOverHTTP(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	guess := call{actor: "guesser", method: "POST", path: "/session", body: map[string]string{"login": "root@example.com", "password": "wrong password"}, status: 401}
	for range 5 {
		s.do(t, guess)
	}
	guess.status, guess.code = 429, "throttled"
	a := s.do(t, guess)
	require.NotEmpty(t, a.Header.Get("Retry-After"))
	require.Positive(t, a.json(t)["retry_after"])
}

func TestCookieNeedsProofForChanges(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	b := s.browser(t)
	header := func(change map[string]string) map[string]string {
		h := map[string]string{}
		for k, v := range b {
			h[k] = v
		}
		for k, v := range change {
			h[k] = v
		}
		return h
	}
	change := func(status int, code string, h map[string]string) call {
		return call{method: "PATCH", path: "/me", body: `{"language":"en"}`, header: header(h), status: status, code: code}
	}
	s.do(t, change(200, "", nil))
	s.do(t, change(200, "", map[string]string{"Origin": "http://" + s.Host()}))
	s.do(t, change(200, "", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:5173"}))
	s.do(t, change(403, "csrf_token_wrong", map[string]string{"X-CSRF-Token": ""}))
	s.do(t, change(403, "csrf_token_wrong", map[string]string{"X-CSRF-Token": "guess"}))
	s.do(t, change(403, "cross_site", map[string]string{"Origin": "https://evil.example"}))
	s.do(t, change(403, "cross_site", map[string]string{"Sec-Fetch-Site": "cross-site"}))
	s.do(t, change(401, "unauthenticated", map[string]string{"Host": "other.test"}))
	s.do(t, call{method: "GET", path: "/me", header: map[string]string{"Cookie": b["Cookie"]}, status: 200, want: []string{`"language":"en"`, `"publish"`}})
	s.do(t, call{actor: "cookie's token in a header", method: "GET", path: "/me", status: 401,
		header: map[string]string{"Authorization": "Bearer " + b["Cookie"][len(httpapi.SessionCookie)+1:]}})
}

func TestTokenNeedsNoProof(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	p := s.program(t)
	s.do(t, call{method: "PATCH", path: "/me", body: `{"language":"zh-CN"}`, header: p, status: 200, want: []string{`"language":"zh-CN"`}, wantNot: []string{"csrf"}})
	s.do(t, call{actor: "token in a cookie", method: "GET", path: "/me", status: 401,
		header: map[string]string{"Cookie": httpapi.SessionCookie + "=" + p["Authorization"][len("Bearer "):]}})
	s.do(t, call{actor: "another scheme", method: "GET", path: "/me", status: 401, header: map[string]string{"Authorization": "Basic cm9vdDpyb290"}})
	s.do(t, call{method: "DELETE", path: "/session", header: p, status: 204})
	s.do(t, call{method: "GET", path: "/me", header: p, status: 401})
}

func TestOwnSessionsAndSignOut(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	b, p := s.browser(t), s.program(t)
	list := s.do(t, call{method: "GET", path: "/me/sessions", header: b, status: 200})
	data := list.json(t)["data"].([]any)
	require.Len(t, data, 2)
	for _, one := range data {
		one := one.(map[string]any)
		if one["current"] == false {
			s.do(t, call{method: "DELETE", path: "/me/sessions/" + one["id"].(string), header: b, status: 204})
		}
	}
	s.do(t, call{method: "GET", path: "/me", header: p, status: 401})
	s.do(t, call{method: "DELETE", path: "/me/sessions/abcd", header: b, status: 404})
	out := s.do(t, call{method: "DELETE", path: "/session", header: b, status: 204})
	require.Empty(t, out.cookie().Value)
	require.True(t, out.cookie().Expires.Before(time.Now()))
	s.do(t, call{method: "GET", path: "/me", header: b, status: 401, code: "unauthenticated"})
	s.do(t, call{method: "DELETE", path: "/session", header: b, status: 204})
	s.do(t, call{method: "GET", path: "/me", status: 401, code: "unauthenticated"})
}

func TestPasswordsOverHTTP(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	b := s.browser(t)
	s.do(t, call{method: "POST", path: "/me/password", header: b, body: `{"current":"wrong","new":"another good one"}`, status: 422, want: []string{`"pointer":"/current"`}})
	s.do(t, call{method: "POST", path: "/me/password", header: b, body: `{"current":"` + good + `","new":"another good one"}`, status: 204})
	anna := s.Insert(t, "user", map[string]any{"name": "Anna", "email": "anna@example.com"})
	s.do(t, call{method: "POST", path: "/users/" + anna + "/password", header: b, body: `{"password":"a first password"}`, status: 204})
	s.do(t, call{method: "POST", path: "/users/nobody/password", header: b, body: `{"password":"a first password"}`, status: 404})
	a := s.do(t, call{actor: "anna", method: "POST", path: "/session", body: `{"login":"anna@example.com","password":"a first password"}`, status: 200,
		want: []string{`"must_change_password":true`, `"roles":[]`, `"permissions":[]`}})
	hers := map[string]string{"Cookie": a.cookie().Name + "=" + a.cookie().Value, "X-CSRF-Token": a.json(t)["csrf"].(string)}
	s.do(t, call{actor: "anna", method: "POST", path: "/users/" + anna + "/password", header: hers, body: `{"password":"a second password"}`, status: 403, code: "password_change_needed"})
	s.do(t, call{actor: "anna", method: "GET", path: "/describe", header: hers, status: 403, code: "password_change_needed"})
	s.do(t, call{actor: "anna", method: "GET", path: "/records/user", header: hers, status: 403, code: "password_change_needed"})
	s.do(t, call{actor: "anna", method: "GET", path: "/me", header: hers, status: 200})
	s.do(t, call{actor: "anna", method: "POST", path: "/me/password", header: hers, body: `{"current":"a first password","new":"my own password"}`, status: 204})
	s.do(t, call{actor: "anna", method: "POST", path: "/users/" + anna + "/password", header: hers, body: `{"password":"a second password"}`, status: 403, code: "permission_needed"})
	s.do(t, call{method: "POST", path: "/users/" + anna + "/disable", header: b, status: 204})
	s.do(t, call{actor: "anna", method: "GET", path: "/me", header: hers, status: 401})
}
