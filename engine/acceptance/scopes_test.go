package acceptance_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// scoped gives a client with a token of somebody that has scopes.
func (c *cast) scoped(t *testing.T, of *mortise.Client, scopes ...string) *mortise.Client {
	t.Helper()
	token, err := of.NewToken(t.Context(), mortise.TokenRequest{Name: "test", Scopes: scopes, Days: 1})
	require.NoError(t, err)
	client, err := mortise.New(c.server.url, mortise.WithToken(token.Token))
	require.NoError(t, err)
	return client
}

// TestScopesNarrow: a token does what its scopes say of what its user may, and
// never more.
func TestScopesNarrow(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	ctx := context.Background()
	made := mustCreate(t, c.server.admin, "deal", mortise.Record{"name": "Scoped"})
	firm := mustCreate(t, c.server.admin, "firm", mortise.Record{"name": "Scoped"})
	refused := func(err error, code string) {
		t.Helper()
		var p *mortise.Problem
		require.ErrorAs(t, err, &p)
		require.Equal(t, code, p.Code)
	}

	// What has been compiled for the administrator is not for his token.
	over := mortise.ListOptions{Fields: []string{"name", "firm.name"}}
	_, err := c.server.admin.Records("deal").List(ctx, over)
	require.NoError(t, err)
	reader := c.scoped(t, c.server.admin, "read:deal")
	_, err = reader.Records("deal").Get(ctx, made.ID())
	require.NoError(t, err)
	_, err = reader.Records("deal").History(ctx, made.ID())
	require.NoError(t, err)
	_, err = reader.Records("deal").Update(ctx, made.ID(), 0, mortise.Record{"note": "x"})
	refused(err, "token_scope")
	_, err = reader.Records("deal").Create(ctx, mortise.Record{"name": "x"})
	refused(err, "token_scope")
	_, err = reader.Records("firm").Get(ctx, firm.ID())
	refused(err, "not_found")
	_, err = reader.Records("deal").List(ctx, over)
	require.Error(t, err, "what is reached over a relation needs its own scope")
	refused(reader.Records("deal").Export(ctx, &strings.Builder{}, mortise.ListOptions{}), "token_scope")
	described, err := reader.Describe(ctx)
	require.NoError(t, err)
	_, known := described.Entity("firm")
	require.False(t, known)
	_, err = reader.Definitions().List(ctx)
	refused(err, "token_scope")
	_, err = reader.NewToken(ctx, mortise.TokenRequest{Name: "more"})
	refused(err, "token_scope")

	// Nor is what has been compiled for a token for its user.
	blind := c.scoped(t, c.server.admin, "read:deal", "write:deal")
	_, err = blind.Records("deal").Create(ctx, mortise.Record{"name": "Of a firm", "firm": firm.ID()})
	require.Error(t, err, "a relation leads to what one may read")
	mustCreate(t, c.server.admin, "deal", mortise.Record{"name": "Of a firm", "firm": firm.ID()})
	_, err = blind.Records("deal").Create(ctx, mortise.Record{"name": "Of a firm", "firm": firm.ID()})
	require.Error(t, err)

	writer := c.scoped(t, c.server.admin, "read", "write:deal")
	_, err = writer.Records("deal").Update(ctx, made.ID(), 0, mortise.Record{"note": "x"})
	require.NoError(t, err)
	_, err = writer.Records("firm").Update(ctx, firm.ID(), 0, mortise.Record{"name": "y"})
	refused(err, "token_scope")

	maker := c.scoped(t, c.server.admin, "account", "read:deal")
	_, err = maker.NewToken(ctx, mortise.TokenRequest{Name: "more", Scopes: []string{"read"}})
	refused(err, "scope_not_held")
	less := c.scoped(t, maker, "read:deal")
	_, err = less.Records("deal").Get(ctx, made.ID())
	require.NoError(t, err)

	designer := c.scoped(t, c.server.admin, "system:design")
	_, err = designer.Definitions().List(ctx)
	require.NoError(t, err)
	_, err = designer.Records("deal").Get(ctx, made.ID())
	refused(err, "not_found")

	_, err = c.server.admin.NewToken(ctx, mortise.TokenRequest{Scopes: []string{"Read", "read:deal:x"}})
	refused(err, "invalid")
}

// TestJobsKeepScopes: a token hears only of jobs that began with no more than its
// own scopes.
func TestJobsKeepScopes(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	c.serving.Work(t)
	ctx, admin := context.Background(), c.server.admin
	c.publish(t, []mortise.Document{document(t, "grant", object{"name": "deal_root_export", "role": "administrator", "entity": "deal", "actions": []string{"export"}, "scope": "all"})})
	missing := func(err error, what string) {
		t.Helper()
		require.Equal(t, "not_found", code(err), what)
	}
	export := func(client *mortise.Client) *mortise.Job {
		t.Helper()
		job, err := client.Records("deal").ExportJob(ctx, mortise.ExportRequest{Fields: []string{"name"}})
		require.NoError(t, err)
		job, err = client.WaitJob(ctx, job.ID, nil)
		require.NoError(t, err)
		require.Equal(t, "done", job.State, "%+v", job.Problem)
		return job
	}

	narrow := c.scoped(t, admin, "read:deal", "export:deal")
	wide := c.scoped(t, admin, "read", "export", "write")
	of, whole := export(narrow), export(admin)
	for _, client := range []*mortise.Client{narrow, wide, admin} {
		_, err := client.JobFile(ctx, of.ID)
		require.NoError(t, err)
	}
	for name, client := range map[string]*mortise.Client{"of narrow scopes": narrow, "of wide scopes": wide} {
		_, err := client.Job(ctx, whole.ID)
		missing(err, name)
		_, err = client.JobFile(ctx, whole.ID)
		missing(err, name)
		_, err = client.JobLink(ctx, whole.ID)
		missing(err, name)
		_, err = client.CancelJob(ctx, whole.ID)
		missing(err, name)
		_, err = client.UndoJob(ctx, whole.ID)
		missing(err, name)
		missing(client.DeleteJob(ctx, whole.ID), name)
		list, err := client.Jobs(ctx, mortise.JobOptions{})
		require.NoError(t, err)
		require.Len(t, list.Data, 1, name)
		require.Equal(t, of.ID, list.Data[0].ID)
	}
	list, err := admin.Jobs(ctx, mortise.JobOptions{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, whole.ID, list.Data[0].ID)
	require.NotEmpty(t, list.Next)

	// The work is narrowed, too: the rows of an import that name a firm, which the
	// token may not read, find none.
	file, err := admin.Upload(ctx, "deals.csv", strings.NewReader("name,firm\nBy token,"+c.foreign.ID()+"\nPlain,\n"))
	require.NoError(t, err)
	importer := c.scoped(t, admin, "read:deal", "write:deal", "import:deal")
	for client, created := range map[*mortise.Client]int64{importer: 1, admin: 2} {
		job, err := client.Records("deal").ImportFile(ctx, mortise.ImportOrder{File: file.ID})
		require.NoError(t, err)
		job, err = client.WaitJob(ctx, job.ID, nil)
		require.NoError(t, err)
		require.Equal(t, "done", job.State, "%+v", job.Problem)
		require.Equal(t, created, job.Counts["created"], "%+v", job)
	}
}
