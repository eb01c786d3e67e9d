package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	invoice = `{"$schema":"mortise:entity","name":"invoice","title":"Invoice","x-id":"n1f9q2m7xa","type":"object","x-label":"title","x-owner":"owner",
"properties":{
 "title":{"x-field":"text","x-id":"n2r7k0v3qd"},
 "owner":{"x-field":"user","x-id":"n3b2c3d4e5"},
 "lines":{"x-field":"table","x-id":"n4b2c3d4e5","x-entity":"invoice_line"}},"required":["title"]}`
	invoiceLine = `{"$schema":"mortise:entity","name":"invoice_line","title":"Line","x-id":"n5f9q2m7xa","type":"object","x-label":"text","x-parent":"invoice","x-order":"place",
"properties":{
 "invoice":{"x-field":"relation","x-id":"n6r7k0v3qd","x-entity":"invoice","x-on-delete":"cascade"},
 "text":{"x-field":"text","x-id":"n7b2c3d4e5"},
 "secret":{"x-field":"text","x-id":"n8b2c3d4e5"},
 "quantity":{"x-field":"integer","x-id":"n9b2c3d4e5","minimum":1},
 "place":{"x-field":"integer","x-id":"n0b2c3d4e5"}},"required":["invoice","quantity"]}`
)

// newOffice is a server with invoices and their lines: a seller writes his own
// invoices and lines and reads no secret, a viewer reads invoices and no lines.
func newOffice(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "invoice", invoice), document(t, definition.KindEntity, "invoice_line", invoiceLine),
		document(t, definition.KindRole, "seller", `{"name":"seller","x-id":"f1g2kq0x2m","title":"Seller"}`),
		document(t, definition.KindRole, "viewer", `{"name":"viewer","x-id":"f2g2kq0x2m","title":"Viewer"}`),
		grant("seller_invoice", `"entity":"invoice","role":"seller","actions":["read","update","create"],"scope":"own","read":"all","write":"all"`),
		grant("seller_line", `"entity":"invoice_line","role":"seller","actions":["read","update","create"],"scope":"all","read":{"except":["secret"]},"write":{"except":["secret"]}`),
		grant("viewer_invoice", `"entity":"invoice","role":"viewer","actions":["read","update"],"scope":"all","read":"all","write":{"only":["title"]}`),
		grant("root_invoice", `"entity":"invoice","role":"administrator","actions":["read","update","create","history","archive","restore","purge"],"scope":"all","read":"all","write":"all"`),
		grant("root_line", `"entity":"invoice_line","role":"administrator","actions":["read","update","create","history","archive","restore","purge"],"scope":"all","read":"all","write":"all"`),
	})
	return s
}

// linesOf are the rows of a record, as it was answered.
func linesOf(t *testing.T, rec mortise.Record) []map[string]any {
	t.Helper()
	list, ok := rec["lines"].([]any)
	require.True(t, ok, "%v", rec)
	rows := make([]map[string]any, len(list))
	for i, v := range list {
		rows[i] = v.(map[string]any)
	}
	return rows
}

func texts(rows []map[string]any) []any {
	list := []any{}
	for _, r := range rows {
		list = append(list, r["text"])
	}
	return list
}

func TestTableIsWrittenAsAWhole(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newOffice(t)
	invoices, lines := s.Admin.Records("invoice"), s.Admin.Records("invoice_line")
	rec, err := invoices.Create(ctx, mortise.Record{"title": "one", "lines": []any{
		map[string]any{"text": "a", "quantity": 1}, map[string]any{"text": "b", "quantity": 2},
	}})
	require.NoError(t, err)
	rows := linesOf(t, rec)
	require.Equal(t, []any{"a", "b"}, texts(rows))
	require.EqualValues(t, "2", rows[1]["place"].(interface{ String() string }).String())

	a, b := rows[0]["id"], rows[1]["id"]
	change := mortise.Record{"lines": []any{
		map[string]any{"id": b, "quantity": 5}, map[string]any{"text": "c", "quantity": 3},
	}}
	rec, err = invoices.Update(ctx, rec.ID(), 0, change)
	require.NoError(t, err)
	rows = linesOf(t, rec)
	require.Equal(t, []any{"b", "c"}, texts(rows))
	require.Equal(t, b, rows[0]["id"])
	was, err := lines.Get(ctx, a.(string))
	require.NoError(t, err)
	require.NotNil(t, was["archived_at"], "what the list no longer has is archived")

	same := mortise.Record{"lines": []any{map[string]any{"id": b, "quantity": 5}, map[string]any{"id": rows[1]["id"], "text": "c"}}}
	again, err := invoices.Update(ctx, rec.ID(), 0, same)
	require.NoError(t, err)
	require.Equal(t, rows, linesOf(t, again), "the same list changes nothing, versions included")

	got, err := invoices.Get(ctx, rec.ID(), "title")
	require.NoError(t, err)
	require.NotContains(t, got, "lines")
	rec, err = invoices.Update(ctx, rec.ID(), 0, mortise.Record{"title": "two"})
	require.NoError(t, err)
	require.Len(t, linesOf(t, rec), 2, "a list that is not given stays")
	page, err := invoices.List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.NotContains(t, page.Data[0], "lines")
	_, err = invoices.List(ctx, mortise.ListOptions{Fields: []string{"lines"}})
	refused(t, err, "invalid", "?fields", "unknown_field")
	rec, err = invoices.Update(ctx, rec.ID(), 0, mortise.Record{"lines": []any{}})
	require.NoError(t, err)
	require.Empty(t, linesOf(t, rec))
}

func TestTableSaysWhatIsWrongInWhichRow(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newOffice(t)
	invoices, lines := s.Admin.Records("invoice"), s.Admin.Records("invoice_line")
	other := made(t, invoices, mortise.Record{"title": "canary", "lines": []any{map[string]any{"text": "x", "quantity": 1}}})
	foreign, err := invoices.Get(ctx, other)
	require.NoError(t, err)
	_, err = invoices.Create(ctx, mortise.Record{"lines": []any{
		map[string]any{"text": "a", "quantity": 1}, map[string]any{"text": "b", "quantity": 0}, map[string]any{"nothing": 1, "quantity": 1},
	}})
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	var at []string
	for _, d := range p.Errors {
		at = append(at, d.Pointer)
	}
	require.Equal(t, []string{"/lines/1/quantity", "/lines/2/nothing", "/title"}, at, "all at once")
	id := made(t, invoices, mortise.Record{"title": "one", "lines": []any{map[string]any{"text": "a", "quantity": 1}}})
	for _, one := range []struct {
		rows         any
		pointer, why string
	}{
		{[]any{map[string]any{"id": linesOf(t, foreign)[0]["id"], "quantity": 3}}, "/lines/0/id", "missing_record"},
		{[]any{map[string]any{"id": "0190aaaa-0000-7000-8000-000000000001", "quantity": 3}}, "/lines/0/id", "missing_record"},
		{[]any{map[string]any{"invoice": other, "quantity": 3}}, "/lines/0/invoice", "row_of_another"},
		{[]any{"x"}, "/lines/0", "wrong_type"},
		{make([]any, 501), "/lines", "too_many"},
	} {
		_, err := invoices.Update(ctx, id, 0, mortise.Record{"title": "canary", "lines": one.rows})
		refused(t, err, "invalid", one.pointer, one.why)
	}
	rec, err := invoices.Get(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "one", rec["title"], "nothing of a refused list is written")
	require.Equal(t, []any{"a"}, texts(linesOf(t, rec)))
	page, err := lines.List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 2)
}

func TestRowsOfATableHaveTheirOwnAccess(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newOffice(t)
	ann, seller := s.NewUser(t, "Ann", []string{"seller"})
	_, viewer := s.NewUser(t, "Vic", []string{"viewer"})
	id := made(t, s.Admin.Records("invoice"), mortise.Record{"title": "one", "owner": ann, "lines": []any{
		map[string]any{"text": "a", "quantity": 1, "secret": "canary"},
	}})
	invoices := seller.Records("invoice")
	rec, err := invoices.Get(ctx, id)
	require.NoError(t, err)
	row := linesOf(t, rec)[0]
	require.NotContains(t, row, "secret")
	_, err = invoices.Update(ctx, id, 0, mortise.Record{"lines": []any{map[string]any{"id": row["id"], "secret": "x"}}})
	refused(t, err, "invalid", "/lines/0/secret", "unknown_field")
	_, err = invoices.Update(ctx, id, 0, mortise.Record{"lines": []any{}})
	refused(t, err, "action_not_granted", "/lines", "action_not_granted")
	_, err = invoices.Update(ctx, id, 0, mortise.Record{"lines": []any{map[string]any{"id": row["id"], "text": "b"}, map[string]any{"quantity": 1}}})
	require.NoError(t, err)

	rec, err = viewer.Records("invoice").Get(ctx, id)
	require.NoError(t, err)
	require.Empty(t, linesOf(t, rec), "he reads no lines")
	_, err = viewer.Records("invoice").Update(ctx, id, 0, mortise.Record{"lines": []any{}})
	refused(t, err, "field_not_writable")
}
