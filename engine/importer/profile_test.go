package importer_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// hidesCode lets clerks import firms, and know nothing of their codes.
const hidesCode = `{"name":"firm_clerk","role":"clerk","entity":"firm","scope":"all","actions":["read","create","import"],"read":{"only":["title","kind"]},"write":{"only":["title","kind"]}}`

// A user sees, names and forgets his own profiles, and nobody else's.
func TestProfilesAreTheirUsersOwn(t *testing.T) {
	t.Parallel()
	s := market(t)
	s.Publish(t, []mortise.Document{
		{Kind: "role", Name: "clerk", Body: json.RawMessage(`{"name":"clerk","title":"Clerk"}`)},
		{Kind: "grant", Name: "firm_clerk", Body: json.RawMessage(hidesCode)},
	})
	_, clerk := s.NewUser(t, "clerk", []string{"clerk"})
	ctx := t.Context()
	imported(t, s, "firm", "Title,Code\nA,a\n", mortise.ImportOrder{Map: map[string]string{"Title": "title", "Code": "code"}})
	imported(t, s, "firm", "Name,"+strings.Repeat("x", 70)+",c,d,e\nB,,,,\n", mortise.ImportOrder{Map: map[string]string{"Name": "title", strings.Repeat("x", 70): "", "c": "", "d": "", "e": ""}})
	list, err := s.Admin.ImportProfiles(ctx, "firm")
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, []string{"Name", strings.Repeat("x", 60) + "…", "c", "d"}, list[0].Columns, "the last one used, by its first headers")
	require.Equal(t, map[string]string{"Title": "title", "Code": "code"}, list[1].Options.Map)
	require.Equal(t, "firm", list[1].Entity)

	named, err := s.Admin.NameImportProfile(ctx, list[1].ID, " From the shop ")
	require.NoError(t, err)
	require.Equal(t, "From the shop", named.Name)
	_, err = s.Admin.NameImportProfile(ctx, named.ID, strings.Repeat("x", 81))
	require.Equal(t, 422, status(t, err))
	list, err = s.Admin.ImportProfiles(ctx, "firm")
	require.NoError(t, err)
	require.Equal(t, named.ID, list[0].ID, "those with a name come first")
	orders, err := s.Admin.ImportProfiles(ctx, "order")
	require.NoError(t, err)
	require.Empty(t, orders)

	none, err := clerk.ImportProfiles(ctx, "firm")
	require.NoError(t, err)
	require.Empty(t, none, "another user sees none of them")
	_, err = clerk.NameImportProfile(ctx, named.ID, "Mine")
	require.Equal(t, 404, status(t, err))
	require.Equal(t, 404, status(t, clerk.ForgetImportProfile(ctx, named.ID)))
	require.Equal(t, 404, status(t, clerk.ForgetImportProfile(ctx, "nothing")))
	_, err = clerk.ImportProfiles(ctx, "order")
	require.Equal(t, 404, status(t, err), "nor those of what he may not import")

	require.NoError(t, s.Admin.ForgetImportProfile(ctx, list[1].ID))
	require.Equal(t, 404, status(t, s.Admin.ForgetImportProfile(ctx, list[1].ID)))
	list, err = s.Admin.ImportProfiles(ctx, "firm")
	require.NoError(t, err)
	require.Len(t, list, 1)
}

// What a user may not know any more is left out of his profiles; when he may not
// import the entity at all, they are as if they were not there.
func TestProfilesShowWhatTheirUserMayKnow(t *testing.T) {
	t.Parallel()
	s := market(t)
	ctx := t.Context()
	publish := func(grant string) {
		s.Publish(t, []mortise.Document{
			{Kind: "role", Name: "clerk", Body: json.RawMessage(`{"name":"clerk","title":"Clerk"}`)},
			{Kind: "grant", Name: "firm_clerk", Body: json.RawMessage(grant)},
		})
	}
	publish(strings.ReplaceAll(hidesCode, `{"only":["title","kind"]}`, `"all"`))
	_, clerk := s.NewUser(t, "clerk", []string{"clerk"})
	file := upload(t, clerk, "list.csv", "Title,Code\nA,a\n")
	order := mortise.ImportOrder{File: file, Map: map[string]string{"Title": "title", "Code": "code"}, Values: map[string]map[string]string{"Code": {"a": "b"}}, Dry: true}
	_, err := clerk.Records("firm").ImportFile(ctx, order)
	require.NoError(t, err)
	list, err := clerk.ImportProfiles(ctx, "firm")
	require.NoError(t, err)
	require.Equal(t, order.Map, list[0].Options.Map)

	publish(hidesCode)
	list, err = clerk.ImportProfiles(ctx, "firm")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"Title": "title"}, list[0].Options.Map)
	require.Empty(t, list[0].Options.Values)
	found, err := clerk.Records("firm").Inspect(ctx, mortise.ImportOrder{File: file})
	require.NoError(t, err)
	require.NotContains(t, string(found.Profile), `"code"`)

	publish(strings.Replace(hidesCode, `,"import"`, "", 1))
	_, err = clerk.ImportProfiles(ctx, "firm")
	require.Equal(t, 403, status(t, err))
	require.Equal(t, 404, status(t, clerk.ForgetImportProfile(ctx, list[0].ID)))
}

// status is that of a refusal.
func status(t *testing.T, err error) int {
	t.Helper()
	var p *mortise.Problem
	require.ErrorAs(t, err, &p)
	return p.Status
}
