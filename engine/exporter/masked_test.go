package exporter_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/exporter"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Of masked and hidden cells nothing is in a file, of whatever format: it is the
// same file whatever they hold.
func TestMaskedAndHiddenCellsAreInNoFile(t *testing.T) {
	t.Parallel()
	s := newOffice(t)
	s.Publish(t, []mortise.Document{
		doc("role", "clerk", `{"name":"clerk","x-id":"r1b2c3d4e5","title":"Clerk"}`),
		doc("grant", "ticket_takes", `{"name":"ticket_takes","role":"clerk","entity":"ticket","actions":["export"],"scope":"all"}`),
		doc("grant", "ticket_some", `{"name":"ticket_some","role":"clerk","entity":"ticket","actions":["read"],"scope":"all","read":{"except":["x2"]}}`),
		doc("grant", "ticket_x2", `{"name":"ticket_x2","role":"clerk","entity":"ticket","actions":["read"],"scope":"all","when":"price > 5","read":"all"}`),
		doc("mask", "ticket_masked", `{"name":"ticket_masked","entity":"ticket","fields":["x1","due"],"show":"all","when":"true","except":["administrator"]}`),
		doc("mask", "ticket_end", `{"name":"ticket_end","entity":"ticket","fields":["x3"],"show":"tail","when":"true","except":["administrator"]}`),
	})
	id, _ := s.NewUser(t, "clerk", []string{"clerk"})
	rec, err := s.Admin.Records("ticket").Create(t.Context(), mortise.Record{"title": "=shown()", "price": 1})
	require.NoError(t, err)
	made := map[string][][]byte{}
	for _, secret := range []mortise.Record{
		{"x1": "=canary1", "x2": "=canary2", "x3": "=canary3-0077", "due": "2026-03-01"},
		{"x1": "another", "x2": "and more of it", "x3": "much longer 0077", "due": "1999-12-31"},
		{"title": "other"},
	} {
		_, err := s.Admin.Records("ticket").Update(t.Context(), rec.ID(), 0, secret)
		require.NoError(t, err)
		for _, format := range exporter.Formats {
			if exporter.CheckFormat(format, "") == nil { // PDF needs a font
				made[format] = append(made[format], written(t, s, id, format))
			}
		}
	}
	for format, files := range made {
		require.Equal(t, files[0], files[1], format)
		require.NotEqual(t, files[1], files[2], format+": what is shown is in it")
	}
	require.Equal(t, "title,price,x1,x2,x3,due\n'=shown(),1,••••••,,****0077,\n", string(made["csv"][0]))
	require.NotContains(t, string(made["xlsx"][0]), "<f>", "a text is no formula")
	require.NotContains(t, string(made["xlsx"][0]), "canary")
}

var madeAt = regexp.MustCompile(`/(CreationDate|ModDate) \([^)]*\)`)

// written is a file as a user makes it, without when: of a workbook, what its
// parts hold.
func written(t *testing.T, s *serving.Server, user, format string) []byte {
	t.Helper()
	c, err := s.App.CallerOf(t.Context(), "main", user)
	require.NoError(t, err)
	e, err := s.App.Records.Export(t.Context(), c, "ticket", record.ListRequest{Fields: []string{"title", "price", "x1", "x2", "x3", "due"}})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, exporter.Write(t.Context(), &out, e, exporter.Options{Format: format, Zone: time.UTC}))
	if format != "xlsx" {
		return madeAt.ReplaceAll(out.Bytes(), nil)
	}
	book, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	require.NoError(t, err)
	defer book.Close()
	for _, cell := range []string{"A2", "C2", "D2"} {
		formula, err := book.GetCellFormula("Ticket", cell)
		require.NoError(t, err)
		require.Empty(t, formula)
	}
	parts, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	var all []byte
	for _, part := range parts.File {
		if !strings.HasPrefix(part.Name, "xl/") {
			continue // that tell when it was made
		}
		r, err := part.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		all = append(append(all, part.Name...), b...)
	}
	return all
}
