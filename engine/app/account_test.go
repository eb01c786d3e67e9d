package app_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestOwnAccount changes what is a user's own through the Go client.
func TestOwnAccount(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), serving.Start(t)
	id, anna := s.NewUser(t, "anna", nil)
	me, err := anna.ChangeMe(ctx, mortise.ProfileChange{Name: new(" Anna Berg "), Language: new("en"), Zone: new("Asia/Shanghai")})
	require.NoError(t, err)
	require.Equal(t, []string{"Anna Berg", "en", "Asia/Shanghai"}, []string{me.User.Name, me.Language, me.Zone})
	_, err = anna.ChangeMe(ctx, mortise.ProfileChange{Name: new("  "), Zone: new("Moon/Base")})
	wrong, _ := mortise.AsProblem(err)
	require.Len(t, wrong.Errors, 2)
	entries, err := anna.Records("user").History(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "update", entries[0].Action)
	changed := map[string]any{}
	for _, f := range entries[0].Fields {
		changed[f.Name] = f.After
	}
	require.Equal(t, map[string]any{"name": "Anna Berg", "language": "en", "zone": "Asia/Shanghai"}, changed)
	me, err = anna.ChangeMe(ctx, mortise.ProfileChange{Zone: new("")})
	require.NoError(t, err)
	require.Empty(t, me.Zone)

	require.NoError(t, anna.SetPreferences(ctx, map[string]any{"recent": []string{id}, "home.pinned": true}))
	require.NoError(t, anna.SetPreferences(ctx, map[string]any{"home.pinned": nil}))
	kept, err := anna.Preferences(ctx)
	require.NoError(t, err)
	require.Equal(t, map[string]json.RawMessage{"recent": json.RawMessage(`["` + id + `"]`)}, kept)
	others, err := s.Admin.Preferences(ctx)
	require.NoError(t, err)
	require.Empty(t, others)
}
