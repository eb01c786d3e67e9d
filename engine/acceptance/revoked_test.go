package acceptance_test

import (
	"context"
	"slices"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestRevokedRole: a role taken away, and a revision published, bind at the
// next request of a session that is open, in another process too.
func TestRevokedRole(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	ctx := context.Background()
	elsewhere, err := mortise.New(c.serving.Another(t), mortise.WithToken(c.a.client.Token()))
	if err != nil {
		t.Fatal(err)
	}
	here := c.a.client
	sees := func(want ...string) {
		t.Helper()
		slices.Sort(want)
		for place, client := range map[string]*mortise.Client{"another process": elsewhere, "this process": here} {
			page, err := client.Records("deal").List(ctx, mortise.ListOptions{})
			if err != nil || !slices.Equal(ids(page), want) {
				t.Errorf("in %s A sees %v (%v), want %v", place, ids(page), err, want)
			}
		}
	}
	sees(c.own.ID(), c.pool.ID())
	c.publish(t, []mortise.Document{document(t, "grant", object{
		"name": "deal_pool", "role": "seller", "entity": "deal", "actions": []string{"read"}, "scope": "none", "read": "all",
	})})
	sees(c.own.ID())
	c.publish(t, salesDefinitions(t))
	sees(c.own.ID(), c.pool.ID())
	c.takeRoles(t, c.a.id)
	for place, client := range map[string]*mortise.Client{"another process": elsewhere, "this process": here} {
		if _, err := client.Records("deal").List(ctx, mortise.ListOptions{}); err == nil {
			t.Errorf("without a role A still lists deals in %s", place)
		}
	}
}

// takeRoles archives every assignment of a user.
func (c *cast) takeRoles(t *testing.T, user string) {
	t.Helper()
	for rec, err := range c.admin.Records("user_role").All(context.Background(), mortise.ListOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range rec {
			if v != user {
				continue
			}
			if err := c.admin.Records("user_role").Archive(context.Background(), rec.ID()); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
}
