package tryout_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/tryout"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	customer = `{"name":"customer","title":"Customer","x-id":"cust000001","type":"object","x-label":"name","properties":{
		"name":{"x-field":"text","x-id":"name000001"},"amount":{"x-field":"money","x-id":"amou000001"},"due":{"x-field":"date","x-id":"due0000001"},
		"pin":{"x-field":"text","x-id":"pin0000001"},"mobile":{"x-field":"text","x-id":"mobi000001"},"status":{"x-field":"choice","x-id":"stat000001","oneOf":[{"const":"new","title":"New"},{"const":"won","title":"Won"}]},
		"above":{"x-field":"relation","x-entity":"customer","x-id":"abov000001"},"friends":{"x-field":"relations","x-entity":"customer","x-id":"frie000001"}%s}}`
	order = `{"name":"order","title":"Order","x-id":"orde000001","type":"object","x-label":"code","properties":{
		"code":{"x-field":"text","x-id":"code000001"},"total":{"x-field":"money","x-id":"tota000001"},"buyer":{"x-field":"relation","x-entity":"customer","x-id":"buye000001"}}}`
	customerReads = `{"name":"reads","role":"drawer","entity":"customer","actions":["read"],"scope":"all","when":"name != 'Hidden'","read":{"except":["pin"]}}`
	customerAll   = `{"name":"customer_all","role":"administrator","entity":"customer","actions":["read","create","update","archive"],"scope":"all","read":"all","write":"all"}`
	orderAll      = `{"name":"order_all","role":"administrator","entity":"order","actions":["read","create","update","archive"],"scope":"all","read":"all","write":"all"}`
)

// formulas are those of which the value tried is compared with that of the
// database.
var formulas = []string{
	"amount * 2", "name + '!'", "len(name)", "above.name", "above.above.amount ?? 7", "days(now() - created_at)", "amount / 3", "status == 'won' ? 'yes' : 'no'",
	"count(order.buyer)", "sum(order.buyer, .total)", "any(order.buyer, .total > 50)", "all(order.buyer, .total > 50)", "min(amount, 5)", "year(due)", "due in this_year()",
	"count(customer.above)", "sum(order.buyer, .total) / count(order.buyer)", "upper(right(name, 2))", "pin", "created_by == nil", "mobile", "amount ** 2 - 1", "add_days(due, 3)", "text(amount)",
}

type world struct {
	*serving.Server
	drawer     *mortise.Client
	ann, bob   mortise.Record
	hidden     mortise.Record
	properties string
}

func document(kind, name, body string) mortise.Document {
	return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
}

func begin(t *testing.T) *world {
	t.Helper()
	w := &world{Server: serving.Start(t)}
	for i, src := range formulas {
		raw, err := json.Marshal(src)
		require.NoError(t, err)
		w.properties += fmt.Sprintf(`,"f%d":{"x-field":"formula","x-id":"form%06d","x-expr":%s}`, i, i, raw)
	}
	w.Publish(t, []mortise.Document{document("entity", "customer", fmt.Sprintf(customer, w.properties)), document("entity", "order", order),
		document("grant", "customer_all", customerAll), document("grant", "order_all", orderAll),
		document("role", "drawer", `{"name":"drawer","x-id":"c3f9q2m7xd","title":"Drawer","permissions":["design"]}`),
		document("role", "clerk", `{"name":"clerk","x-id":"c3f9q2m7xc","title":"Clerk"}`), document("grant", "reads", customerReads),
		document("mask", "mobile", `{"name":"mobile","entity":"customer","fields":["mobile"],"show":"tail","except":["administrator"]}`)})
	_, w.drawer = w.NewUser(t, "Drawer", []string{"drawer"})
	make := func(entity string, values mortise.Record) mortise.Record {
		made, err := w.Admin.Records(entity).Create(t.Context(), values)
		require.NoError(t, err)
		return made
	}
	w.hidden = make("customer", mortise.Record{"name": "Hidden", "amount": 5})
	w.ann = make("customer", mortise.Record{"name": "Ann", "amount": 12.5, "due": "2026-03-01", "pin": "1234", "mobile": "13800138000", "status": "won", "above": w.hidden.ID()})
	w.bob = make("customer", mortise.Record{"name": "Bob", "above": w.ann.ID(), "friends": []string{w.ann.ID(), w.hidden.ID()}})
	for i := range 5 {
		made := make("order", mortise.Record{"code": fmt.Sprint(i), "total": 30 * i, "buyer": w.ann.ID()})
		if i == 4 {
			_, err := w.Admin.Do(t.Context(), mortise.Request{Method: "DELETE", Path: "/api/v1/records/order/" + made.ID()})
			require.NoError(t, err)
		}
	}
	return w
}

func try(t *testing.T, c *mortise.Client, asked map[string]any) (a tryout.Answer, value string, err error) {
	t.Helper()
	if asked["entity"] == nil {
		asked["entity"] = "customer"
	}
	if asked["use"] == nil {
		asked["use"] = "formula"
	}
	body, err := json.Marshal(asked)
	require.NoError(t, err)
	answer, err := c.Do(t.Context(), mortise.Request{Method: "POST", Path: "/api/v1/draft:evaluate", Body: bytes.NewReader(body)})
	if err != nil {
		return a, "", err
	}
	var raw struct{ Value json.RawMessage }
	require.NoError(t, json.Unmarshal(answer.Body, &a))
	require.NoError(t, json.Unmarshal(answer.Body, &raw))
	return a, string(raw.Value), nil
}

func TestValuesAreThoseOfTheDatabase(t *testing.T) {
	t.Parallel()
	w := begin(t)
	for _, on := range []mortise.Record{w.ann, w.bob, w.hidden} {
		answer, err := w.Admin.Do(t.Context(), mortise.Request{Method: "GET", Path: "/api/v1/records/customer/" + on.ID()})
		require.NoError(t, err)
		var stored map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(answer.Body, &stored))
		for i, src := range formulas {
			a, value, err := try(t, w.Admin, map[string]any{"expression": src, "record": on.ID()})
			require.NoError(t, err, src)
			require.Empty(t, a.Problems, src)
			require.Equal(t, string(stored[fmt.Sprintf("f%d", i)]), value, "%s of %s", src, on["name"])
			require.Equal(t, on.ID(), a.Record.ID)
		}
	}
}

func TestUsesTypesAndRecords(t *testing.T) {
	t.Parallel()
	w := begin(t)
	for _, c := range []struct {
		asked             map[string]any
		kind, value, name string
	}{
		{map[string]any{"expression": "days(now() - created_at)", "type": "integer"}, "integer", "0", "Bob"},
		{map[string]any{"expression": "amount / 8", "type": "money", "record": w.ann.ID()}, "money", "1.56", "Ann"},
		{map[string]any{"expression": "name"}, "text", `"Bob"`, "Bob"},
		{map[string]any{"expression": "status == 'won'", "use": "condition", "record": w.ann.ID()}, "boolean", "true", "Ann"},
		{map[string]any{"expression": "created_by == me and created_at in today()", "use": "filter"}, "boolean", "true", "Bob"},
		{map[string]any{"expression": "me", "use": "default", "type": "user"}, "user", "", "Bob"},
		{map[string]any{"expression": "today()", "use": "default", "field": "due"}, "date", "", "Bob"},
		{map[string]any{"expression": "any(friends, .name == 'Ann')", "use": "condition"}, "boolean", "true", "Bob"},
		{map[string]any{"expression": "amount + 1", "values": map[string]any{"amount": 41}}, "number", "42", "Bob"},
		{map[string]any{"expression": "above.amount", "values": map[string]any{"above": w.ann.ID()}}, "number", "12.5", "Bob"},
		{map[string]any{"expression": "amount"}, "number", "null", "Bob"},
	} {
		a, value, err := try(t, w.Admin, c.asked)
		require.NoError(t, err, c.asked)
		require.Empty(t, a.Problems, c.asked)
		require.Equal(t, c.kind, a.Type, c.asked)
		require.Equal(t, c.name, a.Record.Label, c.asked)
		if c.value != "" {
			require.Equal(t, c.value, value, c.asked)
		}
	}
	a, _, err := try(t, w.Admin, map[string]any{"expression": "above.name + name"})
	require.NoError(t, err)
	require.Equal(t, []string{"above", "name"}, a.Reads)
}

func TestProblemsHavePlaces(t *testing.T) {
	t.Parallel()
	w := begin(t)
	for _, c := range []struct {
		use, src, kind, code, at string
	}{
		{"formula", "amount + totl", "", "unknown_field", "totl"},
		{"formula", "above.nam", "", "unknown_field", "nam"},
		{"formula", "amount +", "", "expression_syntax", ""},
		{"condition", "amount", "", "expression_not_boolean", "amount"},
		{"condition", "amount == 'x'", "", "expression_type", "amount"},
		{"filter", "sqrt(amount) > 1", "", "unknown_function", "sqrt"},
		{"default", "'x'", "choice", "not_an_option", "'x'"},
		{"formula", "f0 + me", "", "unknown_field", "me"},
		{"formula", "name", "integer", "wrong_field_type", "name"},
		{"formula", "客户.电话", "", "unknown_field", "客户"},
		{"filter", "", "", "expression_syntax", ""},
	} {
		a, value, err := try(t, w.Admin, map[string]any{"expression": c.src, "use": c.use, "type": c.kind})
		require.NoError(t, err, c.src)
		require.NotEmpty(t, a.Problems, c.src)
		p := a.Problems[0]
		require.Equal(t, c.code, p.Code, c.src)
		require.NotEmpty(t, p.Message)
		if c.at != "" {
			require.Equal(t, c.at, string([]rune(c.src)[p.From:p.To]), c.src)
		}
		require.Empty(t, value, c.src)
	}
	a, _, err := try(t, w.Admin, map[string]any{"expression": "f1 + 'x'", "field": "f1"})
	require.NoError(t, err)
	require.Equal(t, "depends_on_itself", a.Problems[0].Code)
}

func TestNobodySeesByTryingWhatHeMayNotRead(t *testing.T) {
	t.Parallel()
	w := begin(t)
	for src, want := range map[string]string{"name": `"Ann"`, "pin": "null", "mobile": "null", "above.name": "null", "above.amount ?? 0": "0", "count(order.buyer)": "0", "f18": "null", "amount": "12.5"} {
		a, value, err := try(t, w.drawer, map[string]any{"expression": src, "record": w.ann.ID()})
		require.NoError(t, err, src)
		require.Empty(t, a.Problems, src)
		require.Equal(t, want, value, src)
	}
	_, _, err := try(t, w.drawer, map[string]any{"expression": "name", "record": w.hidden.ID()})
	require.ErrorContains(t, err, "/record")
	a, value, err := try(t, w.drawer, map[string]any{"expression": "code", "entity": "order"})
	require.NoError(t, err)
	require.Nil(t, a.Record)
	require.Empty(t, value)
	_, value, err = try(t, w.drawer, map[string]any{"expression": "count(customer.above, .pin != nil)", "record": w.ann.ID()})
	require.NoError(t, err)
	require.Equal(t, "0", value)
	_, value, err = try(t, w.drawer, map[string]any{"expression": "above.name", "values": map[string]any{"above": w.hidden.ID()}})
	require.NoError(t, err)
	require.Equal(t, "null", value)
	_, clerk := w.NewUser(t, "Clerk", []string{"clerk"})
	_, _, err = try(t, clerk, map[string]any{"expression": "name"})
	require.ErrorContains(t, err, "forbidden")
}

func TestTrialsReadNoMoreThanTheyMay(t *testing.T) {
	t.Parallel()
	w := begin(t)
	var ids []string
	for i := range 65 {
		made, err := w.Admin.Records("customer").Create(t.Context(), mortise.Record{"name": fmt.Sprint(i), "amount": 1, "above": w.ann.ID()})
		require.NoError(t, err)
		ids = append(ids, made.ID())
	}
	a, value, err := try(t, w.Admin, map[string]any{"expression": "sum(customer.above, .amount)", "record": w.ann.ID()})
	require.NoError(t, err)
	require.False(t, a.Limited)
	require.Equal(t, "65", value)
	a, value, err = try(t, w.Admin, map[string]any{"expression": "all(friends, .amount == 1)", "use": "condition", "values": map[string]any{"friends": ids}})
	require.NoError(t, err)
	require.False(t, a.Limited)
	require.Equal(t, "true", value)
	a, value, err = try(t, w.Admin, map[string]any{"expression": "any(customer.above, any(order.buyer, .total > 1000))", "use": "condition", "record": w.ann.ID()})
	require.NoError(t, err)
	require.True(t, a.Limited, "a question for each of them is too many")
	require.Empty(t, value)
}

func TestDocumentsBeingEdited(t *testing.T) {
	t.Parallel()
	w := begin(t)
	edited := fmt.Sprintf(customer, `,"note":{"x-field":"text"},"bad":{"x-field":"nothing"},"half":{"x-field":"formula","x-expr":"amount +"},"twice":{"x-field":"formula","x-expr":"amount * 2"}`)
	edited = edited[:len(edited)-1] + `,"required":["nowhere"],"x-validations":[{"holds":"("}]}`
	for _, c := range []struct {
		src, want string
		values    map[string]any
	}{
		{"note", "null", nil}, {"note + '!'", `"a!"`, map[string]any{"note": "a"}}, {"twice + 1", "26", nil}, {"name", `"Ann"`, nil},
	} {
		a, value, err := try(t, w.Admin, map[string]any{"expression": c.src, "document": json.RawMessage(edited), "record": w.ann.ID(), "values": c.values})
		require.NoError(t, err, c.src)
		require.Empty(t, a.Problems, c.src)
		require.Equal(t, c.want, value, c.src)
	}
	for _, src := range []string{"bad", "half"} {
		a, _, err := try(t, w.Admin, map[string]any{"expression": src, "document": json.RawMessage(edited)})
		require.NoError(t, err)
		require.Equal(t, "unknown_field", a.Problems[0].Code)
	}
	// Renamed in the draft, and of an entity that is not there yet.
	_, value, err := try(t, w.Admin, map[string]any{"expression": "title", "record": w.ann.ID(),
		"document": json.RawMessage(`{"name":"customer","title":"C","x-id":"cust000001","type":"object","properties":{"title":{"x-field":"text","x-id":"name000001"}}}`)})
	require.NoError(t, err)
	require.Equal(t, `"Ann"`, value)
	a, value, err := try(t, w.Admin, map[string]any{"entity": "brand_new", "expression": "size * 2", "values": map[string]any{"size": 4},
		"document": json.RawMessage(`{"name":"brand_new","title":"C","type":"object","properties":{"size":{"x-field":"integer"}}}`)})
	require.NoError(t, err)
	require.Equal(t, "8", value)
	require.Nil(t, a.Record)
	for name, wrong := range map[string]map[string]any{
		"unknown entity": {"entity": "nothing"}, "no object": {"document": 5}, "no document": {"document": map[string]any{"name": "customer"}}, "unknown value": {"values": map[string]any{"x": 1}},
		"bad value": {"values": map[string]any{"amount": "x"}}, "no id": {"record": "x"}, "unknown use": {"use": "else"}, "odd document": {"document": []any{}},
	} {
		wrong["expression"] = "name"
		_, _, err := try(t, w.Admin, wrong)
		require.Error(t, err, name)
		require.Contains(t, err.Error(), "422", name)
	}
}

func TestTheLanguageIsListed(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	answer, err := s.Admin.Do(t.Context(), mortise.Request{Method: "GET", Path: "/api/v1/expressions"})
	require.NoError(t, err)
	var list struct {
		Data []struct {
			Name, Kind, Signature, Example string
			Help                           map[string]string
		}
	}
	require.NoError(t, json.Unmarshal(answer.Body, &list))
	kinds := map[string]int{}
	for _, p := range list.Data {
		kinds[p.Kind]++
		require.NotEmpty(t, p.Help["en"], p.Name)
		require.NotEmpty(t, p.Help["zh-CN"], p.Name)
	}
	require.Len(t, kinds, 4)
}
