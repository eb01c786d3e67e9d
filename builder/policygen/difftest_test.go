package policygen_test

import (
	"context"
	"fmt"
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

// world is difftest.World as definitions.
func world() []*definition.Entity {
	field := func(name, kind, target string) *definition.Field {
		return &definition.Field{Name: name, Type: kind, Entity: target, Column: "f_" + name}
	}
	return []*definition.Entity{
		{Name: "item", Owner: "owner", Fields: []*definition.Field{
			field("t1", "text", ""), field("t2", "text", ""), field("n1", "integer", ""), field("d1", "number", ""),
			field("b1", "boolean", ""), field("tags", "tags", ""), field("day", "date", ""), field("hour", "time", ""),
			field("at", "datetime", ""), field("owner", "user", "user"), field("dep", "relation", "department"),
		}},
		{Name: "user", Fields: []*definition.Field{
			field("name", "text", ""), field("level", "integer", ""), field("skills", "tags", ""),
			field("department", "relation", "department"), field("manager", "user", "user"),
		}},
		{Name: "department", Fields: []*definition.Field{
			field("name", "text", ""), field("size", "integer", ""), field("open", "boolean", ""), field("parent", "relation", "department"),
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

func randomSet(r *rand.Rand) *definition.Set {
	set := &definition.Set{Entities: world()}
	fields := func() definition.FieldSet {
		return []definition.FieldSet{{All: true}, {Only: []string{"t1", "owner"}}, {Except: []string{"t1", "n1"}}}[r.IntN(3)]
	}
	maybe := func() string {
		if r.IntN(4) == 0 {
			return ""
		}
		return condition(r, 3)
	}
	for i := range 2 + r.IntN(3) {
		set.Grants = append(set.Grants, &definition.Grant{
			Name: fmt.Sprintf("g%d", i), Role: []string{"sales", "guest"}[r.IntN(5)/4], Entity: "item", Actions: []string{"read", "update", "create"},
			Scope: definition.ScopeOf([]definition.ScopeKind{"own", "pool", "all", "all", "none"}[r.IntN(5)]), When: maybe(), Result: maybe(), Read: fields(), Write: fields(),
		})
	}
	for i := range r.IntN(3) {
		set.Restrictions = append(set.Restrictions, &definition.Restriction{
			Name: fmt.Sprintf("r%d", i), Entity: "item", Actions: []string{"read", "update"}, When: condition(r, 3),
			Except: []string{"sales", "auditor"}[:0:r.IntN(2)],
		})
	}
	for i := range r.IntN(3) {
		set.Masks = append(set.Masks, &definition.Mask{
			Name: fmt.Sprintf("m%d", i), Entity: "item", Fields: []string{"t1", "t2"}, Show: []string{"all", "tail"}[i%2], When: maybe(),
		})
	}
	return set
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
	actions := []string{"read", "update", "create"}
	for i := range n {
		set := randomSet(r)
		policy, err := policygen.NewRules(set).Generate("item")
		if err != nil {
			t.Fatal(err)
		}
		module := policy.Modules[policygen.FileName]
		u, err := access.Compile(ctx, access.Source{
			Entity: "item", Schema: difftest.World{}, Modules: policy.Modules, Grants: policy.Grants, Masks: policy.Masks,
		})
		if err != nil {
			t.Fatalf("%v\n%s", err, module)
		}
		params := b.Records.Principal(r)
		request := access.Request{Action: actions[i%len(actions)], Roles: []string{"everyone", "sales"}, Channel: "web"}
		mismatches, err := b.Compare(ctx, u, request, params)
		if err != nil {
			t.Fatalf("%v\n%s", err, module)
		}
		if len(mismatches) > 0 {
			t.Fatalf("%s\nfor %v in\n%s", mismatches[0], params, module)
		}
	}
}
