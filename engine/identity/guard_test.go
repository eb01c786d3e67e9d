package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
)

func TestNoWayUp(t *testing.T) {
	t.Parallel()
	b := setup(t)
	actors := map[string]*identity.Principal{
		"salesperson":   b.principal(t, b.user(t, "sally", "salesperson")),
		"sales manager": b.principal(t, b.user(t, "mark", "sales_manager")),
		"personnel":     b.principal(t, b.user(t, "paula", "personnel")),
		"architect":     b.principal(t, b.user(t, "arthur", "architect")),
		"administrator": b.principal(t, b.user(t, "root", "administrator")),
	}
	type values = map[string]any
	self := func(actor string) values {
		return values{"id": actors[actor].UserID, "name": "x", "manager": "m1", "department": "d1"}
	}
	stranger := values{"id": "someone else", "name": "x", "manager": "m1", "department": "d1", "active": true}
	gives := func(role string) values { return values{"user": "u", "role": b.roles[role]} }
	holds := func(actor, role string) values { return values{"user": actors[actor].UserID, "role": b.roles[role]} }
	team := b.Insert(t, "team", values{"name": "personnel"})
	b.Insert(t, "team_member", values{"team": team, "user": actors["personnel"].UserID})
	actors["personnel"] = b.principal(t, actors["personnel"].UserID)

	scenarios := []struct {
		actor, does    string
		entity, action string
		before, after  values
		code           string // "" when allowed
	}{
		{"salesperson", "changes his name", "user", "update", self("salesperson"), values{"name": "y", "phone": "1", "language": "en"}, ""},
		{"salesperson", "sends his manager back unchanged", "user", "update", self("salesperson"), values{"name": "y", "manager": "m1"}, ""},
		{"salesperson", "changes his manager", "user", "update", self("salesperson"), values{"manager": "m2"}, "permission_needed"},
		{"salesperson", "changes his department", "user", "update", self("salesperson"), values{"name": "y", "department": "d2"}, "permission_needed"},
		{"salesperson", "empties his department", "user", "update", self("salesperson"), values{"department": nil}, "permission_needed"},
		{"salesperson", "changes his e-mail", "user", "update", self("salesperson"), values{"email": "b@example.com"}, "permission_needed"},
		{"salesperson", "changes a field that designers added", "user", "update", self("salesperson"), values{"campus": "c2"}, "permission_needed"},
		{"salesperson", "changes another's name", "user", "update", stranger, values{"name": "y"}, "permission_needed"},
		{"salesperson", "archives himself", "user", "archive", self("salesperson"), nil, "permission_needed"},
		{"salesperson", "restores a user", "user", "restore", stranger, nil, "permission_needed"},
		{"salesperson", "creates a user", "user", "create", nil, values{"name": "y"}, "permission_needed"},
		{"salesperson", "moves a department", "department", "update", values{"id": "d", "parent": "a"}, values{"parent": "b"}, "permission_needed"},
		{"salesperson", "gives a role that he holds", "user_role", "create", nil, gives("salesperson"), "permission_needed"},
		{"salesperson", "takes a role away", "user_role", "archive", gives("salesperson"), nil, "permission_needed"},
		{"salesperson", "archives a role", "role", "archive", values{"id": "r"}, nil, "permission_needed"},
		{"sales manager", "gives a role below", "user_role", "create", nil, gives("salesperson"), "permission_needed"},
		{"personnel", "moves a user", "user", "update", stranger, values{"department": "d2", "manager": "m2", "active": false}, ""},
		{"personnel", "makes a department", "department", "create", nil, values{"name": "d"}, ""},
		{"personnel", "gives his own role", "user_role", "create", nil, gives("personnel"), ""},
		{"personnel", "gives a role that he inherits", "user_role", "create", nil, gives("salesperson"), ""},
		{"personnel", "gives a role above", "user_role", "create", nil, gives("sales_manager"), "role_not_held"},
		{"personnel", "gives an owner role", "user_role", "create", nil, gives("administrator"), "role_not_held"},
		{"personnel", "gives a role that does not exist", "user_role", "create", nil, values{"user": "u", "role": "?"}, "role_not_held"},
		{"personnel", "gives no role", "user_role", "create", nil, values{"user": "u"}, "role_not_held"},
		{"personnel", "turns a low role into a high one", "user_role", "update", gives("salesperson"), gives("sales_manager"), "role_not_held"},
		{"personnel", "hands a high role to another user", "user_role", "update", gives("sales_manager"), values{"user": "v"}, "role_not_held"},
		{"personnel", "restores a high role", "user_role", "restore", gives("sales_manager"), nil, "role_not_held"},
		{"personnel", "takes a role away that he lacks", "user_role", "archive", gives("sales_manager"), nil, ""},
		{"personnel", "takes an owner role away", "user_role", "archive", gives("administrator"), nil, "owner_role_not_held"},
		{"personnel", "takes away a role that inherits an owner role", "user_role", "archive", gives("founder"), nil, "owner_role_not_held"},
		{"personnel", "overwrites an owner role", "user_role", "update", gives("administrator"), gives("salesperson"), "owner_role_not_held"},
		{"personnel", "archives what he can't see the role of", "user_role", "archive", values{"user": "u"}, nil, "owner_role_not_held"},
		{"personnel", "gives himself a role that he holds", "user_role", "create", nil, holds("personnel", "salesperson"), "own_assignment"},
		{"personnel", "takes a role from himself", "user_role", "archive", holds("personnel", "salesperson"), nil, "own_assignment"},
		{"personnel", "takes away what he can't see the holder of", "user_role", "archive", values{"role": b.roles["salesperson"]}, nil, "own_assignment"},
		{"personnel", "makes his own role last longer", "user_role", "update", holds("personnel", "salesperson"), values{"until": nil}, "own_assignment"},
		{"personnel", "makes a high role last longer", "user_role", "update", gives("sales_manager"), values{"until": nil}, "role_not_held"},
		{"personnel", "changes his own department", "user", "update", self("personnel"), values{"department": "d2"}, "own_assignment"},
		{"personnel", "changes his own e-mail", "user", "update", self("personnel"), values{"email": "p@example.com"}, ""},
		{"personnel", "makes a team", "team", "create", nil, values{"name": "t"}, ""},
		{"salesperson", "makes a team", "team", "create", nil, values{"name": "t"}, "permission_needed"},
		{"salesperson", "joins a team", "team_member", "create", nil, values{"team": "t", "user": "u"}, "permission_needed"},
		{"personnel", "joins a team himself", "team_member", "create", nil, values{"team": "t", "user": actors["personnel"].UserID}, "own_assignment"},
		{"personnel", "gives a team a role that he holds", "team_role", "create", nil, values{"team": "t", "role": b.roles["salesperson"]}, ""},
		{"personnel", "gives a team a role that he lacks", "team_role", "create", nil, values{"team": "t", "role": b.roles["sales_manager"]}, "role_not_held"},
		{"personnel", "gives his own team a role", "team_role", "create", nil, values{"team": team, "role": b.roles["salesperson"]}, "own_assignment"},
		{"personnel", "takes an owner role from a team", "team_role", "archive", values{"team": "t", "role": b.roles["founder"]}, nil, "owner_role_not_held"},
		{"salesperson", "gives a team a role", "team_role", "create", nil, values{"team": "t", "role": b.roles["salesperson"]}, "permission_needed"},
		{"personnel", "names a role for new users that he holds", "department", "update", values{"id": "d"}, values{"initial_role": b.roles["salesperson"]}, ""},
		{"personnel", "names a role for new users that he lacks", "department", "update", values{"id": "d"}, values{"initial_role": b.roles["sales_manager"]}, "role_not_held"},
		{"personnel", "leaves the role for new users", "department", "update", values{"initial_role": b.roles["sales_manager"]}, values{"initial_role": b.roles["sales_manager"], "name": "x"}, ""},
		{"administrator", "names any role for new users", "department", "create", nil, values{"initial_role": b.roles["sales_manager"]}, ""},
		{"administrator", "takes a role from himself", "user_role", "archive", holds("administrator", "salesperson"), nil, ""},
		{"architect", "archives a role", "role", "archive", values{"id": "r", "name": "n"}, nil, ""},
		{"architect", "creates a role record", "role", "create", nil, values{"name": "administrator"}, "role_is_designed"},
		{"architect", "renames a role record", "role", "update", values{"name": "a"}, values{"name": "administrator"}, "role_is_designed"},
		{"architect", "gives his own role", "user_role", "create", nil, gives("architect"), "permission_needed"},
		{"administrator", "gives any role", "user_role", "create", nil, gives("sales_manager"), ""},
		{"administrator", "takes an owner role away", "user_role", "archive", gives("administrator"), nil, ""},
		{"administrator", "creates a role record", "role", "create", nil, values{"name": "x"}, "role_is_designed"},
		{"nobody", "creates a user", "user", "create", nil, values{"name": "y"}, "permission_needed"},
		{"nobody", "changes nobody", "user", "update", values{}, values{"name": "y"}, "permission_needed"},
	}
	for _, s := range scenarios {
		t.Run(s.actor+" "+s.does, func(t *testing.T) {
			t.Parallel()
			p := actors[s.actor]
			if p == nil {
				p = &identity.Principal{}
			}
			err := identity.GuardWrite(p, identity.Writing{Set: b.Set, Entity: b.Set.Entity(s.entity), Action: s.action, Before: s.before, After: s.after})
			if s.code == "" {
				require.NoError(t, err)
				return
			}
			requireCode(t, s.code, err)
		})
	}
}

func TestGuardHoldsAfterARename(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p := b.principal(t, b.user(t, "paula", "personnel"))
	e := *b.Set.Entity("user_role")
	e.Name = "duty"
	e.Fields = nil
	for _, f := range b.Set.Entity("user_role").Fields {
		renamed := *f
		renamed.Name = "my_" + f.Name
		e.Fields = append(e.Fields, &renamed)
	}
	err := identity.GuardWrite(p, identity.Writing{Entity: &e, Action: "create", After: map[string]any{"my_role": b.roles["administrator"]}})
	requireCode(t, "role_not_held", err)
	require.True(t, identity.BumpsEpoch(&e))
}

func TestOtherEntitiesPass(t *testing.T) {
	t.Parallel()
	e := &definition.Entity{Name: "user", ID: "zzzzzzzzzz"} // same name, another entity
	require.NoError(t, identity.GuardWrite(&identity.Principal{}, identity.Writing{Entity: e, Action: "create"}))
	require.False(t, identity.Guards(e))
}

func TestCoreIsComplete(t *testing.T) {
	t.Parallel()
	b := setup(t)
	require.NoError(t, identity.CheckCore(b.Set))
	without := &definition.Set{}
	for _, e := range b.Set.Entities {
		if e.Name != "team_role" {
			without.Entities = append(without.Entities, e)
		}
	}
	require.Error(t, identity.CheckCore(without))
}

func TestDirectGrantsAreNoWayUp(t *testing.T) {
	t.Parallel()
	b := grants(t)
	seller, personnel, root := b.user(t, "sally", "salesperson"), b.user(t, "paula", "personnel"), b.user(t, "root", "administrator")
	helper := b.user(t, "helper")
	b.Insert(t, "user_grant", map[string]any{"user": helper, "grant": "loose", "reason": "r", "until": "2999-01-01"})
	b.give(t, helper, "clerk")
	for _, s := range []struct {
		does, actor, action string
		before, after       map[string]any
		code                string
	}{
		{"a seller gives", seller, "create", nil, map[string]any{"user": "u", "grant": "visit"}, "permission_needed"},
		{"personnel gives what his role holds", personnel, "create", nil, map[string]any{"user": "u", "grant": "visit"}, ""},
		{"personnel gives himself", personnel, "create", nil, map[string]any{"user": personnel, "grant": "visit"}, "own_assignment"},
		{"personnel gives what nobody's role holds", personnel, "create", nil, map[string]any{"user": "u", "grant": "loose"}, "grant_not_held"},
		{"he gives what he holds directly", helper, "create", nil, map[string]any{"user": "u", "grant": "loose"}, ""},
		{"he gives what he lacks", helper, "create", nil, map[string]any{"user": "u", "grant": "visit"}, "grant_not_held"},
		{"he turns what he holds into what he lacks", helper, "update", map[string]any{"user": "u", "grant": "loose"}, map[string]any{"grant": "visit"}, "grant_not_held"},
		{"he makes another's last longer", helper, "update", map[string]any{"user": "u", "grant": "visit"}, map[string]any{"until": "2999"}, "grant_not_held"},
		{"he takes it away", helper, "archive", map[string]any{"user": "u", "grant": "visit"}, nil, ""},
		{"he restores it", helper, "restore", map[string]any{"user": "u", "grant": "visit"}, nil, "grant_not_held"},
		{"an owner gives anything", root, "create", nil, map[string]any{"user": "u", "grant": "loose"}, ""},
		{"an owner gives what may not be given so", root, "create", nil, map[string]any{"user": "u", "grant": "rule"}, "grant_not_direct"},
		{"an owner gives what there is not", root, "create", nil, map[string]any{"user": "u", "grant": "gone"}, "grant_not_direct"},
	} {
		err := identity.GuardWrite(b.principal(t, s.actor), identity.Writing{Set: b.Set, Entity: b.Set.Entity("user_grant"), Action: s.action, Before: s.before, After: s.after})
		if s.code == "" {
			require.NoError(t, err, s.does)
			continue
		}
		require.Error(t, err, s.does)
		requireCode(t, s.code, err)
	}
}
