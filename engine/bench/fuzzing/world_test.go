package fuzzing

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// caller is somebody who asks.
type caller struct {
	name     string
	full     bool // an administrator with all rights
	roles    []string
	scopes   []string
	token    string
	login    string
	password string
	told     *description
	canaries []canary
}

// canary is a text that a caller must never be shown.
type canary struct{ text, record, field string }

// world is the server with all who ask it.
type world struct {
	t       testing.TB
	server  *serving.Server
	through http.RoundTripper
	known   *known
	mu      sync.RWMutex
	callers []*caller
	sealed  []canary
}

// build publishes what the demonstration lacks, and makes the callers.
func build(t testing.TB, s *serving.Server, rng *rand.Rand) *world {
	t.Helper()
	w := &world{t: t, server: s, through: transport(), known: newKnown()}
	ctx := context.Background()
	me, err := s.Admin.Me(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w.known.spare[me.User.ID] = true
	for _, entity := range []string{"role", "user_role"} {
		there, err := s.Admin.Records(entity).List(ctx, mortise.ListOptions{Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range there.Data {
			w.known.spare[r.ID()] = true
		}
	}
	s.Publish(t, specimens(t))
	for _, c := range []*caller{{name: "administrator", full: true, roles: []string{"administrator", "sales_manager"}}, {name: "salesperson", roles: []string{"salesperson"}},
		{name: "newcomer"}, {name: "scoped", roles: []string{"administrator"}, scopes: []string{"read:course", "read:todo", "write:course", "write:todo", "export:course"}}, {name: "nobody"}} {
		w.callers = append(w.callers, c)
		w.admit(c)
	}
	w.seal(rng)
	return w
}

// admit makes a user for a caller, anew where the former was shut out.
func (w *world) admit(c *caller) {
	w.t.Helper()
	if c.name != "nobody" {
		id, client := w.server.NewUser(w.t, c.name, w.there(c.roles))
		w.known.spare[id] = true
		c.token, c.password = client.Token(), serving.Password
		me, err := client.Me(context.Background())
		if err != nil {
			w.t.Fatal(err)
		}
		c.login = me.User.Email
		if c.scopes != nil {
			c.token = w.scoped(client.Token(), c.scopes)
		}
	}
	c.told = w.tell(c)
}

// there are those of some roles that nobody has taken away meanwhile, as a
// package that is uninstalled does.
func (w *world) there(roles []string) []string {
	w.t.Helper()
	all, err := w.server.Admin.Records("role").List(context.Background(), mortise.ListOptions{Limit: 200})
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.DeleteFunc(slices.Clone(roles), func(name string) bool {
		gone := !slices.ContainsFunc(all.Data, func(r mortise.Record) bool { return r["name"] == name })
		if gone {
			w.t.Logf("the role %s is gone", name)
		}
		return gone
	})
}

func (w *world) scoped(token string, scopes []string) string {
	w.t.Helper()
	b, _ := json.Marshal(object{"name": "scoped", "days": 2, "scopes": scopes}) // plain values always encode
	var made struct{ Token string }
	if err := json.Unmarshal(w.ask(token, http.MethodPost, "/api/v1/me/tokens", string(b)), &made); err != nil || made.Token == "" {
		w.t.Fatalf("make a scoped token: %v", err)
	}
	return made.Token
}

// tell reads the document of a caller; of nobody it is the administrator's.
func (w *world) tell(c *caller) *description {
	w.t.Helper()
	token := c.token
	if token == "" {
		return w.callers[0].told
	}
	d, err := read(w.ask(token, http.MethodGet, "/api/v1/openapi.json", ""))
	if err != nil {
		w.t.Fatalf("the document of %s: %v", c.name, err)
	}
	return d
}

// ask asks beside what is counted.
func (w *world) ask(token, method, path, body string) []byte {
	r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	got, err := w.through.RoundTrip(r)
	if err != nil {
		w.t.Errorf("%s %s: %v", method, path, err)
		return nil
	}
	defer got.Body.Close()
	b, err := io.ReadAll(got.Body)
	if err != nil {
		w.t.Errorf("%s %s: %v", method, path, err)
	}
	return b
}

// seal makes records with texts that callers may not see: in rows that are not
// theirs, and in fields that are hidden or masked to them.
func (w *world) seal(rng *rand.Rand) {
	w.t.Helper()
	text := func() string {
		b := []byte("Qz")
		for range 14 {
			b = append(b, byte('a'+rng.IntN(26)))
		}
		return string(b)
	}
	seller, err := w.server.Admin.Records("user").List(context.Background(), mortise.ListOptions{Filter: fmt.Sprintf("email == %q", w.callers[1].login)})
	if err != nil || len(seller.Data) != 1 {
		w.t.Fatalf("find the salesperson: %v", err)
	}
	secret, hidden, masked := text(), text(), text()
	away := w.make(mortise.Record{"name": secret, "note": secret, "tags": []string{secret}, "rich": "<p>" + secret + "</p>"})
	near := w.make(mortise.Record{"name": "near", "owner": seller.Data[0].ID(), "hid": hidden, "marked": masked})
	all := []canary{{secret, away, "name"}, {hidden, near, "hid"}, {masked, near, "marked"}}
	w.callers[1].canaries = all
	for _, c := range w.callers[2:] {
		c.canaries = all
	}
}

func (w *world) make(values mortise.Record) string {
	made, err := w.server.Admin.Records("specimen").Create(context.Background(), values)
	if err != nil {
		w.t.Fatalf("make a sealed specimen: %v", err)
	}
	w.known.spare[made.ID()] = true
	return made.ID()
}

// shows tells whether a caller may see a canary by now: rights change while
// things are shared and roles given.
func (w *world) shows(c *caller, of canary) bool {
	return strings.Contains(string(w.ask(c.token, http.MethodGet, "/api/v1/records/specimen/"+of.record+"?fields="+of.field, "")), of.text)
}

// specimens are an entity with a field of each type, with grants, and the
// daily quotas of the demonstration out of the way.
func specimens(t testing.TB) []mortise.Document {
	t.Helper()
	properties := object{}
	n := 0
	field := func(name, kind string, more object) {
		n++
		f := object{"x-field": kind, "x-id": fmt.Sprintf("spec0000%02d", n), "title": strings.ToUpper(name[:1]) + name[1:]}
		for k, v := range more {
			f[k] = v
		}
		properties[name] = f
	}
	options := object{"oneOf": []object{{"const": "a", "title": "A"}, {"const": "b", "title": "B"}}}
	for _, kind := range []string{"longtext", "richtext", "markdown", "integer", "number", "percent", "boolean", "date", "time", "datetime", "duration", "tags", "email", "url", "idcard", "color",
		"rating", "location", "json", "secret", "user", "users", "department", "reference", "image", "signature"} {
		field("of_"+kind, kind, nil)
	}
	field("name", "text", nil)
	field("code", "text", object{"x-unique": true, "maxLength": 40})
	field("owner", "user", nil)
	field("note", "longtext", object{"x-search": true})
	field("rich", "richtext", nil)
	field("tags", "tags", nil)
	field("hid", "longtext", nil)
	field("marked", "text", nil)
	field("phone", "phone", object{"x-region": "CN"})
	field("price", "money", object{"x-currency": "CNY"})
	field("kind", "choice", options)
	field("kinds", "choices", options)
	field("next", "relation", object{"x-entity": "specimen"})
	field("others", "relations", object{"x-entity": "specimen"})
	field("paper", "file", nil)
	field("papers", "files", nil)
	field("number", "autonumber", object{"pattern": "S{00000}"})
	field("twice", "formula", object{"x-expr": "price * 2", "x-as": "number"})
	field("leads", "rollup", object{"x-of": "specimen.next", "x-aggregate": "count"})
	field("nextcode", "lookup", object{"x-path": "next.code"})
	every := []string{"read", "create", "update", "archive", "restore", "import", "export", "comment", "share", "transfer", "print", "history", "assign", "merge", "template", "bulk_edit", "bulk_archive", "purge"}
	hidden := object{"except": []string{"hid"}}
	return []mortise.Document{
		document(t, "entity", object{"name": "specimen", "title": "Specimen", "type": "object", "x-id": "spec000000", "x-label": "name", "x-owner": "owner", "properties": properties,
			"x-duplicates": []object{{"match": []string{"phone"}, "reveal": "owner", "refuse": false}}}),
		document(t, "grant", object{"name": "specimen_all", "role": "administrator", "entity": "specimen", "actions": every, "scope": "all", "to": "all", "read": "all", "write": "all"}),
		document(t, "grant", object{"name": "specimen_own", "role": "salesperson", "entity": "specimen", "actions": []string{"read", "create", "update", "history", "comment", "import", "export", "archive", "merge", "template", "bulk_edit"}, "scope": "own", "read": hidden, "write": hidden}),
		document(t, "mask", object{"name": "specimen_marked", "entity": "specimen", "fields": []string{"marked"}, "show": "all", "when": "true", "except": []string{"administrator"}}),
		document(t, "restriction", object{"name": "customer_export_all", "title": "Exports", "entity": "customer", "actions": []string{"export"}, "when": "true", "quota": object{"records": 100000}}),
		document(t, "restriction", object{"name": "customer_read_all", "title": "Reads", "entity": "customer", "actions": []string{"read"}, "channels": []string{"api"}, "when": "true", "quota": object{"records": 10000000}}),
	}
}

func document(t testing.TB, kind string, body object) mortise.Document {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	name, _ := body["name"].(string)
	return mortise.Document{Kind: kind, Name: name, Body: b}
}
