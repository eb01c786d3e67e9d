package check_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/engine/definition"
)

// valid is a small draft without problems, by "kind name".
func valid() map[string]string {
	return map[string]string{
		"entity user": `{"name":"user","title":"User","type":"object","x-id":"u000000000","x-label":"name",
			"properties":{"name":{"x-field":"text","x-id":"u000000001"}}}`,
		"entity deal": `{"name":"deal","title":"Deal","type":"object","x-id":"d000000000","x-label":"name","x-owner":"owner","properties":{
			"name":{"x-field":"text","x-id":"d000000001"}, "number":{"x-field":"autonumber","x-id":"d000000002","pattern":"D{000}"},
			"stage":{"x-field":"choice","x-id":"d000000003","x-choices":"stage","default":"new"}, "phone":{"x-field":"phone","x-id":"d000000004"},
			"owner":{"x-field":"user","x-id":"d000000005"}, "tags":{"x-field":"tags","x-id":"d000000006"},
			"parent":{"x-field":"relation","x-id":"d000000007","x-entity":"deal"}},
			"x-unique":[{"fields":["name","parent"]}],"x-indexes":[{"fields":["owner","-created_at"]}]}`,
		"choices stage":    `{"name":"stage","x-id":"s000000000","title":"Stage","options":[{"value":"new","title":"New"}]}`,
		"form deal.main":   `{"name":"deal.main","entity":"deal","sections":[{"fields":["name","stage","created_at"]}],"stage":"stage"}`,
		"view deal.all":    `{"name":"deal.all","entity":"deal","title":"All","columns":[{"field":"name"},{"field":"owner.name"}],"filter":"owner == me && stage != 'new'","sort":["-created_at"]}`,
		"role seller":      `{"name":"seller","x-id":"r000000000","title":"Seller"}`,
		"role boss":        `{"name":"boss","x-id":"r000000001","title":"Boss","inherits":["seller"]}`,
		"grant deal_own":   `{"name":"deal_own","role":"seller","entity":"deal","actions":["read"],"scope":"own","read":{"except":["phone"]},"write":{"only":["name"]}}`,
		"mask deal_phone":  `{"name":"deal_phone","entity":"deal","fields":["phone"],"show":"phone","except":["boss"]}`,
		"restriction hold": `{"name":"hold","entity":"deal","actions":["update"],"when":"stage == 'won'","except":["boss"]}`,
		"package sales":    `{"name":"sales","version":"1.0.0","title":"Sales","requires":["core"]}`,
	}
}

func problems(docs map[string]string) []string {
	var list []definition.Document
	for key, body := range docs {
		kind, name, _ := strings.Cut(key, " ")
		list = append(list, definition.Document{Key: definition.Key{Kind: definition.Kind(kind), Name: name}, Body: json.RawMessage(body)})
	}
	_, found := check.Check(list)
	out := []string{}
	for _, p := range found {
		for _, d := range p.Details {
			out = append(out, fmt.Sprintf("%s %s %s %s", p.Kind, p.Name, d.Pointer, d.Code))
		}
	}
	return out
}

func TestCheckAcceptsAValidDraft(t *testing.T) {
	t.Parallel()
	require.Empty(t, problems(valid()))
}

func TestCheckAcceptsTheShippedPackages(t *testing.T) {
	t.Parallel()
	var docs []definition.Document
	for _, name := range []string{"core", "education"} {
		p, err := apppackage.Read(os.DirFS("../../apps/" + name))
		require.NoError(t, err)
		docs = append(docs, p.Documents...)
	}
	set, found := check.Check(docs)
	require.Empty(t, found)
	require.NotEmpty(t, set.Entities)
}

func TestCheckFinds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		document, old, replacement string // "" for old replaces all
		want                       []string
	}{
		"relation to nothing":     {"entity deal", `"x-entity":"deal"`, `"x-entity":"deel"`, []string{"entity deal /properties/parent/x-entity unknown_entity"}},
		"label of nothing":        {"entity deal", `"x-label":"name"`, `"x-label":"nome"`, []string{"entity deal /x-label unknown_field"}},
		"label of another type":   {"entity deal", `"x-label":"name"`, `"x-label":"tags"`, []string{"entity deal /x-label wrong_field_type"}},
		"owner of another type":   {"entity deal", `"x-owner":"owner"`, `"x-owner":"parent"`, []string{"entity deal /x-owner wrong_field_type"}},
		"owner set by the system": {"entity deal", `"x-owner":"owner"`, `"x-owner":"created_by"`, []string{"entity deal /x-owner wrong_field_type"}},
		"unique of nothing":       {"entity deal", `["name","parent"]`, `["name","x"]`, []string{"entity deal /x-unique/0/fields/1 unknown_field"}},
		"unique list":             {"entity deal", `["name","parent"]`, `["tags"]`, []string{"entity deal /x-unique/0/fields/0 wrong_field_type"}},
		"index of one field":      {"entity deal", `["owner","-created_at"]`, `["owner","-owner"]`, []string{"entity deal /x-indexes/0/fields/1 field_twice"}},
		"index too wide":          {"entity deal", `"x-id":"d000000001"`, `"x-id":"d000000001","maxLength":800`, []string{"entity deal /x-unique/0/fields index_too_wide"}},
		"unique too wide":         {"entity user", `"x-id":"u000000001"`, `"x-id":"u000000001","maxLength":800,"x-unique":true`, []string{"entity user /properties/name/x-unique index_too_wide"}},
		"default that is none":    {"entity deal", `"default":"new"`, `"default":"old"`, []string{"entity deal /properties/stage/default not_an_option"}},
		"choices of nothing":      {"entity deal", `"x-choices":"stage"`, `"x-choices":"stoge"`, []string{"entity deal /properties/stage/x-choices unknown_choices"}},
		"region of nothing":       {"entity deal", `"x-id":"d000000004"`, `"x-id":"d000000004","x-region":"QQ"`, []string{"entity deal /properties/phone/x-region not_an_option"}},
		"id twice":                {"entity user", `"u000000000"`, `"d000000000"`, []string{"entity user /x-id duplicate_id"}},
		"form of nothing":         {"form deal.main", `"entity":"deal"`, `"entity":"x"`, []string{"form deal.main /entity unknown_entity"}},
		"form fields":             {"form deal.main", `["name","stage","created_at"]`, `["nome","stage"]},{"fields":["stage"]`, []string{"form deal.main /sections/0/fields/0 unknown_field", "form deal.main /sections/1/fields/0 field_twice"}},
		"stage that is no choice": {"form deal.main", `"stage":"stage"`, `"stage":"name"`, []string{"form deal.main /stage wrong_field_type"}},
		"view columns":            {"view deal.all", `{"field":"owner.name"}`, `{"field":"owner.nome"},{"field":"name"},{"field":"tags.x"}`, []string{"view deal.all /columns/1/field unknown_field", "view deal.all /columns/2/field field_twice", "view deal.all /columns/3/field unknown_field"}},
		"view filter":             {"view deal.all", `stage != 'new'`, `stoge != 'new'`, []string{"view deal.all /filter unknown_field"}},
		"view filter syntax":      {"view deal.all", `stage != 'new'`, `(`, []string{"view deal.all /filter expression_syntax"}},
		"view sort":               {"view deal.all", `["-created_at"]`, `["-createdat","tags"]`, []string{"view deal.all /sort/0 unknown_field", "view deal.all /sort/1 not_sortable"}},
		"cycle of roles":          {"role seller", `"title":"Seller"`, `"title":"Seller","inherits":["boss"]`, []string{"role boss /inherits/0 inheritance_cycle", "role seller /inherits/0 inheritance_cycle"}},
		"role of nothing":         {"role boss", `["seller"]`, `["saler"]`, []string{"role boss /inherits/0 unknown_role"}},
		"role id twice":           {"role boss", `r000000001`, `r000000000`, []string{"role seller /x-id duplicate_id"}},
		"grant of nothing":        {"grant deal_own", `"role":"seller","entity":"deal"`, `"role":"saler","entity":"deel"`, []string{"grant deal_own /entity unknown_entity", "grant deal_own /role unknown_role"}},
		"grant fields":            {"grant deal_own", `"read":{"except":["phone"]},"write":{"only":["name"]}`, `"read":{"except":["fone"]},"write":{"only":["x","number","version"]}`, []string{"grant deal_own /read/except/0 unknown_field", "grant deal_own /write/only/0 unknown_field", "grant deal_own /write/only/1 not_writable", "grant deal_own /write/only/2 not_writable"}},
		"own without owner":       {"entity deal", `"x-owner":"owner",`, ``, []string{"grant deal_own /scope scope_without_owner"}},
		"mask that does not fit":  {"mask deal_phone", `["phone"]`, `["owner","x"]`, []string{"mask deal_phone /fields/0 mask_does_not_fit", "mask deal_phone /fields/1 unknown_field"}},
		"exempt nobody":           {"restriction hold", `["boss"]`, `["bos"]`, []string{"restriction hold /except/0 unknown_role"}},
		"package missing":         {"package sales", `["core"]`, `["core","x"]`, []string{"package sales /requires/1 unknown_package"}},
		"broken, and no echo":     {"entity deal", `"title":"Deal"`, `"titel":"Deal"`, []string{"entity deal /titel unknown_keyword", "entity deal /title required"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := valid()
			require.Contains(t, docs[c.document], c.old)
			docs[c.document] = strings.Replace(docs[c.document], c.old, c.replacement, 1)
			require.Equal(t, c.want, problems(docs))
		})
	}
}
