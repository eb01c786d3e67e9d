package importer_test

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// purging lets the administrator remove records of entities for good.
func purging(t *testing.T, s *serving.Server, entities ...string) {
	t.Helper()
	var docs []mortise.Document
	for _, entity := range entities {
		docs = append(docs, mortise.Document{Kind: "grant", Name: entity + "_more", Body: json.RawMessage(`{"name":"` + entity +
			`_more","role":"administrator","entity":"` + entity + `","scope":"all","actions":["purge","comment","history","restore"]}`)})
	}
	s.Publish(t, docs)
}

// whole is a checksum of tables with all that is archived in them.
func whole(t *testing.T, s *serving.Server, tables ...string) (sum string) {
	t.Helper()
	db, err := pgx.Connect(t.Context(), s.DSN())
	require.NoError(t, err)
	defer db.Close(t.Context())
	for _, table := range tables {
		var one string
		require.NoError(t, db.QueryRow(t.Context(), `SELECT coalesce(md5(string_agg(to_jsonb(t)::text, '|' ORDER BY to_jsonb(t)::text)), '-') FROM ws_main.`+table+` t`).Scan(&one))
		sum += one + " "
	}
	return sum
}

// undone takes an import back.
func undone(t *testing.T, s *serving.Server, job *mortise.Job) *mortise.Job {
	t.Helper()
	back, err := s.Admin.UndoJob(t.Context(), job.ID)
	require.NoError(t, err)
	back, err = s.Admin.WaitJob(t.Context(), back.ID, nil)
	require.NoError(t, err)
	require.Equal(t, "done", back.State, "%+v", back.Problem)
	return back
}

func TestUndoneRecordsAreGone(t *testing.T) {
	t.Parallel()
	s := market(t)
	purging(t, s, "firm", "order", "order_line")
	tables := []string{"e_firm000001", "e_ordr000001", "e_line000001"}
	firms := s.Admin.Records("firm")
	_, err := firms.Create(t.Context(), mortise.Record{"title": "Old", "code": "o"})
	require.NoError(t, err)
	before := whole(t, s, tables...)

	heads, _ := imported(t, s, "firm", "Title,Code,Above\nHead,h,\nUnder,u,Head\n", mortise.ImportOrder{})
	orders, _ := imported(t, s, "order", "Number,Firm,lines.product,lines.quantity\n1,Head,Nut,5\n,,Bolt,6\n2,Under,Nut,1\n", mortise.ImportOrder{})
	require.Equal(t, int64(2), orders.Counts["created"])
	back := undone(t, s, orders)
	require.Equal(t, map[string]int64{"removed": 2, "archived": 0, "restored": 0, "skipped": 0, "failed": 0}, back.Counts)
	back = undone(t, s, heads)
	require.Equal(t, int64(2), back.Counts["removed"])
	require.Equal(t, before, whole(t, s, tables...), "as before, with the archive and the rows of tables")
}

func TestUndoneRecordsStayArchivedWithWhatHangsOnThem(t *testing.T) {
	t.Parallel()
	s := market(t)
	purging(t, s, "firm", "order", "order_line")
	firms := s.Admin.Records("firm")
	job, _ := imported(t, s, "firm", "Title,Code\nFree,a\nTalked of,b\nPointed at,c\nTask,d\n", mortise.ImportOrder{})
	ids := map[string]string{}
	page, err := firms.List(t.Context(), mortise.ListOptions{Limit: 10})
	require.NoError(t, err)
	for _, r := range page.Data {
		ids[r.Text("code")] = r.ID()
	}
	_, err = firms.Comment(t.Context(), ids["b"], mortise.NewComment{Text: "Mind this one"})
	require.NoError(t, err)
	_, err = s.Admin.Records("order").Create(t.Context(), mortise.Record{"number": "9", "firm": ids["c"]})
	require.NoError(t, err)
	_, err = s.Admin.Records("todo").Create(t.Context(), mortise.Record{"title": "Call", "about": "firm/" + ids["d"]})
	require.NoError(t, err)
	orders, _ := imported(t, s, "order", "Number,lines.product,lines.quantity\n1,Nut,5\n2,Nut,1\n", mortise.ImportOrder{})
	lines, err := s.Admin.Records("order_line").List(t.Context(), mortise.ListOptions{Filter: "order.number == '1'"})
	require.NoError(t, err)
	_, err = s.Admin.Records("order_line").Update(t.Context(), lines.Data[0].ID(), 0, mortise.Record{"quantity": 7})
	require.NoError(t, err)

	back := undone(t, s, job)
	require.Equal(t, map[string]int64{"removed": 1, "archived": 2, "restored": 0, "skipped": 1, "failed": 0}, back.Counts, "who comments on a record has dealt with it")
	back = undone(t, s, orders)
	require.Equal(t, map[string]int64{"removed": 1, "archived": 1, "restored": 0, "skipped": 0, "failed": 0}, back.Counts, "somebody has changed a row of its table")
	_, err = firms.Restore(t.Context(), ids["c"])
	require.NoError(t, err)
	history, err := firms.History(t.Context(), ids["c"])
	require.NoError(t, err)
	text, err := json.Marshal(history)
	require.NoError(t, err)
	require.Contains(t, string(text), "The import was undone.")
}
