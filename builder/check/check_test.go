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
		"entity department": `{"name":"department","title":"Department","type":"object","x-id":"p000000000","x-label":"name","x-tree":"above",
			"properties":{"name":{"x-field":"text","x-id":"p000000001"},"above":{"x-field":"relation","x-id":"p000000002","x-entity":"department"}}}`,
		"entity team": `{"name":"team","title":"Team","type":"object","x-id":"t000000000","x-label":"name",
			"properties":{"name":{"x-field":"text","x-id":"t000000001"}}}`,
		"entity task": `{"name":"task","title":"Task","type":"object","x-id":"k000000000","x-label":"name","x-team":"team","x-parent":"deal","required":["deal"],
			"properties":{"name":{"x-field":"text","x-id":"k000000001"},"team":{"x-field":"relation","x-id":"k000000002","x-entity":"team"},
			"deal":{"x-field":"relation","x-id":"k000000003","x-entity":"deal"},"done":{"x-field":"datetime","x-id":"k000000004"},"effort":{"x-field":"integer","x-id":"k000000005"}}}`,
		"grant deal_give": `{"name":"deal_give","role":"boss","direct":true,"entity":"deal","actions":["read","update","transfer"],"scope":["own","shared",{"kind":"pool","pool":"open"}],
			"scopes":{"update":"own"},"to":"subordinates","read":"all","write":{"only":["name","stage"]},"find":{"only":["name"]},"once":["name"]}`,
		"sharing deal_won":   `{"name":"deal_won","entity":"deal","when":"stage == 'won'","level":"read","to":{"roles":["seller"]}}`,
		"pool open":          `{"name":"open","title":"Open","entity":"deal","when":"stage == 'new'","members":["seller"],"admins":["boss"],"hidden":["tags"],"masked":[{"field":"phone","show":"phone"}],"claim":{"holds":5},"return":{"days":30,"activity":"task.deal","remind":[7]}}`,
		"obligation give":    `{"name":"give","entity":"deal","actions":["transfer"],"when":"stage == 'won'","needs":"approval","by":"boss","except":["boss"]}`,
		"obligation changes": `{"name":"changes","actions":["publish_access"],"needs":"approval","by":"boss"}`,
		"alert reading":      `{"name":"reading","entity":"deal","kind":"mass_read","threshold":100,"minutes":5,"notify":["boss"]}`,
		"alert night":        `{"name":"night","kind":"odd_hours","from":7,"to":20,"notify":["boss"]}`,
		"rego hours":         `{"name":"hours","entities":["deal","task"],"module":"package custom.hours\n\nimport rego.v2\n\nrestriction contains \"hours_api\" if input.channel == \"api\"\n\nmask contains \"hours_name\" if input.channel == \"job\"\n","ids":[{"id":"hours_name","fields":["name"],"show":"name"}]}`,
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

// ruled is an entity whose values have rules, with a piece of it put in place
// of another.
func ruled(old, new string) map[string]string {
	docs := valid()
	docs["entity deal"] = strings.Replace(`{"name":"deal","title":"Deal","type":"object","x-id":"d000000000","x-label":"name","x-owner":"owner","properties":{
		"name":{"x-field":"text","x-id":"d000000001"},"number":{"x-field":"autonumber","x-id":"d000000002","pattern":"D{000}"},
		"stage":{"x-field":"choice","x-id":"d000000003","x-choices":"stage"},"phone":{"x-field":"phone","x-id":"d000000004","x-required":"stage == 'new'","x-visible":"name != nil"},
		"owner":{"x-field":"user","x-id":"d000000005"},"tags":{"x-field":"tags","x-id":"d000000006","x-read-only":"owner != me"},
		"parent":{"x-field":"relation","x-id":"d000000007","x-entity":"deal"}},
		"x-validations":[{"when":"stage == 'new'","holds":"name != 'x'","at":"name"},{"require":["tags"],"when":"parent.stage != 'new'"}],
		"x-unique":[{"fields":["name","parent"]}],"x-indexes":[{"fields":["owner","-created_at"]}]}`, old, new, 1)
	docs["form deal.main"] = `{"name":"deal.main","entity":"deal","sections":[{"fields":["name"],"visible":"stage == 'new'"}]}`
	return docs
}

// about gives the problems of one document, without its name.
func about(document string, docs map[string]string) (out []string) {
	for _, p := range problems(docs) {
		if rest, ok := strings.CutPrefix(p, document+" "); ok {
			out = append(out, rest)
		}
	}
	return out
}

func TestCheckReadsRulesAboutValues(t *testing.T) {
	t.Parallel()
	require.Empty(t, about("entity deal", ruled("", "")))
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown field":        {"name != 'x'", "nmae != 'x'", "/x-validations/0/holds unknown_field"},
		"unknown in when":      {"parent.stage != 'new'", "parent.stge != 'new'", "/x-validations/1/when unknown_field"},
		"unknown in require":   {`["tags"]`, `["tag"]`, "/x-validations/1/require/0 unknown_field"},
		"unknown place":        {`"at":"name"`, `"at":"nmae"`, "/x-validations/0/at unknown_field"},
		"no condition":         {"name != 'x'", "name", "/x-validations/0/holds expression_not_boolean"},
		"types":                {"owner != me", "owner != 3", "/properties/tags/x-read-only expression_type"},
		"syntax":               {"stage == 'new'\",\"x-visible", "stage == \",\"x-visible", "/properties/phone/x-required expression_syntax"},
		"an option not there":  {"stage == 'new'\",\"x-visible", "stage == 'old'\",\"x-visible", "/properties/phone/x-required not_an_option"},
		"required and visible": {`"x-unique":`, `"required":["phone"],"x-unique":`, "/properties/phone/x-visible required_and_visible"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, []string{c.want}, about("entity deal", ruled(c.old, c.new)))
		})
	}
	docs := ruled("", "")
	docs["form deal.main"] = strings.Replace(docs["form deal.main"], "stage ==", "stgae ==", 1)
	require.Equal(t, []string{"/sections/0/visible unknown_field"}, about("form deal.main", docs))
}

func TestCheckReadsWhatFieldsAreFilledWith(t *testing.T) {
	t.Parallel()
	fields := func(body string) map[string]string {
		docs := valid()
		docs["entity deal"] = strings.Replace(docs["entity deal"], `"properties":{`, `"properties":{`+body+`,`, 1)
		return docs
	}
	for name, c := range map[string]struct {
		fields string
		want   []string
	}{
		"another record's value": {`"a":{"x-field":"text","x-id":"d00000000a","x-autofill":"parent.name"}`, nil},
		"a day and the caller":   {`"a":{"x-field":"date","x-id":"d00000000a","x-default":"today()"},"b":{"x-field":"user","x-id":"d00000000b","x-default":"me"}`, nil},
		"one after the other":    {`"a":{"x-field":"number","x-id":"d00000000a","x-autofill":"b * 2"},"b":{"x-field":"number","x-id":"d00000000b","x-autofill":"c + 1"},"c":{"x-field":"number","x-id":"d00000000c"}`, nil},
		"a loop": {`"a":{"x-field":"number","x-id":"d00000000a","x-autofill":"b * 2"},"b":{"x-field":"number","x-id":"d00000000b","x-autofill":"c + 1"},"c":{"x-field":"number","x-id":"d00000000c","x-autofill":"a"}`,
			[]string{"/properties/a/x-autofill autofill_cycle"}},
		"itself":              {`"a":{"x-field":"number","x-id":"d00000000a","x-autofill":"a + 1"}`, []string{"/properties/a/x-autofill autofill_cycle"}},
		"another kind":        {`"a":{"x-field":"number","x-id":"d00000000a","x-autofill":"name"}`, []string{"/properties/a/x-autofill value_does_not_fit"}},
		"another entity":      {`"a":{"x-field":"user","x-id":"d00000000a","x-autofill":"parent"}`, []string{"/properties/a/x-autofill value_does_not_fit"}},
		"an unknown field":    {`"a":{"x-field":"text","x-id":"d00000000a","x-default":"parent.nmae"}`, []string{"/properties/a/x-default unknown_field"}},
		"no option":           {`"a":{"x-field":"choice","x-id":"d00000000a","x-choices":"stage","x-default":"'old'"}`, []string{"/properties/a/x-default not_an_option"}},
		"two defaults":        {`"a":{"x-field":"text","x-id":"d00000000a","default":"x","x-default":"name"}`, []string{"/properties/a/x-default default_twice"}},
		"what leads here":     {`"a":{"x-field":"number","x-id":"d00000000a","x-default":"count(task.deal)"}`, []string{"/properties/a/x-default value_of_many_records"}},
		"who owns the record": {`"a":{"x-field":"text","x-id":"d00000000a","x-default":"owner.name"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.ElementsMatch(t, c.want, about("entity deal", fields(c.fields)))
		})
	}
	docs := valid()
	docs["entity deal"] = strings.Replace(docs["entity deal"], `"owner":{"x-field":"user"`, `"owner":{"x-autofill":"parent.owner","x-field":"user"`, 1)
	require.Equal(t, []string{"/properties/owner/x-autofill owner_not_filled"}, about("entity deal", docs))
}

func TestCheckAcceptsTheShippedPackages(t *testing.T) {
	t.Parallel()
	var docs []definition.Document
	for _, name := range []string{"core", "education"} {
		p, err := apppackage.Read(os.DirFS("../../apps/" + name))
		require.NoError(t, err)
		m, err := p.Merge(nil, docs, nil, "")
		require.NoError(t, err)
		docs = m.Documents
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
		"relation to nothing":      {"entity deal", `"x-entity":"deal"`, `"x-entity":"deel"`, []string{"entity deal /properties/parent/x-entity unknown_entity"}},
		"label of nothing":         {"entity deal", `"x-label":"name"`, `"x-label":"nome"`, []string{"entity deal /x-label unknown_field"}},
		"label of another type":    {"entity deal", `"x-label":"name"`, `"x-label":"tags"`, []string{"entity deal /x-label wrong_field_type"}},
		"owner of another type":    {"entity deal", `"x-owner":"owner"`, `"x-owner":"parent"`, []string{"entity deal /x-owner wrong_field_type"}},
		"owner set by the system":  {"entity deal", `"x-owner":"owner"`, `"x-owner":"created_by"`, []string{"entity deal /x-owner wrong_field_type"}},
		"unique of nothing":        {"entity deal", `["name","parent"]`, `["name","x"]`, []string{"entity deal /x-unique/0/fields/1 unknown_field"}},
		"unique list":              {"entity deal", `["name","parent"]`, `["tags"]`, []string{"entity deal /x-unique/0/fields/0 wrong_field_type"}},
		"unique by others":         {"entity deal", `["name","parent"]`, `["name"],"where":"parent.name == 'x'"`, []string{"entity deal /x-unique/0/where unique_where_relates"}},
		"unique by the day":        {"entity deal", `["name","parent"]`, `["name"],"where":"owner == me"`, []string{"entity deal /x-unique/0/where unique_where_varies"}},
		"unique by a number":       {"entity deal", `["name","parent"]`, `["name"],"where":"number != nil or created_at != nil"`, []string{"entity deal /x-unique/0/where unique_where_not_stored"}},
		"unique by a sum":          {"entity deal", `["name","parent"]`, `["name"],"where":"len(name) > 3"`, []string{"entity deal /x-unique/0/where unique_where_calculates"}},
		"unique by nothing":        {"entity deal", `["name","parent"]`, `["name"],"where":"stat == 'new'"`, []string{"entity deal /x-unique/0/where unknown_field"}},
		"unique twice":             {"entity deal", `["name","parent"]`, `["name","parent"]},{"fields":["parent","name"],"where":"stage == 'new'"`, []string{"entity deal /x-unique/1 unique_rule_twice"}},
		"reminder of nothing":      {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"nex"}]`, []string{"entity deal /x-reminders/0/at unknown_field"}},
		"reminder of a text":       {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"name"}]`, []string{"entity deal /x-reminders/0/at wrong_field_type"}},
		"reminder by the system":   {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"created_at"}]`, []string{"entity deal /x-reminders/0/at wrong_field_type"}},
		"reminder twice":           {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"nex"},{"x-id":"m000000001","at":"nex"}]`, []string{"entity deal /x-reminders/0/at unknown_field", "entity deal /x-reminders/1/at unknown_field", "entity deal /x-reminders/1/x-id reminder_id_twice"}},
		"reminder to others":       {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"name","to":"parent"}]`, []string{"entity deal /x-reminders/0/at wrong_field_type", "entity deal /x-reminders/0/to wrong_relation"}},
		"reminder to the unknown":  {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"name","to":"nobody"}]`, []string{"entity deal /x-reminders/0/at wrong_field_type", "entity deal /x-reminders/0/to unknown_field"}},
		"reminder when unknown":    {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"name","when":"stat == 1"}]`, []string{"entity deal /x-reminders/0/at wrong_field_type", "entity deal /x-reminders/0/when unknown_field"}},
		"reminder when elsewhere":  {"entity deal", `{"fields":["owner","-created_at"]}]`, `{"fields":["owner","-created_at"]}],"x-reminders":[{"x-id":"m000000001","at":"name","when":"parent.name == 'x'"}]`, []string{"entity deal /x-reminders/0/at wrong_field_type", "entity deal /x-reminders/0/when reminder_when_relates"}},
		"reminder to nobody":       {"entity task", `"x-parent":"deal"`, `"x-parent":"deal","x-reminders":[{"x-id":"m000000001","at":"done"}]`, []string{"entity task /x-reminders/0 reminder_to_nobody"}},
		"too many reminders":       {"entity task", `"x-parent":"deal"`, `"x-parent":"deal","x-reminders":[{"x-id":"m000000000","at":"done"},{"x-id":"m000000001","at":"done"},{"x-id":"m000000002","at":"done"},{"x-id":"m000000003","at":"done"},{"x-id":"m000000004","at":"done"},{"x-id":"m000000005","at":"done"},{"x-id":"m000000006","at":"done"},{"x-id":"m000000007","at":"done"},{"x-id":"m000000008","at":"done"}]`, []string{"entity task /x-reminders too_many"}},
		"index of one field":       {"entity deal", `["owner","-created_at"]`, `["owner","-owner"]`, []string{"entity deal /x-indexes/0/fields/1 field_twice"}},
		"index too wide":           {"entity deal", `"x-id":"d000000001"`, `"x-id":"d000000001","maxLength":800`, []string{"entity deal /x-unique/0/fields index_too_wide"}},
		"unique too wide":          {"entity user", `"x-id":"u000000001"`, `"x-id":"u000000001","maxLength":800,"x-unique":true`, []string{"entity user /properties/name/x-unique index_too_wide"}},
		"default that is none":     {"entity deal", `"default":"new"`, `"default":"old"`, []string{"entity deal /properties/stage/default not_an_option"}},
		"former name of another":   {"entity deal", `"x-id":"d000000001"`, `"x-id":"d000000001","x-former":["title","phone"]`, []string{"entity deal /properties/name/x-former/1 former_name_taken"}},
		"former entity":            {"entity deal", `"x-id":"d000000000"`, `"x-id":"d000000000","x-former":["task"]`, []string{"entity deal /x-former/0 former_name_taken"}},
		"former option":            {"choices stage", `"title":"New"`, `"title":"New","x-former":["old","new"]`, []string{"choices stage /options/0/x-former/1 former_name_taken"}},
		"choices of nothing":       {"entity deal", `"x-choices":"stage"`, `"x-choices":"stoge"`, []string{"entity deal /properties/stage/x-choices unknown_choices"}},
		"region of nothing":        {"entity deal", `"x-id":"d000000004"`, `"x-id":"d000000004","x-region":"QQ"`, []string{"entity deal /properties/phone/x-region not_an_option"}},
		"id twice":                 {"entity user", `"u000000000"`, `"d000000000"`, []string{"entity user /x-id duplicate_id"}},
		"form of nothing":          {"form deal.main", `"entity":"deal"`, `"entity":"x"`, []string{"form deal.main /entity unknown_entity"}},
		"form fields":              {"form deal.main", `["name","stage","created_at"]`, `["nome","stage"]},{"fields":["stage"]`, []string{"form deal.main /sections/0/fields/0 unknown_field", "form deal.main /sections/1/fields/0 field_twice"}},
		"stage that is no choice":  {"form deal.main", `"stage":"stage"`, `"stage":"name"`, []string{"form deal.main /stage wrong_field_type"}},
		"view columns":             {"view deal.all", `{"field":"owner.name"}`, `{"field":"owner.nome"},{"field":"name"},{"field":"tags.x"}`, []string{"view deal.all /columns/1/field unknown_field", "view deal.all /columns/2/field field_twice", "view deal.all /columns/3/field unknown_field"}},
		"view filter":              {"view deal.all", `stage != 'new'`, `stoge != 'new'`, []string{"view deal.all /filter unknown_field"}},
		"view filter syntax":       {"view deal.all", `stage != 'new'`, `(`, []string{"view deal.all /filter expression_syntax"}},
		"view sort":                {"view deal.all", `["-created_at"]`, `["-createdat","tags"]`, []string{"view deal.all /sort/0 unknown_field", "view deal.all /sort/1 not_sortable"}},
		"cycle of roles":           {"role seller", `"title":"Seller"`, `"title":"Seller","inherits":["boss"]`, []string{"role boss /inherits/0 inheritance_cycle", "role seller /inherits/0 inheritance_cycle"}},
		"role of nothing":          {"role boss", `["seller"]`, `["saler"]`, []string{"role boss /inherits/0 unknown_role"}},
		"role id twice":            {"role boss", `r000000001`, `r000000000`, []string{"role seller /x-id duplicate_id"}},
		"grant of nothing":         {"grant deal_own", `"role":"seller","entity":"deal"`, `"role":"saler","entity":"deel"`, []string{"grant deal_own /entity unknown_entity", "grant deal_own /role unknown_role"}},
		"grant fields":             {"grant deal_own", `"read":{"except":["phone"]},"write":{"only":["name"]}`, `"read":{"except":["fone"]},"write":{"only":["x","number","version"]}`, []string{"grant deal_own /read/except/0 unknown_field", "grant deal_own /write/only/0 unknown_field", "grant deal_own /write/only/1 not_writable", "grant deal_own /write/only/2 not_writable"}},
		"mask that does not fit":   {"mask deal_phone", `["phone"]`, `["owner","x"]`, []string{"mask deal_phone /fields/0 mask_does_not_fit", "mask deal_phone /fields/1 unknown_field"}},
		"exempt nobody":            {"restriction hold", `["boss"]`, `["bos"]`, []string{"restriction hold /except/0 unknown_role"}},
		"package missing":          {"package sales", `["core"]`, `["core","x"]`, []string{"package sales /requires/x unknown_package"}},
		"package too old":          {"package sales", `["core"]`, `{"sales":">=1.1"}`, []string{"package sales /requires/sales package_version"}},
		"team that is none":        {"entity task", `"x-team":"team"`, `"x-team":"deal"`, []string{"entity task /x-team wrong_relation"}},
		"parent of nothing":        {"entity task", `"x-parent":"deal"`, `"x-parent":"dael"`, []string{"entity task /x-parent unknown_field"}},
		"parent that is text":      {"entity task", `"x-parent":"deal"`, `"x-parent":"name"`, []string{"entity task /x-parent wrong_field_type"}},
		"parent not required":      {"entity task", `,"required":["deal"]`, ``, []string{"entity task /x-parent parent_not_required"}},
		"tree of others":           {"entity task", `"x-team":"team"`, `"x-team":"team","x-tree":"deal"`, []string{"entity task /x-tree wrong_relation"}},
		"attribute hidden":         {"entity user", `"name":{`, `"teams":{"x-field":"text","x-id":"u000000002"},"team_below":{"x-field":"text","x-id":"u000000003"},"name":{`, []string{"entity user /properties/team_below reserved_name", "entity user /properties/teams reserved_name"}},
		"own parent":               {"entity deal", `"x-owner":"owner"`, `"x-owner":"owner","required":["parent"],"x-parent":"parent"`, []string{"entity deal /x-parent access_cycle"}},
		"parents in a circle":      {"entity deal", `"x-owner":"owner"`, `"x-owner":"owner","required":["task"],"x-parent":"task"`, []string{"entity deal /required/0 unknown_field"}},
		"scope in a circle":        {"grant deal_give", `{"kind":"pool","pool":"open"}`, `{"kind":"related","through":["task.deal"]}`, []string{"entity task /x-parent access_cycle", "grant deal_give /scope/2 access_cycle"}},
		"scope for another action": {"grant deal_give", `"update":"own"`, `"update":{"kind":"related","through":["task.deal"]}`, []string{}},
		"condition in a circle":    {"grant deal_give", `"to":"subordinates"`, `"to":"subordinates","when":"any(task.deal, readable(#))"`, []string{"entity task /x-parent access_cycle", "grant deal_give /when access_cycle"}},
		"sharing in a circle":      {"sharing deal_won", `{"roles":["seller"]}`, `{"readers":["task.deal"]}`, []string{"entity task /x-parent access_cycle", "sharing deal_won /to/readers access_cycle"}},
		"scope without path":       {"grant deal_give", `{"kind":"pool","pool":"open"}`, `{"kind":"related"}`, []string{"grant deal_give /scope/2 scope_without_path"}},
		"scope through nothing":    {"grant deal_give", `{"kind":"pool","pool":"open"}`, `{"kind":"related","through":["task.name"]}`, []string{"grant deal_give /scope/2 unknown_relation"}},
		"pool of nothing":          {"grant deal_give", `"pool":"open"`, `"pool":"shut"`, []string{"grant deal_give /scope/2 unknown_pool"}},
		"partition of nothing":     {"grant deal_give", `{"kind":"pool","pool":"open"}`, `{"kind":"partition","field":"region"}`, []string{"grant deal_give /scope/2 unknown_field"}},
		"attribute of nobody":      {"grant deal_give", `{"kind":"pool","pool":"open"}`, `{"kind":"partition","field":"stage"}`, []string{"grant deal_give /scope/2 unknown_attribute"}},
		"partition of two types":   {"grant deal_give", `{"kind":"pool","pool":"open"}`, `{"kind":"partition","field":"owner","attribute":"name"}`, []string{"grant deal_give /scope/2 types_differ"}},
		"grant of nobody":          {"grant deal_give", `"role":"boss","direct":true`, `"direct":false`, []string{"grant deal_give /role grant_without_holder"}},
		"transfer to nobody":       {"grant deal_give", `"to":"subordinates",`, ``, []string{"grant deal_give /to required"}},
		"transfer without owner":   {"entity deal", `"x-owner":"owner",`, ``, []string{"grant deal_give /actions/2 action_without_owner", "grant deal_give /scope/0 scope_without_owner", "grant deal_give /scope/2 scope_without_owner", "grant deal_give /scopes/update scope_without_owner", "grant deal_give /to scope_without_owner", "grant deal_own /scope scope_without_owner", "pool open /claim/holds action_without_owner", "pool open /entity scope_without_owner"}},
		"scope of no action":       {"grant deal_give", `"scopes":{"update"`, `"scopes":{"archive"`, []string{"grant deal_give /scopes/archive action_not_among"}},
		"find what one cannot see": {"grant deal_give", `"read":"all"`, `"read":{"except":["name"]}`, []string{"grant deal_give /find/only/0 not_readable"}},
		"once without writing":     {"grant deal_give", `"once":["name"]`, `"once":["tags"]`, []string{"grant deal_give /once/0 once_not_written"}},
		"shared with nobody":       {"sharing deal_won", `["seller"]`, `["buyer"]`, []string{"sharing deal_won /to/roles/0 unknown_role"}},
		"shared by a text":         {"sharing deal_won", `{"roles":["seller"]}`, `{"field":"name"}`, []string{"sharing deal_won /to/field not_a_principal"}},
		"shared when":              {"sharing deal_won", `stage ==`, `stoge ==`, []string{"sharing deal_won /when unknown_field"}},
		"pool roles":               {"pool open", `"members":["seller"],"admins":["boss"]`, `"members":["x"],"admins":["y"]`, []string{"pool open /admins/0 unknown_role", "pool open /members/0 unknown_role"}},
		"pool fields":              {"pool open", `["tags"]`, `["togs"]`, []string{"pool open /hidden/0 unknown_field"}},
		"pool masks":               {"pool open", `"show":"phone"`, `"show":"date"`, []string{"pool open /masked/0/field mask_does_not_fit"}},
		"pool activity":            {"pool open", `task.deal`, `task.team`, []string{"pool open /return/activity not_an_activity"}},
		"pool reminded too late":   {"pool open", `[7]`, `[30]`, []string{"pool open /return/remind/0 maximum"}},
		"pool condition":           {"pool open", `"claim":{`, `"claim":{"except":"nome == 'x'",`, []string{"pool open /claim/except unknown_field"}},
		"approval by nobody":       {"obligation give", `,"by":"boss"`, ``, []string{"obligation give /by required"}},
		"approval by a stranger":   {"obligation give", `"by":"boss","except":["boss"]`, `"by":"bos","except":["bos"]`, []string{"obligation give /by unknown_role", "obligation give /except/0 unknown_role"}},
		"approval of reading":      {"obligation give", `["transfer"]`, `["read"]`, []string{"obligation give /needs cannot_be_asked"}},
		"approval of history":      {"obligation give", `["transfer"]`, `["transfer","history"]`, []string{"obligation give /needs cannot_be_asked"}},
		"report of history":        {"obligation give", `["transfer"],"when":"stage == 'won'","needs":"approval"`, `["history"],"needs":"report"`, []string{"obligation give /needs cannot_be_asked"}},
		"publishing an entity":     {"obligation give", `["transfer"]`, `["publish_access"]`, []string{"obligation give /actions/0 action_of_another"}},
		"nothing to be approved":   {"obligation changes", `["publish_access"]`, `["update"],"when":"stage == 'x'"`, []string{"obligation changes /actions/0 action_of_another", "obligation changes /when condition_without_record"}},
		"alert without numbers":    {"alert reading", `"threshold":100,"minutes":5,"notify":["boss"]`, `"notify":["bos"]`, []string{"alert reading /minutes required", "alert reading /notify/0 unknown_role", "alert reading /threshold required"}},
		"alert without hours":      {"alert night", `"from":7,"to":20,`, ``, []string{"alert night /to required"}},
		"one-sided roles":          {"role boss", `"inherits":["seller"]`, `"incompatible":["seller"]`, []string{"role boss /incompatible/0 incompatible_one_sided"}},
		"roles against each other": {"role boss", `"inherits":["seller"]`, `"inherits":["seller"],"incompatible":["boss"]`, []string{"role boss  incompatible_together"}},
		"policy of another name":   {"rego hours", `package custom.hours`, `package custom.days`, []string{"rego hours /module policy_name"}},
		"policy of a package":      {"rego hours", `"name":"hours"`, `"name":"app.sales.deal"`, []string{"rego hours /name name_differs"}},
		"policy of no entity":      {"rego hours", `"deal","task"`, `"deal","tosk"`, []string{"rego hours /entities/1 unknown_entity"}},
		"policy with open ids":     {"rego hours", `contains \"hours_api\"`, `contains input.channel`, []string{"rego hours /module policy_id_open"}},
		"policy with loose ids":    {"rego hours", `"id":"hours_name"`, `"id":"hours_nome"`, []string{"rego hours /module policy_id_unknown"}},
		"policy with taken ids":    {"rego hours", `"ids":[`, `"ids":[{"id":"deal_own","role":"seller","read":"all"},`, []string{"rego hours /ids/0/id policy_id_taken"}},
		"policy of other fields":   {"rego hours", `["name"],"show":"name"`, `["stage"],"show":"round"`, []string{"rego hours /ids/0/fields/0 mask_does_not_fit", "rego hours /ids/0/fields/0 unknown_field"}},
		"policy with roles":        {"rego hours", `"ids":[`, `"ids":[{"id":"o","needs":"approval"},{"id":"g","role":"x"},`, []string{"rego hours /ids/0/by required", "rego hours /ids/1/role unknown_role"}},
		"broken, and no echo":      {"entity deal", `"title":"Deal"`, `"titel":"Deal"`, []string{"entity deal /titel unknown_keyword", "entity deal /title required"}},
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

func TestCheckKeepsTheNamesOfGeneratedRules(t *testing.T) {
	t.Parallel()
	docs := valid()
	docs["grant pool.open.member"] = `{"name":"pool.open.member","role":"seller","entity":"deal","actions":["read"],"scope":"all"}`
	docs["restriction parent.task"] = `{"name":"parent.task","entity":"task","actions":["read"],"when":"true"}`
	docs["mask pool.open.phone"] = `{"name":"pool.open.phone","entity":"deal","fields":["phone"],"show":"all"}`
	require.Equal(t, []string{
		"grant pool.open.member /name reserved_name", "mask pool.open.phone /name reserved_name", "restriction parent.task /name reserved_name",
	}, problems(docs))
}

func TestOptionsThatAreAskedForAreNotRemoved(t *testing.T) {
	t.Parallel()
	set := func(value string) []definition.Document {
		docs := map[string]string{
			"choices stage": `{"name":"stage","x-id":"s000000000","title":"Stage","options":[{"value":"` + value + `","title":"New"}]}`,
			"entity deal":   `{"name":"deal","x-id":"d000000000","properties":{"stage":{"x-field":"choice","x-choices":"stage"}}}`,
			"view deal.all": `{"name":"deal.all","entity":"deal","filter":"stage != 'new' && stage != 'never'"}`,
		}
		var list []definition.Document
		for key, body := range docs {
			kind, name, _ := strings.Cut(key, " ")
			list = append(list, definition.Document{Key: definition.Key{Kind: definition.Kind(kind), Name: name}, Body: json.RawMessage(body)})
		}
		return list
	}
	require.Empty(t, check.Removed(set("new"), set("new")))
	found := check.Removed(set("new"), set("old"))
	require.Len(t, found, 1)
	require.Equal(t, "view", string(found[0].Kind))
	require.Equal(t, []string{"/filter unknown_option"}, []string{found[0].Details[0].Pointer + " " + found[0].Details[0].Code})
	require.Len(t, found[0].Details, 1)
}

func TestTwoJSONSchemasOfOneEntityHaveTheirOwnIDs(t *testing.T) {
	t.Parallel()
	shapes := func(first, second string) []string {
		docs := valid()
		docs["entity shape"] = `{"name":"shape","title":"Shape","type":"object","x-id":"h000000000","properties":{
			"one":{"x-field":"json","x-id":"h000000001","x-schema":` + first + `},"two":{"x-field":"json","x-id":"h000000002","x-schema":` + second + `}}}`
		return problems(docs)
	}
	const url = "https://example.test/shape"
	twice := []string{"entity shape /properties/two/x-schema json_schema_id_twice"}
	require.Equal(t, twice, shapes(`{"$id":"`+url+`"}`, `{"$id":"`+url+`"}`))
	require.Equal(t, twice, shapes(`{"$id":"https://example.test/","$defs":{"a":{"$id":"shape"}}}`, `{"$id":"`+url+`#"}`), "a part of it, in other words")
	require.Empty(t, shapes(`{"$id":"`+url+`"}`, `{"$id":"`+url+`2"}`))
	require.Empty(t, shapes(`{"$defs":{"a":{"$id":"part"}}}`, `{"const":{"$id":"`+url+`"}}`))
	require.Empty(t, shapes(`{"$id":"`+url+`"}`, `{"const":{"$id":"`+url+`"}}`), "a value is no JSON Schema")
}
