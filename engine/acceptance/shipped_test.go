package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	recordsCustomers = "/api/v1/records/customer"
	recordsFollowUps = "/api/v1/records/follow_up"
)

// shipped is a server with the app package education as it ships, and people
// of its roles.
type shipped struct {
	*server
	anna, bert, mary, ines person // two salespeople, their manager, an intern
}

func educationCast(t *testing.T) *shipped {
	t.Helper()
	s := start(t)
	if s.serving.App == nil {
		t.Skip("a server that runs elsewhere may have another package")
	}
	s.serving.Install(t, "education")
	return &shipped{s, s.newUser(t, "Anna", []string{"salesperson"}), s.newUser(t, "Bert", []string{"salesperson"}),
		s.newUser(t, "Mary", []string{"sales_manager"}), s.newUser(t, "Ines", []string{"intern"})}
}

// customer makes a customer of somebody, or of nobody for "".
func (s *shipped) customer(t *testing.T, name, owner string, more mortise.Record) string {
	t.Helper()
	values := mortise.Record{"name": name, "source": "website", "consultant": nil}
	if owner != "" {
		values["consultant"] = owner
	}
	for k, v := range more {
		values[k] = v
	}
	return mustCreate(t, s.admin, "customer", values).ID()
}

// owner is whose customer it is, as the administrator reads it; "" for nobody.
func (s *shipped) owner(t *testing.T, id string) string {
	t.Helper()
	rec, err := s.admin.Records("customer").Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return rec.Text("consultant")
}

// as sends a request with a body of JSON, or none.
func (s *server) as(t *testing.T, who *mortise.Client, method, path string, body any) reply {
	t.Helper()
	c := call{method: method, path: path, token: who.Token()}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		c.body = bytes.NewReader(b)
	}
	r := s.call(t, c)
	if r.broken != nil || r.status >= http.StatusInternalServerError {
		t.Fatalf("%s %s: status %d %v: %.300s", method, path, r.status, r.broken, r.body)
	}
	return r
}

// code is the code of a refusal, "" for none.
func code(err error) string {
	if err == nil {
		return ""
	}
	if p, ok := mortise.AsProblem(err); ok {
		return p.Code
	}
	return err.Error()
}

// denied demands a refusal by its code.
func denied(t *testing.T, what, want string, err error) {
	t.Helper()
	if got := code(err); got != want {
		t.Errorf("%s is answered %q, want %q", what, got, want)
	}
}

// allowed demands that something works.
func allowed(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// cookie signs somebody in as a browser does, and gives the Cookie header of
// the session.
func (s *server) cookie(t *testing.T, who person) string {
	t.Helper()
	me, err := who.client.Me(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r := s.call(t, call{method: "POST", path: "/api/v1/session",
		body: strings.NewReader(fmt.Sprintf(`{"login":%q,"password":%q}`, me.User.Email, serving.Password))})
	if r.status != http.StatusOK {
		t.Fatalf("sign in with a cookie: %d %s", r.status, r.body)
	}
	var pairs []string
	for _, line := range r.header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(line, ";")
		pairs = append(pairs, pair)
	}
	return strings.Join(pairs, "; ")
}
