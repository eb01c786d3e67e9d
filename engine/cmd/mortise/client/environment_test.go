package client

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// hosted sends every request to one workspace of a server.
type hosted string

// RoundTrip implements http.RoundTripper.
func (h hosted) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host = string(h)
	return http.DefaultTransport.RoundTrip(r)
}

// emptyWorkspace makes a workspace with nothing but package core, and gives its
// administrator.
func emptyWorkspace(t *testing.T, s *serving.Server, name string) *mortise.Client {
	t.Helper()
	ctx := t.Context()
	host := name + ".test"
	if err := s.App.Prepare(ctx, store.Workspace{Name: name, Title: name, Host: host}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.Identity.EnsureAdministrator(ctx, name, identity.Administrator{Email: serving.Administrator, Password: serving.Password}); err != nil {
		t.Fatal(err)
	}
	c, err := mortise.New(s.URL, mortise.WithHTTPClient(&http.Client{Transport: hosted(host)}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignIn(ctx, serving.Administrator, serving.Password); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAcceptanceEnvironments makes sequences of edits, exports what became of
// them and applies it to a workspace that has nothing: the documents are equal,
// and a second plan is empty. MORTISE_SEQUENCES says how many.
func TestAcceptanceEnvironments(t *testing.T) {
	t.Parallel()
	count := 1
	if said, err := strconv.Atoi(os.Getenv("MORTISE_SEQUENCES")); err == nil {
		count = said
	}
	s := serving.Start(t)
	for n := range count {
		seed := uint64(n)
		source, target := emptyWorkspace(t, s, fmt.Sprintf("source%d", n)), emptyWorkspace(t, s, fmt.Sprintf("target%d", n))
		core := documents(t, source)
		d := &designer{random: rand.New(rand.NewPCG(seed, 7))}
		for range 3 {
			for range 6 {
				d.edit()
			}
			apply(t, source, append(slices.Clone(core), d.render()...), seed)
		}
		carried(t, source, target, seed)
	}
}

// apply publishes exactly these documents, agreeing to all that goes.
func apply(t *testing.T, c *mortise.Client, docs []mortise.Document, seed uint64) {
	t.Helper()
	r := mortise.SetRequest{Documents: docs, Delete: true}
	plan, err := c.Definitions().PlanSet(t.Context(), r)
	if err != nil {
		t.Fatalf("sequence %d: %v", seed, err)
	}
	r.Plan = plan.Plan
	for _, step := range plan.Steps {
		if step.Consent != "" {
			r.Consent = append(r.Consent, step.Consent)
		}
	}
	if _, err := c.Definitions().ApplySet(t.Context(), r); err != nil {
		t.Fatalf("sequence %d: %v", seed, err)
	}
}

// carried takes a workspace's definitions to another one as files.
func carried(t *testing.T, source, target *mortise.Client, seed uint64) {
	t.Helper()
	ctx := t.Context()
	folder := filepath.Join(t.TempDir(), fmt.Sprint(seed))
	if _, err := exportFolder(ctx, source, folder, ""); err != nil {
		t.Fatal(err)
	}
	l, err := loadDocuments([]string{folder})
	if err != nil {
		t.Fatalf("sequence %d: %v", seed, err)
	}
	if l.format != 1 {
		t.Errorf("format %d", l.format)
	}
	apply(t, target, l.docs, seed)
	want, got := bodies(documents(t, source)), bodies(documents(t, target))
	if !maps.Equal(want, got) {
		for key := range want {
			if want[key] != got[key] {
				t.Errorf("sequence %d: %s is\n%s\nwant\n%s", seed, key, got[key], want[key])
			}
		}
		t.Fatalf("sequence %d: %d documents, want %d", seed, len(got), len(want))
	}
	again, err := target.Definitions().PlanSet(ctx, mortise.SetRequest{Format: l.format, Documents: l.docs, Delete: true})
	if err != nil || len(again.Documents)+len(again.Steps)+len(again.Extra) > 0 {
		t.Errorf("sequence %d: a second plan has %+v, %v", seed, again, err)
	}
	twice := folder + "b"
	if _, err := exportFolder(ctx, target, twice, ""); err != nil {
		t.Fatal(err)
	}
	one, err1 := os.ReadFile(filepath.Join(folder, sumsFile))
	two, err2 := os.ReadFile(filepath.Join(twice, sumsFile))
	if err1 != nil || err2 != nil || string(one) != string(two) {
		t.Errorf("sequence %d: the exports differ", seed)
	}
}

func documents(t *testing.T, c *mortise.Client) []mortise.Document {
	t.Helper()
	docs, err := c.Definitions().List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func bodies(docs []mortise.Document) map[string]string {
	all := map[string]string{}
	for _, d := range docs {
		all[d.Kind+" "+d.Name] = string(d.Body)
	}
	return all
}

// What was planned for one revision is not carried out on another, and a
// keyword of a later version of the product is refused by its name.
func TestStalePlansAndLaterFilesAreRefused(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	d := s.Admin.Definitions()
	role := func(name, more string) mortise.Document {
		return mortise.Document{Kind: "role", Name: name, Body: json.RawMessage(`{"name":"` + name + `","title":"R","x-id":"` + definition.NewID() + `"` + more + `}`)}
	}
	one := mortise.SetRequest{Documents: []mortise.Document{role("one", "")}}
	plan, err := d.PlanSet(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ApplySet(t.Context(), mortise.SetRequest{Documents: []mortise.Document{role("two", "")}}); err != nil {
		t.Fatal(err)
	}
	one.Plan = plan.Plan
	if _, err := d.ApplySet(t.Context(), one); !is(err, "stale_plan") {
		t.Errorf("a plan for another revision: %v", err)
	}
	later := mortise.SetRequest{Documents: []mortise.Document{role("three", `,"x-telepathy":true`)}}
	_, err = d.PlanSet(t.Context(), later)
	if p, ok := mortise.AsProblem(err); !ok || len(p.Errors) == 0 || p.Errors[0].Pointer != "/role/three/x-telepathy" {
		t.Errorf("an unknown keyword: %v", err)
	}
	if _, err = d.PlanSet(t.Context(), mortise.SetRequest{Format: 2, Documents: one.Documents}); !is(err, "export_format") {
		t.Errorf("a later format: %v", err)
	}
	rest, err := d.PlanSet(t.Context(), mortise.SetRequest{Documents: []mortise.Document{role("two", "")}})
	if err != nil || len(rest.Extra) == 0 {
		t.Errorf("%+v, %v", rest, err)
	}
	for _, change := range rest.Documents {
		if change.Change == "removed" {
			t.Errorf("%s %s goes although nobody asked for it", change.Kind, change.Name)
		}
	}
}

func is(err error, code string) bool {
	p, ok := mortise.AsProblem(err)
	return ok && p.Code == code
}
