package fuzzing

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	generator "github.com/pquerna/otp/totp"
	"github.com/xuri/excelize/v2"
)

// recipeOf names an operation as recipes do: method and path, with {entity}.
func recipeOf(o *operation) string { return strings.Replace(o.class(), "/api/v1", "", 1) }

// recipes make of a request what its document cannot say, most times.
var recipes = map[string]func(m *maker, r *request){
	"PUT /records/{entity}":                           upsert,
	"POST /records/{entity}:aggregate":                aggregate,
	"POST /records/{entity}:bulk":                     bulk,
	"POST /records/{entity}:export":                   export,
	"POST /records/{entity}:import":                   importing,
	"POST /records/{entity}:inspect":                  importing,
	"POST /records/{entity}:validate":                 values,
	"POST /records/{entity}/{id}:validate":            values,
	"POST /records/{entity}:duplicates":               values,
	"POST /records/{entity}/{id}:merge":               func(m *maker, r *request) { r.json = object{"with": m.id(r.op.entity), "dry": m.chance(50)} },
	"POST /records/{entity}/{id}:transfer":            to,
	"POST /records/{entity}/{id}:assign":              to,
	"POST /records/{entity}/{id}:share":               share,
	"POST /records/{entity}/{id}:undo":                func(m *maker, r *request) { r.json = object{"seq": m.count("seq")} },
	"POST /records/{entity}/{id}:revert":              func(m *maker, r *request) { r.json = object{"version": 1 + m.rng.IntN(3), "dry": m.chance(50)} },
	"POST /records/{entity}/{id}/comments":            comment,
	"PATCH /records/{entity}/{id}/comments/{comment}": comment,
	"POST /batch":                    batch,
	"POST /uploads":                  func(m *maker, r *request) { tus(r, "Upload-Length", strconv.Itoa(1+m.rng.IntN(40))) },
	"PATCH /uploads/{id}":            part,
	"GET /uploads/{id}":              func(_ *maker, r *request) { tus(r, "Tus-Resumable", "1.0.0") },
	"DELETE /uploads/{id}":           func(_ *maker, r *request) { tus(r, "Tus-Resumable", "1.0.0") },
	"POST /mcp":                      model,
	"PUT /definitions/{kind}/{name}": define,
	"POST /definitions:apply":        apply,
	"POST /definitions:plan":         apply,
	"POST /me/tokens": func(m *maker, r *request) {
		r.json = object{"name": m.word(), "days": 1 + m.rng.IntN(9), "scopes": []any{"read"}}
	},
	"POST /me/password": func(m *maker, r *request) {
		r.json = object{"current": m.me.password, "new": "another-" + m.word() + "-password"}
	},
	"POST /users/{id}/password": func(_ *maker, r *request) { r.json = object{"password": "given-to-somebody-1"} },
	"POST /session": func(m *maker, r *request) {
		r.json = object{"login": m.me.login, "password": m.me.password, "kind": pick(m, "token", "cookie")}
	},
	"GET /access/explain":         explain,
	"GET /access/who":             explain,
	"GET /access/what":            explain,
	"GET /records/{entity}:files": func(m *maker, r *request) { r.query = [][2]string{{"ids", m.id(r.op.entity)}} },
	"POST /records/{entity}:zip": func(m *maker, r *request) {
		r.json = object{"field": pick(m, "papers", "paper"), "ids": []any{m.id(r.op.entity)}}
	},
	"POST /policies:check": policy,
	"POST /users/{id}:hand-over": func(m *maker, r *request) {
		r.json = object{"to": object{"user": m.id("user")}, "preview": m.chance(70)}
	},
	"GET /records/{entity}/{id}/files/{field}/{file}:thumbnail": func(m *maker, r *request) { r.query = [][2]string{{"size", pick(m, "64", "128")}} },
	"PATCH /me":               func(m *maker, r *request) { r.json = object{"language": pick(m, "en", "zh-CN")} },
	"GET /references":         func(m *maker, r *request) { r.query = [][2]string{{"kind", "entity"}, {"name", m.entity()}} },
	"GET /definitions:export": func(*maker, *request) {},
}

func (m *maker) count(kind string) int {
	text, _ := m.known.any(m.rng, kind)
	n, _ := strconv.Atoi(text) // or 0
	return n
}

func tus(r *request, name, value string) {
	r.header = nil
	r.set("Tus-Resumable", "1.0.0")
	if name != "Tus-Resumable" {
		r.set(name, value)
		r.set("Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte("a.txt")))
	}
}

func part(m *maker, r *request) {
	r.header = nil
	r.set("Tus-Resumable", "1.0.0")
	r.set("Upload-Offset", "0")
	r.set("Content-Type", "application/offset+octet-stream")
	r.body = bytes.Repeat([]byte("x"), 1+m.rng.IntN(40))
}

// made is a record of an entity, as far as the caller may make one.
func (m *maker) made(entity string) object {
	of := m.told.components["schemas"][entity+".create"]
	if of == nil {
		return object{"name": m.word()}
	}
	o, _ := m.value(of, "", 0).(object)
	return o
}

func values(m *maker, r *request) {
	r.json = m.made(r.op.entity)
	if strings.HasSuffix(r.op.path, ":duplicates") {
		r.json = object{"fields": r.json}
	}
}

// keys are fields of unique rules, by entity.
var keys = map[string]string{"specimen": "code", "user": "email", "role": "name", "customer": "phone"}

func upsert(m *maker, r *request) {
	values(m, r)
	if key := keys[r.op.entity]; key != "" {
		r.query = [][2]string{{"key", key}}
	}
}

func aggregate(m *maker, r *request) {
	fields := m.told.fields(r.op.entity)
	name := m.field(r.op.entity)
	kind, _ := fields[name]["x-field"].(string)
	group := object{"field": name}
	switch kind {
	case "date", "datetime":
		group["bucket"] = pick(m, "day", "week", "month", "quarter", "year")
	case "integer", "number", "money":
		group["width"] = 10
	}
	o := object{"measures": []any{object{"as": "n", "fn": "count"}}, "limit": 1 + m.rng.IntN(50)}
	if m.chance(70) {
		o["groups"] = []any{group}
	}
	if m.chance(50) {
		o["measures"] = []any{object{"as": "n", "fn": "count"}, object{"as": "v", "fn": pick(m, "count_distinct", "sum", "avg", "min", "max", "median", "stddev"), "field": m.field(r.op.entity)}}
	}
	if m.chance(30) {
		o["filter"] = m.jsonFilter(r.op.entity, 0)
	}
	if m.chance(30) {
		o["having"], o["sort"], o["totals"] = "n > 0", "-n", true
	}
	r.json = o
}

func bulk(m *maker, r *request) {
	entity := r.op.entity
	o := object{"action": pick(m, "update", "archive", "restore", "transfer", "assign", "release", "share"), "ids": []any{m.id(entity), m.id(entity)}, "dry": m.chance(70)}
	switch o["action"] {
	case "update":
		of := m.told.components["schemas"][entity+".update"]
		if of != nil {
			o["fields"] = m.value(of, "", 3)
		}
	case "transfer", "assign":
		o["to"] = object{"user": m.id("user")}
	case "share":
		o["to"], o["level"] = object{"user": m.id("user")}, "read"
	}
	if m.chance(20) && entity == "specimen" {
		delete(o, "ids")
		o["filter"] = m.jsonFilter(entity, 0)
	}
	r.json = o
}

func export(m *maker, r *request) {
	o := object{"format": pick(m, "csv", "xlsx", "pdf"), "fields": []any{m.field(r.op.entity), m.field(r.op.entity)}, "header": pick(m, "names", "titles")}
	if m.chance(50) {
		o["filter"] = m.jsonFilter(r.op.entity, 0)
	}
	if m.chance(30) {
		o["dry"] = true
	}
	r.json = o
}

func importing(m *maker, r *request) {
	if r.json != nil {
		r.json = object{"file": m.idFor("file"), "dry": m.chance(50)}
		return
	}
	r.query = nil
	if m.chance(60) {
		r.ask("dry", "1")
	}
	if m.chance(60) {
		r.body = m.csv(r.op.entity)
	}
}

func to(m *maker, r *request) {
	r.json = object{"to": object{"user": m.id("user")}, "reason": m.word()}
}

func share(m *maker, r *request) {
	r.json = object{"to": pick(m, object{"user": m.id("user")}, object{"role": m.id("role")}, object{"department": m.id("department")}), "level": pick(m, "read", "write", "full")}
}

func comment(m *maker, r *request) {
	o := object{"text": m.word()}
	if m.chance(20) {
		o["mentions"] = []any{m.id("user")}
	}
	if m.chance(20) {
		o["files"] = []any{m.idFor("file")}
	}
	r.json = o
}

func batch(m *maker, r *request) {
	entity := pick(m, "specimen", "customer", "follow_up", "todo")
	list := []any{object{"action": "create", "entity": entity, "fields": m.made(entity)}, object{"action": "update", "entity": entity, "id": "$1.id", "fields": object{"note": m.word()}}}
	switch m.rng.IntN(4) {
	case 0:
		list = append(list, object{"action": "archive", "entity": entity, "id": "$1.id"}, object{"action": "restore", "entity": entity, "id": "$1.id"})
	case 1:
		list = append(list, object{"action": "transfer", "entity": entity, "id": "$1.id", "to": object{"user": m.id("user")}})
	case 2:
		list = append(list, object{"action": "upsert", "entity": entity, "key": []any{"code"}, "fields": m.made(entity)})
	}
	r.json = object{"operations": list}
}

func explain(m *maker, r *request) {
	r.query = [][2]string{{"entity", m.entity()}, {"user", m.id("user")}, {"action", "read"}}
	if strings.HasSuffix(r.path, "explain") || m.chance(50) {
		entity := r.query[0][1]
		r.ask("id", m.id(entity))
	}
	if m.chance(30) {
		r.ask("field", m.field(r.query[0][1]))
	}
}

func model(m *maker, r *request) {
	r.header = nil
	r.set("Content-Type", "application/json")
	r.set("Accept", "application/json, text/event-stream")
	entity := m.entity()
	call := func(tool string, arguments object) object {
		return object{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": object{"name": tool, "arguments": arguments}}
	}
	r.json = pick(m,
		object{"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
		object{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": object{"protocolVersion": "2025-06-18", "capabilities": object{}, "clientInfo": object{"name": "f", "version": "1"}}},
		call("find", object{"entity": entity, "filter": m.filter(entity)}), call("read", object{"entity": entity, "id": m.id(entity)}),
		call("create", object{"entity": entity, "fields": m.made(entity)}), call("update", object{"entity": entity, "id": m.id(entity), "fields": m.made(entity)}),
		call("describe", object{"entity": entity}))
}

// define puts a definition of the request's name.
func define(m *maker, r *request) {
	r.header = [][2]string{{"Content-Type", "application/json"}}
	r.path = "/api/v1/definitions/entity/extra" + strconv.Itoa(m.rng.IntN(3))
	r.json = extra(r.path[len(r.path)-1:])
}

func extra(number string) object {
	return object{"name": "extra" + number, "x-id": "extr00000" + number, "title": "Extra", "x-label": "name", "type": "object",
		"properties": object{"name": object{"x-field": "text", "x-id": "exna00000" + number, "title": "Name"}}}
}

func apply(m *maker, r *request) {
	number := strconv.Itoa(m.rng.IntN(3))
	r.header, r.body = [][2]string{{"Content-Type", "application/json"}}, nil
	r.json = object{"documents": []any{object{"kind": "entity", "name": "extra" + number, "body": extra(number)}}}
}

func policy(m *maker, r *request) {
	r.json = object{"name": "p" + strconv.Itoa(m.rng.IntN(9)), "entities": []any{"specimen"},
		"module": fmt.Sprintf("package custom.p%d\n\nimport rego.v1\n\nrestriction contains \"x\" if {\n\tinput.action == \"archive\"\n}\n", m.rng.IntN(9))}
}

// totp is the code of a second factor now.
func totp(secret string) (string, error) {
	return generator.GenerateCode(secret, time.Now())
}

// workbook is a small one.
var workbook = sync.OnceValue(func() []byte {
	f := excelize.NewFile()
	defer f.Close()
	_ = f.SetSheetRow("Sheet1", "A1", &[]any{"name", "code"})
	_ = f.SetSheetRow("Sheet1", "A2", &[]any{"Ann", "w1"})
	b, err := f.WriteToBuffer()
	if err != nil {
		panic(err) // a buffer takes all
	}
	return b.Bytes()
})
