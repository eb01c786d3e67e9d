package warrant_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// published is what the changes of the cases are made to. The chief, who holds
// clerk by inheritance, publishes them.
var published = map[string]string{
	"entity/order": `{"$schema":"mortise:entity","name":"order","title":"Order","x-id":"k3f9q2m7xa","type":"object","x-owner":"seller","properties":{
		"title":{"x-field":"text","x-id":"h4r7k0v3qd","title":"Title"},"phone":{"x-field":"phone","x-id":"a1b2c3d4e5","title":"Phone"},
		"price":{"x-field":"money","x-id":"b1b2c3d4e5","title":"Price","x-grade":"confidential"},
		"seller":{"x-field":"user","x-id":"d1b2c3d4e5","title":"Seller"}}}`,
	"role/owner":            `{"name":"owner","x-id":"c1b2c3d4e1","title":"Owner","owner":true,"permissions":["roles","audit"]}`,
	"role/clerk":            `{"name":"clerk","x-id":"c1b2c3d4e2","title":"Clerk"}`,
	"role/chief":            `{"name":"chief","x-id":"c1b2c3d4e3","title":"Chief","inherits":["clerk"],"permissions":["roles","design","publish"]}`,
	"role/guest":            `{"name":"guest","x-id":"c1b2c3d4e4","title":"Guest"}`,
	"grant/clerk_reads":     `{"name":"clerk_reads","role":"clerk","entity":"order","actions":["read"],"scope":"team","read":{"except":["phone"]}}`,
	"grant/chief_all":       `{"name":"chief_all","role":"chief","entity":"order","actions":["update","archive","export"],"scope":"all","read":"all","write":{"only":["title"]}}`,
	"grant/owner_all":       `{"name":"owner_all","role":"owner","entity":"order","actions":["read"],"scope":"all","read":"all"}`,
	"restriction/no_export": `{"name":"no_export","entity":"order","actions":["export"],"when":"title == 'x'","except":["owner"]}`,
	"mask/phone":            `{"name":"phone","entity":"order","fields":["phone"],"show":"phone"}`,
	"alert/many":            `{"name":"many","kind":"refusals","threshold":5,"notify":["owner"]}`,
}

func docs(set map[string]string) []definition.Document {
	var list []definition.Document
	for key, body := range set {
		k := keyOf(key)
		list = append(list, definition.Document{Key: k, Body: json.RawMessage(body)})
	}
	slices.SortFunc(list, func(a, b definition.Document) int {
		return slices.Compare([]string{string(a.Kind), a.Name}, []string{string(b.Kind), b.Name})
	})
	return list
}

func keyOf(key string) definition.Key {
	kind, name := key, ""
	for i := range key {
		if key[i] == '/' {
			kind, name = key[:i], key[i+1:]
			break
		}
	}
	return definition.Key{Kind: definition.Kind(kind), Name: name}
}

// chief is who publishes.
var chief = warrant.Publisher{Roles: []string{"chief", "clerk", "everyone"}, Permissions: map[string]bool{"roles": true, "design": true, "publish": true}}

func publish(t *testing.T, by warrant.Publisher, key, body string) error {
	t.Helper()
	wanted := map[string]string{}
	for k, b := range published {
		wanted[k] = b
	}
	change := warrant.Change{Document: definition.Document{Key: keyOf(key)}}
	_, had := published[key]
	change.Added = !had
	delete(wanted, key)
	if body != "" {
		change.Body, wanted[key] = json.RawMessage(body), body
		_, wrong := definition.ParseDocument(change.Kind, change.Body)
		require.Empty(t, wrong, "the case itself must be well-formed")
	}
	return warrant.Check(by, docs(published), docs(wanted), []warrant.Change{change})
}

func TestNobodyPublishesMoreThanHeHas(t *testing.T) {
	t.Parallel()
	grant := func(rest string) string { return `{"name":"new","role":"guest","entity":"order",` + rest + `}` }
	for _, c := range []struct{ name, key, body, code string }{
		{"what he reads himself", "grant/new", grant(`"actions":["read"],"scope":"team","read":{"only":["title"]}`), ""},
		{"a smaller scope", "grant/new", grant(`"actions":["read"],"scope":"own","read":{"except":["phone","title"]}`), ""},
		{"a larger scope", "grant/new", grant(`"actions":["read"],"scope":"all","read":{"only":["title"]}`), "publish_grant_lacked"},
		{"one action at another's scope", "grant/new", grant(`"actions":["archive","read"],"scope":"team","scopes":{"read":"department"},"read":{"only":["title"]}`), "publish_grant_lacked"},
		{"actions from two grants", "grant/new", grant(`"actions":["read","update"],"scope":"own","read":{"only":["title"]},"write":{"only":["title"]}`), ""},
		{"a field that he does not read", "grant/new", grant(`"actions":["read"],"scope":"own","read":{"only":["title","phone"]}`), "publish_grant_lacked"},
		{"a field of a higher grade", "grant/new", grant(`"actions":["read"],"scope":"own","read":{"only":["price"]}`), "publish_grant_lacked"},
		{"all fields where he lacks some", "grant/new", grant(`"actions":["read"],"scope":"own","read":"all"`), "publish_grant_lacked"},
		{"a field that he does not write", "grant/new", grant(`"actions":["update"],"scope":"own","write":{"only":["phone"]}`), "publish_grant_lacked"},
		{"an action that he lacks", "grant/new", grant(`"actions":["restore"],"scope":"own"`), "publish_grant_lacked"},
		{"what a rule forbids him and not others", "grant/new", grant(`"actions":["export"],"scope":"own","read":{"only":["title"]}`), "publish_rule_binds"},
		{"a grant taken away", "grant/clerk_reads", "", ""},
		{"a grant narrowed", "grant/clerk_reads", `{"name":"clerk_reads","role":"clerk","entity":"order","actions":["read"],"scope":"own","read":{"except":["phone"]}}`, ""},
		{"a grant moved to all roles", "grant/chief_all", `{"name":"chief_all","role":"everyone","entity":"order","actions":["archive"],"scope":"all"}`, ""},
		{"a grant of owners taken away", "grant/owner_all", "", "publish_for_owners"},
		{"a result that lets go", "grant/chief_all", `{"name":"chief_all","role":"chief","entity":"order","actions":["update"],"scope":"all","result":"title == 'x'","write":{"only":["title"]}}`, ""},

		{"a role with a permission of his", "role/new", `{"name":"new","x-id":"c1b2c3d4e9","title":"New","permissions":["design"],"inherits":["clerk"]}`, ""},
		{"a role with a permission that he lacks", "role/new", `{"name":"new","x-id":"c1b2c3d4e9","title":"New","permissions":["audit"]}`, "publish_permission_lacked"},
		{"a role that makes owners", "role/new", `{"name":"new","x-id":"c1b2c3d4e9","title":"New","owner":true}`, "publish_for_owners"},
		{"a role that inherits owners", "role/guest", `{"name":"guest","x-id":"c1b2c3d4e4","title":"Guest","inherits":["owner"]}`, "publish_role_lacked"},
		{"his own role with one more permission", "role/chief", `{"name":"chief","x-id":"c1b2c3d4e3","title":"Chief","inherits":["clerk"],"permissions":["roles","audit"]}`, "publish_permission_lacked"},
		{"the owner role at all", "role/owner", `{"name":"owner","x-id":"c1b2c3d4e1","title":"Boss","owner":true}`, "publish_for_owners"},

		{"a restriction added", "restriction/new", `{"name":"new","entity":"order","actions":["read"],"when":"title == 'y'"}`, ""},
		{"a restriction taken away", "restriction/no_export", "", "publish_for_owners"},
		{"a restriction for more actions", "restriction/no_export", `{"name":"no_export","entity":"order","actions":["export","read"],"when":"title == 'x'"}`, ""},
		{"a restriction with an exception more", "restriction/no_export", `{"name":"no_export","entity":"order","actions":["export"],"when":"title == 'x'","except":["owner","chief"]}`, "publish_for_owners"},
		{"a restriction with a quota now", "restriction/no_export", `{"name":"no_export","entity":"order","actions":["export"],"when":"title == 'x'","except":["owner"],"quota":{"records":5}}`, "publish_for_owners"},
		{"a mask taken away", "mask/phone", "", "publish_for_owners"},
		{"a mask that shows less", "mask/phone", `{"name":"phone","entity":"order","fields":["phone"],"show":"all"}`, ""},
		{"an alert taken away", "alert/many", "", "publish_for_owners"},
		{"Rego without the permission", "rego/new", `{"name":"new","entities":["order"],"module":"package custom.new"}`, "publish_permission_lacked"},

		{"a sharing of all that he has in his team alone", "sharing/new", `{"name":"new","entity":"order","level":"read","to":{"roles":["guest"]}}`, "publish_grant_lacked"},
		{"a pool that he could not claim from", "pool/new", `{"name":"new","title":"New","entity":"order","members":["guest"]}`, "publish_grant_lacked"},

		{"a field more", "entity/order", entity(`"seller":{`, `"note":{"x-field":"text","x-id":"e1b2c3d4e5","title":"Note"},"seller":{`), ""},
		{"a field of a lower grade", "entity/order", entity("confidential", "public"), "publish_for_owners"},
		{"an entity open to everyone", "entity/order", entity(`"x-owner"`, `"x-access":"readable","x-owner"`), "publish_for_owners"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := publish(t, chief, c.key, c.body)
			if c.code == "" {
				require.NoError(t, err, "%+v", detailsOf(err))
				return
			}
			require.True(t, problem.Is(err, problem.Forbidden), "%v", err)
			require.Equal(t, c.code, problem.As(err).Details[0].Code)
			require.Equal(t, "owner", problem.As(err).Details[0].Params["ask"], "whom to ask")
		})
	}
}

func detailsOf(err error) any {
	if e := problem.As(err); e != nil {
		return e.Details
	}
	return nil
}

// entity is the published one with one text replaced by another.
func entity(old, text string) string { return strings.Replace(published["entity/order"], old, text, 1) }

func TestANameDoesNotChangeHands(t *testing.T) {
	t.Parallel()
	swapped := strings.NewReplacer(`"title":{"x-field"`, `"phone":{"x-field"`, `"phone":{"x-field"`, `"title":{"x-field"`).Replace(published["entity/order"])
	err := publish(t, chief, "entity/order", swapped)
	require.True(t, problem.Is(err, problem.Forbidden), "who may read titles would read phones")
}

func TestOwnersPublishEverything(t *testing.T) {
	t.Parallel()
	require.NoError(t, publish(t, warrant.Publisher{Owner: true}, "mask/phone", ""))
}

func TestAccessNeedsThePermissionRoles(t *testing.T) {
	t.Parallel()
	designer := chief
	designer.Permissions = map[string]bool{"design": true, "publish": true}
	err := publish(t, designer, "grant/clerk_reads", "")
	require.Equal(t, "permission_needed", problem.As(err).Code)
	require.NoError(t, publish(t, designer, "entity/order", entity(`"title":"Order"`, `"title":"Sale"`)), "a design is no access")
}
