package explain_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/explain"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// world is a server with a small sales department.
type world struct {
	*serving.Server
	t       *testing.T
	service *explain.Service
	users   map[string]string
	clients map[string]*mortise.Client
	records map[string]string
}

// definitions reads the documents of the tests.
func definitions(t *testing.T) []mortise.Document {
	t.Helper()
	raw, err := os.ReadFile("testdata/definitions.json")
	if err != nil {
		t.Fatal(err)
	}
	var bodies []json.RawMessage
	if err := json.Unmarshal(raw, &bodies); err != nil {
		t.Fatal(err)
	}
	docs := make([]mortise.Document, len(bodies))
	for i, body := range bodies {
		var d struct {
			Schema string `json:"$schema"`
			Name   string `json:"name"`
		}
		if err := json.Unmarshal(body, &d); err != nil {
			t.Fatal(err)
		}
		docs[i] = mortise.Document{Kind: strings.TrimPrefix(d.Schema, "mortise:"), Name: d.Name, Body: body}
	}
	return docs
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Server: serving.Start(t), t: t, users: map[string]string{}, clients: map[string]*mortise.Client{}, records: map[string]string{}}
	w.Publish(t, definitions(t))
	w.service = explain.New(w.App.DB, w.App.Records, w.App.Identity)
	for name, roles := range map[string][]string{"Li": {"seller"}, "Wang": {"seller"}, "Zhao": {"manager"}, "Chen": {"intern"}, "Sun": {"clerk"}, "Wu": {"auditor"}, "Ma": nil, "Qian": nil} {
		w.users[name], w.clients[name] = w.NewUser(t, name, roles)
	}
	w.records["sales"] = w.add("department", mortise.Record{"name": "Sales"})
	w.records["service"] = w.add("department", mortise.Record{"name": "Service"})
	w.set("user", w.users["Sun"], mortise.Record{"department": w.records["service"]})
	w.records["acme"] = w.add("customer", mortise.Record{"name": "Acme", "owner": w.users["Wang"], "phone": "13800138000", "stage": "new", "credit": 700, "department": w.records["sales"]})
	w.records["fine"] = w.add("customer", mortise.Record{"name": "Fine", "owner": nil, "credit": 723, "department": w.records["service"]})
	w.records["bolt"] = w.add("customer", mortise.Record{"name": "Bolt", "owner": nil, "phone": "13900139000", "credit": 300})
	w.records["held"] = w.add("customer", mortise.Record{"name": "Held", "owner": w.users["Li"], "hold": true})
	w.records["kept"] = w.add("customer", mortise.Record{"name": "Kept", "owner": w.users["Wang"], "labels": []string{"vip", "seller"}})
	w.records["old"] = w.add("customer", mortise.Record{"name": "Old", "owner": w.users["Li"]})
	if err := w.Admin.Records("customer").Archive(context.Background(), w.records["old"]); err != nil {
		t.Fatal(err)
	}
	w.records["team"] = w.add("team", mortise.Record{"name": "Blue"})
	w.add("team_member", mortise.Record{"team": w.records["team"], "user": w.users["Ma"]})
	w.add("team_role", mortise.Record{"team": w.records["team"], "role": w.role("helper")})
	w.add("user_grant", mortise.Record{"user": w.users["Qian"], "grant": "customer_once", "reason": "covers for Wang", "until": "2031-05-01T08:00:00Z"})
	w.records["invoice"] = w.add("invoice", mortise.Record{"number": "R-1", "customer": w.records["acme"], "amount": 5000})
	return w
}

// role gives the record of a role.
func (w *world) role(name string) string {
	w.t.Helper()
	page, err := w.Admin.Records("role").List(context.Background(), mortise.ListOptions{Filter: "name == '" + name + "'"})
	if err != nil || len(page.Data) != 1 {
		w.t.Fatalf("find role %s: %v", name, err)
	}
	return page.Data[0].ID()
}

func (w *world) add(entity string, values mortise.Record) string {
	w.t.Helper()
	rec, err := w.Admin.Records(entity).Create(context.Background(), values)
	if err != nil {
		w.t.Fatalf("make a %s: %v", entity, err)
	}
	return rec.ID()
}

func (w *world) set(entity, id string, values mortise.Record) {
	w.t.Helper()
	if _, err := w.Admin.Records(entity).Update(context.Background(), id, 0, values); err != nil {
		w.t.Fatalf("change a %s: %v", entity, err)
	}
}

// caller is somebody who asks, in a language.
func (w *world) caller(name, language string) *record.Caller {
	w.t.Helper()
	id := w.users[name]
	if name == "Root" {
		var err error
		if id, _, err = w.App.Identity.UserByEmail(context.Background(), "main", serving.Administrator); err != nil {
			w.t.Fatal(err)
		}
	}
	c, err := w.App.CallerOf(context.Background(), "main", id)
	if err != nil {
		w.t.Fatal(err)
	}
	c.Language, c.Channel = language, "web"
	return c
}
