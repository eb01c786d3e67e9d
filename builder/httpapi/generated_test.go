package httpapi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

func TestTheGeneratedPolicyOfADraftIsWhatIsPublished(t *testing.T) {
	t.Parallel()
	var db *store.DB
	b := setupWith(t, func(of *store.DB) *publish.Publisher { db = of; return publish.New(of) })
	guardRego, err := json.Marshal(map[string]any{"name": "guard", "entities": []string{"note"}, "module": guard})
	require.NoError(t, err)
	for key, body := range map[string]string{
		"entity/note": note, "rego/guard": string(guardRego),
		"entity/memo":      strings.Replace(note, `"name": "note"`, `"name": "memo"`, 1),
		"role/reader":      `{"name": "reader", "title": "Reader"}`,
		"grant/reading":    `{"name": "reading", "title": {"en": "Reads", "zh-CN": "读"}, "role": "reader", "entity": "note", "actions": ["read", "update"], "scope": "all", "read": "all", "write": "all"}`,
		"grant/other":      `{"name": "other", "role": "reader", "entity": "memo", "actions": ["read"], "scope": "all", "read": "all"}`,
		"mask/hidden":      `{"name": "hidden", "entity": "note", "fields": ["text"], "show": "all", "when": "text == 'x'"}`,
		"restriction/none": `{"name": "none", "entity": "note", "actions": ["update"], "when": "text == 'y'"}`,
	} {
		got := b.call("owner", "PUT", "/definitions/"+key, body)
		require.Equal(t, 201, got.status, "%s %s", key, got.body)
	}
	got := b.call("owner", "GET", "/draft/policies?entity=note", "")
	require.Equal(t, 200, got.status, "%s", got.body)
	module := got.json["module"].(string)
	lines, rules := strings.Split(module, "\n"), map[string]string{}
	for _, one := range got.json["rules"].([]any) {
		r := one.(map[string]any)
		from, to := int(r["line_from"].(float64)), int(r["line_to"].(float64))
		rules[r["kind"].(string)+" "+r["name"].(string)+" "+r["title"].(string)] = strings.Join(lines[from-1:to], "\n")
	}
	require.Len(t, rules, 3)
	require.Contains(t, rules["grant reading Reads"], `result contains "reading"`)
	require.Equal(t, "# METADATA\n# title: \"hidden\"\nmask contains \"hidden\" if {\n\tinput.record.text == \"x\"\n}", rules["mask hidden hidden"])
	require.Contains(t, rules["restriction none none"], `input.record.text == "y"`)
	custom := got.json["custom"].([]any)
	require.Len(t, custom, 1)
	require.Equal(t, "guard", custom[0].(map[string]any)["name"])
	require.Contains(t, custom[0].(map[string]any)["module"], "\tinput.action == \"update\"", "formatted")

	require.Equal(t, 404, b.call("owner", "GET", "/draft/policies?entity=nothing", "").status)
	require.Equal(t, 404, b.call("owner", "GET", "/draft/policies", "").status)
	require.Equal(t, 404, b.call("designer", "GET", "/draft/policies?entity=note", "").status, "of another draft")
	require.Equal(t, 403, b.call("clerk", "GET", "/draft/policies?entity=note", "").status)

	require.Equal(t, 200, b.call("owner", "POST", "/draft:publish", "").status)
	_, _, docs, err := db.Documents(t.Context(), "main")
	require.NoError(t, err)
	compared := 0
	for _, d := range docs {
		if d.Kind != definition.KindPolicy {
			continue
		}
		var stored policygen.Policy
		require.NoError(t, json.Unmarshal(d.Body, &stored))
		require.Equal(t, stored.Modules[policygen.FileName], b.call("designer", "GET", "/draft/policies?entity="+d.Name, "").json["module"])
		if d.Name == "note" {
			require.Equal(t, module, stored.Modules[policygen.FileName])
		}
		compared++
	}
	require.Equal(t, 2, compared)
}

func TestAPolicyThatCannotBeGeneratedSaysWhy(t *testing.T) {
	t.Parallel()
	b := setupWith(t, publish.New)
	for key, body := range map[string]string{
		"entity/note": note, "entity/memo": strings.Replace(note, `"name": "note"`, `"name": "memo"`, 1), "role/reader": `{"name": "reader", "title": "Reader"}`,
		"grant/reading": `{"name": "reading", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all", "when": "gone == 'x'", "read": "all"}`,
		"grant/broken":  `{"name": "broken", "role": "reader", "entity": "note", "actions": 1}`,
		"grant/other":   `{"name": "other", "role": "reader", "entity": "memo", "scope": 1}`,
		"view/wrong":    `{"name": "wrong", "entity": "note", "columns": 1}`,
	} {
		require.Equal(t, 201, b.call("owner", "PUT", "/definitions/"+key, body).status)
	}
	problems := func(entity string) map[string]bool {
		got := b.call("owner", "GET", "/draft/policies?entity="+entity, "")
		require.Equal(t, 422, got.status, "%s", got.body)
		of := map[string]bool{}
		checked := string(b.call("owner", "POST", "/draft:check", "").body)
		for _, one := range got.json["errors"].([]any) {
			pointer := one.(map[string]any)["pointer"].(string)
			require.Contains(t, checked, `"`+pointer+`"`)
			of[strings.Join(strings.SplitN(pointer, "/", 4)[1:3], "/")] = true
		}
		return of
	}
	require.Equal(t, map[string]bool{"grant/broken": true}, problems("note"))
	require.Equal(t, map[string]bool{"grant/other": true}, problems("memo"))
	require.Equal(t, 204, b.call("owner", "DELETE", "/definitions/grant/broken", "").status)
	require.Equal(t, map[string]bool{"grant/reading": true}, problems("note"), "of a condition")
	require.Equal(t, 204, b.call("owner", "DELETE", "/definitions/grant/reading", "").status)
	require.Equal(t, 200, b.call("owner", "GET", "/draft/policies?entity=note", "").status, "what is wrong elsewhere does not matter")
}

func TestAPolicyNeedsTheEntitiesThatItsRulesAskAbout(t *testing.T) {
	t.Parallel()
	b := setupWith(t, publish.New)
	for key, body := range map[string]string{
		"entity/memo": `{"name": "memo", "title": 7}`, "role/reader": `{"name": "reader", "title": "Reader"}`,
		"entity/note": strings.Replace(note, `"text": {`, `"memo": {"x-field": "relation", "x-entity": "memo"}, "text": {`, 1),
	} {
		require.Equal(t, 201, b.call("owner", "PUT", "/definitions/"+key, body).status)
	}
	require.Equal(t, 200, b.call("owner", "GET", "/draft/policies?entity=note", "").status, "no rule asks about it")
	asks := `{"name": "reading", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all", "when": "memo.text == 'x'", "read": "all"}`
	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/grant/reading", asks).status)
	got := b.call("owner", "GET", "/draft/policies?entity=note", "")
	require.Equal(t, 422, got.status, "%s", got.body)
	for _, one := range got.json["errors"].([]any) {
		require.Contains(t, one.(map[string]any)["pointer"], "/entity/memo", "what is wrong is not the rule")
	}
	require.Equal(t, 422, b.call("owner", "GET", "/draft/policies?entity=memo", "").status)
}
