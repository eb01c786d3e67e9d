package acceptance_test

import (
	"encoding/json"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

type object = map[string]any

// document makes a definition from Go values.
func document(t *testing.T, kind string, body object) mortise.Document {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	name, _ := body["name"].(string)
	return mortise.Document{Kind: kind, Name: name, Body: b}
}

func field(kind, id string, members object) object {
	f := object{"x-field": kind, "x-id": id}
	for name, value := range members {
		f[name] = value
	}
	return f
}

// salesDefinitions are a small sales application: deals that sellers own, the
// pool, a chief who sees all, one hidden and one masked field.
func salesDefinitions(t *testing.T) []mortise.Document {
	t.Helper()
	every := []string{"read", "create", "update", "archive", "restore", "import", "export", "history", "comment", "print", "share", "transfer"}
	hidden := object{"except": []string{"margin", "ledger"}}
	return []mortise.Document{
		document(t, "role", object{"name": "seller", "x-id": "r5b1kq0x2m", "title": "Seller"}),
		document(t, "role", object{"name": "chief", "x-id": "r8v3hd7n1c", "title": "Chief", "inherits": []string{"seller"}}),
		firm(t), deal(t),
		document(t, "grant", object{"name": "firm_everyone", "role": "everyone", "entity": "firm", "actions": []string{"read"}, "scope": "all", "read": object{"only": []string{"name"}}}),
		document(t, "grant", object{"name": "firm_admin", "role": "administrator", "entity": "firm", "actions": []string{"read", "create", "update", "archive", "restore", "import", "export", "history"}, "scope": "all", "read": "all", "write": "all"}),
		document(t, "grant", object{"name": "deal_own", "role": "seller", "entity": "deal", "actions": []string{"read", "create", "update", "history"}, "scope": "own", "read": hidden, "write": hidden}),
		document(t, "grant", object{"name": "deal_pool", "role": "seller", "entity": "deal", "actions": []string{"read", "history"}, "scope": "pool", "read": hidden}),
		document(t, "grant", object{"name": "deal_chief", "role": "chief", "entity": "deal", "actions": every, "scope": "all", "to": "all", "read": "all", "write": "all"}),
		document(t, "grant", object{"name": "deal_admin", "role": "administrator", "entity": "deal", "actions": every, "scope": "all", "to": "all", "read": "all", "write": "all"}),
		document(t, "mask", object{"name": "deal_pool_phone", "entity": "deal", "fields": []string{"phone"}, "show": "phone", "when": "owner == nil", "except": []string{"chief", "administrator"}}),
		document(t, "mask", object{"name": "deal_pool_photo", "entity": "deal", "fields": []string{"photo"}, "show": "all", "when": "owner == nil", "except": []string{"chief", "administrator"}}),
	}
}

func firm(t *testing.T) mortise.Document {
	return document(t, "entity", object{
		"$schema": "mortise:entity", "name": "firm", "title": "Firm", "type": "object", "x-id": "f0w6sj4t9b", "x-label": "name",
		"properties": object{
			"name":   field("text", "f1n7cx3p5k", object{"maxLength": 40}),
			"secret": field("text", "f2s9mz8d4h", object{"x-search": true}),
		},
		"required": []string{"name"},
	})
}

func deal(t *testing.T) mortise.Document {
	stages := []object{{"const": "open", "title": "Open"}, {"const": "won", "title": "Won"}, {"const": "lost", "title": "Lost"}}
	return document(t, "entity", object{
		"$schema": "mortise:entity", "name": "deal", "title": "Deal", "type": "object", "x-id": "d0l3aq7w2e", "x-label": "name", "x-owner": "owner",
		"properties": object{
			"number": field("autonumber", "d1n4vb6y8s", object{"pattern": "D{YYYY}-{00000}", "readOnly": true}),
			"name":   field("text", "d2m5xk1r9t", object{"maxLength": 200}),
			"code":   field("text", "d3c8zh2p0j", object{"maxLength": 8}),
			"stage":  field("choice", "d4s7gw3q5u", object{"oneOf": stages, "default": "open"}),
			"phone":  field("phone", "d5p1nf9x6a", object{"x-region": "CN"}),
			"email":  field("email", "d6e0ty4b2k", nil),
			"site":   field("url", "d7u3rc8m1v", nil),
			"firm":   field("relation", "d8f6hj5z0d", object{"x-entity": "firm"}),
			"owner":  field("user", "d9o2lp7g4w", nil),
			"amount": field("money", "dam9qs1k3x", object{"x-currency": "CNY", "x-scale": 2, "minimum": 0}),
			"margin": field("percent", "dmg5bn8c7y", object{"x-scale": 2}),
			"seats":  field("integer", "dse4vt2j6h", object{"minimum": 0, "maximum": 1000}),
			"due":    field("date", "ddu8wz0f3p", nil),
			"at":     field("datetime", "dat1kx6m9r", nil),
			"hot":    field("boolean", "dho7gy5s2l", nil),
			"labels": field("tags", "dla3cd4q8b", nil),
			"note":   field("longtext", "dno6hf1n7z", object{"maxLength": 100000}),
			"papers": field("files", "dpa5lc8r2k", nil),
			"ledger": field("file", "dle3wq7v1m", nil),
			"photo":  field("image", "dph9bt4s6x", nil),
		},
		"required": []string{"name"},
	})
}
