package app_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

const password = "two-houses-one-roof"

// house is one of several workspaces of a server, seen through its host name.
type house struct {
	t     *testing.T
	app   *app.App
	host  string
	token string
}

func (h *house) call(method, path, body string) (int, string) {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = h.host
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	answer, err := h.app.HTTP.Test(r, -1)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

func (h *house) signIn() {
	h.t.Helper()
	status, body := h.call(http.MethodPost, "/api/v1/session", `{"login":"root@`+h.host+`","password":"`+password+`","kind":"token"}`)
	var in struct{ Token string }
	if err := json.Unmarshal([]byte(body), &in); err != nil || status != http.StatusOK {
		h.t.Fatalf("sign in at %s: %d %s", h.host, status, body)
	}
	h.token = in.Token
}

// Several workspaces of one process cannot see each other: not by host name,
// not by a token of the one at the host of the other.
func TestWorkspacesCannotSeeEachOther(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, err := store.Open(ctx, enginetest.NewDatabase(t), store.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	a, err := app.New(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	houses := map[string]*house{}
	for _, name := range []string{"north", "south"} {
		host := name + ".example.test"
		if err := a.Prepare(ctx, store.Workspace{Name: name, Title: name, Host: host}); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Identity.EnsureAdministrator(ctx, name, identity.Administrator{Name: "canary-" + name, Email: "root@" + host, Password: password}); err != nil {
			t.Fatal(err)
		}
		houses[name] = &house{t: t, app: a, host: host}
		houses[name].signIn()
	}
	north, south := houses["north"], houses["south"]
	south.publishSecret()

	if status, body := north.call(http.MethodGet, "/api/v1/records/user", ""); status != 200 || !strings.Contains(body, "canary-north") || strings.Contains(body, "canary-south") {
		t.Errorf("north's users: %d %s", status, body)
	}
	if status, body := north.call(http.MethodGet, "/api/v1/records/secret", ""); status != 404 {
		t.Errorf("south's entity in north: %d %s", status, body)
	}
	if status, body := south.call(http.MethodGet, "/api/v1/records/secret", ""); status != 200 {
		t.Errorf("south's own entity: %d %s", status, body)
	}
	// A token belongs to its workspace, whatever host it is shown to.
	stray := &house{t: t, app: a, host: south.host, token: north.token}
	if status, body := stray.call(http.MethodGet, "/api/v1/records/user", ""); strings.Contains(body, "canary-south") {
		t.Errorf("north's token at south's host: %d %s", status, body)
	}
	// An account of the one is none of the other.
	status, body := (&house{t: t, app: a, host: north.host}).call(http.MethodPost, "/api/v1/session", `{"login":"root@`+south.host+`","password":"`+password+`"}`)
	if status != http.StatusUnauthorized {
		t.Errorf("south's account at north: %d %s", status, body)
	}
}

func (h *house) publishSecret() {
	h.t.Helper()
	for path, body := range map[string]string{
		"/api/v1/definitions/entity/secret": `{"$schema":"mortise:entity","name":"secret","title":"Secret","type":"object","x-label":"name","properties":{"name":{"x-field":"text","title":"Name"}}}`,
		"/api/v1/definitions/grant/secret":  `{"name":"secret","role":"administrator","entity":"secret","actions":["read"],"scope":"all","read":"all"}`,
	} {
		if status, answer := h.call(http.MethodPut, path, body); status >= 300 {
			h.t.Fatalf("%s: %d %s", path, status, answer)
		}
	}
	if status, answer := h.call(http.MethodPost, "/api/v1/draft:publish", `{}`); status != 200 {
		h.t.Fatalf("publish: %d %s", status, answer)
	}
}
