package definition_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
)

func TestCanonicalIsStable(t *testing.T) {
	t.Parallel()
	once, err := definition.Canonical([]byte(`{"b":[1.50,{"z":"<张>","a":null},[],{}],"a":true}`))
	require.NoError(t, err)
	require.Equal(t, "{\n  \"b\": [\n    1.50,\n    {\n      \"z\": \"<张>\",\n      \"a\": null\n    },\n    [],\n    {}\n  ],\n  \"a\": true\n}\n", string(once))
	twice, err := definition.Canonical(once)
	require.NoError(t, err)
	require.Equal(t, once, twice)
	_, err = definition.Canonical([]byte(`{"a":1,"a":2}`))
	require.Error(t, err)
}

func TestAssignIDs(t *testing.T) {
	t.Parallel()
	body := []byte(`{"name":"lead","title":"Lead","type":"object","properties":{"a":{"x-field":"text"},"b":{"x-field":"date","x-id":"bbbbbbbbbb"}}}`)
	first, changed, err := definition.AssignIDs(definition.KindEntity, body, nil)
	require.NoError(t, err)
	require.True(t, changed)
	v, l := definition.ParseDocument(definition.KindEntity, first)
	require.Empty(t, l)
	e := v.(*definition.Entity)
	require.Regexp(t, `^[a-z][a-z0-9]{9}$`, e.ID)
	require.Equal(t, "bbbbbbbbbb", e.Field("b").ID)

	again, changed, err := definition.AssignIDs(definition.KindEntity, body, first)
	require.NoError(t, err)
	require.True(t, changed)
	require.Equal(t, string(first), string(again), "what kept its name keeps its id")

	_, changed, err = definition.AssignIDs(definition.KindEntity, first, nil)
	require.NoError(t, err)
	require.False(t, changed)
}

func TestAssignIDsAfterRename(t *testing.T) {
	t.Parallel()
	before := []byte(`{"name":"lead","x-id":"aaaaaaaaaa","properties":{"a":{"x-field":"text","x-id":"bbbbbbbbbb"}}}`)
	after := []byte(`{"name":"lead","x-id":"aaaaaaaaaa","properties":{"c":{"x-field":"text","x-id":"bbbbbbbbbb"},"a":{"x-field":"text"}}}`)
	body, changed, err := definition.AssignIDs(definition.KindEntity, after, before)
	require.NoError(t, err)
	require.True(t, changed)
	var doc struct {
		Properties map[string]map[string]string
	}
	require.NoError(t, json.Unmarshal(body, &doc))
	require.NotEqual(t, doc.Properties["c"]["x-id"], doc.Properties["a"]["x-id"], "the renamed field took its id along")
}

func TestText(t *testing.T) {
	t.Parallel()
	x := definition.Text{"en": "Name", "zh-CN": "姓名"}
	require.Equal(t, "姓名", x.In("zh-CN"))
	require.Equal(t, "姓名", x.In("zh"))
	require.Equal(t, "Name", x.In("en-GB"))
	require.Equal(t, "Name", x.In("fr"))
	require.Equal(t, "x", definition.Text{"": "x"}.In("fr"))
	require.Empty(t, definition.Text(nil).In("en"))
}

func FuzzParseDocument(f *testing.F) {
	f.Add("entity", []byte(customer))
	f.Add("grant", []byte(`{"name":"a","read":{"only":[]}}`))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		v, l := definition.ParseDocument(definition.Kind(kind), body)
		if (v == nil) == (len(l) == 0) {
			t.Fatalf("neither a document nor a problem, or both: %v %v", v, l)
		}
		if c, err := definition.Canonical(body); err == nil {
			if d, err := definition.Canonical(c); err != nil || string(c) != string(d) {
				t.Fatalf("not stable: %q %q %v", c, d, err)
			}
		}
	})
}
