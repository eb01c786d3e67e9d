package filter_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

var documents = map[string]string{
	"deal": `{"name":"deal","title":"Deal","type":"object","x-id":"aaaaaaaaaa","properties":{
		"name":{"x-field":"text","x-id":"d000000001"}, "note":{"x-field":"longtext","x-id":"d000000002"},
		"status":{"x-field":"choice","x-id":"d000000003","oneOf":[{"const":"new","title":"New"},{"const":"won","title":"Won"},{"const":"old","title":"Old","x-archived":true}]},
		"flags":{"x-field":"choices","x-id":"d000000004","oneOf":[{"const":"a","title":"A"},{"const":"b","title":"B"}]},
		"tags":{"x-field":"tags","x-id":"d000000005"},
		"count":{"x-field":"integer","x-id":"d000000006"}, "amount":{"x-field":"money","x-id":"d000000007","minimum":0,"x-currency":"CNY"},
		"open":{"x-field":"boolean","x-id":"d000000008"}, "due":{"x-field":"date","x-id":"d000000009"},
		"at":{"x-field":"time","x-id":"d00000000a"}, "seen":{"x-field":"datetime","x-id":"d00000000b"},
		"phone":{"x-field":"phone","x-id":"d00000000c","x-region":"CN"},
		"owner":{"x-field":"user","x-id":"d00000000d"}, "parent":{"x-field":"relation","x-id":"d00000000e","x-entity":"deal"},
		"secret":{"x-field":"text","x-id":"d00000000f"}, "members":{"x-field":"users","x-id":"d00000000g"},
		"related":{"x-field":"relations","x-id":"d00000000h","x-entity":"deal"}}}`,
	"user": `{"name":"user","title":"User","type":"object","x-id":"bbbbbbbbbb","properties":{
		"name":{"x-field":"text","x-id":"e000000001"}, "department":{"x-field":"relation","x-id":"e000000002","x-entity":"department"},
		"active":{"x-field":"boolean","x-id":"e000000003"}}}`,
	"department": `{"name":"department","title":"Department","type":"object","x-id":"cccccccccc","properties":{
		"name":{"x-field":"text","x-id":"f000000001"}}}`,
}

// schema is a filter.Schema over parsed documents.
type schema struct{ set *definition.Set }

func newSchema(t testing.TB) schema {
	t.Helper()
	var docs []definition.Document
	for name, body := range documents {
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: name}, Body: json.RawMessage(body)})
	}
	set, problems := definition.ParseSet(docs)
	require.Empty(t, problems)
	return schema{set}
}

func (s schema) Definition(entity, name string) (*definition.Field, bool) {
	e := s.set.Entity(entity)
	if e == nil {
		return nil, false
	}
	f := e.Field(name)
	return f, f != nil
}

func (s schema) Field(entity, name string) (query.Field, bool) {
	f, ok := s.Definition(entity, name)
	if !ok {
		return query.Field{}, false
	}
	return fieldtype.QueryField(s.set.Entity(entity), f), true
}

func (s schema) Target(entity, field string) (string, bool) {
	f, ok := s.Definition(entity, field)
	if !ok || f.Entity == "" {
		return "", false
	}
	return f.Entity, true
}

func (s schema) Table(entity string) (string, bool) {
	e := s.set.Entity(entity)
	if e == nil {
		return "", false
	}
	return "e_" + e.ID, true
}

// options are those of a Wednesday afternoon in Shanghai, for a caller who may
// not know of secret.
func options(t testing.TB) filter.Options {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	return filter.Options{
		Now: time.Date(2026, 7, 15, 6, 30, 0, 0, time.UTC), Zone: zone,
		Visible: func(_, field string) bool { return field != "secret" },
	}
}

// wrong gives the pointer and code of each problem in an error.
func wrong(t testing.TB, err error) []string {
	t.Helper()
	require.Error(t, err)
	e := problem.As(err)
	require.Equal(t, problem.Invalid, e.Kind, err)
	var out []string
	for _, d := range e.Details {
		require.Equal(t, "?filter", d.Pointer)
		out = append(out, d.Code)
	}
	return out
}

const someID = "0190aaaa-0000-7000-8000-000000000001"
