package scale

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The sizes promised of a design that grows, and what publishing it costs.
const (
	wideEntities = 2000
	wideFields   = 25
	widest       = 500

	firstPublish = 60 * time.Second
	nextPublish  = 5 * time.Second
	wideStart    = 3 * time.Second
	opening      = 2 * time.Second
)

// A design of 2,000 entities is published, changed and served in time.
func TestScaleOfPublish(t *testing.T) {
	asked(t)
	s := serving.Start(t)
	docs := published(t, s)
	for i := range wideEntities {
		docs = append(docs, wide(t, fmt.Sprintf("wide%d", i), fmt.Sprintf("w%05d", i), wideFields)...)
	}
	docs = append(docs, wide(t, "widest", "wxxxxx", widest-1)...)
	docs = append(docs, document(t, definition.KindRole, "reader", m{"name": "reader", "title": "Reader", "x-id": "rlreader00"}))
	put := func(what string, most time.Duration) {
		began, busy := time.Now(), worked(t)
		result, err := publish.New(s.App.DB).Publish(t.Context(), publish.Request{Workspace: "main", Documents: docs, Base: publish.AnyBase})
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		t.Logf("%s: %s (%s of processors), %d steps", what, took.Round(time.Millisecond), (worked(t) - busy).Round(time.Millisecond), len(result.Steps))
		if took > slack*most {
			t.Errorf("%s takes %s", what, took)
		}
	}
	put("first publish", firstPublish)
	docs = append(docs[:len(docs)-5], wide(t, "widest", "wxxxxx", widest)...)
	docs = append(docs, document(t, definition.KindRole, "reader", m{"name": "reader", "title": "Reader", "x-id": "rlreader00"}))
	put("publish of one change", nextPublish)
	if bin := os.Getenv("MORTISE_SCALE_BIN"); bin != "" {
		t.Run("start", func(t *testing.T) { opens(t, bin, s.App.DB.Pool().Config().ConnString()) })
	}
}

// worked is the time that this process has had of the processors.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// opens starts the program, then the list and the form of the widest entity.
func opens(t *testing.T, bin, dsn string) {
	address, _, took := launch(t, bin, dsn)
	t.Logf("ready after %s", took.Round(time.Millisecond))
	if took > slack*wideStart {
		t.Errorf("a start takes %s", took)
	}
	client := serving.At(t, "http://"+address, serving.Administrator, serving.Password).Admin
	began := time.Now()
	if _, err := client.Do(t.Context(), mortise.Request{Method: "GET", Path: "/api/v1/describe", Query: url.Values{"entities": {"widest"}}}); err != nil {
		t.Fatal(err)
	}
	described := time.Since(began)
	began = time.Now()
	if _, err := client.Records("widest").List(t.Context(), mortise.ListOptions{}); err != nil {
		t.Fatal(err)
	}
	listed := time.Since(began)
	t.Logf("the widest entity is described in %s, listed in %s", described.Round(time.Millisecond), listed.Round(time.Millisecond))
	if described+listed > slack*opening {
		t.Errorf("the widest entity opens in %s", described+listed)
	}
	began = time.Now()
	d, err := client.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("all %d entities are described in brief in %s", len(d.Entities), time.Since(began).Round(time.Millisecond))
	for _, e := range d.Entities {
		if !e.Brief || len(e.Fields) > 0 {
			t.Fatalf("entity %s is described whole", e.Name)
		}
	}
}

// published gives what is published already.
func published(t *testing.T, s *serving.Server) []definition.Document {
	t.Helper()
	_, _, docs, err := s.App.DB.Documents(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// wide makes an entity with a form, a view and a grant.
func wide(t *testing.T, name, id string, fields int) []definition.Document {
	kinds := []string{"text", "longtext", "integer", "number", "date", "datetime", "boolean", "email", "phone"}
	properties := m{"owner": field("user", id+"ownr")}
	var names []string
	for i := 1; i < fields; i++ {
		n := fmt.Sprintf("field_%d", i)
		properties[n] = field(kinds[i%len(kinds)], fmt.Sprintf("%s%04d", id, i))
		names = append(names, n)
	}
	e := entity(name, properties)
	e["x-id"], e["x-label"] = id+"enty", "field_9"
	return []definition.Document{
		document(t, definition.KindEntity, name, e),
		document(t, definition.KindForm, name, m{"name": name, "entity": name, "title": name, "sections": []m{{"title": "Main", "fields": names}}}),
		document(t, definition.KindView, name, m{"name": name, "entity": name, "title": name, "columns": []m{{"field": "field_9"}}}),
		document(t, definition.KindGrant, name, m{"name": name, "role": "administrator", "entity": name, "actions": []string{"read", "create", "update"}, "scope": "all", "read": "all", "write": "all"}),
	}
}

func document(t *testing.T, kind definition.Kind, name string, v any) definition.Document {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if body, err = definition.Canonical(body); err != nil {
		t.Fatal(err)
	}
	return definition.Document{Key: definition.Key{Kind: kind, Name: name}, Body: body}
}
