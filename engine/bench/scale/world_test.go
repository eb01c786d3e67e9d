package scale

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The sizes promised.
const (
	users  = 10_000
	deals  = 1_000_000
	shares = 100_000
)

// m is a JSON object.
type m = map[string]any

// world is a server with all that in its database.
type world struct {
	*serving.Server
	t   *testing.T
	set *definition.Set
}

// asked skips what takes minutes unless it was asked for.
func asked(t *testing.T) {
	t.Helper()
	if os.Getenv("MORTISE_SCALE") == "" {
		t.Skip("MORTISE_SCALE is not set (make scale)")
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Server: serving.Start(t), t: t}
	w.Publish(t, sales(t))
	state := w.caller(w.user("seed")).State
	w.set = state.Snapshot.Set
	w.seed()
	return w
}

// scopes are the ways to cover deals, by the role that has each.
var scopes = map[string]any{
	"everything":   "all",
	"own":          "own",
	"team":         "team",
	"subordinates": "subordinates",
	"department":   m{"kind": "department", "below": true},
	"partition":    m{"kind": "partition", "field": "division", "attribute": "department"},
	"pool":         "pool",
	"shared":       "shared",
	"through":      m{"kind": "related", "through": []string{"account"}},
	"union": []any{"own", "team", "subordinates", "shared", m{"kind": "department", "below": true},
		m{"kind": "partition", "field": "division", "attribute": "department"}, m{"kind": "related", "through": []string{"account"}}},
	"condition": []any{"own", "team", "subordinates"},
}

// documents collects definitions.
type documents []mortise.Document

func (l *documents) add(t *testing.T, kind, name string, v any) {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	*l = append(*l, mortise.Document{Kind: kind, Name: name, Body: body})
}

// sales are deals and what belongs to them.
func sales(t *testing.T) []mortise.Document {
	t.Helper()
	var docs documents
	docs.add(t, "entity", "account", entity("account", m{"name": field("text", "ac00000001"), "owner": field("user", "ac00000002")}))
	deal := entity("deal", m{
		"name": field("text", "de00000001"), "owner": field("user", "de00000002"), "team": relation("team", "de00000003"),
		"division": relation("department", "de00000004"), "account": relation("account", "de00000005"),
		"score": field("integer", "de00000006"), "status": field("text", "de00000007"), "amount": field("money", "de00000008"), "phone": field("phone", "de00000009"),
	})
	deal["x-team"] = "team"
	deal["x-indexes"] = []m{{"fields": []string{"-score"}}}
	docs.add(t, "entity", "deal", deal)
	for name, scope := range scopes {
		docs.add(t, "role", name, m{"name": name, "title": name, "x-id": fmt.Sprintf("rl%08d", len(docs))})
		grant := m{"name": "deal_" + name, "title": name, "role": name, "entity": "deal", "actions": []string{"read"}, "scope": scope, "read": "all"}
		if name == "condition" {
			grant["when"] = "status != 'lost'"
		}
		docs.add(t, "grant", "deal_"+name, grant)
		docs.add(t, "grant", "account_"+name, m{"name": "account_" + name, "title": name, "role": name, "entity": "account", "actions": []string{"read"}, "scope": "own", "read": "all"})
	}
	return docs
}

func entity(name string, properties m) m {
	return m{"$schema": "mortise:entity", "name": name, "title": name, "type": "object", "x-id": (name + "xxxxxxxxxx")[:10],
		"x-label": "name", "x-owner": "owner", "properties": properties}
}

func field(kind, id string) m { return m{"x-field": kind, "x-id": id, "title": id} }

func relation(entity, id string) m {
	f := field("relation", id)
	f["x-entity"] = entity
	return f
}

// exec runs SQL in which {entity} is a table, {entity.field} a column, and
// {#entity} and {#entity.field} their ids.
func (w *world) exec(sql string) {
	w.t.Helper()
	if _, err := w.App.DB.Pool().Exec(context.Background(), w.names(sql)); err != nil {
		w.t.Fatalf("%v\n%s", err, w.names(sql))
	}
}

func (w *world) names(sql string) string {
	var pairs []string
	for _, e := range w.set.Entities {
		pairs = append(pairs, "{"+e.Name+"}", "ws_main.e_"+e.ID, "{#"+e.Name+"}", e.ID)
		for _, f := range e.Fields {
			pairs = append(pairs, "{"+e.Name+"."+f.Name+"}", f.Column, "{#"+e.Name+"."+f.Name+"}", f.ID)
		}
	}
	return strings.NewReplacer(pairs...).Replace(sql)
}

// user makes a user without roles.
func (w *world) user(name string) string {
	w.t.Helper()
	u, err := w.Admin.Records("user").Create(context.Background(), mortise.Record{"name": name, "email": name + "@scale.example"})
	if err != nil {
		w.t.Fatal(err)
	}
	return u.ID()
}

func (w *world) caller(id string) *record.Caller {
	w.t.Helper()
	c, err := w.App.CallerOf(context.Background(), "main", id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}
