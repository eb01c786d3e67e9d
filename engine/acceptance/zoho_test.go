package acceptance_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// zohoTable is a table of the demonstration workspace: its external id, and the
// columns that hold external ids of others, as entity and field.
type zohoTable struct {
	file, key string
	relations map[string]string
	rows      int
}

// zohoTables are in the order in which they depend on each other.
var zohoTables = []zohoTable{
	{"Users", "USER_ID", nil, 11},
	{"Accounts", "ACCOUNTID", map[string]string{"Account Owner Id": "Users.USER_ID"}, 2229},
	{"Campaigns", "CAMPAIGNID", nil, 110},
	{"Leads", "LEADID", nil, 3900},
	{"Contacts", "CONTACTID", map[string]string{"Account Id": "Accounts.ACCOUNTID", "Contact Owner Id": "Users.USER_ID"}, 1265},
	{"Potentials", "", map[string]string{"LEADID": "Leads.LEADID", "Campaign Id": "Campaigns.CAMPAIGNID"}, 3632},
	{"Campaign_Lead_Status", "", map[string]string{"Campaign Name": "Campaigns.Campaign Name"}, 3900},
	{"Calls", "TASKID", map[string]string{"CONTACTID": "Contacts.CONTACTID", "ACCOUNTID": "Accounts.ACCOUNTID", "LEADID": "Leads.LEADID", "Call Owner Id": "Users.USER_ID"}, 4100},
	{"Events", "EVENTID", map[string]string{"CONTACTID": "Contacts.CONTACTID", "ACCOUNTID": "Accounts.ACCOUNTID", "LEADID": "Leads.LEADID", "Event Owner Id": "Users.USER_ID"}, 2978},
	{"Tasks", "", nil, 2978},
	{"Cases", "", nil, 797},
	{"Price_Books", "BOOKID", map[string]string{"Price Book Owner Id": "Users.USER_ID"}, 10},
	{"Products", "PRODUCTID", nil, 2000},
	{"Vendors", "VENDORID", nil, 100},
	{"Quotes", "QUOTEID", nil, 3000},
	{"Sales_Orders", "SALESORDERID", nil, 2061},
	{"Sales_Order_Line_Items", "INVENTORYRELID", map[string]string{"BOOKID": "Price_Books.BOOKID"}, 6138},
	{"Purchase_Orders", "PURCHASEORDERID", nil, 1416},
	{"Purchase_Order_Line_Items", "INVENTORYRELID", map[string]string{"BOOKID": "Price_Books.BOOKID"}, 4577},
	{"Invoices", "INVOICEID", map[string]string{"Sales Order Id": "Sales_Orders.SALESORDERID", "Invoice Owner Id": "Users.USER_ID", "Account Id": "Accounts.ACCOUNTID", "Contact Id": "Contacts.CONTACTID"}, 1300},
	{"Invoice_Line_Items", "INVENTORYRELID", map[string]string{"BOOKID": "Price_Books.BOOKID"}, 3051},
}

// zohoLookups bring external ids of other records to where lists sort by them.
var zohoLookups = map[string]map[string]string{
	"Potentials": {"lead_number": "leadid.leadid"},
	"Accounts":   {"owner_number": "account_owner_id.user_id"},
}

func zohoEntity(file string) string { return "zoho_" + strings.ToLower(file) }

// zohoKinds are the types of columns, by what all of their cells look like, and
// the format that an import has to be told.
var zohoKinds = []struct {
	looks        *regexp.Regexp
	kind, format string
}{
	{regexp.MustCompile(`^(Yes|No)$`), "boolean", ""},
	{regexp.MustCompile(`^-?[0-9,]+$`), "integer", ""},
	{regexp.MustCompile(`^-?[0-9,.]+$`), "number", ""},
	{regexp.MustCompile(`^-?\$-?[0-9,.]+$`), "money", ""},
	{regexp.MustCompile(`^-?\$[0-9,.]+[KM]?$`), "money", "scaled"},
	{regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), "date", ""},
	{regexp.MustCompile(`^(\d\d \w{3}, \d{4}|\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d$`), "datetime", ""},
	{regexp.MustCompile(`^\d\d-\d\d-\d{4} \d\d:\d\d$`), "datetime", "dmy"},
	{regexp.MustCompile(`^[^@ ]+@[^@ ]+$`), "email", ""},
}

func zohoKind(rows [][]string, column int) (kind, format string) {
	filled := slices.ContainsFunc(rows, func(row []string) bool { return row[column] != "" })
	for _, k := range zohoKinds {
		if filled && !slices.ContainsFunc(rows, func(row []string) bool { return row[column] != "" && !k.looks.MatchString(row[column]) }) {
			return k.kind, k.format
		}
	}
	return "text", ""
}

// zohoDesign gives the definitions of a table, and the order of its import.
func zohoDesign(t *testing.T, tb zohoTable, rows [][]string) ([]mortise.Document, mortise.ImportOrder) {
	t.Helper()
	entity, properties := zohoEntity(tb.file), object{}
	o := mortise.ImportOrder{Map: map[string]string{}, Formats: map[string]string{}}
	label := ""
	for i, header := range rows[0] {
		name := fieldName(header)
		if header == "" {
			continue
		}
		o.Map[header] = name
		f := object{"title": header}
		kind, format := zohoKind(rows[1:], i)
		if far, key, ok := strings.Cut(tb.relations[header], "."); ok {
			kind, f["x-entity"], format = "relation", zohoEntity(far), ""
			o.Map[header] += "." + fieldName(key)
		}
		if header == tb.key || header == "Campaign Name" && kind == "text" {
			f["x-unique"] = true
		}
		if f["x-field"] = kind; kind == "money" {
			f["x-currency"], f["x-scale"] = "USD", 3
		}
		if format != "" {
			o.Formats[header] = format
		}
		if label == "" && kind == "text" && slices.ContainsFunc(rows[1:], func(row []string) bool { return row[i] != "" }) {
			label = name
		}
		properties[name] = f
	}
	for name, path := range zohoLookups[tb.file] {
		properties[name] = object{"x-field": "lookup", "title": name, "x-path": path}
	}
	return []mortise.Document{
		document(t, "entity", object{"$schema": "mortise:entity", "name": entity, "title": tb.file, "type": "object", "x-label": label, "properties": properties}),
		document(t, "grant", object{"name": entity + "_admin", "role": "administrator", "entity": entity, "actions": append([]string{"bulk_edit"}, every...), "scope": "all", "read": "all", "write": "all"}),
	}, o
}

func TestAcceptanceZoho(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataFolder(t), "leads/zoho-demo")
	s := start(t)
	s.working(t)
	forgetPeak(t)
	files, orders := map[string][][]string{}, map[string]mortise.ImportOrder{}
	var docs []mortise.Document
	for _, tb := range zohoTables {
		files[tb.file] = readCSV(t, filepath.Join(dir, tb.file+".csv"))
		some, o := zohoDesign(t, tb, files[tb.file])
		docs, orders[tb.file] = append(docs, some...), o
	}
	s.publish(t, docs)
	began, rows := time.Now(), 0
	for _, tb := range zohoTables {
		rows += tb.rows
		o := orders[tb.file]
		o.Values = zohoDangling(tb, files)
		s.imported(t, zohoEntity(tb.file), table(t, files[tb.file]), o, int64(tb.rows))
		if got := s.count(t, zohoEntity(tb.file), ""); got != int64(tb.rows) {
			t.Errorf("%s: %d records, want %d", tb.file, got, tb.rows)
		}
	}
	took := time.Since(began).Seconds()
	t.Logf("%d rows of %d tables in %.1f s, %.0f rows/s; the server used at most %d MiB", rows, len(zohoTables), took, float64(rows)/took, peak(t))
	z := &zoho{server: s, t: t, files: map[string][]zohoRow{}}
	for name, rows := range files {
		z.files[name] = zohoRows(rows)
	}
	z.answers(zohoPublished(t, filepath.Join(dir, "output.txt")))
}

// zohoDangling says which external ids name nothing in the data themselves: 20
// calls and 270 invoices, whose relation stays empty.
func zohoDangling(tb zohoTable, files map[string][][]string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for header, to := range tb.relations {
		far, key, _ := strings.Cut(to, ".")
		known := map[string]bool{"": true}
		at := slices.Index(files[far][0], key)
		for _, row := range files[far][1:] {
			known[row[at]] = true
		}
		at = slices.Index(files[tb.file][0], header)
		for _, row := range files[tb.file][1:] {
			if !known[row[at]] {
				if out[header] == nil {
					out[header] = map[string]string{}
				}
				out[header][row[at]] = ""
			}
		}
	}
	return out
}
