package identity_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// company has people in departments and teams.
type company struct {
	head, anna, bert, cleo     string // cleo is in no team
	sales, north, east         string // departments: north and east are below sales
	hunters, gatherers, closed string // teams; closed is archived
}

func newCompany(t *testing.T, b *bundle) company {
	t.Helper()
	var c company
	department := func(name string, parent any) string {
		ids, err := b.create(t, "department", map[string]any{"name": name, "parent": parent})
		require.NoError(t, err)
		return ids[0]
	}
	c.sales = department("sales", nil)
	c.north, c.east = department("north", c.sales), department("east", c.sales)
	person := func(name, department string, manager any) string {
		id := b.person(t, name, manager)
		b.Update(t, "user", id, "department", department)
		return id
	}
	c.head = person("head", c.sales, nil)
	c.anna, c.bert, c.cleo = person("anna", c.north, c.head), person("bert", c.north, c.head), person("cleo", c.east, c.head)
	for name, id := range map[string]*string{"hunters": &c.hunters, "gatherers": &c.gatherers, "closed": &c.closed} {
		*id = b.Insert(t, "team", map[string]any{"name": name})
	}
	b.Update(t, "team", c.closed, "archived_at", time.Now())
	for _, m := range [][2]string{{c.hunters, c.anna}, {c.hunters, c.bert}, {c.gatherers, c.anna}, {c.gatherers, c.head}, {c.closed, c.anna}, {c.closed, c.cleo}} {
		b.Insert(t, "team_member", map[string]any{"team": m[0], "user": m[1]})
	}
	return c
}

func TestPrincipalKnowsWhomHeWorksWith(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := newCompany(t, b)
	b.give(t, c.anna, "sales_manager")

	anna, head, cleo := b.principal(t, c.anna).Attributes, b.principal(t, c.head).Attributes, b.principal(t, c.cleo).Attributes
	require.ElementsMatch(t, []any{c.hunters, c.gatherers}, anna["teams"])
	require.ElementsMatch(t, []any{c.anna, c.bert, c.head}, anna["teammates"])
	require.ElementsMatch(t, []any{c.anna}, anna["subordinates"])
	require.ElementsMatch(t, []any{c.head, c.anna, c.bert, c.cleo}, head["subordinates"])
	require.ElementsMatch(t, []any{c.north}, anna["department_below"])
	require.ElementsMatch(t, []any{c.sales, c.north, c.east}, head["department_below"])
	require.ElementsMatch(t, []any{c.anna, c.hunters, c.gatherers, c.north, c.sales, b.roles["sales_manager"], b.roles["salesperson"], b.roles["everyone"]}, anna["principals"])
	require.NotContains(t, cleo, "teams", "of an archived team he is no member")
	require.Equal(t, []any{c.cleo}, cleo["teammates"])
}

func TestTeamsGiveRoles(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := newCompany(t, b)
	given := b.Insert(t, "team_role", map[string]any{"team": c.hunters, "role": b.roles["sales_manager"]})
	b.Insert(t, "team_role", map[string]any{"team": c.closed, "role": b.roles["administrator"]})
	require.Equal(t, []string{"everyone", "sales_manager", "salesperson"}, b.principal(t, c.bert).Roles)
	require.Equal(t, []string{"everyone"}, b.principal(t, c.cleo).Roles)
	held, err := identity.HeldBy(t.Context(), b.Pool, b.Name, nil)
	require.NoError(t, err)
	require.Equal(t, []identity.Held{{Role: "sales_manager", Team: c.hunters}}, held[c.bert])
	require.Empty(t, held[c.cleo], "an archived team gives nothing")
	b.Update(t, "team", c.hunters, "archived_at", time.Now())
	b.Update(t, "role", b.roles["salesperson"], "archived_at", time.Now())
	b.give(t, c.head, "salesperson")
	b.give(t, c.anna, "administrator")
	b.Update(t, "user", c.anna, "archived_at", time.Now())
	held, err = identity.HeldBy(t.Context(), b.Pool, b.Name, []string{c.bert, c.head, c.anna})
	require.NoError(t, err)
	require.Empty(t, held, "nor does an archived role, and who is archived has nothing")
	for _, back := range [][2]string{{"team", c.hunters}, {"user", c.anna}, {"role", b.roles["salesperson"]}} {
		b.Update(t, back[0], back[1], "archived_at", nil)
	}
	b.Update(t, "team_role", given, "archived_at", time.Now())
	require.Equal(t, []string{"everyone"}, b.principal(t, c.bert).Roles)
}

func TestMembershipTakenAwayBindsOnAnotherProcess(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "root", "administrator")
	anna := b.member(t, "anna")
	team := b.Insert(t, "team", map[string]any{"name": "hunters"})
	b.Insert(t, "team_role", map[string]any{"team": team, "role": b.roles["sales_manager"]})
	membership := b.Insert(t, "team_member", map[string]any{"team": team, "user": anna})
	in := b.signIn(t, "anna", identity.KindCookie)
	other := start(b.Workspace)
	p, err := other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.Contains(t, p.Roles, "sales_manager")
	require.NoError(t, b.write(t, "team_member", membership, "archived_at", "2026-01-01"))
	require.NoError(t, other.service.Refresh(t.Context(), in.Token))
	p, err = other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.Equal(t, []string{"everyone"}, p.Roles)
	require.NotContains(t, p.Attributes, "teams")
}

func TestTemporaryRoleEndsByItself(t *testing.T) {
	t.Parallel()
	b := setup(t)
	anna := b.member(t, "anna", "salesperson")
	over := b.give(t, anna, "architect")
	b.Update(t, "user_role", over, "until", time.Now().Add(-time.Second))
	soon := b.give(t, anna, "sales_manager")
	end := time.Now().Add(2 * time.Second).Truncate(time.Microsecond)
	b.Update(t, "user_role", soon, "until", end)
	in := b.signIn(t, "anna", identity.KindCookie)
	require.Equal(t, []string{"everyone", "sales_manager", "salesperson"}, in.Principal.Roles)
	require.WithinDuration(t, end, in.Principal.ValidUntil, 0)
	require.Eventually(t, func() bool {
		p, err := b.service.Principal(t.Context(), in.Token)
		require.NoError(t, err)
		return len(p.Roles) == 2 && p.ValidUntil.IsZero()
	}, 10*time.Second, 20*time.Millisecond)
}

// clerk manages users and holds nothing else.
const clerk = `, {"name": "clerk", "x-id": "b000000001", "title": "Clerk", "permissions": ["users"]}]`

// grants may be given directly, except the second.
func grants(t *testing.T) *bundle {
	t.Helper()
	docs := append(workspacetest.Documents(t, "core"), workspacetest.Roles(t, []byte(roles[:len(roles)-1]+clerk))...)
	for name, more := range map[string]string{"visit": `"role": "salesperson", "direct": true`, "rule": `"role": "salesperson"`, "loose": `"direct": true`} {
		docs = append(docs, workspacetest.Grant(name, `{"name": "`+name+`", `+more+`, "entity": "department", "actions": ["read"], "scope": "all", "read": "all"}`))
	}
	return setupWith(t, docs)
}

func TestDirectGrantsArePseudoRoles(t *testing.T) {
	t.Parallel()
	b := grants(t)
	anna := b.user(t, "anna")
	end := time.Now().Add(time.Hour).Truncate(time.Microsecond)
	for name, until := range map[string]time.Time{"visit": end, "rule": end.Add(time.Hour), "loose": time.Now().Add(-time.Second), "unknown": end.Add(time.Hour)} {
		b.Insert(t, "user_grant", map[string]any{"user": anna, "grant": name, "reason": "r", "until": until})
	}
	p := b.principal(t, anna)
	require.Equal(t, []string{"everyone", "grant:visit"}, p.Roles)
	require.Equal(t, []any{"everyone", "grant:visit"}, p.Attributes["roles"])
	require.WithinDuration(t, end, p.ValidUntil, 0)
	require.Empty(t, p.Permissions)
}

func TestAllPrincipalsAreThoseLoadedOneByOne(t *testing.T) {
	t.Parallel()
	b := grants(t)
	c := newCompany(t, b)
	b.give(t, c.anna, "sales_manager")
	b.Update(t, "user_role", b.give(t, c.bert, "architect"), "until", time.Now().Add(time.Hour))
	b.Update(t, "user_role", b.give(t, c.cleo, "architect"), "until", time.Now().Add(-time.Hour))
	b.Insert(t, "team_role", map[string]any{"team": c.hunters, "role": b.roles["personnel"]})
	b.Insert(t, "user_grant", map[string]any{"user": c.bert, "grant": "visit", "reason": "r", "until": time.Now().Add(time.Minute)})
	b.Update(t, "user", b.user(t, "idle"), "active", false)
	state, err := identity.Registered(b.registry).Refresh(t.Context(), b.Name)
	require.NoError(t, err)
	all, err := b.service.AllPrincipals(t.Context(), b.Name, state)
	require.NoError(t, err)
	require.Len(t, all, 4)
	for _, p := range all {
		one := b.principal(t, p.UserID)
		require.Equal(t, one.Roles, p.Roles)
		require.Equal(t, one.Permissions, p.Permissions)
		require.True(t, one.ValidUntil.Equal(p.ValidUntil), p.Name)
		require.Equal(t, one.Epoch, p.Epoch)
		require.Len(t, p.Attributes, len(one.Attributes), p.Name)
		for name, want := range one.Attributes {
			if list, ok := want.([]any); ok {
				require.ElementsMatch(t, list, p.Attributes[name], "%s of %s", name, p.Name)
				continue
			}
			require.Equal(t, want, p.Attributes[name])
		}
	}
}

// crowd fills a workspace with 10,000 users below each other in teams of 40,
// and 500 roles.
func crowd(t testing.TB) *bundle {
	t.Helper()
	list := "["
	for i := range 500 {
		list += fmt.Sprintf(`{"name": "role_%d", "x-id": "c%09d", "title": "Role", "inherits": ["salesperson"]},`, i, i)
	}
	docs := append(workspacetest.Documents(t, "core"), workspacetest.Roles(t, []byte(list+roles[1:]))...)
	b := setupWith(t, docs)
	b.exec(t, "INSERT INTO", "e_i280yz2xc9", `(id, f_cwm8gks5d8, f_l9wx6e4l5w, f_oorut4em2g, f_z57nuwaqo7)
		SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'user ' || i, i || '@example.com', true,
			CASE WHEN i > 0 THEN ('00000000-0000-7000-8000-' || lpad((i / 8)::text, 12, '0'))::uuid END FROM generate_series(0, 9999) i`)
	b.exec(t, "INSERT INTO", "e_so5nzqdg2w", "(id, f_s6pycdybk1) SELECT gen_random_uuid(), 'team ' || i FROM generate_series(0, 249) i")
	b.exec(t, "INSERT INTO", "e_txx0bzn1ki", fmt.Sprintf(`(id, f_oll9tzql8i, f_x1n2fvu0i3)
		SELECT gen_random_uuid(), t.id, u.id FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM %[1]s.e_i280yz2xc9) u
		JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM %[1]s.e_so5nzqdg2w) t ON t.n = u.n %% 250 + 1`, store.Quote(b.Schema)))
	b.exec(t, "INSERT INTO", "e_i5evw1umtx", fmt.Sprintf(`(id, f_b2jlxw6bcp, f_ma8ok2uts9)
		SELECT gen_random_uuid(), u.id, r.id FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM %[1]s.e_i280yz2xc9) u
		JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM %[1]s.e_eamhuj6e10) r ON r.n = u.n %% 500 + 1 OR r.n = u.n %% 7 + 1`, store.Quote(b.Schema)))
	for _, index := range []string{"e_txx0bzn1ki (f_x1n2fvu0i3)", "e_i5evw1umtx (f_b2jlxw6bcp)", "e_bmsaur44na (f_g3nwk0do4u)", "e_d1reosfhyp (f_i0gshyl5sn)"} {
		b.exec(t, "CREATE INDEX ON", index, "")
	}
	require.NoError(t, b.service.RebuildTrees(t.Context(), b.Name))
	for _, table := range []string{"closure", "e_i280yz2xc9", "e_txx0bzn1ki", "e_i5evw1umtx"} {
		b.exec(t, "ANALYZE", table, "")
	}
	return b
}

// BenchmarkCrowd loads principals of a big company: its head, a middle manager,
// everybody.
func BenchmarkCrowd(b *testing.B) {
	w := crowd(b)
	state, err := identity.Registered(w.registry).Refresh(b.Context(), w.Name)
	require.NoError(b, err)
	for name, id := range map[string]string{"head": "00000000-0000-7000-8000-000000000000", "member": "00000000-0000-7000-8000-000000000500"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := w.service.PrincipalOf(b.Context(), w.Name, id)
				require.NoError(b, err)
			}
		})
	}
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		var all []*identity.Principal
		for b.Loop() {
			all, err = w.service.AllPrincipals(b.Context(), w.Name, state)
			require.NoError(b, err)
			require.Len(b, all, 10000)
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MiB-held")
		runtime.KeepAlive(all)
	})
}
