package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// leaver is a workspace in which Anna owns orders, which a team may own too,
// and visits, which need a user.
func leaver(t *testing.T) (b *bundle, root, anna, bert string) {
	t.Helper()
	docs := append(workspacetest.Documents(t, "core"), workspacetest.Roles(t, []byte(roles))...)
	for name, body := range map[string]string{
		"order": `{"name": "order", "title": "Order", "type": "object", "x-id": "d000000001", "x-owner": "owner", "x-team": "team", "properties": {
			"owner": {"x-field": "user", "x-id": "d000000002", "title": "Owner"}, "team": {"x-field": "relation", "x-id": "d000000003", "x-entity": "team", "title": "Team"}}}`,
		"visit": `{"name": "visit", "title": "Visit", "type": "object", "x-id": "d000000004", "x-owner": "owner", "required": ["owner"], "properties": {
			"owner": {"x-field": "user", "x-id": "d000000005", "title": "Owner"}}}`,
	} {
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: name}, Body: []byte(body)})
	}
	b = setupWith(t, docs)
	root, anna, bert = b.member(t, "root", "administrator"), b.member(t, "anna", "salesperson"), b.user(t, "bert")
	for range 3 {
		b.Insert(t, "order", map[string]any{"owner": anna})
	}
	b.Update(t, "order", b.Insert(t, "order", map[string]any{"owner": anna}), "archived_at", time.Now())
	b.Insert(t, "order", map[string]any{"owner": bert})
	b.Insert(t, "order", nil)
	b.Insert(t, "visit", map[string]any{"owner": anna})
	b.Insert(t, "team", map[string]any{"name": "hunters", "lead": anna})
	b.Insert(t, "approval", map[string]any{"requester": anna, "state": "pending"})
	return b, root, anna, bert
}

func TestHandOverToAUser(t *testing.T) {
	t.Parallel()
	b, root, anna, bert := leaver(t)
	in := b.signIn(t, "anna", identity.KindToken)
	other := start(b.Workspace)
	_, err := other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	p := b.principal(t, root)
	want := &identity.HandedOver{Preview: true, Teams: 1, Approvals: 1, Entities: []identity.HandedEntity{
		{Entity: "order", Records: 4, Archived: 1, Unowned: 1}, {Entity: "visit", Records: 1}}}
	owned, err := b.service.Owned(t.Context(), p, anna)
	require.NoError(t, err)
	require.Equal(t, want, owned)

	over := identity.HandOver{User: anna, ToUser: bert, Deactivate: true, Preview: true, Reason: "leaves"}
	preview, err := b.service.HandOver(t.Context(), p, over)
	require.NoError(t, err)
	require.Equal(t, want, preview)
	require.Zero(t, b.count(t, "ownership", "true")+b.count(t, "change", "action = 'transfer'")+b.count(t, "audit", "action = 'user.hand_over'"))

	over.Preview = false
	done, err := b.service.HandOver(t.Context(), p, over)
	require.NoError(t, err)
	require.True(t, done.Deactivated)
	require.Equal(t, want.Entities, done.Entities)
	require.Equal(t, 5, b.count(t, "e_d000000001", "f_d000000002 = $1::uuid", bert))
	require.Equal(t, 4, b.count(t, "e_d000000001", "f_d000000002 = $1::uuid AND version = 2 AND updated_by = $2::uuid", bert, root))
	require.Equal(t, 1, b.count(t, "e_d000000004", "f_d000000005 = $1::uuid", bert))
	require.Equal(t, 1, b.count(t, "e_so5nzqdg2w", "f_jviz7x1o9r = $1::uuid", bert))
	require.Equal(t, 5, b.count(t, "ownership", "action = 'hand_over' AND from_user = $1::uuid AND to_user = $2::uuid AND actor = $3::uuid AND reason = 'leaves'", anna, bert, root))
	require.Equal(t, 4, b.count(t, "change", "entity = 'd000000001' AND action = 'transfer' AND channel = 'system' AND reason = 'leaves' AND before->>'f_d000000002' = $1 AND after->>'f_d000000002' = $2", anna, bert))
	require.Equal(t, 1, b.count(t, "audit", "action = 'user.hand_over' AND actor = $1::uuid AND object = $2", root, anna))
	require.NoError(t, other.service.Refresh(t.Context(), in.Token))
	_, err = other.service.Principal(t.Context(), in.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated), "his tokens end at once")
	_, err = b.service.SignIn(t.Context(), b.attempt("anna", good, identity.KindCookie))
	requireCode(t, "bad_credentials", err)
}

func TestHandOverToATeamAndToThePool(t *testing.T) {
	t.Parallel()
	b, root, anna, _ := leaver(t)
	p := b.principal(t, root)
	team := b.Insert(t, "team", map[string]any{"name": "gatherers"})
	done, err := b.service.HandOver(t.Context(), p, identity.HandOver{User: anna, ToTeam: team})
	require.NoError(t, err)
	require.Equal(t, []identity.HandedEntity{{Entity: "order", Records: 4, Archived: 1, Unowned: 1}, {Entity: "visit", Records: 1, Kept: true}}, done.Entities)
	require.Equal(t, 4, b.count(t, "e_d000000001", "f_d000000002 IS NULL AND f_d000000003 = $1::uuid", team))
	require.Equal(t, 4, b.count(t, "ownership", "to_team = $1::uuid AND to_user IS NULL AND from_team IS NULL", team))
	require.Equal(t, 1, b.count(t, "e_so5nzqdg2w", "f_s6pycdybk1 = 'hunters' AND f_jviz7x1o9r IS NULL"))

	b.Insert(t, "order", map[string]any{"owner": anna})
	done, err = b.service.HandOver(t.Context(), p, identity.HandOver{User: anna, Pool: true})
	require.NoError(t, err)
	require.Equal(t, []identity.HandedEntity{{Entity: "order", Records: 1, Unowned: 2}, {Entity: "visit", Records: 1, Kept: true}}, done.Entities)
	require.Equal(t, 1, b.count(t, "e_d000000004", "f_d000000005 = $1::uuid", anna), "what needs a user keeps him")
	b.signIn(t, "anna", identity.KindCookie) // he was not to be deactivated
}

func TestWhoMayHandOver(t *testing.T) {
	t.Parallel()
	b, root, anna, bert := leaver(t)
	idle := b.user(t, "idle")
	b.Update(t, "user", idle, "active", false)
	for does, s := range map[string]struct {
		actor string
		over  identity.HandOver
		code  string
	}{
		"personnel":               {b.user(t, "paula", "personnel"), identity.HandOver{User: anna, ToUser: bert}, "permission_needed"},
		"to nobody":               {root, identity.HandOver{User: anna}, "hand_over_to_one"},
		"to two":                  {root, identity.HandOver{User: anna, ToUser: bert, Pool: true}, "hand_over_to_one"},
		"to himself":              {root, identity.HandOver{User: anna, ToUser: anna}, "cannot_take_over"},
		"to who is not active":    {root, identity.HandOver{User: anna, ToUser: idle}, "cannot_take_over"},
		"to no team":              {root, identity.HandOver{User: anna, ToTeam: bert}, "cannot_take_over"},
		"to nonsense":             {root, identity.HandOver{User: anna, ToTeam: "x"}, "cannot_take_over"},
		"of nobody":               {root, identity.HandOver{User: b.roles["everyone"], ToUser: bert}, "not_found"},
		"of the last owner":       {root, identity.HandOver{User: root, ToUser: bert, Deactivate: true}, "last_owner"},
		"with a reason of binary": {root, identity.HandOver{User: anna, ToUser: bert, Reason: "\x00"}, "bad_characters"},
	} {
		_, err := b.service.HandOver(t.Context(), b.principal(t, s.actor), s.over)
		require.Error(t, err, does)
		requireCode(t, s.code, err)
	}
	_, err := b.service.Owned(t.Context(), b.principal(t, anna), anna)
	requireCode(t, "permission_needed", err)
	require.Equal(t, 4, b.count(t, "e_d000000001", "f_d000000002 = $1::uuid", anna), "nothing was half done")
}

func TestHandOverAtTheServer(t *testing.T) {
	t.Parallel()
	b, _, anna, _ := leaver(t)
	b.member(t, "cleo")
	done, err := b.service.HandOverOf(t.Context(), b.Name, "anna@example.com", "cleo@example.com", identity.HandOver{Deactivate: true})
	require.NoError(t, err)
	require.EqualValues(t, 4, done.Entities[0].Records)
	require.Equal(t, 1, b.count(t, "audit", "action = 'user.hand_over' AND actor IS NULL AND channel = 'system' AND object = $1", anna))
	_, err = b.service.HandOverOf(t.Context(), b.Name, "nobody@example.com", "", identity.HandOver{Pool: true})
	requireCode(t, "not_found", err)
}
