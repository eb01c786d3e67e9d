package acceptance_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Users keep views of their own, nobody else sees them, and only who may makes
// one that everyone sees.
func TestSavedViewsAreRecords(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	ctx := context.Background()
	view := mortise.Record{"title": "Mine", "entity": "deal", "query": map[string]any{"filter": map[string]any{"owner": "me"}, "sort": []string{"-seats"}, "columns": []map[string]any{{"field": "name", "width": 240, "aggregate": "count"}}, "kind": "kanban", "group": "stage"}}
	mine, err := c.a.client.Records("saved_view").Create(ctx, view)
	require.NoError(t, err)
	require.Equal(t, c.a.id, mine.Text("owner"))
	_, err = c.b.client.Records("saved_view").Get(ctx, mine.ID())
	require.Error(t, err)
	_, err = c.a.client.Records("saved_view").Update(ctx, mine.ID(), 0, mortise.Record{"audience": "everyone"})
	require.Error(t, err)
	_, err = c.admin.Records("saved_view").Update(ctx, mine.ID(), 0, mortise.Record{"audience": "everyone"})
	require.NoError(t, err)
	seen, err := c.b.client.Records("saved_view").List(ctx, mortise.ListOptions{Filter: "entity == 'deal'", Sort: []string{"position", "title"}})
	require.NoError(t, err)
	require.Len(t, seen.Data, 1)
	_, err = c.b.client.Records("saved_view").Update(ctx, mine.ID(), 0, mortise.Record{"title": "His"})
	require.Error(t, err)
	_, err = c.a.client.Records("saved_view").Create(ctx, mortise.Record{"title": "Wrong", "entity": "deal", "query": map[string]any{"sort": 7}})
	require.Error(t, err, "the query has a shape")
}
