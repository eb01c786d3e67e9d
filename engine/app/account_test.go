package app_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
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

// TestKindsOfNotifications: each has a title in both languages, and only those
// that are not required are turned off.
func TestKindsOfNotifications(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), serving.Start(t)
	_, anna := s.NewUser(t, "anna", nil)
	kinds, err := anna.NotificationKinds(ctx)
	require.NoError(t, err)
	require.Len(t, kinds, len(notify.Kinds))
	for _, k := range kinds {
		require.True(t, k.On)
		for _, message := range []string{"notice_", "notify_"} {
			require.NotEqual(t, problem.Message("en", message+k.Kind, nil), problem.Message("zh-CN", message+k.Kind, nil), k.Kind)
			require.NotContains(t, problem.Message("en", message+k.Kind, nil), "_", k.Kind)
		}
	}
	err = anna.SetNotificationKinds(ctx, map[string]bool{"mentioned": false, "approval_requested": false, "noise": true})
	wrong, _ := mortise.AsProblem(err)
	require.Equal(t, []string{"/approval_requested", "/noise"}, []string{wrong.Errors[0].Pointer, wrong.Errors[1].Pointer})
	isOn := func(name string) bool {
		kinds, err := anna.NotificationKinds(ctx)
		require.NoError(t, err)
		return kinds[slices.IndexFunc(kinds, func(k mortise.NotificationKind) bool { return k.Kind == name })].On
	}
	require.True(t, isOn("mentioned"), "a refused change changes nothing")
	require.NoError(t, anna.SetNotificationKinds(ctx, map[string]bool{"mentioned": false}))
	require.False(t, isOn("mentioned"))
	require.NoError(t, anna.SetNotificationKinds(ctx, map[string]bool{"mentioned": true}))
	require.True(t, isOn("mentioned"))
	require.NoError(t, anna.SetPreferences(ctx, map[string]any{"notifications.approval_requested": false}))
	require.True(t, isOn("approval_requested"), "a preference turns no required kind off")
}

// TestWhoIsGivenATaskIsTold: by whoever else gives it, once, unless he has
// turned that off.
func TestWhoIsGivenATaskIsTold(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), serving.Start(t)
	annaID, anna := s.NewUser(t, "anna", nil)
	bertID, bert := s.NewUser(t, "bert", nil)
	told := func(c *mortise.Client) (texts []string) {
		page, err := c.Records("notification").List(ctx, mortise.ListOptions{Filter: "kind == 'task_assigned'", Sort: []string{"created_at"}})
		require.NoError(t, err)
		for _, n := range page.Data {
			texts = append(texts, n.Text("text")+" "+n.Text("entity"))
		}
		return texts
	}
	mine, err := anna.Records("todo").Create(ctx, mortise.Record{"title": "mine", "owner": annaID})
	require.NoError(t, err)
	given, err := anna.Records("todo").Create(ctx, mortise.Record{"title": "call back", "owner": bertID})
	require.NoError(t, err)
	require.Empty(t, told(anna), "he knows what he gives himself")
	require.Len(t, told(bert), 1)
	require.Contains(t, told(bert)[0], "call back todo")
	_, err = anna.Records("todo").Update(ctx, given.ID(), 0, mortise.Record{"title": "call soon", "owner": bertID})
	require.NoError(t, err)
	require.Len(t, told(bert), 1, "it is his already")
	_, err = anna.Records("todo").Transfer(ctx, mine.ID(), mortise.Owner{User: bertID}, "")
	require.NoError(t, err)
	require.Len(t, told(bert), 2)
	_, err = bert.Records("todo").Update(ctx, given.ID(), 0, mortise.Record{"owner": annaID})
	require.NoError(t, err)
	require.Len(t, told(anna), 1)
	require.NoError(t, bert.SetNotificationKinds(ctx, map[string]bool{"task_assigned": false}))
	_, err = anna.Records("todo").Create(ctx, mortise.Record{"title": "quiet", "owner": bertID})
	require.NoError(t, err)
	require.Len(t, told(bert), 2)
}
