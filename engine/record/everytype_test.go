package record_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// sheet is an entity with a field of each type that no other test of this
// package has, and note an entity that it can refer to.
const (
	sheet = `{"$schema":"mortise:entity","name":"sheet","title":"Sheet","x-id":"w1f9q2m7xa","type":"object","x-label":"title","properties":{
 "title":{"x-field":"text","x-id":"w2r7k0v3qd"},
 "body":{"x-field":"richtext","x-id":"w3r7k0v3qd","x-search":true},
 "plain":{"x-field":"markdown","x-id":"w4r7k0v3qd"},
 "length":{"x-field":"duration","x-id":"w5r7k0v3qd"},
 "stars":{"x-field":"rating","x-id":"w6r7k0v3qd"},
 "paint":{"x-field":"color","x-id":"w7r7k0v3qd"},
 "card":{"x-field":"idcard","x-id":"w8r7k0v3qd"},
 "place":{"x-field":"location","x-id":"w9r7k0v3qd"},
 "unit":{"x-field":"department","x-id":"war7k0v3qd"},
 "about":{"x-field":"reference","x-id":"wbr7k0v3qd","x-entities":["memo","user"]},
 "data":{"x-field":"json","x-id":"wcr7k0v3qd","x-schema":{"type":["object","array","string","number"],"properties":{"n":{"type":"integer"}}}},
 "token":{"x-field":"secret","x-id":"wdr7k0v3qd"},
 "state":{"x-field":"choice","x-id":"wer7k0v3qd","oneOf":[{"const":"new","title":"New"},{"const":"old","title":"Old"}]},
 "kinds":{"x-field":"choices","x-id":"wfr7k0v3qd","oneOf":[{"const":"a","title":"A"},{"const":"b","title":"B"}]}}}`
	memo = `{"$schema":"mortise:entity","name":"memo","title":"Memo","x-id":"v1f9q2m7xa","type":"object","x-label":"title","x-owner":"owner",
"properties":{"title":{"x-field":"text","x-id":"v2r7k0v3qd"},"owner":{"x-field":"user","x-id":"v3b2c3d4e5"}}}`
)

func newSheets(t *testing.T, more ...mortise.Document) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	s.Publish(t, append([]mortise.Document{
		document(t, definition.KindEntity, "sheet", sheet), document(t, definition.KindEntity, "memo", memo),
		document(t, definition.KindRole, "writer", `{"name":"writer","x-id":"d1g2kq0x2m","title":"Writer"}`),
		grant("writer_sheet", `"entity":"sheet","role":"writer","actions":["read","update","create"],"scope":"all","read":"all","write":"all"`),
		grant("writer_memo", `"entity":"memo","role":"writer","actions":["read"],"scope":"own","read":"all"`),
		grant("root_sheet", `"entity":"sheet","role":"administrator","actions":["read","update","create","history","import","export"],"scope":"all","read":"all","write":"all"`),
		grant("root_memo", `"entity":"memo","role":"administrator","actions":["read","update","create"],"scope":"all","read":"all","write":"all"`),
	}, more...))
	return s
}

// TestEveryTypeIsKeptFoundAndRemembered takes each type through the database:
// what is written is read back in its canonical form, found, sorted, shown in
// the history before and after, exported, and read again by an import.
func TestEveryTypeIsKeptFoundAndRemembered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newSheets(t)
	sheets := s.Admin.Records("sheet")
	target := made(t, s.Admin.Records("memo"), mortise.Record{"title": "target"})
	for name, c := range map[string]struct {
		given, want any
		filter      string // finds it; "" for none but being there
		sorts       bool
	}{
		"body":   {`<p>One &amp; <b>tw</b>o</p><script>x</script>`, `<p>One &amp; <b>tw</b>o</p>`, `body contains "One & two"`, false},
		"plain":  {"# a", "# a", `plain contains "# A"`, false},
		"length": {"1:30:00", json.Number("5400"), `length > 5399`, true},
		"stars":  {4, json.Number("4"), `{"stars":{"gte":4}}`, true},
		"paint":  {"#FFF", "#ffffff", `{"paint":"#fff"}`, true},
		"card":   {"110105491231002", "11010519491231002X", `{"card":"11010519491231002x"}`, true},
		"place":  {"31.230, 121.47", "31.23,121.47", `{"place":"31.23,121.470"}`, false},
		"about":  {"memo/" + strings.ToUpper(target), "memo/" + target, `{"about":{"startswith":"memo/"}}`, true},
		"data":   {map[string]any{"n": 1, "a": "<"}, map[string]any{"n": json.Number("1"), "a": "<"}, "", false},
		"token":  {"hush", true, "", false},
		"state":  {"new", "new", `state == "new"`, true},
		"kinds":  {[]string{"b", "a"}, []any{"b", "a"}, `kinds contains "a"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			rec, err := sheets.Create(ctx, mortise.Record{"title": name, name: c.given})
			require.NoError(t, err)
			require.Equal(t, c.want, numbers(t, rec[name]))
			for _, filter := range []string{c.filter, name + " != nil", `{"` + name + `":{"nempty":true}}`} {
				if filter == "" {
					continue
				}
				page, err := sheets.List(ctx, mortise.ListOptions{Filter: filter})
				require.NoError(t, err, filter)
				require.Len(t, page.Data, 1, filter)
				require.Equal(t, rec.ID(), page.Data[0].ID(), filter)
			}
			_, err = sheets.List(ctx, mortise.ListOptions{Sort: []string{"-" + name}})
			require.Equal(t, c.sorts, err == nil, "%v", err)
			_, err = sheets.Update(ctx, rec.ID(), 0, mortise.Record{name: nil})
			require.NoError(t, err)
			requireHistory(t, sheets, rec.ID(), name, c.want)
		})
	}
}

// requireHistory wants two changes of a field: to a value, and away from it,
// the same both times.
func requireHistory(t *testing.T, sheets mortise.Records, id, field string, want any) {
	t.Helper()
	history, err := sheets.History(context.Background(), id)
	require.NoError(t, err)
	require.Len(t, history, 2)
	for i, values := range [][2]any{{want, nil}, {nil, want}} {
		found := false
		for _, f := range history[i].Fields {
			if f.Name == field {
				found = true
				require.Equal(t, values, [2]any{numbers(t, f.Before), numbers(t, f.After)}, "change %d", i)
			}
		}
		require.True(t, found)
	}
}

// numbers gives a value with exact numbers, however it was decoded.
func numbers(t *testing.T, v any) any {
	t.Helper()
	raw, ok := v.(json.RawMessage)
	if !ok {
		var err error
		raw, err = json.Marshal(v)
		require.NoError(t, err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out any
	require.NoError(t, d.Decode(&out))
	return out
}

func TestAnExportIsReadAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newSheets(t)
	sheets := s.Admin.Records("sheet")
	given := mortise.Record{"title": "one", "body": "<p>a</p>", "plain": "*", "length": -90, "stars": 5, "paint": "#010203", "card": "11010519491231002X",
		"place": "-1.5,2", "data": []any{"=1", map[string]any{"id": nil}}, "token": "hush"}
	made(t, sheets, given)
	made(t, sheets, mortise.Record{"title": "two", "data": -1})
	made(t, sheets, mortise.Record{"title": "three", "data": "text"})
	var file bytes.Buffer
	require.NoError(t, sheets.Export(ctx, &file, mortise.ListOptions{Sort: []string{"title"}}))
	require.NotContains(t, file.String(), "token", "a secret does not leave")
	before, err := sheets.List(ctx, mortise.ListOptions{Sort: []string{"title"}, Fields: exported})
	require.NoError(t, err)
	result, err := sheets.Import(ctx, bytes.NewReader(file.Bytes()), mortise.ImportOptions{})
	require.NoError(t, err)
	require.Empty(t, result.Errors)
	after, err := sheets.List(ctx, mortise.ListOptions{Sort: []string{"title"}, Fields: exported})
	require.NoError(t, err)
	require.Len(t, after.Data, 6)
	for i, rec := range before.Data {
		for _, copy := range after.Data[2*i : 2*i+2] {
			copy["id"] = rec["id"]
			require.Equal(t, rec, copy)
		}
	}
	err = sheets.Export(ctx, &file, mortise.ListOptions{Fields: []string{"title", "token"}})
	refused(t, err, "invalid", "?fields", "secret_not_exported")
}

var exported = []string{"title", "body", "plain", "length", "stars", "paint", "card", "place", "data"}

func TestAReferenceLeadsOnlyWhereTheCallerReads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newSheets(t)
	ann, writer := s.NewUser(t, "Ann", []string{"writer"})
	his := made(t, s.Admin.Records("memo"), mortise.Record{"title": "his", "owner": ann})
	other := made(t, s.Admin.Records("memo"), mortise.Record{"title": "other"})
	sheets := writer.Records("sheet")
	for about, code := range map[string]string{
		"memo/" + his: "", "user/" + ann: "", "memo/" + other: "missing_record", "memo/0190aaaa-0000-7000-8000-000000000001": "missing_record",
		"sheet/" + his: "not_an_option", "user/" + his: "missing_record", "memo/": "invalid_reference",
	} {
		_, err := sheets.Create(ctx, mortise.Record{"title": "x", "about": about})
		if code == "" {
			require.NoError(t, err, about)
			continue
		}
		refused(t, err, "invalid", "/about", code)
	}
}

func TestArchivedOptionsAreKeptAndNotChosen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newSheets(t)
	sheets := s.Admin.Records("sheet")
	has := made(t, sheets, mortise.Record{"title": "has", "state": "old", "kinds": []string{"a", "b"}})
	not := made(t, sheets, mortise.Record{"title": "not", "state": "new", "kinds": []string{"a"}})
	s.Publish(t, []mortise.Document{document(t, definition.KindEntity, "sheet",
		strings.NewReplacer(`{"const":"old","title":"Old"}`, `{"const":"old","title":"Old","x-archived":true}`,
			`{"const":"b","title":"B"}`, `{"const":"b","title":"B","x-archived":true}`).Replace(sheet))})

	rec, err := sheets.Update(ctx, has, 0, mortise.Record{"title": "again", "state": "old", "kinds": []string{"b"}})
	require.NoError(t, err, "what has it keeps it")
	require.Equal(t, []any{"b"}, rec["kinds"])
	_, err = sheets.Update(ctx, not, 0, mortise.Record{"state": "old"})
	refused(t, err, "invalid", "/state", "option_archived")
	_, err = sheets.Update(ctx, not, 0, mortise.Record{"kinds": []string{"a", "b"}})
	refused(t, err, "invalid", "/kinds", "option_archived")
	_, err = sheets.Create(ctx, mortise.Record{"title": "x", "state": "old"})
	refused(t, err, "invalid", "/state", "not_an_option")
	_, err = sheets.Create(ctx, mortise.Record{"title": "x", "kinds": []string{"a", "b"}})
	refused(t, err, "invalid", "/kinds/1", "not_an_option")
	_, err = sheets.Update(ctx, has, 0, mortise.Record{"state": "new"})
	require.NoError(t, err)
	_, err = sheets.Update(ctx, has, 0, mortise.Record{"state": "old"})
	refused(t, err, "invalid", "/state", "option_archived")
	result, err := sheets.Import(ctx, strings.NewReader("title,state\ny,Old\n"), mortise.ImportOptions{})
	require.NoError(t, err)
	require.Len(t, result.Errors, 1, "imports obey as well")
	page, err := sheets.List(ctx, mortise.ListOptions{Filter: `state == "old"`})
	require.NoError(t, err, "and filters find it")
	require.Empty(t, page.Data)
}

func TestADescriptionTellsHowToDrawEachType(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newSheets(t)
	answer, err := s.Admin.Do(ctx, mortise.Request{Method: "GET", Path: "/api/v1/describe"})
	require.NoError(t, err)
	type field struct {
		Name, Type string
		Maximum    *string
		Entities   []string
		JSONSchema json.RawMessage
		Operators  []string
		Sortable   bool
	}
	var d struct {
		Entities []struct {
			Name   string
			Fields []field
		}
	}
	require.NoError(t, json.Unmarshal(answer.Body, &d))
	var fields []field
	for _, e := range d.Entities {
		if e.Name == "sheet" {
			fields = e.Fields
		}
	}
	seen := 0
	for _, f := range fields {
		require.NotEmpty(t, f.Operators, f.Name)
		switch f.Name {
		case "stars":
			require.Equal(t, "5", *f.Maximum)
		case "about":
			require.Equal(t, []string{"memo", "user"}, f.Entities)
		case "data":
			require.Contains(t, string(f.JSONSchema), `"integer"`)
		case "token":
			require.Equal(t, []string{"empty", "nempty"}, f.Operators)
			require.False(t, f.Sortable)
		default:
			continue
		}
		seen++
	}
	require.Equal(t, 4, seen)
}
