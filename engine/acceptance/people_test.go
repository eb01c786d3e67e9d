package acceptance_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// only gives the one record of an entity that a filter finds.
func (s *server) only(t *testing.T, entity, filter string) mortise.Record {
	t.Helper()
	page, err := s.admin.Records(entity).List(context.Background(), mortise.ListOptions{Filter: filter})
	if err != nil || len(page.Data) != 1 {
		t.Fatalf("%s where %s: %d records (%v)", entity, filter, len(page.Data), err)
	}
	return page.Data[0]
}

// TestRevokedMembership: what a team gives ends with the membership, at the next
// request of an open session, in another process too.
func TestRevokedMembership(t *testing.T) {
	t.Parallel()
	s := start(t)
	ctx := context.Background()
	anna := s.newUser(t, "Anna", nil)
	elsewhere, err := mortise.New(s.serving.Another(t), mortise.WithToken(anna.client.Token()))
	if err != nil {
		t.Fatal(err)
	}
	team := mustCreate(t, s.admin, "team", mortise.Record{"name": "Board"})
	mustCreate(t, s.admin, "team_role", mortise.Record{"team": team.ID(), "role": s.only(t, "role", `name == "administrator"`).ID()})
	sees := func(want bool) {
		t.Helper()
		for place, c := range map[string]*mortise.Client{"here": anna.client, "in another process": elsewhere} {
			if _, err := c.Records("team_role").List(ctx, mortise.ListOptions{}); (err == nil) != want {
				t.Errorf("%s he sees the roles of teams: %v, want %v", place, err == nil, want)
			}
		}
	}
	sees(false)
	member := mustCreate(t, s.admin, "team_member", mortise.Record{"team": team.ID(), "user": anna.id})
	sees(true)
	if err := s.admin.Records("team_member").Archive(ctx, member.ID()); err != nil {
		t.Fatal(err)
	}
	sees(false)
	if _, err := s.admin.Records("team_member").Restore(ctx, member.ID()); err != nil {
		t.Fatal(err)
	}
	sees(true)
	if err := s.admin.Records("team").Archive(ctx, team.ID()); err != nil {
		t.Fatal(err)
	}
	sees(false)
}

// TestTrees: a tree follows creates, moves and imports, and refuses a circle;
// one that is designed later holds the records that are there.
func TestTrees(t *testing.T) {
	t.Parallel()
	s := start(t)
	ctx := context.Background()
	top := mustCreate(t, s.admin, "department", mortise.Record{"name": "Top"})
	middle := mustCreate(t, s.admin, "department", mortise.Record{"name": "Middle", "parent": top.ID()})
	csv := "name,parent\n" + strings.Repeat("Leaf,"+middle.ID()+"\n", 40)
	result, err := s.admin.Records("department").Import(ctx, strings.NewReader(csv), mortise.ImportOptions{})
	if err != nil || result.Created != 40 {
		t.Fatalf("import: %+v, %v", result, err)
	}
	if n := s.pairs(t, top.ID()); n != 42 {
		t.Errorf("below the top are %d departments, want 42", n)
	}
	_, err = s.admin.Records("department").Update(ctx, top.ID(), 0, mortise.Record{"parent": middle.ID()})
	if p, ok := mortise.AsProblem(err); !ok || len(p.Errors) != 1 || p.Errors[0].Code != "tree_cycle" || p.Errors[0].Pointer != "/parent" {
		t.Errorf("a circle is answered by %v", err)
	}
	if _, err = s.admin.Records("department").Update(ctx, middle.ID(), 0, mortise.Record{"parent": nil}); err != nil {
		t.Fatal(err)
	}
	if n := s.pairs(t, top.ID()); n != 1 {
		t.Errorf("below the top are %d departments, want itself", n)
	}
}

// pairs counts what is below a record in its tree.
func (s *server) pairs(t *testing.T, id string) (n int) {
	t.Helper()
	err := s.serving.App.DB.Pool().QueryRow(context.Background(), "SELECT count(*) FROM ws_main.closure WHERE ancestor = $1::uuid", id).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// region designs an entity with a relation to itself.
func region(t *testing.T, more object) mortise.Document {
	t.Helper()
	body := object{"name": "region", "title": "Region", "type": "object", "x-label": "name", "properties": object{
		"name":  object{"x-field": "text", "title": "Name"},
		"above": object{"x-field": "relation", "x-entity": "region", "title": "Above"},
	}}
	for k, v := range more {
		body[k] = v
	}
	return document(t, "entity", body)
}

func TestATreeIsDesignedLater(t *testing.T) {
	t.Parallel()
	s := start(t)
	ctx := context.Background()
	s.publish(t, []mortise.Document{region(t, nil), document(t, "grant", object{
		"name": "region_all", "role": "administrator", "entity": "region", "actions": []string{"read", "create", "update"}, "scope": "all", "read": "all", "write": "all",
	})})
	top := mustCreate(t, s.admin, "region", mortise.Record{"name": "Top"})
	below := mustCreate(t, s.admin, "region", mortise.Record{"name": "Below", "above": top.ID()})
	circle := func(above any) {
		t.Helper()
		if _, err := s.admin.Records("region").Update(ctx, top.ID(), 0, mortise.Record{"above": above}); err != nil {
			t.Fatal(err)
		}
	}
	circle(below.ID())
	tree := region(t, object{"x-tree": "above"})
	if err := s.admin.Definitions().Put(ctx, tree); err != nil {
		t.Fatal(err)
	}
	_, err := s.admin.Definitions().Publish(ctx, "")
	if p, ok := mortise.AsProblem(err); !ok || len(p.Errors) != 1 || p.Errors[0].Pointer != "/entity/region/x-tree" {
		t.Fatalf("a tree of records in a circle is answered by %v", err)
	}
	circle(nil)
	if _, err := s.admin.Definitions().Publish(ctx, ""); err != nil {
		t.Fatal(err)
	}
	if n := s.pairs(t, top.ID()); n != 2 {
		t.Errorf("below the top are %d regions, want 2", n)
	}
}

// TestLeaving: what somebody owned goes to another in one action, and his
// sessions end at once.
func TestLeaving(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	path := "/api/v1/users/" + c.a.id
	body := func(preview bool) string {
		return fmt.Sprintf(`{"to":{"user":%q},"deactivate":true,"preview":%v,"reason":"leaves"}`, c.b.id, preview)
	}
	if r := c.call(t, call{method: "POST", path: path + ":hand-over", token: c.b.client.Token(), body: strings.NewReader(body(false))}); r.problem(t).Code != "permission_needed" {
		t.Errorf("a seller hands over: %s", r.body)
	}
	owned := c.call(t, call{method: "GET", path: path + "/owned", token: c.admin.Token()})
	preview := c.call(t, call{method: "POST", path: path + ":hand-over", token: c.admin.Token(), body: strings.NewReader(body(true))})
	if owned.status != 200 || string(owned.body) != string(preview.body) || !strings.Contains(string(owned.body), `"entity":"deal"`) {
		t.Errorf("owned %s, preview %s", owned.body, preview.body)
	}
	done := c.call(t, call{method: "POST", path: path + ":hand-over", token: c.admin.Token(), body: strings.NewReader(body(false))})
	if done.status != 200 {
		t.Fatalf("hand over: %s", done.body)
	}
	if _, err := c.b.client.Records("deal").Get(context.Background(), c.own.ID()); err != nil {
		t.Errorf("the successor does not see what he took over: %v", err)
	}
	if r := c.call(t, call{method: "GET", path: "/api/v1/me", token: c.a.client.Token()}); r.status != 401 {
		t.Errorf("who left is answered %d", r.status)
	}
}

// TestRolesThatBecomeIncompatible: they cannot be published while somebody holds
// both; afterwards nobody can be given both.
func TestRolesThatBecomeIncompatible(t *testing.T) {
	t.Parallel()
	s := start(t)
	ctx := context.Background()
	role := func(name string, incompatible ...string) mortise.Document {
		return document(t, "role", object{"name": name, "title": name, "incompatible": append([]string{}, incompatible...)})
	}
	s.publish(t, []mortise.Document{role("buyer"), role("controller")})
	anna := s.newUser(t, "Anna", []string{"buyer", "controller"})
	if err := s.admin.Definitions().PutAll(ctx, []mortise.Document{role("buyer", "controller"), role("controller", "buyer")}); err != nil {
		t.Fatal(err)
	}
	_, err := s.admin.Definitions().Publish(ctx, "")
	if p, ok := mortise.AsProblem(err); !ok || len(p.Errors) != 1 || p.Errors[0].Code != "roles_held_together" || !strings.Contains(p.Errors[0].Message, "Anna") {
		t.Fatalf("roles that Anna holds are answered by %v", err)
	}
	assignment := s.only(t, "user_role", fmt.Sprintf("user == %q && role.name == 'controller'", anna.id))
	if err := s.admin.Records("user_role").Archive(ctx, assignment.ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.admin.Definitions().Publish(ctx, ""); err != nil {
		t.Fatal(err)
	}
	_, err = s.admin.Records("user_role").Restore(ctx, assignment.ID())
	if p, ok := mortise.AsProblem(err); !ok || p.Code != "roles_incompatible" || !strings.Contains(p.Detail+p.Title, "controller") {
		t.Errorf("to give both is answered by %v", err)
	}
}
