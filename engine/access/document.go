package access

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// Document makes the input document of a full evaluation: the fields that the
// policies name, without what is empty. params gives "now" and
// "user.<attribute>" as for a Predicate.
func (u *Unit) Document(r Request, params func(name string) any, rec query.Record) map[string]any {
	roles := make([]any, len(r.Roles))
	for i, role := range r.Roles {
		roles[i] = role
	}
	user := map[string]any{}
	for name, t := range u.shape.attributes {
		put(user, name, t, params("user."+name))
	}
	doc := map[string]any{
		"action": r.Action, "entity": u.entity, "channel": r.Channel, "roles": roles,
		"user": user, "record": u.shape.record.document(rec),
	}
	put(doc, "now", query.Type{Kind: query.Instant}, params("now"))
	return doc
}

func (r *recordShape) document(rec query.Record) map[string]any {
	doc := map[string]any{}
	if rec == nil {
		return doc
	}
	for name, f := range r.fields {
		put(doc, name, f.Type, rec.Value(f))
	}
	for name, rel := range r.relations {
		id := rec.Value(rel.field)
		if id == nil {
			continue
		}
		far := map[string]any{}
		for _, other := range rec.Related(query.Relation{Entity: rel.entity, Field: rel.field}) {
			far = rel.record.document(other)
		}
		far["id"] = id
		doc[name] = far
	}
	return doc
}

// put adds a value in the one form that policies see it in; empty values and
// empty lists are left out.
func put(doc map[string]any, name string, t query.Type, v any) {
	if list := plainList(v); t.Array && list != nil {
		if len(list) > 0 {
			doc[name] = list
		}
		return
	}
	if v = PlainValue(v); v != nil {
		doc[name] = v
	}
}

func plainList(v any) []any {
	switch v := v.(type) {
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return list
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = PlainValue(element)
		}
		return list
	}
	return nil
}

// PlainValue gives a value in the one form that policies see it in; lists are not
// single values.
func PlainValue(v any) any {
	switch v := v.(type) {
	case query.Decimal:
		return json.Number(v)
	case int64:
		return json.Number(strconv.FormatInt(v, 10))
	case time.Time:
		return v.UTC().Format(query.InstantLayout)
	case []string, []any:
		return nil
	}
	return v
}
