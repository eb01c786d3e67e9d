package acceptance_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The canaries of rows, computed cells and secrets.
const (
	closedItem  = "canary-closed-item"
	itemCost    = "7777123"
	itemCode    = "+8613512347777"
	twiceMargin = "55.42"
	tokenText   = "canary-token-of-a-deal"
)

// withRelations gives deals links, rows of their own, computed cells and a
// secret: A's deal leads to the rival's and has a row that A may not read; of the
// other one he may not read the cost, and the code is masked to him.
func (c *cast) withRelations(t *testing.T) {
	t.Helper()
	c.publish(t, []mortise.Document{
		relatedDeal(t),
		document(t, "entity", object{
			"$schema": "mortise:entity", "name": "item", "title": "Item", "type": "object", "x-id": "i0l3aq7w2e", "x-label": "name", "x-parent": "deal",
			"properties": object{
				"deal": field("relation", "i1n4vb6y8s", object{"x-entity": "deal"}), "name": field("text", "i2m5xk1r9t", nil),
				"cost": field("integer", "i3c8zh2p0j", nil), "code": field("phone", "i4p1nf9x6a", object{"x-region": "CN"}), "closed": field("boolean", "i5h7gy5s2l", nil),
			},
			"required": []string{"deal"},
		}),
		document(t, "grant", object{"name": "item_seller", "role": "seller", "entity": "item", "actions": []string{"read", "create", "update"}, "scope": "all", "when": "closed == nil", "result": "closed == nil",
			"read": object{"except": []string{"cost"}}, "write": object{"except": []string{"cost"}}}),
		document(t, "grant", object{"name": "item_chief", "role": "chief", "entity": "item", "actions": []string{"read", "create", "update", "archive"}, "scope": "all", "read": "all", "write": "all"}),
		document(t, "grant", object{"name": "item_admin", "role": "administrator", "entity": "item", "actions": []string{"read", "create", "update", "archive"}, "scope": "all", "read": "all", "write": "all"}),
		document(t, "mask", object{"name": "item_code", "entity": "item", "fields": []string{"code"}, "show": "phone", "except": []string{"chief", "administrator"}}),
	})
	rec, err := c.admin.Records("deal").Update(context.Background(), c.own.ID(), 0, mortise.Record{
		"related": []string{c.rival.ID()}, "token": tokenText,
		"items": []object{{"name": "Open", "cost": json.Number(itemCost), "code": itemCode}, {"name": closedItem, "closed": true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := rec["items"].([]any)
	for _, row := range rows {
		one, _ := row.(map[string]any)
		id, _ := one["id"].(string)
		if one["name"] == closedItem {
			c.closed = id
		} else {
			c.open = id
		}
	}
	if c.closed == "" || c.open == "" {
		t.Fatalf("the rows are %v", rows)
	}
}

// relatedDeal is the deal with the fields that lead to others or are made of them.
func relatedDeal(t *testing.T) mortise.Document {
	t.Helper()
	d := deal(t)
	var body object
	if err := json.Unmarshal(d.Body, &body); err != nil {
		t.Fatal(err)
	}
	properties, _ := body["properties"].(object)
	more := object{
		"related": field("relations", "drl5xk1r9t", object{"x-entity": "deal", "x-on-delete": "clear"}),
		"items":   field("table", "dit5xk1r9t", object{"x-entity": "item"}),
		"twice":   field("formula", "dtw5xk1r9t", object{"x-expr": "margin * 2"}),
		"dial":    field("formula", "ddi5xk1r9t", object{"x-expr": "upper(phone)"}),
		"whisper": field("lookup", "dwh5xk1r9t", object{"x-path": "firm.secret"}),
		"token":   field("secret", "dto5xk1r9t", nil),
	}
	if note, ok := properties["note"].(object); ok {
		note["x-search"] = true
	}
	body["x-unique"] = []object{{"fields": []string{"code"}}, {"fields": []string{"margin"}}}
	body["x-duplicates"] = []object{{"match": []string{"email"}, "refuse": false}, {"match": []string{"phone"}, "refuse": false}}
	for name, f := range more {
		properties[name] = f
	}
	d.Body, _ = json.Marshal(body) // decoded from JSON: never fails
	return d
}

// relationSurfaces are the rows of the matrix for what leads from a record to
// others, or is made of them.
var relationSurfaces = []surface{
	{
		name: "links", routes: []string{listRoute, "GET " + recordRoute, "GET " + recordRoute + "/history", "PATCH " + recordRoute},
		cells: map[kind][]probe{
			rowDenied: {
				filterProbe(`{"related":{"some":{"name":{"eq":"$"}}}}`, rivalName, "Nobody", `"Of Anna"`),
				filterProbe(`{"deal.related":{"some":{"name":{"eq":"$"}}}}`, "Of Anna", "Nobody", rivalName),
				{method: "GET", path: recordsDeals + ":export?fields=name,related", canary: rivalName},
				{method: "PATCH", path: recordsDeals + "/{spare}", body: `{"related":["{rival}"]}`, refused: true},
			},
		},
		none: map[kind]string{fieldHidden: "a list of links is a cell like any other", fieldMasked: "ids have no mask", actionDenied: readOnly},
	},
	{
		name: "rows of tables", routes: []string{"GET " + recordRoute, "PATCH " + recordRoute},
		cells: map[kind][]probe{
			rowDenied: {
				{method: "GET", path: recordsDeals + "/{own}", canary: closedItem}, {method: "PATCH", path: recordsDeals + "/{own}", body: `{"note":"rows"}`, canary: closedItem},
				{method: "PATCH", path: recordsDeals + "/{own}", body: `{"items":[{"id":"{open}"},{"id":"{closed}","name":"` + closedItem + `"}]}`, refused: true, canary: closedItem},
				{method: "POST", path: recordsDeals + "/{own}:validate", body: `{"items":[{"id":"{open}"},{"id":"{closed}","name":"x"}]}`, canary: `"errors":[]`},
			},
			fieldHidden: {
				{method: "GET", path: recordsDeals + "/{own}", canary: itemCost}, {method: "GET", path: recordsDeals + "/{own}?fields=items", canary: itemCost},
				{method: "PATCH", path: recordsDeals + "/{spare}", body: `{"items":[{"name":"x","cost":1}]}`, refused: true},
			},
			fieldMasked:  {{method: "GET", path: recordsDeals + "/{own}", canary: itemCode}},
			actionDenied: {{method: "PATCH", path: recordsDeals + "/{rowspare}", body: `{"items":[]}`, refused: true}},
		},
	},
	{
		name: "computed cells", routes: []string{listRoute, "GET " + recordRoute, "GET " + recordRoute + "/history", "GET /api/v1/records/:entity:export"},
		cells: map[kind][]probe{
			fieldHidden: {
				{method: "GET", path: recordsDeals + "/{own}", canary: twiceMargin}, {method: "GET", path: recordsDeals, canary: twiceMargin}, {method: "GET", path: recordsDeals + ":export", canary: twiceMargin},
				{method: "GET", path: recordsDeals + query("filter", "twice > 1"), refused: true, canary: twiceMargin}, {method: "GET", path: recordsDeals + "?sort=twice", refused: true, canary: twiceMargin},
				{method: "GET", path: "/api/v1/describe", canary: `"twice"`},
				{method: "GET", path: recordsDeals + "/{own}", canary: firmSecret, admin: true}, {method: "GET", path: recordsDeals + query("filter", `whisper == "`+firmSecret+`"`), refused: true, canary: firmSecret, admin: true},
			},
			fieldMasked: {
				{method: "GET", path: recordsDeals + "/{pool}", canary: poolPhone}, {method: "GET", path: recordsDeals + ":export?fields=dial", canary: poolPhone},
				filterProbe(`dial == "$"`, poolPhone, "+8613599990000", poolPhone),
			},
		},
		none: map[kind]string{rowDenied: "the record is read as in get", actionDenied: readOnly},
	},
	{
		name: "secrets", routes: []string{listRoute, "GET " + recordRoute, "GET " + recordRoute + "/history", "GET /api/v1/records/:entity:export"},
		cells: map[kind][]probe{
			fieldHidden: {
				{method: "GET", path: recordsDeals, canary: tokenText, shows: `"token":`}, {method: "GET", path: recordsDeals + "/{own}", canary: tokenText, shows: `"token":`},
				{method: "GET", path: recordsDeals + "/{own}/history", canary: tokenText, shows: ownMargin}, {method: "GET", path: recordsDeals + ":export?fields=name,note", canary: tokenText, shows: "Of Anna"},
				{method: "GET", path: recordsDeals + query("filter", `token == "`+tokenText+`"`), canary: tokenText, refused: true, rightly: recordsDeals + query("filter", `note == "`+tokenText+`"`), shows: `"data":[]`},
				{method: "GET", path: recordsDeals + "?q=" + tokenText + "&fields=name", like: recordsDeals + "?q=nowhere-at-all&fields=name", rightly: recordsDeals + "?q=Anna&fields=name"},
			},
		},
		none: map[kind]string{rowDenied: "the record is read as in get", fieldMasked: "nobody reads a secret", actionDenied: readOnly},
	},
}
