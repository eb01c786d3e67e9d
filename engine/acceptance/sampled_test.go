package acceptance_test

import (
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// sampleUsers gives users the attributes that samples decide by.
func sampleUsers(t *testing.T, s *server) []mortise.Document {
	return []mortise.Document{withUserFields(t, s, object{
		"plan": field("text", "s0plan0001", nil), "blocked": field("tags", "s0blocked1", nil),
		"views_hotels": field("tags", "s0hotels01", nil), "member_of": field("tags", "s0member01", nil),
		"admin_hotels": field("tags", "s0hotels02", nil), "admin_of": field("tags", "s0admin001", nil),
	})}
}

// thing is an entity with a name; its x-ids are made from a number.
func thing(t *testing.T, name, n, owner string, fields object) mortise.Document {
	properties := object{"name": field("text", "name0000"+n, nil)}
	for k, v := range fields {
		properties[k] = v
	}
	body := object{"$schema": "mortise:entity", "name": name, "title": name, "type": "object", "x-id": "thing000" + n, "x-label": "name", "properties": properties}
	if owner != "" {
		body["x-owner"] = owner
		properties[owner] = field("user", "owner000"+n, nil)
	}
	return document(t, "entity", body)
}

func to(entity, id string) object { return field("relation", id, object{"x-entity": entity}) }

// admins gives the administrator everything, with whom to share.
func admins(t *testing.T, entity string, actions ...string) mortise.Document {
	return document(t, "grant", object{"name": entity + "_admin", "role": "administrator", "entity": entity,
		"actions": append([]string{"read", "create", "update", "archive"}, actions...), "scope": "all", "to": "all", "read": "all", "write": "all"})
}

// may is a grant to everyone.
func may(t *testing.T, name, entity string, members object, actions ...string) mortise.Document {
	g := object{"name": name, "role": "everyone", "entity": entity, "actions": actions, "scope": "all", "read": "all", "write": "all"}
	for k, v := range members {
		g[k] = v
	}
	return document(t, "grant", g)
}

func sampleRole(t *testing.T, name, id string, inherits ...string) mortise.Document {
	return document(t, "role", object{"name": name, "x-id": id, "title": name, "inherits": append([]string{}, inherits...)})
}

// byLevel lets everyone use what is shared with him.
func byLevel(t *testing.T, entity string) mortise.Document {
	return may(t, entity+"_shared", entity, object{"scope": "shared", "to": "all"}, "read", "update", "comment", "transfer")
}

var samples = map[string]sample{
	"expenses": {
		file: "openfga/stores/expenses/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				thing(t, "expense", "e1", "submitter", nil), admins(t, "expense"),
				may(t, "expense_below", "expense", object{"scope": "subordinates", "when": "submitter != me"}, "read", "update"),
				may(t, "expense_line", "user", object{"scope": "all", "when": "id in user.subordinates && id != me", "write": object{"only": []string{}}}, "read", "print"),
			}
		},
		load: func(w *world) {
			emily := w.user("emily", nil)
			sam := w.user("sam", mortise.Record{"manager": emily})
			matt := w.user("matt", mortise.Record{"manager": sam})
			w.user("daniel", mortise.Record{"manager": matt})
			w.add("expense", "daniel-chair1", mortise.Record{"submitter": w.users["daniel"]})
			w.add("expense", "sam-chair1", mortise.Record{"submitter": sam})
		},
		asks: map[string]ask{"report approver": {"expense", "update"}, "employee can_manage": {"user", "print"}},
	},
	"gdrive": {
		file: "openfga/stores/gdrive/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				thing(t, "gfolder", "g1", "owner", nil), thing(t, "gdoc", "g2", "owner", object{"parent": to("gfolder", "gparent001")}),
				admins(t, "gfolder", "transfer", "share"), admins(t, "gdoc", "transfer", "share"),
				may(t, "gfolder_seen", "gfolder", object{"scope": []string{"own", "shared"}}, "read"),
				may(t, "gdoc_seen", "gdoc", object{"scope": []any{"own", "shared", object{"kind": "related", "through": []string{"parent"}}}}, "read"),
				may(t, "gdoc_written", "gdoc", object{"when": "owner == me || parent.owner == me"}, "update", "share"),
				may(t, "gdoc_given", "gdoc", object{"scope": "own", "to": "all"}, "transfer"),
			}
		},
		load: func(w *world) {
			for _, name := range []string{"anne", "beth", "charles"} {
				w.user(name, nil)
			}
			w.team("fabrikam", []string{"charles"})
			folder := w.add("gfolder", "product-2021", mortise.Record{"owner": w.users["anne"]})
			w.add("gdoc", "public-roadmap", mortise.Record{"parent": folder, "owner": nil})
			w.add("gdoc", "2021-roadmap", mortise.Record{"parent": folder, "owner": nil})
			w.share("gfolder", "product-2021", "read", record.ShareTo{Team: w.teams["fabrikam"]})
			w.share("gdoc", "2021-roadmap", "read", record.ShareTo{User: w.users["beth"]})
			w.share("gdoc", "public-roadmap", "read", record.ShareTo{Role: w.role("everyone")})
		},
		asks: map[string]ask{"doc can_write": {"gdoc", "update"}, "doc can_read": {"gdoc", "read"}, "doc can_change_owner": {"gdoc", "transfer"}, "folder viewer": {"gfolder", "read"}},
		not:  map[string]string{"doc viewer": "asks who is a viewer by himself, without the folder: an inner relation, of which access consists but that nobody is asked for"},
	},
	"multitenant": {
		file: "openfga/stores/multitenant-rbac/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				sampleRole(t, "mt_billing", "mtbilling1"), sampleRole(t, "mt_documents", "mtdocument"), sampleRole(t, "mt_admin", "mtadmin001", "mt_billing", "mt_documents"),
				thing(t, "morg", "m1", "", nil), thing(t, "mdoc", "m2", "", object{"organization": to("morg", "morg000001")}), admins(t, "morg"), admins(t, "mdoc"),
				may(t, "morg_seen", "morg", nil, "read"), may(t, "morg_billing", "morg", object{"role": "mt_billing"}, "update"),
				may(t, "mdoc_managed", "mdoc", object{"role": "mt_documents"}, "read", "update", "archive"),
			}
		},
		load: func(w *world) {
			w.user("anne", nil, "mt_admin")
			for _, name := range []string{"francis", "ian", "emily"} {
				w.user(name, nil)
			}
			w.team("finance", []string{"francis"}, "mt_billing")
			w.team("it-admins", []string{"ian"}, "mt_admin")
			w.team("data-engineering", []string{"emily"}, "mt_documents") // teams do not nest: the inner one gets the role as well
			org := w.add("morg", "acme", nil)
			w.add("mdoc", "readme", mortise.Record{"organization": org})
		},
		asks: map[string]ask{"document can_edit": {"mdoc", "update"}, "document can_view": {"mdoc", "read"}, "organization can_edit_billing": {"morg", "update"}},
	},
	"custom roles": {
		file: "openfga/stores/custom-roles/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			content, media := "category.name == 'website-content'", "category.name == 'website-media'"
			return []mortise.Document{
				sampleRole(t, "cr_owner", "crowner001"), sampleRole(t, "cr_content", "crcontent1"), sampleRole(t, "cr_qa", "crqa000001"), sampleRole(t, "cr_creator", "crcreator1"), sampleRole(t, "cr_media", "crmedia001"),
				thing(t, "corg", "c1", "", nil), thing(t, "ccategory", "c2", "", nil), thing(t, "casset", "c3", "", object{"category": to("ccategory", "ccategory1")}),
				admins(t, "corg"), admins(t, "ccategory"), admins(t, "casset"),
				may(t, "corg_owned", "corg", object{"role": "cr_owner"}, "read", "update"),
				may(t, "casset_owned", "casset", object{"role": "cr_owner"}, "read", "update"),
				may(t, "casset_content", "casset", object{"role": "cr_content", "when": content}, "read", "update"), may(t, "casset_content_media", "casset", object{"role": "cr_content", "when": media}, "read"),
				may(t, "casset_qa", "casset", object{"role": "cr_qa"}, "read"),
				may(t, "casset_media", "casset", object{"role": "cr_media", "when": media}, "read", "update"), may(t, "casset_media_content", "casset", object{"role": "cr_media", "when": content}, "read"),
				may(t, "ccategory_creator", "ccategory", object{"role": "cr_creator", "when": "name == 'website-media'"}, "read", "comment"),
			}
		},
		load: func(w *world) {
			for _, name := range []string{"anne", "beth", "daniel", "edith"} {
				w.user(name, nil)
			}
			w.user("carlos", nil, "cr_owner")
			w.team("marketing", []string{"beth"}, "cr_content")
			w.team("qa", []string{"daniel"}, "cr_qa")
			w.team("contractor", []string{"edith"}, "cr_creator")
			w.team("design", []string{"anne"}, "cr_media")
			w.add("corg", "contoso", nil)
			content, media := w.add("ccategory", "website-content", nil), w.add("ccategory", "website-media", nil)
			w.add("casset", "homepage", mortise.Record{"category": content})
			w.add("casset", "website-hero-image", mortise.Record{"category": media})
		},
		asks: map[string]ask{"org role_creator": {"corg", "update"}, "asset view": {"casset", "read"}, "asset edit": {"casset", "update"}, "asset-category asset_creator": {"ccategory", "comment"}},
	},
	"role assignments": {
		file: "openfga/stores/role-assignments/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				thing(t, "rproject", "r1", "", nil), admins(t, "rproject"), admins(t, "rassignment"),
				thing(t, "rassignment", "r2", "", object{"project": to("rproject", "rproject01"), "assignee": field("user", "rassignee1", nil)}),
				may(t, "rproject_assigned", "rproject", object{"when": "any(rassignment.project, .assignee == me && .name == 'project admin')"}, "read", "update"),
			}
		},
		load: func(w *world) {
			for user, project := range map[string]string{"anne": "openfga", "bob": "java-sdk"} {
				w.user(user, nil)
				id := w.add("rproject", project, nil)
				mustCreate(w.t, w.admin, "rassignment", mortise.Record{"name": "project admin", "project": id, "assignee": w.users[user]})
			}
		},
		asks: map[string]ask{"project can_view": {"rproject", "read"}, "project can_edit": {"rproject", "update"}},
	},
	"github": {
		file: "openfga/stores/github/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{thing(t, "hrepo", "h1", "owner", nil), admins(t, "hrepo", "transfer", "share", "comment"), byLevel(t, "hrepo")}
		},
		load: func(w *world) {
			for _, name := range []string{"anne", "beth", "charles", "diane", "erik"} {
				w.user(name, nil)
			}
			w.team("members", []string{"erik"})
			w.team("core", []string{"charles", "diane"}) // the inner team's member is in the outer one, too
			w.add("hrepo", "openfga/openfga", mortise.Record{"owner": nil})
			w.share("hrepo", "openfga/openfga", "read", record.ShareTo{User: w.users["anne"]})
			w.share("hrepo", "openfga/openfga", "write", record.ShareTo{User: w.users["beth"]})
			w.share("hrepo", "openfga/openfga", "full", record.ShareTo{Team: w.teams["members"]})
			w.share("hrepo", "openfga/openfga", "full", record.ShareTo{Team: w.teams["core"]})
		},
		asks: map[string]ask{"repo reader": {"hrepo", "read"}, "repo triager": {"hrepo", "comment"}, "repo writer": {"hrepo", "update"}, "repo admin": {"hrepo", "transfer"}},
	},
	"iot": {
		file: "openfga/stores/iot/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{thing(t, "device", "i1", "owner", nil), admins(t, "device", "transfer", "share"), byLevel(t, "device")}
		},
		load: func(w *world) {
			for _, name := range []string{"anne", "beth", "charles", "diane"} {
				w.user(name, nil)
			}
			w.team("admins", []string{"diane"})
			w.team("guards", []string{"charles"})
			for _, name := range []string{"1", "2", "3"} {
				w.add("device", name, mortise.Record{"owner": nil})
			}
			for user, level := range map[string]string{"beth": "write", "diane": "write", "anne": "read", "charles": "read"} {
				w.share("device", "1", level, record.ShareTo{User: w.users[user]})
			}
			for _, name := range []string{"2", "3"} {
				w.share("device", name, "write", record.ShareTo{Team: w.teams["admins"]})
				w.share("device", name, "read", record.ShareTo{Team: w.teams["guards"]})
			}
		},
		asks: map[string]ask{"device it_admin": {"device", "update"}, "device can_rename_device": {"device", "update"}, "device can_view_live_video": {"device", "read"}, "device can_view_recorded_video": {"device", "read"}},
	},
	"entitlements": {
		file: "openfga/stores/entitlements/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				thing(t, "feature", "f1", "", nil), admins(t, "feature"), admins(t, "planned"), thing(t, "planned", "f2", "", object{"feature": to("feature", "ffeature01")}),
				may(t, "feature_planned", "feature", object{"when": "any(planned.feature, .name == user.plan)"}, "read"),
			}
		},
		load: func(w *world) {
			for user, plan := range map[string]string{"anne": "free", "beth": "team", "charles": "enterprise"} {
				w.user(user, mortise.Record{"plan": plan})
			}
			for name, plans := range map[string][]string{"draft_prs": {"enterprise", "team"}, "issues": {"enterprise", "team", "free"}, "sso": {"enterprise"}} {
				id := w.add("feature", name, nil)
				for _, plan := range plans {
					mustCreate(w.t, w.admin, "planned", mortise.Record{"name": plan, "feature": id})
				}
			}
		},
		asks: map[string]ask{"feature can_access": {"feature", "read"}},
	},
	"slack": {
		file: "openfga/stores/slack/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				sampleRole(t, "sl_admin", "sladmin001"), thing(t, "sworkspace", "s1", "", nil), thing(t, "schannel", "s2", "owner", nil),
				admins(t, "sworkspace"), admins(t, "schannel", "transfer", "share"), byLevel(t, "schannel"),
				may(t, "sworkspace_run", "sworkspace", object{"role": "sl_admin"}, "read", "update"),
			}
		},
		load: func(w *world) {
			w.user("amy", nil, "sl_admin")
			w.user("bob", nil, "sl_admin")
			for _, name := range []string{"catherine", "david", "emily"} {
				w.user(name, nil)
			}
			w.team("sandcastle", []string{"amy", "bob", "catherine", "emily"})
			w.add("sworkspace", "sandcastle", nil)
			for _, name := range []string{"general", "marketing_internal", "proj_marketing_campaign"} {
				w.add("schannel", name, mortise.Record{"owner": nil})
			}
			w.share("schannel", "proj_marketing_campaign", "write", record.ShareTo{Team: w.teams["sandcastle"]})
			w.share("schannel", "proj_marketing_campaign", "write", record.ShareTo{User: w.users["david"]})
			w.share("schannel", "marketing_internal", "write", record.ShareTo{User: w.users["bob"]})
			w.share("schannel", "marketing_internal", "write", record.ShareTo{User: w.users["emily"]})
			w.share("schannel", "general", "write", record.ShareTo{User: w.users["emily"]})
		},
		asks: map[string]ask{"workspace channels_admin": {"sworkspace", "update"}, "channel writer": {"schannel", "update"}},
	},
	"temporal": {
		file: "openfga/stores/temporal-access/store.fga.yaml",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{thing(t, "tdoc", "t1", "owner", nil), admins(t, "tdoc", "transfer", "share"), byLevel(t, "tdoc")}
		},
		load: func(w *world) {
			w.user("anne", nil)
			w.user("bob", nil)
			w.add("tdoc", "1", mortise.Record{"owner": nil})
			w.add("tdoc", "2", mortise.Record{"owner": nil})
			from := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
			hour, seconds := from.Add(time.Hour), from.Add(5*time.Second)
			w.shareAt(from, "tdoc", "1", record.ShareTo{User: w.users["bob"]}, "read", nil)
			w.shareAt(from, "tdoc", "1", record.ShareTo{User: w.users["anne"]}, "read", &hour)
			w.shareAt(from, "tdoc", "2", record.ShareTo{User: w.users["anne"]}, "read", &seconds)
		},
		asks: map[string]ask{"document viewer": {"tdoc", "read"}},
	},
}
