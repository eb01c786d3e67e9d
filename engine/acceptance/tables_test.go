package acceptance_test

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestAcceptanceSales imports a workbook with Chinese headers: its dates, which
// workbooks keep as numbers, are dates, and all cells are what they were.
func TestAcceptanceSales(t *testing.T) {
	t.Parallel()
	file := filepath.Join(dataFolder(t), "chinese/sales/Day66-80/code/data/2020年销售数据.xlsx")
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	raw, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	s := start(t)
	s.working(t)
	kinds := map[string]string{"销售日期": "date", "售价": "number", "销售数量": "integer"}
	properties, names := object{}, []string{"day", "region", "channel", "order", "brand", "price", "quantity"}
	for i, title := range raw[0] {
		properties[names[i]] = object{"x-field": cmp.Or(kinds[title], "text"), "title": title}
	}
	s.publish(t, []mortise.Document{
		document(t, "entity", object{"$schema": "mortise:entity", "name": "sale_2020", "title": "销售", "type": "object", "x-label": "order", "properties": properties}),
		document(t, "grant", object{"name": "sale_2020_admin", "role": "administrator", "entity": "sale_2020", "actions": every, "scope": "all", "read": "all", "write": "all"}),
	})
	s.imported(t, "sale_2020", body, mortise.ImportOrder{}, 1945)
	r, at := result{set: "sales workbook in Chinese: cells, dates among them", all: 1945 * len(names)}, 1
	for rec, err := range s.admin.Records("sale_2020").All(context.Background(), mortise.ListOptions{Fields: names, Sort: []string{"id"}, Limit: 200}) {
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			want := raw[at][i]
			if name == "day" {
				want = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, whole(want)).Format(time.DateOnly)
			}
			if got := shown(rec[name]); sameCell(got, want) {
				r.right++
			} else {
				r.different++
				t.Errorf("row %d, %s: %q, want %q", at+1, name, got, want)
			}
		}
		at++
	}
	report(t, r)
}

// divisionFiles are the levels of the administrative divisions, highest first,
// and the column that names the one above.
var divisionFiles = []struct {
	file, above string
	rows        int
}{{"provinces", "", 31}, {"cities", "provinceCode", 342}, {"areas", "cityCode", 2978}, {"streets", "areaCode", 41352}}

// TestAcceptanceDivisions imports 44,703 places as a tree, each below another by
// its code, and counts below a province in three ways.
func TestAcceptanceDivisions(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataFolder(t), "chinese/admin-divisions/dist")
	s := start(t)
	s.working(t)
	s.publish(t, []mortise.Document{
		document(t, "entity", object{"$schema": "mortise:entity", "name": "place", "title": "Place", "type": "object", "x-label": "name", "x-tree": "above", "properties": object{
			"code": object{"x-field": "text", "title": "code", "x-unique": true}, "name": object{"x-field": "text", "title": "name"}, "level": object{"x-field": "integer", "title": "level"},
			"above": object{"x-field": "relation", "x-entity": "place", "title": "above"}}}),
		document(t, "grant", object{"name": "place_admin", "role": "administrator", "entity": "place", "actions": every, "scope": "all", "read": "all", "write": "all"}),
	})
	r, streets := result{set: "administrative divisions as a tree"}, 0
	began := time.Now()
	for level, f := range divisionFiles {
		rows := readCSV(t, filepath.Join(dir, f.file+".csv"))
		above, out := slices.Index(rows[0], f.above), [][]string{{"code", "name", "level", "above"}}
		for _, row := range rows[1:] {
			cells := []string{row[0], row[1], itoa(level), ""}
			if above >= 0 {
				cells[3] = row[above]
			}
			out = append(out, cells)
			if level == 3 && strings.HasPrefix(row[0], "44") {
				streets++
			}
		}
		s.imported(t, "place", table(t, out), mortise.ImportOrder{Map: map[string]string{"above": "above.code"}}, int64(f.rows))
		r.all += f.rows
	}
	took := time.Since(began)
	got := s.numbers(t, "place", mortise.Aggregate{Groups: by("level"), Measures: measures("n count", "none count where above == nil")})
	for level, f := range divisionFiles {
		orphans := "0"
		if level == 0 {
			orphans = "31"
		}
		if want := itoa(f.rows) + "|" + orphans; got[itoa(level)] == want {
			r.right += f.rows
		} else {
			r.different += f.rows
			t.Errorf("%s: records and those below nothing are %s, want %s", f.file, got[itoa(level)], want)
		}
	}
	if n := s.count(t, "place", "above.above.above.name == '广东省'"); n != int64(streets) {
		t.Errorf("%d streets of Guangdong by relations, %d in the file", n, streets)
	}
	if n := s.count(t, "place", "level == 0 and any(place.above, .code == '4403')"); n != 1 {
		t.Errorf("%d provinces have that city, want 1", n)
	}
	t.Logf("%d places in %.1f s, %.0f places/s; the server used at most %d MiB", r.all, took.Seconds(), float64(r.all)/took.Seconds(), peak(t))
	report(t, r)
}

// crmTables are those of the sample CRM in the order in which they depend on
// each other.
var crmTables = []zohoTable{
	{"crm_Contacts", "ContactID", nil, 100},
	{"crm_Products", "ItemNo", nil, 200},
	{"crm_Sales", "SalesID", map[string]string{"ContactID": "crm_Contacts.ContactID"}, 495},
	{"crm_SalesLines", "LineID", map[string]string{"SalesID": "crm_Sales.SalesID", "ItemNo": "crm_Products.ItemNo"}, 3761},
	{"crm_Leads", "LeadID", map[string]string{"ContactID": "crm_Contacts.ContactID"}, 200},
	{"crm_Activity", "ActivityID", map[string]string{"LeadID": "crm_Leads.LeadID"}, 500},
	{"crm_Opportunity", "OpportunityID", map[string]string{"ActivityID": "crm_Activity.ActivityID", "SalesID": "crm_Sales.SalesID"}, 500},
}

// TestAcceptanceSampleCRM imports a small CRM: each relation that a row names
// leads to the record that it names.
func TestAcceptanceSampleCRM(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataFolder(t), "leads/sample-sales-crm")
	s := start(t)
	s.working(t)
	files, orders := map[string][][]string{}, map[string]mortise.ImportOrder{}
	var docs []mortise.Document
	for _, tb := range crmTables {
		files[tb.file] = readCSV(t, filepath.Join(dir, strings.TrimPrefix(tb.file, "crm_")+".csv"))
		some, o := zohoDesign(t, tb, files[tb.file])
		docs, orders[tb.file] = append(docs, some...), o
	}
	s.publish(t, docs)
	r := result{set: "sample CRM: relations that lead where they say"}
	for _, tb := range crmTables {
		s.imported(t, zohoEntity(tb.file), table(t, files[tb.file]), orders[tb.file], int64(tb.rows))
		for header, to := range tb.relations {
			_, key, _ := strings.Cut(to, ".")
			right, all := s.relationsOf(t, tb, files[tb.file], header, fieldName(key))
			r.right, r.all, r.different = r.right+right, r.all+all, r.different+all-right
		}
	}
	report(t, r)
}

// relationsOf counts the cells of a column that name a record, and those whose
// relation leads to it.
func (s *server) relationsOf(t *testing.T, tb zohoTable, rows [][]string, header, key string) (right, all int) {
	t.Helper()
	at, own := slices.Index(rows[0], header), slices.Index(rows[0], tb.key)
	want := map[string]string{}
	for _, row := range rows[1:] {
		if row[at] != "" {
			want[row[own]] = row[at]
		}
	}
	relation := fieldName(header) + "." + key
	fields := []string{fieldName(tb.key), relation}
	for rec, err := range s.admin.Records(zohoEntity(tb.file)).All(context.Background(), mortise.ListOptions{Fields: fields, Limit: 200}) {
		if err != nil {
			t.Fatal(err)
		}
		cells := zohoCells(rec, fields)
		if cells[1] != want[cells[0]] {
			t.Errorf("%s %s: %s leads to %q, want %q", tb.file, cells[0], header, cells[1], want[cells[0]])
		} else if cells[1] != "" {
			right++
		}
	}
	return right, len(want)
}
