package acceptance_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// keeper designs an entity that keeps texts by number.
func keeper(t *testing.T, name string) []mortise.Document {
	return []mortise.Document{
		document(t, "entity", object{"$schema": "mortise:entity", "name": name, "title": name, "type": "object", "x-label": "number", "properties": object{
			"number": object{"x-field": "text", "title": "number", "x-unique": true}, "note": object{"x-field": "longtext", "title": "note"},
		}}),
		document(t, "grant", object{"name": name + "_admin", "role": "administrator", "entity": name, "actions": every, "scope": "all", "read": "all", "write": "all"}),
	}
}

// exported makes a file of an entity as a job.
func (s *server) exported(t *testing.T, entity, format, sort string, fields ...string) []byte {
	t.Helper()
	ctx := context.Background()
	job, err := s.admin.Records(entity).ExportJob(ctx, mortise.ExportRequest{Format: format, Fields: fields, Sort: sort})
	if err == nil {
		job, err = s.admin.WaitJob(ctx, job.ID, nil)
	}
	if err != nil || job.State != "done" {
		t.Fatalf("export %s as %s: %v %+v", entity, format, err, job)
	}
	file, err := s.admin.JobFile(ctx, job.ID)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// kept lists the texts of a keeper by number.
func (s *server) kept(t *testing.T, entity string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for rec, err := range s.admin.Records(entity).All(context.Background(), mortise.ListOptions{Fields: []string{"number", "note"}, Limit: 200}) {
		if err != nil {
			t.Fatal(err)
		}
		out[rec.Text("number")] = rec.Text("note")
	}
	return out
}

// roundTrip keeps texts, lists them, exports them as CSV and XLSX, imports both
// and compares byte for byte. It gives how many came back whole, and both files.
func (s *server) roundTrip(t *testing.T, prefix string, texts []string) (right int, asCSV, asXLSX []byte) {
	t.Helper()
	s.working(t)
	s.publish(t, slices.Concat(keeper(t, prefix), keeper(t, prefix+"_csv"), keeper(t, prefix+"_xlsx")))
	want := map[string]string{}
	for i, text := range texts {
		number := fmt.Sprintf("%05d", i)
		want[number] = text
		mustCreate(t, s.admin, prefix, mortise.Record{"number": number, "note": text})
	}
	asCSV, asXLSX = s.exported(t, prefix, "csv", "number", "number", "note"), s.exported(t, prefix, "xlsx", "number", "number", "note")
	s.imported(t, prefix+"_csv", asCSV, mortise.ImportOrder{}, int64(len(texts)))
	s.imported(t, prefix+"_xlsx", asXLSX, mortise.ImportOrder{}, int64(len(texts)))
	whole := map[string]bool{}
	for _, entity := range []string{prefix, prefix + "_csv", prefix + "_xlsx"} {
		got := s.kept(t, entity)
		for number, text := range want {
			if _, ok := whole[number]; !ok {
				whole[number] = true
			}
			if got[number] != text {
				whole[number] = false
				t.Errorf("%s: %q became %q", entity, text, got[number])
			}
		}
	}
	for _, ok := range whole {
		if ok {
			right++
		}
	}
	return right, asCSV, asXLSX
}

func naughtyStrings(t *testing.T) (list []string) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(dataFolder(t), "torture/strings/blns/blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAcceptanceNaughtyStrings(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	list := naughtyStrings(t)
	for _, text := range list {
		if text != "" {
			s.survives(t, text)
		}
	}
	right, _, _ := s.roundTrip(t, "naughty", list)
	report(t, result{set: "naughty strings: create, list, filter, export and import as CSV and XLSX", all: len(list), right: right, different: len(list) - right})
}

// formulaTexts are the payloads of the list, and each beginning that a
// spreadsheet takes for a formula before other texts.
func formulaTexts(t *testing.T) []string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(dataFolder(t), "torture/csv-injection-payloadbox/Intruder/csv-payload.txt"))
	if err != nil {
		t.Fatal(err)
	}
	texts := strings.Split(strings.TrimRight(string(body), "\n"), "\n")
	for _, begin := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "'", "''", "'="} {
		texts = append(texts, begin, begin+"1+1", begin+"cmd|' /C calc'!A0", begin+`HYPERLINK("http://x";"y")`, begin+"\"quoted\"", begin+"多")
	}
	return texts
}

// TestAcceptanceFormulas: no exported cell is a formula to a spreadsheet, and
// all come back as they were.
func TestAcceptanceFormulas(t *testing.T) {
	t.Parallel()
	s := start(t)
	texts := formulaTexts(t)
	right, asCSV, asXLSX := s.roundTrip(t, "formula", texts)
	rows, err := csv.NewReader(bytes.NewReader(asCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if strings.ContainsAny(row[1][:1], "=+-@\t\r\n") {
			t.Errorf("the CSV file has the cell %q", row[1])
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(asXLSX))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i := range texts {
		cell := fmt.Sprintf("B%d", i+2)
		formula, err := book.GetCellFormula(book.GetSheetName(0), cell)
		kind, err2 := book.GetCellType(book.GetSheetName(0), cell)
		if err != nil || err2 != nil || formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("the workbook's cell %s is %v, formula %q (%v, %v)", cell, kind, formula, err, err2)
		}
	}
	report(t, result{set: "formula injection: neutralised in CSV, texts in XLSX, back as they were", all: len(texts), right: right, different: len(texts) - right})
}
