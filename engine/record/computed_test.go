package record_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	shop = `{"$schema":"mortise:entity","name":"shop","title":"Shop","x-id":"n1f9q2m7xa","type":"object","x-label":"title","x-owner":"owner",
"properties":{
 "title":{"x-field":"text","x-id":"n2r7k0v3qd"},
 "owner":{"x-field":"user","x-id":"n3b2c3d4e5"},
 "rent":{"x-field":"number","x-id":"n4b2c3d4e5"},
 "takings":{"x-field":"rollup","x-id":"n5b2c3d4e5","x-of":"sale.shop","x-aggregate":"sum","x-value":"amount","x-where":"done"},
 "told":{"x-field":"rollup","x-id":"n6b2c3d4e5","x-of":"sale.shop","x-aggregate":"count","x-discloses":true,"x-as":"integer"},
 "left":{"x-field":"formula","x-id":"n7b2c3d4e5","x-expr":"takings - rent","x-as":"money","x-currency":"CNY"},
 "sign":{"x-field":"formula","x-id":"n8b2c3d4e5","x-expr":"upper(title) + '!'"}},"required":["title"]}`
	sale = `{"$schema":"mortise:entity","name":"sale","title":"Sale","x-id":"o1f9q2m7xa","type":"object","x-label":"title",
"properties":{
 "title":{"x-field":"text","x-id":"o2r7k0v3qd"},
 "shop":{"x-field":"relation","x-id":"o3b2c3d4e5","x-entity":"shop"},
 "amount":{"x-field":"number","x-id":"o4b2c3d4e5"},
 "done":{"x-field":"boolean","x-id":"o5b2c3d4e5"},
 "third":{"x-field":"formula","x-id":"o6b2c3d4e5","x-expr":"amount / 3"},
 "rent":{"x-field":"lookup","x-id":"o7b2c3d4e5","x-path":"shop.rent"},
 "sign":{"x-field":"lookup","x-id":"o8b2c3d4e5","x-path":"shop.sign"}}}`
)

// newMarket is a server with shops and sales: a clerk reads all shops but not
// their rents, and the sales that are done; a cashier reads sales without their
// amounts and his own shops; a partner finds no shop by its rent.
func newMarket(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	role := func(name, id string) mortise.Document {
		return document(t, definition.KindRole, name, `{"name":"`+name+`","x-id":"`+id+`","title":"`+name+`"}`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "shop", shop), document(t, definition.KindEntity, "sale", sale),
		role("clerk", "n1g2kq0x2m"), role("cashier", "n2g2kq0x2m"), role("partner", "n3g2kq0x2m"), role("seer", "n4g2kq0x2m"),
		grant("clerk_shop", `"entity":"shop","role":"clerk","actions":["read"],"scope":"all","read":{"except":["rent"]}`),
		grant("clerk_sale", `"entity":"sale","role":"clerk","actions":["read"],"scope":"all","when":"done","read":"all"`),
		grant("cashier_shop", `"entity":"shop","role":"cashier","actions":["read"],"scope":"own","read":"all"`),
		grant("cashier_sale", `"entity":"sale","role":"cashier","actions":["read"],"scope":"all","read":{"except":["amount"]}`),
		grant("partner_shop", `"entity":"shop","role":"partner","actions":["read"],"scope":"all","read":"all","find":{"except":["rent"]}`),
		grant("partner_sale", `"entity":"sale","role":"partner","actions":["read"],"scope":"all","read":"all"`),
		grant("seer_shop", `"entity":"shop","role":"seer","actions":["read"],"scope":"all","when":"left > 100","read":"all"`),
		grant("root_shop", `"entity":"shop","role":"administrator","actions":["read","update","create"],"scope":"all","read":"all","write":"all"`),
		grant("root_sale", `"entity":"sale","role":"administrator","actions":["read","update","create"],"scope":"all","read":"all","write":"all"`),
	})
	return s
}

func number(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}

func TestComputedFields(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newMarket(t)
	shops, sales := s.Admin.Records("shop"), s.Admin.Records("sale")
	a := made(t, shops, mortise.Record{"title": "a", "rent": 10})
	b := made(t, shops, mortise.Record{"title": "b"})
	made(t, sales, mortise.Record{"title": "1", "shop": a, "amount": 0.1, "done": true})
	made(t, sales, mortise.Record{"title": "2", "shop": a, "amount": 0.2, "done": true})
	made(t, sales, mortise.Record{"title": "3", "shop": a, "amount": 7, "done": false})

	rec, err := shops.Get(ctx, a)
	require.NoError(t, err)
	require.Equal(t, "0.3", number(t, rec["takings"]))
	require.Equal(t, "3", number(t, rec["told"]))
	require.Equal(t, "-9.7", number(t, rec["left"]))
	require.Equal(t, "A!", rec["sign"])
	rec, err = shops.Get(ctx, b)
	require.NoError(t, err)
	require.Equal(t, "0", number(t, rec["takings"]))
	require.Nil(t, rec["left"], "no rent, nothing left")

	_, err = shops.Update(ctx, a, 0, mortise.Record{"left": 1})
	refused(t, err, "field_not_writable")
	rec, err = shops.Update(ctx, a, 0, mortise.Record{"rent": 0})
	require.NoError(t, err)
	require.Equal(t, "0.3", number(t, rec["left"]), "the answer to a write computes anew")

	page, err := sales.List(ctx, mortise.ListOptions{Filter: "sign == 'A!' and third > 1", Sort: []string{"-third", "rent"}, Fields: []string{"title", "third", "sign"}})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	require.Equal(t, "2.33333333333333333333", number(t, page.Data[0]["third"]))
	page, err = sales.List(ctx, mortise.ListOptions{Filter: `{"rent":{"eq":0},"shop.left":{"between":[0.3,0.3]}}`, Sort: []string{"third"}})
	require.NoError(t, err)
	require.Len(t, page.Data, 3)
	require.Equal(t, "1", page.Data[0]["title"])
	page, err = shops.List(ctx, mortise.ListOptions{Filter: "count(sale.shop, .amount > 1) == 1 and takings * 2 == 0.6"})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
}

// What a role may not read must not come out of what is computed of it: not as
// a value, not by a filter, not by an order, and not by a count.
func TestComputedCellsKeepTheirInputs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newMarket(t)
	shops, sales := s.Admin.Records("shop"), s.Admin.Records("sale")
	_, clerk := s.NewUser(t, "Ann", []string{"clerk"})
	hal, cashier := s.NewUser(t, "Hal", []string{"cashier"})
	_, partner := s.NewUser(t, "Pat", []string{"partner"})
	_, both := s.NewUser(t, "Bo", []string{"clerk", "cashier"})
	a := made(t, shops, mortise.Record{"title": "a", "rent": 777})
	own := made(t, shops, mortise.Record{"title": "own", "rent": 555, "owner": hal})
	made(t, sales, mortise.Record{"title": "1", "shop": a, "amount": 300, "done": true})
	made(t, sales, mortise.Record{"title": "2", "shop": own, "amount": 30, "done": true})
	made(t, sales, mortise.Record{"title": "3", "shop": a, "amount": 999, "done": false})

	hidden := func(who *mortise.Client, entity, field string) {
		t.Helper()
		_, unknown := who.Records(entity).List(ctx, mortise.ListOptions{Filter: "nothing == 1"})
		for _, o := range []mortise.ListOptions{{Filter: field + " != nil"}, {Sort: []string{field}}, {Fields: []string{field}}, {Filter: `{"` + field + `":{"gt":1}}`}} {
			_, err := who.Records(entity).List(ctx, o)
			require.Error(t, err, "%s %v", field, o)
			p, _ := mortise.AsProblem(err)
			q, _ := mortise.AsProblem(unknown)
			require.Equal(t, q.Code, p.Code)
		}
		page, err := who.Records(entity).List(ctx, mortise.ListOptions{})
		require.NoError(t, err)
		for _, rec := range page.Data {
			require.NotContains(t, rec, field)
		}
	}
	// The clerk reads not all sales, nor any rent.
	hidden(clerk, "shop", "takings")
	hidden(clerk, "shop", "left")
	hidden(clerk, "sale", "rent")
	page, err := clerk.Records("shop").List(ctx, mortise.ListOptions{Sort: []string{"title"}})
	require.NoError(t, err)
	require.Equal(t, "2", number(t, page.Data[0]["told"]), "the designer has it told")
	require.Equal(t, "A!", page.Data[0]["sign"])

	// The cashier reads no amounts, and of his own shops alone the rents.
	hidden(cashier, "sale", "third")
	page, err = cashier.Records("sale").List(ctx, mortise.ListOptions{Sort: []string{"-rent", "title"}})
	require.NoError(t, err)
	require.Len(t, page.Data, 3)
	raw := number(t, page.Data)
	require.Contains(t, raw, `"rent":555`)
	require.NotRegexp(t, `\b777\b`, raw, "ids may hold these digits, too")
	require.NotContains(t, raw, "A!")
	for _, filter := range []string{"rent == 777", "rent > 600", "sign == 'A!'", "rent * 2 > 1200", "(rent ?? 0) == 777", "shop.rent == 777"} {
		page, err = cashier.Records("sale").List(ctx, mortise.ListOptions{Filter: filter, Count: "exact"})
		require.NoError(t, err, filter)
		require.Empty(t, page.Data, filter)
	}
	page, err = cashier.Records("sale").List(ctx, mortise.ListOptions{Filter: "rent == 555"})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)

	// Two roles together read what neither reads alone: amounts of done sales.
	page, err = both.Records("sale").List(ctx, mortise.ListOptions{Filter: "third > 0", Sort: []string{"title"}})
	require.NoError(t, err)
	require.Len(t, page.Data, 2)
	for _, sale := range page.Data {
		require.NotContains(t, number(t, sale["third"]), "333")
	}

	// The partner reads rents and finds by none, so by nothing made of them.
	page, err = partner.Records("shop").List(ctx, mortise.ListOptions{Filter: "title == 'a'"})
	require.NoError(t, err)
	require.Equal(t, "-477", number(t, page.Data[0]["left"]))
	for _, o := range []mortise.ListOptions{{Filter: "left < 0"}, {Sort: []string{"left"}}} {
		_, err = partner.Records("shop").List(ctx, o)
		require.Error(t, err)
	}
	page, err = partner.Records("sale").List(ctx, mortise.ListOptions{Filter: "rent == 777"})
	if err == nil {
		require.Empty(t, page.Data)
	}
}

// An access rule may ask for what is computed; whether the asker may read that
// is another matter.
func TestAccessRulesAskForComputedFields(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newMarket(t)
	shops := s.Admin.Records("shop")
	_, seer := s.NewUser(t, "Sea", []string{"seer"})
	rich := made(t, shops, mortise.Record{"title": "rich", "rent": -200})
	poor := made(t, shops, mortise.Record{"title": "poor", "rent": 5})
	rec, err := seer.Records("shop").Get(ctx, rich)
	require.NoError(t, err)
	require.NotContains(t, rec, "left", "he reads no sales")
	_, err = seer.Records("shop").Get(ctx, poor)
	refused(t, err, "not_found")
}

func TestComputedFieldsAreDescribed(t *testing.T) {
	t.Parallel()
	s := newMarket(t)
	d, err := s.Admin.Describe(context.Background())
	require.NoError(t, err)
	raw := number(t, d)
	require.True(t, strings.Contains(raw, `"computed":"rollup"`) && strings.Contains(raw, `"computed":"formula"`), raw[:200])
}
