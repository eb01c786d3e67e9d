package acceptance_test

import (
	"testing"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The samples whose decisions are requests to be allowed or denied.
func init() {
	const folder = "cedar/cedar-example-use-cases/"
	samples["repositories"] = sample{
		file: folder + "github_example",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{thing(t, "krepo", "k1", "owner", nil), admins(t, "krepo", "transfer", "share"), byLevel(t, "krepo")}
		},
		load: func(w *world) {
			for _, name := range []string{"alice", "jane", "bob"} {
				w.user(name, nil)
			}
			w.team("everything", []string{"jane"})
			w.team("owners", []string{"bob"})
			for _, name := range []string{"common_knowledge", "uncommon_knowledge", "secret"} {
				w.add("krepo", name, mortise.Record{"owner": nil})
				w.share("krepo", name, "read", record.ShareTo{Team: w.teams["everything"]})
				w.share("krepo", name, "full", record.ShareTo{Team: w.teams["owners"]})
			}
			w.share("krepo", "common_knowledge", "write", record.ShareTo{User: w.users["alice"]})
			w.share("krepo", "uncommon_knowledge", "write", record.ShareTo{User: w.users["alice"]})
			w.share("krepo", "common_knowledge", "full", record.ShareTo{User: w.users["jane"]})
		},
		asks: map[string]ask{"Repository pull": {"krepo", "read"}, "Repository push": {"krepo", "update"}},
	}
	samples["hotels"] = sample{
		file: folder + "hotel_chains/static",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				thing(t, "lproperty", "l1", "", object{"hotel": field("text", "lhotel0001", nil)}), admins(t, "lproperty"), admins(t, "lreservation"),
				thing(t, "lreservation", "l2", "", object{"property": to("lproperty", "lproperty1")}),
				may(t, "lreservation_seen", "lreservation", object{"when": "property.hotel in user.views_hotels"}, "read"),
				may(t, "lreservation_kept", "lreservation", object{"when": "property.name in user.member_of || property.hotel in user.admin_hotels || property.name in user.admin_of"}, "read", "update"),
				may(t, "lproperty_seen", "lproperty", object{"when": "hotel in user.views_hotels"}, "read"),
				may(t, "lproperty_kept", "lproperty", object{"when": "name in user.member_of || hotel in user.admin_hotels || name in user.admin_of"}, "read", "update"),
			}
		},
		load: func(w *world) {
			w.user("Alice", mortise.Record{"views_hotels": []string{"G"}, "member_of": []string{"Green"}})
			w.user("Bob", mortise.Record{"admin_hotels": []string{"R"}, "admin_of": []string{"Green"}})
			for name, hotel := range map[string]string{"Red": "R", "Green": "G", "Gray": "G"} {
				id := w.add("lproperty", name, mortise.Record{"hotel": hotel})
				w.add("lreservation", name+"-Res1", mortise.Record{"property": id})
			}
		},
		asks: map[string]ask{"Reservation viewReservation": {"lreservation", "read"}, "Reservation updateReservation": {"lreservation", "update"}, "Property updateProperty": {"lproperty", "update"}},
	}
	samples["presentations"] = sample{
		file: folder + "sales_orgs/static",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				thing(t, "presentation", "p1", "owner", nil), admins(t, "presentation", "transfer", "share"), byLevel(t, "presentation"),
				may(t, "presentation_own", "presentation", object{"scope": "own"}, "read", "update"),
			}
		},
		load: func(w *world) {
			for _, name := range []string{"Alice", "Bob", "Charlie"} {
				w.user(name, nil)
			}
			w.add("presentation", "proposal", mortise.Record{"owner": w.users["Alice"]})
			w.share("presentation", "proposal", "read", record.ShareTo{User: w.users["Bob"]})
		},
		asks: map[string]ask{"Presentation viewPresentation": {"presentation", "read"}},
	}
	samples["documents"] = sample{
		file: folder + "document_cloud",
		docs: func(t *testing.T) []mortise.Document {
			return []mortise.Document{
				thing(t, "ddoc", "d1", "owner", object{"private": field("boolean", "dprivate01", nil)}), admins(t, "ddoc", "transfer", "share"), byLevel(t, "ddoc"),
				may(t, "ddoc_own", "ddoc", object{"scope": "own", "to": "all"}, "read", "update", "share", "transfer"),
				document(t, "restriction", object{"name": "ddoc_blocked", "entity": "ddoc", "actions": []string{"read", "update"}, "when": "user.name in owner.blocked || owner.name in user.blocked"}),
				document(t, "restriction", object{"name": "ddoc_private", "entity": "ddoc", "actions": []string{"read", "update"}, "when": "private == true && owner != me", "except": []string{"administrator"}}),
			}
		},
		load: func(w *world) {
			w.user("alice", mortise.Record{"blocked": []string{"bob"}})
			w.user("bob", nil)
			w.user("charlie", nil)
			w.add("ddoc", "alice_public", mortise.Record{"owner": w.users["alice"], "private": false})
			w.share("ddoc", "alice_public", "read", record.ShareTo{User: w.users["bob"]})
			w.share("ddoc", "alice_public", "read", record.ShareTo{User: w.users["charlie"]})
		},
		asks: map[string]ask{"Document ViewDocument": {"ddoc", "read"}},
		not: map[string]string{
			"Drive CreateDocument":                 "creating needs no record; surface × create tries it",
			"Drive CreateDocument (not signed in)": "who is not signed in is refused before any policy; engine/httpapi tries it",
		},
	}
}
