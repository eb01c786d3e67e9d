package policygen_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/access/difftest"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
)

// world is difftest.World as definitions; items may belong to teams, too, which
// are departments there.
func world(team string) []*definition.Entity {
	field := func(name, kind, target string) *definition.Field {
		return &definition.Field{Name: name, Type: kind, Entity: target, Column: "f_" + name}
	}
	return []*definition.Entity{
		{Name: "item", Owner: "owner", Team: team, Fields: []*definition.Field{
			field("t1", "text", ""), field("t2", "text", ""), field("n1", "integer", ""), field("d1", "number", ""),
			field("b1", "boolean", ""), field("tags", "tags", ""), field("day", "date", ""), field("hour", "time", ""),
			field("at", "datetime", ""), field("owner", "user", "user"), field("dep", "relation", "department"),
			field("members", "users", "user"),
		}},
		{Name: "user", Fields: []*definition.Field{
			field("name", "text", ""), field("level", "integer", ""), field("skills", "tags", ""),
			field("department", "relation", "department"), field("manager", "user", "user"),
		}},
		{Name: "department", Tree: "parent", Fields: []*definition.Field{
			field("name", "text", ""), field("size", "integer", ""), field("open", "boolean", ""), field("parent", "relation", "department"),
		}},
		{Name: "note", Fields: []*definition.Field{
			field("text", "text", ""), field("rank", "integer", ""), field("labels", "tags", ""),
			field("item", "relation", "item"), field("author", "user", "user"),
		}},
		{Name: "step", Fields: []*definition.Field{
			field("note", "relation", "note"), field("rank", "integer", ""), field("done", "boolean", ""),
		}},
	}
}

// atoms are conditions as designers write them; %t and %n stand for a text and
// a number.
var atoms = []string{
	"t1 == %t", "t1 != %t", "t1 < %t", "t1 >= %t", "t1 == t2", "t1 != t2", "t1 contains %t", "t2 startsWith %t", "t1 endsWith %t",
	"t1 == nil", "t2 != nil", "n1 == %n", "n1 != %n", "d1 > %n", "n1 <= d1", "n1 == nil", "b1", "b1 == true", "b1 != true",
	"b1 == nil", "b1 != nil", "tags == nil", "%t in tags", "t1 in tags", "t1 in [%t, %t]", "n1 in [%n, %n]", "t1 in user.skills",
	"owner == me", "owner != me", "owner == user.manager", "owner.manager == me", "owner.department == dep", "dep == user.department",
	"dep.parent != user.department", "owner == nil", "dep.parent != nil", "dep.name == %t", "owner.level > user.level", "user.name == t1",
	"at < now()", "at >= '2026-01-31T00:00:00Z'", "day > '2026-01-31'", "hour != '15:04:05'", "dep.open", "owner.skills == nil",
	"record.owner.name != user.name", "owner.id != me",
	"owner in user.subordinates", "owner.manager in user.teammates", "dep in user.department_below", "owner in user.principals",
	"t1 in user.roles", "'sales' in user.roles", "dep.parent in user.department_below", "readable(owner)", "readable(dep.parent)",
	"any(note.item, .text == %t)", "all(note.item, .rank > %n)", "none(note.item, .author == me and %t in .labels)",
	"me in members", "me not in members", "owner in members", "user.manager in members", "members == nil", "members != nil",
	"any(members, .level > n1)", "all(members, .department == user.department)", "none(members, .manager == me)", "any(members, .id in user.subordinates)",
	"any(owner.item.members, .t1 == t2)", "any(note.item, .author in .item.members)", "any(members, readable(#))",
	"any(note.item, any(.item.members, .name == user.name))", "any(record.members, .skills contains t1)", "members contains me",
	"tags contains %t", "user.skills contains t1", "t1 == ''", "t2 != ''", "now() < '2027-01-01T00:00:00Z'", "'sales' in user.roles and %n < n1", "n1 == d1 and -1 < d1", "%n in [n1, d1]",
	"day in ['2026-01-31', '2026-02-01']", "owner in [me, user.manager]", "%t in [t1, t2]",
	"any(note.item, .rank > n1 or .text == t1)", "any(note.item, readable(#))", "all(note.item, readable(.author))",
	"any(owner.note.author, .item.t1 == t2)", "any(note.item, any(.step.note, .done and .rank == n1))",
	"none(note.item, all(.step.note, not .done))", "any(note.item, true)", "all(note.item, any(.step.note, .rank > %n) or .text != %t)",
}

func condition(r *rand.Rand, depth int) string {
	if depth > 0 {
		switch r.IntN(6) {
		case 0:
			return "not (" + condition(r, depth-1) + ")"
		case 1:
			return "(" + condition(r, depth-1) + " and " + condition(r, depth-1) + ")"
		case 2, 3:
			return "(" + condition(r, depth-1) + " or " + condition(r, depth-1) + ")"
		}
	}
	atom := atoms[r.IntN(len(atoms))]
	for strings.Contains(atom, "%t") {
		atom = strings.Replace(atom, "%t", []string{`"a"`, `"B"`, `"é"`, `"客户"`, `"_"`, `"\""`, `"\\"`}[r.IntN(7)], 1)
	}
	for strings.Contains(atom, "%n") {
		atom = strings.Replace(atom, "%n", []string{"0", "-1", "1.5", "5", "9007199254740993"}[r.IntN(5)], 1)
	}
	return atom
}

// What is generated from random access rules must mean the same in Rego, SQL
// and Go.
func TestDifferentialOfGenerated(t *testing.T) {
	t.Parallel()
	n := 60
	if text := os.Getenv("MORTISE_DIFFTEST_N"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	ctx, r := context.Background(), rand.New(rand.NewPCG(3, 5))
	b := &difftest.Bench{DB: enginetest.Database(t), Schema: enginetest.Schema(t), Records: difftest.NewRecords(r, 80)}
	if err := b.Records.Insert(ctx, b.DB, b.Schema, ""); err != nil {
		t.Fatal(err)
	}
	far, err := difftest.NewFar(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		compare(ctx, t, b, r, far, tried[i%len(tried)])
	}
}

// compare asks about one random set of rules.
func compare(ctx context.Context, t *testing.T, b *difftest.Bench, r *rand.Rand, far *difftest.Far, action string) {
	t.Helper()
	policy, err := policygen.NewRules(randomSet(r)).Generate("item")
	if err != nil {
		t.Fatal(err)
	}
	module := policy.Modules[policygen.FileName]
	u, err := access.Compile(ctx, access.Source{
		Entity: "item", Schema: difftest.World{}, Modules: policy.Modules, Grants: policy.Grants, Masks: policy.Masks,
		Obligations: policy.Obligations, Related: far.Related(r),
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, module)
	}
	params := b.Records.Principal(r)
	request := access.Request{Action: action, Roles: []string{"everyone", "sales"}, Channel: "web"}
	if r.IntN(3) == 0 {
		request.Roles = []string{"everyone", "grant:g0", "guest"}
	}
	mismatches, err := b.Compare(ctx, u, request, params)
	if err != nil {
		t.Fatalf("%v\n%s", err, module)
	}
	if len(mismatches) > 0 {
		t.Fatalf("%s\nfor %s by %v in\n%s", mismatches[0], action, params, module)
	}
}
