package openapi

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/record"
)

// MaxExpanded is how many entities have operations of their own in a document.
// With more of them, operations stand once for all, and records are objects of
// any members: a request that names its entities gets the rest.
const MaxExpanded = 50

// Dialect is that of every JSON Schema here.
const Dialect = "https://json-schema.org/draft/2020-12/schema"

// Input is what a document is made from.
type Input struct {
	Routes      []Route
	Shapes      record.Shapes   // what the caller may know
	Permissions map[string]bool // of the system, that he has
	Language    string          // en, zh-CN
	Version     string          // of the product
	// All leaves out no operation for want of rights, for what is about the API
	// rather than about a caller.
	All bool
}

// document is one that is being made.
type document struct {
	Input
	entity  *record.EntityShape // of the operation; nil where it stands for all
	schemas object
	params  object
	typed   map[reflect.Type]*component
	derived []*component // in the order of their first use
	paths   object
	groups  []Group
}

// Make makes the document as JSON: OpenAPI 3.1, sorted, the same bytes for the
// same input.
func Make(in Input) ([]byte, error) {
	d := &document{Input: in, schemas: object{}, params: object{}, typed: map[reflect.Type]*component{}, paths: object{}}
	d.schemas["Problem"] = problemSchema()
	for _, r := range in.Routes {
		d.add(r)
	}
	d.nameComponents()
	title := Text{"Mortise API", "Mortise 接口"}
	about := Text{"What the caller may use of this server. Every refusal is a problem document (RFC 9457) with a stable code.",
		"调用者在此服务器上可用的全部接口。所有拒绝均为带稳定代码的问题文档（RFC 9457）。"}
	components := object{"schemas": d.schemas, "responses": responses(in.Language), "securitySchemes": security(in.Language)}
	if len(d.params) > 0 {
		components["parameters"] = d.params
	}
	b, err := json.Marshal(object{
		"openapi": "3.1.0", "jsonSchemaDialect": Dialect,
		"info": object{"title": title.In(in.Language), "description": about.In(in.Language), "version": in.Version,
			"license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"}, "contact": object{"name": "Mortise"}},
		"servers": []any{object{"url": "/"}}, "tags": d.tags(), "paths": d.paths, "components": components,
		"security": []any{object{"bearer": []any{}}, object{"session": []any{}}}, "x-revision": in.Shapes.Revision,
	})
	if err != nil {
		return nil, fmt.Errorf("encode the API's document: %w", err)
	}
	return b, nil
}

// add adds a route: for each entity of which the caller may use it, or once.
func (d *document) add(r Route) {
	if r.Unused || r.Permission != "" && !d.Permissions[r.Permission] && !d.All {
		return
	}
	switch {
	case r.Entity != "":
		i := slices.IndexFunc(d.Shapes.Entities, func(e record.EntityShape) bool { return e.Name == r.Entity })
		if i >= 0 {
			d.put(r, &d.Shapes.Entities[i])
		} else if d.All {
			d.put(r, nil)
		}
	case !r.OfEntity():
		d.put(r, nil)
	case d.All || len(d.Shapes.Entities) > MaxExpanded:
		d.put(r, nil)
	default:
		for i := range d.Shapes.Entities {
			e := &d.Shapes.Entities[i]
			if (len(r.Actions) == 0 || e.Can(r.Actions...)) && (!r.Do || len(e.Do) > 0) {
				d.put(r, e)
			}
		}
	}
}

// put adds one operation.
func (d *document) put(r Route, e *record.EntityShape) {
	d.entity = e
	p, id, tag := place(r, e)
	item, _ := d.paths[p].(object)
	if item == nil {
		item = object{}
		d.paths[p] = item
	}
	operation := object{"operationId": id, "summary": r.Title.In(d.Language), "description": d.described(r), "tags": []string{tag},
		"responses": d.answers(r)}
	if params := d.parameters(r); len(params) > 0 {
		operation["parameters"] = params
	}
	if len(r.Bodies) > 0 {
		operation["requestBody"] = d.body(r)
	}
	if r.Open {
		operation["security"] = []any{}
	}
	item[methodKey(r.Method)] = operation
	d.group(r, e)
}

func (d *document) described(r Route) string {
	if note := r.Note.In(d.Language); note != "" {
		return note
	}
	return r.Title.In(d.Language)
}

func (d *document) body(r Route) any {
	content, required := object{}, true
	for _, b := range r.Bodies {
		media := b.Media
		if media == "" {
			media = "application/json"
		}
		content[media] = d.media(b.Shape)
		required = required && !b.Optional
	}
	return object{"required": required, "content": content}
}

// media is what a body of some type holds; bytes have no JSON Schema.
func (d *document) media(s Shape) any {
	if s == nil {
		return object{}
	}
	return object{"schema": s(d)}
}

func (d *document) answers(r Route) any {
	out := object{"4XX": object{"$ref": "#/components/responses/Problem"}, "5XX": object{"$ref": "#/components/responses/Problem"}}
	for _, a := range r.Answers {
		status := a.Status
		if status == 0 {
			status = 200
		}
		text := a.Title.In(d.Language)
		if text == "" {
			text = r.Title.In(d.Language)
		}
		answer := object{"description": text}
		if media := a.media(); media != "" {
			answer["content"] = object{media: d.media(a.Shape)}
		}
		headers := object{}
		for _, h := range a.Headers {
			headers[h] = object{"schema": object{"type": "string"}}
		}
		if len(headers) > 0 {
			answer["headers"] = headers
		}
		key := strconv.Itoa(status)
		if was, ok := out[key].(object); ok { // another media type of the same status
			if more, ok := answer["content"].(object); ok {
				for media, content := range more {
					was["content"].(object)[media] = content
				}
			}
			continue
		}
		out[key] = answer
	}
	return out
}

func (a Answer) media() string {
	if a.Media == "" && a.Shape != nil {
		return "application/json"
	}
	return a.Media
}

func problemSchema() object {
	detail := object{"type": "object", "required": []string{"pointer", "code"}, "properties": object{
		"pointer": object{"type": "string"}, "code": object{"type": "string"}, "message": object{"type": "string"}}}
	return object{"type": "object", "required": []string{"type", "title", "status", "code"}, "properties": object{
		"type": object{"type": "string"}, "title": object{"type": "string"}, "status": object{"type": "integer"},
		"code": object{"type": "string"}, "detail": object{"type": "string"}, "retry_after": object{"type": "integer"},
		"errors": object{"type": "array", "items": detail}}}
}

func responses(language string) object {
	text := Text{"What is wrong, with a stable code and all problems at once.", "错误说明：稳定的代码，并一次列出所有问题。"}
	return object{"Problem": object{"description": text.In(language), "content": object{
		"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}}}}
}

func security(language string) object {
	token := Text{"A token made by POST /api/v1/session with kind token.", "通过 POST /api/v1/session（kind 为 token）创建的令牌。"}
	cookie := Text{"The session of a browser; what changes something also sends the header X-CSRF-Token.", "浏览器会话；修改操作还须带上 X-CSRF-Token 请求头。"}
	return object{
		"bearer":  object{"type": "http", "scheme": "bearer", "description": token.In(language)},
		"session": object{"type": "apiKey", "in": "cookie", "name": "mortise_session", "description": cookie.In(language)},
	}
}
