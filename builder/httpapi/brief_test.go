package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const customer = `{"name": "customer", "title": {"en": "Customer", "zh-CN": "客户"}, "x-icon": "users", "x-color": "teal", "type": "object",
	"properties": {"name": {"x-field": "text"}, "stage": {"x-field": "choice", "x-choices": "stages"}, "size": {"x-field": "integer"}}}`

// keysOf are the documents of a list.
func keysOf(a answer) string {
	var list []string
	for _, one := range a.json["data"].([]any) {
		d := one.(map[string]any)
		list = append(list, d["kind"].(string)+"/"+d["name"].(string))
	}
	return strings.Join(list, " ")
}

func TestDefinitionsAreListedForOneEntity(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for key, body := range map[string]string{
		"entity/customer": customer, "entity/order": strings.Replace(note, `"text": {`, `"customer": {"x-field": "relation", "x-entity": "customer"}, "text": {`, 1),
		"choices/stages": `{"name": "stages", "title": "Stages", "options": []}`, "choices/others": `{"name": "others", "title": "customer"}`,
		"form/customer.main": `{"name": "customer.main", "entity": "customer"}`, "form/order.main": `{"name": "order.main", "entity": "order"}`,
		"view/customer.all": `{"name": "customer.all", "entity": "customer", "title": "All"}`, "view/odd": `{"name": "odd", "entity": 7, "title": "customer"}`,
		"grant/sales": `{"name": "sales", "entity": "customer", "role": "seller"}`, "mask/phone": `{"name": "phone", "entity": "customer"}`,
		"restriction/night": `{"name": "night", "entity": "customer"}`, "sharing/team": `{"name": "team", "entity": "customer"}`,
		"pool/open": `{"name": "open", "entity": "customer"}`, "obligation/reason": `{"name": "reason", "entity": "customer"}`, "alert/many": `{"name": "many", "entity": "customer"}`,
		"rego/guard": `{"name": "guard", "entities": ["order", "customer"]}`, "rego/other": `{"name": "other", "entities": ["order"]}`,
		"role/seller": `{"name": "seller", "title": "Seller"}`, "role/boss": `{"name": "boss", "title": "Boss"}`,
	} {
		require.Equal(t, 201, b.call("owner", "PUT", "/definitions/"+key, body).status, key)
	}
	got := b.call("owner", "GET", "/definitions?entity=customer", "")
	require.Equal(t, "alert/many choices/stages entity/customer form/customer.main grant/sales mask/phone obligation/reason pool/open rego/guard "+
		"restriction/night role/boss role/seller sharing/team view/customer.all", keysOf(got))
	for _, one := range got.json["data"].([]any) {
		require.NotEmpty(t, one.(map[string]any)["body"])
	}
	require.Equal(t, "grant/sales", keysOf(b.call("owner", "GET", "/definitions?entity=customer&kind=grant", "")))
	require.Equal(t, 404, b.call("owner", "GET", "/definitions?entity=nothing", "").status)
	require.Equal(t, 404, b.call("designer", "GET", "/definitions?entity=customer", "").status, "of another draft")
	require.Equal(t, 403, b.call("clerk", "GET", "/definitions?entity=customer", "").status)
	require.Equal(t, 204, b.call("owner", "DELETE", "/definitions/grant/sales", "").status)
	require.NotContains(t, keysOf(b.call("owner", "GET", "/definitions?entity=customer", "")), "grant/")
}

func TestDefinitionsAreListedBriefly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for key, body := range map[string]string{
		"entity/customer": strings.Replace(customer, `"type"`, `"x-package": "sales", "type"`, 1), "entity/odd": `{"name": "odd", "title": 7, "x-icon": [], "properties": "none"}`,
		"choices/stages": `{"name": "stages", "title": "Stages", "options": [{"value": "a"}, {"value": "b"}]}`, "view/all": `{"name": "all", "entity": "customer", "title": "All"}`,
	} {
		require.Equal(t, 201, b.call("owner", "PUT", "/definitions/"+key, body).status, key)
	}
	got := b.call("owner", "GET", "/definitions?kind=entity&brief=true", "")
	whole := b.call("owner", "GET", "/definitions?kind=entity", "").json["data"].([]any)
	list := got.json["data"].([]any)
	require.Len(t, list, 2)
	require.Equal(t, map[string]any{"kind": "entity", "name": "customer", "title": "Customer", "fields": 3.0, "icon": "users", "color": "teal", "package": "sales",
		"hash": whole[0].(map[string]any)["hash"], "change": "added"}, list[0])
	require.Equal(t, map[string]any{"kind": "entity", "name": "odd", "fields": 0.0, "hash": whole[1].(map[string]any)["hash"], "change": "added"}, list[1], "what cannot be read")
	rest := b.call("owner", "GET", "/definitions?brief=true", "").json["data"].([]any)
	require.InDelta(t, 2, rest[0].(map[string]any)["options"], 0)
	require.Equal(t, "customer", rest[3].(map[string]any)["entity"])
	chinese := b.callers["owner"]
	chinese.Language = "zh-CN"
	b.callers["chinese"] = chinese
	require.Equal(t, "客户", b.call("chinese", "GET", "/definitions?kind=entity&brief=true", "").json["data"].([]any)[0].(map[string]any)["title"])
}

// Two thousand entities are listed in less than 500 KB.
func TestBriefListsAreSmall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const entities = 400
	var docs []string
	for i := range entities {
		body := strings.NewReplacer(`"customer"`, fmt.Sprintf(`"customer_of_branch_%04d"`, i), "Customer", fmt.Sprintf("Customers of branch %04d", i), `"type"`, `"x-package": "sales", "type"`).Replace(customer)
		docs = append(docs, fmt.Sprintf(`{"kind": "entity", "name": "customer_of_branch_%04d", "body": %s}`, i, body))
	}
	require.Equal(t, 200, b.call("owner", "POST", "/packages", `{"documents": [`+strings.Join(docs, ",")+`]}`).status)
	got := b.call("owner", "GET", "/definitions?kind=entity&brief=true", "")
	require.Len(t, got.json["data"], entities)
	require.Less(t, len(got.body), 500_000*entities/2000)
}
