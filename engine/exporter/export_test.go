package exporter_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/exporter"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/spreadsheet"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const ticket = `{"$schema":"mortise:entity","name":"ticket","title":{"en":"Ticket","zh-CN":"工单"},"x-id":"k3f9q2m7xa","type":"object","x-label":"title",
"properties":{
 "x1":{"x-field":"text","x-id":"x1b2c3d4e5","title":"X1"}, "x2":{"x-field":"text","x-id":"x2b2c3d4e5","title":"X2"}, "x3":{"x-field":"text","x-id":"x3b2c3d4e5","title":"X3"}, "x4":{"x-field":"text","x-id":"x4b2c3d4e5","title":"X4"}, "x5":{"x-field":"text","x-id":"x5b2c3d4e5","title":"X5"},
 "title":{"x-field":"text","x-id":"h4r7k0v3qd","title":{"en":"Title","zh-CN":"标题"}},
 "price":{"x-field":"integer","x-id":"a1b2c3d4e5","title":"Price"},
 "due":{"x-field":"date","x-id":"d1b2c3d4e5","title":"Due"}}}`

func doc(kind, name, body string) mortise.Document {
	return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
}

func newOffice(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{
		doc("entity", "ticket", ticket),
		doc("grant", "ticket_root", `{"name":"ticket_root","role":"administrator","entity":"ticket","actions":["read","create","update","archive","export"],"scope":"all","read":"all","write":"all"}`),
	})
	return s
}

// wicked are texts that spreadsheet programs would run, and what looks like them.
var wicked = []string{"=1+1", "@SUM(1)", "+86", "-2", "'=1", "''=1", "'tis", "＝1", `"quoted", cell`, "two\nlines", "张三", "😀 𠀀"}

func export(t *testing.T, s *serving.Server, q mortise.ExportRequest) (*mortise.Job, []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	job, err := s.Admin.Records("ticket").ExportJob(ctx, q)
	require.NoError(t, err)
	job, err = s.Admin.WaitJob(ctx, job.ID, nil)
	require.NoError(t, err)
	require.Equal(t, "done", job.State, "%+v", job.Problem)
	file, err := s.Admin.JobFile(ctx, job.ID)
	require.NoError(t, err)
	return job, file
}

func TestFilesHoldWhatWasExportedAndRunNothing(t *testing.T) {
	t.Parallel()
	s := newOffice(t)
	s.Work(t)
	ids := map[string]string{}
	for i, title := range wicked {
		rec, err := s.Admin.Records("ticket").Create(t.Context(), mortise.Record{"title": title, "price": -i, "due": "2026-03-01"})
		require.NoError(t, err)
		ids[title] = rec.ID()
	}
	p, err := s.Admin.Records("ticket").PreviewExport(t.Context(), mortise.ExportRequest{Fields: []string{"title", "price"}, Sort: "-price"})
	require.NoError(t, err)
	require.EqualValues(t, len(wicked), p.Records)
	require.Equal(t, []string{"=1+1", "0"}, p.Rows[0])
	require.Equal(t, "Title", p.Columns[0].Title)

	job, file := export(t, s, mortise.ExportRequest{Format: "csv", Fields: []string{"title", "price", "due"}, Sort: "-price", BOM: true})
	require.EqualValues(t, len(wicked), job.Done)
	require.WithinDuration(t, time.Now().Add(exporter.KeepFile), *job.File.ExpiresAt, time.Minute)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"title", "price", "due"}, rows[0])
	for i, title := range wicked {
		require.Equal(t, spreadsheet.Escape(title), rows[i+1][0])
		require.Equal(t, title, spreadsheet.Unescape(rows[i+1][0]))
		require.Equal(t, fmt.Sprint(-i), rows[i+1][1])
	}

	job, file = export(t, s, mortise.ExportRequest{Format: "xlsx", IDs: []string{ids["=1+1"], ids["'=1"]}, Fields: []string{"title", "price", "due"}, Sort: "-price"})
	require.EqualValues(t, 2, job.Done)
	book, err := excelize.OpenReader(bytes.NewReader(file))
	require.NoError(t, err)
	defer book.Close()
	require.Equal(t, []string{"Ticket"}, book.GetSheetList())
	for cell, want := range map[string]string{"A1": "Title", "B1": "Price", "A2": "=1+1", "A3": "''=1", "B2": "0", "C2": "2026-03-01"} {
		got, err := book.GetCellValue("Ticket", cell)
		require.NoError(t, err)
		require.Equal(t, want, got, cell)
	}
	formula, err := book.GetCellFormula("Ticket", "A2")
	require.NoError(t, err)
	require.Empty(t, formula)
	kind, err := book.GetCellType("Ticket", "A2")
	require.NoError(t, err)
	require.Equal(t, excelize.CellTypeInlineString, kind)

	// The link works without signing in, until it is tampered with.
	link, err := s.Admin.JobLink(t.Context(), job.ID)
	require.NoError(t, err)
	require.Equal(t, file, fetched(t, link, http.StatusOK))
	fetched(t, link+"x", http.StatusNotFound)
}

func fetched(t *testing.T, url string, status int) []byte {
	t.Helper()
	resp, err := http.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, status, resp.StatusCode)
	return b
}

func TestPDFHasTheLettersOfTheRecords(t *testing.T) {
	t.Parallel()
	if exporter.CheckFormat("pdf", "/format") != nil {
		t.Skip("no font is installed: make test installs it")
	}
	s := newOffice(t)
	s.Work(t)
	for _, title := range wicked {
		_, err := s.Admin.Records("ticket").Create(t.Context(), mortise.Record{"title": title, "price": 1})
		require.NoError(t, err)
	}
	_, file := export(t, s, mortise.ExportRequest{Format: "pdf"})
	require.True(t, bytes.HasPrefix(file, []byte("%PDF-")))
	require.Contains(t, string(file), "/ToUnicode")
}

// TestExportIsFast measures 100,000 records; it needs an environment variable.
func TestExportIsFast(t *testing.T) {
	t.Parallel()
	if os.Getenv("MORTISE_EXPORT_FAST") == "" {
		t.Skip("MORTISE_EXPORT_FAST is not set")
	}
	s := newOffice(t)
	_, err := s.App.DB.Pool().Exec(t.Context(), `INSERT INTO ws_main.e_k3f9q2m7xa (id, created_at, updated_at, version, f_h4r7k0v3qd, f_a1b2c3d4e5, f_d1b2c3d4e5, f_x1b2c3d4e5, f_x2b2c3d4e5, f_x3b2c3d4e5, f_x4b2c3d4e5, f_x5b2c3d4e5)
		SELECT gen_random_uuid(), now(), now(), 1, 'ticket ' || n, n, date '2020-01-01' + n % 1000, 'a' || n, 'b' || n, 'c' || n, '=d' || n, '客户' || n FROM generate_series(1, 100000) n`)
	require.NoError(t, err)
	list, err := s.Admin.Records("user").List(t.Context(), mortise.ListOptions{Limit: 1})
	require.NoError(t, err)
	c, err := s.App.CallerOf(t.Context(), "main", list.Data[0].ID())
	require.NoError(t, err)
	fields := []string{"id", "title", "price", "due", "x1", "x2", "x3", "x4", "x5", "created_at", "updated_at", "version"}
	for _, format := range []string{"csv", "xlsx"} {
		from := time.Now()
		e, err := s.App.Records.Export(t.Context(), c, "ticket", record.ListRequest{Fields: fields})
		require.NoError(t, err)
		require.NoError(t, exporter.Write(t.Context(), io.Discard, e, exporter.Options{Format: format, Titles: true}))
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		t.Logf("%s: 100,000 records × 12 fields in %s, %d MiB of heap from the system", format, time.Since(from), m.HeapSys>>20)
	}
}
