package acceptance_test

import (
	"archive/zip"
	"encoding/xml"
	"strings"
	"testing"
)

// readDictionary reads the two columns of the data dictionary, a small .xlsx
// whose cells are all shared strings: name and explanation of each column.
func readDictionary(t *testing.T, file string) map[string]string {
	t.Helper()
	book, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var strs struct {
		Items []struct {
			Text string   `xml:"t"`
			Runs []string `xml:"r>t"`
		} `xml:"si"`
	}
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Type  string `xml:"t,attr"`
				Value int    `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	for name, into := range map[string]any{"xl/sharedStrings.xml": &strs, "xl/worksheets/sheet1.xml": &sheet} {
		f, err := book.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.NewDecoder(f).Decode(into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = f.Close()
	}
	out := map[string]string{}
	for _, row := range sheet.Rows {
		if len(row.Cells) < 2 || row.Cells[0].Type != "s" || row.Cells[1].Type != "s" {
			continue
		}
		cell := func(i int) string {
			item := strs.Items[row.Cells[i].Value]
			return strings.TrimSpace(item.Text + strings.Join(item.Runs, ""))
		}
		out[cell(0)] = cell(1)
	}
	return out
}
