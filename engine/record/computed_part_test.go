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
	till = `{"$schema":"mortise:entity","name":"till","title":"Till","x-id":"p0f9q2m7xa","type":"object","x-label":"title",
"properties":{"title":{"x-field":"text","x-id":"p0r7k0v3qd"},
 "total":{"x-field":"rollup","x-id":"p0b2c3d4e5","x-of":"bill_line.till","x-aggregate":"sum","x-value":"amount"}}}`
	wholeBill = `{"$schema":"mortise:entity","name":"bill","title":"Bill","x-id":"p1f9q2m7xa","type":"object","x-label":"title","x-owner":"owner",
"properties":{"title":{"x-field":"text","x-id":"p2r7k0v3qd"},"owner":{"x-field":"user","x-id":"p3b2c3d4e5"},
 "total":{"x-field":"rollup","x-id":"p4b2c3d4e5","x-of":"bill_line.bill","x-aggregate":"sum","x-value":"amount"}}}`
	wholeLine = `{"$schema":"mortise:entity","name":"bill_line","title":"Line","x-id":"p5f9q2m7xa","type":"object","x-label":"title","x-parent":"bill",
"properties":{"title":{"x-field":"text","x-id":"p6r7k0v3qd"},"amount":{"x-field":"number","x-id":"p7b2c3d4e5"},
 "till":{"x-field":"relation","x-id":"p8b2c3d4e5","x-entity":"till"},
 "bill":{"x-field":"relation","x-id":"p9b2c3d4e5","x-entity":"bill"}},"required":["bill"]}`
)

// A part is read with its whole. Who reads a whole, and the parts of all that he
// reads, reads what is rolled up of them; other ways to the parts tell nothing.
func TestWholesTellOfTheirParts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	role := func(name, id string) mortise.Document {
		return document(t, definition.KindRole, name, `{"name":"`+name+`","x-id":"`+id+`","title":"`+name+`"}`)
	}
	all := func(entity string) mortise.Document {
		return grant("root_"+entity, `"entity":"`+entity+`","role":"administrator","actions":["read","create","update"],"scope":"all","read":"all","write":"all"`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "till", till), document(t, definition.KindEntity, "bill", wholeBill), document(t, definition.KindEntity, "bill_line", wholeLine),
		role("keeper", "p1g2kq0x2m"), role("checker", "p2g2kq0x2m"), all("till"), all("bill"), all("bill_line"),
		grant("keeper_bill", `"entity":"bill","role":"keeper","actions":["read"],"scope":"own","read":"all"`),
		grant("keeper_line", `"entity":"bill_line","role":"keeper","actions":["read"],"scope":"all","read":"all"`),
		grant("keeper_till", `"entity":"till","role":"keeper","actions":["read"],"scope":"all","read":"all"`),
		grant("checker_bill", `"entity":"bill","role":"checker","actions":["read"],"scope":"all","read":"all"`),
		grant("checker_line", `"entity":"bill_line","role":"checker","actions":["read"],"scope":"all","when":"amount < 100","read":"all"`),
	})
	ann, keeper := s.NewUser(t, "Ann", []string{"keeper"})
	_, checker := s.NewUser(t, "Bob", []string{"checker"})
	cash := made(t, s.Admin.Records("till"), mortise.Record{"title": "cash"})
	own := made(t, s.Admin.Records("bill"), mortise.Record{"title": "own", "owner": ann})
	other := made(t, s.Admin.Records("bill"), mortise.Record{"title": "other"})
	for _, l := range []mortise.Record{{"bill": own, "amount": 30}, {"bill": own, "amount": 4}, {"bill": other, "amount": 777}} {
		l["title"], l["till"] = "x", cash
		made(t, s.Admin.Records("bill_line"), l)
	}
	total := func(who *mortise.Client, entity, id string) any {
		t.Helper()
		rec, err := who.Records(entity).Get(ctx, id)
		require.NoError(t, err)
		return rec["total"]
	}
	require.Equal(t, "777", number(t, total(s.Admin, "bill", other)))
	require.Nil(t, total(s.Admin, "till", cash), "nobody reads a line without a bill, so not all lines that may be there")
	require.Equal(t, "34", number(t, total(keeper, "bill", own)))
	page, err := keeper.Records("bill").List(ctx, mortise.ListOptions{Filter: "total > 0"})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	require.Nil(t, total(keeper, "till", cash), "lines of others' bills are in it")
	require.Nil(t, total(checker, "bill", own), "he reads small amounts alone")
	for _, who := range []*mortise.Client{keeper, checker} {
		for _, entity := range []string{"till", "bill"} {
			if who == keeper && entity == "bill" || who == checker && entity == "till" {
				continue
			}
			_, err = who.Records(entity).List(ctx, mortise.ListOptions{Filter: "total > 0"})
			require.Error(t, err)
		}
	}
}
