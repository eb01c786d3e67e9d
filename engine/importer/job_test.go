package importer_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const firmEntity = `{"name":"firm","x-id":"firm000001","title":{"en":"Firm","zh-CN":"公司"},"x-label":"title","type":"object","required":["title"],"properties":{
"title":{"x-field":"text","x-id":"firm000002","title":{"en":"Title","zh-CN":"名称"}},
"code":{"x-field":"text","x-id":"firm000003","x-unique":true,"title":{"en":"Code","zh-CN":"编号"}},
"kind":{"x-field":"choice","x-id":"firm000004","title":{"en":"Kind"},"oneOf":[{"const":"buyer","title":"Buyer"},{"const":"seller","title":"Seller"}]},
"size":{"x-field":"integer","x-id":"firm000005","minimum":0,"title":{"en":"Size"}},
"founded":{"x-field":"date","x-id":"firm000006","title":{"en":"Founded"}},
"above":{"x-field":"relation","x-id":"firm000007","x-entity":"firm","title":{"en":"Above"}}},
"x-validations":[{"holds":"size == nil or size < 1000","at":"size","message":"too big"}]}`

const orderEntity = `{"name":"order","x-id":"ordr000001","title":"Order","x-label":"number","type":"object","properties":{
"number":{"x-field":"text","x-id":"ordr000002","title":"Number"},
"firm":{"x-field":"relation","x-id":"ordr000003","x-entity":"firm","title":"Firm"},
"lines":{"x-field":"table","x-id":"ordr000004","x-entity":"order_line","title":"Lines"}}}`

const lineEntity = `{"name":"order_line","x-id":"line000001","title":"Line","x-label":"product","x-parent":"order","x-order":"place","type":"object","required":["order"],"properties":{
"order":{"x-field":"relation","x-id":"line000002","x-entity":"order","x-on-delete":"cascade","title":"Order"},
"place":{"x-field":"integer","x-id":"line000003","title":"Place"},
"product":{"x-field":"text","x-id":"line000004","title":"Product"},
"quantity":{"x-field":"integer","x-id":"line000005","minimum":1,"title":"Quantity"}}}`

func market(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	doc := func(kind, name, body string) mortise.Document {
		return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
	}
	docs := []mortise.Document{doc("entity", "firm", firmEntity), doc("entity", "order", orderEntity), doc("entity", "order_line", lineEntity)}
	for _, entity := range []string{"firm", "order", "order_line"} {
		docs = append(docs, doc("grant", entity+"_all", `{"name":"`+entity+`_all","role":"administrator","entity":"`+entity+
			`","scope":"all","actions":["read","create","update","archive","import","export"],"read":"all","write":"all"}`))
	}
	s.Publish(t, docs)
	s.Work(t)
	return s
}

// upload sends a file.
func upload(t *testing.T, c *mortise.Client, name, content string) string {
	t.Helper()
	f, err := c.Upload(t.Context(), name, strings.NewReader(content))
	require.NoError(t, err)
	return f.ID
}

// imported runs an import and gives its job and the problems of its result as
// "line pointer code".
func imported(t *testing.T, s *serving.Server, entity, content string, o mortise.ImportOrder) (*mortise.Job, []string) {
	t.Helper()
	o.File = upload(t, s.Admin, "list.csv", content)
	job, err := s.Admin.Records(entity).ImportFile(t.Context(), o)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	job, err = s.Admin.WaitJob(ctx, job.ID, nil)
	require.NoError(t, err, "%+v", job)
	var result struct{ Errors []mortise.ImportError }
	if len(job.Result) > 0 {
		require.NoError(t, json.Unmarshal(job.Result, &result))
	}
	var wrong []string
	for _, e := range result.Errors {
		wrong = append(wrong, fmt.Sprintf("%d %s %s", e.Line, e.Pointer, e.Code))
	}
	return job, wrong
}

func TestJobImportsAndIsUndone(t *testing.T) {
	t.Parallel()
	s := market(t)
	ctx := context.Background()
	firms := s.Admin.Records("firm")
	old, err := firms.Create(ctx, mortise.Record{"title": "Old", "code": "o", "size": 5})
	require.NoError(t, err)
	kept, err := firms.Create(ctx, mortise.Record{"title": "Kept", "code": "k", "size": 6})
	require.NoError(t, err)
	before := checksum(t, s, "e_firm000001")

	list := "Title,Code,Size,Above\nHead,h,1,\nOld,o,50,Head\nKept,k,60,\nBad,b,5000,\nLost,l,1,Nobody\n=Formula,f,x,\n"
	job, wrong := imported(t, s, "firm", list, mortise.ImportOrder{Mode: "upsert", Key: []string{"code"}, Dry: true})
	require.Equal(t, "done", job.State, "%+v", job.Problem)
	require.Equal(t, before, checksum(t, s, "e_firm000001"), "a dry run writes nothing")
	require.Equal(t, []string{"5 /size validation_failed", "6 /above no_record_named", "7 /size not_a_number"}, wrong)

	job, wrong = imported(t, s, "firm", list, mortise.ImportOrder{Mode: "upsert", Key: []string{"code"}})
	require.Equal(t, "done", job.State)
	require.Len(t, wrong, 3)
	require.Equal(t, map[string]int64{"created": 1, "updated": 2, "failed": 3, "skipped": 0}, job.Counts)
	file, err := s.Admin.JobFile(ctx, job.ID)
	require.NoError(t, err)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(file), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Equal(t, [][]string{{"Title", "Code", "Size", "Above", "Line", "Reason"}, {"Bad", "b", "5000", "", "5", "size: too big"},
		{"Lost", "l", "1", "Nobody", "6", "above: No record that you may read is named “Nobody”."}, {"'=Formula", "f", "x", "", "7", rows[3][5]}}, rows)
	got, err := firms.Get(ctx, old.ID())
	require.NoError(t, err)
	require.EqualValues(t, json.Number("50"), got["size"])
	require.NotEmpty(t, got["above"])

	_, err = firms.Update(ctx, kept.ID(), 0, mortise.Record{"title": "Mended"})
	require.NoError(t, err)
	back, err := s.Admin.UndoJob(ctx, job.ID)
	require.NoError(t, err)
	back, err = s.Admin.WaitJob(ctx, back.ID, nil)
	require.NoError(t, err)
	require.Equal(t, "done", back.State, "%+v", back.Problem)
	require.Equal(t, map[string]int64{"removed": 0, "archived": 1, "restored": 1, "skipped": 1, "failed": 0}, back.Counts, "he may not purge")
	left, err := s.Admin.JobFile(ctx, back.ID)
	require.NoError(t, err)
	require.Contains(t, string(left), kept.ID())
	_, err = firms.Update(ctx, kept.ID(), 0, mortise.Record{"title": "Kept", "size": 6})
	require.NoError(t, err)
	require.Equal(t, before, checksum(t, s, "e_firm000001"), "as before")
}

// checksum is of all values of a table that people enter, archived ones left out.
func checksum(t *testing.T, s *serving.Server, table string) string {
	t.Helper()
	db, err := pgx.Connect(t.Context(), s.DSN())
	require.NoError(t, err)
	defer db.Close(t.Context())
	var sum string
	require.NoError(t, db.QueryRow(t.Context(), `SELECT coalesce(md5(string_agg((to_jsonb(t) - 'version' - 'updated_at' - 'updated_by')::text, '|' ORDER BY id)), '')
		FROM ws_main.`+table+` t WHERE archived_at IS NULL`).Scan(&sum))
	return sum
}

func TestJobWritesRowsOfTables(t *testing.T) {
	t.Parallel()
	s := market(t)
	_, wrong := imported(t, s, "firm", "Title,Code\nA,a\nA,b\n", mortise.ImportOrder{})
	require.Empty(t, wrong)
	job, wrong := imported(t, s, "order", "Number,Firm / Code,lines.product,lines.quantity\n1,a,Nut,5\n,,Bolt,6\n2,b,Nut,1\n2,b,Cap,0\n3,zz,Nut,1\n4,,,\n", mortise.ImportOrder{})
	require.Equal(t, "done", job.State, "%+v", job.Problem)
	require.Equal(t, []string{"4  with_other_rows", "5 /lines/1/quantity minimum", "6 /firm no_record_named"}, wrong)
	require.Equal(t, int64(2), job.Counts["created"])
	page, err := s.Admin.Records("order").List(t.Context(), mortise.ListOptions{Filter: "number == '1'", Fields: []string{"number", "firm.title"}})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	lines, err := s.Admin.Records("order_line").List(t.Context(), mortise.ListOptions{Filter: "order.number == '1'", Sort: []string{"place"}})
	require.NoError(t, err)
	require.Len(t, lines.Data, 2)
	require.Equal(t, "Bolt", lines.Data[1].Text("product"))
	_, wrong = imported(t, s, "order", "Number,Firm\n5,A\n", mortise.ImportOrder{})
	require.Equal(t, []string{"2 /firm several_records_named"}, wrong)
}

func TestInspectAndTemplate(t *testing.T) {
	t.Parallel()
	s := market(t)
	firms := s.Admin.Records("firm")
	id := upload(t, s.Admin, "x.csv", "Our firms,,\n,,\n名称;编号;Kind;Note\nA;a;Buyer;x\nB;b;other;y\n")
	found, err := firms.Inspect(t.Context(), mortise.ImportOrder{File: id})
	require.NoError(t, err)
	require.Equal(t, []any{"csv", ";", 3, int64(2)}, []any{found.Format, found.Delimiter, found.Header, found.Rows})
	require.Equal(t, []mortise.ImportColumn{{Header: "名称", Field: "title", Why: "title"}, {Header: "编号", Field: "code", Why: "title"},
		{Header: "Kind", Field: "kind", Why: "title", Values: []mortise.ImportValue{{Text: "Buyer", Count: 1, Value: "buyer"}, {Text: "other", Count: 1}}}, {Header: "Note"}}, found.Columns)
	require.Equal(t, [][]string{{"code"}}, found.Keys)

	order := mortise.ImportOrder{File: id, Map: map[string]string{"Note": ""}, Values: map[string]map[string]string{"Kind": {"other": "seller"}}}
	job, err := firms.ImportFile(t.Context(), order)
	require.NoError(t, err)
	job, err = s.Admin.WaitJob(t.Context(), job.ID, nil)
	require.NoError(t, err)
	require.Equal(t, int64(2), job.Counts["created"])
	found, err = firms.Inspect(t.Context(), mortise.ImportOrder{File: id})
	require.NoError(t, err)
	require.Contains(t, string(found.Profile), `"other":"seller"`, "what was done last is offered again")

	book, err := firms.ImportTemplate(t.Context(), "xlsx")
	require.NoError(t, err)
	f, err := excelize.OpenReader(strings.NewReader(string(book)))
	require.NoError(t, err)
	defer f.Close()
	rows, err := f.GetRows("Sheet1")
	require.NoError(t, err)
	require.Equal(t, []string{"Title *", "Code", "Kind", "Size", "Founded", "Above"}, rows[0])
	valid, err := f.GetDataValidations("Sheet1")
	require.NoError(t, err)
	require.Len(t, valid, 1)
	job, wrong := imported(t, s, "firm", string(book), mortise.ImportOrder{})
	require.Equal(t, int64(1), job.Counts["created"], "its example can be imported: %v", wrong)
}

func TestImportIsRefusedBeforeItIsAJob(t *testing.T) {
	t.Parallel()
	s := market(t)
	firms := s.Admin.Records("firm")
	for code, o := range map[string]mortise.ImportOrder{
		"missing_file":       {File: "01990000-0000-7000-8000-000000000000"},
		"unknown_column":     {File: upload(t, s.Admin, "a.csv", "Nonsense\nx\n")},
		"import_key_missing": {File: upload(t, s.Admin, "b.csv", "Title\nx\n"), Mode: "update"},
		"key_without_column": {File: upload(t, s.Admin, "c.csv", "Title\nx\n"), Mode: "update", Key: []string{"code"}},
		"unsupported_file":   {File: upload(t, s.Admin, "d.csv", "%PDF-1.4 of another kind")},
		"file_empty":         {File: upload(t, s.Admin, "e.csv", "\n\n")},
		"not_an_option":      {File: upload(t, s.Admin, "f.csv", "Title\nx\n"), Mode: "replace"},
		"unknown_sheet":      {File: upload(t, s.Admin, "g.csv", "Title\nx\n"), Sheet: "Two"},
	} {
		_, err := firms.ImportFile(t.Context(), o)
		p, ok := mortise.AsProblem(err)
		require.True(t, ok, "%s: %v", code, err)
		require.NotEmpty(t, p.Errors, "%s: %v", code, p)
		require.Equal(t, code, p.Errors[0].Code)
	}
}
